//! Words and phrases laid flat, to be found by their keys: made once when copydesk is built, and for what a publication changes.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::class::{Class, Classes};
use super::pattern;
use super::token::{self, OTHER, Shape, Token};

/// How many tokens `...` may stand for.
pub(super) const GAP: usize = 4;
/// How many tokens of a sentence `<on>` may stand for. Chosen by hand: what a disclosure says stands in twenty words.
pub(super) const ON: usize = 16;
/// How far from one another the parts of `a <and> b` may stand, in tokens. Chosen by hand, too.
const NEAR: usize = 24;
/// How many tokens are looked at as one where a wide phrase may stand, and how many such stretches before and behind.
const STRETCH: usize = 8;
const WIDE: usize = 3;

/// A bit for each choice of words that wide phrases are made of; some share one.
pub(super) type Bits = [u64; 8];

/// A number for a set of phrases, by which it is known again.
pub(super) fn print<'p>(phrases: impl Iterator<Item = &'p str>) -> u64 {
    token::key(&phrases.collect::<Vec<_>>().join("\n"))
}

/// What a phrase gives to the place it is found at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Finds {
    Class(Class),
    /// The set of phrases of this number.
    Set(u16),
}

/// Words with their classes, and the phrases that are found by them: by two words that stand side by side, or, where a phrase has no
/// such words, by one.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Open addressing by the low bits of keys, a power of two of places: the numbers of words, and [`OTHER`] in a free place.
    pub(super) places: Cow<'static, [u32]>,
    /// All words, those met most often first, and behind them one that is none: anchors of a word end where those of the next begin.
    pub(super) words: Cow<'static, [IndexedWord]>,
    /// All sets of classes that words have.
    pub(super) classes: Cow<'static, [Classes]>,
    /// All that words give to wide phrases, and that those need. The first is none.
    pub(super) needs: Cow<'static, [Bits]>,
    /// One bit for each pair of words, by [`met`]: most pairs in a text are told by it to find nothing.
    pub(super) met: Cow<'static, [u64]>,
    /// For each word of these bits, the first of the pairs with them, and behind the last how many there are: what belongs to one ends
    /// where that of the next begins.
    pub(super) of_met: Cow<'static, [u32]>,
    /// The pairs, those together whose bits stand in one word.
    pub(super) pairs: Cow<'static, [WordPair]>,
    /// What phrases are found by: those of words, one word behind the other, and those of pairs, of which many have the same.
    pub(super) anchors: Cow<'static, [Anchor]>,
    pub(super) phrases: Cow<'static, [Phrase]>,
    /// What phrases give, one behind the other.
    pub(super) finds: Cow<'static, [Finds]>,
    pub(super) steps: Cow<'static, [FlatStep]>,
    /// The choices of steps, one behind the other: how many, and each, sorted.
    pub(super) choices: Cow<'static, [u32]>,
    /// What number words are worth, by key.
    pub(super) values: Cow<'static, [(u64, f64)]>,
}

/// A word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct IndexedWord {
    pub(super) key: u64,
    /// The first of its anchors.
    pub(super) anchors: u32,
    /// Place of its set of classes.
    pub(super) classes: u16,
    /// Place of what it gives to wide phrases.
    pub(super) gives: u16,
}

/// Two words that stand side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordPair {
    pub(super) left: u32,
    pub(super) right: u32,
    /// The first of its anchors, and how many there are.
    pub(super) anchors: u32,
    pub(super) many: u32,
}

/// A phrase that is found by a word or pair, and what the tokens beside that may be: see [`bits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Anchor {
    pub(super) before: u64,
    pub(super) behind: u64,
    pub(super) phrase: u32,
    /// Place of what must stand around it, where it is a wide one.
    pub(super) needs: u16,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub(super) first: u32,
    pub(super) length: u16,
    /// How many tokens stand before the step by which it is found, at least, and how many more may: gaps.
    pub(super) before: u16,
    pub(super) more: u16,
    /// How many things it gives, and the first of them.
    pub(super) gives: u16,
    pub(super) given: u32,
}

