//! The `junit` format: findings as failed tests, in the XML that Jenkins and many others read.
//!
//! A file is a suite, a finding a case of it; a note fails nothing. The first suite has one case that passes: that so many drafts were
//! checked. Some readers take a report without any case for a run that broke.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::finding::{File, Finding, Level, Report, counted};

use super::{account, safe};

type Xml<'a> = Writer<&'a mut dyn io::Write>;

/// Writes the report.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = |level: Level| report.count(level);
    let counts = [
        ("name", "copydesk".to_owned()),
        ("tests", (1 + report.files.iter().map(|file| file.findings.len()).sum::<usize>()).to_string()),
        ("failures", (all(Level::Error) + all(Level::Warning)).to_string()),
        ("errors", all(Level::Fatal).to_string()),
    ];
    xml.create_element("testsuites").with_attributes(borrowed(&counts)).write_inner_content(|xml| {
        checked(report, xml)?;
        report.files.iter().filter(|file| !file.findings.is_empty()).try_for_each(|file| suite(file, xml))
    })?;
    writeln!(xml.get_mut())
}

/// The case that always passes.
fn checked(report: &Report, xml: &mut Xml<'_>) -> io::Result<()> {
    let counts = [("name", "copydesk"), ("tests", "1"), ("failures", "0"), ("errors", "0"), ("skipped", "0")];
    let untold = super::summary::untold(report).map(|words| format!("; {words}")).unwrap_or_default();
    let name = format!("{} checked{untold}", counted(report.checked, "file"));
    let case = [("name", name.as_str()), ("classname", "copydesk")];
    xml.create_element("testsuite")
        .with_attributes(counts)
        .write_inner_content(|xml| xml.create_element("testcase").with_attributes(case).write_empty().map(drop))
        .map(drop)
}

fn suite(file: &File, xml: &mut Xml<'_>) -> io::Result<()> {
    let of = |levels: &[Level]| file.findings.iter().filter(|finding| levels.contains(&finding.level)).count().to_string();
    let path = safe::name(&file.source.path);
    let counts = [
        ("name", path.clone()),
        ("tests", file.findings.len().to_string()),
        ("failures", of(&[Level::Error, Level::Warning])),
        ("errors", of(&[Level::Fatal])),
        ("skipped", "0".to_owned()),
    ];
    xml.create_element("testsuite")
        .with_attributes(borrowed(&counts))
        .write_inner_content(|xml| file.findings.iter().try_for_each(|finding| case(file, finding, &path, xml)))
        .map(drop)
}

fn case(file: &File, finding: &Finding, path: &str, xml: &mut Xml<'_>) -> io::Result<()> {
    let at = file.source.position(finding.span.start());
    let rule = safe::line(&finding.rule);
    let name = format!("{rule} {}:{}", at.line, at.column);
    let message = account::message(finding);
    let place = format!("{path}:{}:{}: {} {rule}: {message}", at.line, at.column, finding.level.name());
    let lines = std::iter::once(place).chain(account::evidence(finding)).chain(account::help(finding));
    let text = lines.collect::<Vec<_>>().join("\n");
    xml.create_element("testcase")
        .with_attributes([("name", name.as_str()), ("classname", path)])
        .write_inner_content(|xml| {
            let told = [("message", message.as_str()), ("type", finding.level.name())];
            match finding.level {
                Level::Fatal => xml.create_element("error").with_attributes(told),
                Level::Error | Level::Warning => xml.create_element("failure").with_attributes(told),
                Level::Note | Level::Off => xml.create_element("system-out"),
            }
            .write_text_content(BytesText::new(&text))
            .map(drop)
        })
        .map(drop)
}

fn borrowed<'a>(attributes: &'a [(&'a str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str()))
}
