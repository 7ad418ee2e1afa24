//! All lists and phrases that a policy knows, found in one pass over the words of a text.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::lists::Lists;
use super::pattern::{self, Part, Pattern};
use super::token::{Token, key_of};

macro_rules! classes {
    ($($name:ident $list:literal,)*) => {
        /// A list that the grammar of figures and attribution knows by name; its file is `rules/lists/NAME.txt`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Class { $($name,)* }

        impl Class {
            /// All of them.
            pub const ALL: &[Class] = &[$(Class::$name,)*];

            /// The name of its list.
            pub fn list(self) -> &'static str {
                match self { $(Class::$name => $list,)* }
            }
        }
    };
}

classes! {
    // sentences
    Opener "grammar/openers",
    Abbreviation "grammar/abbreviations",
    Numbered "grammar/numbered-abbreviations",
    Pronoun "grammar/pronouns",
    Determiner "grammar/determiners",
    Auxiliary "grammar/auxiliaries",
    Modal "grammar/modals",
    Preposition "grammar/prepositions",
    Contrast "grammar/contrast",
    Adverb "grammar/adverbs",
    Nation "grammar/nations",
    FirstPerson "grammar/first-person",
    Negator "grammar/negators",
    // figures
    NumberWord "figures/number-words",
    Scale "figures/scales",
    Magnitude "figures/magnitudes",
    Fraction "figures/fractions",
    Multiple "figures/multiples",
    Percent "figures/percent",
    Currency "figures/currencies",
    Hedge "figures/hedges",
    Unit "figures/units",
    Duration "figures/durations",
    Month "figures/months",
    Weekday "figures/weekdays",
    Clock "figures/clock",
    Era "figures/eras",
    Reference "figures/references",
    Enumerated "figures/enumerated",
    Anaphor "figures/anaphors",
    Rate "figures/rates",
    Ordinal "figures/ordinals",
    Product "figures/numbered-names",
    Idiom "figures/idioms",
    Hypothetical "figures/hypotheticals",
    Plan "figures/plans",
    Instruction "figures/instructions",
    Street "figures/streets",
    Played "figures/contests",
    Priced "figures/priced",
    // attribution
    Said "attribution/verbs-neutral",
    Estimated "attribution/verbs-estimate",
    Showed "attribution/verbs-factive",
    Argued "attribution/verbs-argue",
    Claimed "attribution/verbs-doubt",
    Admitted "attribution/verbs-loaded",
    According "attribution/prepositions",
    ByAgent "attribution/passives",
    PaperNoun "attribution/nouns-document",
    Study "attribution/nouns-study",
    AgentNoun "attribution/nouns-agent",
    BodyNoun "attribution/nouns-organisation",
    VagueNoun "attribution/nouns-vague",
    VagueQuantifier "attribution/vague-quantifiers",
    VagueSource "attribution/vague",
    Hearsay "attribution/hearsay",
    OwnHand "attribution/first-hand",
    Continues "attribution/continuations",
    LeadIn "attribution/lead-ins",
    Announces "attribution/announcements",
    SourceLine "attribution/source-lines",
    NoCue "attribution/look-alikes",
    Weak "attribution/weak-verbs",
    Party "attribution/nouns-party",
    Result "attribution/results",
    Sitting "attribution/sittings",
    Keeper "attribution/record-keepers",
    // what makes an editor ask
    Measured "contest/measured-nouns",
    Settled "contest/settled-nouns",
    People "contest/people",
    Events "contest/events",
    Things "contest/things",
    Amounts "contest/amounts",
    Bodies "contest/bodies",
    Texts "contest/texts",
    Play "contest/play",
    Built "contest/built",
    Sums "contest/sums",
    Distances "contest/distances",
    Sittings "contest/sittings",
    Deals "contest/deals",
    Staff "contest/staff",
    Harm "contest/harm-nouns",
    Changed "contest/change-verbs",
    Befell "contest/harm-verbs",
    Decided "contest/decision-verbs",
    Market "contest/market",
    Superlative "contest/superlatives",
    // statements
    Reports "disclosure/reporting",
    Tells "disclosure/telling",
    Advised "disclosure/advised",
    Callout "disclosure/callouts",
    // page furniture
    PageLine "chrome/page-lines",
}

/// The classes a word belongs to, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u128);

