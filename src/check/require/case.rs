//! A draft that owes a statement: what is wrong with how it says it, or that it does not.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::mend;
use super::options::{Given, Require};
use super::place::{Outline, Placement};
use super::statement::{self, StatedBy, Statement};
use super::when::Trigger;
use crate::check::hit::Hit;
use crate::check::restore;
use crate::draft::Draft;
use crate::finding::{Edit, Fix, Related};
use crate::reading::{Language, Place, Reading};
use crate::text::{Embed, Hidden, RichText, Span};
use crate::wording::Assertion;

/// A draft that owes the statement.
pub(super) struct Case<'a> {
    rule: &'a Require,
    reading: &'a Reading<'a>,
    outline: Outline,
    /// Where it must stand.
    placement: Placement,
    pub(super) statements: Vec<Statement>,
    pub(super) triggers: Vec<Trigger>,
    /// The approved text that a mend writes; why there is none to write.
    to_write: OnceCell<Option<RichText>>,
    lacks: OnceCell<Option<String>>,
    /// What was written at a place: many triggers stand in one paragraph.
    inserted: RefCell<FxHashMap<Span, Option<Fix>>>,
}

impl<'a> Case<'a> {
    /// Statements in `refused` blocks do not count, unless they are approved texts.
    pub(super) fn new(rule: &'a Require, draft: &'a Draft<'_>, triggers: Vec<Trigger>, hinted: bool, refused: &[usize]) -> Self {
        let (reading, mut statements) = (&draft.reading, rule.statements(draft));
        let refuse = |statements: &mut [Statement]| {
            statements.iter_mut().filter(|statement| refused.contains(&statement.block)).for_each(Statement::refuse);
        };
        refuse(&mut statements);
        if !triggers.is_empty() && !statements.iter().any(Statement::counts) {
            statements.extend(rule.by_gist(draft, &statements));
            refuse(&mut statements);
        }
        let (to_write, lacks, inserted) = Default::default();
        let placement = rule.hinted_placement.filter(|_| hinted).unwrap_or(rule.placement);
        let (outline, mut triggers) = (Outline::of(reading), triggers);
        if placement == Placement::BeforeTrigger {
            // A reader sees the link, and not what the front matter says of it.
            triggers.sort_by_key(|trigger| outline.in_body(trigger).is_none());
        }
        Self { rule, reading, outline, placement, statements, triggers, to_write, lacks, inserted }
    }

    pub(super) fn judge(&self) -> Vec<Hit> {
        if let Some(denial) = self.of(StatedBy::Denial, |assertion| assertion == Assertion::Stated).filter(|of| !self.answers(of))
        {
            return vec![self.on_trigger(&self.triggers[0], "is contradicted", Some((denial, "this says the opposite")))];
        }
        match self.rule.satisfied_by.gives(self.reading) {
            Some(Given::Whole) => return Vec::new(),
            Some(Given::At(embed)) if self.is_in_time(embed) => return Vec::new(),
            Some(Given::At(embed)) => return vec![self.late(embed)],
            None => {}
        }
        let (said, other) = self.counting();
        match (said.first(), other.first()) {
            // What only seems to say it is held for it where it would be right, and not sent there from elsewhere.
            (Some(first), _) if first.sort == StatedBy::Gist && self.placed(&said).is_none() => self.missing(),
            (Some(first), _) => self.said(first, &said).into_iter().collect(),
            (None, Some(other)) => self.in_other_words(other),
            (None, None) => self.missing(),
        }
    }

    /// The statements that count, and those that would in the draft's own language.
    fn counting(&self) -> (Vec<&Statement>, Vec<&Statement>) {
        let said: Vec<&Statement> = self.statements.iter().filter(|statement| statement.counts()).collect();
        let language = self.reading.language().filter(|_| !said.is_empty());
        let foreign = |said: &Statement| said.language(self.reading).filter(|of| Some(*of) != language).is_some();
        said.into_iter().partition(|said| language.is_none() || !foreign(said))
    }