/// A part of a phrase, in four bytes: the number of a word, or, from [`CHOICE`] on, where its choices stand, or one of those named below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FlatStep(pub(super) u32);

/// The first step that is no word.
const CHOICE: u32 = 1 << 31;

impl FlatStep {
    pub(super) const ANY: Self = Self(u32::MAX);
    pub(super) const NUMBER: Self = Self(u32::MAX - 1);
    pub(super) const NAME: Self = Self(u32::MAX - 2);
    pub(super) const GAP: Self = Self(u32::MAX - 3);
    pub(super) const ON: Self = Self(u32::MAX - 4);
    pub(super) const BOTH: Self = Self(u32::MAX - 5);

    /// One of several words.
    pub(super) fn choice(start: u32) -> Self {
        Self(CHOICE + start)
    }

    /// Whether it stands for a number of tokens that is not known.
    fn is_open(self) -> bool {
        matches!(self, Self::GAP | Self::ON | Self::BOTH)
    }
}

/// The bit of no token, of figures, of names, and of all that is no mark; words have those below.
const NONE: u64 = 1 << 63;
pub(super) const NUMBER: u64 = 1 << 62;
pub(super) const NAME: u64 = 1 << 61;
pub(super) const ANY: u64 = 1 << 60;

/// The bit of a word.
pub(super) fn bit(key: u64) -> u64 {
    1 << (key % 60)
}

/// The bits of a token: of its word, and of its looks.
fn bits(token: Option<&Token>) -> u64 {
    let Some(token) = token else { return NONE };
    let looks = match token.shape {
        Shape::Mark(_) => 0,
        Shape::Number => ANY | NUMBER,
        _ if token.is_capital() => ANY | NAME,
        _ => ANY,
    };
    bit(token.key) | looks
}

/// The bit of two neighbours in `met`: its word and its place in that, for a power of two of words.
pub(super) fn met(left: u32, right: u32, words: usize) -> (usize, u64) {
    let mixed = (u64::from(left) << 32 | u64::from(right)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed >> 40) as usize & words.wrapping_sub(1), 1 << (mixed >> 34 & 63))
}

impl Index {
    /// The word of a key of which this is the number at its first place; none where it is in no list.
    #[inline]
    fn word(&self, key: u64, mut number: u32) -> Option<(u32, &IndexedWord)> {
        let (mut at, mask) = (key as usize, self.places.len().wrapping_sub(1));
        loop {
            let word = self.words.get(number as usize)?;
            if word.key == key {
                return Some((number, word));
            }
            at = at.wrapping_add(1);
            number = *self.places.get(at & mask)?;
        }
    }

    /// What a number word is worth.
    pub(super) fn value(&self, key: u64) -> Option<f64> {
        self.values.binary_search_by_key(&key, |(word, _)| *word).ok().map(|at| self.values[at].1)
    }

    /// Gives tokens their classes, without some, and says where phrases of wanted sets stand, in no particular order.
    pub(super) fn read(
        &self,
        tokens: &mut [Token],
        room: &mut Room,
        without: Classes,
        wanted: impl Fn(u16) -> bool,
        mut seen: impl FnMut(u16, Range<usize>),
    ) {
        room.clear(tokens.len());
        self.know(tokens, room, without);
        self.meet(tokens, room);
        self.sift(tokens, room);
        let chosen = |finds: &Finds| match finds {
            Finds::Set(set) => wanted(*set),
            Finds::Class(class) => !without.has(*class),
        };
        let Room { trials, tried, .. } = room;
        for &(number, at) in &*trials {
            let phrase = self.phrases[number as usize];
            let gives = &self.finds[phrase.given as usize..][..usize::from(phrase.gives)];
            if !gives.iter().any(chosen) {
                continue;
            }
            self.starts(number, tokens, at as usize, tried, |tokens, found| {
                for finds in gives.iter().filter(|finds| chosen(finds)) {
                    match *finds {
                        Finds::Set(set) => seen(set, found.clone()),
                        Finds::Class(class) => give(class, &found, tokens),
                    }
                }
            });
        }
    }

