//! Page furniture that was left in a draft: comment boxes, share bars, teasers, empty template lines.

mod headlines;
mod left_over;
mod unfilled;

use std::cell::OnceCell;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use self::headlines::{Headlines, is_headline, is_line};
use super::describe::{Asked, LOOKS, SPARES, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use crate::draft::Draft;
use crate::edit;
use crate::finding::{Fix, Related};
use crate::prose::{Phrases, Token, passage};
use crate::reading::{Place, Reading};
use crate::text::{Block, Kind, MarkSort, Ranges, Span};

/// The options of a rule on page furniture.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Page {
    /// What furniture says, each a whole line or together the whole of one: neighbours make a run.
    lines: Phrases,
    /// What only furniture says: one is enough.
    alone: Phrases,
    /// What belongs to a run when it stands in or beside one, and counts for nothing.
    beside: Phrases,
    /// What is wrong anywhere in a line.
    anywhere: Phrases,
    /// Addresses of links that stand for one to be found, each as a whole: `tbd`.
    targets: Vec<String>,
    /// What opens a teaser: a headline without a link follows, on the same line or the next ones.
    labels: Phrases,
    /// How many lines make a run.
    least: usize,
    /// Reports not the runs but the headlines behind those that end the page.
    headlines_behind: bool,
}

impl Default for Page {
    fn default() -> Self {
        let none = Phrases::default;
        Self {
            lines: none(),
            alone: none(),
            beside: none(),
            anywhere: none(),
            targets: Vec::new(),
            labels: none(),
            least: 2,
            headlines_behind: false,
        }
    }
}

impl Check for Page {
    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.lines, &mut self.alone, &mut self.beside, &mut self.anywhere, &mut self.labels]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let least = self.least;
        let run = match self.headlines_behind {
            true => "headlines at the end of the page, behind lines such as".to_owned(),
            false if least > 1 => format!("{least} or more neighbouring lines that say nothing but words such as"),
            false => "a line that says nothing but words such as".to_owned(),
        };
        parts([
            (
                LOOKS,
                [
                    teller.point(&run, teller.words(&self.lines)),
                    teller.point("one line by itself that says nothing but", teller.words(&self.alone)),
                    teller.point("headlines without a link behind a label such as", teller.words(&self.labels)),
                    teller.point("anywhere in a line,", teller.words(&self.anywhere)),
                    teller.point("a link or picture whose address is", &self.targets),
                ],
            ),
            (
                SPARES,
                [
                    Some("lines of which a reader sees other words as well".to_owned()).filter(|_| self.anywhere.is_empty()),
                    Some("code, links and block quotations".to_owned()).filter(|_| !self.anywhere.is_empty()),
                    None,
                    None,
                    None,
                ],
            ),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        // A page of the site is furniture, and speaks of it; lines of names and dates between letters look like headlines.
        if draft.is_no_article() || self.headlines_behind && draft.is_exchange() {
            return Vec::new();
        }
        let runs = self.runs(reading);
        let mut hits: Vec<_> = match self.headlines_behind {
            false => runs.iter().filter_map(|run| hit(reading, run, true)).collect(),
            true if runs.is_empty() => Vec::new(),
            true => {
                let behind = Headlines::of(reading, |_| true).behind(&runs);
                behind.iter().filter_map(|run| hit(reading, run, false)).collect()
            }
        };
        hits.extend(self.labelled(reading).iter().filter_map(|run| hit(reading, run, false)));
        hits.extend(self.inside(draft));
        hits.extend(unfilled::links(reading, &self.targets));
        hits.sort_by_key(|hit| (hit.span.start(), usize::MAX - hit.span.end()));
        // What stands inside a run is reported with it; two ways to the same teaser report it once.
        let mut end = 0;
        hits.retain(|hit| {
            let new = hit.span.start() >= end;
            end = end.max(hit.span.end());
            new
        });
        if self.anywhere.is_empty() { of_one_page(hits) } else { hits }
    }
}

/// The runs of one rule came with one page: they are told as one, at the first, and deleted as one.
fn of_one_page(hits: Vec<Hit>) -> Vec<Hit> {
    let mut hits = hits.into_iter();
    let Some(mut first) = hits.next() else { return Vec::new() };
    for other in hits {
        first.related.push(Related::here(other.span, "and here"));
        first.fix = first.fix.zip(other.fix).map(|(mut fix, more)| {
            fix.edits.extend(more.edits);
            Fix { safe: fix.safe && more.safe, ..fix }
        });
    }
    vec![first]
}

