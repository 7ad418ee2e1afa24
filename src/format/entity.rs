//! Character references (`&amp;`, `&#8217;`): what they stand for.

use std::ops::Range;

use html5gum::Tokenizer;

/// `text` with its character references replaced.
pub(super) fn decode(text: &str) -> String {
    let mut clean = String::new();
    for Ok(token) in Tokenizer::new(text) {
        if let html5gum::Token::String(string) = token {
            clean.push_str(&String::from_utf8_lossy(&string.value));
        }
    }
    clean
}

/// The length and the meaning of the character reference at the start of `range`, if one stands there.
pub(super) fn entity(text: &str, range: Range<usize>) -> Option<(usize, String)> {
    const LONGEST: usize = 34;
    let bytes = &text.as_bytes()[range.start..range.end.min(range.start + LONGEST)];
    if bytes.first() != Some(&b'&') {
        return None;
    }
    let name = bytes[1..].iter().take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'#').count();
    let length = 1 + name + usize::from(bytes.get(1 + name) == Some(&b';'));
    let raw = &text[range.start..range.start + length];
    let clean = match raw {
        "&" => return None,
        "&amp;" => "&".to_owned(),
        "&nbsp;" | "&#160;" => "\u{a0}".to_owned(),
        "&quot;" => "\"".to_owned(),
        _ => decode(raw),
    };
    (clean != raw).then_some((length, clean))
}
