//! Questions on a terminal, each with answers to choose from, by line: nothing is drawn over, so any reader of screens can follow.

use std::io::{self, BufRead, Write};

/// A question and what can be answered.
pub(super) struct Menu<'q> {
    pub(super) asks: &'q str,
    /// The answers: a word, and what it means. The first is taken where nothing is typed.
    pub(super) answers: &'q [(&'q str, &'q str)],
}

impl Menu<'_> {
    /// Asks until an answer is typed, by its word or its number; the number of the answer, counted from 0.
    ///
    /// # Errors
    /// What the terminal says; `UnexpectedEof` where the input ends without an answer.
    pub(super) fn ask(&self, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<usize> {
        writeln!(out, "{}", self.asks)?;
        let wide = self.answers.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
        for (number, (word, means)) in self.answers.iter().enumerate() {
            writeln!(out, "  {}  {word:<wide$}  {means}", number + 1)?;
        }
        loop {
            write!(out, "[1] ")?;
            out.flush()?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match self.answer(line.trim()) {
                Some(answer) => return writeln!(out).map(|()| answer),
                None => writeln!(out, "Type one of the numbers, or nothing for the first.")?,
            }
        }
    }

    fn answer(&self, typed: &str) -> Option<usize> {
        if typed.is_empty() {
            return Some(0);
        }
        let by_number =
            typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < self.answers.len());
        by_number.or_else(|| self.answers.iter().position(|(word, _)| word.eq_ignore_ascii_case(typed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(typed: &str) -> (io::Result<usize>, String) {
        let mut out = Vec::new();
        let menu = Menu { asks: "Which?", answers: &[("tea", "from leaves"), ("coffee", "from beans")] };
        let answer = menu.ask(&mut typed.as_bytes(), &mut out);
        (answer, String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn an_answer_is_a_number_a_word_or_nothing() {
        for (typed, answer) in [("\n", 0), ("2\n", 1), ("Coffee\r\n", 1), ("3\nmilk\n0\n1\n", 0)] {
            assert_eq!(asked(typed).0.ok(), Some(answer), "{typed:?}");
        }
        assert!(asked("2\n").1.starts_with("Which?\n  1  tea     from leaves\n  2  coffee  from beans\n[1] "));
        assert_eq!(asked("9\n2\n").1.matches("Type one").count(), 1);
        assert_eq!(asked("7").0.map_err(|error| error.kind()), Err(io::ErrorKind::UnexpectedEof));
    }
}
