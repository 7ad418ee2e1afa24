//! Front matter: a field set in place, in YAML, TOML or JSON, with nothing else touched.

use std::ops::Range;

use crate::finding::Edit;
use crate::text::{Document, Field, Matter, Source, Syntax, squeezed};

/// Whether this is a whole number as YAML, TOML and JSON all write it.
pub fn is_integer(value: &str) -> bool {
    value.parse::<i64>().is_ok_and(|number| number.to_string() == value)
}

/// Sets a field to true, false, a whole number or plain words, or says why not: no front matter, or no telling what else a line there
/// would mean. In `key`, a dotted path, case, `-` and `_` make no difference to a field that is there.
pub fn set(document: &Document, key: &str, value: &str) -> Result<Edit, String> {
    let matter = document.matter.ok_or("the draft has no front matter that can be read")?;
    let content = document.source.slice(matter.content);
    if matter.syntax == Syntax::Yaml && content.trim_start().starts_with('{') {
        return Err("the front matter is one table in braces".to_owned());
    }
    let same = |field: &&Field| field.key.split('.').map(squeezed).eq(key.split('.').map(squeezed));
    let mut same = document.front.iter().filter(same);
    let (site, setting) = (Site { source: &document.source, matter, content }, Setting { key, value });
    match (same.next(), same.next()) {
        (Some(field), None) => setting.replace(site, field),
        (None, _) => setting.add(site, document),
        _ => Err(format!("`{key}` stands there more than once")),
    }
}

/// A key and the value it is to have.
struct Setting<'a> {
    key: &'a str,
    value: &'a str,
}

impl Setting<'_> {
    /// The value in the place of another, the quotes of that one and all.
    fn replace(&self, site: Site<'_>, field: &Field) -> Result<Edit, String> {
        let strange = || format!("`{}` is there, and no plain value on one line", self.key);
        if !site.is_plain_key(field) {
            return Err(strange());
        }
        let at = site.value(field).ok_or_else(strange)?;
        let gap = if site.source.text[..at.start].ends_with([':', '=']) { " " } else { "" };
        Ok(Edit { span: site.source.span(at), text: format!("{gap}{}", self.literal(site.matter.syntax)) })
    }

    /// A line more: beside the keys of its table, or at the end of the front matter with its table.
    fn add(&self, site: Site<'_>, document: &Document) -> Result<Edit, String> {
        let (parent, last) = self.key.rsplit_once('.').unwrap_or(("", self.key));
        let of_table =
            |field: &&Field| !parent.is_empty() && field.key.rsplit_once('.').is_some_and(|(table, _)| table == parent);
        let beside = document.front.iter().filter(of_table).find(|field| site.is_plain_key(field));
        let (source, syntax, end) = (site.source, site.matter.syntax, site.source.line_end());
        let line = pair(syntax, last, &self.literal(syntax));
        let at = |at: usize, text: String| Ok(Edit { span: source.span(at..at), text });
        if let Some(field) = beside {
            let (line_start, start) = site.starts(field);
            let before = &source.text[line_start..start];
            return match syntax {
                Syntax::Json if before.trim().is_empty() => at(start, format!("{line},{end}{before}")),
                Syntax::Json => at(start, format!("{line}, ")),
                // A dotted key goes above the tables, all of it.
                Syntax::Toml if before.replace([' ', '\t'], "") == format!("{parent}.") => {
                    at(site.start(), format!("{}{end}", pair(syntax, self.key, &self.literal(syntax))))
                }
                _ if !before.trim().is_empty() => Err(format!("`{parent}` is there, and not as a plain table")),
                _ => at(line_start, format!("{before}{line}{end}")),
            };
        }
        let top = self.key.split('.').next().unwrap_or_default();
        match (syntax, site.mentions(top)) {
            (_, Mention::None) => self.add_whole(site),
            (Syntax::Yaml, Mention::Bare(next)) if parent == top => {
                // Right behind the colon: it is the value of that key.
                at(source.text[..next].trim_end().len(), format!("{end}  {line}"))
            }
            (Syntax::Toml, Mention::Bare(next)) if parent == top => at(next, format!("{line}{end}")),
            (Syntax::Json, Mention::Bare(inside)) if parent == top => at(inside, line),
            _ => Err(format!("`{top}` is there, and not as a plain table")),
        }
    }

    /// The whole key where nothing of it stands yet.
    fn add_whole(&self, site: Site<'_>) -> Result<Edit, String> {
        let (source, text, end) = (site.source, site.content, site.source.line_end());
        let (syntax, literal) = (site.matter.syntax, self.literal(site.matter.syntax));
        let at = |at: usize, text: String| Ok(Edit { span: source.span(at..at), text });
        let parts: Vec<&str> = self.key.split('.').collect();
        match syntax {
            Syntax::Json => {
                let inside = text.strip_prefix('{').ok_or("the front matter is no table")?;
                let gap = &inside[..inside.len() - inside.trim_start().len()];
                let comma = if inside.trim_start().starts_with('}') { "" } else { "," };
                let mut parts = parts.iter().rev();
                let last = parts.next().map(|last| pair(syntax, last, &literal)).unwrap_or_default();
                let all = parts.fold(last, |inner, part| pair(syntax, part, &format!("{{{inner}}}")));
                at(site.start() + 1, format!("{gap}{all}{comma}"))
            }
            // A line behind a table's head would be the table's.
            Syntax::Toml if parts.len() > 1 || text.lines().any(|line| line.trim_start().starts_with('[')) => {
                at(site.start(), format!("{}{end}", pair(syntax, self.key, &literal)))
            }
            // Only a table that begins at the margin can be added to at the margin.
            Syntax::Yaml if !at_margin(text) => Err("its keys do not begin at the margin".to_owned()),
            _ if !text.is_empty() && !text.ends_with('\n') => Err("its last line does not end".to_owned()),
            _ => {
                let depth = parts.len() - 1;
                let tables: String = (0..depth).map(|depth| format!("{}{}:{end}", "  ".repeat(depth), parts[depth])).collect();
                let line = pair(syntax, parts[depth], &literal);
                at(site.matter.content.end(), format!("{tables}{}{line}{end}", "  ".repeat(depth)))
            }
        }
    }

    /// The value as a format writes it.
    fn literal(&self, syntax: Syntax) -> String {
        let bare = matches!(self.value, "true" | "false") || is_integer(self.value);
        let word = self.value.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | ' '));
        let other = ["yes", "no", "on", "off", "null", "y", "n", "true", "false"].contains(&self.value.to_lowercase().as_str());
        match syntax {
            _ if bare => self.value.to_owned(),
            Syntax::Yaml if word && !other && self.value.starts_with(char::is_alphabetic) => self.value.to_owned(),
            _ => format!("\"{}\"", self.value),
        }
    }
}

