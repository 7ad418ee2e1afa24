//! An editor goes through what is in doubt in a terminal: a question a screen, a key a verdict; each is kept at once.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};

use console::{Key, Term};

use super::super::terminal::{Refusal, complain};
use super::desk::{AskedAt, ReadingDesk};
use super::screen::{self, Screen};
use crate::finding::counted;
use crate::handover::TakenAnswer;
use crate::rulings::{NAME, ReadAs, Ruling};

/// Where an editor is in a sitting.
struct Sitting<'d> {
    desk: &'d mut ReadingDesk,
    left: &'d [AskedAt],
    /// The number of the question on the screen.
    at: usize,
    /// What was read so far, the last last: numbers of questions that were read at once, and as what.
    read: Vec<(Vec<usize>, ReadAs)>,
    why: String,
    told: String,
}

/// Asks what is left, one after another.
pub(super) fn run(desk: &mut ReadingDesk, left: &[AskedAt]) -> Result<(), Refusal> {
    let term = Term::stdout();
    if !term.is_term() || !io::stdin().is_terminal() {
        return Err("reading wants a terminal; --format jsonl hands the questions out, and --answers FILE takes the answers in"
            .to_owned());
    }
    if left.is_empty() {
        complain("nothing is in doubt that nobody read");
        return Ok(());
    }
    let mut sitting = Sitting { desk, left, at: 0, read: Vec::new(), why: String::new(), told: String::new() };
    let done = sitting.go(&term);
    // What was read is kept, however the sitting ended.
    let _ = term.clear_screen();
    sitting.sum_up();
    done
}

