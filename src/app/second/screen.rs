//! What an editor sees of one question: its paragraph with the words in question marked, what copydesk makes of it, and the keys.

use std::ops::Range;

use console::style;

use crate::lint::OpenQuestion;
use crate::report::{shown, wrapped};
use crate::rulings::{ReadAs, Ruling};

/// The most columns that text takes: longer lines are hard to read.
const WIDEST: usize = 96;
/// The least columns and lines that are made use of, however small the terminal.
const NARROWEST: usize = 30;
const SHORTEST: usize = 3;
/// How many lines beside the paragraph a screen has, about.
const OTHERS: usize = 18;
/// How many lines are shown of what stands before it.
const BEFORE: usize = 2;

/// One question with where it stands among all.
pub(super) struct Screen<'a> {
    /// File, line and column.
    pub(super) place: String,
    /// The headline of the article.
    pub(super) title: &'a str,
    pub(super) question: &'a OpenQuestion,
    /// Its number, from one, and how many there are.
    pub(super) number: usize,
    pub(super) all: usize,
    /// How many were read in this sitting.
    pub(super) read: usize,
    /// The reason that was typed for the verdict to come.
    pub(super) why: &'a str,
    /// What happened last, if anything is to be said of it.
    pub(super) told: &'a str,
}

impl Screen<'_> {
    /// The lines of the screen of a terminal of so many rows and columns; with `paint`, marked by colours, else by brackets.
    pub(super) fn lines(&self, (rows, columns): (usize, usize), paint: bool) -> Vec<String> {
        let wide = columns.saturating_sub(2).clamp(NARROWEST, WIDEST);
        let bold = |words: &str| if paint { style(words).bold().force_styling(true).to_string() } else { words.to_owned() };
        let dim = |words: &str| if paint { style(words).dim().force_styling(true).to_string() } else { words.to_owned() };
        let (place, count) = (shown(&self.place), format!("{} of {}, {} read", self.number, self.all, self.read));
        let gap = wide.saturating_sub(place.chars().count() + count.len()).max(2);
        let mut lines = vec![format!("{}{}{}", bold(&place), " ".repeat(gap), dim(&count)), String::new()];
        lines.extend(self.context(wide).iter().map(|line| dim(line)));
        lines.extend(self.paragraph(rows, wide, paint));
        lines.push(String::new());
        let said =
            |words: String, lines: &mut Vec<String>| lines.extend(wrapped(&shown(&words), wide).lines().map(str::to_owned));
        lines.extend(wrapped(&shown(&self.question.question), wide).lines().map(bold));
        said(self.ours(), &mut lines);
        for evidence in &self.question.evidence {
            lines.extend(wrapped(&shown(evidence), wide).lines().map(dim));
        }
        if !self.question.candidates.is_empty() {
            said(format!("near it: {}", self.question.candidates.join(", ")), &mut lines);
        }
        self.question.by.iter().for_each(|ruling| said(Ruling::told(ruling), &mut lines));
        if !self.why.is_empty() {
            said(format!("why: {}", self.why), &mut lines);
        }
        lines.push(String::new());
        lines.extend(keys(self.question).iter().map(|keys| dim(keys)));
        if !self.told.is_empty() {
            lines.push(bold(&shown(self.told)));
        }
        lines
    }

    /// The headline, and the end of what stands before the paragraph: a source may stand there.
    fn context(&self, wide: usize) -> Vec<String> {
        let before = wrapped(&shown(&self.question.before), wide);
        let before: Vec<&str> = before.lines().collect();
        let cut = before.len().saturating_sub(BEFORE);
        let headline = Some(shown(self.title)).filter(|title| !title.is_empty() && *self.question.before != *self.title);
        let mut lines: Vec<String> = headline.into_iter().map(|title| title.chars().take(wide).collect()).collect();
        lines.extend((cut > 0).then(|| "…".to_owned()));
        lines.extend(before[cut..].iter().map(|line| (*line).to_owned()));
        lines.extend((!lines.is_empty()).then(String::new));
        lines
    }

    /// What copydesk makes of it by itself.
    fn ours(&self) -> String {
        let question = self.question;
        match (&question.rule, question.is_told) {
            (Some(rule), _) => format!("{rule}: {}", question.verdict),
            (None, true) => format!("copydesk asks: {}", question.verdict),
            (None, false) => format!("copydesk does not ask: {}", question.verdict),
        }
    }

    /// The paragraph in lines, the words in question marked; of a long one what stands about them.
    fn paragraph(&self, rows: usize, wide: usize, paint: bool) -> Vec<String> {
        let (text, at) = &self.question.paragraph;
        let lines: Vec<String> = wrapped(&with_marks(text, at), wide).lines().map(str::to_owned).collect();
        let here = lines.iter().position(|line| line.contains('\u{2}')).unwrap_or_default();
        let most = rows.saturating_sub(OTHERS).max(SHORTEST);
        let from = here.saturating_sub(most / 2).min(lines.len().saturating_sub(most));
        let shown = &lines[from..(from + most).min(lines.len())];
        let mut is_marked = false;
        let mut out: Vec<String> = shown.iter().map(|line| mark(line, &mut is_marked, paint)).collect();
        if from > 0 {
            out.insert(0, "…".to_owned());
        }
        if from + most < lines.len() {
            out.push("…".to_owned());
        }
        out
    }
}

