//! The picture in the README is a real run, as wide as a terminal; `FRESH=1 cargo test --test picture` draws it anew.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use copydesk::config::Publication;
use copydesk::lint::{self, Entry};
use copydesk::policy::Choices;
use copydesk::report::{self, ReportFormat, Style};

/// The drafts of the picture, in `examples/daily`.
const DRAFTS: [&str; 2] = ["drafts/columns/toll.md", "drafts/market-day.md"];
/// The columns of the terminal.
const COLUMNS: usize = 100;
/// The width of a character, and the height of a line.
const CELL: (f64, f64) = (8.4, 18.0);
/// Where the first character stands.
const ORIGIN: (f64, f64) = (16.0, 52.0);
const INK: &str = "#e6edf3";

#[test]
fn the_picture_is_a_real_run() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check.svg");
    let command = format!("copydesk check {}", DRAFTS.join(" "));
    let drawn = draw(&command, &run());
    if env::var_os("FRESH").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), drawn, "docs/check.svg is stale: FRESH=1 cargo test --test picture");
}

/// What a terminal is sent for these drafts.
fn run() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/daily");
    let text = fs::read_to_string(folder.join("copydesk.toml")).unwrap();
    let (publication, _) = Publication::read(Path::new("copydesk.toml"), &text, None, &[], &Choices::default());
    let publication = publication.expect("the publication is sound");
    let entry = |draft: &&str| Entry { path: PathBuf::from(draft), policy: publication.policy(Path::new(draft)), format: None };
    let entries: Vec<Entry> = DRAFTS.iter().map(entry).collect();
    let report = lint::run(&entries, |path| fs::read(folder.join(path)), || ());
    let mut told = Vec::new();
    let style = Style { format: ReportFormat::Human, color: true, width: Some(COLUMNS), ..Style::default() };
    report::write(&report, &style, &mut told).unwrap();
    String::from_utf8(told).unwrap()
}

/// Draws a terminal with a command and what it printed, colours and all.
fn draw(command: &str, printed: &str) -> String {
    let mut texts = line(0, &[piece("$ ", "#7ee787", true), piece(command, INK, true)]);
    let mut paint = (INK, false);
    let mut lines = 1;
    for text in printed.lines() {
        let pieces: Vec<Piece> = pieces(text, &mut paint);
        texts.push_str(&line(lines, &pieces));
        lines += 1;
    }
    let (width, height) = (2.0 * ORIGIN.0 + CELL.0 * COLUMNS as f64, ORIGIN.1 + CELL.1 * lines as f64);
    let dots = [(22, "#ff5f56"), (42, "#ffbd2e"), (62, "#27c93f")];
    let dots: String = dots.iter().map(|(x, fill)| format!("<circle cx=\"{x}\" cy=\"18\" r=\"6\" fill=\"{fill}\"/>\n")).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         role=\"img\" aria-label=\"Terminal output of {command}\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n\
         {dots}<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n{texts}</g></svg>\n"
    )
}

/// Words in one colour.
struct Piece {
    text: String,
    fill: &'static str,
    bold: bool,
}

fn piece(text: &str, fill: &'static str, bold: bool) -> Piece {
    Piece { text: text.to_owned(), fill, bold }
}

/// Cuts a line at its escapes; the colour goes on into the next line.
fn pieces(line: &str, paint: &mut (&'static str, bool)) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (number, part) in line.split("\u{1b}[").enumerate() {
        let text = if number == 0 { part } else { part.split_once('m').map_or("", |(code, text)| repaint(code, text, paint)) };
        if !text.is_empty() {
            pieces.push(piece(text, paint.0, paint.1));
        }
    }
    pieces
}

fn repaint<'t>(code: &str, text: &'t str, paint: &mut (&'static str, bool)) -> &'t str {
    match code {
        "0" => *paint = (INK, false),
        "1" => paint.1 = true,
        "31" | "38;5;9" => paint.0 = "#ff7b72",
        "32" | "38;5;10" => paint.0 = "#7ee787",
        "33" | "38;5;11" => paint.0 = "#e3b341",
        "36" => paint.0 = "#76e3ea",
        other => panic!("no colour for {other}"),
    }
    text
}

/// One line; every piece stands where its column is, whatever the font. Space needs no ink.
fn line(number: usize, pieces: &[Piece]) -> String {
    let mut spans = String::new();
    let mut column = 0;
    for Piece { text, fill, bold } in pieces {
        let inked = text.trim();
        let before = text.chars().count() - text.trim_start().chars().count();
        if !inked.is_empty() {
            let x = ORIGIN.0 + CELL.0 * (column + before) as f64;
            let wide = CELL.0 * inked.chars().count() as f64;
            let weight = if *bold { " font-weight=\"bold\"" } else { "" };
            let safe = inked.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            write!(spans, "<tspan x=\"{x:.1}\" textLength=\"{wide:.1}\" fill=\"{fill}\"{weight}>{safe}</tspan>").unwrap();
        }
        column += text.chars().count();
    }
    if spans.is_empty() { spans } else { format!("<text y=\"{:.0}\">{spans}</text>\n", ORIGIN.1 + CELL.1 * number as f64) }
}
