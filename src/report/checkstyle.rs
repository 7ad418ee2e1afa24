//! The `checkstyle` format: the XML of Checkstyle, which many tools of CI read.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use crate::finding::{File, Finding, Level, Report};

use super::{account, safe};

/// The version of the shape, as its readers expect it.
const SHAPE: &str = "4.3";

/// Writes the report: a file an element, a finding an element in it.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let files = report.files.iter().filter(|file| !file.findings.is_empty());
    xml.create_element("checkstyle").with_attribute(("version", SHAPE)).write_inner_content(|xml| {
        for file in files {
            let name = safe::name(&file.source.path);
            xml.create_element("file")
                .with_attribute(("name", name.as_str()))
                .write_inner_content(|xml| file.findings.iter().try_for_each(|finding| error(file, finding, xml)))?;
        }
        Ok(())
    })?;
    writeln!(xml.get_mut())
}

fn error(file: &File, finding: &Finding, xml: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
    let at = file.source.position(finding.span.start());
    let severity = match finding.level {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Off => "info",
    };
    let help = account::help(finding).map_or(String::new(), |help| format!(". {help}"));
    let attributes = [
        ("line", at.line.to_string()),
        ("column", at.column.to_string()),
        ("severity", severity.to_owned()),
        ("message", account::message(finding) + &help),
        ("source", safe::line(&finding.rule)),
    ];
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    xml.create_element("error").with_attributes(attributes).write_empty().map(drop)
}