/// The pages of a whole article of a terminal of so many rows and columns, the words in question marked, and the number of the page that they
/// stand on. Their place is in characters.
pub(super) fn pages(
    article: &str,
    place: Option<&Range<usize>>,
    (rows, columns): (usize, usize),
    paint: bool,
) -> (Vec<String>, usize) {
    let wide = columns.saturating_sub(2).clamp(NARROWEST, WIDEST);
    let byte = |number: usize| article.char_indices().nth(number).map_or(article.len(), |(at, _)| at);
    let at = place.map(|place| byte(place.start)..byte(place.end));
    let (mut lines, mut start, mut is_marked, mut here) = (Vec::new(), 0, false, 0);
    for line in article.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        let inside = |at: usize| at.clamp(start, start + words.len()) - start;
        let own = at.as_ref().map(|at| inside(at.start)..inside(at.end)).filter(|own| !own.is_empty());
        here = if own.is_some() { lines.len() } else { here };
        let words = own.map_or_else(|| shown(words), |own| with_marks(words, &own));
        lines.extend(wrapped(&words, wide).split('\n').map(|line| mark(line, &mut is_marked, paint)));
        start += line.len();
    }
    let tall = rows.saturating_sub(2).max(SHORTEST);
    (lines.chunks(tall).map(|page| page.join("\n")).collect(), here / tall)
}

/// A text on one line with marks around some bytes of it; they are seen when lines are broken: a word is as wide with one as without.
fn with_marks(text: &str, at: &Range<usize>) -> String {
    let [first, marked, last] = [text.get(..at.start), text.get(at.clone()), text.get(at.end..)].map(Option::unwrap_or_default);
    let gap = |is_there: bool| if is_there { " " } else { "" };
    let (before, behind) = (gap(first.ends_with(char::is_whitespace)), gap(last.starts_with(char::is_whitespace)));
    format!("{}{before}\u{2}{}\u{3}{behind}{}", shown(first), shown(marked), shown(last).trim_start())
}

/// A line with the words between marks made to be seen; `is_marked` says whether they began in a line before.
fn mark(line: &str, is_marked: &mut bool, paint: bool) -> String {
    let mut out = String::new();
    for part in line.split_inclusive(['\u{2}', '\u{3}']) {
        let words = part.trim_end_matches(['\u{2}', '\u{3}']);
        match *is_marked && paint && !words.is_empty() {
            true => out.push_str(&style(words).bold().reverse().force_styling(true).to_string()),
            false => out.push_str(words),
        }
        let bracket = match part.chars().last() {
            Some('\u{2}') => "[",
            Some('\u{3}') => "]",
            _ => continue,
        };
        *is_marked = bracket == "[";
        out.push_str(if paint { "" } else { bracket });
    }
    out
}

