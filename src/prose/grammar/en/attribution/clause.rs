//! Where the clauses of a sentence begin and end, and which of them bring in somebody new.

use super::finder::{AttributionFinder, VERBS};
use crate::prose::Class;

impl AttributionFinder<'_, '_> {
    /// Whether a clause or sentence ends at `at`.
    pub(super) fn closes(&self, at: usize) -> bool {
        at >= self.sentence.end || self.line.mark(at, &[',', '.', ';', '!', '?', ')', '—', '–', '”', '"'])
    }

    pub(super) fn parenthetic(&self, at: usize) -> bool {
        at > 0 && self.line.mark(at - 1, &[','])
    }

    /// Whether a new clause with its own say begins at `at`: one that brings in somebody new.
    pub(super) fn breaks(&self, at: usize) -> bool {
        let line = self.line;
        if line.mark(at, &[',']) && line.is(at + 1, words!["referring", "alluding"]) {
            return true;
        }
        let contrast = line.mark(at, &[',', '—', '–']) && line.has(at + 1, Class::Contrast) && !line.is(at + 2, words!["that"]);
        if !contrast && !line.mark(at, &[';']) {
            return false;
        }
        let first = at + 1 + usize::from(contrast);
        // "…; at the mill it was 39 percent": a place is no speaker.
        if line.has(first, Class::Preposition) {
            return false;
        }
        // "…, while earnings are expected to rise": a document that tells nothing is no newcomer.
        let tells = |at: usize| {
            if !contrast {
                return line.has(at, Class::DocumentNoun);
            }
            let mut near = (at + 1..self.sentence.end.min(at + 7)).take_while(|&at| !self.closes(at));
            line.has(at, Class::DocumentNoun) && near.any(|at| line.has_any(at, VERBS) && !line.has_before(at, Class::Auxiliary))
        };
        // "…, while the ministry's schemes made 200 jobs": an owner speaks only where a verb of saying follows.
        let owns = |at: usize| {
            let near = (at + 2..self.sentence.end.min(at + 10)).take_while(|&at| !self.closes(at));
            line.is(at + 1, words!["'s"]) && !self.is_number(at + 2) && !near.into_iter().any(|at| line.has_any(at, VERBS))
        };
        let newcomer = |at: usize| {
            !owns(at)
                && (line.get(at).is_some_and(|token| token.is_capital() && !token.has(Class::Opener))
                    || line.has_any(at, &[Class::AgentNoun, Class::OrganisationNoun, Class::VagueNoun])
                    || tells(at)
                    || line.has(at, Class::Speaker))
        };
        (first..first + 4).take_while(|&at| line.get(at).is_some_and(|token| token.is_word())).any(newcomer)
    }

    pub(super) fn clause_start(&self, at: usize) -> usize {
        (self.sentence.start..at).rev().find(|&at| self.breaks(at)).map_or(self.sentence.start, |at| at + 1)
    }

    pub(super) fn clause_end(&self, at: usize) -> usize {
        (at..self.sentence.end).find(|&at| self.breaks(at)).unwrap_or(self.sentence.end)
    }

    pub(super) fn comma_end(&self, at: usize) -> usize {
        (at..self.sentence.end).find(|&at| self.line.mark(at, &[',', ';', ':', '—'])).unwrap_or(self.sentence.end)
    }
}
