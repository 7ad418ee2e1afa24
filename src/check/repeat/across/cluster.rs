//! Passages that are one, in the same words or in nearly the same.

use rustc_hash::FxHashMap;

use super::group::Group;
use super::inside::{self, least};
use super::passages::RuleView;
use super::ruler::{Ruler, differs_in_slots};
use super::verdict::PairVerdict;
use crate::check::print::Asks;

/// How many leaders a passage is held against beside those of the passages it was found alike to.
const LEADERS: usize = 16;

/// What passages are to one another by a rule.
pub(super) struct Grouped {
    /// Those that stand in several documents or are like another, with what holds them.
    pub(super) groups: Vec<Group>,
    /// Pairs that are not alike and share words in a row, where the rule asks for those.
    pub(super) far: Vec<(u32, u32)>,
}

/// Groups passages by a rule.
pub(super) fn grouped(view: RuleView<'_>, verdicts: &[PairVerdict]) -> Grouped {
    let (mut near, mut far, mut sharing) = (Vec::new(), Vec::new(), Vec::new());
    for verdict in verdicts.iter().filter(|verdict| view.compares(verdict.first) && view.compares(verdict.second)) {
        let Some(asks) = view.asks(verdict.first) else { continue };
        let pairs = match () {
            () if verdict.is_near(asks) => &mut near,
            () if (verdict.run as usize) < least(asks) => continue,
            () if asks.run > 0 => &mut far,
            () => &mut sharing,
        };
        pairs.push((verdict.first, verdict.second));
    }
    let mut groups = Vec::new();
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut ruler = Ruler::new();
    let together = together(view, &near);
    for (a, b) in near {
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    for members in together.chunk_by(|a, b| a.0 == b.0) {
        match members {
            [(_, passage)] => groups.push(Group::of(*passage)),
            _ => {
                let members = members.iter().map(|(_, passage)| *passage).collect();
                groups.extend(led(view, &mut ruler, members, &neighbours));
            }
        }
    }
    inside::find(view, &mut ruler, &mut groups, &sharing);
    Grouped { groups, far }
}

/// The passages that stand in several documents or are joined with another, each behind the one that stands for all that are joined.
fn together(view: RuleView<'_>, near: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut parents: FxHashMap<u32, u32> = FxHashMap::default();
    for &(a, b) in near {
        let (a, b) = (root(&mut parents, a), root(&mut parents, b));
        parents.insert(a.max(b), a.min(b));
    }
    let joined: Vec<u32> = parents.keys().copied().collect();
    let is_alone = |passage: &u32| !parents.contains_key(passage) && view.is_repeated(*passage);
    let mut together: Vec<(u32, u32)> = view.passages.all().filter(is_alone).map(|passage| (passage, passage)).collect();
    together.extend(joined.into_iter().map(|passage| (root(&mut parents, passage), passage)));
    together.sort_unstable();
    together
}

/// What is alike to the same passage is one; a chain of passages, each alike to the next, is not.
fn led(view: RuleView<'_>, ruler: &mut Ruler, mut members: Vec<u32>, neighbours: &FxHashMap<u32, Vec<u32>>) -> Vec<Group> {
    members.sort_by_cached_key(|&passage| view.rank(passage));
    let (mut groups, mut leaders): (Vec<Group>, FxHashMap<u32, usize>) = (Vec::new(), FxHashMap::default());
    for passage in members {
        ruler.set(&view.words(passage));
        let near = neighbours.get(&passage).into_iter().flatten().filter_map(|other| leaders.get(other)).copied();
        let mut tried: Vec<usize> = (0..groups.len().min(LEADERS)).chain(near.take(LEADERS)).collect();
        tried.sort_unstable();
        tried.dedup();
        let found = tried.into_iter().find_map(|group| {
            let leader = groups[group].members[0].0;
            let likeness = likeness(ruler, view.asks(leader)?, &view.words(passage), &view.words(leader))?;
            Some((group, likeness))
        });
        match found {
            Some((group, likeness)) => groups[group].members.push((passage, likeness)),
            None => groups.push(Group::of(passage)),
        }
        leaders.insert(passage, found.map_or(groups.len() - 1, |(group, _)| group));
    }
    take_in(view, ruler, &mut groups, &leaders, neighbours);
    groups
}

/// What stands once and is alike to a member, not to its leader, would be told nowhere: it goes with that member, and nothing with it.
fn take_in(
    view: RuleView<'_>,
    ruler: &mut Ruler,
    groups: &mut Vec<Group>,
    leaders: &FxHashMap<u32, usize>,
    neighbours: &FxHashMap<u32, Vec<u32>>,
) {
    let is_alone = |group: &Group| group.members.len() == 1 && !view.is_repeated(group.members[0].0);
    let alone: Vec<bool> = groups.iter().map(is_alone).collect();
    let nearest = |passage: u32| {
        let groups = neighbours.get(&passage).into_iter().flatten().filter_map(|other| leaders.get(other));
        groups.copied().filter(|&group| !alone[group]).min()
    };
    for at in (0..groups.len()).filter(|&at| alone[at]) {
        let passage = groups[at].members[0].0;
        if let Some(group) = nearest(passage) {
            ruler.set(&view.words(passage));
            let leader = view.words(groups[group].members[0].0);
            let likeness = ruler.likeness(&leader, 0.0).unwrap_or_default();
            groups[group].members.push((passage, likeness));
            groups[at].members.clear();
        }
    }
    groups.retain(|group| !group.members.is_empty());
}

/// How alike the passage of a ruler and another are, where that is alike enough.
pub(super) fn likeness(ruler: &mut Ruler, asks: Asks, words: &[u16], other: &[u16]) -> Option<f64> {
    let likeness = ruler.likeness(other, asks.near)?;
    (likeness >= asks.near_slots || !differs_in_slots(words, other)).then_some(likeness)
}

/// The passage that stands for all that are joined with one.
fn root(parents: &mut FxHashMap<u32, u32>, mut passage: u32) -> u32 {
    loop {
        let above = *parents.entry(passage).or_insert(passage);
        if above == passage {
            return passage;
        }
        let next = *parents.entry(above).or_insert(above);
        parents.insert(passage, next);
        passage = next;
    }
}
