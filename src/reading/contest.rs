//! Whether two informed people could hold different numbers: what makes an editor ask "says who?".
//!
//! A linear score over what the figure counts, what its clause says of it and how it is said. The weights stand in
//! `rules/contest.toml`, learned by logistic regression from drafts labelled by an editor; every feature names its words.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::Reading;
use crate::prose::figure::{Figure, Sort};
use crate::prose::{Class, Line, Shape};
use crate::text::{Kind, Role};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    bias: f64,
    weights: FxHashMap<String, f64>,
}

fn weights() -> &'static Weights {
    static WEIGHTS: OnceLock<Weights> = OnceLock::new();
    const NONE: fn() -> Weights = || Weights { bias: -1.0, weights: FxHashMap::default() };
    WEIGHTS.get_or_init(|| toml::from_str(include_str!("../../rules/contest.toml")).unwrap_or_else(|_| NONE()))
}

/// What was seen: the feature and its words.
type Seen = (&'static str, String);

/// Whether an editor would ask for the source of this figure, and the words that decide.
pub(super) fn asks(reading: &Reading<'_>, block: usize, figure: &Figure, sentence: &Range<usize>) -> (bool, Vec<Seen>) {
    let line = reading.line(block);
    let mut look = Look { line: &line, figure, sentence, seen: Vec::new() };
    look.sort();
    look.noun();
    look.clause();
    look.manner();
    look.place(reading, block);
    look.pairs();
    if look.is_loose() {
        return (false, look.seen);
    }
    let weights = weights();
    let score: f64 = weights.bias + look.seen.iter().filter_map(|(feature, _)| weights.weights.get(*feature)).sum::<f64>();
    (score > 0.0, look.seen)
}

struct Look<'a> {
    line: &'a Line<'a>,
    figure: &'a Figure,
    sentence: &'a Range<usize>,
    seen: Vec<Seen>,
}

