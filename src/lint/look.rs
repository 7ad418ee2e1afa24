//! One look at one draft: from its bytes to what is wrong in it, or to what an archive keeps of it.

use std::io;

use super::archive::{self, Filing};
use super::judge::{self, covered, judge_again, undecodable};
use super::looked::{Entry, Glance, Looked, Outcome};
use super::memory;
use super::meter::{Stage, lap};
use super::past::DraftPast;
use super::permissions::UNUSED;
use super::trial;
use super::unread::{KEEP_OUT, no_draft, unreadable};
use crate::check::Prints;
use crate::draft::Draft;
use crate::finding::Skipped;
use crate::format;
use crate::reading::Reading;
use crate::text::Source;

/// Looks at one draft, with what is known of it.
pub(super) fn look(entry: &Entry, bytes: io::Result<Vec<u8>>, past: DraftPast<'_>) -> Glance {
    let DraftPast { memory, kept, meter, untried } = past;
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Glance::Looked(Box::new(unreadable(entry, &error.to_string(), KEEP_OUT))),
    };
    if let Some(reason) = no_draft(&bytes, entry.format()) {
        return Glance::Skipped(Skipped { path: entry.path.clone(), reason: reason.to_owned() });
    }
    // What was told untried is no run's.
    let memory =
        memory.filter(|_| !untried).map(|memory| (memory, memory::key(&entry.policy, &entry.path, entry.format(), &bytes)));
    let decoded = Source::decode(&entry.path, entry.format(), bytes);
    if let Some(why) = decoded.unreadable {
        return Glance::Looked(Box::new(unreadable(entry, &why.why, why.help)));
    }
    let recalled = memory.and_then(|(memory, key)| memory.recall(key));
    if let Some(judged) = recalled.filter(|judged| judged.fits(&entry.policy, &decoded.source.text)) {
        return Glance::Looked(Box::new(Looked { source: decoded.source, judged }));
    }
    let document = format::read(decoded.source);
    lap(meter, Stage::Parse);
    let mut judged = judge_again(&entry.policy, &document, kept, meter);
    judged.findings.extend(decoded.broken.iter().map(|&span| undecodable(&document.source, span)));
    if !untried {
        trial::sift(&entry.policy, &document, &mut judged);
    }
    lap(meter, Stage::Checks);
    if let Some((memory, key)) = memory {
        memory.keep(key, &judged);
    }
    Glance::Looked(Box::new(Looked { source: document.source, judged }))
}

/// Judges one draft by itself, and says what of it can be compared with others.
pub fn alone(entry: &Entry, bytes: Vec<u8>) -> (Outcome, Prints) {
    match look(entry, Ok(bytes), DraftPast::default()) {
        Glance::Skipped(skipped) => (Outcome::Skipped(skipped), Prints::default()),
        Glance::Looked(looked) => {
            let (prints, unknown) = (looked.judged.prints.clone(), looked.permits_between(&entry.policy));
            let mut outcome = looked.settle(entry);
            if let Outcome::Judged(file) = &mut outcome {
                // Whether a permission is needed where drafts are compared, one by itself does not show.
                file.findings.retain(|finding| finding.rule != UNUSED || !unknown.contains(&finding.span));
            }
            (outcome, prints)
        }
    }
}

/// What is kept of one draft where it is to be compared with others, judging nothing.
///
/// # Errors
/// Why it is no draft.
pub fn filing(entry: &Entry, bytes: Vec<u8>) -> Result<Filing, Skipped> {
    if let Some(reason) = no_draft(&bytes, entry.format()) {
        return Err(Skipped { path: entry.path.clone(), reason: reason.to_owned() });
    }
    let decoded = Source::decode(&entry.path, entry.format(), bytes);
    if let Some(why) = decoded.unreadable {
        return Err(Skipped { path: entry.path.clone(), reason: format!("cannot be read: {}", why.why) });
    }
    let document = format::read(decoded.source);
    let draft = Draft::new(Reading::new(&document, &entry.policy.lexicon, &entry.policy.style));
    let prints = judge::prints(&entry.policy, &draft);
    Ok(Filing { text: archive::hash(&document.source), prints, allows: covered(&document) })
}
