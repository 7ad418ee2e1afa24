//! A check whose options are read when a draft first gives it something to tell.

use std::fmt::{self, Debug, Formatter};
use std::path::Path;
use std::sync::LazyLock;

use super::describe::{Asked, Teller};
use super::hit::Hit;
use super::kind::{Check, Doubtful, Silence};
use super::print::{Printer, WantedPassages};
use super::require::fits_any;
use crate::draft::Draft;
use crate::prose::{ListId, Lists};
use crate::reading::Reading;
use crate::text::Field;

/// What a draft must hold, one of these, for a rule to have anything to tell of it: of a draft without any of them, the rule need not be asked.
#[derive(Debug, Clone, Copy)]
pub struct Occasion {
    /// Phrases, by the numbers of their shipped sets.
    pub phrases: &'static [u16],
    /// Words, one of which its path holds in any case.
    pub paths: &'static [&'static str],
    /// A kind that its section gives it.
    pub kinds: bool,
    /// Keys of the front matter, in parts as [`squeezed`](crate::text::squeezed) makes them, each with patterns in small letters over its
    /// value; without any, whatever that is.
    pub front: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Links to pages.
    pub links: bool,
    /// What the site puts in.
    pub embeds: bool,
}

impl Occasion {
    /// Whether a draft holds one of these.
    fn arises(&self, reading: &Reading<'_>) -> bool {
        let (document, embeds) = (reading.document, !reading.document.embeds.is_empty());
        // What the site puts in may hold links, too.
        self.links && (embeds || !reading.addresses().is_empty())
            || self.embeds && embeds
            || self.kinds && reading.style.kind.is_some()
            || !self.paths.is_empty() && holds_any(&document.source.path, self.paths)
            || self.phrases.iter().any(|set| reading.stands(ListId::shipped(*set)))
            || self.front.iter().any(|(parts, values)| {
                let is_one = |field: &Field| values.is_empty() || fits_any(values, &field.value);
                reading.fields(parts).flatten().any(is_one)
            })
    }
}

/// Whether a path holds one of these words; where it is not ASCII, that is not known.
fn holds_any(path: &Path, words: &[&str]) -> bool {
    let lower = path.as_os_str().to_string_lossy().to_ascii_lowercase();
    !lower.is_ascii() || words.iter().any(|word| lower.contains(word))
}

/// The check of a rule as it ships. Most drafts give most rules nothing to tell: the options of these are never read.
pub struct Unread {
    occasion: Option<Occasion>,
    check: LazyLock<Box<dyn Check>, ReadCheck>,
}

/// Reads the options of a check.
type ReadCheck = Box<dyn FnOnce() -> Box<dyn Check> + Send>;

impl Unread {
    /// A check that `read` reads. With an `occasion`, it tells nothing of a draft that does not give it, compares no drafts and has no
    /// doubts. Its phrases are those of shipped sets, and whoever makes a lexicon for it asks for these.
    pub fn new(occasion: Option<Occasion>, read: impl FnOnce() -> Box<dyn Check> + Send + 'static) -> Self {
        let read = move || {
            let (mut check, lists) = (read(), Lists::shipped());
            // Names of lists that are none were told when the rule was proved.
            drop(check.take(&lists));
            check.phrases().into_iter().for_each(|phrases| phrases.take_shipped());
            check
        };
        Self { occasion, check: LazyLock::new(Box::new(read)) }
    }

    /// The check, where it may have something to do beside telling what is wrong in a draft.
    fn wide(&self) -> Option<&dyn Check> {
        self.occasion.is_none().then(|| self.check.as_ref())
    }
}

impl Debug for Unread {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.check.fmt(out)
    }
}

impl Check for Unread {
    fn names(&self) -> &'static [&'static str] {
        self.check.names()
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        self.check.describe(teller)
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        match &self.occasion {
            Some(occasion) if !occasion.arises(&draft.reading) => Vec::new(),
            _ => self.check.document(draft),
        }
    }

    fn doubts(&self, draft: &Draft<'_>) -> Vec<Doubtful> {
        self.wide().map(|check| check.doubts(draft)).unwrap_or_default()
    }

    fn silence(&self, draft: &Draft<'_>, refused: &[usize]) -> Silence {
        self.check.silence(draft, refused)
    }

    fn taken(&self, draft: &Draft<'_>) -> Vec<usize> {
        self.check.taken(draft)
    }

    fn compares(&self) -> bool {
        self.wide().is_some_and(|check| check.compares())
    }

    fn prints(&self, draft: &Draft<'_>, printer: &mut Printer) -> WantedPassages {
        self.wide().map(|check| check.prints(draft, printer)).unwrap_or_default()
    }
}
