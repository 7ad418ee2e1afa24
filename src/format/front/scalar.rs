//! What a reader of front matter finds: scalars with their places, or why there are none.

use std::ops::Range;

/// How much of the path of a key is kept: nobody asks for a longer one, and each scalar of a list has it.
const LONGEST: usize = 256;

/// The path of a key, as much as is kept of it.
pub(super) fn kept(path: &str) -> &str {
    &path[..path.floor_char_boundary(LONGEST)]
}

/// A scalar as a parser found it; ranges are bytes of the front matter's content.
pub(super) struct Scalar {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) at: Range<usize>,
    pub(super) key_at: Range<usize>,
}

/// Why front matter cannot be read, and at which bytes of its content.
pub(super) struct Broken {
    pub(super) at: Range<usize>,
    pub(super) message: String,
}