/// A key and its value as a format writes them.
fn pair(syntax: Syntax, key: &str, value: &str) -> String {
    match syntax {
        Syntax::Yaml => format!("{key}: {value}"),
        Syntax::Toml => format!("{key} = {value}"),
        Syntax::Json => format!("\"{key}\": {value}"),
    }
}

fn at_margin(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let begins = |line: &str| line.starts_with(|char: char| char.is_alphanumeric() || matches!(char, '"' | '\'' | '_'));
    first.is_none_or(begins)
}

/// How front matter that has no field below a key names it.
enum Mention {
    None,
    /// An empty table, and where its first line goes.
    Bare(usize),
    /// In a way that is not told apart.
    Other,
}

/// The front matter that a field is set in.
#[derive(Clone, Copy)]
struct Site<'a> {
    source: &'a Source,
    matter: Matter,
    content: &'a str,
}

impl<'a> Site<'a> {
    fn start(&self) -> usize {
        self.matter.content.start()
    }

    /// Where the line of a field begins, and where its key does, quote and all.
    fn starts(&self, field: &Field) -> (usize, usize) {
        let (text, lines) = (&self.source.text, self.source.lines());
        let start = field.key_span.start();
        let start = start - usize::from(text[..start].ends_with(['"', '\'']));
        (lines.range(lines.line_of(start), text).start.max(self.start()), start)
    }

    /// Whether a key stands alone before its sign, and its tables are plain ones above it.
    fn is_plain_key(&self, field: &Field) -> bool {
        let mut parts: Vec<&str> = field.key.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let (line_start, start) = self.starts(field);
        let before = &self.source.text[line_start..start];
        // A literal key with a dot in it is in no table.
        self.source.slice(field.key_span) == last
            && match self.matter.syntax {
                Syntax::Yaml => before.chars().all(|char| char == ' ') && self.is_below(line_start, before.len(), &parts),
                Syntax::Toml => {
                    before.chars().all(|char| char.is_ascii_alphanumeric() || " \t._-".contains(char))
                        && !self.is_repeated(&parts)
                }
                Syntax::Json => self.is_in_tables(start, parts.len()),
            }
    }

    /// Whether a line of YAML stands below lines that are `table:` and nothing more, one for each of these.
    fn is_below(&self, line: usize, mut indent: usize, tables: &[&str]) -> bool {
        let above = &self.source.text[self.start()..line];
        let mut tables = tables.iter().rev();
        for line in above.lines().rev() {
            let text = line.trim_start_matches(' ');
            let here = line.len() - text.len();
            if here >= indent || text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            if tables.next().is_none_or(|table| bare_key(text) != Some(table)) {
                return false;
            }
            indent = here;
        }
        tables.next().is_none()
    }

    /// Whether one of these tables of TOML is a list of tables.
    fn is_repeated(&self, tables: &[&str]) -> bool {
        let heads = self.content.lines().filter_map(|line| line.trim_start().strip_prefix("[["));
        let names = heads.map(|head| head.split(']').next().unwrap_or_default().replace([' ', '"', '\''], ""));
        let of = tables.join(".");
        names.into_iter().any(|name| format!("{of}.").starts_with(&format!("{name}.")))
    }

