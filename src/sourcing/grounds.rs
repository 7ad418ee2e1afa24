//! What a source sheet is made of.

use super::announce::Announcement;
use crate::prose::figure::Figure;
use crate::prose::quotation::Quotation;
use crate::reading::Reading;

/// What a source sheet is made of: a reading, and for each of its blocks what was found in it before.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// The document.
    pub reading: &'a Reading<'a>,
    /// The figures of each block.
    pub figures: &'a [Vec<Figure>],
    /// What stands in quotation marks in each block.
    pub quotations: &'a [Vec<Quotation>],
    /// The quotations that the text announces and does not mark.
    pub announcements: &'a [Announcement],
    /// Whether the sheet says of every figure what weighed most, and not of those alone that are asked about.
    pub explained: bool,
}
