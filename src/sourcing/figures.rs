//! The figures of a block as its place makes them, and which values stand in a document again.

use rustc_hash::FxHashMap;

use crate::prose::figure::{Excuse, Figure, Sort};
use crate::prose::{Class, Line, Shape};
use crate::reading::Reading;
use crate::text::{Block, Document, Kind, MarkSort, Role};

/// The figures of a block, in order, with the excuses that its place gives them; none in what no reader sees and in page furniture.
pub fn figures(reading: &Reading<'_>, block: usize) -> Vec<Figure> {
    let place = &reading.document.blocks[block];
    if !place.is_seen() || place.role == Role::Chrome || reading.is_furniture(block) {
        return Vec::new();
    }
    let line = reading.line(block);
    let mut found = reading.figures(block);
    let is_example = !found.is_empty() && is_example(reading, block);
    for figure in &mut found {
        let at = line.bytes(figure.tokens.clone());
        let set_apart = place.marks_around(at).any(|mark| matches!(mark.sort, MarkSort::Code | MarkSort::Cite));
        if set_apart {
            figure.excuse = Some(Excuse::Quoted);
        } else if is_example && matches!(figure.excuse, None | Some(Excuse::Price | Excuse::Specification)) {
            figure.excuse = Some(Excuse::Hypothetical);
        } else if figure.excuse.is_none() && is_alone(&line, place.kind, figure) {
            figure.excuse = Some(Excuse::Alone);
        } else if figure.excuse.is_none()
            && figure.sort == Sort::Count
            && figure.high.is_some_and(|high| high < reading.style.figures.smallest)
        {
            figure.excuse = Some(Excuse::Small);
        } else if listicle(&line, place.role, place.kind, figure) {
            figure.excuse = Some(Excuse::Enumeration);
        }
    }
    found
}

/// How many words lead in to an example at the most: “Example: Ada's second year”.
const LEAD: usize = 8;

/// How many items back the line is looked for that leads in to a list: work must not grow with the list for each of its items.
const ITEMS: usize = 64;

/// Whether a block works out a sum in front of the reader, or tells what to lay by: it opens with “Let's say …” or “Example:”, or stands
/// below such a line, or below “Set up three transfers:”.
fn is_example(reading: &Reading<'_>, block: usize) -> bool {
    let blocks = &reading.document.blocks;
    let opens = |line: &Line<'_>, class: Class| (0..2).any(|at| line.has(at, class) && !line.has(at, Class::If));
    let line = reading.line(block);
    let labels = |line: &Line<'_>| {
        let end = (0..LEAD).find(|&at| line.mark(at, &[':', '.', '!', '?'])).unwrap_or(line.tokens.len());
        opens(line, Class::ExampleLead) && end <= LEAD && line.mark(end, &[':'])
    };
    if !matches!(blocks[block].kind, Kind::Paragraph | Kind::Item) {
        return false;
    }
    if opens(&line, Class::Hypothetical) || labels(&line) {
        return true;
    }
    let Some(lead) = lead(blocks, block) else { return false };
    let (line, is_heading) = (reading.line(lead), blocks[lead].kind == Kind::Heading);
    let leads_in = line.mark(line.tokens.len().wrapping_sub(1), &[':']);
    (is_heading || leads_in) && (line.tokens.len() <= LEAD && opens(&line, Class::ExampleLead) || labels(&line))
        || leads_in && opens(&line, Class::Allotting)
}

/// What leads in to a block: the item that it stands under, or what stands before its list, or before it.
fn lead(blocks: &[Block], block: usize) -> Option<usize> {
    let here = &blocks[block];
    let is_beside = |other: &Block| here.group > 0 && other.group == here.group && other.level >= here.level;
    (0..block).rev().take(ITEMS).find(|&other| blocks[other].is_seen() && !is_beside(&blocks[other]))
}

/// Whether a paragraph or item holds a bare number, a mark or two, and no word.
fn is_alone(line: &Line<'_>, kind: Kind, figure: &Figure) -> bool {
    let bare = matches!(kind, Kind::Paragraph | Kind::Item) && figure.sort == Sort::Count && figure.noun.is_none();
    let mut others = line.tokens.iter().enumerate().filter(|(at, _)| !figure.tokens.contains(at));
    bare && line.tokens.len() <= figure.tokens.len() + 2 && others.all(|(_, token)| matches!(token.shape, Shape::Mark(_)))
}

/// "7 ways to …", "Top 10 …", "5 things": a heading that counts its own parts.
fn listicle(line: &Line<'_>, role: Role, kind: Kind, figure: &Figure) -> bool {
    let heading = role == Role::Title || kind == Kind::Heading;
    let opens = figure.tokens.start == 0 || line.has_before(figure.tokens.start, Class::ListHead) && figure.tokens.start <= 2;
    let few = figure.low.is_some_and(|low| low <= 101.0) && figure.sort == Sort::Count;
    let counted = figure.noun.is_some_and(|noun| line.has_any(noun, &[Class::HarmNoun, Class::MeasuredNoun]));
    heading && opens && few && !counted
}

/// Sort and value of a figure, low and high, by their bits.
pub(super) type Value = (Sort, Option<u64>, Option<u64>);

/// What figures of one sort and value have in common. Round numbers differ in their first bits alone, and a table finds its places by the
/// last: they are turned round.
pub(super) fn value(sort: Sort, low: Option<f64>, high: Option<f64>) -> Value {
    let bits = |value: f64| value.to_bits().swap_bytes();
    (sort, low.map(bits), high.map(bits))
}

fn value_of(figure: &Figure) -> Value {
    value(figure.sort, figure.low, figure.high)
}

/// Where each value of a document stands.
#[derive(Debug)]
pub(super) struct Values(FxHashMap<Value, Stands>);

/// Where figures of one value stand.
#[derive(Debug)]
struct Stands {
    times: usize,
    /// The list or table of the first.
    group: u32,
    /// Whether others stand in other ones.
    apart: bool,
}

impl Values {
    /// The values of all figures, block by block.
    pub(super) fn of(document: &Document, figures: &[Vec<Figure>]) -> Self {
        let mut values: FxHashMap<Value, Stands> = FxHashMap::default();
        for (block, of_block) in document.blocks.iter().zip(figures) {
            for figure in of_block {
                let stands = values.entry(value_of(figure)).or_insert(Stands { times: 0, group: block.group, apart: false });
                stands.times += 1;
                stands.apart |= stands.group != block.group;
            }
        }
        Self(values)
    }

    /// Whether a figure's sort and value stand elsewhere in the document, outside the list or table of its block.
    pub(super) fn again(&self, figure: &Figure, group: u32) -> bool {
        self.0.get(&value_of(figure)).is_some_and(|stands| match group {
            0 => stands.times > 1,
            group => stands.apart || stands.group != group,
        })
    }
}
