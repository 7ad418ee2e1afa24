//! Fences of code that nothing closes.

use std::ops::Range;

/// The fence of a block of code that nothing closes before the text ends.
pub(super) fn open(text: &str, block: &Range<usize>) -> Option<Range<usize>> {
    if !text.get(block.end..)?.trim_start().is_empty() {
        return None;
    }
    let code = text.get(block.clone())?;
    let sign = code.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = code.len() - code.trim_start_matches(sign).len();
    let closes = |line: &str| {
        let line = line.trim_matches([' ', '\t', '>']);
        line.len() >= length && line.chars().all(|other| other == sign)
    };
    let is_closed = code.lines().skip(1).last().is_some_and(closes);
    (!is_closed).then(|| block.start..block.start + length)
}
