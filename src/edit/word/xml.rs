//! XML in the writing: names with the prefix that a part has for them, and text that is put between its bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// The namespaces of the words of a document, as Word writes it and as the strict schema has it.
const WORDS: [&str; 2] =
    ["http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"];

/// How a part names the elements of a document.
#[derive(Debug, Clone)]
pub(super) struct WordNames {
    /// What stands before a name: `w:`.
    prefix: String,
    /// What an element must say for it to be understood, where the part does not.
    declares: String,
    is_strict: bool,
}

impl WordNames {
    /// The names of a part, by its outermost element.
    pub(super) fn of(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let root = loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => break Some(tag.into_owned()),
                Ok(Event::Eof) | Err(_) => break None,
                Ok(_) => {}
            }
        };
        let attributes = root.iter().flat_map(|root| root.attributes().flatten());
        let mut declared: Vec<(String, String)> =
            attributes.map(|attribute| (attribute.key.as_ref().to_string(), attribute.value.to_string())).collect();
        declared.retain(|(_, value)| WORDS.contains(&value.as_str()));
        let is_strict = declared.first().is_some_and(|(_, value)| value == WORDS[1]);
        let named = declared.iter().find_map(|(name, _)| name.strip_prefix("xmlns:"));
        match named {
            Some(prefix) => Self { prefix: format!("{prefix}:"), declares: String::new(), is_strict },
            None => {
                let namespace = declared.first().map_or(WORDS[0], |(_, value)| value.as_str());
                Self { prefix: "w:".to_owned(), declares: format!(" xmlns:w=\"{namespace}\""), is_strict }
            }
        }
    }

    /// The prefix of an outermost element, and how it declares its namespace.
    pub(super) fn root(&self) -> (String, String) {
        let namespace = if self.is_strict { WORDS[1] } else { WORDS[0] };
        (self.prefix.clone(), format!("xmlns:{}=\"{namespace}\"", self.prefix.trim_end_matches(':')))
    }

    /// Whether names are those of the strict schema.
    pub(super) fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// XML in which `w:` stands for the prefix of this part; `<w:` in it may only stand for tags, and ` w:` for attributes.
    pub(super) fn written(&self, xml: &str) -> String {
        if self.declares.is_empty() && self.prefix == "w:" {
            return xml.to_owned();
        }
        let xml = xml.replace("</w:", &format!("</{}", self.prefix)).replace(" w:", &format!(" {}", self.prefix));
        let mut written = String::with_capacity(xml.len());
        let mut depth = 0_usize;
        for (number, stretch) in xml.split("<w:").enumerate() {
            if number == 0 {
                written.push_str(stretch);
                continue;
            }
            let name = stretch.find([' ', '>', '/']).unwrap_or(stretch.len());
            written.push_str(&format!("<{}{}", self.prefix, &stretch[..name]));
            // What stands inside is understood by what stands around it.
            written.push_str(if depth == 0 { &self.declares } else { "" });
            written.push_str(&stretch[name..]);
            let closes =
                stretch.matches("</").count() + usize::from(stretch.split('>').next().is_some_and(|tag| tag.ends_with('/')));
            depth = (depth + 1).saturating_sub(closes);
        }
        written
    }
}

/// Text as XML writes it: without the characters that it has no signs for.
pub(super) fn escaped(text: &str) -> String {
    let is_written = |char: &char| !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}') || *char == '\t';
    quick_xml::escape::escape(text.chars().filter(is_written).collect::<String>()).into_owned()
}

/// Text put into a part, and taken out of it.
#[derive(Debug, Default)]
pub(super) struct Splices(BTreeMap<(usize, usize), String>);

impl Splices {
    /// Puts text at a byte, behind what was put there before.
    pub(super) fn insert(&mut self, at: usize, text: &str) {
        self.replace(at..at, text);
    }

    /// Puts text in the place of bytes; stretches do not overlap.
    pub(super) fn replace(&mut self, range: Range<usize>, text: &str) {
        self.0.entry((range.start, range.end)).or_default().push_str(text);
    }

    /// The part with all of it.
    pub(super) fn laid(self, xml: &str) -> String {
        let (mut laid, mut end) = (String::with_capacity(xml.len() + 1024), 0);
        for ((from, to), text) in self.0 {
            laid.push_str(xml.get(end..from.max(end)).unwrap_or_default());
            laid.push_str(&text);
            end = to.max(end);
        }
        laid + xml.get(end..).unwrap_or_default()
    }
}

/// A part with more in its outermost element, at the end.
pub(super) fn appended(xml: &str, more: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut at) = (0_usize, 0);
    let mut splices = Splices::default();
    while let Ok(event) = reader.read_event() {
        let end = reader.buffer_position() as usize;
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 1 => {
                splices.insert(at, more);
                break;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Empty(tag) if depth == 0 => {
                let slash = xml[at..end].rfind('/').map_or(end, |slash| at + slash);
                splices.replace(slash..end, &format!(">{more}</{}>", tag.name().as_ref()));
                break;
            }
            Event::Eof => break,
            _ => {}
        }
        at = end;
    }
    splices.laid(xml)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_stands_last_in_the_outermost_element() {
        assert_eq!(appended("<?xml?><a><b/></a>\n", "<c/>"), "<?xml?><a><b/><c/></a>\n");
        assert_eq!(appended("<x:a n=\"/\" />", "<c/>"), "<x:a n=\"/\" ><c/></x:a>");
    }

    #[test]
    fn names_have_the_prefix_of_their_part() {
        let names = |root: &str| WordNames::of(&format!("<?xml version=\"1.0\"?><{root}/>"));
        let mark = "<w:r><w:commentReference w:id=\"1\"/></w:r><w:p/>";
        assert_eq!(names(&format!("w:d xmlns:w=\"{}\"", WORDS[0])).written(mark), mark);
        let other = names(&format!("n:d xmlns:n=\"{}\"", WORDS[1])).written(mark);
        assert_eq!(other, "<n:r><n:commentReference n:id=\"1\"/></n:r><n:p/>");
        let bare = names(&format!("d xmlns=\"{}\"", WORDS[0])).written(mark);
        let declared = format!(" xmlns:w=\"{}\"", WORDS[0]);
        assert_eq!(bare, format!("<w:r{declared}><w:commentReference w:id=\"1\"/></w:r><w:p{declared}/>"));
    }
}
