//! `copydesk` by itself: what it would check here, and how to begin.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::args::Input;
use super::drafts::Drafts;
use super::publications::{Choice, Publications};
use super::terminal::{Refusal, Status, print};
use crate::policy::Choices;
use crate::report::shown;

/// A folder that takes longer is not looked through to the end: somebody waits.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many publications are named.
const MOST: usize = 5;

const WHAT: &str = concat!(
    "copydesk ",
    env!("CARGO_PKG_VERSION"),
    " reads article drafts and says which figures nobody stands behind,\nwhich disclosures are owed, and what was pasted twice."
);
const BEGIN: &str = "\
To begin:
  copydesk check          say what is wrong in them; no draft is changed
  copydesk init           write a copydesk.toml for them, by three questions
  copydesk figures        show every figure, and who stands behind it
  copydesk rules          list what is asked of a draft; copydesk explain RULE says why
  copydesk --help         all commands";
const TRY: &str = "\
There are no drafts in this folder: no Markdown, HTML, plain text, Word or the like. To try it all the same:
  echo 'Experts say that 40% of the pilots smoke.' | copydesk check -

  copydesk check FOLDER   check the drafts in a folder, or one draft
  copydesk --help         all commands";

/// What lies in this folder.
struct Here {
    drafts: usize,
    /// A draft, to show what counts as one.
    first: Option<PathBuf>,
    /// What judges them, and how many.
    judges: BTreeMap<String, usize>,
    has_mistakes: bool,
}

/// Says what would be checked here, and how to begin.
pub(super) fn run() -> Result<Status, Refusal> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        // Nobody listens any more where patience ended.
        let _ = tell.send(look());
    });
    let here = told.recv_timeout(PATIENCE).ok().transpose()?;
    print(|out| write(here.as_ref(), out))?;
    Ok(Status::Clean)
}

fn look() -> Result<Here, Refusal> {
    let mut publications = Publications::new(&Choice::Nearest, Choices::default())?;
    let input = Input { paths: vec![PathBuf::from(".")], stdin_filename: None, jobs: None };
    let drafts = Drafts::gather(&input, &mut publications)?;
    let mut judges = BTreeMap::new();
    for entry in drafts.entries.iter() {
        let (_, publication) = publications.of(&entry.path);
        let judge = match (publication.path().to_string_lossy(), publication.name()) {
            (path, _) if path.starts_with("copydesk:") => format!("{path}, which is built in, as no copydesk.toml lies above"),
            (path, "") => shown(&path),
            (path, name) => format!("{} ({})", shown(&path), shown(name)),
        };
        *judges.entry(judge).or_default() += 1;
    }
    let has_mistakes = publications.faults.iter().any(|file| file.is_fatal());
    Ok(Here { drafts: drafts.entries.len(), first: drafts.entries.iter().next().map(|entry| entry.path), judges, has_mistakes })
}

fn write(here: Option<&Here>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{WHAT}\n")?;
    let Some(here) = here else {
        return writeln!(out, "This folder has very many files: name the drafts, or a folder of them.\n\n{BEGIN}");
    };
    let Some(first) = &here.first else { return writeln!(out, "{TRY}") };
    let (drafts, first) = (here.drafts, shown(&first.display().to_string()));
    match drafts {
        1 => writeln!(out, "In this folder it would check one draft, {first}, by")?,
        _ => writeln!(out, "In this folder it would check {drafts} drafts, of which {first} is the first, by")?,
    }
    for (judge, count) in here.judges.iter().take(MOST) {
        match here.judges.len() {
            1 => writeln!(out, "  {judge}")?,
            _ => writeln!(out, "  {judge}: {count}")?,
        }
    }
    if here.judges.len() > MOST {
        writeln!(out, "  and {} others", here.judges.len() - MOST)?;
    }
    if here.has_mistakes {
        writeln!(out, "A configuration has mistakes, which copydesk check tells; its drafts are not judged by it yet.")?;
    }
    writeln!(out, "\n{BEGIN}")
}
