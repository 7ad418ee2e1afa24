//! The attributes that a document names: what stands where `{name}` does.

use rustc_hash::FxHashMap;

/// Texts by their names.
#[derive(Debug, Default)]
pub(super) struct AdocNames {
    values: FxHashMap<String, String>,
}

/// How many bytes a name has at most, and what stands for it.
const NAME: usize = 64;
const VALUE: usize = 400;

/// What AsciiDoc itself gives names to.
const KNOWN: [(&str, &str); 33] = [
    ("amp", "&"),
    ("apos", "'"),
    ("asterisk", "*"),
    ("backslash", "\\"),
    ("backtick", "`"),
    ("blank", ""),
    ("brvbar", "¦"),
    ("caret", "^"),
    ("cpp", "C++"),
    ("cxx", "C++"),
    ("deg", "°"),
    ("empty", ""),
    ("endsb", "]"),
    ("gt", ">"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("nbsp", "\u{a0}"),
    ("plus", "+"),
    ("pp", "++"),
    ("quot", "\""),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("sp", " "),
    ("space", " "),
    ("startsb", "["),
    ("tilde", "~"),
    ("two-colons", "::"),
    ("two-semicolons", ";;"),
    ("underscore", "_"),
    ("vbar", "|"),
    ("wj", ""),
    ("zwsp", ""),
];

/// A reference to a name.
#[derive(Debug)]
pub(super) struct AdocReference<'a> {
    /// How many bytes it takes, braces and all.
    pub(super) bytes: usize,
    /// What stands for it; `None` where only a builder knows.
    pub(super) text: Option<&'a str>,
}

impl AdocNames {
    /// Gives a name a text, with the texts of the names in it.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let text = self.resolved(value).filter(|text| text.len() <= VALUE);
        let name = name.to_lowercase();
        match text {
            Some(text) => self.values.insert(name, text),
            None => self.values.remove(&name),
        };
    }

    /// Takes the text of a name away.
    pub(super) fn unset(&mut self, name: &str) {
        self.values.remove(&name.to_lowercase());
    }

    /// Reads the reference that a text begins with: `{name}`, or a counter, which stands for nothing here.
    pub(super) fn reference(&self, text: &str) -> Option<AdocReference<'_>> {
        let inner = text.strip_prefix('{')?;
        let end = inner.bytes().take(NAME).position(|byte| byte == b'}')?;
        let name = &inner[..end];
        if ["set:", "counter:", "counter2:"].iter().any(|order| name.starts_with(order)) {
            return Some(AdocReference { bytes: end + 2, text: Some("") });
        }
        let is_name = name.starts_with(|char: char| char.is_alphanumeric() || char == '_')
            && name.chars().all(|char| char.is_alphanumeric() || "_-".contains(char));
        let known = || KNOWN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        let set = || self.values.get(&name.to_lowercase()).map(String::as_str);
        is_name.then(|| AdocReference { bytes: end + 2, text: set().or_else(known) })
    }

    /// A text with what stands for the names in it; `None` where that is not known of one.
    pub(super) fn resolved(&self, text: &str) -> Option<String> {
        let mut whole = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            whole.push_str(&rest[..at]);
            rest = &rest[at..];
            let (taken, part) = match self.reference(rest) {
                Some(AdocReference { bytes, text }) => (bytes, text?),
                None => (1, "{"),
            };
            whole.push_str(part);
            rest = &rest[taken..];
            if whole.len() > VALUE {
                return None;
            }
        }
        whole.push_str(rest);
        Some(whole)
    }
}
