//! What of the drafts of a run is in doubt, and the records that keep what is made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::super::args::{Input, PolicyArgs};
use super::super::drafts::Drafts;
use super::super::moment::today;
use super::super::publications::{Publications, has_mistakes};
use super::super::terminal::{Refusal, Status, complain};
use super::super::{records, stale};
use crate::finding::counted;
use crate::handover::{AnswerRefusal, GUIDELINE_VERSION, Strictness, TakenAnswer, TakenAnswers};
use crate::lint::{self, Doubts, Entry, OpenQuestion};
use crate::policy::Choices;
use crate::rulings::{NAME, Ruling};

/// The largest file of answers that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// The drafts of a run with what is in doubt in them.
pub(super) struct ReadingDesk {
    publications: Publications,
    pub(super) drafts: Vec<DoubtfulDraft>,
    /// Under which name is read.
    pub(super) reader: String,
    troubles: Vec<String>,
    /// The drafts of the run, to be judged where that is asked for.
    all: Drafts,
}

/// A draft with what is in doubt in it, and where the record of it lies.
pub(super) struct DoubtfulDraft {
    pub(super) doubts: Doubts,
    /// The folder of the record.
    pub(super) folder: PathBuf,
    /// The draft, as the record names it.
    name: String,
}

/// A question by its draft and its number there.
pub(super) type AskedAt = (usize, usize);

impl ReadingDesk {
    pub(super) fn gather(input: &Input, policy: &PolicyArgs, reader: String) -> Result<Self, Refusal> {
        let mut publications = Publications::new(&policy.choice(), Choices::default())?;
        let mut all = Drafts::gather(input, &mut publications)?;
        if all.is_from_stdin() {
            return Err("what is read is kept beside a configuration, and standard input lies nowhere: name files".to_owned());
        }
        if let Some(file) = publications.faults.iter().find(|file| file.is_fatal() || is_unread_record(file)) {
            return Err(has_mistakes(&file.source.path));
        }
        all.share(input.jobs);
        let entries: Vec<Entry> = all.entries.iter().collect();
        // Of an archive, the texts of drafts without a question are not kept.
        let open = |doubts: Option<Doubts>| doubts.filter(|doubts| !doubts.questions.is_empty());
        let read: Vec<_> =
            entries.into_par_iter().map(|entry| (lint::doubts(&entry, |path| all.read(path)).map(open), entry)).collect();
        let (mut drafts, mut troubles) = (Vec::with_capacity(read.len()), std::mem::take(&mut all.troubles));
        for (doubts, entry) in read {
            match doubts {
                Err(error) => troubles.push(format!("{}: {error}", entry.path.display())),
                Ok(None) => {}
                Ok(Some(doubts)) => {
                    let (folder, _) = publications.of(&entry.path);
                    let name = publications.name_in(&entry.path, &folder);
                    drafts.push(DoubtfulDraft { doubts, folder, name });
                }
            }
        }
        if all.entries.len() == 0 && troubles.is_empty() && !all.are_left_alone {
            troubles.push("nothing was read: no draft matched".to_owned());
        }
        Ok(Self { publications, drafts, reader, troubles, all })
    }

    /// What is to be read: of what others read only where that is to be read `again`, and of what is not `told` only where that is not left out.
    pub(super) fn left(&self, again: bool, told: bool) -> Vec<AskedAt> {
        let mut seen = BTreeSet::new();
        let mut left = Vec::new();
        for (draft, of) in self.drafts.iter().enumerate() {
            for (number, question) in of.doubts.questions.iter().enumerate() {
                let is_read = question.by.iter().any(|ruling| !again || ruling.reader == self.reader);
                // The same claim in two drafts is one.
                if !is_read && (!told || question.is_told) && seen.insert((&of.folder, question.claim)) {
                    left.push((draft, number));
                }
            }
        }
        left
    }

    pub(super) fn question(&self, (draft, number): AskedAt) -> &OpenQuestion {
        &self.drafts[draft].doubts.questions[number]
    }

