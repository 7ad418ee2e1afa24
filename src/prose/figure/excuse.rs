//! Why a number is no claim.

/// Why a number needs nobody to stand behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excuse {
    /// A year, decade or century.
    Year,
    /// A day of a month, a date in digits.
    Date,
    /// A time of day.
    Time,
    /// How old somebody is.
    Age,
    /// How long something takes or took.
    Duration,
    /// The place in an order.
    Ordinal,
    /// A chapter, law, route, page: a number that points.
    Reference,
    /// The marker of a list item.
    Marker,
    /// A citation mark.
    Citation,
    /// A version.
    Version,
    /// Part of a name.
    Name,
    /// A street number, telephone number, identifier.
    Identifier,
    /// The score of a game or vote: a matter of record.
    Score,
    /// Size of a picture, screen or part.
    Dimension,
    /// What a thing measures, behind its name and a colon: "Weight: 2 kg".
    Specification,
    /// What a reader is told to do.
    Instruction,
    /// The price of a thing: a matter of record.
    Price,
    /// A supposed case.
    Hypothetical,
    /// A figure of speech.
    Idiom,
    /// It points back at things named before.
    Anaphor,
    /// It announces a list.
    Enumeration,
    /// It stands in code or in a title.
    Quoted,
    /// What a rate is told by: "6 deaths for every 100,000 births".
    Base,
    /// Smaller than the publication asks about.
    Small,
    /// A bare number that is all of its paragraph or item: nothing is said of it.
    Alone,
}

impl Excuse {
    /// Its name in the source sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Date => "date",
            Self::Time => "time",
            Self::Age => "age",
            Self::Duration => "duration",
            Self::Ordinal => "ordinal",
            Self::Reference => "reference",
            Self::Marker => "list marker",
            Self::Citation => "citation",
            Self::Version => "version",
            Self::Name => "name",
            Self::Identifier => "identifier",
            Self::Score => "score",
            Self::Dimension => "dimension",
            Self::Specification => "specification",
            Self::Instruction => "instruction",
            Self::Price => "price",
            Self::Hypothetical => "hypothetical",
            Self::Idiom => "idiom",
            Self::Anaphor => "anaphor",
            Self::Enumeration => "enumeration",
            Self::Quoted => "quoted",
            Self::Base => "base",
            Self::Alone => "number alone",
            Self::Small => "small",
        }
    }

    /// Whether it is a claim all the same, but one of record that nobody disputes.
    pub fn is_record(self) -> bool {
        matches!(self, Self::Score | Self::Price)
    }
}
