//! What readers answer: each line is held against what was asked, and taken or refused by itself.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::lint::OpenQuestion;
use crate::rulings::{ReadAs, claim_named};

/// The most characters of a reason, and of the words that name a source, that are kept.
const MOST: usize = 300;

/// An answer that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAnswer {
    /// What it was read as.
    pub verdict: ReadAs,
    /// Why, on one line; may be empty.
    pub why: String,
    /// The words of the article that name who stands behind it; may be empty.
    pub source: String,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerRefusal {
    /// It is no JSON, or has no `id` and `verdict`.
    Malformed,
    /// It ends in the middle of a line.
    Torn,
    /// It answers nothing that was asked.
    Unknown,
    /// Its verdict is none that was offered.
    Verdict,
    /// It says `sourced`, and not by whom.
    Sourceless,
    /// The words of its source do not stand in the article.
    Place,
    /// The question was answered twice, and differently.
    Differing,
}

impl fmt::Display for AnswerRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Malformed => "no line of JSON with `id` and `verdict`",
            Self::Torn => "cut off in mid-line",
            Self::Unknown => "about nothing that was asked",
            Self::Verdict => "with a verdict that was not offered",
            Self::Sourceless => "sourced, without words that name the source",
            Self::Place => "with a source that does not stand in the article",
            Self::Differing => "contradicting another answer to the same question",
        })
    }
}

/// Whether a program answers, which must show the source it saw, or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// `sourced` wants words of the article.
    Program,
    /// `sourced` may stand alone.
    Person,
}

/// What was taken of some answers, and what was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenAnswers {
    /// By claim.
    pub taken: BTreeMap<u64, TakenAnswer>,
    /// How many were refused for each reason.
    pub refused: BTreeMap<AnswerRefusal, usize>,
}

#[derive(Deserialize)]
struct AnswerLine {
    id: String,
    verdict: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    why: Option<String>,
}

/// The line of an article, handed back among the answers.
#[derive(Deserialize)]
struct KindLine {
    kind: String,
}

impl TakenAnswers {
    /// Reads answers to some questions about an article. Their order does not matter, nor does it that one is given twice.
    pub fn read(bytes: &[u8], asked: &[&OpenQuestion], article: &str, strictness: Strictness) -> Self {
        let by_claim: BTreeMap<u64, &OpenQuestion> = asked.iter().map(|asked| (asked.claim, *asked)).collect();
        let (mut answers, article, mut differing) = (Self::default(), comparable(article), Vec::new());
        for whole in bytes.split_inclusive(|byte| *byte == b'\n') {
            if whole.trim_ascii().is_empty() {
                continue;
            }
            match read_line(whole, &by_claim, &article, strictness) {
                Ok(None) => {}
                Ok(Some((claim, answer))) => match answers.taken.get(&claim) {
                    Some(held) if held.verdict != answer.verdict => differing.push(claim),
                    Some(_) => {}
                    None => drop(answers.taken.insert(claim, answer)),
                },
                Err(refusal) => answers.refuse(refusal),
            }
        }
        for claim in differing {
            answers.taken.remove(&claim);
            answers.refuse(AnswerRefusal::Differing);
        }
        answers
    }

    fn refuse(&mut self, refusal: AnswerRefusal) {
        *self.refused.entry(refusal).or_default() += 1;
    }
}

/// One line of answers; nothing for one that answers nothing and does no harm.
fn read_line(
    whole: &[u8],
    asked: &BTreeMap<u64, &OpenQuestion>,
    article: &str,
    strictness: Strictness,
) -> Result<Option<(u64, TakenAnswer)>, AnswerRefusal> {
    let broken = if whole.ends_with(b"\n") { AnswerRefusal::Malformed } else { AnswerRefusal::Torn };
    let line: AnswerLine = match serde_json::from_slice(whole) {
        Ok(line) => line,
        Err(_) => {
            let kind: KindLine = serde_json::from_slice(whole).map_err(|_| broken)?;
            // What was handed out and came back as it was is a question that nobody answered.
            return if ["article", "figure", "rule"].contains(&kind.kind.as_str()) { Ok(None) } else { Err(broken) };
        }
    };
    let claim = claim_named(line.id.trim()).ok_or(AnswerRefusal::Unknown)?;
    let question = asked.get(&claim).ok_or(AnswerRefusal::Unknown)?;
    let verdict = ReadAs::named(line.verdict.trim()).ok_or(AnswerRefusal::Verdict)?;
    if !question.verdicts.contains(&verdict) {
        return Err(AnswerRefusal::Verdict);
    }
    let source =
        if verdict == ReadAs::Sourced { line.source.as_deref().map(one_line).unwrap_or_default() } else { String::new() };
    if verdict == ReadAs::Sourced && strictness == Strictness::Program && source.is_empty() {
        return Err(AnswerRefusal::Sourceless);
    }
    if !article.contains(comparable(&source).trim()) {
        return Err(AnswerRefusal::Place);
    }
    Ok(Some((claim, TakenAnswer { verdict, why: one_line(line.why.as_deref().unwrap_or_default()), source })))
}

/// A text by its words, in small letters and with straight quotes: readers who copy words change no more.
fn comparable(text: &str) -> String {
    let straight = |char: char| match char {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        '–' | '—' | '‑' => '-',
        other => other,
    };
    let words: Vec<String> =
        text.split_whitespace().map(|word| word.chars().map(straight).collect::<String>().to_lowercase()).collect();
    words.join(" ")
}

/// A reader's words on one line, the beginning of many. What a terminal would obey is escaped where it is shown.
fn one_line(words: &str) -> String {
    let line = words.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", line[..end].trim_end()),
        None => line,
    }
}
