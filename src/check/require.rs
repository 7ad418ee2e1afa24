//! Something must be said, and said where a reader sees it: what is owed, by what evidence, in which words, at which place.

mod describe;
mod flag;
mod matching;
mod mend;
mod named;
mod picture;
mod place;
mod statement;
mod when;

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use toml::Spanned;
use toml::value::Datetime;

use self::flag::Flag;
use self::matching::Front;
use self::named::Named;
use self::place::Outline;
use self::place::Placement;
use self::statement::{StatedBy, Statement};
use self::when::Trigger;
use self::when::When;
use super::{Advice, Asked, Check, Hit, Teller, restore};
use crate::draft::Draft;
use crate::finding::{Edit, Fix, Level, Related};
use crate::prose::{Lists, Mistake, Phrases};
use crate::reading::{Language, Reading};
use crate::style::{Approved, holds};
use crate::text::{Hidden, Span};
use crate::wording::{ApprovedTexts, Assertion};

/// The options of a rule that requires a statement.
///
/// It is owed when `when` is fulfilled, and each of `and`, and not `not`. One of `wording`, `labels`, the approved texts
/// `texts` of the publication or `satisfied-by` then has to be there, at `placement`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Require {
    /// What asks for the statement; one condition is enough.
    pub when: When,
    /// What must be fulfilled too: each of these tables, by one condition of it.
    pub and: Vec<When>,
    /// What switches the rule off.
    pub not: When,
    /// The first day of drafts that owe it; one without a day does.
    pub from: Option<Datetime>,
    /// The last day of drafts that owe it.
    pub until: Option<Datetime>,
    /// Phrasings of the statement; each is enough.
    pub wording: Phrases,
    /// Labels: they count as a block of their own, or before its first colon, bar or dash.
    pub labels: Phrases,
    /// Ids of the publication's approved texts that state it; an outdated or drifted one counts as said.
    pub texts: Vec<String>,
    /// Whether only the approved text will do where the publication has one.
    pub approved_only: bool,
    /// What the site adds when it builds.
    pub satisfied_by: Supply,
    /// Wordings that are near it and not enough.
    pub weak: Phrases,
    /// Wordings that deny it.
    pub forbid: Phrases,
    /// What the file name of a picture says where the picture is all that says it; `labels` count too.
    pub pictured: Phrases,
    /// Where it must stand.
    pub placement: Placement,
    /// How often it may be said in different words; exact copies are another rule's.
    pub at_most: Option<usize>,
    /// How often it must be said, no more and no less.
    pub exactly: Option<usize>,
    /// What its paragraph must name.
    pub must_name: Vec<Named>,
    /// The level where section, path or front matter declares the kind, and not the text alone.
    pub declared: Option<Level>,
    /// The level of a statement that nothing in the draft asks for; silent if not said.
    pub needless: Option<Level>,
    #[serde(skip)]
    approved: OnceLock<ApprovedTexts>,
}

/// What adds a statement to the page, so that the draft need not say it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Supply {
    /// Front matter, as in [`When::front`].
    pub front: Vec<Spanned<Front>>,
    /// Names of shortcodes, components and includes, any case, with `*`; for an include, its arguments too.
    pub embeds: Vec<String>,
    /// Values of the front-matter keys `layout` and `template`.
    pub layouts: Vec<String>,
    /// The front matter that a mend sets, so that the site says it: `show-notice = true`.
    pub flag: Option<Flag>,
}

impl Supply {
    fn gives(&self, reading: &Reading<'_>) -> bool {
        let document = reading.document;
        let layout = || {
            ["layout", "template"].iter().any(|key| document.values(key).any(|field| when::named(&self.layouts, &field.value)))
        };
        let embed = || {
            let named = |text: &str| when::named(&self.embeds, text);
            let argument = |args: &str| args.split([' ', '"', '\'', '/']).any(named);
            document.embeds.iter().any(|embed| named(&embed.name) || argument(&embed.args))
        };
        self.front.iter().any(|front| front.get_ref().find(document).is_some())
            || self.flag.as_ref().is_some_and(|flag| flag.is_set(document))
            || !self.layouts.is_empty() && layout()
            || !self.embeds.is_empty() && embed()
    }
}

