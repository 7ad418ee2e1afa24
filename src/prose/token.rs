//! A text cut into words, numbers and marks, each with a key by which lists know it.

use super::class::{Class, Classes};
use super::numeral::{digit, vulgar_fraction};

/// The number of a word that stands in no list.
pub(super) const OTHER: u32 = u32::MAX;

/// A word, number or mark.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// What lists know it by: a hash of its lower-case form with straight quotes.
    pub key: u64,
    /// How it looks.
    pub shape: Shape,
    /// The lists it stands in; filled in by the [`Lexicon`](super::Lexicon).
    pub classes: Classes,
    /// How many tokens the longest phrase that gave it a class has, itself counted; 1 for a word alone.
    pub reach: u8,
    /// The number of its word in the index that looks at it.
    pub(super) number: u32,
}

/// How a token looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A word in lower case.
    Word,
    /// A word with a capital first letter.
    Name,
    /// A word of two or more letters, all capital: `IMF`.
    Caps,
    /// Single letters each with its dot: `U.S.`, `e.g.`
    Initials,
    /// A word with letters and digits, letters first: `MP3`, `G7`.
    Code,
    /// Digits with their separators: `1,234.5`.
    Number,
    /// An address: `https://…`, `www.…`, `name@host`, `@handle`.
    Address,
    /// A single other character.
    Mark(char),
}

impl Token {
    /// The token's bytes of `text`.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether it is this mark.
    pub fn is(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// Whether it is a word of any look.
    pub fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Word | Shape::Name | Shape::Caps | Shape::Initials | Shape::Code)
    }

    /// Whether it is a word that begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Name | Shape::Caps | Shape::Initials | Shape::Code)
    }

    /// Whether it is in the list of this class.
    pub fn has(&self, class: Class) -> bool {
        self.classes.has(class)
    }
}

/// A hash that takes eight bytes at a time: the same on every machine, and can be fed a byte at a time.
#[derive(Clone, Copy)]
struct Hash {
    sum: u64,
    /// The bytes not yet taken in, the first lowest.
    chunk: u64,
    length: u64,
}

impl Hash {
    const fn new() -> Self {
        Self { sum: 0, chunk: 0, length: 0 }
    }

    const fn byte(&mut self, byte: u8) {
        self.chunk |= (byte as u64) << (8 * (self.length % 8));
        self.length += 1;
        if self.length.is_multiple_of(8) {
            (self.sum, self.chunk) = (Self::mixed(self.sum, self.chunk), 0);
        }
    }

    const fn finish(self) -> u64 {
        let sum = if !self.length.is_multiple_of(8) { Self::mixed(self.sum, self.chunk) } else { self.sum };
        sum.wrapping_add(self.length)
    }

    /// Takes in eight bytes, the first lowest, where all before came in eights.
    const fn eight(&mut self, chunk: u64) {
        (self.sum, self.length) = (Self::mixed(self.sum, chunk), self.length + 8);
    }

    /// The hash with fewer than eight bytes more, the first lowest, where all before came in eights.
    const fn with(self, chunk: u64, length: u64) -> u64 {
        Self { chunk, length: self.length + length, ..self }.finish()
    }

    const fn mixed(sum: u64, chunk: u64) -> u64 {
        let product = (sum.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ chunk) as u128 * 0xe703_7ed1_a0b4_28db;
        product as u64 ^ (product >> 64) as u64
    }

    fn char(&mut self, char: char) {
        match char {
            char if char.is_ascii() => self.byte(char.to_ascii_lowercase() as u8),
            '‘' | '’' | 'ʼ' => self.byte(b'\''),
            '“' | '”' | '„' => self.byte(b'"'),
            '–' | '—' | '‐' | '‑' | '−' => self.byte(b'-'),
            char => {
                let mut bytes = [0; 4];
                for lower in char.to_lowercase() {
                    lower.encode_utf8(&mut bytes).bytes().for_each(|byte| self.byte(byte));
                }
            }
        }
    }
}

/// The key of a lower-case ASCII word, for the words that the program itself knows.
pub const fn key(word: &str) -> u64 {
    let (bytes, mut hash, mut at) = (word.as_bytes(), Hash::new(), 0);
    while at < bytes.len() {
        hash.byte(bytes[at]);
        at += 1;
    }
    hash.finish()
}

/// The key of a word as lists and tokens have it.
pub fn key_of(word: &str) -> u64 {
    let mut hash = Hash::new();
    word.chars().for_each(|char| hash.char(char));
    hash.finish()
}

