//! What is said of a standing text in words, in a table and on a page.

use super::safe;
use crate::finding::counted;
use crate::wording::{Likeness, Near, TextInUse, Variant};

/// What is said of a text in one line: its kind, how often it stands, in how many drafts and wordings, and when.
pub(super) fn head(text: &TextInUse) -> String {
    let times: usize = text.wordings.iter().map(|variant| variant.wording.count).sum();
    let often = if times == text.drafts { String::new() } else { format!(", {times} times") };
    let wordings = if text.wordings.len() > 1 { format!(", in {} wordings", text.wordings.len()) } else { String::new() };
    format!("{}, in {}{often}{wordings}{}", text.kind, counted(text.drafts, "draft"), days(text.days()))
}

/// How a wording differs from the most used one.
pub(super) fn changes(variant: &Variant, most: usize) -> Vec<String> {
    let told = variant.differences.iter().take(most).map(|(old, new)| match (old.is_empty(), new.is_empty()) {
        (false, false) => format!("“{}” is here “{}”", safe::line(old), safe::line(new)),
        (false, true) => format!("“{}” is left out here", safe::line(old)),
        _ => format!("“{}” is added here", safe::line(new)),
    });
    let rest = variant.differences.len().saturating_sub(most);
    told.chain((rest > 0).then(|| format!("and {}", counted(rest, "more difference")))).collect()
}

/// From when to when; nothing where no draft says its day.
pub(super) fn days((first, last): (u32, u32)) -> String {
    match (first, last) {
        (0, _) => String::new(),
        (first, last) if first == last => format!(", on {}", day(first)),
        (first, last) => format!(", from {} to {}", day(first), day(last)),
    }
}

/// A day of eight digits as it is written.
pub(super) fn day(day: u32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// How near an approved text is.
pub(super) fn nearness(near: &Near) -> String {
    let id = safe::line(&near.id);
    match near.likeness {
        Likeness::Exact => format!("it is the approved text “{id}”"),
        Likeness::Stale => format!("an earlier version of the approved text “{id}”"),
        Likeness::Cut => format!("a part of the approved text “{id}”"),
        Likeness::Drifted => format!("{:.0}% like the approved text “{id}”", (near.similarity * 100.0).min(99.0).floor()),
    }
}
