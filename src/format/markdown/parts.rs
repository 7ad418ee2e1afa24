//! The parts that a Markdown text is written in: what stands at its top, and the HTML elements that hold several of them.

use std::ops::Range;

use crate::text::Builder;

/// How deep the parser is, and where the element begins that is open around the parts.
#[derive(Default)]
pub(super) struct Parts {
    depth: usize,
    framed: Option<usize>,
}

impl Parts {
    pub(super) fn open(&mut self) {
        self.depth += 1;
    }

    /// Whether what ends here stood at the top.
    pub(super) fn close(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.depth == 0
    }

    /// Whether nothing is open.
    pub(super) fn at_top(&self) -> bool {
        self.depth == 0
    }

    /// Takes a part, from the head of its line on. `in_element` tells whether an element is open behind it.
    pub(super) fn take(&mut self, builder: &mut Builder, text: &str, range: Range<usize>, in_element: bool) {
        let indent = text[..range.start].bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let part = range.start - indent..range.end;
        match self.framed {
            None if in_element => self.framed = Some(part.start),
            Some(_) if !in_element => self.finish(builder, part.end),
            _ => {}
        }
        builder.part(part);
    }

    /// Ends the element that is open, if one is.
    pub(super) fn finish(&mut self, builder: &mut Builder, end: usize) {
        if let Some(start) = self.framed.take() {
            builder.part(start..end);
        }
    }
}
