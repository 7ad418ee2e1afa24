//! Findings as comments in the margin of a Word file.

use std::collections::HashSet;

use super::marks::WordMarks;
use super::ours::{Threads, unmarked, unnamed};
use super::xml::{Splices, WordNames, appended, escaped};
use crate::finding::{Finding, Related};
use crate::text::{Package, Source, Span, Unreadable, WordComment, WordFile, WordLine, relations_of};

/// What the part of the comments is, to the package.
const SORT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const WAYS: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
];
/// Who writes comments of ours, in short.
const INITIALS: &str = "cd";
const TYPES: &str = "[Content_Types].xml";
/// Places beside the one of a finding that a comment names.
const RELATED: usize = 5;

/// The bytes of a Word file with each finding as a comment at its words. Comments of ours that stood there go, but for those that somebody
/// answered or marked as done: they stay, and are not written again. All else stays as it is, byte for byte.
///
/// # Errors
/// The file cannot be read.
pub fn commented(bytes: &[u8], findings: &[Finding], date: &str) -> Result<Commented, Unreadable> {
    let (word, text) = WordFile::read(bytes)?;
    let mut package = Package::open(bytes)?;
    let main = package.main()?.name;
    let mut changes = Vec::new();
    let part = match package.related(&main, "comments")? {
        Some(name) => Some(package.part(&name)?),
        None => None,
    };
    let threads = threads(bytes)?;
    let gone = gone(&word, &threads);
    let paragraphs: HashSet<&str> = gone.iter().flat_map(|comment| &comment.paragraphs).map(String::as_str).collect();
    for way in ["commentsExtended", "commentsIds"] {
        let Some(name) = package.related(&main, way)? else { continue };
        let part = package.part(&name)?;
        changes.extend(unnamed(&part.xml, &paragraphs).map(|xml| (name, part.encode(&xml))));
    }
    let ids: HashSet<&str> = gone.iter().map(|comment| comment.id.as_str()).collect();
    let stories: Vec<String> = word.stories.iter().map(|story| unmarked(&story.xml, &ids)).collect();
    let (bare, same) = word.with_stories(stories)?;
    debug_assert_eq!(text, same);
    let source = Source::of_word("", (bare, same));
    let Some(bare) = source.word() else { return Ok(Commented::default()) };
    let kept: HashSet<&str> = word
        .comments
        .iter()
        .filter(|comment| comment.is_ours() && !ids.contains(comment.id.as_str()))
        .map(|comment| comment.text.as_str())
        .collect();
    let mut writer = MarginWriter {
        source: &source,
        word: bare,
        marks: WordMarks::new(bare),
        names: WordNames::of(&bare.stories[0].xml),
        next: next_id(&word, bare, &ids),
        made: String::new(),
        date,
        written: 0,
    };
    let own = WordNames::of(part.as_ref().map_or(&bare.stories[0].xml, |part| &part.xml));
    writer.write(findings, &kept, &own);
    let MarginWriter { marks, made, written, .. } = writer;
    // The first one holds the marks.
    let others = bare.stories.iter().zip(&word.stories).skip(1).filter(|(story, was)| story.xml != was.xml);
    changes.extend(others.map(|(story, _)| (story.name.clone(), story.encode(&story.xml))));
    let laid = marks.laid();
    if laid != word.stories[0].xml {
        changes.push((main.clone(), word.stories[0].encode(&laid)));
    }
    match part {
        Some(part) => {
            let mut splices = Splices::default();
            gone.iter().for_each(|comment| splices.replace(comment.xml.clone(), ""));
            let xml = appended(&splices.laid(&part.xml), &made);
            changes.extend((xml != part.xml).then(|| (part.name.clone(), part.encode(&xml))));
        }
        None if written > 0 => add_part(&mut package, &main, &made, &mut changes)?,
        None => {}
    }
    let bytes = Package::rewritten(bytes, &changes)?;
    // Nobody's draft is replaced by what cannot be read.
    match WordFile::read(&bytes) {
        Ok((_, read)) if read == text => Ok(Commented { bytes, written, kept: kept.len() }),
        _ => Err(Unreadable::spoilt()),
    }
}

/// Whether nothing stands in a Word file but what stands in a draft, and comments of ours that nobody answered.
pub fn is_commented(bytes: &[u8], draft: &[u8]) -> bool {
    let (Ok((file, text)), Ok((draft, same))) = (WordFile::read(bytes), WordFile::read(draft)) else { return false };
    let others = |word: &WordFile| -> Vec<(String, String)> {
        let others = word.comments.iter().filter(|comment| !comment.is_ours());
        others.map(|comment| (comment.author.clone(), comment.text.clone())).collect()
    };
    text == same && others(&file) == others(&draft) && threads(bytes).is_ok_and(|threads| threads.kept.is_empty())
}

