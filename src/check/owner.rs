//! A standing text that speaks for another publication.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Deserialize;

use super::describe::{Asked, LOOKS, SATISFIES, SPARES, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use crate::draft::Draft;
use crate::finding::Level;
use crate::prose::{Class, Lexicon, Line, Phrases, Shape, Token, passage};
use crate::reading::{Place, Reading};
use crate::text::Ranges;
use crate::wording::tokens_of;

/// The last parts of addresses that are no part of a name.
const ENDINGS: [&str; 3] = ["com", "org", "net"];
/// How many words and marks a name has at most.
const LONGEST: usize = 24;
/// Among how many words at the end of a name one says that it is a publication's.
const NAMED: usize = 3;

/// The options of a rule on whom a standing text speaks for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Owner {
    /// What a standing text is known by.
    standing: Phrases,
    /// What stands before the name of its owner: “do not reflect the views of”.
    leads: Phrases,
    /// Nouns that may stand behind the name without being part of it: “The Harbour Lantern newspaper”.
    nouns: Phrases,
    /// What tells that the owner is the author's employer, not the publication.
    unless: Phrases,
    /// Words that stand for no publication: “this site”. With them, these are looked for in the place of names.
    nameless: Phrases,
}

impl Check for Owner {
    fn names(&self) -> &'static [&'static str] {
        &["publication"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.standing, &mut self.leads, &mut self.nouns, &mut self.unless, &mut self.nameless]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let texts = teller.point("standing texts, known by words such as", teller.words(&self.standing));
        if !self.nameless.is_empty() {
            let names = Some("the publication’s name in that place".to_owned());
            return parts([
                (LOOKS, [texts, teller.point("that speak for", teller.words(&self.nameless))]),
                (SATISFIES, [names, None]),
            ]);
        }
        let own = Some(&teller.style.name).filter(|name| !name.is_empty());
        let own = own.map_or("none, until copydesk.toml gives its `name`".to_owned(), Clone::clone);
        parts([
            (LOOKS, [texts, teller.point("that name another publication behind", teller.words(&self.leads))]),
            ("The publications it knows", [Some(format!("its own: {own}")), teller.point("others:", &teller.style.others)]),
            (
                SPARES,
                [
                    teller.point("the author’s employer, known by", teller.words(&self.unless)),
                    Some("ministries, universities, banks and other bodies that are no publications".to_owned()),
                ],
            ),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let house = reading.style;
        if !self.nameless.is_empty() {
            return self.nameless(reading);
        }
        let own: Vec<String> = house.aliases.iter().chain([&house.name]).map(|name| letters(name, reading.lexicon)).collect();
        let own: Vec<_> = own.into_iter().filter(|name| !name.is_empty()).collect();
        let mut found: Vec<Place> = Vec::new();
        if !house.name.is_empty() {
            found.extend(self.owners(reading).into_iter().filter(|place| is_foreign(reading.text(place), &own, reading.lexicon)));
        }
        for name in &house.others {
            found.extend(
                self.named(reading, name).into_iter().filter(|place| is_foreign(reading.text(place), &own, reading.lexicon)),
            );
        }
        found.sort_by_key(|place| (place.block, place.at.start, usize::MAX - place.at.end));
        found.dedup_by(|next, first| next.block == first.block && next.at.start < first.at.end);
        found.iter().map(|place| Hit { level: level(reading, place), ..hit(reading, place) }).collect()
    }
}

/// A note where nothing says that the name is a publication's: neither `others` nor a word of it, before what a firm ends with.
fn level(reading: &Reading<'_>, place: &Place) -> Option<Level> {
    let line = reading.line(place.block);
    let tokens = tokens_of(&line, &place.at);
    let known = reading.style.others.iter().any(|other| keys(reading, other) == keys(reading, reading.text(place)));
    let is_publication = tokens.rev().take(NAMED).any(|at| line.has(at, Class::PublicationWord));
    (!known && !is_publication).then_some(Level::Note)
}

fn hit(reading: &Reading<'_>, place: &Place) -> Hit {
    let name = reading.text(place);
    let mut hit = Hit::new(reading.span(place), name);
    hit.label = "another publication".to_owned();
    let own = if reading.style.name.is_empty() { "this publication" } else { &reading.style.name };
    hit.words = vec![("publication", own.to_owned())];
    hit
}

impl Owner {
    /// The names of owners in standing texts, those left out that the article speaks of elsewhere: the author's employer, or
    /// the publication that it credits.
    fn owners(&self, reading: &Reading<'_>) -> Vec<Place> {
        let excused: Vec<usize> = reading.places(&self.unless).map(|place| place.block).collect();
        let standing: Vec<usize> = reading.places(&self.standing).map(|place| place.block).collect();
        let nouns: Vec<&Place> = reading.places(&self.nouns).collect();
        let mut owners: Vec<Place> = Vec::new();
        for lead in reading.places(&self.leads) {
            let (line, block) = (reading.line(lead.block), lead.block);
            if !reading.document.blocks[block].is_seen()
                || standing.binary_search(&block).is_err()
                || excused.binary_search(&block).is_ok()
            {
                continue;
            }
            let at = line.tokens.partition_point(|token| (token.start as usize) < lead.at.end);
            let noun = |at: usize| {
                let start = line.get(at).map_or(usize::MAX, |token| token.start as usize);
                nouns.binary_search_by_key(&(block, start), |place| (place.block, place.at.start)).is_ok()
            };
            // Whoever says that a ministry does not share these views works there: nothing was copied from another publication.
            let is_body = |tokens: &Range<usize>| tokens.clone().any(|at| line.has(at, Class::Institution));
            let named = name(&line, at, noun).filter(|tokens| !is_body(tokens));
            owners.extend(named.map(|tokens| Place { block, at: line.bytes(tokens) }));
        }
        let elsewhere = elsewhere(reading, &owners);
        owners.retain(|owner| !elsewhere.contains(&passage::fingerprint(&keys(reading, reading.text(owner)))));
        owners
    }

    /// Where a publication with a name is called by none, right behind what stands before its owner's name.
    fn nameless(&self, reading: &Reading<'_>) -> Vec<Hit> {
        let standing: Vec<usize> = reading.places(&self.standing).map(|place| place.block).collect();
        let leads: Vec<&Place> = reading.places(&self.leads).collect();
        let led = |place: &&Place| {
            // Leads may end inside one another.
            let end = leads.partition_point(|lead| (lead.block, lead.at.start) < (place.block, place.at.start));
            let ends = |lead: &&Place| lead.block == place.block && place.at.start.wrapping_sub(lead.at.end) <= 1;
            leads[end.saturating_sub(4)..end].iter().any(ends)
        };
        let named = !reading.style.name.is_empty();
        let seen = |place: &&Place| {
            named && reading.document.blocks[place.block].is_seen() && standing.binary_search(&place.block).is_ok()
        };
        let hits = reading
            .places(&self.nameless)
            .filter(seen)
            .filter(led)
            .map(|place| Hit { label: "no name".to_owned(), ..hit(reading, place) });
        hits.collect()
    }

    /// Where a name stands in standing texts.
    fn named(&self, reading: &Reading<'_>, name: &str) -> Vec<Place> {
        let standing: Vec<usize> = reading.places(&self.standing).map(|place| place.block).collect();
        let mut places = occurrences(reading, name);
        places.retain(|place| reading.document.blocks[place.block].is_seen() && standing.binary_search(&place.block).is_ok());
        places.into_iter().map(|place| with_article(reading, place)).collect()
    }
}

/// Of the names of owners those that stand elsewhere too, by their fingerprints.
fn elsewhere(reading: &Reading<'_>, owners: &[Place]) -> FxHashSet<u64> {
    let names: FxHashSet<u64> = owners.iter().map(|owner| passage::fingerprint(&keys(reading, reading.text(owner)))).collect();
    let firsts: FxHashSet<u64> = owners.iter().filter_map(|owner| keys(reading, reading.text(owner)).first().copied()).collect();
    let mut found = FxHashSet::default();
    let mut of_blocks: FxHashMap<usize, Vec<Range<usize>>> = FxHashMap::default();
    for owner in owners {
        of_blocks.entry(owner.block).or_default().push(owner.at.clone());
    }
    for block in (0..reading.document.blocks.len()).filter(|_| !owners.is_empty()) {
        let (line, own) = (reading.line(block), Ranges::of(of_blocks.remove(&block).unwrap_or_default()));
        let begins = |at: &usize| line.tokens[*at].shape != Shape::Word && firsts.contains(&line.tokens[*at].key);
        for at in (0..line.tokens.len()).filter(begins) {
            let near: Vec<u64> = line.tokens[at..].iter().take(LONGEST).map(|token| token.key).collect();
            for length in 1..=near.len() {
                let print = passage::fingerprint(&near[..length]);
                if names.contains(&print) && !own.touch(&line.bytes(at..at + length)) {
                    found.insert(print);
                }
            }
        }
    }
    found
}

/// A name with the article that is part of it: “The Harbour Lantern”, not “the Harbour Lantern”.
fn with_article(reading: &Reading<'_>, place: Place) -> Place {
    let line = reading.line(place.block);
    let first = tokens_of(&line, &place.at).start;
    let article = first.checked_sub(1).filter(|&at| line.has(at, Class::The) && line.tokens[at].shape == Shape::Name);
    let start = article.map_or(place.at.start, |at| line.bytes(at..at + 1).start);
    Place { at: start..place.at.end, ..place }
}

/// The words of a name, its article left out.
fn keys(reading: &Reading<'_>, name: &str) -> Vec<u64> {
    let cut = reading.lexicon.tokens(name);
    cut.iter().skip_while(|token| token.has(Class::The)).map(|token| token.key).collect()
}

/// Where a name stands in the document, its article left out.
fn occurrences(reading: &Reading<'_>, name: &str) -> Vec<Place> {
    let keys = keys(reading, name);
    if keys.is_empty() {
        return Vec::new();
    }
    let in_block = |block: usize| {
        let line = reading.line(block);
        let same =
            |window: &[Token]| window.iter().map(|token| token.key).eq(keys.iter().copied()) && window[0].shape != Shape::Word;
        let starts: Vec<usize> = (0..=line.tokens.len().saturating_sub(keys.len())).collect();
        let found = starts.into_iter().filter(|&at| line.tokens.get(at..at + keys.len()).is_some_and(same));
        found.map(|at| Place { block, at: line.bytes(at..at + keys.len()) }).collect::<Vec<_>>()
    };
    (0..reading.document.blocks.len()).flat_map(in_block).collect()
}

/// The name that begins at a token: capital words, joined by “of”, “and”, “&”, hyphens, dots. A name that describes a
/// lower-case word (“U.S. government”) is not the owner.
fn name(line: &Line<'_>, at: usize, noun: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let start = at + usize::from(line.has(at, Class::The) && line.get(at)?.shape == Shape::Word);
    let capital = |at: usize| line.get(at).is_some_and(|token| token.is_capital());
    if !capital(start) {
        return None;
    }
    let mut end = start + 1;
    while end < start + LONGEST {
        let joint = line.has(end, Class::OwnerJoint) || line.mark(end, &['-', '.', '&']) && line.glued(end + 1);
        match (capital(end), joint) {
            (true, _) => end += 1,
            (false, true) if capital(end + 1) || line.mark(end, &['.']) && line.get(end + 1).is_some() => end += 2,
            _ => break,
        }
    }
    let next = line.get(end);
    let over =
        next.is_none_or(|next| !next.is_word() && next.shape != Shape::Number) || line.has(end, Class::OwnerEnd) || noun(end);
    let alone = end == start + 1 && line.has(start, Class::The);
    (over && !alone).then_some(start..end)
}

/// Whether a name is none of the publication's: neither the same letters, nor part of one another.
fn is_foreign(name: &str, own: &[String], lexicon: &Lexicon) -> bool {
    let name = letters(name, lexicon);
    !own.iter().any(|own| name.contains(own.as_str()) || own.contains(&name))
}

/// The letters and digits of a name in lower case, without its article, the possessive and a domain's ending.
fn letters(name: &str, lexicon: &Lexicon) -> String {
    let mut words = lexicon.tokens(name);
    let ends = |token: &Token| ENDINGS.iter().any(|ending| token.of(name).eq_ignore_ascii_case(ending));
    words.retain(|token| passage::counts(token) && !token.has(Class::Possessive) && !ends(token));
    let skip = usize::from(words.len() > 1 && words[0].has(Class::The));
    let letters = words[skip..].iter().flat_map(|word| word.of(name).chars()).filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