impl Page {
    /// Neighbouring blocks of furniture that weigh enough together.
    fn runs(&self, reading: &Reading<'_>) -> Vec<Vec<usize>> {
        if [&self.lines, &self.alone, &self.beside].into_iter().all(|phrases| reading.places(phrases).next().is_none()) {
            return Vec::new();
        }
        let weights = self.weights(reading);
        let (mut runs, mut run, mut weight) = (Vec::new(), Vec::new(), 0);
        for (number, block) in reading.document.blocks.iter().enumerate() {
            // A block without a word, such as a picture, neither makes nor breaks a run.
            if !block.is_seen() || !reading.line(number).tokens.iter().any(passage::counts) {
                continue;
            }
            match weights[number] {
                Some(more) => {
                    run.push(number);
                    weight += more;
                }
                None => {
                    let ended = std::mem::take(&mut run);
                    runs.extend((std::mem::take(&mut weight) >= self.least).then_some(ended));
                }
            }
        }
        runs.extend((weight >= self.least).then_some(run));
        runs.iter_mut().for_each(|run| leave_headings(reading, run));
        runs.retain(|run| run.first().is_some_and(|&first| !is_led_in(reading, first)));
        runs
    }

    /// For each block that is nothing but furniture, how many lines of a run it is worth.
    fn weights(&self, reading: &Reading<'_>) -> Vec<Option<usize>> {
        let kinds = [(&self.lines, 1), (&self.alone, self.least), (&self.beside, 0)];
        let found = kinds.iter().flat_map(|(phrases, weight)| reading.places(phrases).map(|place| (place, *weight)));
        let mut found: Vec<(&Place, usize)> = found.collect();
        found.sort_by_key(|(place, weight)| (place.block, place.at.start, usize::MAX - place.at.end, usize::MAX - weight));
        let mut weights = vec![None; reading.document.blocks.len()];
        for of_block in found.chunk_by(|a, b| a.0.block == b.0.block) {
            let number = of_block[0].0.block;
            if is_line(&reading.document.blocks[number]) {
                weights[number] = fills(reading.line(number).tokens, of_block);
            }
        }
        // A list of which only some items could be furniture is the writer's own.
        let blocks = &reading.document.blocks;
        let listed = |number: usize| Some(blocks[number].group).filter(|&group| group > 0);
        let plain = (0..blocks.len()).filter(|&number| weights[number].is_none() && !blocks[number].text.is_empty());
        let own: FxHashSet<u32> = plain.filter_map(listed).collect();
        for (number, weight) in weights.iter_mut().enumerate() {
            *weight = weight.filter(|_| !listed(number).is_some_and(|group| own.contains(&group)));
        }
        weights
    }

    /// Teasers by their label: a headline behind it on its line, or on the next ones.
    fn labelled(&self, reading: &Reading<'_>) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let titles = OnceCell::new();
        let titles =
            || titles.get_or_init(|| Headlines::of(reading, |block| block.links.is_empty() && block.kind != Kind::Heading));
        for label in reading.places(&self.labels) {
            // A label among the headlines of another is reported with it.
            if runs.last().and_then(|run| run.last()).is_some_and(|&last| label.block <= last) {
                continue;
            }
            let (block, line) = (&reading.document.blocks[label.block], reading.line(label.block));
            let opens = line.tokens.iter().find(|token| passage::counts(token));
            if opens.is_none_or(|token| token.start as usize != label.at.start) || !is_line(block) {
                continue;
            }
            let rest = line.tokens.partition_point(|token| (token.start as usize) < label.at.end);
            let colon = line.mark(rest, &[':', '|', '»', '→']);
            let rest = &line.tokens[rest + usize::from(colon)..];
            if rest.is_empty() {
                let titles = titles().from(label.block + 1);
                if !titles.is_empty() {
                    runs.push([label.block].into_iter().chain(titles).collect());
                }
            } else if colon && block.links.is_empty() && is_headline(rest) {
                runs.push(vec![label.block]);
            }
        }
        runs
    }

