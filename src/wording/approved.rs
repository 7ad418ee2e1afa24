//! Texts that a publication approved, found in a draft: word for word, in an earlier version, or drifted.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::align::{LONGEST, NAME, Shift, Slot, align, is_word, lead, lead_back, run, slots};
use super::openings::Openings;
use crate::prose::{Class, Lexicon, Line, Token, sentences, tokens};
use crate::style::{Approved, HouseStyle, PUBLICATION};
use crate::text::RichText;

/// From which likeness on a passage still says what the approved text says; it is that text, drifted.
/// Chosen by hand; no measurement of it is kept.
pub const NEAR: f64 = 0.65;
/// From which likeness on a passage is told at all. Chosen by hand; no measurement of it is kept.
const DRIFTED: f64 = 0.6;
/// From which part of the approved text on a piece of it counts. Chosen by hand; no measurement of it is kept.
const COVERED: f64 = 0.5;
/// How many words of a text a piece of it must have where it is a line by itself, where other sentences stand around it, and how
/// many it must lack. Chosen by hand; no measurement of it is kept.
const PIECE: usize = 6;
const AMID: usize = 10;
const LOST: usize = 3;
/// How many of the words that bear a text a drifted one keeps, and which part of them. Chosen by hand; no measurement of it is kept.
const BORNE: usize = 3;
const BORNE_PART: f64 = 0.5;
/// What stands in any text, and bears none.
const FRAME: [Class; 9] = [
    Class::ClauseOpener,
    Class::Article,
    Class::The,
    Class::Determiner,
    Class::Preposition,
    Class::Auxiliary,
    Class::Modal,
    Class::Pronoun,
    Class::Possessive,
];
/// By how much a drifted text must be liker than a piece of it. Chosen by hand; no measurement of it is kept.
const MORE: f64 = 0.1;
/// How many differences are told, and how many words of one.
const TOLD: usize = 5;
const WORDS: usize = 16;

/// How near a passage is to an approved text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Word for word; case, punctuation and the kind of quotes do not matter.
    Exact,
    /// Word for word an earlier version.
    Stale,
    /// Word for word its beginning or its end, and no more.
    Cut,
    /// Near it, but not it.
    Drifted,
}

/// A passage that is, or wants to be, an approved text.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// The id of the text.
    pub id: String,
    /// How near.
    pub likeness: Likeness,
    /// 2·(words in common, in order) / (words of both), 0 to 1.
    pub similarity: f64,
    /// The passage, in tokens of its line.
    pub tokens: Range<usize>,
    /// The tokens from the first to the last that is the approved text's: “He denied that” before it is the passage's alone.
    pub kept: Range<usize>,
    /// What stands for each name in braces, in tokens.
    pub names: Vec<(String, Range<usize>)>,
    /// Whether a denial came or went: it says the opposite.
    pub denies: bool,
    /// Whether other words differ than articles, and words for the piece itself: it may say who, how many, or whether otherwise.
    pub reworded: bool,
    /// Which paragraph it is of a text that has several; `None` for the whole text.
    pub part: Option<Portion>,
    /// What differs from the approved words: `column → article; “not” left out`. Empty when nothing does.
    pub diff: String,
}

/// A paragraph of a text that has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portion {
    /// Its number, from 0.
    pub number: usize,
    /// How many the text has.
    pub count: usize,
}

/// Approved texts, ready to be looked for.
#[derive(Debug, Default)]
pub struct ApprovedTexts {
    templates: Vec<Template>,
    /// Three words in a row, and the templates that have them, each with the word they begin at.
    shingles: FxHashMap<[u64; 3], Vec<(u16, u16)>>,
    /// Bits of the pairs of words that shingles begin with: most words of a draft are passed over by them alone.
    openings: Openings,
}

/// The number of a template, and the first and last place where it shares words in a row with a line, as (word, slot).
type Candidate = (u16, (usize, usize), (usize, usize));

