//! What directives hold: prose, captions, or what is no prose.

/// What the content of a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectiveSort {
    /// Its arguments are the first words of its content.
    Admonition,
    /// Prose below its arguments.
    Prose,
    /// Its arguments are a heading.
    Rubric,
    /// Its content is a quotation.
    Quotation,
    /// Its arguments are a version, and what follows them prose.
    Version,
    /// A picture, with a caption below.
    Figure,
    /// A picture.
    Image,
    /// Its arguments are a caption, its content a table.
    Table,
    /// The same, of values between commas.
    Csv,
    /// Another file stands in its place.
    Include,
    /// Code, data, or what a builder makes of it.
    Other,
}

const ADMONITIONS: [&str; 14] = [
    "admonition",
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "note",
    "seealso",
    "tip",
    "todo",
    "warning",
    "centered",
    "deprecated-removed",
];
const PROSES: [&str; 18] = [
    "change",
    "changelog",
    "class",
    "compound",
    "container",
    "glossary",
    "hlist",
    "only",
    "sidebar",
    "topic",
    "tab",
    "tabs",
    "tab-item",
    "tab-set",
    "dropdown",
    "card",
    "grid",
    "details",
];
const QUOTATIONS: [&str; 4] = ["epigraph", "highlights", "pull-quote", "parsed-quote"];
const VERSIONS: [&str; 4] = ["deprecated", "versionadded", "versionchanged", "versionremoved"];
const OBJECTS: [&str; 17] = [
    "attribute",
    "confval",
    "data",
    "envvar",
    "exception",
    "function",
    "macro",
    "member",
    "method",
    "module",
    "object",
    "option",
    "property",
    "setting",
    "staticmethod",
    "classmethod",
    "describe",
];

/// What a directive of this name holds. What nobody here knows may be code, and is not read.
pub(super) fn sort(name: &str) -> DirectiveSort {
    let plain = name.to_ascii_lowercase();
    match plain.as_str() {
        "figure" => DirectiveSort::Figure,
        "image" => DirectiveSort::Image,
        "rubric" => DirectiveSort::Rubric,
        "table" | "list-table" => DirectiveSort::Table,
        "csv-table" => DirectiveSort::Csv,
        "include" | "literalinclude" => DirectiveSort::Include,
        name if ADMONITIONS.contains(&name) => DirectiveSort::Admonition,
        name if VERSIONS.contains(&name) => DirectiveSort::Version,
        name if QUOTATIONS.contains(&name) => DirectiveSort::Quotation,
        name if PROSES.contains(&name) || OBJECTS.contains(&name) => DirectiveSort::Prose,
        // An object of some language, as in `py:function`.
        name if name.contains(':') => DirectiveSort::Prose,
        _ => DirectiveSort::Other,
    }
}
