//! Finds what a site generator puts its own text in place of: shortcodes, template tags and their comments.

use std::ops::Range;

use memchr::{memchr_iter, memchr3, memmem};

use super::code::Code;
use super::masks::{MaskSort, Masks};

/// Pairs whose content is code, not prose.
const LITERAL: [&str; 5] = ["highlight", "mermaid", "katex", "math", "chart"];

/// Finds the shortcodes of Hugo, the tags of Jekyll and Liquid, and the attribute lists of kramdown in Markdown.
pub(super) fn find(text: &str, from: usize) -> Masks {
    let bytes = text.as_bytes();
    let opens = |at: usize| matches!(bytes.get(at + 1), Some(b'{' | b'%' | b':'));
    let Some(first) = memchr_iter(b'{', &bytes[from..]).map(|at| from + at).find(|&at| opens(at)) else {
        return Masks::default();
    };
    let mut finder = ShortcodeScanner { text, bytes, found: Masks::default(), missing: Vec::new() };
    let mut code = Code::new(text);
    let mut at = from;
    while let Some(stop) = code.find(at, usize::MAX) {
        at = match bytes[stop] {
            b'<' => finder.html_comment(stop),
            _ if stop >= first && opens(stop) => finder.template(stop),
            _ => stop + 1,
        };
    }
    finder.found
}

struct ShortcodeScanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    found: Masks,
    /// What was searched for and does not come any more.
    missing: Vec<String>,
}

