//! What can be seen of a figure: what it counts, what its clause does to it, how and where it is said.

use std::ops::Range;

use super::care::Care;
use super::clue::Fixed;
use super::manner::Manner;
use super::saying::Saying;
use crate::prose::figure::{Figure, Sort};
use crate::prose::{Class, Line, Shape};
use crate::sourcing::figures::Values;
use crate::sourcing::grounds::Grounds;
use crate::text::{Block, Kind, Role};

/// What was seen: the feature, and its tokens.
pub(super) type Feature = (Fixed, Range<usize>);

/// What is known of a whole piece.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) grounds: Grounds<'a>,
    /// How it speaks.
    pub(super) manner: Manner,
    pub(super) values: Values,
    /// With how much care it sources figures.
    pub(super) care: Care,
}

/// A look at one figure.
pub(super) struct Look<'a> {
    line: Line<'a>,
    figure: &'a Figure,
    sentence: &'a Range<usize>,
    /// The tokens of the clause that holds it.
    clause: Range<usize>,
    /// What was seen, the first of each counts.
    pub(super) seen: Vec<Feature>,
}

/// Classes of the noun that a figure counts.
const NOUNS: &[(Class, Fixed)] = &[
    (Class::HarmNoun, Fixed::new("noun-harm")),
    (Class::People, Fixed::new("noun-people")),
    (Class::Events, Fixed::new("noun-events")),
    (Class::Things, Fixed::new("noun-things")),
    (Class::Amounts, Fixed::new("noun-amounts")),
    (Class::Bodies, Fixed::new("noun-bodies")),
    (Class::Texts, Fixed::new("noun-texts")),
    (Class::Play, Fixed::new("noun-play")),
    (Class::Built, Fixed::new("noun-built")),
    (Class::Sums, Fixed::new("noun-sums")),
    (Class::Distances, Fixed::new("noun-distances")),
    (Class::Sittings, Fixed::new("noun-sittings")),
    (Class::AgentNoun, Fixed::new("noun-agent")),
    (Class::Staff, Fixed::new("noun-staff")),
];

/// Words of the clause before a figure: class, feature, and how many tokens away at most.
const BEFORE: &[(Class, Fixed, usize)] = &[
    (Class::ChangeVerb, Fixed::new("changed-before"), 7),
    (Class::HarmVerb, Fixed::new("harmed-before"), 8),
    (Class::DecisionVerb, Fixed::new("decided-before"), 8),
    (Class::Amounts, Fixed::new("amounts-before"), 12),
    (Class::Result, Fixed::new("results-before"), 12),
    (Class::People, Fixed::new("people-before"), 8),
    (Class::Events, Fixed::new("events-before"), 8),
    (Class::HarmNoun, Fixed::new("harm-before"), 12),
    (Class::SettledNoun, Fixed::new("settled-before"), 8),
    (Class::Sums, Fixed::new("sums-before"), 8),
    (Class::Plan, Fixed::new("plan-before"), 8),
    (Class::Modal, Fixed::new("modal-before"), 8),
    (Class::Contest, Fixed::new("played-before"), 12),
    (Class::Priced, Fixed::new("priced-before"), 8),
    (Class::Market, Fixed::new("market-before"), 16),
    (Class::Superlative, Fixed::new("superlative-before"), 8),
];

/// The same for what stands behind it.
const BEHIND: &[(Class, Fixed, usize)] = &[
    (Class::ChangeVerb, Fixed::new("changed-behind"), 6),
    (Class::HarmVerb, Fixed::new("harmed-behind"), 5),
    (Class::DecisionVerb, Fixed::new("decided-behind"), 6),
    (Class::Amounts, Fixed::new("amounts-behind"), 6),
    (Class::Result, Fixed::new("results-behind"), 6),
    (Class::HarmNoun, Fixed::new("harm-behind"), 6),
    (Class::Rate, Fixed::new("rate"), 3),
    (Class::Contest, Fixed::new("played-behind"), 8),
    (Class::Market, Fixed::new("market-behind"), 8),
    (Class::Priced, Fixed::new("priced-behind"), 5),
    (Class::Sums, Fixed::new("sums-behind"), 5),
    (Class::Plan, Fixed::new("plan-behind"), 8),
    (Class::Modal, Fixed::new("modal-behind"), 6),
];

/// What tells how a figure is said, right before it.
const JUST_BEFORE: &[(Class, Fixed)] = &[
    (Class::Definite, Fixed::new("definite")),
    (Class::Possessed, Fixed::new("possessed")),
    (Class::Ours, Fixed::new("ours")),
    (Class::Article, Fixed::new("indefinite")),
    (Class::Of, Fixed::new("of-before")),
    (Class::Moved, Fixed::new("moved")),
    (Class::With, Fixed::new("with-before")),
    (Class::For, Fixed::new("for-before")),
];

