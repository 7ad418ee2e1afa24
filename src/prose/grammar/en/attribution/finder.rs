//! One sentence that is searched for attributions, and the kinds of words that the search turns on.

use std::ops::Range;

use crate::prose::class::Class;
use crate::prose::line::Line;

pub(super) const VERBS: &[Class] =
    &[Class::NeutralVerb, Class::EstimateVerb, Class::FactiveVerb, Class::ArgueVerb, Class::DoubtVerb, Class::LoadedVerb];
pub(super) const AGENTS: &[Class] = &[Class::AgentNoun, Class::OrganisationNoun, Class::DocumentNoun];
/// Words between a document and whoever it comes from: "a poll by …", "data from …".
pub(super) const GIVERS: &[u64] = words!["by", "from", "for", "at", "with", "in"];

pub(super) struct AttributionFinder<'a, 'b> {
    pub(super) line: &'b Line<'a>,
    pub(super) sentence: Range<usize>,
    /// Whether a list follows, so that a verb need not report words.
    pub(super) leads: bool,
}
