//! Whether an attribute hides its element from those who see the page.

/// Class names that hide, in the frameworks that sites are made with.
const UNSEEN: [&str; 9] = [
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "hidden",
    "is-hidden",
    "invisible",
    "d-none",
    "collapse",
];
/// How far off the page, in pixels or ems, nobody looks.
const OFF_PAGE: f64 = -99.0;

/// Whether an attribute of this name and value hides its element.
pub(super) fn hides(name: &str, value: &str) -> bool {
    match name.len() {
        5 if name.eq_ignore_ascii_case("class") => by_class(value),
        5 if name.eq_ignore_ascii_case("style") => by_style(value),
        6 => name.eq_ignore_ascii_case("hidden"),
        9 => name.eq_ignore_ascii_case("classname") && by_class(value),
        _ => false,
    }
}

/// A class may hide on small screens only, or until it is opened: `hidden md:block`, `collapse show`.
fn by_class(value: &str) -> bool {
    let mut names = value.split_ascii_whitespace();
    let shown = |name: &str| {
        matches!(name, "show" | "in" | "open")
            || name.contains(':') && !name.ends_with(":hidden")
            || name.starts_with("d-") && name != "d-none"
    };
    names.clone().any(|name| UNSEEN.contains(&name)) && !names.any(shown)
}

/// Whether a style leaves what it is set on to be seen through. Pages that move have it on each part, until a script shows that part.
pub(super) fn fades(style: &str) -> bool {
    rules(style).any(|(key, value)| key == "opacity" && number(&value) == Some(0.0))
}

/// The keys and values of a style, in lower case.
fn rules(style: &str) -> impl Iterator<Item = (String, String)> {
    style.split(';').filter_map(|rule| rule.split_once(':')).map(|(key, value)| {
        let value = value.trim().to_ascii_lowercase();
        (key.trim().to_ascii_lowercase(), value.trim_end_matches("!important").trim_end().to_owned())
    })
}

/// The number of a value, whatever its unit.
fn number(value: &str) -> Option<f64> {
    value.trim_end_matches(|char: char| char.is_ascii_alphabetic() || char == '%').parse().ok()
}

/// Whether a style leaves nothing to see.
fn by_style(style: &str) -> bool {
    let clips = rules(style).any(|(key, value)| key.starts_with("overflow") && value == "hidden");
    rules(style).any(|(key, value)| match key.as_str() {
        "display" => value == "none",
        "visibility" => value == "hidden",
        "font-size" => number(&value) == Some(0.0),
        "height" | "max-height" | "width" | "max-width" => clips && number(&value).is_some_and(|size| size <= 1.0),
        "left" | "right" | "top" | "text-indent" => number(&value).is_some_and(|at| at < OFF_PAGE),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{fades, hides};

    #[test]
    fn what_nobody_sees_is_hidden() {
        for class in ["sr-only", "note visually-hidden", "d-none", "hidden", "collapse", "panel invisible"] {
            assert!(hides("class", class), "{class}");
        }
        for class in ["hidden md:block", "collapse show", "d-none d-md-block", "hidden-gem", "note", ""] {
            assert!(!hides("class", class), "{class}");
        }
        for style in
            ["display: none", "position:absolute; left:-9999px", "height:0;overflow:hidden", "Visibility: Hidden!important"]
        {
            assert!(hides("style", style), "{style}");
        }
        for style in ["left: -4px", "height: 0", "opacity: 0.9", "opacity: 0", "display: block", "color: white"] {
            assert!(!hides("style", style), "{style}");
        }
        // What is kept from those who listen to a page is seen all the same.
        assert!(hides("hidden", "") && !hides("aria-hidden", "true"));
    }

    #[test]
    fn what_a_script_shows_is_seen_through_until_then() {
        for (style, expected) in
            [("opacity:0", true), ("transform:none; Opacity: 0!important", true), ("opacity:0.1", false), ("color:0", false)]
        {
            assert_eq!(fades(style), expected, "{style}");
        }
    }
}
