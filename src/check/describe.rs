//! What a rule asks of a writer, in plain words.

use crate::prose::figure::Sort;
use crate::prose::{Lists, Phrases, plain};
use crate::style::HouseStyle;

/// What a rule asks: parts, each a title and its points.
pub type Asked = Vec<(String, Vec<String>)>;

/// What a rule looks for.
pub(super) const LOOKS: &str = "What it looks for";
/// What answers it.
pub(super) const SATISFIES: &str = "What satisfies it (one is enough)";
/// What it leaves alone.
pub(super) const SPARES: &str = "But not for";

/// Parts in this order; those without a point are left out.
pub(super) fn parts<const N: usize, const M: usize>(parts: [(&str, [Option<String>; M]); N]) -> Asked {
    let told = parts.map(|(title, points)| (title.to_owned(), points.into_iter().flatten().collect::<Vec<_>>()));
    told.into_iter().filter(|(_, points)| !points.is_empty()).collect()
}

/// Sorts of figures by their plain names.
pub(super) fn sorts(sorts: &[Sort]) -> impl Iterator<Item = &'static str> {
    sorts.iter().map(|sort| match sort {
        Sort::Percent => "percentages",
        Sort::Points => "percentage points",
        Sort::Money => "sums of money",
        Sort::Count => "counts",
        Sort::Ratio => "ratios",
        Sort::Multiple => "multiples",
        Sort::Magnitude => "rough numbers such as “dozens of”",
        Sort::Measure => "measurements",
        Sort::Rank => "ranks",
    })
}

/// What a check needs to tell its options.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    /// The lists that phrases name.
    pub lists: &'a Lists,
    /// The publication.
    pub style: &'a HouseStyle,
    /// How many words, keys and addresses of a sort are told; the rest is counted.
    pub most: usize,
}

impl Teller<'_> {
    /// A point that names all of these; `None` without any.
    pub(super) fn all(&self, title: &str, all: impl IntoIterator<Item = impl Into<String>>) -> Option<String> {
        Self { most: usize::MAX, ..*self }.point(title, all).map(|told| told.replace("; ", ", "))
    }

    /// A point that names the first of these; `None` without any.
    pub(super) fn point(&self, title: &str, all: impl IntoIterator<Item = impl Into<String>>) -> Option<String> {
        let all: Vec<String> = all.into_iter().map(Into::into).collect();
        let more = all.len().saturating_sub(self.most);
        let mut told = all.into_iter().take(self.most).collect::<Vec<_>>().join("; ");
        if told.is_empty() {
            return None;
        }
        if more > 0 {
            told.push_str(&format!("; and {more} more"));
        }
        Some(if title.is_empty() { told } else { format!("{title} {told}") })
    }

    /// Phrases in plain words, in quotation marks; regular expressions only where all is told, or nothing else is.
    pub(super) fn words(&self, phrases: &Phrases) -> Vec<String> {
        let mut told = plain(phrases.written(), self.lists);
        told.iter_mut().for_each(|words| *words = format!("“{words}”"));
        let mut expressions = phrases.written().filter(|phrase| phrase.starts_with('/')).map(str::to_owned).peekable();
        match (self.most, told.is_empty()) {
            (usize::MAX, _) => told.extend(expressions),
            (_, true) if expressions.peek().is_some() => {
                told.push("what a pattern of the rule finds (--all shows it)".to_owned());
            }
            _ => {}
        }
        told
    }

    /// A condition on front matter, as its rule writes it, with the first of its values.
    pub(super) fn values(&self, written: &str) -> String {
        let values: Vec<&str> = written.split('|').map(str::trim).collect();
        let told = values.iter().take(self.most).copied().collect::<Vec<_>>().join(" | ");
        if values.len() > self.most { format!("{told} | …") } else { told }
    }
}
