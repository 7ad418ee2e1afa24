//! What a number is when it is no claim: a date, a name, an age, a price, and why that can be seen.

mod calendar;
mod supposed;

use crate::prose::class::Class;
use crate::prose::figure::{Excuse, Figure, Sort};
use crate::prose::line::Line;
use crate::prose::token::Shape;

/// Whether an excuse holds.
type Test = fn(&FigureContext<'_>) -> bool;

/// The excuse of a figure, the first that holds.
pub(super) fn of<'a>(line: &'a Line<'a>, figure: &'a Figure) -> Option<Excuse> {
    let around = FigureContext { line, figure, start: figure.tokens.start, end: figure.tokens.end };
    const TESTS: &[(Test, Excuse)] = &[
        (|around| around.idiom(), Excuse::Idiom),
        (|around| around.marker(), Excuse::Marker),
        (|around| around.citation(), Excuse::Citation),
        (|around| around.time(), Excuse::Time),
        (|around| around.date(), Excuse::Date),
        (|around| around.age(), Excuse::Age),
        (|around| around.version(), Excuse::Version),
        (|around| around.year(), Excuse::Year),
        (|around| around.identifier(), Excuse::Identifier),
        (|around| around.dimension(), Excuse::Dimension),
        (|around| around.score(), Excuse::Score),
        (|around| around.ordinal(), Excuse::Ordinal),
        (|around| around.reference(), Excuse::Reference),
        (|around| around.name(), Excuse::Name),
        (|around| around.base(), Excuse::Base),
        (|around| around.duration(), Excuse::Duration),
        (|around| around.enumeration(), Excuse::Enumeration),
        (|around| around.anaphor(), Excuse::Anaphor),
        (|around| around.hypothetical(), Excuse::Hypothetical),
        (|around| around.unclaimed(), Excuse::Hypothetical),
        (|around| around.instruction(), Excuse::Instruction),
        (|around| around.price(), Excuse::Price),
        (|around| around.specification(), Excuse::Specification),
    ];
    TESTS.iter().find(|(test, _)| test(&around)).map(|&(_, excuse)| excuse)
}

/// Within how many words behind a figure its verb is looked for. By hand.
const NEAR_VERB: usize = 8;

struct FigureContext<'a> {
    line: &'a Line<'a>,
    figure: &'a Figure,
    start: usize,
    end: usize,
}

