//! How often a rule was right on copy that an editor read, as `.ci/wild` counted it.

/// Rule, findings that an editor called right, wrong, and debatable; one rule a line.
const COUNTS: &str = include_str!("../../rules/precision.tsv");

/// Findings that must have been read for their share to promise anything.
const FEWEST: u32 = 5;

/// What an editor said of a rule's findings on published sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measured {
    right: u32,
    wrong: u32,
    debatable: u32,
}

impl Measured {
    /// What was said of a rule as it is shipped; nothing where none of its findings was read.
    pub(super) fn of(rule: &str) -> Option<Self> {
        let mut cells = COUNTS.lines().find_map(|line| line.strip_prefix(rule)?.strip_prefix('\t'))?.split('\t').map(str::parse);
        let mut next = || cells.next().and_then(Result::ok);
        Some(Self { right: next()?, wrong: next()?, debatable: next()? })
    }

    /// The share that was right of right and wrong, and of how many.
    pub(super) fn share(self) -> String {
        match self.right + self.wrong {
            0 => String::new(),
            read => format!("{:.2} of {read}", f64::from(self.right) / f64::from(read)),
        }
    }

    /// What that share promises; nothing of a rule with few findings. What was measured while rules were mended promises no more
    /// than `high`.
    pub(super) fn precision(self) -> Option<&'static str> {
        let (right, read) = (f64::from(self.right), f64::from(self.right + self.wrong));
        match right / read {
            _ if self.right + self.wrong < FEWEST => None,
            share if share >= 0.9 => Some("high"),
            share if share >= 0.7 => Some("medium"),
            _ => Some("low"),
        }
    }

    /// The same in a sentence.
    pub(super) fn sentence(self) -> String {
        format!(
            "Measured: of its findings on twenty published sites an editor called {} right, {} wrong and {} debatable. The sites were \
             read while the rules were mended; expect less on yours.",
            self.right, self.wrong, self.debatable
        )
    }
}
