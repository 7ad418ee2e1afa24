//! The floors of the house: who may import whom, what the lower floors never touch, and how long a file may grow.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "layers/imports.rs"]
mod imports;
#[path = "layers/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use imports::{Contents, Named};

/// All rooms and what each may import, lower floors first: a room may only import rooms that stand before it.
const ROOMS: [(&str, &[&str]); 23] = [
    ("baseline", &[]),
    ("rulings", &[]),
    ("text", &[]),
    ("finding", &["text"]),
    ("edit", &["finding", "text"]),
    ("format", &["text"]),
    ("prose", &[]),
    ("style", &["text"]),
    ("reading", &["prose", "style", "text"]),
    ("sourcing", &["prose", "reading", "rulings", "style", "text"]),
    ("wording", &["prose", "reading", "style", "text"]),
    ("draft", &["prose", "reading", "rulings", "sourcing", "wording"]),
    ("check", &["draft", "edit", "finding", "prose", "reading", "rulings", "sourcing", "style", "text", "wording"]),
    ("report", &["finding", "reading", "rulings", "sourcing", "text", "wording"]),
    ("policy", &["check", "finding", "prose", "rulings", "style", "text"]),
    ("config", &["check", "finding", "policy", "prose", "rulings", "style", "text"]),
    ("lint", &["baseline", "check", "draft", "edit", "finding", "format", "policy", "reading", "rulings", "sourcing", "text"]),
    ("prove", &["config", "edit", "finding", "lint", "policy", "text"]),
    ("inventory", &["draft", "finding", "lint", "prose", "reading", "wording"]),
    ("handover", &["lint", "report", "rulings"]),
    ("rows", &["check", "finding", "format", "lint", "policy", "report", "text"]),
    (
        "app",
        &[
            "baseline",
            "check",
            "config",
            "edit",
            "finding",
            "handover",
            "inventory",
            "lint",
            "policy",
            "prove",
            "report",
            "rows",
            "rulings",
            "sourcing",
            "text",
        ],
    ),
    ("main", &["app"]),
];

/// What only `app` touches: files, the environment, the clock, threads and the terminal.
const OUTSIDE: [&str; 9] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
];

/// The most lines of a file.
const LONGEST_FILE: usize = 500;
/// The most lines of a function.
const LONGEST_FUNCTION: usize = 70;

/// Rooms that speak to users, or read keys of configuration: what they compare is no text of a draft.
const SPEAKING: [&str; 11] = ["app", "config", "handover", "lib", "lint", "main", "policy", "prove", "report", "rows", "rulings"];

/// Files that compare texts with keys, which look like words and are of no language; and what the keys are.
const KEYS: [(&str, &str); 43] = [
    ("check/describe.rs", "titles of what `copydesk explain` says"),
    ("check/owner.rs", "the last parts of addresses"),
    ("check/require/when.rs", "keys of front matter"),
    ("check/require/named.rs", "what front matter says of a key without a name"),
    ("edit/html.rs", "tags"),
    ("format/adoc.rs", "names of macros"),
    ("format/adoc/delimited.rs", "styles of blocks"),
    ("format/adoc/header.rs", "names of attributes"),
    ("format/adoc/inline.rs", "names of roles"),
    ("format/adoc/macros.rs", "names of macros"),
    ("format/adoc/meta.rs", "names of attributes and styles"),
    ("format/adoc/names.rs", "names of attributes"),
    ("format/adoc/paragraph.rs", "styles of blocks"),
    ("format/hiding.rs", "attributes and style sheets"),
    ("format/html.rs", "attributes of links, names of fields"),
    ("format/html/attribute.rs", "names of HTML classes"),
    ("format/markdown/attributes.rs", "names of classes"),
    ("format/markdown/inline.rs", "tags"),
    ("format/markdown/masks.rs", "names of containers"),
    ("format/markdown/mdx.rs", "a statement of JavaScript"),
    ("format/markdown/reader.rs", "tags"),
    ("format/markdown/shortcode.rs", "names of shortcodes"),
    ("inventory/wordings.rs", "keys of front matter"),
    ("inventory/proposal.rs", "names of folders and kinds"),
    ("prose/need.rs", "a form of a single letter"),
    ("sourcing/evidence.rs", "parts of addresses"),
    ("sourcing/worth.rs", "names of clues"),
    ("sourcing/worth/clue.rs", "names of clues"),
    ("sourcing/worth/features.rs", "names of features"),
    ("edit/word/comments.rs", "initials of the program"),
    ("edit/word/ours.rs", "elements of WordprocessingML"),
    ("edit/word/tracked.rs", "elements of WordprocessingML, and why something is not written"),
    ("format/rst/directive.rs", "names of directives"),
    ("format/rst/inline.rs", "names of roles"),
    ("format/word/styles.rs", "elements of WordprocessingML"),
    ("text/word/comment.rs", "elements, and the name of the program"),
    ("text/word/package.rs", "elements and values of packages"),
    ("text/word/elements.rs", "elements and values of WordprocessingML"),
    ("text/word/fields.rs", "signs of fields"),
    ("text/word/story.rs", "elements of WordprocessingML"),
    ("text/document.rs", "the name of the program in a permission"),
    ("wording/gist.rs", "the code of a language"),
    ("wording/standing.rs", "kinds, and the names of their lists"),
];