impl Sitting<'_> {
    fn go(&mut self, term: &Term) -> Result<(), Refusal> {
        let told = |error: io::Error| format!("the terminal: {error}");
        loop {
            self.show(term).map_err(told)?;
            let key = term.read_key().map_err(told)?;
            self.told.clear();
            match key {
                Key::Char('q' | 'Q') | Key::Escape => return Ok(()),
                Key::Char('u' | 'U') | Key::Backspace => self.undo()?,
                Key::Char('b' | 'B') | Key::ArrowLeft => self.at = self.at.saturating_sub(1),
                Key::Char('w' | 'W') => self.ask_why(term).map_err(told)?,
                Key::Char('m' | 'M') => self.show_article(term).map_err(told)?,
                Key::Char(' ') | Key::ArrowRight | Key::Enter => self.skip(),
                Key::Char(key) => self.answer(key)?,
                _ => {}
            }
            if self.count() == self.left.len() && self.is_over(term).map_err(told)? {
                return Ok(());
            }
        }
    }

    /// Whether the sitting is over when all was read; else the last verdict is taken back.
    fn is_over(&mut self, term: &Term) -> io::Result<bool> {
        term.clear_screen()?;
        term.write_str("That was the last one. u takes it back; any other key ends.\n")?;
        let is_over = !matches!(term.read_key()?, Key::Char('u' | 'U') | Key::Backspace);
        if !is_over {
            self.undo().map_err(io::Error::other)?;
        }
        Ok(is_over)
    }

    fn show(&self, term: &Term) -> io::Result<()> {
        let asked = self.left[self.at];
        let question = self.desk.question(asked);
        let source = &self.desk.drafts[asked.0].doubts.source;
        let position = source.position(question.span.start());
        let place = format!("{}:{}:{}", source.path.display(), position.line, position.column);
        let was = self.read_as(self.at).map(|read| format!("read as {}; another key changes it", read.name()));
        let told = if self.told.is_empty() { was.unwrap_or_default() } else { self.told.clone() };
        let screen = Screen {
            place,
            title: &self.desk.drafts[asked.0].doubts.title,
            question,
            number: self.at + 1,
            all: self.left.len(),
            read: self.count(),
            why: &self.why,
            told: &told,
        };
        let (rows, columns) = term.size();
        let lines = screen.lines((rows.into(), columns.into()), console::colors_enabled());
        term.clear_screen()?;
        term.write_str(&(lines.join("\n") + "\n"))
    }

    /// What a question was read as in this sitting.
    fn read_as(&self, number: usize) -> Option<ReadAs> {
        self.read.iter().find(|(numbers, _)| numbers.contains(&number)).map(|(_, verdict)| *verdict)
    }

    /// How many questions were read.
    fn count(&self) -> usize {
        self.read.iter().map(|(numbers, _)| numbers.len()).sum()
    }

    /// Keeps what a key says: of the question on the screen, or, as a capital, of all of its sentence that were not read.
    fn answer(&mut self, key: char) -> Result<(), Refusal> {
        let asked = self.left[self.at];
        let question = self.desk.question(asked);
        let Some(verdict) = screen::verdict(key, question) else {
            self.told = "that key does nothing here".to_owned();
            return Ok(());
        };
        let of_sentence = |number: &usize| {
            let (other, like) = (self.left[*number], self.desk.question(self.left[*number]));
            let is_one = other.0 == asked.0 && like.sentence == question.sentence && like.rule == question.rule;
            is_one && self.read_as(*number).is_none() && like.paragraph.0 == question.paragraph.0
        };
        let mut numbers = vec![self.at];
        if key.is_uppercase() {
            numbers.extend((0..self.left.len()).filter(of_sentence).filter(|number| *number != self.at));
        }
        let why = std::mem::take(&mut self.why);
        let answer = TakenAnswer { verdict, why, source: String::new() };
        let new: Vec<Ruling> = numbers.iter().map(|number| self.desk.ruling(self.left[*number], answer.clone())).collect();
        let folder = self.desk.drafts[asked.0].folder.clone();
        self.desk.keep(&folder, &new, &BTreeSet::new())?;
        self.read.iter_mut().for_each(|(read, _)| read.retain(|number| !numbers.contains(number)));
        self.read.retain(|(read, _)| !read.is_empty());
        let more = numbers.len() - 1;
        self.read.push((numbers, verdict));
        let read = format!("{}: “{}”", verdict.name(), new[0].text);
        self.skip();
        let with =
            if more > 0 { format!(", and {} with it, of the same sentence", counted(more, "figure")) } else { String::new() };
        let later = if self.told.is_empty() { String::new() } else { format!("; {}", self.told) };
        self.told = format!("{read}{with}{later}");
        Ok(())
    }

    /// Goes on to the next question that was not read; from the end to the first.
    fn skip(&mut self) {
        self.why.clear();
        let next = (self.at + 1..self.left.len()).chain(0..self.at).find(|number| self.read_as(*number).is_none());
        if next.is_some_and(|next| next < self.at) {
            self.told = "from the top: these were left for later".to_owned();
        }
        self.at = next.unwrap_or(self.at);
    }

    /// Takes the last verdict back, and shows its question.
    fn undo(&mut self) -> Result<(), Refusal> {
        let Some((numbers, verdict)) = self.read.pop() else {
            self.told = "nothing was read yet".to_owned();
            return Ok(());
        };
        let claims = numbers.iter().map(|number| (self.desk.question(self.left[*number]).claim, self.desk.reader.clone()));
        let claims: BTreeSet<(u64, String)> = claims.collect();
        let folder = self.desk.drafts[self.left[numbers[0]].0].folder.clone();
        self.desk.keep(&folder, &[], &claims)?;
        self.at = numbers[0];
        self.told = format!("taken back: {}", verdict.name());
        Ok(())
    }

    /// Shows the whole article, page by page, from the words in question on: a source may stand far from them.
    fn show_article(&self, term: &Term) -> io::Result<()> {
        let asked = self.left[self.at];
        let (rows, columns) = term.size();
        let article = &self.desk.drafts[asked.0].doubts.article;
        let place = self.desk.question(asked).place.as_ref();
        let (pages, mut here) = screen::pages(article, place, (rows.into(), columns.into()), console::colors_enabled());
        loop {
            term.clear_screen()?;
            let (page, number, all) = (pages.get(here).map_or("", String::as_str), here + 1, pages.len());
            term.write_str(&format!("{page}\nspace on   b back   any other key: to the question   ({number} of {all})"))?;
            here = match term.read_key()? {
                Key::Char(' ') | Key::ArrowDown | Key::ArrowRight | Key::PageDown => number.min(all.saturating_sub(1)),
                Key::Char('b' | 'B') | Key::ArrowUp | Key::ArrowLeft | Key::PageUp => here.saturating_sub(1),
                _ => return Ok(()),
            };
        }
    }

    fn ask_why(&mut self, term: &Term) -> io::Result<()> {
        term.write_str("why, in a few words (it goes with the next verdict): ")?;
        self.why = term.read_line()?.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(())
    }

    fn sum_up(&self) {
        let asking: usize =
            self.read.iter().filter(|(_, verdict)| *verdict == ReadAs::Ask).map(|(numbers, _)| numbers.len()).sum();
        let (all, rest) = (self.count(), self.left.len() - self.count());
        let left = if rest > 0 { format!("; {rest} left for another time") } else { String::new() };
        complain(&format!("{} read, {asking} to ask{left}", counted(all, "question")));
        if all > 0 {
            complain(&format!("kept in {NAME} under the name of {}; it belongs into the repository", self.desk.reader));
        }
    }
}
