//! Which lines belong together, and what each piece of text is.

use std::ops::Range;

use crate::text::{Kind, Role};

use super::line::{LineSort, MarkerSort, PlainLine};
use super::wrap::Wraps;
use super::{shape, table};

/// Lines that make one block; a row of a table makes several.
#[derive(Debug, Clone)]
pub(super) struct LineGroup {
    /// The numbers of its lines.
    pub(super) lines: Range<usize>,
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) group: u32,
    pub(super) level: u32,
    /// Whether a blank line stands before it.
    gap: bool,
}

/// The units of a text, in order.
pub(super) fn outline(text: &str, lines: &[PlainLine]) -> Vec<LineGroup> {
    let mut gather = Gather {
        text,
        lines,
        wraps: Wraps::of(text, lines),
        units: Vec::with_capacity(lines.len()),
        groups: 0,
        list: Vec::new(),
        gap: true,
    };
    let items = gather.items();
    gather.run(&items);
    let mut units = gather.units;
    let mut pass = Pass { text, lines, units: &mut units };
    pass.quotations(gather.groups);
    pass.headings();
    pass.title();
    units
}

/// Puts lines together.
struct Gather<'a> {
    text: &'a str,
    lines: &'a [PlainLine],
    wraps: Wraps,
    units: Vec<LineGroup>,
    groups: u32,
    /// The indents of the open list, one per level.
    list: Vec<u32>,
    gap: bool,
}

impl Gather<'_> {
    fn run(&mut self, items: &[bool]) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = match line.sort {
                LineSort::Blank | LineSort::Rule(_) => {
                    self.gap = true;
                    at + 1
                }
                LineSort::Comment => self.push(at..at + 1, Kind::Paragraph, 0, 0),
                LineSort::Text if items[at] => self.item(at, items),
                LineSort::Text => {
                    self.list.clear();
                    self.prose(at, items)
                }
            };
        }
    }

    fn push(&mut self, lines: Range<usize>, kind: Kind, group: u32, level: u32) -> usize {
        let end = lines.end;
        self.units.push(LineGroup { lines, kind, role: Role::Body, group, level, gap: std::mem::take(&mut self.gap) });
        end
    }

    /// Which lines begin an item.
    fn items(&self) -> Vec<bool> {
        let mut items: Vec<bool> = vec![false; self.lines.len()];
        // The last line that may begin an item, while nothing but its own text and blank lines followed.
        let mut last: Option<usize> = None;
        for (at, line) in self.lines.iter().enumerate() {
            let above = at.checked_sub(1).map(|above| &self.lines[above]).filter(|above| above.sort == LineSort::Text);
            let wrapped = above.is_some_and(|above| self.joins(above, line) && !self.text[above.range.clone()].ends_with(':'));
            let Some(marker) = line.marker.filter(|_| line.sort == LineSort::Text && !line.quoted) else {
                let inside = last.is_some_and(|last| line.indent > self.lines[last].indent && above.is_some() || wrapped);
                last = last.filter(|_| line.sort == LineSort::Blank || inside);
                continue;
            };
            let twin = last.filter(|&last| self.lines[last].marker.is_some_and(|other| other.sort == marker.sort));
            if twin.is_none() && wrapped && marker.sort != MarkerSort::Bullet {
                last = last.filter(|&last| items[last]);
                continue;
            }
            items[at] = marker.sort != MarkerSort::Dash || line.indent > 0 || twin.is_some();
            twin.into_iter().for_each(|twin| items[twin] = true);
            last = Some(at);
        }
        items
    }

    fn item(&mut self, at: usize, items: &[bool]) -> usize {
        let indent = self.lines[at].indent;
        while self.list.last().is_some_and(|&last| last > indent) {
            self.list.pop();
        }
        if self.list.is_empty() && !self.units.last().is_some_and(|unit| unit.kind == Kind::Item) {
            self.groups += 1;
        }
        if self.list.last() != Some(&indent) {
            self.list.push(indent);
        }
        let goes_on = |above: &PlainLine, line: &PlainLine| line.indent > indent || self.joins(above, line);
        let end = self.reach(at, items, goes_on);
        self.push(at..end, Kind::Item, self.groups, self.list.len() as u32)
    }

    fn prose(&mut self, at: usize, items: &[bool]) -> usize {
        let line = &self.lines[at];
        let rows = table::reach(self.text, &self.lines[at..], &items[at..]);
        if rows > 0 {
            self.rows(at..at + rows);
            return at + rows;
        }
        let underline = self.lines.get(at + 1).map(|next| next.sort);
        if let Some(LineSort::Rule(mark @ (b'=' | b'-'))) = underline.filter(|_| self.gap && !line.quoted) {
            self.push(at..at + 1, Kind::Heading, 0, if mark == b'=' { 1 } else { 2 });
            self.gap = true;
            return at + 2;
        }
        let end = self.reach(at, items, |above, line| self.joins(above, line));
        if !line.quoted {
            return self.push(at..end, Kind::Paragraph, 0, 0);
        }
        if !self.units.last().is_some_and(|unit| unit.kind == Kind::Quote) {
            self.groups += 1;
        }
        self.push(at..end, Kind::Quote, self.groups, 0)
    }

    /// Where the unit that begins at line `at` ends.
    fn reach(&self, at: usize, items: &[bool], goes_on: impl Fn(&PlainLine, &PlainLine) -> bool) -> usize {
        let quoted = self.lines[at].quoted;
        let mut end = at + 1;
        while let Some(line) = self.lines.get(end)
            && line.sort == LineSort::Text
            && line.quoted == quoted
            && !items[end]
            && goes_on(&self.lines[end - 1], line)
        {
            end += 1;
        }
        end
    }

    fn joins(&self, above: &PlainLine, line: &PlainLine) -> bool {
        self.wraps.joins(self.text, above, line)
    }

    /// Takes these lines as the rows of a table.
    fn rows(&mut self, lines: Range<usize>) {
        self.groups += 1;
        let rows: Vec<usize> = lines.filter(|&at| self.lines[at].sort == LineSort::Text).collect();
        for (row, at) in rows.into_iter().enumerate() {
            self.push(at..at + 1, Kind::Cell, self.groups, row as u32);
        }
    }
}

