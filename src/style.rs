//! What a publication says about itself: its name, its approved texts, its habits with figures.

mod day;

use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use toml::value::Datetime;

use crate::text::Document;

/// What rules must know of the publication that a draft is for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct HouseStyle {
    /// Its name; empty when none is configured.
    pub name: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Names of other publications, whose standing texts must not be here.
    pub others: Vec<String>,
    /// The language its drafts are in: `en`, `de-AT`.
    pub language: Option<String>,
    /// The kind that the draft's section gives it: `opinion`, `news`, …
    #[serde(skip)]
    pub kind: Option<String>,
    /// The approved texts, by id, that a rule in force wants at each place that asks for one.
    #[serde(skip)]
    pub beside: Vec<String>,
    /// The approved texts by id.
    pub texts: BTreeMap<String, Approved>,
    /// Its habits with figures.
    pub figures: Habits,
    /// The front matter that names people, and the words around names.
    #[serde(skip)]
    pub keys: LazyKeys,
}

/// [`Keys`] that are gathered when a draft first asks for them.
#[derive(Debug, Clone)]
pub struct LazyKeys(Arc<LazyLock<Keys, Box<dyn FnOnce() -> Keys + Send>>>);

impl LazyKeys {
    /// The keys as these lists have them.
    pub fn of(list: impl Fn(&str) -> Vec<String> + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(move || Keys::of(list)))))
    }
}

impl Default for LazyKeys {
    fn default() -> Self {
        Self::of(|_| Vec::new())
    }
}

impl Deref for LazyKeys {
    type Target = Keys;

    fn deref(&self) -> &Keys {
        &self.0
    }
}

/// The keys of front matter that name who stands behind a draft, the best first, and the words around names: the lists `front/…`.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What its byline says.
    pub bylines: Vec<String>,
    /// Who paid for it.
    pub sponsors: Vec<String>,
    /// Who funded the work.
    pub funders: Vec<String>,
    /// The securities it is about.
    pub tickers: Vec<String>,
    /// What stands where nobody is named.
    pub nobody: Vec<String>,
    /// What stands before the last of several names: `de und`, or a word for every language.
    pub and: Vec<String>,
    /// What the name of a publication begins with, and is known without.
    pub articles: Vec<String>,
    /// What a byline opens with, and is no part of a name.
    pub openers: Vec<String>,
    /// The names of the months, in order.
    pub months: Vec<String>,
}

impl Keys {
    fn of(list: impl Fn(&str) -> Vec<String>) -> Self {
        Self {
            authors: list("front/authors"),
            bylines: [list("front/bylines"), list("front/authors")].concat(),
            sponsors: list("front/sponsors"),
            funders: list("front/funders"),
            tickers: list("front/tickers"),
            nobody: list("front/nobody"),
            and: list("front/and"),
            articles: list("front/articles"),
            openers: list("formats/byline-openers"),
            months: list("figures/months"),
        }
    }

    /// The keys that give a name in braces.
    fn of_name(&self, name: &str) -> &[String] {
        match name {
            "{author}" => &self.authors,
            "{byline}" => &self.bylines,
            "{sponsor}" => &self.sponsors,
            _ => &[],
        }
    }

    /// What stands before the last of several names in a language.
    fn and(&self, language: &str, last: &str) -> Option<&str> {
        let lower = last.to_lowercase();
        let sounds = |sound: &&str| lower.starts_with(sound.trim_start_matches('-'));
        self.and.iter().find_map(|entry| match entry.split(' ').collect::<Vec<_>>()[..] {
            [word] => Some(word),
            [code, word, ref other @ ..] if code == language => {
                let (not, before): (Vec<&str>, Vec<&str>) = other.iter().skip(1).partition(|sound| sound.starts_with('-'));
                let changed = before.iter().any(sounds) && !not.iter().any(sounds);
                Some(if changed { other[0] } else { word })
            }
            _ => None,
        })
    }

    /// Whether a word joins names in any language.
    fn joins(&self, word: &str) -> bool {
        let small = !word.starts_with(char::is_uppercase) || word.len() > 1 && !word.contains(char::is_lowercase);
        let words = |entry: &str| {
            entry.split(' ').skip(usize::from(entry.contains(' '))).take(2).any(|and| word.eq_ignore_ascii_case(and))
        };
        small && self.and.iter().any(|entry| words(entry))
    }

    /// Whether a value names somebody: not what YAML and its writers put where nobody is.
    fn is_somebody(&self, name: &str) -> bool {
        !["", "~"].contains(&name) && !self.nobody.iter().any(|word| name.eq_ignore_ascii_case(word))
    }

