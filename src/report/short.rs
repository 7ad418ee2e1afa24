//! The `short` format: one line a finding, for grep and for editors that jump to `path:line:column`.

use std::io;

use crate::finding::{Level, Report};

use super::shape::Style;
use super::{paint, safe};

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = paint::writer(out, style.color);
    for file in &report.files {
        let name = safe::name(&file.source.path);
        for finding in &file.findings {
            let at = file.source.position(finding.span.start());
            paint::bold(&mut *out, &name)?;
            write!(out, ":{}:{}: ", at.line, at.column)?;
            paint::level(&mut *out, finding.level, finding.level.name())?;
            write!(out, " {}: {}", safe::line(&finding.rule), safe::line(&finding.message))?;
            // Of what is wrong with the set-up, one line is all that many will see.
            let set_up =
                finding.level == Level::Fatal || ["meta/bad-config", "meta/unknown-list"].contains(&finding.rule.as_str());
            match finding.help.as_ref().filter(|_| set_up) {
                Some(help) => writeln!(out, "; {}", going_on(&safe::line(help)))?,
                None => writeln!(out)?,
            }
        }
    }
    Ok(())
}

/// Words as they go on in a sentence: their first letter is small, where it begins a word and no abbreviation.
fn going_on(words: &str) -> String {
    let mut chars = words.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => words.to_owned(),
    }
}
