//! Whether two passages stand in one room: under the same conditions, in the same tab, box or list, with nothing that leads to one of them alone.

use super::html::is_bare;
use crate::text::{Block, Format, Kind, Link, LinkSort, Source, Span};

/// Signs of lists, headings, tables and emphasis: a line between two passages may have them and still open or close nothing.
const PLAIN: &str = "#*_-–—|>.)`~\"'“”‘’+•";

/// Whether the copy in `later` stands in the same room as the one in `first`, so that whoever reads one reads the other. Both are ranges of
/// `blocks`. What is not plainly so is not.
pub fn share_a_room(source: &Source, blocks: &[Block], first: &[Block], later: &[Block]) -> bool {
    let (Some(one), Some(other)) = (extent(first), extent(later)) else { return false };
    let is_html = source.format == Format::Html;
    let opens = |at: usize| if is_html { is_bare(&source.text, at) } else { begins_line(&source.text, at) };
    let mut at = one.start();
    for span in blocks.iter().filter_map(|block| extent(std::slice::from_ref(block))).filter(|span| span.start() >= one.start()) {
        if span.start() > other.start() {
            break;
        }
        if !source.text.get(at..span.start().max(at)).is_some_and(|gap| opens_nothing(gap, is_html)) {
            return false;
        }
        at = at.max(span.end());
    }
    if answers(blocks, one) && answers(blocks, other) {
        return false;
    }
    let behind = source.text.get(other.end()..).unwrap_or_default();
    let anchored = source.slice(other).contains("id=") || source.slice(other).contains("name=");
    let tail = behind.split_once("\n\n").map_or(behind, |(tail, _)| tail);
    opens(one.start()) && opens(other.start()) && !anchored && (is_html || opens_nothing(tail, false))
}

/// Whether what begins here may speak of the picture or the quotation right above it.
fn answers(blocks: &[Block], at: Span) -> bool {
    let above = |block: &&Block| extent(std::slice::from_ref(block)).is_some_and(|above| above.end() <= at.start());
    blocks.iter().rev().find(above).is_some_and(|block| {
        let is_picture = |link: &Link| link.sort == LinkSort::Image && link.at.len() + 1 >= block.text.trim().len();
        block.kind == Kind::Quote || block.links.iter().any(is_picture)
    })
}

/// All bytes of blocks, with those of their links.
fn extent(blocks: &[Block]) -> Option<Span> {
    let spans = blocks.iter().filter(|block| block.is_seen()).flat_map(|block| {
        let whole = (!block.text.is_empty()).then(|| block.whole());
        block.links.iter().map(|link| link.span).chain(whole)
    });
    spans.reduce(Span::join)
}

/// Whether nothing but marks of emphasis stands before a byte in its line: no indent, no mark of an item.
fn begins_line(text: &str, at: usize) -> bool {
    let line = text.get(..at).unwrap_or_default().rsplit(['\n', '\r']).next().unwrap_or_default();
    line.chars().all(|char| "*_~\"'“‘\u{feff}".contains(char))
}

/// Whether what lies between two blocks opens and closes nothing, and says nothing to a program.
fn opens_nothing(gap: &str, is_html: bool) -> bool {
    let plain = |text: &str| text.chars().all(|char| char.is_whitespace() || char.is_ascii_digit() || PLAIN.contains(char));
    match is_html {
        true => super::html::opens_nothing(gap),
        false => plain(gap) && !parts(gap) && !gap.contains(".. "),
    }
}

/// Whether a line of what lies between two blocks ends a section, a slide or a box: `* * *`, `---`, `++++`. Three hyphens right below a
/// line make a heading of it.
fn parts(gap: &str) -> bool {
    gap.lines().enumerate().any(|(number, line)| {
        let signs: String = line.split_whitespace().collect();
        let breaks = signs.len() == 3 && (number > 1 || !signs.starts_with('-'));
        (breaks || signs.len() > 3) && signs.chars().all(|sign| "-*_+.'".contains(sign))
    })
}