impl ShortcodeScanner<'_> {
    /// Steps over an HTML comment: what is in it stays as written.
    fn html_comment(&mut self, at: usize) -> usize {
        if !self.bytes[at..].starts_with(b"<!--") {
            return at + 1;
        }
        self.after(at, "-->").unwrap_or(at + 4)
    }

    /// Where the next `needle` ends.
    fn after(&mut self, at: usize, needle: &str) -> Option<usize> {
        if self.missing.iter().any(|missing| missing == needle) {
            return None;
        }
        let found = memmem::find(&self.bytes[at..], needle.as_bytes());
        if found.is_none() {
            self.missing.push(needle.to_owned());
        }
        found.map(|distance| at + distance + needle.len())
    }

    /// Masks what opens at `at`; returns where to go on.
    fn template(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let (open, close) = match rest {
            _ if rest.starts_with("{{<") => ("{{<", ">}}"),
            _ if rest.starts_with("{{%") => ("{{%", "%}}"),
            _ if rest.starts_with("{{{") => ("{{{", "}}}"),
            _ if rest.starts_with("{{") => ("{{", "}}"),
            _ if rest.starts_with("{%") => ("{%", "%}"),
            _ => ("{:", "}"),
        };
        let Some(end) = self.close(at + open.len(), close) else {
            if matches!(open, "{{<" | "{{%" | "{%") {
                self.found.faults.push((at..at + open.len(), "this shortcode is never closed"));
            }
            return at + open.len();
        };
        let inner = self.trim(at + open.len()..end - close.len());
        if open == "{:" {
            self.found.push(at..end, MaskSort::Silent);
            return end;
        }
        self.tag(at..end, inner, open)
    }

    /// The end of what `close` closes; `None` where another opening comes first, or a blank line in what is no shortcode:
    /// the arguments of one may be paragraphs.
    fn close(&self, from: usize, close: &str) -> Option<usize> {
        let lead = close.len() - close.trim_start_matches(['<', '>', '%']).len();
        let mut at = from;
        while let Some(distance) = memchr3(b'}', b'{', b'\n', &self.bytes[at..]) {
            at += distance;
            match self.bytes[at] {
                b'}' if at >= from + lead && self.bytes[at - lead..].starts_with(close.as_bytes()) => {
                    return Some(at - lead + close.len());
                }
                b'{' if close == "}" || matches!(self.bytes.get(at + 1), Some(b'{' | b'%')) => return None,
                b'\n' if close == "}" || close == "}}" && blank_line(&self.bytes[at + 1..]) => return None,
                _ => at += 1,
            }
        }
        None
    }

    fn tag(&mut self, range: Range<usize>, inner: Range<usize>, open: &'static str) -> usize {
        let text = &self.text[inner.clone()];
        if let Some(comment) = text.strip_prefix("/*") {
            let said = inner.start + 2..inner.start + 2 + comment.strip_suffix("*/").unwrap_or(comment).len();
            // `{{</* name */>}}` is how Hugo writes a shortcode that is only to be shown.
            let sort = if open == "{{" { MaskSort::Comment(said) } else { MaskSort::Silent };
            self.found.push(range.clone(), sort);
            return range.end;
        }
        let length = text.find(|char: char| char.is_whitespace()).unwrap_or(text.len());
        let name = inner.start..inner.start + length;
        let word = self.text[name.clone()].to_owned();
        match (open, word.as_str()) {
            ("{%", "comment") => {
                if let Some(end) = self.pair("{%", "endcomment", range.end) {
                    let end_of_pair = end.end;
                    self.found.push(range.start..end_of_pair, MaskSort::Comment(range.end..end.start));
                    return end_of_pair;
                }
            }
            ("{%", "raw") => {
                self.found.push(range.clone(), MaskSort::Silent);
                return self.pair("{%", "endraw", range.end).map_or(range.end, |end| end.start);
            }
            (_, word) if LITERAL.contains(&word) && !text.ends_with('/') => {
                let end = if open == "{%" { format!("end{word}") } else { format!("/{word}") };
                if let Some(end) = self.pair(open, &end, range.end) {
                    self.embed(range.start..end.end, name, inner);
                    return end.end;
                }
            }
            _ => {}
        }
        let ends = if open == "{%" { "end" } else { "/" };
        match word.strip_prefix(ends) {
            Some("") => self.ends(range.clone(), self.trim(name.end..inner.end)),
            Some(_) => self.ends(range.clone(), name.start + ends.len()..name.end),
            None => self.embed(range.clone(), name, inner),
        }
        range.end
    }

    /// Masks the end of a pair; `rest` begins with the name of what it ends.
    fn ends(&mut self, range: Range<usize>, rest: Range<usize>) {
        let text = &self.text[rest.clone()];
        let length = text.find(|char: char| char.is_whitespace()).unwrap_or(text.len());
        self.found.push(range, MaskSort::End(rest.start..rest.start + length));
    }

    fn embed(&mut self, range: Range<usize>, name: Range<usize>, inner: Range<usize>) {
        let args = self.trim(name.end..inner.end);
        self.found.push(range, MaskSort::Embed { name, args });
    }

    /// The tag that ends a pair: `{% endcomment %}`, `{{< /highlight >}}`.
    fn pair(&mut self, open: &str, word: &str, from: usize) -> Option<Range<usize>> {
        let key = format!("{open}{word}");
        if self.missing.contains(&key) {
            return None;
        }
        let close = ["%}", ">}}", "%}}", "}}"][["{%", "{{<", "{{%"].iter().position(|known| *known == open).unwrap_or(3)];
        let mut at = from;
        while let Some(distance) = memmem::find(&self.bytes[at..], open.as_bytes()) {
            at += distance;
            let inside = self.text[at + open.len()..].trim_start_matches(['-', ' ', '\t', '\n', '\r']);
            let ends = inside.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|char: char| char.is_alphanumeric()));
            if let Some(end) = ends.then(|| self.close(at + open.len(), close)).flatten() {
                return Some(at..end);
            }
            at += open.len();
        }
        self.missing.push(key);
        None
    }

    /// A range without the space and the `-` (Liquid's sign to swallow space) around it.
    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let around = |char: char| char.is_whitespace() || char == '-';
        let text = &self.text[range.clone()];
        let start = range.start + (text.len() - text.trim_start_matches(around).len());
        let length = text.trim_matches(around).len();
        start..start + length
    }
}

/// Whether nothing but space stands before the next line end.
pub(super) fn blank_line(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|&byte| byte == b'\n')
}
