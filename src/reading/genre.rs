//! What kind of text a draft is, and by what sign: a review, an interview, a page of the site; most are plain articles and have none.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;

use super::read::Reading;
use crate::prose::{Class, Lists};
use crate::text::{Block, Kind, MarkSort, Role, squeezed};

/// A kind of text that is no plain article, as rules name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Genre {
    /// What a site says of itself: about, privacy, terms.
    Page,
    /// A paper of a repository: a README, a changelog.
    Paper,
    /// Somebody asks, somebody answers.
    Interview,
    /// A judgement of a book, a film, a thing.
    Review,
    /// How something is done.
    HowTo,
    /// What others wrote, collected.
    Digest,
    /// Mostly quotations.
    Quoted,
    /// Letters that answer each other.
    Thread,
}

impl Genre {
    /// Its name as a reader knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "a page of the site",
            Self::Paper => "a paper of the repository",
            Self::Interview => "an interview",
            Self::Review => "a review",
            Self::HowTo => "a how-to",
            Self::Digest => "a digest of what others wrote",
            Self::Quoted => "mostly quotations",
            Self::Thread => "an exchange of letters",
        }
    }
}

/// A genre of a draft with what tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenreSign {
    /// The genre.
    pub genre: Genre,
    /// What tells it: “its file is called `about`”.
    pub shows: String,
}

/// How many paragraphs that open with a name and a colon make an interview, and how many of them must ask.
const TURNS: usize = 4;
const ASKING: usize = 2;
/// How many lines that open a letter make an exchange.
const LETTERS: usize = 2;
/// How many quotations, and which share of the words, make a text mostly quotations: three, and two in five.
const QUOTED: (usize, usize, usize) = (3, 2, 5);

impl Reading<'_> {
    /// The genres that file name, front matter, headline and build of a draft show; none of a plain article. A draft may be of
    /// several: a page of reviews.
    pub fn genres(&self) -> Vec<GenreSign> {
        let sign = |genre, shows: Option<String>| shows.map(|shows| GenreSign { genre, shows });
        let name = stem(&self.document.source.path);
        let by_name =
            |names: &FxHashSet<String>| names.contains(&squeezed(&name)).then(|| format!("its file is called `{name}`"));
        let names = GenreNames::shipped();
        let titled = |class| self.titled(class).map(|words| format!("its headline says “{words}”"));
        let signs = [
            sign(Genre::Page, by_name(&names.pages).or_else(|| self.declared(&names.layouts))),
            sign(Genre::Paper, by_name(&names.papers)),
            sign(Genre::Interview, titled(Class::InterviewTitle).or_else(|| self.in_turns())),
            sign(Genre::Review, titled(Class::Review).or_else(|| self.declared(&names.kinds))),
            sign(Genre::HowTo, titled(Class::HowTo)),
            sign(Genre::Digest, titled(Class::Digest)),
            sign(Genre::Quoted, self.mostly_quoted()),
            sign(Genre::Thread, self.letters()),
        ];
        signs.into_iter().flatten().collect()
    }

    /// Front matter that gives one of some values under one of some keys.
    fn declared(&self, [keys, values]: &[Vec<String>; 2]) -> Option<String> {
        let among = |list: &[String], word: &str| {
            let word = word.trim();
            list.iter().any(|other| other.eq_ignore_ascii_case(word))
        };
        let field = self.document.front.iter().find(|field| among(keys, &field.key) && among(values, &field.value))?;
        Some(format!("its front matter says `{}: {}`", field.key, field.value.trim()))
    }

    /// The words of a list in the headline.
    fn titled(&self, class: Class) -> Option<&str> {
        let number = self.document.blocks.iter().position(|block| block.role == Role::Title)?;
        let line = self.line(number);
        let first = (0..line.tokens.len()).find(|&at| line.has(at, class))?;
        let words = line.bytes(first..first + usize::from(line.tokens[first].reach).max(1));
        self.document.blocks[number].text.get(words)
    }

    /// Paragraphs that open with somebody's name in bold, and a colon; some of them ask.
    fn in_turns(&self) -> Option<String> {
        let opens = |block: &&Block| {
            let speaker = block.marks.iter().find(|mark| mark.sort == MarkSort::Strong && mark.at.start == 0);
            let colon = |end: usize| {
                let parts = block.text.split_at_checked(end);
                parts.is_some_and(|(name, rest)| name.trim_end().ends_with(':') || rest.trim_start().starts_with(':'))
            };
            block.kind == Kind::Paragraph && speaker.is_some_and(|mark| mark.at.len() < 40 && colon(mark.at.end))
        };
        let turns: Vec<&Block> = self.document.blocks.iter().filter(opens).collect();
        let asking = turns.iter().filter(|block| block.text.contains('?')).count();
        let speak = turns.len() >= TURNS && asking >= ASKING;
        speak.then(|| format!("{} paragraphs open with a speaker's name", turns.len()))
    }

    /// Most of the text is quoted.
    fn mostly_quoted(&self) -> Option<String> {
        let (mut quotations, mut quoted, mut all) = (0, 0, 0);
        for block in self.document.blocks.iter().filter(|block| block.role == Role::Body) {
            let whole = block.text.starts_with(['“', '"']) && block.text.ends_with(['”', '"']);
            let theirs = block.kind == Kind::Quote || whole && block.kind == Kind::Paragraph;
            all += block.text.len();
            quoted += if theirs { block.text.len() } else { 0 };
            quotations += usize::from(theirs);
        }
        let mostly = quotations >= QUOTED.0 && quoted * QUOTED.2 >= all * QUOTED.1;
        mostly.then(|| format!("{quotations} quotations are most of it"))
    }

    /// Lines such as “On 4 May 2026 Ines Roca wrote:”.
    fn letters(&self) -> Option<String> {
        let opens = |number: &usize| {
            let (block, line) = (&self.document.blocks[*number], self.line(*number));
            block.is_seen() && block.text.ends_with(':') && (0..line.tokens.len()).any(|at| line.has(at, Class::ThreadLine))
        };
        let letters = (0..self.document.blocks.len()).filter(opens).count();
        (letters >= LETTERS).then(|| format!("{letters} lines open a letter"))
    }
}

/// The name of a file up to its first dot.
fn stem(path: &Path) -> String {
    let before_dot = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    };
    match before_dot(path) {
        // Such a file is the page of its folder.
        index if matches!(index.as_str(), "index" | "_index") => path.parent().map_or(index, before_dot),
        stem => stem,
    }
}

/// What tells a genre by its name.
struct GenreNames {
    /// Names of files, squeezed.
    pages: FxHashSet<String>,
    papers: FxHashSet<String>,
    /// Keys of front matter, and their values that tell a page of the site.
    layouts: [Vec<String>; 2],
    /// The same of a review.
    kinds: [Vec<String>; 2],
}

impl GenreNames {
    fn shipped() -> &'static Self {
        static NAMES: OnceLock<GenreNames> = OnceLock::new();
        NAMES.get_or_init(|| {
            let lists = Lists::shipped();
            let files = |list| lists.get(list).unwrap_or_default().into_iter().map(squeezed).collect();
            let words = |list| lists.get(list).unwrap_or_default().into_iter().map(str::to_owned).collect();
            Self {
                pages: files("genres/pages"),
                papers: files("genres/papers"),
                layouts: ["front/layouts", "genres/page-kinds"].map(words),
                kinds: ["front/kinds", "genres/review-kinds"].map(words),
            }
        })
    }
}