impl Check for Require {
    fn names(&self) -> &'static [&'static str] {
        &["how"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        let Self { when, and, not, wording, labels, weak, forbid, pictured, .. } = self;
        let conditions = [when, not].into_iter().chain(and).flat_map(When::phrases);
        [wording, labels, weak, forbid, pictured].into_iter().chain(conditions).collect()
    }

    fn take(&mut self, lists: &Lists) -> Vec<Mistake> {
        let conditions = [&mut self.when, &mut self.not].into_iter().chain(&mut self.and);
        let fronts = conditions.flat_map(|when| &mut when.front).chain(&mut self.satisfied_by.front);
        let take = |front: &mut Spanned<Front>| {
            let at = front.span();
            front.get_mut().take(&at, lists)
        };
        fronts.flat_map(take).collect()
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        describe::asked(self, teller)
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        let reading = &draft.reading;
        let triggers = self.when.triggers(draft);
        if triggers.is_empty() {
            return self.needless(draft).into_iter().collect();
        }
        let owed = holds(self.from.as_ref(), self.until.as_ref(), reading.document) != Some(false)
            && self.and.iter().all(|when| !when.triggers(draft).is_empty())
            && self.not.triggers(draft).is_empty();
        if !owed {
            return Vec::new();
        }
        let case = Case::new(self, draft, triggers);
        let declared = case.triggers.iter().any(|trigger| trigger.at.is_none());
        let mut hits = case.judge();
        if let Some((id, text)) = self.only_text(reading) {
            // What the rule says of other wordings would not do here.
            let help = format!("Write the approved text `[texts.{id}]`, and no other: “{}”", text.text.trim());
            hits.iter_mut().for_each(|hit| hit.advice = Some(Advice { why: None, help: help.clone() }));
        }
        if declared {
            hits.iter_mut().for_each(|hit| hit.level = self.declared);
        }
        hits
    }
}

impl Require {
    /// A statement that is said where nothing asks for it.
    fn needless(&self, draft: &Draft<'_>) -> Option<Hit> {
        let reading = &draft.reading;
        let level = self.needless?;
        let case = Case::new(self, draft, Vec::new());
        let said = case.statements.iter().find(|statement| statement.counts())?;
        let mut hit = case.on_statement(said, "stands here, and nothing in the draft asks for it");
        hit.level = Some(level);
        hit.fix = mend::delete(reading, said);
        hit.advice = Some(Advice {
            why: Some("A statement that stands where it means nothing is read over where it does.".to_owned()),
            help: "Take it out, or say in the draft what it is about.".to_owned(),
        });
        Some(hit)
    }

    /// The publication's text that alone will do.
    fn only_text<'r>(&'r self, reading: &Reading<'r>) -> Option<(&'r str, &'r Approved)> {
        let texts = self.texts.iter().filter_map(|id| Some((id.as_str(), reading.style.texts.get(id)?)));
        texts.filter(|(_, text)| text.in_force(reading.document)).find(|_| self.approved_only)
    }

    fn approved(&self, reading: &Reading<'_>) -> &ApprovedTexts {
        self.approved.get_or_init(|| {
            let texts = self.texts.iter().filter_map(|id| Some((id.as_str(), reading.style.texts.get(id)?)));
            ApprovedTexts::new(texts, reading.style)
        })
    }
}

/// A draft that owes the statement.
struct Case<'a> {
    rule: &'a Require,
    reading: &'a Reading<'a>,
    outline: Outline,
    statements: Vec<Statement>,
    triggers: Vec<Trigger>,
    /// What was written at a place: many triggers stand in one paragraph.
    inserted: RefCell<FxHashMap<Span, Option<Fix>>>,
}

impl<'a> Case<'a> {
    fn new(rule: &'a Require, draft: &'a Draft<'_>, triggers: Vec<Trigger>) -> Self {
        let (reading, statements) = (&draft.reading, rule.statements(draft));
        Self { rule, reading, outline: Outline::of(reading), statements, triggers, inserted: RefCell::default() }
    }

    fn judge(&self) -> Vec<Hit> {
        if let Some(denial) = self.of(StatedBy::Denial, |assertion| assertion == Assertion::Stated) {
            return vec![self.on_trigger(&self.triggers[0], "is contradicted", Some((denial, "this says the opposite")))];
        }
        if self.rule.satisfied_by.gives(self.reading) {
            return Vec::new();
        }
        let said: Vec<&Statement> = self.statements.iter().filter(|statement| statement.counts()).collect();
        let language = self.reading.language().filter(|_| !said.is_empty());
        let foreign = |statement: &&Statement| statement.language(self.reading).filter(|of| Some(*of) != language);
        let (other, said): (Vec<_>, Vec<_>) = said.into_iter().partition(|said| language.is_some() && foreign(said).is_some());
        match said.first() {
            None if !other.is_empty() => self.in_other_words(other[0], language),
            None => self.missing(),
            Some(first) => self.said(first, &said).into_iter().collect(),
        }
    }

