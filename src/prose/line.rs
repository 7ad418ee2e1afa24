//! Looking about among the tokens of a block: what stands here, before, behind, and how close.

use std::ops::Range;

use super::class::{Class, Classes};
use super::lexicon::Lexicon;
use super::token::{Shape, Token};

/// The tokens of one block with their text: what the grammars of figures and attribution look at.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens, classes filled in.
    pub tokens: &'a [Token],
    /// What the classes came from.
    pub lexicon: &'a Lexicon,
}

impl<'a> Line<'a> {
    /// The token at `at`.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    /// The token before `at`.
    pub fn before(&self, at: usize) -> Option<&'a Token> {
        at.checked_sub(1).and_then(|before| self.tokens.get(before))
    }

    /// Whether the token at `at` is one of these words or marks, by their keys: for grammars alone, all else asks for classes.
    #[inline(always)]
    pub(in crate::prose) fn is(&self, at: usize, words: &[u64]) -> bool {
        self.get(at).is_some_and(|token| words.contains(&token.key))
    }

    /// Whether the token before `at` is one of these words or marks.
    #[inline(always)]
    pub(in crate::prose) fn follows(&self, at: usize, words: &[u64]) -> bool {
        at > 0 && self.is(at - 1, words)
    }

    /// Whether the token at `at` is in the list of this class.
    #[inline]
    pub fn has(&self, at: usize, class: Class) -> bool {
        self.get(at).is_some_and(|token| token.has(class))
    }

    /// Whether the token before `at` is in the list of this class.
    #[inline]
    pub fn has_before(&self, at: usize, class: Class) -> bool {
        at > 0 && self.has(at - 1, class)
    }

    /// Whether the token at `at` is in one of these lists.
    #[inline(always)]
    pub fn has_any(&self, at: usize, classes: &[Class]) -> bool {
        self.get(at).is_some_and(|token| token.classes.any(classes))
    }

    /// All lists that tokens of a range stand in.
    pub fn classes(&self, tokens: Range<usize>) -> Classes {
        let tokens = self.tokens.get(tokens).unwrap_or_default();
        tokens.iter().fold(Classes::default(), |all, token| all.with(token.classes))
    }

    /// Whether the token at `at` is this mark.
    #[inline]
    pub fn mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.get(at).map(|token| token.shape), Some(Shape::Mark(mark)) if marks.contains(&mark))
    }

    /// Whether the token at `at` stands right behind the one before it, no space between.
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }

    /// Whether a hyphen or dash stands at `at`.
    pub fn dash(&self, at: usize) -> bool {
        self.mark(at, &['-', '–', '‐', '‑', '−', '—'])
    }

    /// The bytes of the token at `at`.
    pub fn word(&self, at: usize) -> &'a str {
        self.get(at).map_or("", |token| token.of(self.text))
    }

    /// The bytes of a range of tokens.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.start as usize..last.end as usize,
            (Some(first), _) => first.start as usize..first.start as usize,
            _ => self.text.len()..self.text.len(),
        }
    }
}