    /// What this reader says of a question, as the record keeps it.
    pub(super) fn ruling(&self, asked: AskedAt, answer: TakenAnswer) -> Ruling {
        let question = self.question(asked);
        Ruling {
            claim: question.claim,
            verdict: answer.verdict,
            reader: self.reader.clone(),
            date: today(),
            why: answer.why,
            source: answer.source,
            path: self.drafts[asked.0].name.clone(),
            text: question.words.split_whitespace().take(12).collect::<Vec<_>>().join(" "),
            guideline: GUIDELINE_VERSION,
        }
    }

    /// Puts rulings into the record of a folder, and takes some out, in one step. It is read anew: another reader may be at it as well.
    pub(super) fn keep(&mut self, folder: &Path, new: &[Ruling], without: &BTreeSet<(u64, String)>) -> Result<(), Refusal> {
        records::change(folder, new, without, self.publications.fence())
    }

    /// Takes in a file of answers, and says what was taken.
    pub(super) fn take(&mut self, file: &Path) -> Result<(), Refusal> {
        let mut bytes = Vec::new();
        let told = |error: io::Error| format!("{}: {error}", file.display());
        let input: Box<dyn io::Read> =
            if file.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(file).map_err(told)?) };
        input.take(LARGEST + 1).read_to_end(&mut bytes).map_err(told)?;
        if bytes.len() as u64 > LARGEST {
            return Err(format!("{}: is larger than {} MB", file.display(), LARGEST >> 20));
        }
        let all: Vec<&OpenQuestion> = self.drafts.iter().flat_map(|draft| &draft.doubts.questions).collect();
        let articles: String = self.drafts.iter().map(|draft| draft.doubts.article.as_str()).collect();
        let answers = TakenAnswers::read(&bytes, &all, &articles, Strictness::Person);
        let mut by_folder: BTreeMap<PathBuf, Vec<Ruling>> = BTreeMap::new();
        for (draft, of) in self.drafts.iter().enumerate() {
            for (number, question) in of.doubts.questions.iter().enumerate() {
                let answer = answers.taken.get(&question.claim).cloned();
                let ruling = answer.map(|answer| self.ruling((draft, number), answer));
                by_folder.entry(of.folder.clone()).or_default().extend(ruling);
            }
        }
        for (folder, new) in by_folder.iter().filter(|(_, new)| !new.is_empty()) {
            self.keep(folder, new, &BTreeSet::new())?;
        }
        complain(&format!("{}: {} taken", file.display(), counted(answers.taken.len(), "answer")));
        tell_refused(&answers.refused);
        if !answers.refused.is_empty() {
            self.troubles.push("what was refused is not in the record".to_owned());
        }
        Ok(())
    }

    /// Takes what is stale out of the records.
    pub(super) fn prune(&mut self) -> Result<(), Refusal> {
        let entries: Vec<Entry> = self.all.entries.iter().filter(|entry| entry.policy.rulings.is_some()).collect();
        let report = lint::run(&entries, |path| self.all.read(path), || ());
        let read = report.files.into_iter().map(|file| (file.source.path, file.replay.claims)).collect();
        let stale = stale::find(&read, &mut self.publications);
        if stale.is_empty() {
            complain(&format!("{NAME}: nothing in it is stale; it stays as it is"));
        }
        for (folder, stale) in stale {
            let without = stale.iter().map(|(ruling, _)| (ruling.claim, ruling.reader.clone())).collect();
            self.keep(&folder, &[], &without)?;
            let file = stale::shown(&folder, &mut self.publications);
            complain(&format!("{}: {} taken out", file.display(), counted(stale.len(), "stale reading")));
        }
        Ok(())
    }

    /// What the command comes to, and what went wrong.
    pub(super) fn status(&self) -> Status {
        self.troubles.iter().for_each(|trouble| complain(trouble));
        if self.troubles.is_empty() { Status::Clean } else { Status::Failed }
    }
}

/// Whether a file is a record that could not be read at all.
fn is_unread_record(file: &crate::finding::File) -> bool {
    file.source.path.ends_with(NAME) && file.source.text.is_empty()
}

/// Says how many answers were refused, and for what.
pub(super) fn tell_refused(refused: &BTreeMap<AnswerRefusal, usize>) {
    let all: usize = refused.values().sum();
    if all > 0 {
        let kinds: Vec<String> = refused.iter().map(|(refusal, count)| format!("{count} {refusal}")).collect();
        complain(&format!("{} refused: {}", counted(all, "answer"), kinds.join("; ")));
    }
}