impl FigureContext<'_> {
    /// A bare number in digits or words, nothing measured.
    fn bare(&self) -> bool {
        self.figure.sort == Sort::Count
    }

    /// A single number in digits, as printed.
    fn digits(&self) -> Option<&str> {
        let single = self.end == self.start + 1 && self.line.get(self.start).is_some_and(|token| token.shape == Shape::Number);
        single.then(|| self.line.word(self.start))
    }

    fn whole(&self) -> Option<u64> {
        self.figure.low.filter(|low| low.fract() == 0.0 && *low >= 0.0).map(|low| low as u64)
    }

    fn idiom(&self) -> bool {
        let line = self.line;
        (self.start.saturating_sub(5)..=self.start).any(|at| {
            line.get(at)
                .is_some_and(|token| token.has(Class::Idiom) && token.reach > 1 && at + usize::from(token.reach) >= self.end)
        })
    }

    fn marker(&self) -> bool {
        let line = self.line;
        let behind = line.get(self.end - 1).and_then(|token| line.text.get(token.end as usize..)).unwrap_or_default();
        // A digit on a key: 1️⃣.
        if behind.starts_with(['\u{20e3}', '\u{fe0f}']) {
            return true;
        }
        let first = self.start == 0 || self.start == 1 && line.mark(0, &['(', '#']);
        let first = first || line.mark(self.start.wrapping_sub(1), &[':', '.', ';']) && line.mark(self.end, &[')']);
        first && self.digits().is_some() && line.mark(self.end, &['.', ')']) && line.glued(self.end) && !line.glued(self.end + 1)
    }

    fn citation(&self) -> bool {
        let opened = (self.start.saturating_sub(6)..self.start).rev().take_while(|&at| {
            self.line.mark(at, &['[', ',', '–', '-']) || self.line.get(at).is_some_and(|token| token.shape == Shape::Number)
        });
        let line = self.line;
        let bracketed = opened.into_iter().any(|at| line.mark(at, &['[']));
        let closed = (self.end..self.end + 6)
            .find(|&at| !(line.mark(at, &[',', '–', '-']) || line.get(at).is_some_and(|token| token.shape == Shape::Number)));
        bracketed && closed.is_some_and(|at| line.mark(at, &[']'])) || self.noted()
    }

    /// "The number is 40 percent. 2 The towns …", "fell last year.12": the numeral of a note, between two sentences.
    fn noted(&self) -> bool {
        let line = self.line;
        if self.glued_note() {
            return true;
        }
        let small = self.bare() && self.digits().is_some_and(|digits| digits.len() <= 2);
        let behind =
            line.mark(self.start.wrapping_sub(1), &['.', '”', '"', '?']) && self.start > 4 && !line.glued(self.start + 1);
        let next = line.get(self.end).is_some_and(|token| token.shape == Shape::Name) && !line.has(self.end, Class::Month);
        let opens = line.has(self.end, Class::Opener) || line.has(self.end, Class::The);
        small && behind && next && opens && line.get(self.end + 1).is_some_and(|token| token.shape == Shape::Word)
    }

    /// "fell last year.12", "“a third.”12 But": a numeral right on the mark that ends a sentence.
    fn glued_note(&self) -> bool {
        let (line, start) = (self.line, self.start);
        let mark = start.wrapping_sub(1);
        let closed = line.mark(mark, &['”', '"', '’', ')']) && line.mark(mark.wrapping_sub(1), &['.', ',']) && line.glued(mark);
        let stop = if closed { mark - 1 } else { mark };
        line.glued(start)
            && line.mark(stop, &['.', ','])
            && line.glued(stop)
            && line.get(stop.wrapping_sub(1)).is_some_and(|token| token.is_word() && token.end - token.start > 2)
            && self.digits().is_some_and(|digits| digits.len() <= 3)
            && !line.glued(self.end)
    }

    /// Whether at least `parts` further numbers hang on this one by one of these marks: `2024-07-17`, `11/9/2001`.
    fn glued_digits(&self, marks: &[char], parts: usize) -> bool {
        let line = self.line;
        let number = |at: usize| line.get(at).is_some_and(|token| token.shape == Shape::Number);
        let (mut low, mut high, mut count) = (self.start, self.end, 0);
        while line.mark(high, marks) && line.glued(high) && line.glued(high + 1) && number(high + 1) {
            (high, count) = (high + 2, count + 1);
        }
        while low >= 2 && line.mark(low - 1, marks) && line.glued(low - 1) && line.glued(low) && number(low - 2) {
            (low, count) = (low - 2, count + 1);
        }
        count += (self.start + 1..self.end).filter(|&at| number(at) && line.glued(at)).count();
        count >= parts
    }

    fn version(&self) -> bool {
        let line = self.line;
        let Some(digits) = self.digits() else { return false };
        let dots = digits.matches('.').count();
        let named =
            line.before(self.start).is_some_and(|token| token.has(Class::NumberedName) || matches!(token.shape, Shape::Code));
        self.bare()
            && (dots >= 2 && self.figure.low.is_none()
                || dots == 1 && named
                || line.follows(self.start, words!["/"]) && line.glued(self.start) && dots == 1)
    }

    fn identifier(&self) -> bool {
        let line = self.line;
        let Some(digits) = line.get(self.start).filter(|token| token.shape == Shape::Number).map(|token| token.of(line.text))
        else {
            return false;
        };
        if !self.bare() {
            return false;
        }
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let padded = plain && digits.len() > 1 && digits.starts_with('0');
        let long = plain && digits.len() >= 7;
        let telephone = self.glued_digits(&['-', '.'], 1)
            && (self.start..self.end + 2)
                .any(|at| line.word(at).len() == 4 && line.word(at).bytes().all(|byte| byte.is_ascii_digit()))
            && digits.len() == 3;
        // "10 - 28", "779 - 786": two numbers and nothing counted are a date, pages, a code.
        let paired = self.end > self.start + 1
            && line.dash(self.start + 1)
            && self.figure.noun.is_none()
            && self.figure.hedge.is_none()
            && !line.dash(self.start.wrapping_sub(1))
            && line.get(self.end).is_none_or(|next| !next.is_word());
        let street = (self.end..self.end + 4)
            .take_while(|&at| line.get(at).is_some_and(|token| token.is_capital()))
            .any(|at| line.has(at, Class::Street));
        // "level=6"
        let set = line.follows(self.start, words!["="]) && line.glued(self.start) && line.glued(self.start - 1);
        let prefix = line.follows(self.start, words!["+"]) && line.glued(self.start) && digits.len() <= 3 && self.start < 3;
        padded || long || paired || telephone || street || set || prefix || self.dialled()
    }

    /// A group of a telephone number with the code of its country: `+44 800 555 123`.
    fn dialled(&self) -> bool {
        let line = self.line;
        let number = |at: usize| line.get(at).is_some_and(|token| token.shape == Shape::Number);
        let groups = (self.start.saturating_sub(8)..=self.start).rev();
        let code = groups.take_while(|&at| number(at) || line.mark(at, &['(', ')', '-'])).last();
        code.is_some_and(|code| line.follows(code, words!["+"]) && line.glued(code) && number(code + 1))
    }

    fn dimension(&self) -> bool {
        let line = self.line;
        let cross = |at: usize| line.is(at, words!["x", "×"]) || line.dash(at) && line.is(at + 1, words!["x", "by"]);
        let beside = line.get(self.end + 1).is_some_and(|token| token.shape == Shape::Number) || line.dash(self.end);
        cross(self.end) && beside
            || self.start >= 2 && line.is(self.start - 1, words!["x", "×"]) && line.tokens[self.start - 2].shape == Shape::Number
            || line.is(self.end.wrapping_sub(1), words!["px", "pixels", "pixel"])
    }

    fn score(&self) -> bool {
        let line = self.line;
        let digits = line.tokens[self.start].shape == Shape::Number;
        let dashed =
            digits && self.bare() && self.end == self.start + 3 && line.dash(self.start + 1) && line.glued(self.start + 1);
        let small = self.figure.high.is_some_and(|high| high < 300.0) && self.figure.low.is_some_and(|low| low.fract() == 0.0);
        if !dashed || !small {
            return false;
        }
        let falls = self.figure.low > self.figure.high;
        let level = self.figure.low == self.figure.high;
        let played =
            (self.start.saturating_sub(6)..self.start).chain(self.end..self.end + 3).any(|at| line.has(at, Class::Contest));
        falls || level || played
    }

    fn ordinal(&self) -> bool {
        let line = self.line;
        self.bare() && line.glued(self.end) && line.is(self.end, words!["st", "nd", "rd", "th"])
    }

    fn reference(&self) -> bool {
        let line = self.line;
        if !self.bare() || self.figure.hedge.is_some() {
            return false;
        }
        let signed = line.mark(self.start.wrapping_sub(1), &['#', '§', '№']);
        let named = line.has(self.start.wrapping_sub(1), Class::Reference)
            || line.mark(self.start.wrapping_sub(1), &['.', '-']) && line.has(self.start.wrapping_sub(2), Class::Reference);
        let listed = line.follows(self.start, words!["and", "to", ","]) && line.has(self.start.wrapping_sub(3), Class::Reference);
        let parted = line.mark(self.end, &['(']) && line.glued(self.end) && line.word(self.end + 1).len() == 1;
        let counted = self.figure.noun.is_some_and(|noun| line.has_any(noun, &[Class::MeasuredNoun, Class::HarmNoun]));
        signed || parted || (named || listed) && !counted
    }

    fn name(&self) -> bool {
        let line = self.line;
        // "the 50 metres butterfly"
        if self.figure.sort == Sort::Measure && line.has(self.end, Class::Contest) {
            return true;
        }
        if self.figure.sort == Sort::Money
            && line.is(self.end, words!["bill", "bills", "note", "notes", "coin", "coins", "banknote"])
        {
            return true;
        }
        if !self.bare() {
            return false;
        }
        let glued_letters = line.glued(self.end)
            && line.get(self.end).is_some_and(|token| token.is_word() && !line.is(self.end, words!["s", "'s", "x"]));
        let hyphened = self.start >= 2
            && line.dash(self.start - 1)
            && line.glued(self.start - 1)
            && line.glued(self.start)
            && line.tokens[self.start - 2].is_word()
            && !line.has_any(self.start - 2, &[Class::Hedge, Class::NumberWord, Class::Month]);
        let digits = self.digits().is_some();
        // "predicts36.2 million": the digits before the dot hang on a word.
        let torn = line.mark(self.start.wrapping_sub(1), &['.'])
            && line.glued(self.start)
            && line.glued(self.start - 1)
            && line.word(self.start.wrapping_sub(2)).ends_with(|char: char| char.is_ascii_digit());
        let after_name = digits
            && self.figure.hedge.is_none()
            && self.start > 0
            && line.tokens[self.start - 1].is_capital()
            && (self.start > 1 || line.has(0, Class::NumberedName))
            && !line.has_any(
                self.start - 1,
                &[Class::Opener, Class::Month, Class::Weekday, Class::Auxiliary, Class::Preposition, Class::NeutralVerb],
            )
            && !line.get(self.end).is_some_and(|next| {
                next.shape == Shape::Word
                    && next.classes.any(&[Class::MeasuredNoun, Class::SettledNoun, Class::HarmNoun, Class::HarmVerb])
            });
        // "64-bit"
        let wide = digits && line.dash(self.end) && line.glued(self.end) && line.is(self.end + 1, words!["bit"]);
        // "S&P 500": a name of several tokens.
        let named = |back: usize| {
            let first = self.start.checked_sub(back).and_then(|at| line.get(at));
            first.is_some_and(|first| first.has(Class::NumberedName) && (back == 1 || usize::from(first.reach) == back))
        };
        let product = digits && (1..4).any(named);
        glued_letters || hyphened || after_name || wide || product || torn
    }

    fn base(&self) -> bool {
        let line = self.line;
        let round = self.whole().is_some_and(|base| base >= 10 && base.to_string().trim_end_matches('0').len() == 1);
        self.bare() && round && line.follows(self.start, words!["per", "every", "each"])
    }

    fn enumeration(&self) -> bool {
        let line = self.line;
        if !self.bare() || self.figure.hedge.is_some() {
            return false;
        }
        let few = self.whole().is_some_and(|count| (2..=25).contains(&count));
        let announced = |at: usize| line.has(at, Class::Enumerated) && !line.has_any(at, &[Class::MeasuredNoun, Class::HarmNoun]);
        let word = |at: &usize| line.get(*at).is_some_and(|token| token.shape == Shape::Word);
        let near = (self.end..self.end + 3).take_while(word).any(announced);
        // "a five-step process"
        let hyphened = line.dash(self.end) && line.glued(self.end) && announced(self.end + 1);
        few && (near || hyphened) || self.opens_list()
    }

    /// "Videos must follow two laws:": a few things, and then the things.
    fn opens_list(&self) -> bool {
        let line = self.line;
        let few = self.whole().is_some_and(|count| (2..=12).contains(&count));
        let end = (self.end..self.end + 12).find(|&at| line.mark(at, &['.', '!', '?', ';', ':']));
        let opens = end.is_some_and(|at| line.mark(at, &[':']) && at + 1 == line.tokens.len());
        let counted =
            (self.end..self.end + 12).any(|at| line.has_any(at, &[Class::HarmNoun, Class::HarmVerb, Class::ChangeVerb]));
        few && opens && !counted && self.figure.noun.is_some()
    }

    fn anaphor(&self) -> bool {
        let line = self.line;
        let few = self.whole().is_some_and(|count| count <= 12);
        let word = line.get(self.start).is_some_and(|token| token.shape != Shape::Number);
        self.bare() && few && word && line.before(self.start).is_some_and(|token| token.has(Class::Anaphor))
    }

    fn hypothetical(&self) -> bool {
        let line = self.line;
        let clause =
            (self.start.saturating_sub(14)..self.start).rev().take_while(|&at| !line.mark(at, &['.', ';', '!', '?', '“', '"']));
        clause.into_iter().any(|at| line.has(at, Class::Hypothetical)) && !self.holds_always()
    }

    /// "If a letter cannot be read, 75% of consumers will bin it": said of people at large, and no supposition.
    fn holds_always(&self) -> bool {
        let line = self.line;
        let share = matches!(self.figure.sort, Sort::Percent | Sort::Ratio) && line.is(self.end, words!["of"]);
        let people =
            line.get(self.end + 1).is_some_and(|token| token.shape == Shape::Word) && line.has(self.end + 1, Class::People);
        let open =
            (self.start.saturating_sub(20)..self.start).rev().take_while(|&at| !line.mark(at, &['.', ';', '!', '?'])).last();
        let Some(first) = open.filter(|&first| line.is(first, words!["if"])) else { return false };
        let supposed = words!["were", "would", "could", "should", "might", "had", "you", "your", "we", "i", "our", "my", "say"];
        share && people && !(first..self.end + NEAR_VERB).any(|at| line.is(at, supposed))
    }

    fn instruction(&self) -> bool {
        let line = self.line;
        let open =
            (self.start.saturating_sub(6)..self.start).rev().take_while(|&at| !line.mark(at, &['.', ';', '!', '?', ':'])).last();
        // Behind the sign of an item in a cell.
        let open = open.map(|first| first + usize::from(line.mark(first, &['•', '·', '–', '-', '*'])));
        let begins = |first: usize| first == 0 || line.mark(first - 1, &['.', ';', '!', '?', ':', '•', '·', '–', '-', '*']);
        let told = match self.figure.sort {
            Sort::Measure | Sort::Count => Class::Instruction,
            // “Allocate 10% to cash”, “Save $500 a month”.
            Sort::Percent | Sort::Money => Class::Allotting,
            _ => return false,
        };
        open.is_some_and(|first| line.has(first, told) && begins(first))
    }

    fn price(&self) -> bool {
        let line = self.line;
        if self.figure.sort != Sort::Money || self.figure.low.is_some_and(|low| low >= 100_000.0) {
            return false;
        }
        if self.is_averaged() {
            return false;
        }
        let before = (self.start.saturating_sub(4)..self.start).any(|at| line.has(at, Class::Priced));
        let after = (self.end..self.end + 4)
            .take_while(|&at| line.get(at).is_some_and(|token| token.is_word() || line.dash(at)))
            .any(|at| line.has(at, Class::Priced));
        before || after || self.labelled()
    }

    /// "The average boat owner owes $7,499": what people have, owe or earn on average somebody worked out.
    fn is_averaged(&self) -> bool {
        let line = self.line;
        let near = self.start.saturating_sub(8)..self.end + 4;
        let averaged = |at: usize| line.is(at, words!["average", "averages", "averaged", "median", "typical"]);
        let owing = [Class::Owing, Class::People];
        near.clone().any(averaged)
            && near.into_iter().any(|at| line.has_any(at, &owing) || line.is(at, words!["owner", "adult", "household"]))
    }

    fn specification(&self) -> bool {
        let lasting = self.bare() && self.line.has(self.end, Class::Duration);
        (self.figure.sort == Sort::Measure || lasting) && self.labelled()
    }

    /// Whether it is all that a label is followed by: "Battery life: up to 24 hours (with the lamp off)".
    fn labelled(&self) -> bool {
        const LABEL: usize = 6;
        const VALUE: usize = 6;
        let line = self.line;
        let counted = |at: usize| line.has_any(at, &[Class::HarmNoun, Class::HarmVerb, Class::ChangeVerb]);
        let Some(colon) = (self.start.saturating_sub(3)..self.start).rev().find(|&at| line.mark(at, &[':'])) else {
            return false;
        };
        let named = (1..=LABEL).contains(&colon) && (0..colon).all(|at| !line.mark(at, &['.', ',', ';', '!', '?', '“', '"']));
        let end = (self.end..line.tokens.len()).find(|&at| line.mark(at, &['(', ';', ','])).unwrap_or(line.tokens.len());
        named && end - self.end <= VALUE && !(0..end).any(counted)
    }
}