#[derive(Debug)]
struct Template {
    id: String,
    current: bool,
    part: Option<Portion>,
    slots: Vec<Slot>,
    /// Its words, sorted, each with how often it stands there, and how many names there are.
    words: Vec<(u64, usize)>,
    names: usize,
}

impl ApprovedTexts {
    /// Takes in a publication's texts by their ids, earlier versions too. `{publication}` is its name, or one of the others it goes by.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, &'a Approved)>, style: &HouseStyle) -> Self {
        let mut all = Self::default();
        let names: Vec<&String> = std::iter::once(&style.name).chain(&style.aliases).filter(|name| !name.is_empty()).collect();
        for (id, approved) in texts {
            let current = approved.current().map(|text| (text, true));
            let texts = current.chain(approved.versions.iter().map(|version| (version, false)));
            for (text, current) in texts {
                match text.contains(PUBLICATION) && !names.is_empty() {
                    true => names.iter().for_each(|name| all.take_all(id, &text.replace(PUBLICATION, name), current)),
                    false => all.take_all(id, text, current),
                }
            }
        }
        all
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    /// Takes in a text, and each of its paragraphs where it has several.
    fn take_all(&mut self, id: &str, text: &str, current: bool) {
        let text = RichText::new(text);
        self.take(id, &text.words(), current, None);
        let count = text.paragraphs().len();
        for (number, part) in text.paragraphs().iter().enumerate().filter(|_| count > 1) {
            self.take(id, &part.words(), current, Some(Portion { number, count }));
        }
    }

    fn take(&mut self, id: &str, text: &str, current: bool, part: Option<Portion>) {
        let slots = slots(text);
        if slots.is_empty() || self.templates.len() > usize::from(u16::MAX) {
            return;
        }
        let number = self.templates.len() as u16;
        let keys = |slots: &[Slot]| match slots {
            [Slot::Word(a, _), Slot::Word(b, _), Slot::Word(c, _)] => Some([*a, *b, *c]),
            _ => None,
        };
        let mut any = false;
        for (at, shingle) in slots.windows(3).enumerate().filter_map(|(at, slots)| Some((at, keys(slots)?))) {
            self.openings.add(shingle[0], shingle[1]);
            self.shingles.entry(shingle).or_default().push((number, at as u16));
            any = true;
        }
        // A text too short for three plain words in a row is found by each word pair it has, or by its only word.
        if !any {
            for (at, slot) in slots.iter().enumerate() {
                let Slot::Word(key, _) = slot else { continue };
                let next = slots.get(at + 1).and_then(|slot| match slot {
                    Slot::Word(key, _) => Some(*key),
                    Slot::Name(_) => None,
                });
                self.openings.add(*key, next.unwrap_or(0));
                self.shingles.entry([*key, next.unwrap_or(0), 0]).or_default().push((number, at as u16));
            }
        }
        let mut words: Vec<(u64, usize)> = Vec::new();
        let mut keys: Vec<u64> = slots.iter().filter_map(Slot::key).collect();
        keys.sort_unstable();
        for of_word in keys.chunk_by(|a, b| a == b) {
            words.push((of_word[0], of_word.len()));
        }
        let names = slots.len() - keys.len();
        self.templates.push(Template { id: id.to_owned(), current, part, slots, words, names });
    }

    /// Whether a text is one of them, word for word.
    pub fn knows(&self, text: &str, lexicon: &Lexicon) -> bool {
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        let line = Line { text, tokens: &cut, lexicon };
        let mut all = Vec::new();
        sentences(&cut, &mut all);
        self.seen(&line, &all).iter().any(|found| found.likeness == Likeness::Exact && found.part.is_none())
    }

