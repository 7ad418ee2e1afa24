//! The styles of a Word file: what a paragraph is, by the name that its style has or is made from.

use quick_xml::Reader;
use quick_xml::events::Event;
use rustc_hash::FxHashMap;

use crate::format::plain::shape::listed;
use crate::text::word_attribute;

const TITLES: &str = include_str!("../../../rules/lists/formats/word-titles.txt");
const STANDFIRSTS: &str = include_str!("../../../rules/lists/formats/word-standfirsts.txt");
const QUOTATIONS: &str = include_str!("../../../rules/lists/formats/word-quotations.txt");
const CAPTIONS: &str = include_str!("../../../rules/lists/formats/word-captions.txt");
const CODES: &str = include_str!("../../../rules/lists/formats/word-codes.txt");
const CONTENTS: &str = include_str!("../../../rules/lists/formats/word-contents.txt");
/// What the names of styles for headings begin with; a level follows.
const HEADING: &str = "heading";
/// How many styles may be made each from the next.
const DEEPEST: usize = 16;

/// What a style makes of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StyleSort {
    Title,
    Standfirst,
    Heading(u32),
    Quotation,
    Caption,
    Code,
    /// Tables of contents, and what stands at the edges of a page.
    Contents,
    Plain,
}

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles(FxHashMap<String, WordStyle>);

#[derive(Debug, Default)]
struct WordStyle {
    name: String,
    parent: Option<String>,
    /// Its level in the outline, from 1.
    outline: Option<u32>,
    /// Its list, and the depth in it.
    list: Option<(u32, u32)>,
}

impl Styles {
    /// Reads the part that holds them. What is broken in it ends the list: no text stands there.
    pub(super) fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let (mut reader, mut id) = (Reader::from_str(xml), String::new());
        while let Ok(event) = reader.read_event() {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                match event {
                    Event::Eof => break,
                    _ => continue,
                }
            };
            let value = || word_attribute(&tag, "val");
            let number = || value().and_then(|value| value.parse().ok());
            if tag.local_name().as_ref() == "style" {
                id = word_attribute(&tag, "styleId").unwrap_or_default();
                styles.0.insert(id.clone(), WordStyle::default());
                continue;
            }
            let Some(style) = styles.0.get_mut(&id) else { continue };
            match tag.local_name().as_ref() {
                "name" => style.name = value().unwrap_or_default(),
                "basedOn" => style.parent = value(),
                "outlineLvl" => style.outline = number().filter(|level| *level < 9).map(|level: u32| level + 1),
                "numId" => style.list = number().map(|list| (list, style.list.map_or(0, |(_, depth)| depth))),
                "ilvl" => style.list = Some((style.list.map_or(0, |(list, _)| list), number().unwrap_or_default())),
                _ => {}
            }
        }
        styles
    }

    /// A style and those that it is made from, each from the next.
    fn line<'s>(&'s self, id: &'s str) -> impl Iterator<Item = &'s WordStyle> {
        let first = self.0.get(id);
        std::iter::successors(first, |style| self.0.get(style.parent.as_ref()?)).take(DEEPEST)
    }

    /// What a style makes of a paragraph. One that no part describes is known by its id.
    pub(super) fn sort(&self, id: &str) -> StyleSort {
        if !self.0.contains_key(id) {
            return named(id).unwrap_or(StyleSort::Plain);
        }
        let sort = |style: &WordStyle| named(&style.name).or(style.outline.map(StyleSort::Heading));
        self.line(id).find_map(sort).unwrap_or(StyleSort::Plain)
    }

    /// The list of a style, and the depth in it.
    pub(super) fn list(&self, id: &str) -> Option<(u32, u32)> {
        self.line(id).find_map(|style| style.list)
    }
}

/// What a style of this name, or of this id, which has no spaces, is for.
fn named(name: &str) -> Option<StyleSort> {
    let close = |name: &str| name.to_lowercase().replace(' ', "");
    let name = close(name);
    let is_in = |list: &'static str| listed(list).any(|other| close(other) == name);
    let level = || name.strip_prefix(HEADING)?.parse().ok().map(StyleSort::Heading);
    let listed = [
        (TITLES, StyleSort::Title),
        (STANDFIRSTS, StyleSort::Standfirst),
        (QUOTATIONS, StyleSort::Quotation),
        (CAPTIONS, StyleSort::Caption),
        (CODES, StyleSort::Code),
        (CONTENTS, StyleSort::Contents),
    ];
    level().or_else(|| listed.into_iter().find(|(list, _)| is_in(list)).map(|(_, sort)| sort))
}
