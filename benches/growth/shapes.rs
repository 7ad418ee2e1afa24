//! The shapes of text that `shapes.toml` lists, each made at any size.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// A text that can be made at any size.
#[derive(Debug)]
pub(crate) struct Shape {
    /// `fragment in frame`, or the shape's own name; with the ending of its file.
    pub(crate) name: String,
    ending: String,
    open: String,
    unit: String,
    close: String,
    way: Way,
}

/// How a text grows.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Its unit stands again and again.
    Repeat,
    /// What opens stands again and again, then as often what closes.
    Nest,
    /// There are more and more drafts of some kilobytes.
    Drafts,
}

/// The file, as it says of itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    frames: BTreeMap<String, [String; 4]>,
    groups: BTreeMap<String, Group>,
    own: BTreeMap<String, BTreeMap<String, [String; 3]>>,
    nested: BTreeMap<String, BTreeMap<String, [String; 3]>>,
    archives: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// The frames of its fragments; none where they stand in all.
    r#in: Option<Vec<String>>,
    fragments: BTreeMap<String, String>,
}

/// All shapes; with `every`, each fragment in each frame.
pub(crate) fn table(every: bool) -> Vec<Shape> {
    let table: Table = toml::from_str(include_str!("shapes.toml")).expect("the table of shapes can be read");
    let mut shapes = Vec::new();
    for Group { r#in, fragments } in table.groups.values() {
        let frames: Vec<&String> = r#in.iter().flatten().filter(|_| !every).collect();
        assert!(frames.iter().all(|name| table.frames.contains_key(*name)), "{frames:?} are frames");
        for (frame, [ending, open, unit, close]) in
            table.frames.iter().filter(|(name, _)| frames.is_empty() || frames.contains(name))
        {
            let framed = |(name, fragment): (&String, &String)| {
                Shape::new(Way::Repeat, &format!("{name} in {frame}"), ending, [open, &unit.replace("{}", fragment), close])
            };
            shapes.extend(fragments.iter().map(framed));
        }
    }
    for (way, endings) in [(Way::Repeat, &table.own), (Way::Nest, &table.nested)] {
        for (ending, rows) in endings {
            shapes.extend(rows.iter().map(|(name, parts)| Shape::new(way, name, ending, parts.each_ref().map(String::as_str))));
        }
    }
    shapes.extend(table.archives.iter().map(|(name, unit)| Shape::new(Way::Drafts, name, "md", ["", unit, ""])));
    shapes
}

impl Shape {
    fn new(way: Way, name: &str, ending: &str, [open, unit, close]: [&str; 3]) -> Self {
        let [open, unit, close] = [open, unit, close].map(str::to_owned);
        Self { name: format!("{name} .{ending}"), ending: ending.to_owned(), open, unit, close, way }
    }

    /// Drafts of this shape with about so many bytes, in the order of their names.
    pub(crate) fn drafts(&self, size: usize) -> Vec<(PathBuf, Vec<u8>)> {
        /// Bytes of a draft among many.
        const EACH: usize = 4000;
        let name = |number: usize| PathBuf::from(format!("draft-{number:06}.{}", self.ending));
        match self.way {
            Way::Drafts => {
                (0..size / EACH).map(|number| (name(number), self.repeated(EACH, number * EACH).into_bytes())).collect()
            }
            Way::Repeat => vec![(name(0), self.repeated(size, 0).into_bytes())],
            Way::Nest => {
                let depth = size / (self.open.len() + self.close.len());
                let text = format!("{}{}{}", self.open.repeat(depth), self.unit, self.close.repeat(depth));
                vec![(name(0), text.into_bytes())]
            }
        }
    }

    /// One draft; its units are counted from `first`.
    fn repeated(&self, size: usize, first: usize) -> String {
        let mut text = self.open.replace("{long}", &"word-".repeat(size / 10)).replace("{words}", &"word ".repeat(size / 10));
        let (counts, steps) = (self.unit.contains("{n}"), self.unit.contains("{indent}"));
        for number in 0.. {
            match (counts, steps) {
                (true, _) => text.push_str(&self.unit.replace("{n}", &(first + number).to_string())),
                (_, true) => text.push_str(&self.unit.replace("{indent}", &"  ".repeat(number))),
                _ => text.push_str(&self.unit),
            }
            if text.len() + self.close.len() >= size {
                break;
            }
        }
        text + &self.close
    }
}