/// What the keys do.
fn keys(question: &OpenQuestion) -> [&'static str; 2] {
    let verdicts = match question.rule {
        None => "a ask   s sourced   o own count   r on record   n no claim",
        Some(_) if question.verdicts.contains(&ReadAs::Declared) => "d declared: it does   a ask: it does not",
        Some(_) => "a ask: it is so   n none: it is not",
    };
    [verdicts, "capital: whole sentence  m article  w why  u undo  space later  b back  q quit"]
}

/// The verdict of a key, by its first letter, where it may be answered.
pub(super) fn verdict(key: char, question: &OpenQuestion) -> Option<ReadAs> {
    let key = key.to_ascii_lowercase();
    question.verdicts.iter().copied().find(|verdict| verdict.name().starts_with(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Format, Source};

    fn question(paragraph: &str, words: &str) -> OpenQuestion {
        let start = paragraph.find(words).unwrap();
        OpenQuestion {
            claim: 1,
            rule: None,
            question: "Would an editor ask who says so?".to_owned(),
            span: Source::new("a.md", Format::Markdown, "x").whole(),
            words: words.to_owned(),
            place: None,
            sentence: String::new(),
            paragraph: (paragraph.into(), start..start + words.len()),
            verdict: "unsourced".to_owned(),
            verdicts: &ReadAs::ALL,
            chance: Some(0.9),
            evidence: vec!["an editor would ask with a chance of 90 %".to_owned()],
            candidates: vec!["Experts say".to_owned()],
            before: "It was late.".into(),
            is_told: true,
            by: Vec::new(),
        }
    }

    fn lines(question: &OpenQuestion, rows: usize) -> Vec<String> {
        let screen =
            Screen { place: "a.md:1:1".to_owned(), title: "The quay", question, number: 1, all: 2, read: 0, why: "", told: "" };
        screen.lines((rows, 60), false)
    }

    #[test]
    fn the_words_in_question_are_marked_where_they_stand() {
        let shown = lines(&question("At least 41 people, they say, were hurt.", "41"), 24).join("\n");
        assert!(shown.contains("At least [41] people, they say, were hurt."), "{shown}");
        assert!(shown.contains("The quay\nIt was late.\n\nAt least"), "{shown}");
        assert!(shown.contains("copydesk asks: unsourced") && shown.contains("near it: Experts say"), "{shown}");
    }

    #[test]
    fn of_a_long_paragraph_what_stands_about_them_is_seen() {
        let long = format!("{}and 41 people left. {}", "Rain fell on the town. ".repeat(60), "Sun shone on it. ".repeat(60));
        let shown = lines(&question(&long, "41"), 24);
        assert!(shown.len() <= 24, "{shown:#?}");
        assert!(shown.iter().any(|line| line.contains("[41]")) && shown.iter().filter(|line| *line == "…").count() == 2);
    }

    #[test]
    fn the_whole_article_comes_in_pages_that_open_where_the_words_stand() {
        let article = format!("# The quay\n\n{}At least 41 people were hurt.\n\nIt rained.\n", "Ebb “came”.\n\n".repeat(30));
        let start = article.find("41").map(|at| article[..at].chars().count()).unwrap();
        let (pages, here) = pages(&article, Some(&(start..start + 2)), (12, 60), false);
        assert!(pages.len() > 5 && pages[here].contains("At least [41] people were hurt.") && pages[0].starts_with("# The quay"));
        assert_eq!(pages.iter().filter(|page| page.contains('[')).count(), 1);
        assert!(pages.iter().all(|page| page.lines().count() <= 10));
    }

    #[test]
    fn nothing_of_a_draft_reaches_the_terminal_raw() {
        let shown = lines(&question("a\u{1b}[2Jb 41 c\u{202e}d \u{2}x\u{3}", "41"), 24).join("\n");
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{2}', '\u{3}']), "{shown:?}");
    }
}
