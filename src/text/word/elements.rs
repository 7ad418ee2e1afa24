//! Walks over the XML of a part: its tags by name, its text, each with its bytes.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::package::{WordPart, unescaped_attribute};
use crate::text::unreadable::Unreadable;

/// The namespaces of the words of a document: as Word writes it, and as the strict schema has it.
const WORDS: [&str; 2] =
    ["http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"];
/// The namespace of what is written twice, for programs that know one thing or another.
const TWICE: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
/// How deep elements may stand in one another.
const DEEPEST: usize = 10_000;

/// What stands next in a part.
pub(super) enum XmlStep<'x> {
    /// A start tag, or a tag that is all of its element: then an [`XmlStep::Close`] without bytes follows.
    Open { tag: WordTag<'x>, start: BytesStart<'x>, at: Range<usize>, is_empty: bool },
    /// An end tag.
    Close { tag: WordTag<'x>, at: Range<usize> },
    /// Text; `is_exact` where its bytes stand so in the part.
    Text { text: Cow<'x, str>, at: Range<usize>, is_exact: bool },
}

/// A tag: the name of an element of WordprocessingML, `mc:Fallback`, or nothing for one of another language.
pub(super) type WordTag<'x> = &'x str;

/// A walk over a part.
pub(super) struct Elements<'x> {
    part: &'x WordPart,
    reader: NsReader<&'x [u8]>,
    open: Vec<WordTag<'x>>,
    /// The end of an element that has no end tag.
    closing: bool,
}

impl<'x> Elements<'x> {
    pub(super) fn of(part: &'x WordPart) -> Self {
        Self { part, reader: NsReader::from_str(&part.xml), open: Vec::new(), closing: false }
    }

    /// The next step; `None` at the end.
    pub(super) fn step(&mut self) -> Result<Option<XmlStep<'x>>, Unreadable> {
        loop {
            let from = self.reader.buffer_position() as usize;
            if std::mem::take(&mut self.closing) {
                let tag = self.open.pop().unwrap_or_default();
                return Ok(Some(XmlStep::Close { tag, at: from..from }));
            }
            let (namespace, event) = match self.reader.read_resolved_event() {
                Ok((namespace, event)) => (sort(&namespace), event),
                Err(error) => {
                    let at = self.reader.error_position() as usize;
                    return Err(Unreadable::broken(self.part, at, &error.to_string()));
                }
            };
            let at = from..self.reader.buffer_position() as usize;
            match event {
                Event::Start(start) => return self.open(namespace, start, at, false).map(Some),
                Event::Empty(start) => {
                    self.closing = true;
                    return self.open(namespace, start, at, true).map(Some);
                }
                Event::End(_) => {
                    let tag = self.open.pop().unwrap_or_default();
                    return Ok(Some(XmlStep::Close { tag, at }));
                }
                Event::Text(_) => {
                    let text = self.part.xml.get(at.clone()).unwrap_or_default();
                    let is_exact = !text.contains(['\n', '\r']);
                    let text = if is_exact {
                        Cow::Borrowed(text)
                    } else {
                        Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
                    };
                    return Ok(Some(XmlStep::Text { text, at, is_exact }));
                }
                Event::CData(text) => {
                    let text = text.replace(['\n', '\r'], " ");
                    return Ok(Some(XmlStep::Text { text: Cow::Owned(text), at, is_exact: false }));
                }
                Event::GeneralRef(name) => {
                    let sign = name.resolve_char_ref().ok().flatten().map(String::from);
                    let name = name.to_string();
                    let known = || quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned);
                    let Some(text) = sign.or_else(known) else {
                        return Err(Unreadable::broken(self.part, at.start, &format!("`&{name};` stands for nothing")));
                    };
                    let text = text.replace(['\n', '\r'], " ");
                    return Ok(Some(XmlStep::Text { text: Cow::Owned(text), at, is_exact: false }));
                }
                Event::DocType(_) => return Err(Unreadable::declares(self.part)),
                Event::Eof if !self.open.is_empty() => {
                    return Err(Unreadable::broken(self.part, self.part.xml.len(), "it ends in the middle"));
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Passes over the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            if self.step()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The elements that are open, the innermost last.
    pub(super) fn around(&self) -> &[WordTag<'x>] {
        &self.open
    }

    fn open(
        &mut self,
        sort: WordSpace,
        start: BytesStart<'x>,
        at: Range<usize>,
        is_empty: bool,
    ) -> Result<XmlStep<'x>, Unreadable> {
        if self.open.len() >= DEEPEST {
            return Err(Unreadable::broken(self.part, at.start, "its elements stand in one another without end"));
        }
        let name = at.start + 1..at.start + 1 + start.name().as_ref().len();
        let name = self.part.xml.get(name).unwrap_or_default();
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        let tag = match sort {
            WordSpace::Words => local,
            WordSpace::Twice if local == "Fallback" => "mc:Fallback",
            _ => "",
        };
        self.open.push(tag);
        Ok(XmlStep::Open { tag, start, at, is_empty })
    }
}

/// Whether a property is on: it is where it says nothing else.
pub(super) fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(unescaped_attribute(start, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

enum WordSpace {
    Words,
    Twice,
    Other,
}

fn sort(namespace: &ResolveResult<'_>) -> WordSpace {
    match namespace {
        ResolveResult::Bound(namespace) if WORDS.contains(&namespace.0) => WordSpace::Words,
        ResolveResult::Bound(namespace) if namespace.0 == TWICE => WordSpace::Twice,
        _ => WordSpace::Other,
    }
}
