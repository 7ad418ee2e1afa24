//! Where sentences end: a dot that is no abbreviation's, a question or exclamation mark, with the quotes that close on it.

use std::ops::Range;

use super::class::Class;
use super::token::{Shape, Token};

/// The sentences of one block, as ranges of its tokens; together they cover all of them.
pub fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let end = match tokens[at].shape {
            Shape::Mark('.') if ends_sentence(tokens, at) => after_closers(tokens, at + 1),
            Shape::Mark('!' | '?' | '…' | '。' | '！' | '？') if begins_sentence(tokens, after_closers(tokens, at + 1)) => {
                after_closers(tokens, at + 1)
            }
            // `U.S.` keeps its dot; before a word that opens sentences it ends one as well.
            Shape::Initials if tokens.get(at + 1).is_some_and(|next| next.has(Class::Opener) && next.shape == Shape::Name) => {
                at + 1
            }
            _ => 0,
        };
        at += 1;
        if end > 0 {
            found.push(start..end);
            (start, at) = (end, end.max(at));
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn ends_sentence(tokens: &[Token], at: usize) -> bool {
    let next = after_closers(tokens, at + 1);
    let Some(previous) = at.checked_sub(1).and_then(|before| tokens.get(before)) else { return next < tokens.len() };
    let joined = previous.end == tokens[at].start;
    if joined
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
            || (previous.has(Class::Numbered) && tokens.get(next).is_some_and(|after| after.shape == Shape::Number))
            || (previous.shape == Shape::Name && previous.end - previous.start == 1));
    !abbreviates
}

/// The first token behind closing quotes and brackets that stand right on the mark.
fn after_closers(tokens: &[Token], mut at: usize) -> usize {
    while let (Some(token), Some(before)) = (tokens.get(at), at.checked_sub(1).and_then(|before| tokens.get(before))) {
        let closes = match token.shape {
            Shape::Mark('”' | '’' | ')' | ']' | '»' | '›' | '.' | '!' | '?' | '…') => true,
            Shape::Mark('"' | '\'') => tokens.get(at + 1).is_none_or(|next| next.start > token.end),
            _ => false,
        };
        if !closes || token.start != before.end {
            break;
        }
        at += 1;
    }
    at
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