/// Whether a Word file holds comments of ours, and its text; `None` for one that cannot be read.
pub fn margin(bytes: &[u8]) -> Option<(bool, String)> {
    let (file, text) = WordFile::read(bytes).ok()?;
    Some((file.comments.iter().any(WordComment::is_ours), text))
}

/// What is said of the comments of a file.
fn threads(bytes: &[u8]) -> Result<Threads, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?.name;
    match package.related(&main, "commentsExtended")? {
        Some(name) => Ok(Threads::read(&package.part(&name)?.xml)),
        None => Ok(Threads::default()),
    }
}

/// A Word file with comments.
#[derive(Debug, Default)]
pub struct Commented {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many comments were written.
    pub written: usize,
    /// How many of ours stay because somebody answered them or marked them as done.
    pub kept: usize,
}

/// The comments of ours that go.
fn gone<'w>(word: &'w WordFile, threads: &Threads) -> Vec<&'w WordComment> {
    let is_kept = |comment: &WordComment| comment.paragraphs.iter().any(|name| threads.kept.contains(name));
    word.comments.iter().filter(|comment| comment.is_ours() && !is_kept(comment)).collect()
}

/// The first number that no comment has that stays.
fn next_id(word: &WordFile, bare: &WordFile, gone: &HashSet<&str>) -> u64 {
    let marks = bare.lines.iter().flat_map(|line| &line.comments).map(|(_, id)| id);
    let ids = word.comments.iter().map(|comment| &comment.id).chain(marks).filter(|id| !gone.contains(id.as_str()));
    ids.filter_map(|id| id.parse::<u64>().ok()).max().map_or(0, |last| last + 1)
}

/// Adds the part that holds comments to a package without one.
fn add_part(package: &mut Package<'_>, main: &str, made: &str, changes: &mut Vec<(String, Vec<u8>)>) -> Result<(), Unreadable> {
    let story = package.part(main)?;
    let (folder, slash) = main.rsplit_once('/').map_or(("", ""), |(folder, _)| (folder, "/"));
    let mut names = (0..).map(|number: u32| match number {
        0 => "comments.xml".to_owned(),
        number => format!("comments{number}.xml"),
    });
    let file = names.find(|name| !package.has(&format!("{folder}{slash}{name}"))).unwrap_or_default();
    let name = format!("{folder}{slash}{file}");
    let names = WordNames::of(&story.xml);
    let (is_strict, namespace) = (names.is_strict(), names.root());
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{0}comments {1}>{made}</{0}comments>",
        namespace.0, namespace.1
    );
    changes.push((name.clone(), xml.into_bytes()));
    let types = package.part(TYPES)?;
    let more = format!("<Override PartName=\"/{name}\" ContentType=\"{SORT}\"/>");
    changes.push((TYPES.to_owned(), types.encode(&appended(&types.xml, &more))));
    let relations = relations_of(main);
    let ids = |xml: &str| {
        (1..).map(|number: u32| format!("rId{number}")).find(|id| !xml.contains(&format!("\"{id}\""))).unwrap_or_default()
    };
    let relation = |id: &str| format!("<Relationship Id=\"{id}\" Type=\"{}\" Target=\"{file}\"/>", WAYS[usize::from(is_strict)]);
    let change = match package.has(&relations) {
        true => {
            let part = package.part(&relations)?;
            part.encode(&appended(&part.xml, &relation(&ids(&part.xml))))
        }
        false => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/\
             2006/relationships\">{}</Relationships>",
            relation("rId1")
        )
        .into_bytes(),
    };
    changes.push((relations, change));
    Ok(())
}

/// Writes comments.
struct MarginWriter<'w> {
    source: &'w Source,
    word: &'w WordFile,
    marks: WordMarks<'w>,
    names: WordNames,
    next: u64,
    made: String,
    date: &'w str,
    written: usize,
}

impl<'w> MarginWriter<'w> {
    fn write(&mut self, findings: &[Finding], kept: &HashSet<&str>, own: &WordNames) {
        let mut placed = Vec::new();
        for finding in findings {
            let lines = told(finding, self.source);
            if kept.contains(lines.join("\n").as_str()) {
                continue;
            }
            let paragraphs: String = lines.iter().enumerate().map(|(number, line)| paragraph(own, line, number == 0)).collect();
            let head = format!(
                "<w:comment w:id=\"{}\" w:author=\"{}\" w:date=\"{}\" w:initials=\"{INITIALS}\">\u{1}</w:comment>",
                self.next,
                crate::text::AUTHOR,
                self.date
            );
            self.made.push_str(&own.written(&head).replace('\u{1}', &paragraphs));
            placed.push((finding.span, self.next));
            (self.next, self.written) = (self.next + 1, self.written + 1);
        }
        // Where one ends and the next begins, the end comes first.
        for &(span, id) in &placed {
            self.end(span, id);
        }
        for &(span, id) in &placed {
            self.begin(span, id);
        }
    }

