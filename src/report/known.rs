//! Knows a report of copydesk's by how it begins, so that a new one may take its place.

use regex::Regex;

/// How each shape of a report, a source sheet or an inventory begins; an empty file is what many an old one is.
const BEGINNINGS: [&str; 17] = [
    r"\s*\z",
    // short, and the sheet as a table
    r"[^\n]+:\d+:\d+: (?:fatal|error|warning|note|sourced|vague|unsourced|own|record|none) ",
    // human, and its summary where nothing was found
    r"(?:error|warning|note)\[[a-z0-9-]+(?:/[a-z0-9-]+)+\]: ",
    r"(?:(?:skipped |[^\n]+: taken for )[^\n]+\n)*(?:[^\n]+; )?\d+ files? checked",
    // json, and the last line of jsonl
    r#"\{\s*"version": ?\d+,\s*"copydesk": ?""#,
    // jsonl, and the sheet in both shapes
    r#"\[?\s*\{\s*"path": ?"(?:[^"\\]|\\.)*",\s*"(?:publication|span)": ?"#,
    r"\[\]\s*\z",
    r"path,line,column,text,sort,|<!DOCTYPE html>(?:\n<[^\n]+){1,9}\n<title>(?:Source sheet|Findings|Inventory): ",
    // the inventory
    r#"text,kind,wording,drafts,times,|\[\s*\{\s*"text": ?"(?:[^"\\]|\\.)*",\s*"kind": ?""#,
    r"[a-z-]+, in \d+ drafts?[^\n]*; |\d+ texts? in \d+ wordings? and \d+ drafts?\n",
    // marks of a workflow
    r"::(?:error|warning|notice) file=[^\n]+,title=[^\n]+::",
    // sarif
    r#"\{"\$schema":"[^"]+","version":"2\.1\.0","runs":\[\{"tool":\{"driver":\{"name":"copydesk","#,
    // gitlab; its empty report is that of a sheet
    r#"\[\s*\{"check_name":"[^"]+","description":""#,
    // junit, checkstyle
    r#"<\?xml [^\n]+\?>\s*<(?:testsuites name="copydesk"|checkstyle version="4\.3">\s*<file name=|checkstyle version="4\.3">\s*</checkstyle>)"#,
    // rdjson
    r#"\{"source":\{"name":"copydesk"\},"diagnostics":"#,
    // markdown
    r"<!-- copydesk report -->\n",
    // a diff
    r"--- [^\n]+\n\+\+\+ [^\n]+\n@@ -",
];

/// Whether a file that begins so is a report or a source sheet of copydesk's.
pub fn is_report(head: &str) -> bool {
    let plain: String = head.split("\u{1b}[").enumerate().map(|(number, part)| uncoloured(number, part)).collect();
    BEGINNINGS.iter().any(|beginning| Regex::new(&format!("^(?:{beginning})")).is_ok_and(|regex| regex.is_match(&plain)))
}

/// What stands behind a sign that colours the text; the first part has none before it.
fn uncoloured(number: usize, part: &str) -> &str {
    match part.split_once('m') {
        Some((_, rest)) if number > 0 => rest,
        _ => part,
    }
}
