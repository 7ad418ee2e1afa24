//! What a rule that requires a statement asks of a writer: when, where, and what satisfies it.

use toml::value::Datetime;

use super::options::{Named, Require, Supply};
use super::place::Placement;
use super::when::When;
use crate::check::describe::{Asked, Teller};
use crate::style::HouseStyle;

/// The parts that a rule has something to say about, in the order in which a writer needs them.
pub(super) fn asked(rule: &Require, teller: &Teller<'_>) -> Asked {
    let days = days(rule.from.as_ref(), rule.until.as_ref());
    let days = days.map(|days| format!("the draft's date is {days}; a draft without one owes it"));
    let mut parts = vec![("When it asks (one is enough)", conditions(&rule.when, teller))];
    let borne_out = conditions(&rule.borne_out, teller);
    if !borne_out.is_empty() {
        parts.push(("Or only hints (one is enough)", conditions(&rule.hinted, teller)));
        let kinds = rule.hinted_in.iter().map(|genre| genre.name());
        parts.push(("… in a plain article, or", teller.point("", kinds).into_iter().collect()));
        parts.push(("… that this bears out (one is enough)", borne_out));
    }
    parts.extend(rule.and.iter().map(|when| ("And (one is enough)", conditions(when, teller))));
    parts.push(("Only where", days.into_iter().collect()));
    parts.push(("But not for", conditions(&rule.not, teller)));
    parts.push(("Where it must stand", places(rule)));
    parts.push(("What satisfies it (one is enough)", remedies(rule, &rule.satisfied_by, teller)));
    parts.push(("And the statement must", bounds(rule)));
    parts.push(("Not enough", teller.point("", teller.words(&rule.weak)).into_iter().collect()));
    parts.push(("The publication's approved text", approved(rule, teller.style)));
    parts.retain(|(_, points)| !points.is_empty());
    parts.into_iter().map(|(title, points)| (title.to_owned(), points)).collect()
}

fn conditions(when: &When, teller: &Teller<'_>) -> Vec<String> {
    let says = if when.least > 1 { format!("the text says {} of", when.least) } else { "the text says".to_owned() };
    let points = [
        when.always.then(|| "every draft".to_owned()),
        teller.point("the section's kind is", &when.kinds),
        teller.point("it is", when.genres.iter().map(|genre| genre.name())),
        teller.point("the front matter has", when.front.iter().map(|front| teller.values(&front.get_ref().written))),
        teller.point("the path is", when.paths.written()),
        teller.point("it links to", when.links.iter().map(|link| &link.written)),
        teller.point("a paragraph that speaks of it links to", when.hint_links.iter().map(|link| &link.written)),
        teller.point("it has the shortcode, component or link", when.embeds.written()),
        teller.point("the headline says", teller.words(&when.titles)),
        teller.point(&says, teller.words(&when.phrases)),
        when.pictures.then(|| "it has a picture".to_owned()),
        days(when.from.as_ref(), when.until.as_ref()).map(|days| format!("its date is {days}")),
    ];
    points.into_iter().flatten().collect()
}

fn remedies(rule: &Require, supply: &Supply, teller: &Teller<'_>) -> Vec<String> {
    let only = "the approved text and nothing else, where the publication has one";
    let points = [
        rule.approved_only.then(|| only.to_owned()),
        teller.point("words such as", teller.words(&rule.wording)),
        (!rule.gist.is_empty()).then(|| "a passage whose words, weighed together, say as much".to_owned()),
        teller.point("a label by itself or before a colon", teller.words(&rule.labels)),
        teller.point("front matter that --fix sets", supply.flag.as_ref().map(|flag| flag.shown())),
        teller.point("front matter", supply.front.iter().map(|front| &front.get_ref().written)),
        teller.point("a shortcode, component or include", supply.embeds.written()),
        teller.point("the layout", supply.layouts.written()),
    ];
    points.into_iter().flatten().collect()
}

fn bounds(rule: &Require) -> Vec<String> {
    let names: Vec<&str> = rule.must_name.iter().map(|named| name(*named)).collect();
    let points = [
        (!names.is_empty()).then(|| format!("name the {}", names.join(", "))),
        rule.exactly.map(|exactly| format!("stand {}, no more and no less", times(exactly))),
        rule.at_most.map(|most| format!("be said in different words at most {}", times(most))),
    ];
    points.into_iter().flatten().collect()
}

/// The publication's own wordings of the texts that the rule asks for, or how to approve one.
fn approved(rule: &Require, style: &HouseStyle) -> Vec<String> {
    let Some(first) = rule.texts.first() else { return Vec::new() };
    let known = rule.texts.iter().filter_map(|id| Some((id, style.texts.get(id)?)));
    let told = known.map(|(id, text)| {
        let day = |word: &str, day: &Option<Datetime>| day.as_ref().map_or(String::new(), |day| format!(", {word} {day}"));
        let (from, until) = (day("from", &text.from), day("until", &text.until));
        format!("[texts.{id}]{from}{until}: {}", text.text.trim())
    });
    let mut told: Vec<String> = told.collect();
    if told.is_empty() {
        told.push(format!("none yet; a publication approves its own as [texts.{first}] in copydesk.toml"));
    }
    told
}

fn days(from: Option<&Datetime>, until: Option<&Datetime>) -> Option<String> {
    match (from, until) {
        (Some(from), Some(until)) => Some(format!("from {from} to {until}")),
        (Some(from), None) => Some(format!("{from} or later")),
        (None, Some(until)) => Some(format!("{until} or earlier")),
        (None, None) => None,
    }
}

fn times(times: usize) -> String {
    if times == 1 { "once".to_owned() } else { format!("{times} times") }
}

fn places(rule: &Require) -> Vec<String> {
    let hinted = |placement| format!("where words of the text only hint at it: {}", place(placement));
    std::iter::once(place(rule.placement).to_owned()).chain(rule.hinted_placement.map(hinted)).collect()
}

fn place(placement: Placement) -> &'static str {
    match placement {
        Placement::Anywhere => "anywhere in plain sight",
        Placement::Title => "in the headline or standfirst, or in a line beside them above the first paragraph",
        Placement::Top => "at the top: before the article, or right behind its first paragraph",
        Placement::BeforeTrigger => "above what asks for it, or in its paragraph; at the top where no place of the text asks",
        Placement::Beside => "in the paragraph of each place that asks for it, or in the one right before or behind",
        Placement::End => "at the end: behind the article, or before its last two paragraphs",
        Placement::TopOrEnd => "at the top (before the article, or right behind its first paragraph) or at the end",
    }
}

fn name(named: Named) -> &'static str {
    match named {
        Named::Author => "author",
        Named::Publication => "publication",
        Named::Sponsor => "sponsor",
        Named::Funder => "funder",
        Named::Tickers => "tickers",
        Named::Amount => "amount",
        Named::Link => "link",
        Named::Date => "date",
    }
}
