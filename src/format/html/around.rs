//! The elements that one fragment of HTML opens and a later one ends: what Markdown between them stands in.

use memchr::memchr_iter;

use crate::text::{Builder, Hidden, Kind, Role};

use super::stack::{Stack, UNCLOSED};
use super::tag::Tag;

/// A table that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenTable {
    pub(super) group: u32,
    /// How many of its rows have begun.
    pub(super) rows: u32,
}

/// The elements around a place in Markdown.
#[derive(Debug, Default)]
pub(in crate::format) struct Enclosing {
    pub(super) stack: Stack,
    pub(super) tables: Vec<OpenTable>,
    /// Where the last end tag of each name begins, looked up when first asked for.
    ends: Option<Box<[usize; Tag::COUNT]>>,
}

impl Enclosing {
    /// What Markdown would make a block, as these elements have it: kind, role, group and level.
    pub(in crate::format) fn frame(&self, kind: Kind, group: u32, level: u32) -> (Kind, Role, u32, u32) {
        let context = self.stack.context();
        let role = if context.skip { Role::Hidden(Hidden::Element) } else { context.role };
        let framed = match context.kind {
            Kind::Quote => matches!(kind, Kind::Paragraph | Kind::Item),
            Kind::Caption | Kind::Cell | Kind::Item | Kind::Note => kind == Kind::Paragraph,
            Kind::Heading | Kind::Paragraph => false,
        };
        match framed {
            true => (context.kind, role, context.group, context.level),
            false => (kind, role, group, level),
        }
    }

    /// Whether an element is open.
    pub(in crate::format) fn is_open(&self) -> bool {
        self.stack.len() > 0
    }

    /// An end tag that stands within a line.
    pub(in crate::format) fn end(&mut self, name: &str) {
        if self.stack.len() > 0
            && let Some(depth) = self.stack.find(Tag::of(name.to_ascii_lowercase().as_bytes()))
        {
            while self.stack.len() > depth {
                self.stack.pop();
            }
        }
    }

    /// Takes what a fragment that ends at byte `end` leaves open. What nothing ends later holds no text: somebody forgot to.
    pub(super) fn take(&mut self, mut stack: Stack, tables: Vec<OpenTable>, builder: &mut Builder, end: usize) {
        self.tables = tables;
        if stack.len() == 0 {
            return;
        }
        let ends = self.ends.get_or_insert_with(|| Box::new(ends(builder)));
        stack.blocks().take_while(|open| ends[open.tag as usize] >= end).for_each(|open| {
            self.stack.push(open.tag, open.context, open.place());
        });
        while let Some(open) = stack.pop() {
            if stack.had_hidden(&open) && ends[open.tag as usize] < end {
                builder.fault(open.place(), UNCLOSED);
            }
        }
    }
}

/// Where the last end tag of each name begins; 0 for none.
fn ends(builder: &Builder) -> [usize; Tag::COUNT] {
    const LONGEST: usize = 12;
    let bytes = builder.reading().as_bytes();
    let mut ends = [0; Tag::COUNT];
    for at in memchr_iter(b'<', bytes).filter(|at| bytes.get(at + 1) == Some(&b'/')) {
        let name = bytes[at + 2..].iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric());
        ends[Tag::of(&name.map(u8::to_ascii_lowercase).collect::<Vec<_>>()) as usize] = at;
    }
    ends
}
