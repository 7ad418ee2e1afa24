//! What of a draft second readers may be asked: figures that are in doubt, and findings of rules that want to hear them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::judge::covered;
use super::looked::Entry;
use super::permissions::Granted;
use super::second::{self, AskedSilence, RestsOn};
use super::sheet::document;
use crate::draft::Draft;
use crate::finding::Finding;
use crate::policy::{Policy, Rule};
use crate::reading::{Place, Reading};
use crate::rulings::{ReadAs, Ruling};
use crate::sourcing::{self, SheetEntry};
use crate::text::{Block, Document, Kind, LinkSort, Role, Source, SourceMap, Span};

/// A draft with what second readers may be asked of it.
#[derive(Debug)]
pub struct Doubts {
    /// The draft.
    pub source: Source,
    /// The publication it was judged for; empty without one.
    pub publication: String,
    /// The kind its section gives it: `opinion`, `news`, …
    pub kind: Option<String>,
    /// Its headline; empty without one.
    pub title: String,
    /// Its text as a reader meets it: blocks with an empty line between them, headings and items with the marks of Markdown.
    pub article: String,
    /// What may be asked: figures in the order of the text, then what rules ask.
    pub questions: Vec<OpenQuestion>,
}

/// A question that a second reader may be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenQuestion {
    /// The name of the claim.
    pub claim: u64,
    /// The rule that asks, where that is another question than who says so.
    pub rule: Option<String>,
    /// The question.
    pub question: String,
    /// The place, in bytes of the source's text.
    pub span: Span,
    /// The words that it is about.
    pub words: String,
    /// Where they stand in the article, in characters.
    pub place: Option<Range<usize>>,
    /// Their sentence.
    pub sentence: String,
    /// Their paragraph, which all questions of it share, and where they stand in it, in bytes.
    pub paragraph: (Arc<str>, Range<usize>),
    /// What stands before their paragraph; empty where nothing does.
    pub before: Arc<str>,
    /// What copydesk makes of it by itself: a verdict of the source sheet, the message of the rule, or why the rule has none.
    pub verdict: String,
    /// What may be answered.
    pub verdicts: &'static [ReadAs],
    /// The chance that an editor asks; none for what a rule asks.
    pub chance: Option<f64>,
    /// What speaks for asking, and against.
    pub evidence: Vec<String>,
    /// Words near it that name a source, and where links lead.
    pub candidates: Vec<String>,
    /// Whether it is told of by itself.
    pub is_told: bool,
    /// What readers said before.
    pub by: Vec<Ruling>,
}

/// How many links of a paragraph are named as candidates.
const LINKS: usize = 5;
/// The question about a figure.
const WHO_SAYS: &str = "Would an editor ask who says so?";
/// What may be answered about a figure, about what a rule tells or would tell, and about a paragraph that it took for what is owed.
const OF_FIGURES: &[ReadAs] = &[ReadAs::Ask, ReadAs::Sourced, ReadAs::Own, ReadAs::Record, ReadAs::None];
const OF_FINDINGS: &[ReadAs] = &[ReadAs::Ask, ReadAs::None];
const OF_PARAGRAPHS: &[ReadAs] = &[ReadAs::Ask, ReadAs::Declared];

