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
    NumberedAbbreviation "grammar/numbered-abbreviations",
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
    QuestionWord "grammar/question-words",
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
    PastYear "figures/past-years",
    Reference "figures/references",
    Enumerated "figures/enumerated",
    Anaphor "figures/anaphors",
    Rate "figures/rates",
    Ordinal "figures/ordinals",
    NumberedName "figures/numbered-names",
    Idiom "figures/idioms",
    Hypothetical "figures/hypotheticals",
    Plan "figures/plans",
    Instruction "figures/instructions",
    Allotting "figures/allotting",
    ExampleLead "figures/example-leads",
    Street "figures/streets",
    Contest "figures/contests",
    Priced "figures/priced",
    ListHead "figures/list-heads",
    Day "figures/days",
    AtLeast "figures/at-least",
    AtMost "figures/at-most",
    // attribution
    NeutralVerb "attribution/verbs-neutral",
    EstimateVerb "attribution/verbs-estimate",
    FactiveVerb "attribution/verbs-factive",
    ArgueVerb "attribution/verbs-argue",
    DoubtVerb "attribution/verbs-doubt",
    LoadedVerb "attribution/verbs-loaded",
    AttributionPreposition "attribution/prepositions",
    Passive "attribution/passives",
    DocumentNoun "attribution/nouns-document",
    StudyNoun "attribution/nouns-study",
    AgentNoun "attribution/nouns-agent",
    OrganisationNoun "attribution/nouns-organisation",
    VagueNoun "attribution/nouns-vague",
    VagueQuantifier "attribution/vague-quantifiers",
    Vague "attribution/vague",
    Hearsay "attribution/hearsay",
    FirstHand "attribution/first-hand",
    Continuation "attribution/continuations",
    LeadIn "attribution/lead-ins",
    FactLead "attribution/fact-leads",
    Announcement "attribution/announcements",
    SourceLine "attribution/source-lines",
    CreditLine "attribution/credit-lines",
    BlanketCredit "attribution/blanket-credits",
    Pointer "attribution/pointers",
    PaperOut "attribution/papers-out",
    KeptIn "attribution/kept-in",
    NotesHead "attribution/notes-heads",
    OurLand "attribution/our-land",
    Owing "worth/owing",
    NoPage "attribution/no-pages",
    LookAlike "attribution/look-alikes",
    WeakVerb "attribution/weak-verbs",
    StrongVerb "attribution/strong-verbs",
    Aide "attribution/aides",
    OthersPaper "attribution/others-papers",
    Poll "attribution/polls",
    Ranking "attribution/rankings",
    PartyNoun "attribution/nouns-party",
    Result "attribution/results",
    Sitting "attribution/sittings",
    RecordKeeper "attribution/record-keepers",
    Unnaming "attribution/unnaming",
    OwnWork "attribution/own-work",
    OwnStudy "attribution/own-studies",
    Call "attribution/calls",
    QuestionLabel "attribution/question-labels",
    Interview "attribution/interviews",
    SpeakingOn "attribution/speaking-on",
    Adding "attribution/adding",
    Respondent "attribution/respondents",
    CountingOn "attribution/counting-on",
    // what makes an editor ask
    MeasuredNoun "worth/measured-nouns",
    SettledNoun "worth/settled-nouns",
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
    HarmNoun "worth/harm-nouns",
    ChangeVerb "worth/change-verbs",
    HarmVerb "worth/harm-verbs",
    DecisionVerb "worth/decision-verbs",
    Market "worth/market",
    Superlative "worth/superlatives",
    Now "worth/now",
    JustNow "worth/just-now",
    Typical "worth/typical",
    Average "worth/averages",
    Total "worth/totals",
    Meanwhile "worth/meanwhile",
    Moved "worth/moved",
    Including "worth/including",
    Further "worth/further",
    Leaving "worth/leaving",
    AfterHarm "worth/after-harm",
    // statements
    Reporting "disclosure/reporting",
    Telling "disclosure/telling",
    Doubting "disclosure/doubting",
    Advised "disclosure/advised",
    Callout "disclosure/callouts",
    ThisOne "disclosure/this-one",
    CallsItself "disclosure/calls-itself",
    Earning "disclosure/earning",
    Money "disclosure/money",
    EarningLink "disclosure/earning-links",
    Denying "disclosure/denying",
    Paying "disclosure/paying",
    Payer "disclosure/payers",
    Blank "disclosure/blanks",
    Blanket "disclosure/blankets",
    Shares "disclosure/shares",
    Teller "disclosure/tellers",
    NoTeller "disclosure/no-tellers",
    Note "disclosure/notes",
    Invitation "disclosure/invitations",
    Writing "disclosure/writing",
    Excepting "disclosure/excepting",
    Nameless "disclosure/nameless",
    Reader "disclosure/readers",
    Contents "disclosure/contents",
    // owners of standing texts
    OwnerJoint "boilerplate/owner-joints",
    OwnerEnd "boilerplate/owner-ends",
    PublicationWord "boilerplate/publication-words",
    Piece "boilerplate/pieces",
    Institution "boilerplate/institutions",
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
    PageTalk "chrome/page-talk",
    // kinds of texts
    InterviewTitle "disclosure/interview-titles",
    Review "genres/reviews",
    HowTo "genres/how-tos",
    Digest "genres/digests",
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
    pub const fn with(mut self, others: Self) -> Self {
        // A plain loop: `from_fn` is not told flat by every build.
        let mut word = 0;
        while word < WORDS {
            self.0[word] |= others.0[word];
            word += 1;
        }
        self
    }
}
