//! The wordings of standing texts that drafts show, and what tells their kind.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::mould::Mould;
use crate::draft::Draft;
use crate::lint::{self, Entry};
use crate::reading::Reading;
use crate::wording::{ApprovedTexts, Near, Wording, span};

/// What one draft shows.
#[derive(Debug)]
pub struct Shown {
    /// Its name, as the user wrote it.
    pub path: PathBuf,
    /// The front matter that may tell its kind, as (key, value): `("category", "Opinion")`.
    pub labels: Vec<(String, String)>,
    /// Its day, as eight digits; 0 where it does not say.
    pub day: u32,
    /// Its standing texts, in order.
    passages: Vec<Passage>,
}

#[derive(Debug)]
struct Passage {
    kind: &'static str,
    /// All of its paragraph, and the sentence of it that tells its kind.
    whole: Mould,
    said: Mould,
    nearest: Option<Near>,
}

impl Shown {
    /// The ids of the approved texts that it holds, or something near to them.
    pub fn approved(&self) -> impl Iterator<Item = &str> {
        self.passages.iter().filter_map(|passage| passage.nearest.as_ref()).map(|near| near.id.as_str())
    }
}

/// So many bytes make a title that no sentence has by chance. Chosen by hand; no measurement of it is kept.
const TITLE: usize = 12;

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
    let titles = document.values("title").map(|field| field.value.trim()).filter(|title| title.len() >= TITLE);
    names.extend(titles.map(|title| ("{title}", title)));
    let passage = |block: usize| {
        let line = reading.line(block);
        let found = approved.find(reading, block).into_iter();
        let nearest = found.map(|found| Near { id: found.id, likeness: found.likeness, similarity: found.similarity });
        let nearest = nearest.max_by(|a, b| a.similarity.total_cmp(&b.similarity));
        let standing = draft.standing(block);
        let kind = standing.as_ref().map(|standing| standing.kind).or(nearest.as_ref().map(|_| "approved"))?;
        let mould = |text: &str| {
            let named = names.iter().filter(|(_, name)| !name.is_empty());
            Mould::of(&named.fold(text.trim().to_owned(), |text, (open, name)| text.replace(name, open)), &entry.policy.lexicon)
        };
        let whole = mould(line.text);
        let sentence = standing.map(|standing| line.bytes(reading.sentence_at(block, standing.tokens.start)));
        let said = sentence.map_or_else(|| whole.clone(), |sentence| mould(&line.text[sentence]));
        (!whole.is_bare()).then_some(Passage { kind, whole, said, nearest })
    };
    let passages = (0..document.blocks.len()).filter_map(passage).collect();
    let labels =
        LABELS.iter().flat_map(|key| document.values(key).map(|field| ((*key).to_owned(), field.value.trim().to_owned())));
    Ok(Some(Shown { path: entry.path.clone(), labels: labels.collect(), day: reading.style.day(&document), passages }))
}

/// Every wording of a standing text, the most used first. Case and punctuation make no other wording, nor do names, days and numbers.
///
/// A paragraph that stands in one draft alone is known by the sentence that tells its kind, where other drafts have that.
pub fn wordings(drafts: &[Shown]) -> Vec<Wording> {
    let all = drafts.iter().flat_map(|draft| draft.passages.iter().map(move |passage| (draft, passage)));
    let (shared, alone): (Vec<_>, Vec<_>) =
        groups(all, |passage| &passage.whole).into_iter().partition(|group| files(group).len() > 1);
    let (said, other): (Vec<_>, Vec<_>) =
        groups(alone.into_iter().flatten(), |passage| &passage.said).into_iter().partition(|group| files(group).len() > 1);
    let mut wordings: Vec<Wording> = shared.iter().map(|group| wording(group, |passage| &passage.whole)).collect();
    wordings.extend(said.iter().map(|group| wording(group, |passage| &passage.said)));
    let rest = groups(other.into_iter().flatten(), |passage| &passage.whole);
    wordings.extend(rest.iter().map(|group| wording(group, |passage| &passage.whole)));
    wordings.sort_by(|a, b| (b.files.len(), b.count, a.kind, &a.text).cmp(&(a.files.len(), a.count, b.kind, &b.text)));
    wordings
}

/// A passage, and the draft it stands in.
type Showing<'a> = (&'a Shown, &'a Passage);

/// The passages of one kind and one mould, together.
fn groups<'a>(all: impl Iterator<Item = Showing<'a>>, mould: impl Fn(&'a Passage) -> &'a Mould) -> Vec<Vec<Showing<'a>>> {
    let mut groups: BTreeMap<(&str, u64), Vec<Showing<'a>>> = BTreeMap::new();
    all.for_each(|found| groups.entry((found.1.kind, mould(found.1).key)).or_default().push(found));
    groups.into_values().collect()
}

fn files(group: &[Showing<'_>]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = group.iter().map(|(draft, _)| draft.path.clone()).collect();
    files.dedup();
    files
}

fn wording<'a>(group: &[Showing<'a>], mould: impl Fn(&'a Passage) -> &'a Mould) -> Wording {
    let moulds: Vec<&Mould> = group.iter().map(|(_, passage)| mould(passage)).collect();
    let first = group.first().map(|(_, passage)| *passage);
    Wording {
        kind: first.map_or("approved", |passage| passage.kind),
        text: Mould::joined(&moulds),
        count: group.len(),
        files: files(group),
        days: span(group.iter().map(|(draft, _)| draft.day)),
        slots: Mould::filled(&moulds),
        nearest: first.and_then(|passage| passage.nearest.clone()),
    }
}