    /// The statement for which nothing is told, with what stands around it, where its words alone speak for it; what asks for it, and by what it was
    /// found.
    pub(super) fn in_doubt(&self) -> Option<(Place, Vec<String>)> {
        let (said, _) = self.counting();
        if !said.iter().all(|said| said.is_in_doubt()) || self.rule.satisfied_by.gives(self.reading).is_some() {
            return None;
        }
        let statement = self.placed(&said)?;
        let by = match statement.sort {
            StatedBy::Label => "a label",
            StatedBy::Gist => "words that such statements are learned to have",
            _ => "a phrasing of the rule",
        };
        let words = self.reading.text(&statement.place);
        let asks = self.triggers.first().map(|trigger| format!("evidence: {}", trigger.shows));
        let found = (statement.sort != StatedBy::Gist).then(|| format!("taken for it by {by}: “{words}”"));
        let found = found.unwrap_or_else(|| format!("taken for it by {by}"));
        Some((statement.whole(self.reading), asks.into_iter().chain([found]).collect()))
    }

    /// Whether a denial is all that is asked: where every draft says how it stands, “no software wrote this” says it, if the rule
    /// lists these words as a phrasing too.
    fn answers(&self, denial: &Statement) -> bool {
        let is_wording = |said: &Statement| said.block == denial.block && said.place.at.start == denial.place.at.start;
        self.rule.when.always && self.statements.iter().any(|said| said.counts() && is_wording(said))
    }

    /// Whether what the site puts in stands no later than the first place that asks for it, where that is wanted.
    fn is_in_time(&self, embed: &Embed) -> bool {
        let asks = self.triggers.iter().filter_map(|trigger| self.outline.in_body(trigger)).map(|(_, at)| at.start()).min();
        self.placement != Placement::BeforeTrigger || asks.is_none_or(|first| embed.span.start() <= first)
    }

    /// What the site puts in stands too late.
    fn late(&self, embed: &Embed) -> Hit {
        let first = self.triggers.iter().find(|trigger| self.outline.in_body(trigger).is_some()).unwrap_or(&self.triggers[0]);
        let mut hit = self.on_trigger(first, "stands only below what it is about", None);
        hit.related.insert(0, Related { path: None, span: embed.span, note: format!("`{}` says it here", embed.name) });
        hit.fix = None;
        hit.notes.push("move what the site puts in above the place that asks for it".to_owned());
        hit
    }

    /// It is said, but in a language that is not the draft's.
    fn in_other_words(&self, statement: &Statement) -> Vec<Hit> {
        let language = self.reading.language();
        let name = |language: Option<Language>| language.map_or("another language", |language| language.name);
        let how = format!("stands only in {}", name(statement.language(self.reading)));
        let note = format!("the draft is in {}", name(language));
        vec![self.on_trigger(&self.triggers[0], &how, Some((statement, &note)))]
    }

