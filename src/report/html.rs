//! The `html` format: one page with every finding in its sentence, filters, and the words of the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::finding::{File, Finding, Level, Report};
use crate::text::{Source, Span};

use super::shell::Shell;
use super::sources::Sources;
use super::window::around;
use super::{account, meta, paint, safe, summary};

const SHELL: Shell = Shell {
    style: concat!(include_str!("base.css"), include_str!("findings.css")),
    style_hash: "RHszBE9IlXiuaGLPCxnmohFKCbmNbeU9wh6UMDc9yac=",
    script: include_str!("findings.js"),
    script_hash: "1ZhOWnEvu3CNJsbJ5bWSCEkIB0KjgOpXCsEireeKCVs=",
};

/// Columns of a paragraph that are shown before and behind a place.
const SENTENCE: usize = 160;
/// Columns around a related place, and how many of them are shown.
const RELATED: (usize, usize) = (40, 10);
/// Characters of a long place that are shown of its start and its end.
const ENDS: (usize, usize) = (240, 120);

/// What a filter chooses from, and what it is called.
const LEVELS: [(&str, &str); 3] = [("error", "errors"), ("warning", "warnings"), ("note", "notes")];

/// Writes the page.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let files: Vec<&File> = report.files.iter().filter(|file| !file.findings.is_empty()).collect();
    let mut sum = Vec::new();
    summary::write(report, false, &mut *paint::writer(&mut sum, false))?;
    let sum = String::from_utf8_lossy(&sum).trim_end().replace('\n', ". ");
    let page = FindingsPage { report, sources: Sources::of(report), files };
    SHELL.write(&format!("Findings: {sum}"), out, |out| page.body(&sum, out))
}

struct FindingsPage<'a> {
    report: &'a Report,
    sources: Sources<'a>,
    files: Vec<&'a File>,
}

