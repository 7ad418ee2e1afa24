//! When a draft is told of, and what is kept of it until then.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use copydesk::config::Publication;
use copydesk::finding::{File, Level};
use copydesk::lint::{Entry, KeptReading, Meter, Outcome, PassageName, Past, Stage, each};
use copydesk::policy::{Choices, Policy};

const PASSAGE: &str = "The ice came in January and stayed until the middle of March, and the harbour office counted the ferries at the \
                       quay every morning before the bell.";

fn policy(config: &str, only: &str) -> Arc<Policy> {
    let choices = Choices { only: vec![only.to_owned()], ..Choices::default() };
    let (publication, mistakes) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &choices);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    publication.unwrap().policy(Path::new("draft.md"))
}

/// The policy that compares drafts with one another.
fn comparing() -> Arc<Policy> {
    policy("[rules]\n\"boilerplate/across-articles\" = \"warning\"\n", "boilerplate/across-articles")
}

fn entry(path: &str, policy: &Arc<Policy>) -> Entry {
    Entry { path: path.into(), policy: policy.clone(), format: None }
}

/// What is told of drafts, in the order it is told.
fn told(entries: &[Entry], read: impl Fn(&Path) -> io::Result<Vec<u8>> + Sync) -> Vec<File> {
    let mut files = Vec::new();
    each(entries.iter().cloned(), read, Past::default(), |_, told| match told {
        Outcome::Judged(file) => files.push(file),
        unjudged => panic!("{unjudged:?}"),
    });
    files
}

#[test]
fn a_draft_that_nothing_is_told_of_keeps_no_text() {
    let policy = policy("", "chrome/template-residue");
    let drafts = [entry("quiet.md", &policy), entry("loud.md", &policy)];
    let files = told(&drafts, |path| {
        let text = if path == Path::new("loud.md") { "Boats for TK euros.\n" } else { "The ferries lay at the quay.\n" };
        Ok(text.as_bytes().to_vec())
    });
    assert_eq!((files[0].findings.len(), files[0].source.text.as_str()), (0, ""));
    assert_eq!((files[1].findings.len(), files[1].source.text.as_str()), (1, "Boats for TK euros.\n"));
}

#[test]
fn drafts_are_told_of_while_others_are_not_yet_found() {
    let policy = policy("", "chrome/template-residue");
    let (found, most, said) = (Cell::new(0_usize), Cell::new(0_usize), Cell::new(0_usize));
    let entries = (0..5_000).map(|number| {
        found.set(found.get() + 1);
        most.set(most.get().max(found.get() - said.get()));
        entry(&format!("{number}.md"), &policy)
    });
    let mut order = Vec::new();
    each(
        entries,
        |_| Ok(b"Nothing.\n".to_vec()),
        Past::default(),
        |entry, _| {
            said.set(said.get() + 1);
            order.push(entry.path.clone());
        },
    );
    assert!(most.get() <= 2_000, "{} drafts were found before the first of them was told of", most.get());
    assert_eq!(order, (0..5_000).map(|number| PathBuf::from(format!("{number}.md"))).collect::<Vec<_>>());
}

#[test]
fn texts_that_drafts_share_are_read_again_and_no_others() {
    let policy = comparing();
    let reads = AtomicUsize::new(0);
    let other =
        "Nobody on the mole had seen a winter like it since the old lighthouse burned down, and nobody wished to see another.";
    let names = ["a.md", "b.md", "c.md", "other.md", "short.md"];
    let entries: Vec<Entry> = names.iter().map(|name| entry(name, &policy)).collect();
    let files = told(&entries, |path| {
        reads.fetch_add(1, Ordering::Relaxed);
        Ok(match path.to_str().unwrap() {
            "other.md" => other.as_bytes().to_vec(),
            "short.md" => b"Nothing.\n".to_vec(),
            _ => PASSAGE.as_bytes().to_vec(),
        })
    });
    let told: Vec<(&str, usize, &str)> =
        files.iter().map(|file| (file.source.path.to_str().unwrap(), file.findings.len(), file.source.text.as_str())).collect();
    // The short one is compared with none, and told of at once.
    assert_eq!(
        told,
        [("short.md", 0, ""), ("a.md", 1, PASSAGE), ("b.md", 0, PASSAGE), ("c.md", 0, PASSAGE), ("other.md", 0, "")]
    );
    assert_eq!(reads.into_inner(), 8);
}

#[test]
fn a_draft_that_changes_under_the_run_is_not_told_by_its_old_places() {
    let policy = comparing();
    let entries: Vec<Entry> = ["a.md", "b.md", "c.md"].iter().map(|name| entry(name, &policy)).collect();
    let reads = AtomicUsize::new(0);
    let files = told(&entries, |path| {
        let again = reads.fetch_add(1, Ordering::Relaxed) >= 3;
        Ok(if again && path == Path::new("a.md") { b"Gone.\n".to_vec() } else { PASSAGE.as_bytes().to_vec() })
    });
    let rules: Vec<&str> = files.iter().flat_map(|file| &file.findings).map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["meta/unreadable-draft"]);
    assert_eq!(files[0].findings[0].level, Level::Fatal);
}