impl<'a> Look<'a> {
    /// Looks at a figure from all sides.
    pub(super) fn at(
        piece: &'a Piece<'a>,
        block: usize,
        figure: &'a Figure,
        sentence: &'a Range<usize>,
        saying: &Saying,
    ) -> Self {
        let (reading, figures) = (piece.grounds.reading, &piece.grounds.figures[block]);
        let mut look = Self {
            line: reading.line(block),
            figure,
            sentence,
            clause: saying.clause(&figure.tokens),
            seen: Vec::with_capacity(32),
        };
        let leader = look.leader(saying, figures);
        look.sort();
        look.noun(leader);
        look.harm(leader);
        look.around();
        look.manner(saying);
        look.place(piece, block);
        // A publication that grants its writers' counts no exemption asks about them as about any other.
        if !reading.style.figures.first_person {
            look.seen.retain(|(feature, _)| !["first-person", "ours", "own-piece", "voiced-piece"].contains(&feature.word));
        }
        if saying.tells {
            look.say(const { Fixed::new("told-beside") }, figure.tokens.clone());
        }
        match piece.care {
            Care::Thin => look.say(const { Fixed::new("thin-piece") }, figure.tokens.clone()),
            Care::Careful => look.say(const { Fixed::new("careful-piece") }, figure.tokens.clone()),
            Care::Some => {}
        }
        look
    }

    /// A rank, or a magnitude or multiple of nothing that is measured: loose talk that no editor asks about.
    pub(super) fn is_loose(&self) -> bool {
        let measured = |feature: &str| {
            ["noun-people", "noun-events", "noun-things", "noun-amounts"].contains(&feature)
                || feature.contains("harm")
                || feature.starts_with("amounts")
                || ["people-before", "events-before"].contains(&feature)
        };
        let bare_verb = self.figure.sort == Sort::Multiple && self.figure.tokens.len() == 1;
        let loose = bare_verb || self.figure.sort == Sort::Magnitude;
        self.figure.sort == Sort::Rank || loose && !self.seen.iter().any(|(feature, _)| measured(feature.word))
    }

    /// Whether it is all that a row of data says behind a dash, but for a remark in brackets: “Kent – 40,000 homes”. Behind a colon most
    /// are measures and specifications, sums are prices, and a row that goes on describes what it names.
    pub(super) fn is_data(&self) -> bool {
        let start = self.figure.hedge.as_ref().map_or(self.figure.tokens.start, |hedge| hedge.start);
        let is_said = |at: &usize| !self.line.mark(*at, &['.', ';']);
        let behind = (self.figure.tokens.end..self.sentence.end).filter(is_said).take_while(|&at| !self.line.mark(at, &['(']));
        self.line.dash(start.wrapping_sub(1))
            && self.figure.sort != Sort::Money
            && behind.count() <= 2
            && self.seen.iter().any(|(feature, _)| feature.word == "data-row")
    }

    fn say(&mut self, feature: Fixed, tokens: Range<usize>) {
        self.seen.push((feature, tokens));
    }

    fn say_at(&mut self, feature: Fixed, at: Option<usize>) {
        if let Some(at) = at {
            self.say(feature, at..at + 1);
        }
    }

    /// The first token of the figure or of its hedge.
    fn first(&self) -> usize {
        self.figure.hedge.as_ref().map_or(self.figure.tokens.start, |hedge| hedge.start)
    }