    /// It is said, but in a language that is not the draft's.
    fn in_other_words(&self, statement: &Statement, language: Option<Language>) -> Vec<Hit> {
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
        let wanted = |statement: &&Statement| !matches!(statement.sort, StatedBy::Denial | StatedBy::Weak);
        let near = self.statements.iter().find(wanted);
        let (how, near) = match (self.of(StatedBy::Weak, |assertion| assertion == Assertion::Stated), near) {
            (Some(weak), _) => ("stands only in words that do not say enough", Some((weak, "this is not enough"))),
            (None, Some(near)) => match near.assertion {
                Assertion::Hidden(Hidden::Alt) => ("stands only in a picture", Some((near, hidden_name(Hidden::Alt)))),
                Assertion::Hidden(hidden) => ("is hidden from readers", Some((near, hidden_name(hidden)))),
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
                Assertion::Stated => ("stands only in other words than the approved text", Some((near, "not the approved text"))),
            },
            (None, None) => ("is missing", None),
        };
        let picture = near.is_none().then(|| self.rule.picture(self.reading)).flatten();
        let how = picture.map_or(how, |_| "stands only in a picture");
        let each = if self.rule.placement == Placement::Beside { self.triggers.len() } else { 1 };
        let hit = |trigger: &Trigger| {
            let mut hit = self.on_trigger(trigger, how, near);
            hit.related.extend(picture.map(|picture| Related {
                path: None,
                span: picture.span,
                note: "its file name says it; nobody can search, hear or copy what a picture shows".to_owned(),
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
            None if how != "is contradicted" => self.to_say(trigger, &mut hit),
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
                    let set = |edit: &Edit| Related { path: None, span: edit.span, note: "set it here".to_owned() };
                    hit.related.extend(fix.edits.iter().map(set));
                    hit.fix = Some(fix);
                }
                Err(why) => hit.notes.push(format!("--fix cannot set `{}`: {why}; write it by hand", flag.shown())),
            }
            return;
        }
        let place = self.outline.insertion(self.rule.placement, self.reading, Some(trigger));
        hit.related.push(Related { path: None, span: place, note: "insert here".to_owned() });
        hit.fix = self.inserted.borrow_mut().entry(place).or_insert_with(|| mend::insert(self.rule, self.reading, place)).clone();
        hit.notes.extend(hit.fix.is_none().then(|| mend::lacks(self.rule, self.reading)).flatten());
    }

    /// It is said: whether at the right place, completely, and not too often.
    fn said(&self, first: &Statement, said: &[&Statement]) -> Vec<Hit> {
        let placement = self.rule.placement;
        let start = self.triggers.iter().filter_map(|trigger| self.outline.in_body(trigger)).min();
        let blocks = || self.triggers.iter().filter_map(|trigger| Some(trigger.at?.0));
        let about = (placement == Placement::Beside).then(|| self.outline.company(blocks()));
        let right = |statement: &&&Statement| match &about {
            Some(about) => about.has(&self.outline, statement.block),
            None => self.outline.right(placement, self.reading, statement.block, start),
        };
        let Some(placed) = said.iter().find(right) else { return vec![self.misplaced(first)] };
        let alone = if about.is_some() { self.unaccompanied(said) } else { Vec::new() };
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

    fn misplaced(&self, statement: &Statement) -> Hit {
        let placement = self.rule.placement;
        let mut hit = self.on_statement(statement, self.outline.tell(placement, statement.block));
        let first = self.triggers.iter().find(|trigger| trigger.at.is_some());
        let place = self.outline.insertion(placement, self.reading, first);
        hit.related.push(Related { path: None, span: place, note: "it belongs here".to_owned() });
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

    fn on_statement(&self, statement: &Statement, how: &str) -> Hit {
        let span = self.reading.span(&statement.whole(self.reading));
        let mut hit = Hit::new(span, self.reading.document.source.slice(span));
        hit.label = how.to_owned();
        hit.words.push(("how", how.to_owned()));
        if let Some(trigger) = self.triggers.iter().find(|trigger| !trigger.span.overlaps(span)) {
            hit.related.push(Related { path: None, span: trigger.span, note: trigger.shows.clone() });
        }
        if let Some(trigger) = self.triggers.first() {
            hit.notes.push(format!("evidence: {}", trigger.shows));
        }
        hit
    }

    fn related(&self, statement: &Statement, note: &str) -> Related {
        Related { path: None, span: self.reading.span(&statement.place), note: note.to_owned() }
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
        Hidden::Collapsed => "folded away, seen only after a click",
    }
}
