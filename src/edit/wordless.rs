//! Stands for writing into Word files where copydesk is built without the feature `word`: none was read, so nothing is written.

use super::place::Alone;
use crate::finding::Edit;
use crate::text::{Block, Document, Source, Span};

pub(super) fn hinders(_: &Source, _: &Edit) -> Option<&'static str> {
    None
}

pub(super) fn laid(_: &Source, _: &[&Edit]) -> Option<Source> {
    None
}

pub(super) fn applied(_: &[u8], _: &[&Edit], _: &str) -> Option<Vec<u8>> {
    None
}

pub(super) fn paragraph(_: &Source, _: &str, _: Span) -> Option<String> {
    None
}

pub(super) fn alone(_: &Document, _: &Block) -> Option<Alone> {
    None
}

pub(super) fn whole_lines(_: &Source, _: Span) -> Option<Span> {
    None
}