    /// Gives tokens the numbers and classes of their words, and gathers what those give to wide phrases.
    fn know(&self, tokens: &mut [Token], room: &mut Room, without: Classes) {
        let (places, mask) = (&*self.places, self.places.len().wrapping_sub(1));
        // The first places of all at once: no look at the table waits for another.
        for token in tokens.iter_mut() {
            token.number = places.get(token.key as usize & mask).copied().unwrap_or(OTHER);
        }
        for (at, token) in tokens.iter_mut().enumerate() {
            let found = self.word(token.key, token.number);
            token.number = found.map_or(OTHER, |(number, _)| number);
            let Some((_, word)) = found else { continue };
            if word.classes != 0 {
                token.classes = token.classes.with(self.classes[usize::from(word.classes)].without(without));
            }
            if word.gives != 0 {
                let gives = &self.needs[usize::from(word.gives)];
                room.given[at / STRETCH].iter_mut().zip(gives).for_each(|(all, bits)| *all |= bits);
            }
        }
    }

    /// Gathers the tokens that may be, with the next, a pair by which a phrase is found. The table is large: no look at it waits for what
    /// another finds.
    fn meet(&self, tokens: &[Token], room: &mut Room) {
        let (table, mut many) = (&*self.met, 0);
        room.pairs.clear();
        room.pairs.resize(if table.is_empty() { 0 } else { tokens.len() }, 0);
        for (at, two) in tokens.windows(2).enumerate().take(room.pairs.len()) {
            let (left, right) = (two[0].number, two[1].number);
            let (place, bit) = met(left, right, table.len());
            let is_one = (table[place] & bit != 0) & (left != OTHER) & (right != OTHER);
            room.pairs[many] = at as u32;
            many += usize::from(is_one);
        }
        room.pairs.truncate(many);
    }

    /// Gathers which phrases are to be tried at which tokens: those that nothing about what they are found by rules out.
    fn sift(&self, tokens: &[Token], room: &mut Room) {
        let (pairs, mut trials) = (std::mem::take(&mut room.pairs), std::mem::take(&mut room.trials));
        let mut next_pair = pairs.iter().peekable();
        let mut look = |anchors: &[Anchor], at: usize, last: usize| {
            for anchor in near(anchors, tokens, at, last) {
                if anchor.needs == 0 || !lacks(room.around(at / STRETCH), &self.needs[usize::from(anchor.needs)]) {
                    trials.push((anchor.phrase, at as u32));
                }
            }
        };
        for (at, token) in tokens.iter().enumerate() {
            let number = token.number as usize;
            let Some([word, next]) = self.words.get(number..number.saturating_add(2)) else { continue };
            if next_pair.next_if(|&&pair| pair as usize == at).is_some() {
                look(self.of_pair(tokens, at), at, at + 1);
            }
            let alone = word.anchors as usize..next.anchors as usize;
            if !alone.is_empty() {
                look(&self.anchors[alone], at, at);
            }
        }
        (room.pairs, room.trials) = (pairs, trials);
    }

    /// The anchors of the pair of the token here and the next.
    fn of_pair(&self, tokens: &[Token], at: usize) -> &[Anchor] {
        let Some([left, right]) = tokens.get(at..at + 2) else { return &[] };
        let (place, _) = met(left.number, right.number, self.met.len());
        let Some(&[first, next]) = self.of_met.get(place..place + 2).and_then(|of_met| of_met.first_chunk()) else { return &[] };
        let pairs = &self.pairs[first as usize..next as usize];
        let found = pairs.iter().find(|pair| pair.left == left.number && pair.right == right.number);
        found.map_or(&[], |pair| &self.anchors[pair.anchors as usize..][..pair.many as usize])
    }