/// What second readers may be asked of a draft; `None` for what is not text.
///
/// # Errors
/// What `read` says of the file.
pub fn doubts(entry: &Entry, read: impl Fn(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Doubts>> {
    let Some(document) = document(entry, read)? else { return Ok(None) };
    let policy = &entry.policy;
    let reading = Reading::new(&document, &policy.lexicon, &policy.style);
    let draft = Draft::new(reading).read_by(policy.rulings.as_deref()).explained();
    let allows = covered(&document);
    let (granted, article) = (Granted::of(&allows), ArticleText::of(&document));
    let mut asker = Asker { policy, reading: &draft.reading, granted, article, texts: BTreeMap::new() };
    let mut questions = asker.figures(&draft);
    questions.extend(asker.rules(&draft));
    // Whoever reads figures is not to be asked something else between two of them.
    questions.sort_by_key(|question| (question.rule.is_some(), question.span, question.claim));
    let article = std::mem::take(&mut asker.article.text);
    let (publication, kind) = (policy.publication().to_owned(), policy.kind().map(str::to_owned));
    let title =
        document.blocks.iter().find(|block| block.role == Role::Title).map(|block| block.text.clone()).unwrap_or_default();
    Ok(Some(Doubts { source: document.source, publication, kind, title, article, questions }))
}

struct Asker<'a> {
    policy: &'a Policy,
    reading: &'a Reading<'a>,
    granted: Granted<'a>,
    article: ArticleText,
    /// The texts of blocks that questions show, each once.
    texts: BTreeMap<usize, Arc<str>>,
}

impl Asker<'_> {
    /// The figures that are in doubt. What the writer permits is nobody's question.
    fn figures(&mut self, draft: &Draft<'_>) -> Vec<OpenQuestion> {
        let mut doubtful: BTreeMap<usize, (bool, Option<String>)> = BTreeMap::new();
        let mut permitted = BTreeSet::new();
        for rule in &self.policy.rules {
            for doubt in rule.check.doubts(draft) {
                let span = self.reading.span(&draft.sheet()[doubt.number].place);
                permitted.extend(self.granted.first(&rule.id, span).map(|_| doubt.number));
                let (is_told, evidence) = doubtful.entry(doubt.number).or_default();
                *is_told |= doubt.is_told;
                *evidence = evidence.take().or(doubt.evidence);
            }
        }
        doubtful.retain(|number, _| !permitted.contains(number));
        if doubtful.is_empty() {
            return Vec::new();
        }
        let claims = sourcing::claims(self.reading, draft.sheet());
        let of = |(number, (is_told, evidence)): (usize, (bool, Option<String>))| {
            let entry = &draft.sheet()[number];
            OpenQuestion {
                claim: claims[number],
                rule: None,
                question: WHO_SAYS.to_owned(),
                verdict: entry.bare().name().to_owned(),
                verdicts: OF_FIGURES,
                chance: Some(entry.chance),
                evidence: evidence.into_iter().collect(),
                candidates: self.candidates(entry),
                is_told,
                by: entry.ruled.as_ref().map(|ruled| ruled.by.clone()).unwrap_or_default(),
                ..self.at(&entry.place, &entry.sentence)
            }
        };
        doubtful.into_iter().map(of).collect()
    }

    /// What rules that want to hear a second reader tell, and why they tell nothing. What the writer permits is nobody's question.
    fn rules(&mut self, draft: &Draft<'_>) -> Vec<OpenQuestion> {
        let mut questions = Vec::new();
        if self.policy.rules.iter().all(|rule| !rule.words.reader) {
            return questions;
        }
        let map = SourceMap::new(draft.reading.document);
        for rule in self.policy.rules.iter().filter(|rule| rule.words.reader) {
            questions.extend(second::findings(rule, draft).into_iter().map(|finding| self.finding(finding, &map)));
            let silence = second::silence(self.policy, rule, draft);
            questions.extend(silence.asked.into_iter().map(|asked| self.silence(rule, asked, &map)));
        }
        let granted = &self.granted;
        questions.retain(|asked| asked.rule.as_deref().is_none_or(|rule| granted.first(rule, asked.span).is_none()));
        questions
    }

    fn finding(&mut self, finding: Finding, map: &SourceMap<'_>) -> OpenQuestion {
        let claim = second::claim(&finding);
        let place = map.find(finding.span).map(|(block, at)| Place { block, at });
        let sentence = place.as_ref().map(|place| self.sentence(place));
        let by = self.policy.rulings.as_ref().map(|rulings| rulings.of(claim)).unwrap_or_default();
        let at = place.zip(sentence).map(|(place, sentence)| self.at(&place, &sentence));
        let words = self.reading.document.source.slice(finding.span).to_owned();
        let bare = || OpenQuestion { words, ..nowhere(finding.span) };
        OpenQuestion {
            claim,
            question: finding.why,
            verdict: finding.message,
            evidence: finding.notes,
            rule: Some(finding.rule),
            is_told: true,
            by,
            ..at.unwrap_or_else(bare)
        }
    }

    /// Whether a rule is right to tell nothing.
    fn silence(&mut self, rule: &Rule, asked: AskedSilence, map: &SourceMap<'_>) -> OpenQuestion {
        let summary = &rule.words.summary;
        match asked.rests_on {
            RestsOn::Paragraph(place, evidence) => OpenQuestion {
                claim: asked.claim,
                question: format!("“{summary}”: does this paragraph do that? {}", rule.words.why),
                verdict: "nothing is told, as this paragraph is taken to do it".to_owned(),
                verdicts: OF_PARAGRAPHS,
                evidence,
                rule: Some(rule.id.clone()),
                by: asked.by,
                ..self.at(&place, &self.sentence(&place))
            },
            RestsOn::Hint(finding) => {
                let question = self.finding(*finding, map);
                OpenQuestion {
                    question: format!("“{summary}”: is this a piece that owes it? {}", question.question),
                    verdict: format!("nothing is told, as words only hint at it; else: {}", question.verdict),
                    is_told: false,
                    ..question
                }
            }
        }
    }

    /// The sentence at the beginning of a place.
    fn sentence(&self, place: &Place) -> Place {
        let line = self.reading.line(place.block);
        let token = line.tokens.partition_point(|token| token.end as usize <= place.at.start);
        let tokens = self.reading.sentence_at(place.block, token.min(line.tokens.len().saturating_sub(1)));
        if tokens.is_empty() { place.clone() } else { Place { block: place.block, at: line.bytes(tokens) } }
    }

    /// What is said of every question at a place.
    fn at(&mut self, place: &Place, sentence: &Place) -> OpenQuestion {
        let before = self.before(place.block).map(|block| self.text(block)).unwrap_or_default();
        OpenQuestion {
            words: self.reading.text(place).to_owned(),
            place: self.article.characters(place),
            sentence: self.reading.text(sentence).to_owned(),
            paragraph: (self.text(place.block), place.at.clone()),
            before,
            ..nowhere(self.reading.span(place))
        }
    }

    /// The block before that a reader sees.
    fn before(&self, block: usize) -> Option<usize> {
        self.reading.document.blocks[..block].iter().rposition(Block::is_seen)
    }

    /// The text of a block.
    fn text(&mut self, block: usize) -> Arc<str> {
        let text = || self.reading.document.blocks[block].text.as_str().into();
        self.texts.entry(block).or_insert_with(text).clone()
    }

    fn candidates(&self, entry: &SheetEntry) -> Vec<String> {
        let block = &self.reading.document.blocks[entry.place.block];
        let named = entry.source.iter().map(|place| self.reading.text(place).to_owned());
        let pages = block.links.iter().filter(|link| link.sort == LinkSort::Page && !link.target.is_empty());
        let mut candidates: Vec<String> = named.chain(pages.take(LINKS).map(|link| link.target.clone())).collect();
        candidates.dedup();
        candidates
    }
}

