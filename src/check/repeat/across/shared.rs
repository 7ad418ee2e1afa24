//! Words in a row that passages share which are not alike as a whole.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::passages::RuleView;
use super::place::{CopyPlace, settle};
use super::ruler::{Ruler, SharedRun};

/// How many stretches a passage is held against.
const TRIED: usize = 16;

/// A stretch of a passage, and the passages that have it too.
struct Stretch {
    leader: u32,
    run: Range<usize>,
    words: usize,
    members: Vec<(u32, SharedRun)>,
}

/// The places of each stretch that passages share: `pairs` of passages have one.
pub(super) fn stretches(view: RuleView<'_>, pairs: &[(u32, u32)]) -> Vec<Vec<CopyPlace>> {
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(a, b) in pairs {
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    let rank = |passage: &u32| -> (usize, u32, u32) { view.rank(*passage) };
    let mut order: Vec<u32> = neighbours.keys().copied().collect();
    order.sort_by_cached_key(rank);
    let ranks: FxHashMap<u32, usize> = order.iter().enumerate().map(|(at, passage)| (*passage, at)).collect();
    let (mut ruler, mut found) = (Ruler::new(), Vec::<Stretch>::new());
    // The stretches that a passage leads or has.
    let mut of: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for &passage in &order {
        let mut earlier: Vec<u32> = neighbours[&passage].iter().copied().filter(|other| ranks[other] < ranks[&passage]).collect();
        earlier.sort_by_key(|other| ranks[other]);
        earlier.truncate(TRIED);
        if earlier.is_empty() {
            continue;
        }
        ruler.set(&view.words(passage));
        let known: FxHashSet<usize> = earlier.iter().filter_map(|other| of.get(other)).flatten().copied().collect();
        let mut known: Vec<usize> = known.into_iter().collect();
        known.sort_unstable();
        let least = view.asks(passage).map_or(0, |asks| asks.run);
        let joined = known.into_iter().take(TRIED).find_map(|number| {
            let stretch = &found[number];
            let run = ruler.run(&view.words(stretch.leader), least)?;
            meets(&stretch.run, &run.there).then_some((number, run))
        });
        let (number, run) = match joined {
            Some(joined) => joined,
            None => {
                let Some(run) = ruler.run(&view.words(earlier[0]), least) else { continue };
                let stretch = Stretch { leader: earlier[0], run: run.there.clone(), words: run.words, members: Vec::new() };
                of.entry(earlier[0]).or_default().push(found.len());
                found.push(stretch);
                (found.len() - 1, run)
            }
        };
        found[number].members.push((passage, run));
        of.entry(passage).or_default().push(number);
    }
    found.iter().map(|stretch| places(view, stretch)).collect()
}

/// Whether two stretches are the same for the most part.
fn meets(a: &Range<usize>, b: &Range<usize>) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common * 2 >= a.len().min(b.len())
}

fn places(view: RuleView<'_>, stretch: &Stretch) -> Vec<CopyPlace> {
    let (mut found, mut seen): (Vec<CopyPlace>, FxHashSet<u32>) = (Vec::new(), FxHashSet::default());
    let mut add = |passage: u32, run: &Range<usize>, words: usize| {
        for number in view.places(passage) {
            let document = view.document(number);
            if seen.insert(document) {
                let (document, run) = (document as usize, Some((run.clone(), words)));
                found.push(CopyPlace { document, asked: false, numbers: number..number + 1, likeness: 1.0, run });
            }
        }
        found.len()
    };
    let leading = add(stretch.leader, &stretch.run, stretch.words);
    stretch.members.iter().for_each(|(passage, run)| {
        add(*passage, &run.here, run.words);
    });
    settle(&mut found, leading, view.seen);
    found
}
