//! The headline of a document that names none.

use crate::text::{Document, Kind, Role};

/// Makes the first heading the headline, where nothing is one.
pub(super) fn entitle(document: &mut Document) {
    if document.first(Role::Title).is_none()
        && let Some(first) = document.blocks.iter_mut().find(|block| block.kind == Kind::Heading && block.role == Role::Body)
    {
        first.role = Role::Title;
    }
}
