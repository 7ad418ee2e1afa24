//! Word files: what is read of them, that each word leads back to its XML, and what is said of those that cannot be read.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "word/made.rs"]
mod made;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use copydesk::format;
use copydesk::text::{Block, Document, Format, Kind, LinkSort, MarkSort, Reach, Role, Source};
use made::{Made, STRICT, WORDS, document, escaped, paragraph, styled};
use proptest::prelude::*;

fn read(made: &Made) -> Document {
    let decoded = Source::decode("draft.docx", Format::Word, made.bytes());
    assert_eq!(decoded.unreadable, None);
    format::read(decoded.source)
}

fn body(xml: &str) -> Document {
    read(&Made::new(xml))
}

fn shown(document: &Document) -> Vec<(Kind, Role, &str)> {
    document.blocks.iter().map(|block| (block.kind, block.role, block.text.as_str())).collect()
}

fn texts(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(|block| block.text.as_str()).collect()
}

/// Why bytes cannot be read, and what to do.
fn refused(bytes: Vec<u8>) -> String {
    let decoded = Source::decode("draft.docx", Format::Word, bytes);
    assert!(decoded.source.text.is_empty());
    let why = decoded.unreadable.expect("it was read");
    format!("{}. {}", why.why, why.help)
}

/// The bytes of its part that words of a block came from.
fn xml<'a>(made: &'a Made, document: &Document, block: &Block, words: &str) -> &'a str {
    let at = block.text.find(words).unwrap_or_else(|| panic!("{words:?} in {block:?}"));
    let span = block.span(at..at + words.len());
    let part = document.source.part(span).unwrap();
    let (_, bytes) = made.0.iter().find(|(name, _)| name == part).unwrap();
    std::str::from_utf8(&bytes[document.source.disk(span)]).unwrap()
}

mod reading {
    use super::*;
    use Kind::{Caption, Cell, Heading, Item, Note, Paragraph, Quote};
    use Role::{Body, Chrome, Dek, Title};

    #[test]
    fn styles_say_what_a_paragraph_is() {
        let styles = "<w:styles xmlns:w=\"W\"><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
                      <w:style w:styleId=\"House\"><w:name w:val=\"House quote\"/><w:basedOn w:val=\"Q\"/></w:style>\
                      <w:style w:styleId=\"Q\"><w:name w:val=\"Intense Quote\"/></w:style>\
                      <w:style w:styleId=\"L\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>\
                      <w:style w:styleId=\"V\"><w:name w:val=\"Big\"/><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr></w:style></w:styles>";
        let xml = [
            styled("Title", "Ferry runs again"),
            styled("Subtitle", "The pier was mended"),
            styled("TOC1", "Why 3"),
            styled("berschrift1", "Why"),
            paragraph("It was broken."),
            styled("House", "We tried."),
            styled("L", "One"),
            styled("V", "Deeper"),
            styled("Caption", "The pier"),
            styled("HTMLPreformatted", "x = 41 people"),
        ];
        let made = Made::new(&xml.concat()).with("word/styles.xml", styles).related(&[("rId1", "styles", "styles.xml")]);
        let expected = [
            (Heading, Title, "Ferry runs again"),
            (Paragraph, Dek, "The pier was mended"),
            (Heading, Body, "Why"),
            (Paragraph, Body, "It was broken."),
            (Quote, Body, "We tried."),
            (Item, Body, "One"),
            (Heading, Body, "Deeper"),
            (Caption, Body, "The pier"),
        ];
        let document = read(&made);
        assert_eq!(shown(&document).into_iter().filter(|(_, role, _)| *role != Chrome).collect::<Vec<_>>(), expected);
        let levels: Vec<_> = document.blocks.iter().filter(|block| block.kind == Heading).map(|block| block.level).collect();
        assert_eq!(levels, [1, 1, 3]);
    }

    #[test]
    fn a_headline_without_a_style_is_known_by_its_looks() {
        let bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Ferry runs again</w:t></w:r></w:p>";
        let long =
            paragraph(&"The ferry that was laid up since the storm in March runs again from today, its owner said. ".repeat(2));
        assert_eq!(shown(&body(&format!("{bold}{long}")))[0], (Heading, Title, "Ferry runs again"));
        assert_eq!(shown(&body(&format!("{}{long}", paragraph("Ferry runs again"))))[0].1, Title);
        assert_eq!(shown(&body(&format!("{}{long}", paragraph("It runs again."))))[0], (Paragraph, Body, "It runs again."));
        assert_eq!(shown(&body(&format!("{long}{bold}{long}")))[1], (Heading, Body, "Ferry runs again"));
    }

    #[test]
    fn words_of_several_runs_are_one_text() {
        let xml = "<w:p><w:r><w:t xml:space=\"preserve\">At le</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:i/></w:rPr>\
                   <w:t>ast</w:t><w:tab/><w:t>41 &amp; a</w:t><w:br/><w:t>half</w:t><w:noBreakHyphen/><w:t>mile</w:t></w:r></w:p>";
        let made = Made::new(xml);
        let document = read(&made);
        assert_eq!(texts(&document), ["At least 41 & a half\u{2011}mile"]);
        let block = &document.blocks[0];
        assert_eq!(super::xml(&made, &document, block, "41"), "41");
        assert_eq!(super::xml(&made, &document, block, "&"), "&amp;");
        assert_eq!(super::xml(&made, &document, block, "\u{2011}"), "<w:noBreakHyphen/>");
        assert!(super::xml(&made, &document, block, "At least").starts_with("At le</w:t>"));
        assert_eq!(&block.text[block.marks[0].at.clone()], "ast 41 & a half\u{2011}mile");
        assert_eq!(document.source.slice(block.span(3..8)), "least");
    }

