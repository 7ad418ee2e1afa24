//! The lists that the grammar of figures and attribution knows by name.

macro_rules! classes {
    ($($name:ident $list:literal,)*) => {
        /// A list that the grammar of figures and attribution knows by name; its file is `rules/lists/NAME.txt`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum Class { $($name,)* }

        impl Class {
            /// All of them.
            pub const ALL: &[Class] = &[$(Class::$name,)*];

            /// The name of its list.
            pub fn list(self) -> &'static str {
                match self { $(Class::$name => $list,)* }
            }
        }
    };
}

classes! {
    // sentences
    Opener "grammar/openers",
    Abbreviation "grammar/abbreviations",
    Numbered "grammar/numbered-abbreviations",
    Pronoun "grammar/pronouns",
    Determiner "grammar/determiners",
    Auxiliary "grammar/auxiliaries",
    Modal "grammar/modals",
    Preposition "grammar/prepositions",
    Contrast "grammar/contrast",
    Adverb "grammar/adverbs",
    Nation "grammar/nations",
    FirstPerson "grammar/first-person",
    Speaker "grammar/speakers",
    Negator "grammar/negators",
    // figures
    NumberWord "figures/number-words",
    Scale "figures/scales",
    Magnitude "figures/magnitudes",
    Fraction "figures/fractions",
    Multiple "figures/multiples",
    Percent "figures/percent",
    Currency "figures/currencies",
    Hedge "figures/hedges",
    Unit "figures/units",
    Duration "figures/durations",
    Month "figures/months",
    Weekday "figures/weekdays",
    Clock "figures/clock",
    Era "figures/eras",
    Reference "figures/references",
    Enumerated "figures/enumerated",
    Anaphor "figures/anaphors",
    Rate "figures/rates",
    Ordinal "figures/ordinals",
    Product "figures/numbered-names",
    Idiom "figures/idioms",
    Hypothetical "figures/hypotheticals",
    Plan "figures/plans",
    Instruction "figures/instructions",
    Street "figures/streets",
    Played "figures/contests",
    Priced "figures/priced",
    // attribution
    Said "attribution/verbs-neutral",
    Estimated "attribution/verbs-estimate",
    Showed "attribution/verbs-factive",
    Argued "attribution/verbs-argue",
    Claimed "attribution/verbs-doubt",
    Admitted "attribution/verbs-loaded",
    According "attribution/prepositions",
    ByAgent "attribution/passives",
    PaperNoun "attribution/nouns-document",
    Study "attribution/nouns-study",
    AgentNoun "attribution/nouns-agent",
    BodyNoun "attribution/nouns-organisation",
    VagueNoun "attribution/nouns-vague",
    VagueQuantifier "attribution/vague-quantifiers",
    VagueSource "attribution/vague",
    Hearsay "attribution/hearsay",
    OwnHand "attribution/first-hand",
    Continues "attribution/continuations",
    LeadIn "attribution/lead-ins",
    Announces "attribution/announcements",
    SourceLine "attribution/source-lines",
    NoCue "attribution/look-alikes",
    Weak "attribution/weak-verbs",
    Party "attribution/nouns-party",
    Result "attribution/results",
    Sitting "attribution/sittings",
    Keeper "attribution/record-keepers",
    // what makes an editor ask
    Measured "worth/measured-nouns",
    Settled "worth/settled-nouns",
    People "worth/people",
    Events "worth/events",
    Things "worth/things",
    Amounts "worth/amounts",
    Bodies "worth/bodies",
    Texts "worth/texts",
    Play "worth/play",
    Built "worth/built",
    Sums "worth/sums",
    Distances "worth/distances",
    Sittings "worth/sittings",
    Deals "worth/deals",
    Staff "worth/staff",
    Harm "worth/harm-nouns",
    Changed "worth/change-verbs",
    Befell "worth/harm-verbs",
    Decided "worth/decision-verbs",
    Market "worth/market",
    Superlative "worth/superlatives",
    // statements
    Reports "disclosure/reporting",
    Tells "disclosure/telling",
    Doubts "disclosure/doubting",
    Advised "disclosure/advised",
    Callout "disclosure/callouts",
    Paying "disclosure/paying",
    Payer "disclosure/payers",
    Blank "disclosure/blanks",
    Blanket "disclosure/blankets",
    // page furniture
    PageLine "chrome/page-lines",
}

/// The classes a word belongs to, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(pub(super) u128);

impl Classes {
    /// These classes: a constant where they are constants.
    #[inline(always)]
    pub const fn of(classes: &[Class]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < classes.len() {
            bits |= 1 << classes[at] as u32;
            at += 1;
        }
        Self(bits)
    }

    /// Whether this class is among them.
    #[inline]
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether one of these classes is among them.
    #[inline(always)]
    pub fn any(self, classes: &[Class]) -> bool {
        self.0 & Self::of(classes).0 != 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds a class.
    pub fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u32;
    }

    /// These without those.
    pub(super) fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// All that are in one or the other.
    pub(super) fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}
