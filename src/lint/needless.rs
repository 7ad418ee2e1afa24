//! Offers to delete the permissions that nothing needed: each deletion is tried on a copy, and changes nothing else there.

use super::permissions::UNUSED;
use super::trial::{permissions, says_the_same};
use crate::edit;
use crate::finding::{Edit, Finding, Fix};
use crate::format;
use crate::policy::{Policy, names};
use crate::text::{Allow, Document, Source};

/// For how many permissions of a draft this is tried at most, and how many bytes are read again for it.
const MOST: usize = 32;
const BYTES: usize = 1_000_000;

/// Gives findings of needless permissions their mends. `compared` are the rules by which it is held against other drafts: what is permitted
/// there may be needed when all are looked at. Nor is anything deleted that only the draft's own publication can judge.
pub(super) fn mend(policy: &Policy, source: &Source, compared: &[&str], findings: &mut [Finding]) {
    let most = (BYTES / source.text.len().max(1)).clamp(1, MOST);
    let mut needless = findings.iter_mut().filter(|finding| finding.rule == UNUSED).take(most).peekable();
    if policy.apart || needless.peek().is_none() {
        return;
    }
    let is_compared = |rule: &str| compared.iter().any(|compared| names(rule, compared));
    let document = format::read(source.clone());
    for finding in needless {
        let at = document.allows.iter().position(|allow| allow.span == finding.span);
        let Some(number) = at.filter(|&number| !is_compared(&document.allows[number].rule)) else { continue };
        let edits = deletions(&document, number);
        finding.fix = edits.map(|edits| Fix { title: "delete the permission".to_owned(), edits, safe: true });
    }
}

/// What deletes a permission and nothing else.
fn deletions(document: &Document, number: usize) -> Option<Vec<Edit>> {
    let allow: &Allow = &document.allows[number];
    let source = &document.source;
    edit::disallowing(source, allow).into_iter().find(|edits| {
        let Some(laid) = edit::laid(source, &edits.iter().collect::<Vec<_>>()) else { return false };
        let after = format::read(laid);
        let mut left = permissions(document);
        left.remove(number);
        says_the_same(document, &after) && permissions(&after) == left
    })
}