    #[test]
    fn a_line_is_a_paragraph() {
        let document = body(&format!("{}<w:p/>{}", paragraph("One."), paragraph("Two.")));
        assert_eq!(document.source.text, "One.\n\nTwo.\n");
        assert_eq!(document.source.position(document.blocks[1].whole().start()).line, 3);
    }

    #[test]
    fn insertions_are_read_and_deletions_are_not() {
        let xml = "<w:p><w:r><w:t xml:space=\"preserve\">It was </w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>40</w:delText></w:r></w:del>\
                   <w:ins w:id=\"2\"><w:r><w:t>41</w:t></w:r></w:ins><w:moveFrom w:id=\"3\"><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>\
                   <w:p><w:pPr><w:rPr><w:del w:id=\"4\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Half </w:t></w:r></w:p>\
                   <w:p><w:r><w:t>a line</w:t></w:r></w:p>\
                   <w:p><w:pPr><w:pPrChange w:id=\"5\"><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>End.</w:t></w:r></w:p>";
        assert_eq!(
            shown(&body(xml)),
            [(Paragraph, Body, "It was 41"), (Paragraph, Body, "Half a line"), (Paragraph, Body, "End.")]
        );
    }

    #[test]
    fn lists_and_tables_stand_together() {
        let item = |text: &str, list: u32, depth: u32| {
            let own = format!("<w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
            format!("<w:p><w:pPr>{own}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(text));
        let table = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{}{}</w:tc></w:tr></w:tbl>",
            cell("Town"),
            cell("Seats"),
            cell("Wells"),
            paragraph("4,000"),
            paragraph("in all")
        );
        let framed = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("A box."));
        let xml = [item("One", 1, 0), item("Two", 1, 1), item("Text", 0, 0), table, framed].concat();
        let document = body(&xml);
        let blocks: Vec<_> =
            document.blocks.iter().map(|block| (block.kind, block.group, block.level, block.text.as_str())).collect();
        let expected = [
            (Item, 1, 1, "One"),
            (Item, 1, 2, "Two"),
            (Paragraph, 0, 0, "Text"),
            (Cell, 2, 0, "Town"),
            (Cell, 2, 0, "Seats"),
            (Cell, 2, 1, "Wells"),
            (Cell, 2, 1, "4,000 in all"),
            (Paragraph, 0, 0, "A box."),
        ];
        assert_eq!(blocks, expected);
        let parts: Vec<_> = document.parts.iter().map(|part| document.source.slice(*part)).collect();
        assert_eq!(parts, ["One\nTwo", "Text", "Town\nSeats\nWells\n4,000\nin all", "A box."]);
    }

    #[test]
    fn links_fields_and_notes_are_evidence() {
        let xml = "<w:p><w:r><w:t xml:space=\"preserve\">See </w:t></w:r><w:hyperlink r:id=\"rId7\"><w:r><w:t>the data</w:t></w:r></w:hyperlink>\
                   <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://b.example/\" \\o \"x\"</w:instrText></w:r>\
                   <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t xml:space=\"preserve\"> and this</w:t></w:r>\
                   <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:fldSimple w:instr=\" DATE \"><w:r><w:t xml:space=\"preserve\"> today</w:t></w:r></w:fldSimple>\
                   <w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
        let notes = format!(
            "<w:footnotes xmlns:w=\"{WORDS}\"><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote>\
             <w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
            paragraph("-"),
            paragraph("Count of the port, 2024.")
        );
        let made = Made::new(xml)
            .with("word/footnotes.xml", notes)
            .related(&[("rId7", "hyperlink", "https://a.example/x"), ("rId8", "footnotes", "/word/footnotes.xml")]);
        let document = read(&made);
        assert_eq!(shown(&document)[1], (Note, Body, "Count of the port, 2024."));
        let block = &document.blocks[0];
        assert_eq!(block.text, "See the data and this today");
        let links: Vec<_> =
            block.links.iter().map(|link| (&block.text[link.at.clone()], link.target.as_str(), link.sort)).collect();
        let expected = [
            ("the data", "https://a.example/x", LinkSort::Page),
            (" and this", "https://b.example/", LinkSort::Page),
            ("", "f2", LinkSort::Footnote),
        ];
        assert_eq!(links, expected);
        assert_eq!(document.blocks[1].links[0].target, "f2");
        let span = document.blocks[1].whole();
        assert_eq!(document.source.part(span), Some("word/footnotes.xml"));
        assert_eq!(super::xml(&made, &document, &document.blocks[1], "2024"), "2024");
    }

    #[test]
    fn a_text_box_is_read_once_and_after_its_paragraph() {
        let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("In the box."));
        let xml = format!(
            "<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">\
             <mc:Choice Requires=\"wps\"><w:drawing>{inner}</w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>\
             </mc:AlternateContent></w:r><w:r><w:t xml:space=\"preserve\"> and after.</w:t></w:r></w:p>"
        );
        assert_eq!(texts(&body(&xml)), ["Before and after.", "In the box."]);
    }