impl Classes {
    /// Whether this class is among them.
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether one of these classes is among them.
    pub fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|&class| self.has(class))
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds a class.
    pub fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u32;
    }
}

/// Phrases of a rule, as its file says them: phrases of the phrase language, `@list`, or `/regular expression/`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Phrases {
    written: Vec<Spanned<String>>,
    #[serde(skip)]
    id: Option<ListId>,
}

/// The number of a set of phrases in its [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(u16);

/// What is wrong with a phrase: bytes of the file that says it, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the file that holds the phrase.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl Phrases {
    /// The number of these phrases, once a lexicon took them in.
    pub fn id(&self) -> Option<ListId> {
        self.id
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The phrases as written, lists by their `@name`.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(|phrase| phrase.get_ref().as_str())
    }

    /// What is wrong with them.
    pub fn mistakes(&self, lists: &Lists) -> Vec<Mistake> {
        let check = |phrase: &Spanned<String>| {
            let message = match expression(phrase.get_ref()) {
                Some(pattern) => compile(pattern).err(),
                None => resolve(phrase.get_ref(), lists).err(),
            }?;
            Some(Mistake { at: phrase.span(), message })
        };
        self.written.iter().filter_map(check).collect()
    }
}

/// Whether a token may fit a part with this hint; without a token only a part that fits anything.
fn hinted(hint: u64, token: Option<&Token>) -> bool {
    hint == u64::MAX || token.is_some_and(|token| hint >> (token.key & 63) & 1 == 1)
}

fn expression(phrase: &str) -> Option<&str> {
    phrase.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'))
}

fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!("(?i){pattern}")).map_err(|error| match error {
        regex::Error::Syntax(text) => {
            let reason = text.lines().last().unwrap_or_default();
            format!("not a regular expression: {}", reason.trim_start_matches("error: "))
        }
        error => error.to_string(),
    })
}

/// The patterns of a phrase; a phrase that is just `@name` stands for the whole list.
fn resolve(phrase: &str, lists: &Lists) -> Result<Vec<Pattern>, String> {
    let mut patterns = Vec::new();
    match gather(phrase, lists, 0, &mut patterns) {
        None => Ok(patterns),
        Some(mistake) => Err(mistake),
    }
}

/// Adds the patterns of a phrase; a mistake in one phrase of a list leaves the others. Returns the first mistake.
fn gather(phrase: &str, lists: &Lists, depth: usize, patterns: &mut Vec<Pattern>) -> Option<String> {
    let whole = phrase.strip_prefix('@').filter(|name| !name.contains(char::is_whitespace));
    let Some(name) = whole else {
        return match pattern::read(phrase, lists) {
            Ok(read) => {
                patterns.extend(read);
                None
            }
            Err(mistake) => Some(mistake),
        };
    };
    let Some(phrases) = lists.get(name) else { return Some(format!("there is no list “{name}”")) };
    if depth > pattern::DEEPEST {
        return Some(format!("the list “{name}” names itself"));
    }
    let mut mistake = None;
    for phrase in phrases {
        let wrong = gather(value(phrase).0, lists, depth + 1, patterns);
        mistake = mistake.or(wrong);
    }
    mistake
}

/// A list line may say what its word is worth: `seven = 7`.
fn value(line: &str) -> (&str, Option<f64>) {
    let Some((word, value)) = line.rsplit_once(" = ") else { return (line, None) };
    value.trim().parse().map_or((line, None), |value| (word.trim(), Some(value)))
}

/// A place where a phrase stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The phrases it belongs to.
    pub id: ListId,
    /// First and last token (exclusive); empty for a regular expression.
    pub tokens: Range<usize>,
}

/// Words and phrases by their keys.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<u64, Entry>,
    phrases: Vec<Phrase>,
    values: FxHashMap<u64, f64>,
    expressions: Vec<Expression>,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    classes: Classes,
    phrases: Vec<u32>,
}

#[derive(Debug)]
struct Phrase {
    pattern: Pattern,
    /// The part by which it is found.
    anchor: usize,
    /// What the tokens beside that part may be: see [`Part::hint`].
    before: u64,
    behind: u64,
    finds: Finds,
}

#[derive(Debug, Clone, Copy)]
enum Finds {
    Class(Class),
    List(ListId),
}

#[derive(Debug)]
struct Expression {
    id: ListId,
    pattern: String,
    regex: OnceLock<Option<Regex>>,
}

