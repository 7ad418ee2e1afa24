//! What second readers made of the rules that want to hear them: of what these tell, and of why they tell nothing.

use xxhash_rust::xxh3::xxh3_64;

use super::fingerprint;
use crate::check::{Hit, Silence};
use crate::draft::Draft;
use crate::finding::{Finding, Level};
use crate::policy::{Policy, Rule};
use crate::reading::Place;
use crate::rulings::{Ruling, Stand};

/// The name of what a finding claims: it stays while its fingerprint does.
pub(super) fn claim(finding: &Finding) -> u64 {
    xxh3_64([finding.rule.as_str(), &finding.fingerprint].join("\n").as_bytes())
}

/// The name of a paragraph as what a rule took it for: it stays while its words do, and where its links lead.
fn paragraph(rule: &str, draft: &Draft<'_>, block: usize) -> u64 {
    let block = &draft.reading.document.blocks[block];
    let words = block.text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let links = block.links.iter().map(|link| link.target.as_str());
    xxh3_64([rule, "declares", &words].into_iter().chain(links).collect::<Vec<_>>().join("\n").as_bytes())
}

/// The findings of a rule by itself, whatever readers made of them.
pub(super) fn findings(rule: &Rule, draft: &Draft<'_>) -> Vec<Finding> {
    let hits = rule.check.document(draft).into_iter().filter(|hit| hit.level != Some(Level::Off));
    named(rule, draft, hits)
}

fn named(rule: &Rule, draft: &Draft<'_>, hits: impl IntoIterator<Item = Hit>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = hits.into_iter().map(|hit| rule.finding(hit, &draft.reading.document.source)).collect();
    fingerprint::give(&mut findings, &draft.reading);
    findings
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
            heed(finding, stand, &by);
            claims.push(claim);
        }
    }
    claims
}

/// What a finding is by what readers made of it.
fn heed(finding: &mut Finding, stand: Stand, by: &[Ruling]) {
    finding.notes.extend(by.iter().map(Ruling::told));
    finding.level = match stand {
        Stand::Silent => Level::Off,
        Stand::Asked => finding.level,
        Stand::Split => finding.level.min(Level::Note),
    };
}

/// Why a rule tells nothing of a draft, with what readers made of that.
#[derive(Debug, Default)]
pub(super) struct ReadSilence {
    /// What readers may be asked, or were: of several paragraphs one after another, as each is refused.
    pub(super) asked: Vec<AskedSilence>,
    /// What is told, as readers say that it is owed.
    pub(super) told: Vec<Finding>,
}

/// A silence that readers may be asked about.
#[derive(Debug)]
pub(super) struct AskedSilence {
    pub(super) claim: u64,
    pub(super) rests_on: RestsOn,
    /// What readers said.
    pub(super) by: Vec<Ruling>,
}

/// What a silence rests on.
#[derive(Debug)]
pub(super) enum RestsOn {
    /// A paragraph that was taken for what is owed, and why it was.
    Paragraph(Place, Vec<String>),
    /// Words that only hint at it; what would be told.
    Hint(Box<Finding>),
}

/// Asks a rule why it tells nothing, again and again without the paragraphs that readers refused.
pub(super) fn silence(policy: &Policy, rule: &Rule, draft: &Draft<'_>) -> ReadSilence {
    let of = |claim: u64| policy.rulings.as_ref().map(|rulings| rulings.of(claim)).unwrap_or_default();
    let (mut read, mut refused) = (ReadSilence::default(), Vec::new());
    loop {
        match rule.check.silence(draft, &refused) {
            Silence::Declared { place, evidence } if !refused.contains(&place.block) => {
                let (block, claim) = (place.block, paragraph(&rule.id, draft, place.block));
                let by = of(claim);
                let stand = Stand::of(&by);
                read.asked.push(AskedSilence { claim, rests_on: RestsOn::Paragraph(place, evidence), by });
                if !matches!(stand, Some(Stand::Asked | Stand::Split)) {
                    return read;
                }
                refused.push(block);
            }
            Silence::Hinted(hit) => {
                for finding in named(rule, draft, [*hit]) {
                    let claim = claim(&finding);
                    let by = of(claim);
                    read.told.extend(asked_for(vec![finding.clone()], &by));
                    read.asked.push(AskedSilence { claim, rests_on: RestsOn::Hint(Box::new(finding)), by });
                }
                return read;
            }
            Silence::Broken(hits) => {
                let by: Vec<Ruling> = read.asked.iter().flat_map(|asked| asked.by.clone()).collect();
                read.told = asked_for(named(rule, draft, hits), &by);
                return read;
            }
            Silence::Declared { .. } | Silence::Sure => return read,
        }
    }
}

/// What is told where readers ask; softer where they differ.
fn asked_for(mut findings: Vec<Finding>, by: &[Ruling]) -> Vec<Finding> {
    match Stand::of(by) {
        None | Some(Stand::Silent) => Vec::new(),
        Some(stand) => {
            findings.iter_mut().for_each(|finding| heed(finding, stand, by));
            findings
        }
    }
}

/// What is told of a draft though its rules are silent, as readers say that it is owed; and the claims about silences that were read.
pub(super) fn silences(policy: &Policy, draft: &Draft<'_>) -> (Vec<Finding>, Vec<u64>) {
    let Some(rulings) = &policy.rulings else { return Default::default() };
    let (mut told, mut claims) = (Vec::new(), Vec::new());
    for rule in policy.rules.iter().filter(|rule| rule.words.reader) {
        let read = silence(policy, rule, draft);
        told.extend(read.told);
        // A paragraph that was read stands there though nothing may be asked about it now.
        let taken = rule.check.taken(draft).into_iter().map(|block| paragraph(&rule.id, draft, block));
        claims.extend(taken.chain(read.asked.iter().map(|asked| asked.claim)).filter(|claim| rulings.has(*claim, None)));
    }
    (told, claims)
}
