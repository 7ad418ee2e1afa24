//! What a character is worth that writes a number: digits of all scripts, and fractions in one character.

/// The value of a decimal digit: of ASCII, Arabic-Indic, Devanagari, full-width and the like.
pub(super) fn digit(char: char) -> Option<u32> {
    const ZEROS: [u32; 8] = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0e50, 0xff10];
    char.to_digit(10).or_else(|| {
        let code = u32::from(char);
        ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
    })
}

/// The value of a fraction in one character: `½`, `⅔`.
pub(super) fn vulgar_fraction(char: char) -> Option<f64> {
    let (over, under) = match char {
        '¼' => (1, 4),
        '½' => (1, 2),
        '¾' => (3, 4),
        '⅐' => (1, 7),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some(f64::from(over) / f64::from(under))
}