    /// What is wrong anywhere in a line, code, links and block quotations left out.
    fn inside(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let places: Vec<&Place> = reading.places(&self.anywhere).collect();
        let mut hits = Vec::new();
        for of_block in places.chunk_by(|a, b| a.block == b.block) {
            let block = &reading.document.blocks[of_block[0].block];
            let code = block.marks.iter().filter(|mark| mark.sort == MarkSort::Code).map(|mark| &mark.at);
            let apart = Ranges::of(code.chain(block.links.iter().map(|link| &link.at)).cloned());
            // Who writes `\{` means the sign itself.
            let is_meant = |place: &Place| reading.document.source.slice(reading.span(place)).contains("\\{");
            let wrong = |place: &&&Place| !apart.touch(&place.at) && !is_named(reading, place) && !is_meant(place);
            if block.is_seen() && block.kind != Kind::Quote && !shows_form(draft, of_block) {
                hits.extend(of_block.iter().filter(wrong).map(|place| Hit::new(reading.span(place), reading.text(place))));
            }
        }
        hits
    }
}

/// Takes out of a run the headings at its end that have something below them: they are the writer's own.
fn leave_headings(reading: &Reading<'_>, run: &mut Vec<usize>) {
    let blocks = &reading.document.blocks;
    let heads = |block: &Block| block.kind == Kind::Heading;
    let is_section = |number: usize| heads(&blocks[number]) && blocks[number].is_body();
    let below = |number: usize| blocks[number + 1..].iter().find(|block| block.is_seen() && !block.text.trim().is_empty());
    if run.last().is_some_and(|&last| below(last).is_some_and(|next| !heads(next))) {
        while run.pop_if(|last| is_section(*last)).is_some() {}
    }
}

/// Whether the writer's own words lead in to a block, “It has these buttons:”: what stands there is told of, and not left over.
fn is_led_in(reading: &Reading<'_>, block: usize) -> bool {
    const SENTENCE: usize = 3;
    let words = |number: usize| reading.line(number).tokens.iter().filter(|token| passage::counts(token)).count();
    let seen = |number: &usize| reading.document.blocks[*number].is_seen() && words(*number) > 0;
    let before = (0..block).rev().find(seen);
    before
        .is_some_and(|before| reading.document.blocks[before].text.trim_end().ends_with([':', '：']) && words(before) >= SENTENCE)
}

/// Whether a line quotes a form for the reader to fill in: several places to fill, in quotation marks.
fn shows_form(draft: &Draft<'_>, places: &[&Place]) -> bool {
    let reading = &draft.reading;
    let line = reading.line(places[0].block);
    let mut quoted = draft.quotations(places[0].block).iter().map(|found| line.bytes(found.tokens.clone()));
    quoted.any(|at| {
        let first = places.partition_point(|place| place.at.end <= at.start);
        places[first..].iter().take_while(|place| place.at.start < at.end).nth(1).is_some()
    })
}

/// Whether letters that are all capital go on as a name: “TK Maxx” is a shop.
fn is_named(reading: &Reading<'_>, place: &Place) -> bool {
    let tokens = reading.line(place.block).tokens;
    let next = tokens.partition_point(|token| (token.start as usize) < place.at.end);
    let capitals = reading.text(place).chars().all(char::is_uppercase);
    capitals && tokens.get(next).is_some_and(|token| token.is_capital())
}

/// What places are worth together that cover all words of a line.
fn fills(tokens: &[Token], places: &[(&Place, usize)]) -> Option<usize> {
    let (mut weight, mut end, mut next) = (0, 0, tokens.iter().filter(|token| passage::counts(token)).peekable());
    for (place, worth) in places {
        if next.next_if(|token| (token.start as usize) < place.at.start).is_some() {
            return None;
        }
        while next.next_if(|token| token.end as usize <= place.at.end).is_some() {}
        if place.at.start >= end {
            (weight, end) = (weight + worth, place.at.end);
        }
    }
    next.peek().is_none().then_some(weight)
}

/// One hit over neighbouring blocks.
fn hit(reading: &Reading<'_>, run: &[usize], safe: bool) -> Option<Hit> {
    let source = &reading.document.source;
    let blocks = &reading.document.blocks[*run.first()?..=*run.last()?];
    let span = run.iter().map(|&number| reading.document.blocks[number].whole()).reduce(Span::join)?;
    let one = source.position(span.end()).line == source.position(span.start()).line;
    let mut hit = Hit::new(span, source.slice(span));
    let title = if one { "delete the line" } else { "delete these lines" };
    let all = &reading.document.blocks;
    let safe = safe
        && run.windows(2).all(|pair| edit::are_neighbours(source, &all[pair[0]], &all[pair[1]]))
        && left_over::is_left_over(reading, run);
    hit.fix = edit::delete_lines(source, blocks).map(|edit| Fix { title: title.to_owned(), edits: vec![edit], safe });
    Some(hit)
}
