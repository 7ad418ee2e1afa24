//! Which passages of a volume are to be compared: those in several drafts, and those that may be alike, joined and sifted on the disk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::bind::{grouped, ungrouped};
use super::pages::damaged;
use super::volume::Volume;
use crate::check::across::{self, KinSieve};
use crate::check::{Asks, Prints, many};
use crate::lint::{Joined, JoinedRule, Meter, Stage};

/// How many sorts of rules a mask tells apart; all others are one sort.
const SORTS: usize = 8;
/// So many texts are held against others at once, in so many parts.
const BATCH: usize = 4096;
const PART: usize = 128;

/// What is known of all drafts that were kept.
#[derive(Default)]
pub(super) struct SpilledDrafts {
    pub(super) publications: Vec<String>,
    /// Which rules want a passage, each sort once.
    pub(super) sorts: Vec<Vec<usize>>,
    /// What rules ask, each sort once.
    pub(super) asks: Vec<Asks>,
}

impl SpilledDrafts {
    /// Notes what rules want of a draft; the number of its publication.
    pub(super) fn note(&mut self, publication: &str, prints: &Prints) -> u32 {
        prints.each_wanted(|_, rules| {
            if !self.sorts.iter().any(|known| known == rules) {
                self.sorts.push(rules.to_vec());
            }
        });
        for (_, wanted) in &prints.wanted {
            if !self.asks.contains(&wanted.asks) {
                self.asks.push(wanted.asks);
            }
        }
        let known = self.publications.iter().position(|known| known == publication);
        known.unwrap_or_else(|| {
            self.publications.push(publication.to_owned());
            self.publications.len() - 1
        }) as u32
    }
}

/// What of a volume is to be compared. No more than about `room` bytes of words are held at once.
pub(super) fn join(
    volume: &Volume,
    kept: &SpilledDrafts,
    rules: &[((&str, &str), u32)],
    folder: &Path,
    room: usize,
    meter: Option<&dyn Meter>,
) -> io::Result<Joined> {
    let done = |stage| meter.into_iter().for_each(|meter| meter.lap(stage));
    let texts = VolumeTexts::of(volume, kept, rules, room)?;
    let pairs = texts.pairs(volume, folder)?;
    done(Stage::Join);
    let mut joined = Joined { keys: texts.repeated.iter().map(|&text| texts.key(text)).collect(), rules: BTreeMap::new() };
    for (chunk, path) in pairs.iter().enumerate() {
        for (first, second) in texts.kin(volume, kept, chunk, path)? {
            let (key, other) = (texts.key(first), texts.key(second));
            joined.keys.extend([key, other]);
            let publication = &kept.publications[texts.publications[first as usize] as usize];
            // Rules of a publication are asked for their pairs together.
            let rule = rules.iter().find(|((of, _), _)| of == publication).map_or("", |((_, rule), _)| rule);
            let rule: &mut JoinedRule = joined.rules.entry((publication.clone(), rule.to_owned())).or_default();
            rule.pairs.push((key, other));
        }
        fs::remove_file(path)?;
    }
    done(Stage::Verify);
    Ok(joined)
}

/// What is known of each text of a volume, by its number.
struct VolumeTexts {
    /// Their keys among those of all publications, in order.
    keys: Vec<u64>,
    publications: Vec<u16>,
    /// Which sorts of rules hold it against others, a bit for each.
    masks: Vec<u8>,
    /// Those that stand in several drafts.
    repeated: Vec<u32>,
    /// The first text of each chunk whose words are held at once.
    chunks: Vec<u32>,
}

impl VolumeTexts {
    fn of(volume: &Volume, kept: &SpilledDrafts, rules: &[((&str, &str), u32)], room: usize) -> io::Result<Self> {
        let (mut keys, mut repeated, mut chunks, mut words) = (Vec::new(), Vec::new(), vec![0], 0);
        for text in volume.texts_from(0)? {
            let text = text?;
            if words > room / size_of::<u16>() {
                chunks.push(keys.len() as u32);
                words = 0;
            }
            words += text.words.len();
            repeated.extend((text.places.len() > 1).then_some(keys.len() as u32));
            keys.push(text.key);
        }
        let (publications, masks) = (vec![0; keys.len()], vec![0; keys.len()]);
        let mut texts = Self { keys, publications, masks, repeated, chunks };
        texts.sort(volume, kept, rules)?;
        Ok(texts)
    }

    /// Finds which sorts of rules hold each text against others.
    fn sort(&mut self, volume: &Volume, kept: &SpilledDrafts, rules: &[((&str, &str), u32)]) -> io::Result<()> {
        let bits = sorts(kept, rules);
        let mut seen = vec![0_u8; self.keys.len()];
        for number in 0..volume.drafts() {
            let draft = volume.draft(number)?;
            let near = |rule: usize| draft.prints.wanted.iter().any(|(wants, wanted)| *wants == rule && wanted.asks.near < 1.0);
            let near: Vec<(usize, bool)> = draft.prints.wanted.iter().map(|(rule, _)| (*rule, near(*rule))).collect();
            let mut wrong = false;
            draft.prints.each_wanted(|passage, wanting| {
                let key = grouped(draft.prints.passages[passage].key, draft.publication);
                let Ok(text) = self.keys.binary_search(&key) else { return wrong = true };
                self.publications[text] = draft.publication as u16;
                for rule in wanting {
                    let bit = bits.get(rule).copied().unwrap_or_default();
                    // Where it stands first says for all of its places.
                    let is_near = seen[text] & bit == 0 && near.contains(&(*rule, true));
                    seen[text] |= bit;
                    self.masks[text] |= if is_near { bit } else { 0 };
                }
            });
            if wrong {
                return Err(damaged());
            }
        }
        Ok(())
    }