    /// The approved texts, and paragraphs of them, that stand in a line, one at most for each id and number: the nearest. `sentences` are
    /// those of the line.
    pub(super) fn seen(&self, line: &Line<'_>, sentences: &[Range<usize>]) -> Vec<Approval> {
        if self.templates.is_empty() {
            return Vec::new();
        }
        let words: Vec<usize> = (0..line.tokens.len()).filter(|&at| is_word(&line.tokens[at])).collect();
        let mut best: Vec<Approval> = Vec::new();
        for (number, first, last) in self.candidates(line, &words) {
            let template = &self.templates[usize::from(number)];
            let window = window(template, line, sentences, &words, first, last);
            let whole = template.may_stand_in(line, &words[window.clone()]);
            let whole = whole.then(|| template.compare(line, &words[window], sentences)).flatten();
            let piece = template.piece(line, &words, sentences, first.0, last.0);
            for found in whole.into_iter().chain(piece) {
                match best.iter_mut().find(|other| (&other.id, other.part) == (&found.id, found.part)) {
                    Some(other) if nearer(&found, other) => *other = found,
                    Some(_) => {}
                    None => best.push(found),
                }
            }
        }
        best.sort_by_key(|found| found.tokens.start);
        best
    }

    /// Templates that share words in a row with the line: the first and the last such place.
    fn candidates(&self, line: &Line<'_>, words: &[usize]) -> Vec<Candidate> {
        let key = |at: usize| words.get(at).map_or(0, |&at| line.tokens[at].key);
        let mut found: Vec<Candidate> = Vec::new();
        for at in
            (0..words.len()).filter(|&at| self.openings.may_have(key(at), key(at + 1)) || self.openings.may_have(key(at), 0))
        {
            let full = [key(at), key(at + 1), key(at + 2)];
            let short = [[full[0], full[1], 0], [full[0], 0, 0]];
            let hits = std::iter::once(&full).chain(&short).filter_map(|shingle| self.shingles.get(shingle)).flatten();
            for &(number, slot) in hits {
                let here = (at, usize::from(slot));
                match found.iter_mut().find(|(other, ..)| *other == number) {
                    Some((_, _, last)) => *last = here,
                    None => found.push((number, here, here)),
                }
            }
        }
        found
    }
}

fn nearer(one: &Approval, other: &Approval) -> bool {
    let rank = |approval: &Approval| match approval.likeness {
        Likeness::Exact => 2,
        Likeness::Stale => 1,
        Likeness::Cut | Likeness::Drifted => 0,
    };
    // That a passage is a part says more than that words in it differ, unless much more of the text stands behind it.
    let more = |whole: &Approval, part: &Approval| {
        whole.tokens.len() > part.tokens.len() + 2 && whole.similarity > part.similarity + MORE
    };
    match (one.likeness, other.likeness) {
        (Likeness::Cut, Likeness::Drifted) => !more(other, one),
        (Likeness::Drifted, Likeness::Cut) => more(one, other),
        _ => (rank(one), one.similarity) > (rank(other), other.similarity),
    }
}

/// The words, as a range of `words`, that the template may be spread over: by its hits, widened to whole sentences.
fn window(
    template: &Template,
    line: &Line<'_>,
    sentences: &[Range<usize>],
    words: &[usize],
    first: (usize, usize),
    last: (usize, usize),
) -> Range<usize> {
    let length = template.slots.len();
    if words.len() <= LONGEST.min(length + length / 4 + 2) {
        return 0..words.len();
    }
    let names = template.slots.iter().filter(|slot| matches!(slot, Slot::Name(_))).count();
    let slack = 2 + length / 8 + names * (NAME - 1);
    let start = first.0.saturating_sub(first.1);
    let end = (last.0 + (length - last.1)).min(start + length + slack).min(words.len());
    let sentence = |at: usize| sentences.iter().find(|sentence| sentence.contains(&words[at]));
    let begins =
        sentence(first.0.min(words.len() - 1)).map_or(start, |sentence| words.partition_point(|&at| at < sentence.start));
    let ends = sentence(end.max(1) - 1).map_or(end, |sentence| words.partition_point(|&at| at < sentence.end));
    let labelled = start.abs_diff(begins) <= 8 && !line.mark(words[start.min(words.len() - 1)].wrapping_sub(1), &[':']);
    let start = if labelled { begins } else { start };
    let end = if ends.abs_diff(end) <= 8 { ends } else { end };
    start.min(end)..end.min(start + LONGEST)
}

