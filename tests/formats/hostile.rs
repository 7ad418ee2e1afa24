//! A report of drafts that would break whatever takes their words for its own.

use copydesk::finding::{Edit, File, Finding, Fix, Level, Measure, Related, Report, RuleWords, Skipped};
use copydesk::text::{Format, Source};

use super::made::{file, finding, near, nth};

/// What would be obeyed by a browser, a log, a forge or a reader of XML.
pub(super) const EVIL: &str = "</script><script>alert(1)</script> ]]> <!-- --> & \u{1b}[31m\u{0} @octocat #1 ::error::x [a](https://evil.example) \
    ![b](x) {0} | ` ``` </details> <img src=x onerror=alert(2)> \u{202e}back \u{2028} ￾";

/// The path of the first draft: spaces, accents, beyond the basic plane, and signs of all these readers.
pub(super) const PATH: &str = "Entwürfe & more/a 🦊 <b>, 50%: [x](y) @all ]]>.md";

/// The text of the first draft, with lines that end as on Windows.
pub(super) const TEXT: &str =
    "Erste Zeile 🦊🦊\r\n\r\n\tPreise 🦊 stiegen um 5 %,\r\nund fielen.\r\n\r\nSame words.\r\n\r\nSame words.\r\n";

/// A file with a finding that asks for everything and means no harm.
pub(super) fn plain() -> File {
    let source = Source::new("a.md", Format::Markdown, "Prices rose by 5 % in May.\n");
    let mut found = finding(nth(&source, "5 %", 0));
    found.notes = vec!["looked".into()];
    found.help = Some("Name it.".into());
    found.related = vec![near(nth(&source, "May", 0), "near")];
    file(source, vec![found])
}

/// A report of all that.
pub(super) fn report() -> Report {
    let source = Source::new(PATH, Format::Markdown, TEXT);
    let mut first = finding(nth(&source, "5 %", 0));
    first.message = format!("“5 %” rests on {EVIL}");
    first.label = format!("label {EVIL}");
    first.notes = vec![format!("looked {EVIL}")];
    first.help = Some(format!("Name it. {EVIL}"));
    first.fingerprint = "00000000000000aa".into();
    first.related = vec![
        near(nth(&source, "🦊", 1), &format!("near {EVIL}")),
        Related { path: Some("gone/ä.md".into()), span: nth(&source, "um", 0), note: "gone".into() },
    ];
    let edits = vec![
        Edit { span: nth(&source, "🦊 stiegen", 0), text: format!("sank {EVIL}") },
        Edit { span: nth(&source, "und fielen.\r\n", 0), text: String::new() },
    ];
    first.fix = Some(Fix { title: format!("write {EVIL}"), edits, safe: true });
    let twin = |number| Finding {
        rule: "boilerplate/repeated-passage".into(),
        level: Level::Note,
        fingerprint: format!("00000000000000b{number}"),
        ..finding(nth(&source, "Same words.", number))
    };
    let twins = [twin(0), twin(1)];
    let whole = Finding { level: Level::Error, fingerprint: "00000000000000cc".into(), ..finding(source.whole()) };
    let first = file(source, vec![whole, first].into_iter().chain(twins).collect());

    let long = format!("{} 7% {}", "word 🦊 ".repeat(20_000), "more ".repeat(20_000));
    let source = Source::new("b.txt", Format::Plain, long);
    // The same sentence in another file has the same fingerprint.
    let found = |span| Finding { fingerprint: "00000000000000aa".into(), ..finding(span) };
    let findings = vec![found(source.whole()), found(nth(&source, "7%", 0))];
    let second = file(source, findings);

    let config = Source::new("copydesk.toml", Format::Toml, "");
    let fault = Finding {
        rule: "meta/bad-config".into(),
        level: Level::Warning,
        message: "a key ends nowhere".into(),
        ..finding(config.whole())
    };
    let words = RuleWords {
        id: "attribution/unsourced-figure".into(),
        summary: "A figure that nobody stands behind".into(),
        why: "A reader cannot check it.".into(),
        help: Some("Name who counted.".into()),
        level: Level::Warning,
        basis: vec!["House rules, page 3".into()],
        measured: Some(Measure { precision: Some("high"), sentence: "Measured: 9 right, 1 wrong.".into() }),
    };
    Report {
        checked: 2,
        files: vec![first, second, file(config, vec![fault])],
        skipped: vec![Skipped { path: "bild é.png".into(), reason: "binary".into() }],
        rules: vec![words],
        ..Report::default()
    }
}