/// A file of `src`: its path there, its room, its module, and what it says.
struct Code {
    path: PathBuf,
    room: String,
    module: Vec<String>,
    text: String,
    contents: Contents,
}

impl Code {
    fn new(path: PathBuf, text: String) -> Self {
        let names = path.with_extension("");
        let mut module: Vec<_> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let room = module[0].clone();
        module.pop_if(|last| *last == "mod" || path == Path::new("lib.rs"));
        Self { room, module, contents: Contents::of(&text), path, text }
    }

    /// The lines that are no comment and no test, numbered from 1.
    fn tested(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(number, line)| (number + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//")).take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }

    fn at(&self, line: usize) -> String {
        format!("src/{}:{line}", self.path.display())
    }

    /// A path from the root of the crate; `None` for what stands outside it.
    fn absolute(&self, named: &Named, house: &House) -> Option<Vec<String>> {
        let mut path = self.contents.spelt_out(&named.path);
        let (first, mut root) = (path[0].clone(), self.module.clone());
        match first.as_str() {
            "crate" | "copydesk" => root.clear(),
            "self" => {}
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                root.truncate(root.len().checked_sub(up)?);
                path.drain(..up - 1);
            }
            child if house.modules.contains_key(&[root.clone(), vec![child.to_owned()]].concat()) => {
                path.insert(0, String::new())
            }
            _ => return None,
        }
        root.extend(path.drain(1..));
        Some(root)
    }
}

/// All files of `src`.
struct House {
    files: Vec<Code>,
    /// The file of each module.
    modules: BTreeMap<Vec<String>, usize>,
}

impl House {
    fn new() -> Self {
        let files = sources();
        let modules = files.iter().enumerate().map(|(number, code)| (code.module.clone(), number)).collect();
        Self { files, modules }
    }

    /// The file of the innermost module that a path from the root names.
    fn file(&self, path: &[String]) -> usize {
        let modules = (0..=path.len()).rev().find_map(|length| self.modules.get(&path[..length]));
        *modules.expect("lib.rs is the root")
    }

    /// The files that a file names outside its tests, with the line that does so first.
    fn imports(&self, number: usize) -> BTreeMap<usize, usize> {
        let code = &self.files[number];
        let mut imports = BTreeMap::new();
        for named in code.contents.paths.iter().filter(|named| !named.in_test) {
            let Some(other) = code.absolute(named, self).map(|path| self.file(&path)) else { continue };
            if other != number && code.room != "main" {
                imports.entry(other).or_insert(named.line);
            }
        }
        imports
    }

