//! A folder of untrusted files, such as a pull request: nothing that lies outside of it comes into any report, or is written.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A word that stands in every file outside, and in the environment.
const CANARY: &str = "canary7f3a";
/// What is wrong in every draft of the folder, so that each is known to have been judged.
const VAGUE: &str = "Experts say 40% of the berths are empty.\n";
const SHARE: &str = "\"chrome/share-bar\" = \"error\"\n";

/// A folder `pr` of untrusted files, and what lies `out`side of it; gone when the test ends.
struct World(PathBuf);

impl World {
    fn new(name: &str) -> Self {
        let world =
            Self(fs::canonicalize(std::env::temp_dir()).unwrap().join(format!("copydesk-out-{name}-{}", std::process::id())));
        let rule = format!(
            "summary = \"{CANARY}\"\nmessage = \"{CANARY}\"\nwhy = \"{CANARY}\"\nlevel = \"error\"\nsince = \"1.0.0\"\n\
             [forbid]\nphrases = [\"berths\"]\n[[example]]\nbad = \"{{Berths}} {CANARY}.\"\n[[example]]\ngood = \"{CANARY}\"\n"
        );
        let draft = format!("Experts say 40% of the {CANARY} berths are empty.\n\nSkip to {CANARY}\n");
        world.write("out/draft.md", &draft);
        world.write("out/folder/draft.md", &draft);
        world.write("out/secret", format!("{CANARY} = 40%\n"));
        world.write("out/broken.toml", format!("password = {CANARY}\n"));
        world.write("out/keys.toml", format!("name = \"x\"\n{CANARY} = \"{CANARY}\"\n[rules]\n\"{CANARY}\" = \"{CANARY}\"\n"));
        world.write(
            "out/copydesk.toml",
            format!("name = \"{CANARY}\"\naliases = [\"{CANARY}\"]\n[texts.opinion]\ntext = \"It is {CANARY}.\"\n"),
        );
        world.write("out/rules/house/sound.toml", &rule);
        world.write("out/rules/house/broken.toml", format!("{CANARY} = 1\n[[example]]\n{rule}"));
        world.write("out/ignore", format!("{CANARY}{{a\n[{CANARY}\n"));
        world.write("pr/good/a.md", VAGUE);
        world
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A case of its own: a folder of the pull request with a draft in it.
    fn case(&self, name: &str, files: &[(&str, String)], links: &[(&str, String)]) {
        self.write(&format!("pr/{name}/a.md"), VAGUE);
        for (path, text) in files {
            self.write(&format!("pr/{name}/{path}"), text);
        }
        for (path, target) in links {
            let path = self.at(&format!("pr/{name}/{path}"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = fs::remove_file(&path);
            symlink(target, path).unwrap();
        }
    }

    /// Every place where a link or a path can stand, and what it may lead to.
    fn attack(&self) {
        let extends = |path: &str| vec![("copydesk.toml", format!("extends = \"{path}\"\n[rules]\n{SHARE}"))];
        let out = |path: &str| format!("{}/out/{path}", self.0.display());
        for (name, target) in [
            ("extends-absolute", out("keys.toml")),
            ("extends-up", "../../out/copydesk.toml".to_owned()),
            ("extends-broken", "../../out/broken.toml".to_owned()),
            ("extends-winding", "../good/../../out/keys.toml".to_owned()),
            ("extends-case", "../../OUT/copydesk.toml".to_owned()),
            ("extends-folder", "../../out".to_owned()),
            ("extends-environ", "/proc/self/environ".to_owned()),
            ("extends-descriptor", "/dev/fd/0".to_owned()),
            ("extends-device", "/dev/zero".to_owned()),
            ("extends-git", "../.git/config".to_owned()),
            ("extends-git-toml", "../.git/secret.toml".to_owned()),
            ("extends-secret", "../secret.toml".to_owned()),
            ("extends-env", "../.env".to_owned()),
            ("extends-missing", "../nowhere.toml".to_owned()),
        ] {
            self.case(name, &extends(&target), &[]);
        }
        for (name, target) in [
            ("link-copydesk", "../../out/copydesk.toml".to_owned()),
            ("link-keys", "../../out/keys.toml".to_owned()),
            ("link-broken", out("broken.toml")),
            ("link-secret", "../../out/secret".to_owned()),
            ("link-environ", "/proc/self/environ".to_owned()),
            ("link-device", "/dev/zero".to_owned()),
            ("link-git", "../.git/config".to_owned()),
            ("link-own-secret", "../secret.toml".to_owned()),
            ("link-folder", "../../out".to_owned()),
            ("link-itself", "copydesk.toml".to_owned()),
        ] {
            self.case(name, &[], &[("copydesk.toml", target.clone())]);
            let rules = format!("rules-{name}");
            self.case(&rules, &[("copydesk.toml", String::new())], &[("rules/house/x.toml", format!("../../{target}"))]);
            let ignored = format!("ignore-{name}");
            let (ours, git, plain) = (target.clone(), target.clone(), target.clone());
            self.case(&ignored, &[], &[(".copydeskignore", ours), (".gitignore", git), (".ignore", plain)]);
            let drafts = format!("draft-{name}");
            self.case(
                &drafts,
                &[],
                &[("x.md", target.clone()), ("x.html", target.clone()), ("x.txt", target.clone()), ("x", target)],
            );
        }
        let chain = [("b.toml", "c.toml".to_owned()), ("c.toml", "d/keys.toml".to_owned()), ("d", "../../out".to_owned())];
        self.case("chain", &extends("b.toml"), &chain);
        self.case("chain-folder", &extends("d/copydesk.toml"), &chain[2..]);
        self.case("rules-folder", &[("copydesk.toml", String::new())], &[("rules", "../../out/rules".to_owned())]);
        self.case("rules-root", &[("copydesk.toml", String::new())], &[("rules", "/".to_owned())]);
        self.case("rules-above", &[("copydesk.toml", String::new())], &[("rules", "..".to_owned())]);
        self.case("rules-below", &[("copydesk.toml", String::new())], &[("rules/house", "../../../out/rules/house".to_owned())]);
        self.case(
            "rules-sound",
            &[("copydesk.toml", String::new())],
            &[("rules/house/sound.toml", out("rules/house/sound.toml"))],
        );
        self.case(
            "rules-broken",
            &[("copydesk.toml", String::new())],
            &[("rules/house/broken.toml", out("rules/house/broken.toml"))],
        );
        self.case(
            "ignore",
            &[],
            &[(".copydeskignore", "../../out/ignore".to_owned()), (".gitignore", "../../out/ignore".to_owned())],
        );
        self.case(
            "drafts",
            &[],
            &[("d", "../../out".to_owned()), ("x.md", "../../out/draft.md".to_owned()), ("y.md", out("draft.md"))],
        );
        self.case("endless", &[], &[("root", "/".to_owned()), ("proc", "/proc".to_owned()), ("up", "..".to_owned())]);
    }

    /// What runs of every command say, in the folder of the pull request and in each of its folders.
    fn say(&self, args: &[&str], inside: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(args).current_dir(self.at(inside)).env("COPYDESK_CANARY", CANARY).stdin(Stdio::null());
        let done = command.output().unwrap();
        let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(
            done.status.code().is_some_and(|status| status <= 2) && !said.contains("panicked"),
            "{args:?} in {inside}: {said}"
        );
        assert!(!said.to_lowercase().contains(CANARY), "{args:?} in {inside} lets out: {said}");
        said
    }

    /// Every file outside, with what stands in it.
    fn outside(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut folders, mut files) = (vec![self.at("out")], BTreeMap::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => drop(files.insert(path.clone(), fs::read(&path).unwrap())),
                }
            }
        }
        files
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every link and file in the pull request that could be named, as `git diff --name-only` would.
fn named(root: &Path) -> Vec<String> {
    let (mut folders, mut paths) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            match entry.file_type().unwrap().is_dir() {
                true if entry.file_name() == ".git" => {}
                true => folders.push(entry.path()),
                false if entry.file_name() == ".env" => {}
                false => paths.push(entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned()),
            }
        }
    }
    paths.extend(
        ["drafts/d/draft.md", "drafts/d/folder/draft.md", "good/../drafts/d/draft.md", "drafts/d/secret"].map(str::to_owned),
    );
    paths.sort();
    paths
}