impl Look<'_> {
    /// A rank, or a magnitude or multiple of nothing that is measured: loose talk that no editor asks about.
    fn is_loose(&self) -> bool {
        let measured =
            ["noun-measured", "noun-harm", "measured-before", "measured-behind", "harm-before", "harmed", "harmed-behind"];
        let measures = self.seen.iter().any(|(feature, _)| measured.contains(feature));
        let bare_verb = self.figure.sort == Sort::Multiple && self.figure.tokens.len() == 1;
        self.figure.sort == Sort::Rank || !measures && (bare_verb || self.figure.sort == Sort::Magnitude)
    }

    fn say(&mut self, feature: &'static str, tokens: Range<usize>) {
        if self.seen.iter().all(|(other, _)| *other != feature) {
            let words = self.line.text.get(self.line.bytes(tokens)).unwrap_or_default().to_owned();
            self.seen.push((feature, words));
        }
    }

    fn sort(&mut self) {
        let tokens = self.figure.tokens.clone();
        let feature = match self.figure.sort {
            Sort::Percent => "sort-percent",
            Sort::Points => "sort-points",
            Sort::Money => "sort-money",
            Sort::Count => "sort-count",
            Sort::Ratio => "sort-ratio",
            Sort::Multiple => "sort-multiple",
            Sort::Magnitude => "sort-magnitude",
            Sort::Measure => "sort-measure",
            Sort::Rank => "sort-rank",
        };
        self.say(feature, tokens.clone());
        let size = self.figure.high.unwrap_or(1000.0).abs();
        if self.figure.sort != Sort::Percent && self.figure.sort != Sort::Ratio {
            match size {
                0.0..10.0 => self.say("size-few", tokens.clone()),
                10.0..100.0 => self.say("size-tens", tokens.clone()),
                100.0..10_000.0 => self.say("size-hundreds", tokens.clone()),
                10_000.0..1e6 => self.say("size-thousands", tokens.clone()),
                _ => self.say("size-millions", tokens.clone()),
            }
        }
        let number = tokens.clone().all(|at| self.line.get(at).is_some_and(|token| token.shape != Shape::Number));
        if number {
            self.say("in-words", tokens.clone());
        }
        if self.figure.low != self.figure.high {
            self.say("range", tokens.clone());
        }
        let round = self.figure.high.is_some_and(|high| high >= 1000.0 && high % 1000.0 == 0.0);
        if round {
            self.say("round", tokens);
        }
    }

    fn noun(&mut self) {
        let Some(noun) = self.figure.noun else {
            let dashed = self.line.dash(self.figure.tokens.end);
            return self.say(if dashed { "describes" } else { "noun-none" }, self.figure.tokens.clone());
        };
        let run = self.figure.tokens.end..noun + 1;
        let mut known = false;
        for (class, feature) in [(Class::Harm, "noun-harm"), (Class::Measured, "noun-measured"), (Class::Settled, "noun-settled")]
        {
            if let Some(at) = run.clone().rev().find(|&at| self.line.has(at, class)) {
                self.say(feature, at..at + 1);
                known = true;
            }
        }
        if !known {
            self.say("noun-other", noun..noun + 1);
        }
        if self.line.has(self.figure.tokens.end, Class::Befell) {
            self.say("harmed", self.figure.tokens.end..self.figure.tokens.end + 1);
        }
        if self.line.is(noun + 1, &["who", "that", "which"]) {
            self.say("noun-relative", noun + 1..noun + 2);
        }
    }

    /// The clause that holds the figure, cut at semicolons, dashes and joining words.
    fn bounds(&self) -> Range<usize> {
        let line = self.line;
        let cut = |at: &usize| {
            line.mark(*at, &[';', ':', '—', '(', ')'])
                || line.has(*at, Class::Contrast)
                || line.is(*at, &["which", "who", "because"])
        };
        let start = (self.sentence.start..self.figure.tokens.start).rev().find(cut).map_or(self.sentence.start, |at| at + 1);
        let end = (self.figure.tokens.end..self.sentence.end).find(cut).unwrap_or(self.sentence.end);
        start..end
    }

    fn clause(&mut self) {
        let clause = self.bounds();
        let (start, end) = (self.figure.tokens.start, self.figure.tokens.end);
        const BEFORE: &[(Class, &str, usize)] = &[
            (Class::Changed, "changed-before", 7),
            (Class::Befell, "harmed-before", 8),
            (Class::Decided, "decided-before", 8),
            (Class::Measured, "measured-before", 12),
            (Class::Harm, "harm-before", 12),
            (Class::Settled, "settled-before", 8),
            (Class::Plan, "plan-before", 8),
            (Class::Modal, "modal-before", 8),
            (Class::Played, "played-before", 12),
            (Class::Priced, "priced-before", 8),
            (Class::Market, "market-before", 16),
        ];
        const BEHIND: &[(Class, &str, usize)] = &[
            (Class::Changed, "changed-behind", 6),
            (Class::Befell, "harmed-behind", 5),
            (Class::Decided, "decided-behind", 6),
            (Class::Measured, "measured-behind", 6),
            (Class::Harm, "harm-behind", 6),
            (Class::Rate, "rate", 3),
            (Class::Played, "played-behind", 8),
            (Class::Market, "market-behind", 8),
            (Class::Priced, "priced-behind", 5),
        ];
        for &(class, feature, reach) in BEFORE {
            let near = clause.start.max(start.saturating_sub(reach))..start;
            if let Some(at) = near.rev().find(|&at| self.line.has(at, class)) {
                self.say(feature, at..at + 1);
            }
        }
        for &(class, feature, reach) in BEHIND {
            let near = end..clause.end.min(end + reach);
            if let Some(at) = near.clone().find(|&at| self.line.has(at, class)) {
                self.say(feature, at..at + 1);
            }
        }
    }

    fn manner(&mut self) {
        let line = self.line;
        if let Some(hedge) = self.figure.hedge.clone() {
            self.say("hedged", hedge);
        }
        let start = self.figure.tokens.start;
        if line.is(start.wrapping_sub(1), &["the", "all", "its", "their", "his", "her", "our", "those", "these"]) {
            self.say("definite", start - 1..start);
        }
        if line.follows(start, &["a", "an"]) {
            self.say("indefinite", start - 1..start);
        }
        if line.follows(start, &["of"]) {
            self.say("of-before", start - 1..start);
        }
        if line.follows(start, &["by", "to", "from"]) {
            self.say("moved", start - 1..start);
        }
        if line.follows(start, &["("]) {
            self.say("bracketed", start..start + 1);
        }
        let sentence = self.sentence.clone();
        if let Some(at) = sentence.clone().find(|&at| line.is(at, &["today", "now", "currently", "already", "nowadays", "still"]))
        {
            self.say("today", at..at + 1);
        }
        if let Some(at) = sentence.clone().find(|&at| crate::prose::attribution::is_first_person(line, at)) {
            self.say("first-person", at..at + 1);
        }
        if let Some(at) = sentence.clone().find(|&at| line.is(at, &["you", "your"])) {
            self.say("second-person", at..at + 1);
        }
        if let Some(at) = sentence.clone().find(|&at| line.is(at, &["was", "were", "had", "did"])) {
            self.say("past", at..at + 1);
        }
        if let Some(at) = sentence.clone().find(|&at| line.is(at, &["is", "are", "has", "have"])) {
            self.say("present", at..at + 1);
        }
        let year = |at: &usize| {
            line.word(*at).len() == 4
                && line.get(*at).is_some_and(|token| token.shape == Shape::Number)
                && line.word(*at).starts_with(['1', '2'])
        };
        if let Some(at) = sentence.clone().find(|at| year(at) && !self.figure.tokens.contains(at)) {
            self.say("dated", at..at + 1);
        }
        if let Some(at) = sentence.into_iter().find(|&at| line.has_any(at, &[Class::Superlative])) {
            self.say("superlative", at..at + 1);
        }
    }

    /// What a sort means depends on what is said of it: money that fell is a result, money of a market a price.
    fn pairs(&mut self) {
        let has = |look: &Self, features: &[&str]| look.seen.iter().any(|(feature, _)| features.contains(feature));
        let elsewhere = [
            "market-before",
            "market-behind",
            "played-before",
            "played-behind",
            "decided-before",
            "modal-before",
            "plan-before",
            "second-person",
        ];
        let quiet = !has(self, &elsewhere);
        let tokens = self.figure.tokens.clone();
        if quiet && has(self, &["changed-before", "changed-behind"]) {
            self.say("plain-trend", tokens.clone());
        }
        if quiet && has(self, &["harmed", "harmed-before", "harmed-behind", "noun-harm"]) {
            self.say("plain-harm", tokens.clone());
        }
        if quiet && has(self, &["noun-measured", "measured-before"]) {
            self.say("plain-measure", tokens.clone());
        }
        let spread = self.figure.low != self.figure.high && self.figure.high.is_some_and(|high| high >= 20.0);
        if spread && self.figure.sort == Sort::Count && quiet {
            self.say("estimate", tokens);
        }
        let kind = match self.figure.sort {
            Sort::Money => 0,
            Sort::Percent | Sort::Points => 1,
            Sort::Count | Sort::Measure | Sort::Rank => 2,
            Sort::Ratio | Sort::Multiple | Sort::Magnitude => 3,
        };
        const PAIRS: &[(&[&str], [&str; 4])] = &[
            (
                &["noun-measured", "measured-before", "measured-behind"],
                ["money-measured", "percent-measured", "count-measured", "share-measured"],
            ),
            (&["changed-before", "changed-behind"], ["money-changed", "percent-changed", "count-changed", "share-changed"]),
            (
                &["harmed", "harmed-before", "harmed-behind", "noun-harm"],
                ["money-harmed", "percent-harmed", "count-harmed", "share-harmed"],
            ),
            (&["decided-before", "decided-behind"], ["money-decided", "percent-decided", "count-decided", "share-decided"]),
            (&["noun-settled", "settled-before"], ["money-settled", "percent-settled", "count-settled", "share-settled"]),
            (&["market-before", "market-behind"], ["money-market", "percent-market", "count-market", "share-market"]),
            (&["played-before", "played-behind"], ["money-played", "percent-played", "count-played", "share-played"]),
            (&["present"], ["money-present", "percent-present", "count-present", "share-present"]),
        ];
        for (parts, names) in PAIRS {
            let seen = self.seen.iter().find(|(feature, _)| parts.contains(feature)).map(|(_, words)| words.clone());
            self.seen.extend(seen.map(|words| (names[kind], words)));
        }
    }

    fn place(&mut self, reading: &Reading<'_>, block: usize) {
        let (kind, role) = (reading.document.blocks[block].kind, reading.document.blocks[block].role);
        let tokens = self.figure.tokens.clone();
        if matches!(role, Role::Title | Role::Dek) {
            self.say("at-head", tokens.clone());
        }
        let line = self.line;
        let labelled = line.dash(tokens.start.wrapping_sub(1)) && !line.glued(tokens.start) || line.follows(tokens.start, &[":"]);
        let hedged = self.figure.hedge.as_ref().is_some_and(|hedge| line.dash(hedge.start.wrapping_sub(1)));
        if kind == Kind::Item && (labelled || hedged) {
            self.say("data-row", tokens.clone());
        }
        match kind {
            Kind::Item => self.say("in-list", tokens),
            Kind::Cell => self.say("in-table", tokens),
            Kind::Caption => self.say("in-caption", tokens),
            Kind::Heading => self.say("in-heading", tokens),
            _ => {}
        }
    }
}
