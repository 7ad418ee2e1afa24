//! Numbers that tell when, how old and how long: dates, years, times of day, ages, durations.

use super::FigureContext;
use crate::prose::class::Class;
use crate::prose::figure::Sort;
use crate::prose::token::Shape;

/// How many words before a time a verb of change stands, and how near "from", "to" or "by". Chosen by hand; no measurement of it is kept.
const CHANGED: usize = 8;
const BOUND: usize = 3;

impl FigureContext<'_> {
    pub(super) fn time(&self) -> bool {
        let line = self.line;
        let clock = |at| line.has(at, Class::Clock) || line.mark(at, &['.', '-']) && line.has(at + 1, Class::Clock);
        let minutes = line.mark(self.end, &[':']) && line.glued(self.end + 1) && line.word(self.end + 1).len() == 2
            || line.follows(self.start, words![":"])
                && line.glued(self.start)
                && self.start >= 2
                && line.tokens[self.start - 2].shape == Shape::Number;
        self.bare() && (clock(self.end) || minutes || clock(self.end + 2) && line.is(self.end, words!["to"]))
            || self.figure.sort == Sort::Measure && line.has(self.end - 1, Class::Clock)
    }

    pub(super) fn date(&self) -> bool {
        let line = self.line;
        if !self.bare() {
            return false;
        }
        let suffix = usize::from(line.glued(self.end) && line.is(self.end, words!["st", "nd", "rd", "th"]));
        let month_after = line.has(self.end + suffix, Class::Month)
            || line.is(self.end + suffix, words!["of"]) && line.has(self.end + suffix + 1, Class::Month);
        let month_before = line.before(self.start).is_some_and(|token| token.has(Class::Month) && token.is_capital())
            || line.follows(self.start, words!["."]) && self.start >= 2 && line.has(self.start - 2, Class::Month);
        let range_of_days = (self.start.saturating_sub(3)..self.start)
            .any(|at| line.has(at, Class::Month) && line.tokens[at].is_capital())
            && line.before(self.start).is_some_and(|token| matches!(token.shape, Shape::Mark('-' | '–' | ',')));
        let small = self.whole().is_some_and(|day| (1..=31).contains(&day)) || self.figure.high.is_some_and(|day| day <= 31.0);
        let numeric = self.glued_digits(&['/', '-', '.'], 2);
        small && (month_after || month_before || range_of_days)
            || (month_before || month_after) && self.digits().is_some_and(|digits| digits.len() == 4)
            || numeric
    }

    pub(super) fn age(&self) -> bool {
        let line = self.line;
        let old = |at: usize| {
            line.dash(at)
                && line.is(at + 1, words!["year", "years", "month", "week"])
                && line.dash(at + 2)
                && line.is(at + 3, words!["old", "olds"])
                || line.is(at, words!["year", "years", "months", "weeks"])
                    && (line.is(at + 1, words!["old", "of"])
                        && (line.is(at + 1, words!["old"]) || line.is(at + 2, words!["age"])))
        };
        if !self.bare() || self.whole().is_none_or(|age| age > 130) {
            return false;
        }
        let aged = line.follows(self.start, words!["aged", "age", "ages", "turn", "turned", "turns", "turning"])
            || line.follows(self.start, words!["of"]) && line.is(self.start.wrapping_sub(2), words!["age"])
            || line.follows(self.start, words!["and"]) && line.is(self.start.wrapping_sub(3), words!["aged", "ages"]);
        let dies = line.follows(self.start, words!["at"])
            && self.start >= 2
            && line.is(self.start - 2, words!["dies", "died", "dead", "retired", "married", "retires"]);
        let when = line.follows(self.start, words!["was", "were", "am"])
            && (self.start.saturating_sub(4)..self.start).any(|at| line.is(at, words!["when", "until", "since"]))
            && (line.mark(self.end, &[',', '.', ';']) || line.get(self.end).is_none());
        let thirties = line.glued(self.end) && line.is(self.end, words!["s"]);
        let under = line.dash(self.start.wrapping_sub(1))
            && self.start >= 2
            && line.is(self.start - 2, words!["under", "over"])
            && line.is(self.end, words!["s"]);
        let apposed = self.digits().is_some_and(|digits| digits.len() == 2)
            && line.follows(self.start, words![","])
            && line.glued(self.end)
            && (line.mark(self.end, &[',']) || line.mark(self.end, &['.', ';']) && self.start + 3 >= line.tokens.len())
            && self.start >= 2
            && line.tokens[self.start - 2].is_capital();
        // "people 65 and older", "Under 25: 40 votes", "65+: 12 votes"
        let bounds = words!["older", "over", "above", "up", "younger", "under", "below"];
        let open = line.is(self.end, words!["and", "or"]) && line.is(self.end + 1, bounds);
        let open = open && !line.get(self.end + 2).is_some_and(|next| next.shape == Shape::Number);
        let label = line.mark(self.end, &[':'])
            && self.start <= 1
            && (line.mark(self.end - 1, &['+']) || line.follows(self.start, words!["under", "over"]));
        aged || open || label || dies || when || old(self.end) || thirties || under || apposed
    }

    pub(super) fn year(&self) -> bool {
        let line = self.line;
        if !self.bare() {
            return false;
        }
        let decade = line.glued(self.end)
            && (line.is(self.end, words!["s", "'s"]))
            && self.whole().is_some_and(|year| year % 10 == 0 && !(100..1000).contains(&year));
        let short = line.follows(self.start, words!["'"])
            && line.glued(self.start)
            && self.digits().is_some_and(|digits| digits.len() == 2);
        // "1986/87": the second year of a season.
        let season = line.follows(self.start, words!["/", "-", "–"])
            && line.glued(self.start)
            && line.glued(self.start - 1)
            && self.start >= 2
            && line.word(self.start - 2).len() == 4
            && line.tokens[self.start - 2].shape == Shape::Number
            && self.digits().is_some_and(|digits| digits.len() == 2);
        if decade || short || season || line.has(self.end, Class::Era) {
            return true;
        }
        let printed = line.word(self.start);
        let four = printed.len() == 4 && printed.bytes().all(|byte| byte.is_ascii_digit());
        if !four || !self.figure.low.is_some_and(|year| (1400.0..=2100.0).contains(&year)) {
            return false;
        }
        let pointed = line.before(self.start).is_some_and(|token| {
            token.classes.any(&[Class::Preposition, Class::Month, Class::Weekday])
                && !line.follows(self.start, words!["of", "to", "with", "at", "over"])
                || matches!(token.shape, Shape::Mark('(' | ',' | '/' | '\'' | '’'))
        }) || line
            .follows(self.start, words!["early", "late", "mid", "spring", "summer", "autumn", "fall", "winter", "year", "the"]);
        let counts = line.get(self.end).is_some_and(|next| {
            next.shape == Shape::Word
                && next.classes.any(&[Class::MeasuredNoun, Class::SettledNoun, Class::HarmNoun, Class::Unit])
                && !line.glued(self.end)
        });
        !self.is_bounded_count() && (pointed || !counts)
    }

    /// "over 2000 genes", "at least 1500 farmers": a bound stands before a number of things, and before no year.
    fn is_bounded_count(&self) -> bool {
        let line = self.line;
        let bounded = line.follows(self.start, words!["over", "nearly", "almost"])
            || line.follows(self.start, words!["than"]) && line.follows(self.start - 1, words!["more", "fewer", "less"])
            || line.follows(self.start, words!["least", "most"]) && line.follows(self.start - 1, words!["at"]);
        let things = line.get(self.end).is_some_and(|next| next.shape == Shape::Word) && line.word(self.end).ends_with('s');
        bounded && things && !line.glued(self.end)
    }

    pub(super) fn duration(&self) -> bool {
        let line = self.line;
        let behind = |at: usize| line.has(at, Class::Duration);
        // A duration that somebody averaged is a finding.
        if (self.start.saturating_sub(5)..self.end + 4).any(|at| {
            line.is(at, words!["average", "median", "averaged", "averages", "mean", "spend", "spends", "spent", "usage"])
        }) || self.is_lost_time()
            || self.is_changed_time()
        {
            return false;
        }
        let hyphen = usize::from(line.dash(self.end));
        let spaced = behind(self.end + hyphen)
            || line.is(
                self.end,
                words!["more", "full", "straight", "consecutive", "long", "short", "further", "additional", "days"],
            ) && behind(self.end + 1);
        matches!(self.figure.sort, Sort::Count | Sort::Magnitude | Sort::Ratio)
            && (spaced || line.is(self.end, words!["of"]) && behind(self.end + 1) && self.figure.sort == Sort::Magnitude)
            || self.figure.sort == Sort::Measure && behind(self.end - 1)
    }

    /// "Charging time fell from 45 minutes to under 90 seconds": a time that was measured twice.
    fn is_changed_time(&self) -> bool {
        let line = self.line;
        let before = self.start.saturating_sub(CHANGED)..self.start;
        let changed = before.clone().find(|&at| line.has(at, Class::ChangeVerb));
        // "a five-day low", "two years ago"
        let told = line.dash(self.end) || (self.end + 1..self.end + 3).any(|at| line.is(at, words!["ago", "before", "earlier"]));
        let bound = |at: usize| line.is(at, words!["from", "to", "by"]);
        !told && changed.is_some_and(|changed| (changed.max(self.start.saturating_sub(BOUND))..self.start).any(bound))
    }

    /// "Commuters lose 54 hours a year in traffic", "the attention span of a reader is eight seconds": somebody measured that of many.
    fn is_lost_time(&self) -> bool {
        let line = self.line;
        let loses = words![
            "lose", "loses", "lost", "waste", "wastes", "wasted", "wait", "waits", "waited", "work", "works", "sleep", "sleeps"
        ];
        let lost = (self.start.saturating_sub(4)..self.start).any(|at| line.is(at, loses));
        let rated = (self.end + 1..self.end + 4).any(|at| {
            line.is(at, words!["a", "per", "each", "every"]) && line.is(at + 1, words!["day", "week", "month", "year", "night"])
        });
        let people = (self.start.saturating_sub(10)..self.start).any(|at| line.has(at, Class::People));
        let span = (self.start.saturating_sub(10)..self.start).any(|at| {
            line.is(at, words!["attention", "life", "battery"]) && line.is(at + 1, words!["span", "expectancy", "life"])
        });
        lost && rated && people || span
    }
}
