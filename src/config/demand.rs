//! What a rule that requires a statement asks of a writer, in plain words: when, where, and what satisfies it.

use serde::Deserialize;
use toml::Table;
use toml::de::{DeTable, Deserializer};

use crate::prose::{Lists, plain};
use crate::style::HouseStyle;

/// What a rule asks: parts with a title and their points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand(pub Vec<(String, Vec<String>)>);

/// How values are told that a condition or a remedy names.
struct Teller<'a> {
    lists: &'a Lists,
    /// How many of each are told.
    most: usize,
}

impl Demand {
    /// What these options of the check `require` ask, at most so many of each sort; the rest is counted.
    pub(super) fn new(options: toml::Spanned<DeTable<'_>>, lists: &Lists, style: &HouseStyle, most: usize) -> Option<Self> {
        let options = Table::deserialize(Deserializer::from(options)).ok()?;
        let teller = Teller { lists, most };
        let one = |table: &Table| teller.conditions(table);
        let sub = |key: &str| options.get(key).and_then(toml::Value::as_table).map(one).unwrap_or_default();
        let and = options.get("and").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table);
        let mut parts = vec![("When it asks (one is enough)".to_owned(), sub("when"))];
        parts.extend(and.map(|table| ("And (one is enough)".to_owned(), one(table))));
        let days = days(&options).map(|days| format!("the draft's date is {days}; a draft without one owes it"));
        parts.push(("Only where".to_owned(), days.into_iter().collect()));
        parts.push(("But not for".to_owned(), sub("not")));
        parts.push(("Where it must stand".to_owned(), vec![place(options.get("placement")).to_owned()]));
        parts.push(("What satisfies it (one is enough)".to_owned(), teller.remedies(&options)));
        parts.push(("And the statement must".to_owned(), bounds(&options)));
        let weak = teller.point("", words(&teller, &options, "weak"));
        parts.push(("Not enough".to_owned(), weak.into_iter().collect()));
        parts.extend(approved(&options, style));
        parts.retain(|(_, points)| !points.is_empty());
        Some(Self(parts))
    }
}

impl Teller<'_> {
    fn conditions(&self, table: &Table) -> Vec<String> {
        let plain = |key: &str| strings(table, key).collect::<Vec<_>>();
        let least = table.get("least").and_then(toml::Value::as_integer).filter(|&least| least > 1);
        let says = least.map_or("the text says".to_owned(), |least| format!("the text says {least} of"));
        let is = |key: &str| table.get(key).and_then(toml::Value::as_bool) == Some(true);
        let front: Vec<String> = strings(table, "front").map(|front| self.values(&front)).collect();
        let points = [
            is("always").then(|| "every draft".to_owned()),
            self.point("the section's kind is", plain("kinds")),
            self.point("the front matter has", front),
            self.point("the path is", plain("paths")),
            self.point("it links to", plain("links")),
            self.point("a paragraph that speaks of it links to", plain("hint-links")),
            self.point("it has the shortcode, component or link", plain("embeds")),
            self.point("the headline says", words(self, table, "titles")),
            self.point(&says, words(self, table, "phrases")),
            is("pictures").then(|| "it has a picture".to_owned()),
            days(table).map(|days| format!("its date is {days}")),
        ];
        points.into_iter().flatten().collect()
    }

    fn remedies(&self, options: &Table) -> Vec<String> {
        let supply = options.get("satisfied-by").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        let plain = |key: &str| strings(&supply, key).collect::<Vec<_>>();
        let flag = supply.get("flag").and_then(toml::Value::as_str).map(str::to_owned);
        let only = options.get("approved-only").and_then(toml::Value::as_bool) == Some(true);
        let points = [
            only.then(|| "the approved text and nothing else, where the publication has one".to_owned()),
            self.point("words such as", words(self, options, "wording")),
            self.point("a label by itself or before a colon", words(self, options, "labels")),
            self.point("front matter that --fix sets", flag.into_iter().collect()),
            self.point("front matter", plain("front")),
            self.point("a shortcode, component or include", plain("embeds")),
            self.point("the layout", plain("layouts")),
        ];
        points.into_iter().flatten().collect()
    }

    /// A point that names the first of these; `None` without any.
    fn point(&self, title: &str, all: Vec<String>) -> Option<String> {
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

    /// A condition on front matter with the first of its values.
    fn values(&self, front: &str) -> String {
        let values: Vec<&str> = front.split('|').map(str::trim).collect();
        let told = values.iter().take(self.most).copied().collect::<Vec<_>>().join(" | ");
        if values.len() > self.most { format!("{told} | …") } else { told }
    }
}

