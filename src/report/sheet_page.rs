//! The source sheet as a page for a browser: the drafts with every figure marked, and a checklist to print.
//!
//! What a draft says is escaped wherever it stands.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use super::marks::{MarkedStretch, Marks};
use super::safe;
use super::shell::Shell;
use crate::reading::Place;
use crate::sourcing::{SheetRow, SourceSheet};
use crate::text::{Block, Kind, LinkSort, Position, Role, Source};

const SHELL: Shell = Shell {
    style: concat!(include_str!("base.css"), include_str!("sheet.css")),
    style_hash: "QD7apnSf4js+yDMXC7lS1GvErpj3dc5noqtzEYbq5Z4=",
    script: include_str!("sheet.js"),
    script_hash: "SYLMrbTBilQ4TJNrGDtNtCi/XpI2dPdOcwOC+oyE9B4=",
};

/// Every verdict: its name, what a reader is told of it, and whether the checklist asks about it.
const VERDICTS: [(&str, &str, bool); 6] = [
    ("unsourced", "nobody stands behind it", true),
    ("vague", "the source has no name", true),
    ("sourced", "somebody a reader can name or open", false),
    ("own", "the publication's own count", false),
    ("record", "nobody would dispute it", false),
    ("none", "a number that claims nothing", false),
];

/// Writes one page with all sheets; `all` also marks what is no claim.
pub(super) fn write(sheets: &[SourceSheet], all: bool, out: &mut dyn Write) -> io::Result<()> {
    let articles: Vec<Article<'_>> =
        sheets.iter().enumerate().map(|(number, sheet)| Article::new(number + 1, sheet, all)).collect();
    let title = match sheets {
        [only] => format!("Source sheet: {}", safe::name(&only.source.path)),
        _ => format!("Source sheet: {} drafts", sheets.len()),
    };
    SHELL.write(&title, out, |out| {
        head(&articles, all, out)?;
        writeln!(out, "<main>")?;
        articles.iter().try_for_each(|article| article.write(out))?;
        if articles.is_empty() {
            writeln!(out, "<p class=\"nothing\">No draft was read.</p>")?;
        }
        writeln!(out, "</main>\n<p id=\"note\" role=\"status\" hidden></p>")
    })
}

/// Title, filter with counts, and the way to each article.
fn head(articles: &[Article<'_>], all: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<header class=\"top\">\n<h1>Source sheet</h1>\n<fieldset class=\"filter\">\n<legend>Mark figures that are</legend>"
    )?;
    for (verdict, what, _) in VERDICTS.iter().filter(|(verdict, ..)| all || *verdict != "none") {
        let count: usize = articles.iter().map(|article| article.count(verdict)).sum();
        writeln!(
            out,
            "<label class=\"v-{verdict}\" title=\"{what}\"><input type=\"checkbox\" data-filter=\"{verdict}\" checked autocomplete=\"off\"> \
             <span class=\"f v-{verdict}\">{verdict}</span> <b>{count}</b></label>",
            what = safe::html(what)
        )?;
    }
    writeln!(out, "</fieldset>")?;
    if articles.len() > 1 {
        writeln!(out, "<details class=\"contents\" open><summary>{} drafts</summary>\n<ol>", articles.len())?;
        for article in articles {
            let asked = match article.asked().count() {
                0 => "<span class=\"n\">nothing to ask</span>".to_owned(),
                count => format!("<span class=\"n v-unsourced\">{count} to ask</span>"),
            };
            let path = safe::html(&safe::name(&article.source.path));
            writeln!(out, "<li><a href=\"#a{}\"><bdi>{path}</bdi></a> {asked}</li>", article.number)?;
        }
        writeln!(out, "</ol></details>")?;
    }
    writeln!(out, "</header>")
}

/// One draft on the page.
struct Article<'a> {
    number: usize,
    source: &'a Source,
    blocks: &'a [Block],
    rows: Vec<&'a SheetRow>,
    marks: Marks,
}

impl<'a> Article<'a> {
    fn new(number: usize, sheet: &'a SourceSheet, all: bool) -> Self {
        let rows: Vec<&SheetRow> = sheet.rows.iter().filter(|row| all || row.verdict != "none").collect();
        let marks = Marks::of(&rows);
        Self { number, source: &sheet.source, blocks: &sheet.blocks, rows, marks }
    }

