//! The lines that ask: one for an article with the guideline, and one for each question of it.

use std::borrow::Cow;

use serde::Serialize;

use super::guideline::{GUIDELINE, GUIDELINE_VERSION};
use crate::lint::{Doubts, OpenQuestion};
use crate::report;
use crate::rulings;

#[derive(Serialize)]
struct ArticleLine<'a> {
    kind: &'static str,
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    publication: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    guideline: GuidelineText,
    text: &'a str,
}

#[derive(Serialize)]
struct GuidelineText {
    version: u32,
    text: &'static str,
}

#[derive(Serialize)]
struct QuestionLine<'a> {
    kind: &'static str,
    id: String,
    guideline: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    question: &'a str,
    words: &'a str,
    /// In characters of the text of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    sentence: &'a str,
    ours: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    chance: Option<f64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    evidence: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    candidates: &'a [String],
    verdicts: Vec<&'static str>,
}

/// All that is sent of an article, byte for byte: its line, and those of some of its questions.
pub fn article(doubts: &Doubts, asked: &[&OpenQuestion]) -> String {
    let first = ArticleLine {
        kind: "article",
        path: doubts.source.path.to_string_lossy(),
        publication: &doubts.publication,
        section: doubts.kind.as_deref(),
        guideline: GuidelineText { version: GUIDELINE_VERSION, text: GUIDELINE },
        text: &doubts.article,
    };
    let mut text = line(&first);
    asked.iter().for_each(|asked| text.push_str(&question(asked)));
    text
}

/// The line of a question.
pub fn question(asked: &OpenQuestion) -> String {
    line(&QuestionLine {
        kind: if asked.rule.is_some() { "rule" } else { "figure" },
        id: rulings::shown(asked.claim),
        guideline: GUIDELINE_VERSION,
        rule: asked.rule.as_deref(),
        question: &asked.question,
        words: &asked.words,
        start: asked.place.as_ref().map(|place| place.start),
        end: asked.place.as_ref().map(|place| place.end),
        sentence: &asked.sentence,
        ours: &asked.verdict,
        chance: asked.chance.map(|chance| (chance * 100.0).round() / 100.0),
        evidence: &asked.evidence,
        candidates: &asked.candidates,
        verdicts: asked.verdicts.iter().map(|verdict| verdict.name()).collect(),
    })
}

fn line(value: &impl Serialize) -> String {
    // Words and numbers can always be written.
    report::escaped(&serde_json::to_string(value).unwrap_or_default()) + "\n"
}