    /// A name without its article.
    fn bare<'n>(&self, name: &'n str) -> &'n str {
        let (first, rest) = name.split_once(' ').unwrap_or(("", name));
        if self.articles.iter().any(|article| first.eq_ignore_ascii_case(article)) { rest.trim_start() } else { name }
    }
}

/// A wording that the publication approved.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Approved {
    /// The wording; `{author}`, `{publication}` and other names in braces stand for one to six words.
    pub text: String,
    /// The wording for several people, where a name in braces is more than one.
    pub several: Option<String>,
    /// Earlier wordings, recognised as outdated; in a draft from before `from` they hold.
    pub versions: Vec<String>,
    /// First day it holds.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Datetime>,
    /// Last day it holds.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Datetime>,
}

impl Approved {
    /// Whether it holds on the day of the draft, as its front matter gives it; without a day it does.
    pub fn in_force(&self, style: &HouseStyle, document: &Document) -> bool {
        style.holds(self.from.as_ref(), self.until.as_ref(), document).unwrap_or(true)
    }

    /// Whether it holds only from, or until, some day.
    pub fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// Whether the draft is from before its first day: then its earlier wordings are what was approved.
    pub fn is_to_come(&self, style: &HouseStyle, document: &Document) -> bool {
        style.holds(self.from.as_ref(), None, document) == Some(false)
    }

    /// The wordings that hold today: the one, and the one for several people.
    pub fn current(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.text).chain(&self.several)
    }

    /// The wording with its names filled in: the publication's own, and those of the draft's front matter, several of them joined as in
    /// a language (its code).
    ///
    /// # Errors
    /// What is lacking for it to be written.
    pub fn filled(&self, style: &HouseStyle, document: &Document, language: &str) -> Result<String, Lack> {
        let people = |name: &&str| style.people(name, document).len() > 1;
        let text = match (NAMES.into_iter().find(|name| self.text.contains(name) && people(name)), &self.several) {
            (Some(_), Some(several)) => several,
            (Some(name), None) if speaks_of(&self.text, name) => return Err(Lack::Several(name.to_owned())),
            _ => &self.text,
        };
        let mut text = text.trim().to_owned();
        if !style.name.is_empty() {
            text = text.replace(PUBLICATION, &style.name);
        }
        for name in NAMES {
            if !text.contains(name) {
                continue;
            }
            if let Some(doubtful) = style.people(name, document).into_iter().find(|said| !style.may_be(name, said)) {
                return Err(Lack::Doubtful(name.to_owned(), doubtful.to_owned()));
            }
            if let Some(said) = style.said(name, document, language) {
                text = text.replace(name, &said);
            }
        }
        match text.find(['{', '}']) {
            Some(at) => Err(Lack::Name(text[at..].split_inclusive('}').next().unwrap_or_default().to_owned())),
            None => Ok(text),
        }
    }
}

/// Why an approved text cannot be written into a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// Nobody says who this name in braces is.
    Name(String),
    /// What the front matter says for this name may be no name of a person: a key, an address, several people in one.
    Doubtful(String, String),
    /// This name is several people, and the wording may speak of one.
    Several(String),
}

/// What stands for the publication's own name.
pub const PUBLICATION: &str = "{publication}";
/// The names in braces that the front matter gives.
pub const NAMES: [&str; 3] = ["{author}", "{byline}", "{sponsor}"];

/// Whether a word follows a name in braces, which may be a verb that speaks of one: “{author} is”, and not “by {author}.”
fn speaks_of(text: &str, name: &str) -> bool {
    text.split(name).skip(1).any(|behind| behind.trim_start().starts_with(char::is_alphanumeric))
}

/// Signs that would be markup where a name is written, or break its line.
const MARKUP: [char; 14] = ['\\', '`', '*', '_', '[', ']', '<', '>', '#', '~', '|', '{', '}', '&'];
/// What joins names, and is no entity.
const JOINT: &str = " & ";