    fn count(&self, verdict: &str) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }

    /// The rows that a fact-checker asks about, with their numbers.
    fn asked(&self) -> impl Iterator<Item = (usize, &'a SheetRow)> + '_ {
        self.rows.iter().enumerate().filter(|(_, row)| is_asked(row)).map(|(number, row)| (number, *row))
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let counts: Vec<String> = VERDICTS
            .iter()
            .filter_map(|(verdict, ..)| Some((verdict, Some(self.count(verdict)).filter(|&count| count > 0)?)))
            .map(|(verdict, count)| format!("<span class=\"n v-{verdict}\">{count} {verdict}</span>"))
            .collect();
        let counts = if counts.is_empty() { "<span class=\"n\">no figures</span>".to_owned() } else { counts.join(" ") };
        let (number, path) = (self.number, safe::html(&safe::name(&self.source.path)));
        writeln!(out, "<article id=\"a{number}\">\n<header><h2><bdi>{path}</bdi></h2><p class=\"counts\">{counts}</p></header>")?;
        writeln!(out, "<div class=\"pair\">\n<div class=\"text\">")?;
        self.text(out)?;
        writeln!(out, "</div>")?;
        self.checklist(out)?;
        writeln!(out, "</div>\n</article>")
    }

    /// The draft as a reader meets it.
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = |block: &Block| block.is_seen() && block.role != Role::Chrome && !block.text.trim().is_empty();
        let (mut open, mut row) = (None, 0);
        let mut named = BTreeSet::new();
        for (number, block) in self.blocks.iter().enumerate() {
            if !shown(block) && !self.marks.touches(number) {
                continue;
            }
            let wanted = wrapper(block).map(|name| (name, block.group));
            if open != wanted {
                close(open, out)?;
                if let Some((name, _)) = wanted {
                    write!(out, "<{name}>{}", if name == "table" { "<tr>" } else { "" })?;
                }
                (open, row) = (wanted, block.level);
            } else if block.kind == Kind::Cell && block.level != row {
                row = block.level;
                write!(out, "</tr>\n<tr>")?;
            }
            let (name, class) = element(block);
            write!(out, "<{name}{class} dir=\"auto\">")?;
            for piece in self.marks.pieces(number, &block.text) {
                self.piece(&piece, &block.text, &mut named, out)?;
            }
            writeln!(out, "</{name}>")?;
        }
        close(open, out)
    }

    /// A stretch of text: a figure leads to its source, else to the checklist; a source leads back to its first figure.
    fn piece(&self, piece: &MarkedStretch, text: &str, named: &mut BTreeSet<String>, out: &mut dyn Write) -> io::Result<()> {
        let article = self.number;
        let words = safe::html(text.get(piece.at.clone()).unwrap_or_default());
        let ids: Vec<String> = piece.sources.iter().map(|source| format!("s{article}-{source}")).collect();
        let is = if ids.is_empty() { String::new() } else { format!(" data-is=\"{}\"", ids.join(" ")) };
        let Some(number) = piece.figure else {
            let Some(first) = piece.sources.first() else { return write!(out, "{words}") };
            let id = fresh(&ids, named);
            let figure = self.marks.backed[*first].first().copied().unwrap_or_default();
            return write!(out, "<a class=\"s\"{id}{is} href=\"#f{article}-{figure}\">{words}</a>{}", anchors(&ids, named));
        };
        let row = self.rows[number];
        let id = fresh(&[format!("f{article}-{number}")], named);
        let (target, by) = match self.marks.source[number] {
            Some(source) => (format!(" href=\"#s{article}-{source}\""), format!(" data-by=\"s{article}-{source}\"")),
            None if is_asked(row) => (format!(" href=\"#c{article}-{number}\""), String::new()),
            None => (" tabindex=\"0\"".to_owned(), String::new()),
        };
        let class = if ids.is_empty() { "f" } else { "f s" };
        let (verdict, note) = (row.verdict, safe::html(&self.note(row)));
        write!(
            out,
            "<a class=\"{class} v-{verdict}\"{id}{is}{by}{target} data-note=\"{note}\" aria-description=\"{verdict}\">{words}</a>"
        )?;
        write!(out, "{}", anchors(&ids, named))
    }

    /// Verdict, place and source of a figure in one line.
    fn note(&self, row: &SheetRow) -> String {
        let Position { line, column } = self.source.position(row.span.start());
        let step = row.step.map_or(String::new(), |step| format!(" ({step})"));
        let by = row.credit.as_ref().map_or(String::new(), |place| format!(" — {}", self.words(place)));
        let link = row.credit.as_ref().and_then(|place| self.link(place)).map_or(String::new(), |link| format!(" — {link}"));
        let read = row.ruled.as_ref().map_or(String::new(), |ruled| format!(" · {}", ruled.told()));
        format!("{}{step}{by}{link}{read} · {line}:{column}", row.verdict)
    }

    /// The words at a place; of many, the first and the last.
    fn words(&self, place: &Place) -> String {
        safe::cut(self.blocks[place.block].text.get(place.at.clone()).unwrap_or_default(), 90)
    }

    /// The address that the words at a place link to.
    fn link(&self, place: &Place) -> Option<String> {
        let links = &self.blocks[place.block].links;
        let link = links.get(links.partition_point(|link| link.at.end <= place.at.start))?;
        let leads = link.sort == LinkSort::Page && link.at.start < place.at.end;
        leads.then(|| safe::cut(&link.target, 120))
    }

    fn checklist(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<section class=\"list\" aria-label=\"Checklist\"><h3>To check</h3>")?;
        if self.asked().next().is_none() {
            return writeln!(out, "<p class=\"dim\">Nothing to ask about.</p></section>");
        }
        writeln!(out, "<p class=\"by\">Checked by <i></i> on <i></i></p>\n<ol>")?;
        for (number, row) in self.asked() {
            self.item(number, row, out)?;
        }
        writeln!(out, "</ol></section>")
    }

    /// A figure to ask about: a box to tick, the sentence, and a line for the source.
    fn item(&self, number: usize, row: &SheetRow, out: &mut dyn Write) -> io::Result<()> {
        let (article, verdict) = (self.number, row.verdict);
        let Position { line, column } = self.source.position(row.span.start());
        let id = format!("{article}-{number}");
        let text = &self.blocks[row.place.block].text;
        let (figure, around) = (row.place.at.clone(), row.around.at.clone());
        let slice = |at: Range<usize>| text.get(at).unwrap_or_default();
        let before = safe::html(tail(slice(around.start..figure.start)));
        let behind = safe::html(start(slice(figure.end..around.end.max(figure.end))));
        let words = safe::html(slice(figure));
        writeln!(
            out,
            "<li id=\"c{id}\" class=\"v-{verdict}\"><label><input type=\"checkbox\" autocomplete=\"off\"> <b dir=\"auto\">{words}</b></label>"
        )?;
        writeln!(out, "<span class=\"n v-{verdict}\">{verdict}</span> <a class=\"place\" href=\"#f{id}\">{line}:{column}</a>")?;
        writeln!(out, "<p dir=\"auto\">{before}<mark>{words}</mark>{behind}</p>")?;
        if let Some(source) = self.marks.source[number] {
            let rests = row.credit.as_ref().map_or(String::new(), |place| safe::html(&self.words(place)));
            writeln!(out, "<p class=\"rests\">The text has: <a href=\"#s{article}-{source}\">{rests}</a></p>")?;
        }
        writeln!(out, "<label class=\"line\">Source <input type=\"text\" autocomplete=\"off\" spellcheck=\"false\"></label></li>")
    }
}

