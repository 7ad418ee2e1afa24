//! Patterns over addresses, front matter and paths, as rule files write them.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::prose::{Lists, Mistake, plain};
use crate::reading::Reading;
use crate::text::{Address, Field, squeezed};

/// Patterns over a draft's path, in any case: `opinion/**` in whatever folder, `/opinion/**` only at the top.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<String>")]
#[schemars(with = "Vec<String>")]
pub struct Paths {
    written: Vec<String>,
    /// The longest word that a path of each must hold, in lower case: a path that holds none is of no pattern.
    heads: Vec<String>,
    /// All of them, made ready when a path first may be of one.
    set: OnceLock<GlobSet>,
}

impl TryFrom<Vec<String>> for Paths {
    type Error = String;

    fn try_from(patterns: Vec<String>) -> Result<Self, String> {
        let mut paths = Self::default();
        for pattern in &patterns {
            // Nothing else can be wrong in a pattern.
            if pattern.contains(['[', ']', '{', '}', '\\']) {
                glob(pattern).map_err(|error| format!("“{pattern}” is no pattern of paths: {}", error.kind()))?;
            }
            paths.heads.push(longest_word(pattern).to_ascii_lowercase());
        }
        paths.written = patterns;
        // What is short cannot be too large for its regular expression, and need not be made ready to know it.
        if paths.written.iter().map(String::len).sum::<usize>() > LONG {
            paths.build().map_err(|error| error.to_string())?;
        }
        Ok(paths)
    }
}

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    let rooted = match pattern.strip_prefix('/') {
        Some(rooted) => Cow::Borrowed(rooted),
        None if pattern.starts_with("**") => Cow::Borrowed(pattern),
        None => Cow::Owned(format!("**/{pattern}")),
    };
    GlobBuilder::new(&rooted).literal_separator(true).case_insensitive(true).build()
}

/// The longest word of a pattern that stands in all paths of it; none where it gives a choice.
fn longest_word(pattern: &str) -> &str {
    let words = pattern.split(|char: char| !char.is_ascii_alphanumeric());
    words.max_by_key(|word| word.len()).filter(|_| !pattern.contains(['[', '{', '\\'])).unwrap_or_default()
}

/// From how many bytes on patterns of paths are made ready when they are read.
const LONG: usize = 4096;

impl Paths {
    /// The patterns as the rule writes them.
    pub(super) fn written(&self) -> &[String] {
        &self.written
    }

    /// Whether one of them names this path.
    pub(super) fn matches(&self, path: &Path) -> bool {
        if self.written.is_empty() {
            return false;
        }
        let lower = path.as_os_str().to_string_lossy().to_ascii_lowercase();
        let may = !lower.is_ascii() || self.heads.iter().any(|head| lower.contains(head.as_str()));
        let set = || self.set.get_or_init(|| self.build().unwrap_or_default());
        may && set().is_match(path.strip_prefix("./").unwrap_or(path))
    }

    fn build(&self) -> Result<GlobSet, globset::Error> {
        let mut set = GlobSetBuilder::new();
        for pattern in &self.written {
            set.add(glob(pattern)?);
        }
        set.build()
    }
}

/// Patterns over names of shortcodes, components, includes and layouts, in any case; `*` stands for any characters.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(from = "Vec<String>")]
pub struct NamePatterns {
    written: Vec<String>,
    /// The same in lower case.
    lower: Vec<String>,
}

impl From<Vec<String>> for NamePatterns {
    fn from(written: Vec<String>) -> Self {
        Self { lower: written.iter().map(|pattern| pattern.to_lowercase()).collect(), written }
    }
}

impl NamePatterns {
    /// The patterns as the rule writes them.
    pub(super) fn written(&self) -> &[String] {
        &self.written
    }

    pub(super) fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Whether a name is of one of them.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.lower.iter().any(|pattern| fits(pattern, &name))
    }
}

/// A condition on front matter: `key`, `key = value`, `key = one | two*`, `key = @list`.
///
/// The key may stand at any depth (`sponsor` is also in `params.sponsor.name`); case, `-` and `_` make no difference.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct Front {
    /// The condition as the rule writes it.
    pub(super) written: String,
    key: Vec<String>,
    values: Vec<String>,
    /// Lists whose phrases are values too.
    lists: Vec<String>,
}