    /// Where a phrase stands that is found by the token here.
    fn starts(
        &self,
        number: u32,
        tokens: &mut [Token],
        at: usize,
        tried: &mut FxHashSet<(u32, usize)>,
        mut see: impl FnMut(&mut [Token], Range<usize>),
    ) {
        let phrase = self.phrases[number as usize];
        let Some(last) = at.checked_sub(usize::from(phrase.before)) else { return };
        let steps = &self.steps[phrase.first as usize..][..usize::from(phrase.length)];
        for start in last.saturating_sub(usize::from(phrase.more))..=last {
            // Behind a gap, a phrase may be found by several words.
            if !self.fits(steps[0], &tokens[start]) || phrase.more > 0 && !tried.insert((number, start)) {
                continue;
            }
            if let Some(found) = self.stands(steps, tokens, start) {
                see(tokens, found);
            }
        }
    }

    /// Where a phrase stands whose first part begins at token `start`.
    fn stands(&self, steps: &[FlatStep], tokens: &[Token], start: usize) -> Option<Range<usize>> {
        let mut parts = steps.split(|&step| step == FlatStep::BOTH);
        let first = start..self.matches(parts.next()?, tokens, start)?;
        let Some(second) = parts.next() else { return Some(first) };
        let sentence = sentence_around(tokens, &first);
        let mut places = vec![first];
        for part in std::iter::once(second).chain(parts) {
            let free = |at: &Range<usize>| places.iter().all(|taken| at.end <= taken.start || taken.end <= at.start);
            let begins = sentence.clone().filter(|&at| part.first().is_some_and(|&step| self.fits(step, &tokens[at])));
            let stands = begins.filter_map(|at| Some(at..self.matches(part, tokens, at)?)).filter(|at| at.end <= sentence.end);
            places.push(stands.filter(free).min_by_key(|at| at.start.abs_diff(start))?);
        }
        let all = places.iter().map(|at| at.start).min()?..places.iter().map(|at| at.end).max()?;
        // “We earn nothing from links”: the parts may be there and be denied, unless one of them does so itself.
        let negator = |at: usize| pattern::is_negator(tokens[at].key);
        let denies = places.iter().any(|part| part.clone().any(negator));
        (denies || !all.clone().any(negator)).then_some(all)
    }

    /// Where a phrase that begins at token `at` ends; the longest reading of its gaps is not sought: the shortest is.
    fn matches(&self, steps: &[FlatStep], tokens: &[Token], mut at: usize) -> Option<usize> {
        for (number, &step) in steps.iter().enumerate() {
            let rest = &steps[number + 1..];
            // Hardly any token fits what stands behind a gap: it is looked at before the rest is.
            let may = |next: usize| rest.first().is_none_or(|&step| step.is_open() || self.fits_at(step, tokens, next));
            if step == FlatStep::GAP {
                let mut ends = (at..=at + GAP).take_while(|&next| next <= tokens.len());
                return ends.find_map(|next| may(next).then(|| self.matches(rest, tokens, next)).flatten());
            }
            if step == FlatStep::ON {
                let goes_on = |last: usize| !ends_sentence(tokens, last) && !pattern::is_negator(tokens[last].key);
                let mut within = (at..=at + ON).take_while(|&next| next == at || goes_on(next - 1));
                return within.find_map(|next| may(next).then(|| self.matches(rest, tokens, next)).flatten());
            }
            if !self.fits(step, tokens.get(at)?) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    fn fits_at(&self, step: FlatStep, tokens: &[Token], at: usize) -> bool {
        tokens.get(at).is_some_and(|token| self.fits(step, token))
    }

    #[inline]
    fn fits(&self, step: FlatStep, token: &Token) -> bool {
        match step {
            FlatStep(number) if number < CHOICE => number == token.number,
            FlatStep::ANY => !matches!(token.shape, Shape::Mark(_)),
            FlatStep::NUMBER => token.shape == Shape::Number,
            FlatStep::NAME => token.is_capital() && !(token.shape == Shape::Name && pattern::is_pronoun(token.key)),
            FlatStep::GAP | FlatStep::ON | FlatStep::BOTH => false,
            FlatStep(choice) => {
                let start = (choice - CHOICE) as usize;
                let choices = &self.choices[start + 1..][..self.choices[start] as usize];
                // Most words are none of any.
                let may =
                    token.number != OTHER && choices.first() <= Some(&token.number) && choices.last() >= Some(&token.number);
                may && choices.binary_search(&token.number).is_ok()
            }
        }
    }
}

/// Room for what is known of a text while it is read, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// What the words of each stretch give to wide phrases.
    given: Vec<Bits>,
    /// What stands around a stretch: the last that was asked about.
    around: Option<(usize, Bits)>,
    /// The tokens that may be the first of a pair.
    pairs: Vec<u32>,
    /// Phrases, each with the token by which it may be found.
    trials: Vec<(u32, u32)>,
    /// Which phrases were tried where; only of those that may be found by several words.
    tried: FxHashSet<(u32, usize)>,
}

/// How many places where phrases were tried are kept room for.
const ROOMY: usize = 1024;

impl Room {
    fn clear(&mut self, tokens: usize) {
        self.given.clear();
        self.given.resize(tokens / STRETCH + 1, Bits::default());
        self.around = None;
        self.trials.clear();
        // A table that one long text made large would be wiped for every short one behind it.
        match self.tried.capacity() > ROOMY {
            true => self.tried = FxHashSet::default(),
            false => self.tried.clear(),
        }
    }