    fn sort(&mut self) {
        let tokens = self.figure.tokens.clone();
        let feature = match self.figure.sort {
            Sort::Percent => const { Fixed::new("sort-percent") },
            Sort::Points => const { Fixed::new("sort-points") },
            Sort::Money => const { Fixed::new("sort-money") },
            Sort::Count => const { Fixed::new("sort-count") },
            Sort::Ratio => const { Fixed::new("sort-ratio") },
            Sort::Multiple => const { Fixed::new("sort-multiple") },
            Sort::Magnitude => const { Fixed::new("sort-magnitude") },
            Sort::Measure => const { Fixed::new("sort-measure") },
            Sort::Rank => const { Fixed::new("sort-rank") },
        };
        self.say(feature, tokens.clone());
        let size = self.figure.high.unwrap_or(1000.0).abs();
        if self.figure.sort != Sort::Percent && self.figure.sort != Sort::Ratio {
            let feature = match size {
                0.0..10.0 => const { Fixed::new("size-few") },
                10.0..100.0 => const { Fixed::new("size-tens") },
                100.0..10_000.0 => const { Fixed::new("size-hundreds") },
                10_000.0..1e6 => const { Fixed::new("size-thousands") },
                _ => const { Fixed::new("size-millions") },
            };
            self.say(feature, tokens.clone());
        }
        let in_words = tokens.clone().all(|at| self.line.get(at).is_some_and(|token| token.shape != Shape::Number));
        if in_words {
            self.say(const { Fixed::new("in-words") }, tokens.clone());
        }
        if self.figure.low != self.figure.high {
            let wide = self.figure.sort == Sort::Count && size >= 20.0;
            let feature = if wide { const { Fixed::new("estimate") } } else { const { Fixed::new("range") } };
            self.say(feature, tokens.clone());
        }
        if self.figure.high.is_some_and(|high| high >= 1000.0 && high % 1000.0 == 0.0) {
            self.say(const { Fixed::new("round") }, tokens);
        }
    }