    /// The sets of files that all lead to each other.
    fn circles(&self) -> Vec<BTreeSet<usize>> {
        let imports: Vec<_> = (0..self.files.len()).map(|number| self.imports(number)).collect();
        let reached = |start: usize| {
            let (mut open, mut found) = (vec![start], BTreeSet::new());
            while let Some(number) = open.pop() {
                open.extend(imports[number].keys().copied().filter(|&other| found.insert(other)));
            }
            found
        };
        let reached: Vec<_> = (0..self.files.len()).map(reached).collect();
        let mut circles: Vec<BTreeSet<usize>> = Vec::new();
        for number in (0..self.files.len()).filter(|&number| reached[number].contains(&number)) {
            if !circles.iter().any(|circle| circle.contains(&number)) {
                circles.push(reached[number].iter().copied().filter(|&other| reached[other].contains(&number)).collect());
            }
        }
        circles
    }
}

fn house() -> &'static House {
    static HOUSE: LazyLock<House> = LazyLock::new(House::new);
    &HOUSE
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
                found.push(Code::new(path, fs::read_to_string(&file).unwrap()));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 40, "src was not found");
    found
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
    let house = house();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for code in house.files.iter().filter(|code| code.room != "lib") {
        let Some(allowed) = rooms.get(code.room.as_str()) else {
            wrong.push(format!("src/{}: a room that ARCHITECTURE.md and this test do not know", code.path.display()));
            continue;
        };
        let is_ours = |named: &&Named| !named.in_test || named.path[0] == "crate";
        for named in code.contents.paths.iter().filter(is_ours) {
            let Some(other) = code.absolute(named, house).and_then(|path| path.first().cloned()) else { continue };
            if other != code.room && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{}: {} imports {other}", code.at(named.line), code.room));
            }
            used.insert((code.room.clone(), other));
        }
    }
    for (room, imports) in rooms {
        let idle = imports.iter().filter(|import| !used.contains(&(room.to_owned(), (**import).to_owned())));
        wrong.extend(idle.map(|import| format!("{room} may import {import} and does not: take the arrow out")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_import_each_other_in_no_circle() {
    let house = house();
    let mut wrong = Vec::new();
    for circle in house.circles() {
        let name = |number: &usize| house.files[*number].path.to_string_lossy().into_owned();
        let names: Vec<_> = circle.iter().map(name).collect();
        wrong.push(format!("{names:?}"));
        for number in &circle {
            let imports = house.imports(*number).into_iter().filter(|(other, _)| circle.contains(other));
            wrong.extend(imports.map(|(other, line)| format!("    {} imports {}", house.files[*number].at(line), name(&other))));
        }
    }
    assert!(wrong.is_empty(), "circles of files:\n{}", wrong.join("\n"));
}

#[test]
fn paths_do_not_climb_out_of_a_room() {
    let mut wrong = Vec::new();
    for code in &house().files {
        let leaves = |named: &&Named| {
            let up = named.path.iter().take_while(|part| *part == "super").count();
            up > 0 && up >= code.module.len() && !named.in_test
        };
        wrong.extend(code.contents.paths.iter().filter(leaves).map(|named| code.at(named.line)));
    }
    assert!(wrong.is_empty(), "say `crate::room` instead:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_app_touches_the_world() {
    let mut wrong = Vec::new();
    let mut parallel = 0;
    for code in house().files.iter().filter(|code| !matches!(code.room.as_str(), "app" | "main")) {
        for named in code.contents.paths.iter().filter(|named| !named.in_test) {
            let path = code.contents.spelt_out(&named.path).join("::");
            let outside = OUTSIDE
                .iter()
                .find(|outside| path.strip_prefix(**outside).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")));
            wrong.extend(outside.map(|outside| format!("{}: {outside}", code.at(named.line))));
            // Threads: the one parallel line of the house, behind the feature.
            if path.starts_with("rayon::") {
                parallel += 1;
                wrong.extend((code.room != "check").then(|| format!("{}: rayon", code.at(named.line))));
            }
        }
        let prints = ["print", "println", "eprint", "eprintln", "dbg"];
        let printed = code.contents.macros.iter().filter(|(name, _)| prints.contains(&name.as_str()));
        wrong.extend(printed.map(|(name, line)| format!("{}: {name}!", code.at(*line))));
    }
    assert!(parallel <= 1, "the house has {parallel} parallel lines");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_its_one_job() {
    let silent: Vec<_> = house().files.iter().filter(|code| !code.text.starts_with("//! ")).map(|code| &code.path).collect();
    assert!(silent.is_empty(), "begin with one sentence of //!: {silent:?}");
    let drawers = ["util", "utils", "helper", "helpers", "common", "misc"];
    let named: Vec<_> = house().files.iter().map(|code| &code.path).collect();
    let drawer = named.iter().find(|path| path.file_stem().is_some_and(|stem| drawers.iter().any(|drawer| stem == *drawer)));
    assert_eq!(drawer, None, "a file's name says what it does");
}

#[test]
fn files_and_functions_stay_short() {
    let mut wrong = Vec::new();
    for code in &house().files {
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

#[test]
fn a_name_is_one_type() {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    // What stands for something where a feature is off has its names on purpose.
    for code in house().files.iter().filter(|code| !code.text.starts_with("//! Stands for ")) {
        for (name, line) in &code.contents.types {
            places.entry(name).or_default().push(code.at(*line));
        }
    }
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "one name, several types: {places:#?}");
}

#[test]
fn no_word_of_a_language_stands_outside_lists_and_grammars() {
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for code in sources().into_iter().filter(|code| !SPEAKING.contains(&code.room.as_str())) {
        if code.path.starts_with("prose/grammar/en") || code.path.ends_with("tests.rs") {
            continue;
        }
        let found = words::of(code.tested());
        match KEYS.iter().find(|(path, _)| code.path == Path::new(path)) {
            Some((path, _)) => used.extend((!found.is_empty()).then_some(*path)),
            None => wrong.extend(found.into_iter().map(|(line, word)| format!("{}: “{word}”", code.at(line)))),
        }
    }
    wrong
        .extend(KEYS.iter().filter(|(path, _)| !used.contains(path)).map(|(path, _)| format!("{path} has no keys: take it out")));
    assert!(wrong.is_empty(), "words stand in rules/lists, or in a grammar:\n{}", wrong.join("\n"));
}