/// Commands of which each meets what one sort of case has planted.
const OF_CONFIGURATION: [&[&str]; 5] = [
    &["inventory"],
    &["rules"],
    &["explain", "house/x"],
    &["config", "a.md"],
    &["check", "--config", "copydesk.toml", "--format", "human"],
];
const OF_RULES: [&[&str]; 3] =
    [&["test", "rules"], &["explain", "house/sound"], &["check", "--format", "human", "--color", "always"]];
const OF_DRAFTS: [&[&str]; 4] = [
    &["config", "x.md"],
    &["check", "-", "--stdin-filename", "d/x.md"],
    &["check", "--diff", "a.md", "x.md", "y.md", "x", "d", "d/draft.md"],
    &["check", "--fix", "a.md", "x.md", "y.md", "x", "d", "d/draft.md"],
];

fn nothing_comes_out(world: &World, each: bool) {
    world.attack();
    let before = world.outside();
    let named = named(&world.at("pr"));
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let formats = [("human", "--verbose"), ("short", "--strict"), ("json", "--verbose"), ("jsonl", "--no-config")];
    for (format, option) in formats {
        let command = ["check", option, "--format", format];
        let said = world.say(&command, "pr");
        assert!(said.contains("good/a.md"), "{said}");
        world.say(&[&command[..], &named].concat(), "pr");
    }
    for format in ["table", "json", "jsonl", "csv", "html"] {
        let said = world.say(&["figures", "--all", "--format", format], "pr");
        assert!(said.contains("good/a.md"), "{said}");
        world.say(&[&["figures", "--all", "--format", format][..], &named].concat(), "pr");
    }
    for case in fs::read_dir(world.at("pr")).unwrap().map(|entry| entry.unwrap()).filter(|_| each) {
        let name = case.file_name().to_str().unwrap().to_owned();
        let (of_rules, of_drafts) =
            (name.starts_with("rules"), ["draft", "endless", "ignore"].iter().any(|sort| name.starts_with(sort)));
        let commands: &[&[&str]] = match (of_rules, of_drafts) {
            (true, _) => &OF_RULES,
            (_, true) => &OF_DRAFTS,
            _ => &OF_CONFIGURATION,
        };
        for args in commands.iter().filter(|_| case.file_type().unwrap().is_dir()) {
            world.say(args, &format!("pr/{name}"));
        }
    }
    for args in [&["check", "--diff"][..], &["check", "--fix"], &["init", "--scan"]] {
        world.say(args, "pr");
    }
    for path in ["out/new.txt", "link-keys/copydesk.toml", "drafts/x.md", "drafts/d/new.txt", "draft-link-folder/x.txt/new"] {
        world.say(&["check", "good", "--output", path], "pr");
        world.say(&["figures", "good", "--output", path], "pr");
    }
    symlink("../../out/new", world.at("pr/good/report")).unwrap();
    world.say(&["check", "good", "--output", "good/report"], "pr");
    assert!(world.outside() == before, "something was written outside");
}

