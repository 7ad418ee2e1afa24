//! Passages that are one, in the same words or in nearly the same.

use rustc_hash::FxHashMap;

use super::group::Group;
use super::inside;
use super::join::Passages;
use super::ruler::{Ruler, differs_in_slots};
use crate::check::print::Asks;

/// How many leaders a passage is held against beside those of the passages it was found alike to.
const LEADERS: usize = 16;

/// Passages that stand in several documents or are like another, in groups, with what holds them; and pairs that are not alike
/// and share words in a row, where a rule asks for those.
pub(super) fn groups(passages: &Passages<'_>, known: Option<&[(u64, u64)]>, joined: &dyn Fn()) -> (Vec<Group>, Vec<(u32, u32)>) {
    let mut parents: Vec<u32> = (0..passages.count() as u32).collect();
    let (mut near, mut far, mut sharing) = (Vec::new(), Vec::new(), Vec::new());
    let mut ruler = Ruler::new();
    let pairs = known.map_or_else(|| passages.pairs(), |known| passages.named(known));
    joined();
    for pairs in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
        let first = (pairs[0] >> 32) as u32;
        let asks = passages.home(first as usize).asks;
        ruler.set(passages.words(first as usize));
        for other in pairs.iter().map(|&pair| pair as u32) {
            match likeness(&mut ruler, asks, passages.words(first as usize), passages.words(other as usize)) {
                Some(_) => {
                    near.push((first, other));
                    join(&mut parents, first, other);
                }
                None => {
                    let (least, pairs) = if asks.run > 0 { (asks.run, &mut far) } else { (inside::LEAST, &mut sharing) };
                    let run = ruler.run(passages.words(other as usize), least);
                    pairs.extend(run.map(|_| (first, other)));
                }
            }
        }
    }
    let mut together: Vec<(u32, u32)> =
        (0..passages.count() as u32).map(|passage| (root(&mut parents, passage), passage)).collect();
    together.sort_unstable();
    let mut groups = Vec::new();
    let mut neighbours: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (a, b) in near {
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    for members in together.chunk_by(|a, b| a.0 == b.0) {
        match members {
            [(_, passage)] if passages.places(*passage as usize).len() < 2 => {}
            [(_, passage)] => groups.push(Group::of(*passage)),
            _ => {
                let members = members.iter().map(|(_, passage)| *passage).collect();
                groups.extend(led(passages, &mut ruler, members, &neighbours));
            }
        }
    }
    inside::find(passages, &mut ruler, &mut groups, &sharing);
    (groups, far)
}

/// What is alike to the same passage is one; a chain of passages, each alike to the next, is not.
fn led<'p>(
    passages: &Passages<'p>,
    ruler: &mut Ruler<'p>,
    mut members: Vec<u32>,
    neighbours: &FxHashMap<u32, Vec<u32>>,
) -> Vec<Group> {
    members.sort_by_cached_key(|&passage| passages.rank(passage as usize));
    let (mut groups, mut leaders): (Vec<Group>, FxHashMap<u32, usize>) = (Vec::new(), FxHashMap::default());
    for passage in members {
        ruler.set(passages.words(passage as usize));
        let near = neighbours.get(&passage).into_iter().flatten().filter_map(|other| leaders.get(other)).copied();
        let mut tried: Vec<usize> = (0..groups.len().min(LEADERS)).chain(near.take(LEADERS)).collect();
        tried.sort_unstable();
        tried.dedup();
        let found = tried.into_iter().find_map(|group| {
            let leader = groups[group].members[0].0 as usize;
            let (asks, words) = (passages.home(leader).asks, passages.words(leader));
            likeness(ruler, asks, passages.words(passage as usize), words).map(|likeness| (group, likeness))
        });
        match found {
            Some((group, likeness)) => groups[group].members.push((passage, likeness)),
            None => groups.push(Group::of(passage)),
        }
        leaders.insert(passage, found.map_or(groups.len() - 1, |(group, _)| group));
    }
    take_in(passages, ruler, &mut groups, &leaders, neighbours);
    groups
}

/// What stands once and is alike to a member, not to its leader, would be told nowhere: it goes with that member, and nothing with it.
fn take_in<'p>(
    passages: &Passages<'p>,
    ruler: &mut Ruler<'p>,
    groups: &mut Vec<Group>,
    leaders: &FxHashMap<u32, usize>,
    neighbours: &FxHashMap<u32, Vec<u32>>,
) {
    let is_alone = |group: &Group| group.members.len() == 1 && passages.places(group.members[0].0 as usize).len() == 1;
    let alone: Vec<bool> = groups.iter().map(is_alone).collect();
    let nearest = |passage: u32| {
        let groups = neighbours.get(&passage).into_iter().flatten().filter_map(|other| leaders.get(other));
        groups.copied().filter(|&group| !alone[group]).min()
    };
    for at in (0..groups.len()).filter(|&at| alone[at]) {
        let passage = groups[at].members[0].0;
        if let Some(group) = nearest(passage) {
            ruler.set(passages.words(passage as usize));
            let leader = passages.words(groups[group].members[0].0 as usize);
            let likeness = ruler.likeness(leader, 0.0).unwrap_or_default();
            groups[group].members.push((passage, likeness));
            groups[at].members.clear();
        }
    }
    groups.retain(|group| !group.members.is_empty());
}

/// How alike the passage of a ruler and another are, where that is alike enough.
fn likeness<'p>(ruler: &mut Ruler<'p>, asks: Asks, words: &'p [u16], other: &'p [u16]) -> Option<f64> {
    let likeness = ruler.likeness(other, asks.near)?;
    (likeness >= asks.near_slots || !differs_in_slots(words, other)).then_some(likeness)
}

/// The passage that stands for all that are joined with one.
fn root(parents: &mut [u32], mut passage: u32) -> u32 {
    while parents[passage as usize] != passage {
        let above = parents[parents[passage as usize] as usize];
        parents[passage as usize] = above;
        passage = above;
    }
    passage
}

fn join(parents: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parents, a), root(parents, b));
    parents[a.max(b) as usize] = a.min(b);
}