    fn begin(&mut self, span: Span, id: u64) {
        let mark = self.names.written(&format!("<w:commentRangeStart w:id=\"{id}\"/>"));
        match self.place(span) {
            CommentPlace::Words(first, _, from, _) => self.marks.before(first, from, &mark),
            CommentPlace::Run(_) | CommentPlace::Line(_) | CommentPlace::Nowhere => {}
        }
    }

    fn end(&mut self, span: Span, id: u64) {
        let reference = format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
        let end = format!("<w:commentRangeEnd w:id=\"{id}\"/>{reference}");
        let whole = format!("<w:commentRangeStart w:id=\"{id}\"/>{end}");
        match self.place(span) {
            CommentPlace::Words(_, last, _, to) => self.marks.behind(last, to, &self.names.written(&end)),
            CommentPlace::Run(at) => self.marks.beside_run(at, &self.names.written(&whole)),
            CommentPlace::Line(line) => self.marks.at_end(line, &self.names.written(&whole)),
            CommentPlace::Nowhere => {}
        }
    }

    /// Where in the main story the comment on a span stands. Word has none in text boxes and notes: they stand at what these hang on.
    fn place(&self, span: Span) -> CommentPlace<'w> {
        let word = self.word;
        let Some(line) = word.line_at(span.start()) else {
            return word.lines.first().map_or(CommentPlace::Nowhere, CommentPlace::Line);
        };
        if line.story > 0 {
            let hangs = word.lines.iter().flat_map(|line| &line.notes).find(|(_, _, id)| Some(id) == line.note.as_ref());
            let run = hangs.and_then(|&(_, run, _)| word.runs.get(run));
            return run.map_or_else(
                || word.lines.first().map_or(CommentPlace::Nowhere, CommentPlace::Line),
                |run| CommentPlace::Run(run.xml.end),
            );
        }
        if let Some(run) = line.boxed {
            return CommentPlace::Run(run);
        }
        let last = word.line_at(span.end().max(span.start() + 1) - 1).filter(|last| last.story == 0 && last.boxed.is_none());
        let last = last.unwrap_or(line);
        let (from, to) = match span.is_empty() {
            // What is missing is told at a place: the whole line stands for it.
            true => (line.at.start, line.at.end),
            false => (span.start(), span.end()),
        };
        let has_words = |line: &WordLine, at: usize| line.pieces.iter().any(|piece| piece.at.start < at);
        match to > from && has_words(last, to) && line.pieces.iter().any(|piece| from < piece.at.end) {
            true => CommentPlace::Words(line, last, from, to),
            false => CommentPlace::Line(line),
        }
    }
}

/// Where a comment stands.
enum CommentPlace<'w> {
    /// From a byte of the text in one line to one in the same or another.
    Words(&'w WordLine, &'w WordLine, usize, usize),
    /// Beside a run, at a byte of the XML.
    Run(usize),
    /// At the end of a line.
    Line(&'w WordLine),
    Nowhere,
}

fn paragraph(names: &WordNames, line: &str, is_bold: bool) -> String {
    let bold = if is_bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    let markup = format!("<w:p><w:r>{bold}<w:t xml:space=\"preserve\">\u{1}</w:t></w:r></w:p>");
    names.written(&markup).replace('\u{1}', &escaped(line))
}

/// What a comment says, a paragraph each: the finding, what to do, its other places, what would mend it, and its rule.
fn told(finding: &Finding, source: &Source) -> Vec<String> {
    let is_said = finding.label.is_empty() || finding.message.contains(&finding.label);
    let label = if is_said { String::new() } else { format!(": {}", finding.label) };
    let related = |related: &Related| match &related.path {
        Some(path) => format!("{}: {}", path.display(), related.note),
        None => {
            let words: String = source.slice(related.span).chars().take(80).collect();
            format!("Paragraph {}, “{words}”: {}", source.position(related.span.start()).line, related.note)
        }
    };
    let told = [format!("{}{label}", finding.message)].into_iter();
    let told = told.chain(finding.help.clone().or_else(|| Some(finding.why.clone()).filter(|why| !why.is_empty())));
    let told = told.chain(finding.related.iter().take(RELATED).map(related));
    let fix = finding.fix.as_ref().map(|fix| format!("Suggestion: {}", fix.title));
    // One line each: it is read back to know it again.
    let lines = told.chain(fix).chain([finding.rule.clone()]);
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
