//! Word files made for tests: a package of parts around the XML of some paragraphs.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub(crate) const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(crate) const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A Word file in the making: its parts, in order.
#[derive(Clone)]
pub(crate) struct Made(pub(crate) Vec<(String, Vec<u8>)>);

impl Made {
    /// A file whose body is this XML.
    pub(crate) fn new(body: &str) -> Self {
        let document = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", document(WORDS, body));
        Self(Vec::new())
            .with(
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-\
                     package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\
                     \"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main\
                     +xml\"/></Types>"
                ),
            )
            .with("_rels/.rels", relations(&[("rId1", "officeDocument", "word/document.xml")]))
            .with("word/document.xml", document)
            .with("word/media/picture.png", [137, 80, 78, 71, 0, 1, 2, 3])
    }

    /// The same with a part, or with other bytes in it.
    pub(crate) fn with(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref().to_vec();
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = bytes,
            None => self.0.push((name.to_owned(), bytes)),
        }
        self
    }

    /// The same with what the document leads to: ways and parts.
    pub(crate) fn related(self, ways: &[(&str, &str, &str)]) -> Self {
        self.with("word/_rels/document.xml.rels", relations(ways))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// The XML of a document in a namespace.
pub(crate) fn document(namespace: &str, body: &str) -> String {
    format!("<w:document xmlns:w=\"{namespace}\" xmlns:r=\"{RELATIONS}\"><w:body>{body}</w:body></w:document>")
}

fn relations(ways: &[(&str, &str, &str)]) -> String {
    let mut xml = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (id, way, target) in ways {
        let mode = if target.contains("://") { " TargetMode=\"External\"" } else { "" };
        xml += &format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{way}\" Target=\"{target}\"{mode}/>");
    }
    xml + "</Relationships>"
}

/// A paragraph of one run.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text))
}

/// A paragraph with a style.
pub(crate) fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>", escaped(text))
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The parts of a file, in order.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |number: usize| {
        let mut file = zip.by_index(number).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().to_string(), bytes)
    };
    (0..zip_len(bytes)).map(part).collect()
}

fn zip_len(bytes: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(bytes)).unwrap().len()
}