#[test]
fn nothing_outside_of_a_repository_comes_into_a_report() {
    let world = World::new("repository");
    world.write("pr/.git/config", format!("[http]\n\textraheader = {CANARY}\n"));
    world.write("pr/.git/secret.toml", format!("name = \"{CANARY}\"\n"));
    world.write("pr/secret.toml", format!("password = \"{CANARY}\"\n"));
    world.write("pr/.env", format!("{CANARY}=40%\n"));
    nothing_comes_out(&world, true);
}

#[test]
fn nothing_outside_of_a_publication_comes_into_a_report() {
    let world = World::new("publication");
    world.write("pr/copydesk.toml", "name = \"The Tidewater Post\"\n");
    nothing_comes_out(&world, false);
}

#[test]
fn nothing_outside_of_a_folder_that_nothing_marks_comes_into_a_report() {
    nothing_comes_out(&World::new("unmarked"), false);
}

/// What is refused is said, where it stands, with what to do.
#[test]
fn what_is_refused_is_told() {
    let world = World::new("told");
    world.write("pr/.git/HEAD", "");
    world.write("pr/secret.toml", format!("password = \"{CANARY}\"\n"));
    world.write("pr/.git/secret.toml", format!("name = \"{CANARY}\"\n"));
    world.attack();
    for (case, words) in [
        (
            "extends-up",
            "extends-up/copydesk.toml:1:11: fatal meta/bad-config: “../../out/copydesk.toml” cannot be extended: it lies outside of the repository",
        ),
        ("extends-environ", "“/proc/self/environ” cannot be extended: it lies outside of the repository"),
        ("extends-git", "“../.git/config” cannot be extended: it lies in a `.git`"),
        ("extends-git-toml", "“../.git/secret.toml” cannot be extended: it lies in a `.git`"),
        ("extends-env", "“../.env” cannot be extended: it is no `.toml`"),
        ("extends-secret", "“../secret.toml” cannot be extended: it has mistakes, or is no configuration"),
        ("extends-missing", "“../nowhere.toml” cannot be extended: there is no such file"),
        (
            "chain",
            "chain/copydesk.toml:1:11: fatal meta/bad-config: “b.toml” cannot be extended: a symbolic link leads out of the repository",
        ),
        (
            "link-keys",
            "link-keys/copydesk.toml:1:1: fatal meta/bad-config: cannot be read: a symbolic link leads out of the repository",
        ),
        (
            "link-own-secret",
            "link-own-secret/copydesk.toml:1:1: fatal meta/bad-config: cannot be read: it has mistakes, or is no configuration",
        ),
        ("link-itself", "cannot be read: it is a symbolic link that leads nowhere"),
        (
            "rules-folder",
            "rules-folder/rules:1:1: fatal meta/bad-config: cannot be read: a symbolic link leads out of the repository",
        ),
        (
            "rules-above",
            "rules-above/rules:1:1: fatal meta/bad-config: cannot be read: a symbolic link leads to a folder that holds it",
        ),
        (
            "rules-below",
            "rules-below/rules/house:1:1: warning meta/bad-config: is a symbolic link to a folder, and the rules there are not read",
        ),
        (
            "rules-sound",
            "rules-sound/rules/house/sound.toml:1:1: fatal meta/bad-config: cannot be read: a symbolic link leads out",
        ),
        (
            "rules-link-own-secret",
            "rules-link-own-secret/rules/house/x.toml:1:1: fatal meta/bad-config: has mistakes, or is none of copydesk’s files",
        ),
    ] {
        let said = world.say(&["check", "--format", "short", case], "pr");
        assert!(said.contains(words), "{case}: no “{words}” in {said}");
        let lines = said.lines().filter(|line| line.contains("fatal meta/") && line.starts_with(case)).count();
        assert!(lines <= 1, "{case} is told once: {said}");
    }
}