/// Whether the checklist asks about a row.
fn is_asked(row: &SheetRow) -> bool {
    VERDICTS.iter().any(|(verdict, _, asks)| *asks && *verdict == row.verdict)
}

/// Characters of a sentence that the checklist shows on each side of its figure, at most.
const MOST_AROUND: usize = 240;

/// The start of the words behind a figure.
fn start(words: &str) -> &str {
    words.char_indices().nth(MOST_AROUND).map_or(words, |(cut, _)| &words[..cut])
}

/// The end of the words before a figure.
fn tail(words: &str) -> &str {
    words.char_indices().nth_back(MOST_AROUND).map_or(words, |(cut, _)| &words[cut..])
}

/// The element that a block and its neighbours of the same group stand in.
fn wrapper(block: &Block) -> Option<&'static str> {
    match block.kind {
        Kind::Item => Some("ul"),
        Kind::Cell => Some("table"),
        Kind::Quote => Some("blockquote"),
        _ => None,
    }
}

fn close(open: Option<(&'static str, u32)>, out: &mut dyn Write) -> io::Result<()> {
    match open {
        Some(("table", _)) => writeln!(out, "</tr></table>"),
        Some((name, _)) => writeln!(out, "</{name}>"),
        None => Ok(()),
    }
}

/// The element of a block and its class.
fn element(block: &Block) -> (&'static str, String) {
    let class = |class: &str| format!(" class=\"{class}\"");
    match (block.kind, block.role) {
        (_, Role::Title) => ("h3", class("title")),
        (Kind::Paragraph, Role::Dek) => ("p", class("dek")),
        (Kind::Heading, _) => ("h4", String::new()),
        (Kind::Item, _) => ("li", class(&format!("depth-{}", block.level.clamp(1, 6)))),
        (Kind::Cell, _) if block.level == 0 => ("th", String::new()),
        (Kind::Cell, _) => ("td", String::new()),
        (Kind::Caption, _) => ("p", class("caption")),
        (Kind::Note, _) => ("p", class("footnote")),
        (Kind::Paragraph | Kind::Quote, _) => ("p", String::new()),
    }
}

/// The `id` of an element: the first of `ids`, unless something above has it.
fn fresh(ids: &[String], named: &mut BTreeSet<String>) -> String {
    let first = ids.first().filter(|id| named.insert((*id).clone()));
    first.map_or(String::new(), |id| format!(" id=\"{id}\""))
}

/// Empty elements for those of `ids` that nothing has yet: an element has one `id`, and sources may overlap.
fn anchors(ids: &[String], named: &mut BTreeSet<String>) -> String {
    ids.iter()
        .map(|id| fresh(std::slice::from_ref(id), named))
        .filter(|id| !id.is_empty())
        .map(|id| format!("<span{id}></span>"))
        .collect()
}
