//! What is said of a text that stands in several documents: where, how often, and in which other words.

use std::ops::Range;
use std::path::Path;

use super::place::{Cluster, CopyPlace};
use super::word::{bare, packed};
use crate::check::hit::Hit;
use crate::check::shelf::SeenDrafts;
use crate::finding::{Related, counted};
use crate::prose::{passage, tokens};
use crate::text::{Source, Span};

/// How many of the other places are named.
pub const SHOWN: usize = 10;
/// How many differences between two wordings are named.
const DIFFERENCES: usize = 3;

/// Why a text is told of documents of which nobody knows whether they are close to one another.
const UNDATED: &str =
    "none of these files says when it was published: `date: 2024-02-03` in its front matter, or 2024-02-03 before its name";

/// What the hit of a text is made of: what was kept of the documents, and the texts and names of those that are shown.
pub trait Documents<'s> {
    /// The text of a document, if it is the one that was looked at.
    fn source(&self, document: usize) -> Option<&'s Source>;
    /// Its name.
    fn path(&self, document: usize) -> &'s Path;
}

/// Says of a text that stands in several documents that it does, at one of its places; `shown` are the others that are named.
pub fn tell<'s>(
    seen: &SeenDrafts<'_>,
    cluster: &Cluster,
    told: usize,
    shown: &[usize],
    documents: &impl Documents<'s>,
) -> Option<Hit> {
    let own = &cluster.places[told];
    let source = documents.source(own.document)?;
    let here = CopyText::of(seen, own, source);
    let words = own.words(seen);
    let mut hit = Hit::new(here.span, "");
    hit.words = vec![("files", cluster.files.to_string()), ("count", words.to_string())];
    let what = if own.run.is_some() { "words in a row that stand" } else { "words that stand" };
    let wordings = if cluster.wordings > 1 { format!(", in {} wordings", cluster.wordings) } else { String::new() };
    let (within, is_dated) = (cluster.within, seen.date(own.document as u32) > 0);
    let near = if within > 0 && is_dated { format!(", each within {within} days of another") } else { String::new() };
    hit.label = format!("{words} {what} in {} files{wordings}{near}", cluster.files);
    // Where all say the same words, nothing need be looked for in them.
    let is_compared = cluster.wordings > 1 || own.run.is_some();
    for &number in shown {
        let place = &cluster.places[number];
        let (there, path) = (documents.source(place.document).filter(|_| is_compared), documents.path(place.document));
        let wording = there.map(|source| CopyText::of(seen, place, source));
        let differing = if number == 0 { own.likeness } else { place.likeness };
        let same = || format!("{:.0}% of the words are the same", (differing * 100.0).min(99.0).floor());
        let note = match (own.run.is_none() && place.run.is_some(), differing < 1.0 && (told == 0 || number == 0)) {
            (true, false) => "stands here in a longer passage".to_owned(),
            (true, true) => format!("stands here in a longer passage; {}", same()),
            (false, true) => same(),
            (false, false) => "stands here as well".to_owned(),
        };
        if let Some(wording) = wording.as_ref().filter(|_| hit.notes.is_empty()) {
            hit.notes.extend(differences(&here, wording).map(|note| format!("{}: {note}", path.display())));
        }
        let span = wording.map_or_else(|| place.span(seen), |wording| wording.span);
        hit.related.push(Related { path: Some(path.to_owned()), span, note });
    }
    let rest = cluster.places.len() - 1 - shown.len() + cluster.more;
    if rest > 0 {
        hit.notes.push(format!("and in {}", counted(rest, "more file")));
    }
    hit.notes.extend((within > 0 && !is_dated).then(|| UNDATED.to_owned()));
    Some(hit)
}

/// A text as one document has it.
struct CopyText<'s> {
    source: &'s Source,
    span: Span,
    /// Its words, and the bytes of each, where they were found again.
    words: Vec<u64>,
    bytes: Vec<Option<Range<usize>>>,
}

impl<'s> CopyText<'s> {
    fn of(seen: &SeenDrafts<'_>, place: &CopyPlace, source: &'s Source) -> Self {
        let whole = place.span(seen);
        let mut words: Vec<u64> = Vec::new();
        for number in seen.among(place.numbers.clone()) {
            words.extend(seen.words(number).iter().map(|&word| u64::from(bare(word))));
        }
        let mut wording = Self { source, span: whole, words, bytes: Vec::new() };
        wording.bytes = wording.find(source.slice(whole), whole.start());
        if let Some((run, _)) = &place.run {
            let found: Vec<&Range<usize>> = wording.bytes[run.clone()].iter().flatten().collect();
            if let (Some(first), Some(last)) = (found.first(), found.last()) {
                wording.span = source.span(first.start..last.end);
            }
            (wording.words, wording.bytes) = (wording.words[run.clone()].to_vec(), wording.bytes[run.clone()].to_vec());
        }
        wording
    }

    /// Finds the words again in what was written, with markup and addresses between them.
    fn find(&self, written: &str, start: usize) -> Vec<Option<Range<usize>>> {
        let mut cut = Vec::new();
        tokens(written, &mut cut);
        cut.retain(passage::counts);
        let keys: Vec<u64> = cut.iter().map(|token| u64::from(packed(token.key, false))).collect();
        let mut bytes = vec![None; self.words.len()];
        let (mut word, mut at) = (0, 0);
        let end = (self.words.len()..self.words.len(), keys.len()..keys.len());
        for (lost, put) in passage::differences(&self.words, &keys).into_iter().chain([end]) {
            while word < lost.start && at < put.start {
                bytes[word] = Some(start + cut[at].start as usize..start + cut[at].end as usize);
                (word, at) = (word + 1, at + 1);
            }
            (word, at) = (lost.end, put.end);
        }
        bytes
    }

    fn text(&self, words: Range<usize>) -> String {
        let found: Vec<&str> = self.bytes[words].iter().flatten().map(|bytes| &self.source.text[bytes.clone()]).collect();
        found.join(" ")
    }
}

/// How the words of another wording differ.
fn differences(here: &CopyText<'_>, there: &CopyText<'_>) -> impl Iterator<Item = String> {
    let found = passage::differences(&there.words, &here.words);
    let rest = found.len().saturating_sub(DIFFERENCES);
    let line = |(old, new): (Range<usize>, Range<usize>)| {
        let (old, new) = (there.text(old), here.text(new));
        match (old.is_empty(), new.is_empty()) {
            (false, false) => format!("“{old}” is here “{new}”"),
            (false, true) => format!("“{old}” is left out here"),
            _ => format!("“{new}” is added here"),
        }
    };
    let more = (rest > 0).then(|| format!("and {}", counted(rest, "more difference")));
    found.into_iter().take(DIFFERENCES).map(line).chain(more).collect::<Vec<_>>().into_iter()
}
