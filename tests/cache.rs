//! What was found before is found again, and never believed where it may be false.

#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folder;

use std::fs;
use std::path::PathBuf;

use folder::{Folder, Run};

/// Four kinds of drafts: a figure, a quiet one, a passage that stands in another too, and one with a mend and a permission.
const DRAFTS: [(&str, &str); 6] = [
    ("figure.md", "Experts say that 40% of ferries are late.\n"),
    ("quiet.md", "The ferry lay at the quay, and nobody came.\n"),
    (
        "one.md",
        "The company that runs the ferries takes no cars on board on Sundays in summer, and it never did so before the war.\n",
    ),
    (
        "two.md",
        "# Cars\n\nThe company that runs the ferries takes no cars on board on Sundays in summer, and it never did so before the war.\n",
    ),
    ("mend.md", "The quay was built by hand, in three summers, by the people of the town.\n\nShare this\nTweet this\nPin it\n"),
    ("allowed.md", "<!-- copydesk: allow attribution/vague-figure, our own count -->\nExperts say that 30% of boats leak.\n"),
];

const CONFIG: &str =
    "extends = \"copydesk:news\"\n\n[rules]\n\"boilerplate/across-articles\" = { level = \"warning\", files = 2 }\n";

impl Folder {
    /// A publication with its drafts.
    fn publication(name: &str) -> Self {
        DRAFTS.iter().fold(Self::new(name).with("copydesk.toml", CONFIG), |folder, (path, text)| folder.with(path, text))
    }

    fn check(&self, arguments: &[&str]) -> Run {
        self.run(&[&["check"], arguments].concat())
    }

    /// The report of a run without a cache, which one with it must equal.
    fn plain(&self) -> (i32, String) {
        let run = self.check(&["--no-cache", "--format", "json", "--verbose"]);
        (run.status, run.out)
    }

    /// The report of a run with a cache, and how many drafts it did not judge again.
    fn cached(&self) -> ((i32, String), usize) {
        let run = self.check(&["--cache-dir", "kept", "--format", "json", "--verbose", "--stats"]);
        let recalled = run.err.split("; ").find_map(|part| part.strip_suffix(" judged before, by the cache\n"));
        let recalled = recalled.unwrap_or_else(|| panic!("no count in {}", run.err)).parse().unwrap();
        assert!(!run.err.contains("could not be written"), "{}", run.err);
        ((run.status, run.out), recalled)
    }

    fn file(&self) -> PathBuf {
        self.0.join("kept/found-1")
    }
}

#[test]
fn what_did_not_change_is_not_judged_again_and_is_told_the_same() {
    let folder = Folder::publication("same");
    let plain = folder.plain();
    for told in ["vague-figure", "across-articles", "share-bar"] {
        assert!(plain.1.contains(told), "no {told} in {}", plain.1);
    }
    assert_eq!(folder.cached(), (plain.clone(), 0));
    assert_eq!(folder.cached(), (plain, DRAFTS.len()));

    folder.write("quiet.md", "Experts say that 20% of quays are empty.\n");
    assert_eq!(folder.cached(), (folder.plain(), DRAFTS.len() - 1));
    // What a draft shares with another is known, though only the other changed.
    folder.write("two.md", "# Cars\n\nNo cars.\n");
    assert_eq!(folder.cached(), (folder.plain(), DRAFTS.len() - 1));
    fs::rename(folder.0.join("figure.md"), folder.0.join("figures.md")).unwrap();
    assert_eq!(folder.cached(), (folder.plain(), DRAFTS.len() - 1));
    // What is back is known still.
    folder.write("quiet.md", DRAFTS[1].1);
    assert_eq!(folder.cached(), (folder.plain(), DRAFTS.len()));
}

#[test]
fn another_rule_or_publication_judges_anew() {
    let folder = Folder::publication("rules");
    folder.cached();
    folder.write("copydesk.toml", CONFIG.replace("\"warning\"", "\"error\""));
    assert_eq!(folder.cached(), (folder.plain(), 0));
    let one = folder.check(&["--cache-dir", "kept", "--rule", "attribution/*", "--stats"]);
    assert!(one.err.contains("; 0 judged before"), "{}", one.err);
}

#[test]
fn what_is_torn_or_false_is_not_believed() {
    let folder = Folder::publication("torn");
    let plain = folder.plain();
    folder.cached();
    let whole = fs::read(folder.file()).unwrap();
    for length in [0, 1, 15, 39, 40, whole.len() / 2, whole.len() - 1] {
        fs::write(folder.file(), &whole[..length]).unwrap();
        assert_eq!(folder.cached(), (plain.clone(), 0), "{length} bytes");
    }
    for at in (0..whole.len()).step_by(whole.len() / 12).chain([whole.len() - 41, whole.len() - 33, whole.len() - 1]) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(folder.file(), &bytes).unwrap();
        let (told, recalled) = folder.cached();
        assert_eq!(told, plain, "byte {at}");
        assert!(recalled < DRAFTS.len(), "byte {at} was changed and believed");
    }
    fs::write(folder.file(), whole).unwrap();
    assert_eq!(folder.cached(), (plain, DRAFTS.len()));
}

// Elsewhere the user's folder is none that an environment names.
#[cfg(unix)]
#[test]
fn few_drafts_keep_nothing_unasked_and_many_do_in_the_users_own_folder() {
    let folder = Folder::publication("many");
    let kept = folder.0.join(".user/copydesk");
    folder.check(&[]);
    assert!(!kept.exists());
    (0..2_000).for_each(|number| folder.write(format!("{number}.md"), "Nothing.\n"));
    let plain = folder.plain();
    assert!(!kept.exists());
    // What a repository brings along is neither read nor written.
    fs::create_dir(folder.0.join(".copydesk-cache")).unwrap();
    for recalled in [0, 2_000 + DRAFTS.len()] {
        let run = folder.check(&["--format", "json", "--verbose", "--stats"]);
        assert_eq!((run.status, run.out), plain);
        assert!(run.err.contains(&format!("; {recalled} judged before")), "{}", run.err);
    }
    assert_eq!(fs::read_dir(folder.0.join(".copydesk-cache")).unwrap().count(), 0);
    let roots: Vec<_> = fs::read_dir(kept).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(roots.len(), 1, "one folder a repository");
    assert_eq!(fs::read_to_string(roots[0].join(".gitignore")).unwrap(), "*\n");
    assert!(roots[0].join("CACHEDIR.TAG").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let (folder, other) = (Folder::publication("link"), Folder::publication("other"));
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(other.0.join(to), folder.0.join(at)).unwrap();
    link("", "kept");
    let run = folder.check(&["--cache-dir", "kept"]);
    assert!(run.err.contains("the cache could not be written: it is a symbolic link"), "{}", run.err);
    fs::remove_file(folder.0.join("kept")).unwrap();
    fs::create_dir(folder.0.join("kept")).unwrap();
    link("new", "kept/.gitignore");
    folder.cached();
    assert!(!other.0.join("found-1").exists() && !other.0.join("new").exists() && !other.0.join(".gitignore").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_told_and_costs_no_finding() {
    let folder = Folder::publication("closed");
    folder.write("kept", "a file of this name\n");
    let run = folder.check(&["--cache-dir", "kept", "--format", "json", "--verbose"]);
    assert_eq!((run.status, run.out), folder.plain());
    assert!(run.err.contains("the cache could not be written"), "{}", run.err);
    assert_eq!(fs::read_to_string(folder.0.join("kept")).unwrap(), "a file of this name\n");
}
