//! Which bytes of a text a change touched, word by word: how lines are wrapped, spaced and ended changes nothing.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The places that a change touched, in order and apart from each other; the ends of each belong to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TouchedWords(Vec<Range<usize>>);

impl TouchedWords {
    /// What a change touched that made `new` of `old`. Where words are gone, that is all from the last letter before to the first
    /// behind: it may be what stands beside them that they spoke of.
    pub(super) fn between(old: &str, new: &str) -> Self {
        let (olds, news) = (words(old), words(new));
        let texts = |text: &'_ str, words: &[Range<usize>]| words.iter().map(|word| text[word.clone()].to_owned()).collect();
        let (old_texts, new_texts): (Vec<String>, Vec<String>) = (texts(old, &olds), texts(new, &news));
        let mut touched = Self::default();
        for op in capture_diff_slices(Algorithm::Patience, &old_texts, &new_texts) {
            let at = op.new_range();
            match op {
                DiffOp::Equal { .. } => {}
                DiffOp::Delete { .. } => touched.add(gap(new, news.get(at.start).map_or(new.len(), |word| word.start))),
                DiffOp::Insert { .. } | DiffOp::Replace { .. } => touched.add(news[at.start].start..news[at.end - 1].end),
            }
        }
        touched
    }

    /// Whether a stretch of the text, or a place in it, lies at one that was touched.
    pub(super) fn meets(&self, at: Range<usize>) -> bool {
        let next = self.0.partition_point(|touched| touched.end < at.start);
        self.0.get(next).is_some_and(|touched| touched.start <= at.end)
    }

    /// Adds a place that begins behind all others, or reaches back into them.
    fn add(&mut self, mut at: Range<usize>) {
        while let Some(last) = self.0.pop_if(|last| at.start <= last.end) {
            at = at.start.min(last.start)..at.end.max(last.end);
        }
        self.0.push(at);
    }
}

/// From the last letter or digit before a place to the first at it or behind.
fn gap(text: &str, at: usize) -> Range<usize> {
    let (before, behind) = text.split_at(at);
    let start = before.rfind(char::is_alphanumeric).map_or(0, |last| text.ceil_char_boundary(last + 1));
    start..at + behind.find(char::is_alphanumeric).unwrap_or(behind.len())
}

/// Where the words of a text stand.
fn words(text: &str) -> Vec<Range<usize>> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| word.as_ptr() as usize - start)
        .zip(text.split_whitespace().map(str::len))
        .map(|(at, length)| at..at + length)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words of a text that a change touched.
    fn touched<'a>(old: &str, new: &'a str) -> Vec<&'a str> {
        let touched = TouchedWords::between(old, new);
        words(new).into_iter().filter(|word| touched.meets(word.clone())).map(|word| &new[word]).collect()
    }

    #[test]
    fn what_is_written_is_touched_and_what_stands_beside_it_is_not() {
        assert_eq!(touched("One two. Four.", "One two. Three é. Four."), ["Three", "é."]);
        assert_eq!(touched("One\ntwo three", "One two\r\nthree four"), ["four"]);
        assert_eq!(touched("One  two", "One two"), [""; 0]);
        assert_eq!(touched("", "One"), ["One"]);
    }

    #[test]
    fn what_is_gone_touches_its_neighbours() {
        assert_eq!(touched("Gulls rest. The police said. They eat.", "Gulls rest. They eat."), ["rest.", "They"]);
        assert_eq!(touched("- One\n- two\n- three", "- One\n- three"), ["One", "-", "three"]);
        assert_eq!(touched("Gone. One two", "One two"), ["One"]);
        assert_eq!(touched("One two. Gone.", "One two."), ["two."]);
    }

    proptest! {
        #[test]
        fn every_word_that_was_not_there_is_touched(
            old in prop::collection::vec("[a-dé]{1,2}", 0..12), new in prop::collection::vec("[a-dé]{1,2}", 0..12), gap in "[ \r\n\t]{1,3}",
        ) {
            let (was, is) = (old.join(" "), new.join(&gap));
            let told = touched(&was, &is);
            for word in &new {
                prop_assert!(old.contains(word) || told.contains(&word.as_str()), "{was:?} -> {is:?}: {told:?}");
            }
            prop_assert_eq!(old == new, TouchedWords::between(&was, &is) == TouchedWords::default());
        }

        #[test]
        fn how_a_text_is_wrapped_touches_nothing(words in prop::collection::vec("[a-c.]{1,3}", 0..20), gap in "[ \n]{1,2}|\r\n") {
            prop_assert_eq!(TouchedWords::between(&words.join(" "), &words.join(&gap)), TouchedWords::default());
        }

        #[test]
        fn a_change_reaches_no_further_than_its_neighbours(
            before in "([a-c]{1,3} ){0,9}x", gone in "[d-f]{1,3}", put in "[g-i]{0,3}", behind in "y( [a-c]{1,3}){0,9}",
        ) {
            let (old, new) = (format!("{before} {gone} {behind}"), format!("{before} {put} {behind}"));
            let touched = TouchedWords::between(&old, &new);
            prop_assert!(touched.meets(before.len()..new.len() - behind.len()));
            prop_assert!(before.len() < 2 || !touched.meets(0..before.len() - 1));
            prop_assert!(!touched.meets(new.len() - behind.len() + 1..new.len()));
        }
    }
}
