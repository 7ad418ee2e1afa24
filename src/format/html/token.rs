//! Where the tags and comments of an HTML text stand; the text is what lies between them.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer, naive_next_state};

use super::paced::{Breath, Paced, STRETCH};
use super::tag::Tag;

/// A tag or comment, and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HtmlToken {
    pub(super) sort: TagSort,
    start: u32,
    end: u32,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagSort {
    /// A start tag; `closed` when it ends in `/>`.
    Start { tag: Tag, closed: bool },
    /// An end tag.
    End(Tag),
    /// A comment, a declaration, a processing instruction.
    Comment,
}

impl HtmlToken {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it begins an element in which everything is text; in JSX, one that `/>` ends does not.
    pub(super) fn is_raw(self, is_jsx: bool) -> bool {
        matches!(self.sort, TagSort::Start { tag, closed } if tag.is_raw() && !(is_jsx && closed))
    }
}

/// The tokens of `text`, in order and apart from each other.
pub(super) fn read(text: &str, is_jsx: bool) -> Vec<HtmlToken> {
    paced(text, STRETCH, is_jsx)
}

/// The same, read in stretches of so many quoted values.
fn paced(text: &str, stretch: usize, is_jsx: bool) -> Vec<HtmlToken> {
    let mut tokens = Vec::with_capacity(text.len() / 32);
    let places = Places {
        tokens: &mut tokens,
        at: 0,
        start: 0,
        name: Vec::new(),
        last: Vec::new(),
        end: false,
        closed: false,
        foreign: 0,
        is_jsx,
    };
    for stopped in Tokenizer::new_with_emitter(Paced::new(text, stretch), places) {
        let Err(Breath) = stopped; // and goes on
    }
    tokens
}

/// Takes places from the tokenizer and nothing else: no text and no attribute is copied.
struct Places<'a> {
    tokens: &'a mut Vec<HtmlToken>,
    at: usize,
    start: usize,
    name: Vec<u8>,
    last: Vec<u8>,
    end: bool,
    closed: bool,
    /// How many `<svg>` and `<math>` are open: in them `<style>` and `<title>` are elements like any other.
    foreign: u32,
    is_jsx: bool,
}

impl Places<'_> {
    fn push(&mut self, sort: TagSort) {
        self.tokens.push(HtmlToken { sort, start: self.start as u32, end: self.at as u32 });
    }
}

impl Emitter for Places<'_> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
    }

    fn start_open_tag(&mut self) {
        self.start = self.at.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        (self.end, self.closed) = (false, false);
    }

    fn init_end_tag(&mut self) {
        self.name.clear();
        (self.end, self.closed) = (true, false);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend_from_slice(name);
    }

    fn set_self_closing(&mut self) {
        self.closed = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let tag = Tag::of(&self.name);
        let foreign = matches!(tag, Tag::Svg | Tag::Math);
        if self.end {
            self.foreign = self.foreign.saturating_sub(u32::from(foreign));
            self.push(TagSort::End(tag));
            self.last.clear();
            return None;
        }
        self.foreign += u32::from(foreign && !self.closed);
        self.push(TagSort::Start { tag, closed: self.closed });
        std::mem::swap(&mut self.last, &mut self.name);
        if self.foreign == 0 && !(self.is_jsx && self.closed) { naive_next_state(&self.last) } else { None }
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.end && !self.last.is_empty() && self.last == self.name
    }

    fn emit_current_comment(&mut self) {
        self.push(TagSort::Comment);
    }

    fn emit_current_doctype(&mut self) {
        self.push(TagSort::Comment);
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last.clear();
        self.last.extend_from_slice(name.unwrap_or_default());
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_eof(&mut self) {}
    fn emit_error(&mut self, _: Error) {}
    fn emit_string(&mut self, _: &[u8]) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
    fn init_attribute(&mut self) {}
    fn push_attribute_name(&mut self, _: &[u8]) {}
    fn push_attribute_value(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::paced;

    /// What a page may hold around quotation marks, whole and broken.
    const PIECES: [&str; 24] = [
        "\"",
        "'",
        "<p>",
        "</p>",
        "<a href=",
        "<a href='x' ",
        " title=\"it's\"",
        ">",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE html PUBLIC \"",
        "&quot;",
        "don't ",
        "<svg/>",
        "é\r\n",
        "=",
    ];

    proptest! {
        #[test]
        fn a_pause_behind_a_quoted_value_changes_no_token(picked in prop::collection::vec(0..PIECES.len(), 0..60), stretch in 1..4_usize) {
            let text: String = picked.into_iter().map(|piece| PIECES[piece]).collect();
            prop_assert_eq!(paced(&text, stretch, false), paced(&text, usize::MAX / 2, false), "{}", text);
        }
    }
}