impl Template {
    /// Whether enough of its words stand there, in whatever order: what fails this cannot pass [`compare`](Self::compare).
    fn may_stand_in(&self, line: &Line<'_>, words: &[usize]) -> bool {
        let mut seen = vec![0_usize; self.words.len()];
        for &at in words {
            if let Ok(number) = self.words.binary_search_by_key(&line.tokens[at].key, |&(key, _)| key) {
                seen[number] += 1;
            }
        }
        let common: usize = self.words.iter().zip(seen).map(|(&(_, count), seen)| count.min(seen)).sum();
        // Of the words of both at least DRIFTED are in common, or COVERED of the text's own.
        let least = COVERED.min(DRIFTED / (2.0 - DRIFTED));
        (common + self.names) as f64 >= least * self.slots.len() as f64
    }

    fn compare(&self, line: &Line<'_>, words: &[usize], sentences: &[Range<usize>]) -> Option<Approval> {
        let keys: Vec<u64> = words.iter().map(|&at| line.tokens[at].key).collect();
        let path = align(&self.slots, &keys);
        let matched: usize = path.iter().filter(|step| matches!(step, Shift::Keep { .. })).count();
        let (length, spread) = (self.slots.len(), path.iter().map(Shift::spread).sum::<usize>());
        let (head, tail) = (lead(&path), lead_back(&path));
        // A label before the text ("Disclaimer:") and sentences around it are no part of it.
        let opens = |at: usize| at > 0 && words.get(at).is_some_and(|&word| !shares_sentence(sentences, words[at - 1], word));
        let labelled = head > 0 && words.get(head).is_some_and(|&word| line.mark(word.wrapping_sub(1), &[':']));
        let before = if labelled || opens(head) { head } else { 0 };
        let behind = if opens(words.len() - tail) { tail } else { 0 };
        let own = before..words.len() - behind;
        let window = own.len();
        let similarity = 2.0 * matched as f64 / (length + window - spread.min(window)) as f64;
        let names = self.names_in(words, &path);
        let names_nobody = |at: usize| line.has(at, Class::Negator) || line.has(at, Class::Nameless);
        let nobody = names.iter().find(|(_, name)| name.clone().any(names_nobody));
        let exact = matched == length && window == matched + spread && nobody.is_none();
        let covers = matched as f64 / length as f64;
        let plain = matched - path.iter().filter(|step| matches!(step, Shift::Keep { words, .. } if *words != 1)).count();
        if similarity < DRIFTED && (covers < COVERED || plain < 6) {
            return None;
        }
        if nobody.is_none() && !exact && !self.is_borne(line, &path) {
            return None;
        }
        let likeness = match (exact, self.current) {
            (true, true) => Likeness::Exact,
            (true, false) => Likeness::Stale,
            (false, _) => Likeness::Drifted,
        };
        let whole = own.start..if similarity < DRIFTED { words.len() - tail } else { own.end };
        let tokens = words[whole.start]..words[whole.end - 1] + 1;
        let mut diff = if exact && self.current { String::new() } else { self.diff(line, words, &path, &own) };
        if let Some((name, tokens)) = nobody.filter(|_| diff.is_empty()) {
            diff = format!("{name} → {}", &line.text[line.bytes(tokens.clone())]);
        }
        let kept = words[head.min(words.len() - 1)]..words[(words.len() - tail).max(1) - 1] + 1;
        Some(Approval {
            id: self.id.clone(),
            likeness,
            similarity,
            tokens,
            kept,
            denies: !exact && (nobody.is_some() || self.denies(line, words, &path, &own)),
            reworded: !exact && (nobody.is_some() || self.rewords(line, words, &path, &own)),
            names,
            part: self.part,
            diff,
        })
    }

