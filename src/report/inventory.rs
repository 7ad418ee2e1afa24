//! The inventory: every standing text of a set of drafts, as a table, CSV, JSON or a page.

use std::io::{self, Write};

use serde::Serialize;

use super::sheet::quoted;
use super::wordings::{changes, day, days, head, nearness};
use super::{inventory_page, safe};
use crate::finding::counted;
use crate::wording::{Likeness, Near, TextInUse, Variant};

/// A shape that the inventory can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "app", derive(clap::ValueEnum))]
pub enum InventoryFormat {
    /// A text after the other, for reading.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated values, a wording a line.
    Csv,
    /// One page for a browser, with every wording and what differs in it.
    Html,
}

/// Drafts, wordings, values and differences named of each text for reading; the other formats have all.
const NAMED: usize = 3;

/// Writes the texts of so many drafts.
///
/// # Errors
/// What `out` says.
pub fn write(texts: &[TextInUse], drafts: usize, format: InventoryFormat, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    match format {
        InventoryFormat::Table => table(texts, drafts, &mut out)?,
        InventoryFormat::Csv => csv(texts, &mut out)?,
        InventoryFormat::Html => inventory_page::write(texts, drafts, &mut out)?,
        InventoryFormat::Json => {
            let records: Vec<_> = texts.iter().map(TextRecord::of).collect();
            writeln!(out, "{}", safe::json(&serde_json::to_string_pretty(&records)?))?;
        }
    }
    out.flush()
}

fn table(texts: &[TextInUse], drafts: usize, out: &mut dyn Write) -> io::Result<()> {
    for text in texts {
        let usual = &text.wordings[0];
        writeln!(
            out,
            "{}; {}",
            head(text),
            usual.wording.nearest.as_ref().map_or("no approved text is near".to_owned(), nearness)
        )?;
        writeln!(out, "  {}", safe::line(&usual.wording.text))?;
        slots(usual, out)?;
        writeln!(out, "  in {}", files(usual))?;
        for variant in text.wordings.iter().skip(1).take(NAMED) {
            let days = days(variant.wording.days);
            writeln!(out, "  another wording, in {}{days}: {}", files(variant), changes(variant, NAMED).join("; "))?;
            slots(variant, out)?;
        }
        let more = text.wordings.len().saturating_sub(1 + NAMED);
        if more > 0 {
            writeln!(out, "  and {}; --format json, csv and html have all", counted(more, "other wording"))?;
        }
        writeln!(out)?;
    }
    let wordings = texts.iter().map(|text| text.wordings.len()).sum();
    writeln!(out, "{} in {} and {}", counted(texts.len(), "text"), counted(wordings, "wording"), counted(drafts, "draft"))
}

fn slots(variant: &Variant, out: &mut dyn Write) -> io::Result<()> {
    for filled in &variant.wording.slots {
        let more = filled.values.len().saturating_sub(NAMED);
        let values = filled.values.iter().take(NAMED).map(|(value, count)| format!("{value} ({count})"));
        let values: Vec<String> = values.chain((more > 0).then(|| format!("and {more} more"))).collect();
        writeln!(out, "    {}: {}", filled.slot, safe::line(&values.join(", ")))?;
    }
    Ok(())
}

fn files(variant: &Variant) -> String {
    let files = &variant.wording.files;
    let named = files.iter().take(NAMED).map(|path| safe::name(path));
    let more = files.len().saturating_sub(NAMED);
    named.chain((more > 0).then(|| format!("and {more} more"))).collect::<Vec<_>>().join(", ")
}

fn csv(texts: &[TextInUse], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "text,kind,wording,drafts,times,first,last,words,differences,slots,approved,files")?;
    for (number, text) in texts.iter().enumerate() {
        for (at, variant) in text.wordings.iter().enumerate() {
            let wording = &variant.wording;
            let day = |known: u32| if known > 0 { day(known) } else { String::new() };
            let values =
                |values: &[(String, usize)]| values.iter().map(|(value, count)| format!("{value} ({count})")).collect::<Vec<_>>();
            let slots = wording.slots.iter().map(|filled| format!("{}: {}", filled.slot, values(&filled.values).join(", ")));
            let files: Vec<_> = wording.files.iter().map(|path| path.to_string_lossy()).collect();
            writeln!(
                out,
                "{},{},{},{},{},{},{},{},{},{},{},{}",
                number + 1,
                text.kind,
                at + 1,
                wording.files.len(),
                wording.count,
                day(wording.days.0),
                day(wording.days.1),
                quoted(&wording.text),
                quoted(&changes(variant, usize::MAX).join("; ")),
                quoted(&slots.collect::<Vec<_>>().join("; ")),
                quoted(&wording.nearest.as_ref().map(nearness).unwrap_or_default()),
                quoted(&files.join("; ")),
            )?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct TextRecord<'a> {
    text: &'a str,
    kind: &'static str,
    drafts: usize,
    first: Option<String>,
    last: Option<String>,
    wordings: Vec<WordingRecord<'a>>,
}

#[derive(Serialize)]
struct WordingRecord<'a> {
    text: &'a str,
    times: usize,
    first: Option<String>,
    last: Option<String>,
    differences: Vec<ChangeRecord<'a>>,
    slots: Vec<SlotRecord<'a>>,
    approved: Option<ApprovedRecord<'a>>,
    files: Vec<std::borrow::Cow<'a, str>>,
}

#[derive(Serialize)]
struct ChangeRecord<'a> {
    usual: &'a str,
    here: &'a str,
}

#[derive(Serialize)]
struct SlotRecord<'a> {
    slot: &'static str,
    values: Vec<SlotValue<'a>>,
}

#[derive(Serialize)]
struct SlotValue<'a> {
    value: &'a str,
    times: usize,
}

#[derive(Serialize)]
struct ApprovedRecord<'a> {
    id: &'a str,
    likeness: &'static str,
    similarity: f64,
}

impl<'a> TextRecord<'a> {
    fn of(text: &'a TextInUse) -> Self {
        let (first, last) = dated(text.days());
        let wordings = text.wordings.iter().map(WordingRecord::of).collect();
        Self { text: &text.wordings[0].wording.text, kind: text.kind, drafts: text.drafts, first, last, wordings }
    }
}

impl<'a> WordingRecord<'a> {
    fn of(variant: &'a Variant) -> Self {
        let wording = &variant.wording;
        let (first, last) = dated(wording.days);
        let value = |(value, times): &'a (String, usize)| SlotValue { value, times: *times };
        let likeness = |near: &Near| match near.likeness {
            Likeness::Exact => "same",
            Likeness::Stale => "earlier",
            Likeness::Cut => "part",
            Likeness::Drifted => "drifted",
        };
        Self {
            text: &wording.text,
            times: wording.count,
            first,
            last,
            differences: variant.differences.iter().map(|(usual, here)| ChangeRecord { usual, here }).collect(),
            slots: wording
                .slots
                .iter()
                .map(|slot| SlotRecord { slot: slot.slot, values: slot.values.iter().map(value).collect() })
                .collect(),
            approved: wording.nearest.as_ref().map(|near| ApprovedRecord {
                id: &near.id,
                likeness: likeness(near),
                similarity: (near.similarity * 100.0).round() / 100.0,
            }),
            files: wording.files.iter().map(|path| path.to_string_lossy()).collect(),
        }
    }
}

fn dated((first, last): (u32, u32)) -> (Option<String>, Option<String>) {
    let said = |known: u32| (known > 0).then(|| day(known));
    (said(first), said(last))
}
