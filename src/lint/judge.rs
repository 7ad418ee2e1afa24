//! What the rules of a policy say of one document, and what its writer permits.

use serde::{Deserialize, Serialize};

use super::kept::KeptReading;
use super::meter::{Meter, Stage, lap};
use super::{fingerprint, permissions, questions, second};
use crate::check::{Printer, Prints};
use crate::draft::Draft;
use crate::finding::{Finding, Level, Replay};
use crate::policy::Policy;
use crate::reading::Reading;
use crate::text::{Allow, Document, Reach, Source, Span};

/// What rules say of a document, and what its writer permits.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Judged {
    pub(super) findings: Vec<Finding>,
    /// What is to be compared with other documents.
    pub(super) prints: Prints,
    pub(super) allows: Vec<(Allow, Option<Span>)>,
    /// What the document was taken for, and by what sign.
    pub(super) genres: Vec<String>,
    /// The language in which its figures could not be read.
    pub(super) unread: Option<String>,
    /// The claims that second readers read.
    pub(super) claims: Vec<u64>,
}

/// What the rules of a policy say of a document.
pub(super) fn judge(policy: &Policy, document: &Document, meter: Option<&dyn Meter>) -> Judged {
    judge_again(policy, document, None, meter)
}

/// The same, with what was read of it before.
pub(super) fn judge_again(policy: &Policy, document: &Document, kept: Option<&KeptReading>, meter: Option<&dyn Meter>) -> Judged {
    let broken = document.faults.iter().map(|(span, fault)| {
        let mut finding = Finding::new("meta/broken-markup", Level::Warning, *span, fault.clone());
        finding.why = "What cannot be read as it was meant may not be checked as it was meant.".to_owned();
        finding
    });
    let mut judged = Judged { findings: broken.collect(), ..Judged::default() };
    let anew = || Reading::new(document, &policy.lexicon, &policy.style);
    let reading = kept.map_or_else(anew, |kept| kept.read(policy, document));
    let draft = Draft::new(reading).read_by(policy.rulings.as_deref());
    lap(meter, Stage::Reading);
    for rule in &policy.rules {
        judged.findings.extend(rule.check.document(&draft).into_iter().map(|hit| rule.finding(hit, &document.source)));
    }
    lap(meter, Stage::Checks);
    judged.prints = prints(policy, &draft);
    lap(meter, Stage::Prints);
    fingerprint::give(&mut judged.findings, &draft.reading);
    judged.genres = draft.genres().iter().map(|sign| format!("{}: {}", sign.genre.name(), sign.shows)).collect();
    judged.unread = draft.unread().map(str::to_owned);
    judged.allows = covered(document);
    judged.claims = draft.ruled().map(|ruled| ruled.claim).collect();
    judged.claims.extend(second::apply(policy, &mut judged.findings));
    let (told, claims) = second::silences(policy, &draft);
    judged.findings.extend(told);
    judged.claims.extend(claims);
    judged
}

/// What the writer of a document permits, and where.
pub(super) fn covered(document: &Document) -> Vec<(Allow, Option<Span>)> {
    let covers = |allow: &Allow| match allow.reach {
        Reach::Block(block) => document.blocks.get(block).map(crate::text::Block::whole),
        Reach::Stretch(end) => Some(document.source.span(allow.span.start()..end)),
        Reach::File => Some(document.source.whole()),
    };
    document.allows.iter().map(|allow| (allow.clone(), covers(allow))).collect()
}

/// What its rules compare of a draft with others.
pub(super) fn prints(policy: &Policy, draft: &Draft<'_>) -> Prints {
    let mut printer = Printer::new(draft.reading.style.day(draft.reading.document));
    for (number, rule) in policy.rules.iter().enumerate() {
        let wanted = rule.check.prints(draft, &mut printer);
        printer.want(number, wanted);
    }
    printer.finish()
}

/// Bytes that do not decode.
pub(super) fn undecodable(source: &Source, span: Span) -> Finding {
    let bytes = source.disk(span);
    let message = format!("byte {} does not decode as {}", bytes.start, source.encoding());
    let mut finding = Finding::new("meta/undecodable", Level::Warning, span, message);
    finding.why = "The rest of the draft was checked; this place may read differently from what was meant.".to_owned();
    finding.help = Some("Save the file as UTF-8.".to_owned());
    finding
}

impl Judged {
    /// Whether all that it points at is there: what comes back from a disk may have been put there by anybody.
    pub(super) fn fits(&self, policy: &Policy, text: &str) -> bool {
        let findings = self.findings.iter().flat_map(|finding| {
            let related = finding.related.iter().map(|related| related.span);
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            [finding.span].into_iter().chain(related).chain(edits).chain(finding.also.iter().map(|also| also.span))
        });
        let passages = self.prints.passages.iter().map(|print| print.span);
        let allows = self.allows.iter().flat_map(|(allow, covered)| [allow.span].into_iter().chain(*covered));
        self.prints.holds()
            && self.prints.wanted.iter().all(|(number, _)| *number < policy.rules.len())
            && findings.chain(passages).chain(allows).all(|span| text.get(span.start()..span.end()).is_some())
    }

    /// Lets permissions take their findings out, tells those that nothing needed, sorts, and tells as one what is one question.
    pub(super) fn settled(self, policy: &Policy) -> Vec<Finding> {
        self.replayed(policy).0
    }

    /// The same, and what second readers made of it.
    pub(super) fn replayed(self, policy: &Policy) -> (Vec<Finding>, Replay) {
        let Self { mut findings, allows, claims, .. } = self;
        permissions::apply(policy, &mut findings, &allows);
        let all = findings.len();
        findings.retain(|finding| finding.level > Level::Off);
        let replay = Replay { silenced: all - findings.len(), claims };
        findings.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
        findings.dedup();
        (questions::ask_once(findings), replay)
    }
}
