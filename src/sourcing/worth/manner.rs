//! How a whole piece speaks: in whose voice, on whose word, to whom.

use crate::prose::Class;
use crate::reading::Reading;
use crate::text::{Document, Kind, Role};

/// How a whole piece speaks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    /// It says "we" and "our" often enough to be its writers' own account.
    pub(super) own: bool,
    /// It says "we" or "our" at all.
    pub(super) voiced: bool,
    /// It tells much on somebody's word.
    pub(super) reported: bool,
    /// It tells nothing on anybody's word.
    pub(super) untold: bool,
    /// It speaks to its reader: "you".
    pub(super) addressed: bool,
    /// The first paragraph of its body, where more follows.
    pub(super) lead: Option<usize>,
}

impl Manner {
    /// The manner of a document: one look at each of its sentences.
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let (mut all, mut own, mut told, mut you) = (0_usize, 0_usize, 0_usize, 0_usize);
        for (block, body) in bodies(reading.document) {
            let line = reading.line(block);
            let quoted = body.contains('"') || body.contains('“');
            for sentence in reading.sentences_of(block) {
                let classes = line.classes(sentence.clone());
                all += 1;
                told += usize::from(classes.any(&[Class::NeutralVerb, Class::AttributionPreposition]));
                you += usize::from(!quoted && classes.has(Class::SecondPerson));
                own += usize::from(!quoted && classes.has(Class::Speaker));
            }
        }
        let lead = bodies(reading.document).next().map(|(block, _)| block).filter(|_| all > 3);
        Self {
            own: own * 6 > all,
            voiced: own * 25 > all,
            reported: told * 4 > all,
            untold: told == 0 && all > 3,
            addressed: you * 12 > all,
            lead,
        }
    }
}

/// The paragraphs of the body, with their texts.
fn bodies(document: &Document) -> impl Iterator<Item = (usize, &str)> {
    let blocks = document.blocks.iter().enumerate();
    let body = blocks.filter(|(_, block)| block.kind == Kind::Paragraph && block.role == Role::Body && block.is_seen());
    body.map(|(number, block)| (number, block.text.as_str()))
}
