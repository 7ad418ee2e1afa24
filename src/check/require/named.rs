//! What a statement must name: people, publications, securities, sums, pages, days.

use super::options::Named;
use super::statement::Statement;
use super::when::has_amount;
use crate::prose::{Class, Line, Shape};
use crate::reading::Reading;
use crate::text::{LinkSort, Role};

/// How many names are asked for at most: no draft has as many authors, and no article speaks of as many firms.
const MOST: usize = 200;

impl Named {
    /// Whom or what none of the statements names; `None` when all is named, or when there is nothing to name.
    pub(super) fn unnamed(self, reading: &Reading<'_>, said: &[&Statement]) -> Option<String> {
        let mut blocks: Vec<usize> = said.iter().map(|statement| statement.block).collect();
        blocks.dedup();
        let any = |names: &dyn Fn(usize) -> bool| blocks.iter().any(|&block| names(block));
        let text = |block: usize| reading.document.blocks[block].text.to_lowercase();
        let named = |names: &[String]| names.is_empty() || any(&|block| names.iter().any(|name| names_one(&text(block), name)));
        let keys = &reading.style.keys;
        let (named, what) = match self {
            Self::Author => (named(&front(reading, &keys.authors)), "the author".to_owned()),
            Self::Sponsor => (named(&front(reading, &keys.sponsors)), "the sponsor".to_owned()),
            Self::Funder => (named(&front(reading, &keys.funders)), "the funder".to_owned()),
            Self::Publication => {
                let house = reading.style;
                let names: Vec<_> =
                    std::iter::once(&house.name).chain(&house.aliases).filter(|name| !name.is_empty()).cloned().collect();
                (named(&names), "the publication".to_owned())
            }
            Self::Tickers => {
                let absent: Vec<_> =
                    tickers(reading).into_iter().filter(|ticker| !any(&|block| text(block).contains(ticker))).collect();
                // Who holds none of them need not name each; and a company may go by its name.
                let named = || any(&|block| has_any(reading, block, |line, at| line.has(at, Class::Blanket)));
                let by_name = || {
                    let name = |line: &Line<'_>, at: usize| at > 0 && line.get(at).is_some_and(|token| token.is_capital());
                    cashtags(reading).is_empty() && any(&|block| has_any(reading, block, name))
                };
                (absent.is_empty() || named() || by_name(), absent.join(", ").to_uppercase())
            }
            Self::Amount => (any(&|block| has_amount(reading, block)), "the amount".to_owned()),
            Self::Link => {
                let leads = |block: usize| reading.document.blocks[block].links.iter().any(|link| link.sort == LinkSort::Page);
                let bare = |block: usize| reading.line(block).tokens.iter().any(|token| token.shape == Shape::Address);
                (any(&|block| leads(block) || bare(block)), "the page it speaks of, by a link".to_owned())
            }
            Self::Date => (any(&|block| has_date(&reading.line(block))), "its date".to_owned()),
        };
        (!named).then_some(what)
    }
}

fn front(reading: &Reading<'_>, keys: &[String]) -> Vec<String> {
    let all = keys.iter().flat_map(|key| reading.document.values(key));
    all.map(|field| field.value.trim().to_lowercase()).filter(|value| value.len() > 2 && value != "true").take(MOST).collect()
}

/// Whether a text has a name, or its last word: `Jane Roe` is named by `Roe`.
fn names_one(text: &str, name: &str) -> bool {
    let last = name.split_whitespace().last().unwrap_or_default();
    text.contains(&name.to_lowercase()) || last.len() > 3 && text.contains(&last.to_lowercase())
}

/// The tickers of the front matter and the cashtags of the article, in lower case, the dollar sign left out.
fn tickers(reading: &Reading<'_>) -> Vec<String> {
    let fields = reading.style.keys.tickers.iter().flat_map(|key| reading.document.values(key));
    let last = |value: &str| value.rsplit([':', '$']).next().unwrap_or_default().trim().to_lowercase();
    let front = fields.map(|field| last(&field.value)).filter(|ticker| !ticker.is_empty());
    let mut all: Vec<String> = front.chain(cashtags(reading)).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(MOST);
    all
}

/// The cashtags of the article (`$ABC`), in lower case.
fn cashtags(reading: &Reading<'_>) -> Vec<String> {
    let blocks = reading.document.blocks.iter().enumerate();
    let told = blocks.filter(|(_, block)| matches!(block.role, Role::Title | Role::Dek | Role::Body));
    let of_block = |(number, _): (usize, _)| {
        let line = reading.line(number);
        let is_tag = |at: &usize| {
            let word = line.word(*at);
            let upper = word.len() <= 5 && word.chars().all(|char| char.is_ascii_uppercase());
            upper && line.mark(at - 1, &['$']) && line.glued(*at)
        };
        (1..line.tokens.len()).filter(is_tag).map(|at| line.word(at).to_lowercase()).collect::<Vec<_>>()
    };
    told.flat_map(of_block).collect()
}

fn has_any(reading: &Reading<'_>, block: usize, is: impl Fn(&Line<'_>, usize) -> bool) -> bool {
    let line = reading.line(block);
    (0..line.tokens.len()).any(|at| is(&line, at))
}

fn has_date(line: &Line<'_>) -> bool {
    // A year, or a day written in one: 2026, 20260504.
    let year = |at: usize| {
        matches!(line.word(at).len(), 4 | 8)
            && line.word(at).starts_with(['1', '2'])
            && line.get(at).is_some_and(|token| token.shape == Shape::Number)
    };
    let calendar = |at: usize| line.has_any(at, &[Class::Month, Class::Weekday, Class::Day]);
    (0..line.tokens.len()).any(|at| calendar(at) && !line.has(at, Class::Modal) || year(at))
}
