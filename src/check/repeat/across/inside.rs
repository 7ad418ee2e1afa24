//! Passages that stand inside longer ones: a paragraph, and the same words glued to another.

use rustc_hash::{FxHashMap, FxHashSet};

use super::group::{Group, Holder};
use super::passages::RuleView;
use super::ruler::Ruler;
use crate::check::print::Asks;

/// So many words in a row two passages share where one may stand in the other.
const LEAST: usize = 12;
/// What share of a passage stands in a longer one that holds it. Chosen by hand on published archives; no measurement of it is kept.
pub(super) const SHARE: f64 = 0.75;
/// How many texts are sought in one passage.
const HELD: u8 = 4;

/// How long a run of words is that passages share which are not alike.
pub(super) fn least(asks: Asks) -> usize {
    if asks.run > 0 { asks.run } else { LEAST }
}

/// Passages that share words in a row and are not alike.
struct Sharing<'p> {
    view: RuleView<'p>,
    neighbours: FxHashMap<u32, Vec<u32>>,
    /// How many texts were found in each.
    held: FxHashMap<u32, u8>,
}

/// Finds what holds the first passage of each group, by `pairs` of passages that share words in a row. A passage by itself that others hold
/// makes a group.
pub(super) fn find(view: RuleView<'_>, ruler: &mut Ruler, groups: &mut Vec<Group>, pairs: &[(u32, u32)]) {
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(a, b) in pairs {
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    let of_groups = groups.iter().flat_map(|group| &group.members).map(|(passage, _)| *passage);
    let grouped: FxHashSet<u32> = of_groups.filter(|passage| neighbours.contains_key(passage)).collect();
    let mut alone: Vec<u32> = neighbours.keys().copied().filter(|passage| !grouped.contains(passage)).collect();
    let rank = |passage: &u32| view.rank(*passage);
    alone.sort_by_cached_key(rank);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.retain(|&group| groups[group].members.iter().any(|(passage, _)| grouped.contains(passage)));
    order.sort_by_cached_key(|&group| rank(&groups[group].members[0].0));
    let mut sharing = Sharing { view, neighbours, held: FxHashMap::default() };
    for group in order {
        groups[group].holders = sharing.holders(ruler, &groups[group]);
    }
    for passage in alone {
        let mut group = Group::of(passage);
        group.holders = sharing.holders(ruler, &group);
        groups.extend((!group.holders.is_empty()).then_some(group));
    }
}

impl<'p> Sharing<'p> {
    /// What holds the first passage of a group. Of a text that very many passages hold, each is paired with its neighbours alone: what holds
    /// it leads to what else does.
    fn holders(&mut self, ruler: &mut Ruler, group: &Group) -> Vec<Holder> {
        let mut found: Vec<Holder> = Vec::new();
        let words = self.view.words(group.members[0].0);
        if words.len() < LEAST {
            return found;
        }
        let least = (words.len() as f64 * SHARE).ceil() as usize;
        ruler.set(&words);
        let mut tried: FxHashSet<u32> = group.members.iter().map(|(passage, _)| *passage).collect();
        let mut from: Vec<u32> = tried.iter().copied().filter(|passage| self.neighbours.contains_key(passage)).collect();
        while let Some(passage) = from.pop() {
            for &other in self.neighbours.get(&passage).into_iter().flatten().filter(|&&other| tried.insert(other)) {
                let held = self.held.entry(other).or_default();
                let run = (*held < HELD).then(|| ruler.run(&self.view.words(other), least)).flatten();
                if let Some(run) = run {
                    *held += 1;
                    found.push(Holder { passage: other, run: run.there, words: run.words });
                    from.push(other);
                }
            }
        }
        found.sort_unstable_by_key(|holder| holder.passage);
        found
    }
}
