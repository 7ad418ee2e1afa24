//! Where code compares letters: the words in it that are, or look like, words of a language.

/// What compares a text with letters, up to the first of them.
const COMPARES: [&str; 14] = [
    ".is(",
    ".follows(",
    "key_of(",
    "words!",
    ".starts_with(",
    ".ends_with(",
    ".strip_prefix(",
    ".strip_suffix(",
    ".eq_ignore_ascii_case(",
    ".trim_start_matches(",
    ".trim_end_matches(",
    ".contains(",
    " == ",
    " != ",
];

/// The words that code compares texts with or keeps in tables, by their lines; `lines` are numbered.
pub(super) fn of<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Vec<(usize, String)> {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for (number, line) in lines {
        starts.push((text.len(), number));
        text.push_str(line);
        text.push('\n');
    }
    let line = |at: usize| starts[starts.partition_point(|(start, _)| *start <= at) - 1].1;
    let compared = COMPARES.iter().flat_map(|call| text.match_indices(call).map(|(at, call)| at + call.len()));
    let tables = text.match_indices("const ").chain(text.match_indices("static ")).filter_map(|(at, _)| table(&text, at));
    let mut found: Vec<_> = compared.chain(tables).flat_map(|at| literals(&text, at)).filter(|(_, word)| is_word(word)).collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(at, word)| (line(at), word)).collect()
}

/// Where the value of a constant of texts begins.
fn table(text: &str, at: usize) -> Option<usize> {
    let (kind, _) = text[at..].split_once(" = ")?;
    (kind.contains("&str") && !kind.contains(['{', '\n'])).then(|| at + kind.len() + 3)
}

/// The texts in quotation marks from here on, as far as nothing but brackets, commas and names of types stands between them.
fn literals(text: &str, at: usize) -> Vec<(usize, String)> {
    let (mut found, mut at) = (Vec::new(), at);
    loop {
        let rest = &text[at..];
        let between = rest.find(|char: char| !(char.is_whitespace() || "&[](),'".contains(char))).unwrap_or(rest.len());
        // A bracket that closes a call ends what it is handed.
        let Some(quoted) = rest[between..].strip_prefix('"') else { return found };
        if found.is_empty() && rest[..between].contains(')') || rest[..between].contains('\'') {
            return found;
        }
        let Some(end) = quoted.find('"') else { return found };
        found.push((at + between, quoted[..end].to_owned()));
        at += between + end + 2;
    }
}

/// Letters, and what may stand among the letters of a phrase.
fn is_word(text: &str) -> bool {
    let phrase = text.chars().all(|char| char.is_alphabetic() || matches!(char, ' ' | '\'' | '’' | '-'));
    // The possessive is cut off by the very code that makes tokens.
    phrase && text.contains(char::is_alphabetic) && text != "'s"
}

#[test]
fn words_are_seen_where_they_are_compared() {
    let words = |code: &str| of(code.lines().enumerate()).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
    assert_eq!(words("line.is(at, x) && word.ends_with(\"ly\")"), ["ly"]);
    assert_eq!(words("const A: [&str; 2] = [\n    \"of\",\n    \"the\",\n];"), ["of", "the"]);
    assert_eq!(words("const A: &[(&str, &[&str])] = &[(\"a\", &[\"b\", \"c\"])];"), ["a", "b", "c"]);
    assert_eq!(words("if word == \"may\" { hit.label = \"no source here\".into() }"), ["may"]);
    assert_eq!(words("target.starts_with(\"//\") || text.contains(\"-->\")"), [""; 0]);
    assert_eq!(words("const OPEN: usize = 1;\nlet label = \"some words\";"), [""; 0]);
}