/// How a publication wants its figures sourced: the `[figures]` table.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Habits {
    /// How far from a figure its source may stand.
    pub within: Within,
    /// Whether a figure in the headline may rest on a source that only the body names.
    pub headline: Headline,
    /// The smallest plain count that is asked about.
    #[serde(deserialize_with = "count")]
    pub smallest: f64,
    /// Organisations whose counts are the publication's own.
    pub own: Vec<String>,
    /// Names that count as a source wherever they stand.
    pub trusted: Vec<String>,
    /// Names that do not count as a source.
    pub distrusted: Vec<String>,
    /// Whether figures of the writer's own doing ("we counted 12") need no source.
    pub first_person: bool,
    /// Whether prices need no source; else one without is told, at the least as a note.
    pub prices: bool,
    /// The chance that an editor asks from which on a figure is told of as the rule's level says.
    #[serde(deserialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub sure: f64,
    /// The chance from which on it is told of at all, as a note.
    #[serde(deserialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub likely: f64,
    /// The chances between which a second reader is asked.
    #[serde(deserialize_with = "bounds")]
    #[schemars(inner(range(min = 0, max = 1)))]
    pub doubt: [f64; 2],
}

impl HouseStyle {
    /// Whether the day of a draft lies between two days; `None` when its front matter gives none that can be read.
    pub fn holds(&self, from: Option<&Datetime>, until: Option<&Datetime>, document: &Document) -> Option<bool> {
        let of = |text: &str| day::day(text, &self.keys.months);
        let here = dates(document).find_map(of)?;
        let first = |date: &Datetime| of(&date.to_string()).is_none_or(|from| from <= here);
        let last = |date: &Datetime| of(&date.to_string()).is_none_or(|until| here <= until);
        Some(from.is_none_or(first) && until.is_none_or(last))
    }

    /// The day of a draft, as eight digits: by its front matter, or else the name of its file; 0 where neither says.
    pub fn day(&self, document: &Document) -> u32 {
        let said = dates(document).find_map(|date| day::day(date, &self.keys.months));
        said.unwrap_or_else(|| document.day())
    }

    /// What a draft gives for its day where that cannot be read as one.
    pub fn unread_day<'d>(&self, document: &'d Document) -> Option<&'d str> {
        if dates(document).any(|date| day::day(date, &self.keys.months).is_some()) { None } else { dates(document).next() }
    }

    /// Whether a value of the front matter may be printed for a name in braces. Of an author it must look like a person's name: two words or more
    /// that begin with capitals, no address, number, byline or row of people, and not the publication's own name.
    fn may_be(&self, name: &str, said: &str) -> bool {
        let is_joint = |word: &str| word == JOINT.trim() || self.keys.joins(word);
        let opens =
            |opener: &String| said.get(..opener.len() + 1).is_some_and(|head| head.trim_end().eq_ignore_ascii_case(opener));
        let words: Vec<&str> = said.split_whitespace().collect();
        let small = |word: Option<&&str>| word.is_none_or(|word| word.starts_with(char::is_lowercase));
        let cased = said.contains(|char: char| char.is_lowercase() || char.is_uppercase());
        let named = !cased || words.len() > 1 && !small(words.first()) && !small(words.last());
        let strange = |char: char| char.is_numeric() || "@,;:/".contains(char);
        self.keys.of_name(name) == self.keys.sponsors
            || named
                && !said.contains(strange)
                && !words.iter().any(|word| is_joint(word))
                && !self.keys.openers.iter().any(opens)
                && !self.is_own(said)
    }

    /// Who a name in braces is, as the draft's front matter says it, in a row: `Jane Roe, Ada Quill and Tom Tarn`, with the “and” of a
    /// language (its code); `None` for nobody, and where a name cannot be written as it is.
    pub fn said(&self, name: &str, document: &Document, language: &str) -> Option<String> {
        let names = self.people(name, document);
        let plain = |name: &&str| !name.replace(JOINT, " ").contains(MARKUP) && !name.contains(char::is_control);
        let (last, first) = names.split_last().filter(|_| names.iter().all(plain))?;
        Some(match (self.keys.and(language, last), first) {
            (_, []) => (*last).to_owned(),
            (Some(and), _) => format!("{} {and} {last}", first.join(", ")),
            (None, _) => names.join(", "),
        })
    }

    /// All that the best key for a name in braces names.
    fn people<'d>(&self, name: &str, document: &'d Document) -> Vec<&'d str> {
        let of_key = |key: &String| -> Vec<&'d str> {
            let values =
                document.front.iter().filter(|field| field.key.eq_ignore_ascii_case(key)).map(|field| field.value.trim());
            values.filter(|name| self.keys.is_somebody(name)).collect()
        };
        self.keys.of_name(name).iter().map(of_key).find(|people| !people.is_empty()).unwrap_or_default()
    }

    /// Whether some words name the publication itself, or an organisation whose counts are its own.
    pub fn is_own(&self, words: &str) -> bool {
        self.own_in(words).is_some()
    }

    /// The bytes of `words` that do so first.
    pub fn own_in(&self, words: &str) -> Option<Range<usize>> {
        self.own_names().find_map(|name| find_name(words, name))
    }

    /// Whether there is any such name.
    pub fn has_own(&self) -> bool {
        self.own_names().next().is_some()
    }

    fn own_names(&self) -> impl Iterator<Item = &str> {
        let names = std::iter::once(&self.name).chain(&self.aliases).chain(&self.figures.own);
        names.map(|name| self.keys.bare(name.trim())).filter(|name| !name.is_empty())
    }
}

