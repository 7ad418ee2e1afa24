//! Where the time of a run goes: whoever has a clock is told when a stage ends.

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing that is counted.
    Idle,
    /// Brings the bytes of a draft.
    Read,
    /// Makes a document of them.
    Parse,
    /// Cuts it into words and sentences, and finds phrases.
    Reading,
    /// Asks the rules, and tries what they would write.
    Checks,
    /// Makes what is remembered of a draft.
    Prints,
    /// Finds which passages of drafts may be alike.
    Join,
    /// Holds them against one another.
    Verify,
    /// Takes up drafts again, permits, sorts.
    Settle,
}

/// A clock.
pub trait Meter: Sync {
    /// What this thread did since it last said so was this.
    fn lap(&self, stage: Stage);
}

/// Tells a clock, where there is one.
pub(super) fn lap(meter: Option<&dyn Meter>, stage: Stage) {
    if let Some(meter) = meter {
        meter.lap(stage);
    }
}
