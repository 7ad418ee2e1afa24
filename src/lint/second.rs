//! What second readers made of the findings of rules that want to hear them.

use xxhash_rust::xxh3::Xxh3;

use crate::finding::{Finding, Level};
use crate::policy::Policy;
use crate::rulings::{Ruling, Stand};

/// The name of what a finding claims: it stays while its fingerprint does.
pub(super) fn claim(finding: &Finding) -> u64 {
    let mut hash = Xxh3::new();
    [finding.rule.as_bytes(), b"\n", finding.fingerprint.as_bytes()].iter().for_each(|part| hash.update(part));
    hash.digest()
}

/// Silences the findings that readers call wrong, tells with the others what was said of them, and softens where they differ; the claims that
/// were read.
pub(super) fn apply(policy: &Policy, findings: &mut [Finding]) -> Vec<u64> {
    let Some(rulings) = &policy.rulings else { return Vec::new() };
    let mut claims = Vec::new();
    for rule in policy.rules.iter().filter(|rule| rule.words.reader) {
        for finding in findings.iter_mut().filter(|finding| finding.rule == rule.id) {
            let claim = claim(finding);
            let by = rulings.of(claim);
            let Some(stand) = Stand::of(&by) else { continue };
            finding.notes.extend(by.iter().map(Ruling::told));
            finding.level = match stand {
                Stand::Silent => Level::Off,
                Stand::Asked => finding.level,
                Stand::Split => finding.level.min(Level::Note),
            };
            claims.push(claim);
        }
    }
    claims
}
