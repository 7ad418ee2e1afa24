//! What is worked out once for a block and for each of its sentences: every figure in them asks for it.

use std::cell::OnceCell;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::prose::attribution::Attribution;
use crate::prose::{Class, Classes};
use crate::reading::{Place, Reading};
use crate::sourcing::evidence::shows;
use crate::text::{Block, Link};

/// What the words of a block tell by themselves.
#[derive(Debug)]
pub(super) struct BlockSayings {
    pub(super) sentences: Vec<Range<usize>>,
    /// Who speaks in each.
    pub(super) attributions: Vec<Vec<Attribution>>,
    /// The classes of the words of each.
    pub(super) classes: Vec<Classes>,
    /// Whether a line of them names the source of the block.
    pub(super) source_line: bool,
}

/// The sentences of a block and who speaks in them.
#[derive(Debug)]
pub(super) struct BlockScope {
    words: Arc<BlockSayings>,
    /// What figures of each sentence asked.
    asked: OnceCell<Vec<Answers>>,
    /// The numbers of its links to evidence.
    evidence: Vec<usize>,
    /// The first source in it that counts.
    pub(super) speaker: OnceCell<Option<Place>>,
    /// The source that it gives for a list or table under it.
    pub(super) lead_in: OnceCell<Option<Place>>,
}

/// What figures asked of a sentence.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// A name in it that the publication trusts.
    pub(super) trusted: OnceCell<Option<Place>>,
    /// The publication's name with a word for counting behind it.
    pub(super) own_count: OnceCell<Option<Place>>,
    /// Where citations stand in it.
    pub(super) citations: OnceCell<Vec<usize>>,
    /// Whether it plainly goes on with the source before.
    pub(super) goes_on: OnceCell<bool>,
    /// Where "we", "our" and "I" stand in it, and where a clause of theirs ends.
    pub(super) persons: OnceCell<(Vec<usize>, Vec<usize>)>,
    /// Who measured what it goes on to tell.
    pub(super) measured: OnceCell<Option<Place>>,
    /// The link before it whose page it goes on to tell of.
    pub(super) linked: OnceCell<Option<Place>>,
}

impl BlockSayings {
    fn of(reading: &Reading<'_>, block: usize) -> Self {
        let (line, sentences) = (reading.line(block), reading.sentences_of(block).to_vec());
        Self {
            attributions: sentences.iter().map(|sentence| reading.grammar.attributions(&line, sentence.clone())).collect(),
            classes: sentences.iter().map(|sentence| line.classes(sentence.clone())).collect(),
            sentences,
            source_line: (0..line.tokens.len()).any(|at| {
                line.has(at, Class::SourceLine)
                    && line.mark(at + 1, &[':'])
                    && !line.before(at).is_some_and(|before| before.is_word() && !before.has(Class::SourceLine))
            }),
        }
    }
}

impl Deref for BlockScope {
    type Target = BlockSayings;

    fn deref(&self) -> &BlockSayings {
        &self.words
    }
}

impl BlockScope {
    pub(super) fn of(reading: &Reading<'_>, block: usize) -> Self {
        let of = &reading.document.blocks[block];
        Self {
            words: reading.kept(block, || BlockSayings::of(reading, block)),
            asked: OnceCell::new(),
            evidence: of
                .links
                .iter()
                .enumerate()
                .filter(|(_, link)| shows(reading, block, link))
                .map(|(number, _)| number)
                .collect(),
            speaker: OnceCell::new(),
            lead_in: OnceCell::new(),
        }
    }

    /// What figures of a sentence asked.
    pub(super) fn asked(&self, number: usize) -> &Answers {
        &self.asked.get_or_init(|| self.sentences.iter().map(|_| Answers::default()).collect())[number]
    }

    /// Which sentence of the block this is.
    pub(super) fn number(&self, sentence: &Range<usize>) -> Option<usize> {
        let number = self.sentences.partition_point(|other| other.start < sentence.start);
        (self.sentences.get(number) == Some(sentence)).then_some(number)
    }

    /// Links to evidence about a place of the block, the nearer first: the next one, and the last before it or about it.
    pub(super) fn evidence_about<'b>(&self, block: &'b Block, at: usize) -> [Option<&'b Link>; 2] {
        let next = self.evidence.partition_point(|&number| block.links[number].at.start <= at);
        let link = |number: usize| self.evidence.get(number).map(|&number| &block.links[number]);
        let (before, behind) = (next.checked_sub(1).and_then(link), link(next));
        let nearer = before.zip(behind).is_some_and(|(before, behind)| at.saturating_sub(before.at.end) < behind.at.start - at);
        if nearer { [before, behind] } else { [behind, before] }
    }

    /// The number of the first link to evidence, of those from this number on.
    pub(super) fn evidence_from(&self, number: usize) -> Option<usize> {
        self.evidence.get(self.evidence.partition_point(|&evidence| evidence < number)).copied()
    }
}
