//! The findings that a team knows and leaves for later: a sorted list, one line each, that two branches can merge.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The name of a baseline where none is said; it lies beside the configuration.
pub const NAME: &str = "copydesk-baseline.txt";
/// What the first line of a baseline begins with.
const HEAD: &str = "# copydesk baseline";
/// The lines that tell a reader what it is.
const ABOUT: &str = "\
# copydesk baseline 1: findings that are known, and that `copydesk check` passes over.
# Rule, path, fingerprint, how many. Written by --write-baseline, and shortened by --prune-baseline.
";

/// A finding as a baseline names it: no line, so that it stays what it is when others come and go above it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownFinding {
    /// The rule.
    pub rule: String,
    /// The file, relative to the folder of the baseline, with `/` between the parts.
    pub path: String,
    /// Sixteen hex digits.
    pub fingerprint: String,
}

/// Known findings, each with how often it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<KnownFinding, u32>,
}

/// A line that is none of a baseline's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: &'static str,
}

/// What a baseline says of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// For each finding that was found, whether it is known.
    pub known: Vec<bool>,
    /// What is known and was not found.
    pub left: Vec<(KnownFinding, u32)>,
}

impl Baseline {
    /// Whether a file is a baseline: it begins as one.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(HEAD.as_bytes())
    }

    /// Reads a baseline. A line that stands twice, as after a merge, counts once; the higher number holds.
    ///
    /// # Errors
    /// The first line that is none of a baseline's.
    pub fn read(text: &str) -> Result<Self, BadLine> {
        let mut baseline = Self::default();
        if !Self::is_one(text.as_bytes()) {
            return Err(BadLine { line: 1, why: "no baseline begins so" });
        }
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let bad = |why| BadLine { line: number + 1, why };
            let cells: Vec<&str> = line.split('\t').collect();
            let [rule, path, fingerprint, count] = cells[..] else { return Err(bad("not four cells with tabs between them")) };
            let count: u32 = count.parse().map_err(|_| bad("the last cell is no number"))?;
            let path = unescaped(path).ok_or_else(|| bad("a `\\` with nothing that it stands for"))?;
            let known = KnownFinding { rule: rule.to_owned(), path, fingerprint: fingerprint.to_owned() };
            let held = baseline.known.entry(known).or_default();
            *held = count.max(*held);
        }
        Ok(baseline)
    }

    /// The text of the baseline, in the order of rules, paths and fingerprints: the same findings, the same bytes.
    pub fn write(&self) -> String {
        let mut text = ABOUT.to_owned();
        for (known, count) in &self.known {
            // Into a string nothing fails.
            let _ = writeln!(text, "{}\t{}\t{}\t{count}", known.rule, escaped(&known.path), known.fingerprint);
        }
        text
    }

    /// Adds a finding once more.
    pub fn add(&mut self, known: KnownFinding) {
        *self.known.entry(known).or_default() += 1;
    }

    /// Takes a finding out so many times.
    pub fn take(&mut self, known: &KnownFinding, count: u32) {
        if let Some(held) = self.known.get_mut(known) {
            *held = held.saturating_sub(count);
            if *held == 0 {
                self.known.remove(known);
            }
        }
    }

    /// Takes over what `keep` wants of another baseline.
    pub fn keep_of(&mut self, other: &Self, keep: impl Fn(&KnownFinding) -> bool) {
        self.known.extend(other.known.iter().filter(|(known, _)| keep(known)).map(|(known, count)| (known.clone(), *count)));
    }

    /// Whether a finding is known.
    pub fn has(&self, finding: &KnownFinding) -> bool {
        self.known.contains_key(finding)
    }

    /// What is known, in order.
    pub fn all(&self) -> impl Iterator<Item = &KnownFinding> {
        self.known.keys()
    }

    /// How many findings are known.
    pub fn count(&self) -> usize {
        self.known.values().map(|&count| count as usize).sum()
    }

    /// Says which findings are known. What is known of a file that `is_gone` stands for the same words elsewhere: files are renamed.
    pub fn compare(&self, found: &[KnownFinding], is_gone: impl Fn(&str) -> bool) -> Compared {
        let mut left = self.known.clone();
        let mut take = |known: &KnownFinding| match left.get_mut(known) {
            Some(0) | None => false,
            Some(count) => {
                *count -= 1;
                true
            }
        };
        let mut known: Vec<bool> = found.iter().map(&mut take).collect();
        let mut moved: BTreeMap<(&str, &str), Vec<&KnownFinding>> = BTreeMap::new();
        for old in self.known.keys().filter(|old| is_gone(&old.path)) {
            moved.entry((&old.rule, &old.fingerprint)).or_default().push(old);
        }
        for (finding, known) in found.iter().zip(&mut known).filter(|(_, known)| !**known) {
            let olds = moved.get(&(finding.rule.as_str(), finding.fingerprint.as_str()));
            *known = olds.is_some_and(|olds| olds.iter().any(|old| take(old)));
        }
        left.retain(|_, count| *count > 0);
        Compared { known, left: left.into_iter().collect() }
    }
}

fn escaped(path: &str) -> String {
    path.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(path: &str) -> Option<String> {
    let (mut text, mut chars) = (String::new(), path.chars());
    while let Some(char) = chars.next() {
        text.push(match char {
            '\\' => match chars.next()? {
                '\\' => '\\',
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            char => char,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finding(path: &str, fingerprint: &str) -> KnownFinding {
        KnownFinding { rule: "a/b".to_owned(), path: path.to_owned(), fingerprint: fingerprint.to_owned() }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(paths in prop::collection::vec("\\PC{0,6}[\t\n\r\\\\é]?x", 0..8)) {
            let mut baseline = Baseline::default();
            paths.iter().for_each(|path| baseline.add(finding(path, "0123456789abcdef")));
            prop_assert_eq!(Baseline::read(&baseline.write()), Ok(baseline));
        }
    }

    #[test]
    fn what_stands_twice_after_a_merge_counts_once() {
        let text = format!("{ABOUT}a/b\tx.md\t00\t1\na/b\tx.md\t00\t2\n");
        assert_eq!(Baseline::read(&text).unwrap().count(), 2);
    }

    #[test]
    fn lines_of_a_conflict_are_told_with_their_number() {
        let text = format!("{ABOUT}<<<<<<< ours\n");
        assert_eq!(Baseline::read(&text).unwrap_err().line, 3);
        assert_eq!(Baseline::read("").unwrap_err().line, 1);
    }

    #[test]
    fn a_file_that_is_gone_lends_its_findings_and_one_that_is_there_does_not() {
        let mut baseline = Baseline::default();
        baseline.add(finding("old.md", "00"));
        let found = [finding("new.md", "00"), finding("copy.md", "00")];
        let compared = baseline.compare(&found, |path| path == "old.md");
        assert_eq!((compared.known, compared.left.len()), (vec![true, false], 0));
        let compared = baseline.compare(&found, |_| false);
        assert_eq!((compared.known, compared.left.len()), (vec![false, false], 1));
    }
}
