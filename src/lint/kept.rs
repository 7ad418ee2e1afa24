//! What was read of one draft, for when it is looked at again after a change.

use std::sync::Mutex;

use crate::policy::Policy;
use crate::reading::{KeptBlocks, Reading};
use crate::text::Document;

/// What was read of one draft when it was looked at last: an editor has it looked at after each sign that is typed, and all of it but one
/// paragraph was read before.
#[derive(Debug, Default)]
pub struct KeptReading(Mutex<KeptBlocks>);

impl KeptReading {
    /// Reads the draft anew, as far as it is new.
    pub(super) fn read<'a>(&self, policy: &'a Policy, document: &'a Document) -> Reading<'a> {
        match self.0.lock() {
            Ok(mut kept) => Reading::again(document, &policy.lexicon, &policy.style, policy.key, &mut kept),
            Err(_) => Reading::new(document, &policy.lexicon, &policy.style),
        }
    }
}
