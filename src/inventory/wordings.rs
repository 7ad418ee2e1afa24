//! The wordings of standing disclaimers that drafts show, and what tells their kind.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::draft::Draft;
use crate::lint::{self, Entry};
use crate::prose::{passage, tokens};
use crate::reading::Reading;
use crate::wording::{ApprovedTexts, Likeness};

/// What one draft shows.
#[derive(Debug)]
pub struct Shown {
    /// Its name, as the user wrote it.
    pub path: PathBuf,
    /// The front matter that may tell its kind, as (key, value): `("category", "Opinion")`.
    pub labels: Vec<(String, String)>,
    /// Its standing disclaimers, in order.
    passages: Vec<Passage>,
}

#[derive(Debug)]
struct Passage {
    key: u64,
    kind: &'static str,
    text: String,
    nearest: Option<Near>,
}

impl Shown {
    /// The ids of the approved texts that it holds, or something near to them.
    pub fn approved(&self) -> impl Iterator<Item = &str> {
        self.passages.iter().filter_map(|passage| passage.nearest.as_ref()).map(|near| near.id.as_str())
    }
}

/// The approved text that is nearest to a wording.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Its id.
    pub id: String,
    /// Whether the wording is it, or an earlier version of it.
    pub likeness: Likeness,
    /// The share of words in common, 0 to 1.
    pub similarity: f64,
}

/// A wording in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// The kind of disclaimer: `opinion`, `legal`, …; `approved` for one that is known only as an approved text.
    pub kind: &'static str,
    /// Its words, with `{author}` and `{publication}` where the names of those stood.
    pub text: String,
    /// How often it stands, over all drafts.
    pub count: usize,
    /// The drafts it stands in, in their order.
    pub files: Vec<PathBuf>,
    /// The nearest approved text, if one is near.
    pub nearest: Option<Near>,
}

/// The front-matter keys that tell what a draft is.
const LABELS: [&str; 5] = ["category", "categories", "section", "type", "kicker"];

/// Looks at a draft; `None` for one that is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn look(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Shown>> {
    let Some(document) = lint::document(entry, read)? else { return Ok(None) };
    let house = &entry.policy.style;
    let draft = Draft::new(Reading::new(&document, &entry.policy.lexicon, house));
    let reading = &draft.reading;
    let approved = ApprovedTexts::new(house.texts.iter().map(|(id, text)| (id.as_str(), text)), house);
    let mut names: Vec<(&str, &str)> = vec![("{publication}", house.name.trim())];
    let authors = house.keys.authors.iter().flat_map(|key| document.values(key));
    names.extend(authors.map(|field| ("{author}", field.value.trim())));
    let passage = |block: usize| {
        let line = reading.line(block);
        let found = approved.find(&line, reading.sentences_of(block)).into_iter();
        let nearest = found.map(|found| Near { id: found.id, likeness: found.likeness, similarity: found.similarity });
        let nearest = nearest.max_by(|a, b| a.similarity.total_cmp(&b.similarity));
        let kind = draft.standing(block).or(nearest.as_ref().map(|_| "approved"))?;
        let named = names.iter().filter(|(_, name)| !name.is_empty());
        let text = named.fold(line.text.trim().to_owned(), |text, (open, name)| text.replace(name, open));
        let mut cut = Vec::new();
        tokens(&text, &mut cut);
        Some(Passage { key: passage::fingerprint(&passage::keys(&cut)), kind, text, nearest })
    };
    let passages = (0..document.blocks.len()).filter_map(passage).collect();
    let labels =
        LABELS.iter().flat_map(|key| document.values(key).map(|field| ((*key).to_owned(), field.value.trim().to_owned())));
    Ok(Some(Shown { path: entry.path.clone(), labels: labels.collect(), passages }))
}

/// Every wording of a standing disclaimer, the most used first. Case and punctuation make no other wording.
pub fn wordings(drafts: &[Shown]) -> Vec<Wording> {
    let mut all: BTreeMap<u64, Wording> = BTreeMap::new();
    for (draft, passage) in drafts.iter().flat_map(|draft| draft.passages.iter().map(move |passage| (draft, passage))) {
        let wording = all.entry(passage.key).or_insert_with(|| Wording {
            kind: passage.kind,
            text: passage.text.clone(),
            count: 0,
            files: Vec::new(),
            nearest: passage.nearest.clone(),
        });
        wording.count += 1;
        if wording.files.last() != Some(&draft.path) {
            wording.files.push(draft.path.clone());
        }
    }
    let mut wordings: Vec<Wording> = all.into_values().collect();
    wordings.sort_by(|a, b| (b.files.len(), b.count, a.kind, &a.text).cmp(&(a.files.len(), a.count, b.kind, &b.text)));
    wordings
}
