//! Taking on an old archive: what is known is passed over, what is new is told, and nothing gets lost between the two.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folder;

use std::fs;
use std::process::Command;

use folder::{Folder, Run};

const FILE: &str = "copydesk-baseline.txt";
const OLD: &str = "# The quay\n\nUnemployment in the port fell by 12% last year.\n\nExperts say that 40% of the pilots smoke.\n";
const NEW: &str = "\nThe town lost 31% of its ferries in 2024.\n";

impl Folder {
    /// An archive of two drafts with two findings each.
    fn archive(name: &str) -> Self {
        let archive =
            Self::new(name).with("copydesk.toml", "name = \"The Tidewater Post\"\nfail = \"note\"\n").with("posts/old.md", OLD);
        archive.with("posts/other.md", OLD.replace("port", "harbour").replace("pilots", "sailors"))
    }

    fn check(&self, arguments: &[&str]) -> Run {
        self.run(&[&["check"], arguments].concat())
    }

    /// The archive with its findings known.
    fn adopted(name: &str) -> Self {
        let archive = Self::archive(name);
        let run = archive.check(&["--write-baseline"]);
        assert_eq!(run.status, 0, "{run:?}");
        assert!(run.err.contains("4 findings are known from now on"), "{run:?}");
        archive
    }
}

impl Run {
    fn findings(&self) -> Vec<&str> {
        self.out.lines().filter(|line| line.contains(": warning ") || line.contains(": note ")).collect()
    }
}