    #[test]
    fn code_is_no_prose_and_hidden_words_are_told_as_hidden() {
        let run = |own: &str, text: &str| format!("<w:r><w:rPr>{own}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        let xml = [
            "<w:p>",
            &run("<w:rStyle w:val=\"HTMLCode\"/>", "x = 1"),
            &run("<w:vanish/>", " aside"),
            &run("<w:b w:val=\"0\"/>", " b"),
            "</w:p>",
        ];
        let styles = "<w:styles xmlns:w=\"W\"><w:style w:styleId=\"HTMLCode\"><w:name w:val=\"HTML Code\"/></w:style></w:styles>";
        let made = Made::new(&xml.concat()).with("word/styles.xml", styles).related(&[("rId1", "styles", "styles.xml")]);
        let marks: Vec<_> = read(&made).blocks[0].marks.iter().map(|mark| (mark.at.clone(), mark.sort)).collect();
        assert_eq!(marks, [(0..5, MarkSort::Code), (5..11, MarkSort::Hidden)]);
    }

    #[test]
    fn a_comment_can_permit_and_others_are_left_alone() {
        let comments = format!(
            "<w:comments xmlns:w=\"{WORDS}\"><w:comment w:id=\"1\" w:author=\"Ann\">{}</w:comment>\
             <w:comment w:id=\"2\" w:author=\"Ben\">{}</w:comment></w:comments>",
            paragraph("copydesk: allow attribution/unsourced-figure, our own count"),
            paragraph("Is this right?")
        );
        let xml = "<w:p><w:r><w:t>One.</w:t></w:r></w:p><w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t xml:space=\"preserve\">At least </w:t></w:r>\
                   <w:commentRangeStart w:id=\"2\"/><w:r><w:t>41</w:t></w:r><w:commentRangeEnd w:id=\"2\"/><w:commentRangeEnd w:id=\"1\"/>\
                   <w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"2\"/></w:r></w:p>";
        let made = Made::new(xml).with("word/comments.xml", comments).related(&[("rId1", "comments", "comments.xml")]);
        let document = read(&made);
        assert_eq!(texts(&document), ["One.", "At least 41"]);
        let [allow] = &document.allows[..] else { panic!("{:?}", document.allows) };
        assert_eq!((allow.rule.as_str(), allow.reason.as_str()), ("attribution/unsourced-figure", "our own count"));
        assert_eq!(allow.reach, Reach::Block(1));
        assert_eq!(document.source.slice(allow.span), "At least 41");
    }
}

mod packages {
    use super::*;

    fn with_document(xml: impl AsRef<[u8]>) -> Made {
        Made::new("").with("word/document.xml", xml)
    }

    #[test]
    fn a_byte_order_mark_is_no_text_and_counts_as_bytes() {
        let made = with_document(format!("\u{feff}{}", document(WORDS, &paragraph("At least 41."))));
        let document = read(&made);
        assert_eq!(texts(&document), ["At least 41."]);
        assert_eq!(xml(&made, &document, &document.blocks[0], "41"), "41");
    }

    #[test]
    fn utf_16_is_read() {
        let wide: Vec<u8> =
            format!("\u{feff}{}", document(WORDS, &paragraph("Café 41."))).encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&read(&with_document(wide))), ["Café 41."]);
    }

    #[test]
    fn the_strict_schema_and_other_prefixes_are_read() {
        assert_eq!(texts(&read(&with_document(document(STRICT, &paragraph("Strict."))))), ["Strict."]);
        let other = document(WORDS, &paragraph("Other.")).replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=");
        assert_eq!(texts(&read(&with_document(other))), ["Other."]);
        let foreign = document("http://example.org/", &paragraph("Foreign."));
        assert!(texts(&read(&with_document(foreign))).is_empty());
    }

    #[test]
    fn a_part_of_comments_may_hold_none() {
        let made = Made::new(&paragraph("One.")).related(&[("rId1", "comments", "comments.xml")]);
        assert_eq!(texts(&read(&made)), ["One."]);
        assert_eq!(texts(&read(&made.with("word/comments.xml", format!("<w:comments xmlns:w=\"{WORDS}\"/>")))), ["One."]);
    }

    #[test]
    fn what_is_no_word_file_is_told_with_a_remedy() {
        let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(
            refused([compound.clone(), vec![0; 900], sealed].concat()).contains("protected by a password. Save a copy without")
        );
        assert!(refused(compound).contains("of the older kind (.doc). Open it in Word and save it as .docx."));
        assert!(refused(b"At least 41 people.".to_vec()).contains("it is no Word file, or a damaged one"));
        assert!(refused(Vec::new()).contains("it is empty"));
        let whole = Made::new(&paragraph("One.")).bytes();
        assert!(refused(whole[..whole.len() / 2].to_vec()).contains("damaged"));
        assert!(refused(Made(vec![("a.txt".to_owned(), b"a".to_vec())]).bytes()).contains("it has no part word/document.xml"));
        let slides = Made::new("").with("word/document.xml", "<p:presentation xmlns:p=\"p\"/>");
        assert!(refused(slides.bytes()).contains("it holds no text of Word’s"));
    }

    #[test]
    fn broken_xml_is_told_with_its_part_and_byte() {
        for (xml, why) in [
            ("<w:document xmlns:w=\"W\"><w:body></w:document>", "word/document.xml is broken at byte"),
            ("<w:document xmlns:w=\"W\"><w:body>", "it ends in the middle"),
            ("<w:document xmlns:w=\"W\">&bogus;</w:document>", "`&bogus;` stands for nothing"),
        ] {
            let said = refused(with_document(xml).bytes());
            assert!(said.contains(why) && said.contains("Open it in Word"), "{said}");
        }
        assert!(refused(with_document(b"<w:document>\xff</w:document>").bytes()).contains("it is not UTF-8"));
        let deep = format!("<w:document xmlns:w=\"W\">{}", "<a>".repeat(20_000));
        assert!(refused(with_document(deep).bytes()).contains("without end"));
    }

    #[test]
    fn entities_from_outside_are_never_asked_for() {
        let xml = format!(
            "<!DOCTYPE w:document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}",
            document(WORDS, "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")
        );
        assert!(refused(with_document(xml).bytes()).contains("document type declaration (DTD)"));
    }

    #[test]
    fn a_bomb_is_read_to_a_bound() {
        // 160 MB of spaces pack into some 160 KB.
        let xml = format!("<w:document xmlns:w=\"{WORDS}\">{}</w:document>", " ".repeat(160 << 20));
        let bytes = with_document(xml).bytes();
        assert!(bytes.len() < 1 << 20);
        assert!(refused(bytes).contains("unpacks to more than 128 MiB"));
    }
}

