//! `copydesk init`: writes a commented `copydesk.toml`, by options or by three questions.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};

use super::args::{FailOn, InitArgs};
use super::fence::NAME;
use super::inventory::look;
use super::menu::Menu;
use super::publications::{Choice, Publications};
use super::terminal::{Refusal, Status, print};
use crate::config::{profile_is_for, profiles};
use crate::inventory;
use crate::policy::Choices;
use crate::report::shown;

/// The bars that can be chosen, the usual one first.
const BARS: [(FailOn, &str); 4] = [
    (FailOn::Warning, "almost all findings are warnings: each of them stops a run"),
    (FailOn::Error, "only what must not be published, such as an opinion that does not say so"),
    (FailOn::Note, "everything that is told"),
    (FailOn::Never, "nothing stops a run; all is told"),
];
/// Whether drafts are there that were published.
const ARCHIVES: [(&str, &str); 2] = [
    ("new", "there is little here yet"),
    ("archive", "looks at the drafts that are here, and proposes approved texts and sections"),
];

/// What was chosen.
struct Chosen {
    profile: String,
    bar: FailOn,
    scan: bool,
}

/// Writes the file into this folder; never over one that is there. Asks where there is somebody to ask and nothing was said.
pub(super) fn run(args: &InitArgs) -> Result<Status, Refusal> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{NAME} is already there; nothing was written"),
        _ => format!("{NAME}: {error}"),
    };
    let is_free = fs::symlink_metadata(NAME).is_err();
    let asks = is_free && args.says_nothing() && io::stdin().is_terminal() && io::stdout().is_terminal();
    let chosen = if asks { asked()? } else { said(args)? };
    let (mut text, mut seen, mut status) = (chosen.text(), Vec::new(), Status::Clean);
    // A long look at the drafts is no use where nothing can be written.
    if chosen.scan && is_free {
        let mut publications = Publications::new(&Choice::Standard, Choices::default())?;
        let (drafts, looked) = look(&[], &mut publications)?;
        let proposal = inventory::proposal(&drafts);
        text.push_str(&proposal.toml);
        (seen, status) = (proposal.seen, looked);
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(NAME).map_err(told)?;
    file.write_all(text.as_bytes()).map_err(told)?;
    print(|out| {
        for line in &seen {
            writeln!(out, "Saw {}", shown(line))?;
        }
        writeln!(out, "Wrote {NAME}. Now: copydesk check")?;
        if asks && chosen.scan {
            writeln!(out, "What is wrong today can be taken as known: copydesk check --write-baseline")?;
        }
        Ok(())
    })?;
    Ok(status)
}

/// What the options say.
fn said(args: &InitArgs) -> Result<Chosen, Refusal> {
    let profile = args.profile.clone().unwrap_or_else(|| "standard".to_owned());
    // The message says which are there.
    Publications::new(&Choice::Profile(profile.clone()), Choices::default())?;
    Ok(Chosen { profile, bar: args.fail_on.unwrap_or(BARS[0].0), scan: args.scan })
}

/// What is answered on the terminal.
fn asked() -> Result<Chosen, Refusal> {
    let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
    let mut ask = |asks: &str, answers: &[(&str, &str)]| {
        Menu { asks, answers }.ask(&mut input, &mut out).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => "nothing was answered, and nothing was written".to_owned(),
            _ => format!("terminal: {error}"),
        })
    };
    let mut kinds = profiles();
    kinds.sort_by_key(|name| *name != "standard");
    let kinds: Vec<_> = kinds.into_iter().map(|name| (name, profile_is_for(name).unwrap_or_default())).collect();
    let profile = kinds[ask("What kind of publication is it?", &kinds)?].0.to_owned();
    let bars: Vec<_> = BARS.iter().map(|(bar, means)| (bar.name(), *means)).collect();
    let bar = BARS[ask("From which level on shall a run fail?", &bars)?].0;
    let scan = ask("Are drafts here that were published?", &ARCHIVES)? == 1;
    Ok(Chosen { profile, bar, scan })
}

impl Chosen {
    /// The file, as it was chosen.
    fn text(&self) -> String {
        let text = include_str!("init.toml").replacen("copydesk:standard\"", &format!("copydesk:{}\"", self.profile), 1);
        text.replacen("fail = \"warning\"", &format!("fail = \"{}\"", self.bar.name()), 1)
    }
}
