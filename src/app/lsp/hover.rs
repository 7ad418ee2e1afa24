//! What is said where a pointer rests: why something is told, what to do, the evidence; of a figure, who stands behind it.

use std::fmt::Write as _;

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use super::view::{MarginView, OtherDrafts};
use crate::finding::{Finding, Level};
use crate::report::shown;
use crate::sourcing::SheetRow;
use crate::text::Source;

/// What is said of a place; `None` where nothing is.
pub(super) fn hover(view: &MarginView<'_>, place: Position) -> Option<Hover> {
    let at = view.byte(place);
    let pen = Writing { markdown: view.can.reads_markdown };
    let told: Vec<&Finding> = view.at(at..at).collect();
    let (text, span) = match told.as_slice() {
        [] => {
            let sheet = view.margin.sheet(view.buffer)?;
            let row = sheet.rows.iter().find(|row| row.verdict != "none" && meets(&sheet.source, row, at))?;
            let range = super::places::range(&view.buffer.source, view.can.units, sheet.source.disk(row.span));
            (pen.figure(&sheet.source, row), range)
        }
        [first, ..] => {
            let parts: Vec<String> = told.iter().map(|finding| pen.finding(view, finding)).collect();
            (parts.join(if pen.markdown { "\n\n---\n\n" } else { "\n\n" }), view.range(first.span))
        }
    };
    let kind = if pen.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover { contents: Contents::MarkupContent(MarkupContent { kind, value: text }), range: Some(span) })
}

fn meets(source: &Source, row: &SheetRow, at: usize) -> bool {
    let own = source.disk(row.span);
    own.start <= at && at <= own.end
}

/// Writes for people, in Markdown or in plain text.
struct Writing {
    markdown: bool,
}

impl Writing {
    fn finding(&self, view: &MarginView<'_>, finding: &Finding) -> String {
        let level = if finding.level == Level::Fatal { "error" } else { finding.level.name() };
        let mut out = format!("{} {}", self.strong(&format!("{level}: {}", finding.message)), self.code(&finding.rule));
        let mut add = |words: &str| {
            let _ = write!(out, "\n\n{}", self.plain(words));
        };
        if !finding.label.is_empty() && !finding.message.contains(&finding.label) {
            add(&format!("Here: {}", finding.label));
        }
        finding.notes.iter().for_each(|note| add(note));
        if !finding.why.is_empty() {
            add(&format!("Why: {}", finding.why));
        }
        if let Some(help) = &finding.help {
            add(&format!("What to do: {help}"));
        }
        if let Some(fix) = &finding.fix {
            let how = if fix.safe { "A quick fix does it" } else { "A quick fix does it, to be read" };
            add(&format!("{how}: {}", fix.title));
        }
        match view.compared_with(finding) {
            OtherDrafts::None => {}
            OtherDrafts::Indexed => add("The other drafts are as the index has them."),
            OtherDrafts::Saved => add("The other drafts are as they were saved last."),
        }
        let rules = view.margin.entry.iter().flat_map(|entry| &entry.policy.rules);
        let basis = rules.filter(|rule| rule.id == finding.rule).flat_map(|rule| &rule.words.basis);
        let basis: Vec<&str> = basis.map(String::as_str).collect();
        if !basis.is_empty() {
            add(&format!("Asked for by: {}", basis.join("; ")));
        }
        out
    }

    fn figure(&self, source: &Source, row: &SheetRow) -> String {
        let verdict = match row.verdict {
            "sourced" => "somebody stands behind it",
            "vague" => "only somebody whom no reader could ask",
            "unsourced" => "nobody stands behind it, and an editor would likely ask",
            "own" => "the writer’s or publication’s own count",
            _ => "nobody, and few would ask",
        };
        let step = row.step.map(|step| format!(" ({step})")).unwrap_or_default();
        let mut out = format!("{}: {verdict}{step}", self.code(source.slice(row.span)));
        if let Some(credit) = row.source {
            let _ = write!(out, "\n\n{} {}", self.plain("Said by:"), self.plain(&format!("“{}”", source.slice(credit))));
        }
        out
    }

    fn strong(&self, words: &str) -> String {
        if self.markdown { format!("**{}**", self.plain(words)) } else { self.plain(words) }
    }

    /// Words as they stand in a file; a code of Markdown ends at no sign in them.
    fn code(&self, words: &str) -> String {
        let words = shown(words);
        match self.markdown {
            true => {
                let longest = words.split(|char| char != '`').map(str::len).max().unwrap_or_default();
                let (fence, pad) = ("`".repeat(longest + 1), if longest > 0 { " " } else { "" });
                format!("{fence}{pad}{words}{pad}{fence}")
            }
            false => words,
        }
    }

    /// Words in which no sign is markup, and nothing is hidden.
    fn plain(&self, words: &str) -> String {
        let words = shown(words);
        if !self.markdown {
            return words;
        }
        let mut out = String::with_capacity(words.len());
        for char in words.chars() {
            if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!') {
                out.push('\\');
            }
            out.push(char);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_draft_is_markup() {
        let pen = Writing { markdown: true };
        assert_eq!(pen.plain("[x](command:y) <b> `z` *a* \u{202e}"), "\\[x\\](command:y) \\<b\\> \\`z\\` \\*a\\* \\\\u{202e}");
        assert_eq!(pen.code("a ``b`` c"), "``` a ``b`` c ```");
        assert_eq!(Writing { markdown: false }.plain("[x] \u{1b}"), "[x] ␛");
    }
}