mod commands {
    use super::*;

    /// A folder of its own for a test, gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("copydesk-word-{name}-{}", std::process::id()));
            fs::create_dir_all(&root).unwrap();
            Self(root)
        }

        fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
            fs::write(self.0.join(name), bytes).unwrap();
            self
        }

        /// Exit status, and all that was said.
        fn run(&self, args: &[&str]) -> (Option<i32>, String) {
            let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
            let output = command.args(args).current_dir(&self.0).output().unwrap();
            let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            (output.status.code(), said(&output.stdout) + &said(&output.stderr))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn comments_are_written_into_a_file_of_their_own_or_the_draft() {
        let vague = Made::new(&paragraph("Experts say 40% of the berths are empty."));
        let folder =
            Folder::new("comments").with("a.docx", vague.bytes()).with("b.md", "One.").with("kept.docx", Made::new("").bytes());
        let (status, said) = folder.run(&["check", "--comments", "out.docx", "a.docx"]);
        assert!(status == Some(0) && said.contains("Wrote 1 comment into out.docx"), "{said}");
        assert_eq!(fs::read(folder.0.join("a.docx")).unwrap(), vague.bytes());
        let read = |name: &str| Source::decode(name, Format::Word, fs::read(folder.0.join(name)).unwrap()).source;
        let comment = read("out.docx").word().unwrap().comments[0].text.clone();
        assert!(comment.starts_with("“40%” rests on") && comment.ends_with("attribution/vague-figure"), "{comment}");
        assert_eq!(comment.matches("rests on").count(), 1, "{comment}");
        assert_eq!(folder.run(&["check", "--comments", "out.docx", "a.docx"]).0, Some(0), "its own work is written anew");
        let (_, said) = folder.run(&["check", "."]);
        assert!(said.contains("another draft here with copydesk’s comments") && said.contains("a.docx:1"), "{said}");
        assert!(!said.contains("out.docx:1"), "what it wrote is no draft of its own: {said}");
        let (_, said) = folder.run(&["check", "--comments", "a.docx", "a.docx", "--quiet"]);
        assert!(!said.contains("Wrote") && read("a.docx").word().unwrap().comments.len() == 1, "{said}");
        for (args, why) in [
            (&["check", "--comments", "out.docx"][..], "--comments takes one Word draft (.docx), and 4 drafts are checked"),
            (&["check", "--comments", "out.docx", "b.md"], "and the draft is none; name the one"),
            (&["check", "--comments", "out.md", "a.docx"], "give it the ending .docx"),
            (&["check", "--comments", "kept.docx", "a.docx"], "holds more than this draft"),
        ] {
            let (status, said) = folder.run(args);
            assert!(status == Some(2) && said.contains(why), "{args:?}: {said}");
        }
        let (status, _) = folder.run(&["check", "--comments", "kept.docx", "a.docx", "--force"]);
        assert!(status == Some(0) && read("kept.docx").word().unwrap().comments.len() == 1);
    }

    #[test]
    fn who_permits_in_a_draft_is_told_the_comment_that_does() {
        let text = "Experts say 40% of the berths are empty.";
        let folder = Folder::new("permits").with("a.docx", Made::new(&paragraph(text)).bytes());
        let before = fs::read(folder.0.join("a.docx")).unwrap();
        let (status, said) = folder.run(&["check", "--fail-on", "warning", "--add-allow", "our own count", "a.docx"]);
        let words = "copydesk: allow attribution/vague-figure, our own count";
        let left =
            format!("a.docx: attribution/vague-figure is left to you: in Word a permission is a comment at the words: `{words}`");
        assert!(status == Some(1) && said.contains(&left), "{status:?}: {said}");
        assert_eq!(fs::read(folder.0.join("a.docx")).unwrap(), before);
        // The very words, as a comment of somebody's.
        let comments = format!(
            "<w:comments xmlns:w=\"{WORDS}\"><w:comment w:id=\"1\" w:author=\"Ann\">{}</w:comment></w:comments>",
            paragraph(words)
        );
        let xml = format!(
            "<w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>{text}</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>\
             <w:r><w:commentReference w:id=\"1\"/></w:r></w:p>"
        );
        let permitted = Made::new(&xml).with("word/comments.xml", comments).related(&[("rId1", "comments", "comments.xml")]);
        let folder = folder.with("a.docx", permitted.bytes());
        let (status, said) = folder.run(&["check", "--fail-on", "note", "a.docx"]);
        assert!(status == Some(0) && !said.contains("vague-figure"), "{status:?}: {said}");
    }

    #[test]
    fn a_folder_of_drafts_is_checked_and_locks_are_passed_by() {
        let vague = Made::new(&[paragraph("One."), paragraph("Experts say 40% of the berths are empty.")].concat());
        let folder = Folder::new("folder").with("a.docx", vague.bytes()).with("~$a.docx", "lock").with("b.docx", "no zip");
        let (status, said) = folder.run(&["check"]);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("a.docx:2:13: warning attribution/vague-figure"), "{said}");
        assert!(said.contains("b.docx:1:1: fatal meta/unreadable-draft: cannot be read: it is no Word file"), "{said}");
        assert!(!said.contains("~$"), "{said}");
        let (_, said) = folder.run(&["check", "--format", "json", "a.docx"]);
        assert!(said.contains("\"part\": \"word/document.xml\"") && said.contains("\"text\": \"40%\""), "{said}");
        let (_, said) = folder.run(&["check", "--explain-files"]);
        assert!(said.contains("a lock of Word's") && said.contains("checked a.docx: Word"), "{said}");
    }
}