/// A share, from 0 to 1.
///
/// # Errors
/// What is wanted, of any other value.
pub fn share<'de, D: Deserializer<'de>>(value: D) -> Result<f64, D::Error> {
    let found = f64::deserialize(value)?;
    match found {
        0.0..=1.0 => Ok(found),
        1.0..=100.0 => Err(D::Error::custom(format!("{found} is not from 0 to 1: {found} % is {}", found / 100.0))),
        _ => Err(D::Error::custom(format!("{found} is not from 0 to 1"))),
    }
}

/// The lower and the higher of two shares.
fn bounds<'de, D: Deserializer<'de>>(value: D) -> Result<[f64; 2], D::Error> {
    let [low, high] = <[f64; 2]>::deserialize(value)?;
    match low {
        0.0..=1.0 if low <= high && high <= 1.0 => Ok([low, high]),
        _ => Err(D::Error::custom(format!("[{low}, {high}] are not two shares from 0 to 1, the lower one first"))),
    }
}

/// How many things, none or more.
fn count<'de, D: Deserializer<'de>>(value: D) -> Result<f64, D::Error> {
    let found = f64::deserialize(value)?;
    match found.is_finite() && found >= 0.0 {
        true => Ok(found),
        false => Err(D::Error::custom(format!("{found} is no number of things: one from 0 on is wanted"))),
    }
}

impl Habits {
    /// Whether a second reader is asked about a figure of this chance.
    pub fn is_in_doubt(&self, chance: f64) -> bool {
        let [low, high] = self.doubt;
        (low..=high).contains(&chance)
    }

    /// Whether some words name somebody who does not count as a source.
    pub fn distrusts(&self, words: &str) -> bool {
        self.distrusted.iter().any(|name| find_name(words, name).is_some())
    }

    /// Whether there is anybody who does not.
    pub fn has_distrusted(&self) -> bool {
        !self.distrusted.is_empty()
    }

    /// The bytes of `words` that name somebody who always counts as a source.
    pub fn trusted_in(&self, words: &str) -> Option<Range<usize>> {
        self.trusted.iter().find_map(|name| find_name(words, name))
    }
}

/// What a draft gives for its day.
fn dates(document: &Document) -> impl Iterator<Item = &str> {
    let fields = document.values("date").chain(document.values("published"));
    fields.map(|field| field.value.trim()).filter(|date| !date.is_empty())
}

/// Where a name stands in some words, in any case and not inside a longer word.
fn find_name(words: &str, name: &str) -> Option<Range<usize>> {
    let name = name.trim();
    let first = name.bytes().next()?;
    let inside = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let stands = |start: usize| {
        let mut rest = words.get(start..)?.chars();
        let same = |wanted: char| rest.next().is_some_and(|char| char == wanted || char.to_lowercase().eq(wanted.to_lowercase()));
        let whole = !inside(words[..start].chars().next_back()) && name.chars().all(same) && !inside(rest.clone().next());
        whole.then(|| start..words.len() - rest.as_str().len())
    };
    match first {
        // A letter has one other form, but for the sign of Kelvin; a sign has none.
        b'k' | b'K' | 128.. => (0..words.len()).find_map(stands),
        _ => {
            let forms = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
            memchr::memchr2_iter(forms[0], forms[1], words.as_bytes()).find_map(stands)
        }
    }
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            within: Within::Paragraph,
            headline: Headline::Body,
            smallest: 0.0,
            own: Vec::new(),
            trusted: Vec::new(),
            distrusted: Vec::new(),
            first_person: true,
            prices: true,
            sure: 0.65,
            likely: 0.45,
            doubt: [0.08, 0.9],
        }
    }
}

/// How far from a figure its source may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// In its sentence.
    Sentence,
    /// In its paragraph, or in those that plainly go on with it.
    Paragraph,
    /// Anywhere under its heading.
    Section,
}

/// Where the source of a headline's figure must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Headline {
    /// In the body is enough.
    Body,
    /// In the headline or standfirst itself.
    Own,
}