    /// The figure whose noun this one leaves out: "Five people died in Kent, two in Essex", "40 dead, including 12 Danes".
    fn leader(&self, saying: &Saying, figures: &'a [Figure]) -> Option<&'a Figure> {
        let partial = self.line.has_before(self.first(), Class::Including);
        let bare = self.figure.noun.is_none() && !self.line.dash(self.figure.tokens.end);
        let counts = self.figure.sort == Sort::Count && (bare || partial);
        saying.count_before(self.figure.tokens.start, figures).filter(|_| counts)
    }

    fn noun(&mut self, leader: Option<&Figure>) {
        if let Some(leader) = leader {
            self.say(const { Fixed::new("goes-with") }, leader.tokens.clone());
        }
        let Some((from, noun)) = self
            .figure
            .noun
            .map(|noun| (self.figure.tokens.end, noun))
            .or_else(|| leader.and_then(|leader| Some((leader.tokens.end, leader.noun?))))
        else {
            let dashed = self.line.dash(self.figure.tokens.end);
            let feature = if dashed { const { Fixed::new("describes") } } else { const { Fixed::new("noun-none") } };
            return self.say(feature, self.figure.tokens.clone());
        };
        let run = from..noun + 1;
        let classes = self.line.classes(run.clone());
        let before = self.seen.len();
        for &(class, feature) in NOUNS.iter().filter(|(class, _)| classes.has(*class)) {
            let at = run.clone().rev().find(|&at| self.line.has(at, class));
            self.say_at(feature, at);
        }
        if self.seen.len() == before {
            self.say(const { Fixed::new("noun-other") }, noun..noun + 1);
        }
        if self.line.has_any(noun + 1, &[Class::Who, Class::That]) {
            self.say(const { Fixed::new("noun-relative") }, noun + 1..noun + 2);
        }
        if self.line.has(self.figure.tokens.end, Class::Further) {
            self.say(const { Fixed::new("more-of-them") }, self.figure.tokens.end..noun + 1);
        }
    }

    /// Who did harm to whom: "killed 25", "25 were killed", "two gunmen killed a guard".
    fn harm(&mut self, leader: Option<&Figure>) {
        self.harm_to(self.figure, self.first());
        if let Some(leader) = leader {
            self.harm_to(leader, leader.hedge.as_ref().map_or(leader.tokens.start, |hedge| hedge.start));
        }
    }

    fn harm_to(&mut self, figure: &Figure, first: usize) {
        let line = self.line;
        let harms = |at: usize| line.has(at, Class::HarmVerb);
        let before = (first.saturating_sub(2)..first).rev().find(|&at| harms(at));
        let left = line.has_before(first, Class::Leaving);
        let end = figure.noun.map_or(figure.tokens.end, |noun| noun + 1);
        let near = end..self.sentence.end.min(end + 4);
        let behind = near.clone().find(|&at| harms(at));
        let passive = behind.filter(|&at| {
            let be = (end..at).any(|at| line.has(at, Class::Being));
            let bare = line.get(at + 1).is_none_or(|next| {
                !next.is_word() && next.shape != Shape::Number || next.classes.any(&[Class::Preposition, Class::Contrast])
            });
            be || bare || line.has(at + 1, Class::AfterHarm)
        });
        let at_once = line.has(figure.tokens.end, Class::HarmVerb).then_some(figure.tokens.end);
        self.say_at(const { Fixed::new("harm-object") }, before.or(left.then(|| first - 1)));
        self.say_at(const { Fixed::new("harm-subject") }, passive.or(at_once));
        self.say_at(const { Fixed::new("harm-doer") }, behind.filter(|_| passive.is_none() && at_once.is_none()));
    }

    fn around(&mut self) {
        let (start, end) = (self.figure.tokens.start, self.figure.tokens.end);
        let far = |reaches: &[(Class, Fixed, usize)]| reaches.iter().map(|(.., reach)| *reach).max().unwrap_or_default();
        let before = self.line.classes(self.clause.start.max(start.saturating_sub(far(BEFORE)))..start);
        let behind = self.line.classes(end..self.clause.end.min(end + far(BEHIND)));
        for &(class, feature, reach) in BEFORE.iter().filter(|(class, ..)| before.has(*class)) {
            let near = self.clause.start.max(start.saturating_sub(reach))..start;
            let at = near.rev().find(|&at| self.line.has(at, class));
            self.say_at(feature, at);
        }
        for &(class, feature, reach) in BEHIND.iter().filter(|(class, ..)| behind.has(*class)) {
            let mut near = end..self.clause.end.min(end + reach);
            let at = near.find(|&at| self.line.has(at, class));
            self.say_at(feature, at);
        }
        let opener = self.clause.start.checked_sub(1).filter(|&at| self.line.has(at, Class::Who));
        self.say_at(const { Fixed::new("in-relative") }, opener);
        let mut near = self.clause.start.max(start.saturating_sub(10))..start;
        let relative = near.find(|&at| self.line.has_any(at, &[Class::That, Class::Where]));
        self.say_at(const { Fixed::new("in-relative") }, relative);
    }

    fn manner(&mut self, saying: &Saying) {
        let line = self.line;
        if let Some(hedge) = self.figure.hedge.clone() {
            self.say(const { Fixed::new("hedged") }, hedge);
        }
        let first = self.first();
        if let Some(before) = first.checked_sub(1) {
            for &(_, feature) in JUST_BEFORE.iter().filter(|(class, _)| line.has(before, *class)) {
                self.say_at(feature, Some(before));
            }
            self.say_at(const { Fixed::new("bracketed") }, Some(before).filter(|&at| line.mark(at, &['('])));
        }
        if first <= self.sentence.start + 1 {
            self.say(const { Fixed::new("opens") }, self.figure.tokens.clone());
        }
        for (feature, at) in saying.beside(&self.figure.tokens) {
            self.say(feature, at..at + 1);
        }
    }

    fn place(&mut self, piece: &Piece<'_>, block: usize) {
        let Block { kind, role, group, .. } = piece.grounds.reading.document.blocks[block];
        let tokens = self.figure.tokens.clone();
        if matches!(role, Role::Title | Role::Dek) {
            self.say(const { Fixed::new("at-head") }, tokens.clone());
        }
        let line = self.line;
        let labelled = line.dash(tokens.start.wrapping_sub(1)) && !line.glued(tokens.start)
            || line.mark(tokens.start.wrapping_sub(1), &[':']);
        let hedged = self.figure.hedge.as_ref().is_some_and(|hedge| line.dash(hedge.start.wrapping_sub(1)));
        if kind == Kind::Item && (labelled || hedged) {
            self.say(const { Fixed::new("data-row") }, tokens.clone());
        }
        match kind {
            Kind::Item => self.say(const { Fixed::new("in-list") }, tokens.clone()),
            Kind::Cell => self.say(const { Fixed::new("in-table") }, tokens.clone()),
            Kind::Caption => self.say(const { Fixed::new("in-caption") }, tokens.clone()),
            Kind::Heading => self.say(const { Fixed::new("in-heading") }, tokens.clone()),
            _ => {}
        }
        let manner = &piece.manner;
        if manner.own {
            self.say(const { Fixed::new("own-piece") }, tokens.clone());
        }
        if manner.voiced {
            self.say(const { Fixed::new("voiced-piece") }, tokens.clone());
        }
        if manner.reported {
            self.say(const { Fixed::new("reported-piece") }, tokens.clone());
        }
        if manner.untold {
            self.say(const { Fixed::new("untold-piece") }, tokens.clone());
        }
        if manner.addressed {
            self.say(const { Fixed::new("addressed-piece") }, tokens.clone());
        }
        if manner.lead == Some(block) && role == Role::Body && self.sentence.start == 0 {
            self.say(const { Fixed::new("in-lead") }, tokens.clone());
        }
        if self.figure.high.is_some_and(|high| high > 12.0) && piece.values.again(self.figure, group) {
            self.say(const { Fixed::new("again") }, tokens);
        }
    }
}
