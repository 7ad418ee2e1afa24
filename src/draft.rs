//! One draft as an editor holds it: its reading, and what rules ask of it, each worked out when first asked for.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::prose::figure::Figure;
use crate::prose::quotation::{self, Quotation};
use crate::reading::{Genre, GenreSign, Place, Reading, Restated};
use crate::rulings::Rulings;
use crate::sourcing::{self, Announcement, Grounds, Ruled, SheetEntry};
use crate::wording::gist::{self, SaidPassage};
use crate::wording::{self, Assertion, Others, SetApart, StandingText};

/// A reading with what several rules ask of it.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The document with its words.
    pub reading: Reading<'a>,
    figures: OnceCell<Vec<Vec<Figure>>>,
    quotations: OnceCell<Vec<Vec<Quotation>>>,
    announcements: OnceCell<Vec<Announcement>>,
    apart: OnceCell<FxHashMap<usize, SetApart>>,
    restated: OnceCell<Restated>,
    genres: OnceCell<Vec<GenreSign>>,
    foreign: OnceCell<bool>,
    said: OnceCell<Vec<SaidPassage>>,
    sheet: OnceCell<Vec<SheetEntry>>,
    rulings: Option<&'a Rulings>,
    explained: bool,
}

impl<'a> Draft<'a> {
    /// A draft of which nothing was asked.
    pub fn new(reading: Reading<'a>) -> Self {
        Self {
            reading,
            figures: OnceCell::new(),
            quotations: OnceCell::new(),
            announcements: OnceCell::new(),
            apart: OnceCell::new(),
            restated: OnceCell::new(),
            genres: OnceCell::new(),
            foreign: OnceCell::new(),
            said: OnceCell::new(),
            sheet: OnceCell::new(),
            rulings: None,
            explained: false,
        }
    }

    /// The draft, whose sheet says of every figure what weighed most.
    pub fn explained(self) -> Self {
        Self { explained: true, ..self }
    }

    /// The draft with what second readers made of its claims.
    pub fn read_by(self, rulings: Option<&'a Rulings>) -> Self {
        Self { rulings, ..self }
    }

    fn blocks(&self) -> std::ops::Range<usize> {
        0..self.reading.document.blocks.len()
    }

    /// The figures of each block; none where the language of the draft has no grammar.
    fn all_figures(&self) -> &[Vec<Figure>] {
        self.figures.get_or_init(|| {
            let has_grammar = self.has_grammar();
            self.blocks().map(|block| if has_grammar { sourcing::figures(&self.reading, block) } else { Vec::new() }).collect()
        })
    }

    fn has_grammar(&self) -> bool {
        let language = self.reading.language();
        language.map_or_else(|| !self.is_foreign(), |language| language.code == self.reading.grammar.language)
    }

