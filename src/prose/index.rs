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
    /// The key of each word, those met most often first.
    pub(super) keys: Cow<'static, [u64]>,
    /// The same words, and behind them one that is none: what belongs to a word ends where that of the next begins.
    pub(super) words: Cow<'static, [IndexedWord]>,
    /// All sets of classes that words have.
    pub(super) classes: Cow<'static, [Classes]>,
    /// All that words give to wide phrases, and that those need. The first is none.
    pub(super) needs: Cow<'static, [Bits]>,
    /// One bit for each pair of words, by [`met`]: most pairs in a text are told by it to find nothing.
    pub(super) met: Cow<'static, [u64]>,
    /// The right words of the pairs of each word, sorted, and the place of the first of the pair's phrases.
    pub(super) pairs: Cow<'static, [(u32, u32)]>,
    /// The phrases of pairs, one pair behind the other.
    pub(super) of_pairs: Cow<'static, [u32]>,
    pub(super) anchors: Cow<'static, [Anchor]>,
    pub(super) phrases: Cow<'static, [Phrase]>,
    /// What phrases give, one behind the other.
    pub(super) finds: Cow<'static, [Finds]>,
    pub(super) steps: Cow<'static, [FlatPart]>,
    /// The choices of steps, one behind the other: how many, and each, sorted.
    pub(super) choices: Cow<'static, [u32]>,
    /// What number words are worth, by key.
    pub(super) values: Cow<'static, [(u64, f64)]>,
}

/// A word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct IndexedWord {
    /// The first of its anchors.
    pub(super) anchors: u32,
    /// The first of the pairs whose left word it is.
    pub(super) pairs: u32,
    /// Place of its set of classes.
    pub(super) classes: u16,
    /// Place of what it gives to wide phrases.
    pub(super) gives: u16,
}

/// A word by which a phrase is found alone, and what the tokens beside it may be: see [`bits`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) before: u64,
    pub(super) behind: u64,
    pub(super) phrase: u32,
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
    /// Place of what must stand around it, where it is a wide one.
    pub(super) needs: u16,
}