/// Phrases of an option in plain words, in quotation marks; regular expressions only where all is told, or nothing else is.
fn words(teller: &Teller<'_>, table: &Table, key: &str) -> Vec<String> {
    let written: Vec<String> = strings(table, key).collect();
    let mut told: Vec<String> = plain(written.iter().map(String::as_str), teller.lists);
    told.iter_mut().for_each(|words| *words = format!("“{words}”"));
    let expressions = || written.iter().filter(|phrase| phrase.starts_with('/')).cloned();
    match (teller.most, told.is_empty()) {
        (usize::MAX, _) => told.extend(expressions()),
        (_, true) if expressions().next().is_some() => told.push("what a pattern of the rule finds (--all shows it)".to_owned()),
        _ => {}
    }
    told
}

fn strings<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = String> + 't {
    let items = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    items.filter_map(toml::Value::as_str).map(str::to_owned)
}

fn days(table: &Table) -> Option<String> {
    let day = |key: &str| table.get(key).map(|day| day.to_string());
    match (day("from"), day("until")) {
        (Some(from), Some(until)) => Some(format!("from {from} to {until}")),
        (Some(from), None) => Some(format!("{from} or later")),
        (None, Some(until)) => Some(format!("{until} or earlier")),
        (None, None) => None,
    }
}

fn place(placement: Option<&toml::Value>) -> &'static str {
    match placement.and_then(toml::Value::as_str) {
        Some("title") => "in the headline or standfirst, or in a line beside them above the first paragraph",
        Some("top") => "at the top: before the article, or right behind its first paragraph",
        Some("before-trigger") => "above what asks for it, or in its paragraph; at the top where no place of the text asks",
        Some("beside") => "in the paragraph of each place that asks for it, or in the one right before or behind",
        Some("end") => "at the end: behind the article, or before its last two paragraphs",
        Some("top-or-end") => "at the top (before the article, or right behind its first paragraph) or at the end",
        _ => "anywhere in plain sight",
    }
}

fn bounds(options: &Table) -> Vec<String> {
    let names: Vec<String> = strings(options, "must-name").collect();
    let number = |key: &str| options.get(key).and_then(toml::Value::as_integer);
    let times = |times: i64| if times == 1 { "once".to_owned() } else { format!("{times} times") };
    let points = [
        (!names.is_empty()).then(|| format!("name the {}", names.join(", "))),
        number("exactly").map(|exactly| format!("stand {}, no more and no less", times(exactly))),
        number("at-most").map(|most| format!("be said in different words at most {}", times(most))),
    ];
    points.into_iter().flatten().collect()
}

/// The publication's own wordings of the texts that the rule asks for, or how to approve one.
fn approved(options: &Table, style: &HouseStyle) -> Option<(String, Vec<String>)> {
    let ids: Vec<String> = strings(options, "texts").collect();
    let first = ids.first()?;
    let known = ids.iter().filter_map(|id| Some((id, style.texts.get(id)?)));
    let told = known.map(|(id, text)| {
        let day =
            |word: &str, day: &Option<toml::value::Datetime>| day.as_ref().map_or(String::new(), |day| format!(", {word} {day}"));
        let (from, until) = (day("from", &text.from), day("until", &text.until));
        format!("[texts.{id}]{from}{until}: {}", text.text.trim())
    });
    let mut told: Vec<String> = told.collect();
    if told.is_empty() {
        told.push(format!("none yet; a publication approves its own as [texts.{first}] in copydesk.toml"));
    }
    Some(("The publication's approved text".to_owned(), told))
}
