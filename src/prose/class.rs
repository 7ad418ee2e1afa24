//! The lists that the grammar of figures and attribution knows by name.

macro_rules! classes {
    ($($name:ident $list:literal,)*) => {
        /// A list that the grammar of figures and attribution knows by name; its file is `rules/lists/NAME.txt`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum Class { $($name,)* }

        impl Class {
            /// All of them.
            pub const ALL: &[Class] = &[$(Class::$name,)*];

            /// The name of its list.
            pub const fn list(self) -> &'static str {
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
    SecondPerson "grammar/second-person",
    Addressing "grammar/addressing",
    They "grammar/they",
    HeShe "grammar/he-she",
    These "grammar/these",
    Past "grammar/past",
    Present "grammar/present",
    Perfect "grammar/perfect",
    Future "grammar/future",
    Being "grammar/being",
    Condition "grammar/conditions",
    Since "grammar/since",
    Definite "grammar/definite",
    Possessed "grammar/possessed",
    Ours "grammar/ours",
    With "grammar/with",
    For "grammar/for",
    Who "grammar/who",
    Where "grammar/where",
    Because "grammar/because",
    Article "grammar/articles",
    The "grammar/the",
    Possessive "grammar/possessives",
    Of "grammar/of",
    To "grammar/to",
    From "grammar/from",
    By "grammar/by",
    And "grammar/and",
    Or "grammar/or",
    More "grammar/more",
    If "grammar/if",
    Such "grammar/such",
    As "grammar/as",
    Joining "grammar/joining",
    Supposing "grammar/supposing",
    Mere "grammar/mere",
    Nobody "grammar/nobody",
    That "grammar/that",
    ClauseOpener "grammar/clause-openers",
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
    ListHead "figures/list-heads",
    Day "figures/days",
    AtLeast "figures/at-least",
    AtMost "figures/at-most",
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
    Unnaming "attribution/unnaming",
    OwnWork "attribution/own-work",
    QuestionLabel "attribution/question-labels",
    Interviewed "attribution/interviews",
    SpeakingOn "attribution/speaking-on",
    Adding "attribution/adding",
    Respondent "attribution/respondents",
    CountingOn "attribution/counting-on",
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
    Now "worth/now",
    JustNow "worth/just-now",
    Typical "worth/typical",
    Total "worth/totals",
    Meanwhile "worth/meanwhile",
    Moved "worth/moved",
    Including "worth/including",
    Further "worth/further",
    Leaving "worth/leaving",
    AfterHarm "worth/after-harm",
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
    Shares "disclosure/shares",
    Teller "disclosure/tellers",
    NoTeller "disclosure/no-tellers",
    Note "disclosure/notes",
    Invites "disclosure/invitations",
    Writing "disclosure/writing",
    Excepting "disclosure/excepting",
    Reader "disclosure/readers",
    Contents "disclosure/contents",
    // owners of standing texts
    OwnerJoint "boilerplate/owner-joints",
    OwnerEnd "boilerplate/owner-ends",
    // changes and parts
    Change "numbers/changes",
    Comparative "numbers/comparatives",
    ChangeJoint "numbers/change-joints",
    ChangeBreak "numbers/change-breaks",
    ChangeEnd "numbers/change-ends",
    ChangeGap "numbers/change-gaps",
    Direction "numbers/directions",
    Pace "numbers/paces",
    ShareBreak "numbers/share-breaks",
    PartBefore "numbers/parts-before",
    PartBehind "numbers/parts-behind",
    // page furniture
    PageLine "chrome/page-lines",
    // kinds of texts
    InterviewTitle "disclosure/interview-titles",
    ReviewTitle "genres/reviews",
    HowToTitle "genres/how-tos",
    DigestTitle "genres/digests",
    ThreadLine "genres/thread-lines",
}

/// How many classes there may be, in words of 64 bits.
const WORDS: usize = 4;
const _: () = assert!(Class::ALL.len() <= 64 * WORDS);

/// The classes a word belongs to, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(pub(super) [u64; WORDS]);

impl Classes {
    /// These classes: a constant where they are constants.
    #[inline(always)]
    pub const fn of(classes: &[Class]) -> Self {
        let (mut bits, mut at) = ([0; WORDS], 0);
        while at < classes.len() {
            bits[classes[at] as usize / 64] |= 1 << (classes[at] as u32 % 64);
            at += 1;
        }
        Self(bits)
    }

    /// Whether this class is among them.
    #[inline(always)]
    pub fn has(self, class: Class) -> bool {
        self.0[class as usize / 64] & (1 << (class as u32 % 64)) != 0
    }

    /// Whether one of these classes is among them.
    #[inline(always)]
    pub fn any(self, classes: &[Class]) -> bool {
        let wanted = Self::of(classes);
        (0..WORDS).any(|word| self.0[word] & wanted.0[word] != 0)
    }

    /// Whether any of them is among others.
    #[inline]
    pub fn overlaps(self, others: Self) -> bool {
        self.0.iter().zip(others.0).any(|(own, other)| own & other != 0)
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Class> {
        let bits = |word: u64| std::iter::successors(Some(word), |bits| Some(bits & bits.wrapping_sub(1)));
        let words = self.0.into_iter().enumerate();
        words.flat_map(move |(number, word)| {
            bits(word).take_while(|bits| *bits != 0).map(move |bits| Class::ALL[64 * number + bits.trailing_zeros() as usize])
        })
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Adds a class.
    pub fn add(&mut self, class: Class) {
        *self = self.with(Self::of(&[class]));
    }

    /// These without those.
    #[inline]
    pub(super) fn without(self, others: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & !others.0[word]))
    }

    /// All that are in one or the other.
    #[inline]
    pub fn with(mut self, others: Self) -> Self {
        // A plain loop: `from_fn` is not told flat by every build.
        for word in 0..WORDS {
            self.0[word] |= others.0[word];
        }
        self
    }
}