    /// Whether JSON opens nothing before this byte but so many tables and the outermost, and a quoted key begins there.
    fn is_in_tables(&self, at: usize, tables: usize) -> bool {
        let mut open = Vec::new();
        let (mut quoted, mut escaped) = (false, false);
        for byte in self.source.text[self.start()..at].bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => open.push(byte),
                b'}' | b']' if !quoted => drop(open.pop()),
                _ => {}
            }
        }
        !quoted && open.len() == tables + 1 && !open.contains(&b'[') && self.source.text[at..].starts_with('"')
    }

    /// The bytes of a value that stands alone behind its key on the line, with its quotes; empty where there is none.
    fn value(&self, field: &Field) -> Option<Range<usize>> {
        let (text, lines) = (&self.source.text, self.source.lines());
        let key = field.key_span.end();
        let line = lines.range(lines.line_of(key), text);
        let rest = text.get(key..line.end.min(self.matter.content.end()))?;
        let sign = if self.matter.syntax == Syntax::Toml { '=' } else { ':' };
        let (head, after) = rest.split_once(sign)?;
        let head = head.strip_prefix(['"', '\'']).unwrap_or(head);
        let start = line.start.max(key) + rest.len() - after.len();
        let start = start + (after.len() - after.trim_start().len());
        let after = after.trim();
        let length = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = after[1..].find(quote)? + 2;
                // Three quotes begin a text of many lines, two within the value stand for one.
                let inner = &after[1..end - 1];
                (!after[end..].starts_with(quote) && !inner.contains('\\')).then_some(end)?
            }
            None | Some('#') => 0,
            Some('|' | '>' | '&' | '*' | '!' | '[' | '{' | '%' | '@' | '`') => return None,
            Some(_) => {
                let end = if self.matter.syntax == Syntax::Json { after.find([',', '}', ' ']) } else { after.find(" #") };
                after[..end.unwrap_or(after.len())].trim_end().len()
            }
        };
        let left = after[length..].trim_start();
        let ends = match self.matter.syntax {
            Syntax::Json => left.is_empty() || left.starts_with([',', '}']),
            _ => left.is_empty() || left.starts_with('#'),
        };
        let value = text.get(start..start + length)?;
        let same = value.trim_matches(['"', '\'']) == field.value.trim() && (length > 0 || self.matter.syntax == Syntax::Yaml);
        // Behind the sign, where nothing stands: the space that parts a comment from it stays.
        let at = if length == 0 { line.start.max(key) + rest.find(sign)? + 1 } else { start };
        (head.trim().is_empty() && ends && same).then_some(at..at + length)
    }

    /// How the front matter names a table at its outermost level, or anything else so.
    fn mentions(&self, key: &str) -> Mention {
        let wanted = squeezed(key);
        if self.matter.syntax == Syntax::Json {
            return self.mentions_json(key);
        }
        let mut found = Mention::None;
        let mut at = self.start();
        let is_toml = self.matter.syntax == Syntax::Toml;
        let mut in_table = false;
        for line in self.content.split_inclusive('\n') {
            at += line.len();
            let is_head = is_toml && line.trim_start().starts_with('[');
            in_table |= is_head;
            if in_table && !is_head {
                continue;
            }
            let head = if is_toml { line.trim_start().trim_start_matches('[').trim_start() } else { line };
            let name = head.split([':', '=', '.', ']']).next().unwrap_or_default();
            if name.len() == head.len() || name.starts_with(' ') || squeezed(name) != wanted {
                continue;
            }
            let many = self.content.contains("\"\"\"") || self.content.contains("'''");
            let table = line.trim().strip_prefix('[').and_then(|line| line.strip_suffix(']')) == Some(key);
            let bare = if is_toml { table && !many } else { bare_key(line) == Some(key) };
            found = match found {
                Mention::None if bare && line.ends_with('\n') => Mention::Bare(at),
                _ => return Mention::Other,
            };
        }
        match found {
            // What follows deeper is a list, or a table of another kind.
            Mention::Bare(next) if self.matter.syntax == Syntax::Yaml && self.goes_on(next) => Mention::Other,
            found => found,
        }
    }

    /// Whether the first line from here on that says something stands deeper than the margin, or is an item.
    fn goes_on(&self, at: usize) -> bool {
        let rest = &self.source.text[at..self.matter.content.end()];
        let first = rest.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        first.is_some_and(|line| line.starts_with([' ', '\t', '-']))
    }

    fn mentions_json(&self, key: &str) -> Mention {
        let quoted = format!("\"{key}\"");
        let mut places = self.content.match_indices(&quoted).map(|(at, _)| at);
        let inside = |at: usize| {
            let rest = self.content[at + quoted.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('{')?;
            let empty = rest.trim_start().starts_with('}') && self.is_in_tables(self.start() + at, 0);
            empty.then(|| self.matter.content.end() - rest.len())
        };
        match (places.next(), places.next()) {
            (None, _) => Mention::None,
            (Some(at), None) => inside(at).map_or(Mention::Other, Mention::Bare),
            _ => Mention::Other,
        }
    }
}

/// The key of a line that has nothing else but a comment.
fn bare_key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let rest = rest.trim();
    (rest.is_empty() || rest.starts_with('#')).then(|| key.trim_end().trim_matches(['"', '\'']))
}