impl<'a> FindingsPage<'a> {
    fn body(&self, sum: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<a class=\"skip\" href=\"#findings\">To the findings</a>\n<header class=\"top\">\n<h1>Findings</h1>")?;
        writeln!(out, "<p class=\"sum\">{}</p>", safe::html(sum))?;
        if !self.files.is_empty() {
            self.filter(out)?;
            self.contents(out)?;
        }
        writeln!(out, "</header>\n<main id=\"findings\" tabindex=\"-1\">")?;
        for (number, file) in self.files.iter().enumerate() {
            self.file(number + 1, file, out)?;
        }
        if self.files.is_empty() {
            writeln!(out, "<p class=\"nothing\">Nothing was found.</p>")?;
        }
        self.rules(out)?;
        writeln!(out, "</main>")
    }

    fn findings(&self) -> impl Iterator<Item = &'a Finding> + '_ {
        self.files.iter().flat_map(|file| &file.findings)
    }

    /// Filters by level, rule, file and text. Without a script they would do nothing, and are not seen.
    fn filter(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<form id=\"filter\" class=\"filter\" hidden autocomplete=\"off\">\n<fieldset>\n<legend>Show</legend>")?;
        for (level, name) in LEVELS {
            let count = self.findings().filter(|finding| class(finding.level) == level).count();
            if count > 0 {
                writeln!(
                    out,
                    "<label class=\"l-{level}\"><input type=\"checkbox\" value=\"{level}\" checked> <span class=\"n\">{name}</span> <b>{count}</b></label>"
                )?;
            }
        }
        writeln!(out, "</fieldset>\n<label>Rule <select name=\"rule\"><option value=\"\">all</option>")?;
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        self.findings().for_each(|finding| *rules.entry(&finding.rule).or_default() += 1);
        for (rule, count) in rules {
            let rule = safe::html(rule);
            writeln!(out, "<option value=\"{rule}\">{rule} ({count})</option>")?;
        }
        writeln!(out, "</select></label>\n<label>File <select name=\"file\"><option value=\"\">all</option>")?;
        for (number, file) in self.files.iter().enumerate() {
            let (number, path) = (number + 1, path(&file.source));
            writeln!(out, "<option value=\"f{number}\">{path} ({})</option>", file.findings.len())?;
        }
        writeln!(out, "</select></label>\n<label>Text <input type=\"search\" name=\"text\" spellcheck=\"false\"></label>")?;
        writeln!(out, "<button type=\"reset\">Show all</button>\n<p id=\"shown\" role=\"status\"></p>\n</form>")
    }

    fn contents(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.files.len() < 2 {
            return Ok(());
        }
        writeln!(out, "<details class=\"contents\"><summary>{} files</summary>\n<ol>", self.files.len())?;
        for (number, file) in self.files.iter().enumerate() {
            let (number, path, counts) = (number + 1, path(&file.source), counts(file));
            writeln!(out, "<li><a href=\"#f{number}\"><bdi>{path}</bdi></a> <span>{counts}</span></li>")?;
        }
        writeln!(out, "</ol></details>")
    }

    fn file(&self, number: usize, file: &'a File, out: &mut dyn Write) -> io::Result<()> {
        let (path, counts) = (path(&file.source), counts(file));
        writeln!(out, "<article id=\"f{number}\" tabindex=\"-1\" aria-labelledby=\"n{number}\">")?;
        writeln!(out, "<header><h2 id=\"n{number}\"><bdi>{path}</bdi></h2><p class=\"counts\">{counts}</p></header>")?;
        writeln!(out, "<ol class=\"findings\">")?;
        for (at, finding) in file.findings.iter().enumerate() {
            self.finding(&format!("f{number}-{}", at + 1), file, finding, out)?;
        }
        writeln!(out, "</ol>\n</article>")
    }

    fn finding(&self, id: &str, file: &'a File, finding: &'a Finding, out: &mut dyn Write) -> io::Result<()> {
        let (level, rule) = (class(finding.level), safe::html(&finding.rule));
        let at = file.source.position(finding.span.start());
        let message = safe::html(&account::message(finding));
        writeln!(
            out,
            "<li class=\"finding l-{level}\" id=\"{id}\" tabindex=\"-1\" data-level=\"{level}\" data-rule=\"{rule}\">"
        )?;
        writeln!(out, "<h3 dir=\"auto\"><span class=\"n\">{}</span> {message}</h3>", finding.level.name())?;
        writeln!(out, "<p class=\"where\"><a href=\"#{id}\">{}:{}</a> <a href=\"#r-{rule}\">{rule}</a></p>", at.line, at.column)?;
        let sentence = sentence(&file.source, finding.span);
        if !sentence.is_empty() {
            writeln!(out, "<blockquote dir=\"auto\">{sentence}</blockquote>")?;
        }
        let help = account::help(finding).filter(|help| !self.is_of_rule(finding, help));
        let words = self.report.rules.iter().find(|rule| rule.id == finding.rule).and_then(|rule| rule.help.as_deref());
        if let Some(help) = help.as_deref().or(words) {
            writeln!(out, "<p class=\"do\" dir=\"auto\">{}</p>", safe::html(help))?;
        }
        let fix = finding.fix.as_ref().map(|fix| {
            let word = if fix.safe { "--fix mends it" } else { "A suggestion, which --fix leaves to the writer" };
            format!("{word}: {}", account::short(&fix.title))
        });
        let notes: Vec<String> = account::evidence(finding).chain(fix).map(|note| safe::html(&note)).collect();
        let related = self.related(file, finding);
        if notes.len() + related.len() > 0 {
            writeln!(out, "<ul>")?;
            notes.iter().chain(&related).try_for_each(|line| writeln!(out, "<li dir=\"auto\">{line}</li>"))?;
            writeln!(out, "</ul>")?;
        }
        writeln!(out, "</li>")
    }

    fn is_of_rule(&self, finding: &Finding, help: &str) -> bool {
        let rule = self.report.rules.iter().find(|rule| rule.id == finding.rule);
        rule.and_then(|rule| rule.help.as_deref()).is_some_and(|known| safe::line(known) == help)
    }

    fn related(&self, file: &'a File, finding: &'a Finding) -> Vec<String> {
        let (columns, most) = RELATED;
        let line = |related: &'a crate::finding::Related| {
            let note = safe::html(&account::short(&related.note));
            let own = related.path.as_deref().filter(|path| *path != file.source.path);
            let path = own.map_or(String::new(), |path| format!("<bdi>{}</bdi>:", safe::html(&safe::name(path))));
            match self.sources.of_related(&file.source, related) {
                Some(source) => {
                    let at = source.position(related.span.start());
                    format!("{path}{}:{} {note} <q>{}</q>", at.line, at.column, words(source, related.span, columns))
                }
                None => format!("{path} {note}"),
            }
        };
        let mut lines: Vec<String> = finding.related.iter().take(most).map(line).collect();
        match finding.related.len().saturating_sub(most) {
            0 => {}
            more => lines.push(format!("and {more} more related places")),
        }
        lines
    }

    /// What the rules that found something say of themselves.
    fn rules(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut seen = BTreeSet::new();
        let mut first: Vec<&Finding> = self.findings().filter(|finding| seen.insert(&finding.rule)).collect();
        first.sort_by_key(|finding| &finding.rule);
        if first.is_empty() {
            return Ok(());
        }
        writeln!(out, "<section class=\"rules\" aria-labelledby=\"rules\">\n<h2 id=\"rules\">The rules</h2>")?;
        for finding in first {
            let known = self.report.rules.iter().find(|rule| rule.id == finding.rule).cloned();
            let rule = known.unwrap_or_else(|| meta::words(finding));
            let id = safe::html(&rule.id);
            writeln!(out, "<h3 id=\"r-{id}\" tabindex=\"-1\">{id}: {}</h3>", safe::html(&rule.summary))?;
            let measured = rule.measured.as_ref().map(|measured| &measured.sentence);
            for words in [Some(&rule.why), rule.help.as_ref(), measured].into_iter().flatten().filter(|words| !words.is_empty()) {
                writeln!(out, "<p>{}</p>", safe::html(words))?;
            }
            if !rule.basis.is_empty() {
                writeln!(out, "<ul>")?;
                rule.basis.iter().try_for_each(|basis| writeln!(out, "<li>{}</li>", safe::html(basis)))?;
                writeln!(out, "</ul>")?;
            }
        }
        writeln!(out, "</section>")
    }
}

