//! The record of second readers: a sorted list of lines of JSON that two branches can merge.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::line::{self, Borrowed};
use super::ruling::{ReadAs, Ruling};

/// The name of a record; it lies beside the configuration.
pub const NAME: &str = "copydesk-readings.jsonl";
/// What the first line of a record begins with.
const HEAD: &[u8] = b"{\"claim\":\"";

/// A line that is none of a record's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadReading {
    /// Its bytes in the text of the record.
    pub at: Range<usize>,
    /// What is wrong with it.
    pub why: String,
}

/// A record as it was read.
#[derive(Debug, Default)]
pub struct Rulings {
    text: String,
    /// By claim, then reader.
    lines: Vec<RecordLine>,
    bad: Vec<BadReading>,
}

/// Where a ruling stands in the text of its record, and by what it is sought: names are kept as hashes.
#[derive(Debug, Clone, Copy)]
struct RecordLine {
    claim: u64,
    reader: u64,
    path: u64,
    start: usize,
    end: usize,
}

/// What some readers together make of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Nobody asks.
    Silent,
    /// All who read it ask.
    Asked,
    /// Some ask, and some do not.
    Split,
}

impl Stand {
    /// What rulings on one claim come to; `None` for none.
    pub fn of(rulings: &[Ruling]) -> Option<Self> {
        let asks = rulings.iter().filter(|ruling| ruling.verdict == ReadAs::Ask).count();
        match asks {
            _ if rulings.is_empty() => None,
            0 => Some(Self::Silent),
            all if all == rulings.len() => Some(Self::Asked),
            _ => Some(Self::Split),
        }
    }
}

impl Rulings {
    /// Whether a file is a record: it begins as one.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(HEAD)
    }

    /// Reads a record. What is no line of one is kept aside, and all others hold.
    pub fn read(text: String) -> Self {
        let (mut lines, mut bad) = (Vec::with_capacity(text.len() / 192), Vec::new());
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let at = start..start + whole.trim_end_matches(['\n', '\r']).len();
            start += whole.len();
            if text[at.clone()].trim_ascii().is_empty() {
                continue;
            }
            match Borrowed::parse(&text[at.clone()]) {
                Ok(line) => lines.push(RecordLine {
                    claim: line.claim,
                    reader: hash(&line.reader),
                    path: hash(&line.path),
                    start: at.start,
                    end: at.end,
                }),
                Err(why) => bad.push(BadReading { at, why }),
            }
        }
        let key = |line: &RecordLine| (line.claim, line.start);
        if !lines.is_sorted_by_key(key) {
            lines.sort_unstable_by_key(key);
        }
        Self { text, lines, bad }
    }

    /// Its text, as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines that are none.
    pub fn bad(&self) -> &[BadReading] {
        &self.bad
    }

    /// How many rulings it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Names its text: records with equal keys say the same.
    pub fn key(&self) -> u64 {
        xxh3_64(self.text.as_bytes())
    }

    /// What readers made of a claim, by their names: of one reader the last, as after a merge he may stand there twice.
    pub fn of(&self, claim: u64) -> Vec<Ruling> {
        let first = self.lines.partition_point(|line| line.claim < claim);
        let of_claim = self.lines[first..].iter().take_while(|line| line.claim == claim);
        let mut by_reader: BTreeMap<String, Ruling> = BTreeMap::new();
        for ruling in of_claim.filter_map(|line| self.ruling(line)) {
            let held = by_reader.get(&ruling.reader);
            if held.is_none_or(|held| newer(&ruling, held).is_ge()) {
                by_reader.insert(ruling.reader.clone(), ruling);
            }
        }
        by_reader.into_values().collect()
    }

    /// Whether a reader of this name read a claim; without a name, whether anybody did.
    pub fn has(&self, claim: u64, reader: Option<&str>) -> bool {
        let reader = reader.map(hash);
        let first = self.lines.partition_point(|line| line.claim < claim);
        let mut of_claim = self.lines[first..].iter().take_while(|line| line.claim == claim);
        of_claim.any(|line| reader.is_none_or(|reader| reader == line.reader))
    }

    fn ruling(&self, line: &RecordLine) -> Option<Ruling> {
        Borrowed::parse(&self.text[line.start..line.end]).ok().map(Borrowed::into_ruling)
    }

    /// The rulings on claims that stand nowhere any more, with their bytes in the text. `seen` are the claims of this run, `checked` the drafts
    /// that it looked at, and `is_gone` says of any other whether there is none of this name.
    pub fn stale(
        &self,
        seen: &BTreeSet<u64>,
        checked: &BTreeSet<&str>,
        is_gone: impl Fn(&str) -> bool,
    ) -> Vec<(Ruling, Range<usize>)> {
        let checked: BTreeSet<u64> = checked.iter().map(|path| hash(path)).collect();
        let unseen = self.lines.iter().filter(|line| !seen.contains(&line.claim));
        let mut gone: FxHashMap<u64, bool> = FxHashMap::default();
        let mut is_stale = |line: &RecordLine| {
            let of_path = || self.ruling(line).is_some_and(|ruling| is_gone(&ruling.path));
            checked.contains(&line.path) || *gone.entry(line.path).or_insert_with(of_path)
        };
        let stale: Vec<&RecordLine> = unseen.filter(|line| is_stale(line)).collect();
        stale.into_iter().filter_map(|line| Some((self.ruling(line)?, line.start..line.end))).collect()
    }

    /// The text of the record, sorted, with other rulings in it, each in the place of what its reader said of its claim before, and without some, by
    /// claim and reader. Lines that are none stay, at the end.
    pub fn with(&self, new: &[Ruling], without: &BTreeSet<(u64, String)>) -> String {
        let mut added: Vec<String> = new.iter().map(line::written).collect();
        let mut gone: BTreeSet<(u64, u64)> = without.iter().map(|(claim, reader)| (*claim, hash(reader))).collect();
        gone.extend(new.iter().map(|ruling| (ruling.claim, hash(&ruling.reader))));
        let kept = self.lines.iter().filter(|line| !gone.contains(&(line.claim, line.reader)));
        let mut kept: Vec<&str> = kept.map(|line| &self.text[line.start..line.end]).collect();
        kept.sort_unstable();
        added.sort_unstable();
        let mut text = String::with_capacity(self.text.len() + added.len() * 192);
        let mut push = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        let mut added = added.iter().peekable();
        for line in kept {
            while let Some(new) = added.next_if(|new| new.as_str() < line) {
                push(new);
            }
            push(line);
        }
        added.for_each(|new| push(new));
        self.bad.iter().for_each(|bad| push(&self.text[bad.at.clone()]));
        text
    }
}

/// Which of two rulings of one reader on one claim is newer; of one day, the words decide, so that the order of lines does not.
fn newer(one: &Ruling, other: &Ruling) -> Ordering {
    (&one.date, one.verdict, &one.why).cmp(&(&other.date, other.verdict, &other.why))
}

fn hash(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

#[cfg(test)]
mod tests;
