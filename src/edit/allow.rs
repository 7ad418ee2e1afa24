//! Permissions: comments in each format's own syntax, and the places where one may cover what stands at a span.

use super::{html, lines};
use crate::finding::Edit;
use crate::text::{Allow, Block, Document, Format, Reach, Source, SourceMap, Span};

/// Why words cannot stand in a comment of every format; `None` where they can.
pub fn refuses(words: &str) -> Option<&'static str> {
    match () {
        () if words.trim().is_empty() => Some("it is empty"),
        () if words.contains(char::is_control) => Some("it is no single line"),
        () if words.contains("--") || words.contains("*/") => Some("`--` and `*/` end a comment"),
        () if words.contains(['<', '>', '{', '}']) => Some("`<`, `>`, `{` and `}` may be markup"),
        () => None,
    }
}

/// The permissions of a rule that may cover what stands at a span, the narrowest and most readable first. Whether one does, and leaves all
/// else as it is, only a reader of the whole tells.
pub fn allowing(map: &SourceMap<'_>, at: Span, rule: &str, reason: &str) -> Vec<Edit> {
    let document = map.document();
    let format = document.source.format;
    if format == Format::Word {
        return Vec::new();
    }
    let wanted = WantedAllow { format, rule, reason: reason.trim() };
    let block = map.find(at).map(|(block, _)| &document.blocks[block]);
    let mut edits = block.map_or_else(Vec::new, |block| wanted.at_block(document, block));
    // What a reader sees has a place of its own, or none: the file is not permitted for the sake of an item.
    if !block.is_some_and(|block| is_below(block, document)) {
        edits.extend(wanted.for_file(document));
    }
    edits
}

/// A permission that is to be written.
struct WantedAllow<'w> {
    format: Format,
    rule: &'w str,
    reason: &'w str,
}

impl WantedAllow<'_> {
    fn said(&self, word: &str) -> String {
        format!("copydesk: {word} {}, {}", self.rule, self.reason)
    }

    fn comment(&self, word: &str) -> String {
        let said = self.said(word);
        match self.format {
            Format::Mdx => format!("{{/* {said} */}}"),
            Format::Rst => format!(".. {said}"),
            Format::Asciidoc => format!("// {said}"),
            _ => format!("<!-- {said} -->"),
        }
    }

    /// On a line of its own. In plain text a comment is seen by every reader, and a line at least reads as what it is.
    fn line(&self, word: &str) -> String {
        if self.format == Format::Plain { self.said(word) } else { self.comment(word) }
    }

    /// Before, behind and in a block.
    fn at_block(&self, document: &Document, block: &Block) -> Vec<Edit> {
        let (source, whole, one) = (&document.source, block.whole(), self.comment("allow"));
        let end = source.line_end();
        let mut edits = Vec::new();
        let mut add = |at: usize, text: String| edits.push(Edit { span: source.span(at..at), text });
        let indent = if self.format == Format::Rst { indent(source, whole.start()) } else { None };
        if let Some(indent) = indent {
            add(whole.start(), format!("{one}{}{}", end.repeat(2), " ".repeat(indent)));
        } else if let Some(part) = document.part(whole.start()).filter(|_| self.format != Format::Html) {
            let gap = if matches!(self.format, Format::Mdx | Format::Rst) { end.repeat(2) } else { end.to_owned() };
            add(part.start(), format!("{}{gap}", self.line("allow")));
        }
        let line_of = |at: usize| source.lines().range(source.lines().line_of(at), &source.text);
        let last = line_of(whole.end().max(1) - 1);
        let last_end = last.start + source.text[last].trim_end().len();
        match self.format {
            // A comment of reStructuredText is a block of its own.
            Format::Rst => {}
            // One of AsciiDoc is a line of its own, above the words or among them.
            Format::Asciidoc => {
                add(line_of(whole.start()).start, format!("{one}{end}"));
                add(last_end, format!("{end}{one}"));
            }
            _ => {
                if self.format != Format::Html {
                    add(last_end, format!(" {one}"));
                }
                add(whole.end(), format!(" {one}"));
                add(whole.end(), one);
            }
        }
        edits
    }

    /// Before the first block that is seen.
    fn for_file(&self, document: &Document) -> Option<Edit> {
        let first = document.blocks.iter().position(|block| is_below(block, document))?;
        let written = self.line("allow-file");
        let (span, text) = match self.format {
            Format::Html => {
                let place = html::ArticleBounds::of(document).before(document, first);
                (place, html::paragraph(document, &written, place))
            }
            _ => {
                let place = lines::before(document, document.blocks[first].whole().start());
                (place, lines::paragraph(&document.source, &written, place))
            }
        };
        Some(Edit { span, text: text? })
    }
}

