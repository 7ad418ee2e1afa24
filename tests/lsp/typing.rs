//! Two hundred people type at random: what stands in the margin is what the command line tells of the same text.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::editor::{Editor, Folder, byte, place, pulling, pushed};

/// How many sequences of edits.
const SEQUENCES: u64 = 200;
/// How many edits each has.
const EDITS: usize = 8;

const CONFIG: &str = "name = \"The Quay\"\n\n[texts.affiliate]\ntext = \"We earn a share when you buy through links on this page.\"\n\n\
                      [rules]\n\"disclosure/affiliate\" = \"error\"\n\n[[section]]\nfiles = [\"**/*.txt\"]\nkind = \"opinion\"\n";

/// Drafts to begin with, by their endings.
const DRAFTS: [(&str, &str, &str); 4] = [
    (
        "md",
        "markdown",
        "---\ntitle: Nets\ntags: [sea]\n---\n\n# Nets 🎈\n\nAt least 41 people were injured when the stand collapsed.\r\n\r\n- Experts \
      say 40% left\n- [the shop](https://www.amazon.com/dp/B000?tag=t-20)\n\n> “It was cold,” said Ann Lee.\n",
    ),
    (
        "html",
        "html",
        "<h1>Nets</h1>\n<p>Experts say that 40% of the cre\u{301}ws have left.</p>\n<ul><li>Some 3,000 boats sank</ul>\n<!-- x -->\n",
    ),
    (
        "txt",
        "plaintext",
        "NETS\n\nWe earn a share when you buy trough links on this page.\n\nExperts say that 40% of the crews have left.\n\n\
      About 300 people, or 20%, were there.\n",
    ),
    (
        "mdx",
        "mdx",
        "import X from './x'\n\n# Nets\n\n<X n={1}>\n\nExperts say that 40% of the crews have left.\n\n</X>\n\n{/* copydesk: allow attribution/*, so */}\n",
    ),
];

/// What people write.
const WORDS: [&str; 22] = [
    "Experts say that 60% of the boats leak. ",
    "At least 12 people died. ",
    "The port authority said 41 boats left.",
    "🎈",
    "e\u{301}",
    "👨\u{200d}👩\u{200d}👧",
    "\n\n",
    "\r\n",
    "\r",
    "# ",
    "- ",
    "> ",
    "```\n",
    "*",
    "[a](https://www.amazon.com/dp/B1?tag=t-20)",
    "<p>",
    "</p>",
    "<!-- copydesk: allow attribution/vague-figure, our own count -->",
    "We earn a share when you buy through links on this page.",
    "\u{feff}",
    "42",
    " million",
];

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides.max(1)
    }

    /// A byte of a text where a character begins, and no line end is parted.
    fn at(&mut self, text: &str) -> usize {
        let mut at = self.roll(text.len() + 1);
        while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
            at -= 1;
        }
        at
    }
}

/// What the command line tells of a draft: rule, level, message and the bytes of each finding.
fn told(folder: &Folder, path: &str) -> Vec<(String, String, String, usize, usize)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let output = command.args(["check", "--format", "json", path]).current_dir(&folder.0).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let files = report["files"].as_array().unwrap().clone();
    let findings = files.into_iter().flat_map(|file| file["findings"].as_array().unwrap().clone());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let found = findings.map(|finding| {
        let level = match finding["level"].as_str().unwrap() {
            "fatal" | "error" => "1",
            "warning" => "2",
            _ => "3",
        };
        let span = &finding["span"];
        (text(&finding["rule"]), level.to_owned(), text(&finding["message"]), number(&span["start"]), number(&span["end"]))
    });
    found.collect()
}

fn shown(findings: &[Value], text: &str, bytes: bool) -> Vec<(String, String, String, usize, usize)> {
    let at = |place: &Value| byte(text, place, bytes);
    let found = findings.iter().map(|finding| {
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        (
            word("code"),
            finding["severity"].to_string(),
            word("message"),
            at(&finding["range"]["start"]),
            at(&finding["range"]["end"]),
        )
    });
    found.collect()
}

#[test]
fn the_margin_says_what_the_command_line_says() {
    let folder = Folder::new("typing", &[("copydesk.toml", CONFIG)]);
    let (mut differ, mut findings) = (Vec::new(), 0);
    for (can, bytes) in [(pushed(), false), (pulling(), true)] {
        let mut editor = Editor::start(&folder, can);
        for seed in (0..SEQUENCES).filter(|seed| (seed % 2 == 0) == bytes) {
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            let (ending, language, draft) = DRAFTS[dice.roll(DRAFTS.len())];
            let (path, mut text) = (format!("drafts/{seed}.{ending}"), draft.to_owned());
            let uri = folder.uri(&path);
            editor.open(&uri, language, &text);
            let mut version = 1;
            for _ in 0..EDITS {
                version += 1;
                let changes: Vec<Value> = (0..=dice.roll(2)).map(|_| edit(&mut dice, &mut text, bytes)).collect();
                editor.change(&uri, version, json!(changes));
            }
            let shown = shown(&editor.findings(&uri, version), &text, bytes);
            folder.write(&path, &text);
            let told = told(&folder, &path);
            fs::remove_file(folder.0.join(&path)).unwrap();
            findings += told.len();
            if shown != told {
                differ.push(format!("{path} {text:?}\n  margin: {shown:?}\n  command: {told:?}"));
            }
            editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        }
        assert_eq!(editor.quit(), Some(0));
    }
    assert!(differ.is_empty(), "{} of {SEQUENCES} differ:\n{}", differ.len(), differ[..differ.len().min(3)].join("\n"));
    assert!(findings > 200, "the texts say too little to be worth it: {findings}");
}

/// One edit: words come in, or stand in the place of others; seldom the whole text is new.
fn edit(dice: &mut Dice, text: &mut String, bytes: bool) -> Value {
    let words = WORDS[dice.roll(WORDS.len())];
    if dice.roll(20) == 0 {
        *text = format!("{words}{text}");
        return json!({"text": text});
    }
    let start = dice.at(text);
    let mut end = start;
    if dice.roll(3) == 0 {
        let rest = &text[start..];
        end = start + Dice(dice.0).at(&rest[..rest.char_indices().nth(30).map_or(rest.len(), |(at, _)| at)]);
        end -= usize::from(text[..end].ends_with('\r') && text[end..].starts_with('\n'));
    }
    let range = json!({"start": place(text, start, bytes), "end": place(text, end.max(start), bytes)});
    text.replace_range(start..end.max(start), words);
    json!({"range": range, "text": words})
}
