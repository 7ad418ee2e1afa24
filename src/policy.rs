//! What one draft is judged by: the rules in force, and a key that names all that shaped them.

use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;
use xxhash_rust::xxh3::Xxh3;

use crate::check::{Advice, Check, Hit};
use crate::finding::{Finding, Level, Question, nearest};
use crate::prose::Lexicon;
use crate::rulings::Rulings;
use crate::style::HouseStyle;
use crate::text::Source;

/// What one draft is judged by.
#[derive(Debug)]
pub struct Policy {
    /// Names all that shaped it, the same on every machine: policies with equal keys judge alike.
    pub key: u64,
    /// The publication, its texts and habits, and the kind of the draft.
    pub style: HouseStyle,
    /// The lists and phrases that drafts are read with.
    pub lexicon: Lexicon,
    /// The rules in force, by id; none is silent, but for one whose prints alone are wanted.
    pub rules: Vec<Rule>,
    /// The lowest level that makes a run fail; `Off` for none.
    pub fail: Level,
    /// Whether a permission must say why.
    pub require_reason: bool,
    /// Whether the draft's own publication was left aside: it may know rules that are not known here.
    pub apart: bool,
    /// All rules by id, silent ones too, and families as `family/*`.
    pub known: LazyNames,
    /// What second readers made of its drafts' claims, where anybody did.
    pub rulings: Option<Arc<Rulings>>,
}

/// What copydesk itself says of a draft, beside what rules say.
const OWN: [&str; 7] = [
    "meta/*",
    "meta/broken-markup",
    "meta/undecodable",
    "meta/unknown-rule",
    "meta/unreadable-draft",
    "meta/unreasoned-permission",
    "meta/unused-permission",
];

/// Names that are gathered when a draft first asks for one.
pub type LazyNames = LazyLock<Vec<String>, Box<dyn FnOnce() -> Vec<String> + Send>>;

impl Policy {
    /// The name of the publication; empty without one.
    pub fn publication(&self) -> &str {
        &self.style.name
    }

    /// Whether a rule, or a family as `family/*`, is known here.
    pub fn knows(&self, rule: &str) -> bool {
        self.names().any(|known| known == rule)
    }

    /// The name of a rule or family that is nearest to this one, if one is near.
    pub fn nearest(&self, rule: &str) -> Option<&str> {
        nearest(rule, self.names())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str).chain(OWN)
    }

    /// The kind that the draft's section gives it.
    pub fn kind(&self) -> Option<&str> {
        self.style.kind.as_deref()
    }
}

/// A key over texts: of this version of copydesk, its rules and lists included.
///
/// Texts are told apart, so that what moves from one to the next changes the key.
pub fn key<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> u64 {
    let mut hasher = Xxh3::new();
    let version = [env!("CARGO_PKG_VERSION"), env!("COPYDESK_RULES")].map(str::as_bytes);
    for text in version.into_iter().chain(texts) {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hasher.digest()
}

/// What the command line asks of every policy.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Each rule speaks at its `strict` level, if that is louder; rules that a publication silenced stay silent.
    pub strict: bool,
    /// Only these rules, by id or `family/*`, even where a publication silenced them; empty for all.
    pub only: Vec<String>,
    /// The publications of the drafts are left aside: their own rules are not known.
    pub without_publications: bool,
    /// What of a draft can be compared with others is wanted, though no rule may compare it.
    pub prints: bool,
    /// What second readers made of claims is left aside.
    pub without_readings: bool,
}

impl Choices {
    /// A key over the choices.
    pub fn key(&self) -> u64 {
        let flags = [self.strict, self.without_publications, self.prints].map(u8::from);
        key(std::iter::once(&flags[..]).chain(self.only.iter().map(String::as_bytes)))
    }

    /// Whether this rule is among the chosen.
    pub fn chooses(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| names(only, id))
    }
}

/// Whether an id or `family/*` names this rule.
pub fn names(pattern: &str, id: &str) -> bool {
    let family = pattern.strip_suffix("/*").and_then(|family| id.strip_prefix(family));
    pattern == id || family.is_some_and(|rest| rest.starts_with('/'))
}

/// What a rule says of itself, read when it is first asked for: most rules have nothing to tell of most drafts.
pub type LazyWords = LazyLock<Arc<Words>, Box<dyn FnOnce() -> Arc<Words> + Send>>;

/// A rule in force.
#[derive(Debug)]
pub struct Rule {
    /// Its id: `attribution/vague-source`.
    pub id: String,
    /// What it says.
    pub words: LazyWords,
    /// What it looks for.
    pub check: Box<dyn Check>,
    /// How loud it speaks here.
    pub level: Level,
    /// The files that shaped it: its own first, then those that changed it; built-in ones begin with `copydesk:`.
    pub origin: Vec<String>,
}

/// What a rule says of itself: the keys of its file beside its check and its examples.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// What it is about, in a few words.
    pub summary: String,
    /// What is wrong; `{text}` and other names in braces are filled from the hit.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub help: Option<String>,
    /// How loud it speaks by itself.
    pub level: Level,
    /// How loud under `--strict`.
    pub strict: Option<Level>,
    /// The version that brought it.
    pub since: String,
    /// Where the standards ask for it.
    pub basis: Vec<String>,
    /// Whether second readers are asked about what it tells, and about its silence where that is in doubt, with `why` as the question.
    pub reader: bool,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            summary: String::new(),
            message: String::new(),
            why: String::new(),
            help: None,
            level: Level::Warning,
            strict: None,
            since: String::new(),
            basis: Vec::new(),
            reader: false,
        }
    }
}

impl Rule {
    /// What a hit of this rule is in a report; its fingerprint is still empty.
    pub fn finding(&self, hit: Hit, source: &Source) -> Finding {
        let text = if hit.text.is_empty() { source.slice(hit.span) } else { &hit.text };
        let text = shortened(text);
        let fill = |words: &str| filled(words, &text, &hit.words);
        let (why, help) = match hit.advice {
            Some(Advice { why, help }) => (why.unwrap_or_else(|| fill(&self.words.why)), Some(help)),
            None => (fill(&self.words.why), self.words.help.as_deref().map(fill)),
        };
        Finding {
            why,
            help,
            label: hit.label,
            notes: hit.notes,
            related: hit.related,
            question: hit.question.map(|number| Question { number, words: text.to_string() }),
            fix: hit.fix,
            ..Finding::new(&self.id, hit.level.unwrap_or(self.level), hit.span, fill(&self.words.message))
        }
    }
}

/// At most some 100 characters of a text, on one line.
fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = line.char_indices().nth(MOST) else { return line };
    let head = line[..cut].rsplit_once(' ').map_or(&line[..cut], |(head, _)| head);
    format!("{head} …")
}

/// Words with the names in braces filled in; a name that nothing fills stays as it is.
fn filled(words: &str, text: &str, others: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(words.len() + text.len());
    let mut rest = words;
    while let Some((head, tail)) = rest.split_once('{') {
        out.push_str(head);
        let value = tail.split_once('}').and_then(|(name, after)| {
            let other = others.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str());
            Some((other.or((name == "text").then_some(text))?, after))
        });
        let (value, after) = value.unwrap_or(("{", tail));
        out.push_str(value);
        rest = after;
    }
    out + rest
}
