//! Reports made by hand, and what a format makes of them.

use copydesk::finding::{File, Finding, Level, Related, Report};
use copydesk::report::{self, ReportFormat, Style};
use copydesk::text::{Source, Span};

/// The span of the `nth` (from 0) occurrence of `words`.
pub(super) fn nth(source: &Source, words: &str, nth: usize) -> Span {
    let (at, _) = source.text.match_indices(words).nth(nth).expect("the words stand in the text");
    source.span(at..at + words.len())
}

/// A finding at a place, with as little to say as may be.
pub(super) fn finding(span: Span) -> Finding {
    Finding {
        label: "nobody stands behind this".into(),
        ..Finding::new("attribution/unsourced-figure", Level::Warning, span, "a figure has no source")
    }
}

pub(super) fn near(span: Span, note: &str) -> Related {
    Related { path: None, span, note: note.into() }
}

pub(super) fn file(source: Source, findings: Vec<Finding>) -> File {
    File::new(source, findings)
}

pub(super) fn told(report: &Report, format: ReportFormat) -> String {
    told_as(report, Style { format, ..Style::default() })
}

pub(super) fn told_as(report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    report::write(report, &style, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}