    /// The language that the draft is in, where its figures were asked for and are not read, and it has some: “German”.
    pub fn unread(&self) -> Option<&'static str> {
        let found = self.figures.get()?;
        let has_digits = || self.reading.document.blocks.iter().any(|block| block.is_seen() && holds_digit(&block.text));
        let is_read = found.iter().any(|figures| !figures.is_empty()) || !has_digits() || self.has_grammar();
        (!is_read).then(|| self.reading.language().map_or("another language", |language| language.name))
    }

    /// Whether the draft is in a language of which no words are known.
    pub fn is_foreign(&self) -> bool {
        *self.foreign.get_or_init(|| self.reading.is_foreign())
    }

    /// The passages that state something of the text, by words that were learned; no headings.
    pub fn said(&self) -> &[SaidPassage] {
        self.said.get_or_init(|| gist::said(&self.reading, self.all_quotations()))
    }

    /// The words of each passage by which it could be told what it states: for learning.
    pub fn passages(&self) -> Vec<Vec<String>> {
        let of_block = |block: usize| {
            let (line, quotations) = (self.reading.line(block), self.quotations(block));
            gist::passages(&self.reading, block).map(|tokens| gist::clue_names(&line, tokens, quotations)).collect::<Vec<_>>()
        };
        self.blocks().flat_map(of_block).collect()
    }

    fn all_quotations(&self) -> &[Vec<Quotation>] {
        self.quotations.get_or_init(|| self.blocks().map(|block| quotation::find(&self.reading.line(block))).collect())
    }

    /// The figures of a block, in order; none in what no reader sees and in page furniture.
    pub fn figures(&self, block: usize) -> &[Figure] {
        &self.all_figures()[block]
    }

    /// What stands in quotation marks in a block.
    pub fn quotations(&self, block: usize) -> &[Quotation] {
        &self.all_quotations()[block]
    }

    /// The quotations that the text announces and does not mark.
    pub fn announcements(&self) -> &[Announcement] {
        self.announcements.get_or_init(|| sourcing::announcements(&self.reading))
    }

    /// Whether this block is announced as somebody else's words.
    pub fn is_announced(&self, block: usize) -> bool {
        sourcing::announced(self.announcements(), block).is_some()
    }

    /// How the words at a place reach the reader.
    pub fn assertion(&self, place: &Place) -> Assertion {
        wording::assertion(&self.reading, self.others(place.block), place)
    }

    /// What a block states as a standing text, if it is one.
    pub fn standing(&self, block: usize) -> Option<StandingText> {
        wording::standing(&self.reading, || self.others(block), block)
    }

    /// Whose words a block holds beside the article's own.
    fn others(&self, block: usize) -> Others<'_> {
        let apart = self.apart.get_or_init(|| SetApart::of(self.reading.document));
        Others { quotations: self.quotations(block), announced: self.is_announced(block), apart: apart.get(&block) }
    }

    /// What may stand in the document more than once.
    pub fn restated(&self) -> &Restated {
        self.restated.get_or_init(|| Restated::of(&self.reading))
    }

    /// What tells that the draft is no plain article, for each genre that it is of.
    pub fn genres(&self) -> &[GenreSign] {
        self.genres.get_or_init(|| self.reading.genres())
    }

    /// Whether it collects what others wrote, links and all.
    pub fn is_digest(&self) -> bool {
        self.genres().iter().any(|sign| sign.genre == Genre::Digest)
    }

    /// Whether it is no article at all, but a page of the site or a paper of the repository.
    pub fn is_no_article(&self) -> bool {
        self.genres().iter().any(|sign| matches!(sign.genre, Genre::Page | Genre::Paper))
    }

    /// Whether it is an exchange of letters.
    pub fn is_exchange(&self) -> bool {
        self.genres().iter().any(|sign| sign.genre == Genre::Thread)
    }

    /// Whether most of it is what others said or wrote: an interview, quotations, an exchange of letters.
    pub fn is_of_others(&self) -> bool {
        self.genres().iter().any(|sign| matches!(sign.genre, Genre::Interview | Genre::Quoted | Genre::Thread))
    }

    /// Every figure with who stands behind it.
    pub fn sheet(&self) -> &[SheetEntry] {
        self.sheet.get_or_init(|| {
            let mut entries = sourcing::read(self.grounds());
            sourcing::agree(&self.reading.style.figures, &mut entries);
            self.rulings.into_iter().for_each(|rulings| sourcing::rule(&self.reading, rulings, &mut entries));
            entries
        })
    }

    /// The figures that second readers read, by the record.
    pub fn ruled(&self) -> impl Iterator<Item = &Ruled> {
        let entries = if self.rulings.is_some() { self.sheet() } else { &[] };
        entries.iter().filter_map(|entry| entry.ruled.as_deref())
    }

    /// What is seen of each figure, as the weights file calls it: for learning.
    pub fn clues(&self) -> Vec<Vec<String>> {
        sourcing::clues(self.grounds())
    }

    fn grounds(&self) -> Grounds<'_> {
        Grounds {
            reading: &self.reading,
            figures: self.all_figures(),
            quotations: self.all_quotations(),
            announcements: self.announcements(),
            // Readers may ask about what nobody else asks about.
            explained: self.explained || self.rulings.is_some(),
        }
    }
}

fn holds_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