impl TryFrom<String> for Front {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let (key, value) = written.split_once('=').unwrap_or((&written, ""));
        let key: Vec<String> = key.trim().split('.').map(squeezed).collect();
        if key.iter().any(String::is_empty) {
            return Err(format!("“{written}” names no key; write `key` or `key = value`"));
        }
        let values = value.split('|').map(str::trim).filter(|value| !value.is_empty());
        let (lists, values): (Vec<_>, Vec<_>) = values.partition(|value| value.starts_with('@'));
        let lists = lists.into_iter().map(|list| list[1..].to_owned()).collect();
        let plain = |value: &str| value.strip_prefix('\\').filter(|value| value.starts_with('@')).unwrap_or(value).to_lowercase();
        let values = values.into_iter().map(plain).collect();
        Ok(Self { written, key, values, lists })
    }
}

impl Front {
    /// Takes in the phrases of the lists that it names; what is wrong with a name. `at` are its bytes in its file.
    pub(super) fn take(&mut self, at: &Range<usize>, lists: &Lists) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for name in &self.lists {
            match lists.get(name) {
                // Any one word of a phrase is any characters of a value.
                Some(_) => {
                    let said = plain([format!("@{name}").as_str()], lists);
                    self.values.extend(said.into_iter().map(|phrase| phrase.replace('…', "*").to_lowercase()));
                }
                None => mistakes.push(Mistake { at: at.clone(), message: format!("there is no list “{name}”") }),
            }
        }
        mistakes
    }
}

impl Front {
    /// The first field that fulfils it.
    pub(super) fn find<'a>(&self, reading: &Reading<'a>) -> Option<&'a Field> {
        // The items of a list are one question.
        reading.fields(&self.key).find_map(|same| same.iter().find(|field| self.allows(field.value.trim())))
    }

    fn allows(&self, value: &str) -> bool {
        let value = lower(value);
        match self.values.is_empty() {
            true => !matches!(&*value, "" | "false" | "no" | "off" | "0" | "none" | "null" | "~" | "n/a"),
            false => self.values.iter().any(|pattern| fits(pattern, &value)),
        }
    }
}

/// A pattern over addresses: `HOST`, `HOST/PATH`, `HOST?KEY=VALUE`; `*` stands for any characters, a host for its subdomains too.
///
/// `amazon.*?tag=*` is any Amazon shop with a tag, `*?irclickid=` any host with that key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub struct LinkPattern {
    /// The pattern as the rule writes it.
    pub(super) written: String,
    host: String,
    /// With a star behind it: whatever follows.
    path: String,
    query: Option<(String, String)>,
}

impl TryFrom<String> for LinkPattern {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let lower = written.trim().to_lowercase();
        let (place, query) = lower.split_once('?').map_or((lower.as_str(), None), |(place, query)| (place, Some(query)));
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        if host.is_empty() || host.contains(char::is_whitespace) {
            return Err(format!("“{written}” names no host; write `example.com`, or `*` for any"));
        }
        let pair = |query: &str| {
            let (key, value) = query.split_once('=').unwrap_or((query, ""));
            (key.to_owned(), value.to_owned())
        };
        let (host, path) = (host.to_owned(), format!("{path}*"));
        Ok(Self { host, path, query: query.map(pair), written: written.trim().to_owned() })
    }
}

/// The numbers of patterns over addresses, by their hosts.
#[derive(Debug, Default)]
pub(super) struct Links {
    hosts: FxHashMap<String, Vec<usize>>,
    /// Those of `amazon.*`, by what stands before the first dot.
    heads: FxHashMap<String, Vec<usize>>,
    /// Those whose host begins with a star, without a query and with one.
    wild: [Vec<usize>; 2],
}

impl Links {
    pub(super) fn of(patterns: &[LinkPattern]) -> Self {
        let mut links = Self::default();
        for (number, pattern) in patterns.iter().enumerate() {
            let head = pattern.host.split('.').next().unwrap_or_default();
            match () {
                () if head.contains('*') => links.wild[usize::from(pattern.query.is_some())].push(number),
                () if pattern.host.contains('*') => links.heads.entry(head.to_owned()).or_default().push(number),
                () => links.hosts.entry(pattern.host.clone()).or_default().push(number),
            }
        }
        links
    }

