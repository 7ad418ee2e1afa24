//! `copydesk rules`, `explain` and `config`: what is in force, and why.

use std::io::{self, Write};
use std::path::PathBuf;

use super::desk::Desk;
use super::{Refusal, Status, archive, args, choice, print};
use crate::config::{Choices, Example, Expects, Rule};
use crate::report::shown;

/// A draft in this folder, for commands that name none.
fn here() -> PathBuf {
    PathBuf::from("draft.md")
}

fn desk(policy: &args::Policy) -> Result<Desk, Refusal> {
    Desk::new(&choice(policy), Choices::default())
}

/// Lists all rules with level and origin.
pub(super) fn rules(policy: &args::Policy) -> Result<Status, Refusal> {
    let mut desk = desk(policy)?;
    let (_, publication) = desk.of(&here());
    let rules = publication.rules();
    let wide = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    print(|out| {
        for rule in &rules {
            let origin = rule.origin.iter().filter(|origin| !origin.starts_with("copydesk:rules/"));
            let origin = origin.cloned().collect::<Vec<_>>().join(", ");
            let origin = if origin.is_empty() { String::new() } else { format!("  ({})", shown(&origin)) };
            let (id, summary) = (shown(&rule.id), shown(&rule.words.summary));
            writeln!(out, "{id:<wide$}  {:<7}  {summary}{origin}", rule.level.name())?;
        }
        Ok(())
    })?;
    judged(&desk)
}

/// How many examples of a kind are told where nobody asks for all.
const EXAMPLES: usize = 10;

/// Explains one rule, with all its examples or the first of each kind.
pub(super) fn explain(id: &str, all: bool, policy: &args::Policy) -> Result<Status, Refusal> {
    let mut desk = desk(policy)?;
    let (_, publication) = desk.of(&here());
    let rules = publication.rules();
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let near = crate::config::nearest(id, rules.iter().map(|rule| rule.id.as_str()));
        return Err(match near {
            _ if id.starts_with("meta/") => {
                format!("`{id}` is no rule: under `meta/` copydesk says what keeps it from judging a draft; the finding says all")
            }
            Some(near) => format!("there is no rule `{id}`; did you mean `{near}`?"),
            None => format!("there is no rule `{id}`; `copydesk rules` lists them"),
        });
    };
    print(|out| tell(rule, if all { usize::MAX } else { EXAMPLES }, out))?;
    judged(&desk)
}

fn tell(rule: &Rule, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let words = &rule.words;
    writeln!(out, "{}  ({})\n{}\n\n{}", shown(&rule.id), rule.level.name(), shown(&words.summary), shown(&words.why))?;
    if let Some(help) = &words.help {
        writeln!(out, "\nWhat to do: {}", shown(help))?;
    }
    if !words.basis.is_empty() {
        writeln!(out, "\nBasis:")?;
    }
    for basis in &words.basis {
        writeln!(out, "  - {}", shown(basis))?;
    }
    for (title, expects) in [("Finds", Expects::Bad), ("Leaves alone", Expects::Good), ("Known gaps", Expects::Gap)] {
        let examples: Vec<&Example> = words.examples.iter().filter(|example| example.expects == expects).collect();
        if examples.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}:")?;
        for example in examples.iter().take(most) {
            let lines: Vec<String> = marked(example).trim().lines().map(shown).collect();
            writeln!(out, "  - {}", lines.join("\n    "))?;
        }
        if examples.len() > most {
            writeln!(out, "  … and {} more: copydesk explain --all {}", examples.len() - most, shown(&rule.id))?;
        }
    }
    writeln!(out, "\nFrom: {}\nSince: {}", shown(&rule.origin.join(", ")), shown(&words.since))
}

/// An example with its places in brackets, as a reader sees them best.
fn marked(example: &Example) -> String {
    let (mut text, mut end) = (String::new(), 0);
    for place in &example.places {
        text.push_str(example.text.get(end..place.start).unwrap_or_default());
        text.push('[');
        text.push_str(example.text.get(place.clone()).unwrap_or_default());
        text.push(']');
        end = place.end;
    }
    text + example.text.get(end..).unwrap_or_default()
}

/// Shows the policy of a file with the origin of every value.
pub(super) fn config(paths: &[PathBuf], texts: bool, policy: &args::Policy) -> Result<Status, Refusal> {
    let mut desk = desk(policy)?;
    if texts {
        return archive::texts(paths, desk);
    }
    let path = match paths {
        [] => here(),
        [path] => path.clone(),
        _ => return Err("config shows the policy of one file; --texts takes more".to_owned()),
    };
    let (root, publication) = desk.of(&path);
    let lines = publication.lines(&desk.inside(&path, &root));
    let said: Vec<String> = lines.iter().map(|line| shown(&format!("{} = {}", line.key, cut(&line.value)))).collect();
    let wide = said.iter().map(|said| said.chars().count()).filter(|&wide| wide < 80).max().unwrap_or_default();
    print(|out| {
        for (said, line) in said.iter().zip(&lines) {
            writeln!(out, "{said:<wide$}  # {}", shown(&line.origin))?;
        }
        Ok(())
    })?;
    judged(&desk)
}

/// The beginning of a long value: the file it comes from has the rest.
fn cut(value: &str) -> String {
    const MOST: usize = 60;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", &value[..end]),
        None => value.to_owned(),
    }
}

/// Broken configuration is exit status 2 here as well.
fn judged(desk: &Desk) -> Result<Status, Refusal> {
    match desk.faults.first() {
        Some(file) => Err(format!("{}: has mistakes; `copydesk check` shows them", file.source.path.display())),
        None => Ok(Status::Clean),
    }
}
