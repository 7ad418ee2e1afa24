//! Placeholder.
use crate::text::{Builder, Document, Source};
use std::ops::Range;
pub(super) fn fragment(_builder: &mut Builder, _range: Range<usize>) {}
pub(super) fn read(source: Source) -> Document {
    Builder::new(source).finish()
}