    /// The first of the patterns that an address is of.
    pub(super) fn find<'p>(&self, address: &Address<'_>, patterns: &'p [LinkPattern]) -> Option<&'p LinkPattern> {
        let head = |host: &str| match self.heads.is_empty() {
            true => None,
            false => self.heads.get(host.split('.').next().unwrap_or_default()),
        };
        let known = address.hosts().flat_map(|host| self.hosts.get(host).into_iter().chain(head(host))).flatten();
        let [bare, asking] = &self.wild;
        let wild = bare.iter().chain(if address.query.is_empty() { &[] } else { asking.as_slice() });
        let all = known.chain(wild).filter(|&&number| patterns[number].matches(address));
        all.min().map(|&number| &patterns[number])
    }
}

impl LinkPattern {
    /// Whether an address is of this pattern.
    fn matches(&self, address: &Address<'_>) -> bool {
        let on_host = || self.host == "*" || address.hosts().any(|host| fits(&self.host, host));
        (self.query.is_none() || !address.query.is_empty()) && on_host() && self.leads(address)
    }

    /// Whether path and query are of this pattern.
    fn leads(&self, address: &Address<'_>) -> bool {
        (self.path == "*" || fits(&self.path, &lower(address.path)))
            && self.query.as_ref().is_none_or(|query| Self::asks(address, query))
    }

    /// Whether a pair of the query is of one of the pattern.
    fn asks(address: &Address<'_>, (key, value): &(String, String)) -> bool {
        let pairs = address.query.split(['&', ';']).map(|pair| pair.trim_start_matches("amp;"));
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).any(|(other, given)| {
            other.eq_ignore_ascii_case(key) && !given.is_empty() && (value.is_empty() || fits(value, &lower(given)))
        })
    }
}

/// A text in lower case.
fn lower(text: &str) -> Cow<'_, str> {
    match text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

/// Whether a value is of one of these patterns, which are in lower case.
pub(in crate::check) fn fits_any(patterns: &[&str], value: &str) -> bool {
    let value = lower(value.trim());
    patterns.iter().any(|pattern| fits(pattern, &value))
}

/// Whether a text is of a pattern in which `*` stands for any characters; both in lower case.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let star = |pattern: &[u8]| memchr::memchr(b'*', pattern);
    let (mut pattern, mut text) = (pattern.as_bytes(), text.as_bytes());
    let Some(first) = star(pattern) else { return pattern == text };
    let Some(rest) = text.strip_prefix(&pattern[..first]) else { return false };
    (pattern, text) = (&pattern[first + 1..], rest);
    while let Some(next) = star(pattern) {
        let Some(at) = memchr::memmem::find(text, &pattern[..next]) else { return false };
        (pattern, text) = (&pattern[next + 1..], &text[at + next..]);
    }
    text.ends_with(pattern)
}

#[cfg(test)]
mod tests {
    use super::{LinkPattern, Links, fits};
    use crate::text::Address;

    fn leads(pattern: &str, address: &str) -> bool {
        let patterns = [LinkPattern::try_from(pattern.to_owned()).unwrap()];
        Address::read(address).is_some_and(|address| Links::of(&patterns).find(&address, &patterns).is_some())
    }

    #[test]
    fn links_are_known_by_host_path_and_query() {
        assert!(leads("amzn.to", "https://amzn.to/3abcde"));
        assert!(leads("amazon.*?tag=*", "https://www.amazon.co.uk/dp/B01?x=1&tag=house-21"));
        assert!(leads("amazon.*?tag=*", "https://www.amazon.de/dp/B01?x=1&amp;tag=house-21"));
        assert!(!leads("amazon.*?tag=*", "https://www.amazon.com/dp/B01"));
        assert!(!leads("amazon.*?tag=*", "https://www.amazon.com/dp/B01?tag="));
        assert!(!leads("amazon.*?tag=*", "https://example.com/amazon.com?tag=x"));
        assert!(!leads("amzn.to", "https://notamzn.to/3abcde"));
        assert!(leads("sjv.io", "http://house.sjv.io/c/1"));
        assert!(leads("*?irclickid=", "https://shop.example/x?irclickid=9"));
        assert!(leads("shop.example/go", "https://shop.example/go/12"));
        assert!(!leads("shop.example/go", "https://shop.example/about"));
        assert!(!leads("*?irclickid=", "/local?irclickid=9"));
    }

    #[test]
    fn stars_stand_for_any_characters() {
        assert!(
            fits("opinion*", "opinions") && fits("*", "") && fits("a*b*c", "axxbyyc") && !fits("a*b", "ac") && !fits("a", "ab")
        );
    }
}