    fn of(&self, sort: StatedBy, assertion: impl Fn(Assertion) -> bool) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.sort == sort && assertion(statement.assertion))
    }

    /// Nothing counts: why not, on the evidence; beside each trigger where it was wanted beside each.
    fn missing(&self) -> Vec<Hit> {
        let wanted = |statement: &&Statement| !matches!(statement.sort, StatedBy::Denial | StatedBy::Weak | StatedBy::Gist);
        let near = self.statements.iter().find(wanted);
        let (how, near) = match (self.of(StatedBy::Weak, |assertion| assertion == Assertion::Stated), near) {
            (Some(weak), _) => ("stands only in words that do not say enough", Some((weak, "this is not enough"))),
            (None, Some(near)) => match near.assertion {
                Assertion::Hidden(Hidden::Alt) => ("stands only in a picture", Some((near, hidden_name(Hidden::Alt)))),
                Assertion::Hidden(hidden) => ("is hidden from readers", Some((near, hidden_name(hidden)))),
                Assertion::Folded => ("is hidden from readers", Some((near, "folded away, seen only after a click"))),
                Assertion::Literal => ("stands only in code or struck out", Some((near, "nobody reads this as said"))),
                Assertion::Negated => ("is denied", Some((near, "this says the opposite"))),
                Assertion::Quoted => ("stands only in somebody else's words", Some((near, "said by somebody else"))),
                Assertion::Reported | Assertion::Asked => ("is only talked about", Some((near, "this does not state it"))),
                Assertion::Stated if near.sort == StatedBy::Expired => {
                    ("stands only in a text that does not hold on this day", Some((near, "approved for other days")))
                }
                Assertion::Stated if near.sort == StatedBy::Cut => {
                    ("is cut short", Some((near, "only a part of the approved text")))
                }
                Assertion::Jest => ("names nobody who pays", Some((near, "neither a name, a firm nor a person one could ask"))),
                Assertion::Stated if near.sort == StatedBy::Refused => {
                    ("is missing: a reader found that it does not stand where it seemed to", Some((near, "this is not it")))
                }
                Assertion::Stated => ("stands only in other words than the approved text", Some((near, "not the approved text"))),
            },
            (None, None) => ("is missing", None),
        };
        let picture = near.is_none().then(|| self.rule.picture(self.reading)).flatten();
        let how = picture.map_or(how, |_| "stands only in a picture");
        let each = if self.placement == Placement::Beside { self.triggers.len() } else { 1 };
        let hit = |trigger: &Trigger| {
            let mut hit = self.on_trigger(trigger, how, near);
            hit.related.extend(picture.map(|picture| {
                Related::here(picture.span, "its file name says it; nobody can search, hear or copy what a picture shows")
            }));
            hit
        };
        self.triggers.iter().take(each).map(hit).collect()
    }

    fn on_trigger(&self, trigger: &Trigger, how: &str, near: Option<(&Statement, &str)>) -> Hit {
        let mut hit = Hit::new(trigger.span, trigger.text.clone());
        hit.label = trigger.shows.clone();
        hit.words.push(("how", how.to_owned()));
        if let Some((statement, note)) = near {
            hit.related.push(self.related(statement, note));
        }
        let cut = near.filter(|(statement, _)| statement.sort == StatedBy::Cut && statement.assertion == Assertion::Stated);
        match cut.and_then(|(statement, _)| Some((statement, statement.approval.as_ref()?))) {
            Some((statement, approval)) => hit.fix = restore::fix(self.reading, &statement.place, approval),
            None if near.is_none_or(|(statement, _)| statement.sort != StatedBy::Denial) => self.to_say(trigger, &mut hit),
            None => {}
        }
        hit.notes.push(format!("evidence: {}", trigger.shows));
        hit
    }

    /// Where it is to be said, and the mend that says it: the flag of the front matter, or the approved text.
    fn to_say(&self, trigger: &Trigger, hit: &mut Hit) {
        if let Some(flag) = &self.rule.satisfied_by.flag {
            // The text beside a flag that is set by hand later would say it twice.
            match flag.set(self.reading.document) {
                Ok(fix) => {
                    let set = |edit: &Edit| Related::here(edit.span, "set it here");
                    hit.related.extend(fix.edits.iter().map(set));
                    hit.fix = Some(fix);
                }
                Err(why) => hit.notes.push(format!("--fix cannot set `{}`: {why}; write it by hand", flag.shown())),
            }
            return;
        }
        let place = self.outline.insertion(self.placement, self.reading, Some(trigger));
        hit.related.push(Related::here(place, "insert here"));
        let text = self.to_write.get_or_init(|| mend::to_write(self.rule, self.reading)).as_ref();
        let insert = || mend::insert(text?, self.reading, place);
        hit.fix = self.inserted.borrow_mut().entry(place).or_insert_with(insert).clone();
        if hit.fix.is_none() {
            hit.notes.extend(self.lacks.get_or_init(|| mend::lacks(self.rule, self.reading)).clone());
        }
    }

    /// It is said: whether at the right place, completely, and not too often.
    fn said(&self, first: &Statement, said: &[&Statement]) -> Vec<Hit> {
        let Some(placed) = self.placed(said) else { return vec![self.misplaced(first)] };
        let alone = if self.placement == Placement::Beside { self.unaccompanied(said) } else { Vec::new() };
        if !alone.is_empty() {
            return alone;
        }
        let unnamed: Vec<String> = self.rule.must_name.iter().filter_map(|named| named.unnamed(self.reading, said)).collect();
        if !unnamed.is_empty() {
            return vec![self.on_statement(placed, &format!("does not name {}", unnamed.join(", ")))];
        }
        let mut blocks = said.chunk_by(|a, b| a.block == b.block).map(|of_block| of_block[0]);
        if let Some(placeholder) = blocks.find(|statement| statement::has_placeholder(self.reading, statement)) {
            return vec![self.on_statement(placeholder, "still has a placeholder in it")];
        }
        self.counted(said).into_iter().collect()
    }

    /// The first of these statements that stands where it should.
    fn placed<'s>(&self, said: &[&'s Statement]) -> Option<&'s Statement> {
        let start = self.triggers.iter().filter_map(|trigger| self.outline.in_body(trigger)).min();
        let blocks = || self.triggers.iter().filter_map(|trigger| Some(trigger.at?.0));
        let about = (self.placement == Placement::Beside).then(|| self.outline.company(blocks()));
        let right = |statement: &&&Statement| match &about {
            Some(about) => about.has(&self.outline, statement.block),
            None => self.outline.right(self.placement, self.reading, statement.block, start),
        };
        said.iter().find(right).copied()
    }

    fn misplaced(&self, statement: &Statement) -> Hit {
        let placement = self.placement;
        let mut hit = self.on_statement(statement, self.outline.tell(placement, statement.block));
        let first = self.triggers.iter().find(|trigger| trigger.at.is_some());
        let place = self.outline.insertion(placement, self.reading, first);
        hit.related.push(Related::here(place, "it belongs here"));
        hit.fix = mend::move_to(self.rule, self.reading, statement, place);
        if hit.fix.is_none() {
            hit.notes.push("--fix leaves this to you: it is no paragraph by itself".to_owned());
        }
        hit
    }

    /// The triggers that have no statement beside them, when others have one.
    fn unaccompanied(&self, said: &[&Statement]) -> Vec<Hit> {
        let mut last = None;
        let mut first_of_block = |trigger: &&Trigger| {
            let block = trigger.at.map(|(block, _)| block);
            std::mem::replace(&mut last, block) != block || block.is_none()
        };
        let company = self.outline.company(said.iter().map(|statement| statement.block));
        let alone = |trigger: &&Trigger| trigger.at.is_some_and(|(block, _)| !company.has(&self.outline, block));
        let alone = self.triggers.iter().filter(alone).filter(|trigger| first_of_block(trigger));
        alone.map(|trigger| self.on_trigger(trigger, "is missing", None)).collect()
    }

    fn counted(&self, said: &[&Statement]) -> Option<Hit> {
        let mut apart: Vec<&Statement> = Vec::new();
        let mut spoken: Vec<&Statement> = said.iter().copied().filter(|statement| statement.sort != StatedBy::Label).collect();
        spoken.dedup_by_key(|statement| statement.block);
        if let Some(exactly) = self.rule.exactly {
            let last = spoken.get(exactly).or(spoken.last()).filter(|_| spoken.len() != exactly)?;
            return Some(self.on_statement(last, &format!("stands {} and should stand {}", times(spoken.len()), times(exactly))));
        }
        let most = self.rule.at_most?;
        for statement in spoken {
            if apart.len() > most.max(MANY) {
                break;
            }
            let near = apart.last().is_some_and(|last| statement.block.abs_diff(last.block) <= 1);
            let copy = || apart.iter().any(|other| statement::is_copy(self.reading, statement.block, other.block));
            if !near && !copy() {
                apart.push(statement);
            }
        }
        let extra = apart.get(most)?;
        let often =
            if apart.len() > most.max(MANY) { format!("more than {}", times(apart.len() - 1)) } else { times(apart.len()) };
        let mut hit = self.on_statement(extra, &format!("stands {often}"));
        hit.related.extend(apart.iter().take(most).map(|statement| self.related(statement, "it stands here already")));
        Some(hit)
    }

    pub(super) fn on_statement(&self, statement: &Statement, how: &str) -> Hit {
        let span = self.reading.span(&statement.whole(self.reading));
        let mut hit = Hit::new(span, self.reading.document.source.slice(span));
        hit.label = how.to_owned();
        hit.words.push(("how", how.to_owned()));
        if let Some(trigger) = self.triggers.iter().find(|trigger| !trigger.span.overlaps(span)) {
            hit.related.push(Related::here(trigger.span, &trigger.shows));
        }
        if let Some(trigger) = self.triggers.first() {
            hit.notes.push(format!("evidence: {}", trigger.shows));
        }
        hit
    }

    fn related(&self, statement: &Statement, note: &str) -> Related {
        Related::here(self.reading.span(&statement.place), note)
    }
}

/// Up to how many statements in different words are counted.
const MANY: usize = 24;

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

fn hidden_name(hidden: Hidden) -> &'static str {
    match hidden {
        Hidden::Comment => "in a comment, nobody sees it",
        Hidden::Alt => "in its alternative text, which few ever see",
        Hidden::Element => "in a hidden element, nobody sees it",
    }
}