/// Text as it may stand in a Word file: no control characters, which XML has no signs for, and no white space but spaces.
fn word_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 .,&<>\"'é\u{301}😀“”%€-]{0,40}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// What is put into a file is what is read, and each character leads back to its bytes.
    #[test]
    fn what_is_written_is_read(paragraphs in prop::collection::vec(prop::collection::vec((word_text(), any::<u8>()), 0..5), 0..8)) {
        let run = |(text, looks): &(String, u8)| {
            let own = ["", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:i/><w:color w:val=\"FF0000\"/></w:rPr>"][*looks as usize % 3];
            let run = format!("<w:r>{own}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
            match looks % 5 {
                0 => format!("<w:ins w:id=\"1\">{run}</w:ins>"),
                1 => format!("{run}<w:del w:id=\"2\"><w:r><w:delText>gone</w:delText></w:r></w:del>"),
                _ => run,
            }
        };
        let xml: String = paragraphs.iter().map(|runs| format!("<w:p>{}</w:p>", runs.iter().map(run).collect::<String>())).collect();
        let made = Made::new(&xml);
        let document = read(&made);
        let text: String = paragraphs.iter().map(|runs| runs.iter().map(|(text, _)| text.as_str()).collect::<String>() + "\n").collect();
        prop_assert_eq!(&document.source.text, &text);
        for block in &document.blocks {
            for (at, char) in block.text.char_indices() {
                let span = block.span(at..at + char.len_utf8());
                prop_assert_eq!(document.source.slice(span), char.to_string());
                let found = word_xml(&made, &document, span);
                prop_assert!(found == char.to_string() || found == escaped(&char.to_string()), "{:?} for {:?}", found, char);
            }
        }
    }
}

/// The bytes of its part that a span came from.
fn word_xml(made: &Made, document: &Document, span: copydesk::text::Span) -> String {
    let part = document.source.part(span).unwrap();
    let (_, bytes) = made.0.iter().find(|(name, _)| name == part).unwrap();
    String::from_utf8(bytes[document.source.disk(span)].to_vec()).unwrap()
}

mod margins {
    use super::*;
    use copydesk::edit;
    use copydesk::finding::{Finding, Level};
    use copydesk::text::Span;

    const DATE: &str = "2024-05-31T08:00:00Z";

    fn finding(span: Span, message: &str) -> Finding {
        Finding::new("house/rule", Level::Note, span, message)
    }

    /// The file with comments on these words.
    fn commented(bytes: &[u8], words: &[&str]) -> Vec<u8> {
        let source = Source::decode("a.docx", Format::Word, bytes.to_vec()).source;
        let finding = |words: &&str| {
            let at = source.text.find(*words).unwrap_or_else(|| panic!("{words:?} in {:?}", source.text));
            finding(source.span(at..at + words.len()), &format!("on {words}"))
        };
        edit::commented(bytes, &words.iter().map(finding).collect::<Vec<_>>(), DATE).unwrap().bytes
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let parts = made::parts(bytes);
        let (_, bytes) = parts.iter().find(|(other, _)| other == name).unwrap_or_else(|| panic!("{name} in {parts:?}"));
        String::from_utf8(bytes.clone()).unwrap()
    }

    /// What the comments of a file say, and the words they are at.
    fn told(bytes: &[u8]) -> Vec<(String, String, String)> {
        let source = Source::decode("a.docx", Format::Word, bytes.to_vec()).source;
        let word = source.word().unwrap();
        let at = |id: &str| {
            let mut anchors = word.lines.iter().flat_map(|line| &line.comments);
            anchors.find(|(_, other)| other == id).map(|(at, _)| source.text[at.clone()].to_owned())
        };
        let told = |comment: &copydesk::text::WordComment| {
            (comment.author.clone(), comment.text.clone(), at(&comment.id).unwrap_or_else(|| "nowhere".to_owned()))
        };
        word.comments.iter().map(told).collect()
    }

