//! Where sentences end: a dot that is no abbreviation's, a question or exclamation mark, with the quotes that close on it.

use std::ops::Range;

use super::class::Class;
use super::token::{Shape, Token};

/// How many tokens a sentence may have. Chosen by hand: hardly a sentence of running copy has so many, and what is longer is a listing
/// that nobody ended with a full stop (one that was met has 1,222); it is cut here, so that what looks back over a sentence has a bound.
const LONGEST: usize = 600;
/// The most digits of a note's numeral that is glued to a sentence, and the least letters of the word before its dot: `No.4`, `p.12`
/// are none. Chosen by hand.
const NUMERAL: u32 = 3;
const SHORTEST: u32 = 3;
/// How many tokens back a longer one is cut, where it takes breath.
const BREATH: usize = 60;

/// Appends the sentences of one block to `out`, as ranges of its tokens; together they cover all of them.
pub fn sentences(tokens: &[Token], out: &mut Vec<Range<usize>>) {
    let mut splitter = Splitter { tokens, closers: 0..0 };
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let end = splitter.end(start, at);
        at += 1;
        if end > 0 {
            out.push(start..end);
            (start, at) = (end, end.max(at));
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
}

/// Looks for the ends of sentences, from left to right.
struct Splitter<'a> {
    tokens: &'a [Token],
    /// The closing marks in a row that were last walked over.
    closers: Range<usize>,
}

impl Splitter<'_> {
    /// Where the sentence that begins at `start` ends, if token `at` is what ends it; else 0.
    fn end(&mut self, start: usize, at: usize) -> usize {
        let tokens = self.tokens;
        let next = |at: usize| tokens.get(at + 1);
        match tokens[at].shape {
            Shape::Mark('.') if self.ends_sentence(at) => self.after_numerals(at + 1),
            Shape::Mark('!' | '?' | '…' | '。' | '！' | '？') if begins_sentence(tokens, self.after_closers(at + 1)) => {
                self.after_closers(at + 1)
            }
            // `U.S.` keeps its dot; before a word that opens sentences it ends one as well.
            Shape::Initials if next(at).is_some_and(|next| next.has(Class::Opener) && next.shape == Shape::Name) => at + 1,
            _ if at + 1 - start >= LONGEST => breath(tokens, at + 1),
            _ => 0,
        }
    }

    fn ends_sentence(&mut self, at: usize) -> bool {
        let (tokens, next) = (self.tokens, self.after_numerals(at + 1));
        let Some(previous) = at.checked_sub(1).and_then(|before| tokens.get(before)) else { return next < tokens.len() };
        let joined = previous.end == tokens[at].start;
        let noted = next > self.after_closers(at + 1);
        if joined
            && !noted
            && tokens
                .get(at + 1)
                .is_some_and(|after| after.start == tokens[at].end && (after.is_word() || after.shape == Shape::Number))
        {
            return false; // `example.com`, `.5`
        }
        if !begins_sentence(tokens, next) {
            return false;
        }
        let abbreviates = joined
            && (previous.has(Class::Abbreviation)
                || (previous.has(Class::NumberedAbbreviation)
                    && tokens.get(next).is_some_and(|after| after.shape == Shape::Number))
                || (previous.shape == Shape::Name && previous.end - previous.start == 1));
        !abbreviates
    }

    /// The first token behind the numerals of notes that stand right on the mark, as in “fell last year.12 The”; else what closes on it.
    fn after_numerals(&mut self, from: usize) -> usize {
        let (tokens, closed) = (self.tokens, self.after_closers(from));
        let glued = |at: usize| tokens.get(at).is_some_and(|token| token.start == tokens[at - 1].end);
        let numeral = |at: usize| glued(at) && tokens[at].shape == Shape::Number && tokens[at].end - tokens[at].start <= NUMERAL;
        let word = from.checked_sub(2).is_some_and(|at| matches!(tokens[at].shape, Shape::Word | Shape::Name | Shape::Mark('%')));
        let short = from.checked_sub(2).is_some_and(|at| tokens[at].is_word() && tokens[at].end - tokens[at].start < SHORTEST);
        if !word || short || !glued(from - 1) || !numeral(closed) {
            return closed;
        }
        let mut at = closed + 1;
        while glued(at) && matches!(tokens[at].shape, Shape::Mark(',' | '-' | '–')) && tokens.len() > at + 1 && numeral(at + 1)
        {
            at += 2;
        }
        if glued(at) { closed } else { at }
    }

    /// The first token behind closing quotes and brackets that stand right on the mark.
    fn after_closers(&mut self, from: usize) -> usize {
        if self.closers.contains(&from) {
            return self.closers.end;
        }
        let mut at = from;
        while let (Some(token), Some(before)) =
            (self.tokens.get(at), at.checked_sub(1).and_then(|before| self.tokens.get(before)))
        {
            let closes = match token.shape {
                Shape::Mark('”' | '’' | ')' | ']' | '»' | '›' | '.' | '!' | '?' | '…') => true,
                Shape::Mark('"' | '\'') => self.tokens.get(at + 1).is_none_or(|next| next.start > token.end),
                _ => false,
            };
            if !closes || token.start != before.end {
                break;
            }
            at += 1;
        }
        self.closers = from..at;
        at
    }
}

/// Where a sentence that reaches to `end` is cut: behind a comma or semicolon shortly before, or there.
fn breath(tokens: &[Token], end: usize) -> usize {
    let near = (end - BREATH..end).rev().filter(|&at| matches!(tokens[at].shape, Shape::Mark(',' | ';')));
    let free = |at: &usize| tokens.get(at + 1).is_none_or(|next| next.start > tokens[*at].end);
    near.into_iter().find(free).map_or(end, |at| at + 1)
}

/// Whether a sentence may begin at this token: no lower-case word, and not glued to what stands before.
fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    let apart = at == 0 || token.start > tokens[at - 1].end;
    match token.shape {
        Shape::Word => false,
        Shape::Mark('“' | '"' | '‘' | '\'' | '(' | '[' | '«' | '„') => {
            apart && tokens.get(at + 1).is_none_or(|next| next.shape != Shape::Word)
        }
        Shape::Mark(',' | ';' | ':' | ')' | ']' | '-' | '–' | '—') => false,
        _ => apart,
    }
}
