//! Figures that do not fit each other, and figures that lack what a reader needs to judge them.

mod agreement;
mod arithmetic;
mod change;
mod later;
mod margin;
mod options;
mod parts;
mod poll;
mod quantity;
mod stated;
mod table;

pub use self::options::Numbers;
use self::options::{NumberAsks, PollNeed};
use super::describe::{Asked, LOOKS, SATISFIES, SPARES, Teller, parts};
use super::hit::Hit;
use super::kind::Check;
use crate::draft::Draft;
use crate::prose::Phrases;

impl Check for Numbers {
    fn names(&self) -> &'static [&'static str] {
        &["other", "where", "elsewhere", "difference", "whole", "missing", "source", "gap", "margin", "count"]
    }

    fn phrases(&mut self) -> Vec<&mut Phrases> {
        vec![&mut self.words, &mut self.unless, &mut self.conductor, &mut self.size, &mut self.dates, &mut self.margin]
    }

    fn describe(&self, teller: &Teller<'_>) -> Asked {
        let (looks, satisfies) = match self.asks {
            NumberAsks::Agreement => (
                "one thing with two values: one in the headline or standfirst, another in the article",
                "one value in all places, or words that tell the two apart",
            ),
            NumberAsks::Arithmetic => (
                "a change or a share beside the two values it is made of, which do not make it",
                "figures of which each follows from the others, as far as they are rounded",
            ),
            NumberAsks::Points => {
                ("the difference of two percentages, told in per cent", "“percentage points” for a difference of percentages")
            }
            NumberAsks::Parts => {
                ("a list whose parts add up to more than the whole it is led in with", "parts that make no more than their whole")
            }
            NumberAsks::Poll => {
                ("a poll that does not tell what a reader needs to judge it", "all that a poll must tell, or a link to it")
            }
            NumberAsks::Margin => {
                ("a lead that is smaller than the margin of error beside it", "words that leave open who is ahead")
            }
            NumberAsks::Table => {
                ("a table of figures without a source", "a source in the table, in its caption, or in the text beside it")
            }
            NumberAsks::Near => (
                "a figure whose source is named only paragraphs later, where the figure comes again",
                "the source where the figure stands first",
            ),
        };
        let needs = self.needs.iter().map(|need| match need {
            PollNeed::Conductor => "who ran it",
            PollNeed::Size => "how many were asked",
            PollNeed::Dates => "when they were asked",
            PollNeed::Margin => "how far off it may be",
        });
        let words = teller.point("words such as", teller.words(&self.unless));
        let answers = self.asks == NumberAsks::Margin;
        parts([
            (LOOKS, [Some(looks.to_owned()), teller.point("it goes by words such as", teller.words(&self.words))]),
            ("What a poll must tell", [teller.all("", needs), None]),
            (SATISFIES, [Some(satisfies.to_owned()), words.clone().filter(|_| answers)]),
            (SPARES, [words.filter(|_| !answers), None]),
        ])
    }

    fn document(&self, draft: &Draft<'_>) -> Vec<Hit> {
        match self.asks {
            NumberAsks::Agreement => agreement::hits(draft),
            NumberAsks::Arithmetic => arithmetic::wrong(draft),
            NumberAsks::Points => arithmetic::points(draft),
            NumberAsks::Parts => parts::hits(self, draft),
            NumberAsks::Poll => poll::hits(self, draft),
            NumberAsks::Margin => margin::hits(self, draft),
            NumberAsks::Table => table::hits(self, draft),
            NumberAsks::Near => later::hits(draft),
        }
    }
}