impl Lexicon {
    /// Takes in the grammar's lists and the phrases of rules, each of which learns its number.
    ///
    /// Phrases with mistakes are passed over: [`Phrases::mistakes`] tells them to their writer.
    pub fn new<'a>(lists: &Lists, rules: impl IntoIterator<Item = &'a mut Phrases>) -> Self {
        let mut lexicon = Self::default();
        lexicon.words.reserve(1 << 13);
        for &class in Class::ALL {
            for line in lists.get(class.list()).unwrap_or_default() {
                let (phrase, value) = value(line);
                if let Some(value) = value {
                    lexicon.values.insert(key_of(phrase), value);
                }
                let mut patterns = Vec::new();
                gather(phrase, lists, 0, &mut patterns);
                lexicon.take(patterns, Finds::Class(class));
            }
        }
        for (number, phrases) in rules.into_iter().enumerate() {
            let id = ListId(number as u16);
            phrases.id = Some(id);
            for phrase in phrases.written() {
                match expression(phrase) {
                    Some(pattern) => {
                        lexicon.expressions.push(Expression { id, pattern: pattern.to_owned(), regex: OnceLock::new() });
                    }
                    None => {
                        let mut patterns = Vec::new();
                        gather(phrase, lists, 0, &mut patterns);
                        lexicon.take(patterns, Finds::List(id));
                    }
                }
            }
        }
        lexicon
    }

    fn take(&mut self, patterns: Vec<Pattern>, finds: Finds) {
        for pattern in patterns {
            if let (Finds::Class(class), [part @ (Part::Word(_) | Part::Words(_))]) = (finds, pattern.as_slice()) {
                part.keys().iter().for_each(|&key| self.words.entry(key).or_default().classes.add(class));
                continue;
            }
            let Some((anchor, keys)) = pattern::anchor(&pattern) else { continue };
            let (keys, number) = (keys.to_vec(), self.phrases.len() as u32);
            keys.iter().for_each(|&key| self.words.entry(key).or_default().phrases.push(number));
            let hint = |at: Option<usize>| at.and_then(|at| pattern.get(at)).map_or(u64::MAX, Part::hint);
            let (before, behind) = (hint(anchor.checked_sub(1)), hint(Some(anchor + 1)));
            self.phrases.push(Phrase { pattern, anchor, before, behind, finds });
        }
    }

    /// What a number word is worth: `seven` 7, `million` 1,000,000.
    pub fn value(&self, key: u64) -> Option<f64> {
        self.values.get(&key).copied()
    }

    /// Gives each token its classes and returns where phrases stand, in no particular order.
    ///
    /// A phrase of several words gives its class to its first token, whose `reach` then counts its tokens.
    pub fn read(&self, tokens: &mut [Token], seen: &mut Vec<Seen>) {
        for token in tokens.iter_mut() {
            if let Some(entry) = self.words.get(&token.key) {
                token.classes = entry.classes;
                token.phrases = !entry.phrases.is_empty();
            }
        }
        for at in 0..tokens.len() {
            if !tokens[at].phrases {
                continue;
            }
            let Some(entry) = self.words.get(&tokens[at].key) else { continue };
            for &number in &entry.phrases {
                let phrase = &self.phrases[number as usize];
                if !hinted(phrase.behind, tokens.get(at + 1))
                    || !hinted(phrase.before, at.checked_sub(1).and_then(|at| tokens.get(at)))
                {
                    continue;
                }
                let Some(start) = at.checked_sub(phrase.anchor) else { continue };
                let Some(end) = pattern::matches(&phrase.pattern, tokens, start) else { continue };
                match phrase.finds {
                    Finds::List(id) => seen.push(Seen { id, tokens: start..end }),
                    Finds::Class(class) => {
                        tokens[start].classes.add(class);
                        tokens[start].reach = tokens[start].reach.max((end - start).min(u8::MAX as usize) as u8);
                    }
                }
            }
        }
    }

    /// Where the regular expressions of rules match, in bytes of `text`.
    pub fn search<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (ListId, Range<usize>)> + 'a {
        self.expressions.iter().flat_map(move |expression| {
            let regex = expression.regex.get_or_init(|| compile(&expression.pattern).ok());
            regex.iter().flat_map(move |regex| regex.find_iter(text)).map(move |found| (expression.id, found.range()))
        })
    }
}