    /// Whether enough of the words that bear the text are kept: “The views in this valley are mixed” has only its frame.
    fn is_borne(&self, line: &Line<'_>, path: &[Shift]) -> bool {
        let frames = |token: &Token| token.classes.any(&FRAME) || !is_word(token);
        let bears = |slot: &Slot| slot.key().is_some() && !line.lexicon.tokens(slot.text()).iter().all(frames);
        let (mut slot, mut all, mut kept) = (0, 0, 0);
        for step in path.iter().filter(|step| step.come().is_none()) {
            let bears = bears(&self.slots[slot]);
            all += usize::from(bears);
            kept += usize::from(bears && step.keeps());
            slot += 1;
        }
        kept >= BORNE.min(all) && kept as f64 >= BORNE_PART * all as f64
    }

    /// What stands for each name in braces.
    fn names_in(&self, words: &[usize], path: &[Shift]) -> Vec<(String, Range<usize>)> {
        let (mut slot, mut word, mut found) = (0, 0, Vec::new());
        for step in path {
            match step {
                Shift::Keep { words: count } => {
                    if let Slot::Name(name) = &self.slots[slot] {
                        found.push((name.clone(), words[word]..words[word + count - 1] + 1));
                    }
                    (slot, word) = (slot + 1, word + count);
                }
                Shift::Gone { .. } => slot += 1,
                Shift::Come { .. } => word += 1,
            }
        }
        found
    }

    /// Whether denials came or went, so that the whole says the opposite.
    fn denies(&self, line: &Line<'_>, words: &[usize], path: &[Shift], own: &Range<usize>) -> bool {
        let come = path.iter().filter_map(Shift::come).filter(|at| own.contains(at));
        let come = come.filter(|&at| line.has(words[at], Class::Negator)).count();
        let gone: Vec<&str> = path.iter().filter_map(|step| Some(self.slots[step.gone()?].text())).collect();
        let gone = gone.join(" ");
        let cut = line.lexicon.tokens(&gone);
        (come + cut.iter().filter(|token| token.has(Class::Negator)).count()) % 2 == 1
    }

    /// Whether the passage differs in other words than articles, and words for the piece itself: “this column”, “this article”.
    fn rewords(&self, line: &Line<'_>, words: &[usize], path: &[Shift], own: &Range<usize>) -> bool {
        let is_article = |token: &Token| token.has(Class::Article) || token.has(Class::The);
        let (mut slot, mut reworded) = (0_usize, false);
        for run in path.chunk_by(|a, b| a.keeps() == b.keeps()) {
            let before = slot.checked_sub(1).map_or("", |before| self.slots[before].text());
            slot += run.iter().filter(|step| step.come().is_none()).count();
            let gone = run.iter().filter_map(|step| Some(self.slots[step.gone()?].text())).collect::<Vec<_>>().join(" ");
            let come = run.iter().filter_map(Shift::come).filter(|at| own.contains(at)).map(|at| line.word(words[at]));
            let come = come.collect::<Vec<_>>().join(" ");
            let (gone, come) = (line.lexicon.tokens(&gone), line.lexicon.tokens(&come));
            let articles = gone.iter().chain(&come).all(is_article);
            let pieces = |cut: &[Token]| cut.len() == 1 && cut[0].has(Class::Piece);
            let this_one = || line.lexicon.tokens(before).iter().any(|token| token.has(Class::ThisOne));
            reworded |= !(articles || pieces(&gone) && pieces(&come) && this_one());
        }
        reworded
    }

