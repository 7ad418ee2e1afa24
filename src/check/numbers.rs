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

use self::options::NumberAsks;
pub use self::options::Numbers;
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
