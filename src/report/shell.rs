//! What pages for a browser have in common: one file without any other, which may run and load nothing but its own style and script.

use std::io::{self, Write};

use super::safe;
use crate::finding::Report;

/// A page around its body. The hashes are SHA-256 in Base64; a test holds them to the texts and says what they must be.
pub(super) struct Shell {
    pub(super) style: &'static str,
    pub(super) style_hash: &'static str,
    pub(super) script: &'static str,
    pub(super) script_hash: &'static str,
}

impl Shell {
    /// Writes the page: its head with this title, and what `body` writes.
    pub(super) fn write(
        &self,
        title: &str,
        out: &mut dyn Write,
        body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            self.style_hash, self.script_hash
        );
        writeln!(out, "<!DOCTYPE html>\n{}\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">", Report::MARK)?;
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(out, "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">")?;
        writeln!(out, "<title>{}</title>\n<style>{}</style>\n</head>\n<body>", safe::html(title), self.style)?;
        body(out)?;
        writeln!(out, "<script>{}</script>\n</body>\n</html>", self.script)
    }
}
