//! By which step a figure finds its source.

/// How a figure found its source: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A cue in its sentence.
    Sentence,
    /// A link, footnote or citation in its sentence.
    Link,
    /// It stands inside quotation marks with a speaker.
    Quote,
    /// It stands in a block quotation or announced quotation.
    Announced,
    /// It stands in a list or table under a lead-in that names the source.
    LeadIn,
    /// Its sentence goes on with the source of the sentence before.
    Continues,
    /// A document named earlier in the paragraph.
    Document,
    /// A source line at its table, list or picture.
    Line,
    /// The same figure is attributed elsewhere in the article.
    Elsewhere,
    /// Something under its heading names a source, and the publication is content with that.
    Section,
}

impl Step {
    /// Its name in sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Link => "link",
            Self::Quote => "quote",
            Self::Announced => "announced",
            Self::LeadIn => "leadin",
            Self::Continues => "continues",
            Self::Document => "document",
            Self::Line => "line",
            Self::Elsewhere => "elsewhere",
            Self::Section => "section",
        }
    }
}