/// A question of which nothing is known but its place in the source.
fn nowhere(span: Span) -> OpenQuestion {
    OpenQuestion {
        claim: 0,
        rule: None,
        question: String::new(),
        span,
        words: String::new(),
        place: None,
        sentence: String::new(),
        paragraph: (Arc::default(), 0..0),
        before: Arc::default(),
        verdict: String::new(),
        verdicts: OF_FINDINGS,
        chance: None,
        evidence: Vec::new(),
        candidates: Vec::new(),
        is_told: false,
        by: Vec::new(),
    }
}

/// The text of a document as a reader meets it.
struct ArticleText {
    text: String,
    /// For each block that a reader sees, where its text begins.
    starts: Vec<Option<usize>>,
    /// A place up to which characters were counted, in bytes and in characters: places are mostly asked for in their order.
    counted: (usize, usize),
}

impl ArticleText {
    fn of(document: &Document) -> Self {
        let (mut text, mut starts, mut before): (String, Vec<Option<usize>>, Option<&Block>) = Default::default();
        for block in &document.blocks {
            if !block.is_seen() {
                starts.push(None);
                continue;
            }
            text.push_str(before.map_or("", |before| gap(before, block)));
            match block.kind {
                Kind::Heading => (0..block.level.clamp(1, 6)).for_each(|_| text.push('#')),
                Kind::Item => text.push('-'),
                Kind::Quote => text.push('>'),
                _ => {}
            }
            if matches!(block.kind, Kind::Heading | Kind::Item | Kind::Quote) {
                text.push(' ');
            }
            starts.push(Some(text.len()));
            text.push_str(&block.text);
            before = Some(block);
        }
        text.push('\n');
        Self { text, starts, counted: (0, 0) }
    }

    /// Where a place stands, in characters.
    fn characters(&mut self, place: &Place) -> Option<Range<usize>> {
        let start = self.starts.get(place.block).copied().flatten()?;
        let first = self.count(start + place.at.start);
        Some(first..self.count(start + place.at.end))
    }

    fn count(&mut self, byte: usize) -> usize {
        let (from, before) = if self.counted.0 <= byte { self.counted } else { (0, 0) };
        let count = before + self.text.get(from..byte).map_or(0, |text| text.chars().count());
        self.counted = (byte, count);
        count
    }
}

/// What stands between two blocks.
fn gap(before: &Block, block: &Block) -> &'static str {
    let same = before.kind == block.kind && before.group == block.group;
    match block.kind {
        Kind::Cell if same && before.level == block.level => " | ",
        Kind::Cell | Kind::Item if same => "\n",
        _ => "\n\n",
    }
}