    /// The key of a text in its publication.
    fn key(&self, text: u32) -> u64 {
        ungrouped(self.keys[text as usize], u32::from(self.publications[text as usize]))
    }

    /// Writes the pairs of texts that share four words in a row, those of which the first is in one chunk into one file.
    fn pairs(&self, volume: &Volume, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let paths: Vec<PathBuf> = (0..self.chunks.len()).map(|chunk| folder.join(format!("pairs-{chunk}"))).collect();
        let files = paths.iter().map(|path| Ok(BufWriter::with_capacity(1 << 16, File::create(path)?)));
        let mut files = files.collect::<io::Result<Vec<_>>>()?;
        let (mut group, mut gram): (Vec<u32>, u64) = (Vec::new(), 0);
        for row in volume.grams()? {
            let row = row?;
            if row >> 32 != gram {
                self.join(&mut group, &mut files)?;
                gram = row >> 32;
            }
            group.extend(self.masks.get(row as u32 as usize).filter(|mask| **mask != 0).map(|_| row as u32));
        }
        self.join(&mut group, &mut files)?;
        files.into_iter().try_for_each(|mut file| file.flush())?;
        Ok(paths)
    }

    /// Joins the texts that have four words in a row, and forgets them.
    fn join(&self, group: &mut Vec<u32>, files: &mut [BufWriter<File>]) -> io::Result<()> {
        if group.len() > 1 {
            // Runs of words of two publications may be one by chance.
            group.sort_unstable_by_key(|&text| (self.publications[text as usize], self.key(text)));
            let of_one = |a: &u32, b: &u32| self.publications[*a as usize] == self.publications[*b as usize];
            let mut wrong = Ok(());
            for of_one in group.chunk_by(of_one) {
                across::join(
                    of_one,
                    |text| self.masks[text as usize],
                    |a, b| {
                        let (first, second) = (a.min(b), a.max(b));
                        let chunk = self.chunks.partition_point(|&start| start <= first) - 1;
                        let row = u64::from(second) << 32 | u64::from(first);
                        wrong = wrong.as_ref().map_or(Ok(()), |()| files[chunk].write_all(&row.to_le_bytes()));
                    },
                );
            }
            wrong?;
        }
        group.clear();
        Ok(())
    }

    /// The pairs of a chunk that are more than four words by chance.
    fn kin(&self, volume: &Volume, kept: &SpilledDrafts, chunk: usize, pairs: &Path) -> io::Result<Vec<(u32, u32)>> {
        let pairs = read_pairs(pairs)?;
        let start = self.chunks[chunk];
        let end = self.chunks.get(chunk + 1).map_or(self.keys.len(), |&next| next as usize);
        let (mut words, mut starts): (Vec<u16>, Vec<usize>) = (Vec::new(), vec![0]);
        for text in volume.texts_from(u64::from(start))?.take(end - start as usize) {
            words.extend_from_slice(&text?.words);
            starts.push(words.len());
        }
        let first = |text: u32| &words[starts[(text - start) as usize]..starts[(text - start) as usize + 1]];
        let sifted = |batch: &&[(Vec<u16>, &[u64])]| {
            let mut sieve = KinSieve::new(kept.asks.iter().copied());
            let mut found = Vec::new();
            for (second, pairs) in *batch {
                sieve.set(second);
                found.extend(pairs.iter().filter(|&&pair| sieve.may_be_kin(first(pair as u32))).copied());
            }
            found
        };
        let mut found: Vec<u64> = Vec::new();
        let mut batch: Vec<(Vec<u16>, &[u64])> = Vec::new();
        let mut left = pairs.chunk_by(|a, b| a >> 32 == b >> 32).peekable();
        for (number, text) in (start..).zip(volume.texts_from(u64::from(start))?) {
            let text = text?;
            batch.extend(left.next_if(|pairs| pairs[0] >> 32 == u64::from(number)).map(|pairs| (text.words, pairs)));
            if batch.len() == BATCH {
                found.extend(many::each(&batch.chunks(PART).collect::<Vec<_>>(), sifted).into_iter().flatten());
                batch.clear();
            }
            if left.peek().is_none() {
                break;
            }
        }
        found.extend(many::each(&batch.chunks(PART).collect::<Vec<_>>(), sifted).into_iter().flatten());
        Ok(found.into_iter().map(|pair| (pair as u32, (pair >> 32) as u32)).collect())
    }
}

/// The pairs of a file in order, each once.
fn read_pairs(path: &Path) -> io::Result<Vec<u64>> {
    let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
    let mut pairs = Vec::with_capacity((fs::metadata(path)?.len() / 8) as usize);
    let mut row = [0; 8];
    while pairs.len() < pairs.capacity() {
        file.read_exact(&mut row)?;
        pairs.push(u64::from_le_bytes(row));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// The bit of each rule that stands for those which want the same passages: of others none. The last bit is that of all sorts that are left.
fn sorts(kept: &SpilledDrafts, rules: &[((&str, &str), u32)]) -> BTreeMap<usize, u8> {
    let mut bits = BTreeMap::new();
    for rules in rules.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
        let wants_the_same =
            |a: u32, b: u32| kept.sorts.iter().all(|sort| sort.contains(&(a as usize)) == sort.contains(&(b as usize)));
        for (number, (_, rule)) in rules.iter().enumerate() {
            if !rules[..number].iter().any(|(_, other)| wants_the_same(*rule, *other)) {
                bits.insert(*rule as usize, 1_u8 << number.min(SORTS - 1));
            }
        }
    }
    bits
}
