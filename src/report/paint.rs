//! The colours of what people read.

use codespan_reporting::term::termcolor::{Ansi, Color, ColorSpec, NoColor, WriteColor};
use std::io;

use crate::finding::Level;

/// A writer that colours, or one that does not.
pub(super) fn writer<'a>(out: &'a mut dyn io::Write, color: bool) -> Box<dyn WriteColor + 'a> {
    match color {
        true => Box::new(Ansi::new(out)),
        false => Box::new(NoColor::new(out)),
    }
}

/// Writes `text` in the colour of a level.
pub(super) fn level(out: &mut dyn WriteColor, level: Level, text: &str) -> io::Result<()> {
    let color = match level {
        Level::Off | Level::Note => Color::Green,
        Level::Warning => Color::Yellow,
        Level::Error | Level::Fatal => Color::Red,
    };
    painted(out, ColorSpec::new().set_bold(true).set_fg(Some(color)), text)
}

/// Writes `text` in bold.
pub(super) fn bold(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    painted(out, ColorSpec::new().set_bold(true), text)
}

fn painted(out: &mut dyn WriteColor, color: &ColorSpec, text: &str) -> io::Result<()> {
    out.set_color(color)?;
    write!(out, "{text}")?;
    out.reset()
}