    /// All that is given around a stretch.
    fn around(&mut self, stretch: usize) -> &Bits {
        let Self { given, around, .. } = self;
        around.take_if(|(known, _)| *known != stretch);
        let gather = || {
            let mut all = Bits::default();
            for gives in &given[stretch.saturating_sub(WIDE)..given.len().min(stretch + WIDE + 1)] {
                all.iter_mut().zip(gives).for_each(|(all, bits)| *all |= bits);
            }
            (stretch, all)
        };
        &around.get_or_insert_with(gather).1
    }
}

/// Whether a wide phrase needs what is not given.
fn lacks(given: &Bits, needs: &Bits) -> bool {
    given.iter().zip(needs).fold(0, |lacking, (given, needs)| lacking | needs & !given) != 0
}

/// Whether a sentence ends with token `at`, or somebody else's words begin or end, or no token is there.
fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match token.shape {
        Shape::Mark('?' | '!' | ';' | '"' | '“' | '”' | '„' | '«' | '»') => true,
        // “Inc. sent”, “example.org”: the dot of a word.
        Shape::Mark('.') => tokens.get(at + 1).is_none_or(|next| next.start > token.end && next.shape != Shape::Word),
        _ => false,
    }
}

/// The sentence of some tokens, as far as it is near.
fn sentence_around(tokens: &[Token], at: &Range<usize>) -> Range<usize> {
    let (earliest, latest) = (at.start.saturating_sub(NEAR), (at.end + NEAR).min(tokens.len()));
    let start = (earliest..at.start).rev().find(|&before| ends_sentence(tokens, before)).map_or(earliest, |before| before + 1);
    let end = (at.end.saturating_sub(1)..latest).find(|&last| ends_sentence(tokens, last)).unwrap_or(latest);
    start..end
}

/// Those of these anchors that the tokens beside the first and the last of theirs do not rule out.
#[inline]
fn near<'a>(anchors: &'a [Anchor], tokens: &[Token], first: usize, last: usize) -> impl Iterator<Item = &'a Anchor> + use<'a> {
    let (before, behind) = (bits(first.checked_sub(1).map(|at| &tokens[at])), bits(tokens.get(last + 1)));
    anchors.iter().filter(move |anchor| anchor.behind & behind != 0 && anchor.before & before != 0)
}

/// Gives a class to the first token of a phrase.
fn give(class: Class, found: &Range<usize>, tokens: &mut [Token]) {
    let first = &mut tokens[found.start];
    first.classes.add(class);
    first.reach = first.reach.max(found.len().min(usize::from(u8::MAX)) as u8);
}