/// Goes over the units once more, each with its neighbours in sight.
struct Pass<'a> {
    text: &'a str,
    lines: &'a [PlainLine],
    units: &'a mut [LineGroup],
}

impl<'a> Pass<'a> {
    /// Indented paragraphs between others that are not are quotations.
    fn quotations(&mut self, mut groups: u32) {
        const LONGEST: usize = 3;
        let mut at = 0;
        while at < self.units.len() {
            let run = self.units[at..].iter().take_while(|unit| self.is_set_in(unit)).count();
            let stands = at > 0 && self.is_prose(at - 1) && (at + run == self.units.len() || self.is_prose(at + run));
            if (1..=LONGEST).contains(&run) && stands && self.units[at].gap {
                groups += 1;
                for unit in &mut self.units[at..at + run] {
                    (unit.kind, unit.group) = (Kind::Quote, groups);
                }
            }
            at += run.max(1);
        }
    }

    fn is_set_in(&self, unit: &LineGroup) -> bool {
        const COLUMNS: u32 = 4;
        let sets_in = |line: &PlainLine| line.sort == LineSort::Text && line.indent >= COLUMNS;
        unit.kind == Kind::Paragraph && self.lines[unit.lines.clone()].iter().all(sets_in) && self.is_long(unit)
    }

    fn is_prose(&self, at: usize) -> bool {
        let unit = &self.units[at];
        matches!(unit.kind, Kind::Paragraph | Kind::Heading) && self.lines[unit.lines.clone()].iter().any(|line| line.indent < 2)
    }

    /// Title-like lines between paragraphs are headings.
    fn headings(&mut self) {
        for at in 0..self.units.len().saturating_sub(1) {
            let [unit, next] = [&self.units[at], &self.units[at + 1]];
            let alone = unit.gap && next.gap && unit.kind == Kind::Paragraph && unit.lines.len() == 1;
            if alone && at > 0 && next.kind == Kind::Paragraph && self.is_long(next) && shape::is_heading(self.words(unit)) {
                (self.units[at].kind, self.units[at].level) = (Kind::Heading, 2);
            }
        }
    }

    /// The first title-like line before the first paragraph is the title, the next the standfirst.
    fn title(&mut self) {
        const FARTHEST: usize = 12;
        let mut titled = false;
        for at in 0..self.units.len().min(FARTHEST) {
            let unit = &self.units[at];
            let words = self.words(unit);
            if self.lines[unit.lines.start].sort == LineSort::Comment || shape::is_residue(words) || shape::is_byline(words) {
                continue;
            }
            let fits = matches!(unit.kind, Kind::Paragraph | Kind::Heading) && shape::is_title_like(words);
            let mut after = self.units[at + 1..].iter().filter(|next| next.kind == Kind::Paragraph);
            if !fits {
                return;
            }
            if titled {
                // A standfirst says something; a heading only names.
                let says = shape::words(words) >= 4 && unit.kind == Kind::Paragraph || shape::words(words) >= 8;
                let longer = after.next().is_some_and(|next| self.words(next).len() > words.len() || self.is_long(next));
                if says && longer {
                    self.units[at].role = Role::Dek;
                    (self.units[at].kind, self.units[at].level) = (Kind::Paragraph, 0);
                }
                return;
            }
            if !after.any(|next| self.is_long(next)) {
                return;
            }
            titled = true;
            let unit = &mut self.units[at];
            (unit.kind, unit.role, unit.level) = (Kind::Heading, Role::Title, 1);
        }
    }

    /// Whether a unit is a paragraph of prose, by its length and end.
    fn is_long(&self, unit: &LineGroup) -> bool {
        const LONG: usize = 130;
        const SHORT: usize = 40;
        let words = self.words(unit);
        words.len() >= LONG || words.len() >= SHORT && shape::stops(words)
    }

    /// The text of a unit, from its first line to its last.
    fn words(&self, unit: &LineGroup) -> &'a str {
        let lines = &self.lines[unit.lines.clone()];
        lines.first().zip(lines.last()).map_or("", |(first, last)| &self.text[first.range.start..last.range.end])
    }
}