#[test]
fn what_is_known_is_passed_over_and_counted() {
    let archive = Folder::adopted("known");
    let run = archive.check(&[]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{run:?}");
    assert!(run.err.contains("4 findings passed over"), "{run:?}");
    let run = archive.check(&["--no-baseline"]);
    assert_eq!((run.status, run.findings().len()), (1, 4), "{run:?}");
    let json = archive.check(&["--format", "json"]).out;
    assert!(json.contains("\"known\": 4"), "{json}");
}

#[test]
fn an_edit_tells_the_new_finding_and_no_other() {
    let archive = Folder::adopted("edit");
    archive.write("posts/old.md", format!("A line before.\n\n{OLD}{NEW}"));
    let run = archive.check(&[]);
    assert_eq!((run.status, run.findings().len()), (1, 1), "{run:?}");
    assert!(run.out.contains("31%"), "{run:?}");
}

#[test]
fn a_swap_is_seen() {
    let archive = Folder::adopted("swap");
    archive.write(
        "posts/old.md",
        OLD.replace("by 12% last year", "by a lot last year").replace("smoke.", "smoke.\n\nThe town lost 31% of its ferries."),
    );
    let run = archive.check(&[]);
    assert_eq!((run.status, run.findings().len()), (1, 1), "{run:?}");
    assert!(run.err.contains("1 finding of the baseline is mended"), "{run:?}");
}

#[test]
fn a_finding_told_for_a_whole_list_is_known_while_each_of_its_figures_is() {
    let archive = Folder::archive("list");
    let list =
        "# The quay\n\nThe port has changed.\n\n- Some 900 people died in floods last year.\n- Some 40% of the pilots smoke.\n";
    archive.write("posts/old.md", list);
    archive.check(&["--write-baseline"]);
    let first = archive.check(&[]);
    assert!(first.findings().is_empty(), "{first:?}");

    archive.write("posts/old.md", list.replace("Some 900 people", "People"));
    let mended = archive.check(&[]);
    assert!(mended.findings().is_empty(), "one mended, and the others are known still: {mended:?}");

    archive.write("posts/old.md", format!("{list}- Unemployment in the port fell by 12% last year.\n"));
    let more = archive.check(&[]);
    assert_eq!(more.findings().len(), 1, "a new figure is told: {more:?}");
}

#[test]
fn a_renamed_file_takes_its_findings_along_and_a_copy_does_not() {
    let archive = Folder::adopted("rename");
    fs::rename(archive.0.join("posts/old.md"), archive.0.join("posts/new name é.md")).unwrap();
    let run = archive.check(&[]);
    assert_eq!((run.status, run.findings().len()), (0, 0), "{run:?}");
    fs::copy(archive.0.join("posts/new name é.md"), archive.0.join("posts/old.md")).unwrap();
    let run = archive.check(&[]);
    assert_eq!(run.findings().len(), 2, "{run:?}");
}

#[test]
fn what_is_mended_is_stale_and_pruned_and_nothing_is_added() {
    let archive = Folder::adopted("stale");
    archive.write("posts/old.md", format!("{}{NEW}", OLD.replace("Experts say that 40% of the pilots smoke.", "Pilots smoke.")));
    let before = archive.read(FILE);
    // Nothing is known of drafts that were not checked.
    let run = archive.check(&["posts/other.md", "--fail-on-stale"]);
    assert_eq!(run.status, 0, "{run:?}");
    let run = archive.check(&["--fail-on", "never", "--fail-on-stale"]);
    assert_eq!(run.status, 1, "{run:?}");
    let run = archive.check(&["--fail-on", "never"]);
    assert_eq!(run.status, 0, "{run:?}");
    let run = archive.check(&["--prune-baseline"]);
    assert_eq!((run.status, run.findings().len()), (1, 1), "{run:?}");
    let after = archive.read(FILE);
    assert_eq!(after.lines().count() + 1, before.lines().count(), "{after}");
    assert!(after.lines().all(|line| before.contains(line)), "{after}");
    assert!(archive.check(&["--prune-baseline"]).err.contains("stays as it is"));
}

#[test]
fn an_old_baseline_is_written_over_only_when_that_is_said() {
    let archive = Folder::adopted("over");
    let before = archive.read(FILE);
    archive.write("posts/old.md", format!("{OLD}{NEW}"));
    let run = archive.check(&["--write-baseline"]);
    assert_eq!(run.status, 2, "{run:?}");
    assert_eq!(archive.read(FILE), before);
    // What is known of drafts that this run does not check stays.
    let run = archive.check(&["--write-baseline", "--force", "posts/old.md"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(archive.read(FILE).lines().count(), before.lines().count() + 1);
    assert_eq!(archive.check(&[]).status, 0);
}

#[test]
fn what_cannot_be_read_as_a_baseline_is_a_failure() {
    let archive = Folder::adopted("broken");
    let conflict = archive.read(FILE) + "<<<<<<< ours\n";
    archive.write(FILE, &conflict);
    let run = archive.check(&[]);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.err.contains("copydesk-baseline.txt: line 7"), "{run:?}");
    fs::remove_file(archive.0.join(FILE)).unwrap();
    fs::create_dir(archive.0.join(FILE)).unwrap();
    assert_eq!(archive.check(&[]).status, 2);
    assert_eq!(archive.check(&["--baseline", "nowhere.txt"]).status, 2);
    fs::remove_dir(archive.0.join(FILE)).unwrap();
    assert_eq!(archive.check(&["--prune-baseline"]).status, 2);
}

#[test]
fn a_baseline_is_no_draft_whatever_it_is_called() {
    let archive = Folder::archive("draft");
    archive.check(&["--write-baseline", "--baseline", "known.txt"]);
    let run = archive.check(&["--baseline", "known.txt", "-v"]);
    assert!(run.err.contains("skipped known.txt: a baseline, not a draft"), "{run:?}");
    assert_eq!(archive.check(&["known.txt"]).status, 0);
    // But a folder in which there is nothing else was not checked.
    fs::create_dir(archive.0.join("lists")).unwrap();
    fs::rename(archive.0.join("known.txt"), archive.0.join("lists/known.txt")).unwrap();
    assert_eq!(archive.check(&["lists"]).status, 2);
}

#[test]
fn a_report_in_the_folder_is_no_draft() {
    let archive = Folder::archive("report");
    for (format, file) in [("html", "report.html"), ("markdown", "report.md")] {
        archive.check(&["--format", format, "-o", file]);
        let run = archive.check(&["-v"]);
        assert!(run.err.contains(&format!("skipped {file}: a report of copydesk, not a draft")), "{run:?}");
        assert_eq!(run.findings().len(), 4, "{run:?}");
    }
    let page = "<!DOCTYPE html>\n<html><head><title>Findings: 2024</title></head><body><p>Unemployment fell by 12% last year.</p></body></html>\n";
    archive.write("posts/findings.html", page);
    assert_eq!(archive.check(&[]).findings().len(), 5, "another's page is judged");
}

#[test]
fn findings_of_two_branches_merge() {
    let archive = Folder::adopted("merge");
    let base = archive.read(FILE);
    let branch = |path: &str, text: &str| {
        let old = archive.read(path);
        archive.write(path, text);
        assert_eq!(archive.check(&["--write-baseline", "--force"]).status, 0);
        let baseline = archive.read(FILE);
        archive.write(path, &old);
        archive.write(FILE, &base);
        baseline
    };
    let ours = branch("posts/old.md", &format!("{OLD}{NEW}"));
    let theirs = branch("posts/other.md", "# Nothing\n\nAll is well.\n");
    archive.write("ours", &ours);
    archive.write("base", &base);
    archive.write("theirs", &theirs);
    // As git merges a file that `.gitattributes` gives the driver `union`.
    let merge =
        Command::new("git").args(["merge-file", "-p", "--union", "ours", "base", "theirs"]).current_dir(&archive.0).output();
    let merged = String::from_utf8(merge.unwrap().stdout).unwrap();
    archive.write(FILE, &merged);
    archive.write("posts/old.md", format!("{OLD}{NEW}"));
    archive.write("posts/other.md", "# Nothing\n\nAll is well.\n");
    let run = archive.check(&[]);
    assert_eq!(run.status, 0, "{run:?}\n{merged}");
}