/// How far in a block of reStructuredText begins that stands in an item, a definition or a quotation, in characters: there its comment
/// stands, too, as one between two items would end the list. `None` where it begins its line, or what stands before it is no such sign.
fn indent(source: &Source, start: usize) -> Option<usize> {
    let is_sign = |sign: &str| {
        let number = sign.trim_start_matches('(').strip_suffix(['.', ')']);
        let is_number = |number: &str| number == "#" || number.len() <= 4 && number.chars().all(char::is_alphanumeric);
        matches!(sign, "*" | "+" | "-" | "•" | "‣" | "⁃") || number.is_some_and(is_number)
    };
    let line = source.lines().range(source.lines().line_of(start), &source.text);
    let head = source.text.get(line.start..start)?;
    let is_indent = !head.is_empty() && !head.contains('\t') && head.split_whitespace().all(is_sign);
    is_indent.then(|| head.chars().count())
}

/// Whether a block is seen, and stands below the front matter.
fn is_below(block: &Block, document: &Document) -> bool {
    block.is_seen() && document.matter.is_none_or(|matter| block.whole().start() > matter.content.end())
}

/// The ways to delete a permission, the tidiest first: with its lines, or by itself; none for one in front matter. Whether that leaves all
/// else as it is, only a reader of the whole tells.
pub fn disallowing(source: &Source, allow: &Allow) -> Vec<Vec<Edit>> {
    // What somebody wrote in the margin is theirs.
    if source.format == Format::Word {
        return Vec::new();
    }
    let ends = if let Reach::Stretch(end) = allow.reach { Some(end) } else { None };
    let comments: Option<Vec<Span>> = std::iter::once(allow.span.start()).chain(ends).map(|at| comment_at(source, at)).collect();
    let Some(comments) = comments else { return Vec::new() };
    let deleted = |span: Span| Edit { span, text: String::new() };
    let with_lines: Option<Vec<Edit>> =
        comments.iter().map(|&comment| lines::whole_lines(source, comment).map(deleted)).collect();
    let alone = comments.iter().map(|&comment| {
        let before = &source.text[..comment.start()];
        let space = usize::from(before.ends_with(' '));
        deleted(source.span(comment.start() - space..comment.end()))
    });
    with_lines.into_iter().chain([alone.collect()]).collect()
}

/// All bytes of the comment that says something at a byte: with its signs, or the whole line where it is one.
fn comment_at(source: &Source, at: usize) -> Option<Span> {
    const SIGNS: [(&str, &str); 3] = [("<!--", "-->"), ("{/*", "*/}"), ("{{/*", "*/}}")];
    let (before, behind) = (&source.text[..at], &source.text[at..]);
    if let Some((open, close)) = SIGNS.iter().rev().find(|(open, _)| before.ends_with(open)) {
        return Some(source.span(at - open.len()..at + behind.find(close)? + close.len()));
    }
    let line = source.lines().range(source.lines().line_of(at), &source.text);
    let text = source.text[line.clone()].trim_start();
    let is_own = match source.format {
        Format::Rst => text.starts_with(".. "),
        Format::Asciidoc => text.starts_with("//") && !text.starts_with("///"),
        _ => false,
    };
    (is_own || Allow::is_line(text) && source.format == Format::Plain || text.starts_with('[') && text.contains("]: "))
        .then(|| source.span(line))
}