/// The class of a level.
fn class(level: Level) -> &'static str {
    match level {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Off => "note",
    }
}

fn path(source: &Source) -> String {
    safe::html(&safe::name(&source.path))
}

/// How much was found in a file, by level.
fn counts(file: &File) -> String {
    let of = |level: &str| file.findings.iter().filter(|finding| class(finding.level) == level).count();
    let counts = LEVELS.map(|(level, name)| (level, name, of(level)));
    let told = counts.iter().filter(|(.., count)| *count > 0).map(|(level, name, count)| {
        let name = if *count == 1 { level } else { name };
        format!("<span class=\"n l-{level}\">{count} {name}</span>")
    });
    told.collect::<Vec<_>>().join(" ")
}

/// A place in its sentence; a long one by its ends.
fn sentence(source: &Source, span: Span) -> String {
    if around(source, span, SENTENCE).is_some() || span.is_empty() {
        return words(source, span, SENTENCE);
    }
    let text = source.slice(span);
    let end = |at: Option<(usize, char)>| at.map(|(at, _)| at);
    match (end(text.char_indices().nth(ENDS.0)), end(text.char_indices().nth_back(ENDS.1))) {
        (Some(start), Some(tail)) if start < tail => {
            format!("<mark>{}</mark> … <mark>{}</mark>", safe::html(&text[..start]), safe::html(&text[tail..]))
        }
        _ => format!("<mark>{}</mark>", safe::html(text)),
    }
}

/// A place with words around it, itself marked.
fn words(source: &Source, span: Span, columns: usize) -> String {
    let Some(shown) = around(source, span, columns).filter(|shown| !shown.is_empty()) else { return String::new() };
    let text = &source.text;
    let piece = |start: usize, end: usize| safe::html(text.get(start..end).unwrap_or_default());
    let lines = source.lines();
    let line = |at: usize| lines.range(lines.line_of(at), text);
    let before = if shown.start() > line(shown.start()).start { "…" } else { "" };
    let behind = if shown.end() < line(shown.end()).end { "…" } else { "" };
    let place = piece(span.start(), span.end());
    let place = if place.is_empty() { place } else { format!("<mark>{place}</mark>") };
    format!("{before}{}{place}{}{behind}", piece(shown.start(), span.start()), piece(span.end(), shown.end()))
}
