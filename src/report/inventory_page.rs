//! The inventory as a page for a browser: every standing text, its wordings with what differs in them, and where they stand.
//!
//! What a draft says is escaped wherever it stands.

use std::io::{self, Write};

use super::safe;
use super::shell::Shell;
use super::wordings::{changes, days, head, nearness};
use crate::finding::counted;
use crate::wording::{TextInUse, Variant};

const SHELL: Shell = Shell {
    style: concat!(include_str!("base.css"), include_str!("inventory.css")),
    style_hash: "LjB3wbf+Exck4o06ArY/AX/li0N2+HZjDIz3/oBWa0U=",
    script: "",
    script_hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
};

/// Writes one page with all texts of so many drafts.
pub(super) fn write(texts: &[TextInUse], drafts: usize, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("Inventory: {} in {}", counted(texts.len(), "standing text"), counted(drafts, "draft"));
    SHELL.write(&title, out, |out| {
        writeln!(out, "<header class=\"top\">\n<h1>{}</h1>\n</header>\n<main class=\"texts\">", safe::html(&title))?;
        texts.iter().try_for_each(|text| article(text, out))?;
        if texts.is_empty() {
            writeln!(out, "<p class=\"nothing\">No standing text was found.</p>")?;
        }
        writeln!(out, "</main>")
    })
}

fn article(text: &TextInUse, out: &mut dyn Write) -> io::Result<()> {
    let (usual, others) = text.wordings.split_at(1);
    writeln!(out, "<article>\n<h2>{}</h2>", safe::html(&head(text)))?;
    usual.iter().try_for_each(|variant| wording(variant, out))?;
    if !others.is_empty() {
        writeln!(out, "<details><summary>{}</summary>", counted(others.len(), "other wording"))?;
        others.iter().try_for_each(|variant| wording(variant, out))?;
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</article>")
}

fn wording(variant: &Variant, out: &mut dyn Write) -> io::Result<()> {
    let wording = &variant.wording;
    writeln!(out, "<blockquote><bdi>{}</bdi></blockquote>\n<ul>", safe::html(&safe::line(&wording.text)))?;
    for change in changes(variant, usize::MAX) {
        writeln!(out, "<li><bdi>{}</bdi></li>", safe::html(&change))?;
    }
    for filled in &wording.slots {
        let values: Vec<String> = filled.values.iter().map(|(value, count)| format!("{value} ({count})")).collect();
        writeln!(out, "<li>{}: <bdi>{}</bdi></li>", filled.slot, safe::html(&safe::line(&values.join(", "))))?;
    }
    if let Some(near) = &wording.nearest {
        writeln!(out, "<li>{}</li>", safe::html(&nearness(near)))?;
    }
    let (drafts, when) = (counted(wording.files.len(), "draft"), days(wording.days));
    writeln!(out, "</ul>\n<details><summary>{drafts}{when}</summary>\n<ul class=\"files\">")?;
    for path in &wording.files {
        writeln!(out, "<li><bdi>{}</bdi></li>", safe::html(&safe::name(path)))?;
    }
    writeln!(out, "</ul></details>")
}
