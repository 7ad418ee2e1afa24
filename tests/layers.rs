//! The floors of the house: who may import whom, what the lower floors never touch, and how long a file may grow.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// All rooms and what each may import, lower floors first: a room may only import rooms that stand before it.
const ROOMS: [(&str, &[&str]); 17] = [
    ("text", &[]),
    ("finding", &["text"]),
    ("format", &["text"]),
    ("prose", &[]),
    ("style", &["text"]),
    ("reading", &["prose", "style", "text"]),
    ("sourcing", &["prose", "reading", "style", "text"]),
    ("wording", &["prose", "reading", "style", "text"]),
    ("draft", &["prose", "reading", "sourcing", "wording"]),
    ("check", &["draft", "finding", "prose", "reading", "sourcing", "style", "text", "wording"]),
    ("report", &["finding", "reading", "sourcing", "text"]),
    ("config", &["check", "finding", "prose", "style", "text"]),
    ("lint", &["check", "config", "draft", "finding", "format", "reading", "sourcing", "text"]),
    ("prove", &["config", "finding", "lint", "text"]),
    ("inventory", &["draft", "lint", "prose", "reading", "wording"]),
    ("app", &["config", "finding", "inventory", "lint", "prove", "report", "sourcing", "text", "wording"]),
    ("main", &["app"]),
];

/// What only `app` touches: files, the environment, the clock, threads and the terminal.
const OUTSIDE: [&str; 11] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "print!(",
    "println!(",
];

/// The most lines of a file.
const LONGEST_FILE: usize = 500;
/// The most lines of a function.
const LONGEST_FUNCTION: usize = 70;

/// A file of `src`: its path there, its room, and its text.
struct Code {
    path: PathBuf,
    room: String,
    text: String,
}

impl Code {
    /// The lines that are no comment, numbered from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(number, line)| (number + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// As [`lines`](Self::lines), without the tests at the end of the file.
    fn tested(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }

    fn at(&self, line: usize) -> String {
        format!("src/{}:{line}", self.path.display())
    }
}

fn sources() -> Vec<Code> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() {
                folders.push(file);
            } else if file.extension().is_some_and(|ending| ending == "rs") {
                let path = file.strip_prefix(&root).unwrap().to_owned();
                let room = path.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
                found.push(Code { path, room, text: fs::read_to_string(&file).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 40, "src was not found");
    found
}

/// The rooms that a line names: `crate::room`, `crate::{room, …}`, and `copydesk::room` in `main.rs`.
fn named(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for prefix in ["crate::", "copydesk::"] {
        for (at, _) in line.match_indices(prefix) {
            let rest = &line[at + prefix.len()..];
            let group = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(group, _)| group);
            let first = |path: &str| {
                path.trim().split(|char: char| !char.is_ascii_alphanumeric() && char != '_').next().unwrap_or_default().to_owned()
            };
            match group {
                Some(group) => rooms.extend(group.split(',').map(first)),
                None => rooms.push(first(rest)),
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn the_list_of_rooms_has_no_circle() {
    let mut below = BTreeSet::new();
    for (room, imports) in ROOMS {
        let upward: Vec<_> = imports.iter().filter(|import| !below.contains(*import)).collect();
        assert!(upward.is_empty(), "{room} imports {upward:?}, which do not stand below it");
        below.insert(room);
    }
}

#[test]
fn imports_run_downwards_only() {
    let rooms: BTreeMap<_, _> = ROOMS.into_iter().collect();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for code in sources().into_iter().filter(|code| code.room != "lib") {
        let Some(allowed) = rooms.get(code.room.as_str()) else {
            wrong.push(format!("src/{}: a room that ARCHITECTURE.md and this test do not know", code.path.display()));
            continue;
        };
        for (number, line) in code.lines() {
            for other in named(line).into_iter().filter(|other| *other != code.room) {
                if !allowed.contains(&other.as_str()) {
                    wrong.push(format!("{}: {} imports {other}", code.at(number), code.room));
                }
                used.insert((code.room.clone(), other));
            }
        }
    }
    for (room, imports) in rooms {
        let idle = imports.iter().filter(|import| !used.contains(&(room.to_owned(), (**import).to_owned())));
        wrong.extend(idle.map(|import| format!("{room} may import {import} and does not: take the arrow out")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_do_not_climb_out_of_a_room() {
    let mut wrong = Vec::new();
    for code in sources() {
        // From a/b.rs `super` is the room a, and `super::super` lies outside; from a.rs and a/mod.rs `super` already does.
        let depth = code.path.iter().count() - usize::from(code.path.ends_with("mod.rs"));
        let leaving = "super::".repeat(depth);
        wrong.extend(code.tested().filter(|(_, line)| line.contains(&leaving)).map(|(number, _)| code.at(number)));
    }
    assert!(wrong.is_empty(), "say `crate::room` instead:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_app_touches_the_world() {
    let mut wrong = Vec::new();
    for code in sources().into_iter().filter(|code| !matches!(code.room.as_str(), "app" | "main")) {
        for (number, line) in code.tested() {
            let outside = OUTSIDE.iter().filter(|name| line.contains(*name) && !line.contains("::process::ExitCode"));
            wrong.extend(outside.map(|name| format!("{}: {name}", code.at(number))));
            // Threads: the one parallel line of the house, behind the feature.
            if line.contains("rayon") && code.room != "lint" {
                wrong.push(format!("{}: rayon", code.at(number)));
            }
        }
    }
    let parallel: usize =
        sources().iter().filter(|code| code.room == "lint").map(|code| code.text.matches("rayon").count()).sum();
    assert!(parallel <= 1, "lint has {parallel} parallel lines");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_its_one_job() {
    let silent: Vec<_> = sources().into_iter().filter(|code| !code.text.starts_with("//! ")).map(|code| code.path).collect();
    assert!(silent.is_empty(), "begin with one sentence of //!: {silent:?}");
    let drawers = ["util", "utils", "helper", "helpers", "common", "misc"];
    let named: Vec<_> = sources().into_iter().map(|code| code.path).collect();
    let drawer = named.iter().find(|path| path.file_stem().is_some_and(|stem| drawers.iter().any(|drawer| stem == *drawer)));
    assert_eq!(drawer, None, "a file's name says what it does");
}

#[test]
fn files_and_functions_stay_short() {
    let mut wrong = Vec::new();
    for code in sources() {
        let lines: Vec<&str> = code.text.lines().collect();
        if lines.len() > LONGEST_FILE {
            wrong.push(format!("src/{}: {} lines; is it two files?", code.path.display(), lines.len()));
        }
        for (number, line) in code.tested() {
            let head = line.trim_start();
            let opens = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn "].iter().any(|start| head.starts_with(start));
            if !opens || head.ends_with(';') || head.ends_with('}') {
                continue;
            }
            let closing = format!("{}}}", &line[..line.len() - head.len()]);
            let length = lines[number..].iter().position(|line| *line == closing).map_or(0, |length| length + 2);
            if length > LONGEST_FUNCTION {
                wrong.push(format!("{}: {length} lines; is it two functions?", code.at(number)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
