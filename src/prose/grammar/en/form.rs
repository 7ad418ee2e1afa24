//! The forms of regular verbs and nouns, for the phrase language.

/// `report`, `reports`, `reported`, `reporting`; regular verbs only.
pub(crate) fn verb_forms(stem: &str) -> Vec<String> {
    let consonant_y = stem.ends_with('y') && !ends_vowel_y(stem);
    let third = match stem {
        _ if consonant_y => format!("{}ies", &stem[..stem.len() - 1]),
        _ if stem.ends_with(['s', 'x', 'z', 'o']) || stem.ends_with("ch") || stem.ends_with("sh") => format!("{stem}es"),
        _ => format!("{stem}s"),
    };
    let (past, present) = match stem {
        _ if consonant_y => (format!("{}ied", &stem[..stem.len() - 1]), format!("{stem}ing")),
        _ if stem.ends_with("ee") || stem.ends_with("oe") => (format!("{stem}d"), format!("{stem}ing")),
        _ if stem.ends_with('e') => (format!("{stem}d"), format!("{}ing", &stem[..stem.len() - 1])),
        _ => (format!("{stem}ed"), format!("{stem}ing")),
    };
    vec![stem.to_owned(), third, past, present]
}

/// `study`, `studies`; regular nouns only.
pub(crate) fn noun_forms(stem: &str) -> Vec<String> {
    let plural = match stem {
        _ if stem.ends_with('y') && !ends_vowel_y(stem) => format!("{}ies", &stem[..stem.len() - 1]),
        _ if stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch") || stem.ends_with("sh") => format!("{stem}es"),
        _ => format!("{stem}s"),
    };
    vec![stem.to_owned(), plural]
}

fn ends_vowel_y(stem: &str) -> bool {
    ["ay", "ey", "oy", "uy"].iter().any(|end| stem.ends_with(end))
}