/// A key with another behind it: that of two words side by side. `build.rs` joins the words of the tables of weights in the same way.
pub fn joined(key: u64, next: u64) -> u64 {
    (key.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Appends the tokens of `text` to `out`. Linear; every byte that is not white space is in exactly one token.
pub fn tokens(text: &str, out: &mut Vec<Token>) {
    Cutter { text, bytes: text.as_bytes(), at: 0, out }.run();
}

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    out: &'a mut Vec<Token>,
}

impl Cutter<'_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'a'..=b'z' | b'A'..=b'Z' => self.plain_word().unwrap_or_else(|| self.word()),
                b'0'..=b'9' => self.number(),
                b'@' if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric) && !self.joins_left() => {
                    self.address()
                }
                b'\'' => self.apostrophe('\''),
                0..=127 => self.mark(byte as char),
                _ => self.wide(),
            }
        }
    }

    /// Whether a word or number ends right here.
    fn joins_left(&self) -> bool {
        self.out.last().is_some_and(|last| last.end as usize == self.at && !matches!(last.shape, Shape::Mark(_)))
    }

    fn wide(&mut self) {
        let Some(char) = self.text[self.at..].chars().next() else { return };
        if char.is_whitespace() || matches!(char, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}') {
            self.at += char.len_utf8();
        } else if digit(char).is_some() || vulgar_fraction(char).is_some() {
            self.number();
        } else if char.is_alphabetic() {
            self.word();
        } else if char == '’' {
            self.apostrophe('’');
        } else {
            self.mark(char);
        }
    }

    fn push(&mut self, start: usize, key: u64, shape: Shape) {
        let (start, end) = (start as u32, self.at as u32);
        self.out.push(Token { start, end, key, shape, classes: Classes::default(), reach: 1, number: OTHER });
    }

    fn mark(&mut self, char: char) {
        let start = self.at;
        self.at += char.len_utf8();
        let key = if char.is_ascii() { Hash::new().with(char as u64, 1) } else { key_of(char.encode_utf8(&mut [0; 4])) };
        self.push(start, key, Shape::Mark(char));
    }

    /// `'s` after a word is a token of its own: the possessive; any other apostrophe here is a mark.
    fn apostrophe(&mut self, char: char) {
        let after = self.at + char.len_utf8();
        let possessive = matches!(self.bytes.get(after), Some(b's' | b'S'))
            && !self.text[after + 1..].chars().next().is_some_and(char::is_alphanumeric)
            && self.out.last().is_some_and(|last| {
                last.end as usize == self.at && last.shape != Shape::Number && !matches!(last.shape, Shape::Mark(_))
            });
        if !possessive {
            return self.mark(char);
        }
        let start = self.at;
        self.at = after + 1;
        self.push(start, key_of("'s"), Shape::Word);
    }

    /// Where the plain letters end that begin here, their key, and how many are capital.
    fn letters(&self) -> (usize, u64, usize) {
        let (mut at, mut key, mut capitals) = (self.at, Hash::new(), 0);
        // Eight at once, as long as eight bytes are left.
        while let Some((length, small, capital)) = self.eight(at) {
            (at, capitals) = (at + length, capitals + capital);
            if length < 8 {
                return (at, key.with(small, length as u64), capitals);
            }
            key.eight(small);
        }
        while let Some(byte) = self.bytes.get(at).filter(|byte| byte.is_ascii_alphabetic()) {
            key.byte(byte | 0x20);
            capitals += usize::from(byte & 0x20 == 0);
            at += 1;
        }
        (at, key.finish(), capitals)
    }

    /// Of the eight bytes here: how many plain letters stand first, those in lower case, and how many are capital; `None` for fewer bytes.
    fn eight(&self, at: usize) -> Option<(usize, u64, usize)> {
        const EACH: u64 = u64::from_le_bytes([1; 8]);
        let bytes = u64::from_le_bytes(*self.bytes.get(at..)?.first_chunk()?);
        let small = bytes | (0x20 * EACH);
        // The highest bit of each byte: whether it is at least `a`, more than `z`, and no ASCII.
        let low = small & (0x7f * EACH);
        let (least, most) = (low + (0x80 - 0x61) * EACH, low + (0x80 - 0x7b) * EACH);
        let others = !(least & !most & !bytes) & (0x80 * EACH);
        let length = others.trailing_zeros() / 8;
        let mask = u64::MAX.checked_shr(64 - 8 * length).unwrap_or_default();
        let capitals = (!bytes & (0x20 * EACH) & mask).count_ones();
        Some((length as usize, small & mask, capitals as usize))
    }

    /// A word of plain letters; `None`, and nothing is done, where it may be or become something else.
    fn plain_word(&mut self) -> Option<()> {
        let start = self.at;
        let (at, key, capitals) = self.letters();
        let first = *self.bytes.get(start)?;
        match self.bytes.get(at) {
            Some(b'0'..=b'9' | b'_' | b'@' | b'\'' | 128..) => return None,
            Some(b'.') if at == start + 1 || first | 0x20 == b'w' => return None,
            Some(b':') if matches!(first, b'h' | b'H' | b'f' | b'F' | b'm' | b'M') => return None,
            _ => {}
        }
        let shape = match capitals {
            0 => Shape::Word,
            2.. if capitals == at - start => Shape::Caps,
            _ if first & 0x20 == 0 => Shape::Name,
            _ => Shape::Word,
        };
        self.at = at;
        let (start, end) = (start as u32, at as u32);
        self.out.push(Token { start, end, key, shape, classes: Classes::default(), reach: 1, number: OTHER });
        Some(())
    }

    fn word(&mut self) {
        let start = self.at;
        if self.begins_address() {
            return self.address();
        }
        if let Some(end) = self.initials() {
            self.at = end;
            return self.push(start, key_of(&self.text[start..end]), Shape::Initials);
        }
        let mut hash = Hash::new();
        let (mut letters, mut capitals, mut digits) = (0, 0, 0);
        let first_capital = self.text[start..].chars().next().is_some_and(char::is_uppercase);
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                byte @ b'a'..=b'z' => {
                    hash.byte(byte);
                    letters += 1;
                }
                byte @ b'A'..=b'Z' => {
                    hash.byte(byte | 0x20);
                    (letters, capitals) = (letters + 1, capitals + 1);
                }
                byte @ b'0'..=b'9' => {
                    hash.byte(byte);
                    digits += 1;
                }
                b'_' if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                    hash.byte(b'_');
                    digits += 1;
                }
                b'@' if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                    self.at = start;
                    return self.address();
                }
                0..=127 => {
                    if !self.inner_apostrophe('\'') {
                        break;
                    }
                    hash.byte(b'\'');
                }
                _ => {
                    let Some(char) = self.text[self.at..].chars().next() else { break };
                    if char == '’' && self.inner_apostrophe(char) {
                        hash.byte(b'\'');
                    } else if char.is_alphabetic() || is_combining(char) {
                        hash.char(char);
                        letters += 1;
                        capitals += usize::from(char.is_uppercase());
                    } else {
                        break;
                    }
                    self.at += char.len_utf8();
                    continue;
                }
            }
            self.at += 1;
        }
        let shape = match (digits, capitals) {
            (1.., _) => Shape::Code,
            (_, 2..) if capitals == letters => Shape::Caps,
            _ if first_capital => Shape::Name,
            _ => Shape::Word,
        };
        self.push(start, hash.finish(), shape);
    }

    /// Whether the apostrophe here stands inside a word, as in `don't`, and is not the possessive.
    fn inner_apostrophe(&self, char: char) -> bool {
        if !self.text[self.at..].starts_with(char) || !matches!(char, '\'' | '’') {
            return false;
        }
        let mut after = self.text[self.at + char.len_utf8()..].chars();
        match (after.next(), after.next()) {
            (Some('s' | 'S'), next) => next.is_some_and(char::is_alphabetic),
            (Some(next), _) => next.is_alphabetic(),
            (None, _) => false,
        }
    }

    /// `U.S.`, `e.g.`, `J.K.`: single letters each with a dot, two or more.
    fn initials(&self) -> Option<usize> {
        // No initials are longer, and a run of any length is not looked through at each of its letters.
        let pairs = self.bytes[self.at..].chunks(2).take(32);
        let at = self.at + 2 * pairs.take_while(|pair| pair[0].is_ascii_alphabetic() && pair.get(1) == Some(&b'.')).count();
        let closed = !self.bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        (at >= self.at + 4 && closed).then_some(at)
    }

    fn begins_address(&self) -> bool {
        let rest = &self.bytes[self.at..];
        match rest[0] | 0x20 {
            b'h' | b'f' => rest.starts_with(b"http://") || rest.starts_with(b"https://") || rest.starts_with(b"ftp://"),
            b'w' => rest.starts_with(b"www."),
            b'm' => rest.starts_with(b"mailto:"),
            _ => false,
        }
    }

    fn address(&mut self) {
        let start = self.at;
        let length =
            self.text[start..].find(|char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '“' | '”' | ')' | ']'));
        let run = &self.text[start..start + length.unwrap_or(self.text.len() - start)];
        self.at = start + run.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']).len().max(1);
        self.push(start, key_of(&self.text[start..self.at]), Shape::Address);
    }

    /// Digits, with `,` `.` and spaces between groups, and a fraction such as `½` behind them.
    fn number(&mut self) {
        let start = self.at;
        let mut hash = Hash::new();
        while let Some(char) = self.text[self.at..].chars().next() {
            let fraction = vulgar_fraction(char).is_some();
            if !(fraction || digit(char).is_some() || self.groups(char, start)) {
                break;
            }
            hash.char(char);
            self.at += char.len_utf8();
            if fraction {
                break;
            }
        }
        self.push(start, hash.finish(), Shape::Number);
    }

    /// Whether `char`, here, parts two groups of digits of the number that begins at `start`.
    fn groups(&self, char: char, start: usize) -> bool {
        let rest = &self.text[self.at + char.len_utf8()..];
        let digits = rest.chars().take_while(|&char| digit(char).is_some()).count();
        match char {
            '.' | '٫' | '·' => digits > 0,
            ',' | '٬' if rest.as_bytes().get(digits) == Some(&b'%') => (1..=3).contains(&digits),
            ',' | '٬' => digits == 3 || (digits == 2 && self.indian(rest)),
            '\'' | '’' => {
                digits == 3 && self.bytes[start..self.at].iter().take(4).filter(|byte| byte.is_ascii_digit()).count() < 4
            }
            '\u{a0}' | '\u{202f}' | '\u{2009}' => digits == 3,
            ' ' => digits == 3 && self.thousands(start),
            _ => false,
        }
    }

    /// Whether the plain space here parts thousands, `12 000`, and no telephone number: groups of three to the end, nothing glued on.
    fn thousands(&self, start: usize) -> bool {
        let first = &self.bytes[start..self.at];
        let first = first.split(|&byte| byte == b' ').next().unwrap_or_default();
        let mut rest = &self.bytes[self.at..];
        while let Some([b' ', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', behind @ ..]) = rest.first_chunk::<4>().map(|_| rest) {
            rest = behind;
        }
        let ends = match rest {
            [b' ', next, ..] => !next.is_ascii_digit(),
            [b'.' | b',' | b'-' | b'/', next, ..] => !next.is_ascii_digit() || rest[0] == b'.',
            [next, ..] => !next.is_ascii_alphanumeric(),
            [] => true,
        };
        ends && first.len() <= 3 && first[0] != b'0' && first.iter().all(u8::is_ascii_digit) && !self.glued_left(start)
    }

    /// Whether a mark that telephone numbers have stands right before `start`, or a number one space before it.
    fn glued_left(&self, start: usize) -> bool {
        let before = self.out.last().filter(|last| last.end as usize + 1 >= start);
        before.is_some_and(|last| {
            last.shape == Shape::Number || last.end as usize == start && matches!(last.shape, Shape::Mark('+' | '-' | '/'))
        })
    }

    /// Whether groups of two lead to a last group of three: `1,20,000`.
    fn indian(&self, rest: &str) -> bool {
        let bytes = rest.as_bytes();
        let mut at = 0;
        while bytes.get(at..at + 2).is_some_and(|pair| pair.iter().all(u8::is_ascii_digit)) && bytes.get(at + 2) == Some(&b',') {
            at += 3;
        }
        at > 0 && bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count() == 3
    }
}

fn is_combining(char: char) -> bool {
    matches!(u32::from(char), 0x0300..=0x036f | 0x1ab0..=0x1aff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_key_however_it_is_read() {
        for word in ["a", "Of", "seventh", "eighteen", "nineteen-", "Twentieth", "USA", "incontrovertibly", "zoo."] {
            for text in [word.to_owned(), format!("{word} and more words"), format!("“{word}")] {
                let mut cut = Vec::new();
                tokens(&text, &mut cut);
                let plain = word.trim_end_matches(['-', '.']);
                let found = cut.iter().find(|token| token.of(&text) == plain).unwrap();
                assert_eq!(found.key, key_of(plain), "{text}");
                assert_eq!(found.key, key(&plain.to_lowercase()), "{text}");
            }
        }
    }

    #[test]
    fn looks_are_told_however_long_a_word_is() {
        let text = "Ab AB ab aB incontrovertibly Incontrovertibly INCONTROVERTIBLY a1 x_y n'a";
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        use Shape::{Caps, Code, Name, Word};
        let shapes: Vec<_> = cut.iter().map(|token| token.shape).collect();
        assert_eq!(shapes, [Name, Caps, Word, Word, Word, Name, Caps, Code, Code, Word]);
    }
}
