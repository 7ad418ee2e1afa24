//! Bad input: nothing panics, nothing hangs, nothing passes in silence, and nothing from outside reaches a terminal raw.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any of these runs takes on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// A sentence that gives one finding, `attribution/vague-figure` at “40%”.
const VAGUE: &str = "Experts say 40% of the berths are empty.";
/// The formats a report can have.
fn formats() -> impl Iterator<Item = &'static str> {
    copydesk::report::ReportFormat::all().map(copydesk::report::ReportFormat::name)
}

/// A folder of its own for a test, gone when the test ends. No publication stands above it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("copydesk-input-{name}-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    fn with(self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        self.run_with(args, b"")
    }

    /// Runs copydesk in the folder; what hangs fails.
    fn run_with<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>, input: &[u8]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(args).current_dir(&self.0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Who refuses reads nothing, and may be gone before it is written.
        let written = child.stdin.take().unwrap().write_all(input);
        assert!(written.is_ok() || written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe));
        let drain = |mut stream: Box<dyn Read + Send>| {
            thread::spawn(move || {
                let mut bytes = Vec::new();
                stream.read_to_end(&mut bytes).map(|_| bytes)
            })
        };
        let (out, err) = (drain(Box::new(child.stdout.take().unwrap())), drain(Box::new(child.stderr.take().unwrap())));
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if started.elapsed() > PATIENCE {
                child.kill().unwrap();
                panic!("still running after {PATIENCE:?}");
            }
            thread::sleep(Duration::from_millis(5));
        };
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("copydesk speaks UTF-8");
        let run = Run { status: status.code(), out: text(out.join().unwrap().unwrap()), err: text(err.join().unwrap().unwrap()) };
        assert!(!run.err.contains("panicked") && run.status.is_some_and(|status| status <= 2), "{run:?}");
        run
    }

    /// Checks the folder, or what is named, for vague figures alone: one line a finding.
    fn check(&self, paths: &[&str]) -> Run {
        self.run(["check", "--format", "short", "--rule", "attribution/vague-figure"].iter().chain(paths))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run said.
#[derive(Debug)]
struct Run {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn is(&self, status: i32, out: &str) {
        assert_eq!((self.status, self.out.as_str()), (Some(status), out), "{self:?}");
    }

    fn says(&self, words: &str) {
        assert!(self.out.contains(words) || self.err.contains(words), "no “{words}” in {self:?}");
    }

    /// Fails where a terminal could obey, or a reader not see, what was printed.
    fn is_clean(&self) {
        let hidden = |char: char| {
            (char.is_control() && char != '\n')
                || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        for stream in [&self.out, &self.err] {
            assert_eq!(stream.chars().find(|char| hidden(*char)), None, "{stream:?}");
        }
    }
}

fn vague(path: &str, line: usize, column: usize) -> String {
    format!("{path}:{line}:{column}: warning attribution/vague-figure: “40%” rests on “Experts say”\n")
}

#[test]
fn an_empty_file_is_a_draft_without_findings() {
    let folder =
        Folder::new("empty").with("a.md", "").with("b.html", "").with("c.txt", "").with("d.mdx", "").with("e.md", "\u{feff}");
    let run = folder.run(["check"]);
    run.is(0, "");
    run.says("5 files checked");
    folder.run(["figures"]).is(0, "");
}

#[test]
fn front_matter_alone_is_no_prose() {
    let folder = Folder::new("front")
        .with("a.md", "---\ndate: 2019-04-01\n---\n")
        .with("b.md", "+++\ncount = 40\n+++\n")
        .with("c.md", "{\"n\": 1}\n");
    folder.run(["check"]).is(0, "");
}

#[test]
fn front_matter_that_is_not_closed_is_said_and_the_text_is_checked() {
    for (name, open) in [
        ("yaml", "---\ntitle: Harbour\n\n"),
        ("toml", "+++\ntitle = \"Harbour\"\n\n"),
        ("json", "{\n \"title\": \"Harbour\",\n\n"),
    ] {
        let folder = Folder::new(&format!("unclosed-{name}")).with("a.md", format!("{open}{VAGUE}\n"));
        let run = folder.run(["check", "--format", "short"]);
        run.says("attribution/vague-figure");
    }
}

#[test]
fn bytes_that_do_not_decode_are_said_and_the_rest_is_checked() {
    let mut text = b"A caf\xe9 and \xff\xfe more.\n\n".to_vec();
    text.extend(VAGUE.as_bytes());
    let folder = Folder::new("broken").with("a.md", &text);
    let run = folder.check(&[]);
    run.says("a.md:1:6: warning meta/undecodable: byte 5 does not decode as UTF-8");
    run.says("a.md:1:12: warning meta/undecodable: byte 11 ");
    run.says(&vague("a.md", 3, 13));
    let json = folder.run(["check", "--format", "json", "--rule", "attribution/vague-figure"]);
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let findings = report["files"][0]["findings"].as_array().unwrap();
    let figure = findings.iter().find(|finding| finding["rule"] == "attribution/vague-figure").unwrap();
    let byte = |key: &str| usize::try_from(figure["span"][key].as_u64().unwrap()).unwrap();
    assert_eq!(&text[byte("start")..byte("end")], b"40%", "spans count the bytes of the file on disk");
}

#[test]
fn nothing_but_broken_bytes_is_still_said() {
    let folder = Folder::new("noise").with("a.md", [0xff; 5000]);
    let run = folder.check(&[]);
    assert_eq!(run.status, Some(0));
    run.says("meta/undecodable");
}

#[test]
fn binaries_are_skipped_and_that_is_said() {
    let folder = Folder::new("binary").with("a.md", b"PNG\0\x01").with("b.txt", VAGUE);
    let run = folder.check(&[]);
    run.is(0, &vague("b.txt", 1, 13));
    run.says("1 skipped (1 binary)");
    let json = folder.run(["check", "--format", "json"]);
    json.says("\"reason\": \"binary\"");
}

/// A hook that names it would pass otherwise, whatever else it names.
#[test]
fn what_is_named_and_is_no_text_is_found_at_its_byte() {
    let folder = Folder::new("named-binary")
        .with("a.md", "All is well.\n")
        .with("b.md", format!("{VAGUE}\n\nThe quay\0 is old.\n"))
        .with("late.md", format!("{}\n\0\n", "word ".repeat(4000)))
        .with("wide.md", VAGUE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let [nul, wide] = ["it holds a NUL byte, and no text does", "it looks like UTF-16 without a byte-order mark"];
    for (path, at, why) in [("b.md", "3:9", nul), ("late.md", "2:1", nul), ("wide.md", "1:2", wide)] {
        let told = format!("{path}:{at}: fatal meta/unreadable-draft: cannot be read: {why}; save it ");
        for paths in [&[path][..], &["a.md", path], &[path, "."], &["-q", "a.md", path]] {
            let run = folder.check(paths);
            assert!(run.status == Some(2) && run.out.starts_with(&told) && run.out.lines().count() == 1, "{run:?}");
        }
        folder.run(["figures", path]).says(&format!("{path}: binary"));
        assert_eq!(folder.run(["figures", path]).status, Some(2));
    }
    folder.check(&["a.md", "b.md"]).says("1 file checked");
    let walked = folder.check(&[]);
    walked.is(0, "");
    walked.says("1 file checked, 3 skipped (3 binary)");
}

#[cfg(unix)]
#[test]
fn a_named_link_that_leads_nowhere_is_found() {
    let folder = Folder::new("dangling").with("a.md", "All is well.\n");
    std::os::unix::fs::symlink("nowhere.md", folder.0.join("lost.md")).unwrap();
    let told = "lost.md:1:1: fatal meta/unreadable-draft: cannot be read: it is a symbolic link that leads nowhere; mend that";
    let run = folder.check(&["-q", "a.md", "lost.md"]);
    assert!(run.status == Some(2) && run.out.starts_with(told), "{run:?}");
    folder.check(&[]).is(0, "");
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let wide = |text: &str| [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let folder = Folder::new("wide")
        .with("a.md", wide(&format!("Überfahrt 🚢.\r\n\r\n{VAGUE}")))
        .with("b.md", [&wide(VAGUE)[..], b"x"].concat());
    let run = folder.check(&[]);
    run.says(&vague("a.md", 3, 13));
    run.says(&vague("b.md", 1, 13));
    run.says("b.md:1:41: warning meta/undecodable");
}

#[test]
fn every_finding_of_one_line_is_told_in_every_format() {
    let count = 2_000;
    let line = format!("{VAGUE} ");
    for (ending, open) in [("md", ""), ("html", "<p>"), ("txt", "")] {
        let path = format!("a.{ending}");
        let folder = Folder::new(&format!("findings-{ending}")).with(&path, format!("{open}{}", line.repeat(count)));
        for format in formats() {
            let run = folder.run(["check", "--rule", "attribution/vague-figure", "--format", format]);
            assert_eq!(run.status, Some(0));
            if format == "markdown" {
                // A comment has room for so many; what was left out is counted.
                let told = run.out.lines().filter(|line| line.starts_with("| warning |")).count();
                run.says(&format!("\n{} findings more did not fit", count - told));
                continue;
            }
            assert!(run.out.matches("attribution/vague-figure").count() >= count, "{format}");
        }
    }
}

#[test]
fn a_figure_without_bounds_is_a_figure() {
    let nines = "9".repeat(400);
    let text = format!("Experts say that {nines} boats sank.\n\nExperts say a ratio of 3:0 boats sank. Some 40 people sank.\n");
    let run = Folder::new("boundless").with("a.md", text).run(["check"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    run.says("1 file checked");
}

#[test]
fn deep_nesting_neither_overflows_nor_hangs() {
    let deep = 10_000;
    let nested_list: String = (0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let folder = Folder::new("deep")
        .with("quotes.md", format!("{}{VAGUE}\n", "> ".repeat(deep)))
        .with("lists.md", format!("{}{VAGUE}\n", "- ".repeat(deep)))
        .with("indented.md", nested_list)
        .with("emphasis.md", format!("{}a{}", "*".repeat(deep), "*".repeat(deep)))
        .with("mixed.md", "*a _b **c ".repeat(deep))
        .with("brackets.md", format!("{}a{}", "[".repeat(deep), "](b)".repeat(deep)))
        .with("images.md", "![".repeat(deep))
        .with("ticks.md", (1..300).map(|ticks| format!("{} a ", "`".repeat(ticks))).collect::<String>())
        .with("braces.mdx", format!("{}a{}", "{".repeat(deep), "}".repeat(deep)))
        .with("jsx.mdx", "<A>".repeat(deep))
        .with("shortcodes.md", "{{< a ".repeat(deep))
        .with("elements.html", format!("{}{VAGUE}{}", "<div>".repeat(deep), "</div>".repeat(deep)))
        .with("bold.html", format!("<p>{}{VAGUE}", "<b>".repeat(deep)))
        .with("lists.html", "<ul><li>".repeat(deep))
        .with("tables.html", "<table><tr><td>".repeat(deep))
        .with("parens.txt", format!("{}a{}", "(".repeat(deep), ")".repeat(deep)))
        .with("marks.txt", format!("{VAGUE} {}", "“‘".repeat(deep)))
        .with("yaml.md", format!("---\na: {}\n---\n\n{VAGUE}\n", "[".repeat(deep)))
        .with(
            "yaml-keys.md",
            format!("---\n{}\n---\n\n{VAGUE}\n", (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>()),
        )
        .with("toml.md", format!("+++\na = {}\n+++\n\n{VAGUE}\n", "[".repeat(deep)))
        .with("json.md", format!("{}\n\n{VAGUE}\n", "{\"a\":".repeat(deep)));
    let run = folder.check(&[]);
    assert!(matches!(run.status, Some(0)), "{run:?}");
    run.says("21 files checked");
    for path in ["marks.txt", "yaml.md", "toml.md"] {
        run.says(&format!("{path}:"));
    }
}

#[test]
fn a_tag_with_more_attributes_than_anybody_reads_is_read() {
    for mark in ['"', '\''] {
        let attributes: String = (0..40_000).map(|number| format!(" a{number}={mark}x{mark}")).collect();
        let folder = Folder::new(&format!("attributes-{}", u32::from(mark)));
        let folder = folder.with("a.html", format!("<p{attributes}>{VAGUE}</p>\n<p>“{VAGUE}” \"It\'s so\"</p>\n"));
        let run = folder.check(&["a.html"]);
        assert_eq!((run.status, run.out.matches("attribution/vague-figure").count()), (Some(0), 2), "{}", run.err);
    }
}

#[test]
fn what_is_not_closed_does_not_swallow_in_silence() {
    let folder = Folder::new("open")
        .with("tag.html", format!("<p>One.</p>\n<p>{VAGUE}</p>\n<p class=\"a"))
        .with("end.html", format!("<p>{VAGUE}</p></div></p></b>"))
        .with("comment.html", format!("<p>{VAGUE}</p>\n<!-- never closed\n<p>hidden</p>"))
        .with("script.html", format!("<p>{VAGUE}</p>\n<script>let a = '40%';"))
        .with("comment.md", format!("{VAGUE}\n\n<!-- never closed\n\nhidden\n"))
        .with("fence.md", format!("{VAGUE}\n\n```\n40% of code\n"))
        .with("link.md", format!("{VAGUE} [a](b\n"))
        .with("tag.md", format!("{VAGUE}\n\n<div class=\"\n"))
        .with("shortcode.md", format!("{VAGUE}\n\n{{{{< figure src=\"a\n"))
        .with("expression.mdx", format!("{VAGUE}\n\n{{a.b(\n"))
        .with("footnote.md", format!("{VAGUE}[^1]\n\n[^1"));
    let run = folder.check(&[]);
    assert_eq!(run.status, Some(0), "{run:?}");
    for path in fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()) {
        let path = path.to_string_lossy();
        assert_eq!(run.out.matches(&format!("{path}:")).count().min(1), 1, "{path}: {run:?}");
    }
}

#[test]
fn what_is_folded_away_is_read() {
    let folder = Folder::new("folded")
        .with("a.html", format!("<h1>A</h1><p>One.</p><details><summary>More</summary><p>{VAGUE}</p></details>"))
        .with("a.md", format!("# A\n\nOne.\n\n<details>\n<summary>More</summary>\n\n{VAGUE}\n\n</details>\n"))
        .with("a.mdx", format!("# A\n\nOne.\n\n<Accordion>\n\n{VAGUE}\n\n</Accordion>\n"))
        .with("a.adoc", format!("= A\n\nOne.\n\n[%collapsible]\n====\n{VAGUE}\n====\n"))
        .with("hidden.html", format!("<h1>A</h1><p>One.</p><details hidden><p>{VAGUE}</p></details>"));
    let run = folder.check(&[]);
    for (path, found) in [("a.html", 1), ("a.md", 1), ("a.mdx", 1), ("a.adoc", 1), ("hidden.html", 0)] {
        assert_eq!(run.out.matches(&format!("{path}:")).count(), found, "{path}: {run:?}");
    }
}

#[test]
fn every_line_end_counts_as_one() {
    for (name, end) in [("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r")] {
        for ending in ["md", "txt", "html"] {
            let (open, close) = if ending == "html" { ("<p>", "</p>") } else { ("", "") };
            let text =
                ["# A harbour", "", &format!("{open}Nothing here.{close}"), "", &format!("{open}{VAGUE}{close}")].join(end);
            let path = format!("a.{ending}");
            let folder =
                Folder::new(&format!("ends-{name}-{ending}")).with(&path, &text).with("b/end.md", format!("{text}{end}"));
            folder.check(&[&path]).is(0, &vague(&path, 5, 13 + open.len()));
        }
    }
}

#[test]
fn characters_that_nobody_sees_are_shown_and_do_not_hide_words() {
    let folder = Folder::new("unseen")
        .with("a.md", "Experts say\u{200b} 40% \u{202e}of the\u{2066} berths\u{feff} are empty.\n\nשלום 40% עולם.\n");
    for format in formats() {
        let run = folder.run(["check", "--format", format]);
        run.is_clean();
        assert_ne!(run.status, Some(2), "{run:?}");
    }
    for format in ["table", "json", "jsonl", "csv"] {
        let run = folder.run(["figures", "--all", "--format", format]);
        run.is_clean();
        run.says("40%");
    }
}

#[test]
fn escapes_in_texts_and_names_are_never_raw() {
    let evil = "Experts say\u{1b}[31m 40%\u{7} of \u{9b}31m the\u{8} berths are empty.";
    let name = "a\u{1b}]0;evil\u{7}\n\u{202e}.md";
    let folder = Folder::new("escapes")
        .with("b.md", evil)
        .with(name, format!("{VAGUE}\n\n{evil}\n\nIt is TK\u{1b}[2J.\n"))
        .with("c\u{1b}[31m.md", b"\0");
    let dangling = folder.0.join("d\u{1b}[31m.md");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", &dangling).unwrap();
    for format in formats() {
        for option in ["--verbose", "--quiet", "--strict"] {
            folder.run(["check", "--color", "never", option, "--format", format]).is_clean();
        }
    }
    for format in ["table", "json", "jsonl", "csv"] {
        folder.run(["figures", "--all", "--format", format]).is_clean();
    }
    for command in ["check", "figures", "config", "test"] {
        folder.run([command, "gone\u{1b}[31m\u{202e}.md"]).is_clean();
    }
    for args in [
        ["explain", "a/\u{1b}[31m"],
        ["check", "--rule=\u{1b}[31m"],
        ["check", "--profile=\u{1b}[31m"],
        ["check", "--config=\u{1b}[31m"],
    ] {
        let run = folder.run(args);
        assert_eq!(run.status, Some(2));
        run.is_clean();
    }
}

#[test]
fn escapes_in_a_configuration_are_never_raw() {
    let rule = "summary = \"a\\u001b[31m\"\nmessage = \"\\u001b[31m{text}\"\nwhy = \"\\u001b[31m\"\nhelp = \"\\u001b[31m\"\n[forbid]\nphrases = [\"berths\"]\n[[example]]\nbad = \"{berths}\\u001b[31m\"\n[[example]]\nbad = \"none\\u001b[31m\"\n";
    let folder = Folder::new("config-escapes")
        .with("copydesk.toml", "name = \"A\\u001b[31m\"\n\"b\\u001b[31m\" = 1\n")
        .with("own/copydesk.toml", "name = \"A\\u001b[31m\\u202e\"\n")
        .with("own/rules/a/b.toml", rule)
        .with("own/a.md", VAGUE)
        .with("a.md", VAGUE);
    for format in formats() {
        folder.run(["check", "--color", "never", "--format", format]).is_clean();
    }
    let own = Folder(folder.0.join("own"));
    for args in [&["rules"][..], &["explain", "a/b"], &["config", "a.md"], &["test", "rules"]] {
        own.run(args).is_clean();
    }
    folder.run(["config", "a.md"]).is_clean();
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = Folder::new("links").with("a/b/c.md", VAGUE);
    std::os::unix::fs::symlink(folder.0.join("a"), folder.0.join("a/b/up")).unwrap();
    std::os::unix::fs::symlink("/", folder.0.join("a/root")).unwrap();
    std::os::unix::fs::symlink("/proc", folder.0.join("a/proc")).unwrap();
    std::os::unix::fs::symlink("self.md", folder.0.join("self.md")).unwrap();
    std::os::unix::fs::symlink("nowhere.md", folder.0.join("lost.md")).unwrap();
    let run = folder.check(&["--verbose"]);
    run.says(&vague("a/b/c.md", 1, 13));
    run.says("1 file checked");
    run.says("skipped lost.md: symbolic link that leads nowhere");
    run.says("skipped a/root: symbolic link out of the folder where copydesk runs");
    run.says("skipped a/proc: symbolic link out of the folder where copydesk runs");
}

/// What has no end, or waits for somebody who does not come, is told at once and never read, in whatever place it stands.
#[cfg(unix)]
#[test]
fn what_has_no_end_is_never_read() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("endless").with("a.md", VAGUE).with("rules/house/b.md", "");
    let pipe = |path: &str| assert!(Command::new("mkfifo").arg(folder.0.join(path)).status().unwrap().success());
    let device = |path: &str| symlink("/dev/zero", folder.0.join(path)).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(folder.0.join("socket.md")).unwrap();
    let refuses = |args: &[&str], words: &str| {
        let run = folder.check(args);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.says(words);
    };
    pipe("pipe.md");
    device("device.md");
    symlink("pipe.md", folder.0.join("to-pipe.md")).unwrap();
    for (path, words) in [
        ("pipe.md", "it is no regular file"),
        ("to-pipe.md", "it is no regular file"),
        ("socket.md", "it is no regular file"),
        ("device.md", "a symbolic link leads out of the folder where copydesk runs"),
        ("/dev/zero", "it is no regular file"),
    ] {
        refuses(&[path], &format!("{path}:1:1: fatal meta/unreadable-draft: cannot be read: {words}"));
        assert_eq!(folder.run(["figures", path]).status, Some(2));
        assert_eq!(folder.run(["inventory", path]).status, Some(2));
    }
    drop(socket);
    for (make, words) in [(&pipe as &dyn Fn(&str), "it is no regular file"), (&device, "a symbolic link leads out of")] {
        for (path, told) in [
            ("copydesk.toml", "copydesk.toml:1:1: fatal meta/bad-config: cannot be read: "),
            ("rules/house/c.toml", "rules/house/c.toml:1:1: fatal meta/bad-config: cannot be read: "),
            (".copydeskignore", ".copydeskignore: cannot be read: "),
        ] {
            if path.starts_with("rules") {
                fs::write(folder.0.join("copydesk.toml"), "").unwrap();
            }
            make(path);
            refuses(&["."], &format!("{told}{words}"));
            fs::remove_file(folder.0.join(path)).unwrap();
        }
        fs::remove_file(folder.0.join("copydesk.toml")).unwrap();
        make(".gitignore");
        folder.check(&["."]).says(&vague("a.md", 1, 13));
        fs::remove_file(folder.0.join(".gitignore")).unwrap();
    }
}

/// Holes take no room on a disk and would take all of a memory.
#[test]
fn what_is_huge_is_refused_before_it_is_read() {
    let folder = Folder::new("huge").with("a.md", VAGUE).with("rules/house/b.md", "").with("c/c.md", VAGUE);
    let hole = |path: &str| fs::File::create(folder.0.join(path)).unwrap().set_len(1 << 36).unwrap();
    for (path, told) in [
        ("b.md", "b.md:1:1: fatal meta/unreadable-draft: cannot be read: it is larger than 256 MB"),
        ("c/copydesk.toml", "c/copydesk.toml:1:1: fatal meta/bad-config: cannot be read: it is larger than 16 MB"),
        (".copydeskignore", ".copydeskignore: cannot be read: it is larger than 16 MB"),
    ] {
        hole(path);
        let run = folder.check(&["."]);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.says(told);
        run.says(&vague("a.md", 1, 13));
        fs::remove_file(folder.0.join(path)).unwrap();
    }
}

/// A chain that is longer than anybody writes would otherwise use up the stack.
#[test]
fn a_long_chain_of_publications_ends() {
    let folder = Folder::new("chain").with("copydesk.toml", "extends = \"0/copydesk.toml\"\n").with("a.md", VAGUE);
    let link = |folder: Folder, number: usize| {
        folder.with(format!("{number}/copydesk.toml"), format!("extends = \"../{}/copydesk.toml\"\n", number + 1))
    };
    let run = (0..2_000).fold(folder, link).check(&["a.md"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    run.says("cannot be extended: more than 32 files extend one another");
}

/// A publication's file that is a link to itself, to nothing, or a folder, is not passed over.
#[cfg(unix)]
#[test]
fn a_configuration_that_is_no_file_is_a_failure() {
    for (name, target) in [("loop", Some("copydesk.toml")), ("nowhere", Some("gone.toml")), ("folder", None)] {
        let folder = Folder::new(&format!("config-{name}")).with("a.md", VAGUE);
        let place = folder.0.join("copydesk.toml");
        match target {
            Some(target) => std::os::unix::fs::symlink(target, place).unwrap(),
            None => fs::create_dir(place).unwrap(),
        }
        let run = folder.check(&["a.md"]);
        assert_eq!(run.status, Some(2), "{name}");
        run.says("copydesk.toml:1:1: fatal meta/bad-config: cannot be read");
    }
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let folder = Folder::new("unreadable").with("folder.md/a.md", VAGUE).with("b.md", "");
    folder.check(&[]).is(0, &vague("folder.md/a.md", 1, 13));
    for path in ["gone.md", "b.md/a.md"] {
        let run = folder.check(&["b.md", path]);
        assert_eq!(run.status, Some(2), "{path}: {run:?}");
        run.says("no such file or folder");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_folder_or_file_is_a_failure() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("closed").with("closed/a.md", VAGUE).with("b.md", VAGUE).with("c.md", "");
    let close = |path: &str, mode| fs::set_permissions(folder.0.join(path), fs::Permissions::from_mode(mode)).unwrap();
    close("closed", 0o000);
    close("b.md", 0o000);
    let is_root = fs::read(folder.0.join("b.md")).is_ok();
    let run = folder.check(&[]);
    close("closed", 0o755);
    if !is_root {
        assert_eq!(run.status, Some(2), "{run:?}");
        run.says("closed: permission denied");
        run.says("b.md:1:1: fatal meta/unreadable-draft");
    }
}

#[test]
fn what_is_no_draft_is_said() {
    let folder = Folder::new("nodraft").with("a.odt", "").with("b.toml", "").with("empty/c.png", "");
    for paths in [&["a.odt"][..], &["b.toml"], &["empty"], &[]] {
        let run = folder.check(paths);
        run.is(2, "");
        run.says("nothing was checked: no draft matched");
    }
    folder.check(&["a.odt", "--verbose"]).says("a.odt: no format for .odt");
    folder.run(["figures", "empty"]).says("nothing was read");
}

#[test]
fn twenty_thousand_files_are_no_feat() {
    let folder = Folder::new("many");
    for number in 0..20_000 {
        let path = folder.0.join(format!("{:02}", number / 500));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join(format!("{number}.md")), if number % 100 == 0 { VAGUE } else { "Nothing to see.\n" }).unwrap();
    }
    let run = folder.check(&["--jobs", "2"]);
    assert_eq!(run.status, Some(0));
    run.says("200 warnings in 200 files; 20000 files checked");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new("pipe").with("a.md", format!("{VAGUE}\n\n").repeat(3_000));
    let mut commands: Vec<Vec<&str>> = formats().map(|format| vec!["check", "--format", format]).collect();
    commands.extend([
        vec!["figures"],
        vec!["figures", "--format", "csv"],
        vec!["rules"],
        vec!["config"],
        vec!["explain", "chrome/share-bar"],
    ]);
    commands.extend([vec!["test"], vec!["completions", "bash"], vec!["man"], vec!["--help"], vec!["check", "--help"]]);
    for args in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        let piped = command.args(&args).current_dir(&folder.0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        // Reads one byte of what fills any pipe, or none of what is short, and goes.
        let mut stdout = child.stdout.take().unwrap();
        if args[0] == "check" && args.len() == 3 {
            stdout.read_exact(&mut [0]).unwrap();
        }
        drop(stdout);
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!said.contains("panicked"), "{args:?}: {said}");
        assert!(matches!(done.status.code(), Some(0 | 1)), "{args:?}: {said}");
    }
}

#[test]
fn standard_input_may_be_anything() {
    let folder = Folder::new("stdin");
    let run = folder.run_with(["check", "-", "--format", "short"], VAGUE.as_bytes());
    run.says("stdin.md:1:13: warning attribution/vague-figure");
    folder.run_with(["check", "-"], b"").says("1 file checked");
    let binary = folder.run_with(["check", "-"], b"\0\0");
    assert_eq!(binary.status, Some(2));
    binary.says("stdin.md:1:1: fatal meta/unreadable-draft: cannot be read: it holds a NUL byte, and no text does");
    folder.run_with(["check", "-", "--stdin-filename", "a.unknown"], VAGUE.as_bytes()).says("a.unknown:1:13: ");
    folder.run_with(["check", "-", "-"], VAGUE.as_bytes()).says("1 file checked");
}

#[test]
fn a_configuration_of_any_kind_is_judged_not_obeyed() {
    let broken: [(&str, &[u8]); 9] = [
        ("syntax", b"name = "),
        ("bytes", b"name = \"\xff\""),
        ("nul", b"\0"),
        ("types", b"name = 4\nfail = []\nrules = 1\nsection = {}\nlists = [\"a\"]\nfigures = \"b\""),
        ("keys", b"nmae = \"a\""),
        ("rules", b"[rules]\n\"a/b\" = \"error\"\n\"chrome/share-bar\" = { lvel = \"error\" }"),
        ("globs", b"ignore = [\"[\"]"),
        ("extends", b"extends = \"../../nowhere/copydesk.toml\""),
        ("profile", b"extends = \"copydesk:nwes\""),
    ];
    for (name, text) in broken {
        let folder = Folder::new(&format!("config-{name}")).with("copydesk.toml", text).with("a.md", VAGUE);
        let run = folder.run(["check", "--format", "short"]);
        assert_eq!(run.status, Some(2), "{name}: {run:?}");
        run.says("copydesk.toml:");
        run.says("fatal meta/");
        for command in ["rules", "config", "figures"] {
            assert_eq!(folder.run([command]).status, Some(2), "{name}: {command}");
        }
    }
    let empty = Folder::new("config-empty").with("copydesk.toml", "").with("a.md", VAGUE);
    assert_eq!(empty.run(["check"]).status, Some(0));
}

/// What earns may stand behind the last paragraph, in no block of text: the statement belongs there, and nothing panics.
#[test]
fn a_component_behind_the_last_paragraph_asks_for_its_statement() {
    let link = "https://www.amazon.com/dp/B000?tag=quay-20";
    for (path, draft) in [
        ("a.md", "Text.\n\n{{< amazon \"B000\" >}}\n".to_owned()),
        ("a.md", "Text.\n\n{% amazon B000 %}\n".to_owned()),
        ("a.md", format!("Text.\n\n{{{{< affiliate url=\"{link}\" >}}}}\n")),
        ("a.mdx", format!("<Buy href=\"{link}\" />\n")),
        ("a.mdx", format!("export const a = 1\n\n<a href=\"{link}\">x</a>\n")),
        (
            "a.md",
            format!(
                "We may earn a commission if you buy through links in this article.\n\n{{{{< affiliate url=\"{link}\" >}}}}\n"
            ),
        ),
    ] {
        let folder = Folder::new("component").with(path, &draft);
        let run = folder.run(["check", "--no-config", path]);
        assert!(matches!(run.status, Some(0 | 1)), "{draft}: {run:?}");
        let house =
            "name = \"Quay\"\n[texts.affiliate]\ntext = \"We may earn a commission if you buy through links in this article.\"\n";
        let folder = folder.with("copydesk.toml", house);
        let run = folder.run(["check", "--fix", path]);
        assert!(matches!(run.status, Some(0 | 1)), "{draft}: {run:?}");
        let after = fs::read_to_string(folder.0.join(path)).unwrap();
        assert!(draft.lines().all(|line| after.lines().any(|kept| kept == line)), "{draft}: {after}");
    }
}
