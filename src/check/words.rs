//! The words of very many passages in little room: those that are met most often in one byte, most others in two.

use std::borrow::Cow;
use std::cmp::Reverse;

/// How many words are kept as they are; what is met most often is learned of them. An archive of fewer is read without any decoding.
const LEARNED: usize = 1 << 22;
/// So many words are written in a byte alone; a byte above that leads another one,
const ALONE: usize = 192;
/// and the last byte two more, in which a word stands as it is.
const PLAIN: u8 = u8::MAX;
/// How many words have a code.
const CODES: usize = ALONE + (PLAIN as usize - ALONE) * 256;

/// The words of passages, one passage behind the other.
#[derive(Debug, Default)]
pub(super) struct WordStore {
    /// Of the first passages, two bytes for each word.
    plain: Vec<u16>,
    /// Of all others: of each passage a byte for each word, and then the bytes that these lead.
    coded: Vec<u8>,
    code: Option<WordCode>,
}

/// How words are written in bytes.
#[derive(Debug)]
struct WordCode {
    /// The words by their codes, those that are met most often first.
    words: Vec<u16>,
    /// How each word is written: its head, two bytes of which the first ones stand in the tail, and how many do.
    written: Vec<[u8; 4]>,
}

impl WordStore {
    /// Puts a passage behind all others, and says where it lies.
    pub(super) fn push(&mut self, words: &[u16]) -> u64 {
        if let Some(code) = &self.code {
            let start = self.plain.len() + self.coded.len();
            code.write(words, &mut self.coded);
            return start as u64;
        }
        let start = self.plain.len();
        self.plain.extend_from_slice(words);
        if self.plain.len() >= LEARNED {
            self.code = Some(WordCode::of(&self.plain));
        }
        start as u64
    }

    /// So many words of a passage that lies there; where they are coded, they are read into `room`.
    pub(super) fn read<'w>(&'w self, start: u64, count: usize, room: &'w mut Vec<u16>) -> &'w [u16] {
        match self.coded(start) {
            Some((code, from)) => {
                code.read(from, count, room);
                room
            }
            None => &self.plain[start as usize..][..count],
        }
    }

    /// The same, for whoever asks once.
    pub(super) fn get(&self, start: u64, count: usize) -> Cow<'_, [u16]> {
        match self.coded(start) {
            Some((code, from)) => {
                let mut words = Vec::new();
                code.read(from, count, &mut words);
                words.into()
            }
            None => self.plain[start as usize..][..count].into(),
        }
    }

    fn coded(&self, start: u64) -> Option<(&WordCode, &[u8])> {
        let start = (start as usize).checked_sub(self.plain.len())?;
        Some((self.code.as_ref()?, &self.coded[start..]))
    }
}

impl WordCode {
    fn of(sample: &[u16]) -> Self {
        let mut counts = vec![0_u32; 1 << 16];
        sample.iter().for_each(|&word| counts[usize::from(word)] += 1);
        let mut words: Vec<u16> = (0..=u16::MAX).filter(|&word| counts[usize::from(word)] > 0).collect();
        words.sort_by_key(|&word| Reverse(counts[usize::from(word)]));
        words.truncate(CODES);
        let plain = |word: u16| [PLAIN, word as u8, (word >> 8) as u8, 2];
        let mut written: Vec<[u8; 4]> = (0..=u16::MAX).map(plain).collect();
        for (code, &word) in words.iter().enumerate() {
            written[usize::from(word)] = match code.checked_sub(ALONE) {
                None => [code as u8, 0, 0, 0],
                Some(led) => [(led / 256 + ALONE) as u8, led as u8, 0, 1],
            };
        }
        // Any code can be looked up.
        words.resize(CODES, 0);
        Self { words, written }
    }

    fn write(&self, words: &[u16], into: &mut Vec<u8>) {
        let start = into.len();
        // Room for all that it can take; how much it takes shows in the end.
        into.resize(start + 3 * words.len(), 0);
        let (heads, tails) = into[start..].split_at_mut(words.len());
        let mut at = 0;
        for (head, &word) in heads.iter_mut().zip(words) {
            let [first, second, third, more] = self.written[usize::from(word)];
            *head = first;
            // Both are written, and the next one writes over what does not stay: no branch.
            tails[at..at + 2].copy_from_slice(&[second, third]);
            at += usize::from(more);
        }
        into.truncate(start + words.len() + at);
    }

    fn read(&self, from: &[u8], count: usize, into: &mut Vec<u16>) {
        let (heads, tails) = from.split_at(count);
        let words = &self.words[..CODES];
        let tail = |at: usize| tails.get(at).copied().unwrap_or_default();
        let mut at = 0;
        into.clear();
        into.extend(heads.iter().map(|&head| {
            let (next, is_led) = (tail(at), usize::from(head) >= ALONE);
            if head == PLAIN {
                at += 2;
                return u16::from_le_bytes([next, tail(at - 1)]);
            }
            // Which of the two it is nobody can foresee: no branch.
            at += usize::from(is_led);
            let led = (usize::from(head).wrapping_sub(ALONE) << 8 | usize::from(next)).wrapping_add(ALONE);
            words[if is_led { led } else { usize::from(head) }]
        }));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_coded_reads_as_it_was_written(
            common in proptest::collection::vec(0_u16..300, 1..400),
            passages in proptest::collection::vec(proptest::collection::vec(prop_oneof![0_u16..300, any::<u16>()], 0..90), 1..20),
        ) {
            let mut store = WordStore { code: Some(WordCode::of(&common)), ..WordStore::default() };
            let starts: Vec<u64> = passages.iter().map(|words| store.push(words)).collect();
            let mut room = Vec::new();
            for (start, words) in starts.iter().zip(&passages) {
                prop_assert_eq!(store.read(*start, words.len(), &mut room), &words[..]);
            }
        }
    }

    #[test]
    fn common_words_take_a_byte_when_enough_were_met() {
        let mut store = WordStore::default();
        let mut words: Vec<u16> = (0..100).map(|word| word * 7).collect();
        let mut starts = Vec::new();
        while store.code.is_none() {
            starts.push(store.push(&words));
        }
        words.push(u16::MAX);
        let last = store.push(&words);
        assert_eq!((store.coded.len(), last as usize), (103, store.plain.len()));
        let mut room = Vec::new();
        assert_eq!(store.read(last, 101, &mut room), words);
        assert_eq!(store.read(starts[1], 100, &mut room), &words[..100]);
    }

    #[test]
    fn every_word_can_be_written() {
        let all: Vec<u16> = (0..=u16::MAX).collect();
        let mut store = WordStore { code: Some(WordCode::of(&all)), ..WordStore::default() };
        let start = store.push(&all);
        assert_eq!(store.read(start, all.len(), &mut Vec::new()), all);
    }
}