    fn ours(words: &str) -> (String, String, String) {
        ("copydesk".to_owned(), format!("on {words}\nhouse/rule"), words.to_owned())
    }

    #[test]
    fn a_run_is_cut_at_the_words_of_a_comment() {
        let made = Made::new("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>At least 41 people &amp; more</w:t></w:r></w:p>");
        let bytes = commented(&made.bytes(), &["41"]);
        let run = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        let expected = format!(
            "<w:p>{}<w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>{}</w:p>",
            run("At least "),
            run("41"),
            run(" people &amp; more")
        );
        assert!(part(&bytes, "word/document.xml").contains(&expected), "{}", part(&bytes, "word/document.xml"));
        let comments = part(&bytes, "word/comments.xml");
        let head = "<w:comment w:id=\"0\" w:author=\"copydesk\" w:date=\"2024-05-31T08:00:00Z\" w:initials=\"cd\">";
        assert!(comments.contains(head), "{comments}");
        assert!(part(&bytes, "[Content_Types].xml").contains("PartName=\"/word/comments.xml\""));
        assert!(part(&bytes, "word/_rels/document.xml.rels").contains("Target=\"comments.xml\""));
        assert_eq!(told(&bytes), [ours("41")]);
    }

    #[test]
    fn a_comment_behind_a_deleted_paragraph_stands_at_its_words() {
        let gone = "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:del w:id=\"2\"><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>";
        let bytes = commented(&Made::new(&format!("{}{gone}{}", paragraph("One."), paragraph("At least 41"))).bytes(), &["41"]);
        assert_eq!(told(&bytes), [ours("41")]);
    }

    #[test]
    fn comments_of_others_stay_and_ours_are_replaced() {
        let comments = format!(
            "<w:comments xmlns:w=\"{WORDS}\"><w:comment w:id=\"7\" w:author=\"Ann\">{}</w:comment></w:comments>",
            paragraph("Is this right?")
        );
        let xml = "<w:p><w:commentRangeStart w:id=\"7\"/><w:r><w:t>At least 41</w:t></w:r><w:commentRangeEnd w:id=\"7\"/>\
                   <w:r><w:commentReference w:id=\"7\"/></w:r></w:p>";
        let made = Made::new(xml).with("word/comments.xml", comments).related(&[("rId1", "comments", "comments.xml")]);
        let ann = ("Ann".to_owned(), "Is this right?".to_owned(), "At least 41".to_owned());
        let first = commented(&made.bytes(), &["41", "At"]);
        assert_eq!(told(&first), [ann.clone(), ours("41"), ours("At")]);
        assert!(commented(&first, &["41", "At"]) == first, "again, and nothing is new");
        let second = commented(&first, &["least"]);
        assert_eq!(told(&second), [ann.clone(), ours("least")]);
        assert_eq!(told(&commented(&second, &[])), [ann]);
        assert!(edit::is_commented(&second, &made.bytes()));
        assert!(!edit::is_commented(&second, &Made::new(&paragraph("At least 42")).bytes()));
        let same = |bytes: &[u8]| {
            made::parts(bytes)
                .into_iter()
                .filter(|(name, _)| !["word/document.xml", "word/comments.xml"].contains(&name.as_str()))
                .collect::<Vec<_>>()
        };
        assert_eq!(same(&second), same(&made.bytes()), "all other parts stay");
    }

    #[test]
    fn what_somebody_answered_stays_and_is_not_written_twice() {
        let made = Made::new(&paragraph("At least 41"));
        let bytes = commented(&made.bytes(), &["41", "At"]);
        let named = part(&bytes, "word/comments.xml").replacen("<w:p>", "<w:p xmlns:w14=\"w14\" w14:paraId=\"0A\">", 1);
        let extended = "<w15:commentsEx xmlns:w15=\"w15\"><w15:commentEx w15:paraId=\"0A\" w15:done=\"1\"/></w15:commentsEx>";
        let mut answered = Made(made::parts(&bytes)).with("word/comments.xml", named).with("word/commentsExtended.xml", extended);
        answered =
            answered.related(&[("rId1", "comments", "comments.xml"), ("rId2", "commentsExtended", "commentsExtended.xml")]);
        let again = commented(&answered.bytes(), &["41", "At", "least"]);
        assert_eq!(told(&again), [ours("41"), ours("At"), ours("least")]);
        assert!(part(&again, "word/comments.xml").contains("paraId=\"0A\""));
        assert!(!edit::is_commented(&again, &made.bytes()), "an answer is not to be lost");
    }

