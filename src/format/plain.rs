//! Plain.
use crate::text::{Builder, Document, Source};
pub(super) fn read(source: Source) -> Document {
    Builder::new(source).finish()
}