/// How many findings each of some drafts has, of which those named permit the passage that all have.
fn permitting(drafts: &[&str], permitting: &[&str]) -> Vec<usize> {
    let policy = comparing();
    let entries: Vec<Entry> = drafts.iter().map(|name| entry(name, &policy)).collect();
    let allowed = format!("<!-- copydesk: allow boilerplate/across-articles, agreed -->\n\n{PASSAGE}\n");
    let files = told(&entries, |path| {
        let is_permitting = permitting.iter().any(|name| path == Path::new(name));
        Ok(if is_permitting { allowed.as_bytes().to_vec() } else { PASSAGE.as_bytes().to_vec() })
    });
    files.iter().map(|file| file.findings.len()).collect()
}

#[test]
fn leave_where_a_text_is_told_holds_for_all_of_it_and_leave_at_a_copy_for_that_copy() {
    assert_eq!(permitting(&["a.md", "b.md", "c.md"], &[]), [1, 0, 0]);
    assert_eq!(permitting(&["a.md", "b.md", "c.md"], &["b.md"]), [1, 0, 0]);
    assert_eq!(permitting(&["a.md", "b.md", "c.md"], &["a.md"]), [0, 0, 0]);
    assert_eq!(permitting(&["a.md", "b.md", "c.md"], &["b.md", "c.md"]), [0, 0, 0]);
    assert_eq!(permitting(&["a.md", "b.md"], &["b.md"]), [0, 0], "nor is the permission told as needless");
    assert_eq!(permitting(&["a.md"], &["a.md"]), [1], "here nothing needs it");
}

#[test]
fn a_text_that_is_known_where_it_was_is_told_at_a_new_place() {
    let policy = comparing();
    let entries: Vec<Entry> = ["a.md", "b.md", "c.md"].iter().map(|name| entry(name, &policy)).collect();
    let told = |new: &str| {
        let mut counts = Vec::new();
        let is_old = |passage: PassageName<'_>| passage.path != Path::new(new);
        each(
            entries.iter().cloned(),
            |_| Ok(PASSAGE.as_bytes().to_vec()),
            Past { is_old: Some(&is_old), ..Past::default() },
            |_, told| {
                if let Outcome::Judged(file) = told {
                    counts.push(file.findings.len());
                }
            },
        );
        counts
    };
    assert_eq!((told("c.md"), told("none")), (vec![0, 0, 1], vec![1, 0, 0]));
}

/// A text as it is typed: each paragraph is doubled, changed, taken away and set elsewhere, one after another.
fn typed(text: &str) -> Vec<String> {
    let blocks: Vec<&str> = text.split("\n\n").collect();
    let change = |number: usize| {
        let (before, own, behind) = (&blocks[..number], blocks[number], &blocks[number + 1..]);
        let longer = format!("{own} About 4,100 more came, the board said.");
        let own: &[&str] = match number % 4 {
            0 => &[own, own],
            1 => &[&longer],
            2 => &[],
            _ => return [behind, &[own], before].concat().join("\n\n"),
        };
        [before, own, behind].concat().join("\n\n")
    };
    (0..blocks.len()).map(change).collect()
}

#[test]
fn a_draft_that_is_typed_is_told_of_as_if_nobody_had_read_it_before() {
    let other = policy("", "attribution/unsourced-figure");
    let policy = Publication::builtin("standard", &Choices::default()).unwrap().policy(Path::new("draft.md"));
    let drafts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    let files = std::fs::read_dir(drafts).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    files.sort();
    let mut all = 0;
    for file in files.iter().step_by(2) {
        let kept = KeptReading::default();
        for (number, text) in typed(&std::fs::read_to_string(file).unwrap()).into_iter().enumerate() {
            // What another policy read is of no use to this one.
            let entries = [entry("draft.md", if number % 5 == 4 { &other } else { &policy })];
            let told = |past: Past<'_>| {
                let mut said = Vec::new();
                let read = |_: &Path| Ok(text.clone().into_bytes());
                each(entries.iter().cloned(), read, Past { untried: true, ..past }, |_, told| {
                    let Outcome::Judged(file) = told else { panic!("{told:?}") };
                    said = file.findings;
                });
                said
            };
            let again = told(Past { kept: Some(&kept), ..Past::default() });
            all += again.len();
            assert_eq!(format!("{again:?}"), format!("{:?}", told(Past::default())), "{}: {text}", file.display());
        }
    }
    assert!(all > 500, "{all}");
}

/// A clock that keeps what it is told.
struct Laps(std::sync::Mutex<Vec<Stage>>);

impl Meter for Laps {
    fn lap(&self, stage: Stage) {
        self.0.lock().unwrap().push(stage);
    }
}

#[test]
fn a_clock_is_told_of_every_stage() {
    let (policy, laps) = (comparing(), Laps(std::sync::Mutex::default()));
    let past = Past { meter: Some(&laps), ..Past::default() };
    each([entry("a.md", &policy)], |_| Ok(PASSAGE.as_bytes().to_vec()), past, |_, _| {});
    let mut told = laps.0.into_inner().unwrap();
    told.dedup();
    let draft = [Stage::Idle, Stage::Read, Stage::Parse, Stage::Reading, Stage::Checks, Stage::Prints, Stage::Checks];
    assert_eq!(told, [&draft[..], &[Stage::Idle, Stage::Join, Stage::Verify, Stage::Settle]].concat());
}
