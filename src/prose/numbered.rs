//! Tables in which the number of a key is found at one look, laid down by `build.rs`.

/// Keys with their numbers.
#[derive(Debug, Clone, Copy)]
pub struct Numbered {
    /// The high bits of each key, where it would lie by its low bits or soon behind; zero in a free place. A power of two of places.
    pub prints: &'static [[u8; 4]],
    /// The numbers of the keys, in the same places.
    pub numbers: &'static [[u8; 2]],
}

impl Numbered {
    /// The number of a key.
    #[inline]
    pub fn number(self, key: u64) -> Option<usize> {
        let (print, mask) = (((key >> 32) as u32).max(1), self.prints.len() - 1);
        let mut at = key as usize & mask;
        loop {
            match u32::from_le_bytes(self.prints[at]) {
                0 => return None,
                found if found == print => return Some(usize::from(u16::from_le_bytes(self.numbers[at]))),
                _ => at = (at + 1) & mask,
            }
        }
    }
}
