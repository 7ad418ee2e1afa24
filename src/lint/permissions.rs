//! What a writer permits: the findings that permissions take out, and the permissions that nothing needed.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Finding, Level};
use crate::policy::Policy;
use crate::text::{Allow, Span};

/// What is told of a permission that nothing needs.
pub(super) const UNUSED: &str = "meta/unused-permission";
/// For how many permissions of a draft the nearest rule is sought.
const MOST_NAMES: usize = 20;

/// Lets permissions, each with what it covers, take their findings out, and tells those that nothing needed.
pub(super) fn apply(policy: &Policy, findings: &mut Vec<Finding>, allows: &[(Allow, Option<Span>)]) {
    if allows.is_empty() {
        return;
    }
    let granted = Granted::of(allows);
    let mut used = vec![false; allows.len()];
    findings.retain(|finding| {
        let by = granted.first(&finding.rule, finding.span).filter(|_| finding.level != Level::Fatal);
        by.is_none_or(|number| {
            used[number] = true;
            false
        })
    });
    let loud = policy.rules.iter().filter(|rule| rule.level > Level::Off);
    let in_force: FxHashSet<_> = loud.flat_map(|rule| patterns(&rule.id)).collect();
    let (mut told, mut strange) = (Vec::new(), 0);
    if policy.require_reason {
        told.extend(allows.iter().filter(|(allow, _)| allow.reason.is_empty()).map(|(allow, _)| unreasoned(allow)));
    }
    for (allow, _) in allows.iter().zip(used).filter(|(_, used)| !used).map(|(allow, _)| allow) {
        match policy.knows(&allow.rule) {
            true if in_force.contains(allow.rule.as_str()) => told.push(unused(allow)),
            true => {}
            // Where everything is unknown, the first names are help enough.
            false => {
                strange += 1;
                let near = if strange <= MOST_NAMES { policy.nearest(&allow.rule) } else { None };
                told.extend(unknown(allow, near, policy.apart));
            }
        }
    }
    findings.extend(told.into_iter().filter(|finding| granted.first(&finding.rule, finding.span).is_none()));
}

fn unused(allow: &Allow) -> Finding {
    let message = format!("nothing here needs leave for `{}`", allow.rule);
    let mut finding = Finding::new(UNUSED, Level::Warning, allow.span, message);
    finding.why = "A permission that permits nothing hides the next mistake.".to_owned();
    finding.help = Some("Delete it.".to_owned());
    finding
}

fn unreasoned(allow: &Allow) -> Finding {
    let message = format!("the leave for `{}` does not say why", allow.rule);
    let mut finding = Finding::new("meta/unreasoned-permission", Level::Warning, allow.span, message);
    finding.why = "Who reads the draft next cannot tell whether the permission still holds.".to_owned();
    finding.help = Some(format!("Write the reason behind a comma: `{}, our own count`.", allow.rule));
    finding
}

/// A permission for a rule that is none; where the publication's own rules are not known, only a slip of the pen is told.
fn unknown(allow: &Allow, near: Option<&str>, apart: bool) -> Option<Finding> {
    let mut finding = Finding::new("meta/unknown-rule", Level::Warning, allow.span, format!("there is no rule “{}”", allow.rule));
    finding.label = "no such rule".to_owned();
    finding.why = "A permission for a rule that does not exist permits nothing.".to_owned();
    let list = "`copydesk rules` lists them all.".to_owned();
    finding.help = Some(near.map_or(list, |near| format!("did you mean `{near}`?")));
    (near.is_some() || !apart).then_some(finding)
}

/// Permissions by what they name.
pub(super) struct Granted<'a>(FxHashMap<&'a str, Vec<Grant>>);

/// What a permission covers.
struct Grant {
    covers: Span,
    /// Number of the permission.
    number: usize,
    /// How far this one and those before it reach.
    reach: usize,
}

impl<'a> Granted<'a> {
    pub(super) fn of(allows: &'a [(Allow, Option<Span>)]) -> Self {
        let mut granted: FxHashMap<&str, Vec<Grant>> = FxHashMap::default();
        for (number, (allow, covers)) in allows.iter().enumerate() {
            if let Some(covers) = *covers {
                granted.entry(&allow.rule).or_default().push(Grant { covers, number, reach: 0 });
            }
        }
        for grants in granted.values_mut() {
            grants.sort_by_key(|grant| grant.covers.start());
            let mut reach = 0;
            for grant in grants {
                reach = reach.max(grant.covers.end());
                grant.reach = reach;
            }
        }
        Self(granted)
    }

    /// The first permission that takes a finding of a rule at a place out.
    pub(super) fn first(&self, rule: &str, span: Span) -> Option<usize> {
        let first = |grants: &Vec<Grant>| {
            // The first to reach so far is the first that covers the place, if any does.
            let grant = grants.get(grants.partition_point(|grant| grant.reach <= span.start()))?;
            grant.covers.overlaps(span).then_some(grant.number)
        };
        patterns(rule).filter_map(|pattern| self.0.get(pattern.as_ref()).and_then(first)).min()
    }
}

/// The permissions that name a rule: its id, and its families with `*`.
fn patterns(rule: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let families = rule.match_indices('/').map(|(at, _)| format!("{}*", &rule[..=at]).into());
    std::iter::once(rule.into()).chain(families)
}