    #[test]
    fn empty_parts_other_prefixes_and_the_strict_schema_hold_comments() {
        let empty = Made::new(&paragraph("At least 41"))
            .with("word/comments.xml", format!("<w:comments xmlns:w=\"{WORDS}\"/>"))
            .related(&[("rId1", "comments", "comments.xml")]);
        assert_eq!(told(&commented(&empty.bytes(), &["41"])), [ours("41")]);
        let other = document(WORDS, &paragraph("At least 41")).replace("w:", "n:").replace("xmlns:w=", "xmlns:n=");
        let bytes = commented(&Made::new("").with("word/document.xml", other).bytes(), &["41"]);
        assert_eq!(told(&bytes), [ours("41")]);
        assert!(part(&bytes, "word/document.xml").contains("<n:commentRangeStart n:id=\"0\"/>"));
        let marked = format!("\u{feff}{}", document(STRICT, &paragraph("At least 41")));
        let bytes = commented(&Made::new("").with("word/document.xml", marked).bytes(), &["41"]);
        assert_eq!(told(&bytes), [ours("41")]);
        assert!(part(&bytes, "word/document.xml").starts_with('\u{feff}'));
        assert!(part(&bytes, "word/comments.xml").contains(STRICT));
        assert!(part(&bytes, "word/_rels/document.xml.rels").contains("purl.oclc.org"));
    }

    #[test]
    fn where_word_has_no_comments_they_stand_at_what_the_place_hangs_on() {
        let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("In the box."));
        let xml = format!(
            "<w:p><w:r><w:t>Before</w:t></w:r><w:r><w:drawing>{inner}</w:drawing></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p><w:p/>"
        );
        let notes = format!(
            "<w:footnotes xmlns:w=\"{WORDS}\"><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
            paragraph("A note.")
        );
        let made = Made::new(&xml).with("word/footnotes.xml", notes).related(&[("rId8", "footnotes", "footnotes.xml")]);
        let bytes = commented(&made.bytes(), &["the box", "note"]);
        assert_eq!(Source::decode("a.docx", Format::Word, bytes.clone()).unreadable, None);
        let at = |name: &str| part(&bytes, "word/document.xml").find(name).unwrap();
        assert!(
            at("w:commentRangeStart w:id=\"0\"") < at("<w:drawing>")
                && at("w:commentReference w:id=\"1\"") > at("w:footnoteReference")
        );
        assert_eq!(part(&bytes, "word/footnotes.xml"), part(&made.bytes(), "word/footnotes.xml"));
        let source = Source::decode("a.docx", Format::Word, made.bytes()).source;
        let blank = source.text.find("\n\n").unwrap() + 1;
        let missing = edit::commented(&made.bytes(), &[finding(source.span(blank..blank), "missing")], DATE).unwrap();
        assert!(part(&missing.bytes, "word/document.xml").contains("<w:p><w:commentRangeStart w:id=\"0\"/><w:commentRangeEnd"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Comments stand at their words, the words stay what they were, and a second run changes nothing.
        #[test]
        fn comments_stand_at_their_words(
            paragraphs in prop::collection::vec(prop::collection::vec((word_text(), any::<u8>()), 1..5), 1..5),
            places in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..30_usize), 0..6),
        ) {
            let xml: String = paragraphs.iter().map(|runs| {
                let run = |(text, looks): &(String, u8)| match looks % 4 {
                    0 => format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t><w:tab/><w:t>z</w:t></w:r>", escaped(text)),
                    1 => format!("<w:hyperlink><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:hyperlink>", escaped(text)),
                    2 => format!("<w:ins w:id=\"9\"><w:r><w:t xml:space=\"preserve\">{}</w:t><w:br/></w:r></w:ins>", escaped(text)),
                    _ => format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text)),
                };
                format!("<w:p>{}</w:p>", runs.iter().map(run).collect::<String>())
            }).collect();
            let bytes = Made::new(&xml).bytes();
            let source = Source::decode("a.docx", Format::Word, bytes.clone()).source;
            let lines = &source.word().unwrap().lines;
            let mut findings = Vec::new();
            for (line, start, length) in places {
                let line = &lines[line.index(lines.len())];
                let chars: Vec<usize> = source.text[line.at.clone()].char_indices().map(|(at, _)| line.at.start + at).collect();
                if chars.is_empty() { continue; }
                let first = start.index(chars.len());
                let end = chars.get(first + length).copied().unwrap_or(line.at.end);
                findings.push(finding(source.span(chars[first]..end), &format!("number {}", findings.len())));
            }
            let once = edit::commented(&bytes, &findings, DATE).unwrap();
            prop_assert_eq!(once.written, findings.len());
            let after = Source::decode("a.docx", Format::Word, once.bytes.clone());
            prop_assert_eq!(&after.unreadable, &None);
            prop_assert_eq!(&after.source.text, &source.text);
            let told = told(&once.bytes);
            prop_assert_eq!(told.len(), findings.len());
            for (finding, (_, said, words)) in findings.iter().zip(&told) {
                prop_assert!(said.starts_with(&finding.message));
                prop_assert_eq!(words, source.slice(finding.span));
            }
            let twice = edit::commented(&once.bytes, &findings, DATE).unwrap().bytes;
            prop_assert_eq!(part(&twice, "word/document.xml"), part(&once.bytes, "word/document.xml"));
            prop_assert!(twice == once.bytes);
        }
    }
}

mod changes {
    use super::*;
    use copydesk::edit;
    use copydesk::finding::{Edit, File, Finding, Fix, Level};

