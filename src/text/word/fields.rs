//! Fields: what Word works out and writes into the text, an instruction and its result.

use std::ops::Range;

/// The fields that are open in a paragraph.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<WordField>);

#[derive(Debug)]
struct WordField {
    instruction: String,
    /// Where its result begins in the text; `None` before there is one.
    result: Option<usize>,
}

impl Fields {
    /// A field that is an element of its own begins.
    pub(super) fn simple(&mut self, instruction: &str, here: usize) {
        self.0.push(WordField { instruction: instruction.to_owned(), result: Some(here) });
    }

    /// A sign of a field: that it begins, has its result from here on, or ends; then the link that it is, if it is one.
    pub(super) fn turn(&mut self, sign: &str, here: usize) -> Option<(Range<usize>, String)> {
        match sign {
            "begin" => self.0.push(WordField { instruction: String::new(), result: None }),
            "separate" => self.0.iter_mut().next_back().into_iter().for_each(|field| field.result = Some(here)),
            _ => return self.0.pop().and_then(|field| field.link(here)),
        }
        None
    }

    /// Adds to the instruction of the innermost field.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.0.last_mut().filter(|field| field.result.is_none()) {
            field.instruction.push_str(text);
        }
    }

    /// Whether text is seen here: the results of fields are.
    pub(super) fn is_seen(&self) -> bool {
        self.0.iter().all(|field| field.result.is_some())
    }

    /// The links among those that are still open.
    pub(super) fn links(&mut self, here: usize) -> Vec<(Range<usize>, String)> {
        self.0.drain(..).filter_map(|field| field.link(here)).collect()
    }
}

impl WordField {
    fn link(self, here: usize) -> Option<(Range<usize>, String)> {
        let rest = self.instruction.trim_start().strip_prefix("HYPERLINK")?.trim_start();
        let target = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => rest.split_whitespace().next().filter(|word| !word.starts_with('\\'))?,
        };
        Some((self.result?..here, target.to_owned()))
    }
}
