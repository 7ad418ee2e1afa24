//! Who stands behind a figure: where that is said, how far it reaches, and whether anybody would ask.

mod announce;
mod evidence;
mod figures;
mod interview;
mod scope;
mod sheet;
mod step;
mod worth;

pub use announce::{Announcement, announced, announcements};
pub use figures::figures;
pub use sheet::{Entry, Row, Sheet, Verdict, read};
pub use step::Step;

use crate::prose::figure::Figure;
use crate::prose::quotation::Quotation;
use crate::reading::Reading;

/// What a source sheet is made of: a reading, and for each of its blocks what was found in it before.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The document.
    pub reading: &'a Reading<'a>,
    /// The figures of each block.
    pub figures: &'a [Vec<Figure>],
    /// What stands in quotation marks in each block.
    pub quotations: &'a [Vec<Quotation>],
    /// The quotations that the text announces and does not mark.
    pub announcements: &'a [Announcement],
}