    /// The file with words in the place of others, as tracked changes, and what it says then.
    fn fixed(made: &Made, edits: &[(&str, &str)]) -> Option<(String, Vec<u8>)> {
        let bytes = made.bytes();
        let source = Source::decode("a.docx", Format::Word, bytes.clone()).source;
        let edit = |(words, text): &(&str, &str)| {
            let at = source.text.find(words).unwrap_or_else(|| panic!("{words:?} in {:?}", source.text));
            Edit { span: source.span(at..at + words.len()), text: (*text).to_owned() }
        };
        let fixes: Vec<Finding> = edits.iter().map(|one| fix(vec![edit(one)])).collect();
        let file = File::new(source, fixes);
        let after = edit::apply(&file, &bytes, "2024-05-31T08:00:00Z")?;
        Some((Source::decode("a.docx", Format::Word, after.clone()).source.text, after))
    }

    fn fix(edits: Vec<Edit>) -> Finding {
        let told = Finding::new("", Level::Note, edits[0].span, "");
        Finding { fix: Some(Fix { title: String::new(), edits, safe: true }), ..told }
    }

    fn document_of(bytes: &[u8]) -> String {
        let parts = made::parts(bytes);
        String::from_utf8(parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1).unwrap()
    }

    #[test]
    fn words_are_deleted_and_inserted_where_they_stand() {
        let made = Made::new(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>It is cheap &amp; go</w:t></w:r><w:r><w:t>od value.</w:t></w:r></w:p>",
        );
        let (text, bytes) = fixed(&made, &[("good", "fair")]).unwrap();
        assert_eq!(text, "It is cheap & fair value.\n");
        let change =
            |name: &str, id: u32| format!("<w:{name} w:id=\"{id}\" w:author=\"copydesk\" w:date=\"2024-05-31T08:00:00Z\">");
        let run = |name: &str, text: &str| {
            format!("<w:r><w:rPr><w:b/></w:rPr><w:{name} xml:space=\"preserve\">{text}</w:{name}></w:r>")
        };
        let expected = format!(
            "<w:p>{}{}{}</w:del>{}{}</w:ins>{}<w:r><w:delText xml:space=\"preserve\">od</w:delText></w:r></w:del>\
             <w:r><w:t xml:space=\"preserve\"> value.</w:t></w:r></w:p>",
            run("t", "It is cheap </w:t><w:t xml:space=\"preserve\">&amp;</w:t><w:t xml:space=\"preserve\"> "),
            change("del", 1),
            run("delText", "go"),
            change("ins", 2),
            run("t", "fair"),
            change("del", 3)
        );
        assert!(document_of(&bytes).contains(&expected), "{}", document_of(&bytes));
    }

    #[test]
    fn paragraphs_come_and_go() {
        let made = Made::new(&[paragraph("One."), styled("Quote", "Two."), "<w:p/>".to_owned(), paragraph("Three.")].concat());
        assert_eq!(fixed(&made, &[("", "Paid & said.\n")]).unwrap().0, "Paid & said.\nOne.\nTwo.\n\nThree.\n");
        assert_eq!(fixed(&made, &[("Two.\n", "")]).unwrap().0, "One.\n\nThree.\n");
        assert_eq!(fixed(&made, &[("Two.\n\n", "")]).unwrap().0, "One.\nThree.\n");
        assert!(document_of(&fixed(&made, &[("One.\n", "")]).unwrap().1).contains("<w:p><w:pPr><w:rPr><w:del w:id="));
    }

    #[test]
    fn what_other_changes_hold_is_left() {
        let made =
            Made::new("<w:p><w:ins w:id=\"1\"><w:r><w:t>good</w:t></w:r></w:ins><w:r><w:t> and</w:t><w:drawing/></w:r></w:p>");
        assert_eq!(fixed(&made, &[("good", "fair")]), None);
        assert_eq!(fixed(&made, &[("and", "or")]), None);
        let lines = Made::new(&[paragraph("One."), paragraph("Two.")].concat());
        assert_eq!(fixed(&lines, &[("One.\nTwo", "x")]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// What is read of tracked changes is what they were to make of the text.
        #[test]
        fn changes_are_read_as_they_were_meant(
            paragraphs in prop::collection::vec(prop::collection::vec((word_text(), any::<u8>()), 1..4), 1..5),
            place in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..20_usize),
            words in word_text(),
        ) {
            let run = |(text, looks): &(String, u8)| {
                let tab = if looks % 2 == 0 { "<w:tab/>" } else { "" };
                format!("<w:r>{tab}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
            };
            let xml: String = paragraphs.iter().map(|runs| format!("<w:p>{}</w:p>", runs.iter().map(run).collect::<String>())).collect();
            let source = Source::decode("a.docx", Format::Word, Made::new(&xml).bytes()).source;
            let (line, start, length) = place;
            let lines = &source.word().unwrap().lines;
            let line = lines[line.index(lines.len())].at.clone();
            let chars: Vec<usize> = source.text[line.clone()].char_indices().map(|(at, _)| line.start + at).chain([line.end]).collect();
            let first = start.index(chars.len());
            let end = chars[(first + length).min(chars.len() - 1)];
            let edit = Edit { span: source.span(chars[first]..end), text: words.clone() };
            let mut expected = source.text.clone();
            expected.replace_range(edit.span.range(), &words);
            let bytes = Made::new(&xml).bytes();
            let file = File::new(source, vec![fix(vec![edit])]);
            if let Some(after) = edit::apply(&file, &bytes, "2024-05-31T08:00:00Z") {
                let after = Source::decode("a.docx", Format::Word, after);
                prop_assert_eq!(after.unreadable, None);
                prop_assert_eq!(after.source.text, expected);
            }
        }
    }
}