/// A part of a phrase, its words by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlatPart {
    Word(u32),
    /// Where its choices stand.
    Words(u32),
    Any,
    Number,
    Name,
    Gap,
    On,
    Both,
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
    /// The number of the word of this key.
    #[inline]
    fn number(&self, key: u64) -> u32 {
        let (mut at, mask) = (key as usize, self.places.len().wrapping_sub(1));
        loop {
            let Some(&number) = self.places.get(at & mask) else { return OTHER };
            if number == OTHER || self.keys[number as usize] == key {
                return number;
            }
            at = at.wrapping_add(1);
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
        without: Classes,
        wanted: impl Fn(u16) -> bool,
        mut seen: impl FnMut(u16, Range<usize>),
    ) {
        // What the words of each stretch of a text give to wide phrases.
        let mut given = vec![Bits::default(); tokens.len() / STRETCH + 1];
        for (at, token) in tokens.iter_mut().enumerate() {
            token.number = self.number(token.key);
            let Some(word) = self.words.get(token.number as usize) else { continue };
            if word.classes != 0 {
                token.classes = token.classes.with(self.classes[usize::from(word.classes)].without(without));
            }
            if word.gives != 0 {
                let gives = &self.needs[usize::from(word.gives)];
                given[at / STRETCH].iter_mut().zip(gives).for_each(|(all, bits)| *all |= bits);
            }
        }
        let chosen = |finds: &Finds| match finds {
            Finds::Set(set) => wanted(*set),
            Finds::Class(class) => !without.has(*class),
        };
        let mut tried = FxHashSet::default();
        // What stands around a stretch, for the last that was asked about.
        let (mut stretch, mut around) = (usize::MAX, Bits::default());
        for at in 0..tokens.len() {
            let number = tokens[at].number as usize;
            let Some([word, next]) = self.words.get(number..number.saturating_add(2)) else { continue };
            let of_pair = self.of_pair(word, next, tokens, at).iter().copied();
            let anchors = &self.anchors[word.anchors as usize..next.anchors as usize];
            for phrase in of_pair.chain(near(anchors, tokens, at)) {
                let flat = self.phrases[phrase as usize];
                let gives = &self.finds[flat.given as usize..][..usize::from(flat.gives)];
                if !gives.iter().any(chosen) {
                    continue;
                }
                if flat.needs != 0 {
                    if stretch != at / STRETCH {
                        stretch = at / STRETCH;
                        around = gathered(&given[stretch.saturating_sub(WIDE)..given.len().min(stretch + WIDE + 1)]);
                    }
                    if lacks(&around, &self.needs[usize::from(flat.needs)]) {
                        continue;
                    }
                }
                self.starts(phrase, tokens, at, &mut tried, |tokens, found| {
                    for finds in gives.iter().filter(|finds| chosen(finds)) {
                        match *finds {
                            Finds::Set(set) => seen(set, found.clone()),
                            Finds::Class(class) => give(class, &found, tokens),
                        }
                    }
                });
            }
        }
    }

    /// The phrases that are found by the token here and the next.
    #[inline]
    fn of_pair(&self, word: &IndexedWord, next: &IndexedWord, tokens: &[Token], at: usize) -> &[u32] {
        let Some([left, right]) = tokens.get(at..at + 2) else { return &[] };
        let (place, bit) = met(left.number, right.number, self.met.len());
        if right.number == OTHER || self.met.get(place).is_none_or(|met| met & bit == 0) {
            return &[];
        }
        let pairs = &self.pairs[word.pairs as usize..next.pairs as usize];
        let Ok(found) = pairs.binary_search_by_key(&right.number, |(right, _)| *right) else { return &[] };
        let found = word.pairs as usize + found;
        let end = self.pairs.get(found + 1).map_or(self.of_pairs.len(), |(_, first)| *first as usize);
        &self.of_pairs[self.pairs[found].1 as usize..end]
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
    fn stands(&self, steps: &[FlatPart], tokens: &[Token], start: usize) -> Option<Range<usize>> {
        let mut parts = steps.split(|step| matches!(step, FlatPart::Both));
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
    fn matches(&self, steps: &[FlatPart], tokens: &[Token], mut at: usize) -> Option<usize> {
        for (number, &step) in steps.iter().enumerate() {
            if matches!(step, FlatPart::Gap) {
                let rest = &steps[number + 1..];
                let ends = (at..=at + GAP).take_while(|&next| next <= tokens.len());
                return ends.into_iter().find_map(|next| self.matches(rest, tokens, next));
            }
            if matches!(step, FlatPart::On) {
                let rest = &steps[number + 1..];
                let goes_on = |last: usize| !ends_sentence(tokens, last) && !pattern::is_negator(tokens[last].key);
                let within = (at..=at + ON).take_while(|&next| next == at || goes_on(next - 1));
                return within.into_iter().find_map(|next| self.matches(rest, tokens, next));
            }
            if !self.fits(step, tokens.get(at)?) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    fn fits(&self, step: FlatPart, token: &Token) -> bool {
        match step {
            FlatPart::Word(number) => number == token.number,
            FlatPart::Words(start) => {
                let (count, choices) = (self.choices[start as usize], &self.choices[start as usize + 1..]);
                let choices = &choices[..count as usize];
                // Most words are none of any.
                let may =
                    token.number != OTHER && choices.first() <= Some(&token.number) && choices.last() >= Some(&token.number);
                may && choices.binary_search(&token.number).is_ok()
            }
            FlatPart::Any => !matches!(token.shape, Shape::Mark(_)),
            FlatPart::Number => token.shape == Shape::Number,
            FlatPart::Name => token.is_capital() && !(token.shape == Shape::Name && pattern::is_pronoun(token.key)),
            FlatPart::Gap | FlatPart::On | FlatPart::Both => false,
        }
    }
}

/// All that some stretches give.
fn gathered(stretches: &[Bits]) -> Bits {
    let mut all = Bits::default();
    for gives in stretches {
        all.iter_mut().zip(gives).for_each(|(all, bits)| *all |= bits);
    }
    all
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

/// The phrases of these anchors that the tokens beside this one do not rule out.
#[inline]
fn near<'a>(anchors: &'a [Anchor], tokens: &[Token], at: usize) -> impl Iterator<Item = u32> + use<'a> {
    let (before, behind) = match anchors {
        [] => (0, 0),
        _ => (bits(at.checked_sub(1).map(|at| &tokens[at])), bits(tokens.get(at + 1))),
    };
    let fit = anchors.iter().filter(move |anchor| anchor.behind & behind != 0 && anchor.before & before != 0);
    fit.map(|anchor| anchor.phrase)
}

/// Gives a class to the first token of a phrase.
fn give(class: Class, found: &Range<usize>, tokens: &mut [Token]) {
    let first = &mut tokens[found.start];
    first.classes.add(class);
    first.reach = first.reach.max(found.len().min(usize::from(u8::MAX)) as u8);
}