    /// The passage around two words, when it is nothing but the beginning or the end of the text: its sentences are whole, or the
    /// line breaks off there.
    fn piece(&self, line: &Line<'_>, words: &[usize], sentences: &[Range<usize>], first: usize, last: usize) -> Option<Approval> {
        if !self.current || self.part.is_some() || self.slots.len() < PIECE + LOST {
            return None;
        }
        let opens = |at: usize| at == 0 || at >= words.len() || !shares_sentence(sentences, words[at - 1], words[at]);
        let labelled = |at: usize| at > 0 && line.mark(words[at].wrapping_sub(1), &[':']);
        let start = (0..=first).rev().find(|&at| opens(at) || labelled(at))?;
        let end = (last + 1..=words.len()).find(|&at| opens(at))?;
        let keys: Vec<u64> = words[start..end].iter().map(|&at| line.tokens[at].key).collect();
        let forwards = run(&self.slots.iter().collect::<Vec<_>>(), &keys, |at| opens(start + at));
        let head = forwards.map(|(slots, count)| (0..slots, start..start + count));
        let tail = || {
            let (slots, keys): (Vec<_>, Vec<_>) = (self.slots.iter().rev().collect(), keys.iter().rev().copied().collect());
            let (slots, count) = run(&slots, &keys, |at| opens(end - at) || labelled(end - at))?;
            Some((self.slots.len() - slots..self.slots.len(), end - count..end))
        };
        let enough = |(slots, own): &(Range<usize>, Range<usize>)| {
            let plain = self.slots[slots.clone()].iter().filter(|slot| slot.key().is_some()).count();
            let alone = own.end == words.len() && (own.start == 0 || labelled(own.start));
            plain >= if alone { PIECE } else { AMID } && self.slots.len() - slots.len() >= LOST
        };
        let (kept, own) = head.filter(enough).or_else(|| tail().filter(enough))?;
        let gone = if kept.start == 0 { kept.end..self.slots.len() } else { 0..kept.start };
        let gone: Vec<&str> = self.slots[gone].iter().map(Slot::text).collect();
        Some(Approval {
            id: self.id.clone(),
            likeness: Likeness::Cut,
            similarity: 2.0 * kept.len() as f64 / (kept.len() + self.slots.len()) as f64,
            tokens: words[own.start]..words[own.end - 1] + 1,
            kept: words[own.start]..words[own.end - 1] + 1,
            names: Vec::new(),
            denies: false,
            reworded: true,
            part: None,
            diff: format!("“{}” left out", some(&gone)),
        })
    }

    /// The differences in words: from the approved text to this one.
    fn diff(&self, line: &Line<'_>, words: &[usize], path: &[Shift], own: &Range<usize>) -> String {
        let (mut told, mut more) = (Vec::new(), 0);
        for run in path.chunk_by(|a, b| a.keeps() == b.keeps()).filter(|run| !run[0].keeps()) {
            let gone: Vec<&str> = run.iter().filter_map(|step| Some(self.slots[step.gone()?].text())).collect();
            let come: Vec<&str> =
                run.iter().filter_map(Shift::come).filter(|at| own.contains(at)).map(|at| line.word(words[at])).collect();
            let text = match (some(&gone), some(&come)) {
                (gone, come) if come.is_empty() && gone.is_empty() => continue,
                (gone, come) if come.is_empty() => format!("“{gone}” left out"),
                (gone, come) if gone.is_empty() => format!("“{come}” added"),
                (gone, come) => format!("{gone} → {come}"),
            };
            if told.len() < TOLD { told.push(text) } else { more += 1 }
        }
        if more > 0 {
            told.push(format!("and {more} more"));
        }
        told.join("; ")
    }
}

/// Words in a row, and no more of them than one would read.
fn some(words: &[&str]) -> String {
    let more = if words.len() > WORDS { " …" } else { "" };
    words[..words.len().min(WORDS)].join(" ") + more
}

/// Whether one sentence holds both tokens.
fn shares_sentence(sentences: &[Range<usize>], one: usize, other: usize) -> bool {
    let number = sentences.partition_point(|sentence| sentence.end <= one);
    sentences.get(number).is_some_and(|sentence| sentence.contains(&other))
}
