//! A lead in a poll that is smaller than the poll's own margin of error.

use super::options::Numbers;
use super::quantity::shown;
use super::stated::{Sentence, sentences};
use crate::check::hit::Hit;
use crate::draft::Draft;
use crate::finding::Related;
use crate::prose::Phrases;
use crate::prose::figure::{Figure, Sort};
use crate::reading::{Place, Reading};

/// How many bytes behind the words its number may stand. Chosen by hand; no measurement of it is kept.
const NEAR: usize = 60;

/// A margin that the article states.
struct Stating {
    /// In percentage points.
    points: f64,
    place: Place,
}

/// Leads inside the margin, where the article states one margin.
pub(super) fn hits(of: &Numbers, draft: &Draft<'_>) -> Vec<Hit> {
    let reading = &draft.reading;
    let margins: Vec<Stating> = reading.places(&of.margin).filter_map(|words| stated(draft, words)).collect();
    let Some(margin) = margins.first() else { return Vec::new() };
    // Two polls with two margins: which lead belongs to which, only a reader can tell.
    if margins.iter().any(|other| other.points != margin.points) {
        return Vec::new();
    }
    sentences(draft, 1).filter_map(|sentence| lead(of, reading, &sentence, margin)).collect()
}

/// "a margin of error of plus or minus 3 points": the number beside these words. "3 points" reads as an enumeration elsewhere;
/// here every number counts.
fn stated(draft: &Draft<'_>, words: &Place) -> Option<Stating> {
    let line = draft.reading.line(words.block);
    let place = |figure: &Figure| Place { block: words.block, at: line.bytes(figure.tokens.clone()) };
    let beside = |figure: &&Figure| {
        let at = place(figure).at;
        matches!(figure.sort, Sort::Percent | Sort::Points | Sort::Count)
            && at.end > words.at.start
            && at.start < words.at.end + NEAR
    };
    let figures = draft.figures(words.block);
    let first = figures.partition_point(|figure| place(figure).at.end <= words.at.start);
    let figure = figures.get(first).filter(beside)?;
    let points = figure.low?.abs();
    (0.5..=12.0).contains(&points).then(|| Stating { points, place: place(figure) })
}

/// The first of these phrases in a sentence.
fn inside<'a>(reading: &'a Reading<'_>, phrases: &Phrases, sentence: &Sentence<'_>) -> Option<&'a Place> {
    let at = sentence.line.bytes(sentence.tokens.clone());
    let mut places = reading.places_in(phrases, sentence.block..=sentence.block);
    places.find(|place| at.start <= place.at.start && place.at.end <= at.end)
}

fn lead(of: &Numbers, reading: &Reading<'_>, sentence: &Sentence<'_>, margin: &Stating) -> Option<Hit> {
    let words = inside(reading, &of.words, sentence)?;
    if reading.has(&of.unless, sentence.block..=sentence.block) {
        return None;
    }
    let (gap, sum) = gap(sentence)?;
    if gap <= 0.0 || gap >= margin.points {
        return None;
    }
    let mut hit = Hit::new(reading.span(words), reading.text(words));
    hit.label = format!("{} points, less than the margin of {}", shown(gap), shown(margin.points));
    hit.words = vec![("gap", shown(gap)), ("margin", shown(margin.points))];
    hit.notes.push(format!("{sum}; the margin holds for each share, and is nearly twice as wide for the distance of two"));
    hit.related.push(Related::here(reading.span(&margin.place), "the margin of error"));
    Some(hit)
}

/// How far two shares of a sentence lie apart, and the sum: by the points it says, or by its two percentages.
fn gap(sentence: &Sentence<'_>) -> Option<(f64, String)> {
    let of = |sorts: &[Sort]| -> Vec<f64> {
        // "with 44% to 42%" is written as a range is.
        let fits = sentence.figures.iter().filter(|figure| sorts.contains(&figure.figure.sort)).map(|figure| figure.quantity);
        fits.flat_map(|value| [Some(value.low), (!value.is_single()).then_some(value.high)]).flatten().collect()
    };
    match (of(&[Sort::Percent]).as_slice(), of(&[Sort::Points]).as_slice()) {
        (&[first, second], &[]) => Some((
            (first - second).abs(),
            format!("{} − {} = {}", shown(first.max(second)), shown(first.min(second)), shown((first - second).abs())),
        )),
        (&[] | &[_, _], &[points]) => Some((points.abs(), format!("a lead of {} points", shown(points.abs())))),
        _ => None,
    }
}
