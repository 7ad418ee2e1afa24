//! `copydesk explain`: one rule in full, what it asks of a writer, and examples.

use std::io::{self, Write};
use std::path::Path;

use super::args::PolicyArgs;
use super::publications::{ANY_DRAFT, Publications};
use super::rules::measured;
use super::terminal::{Refusal, Status, print};
use crate::config::{Example, Expects, RuleFile};
use crate::policy::{Choices, Rule};
use crate::report::shown;

/// How many words, keys and addresses of a sort.
const WORDS: usize = 4;
/// How wide the account of a rule is.
const WIDE: usize = 80;
/// What stands before the later lines of a point.
const POINT: &str = "    ";

/// Explains one rule, with all its examples or the first of each kind.
pub(super) fn run(id: &str, all: bool, policy: &PolicyArgs) -> Result<Status, Refusal> {
    let mut publications = Publications::new(&policy.choice(), Choices::default())?;
    let (_, publication) = publications.of(Path::new(ANY_DRAFT));
    let rules = publication.rules();
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        // A file with mistakes makes no rules: that comes first.
        publications.must_be_whole()?;
        let near = crate::finding::nearest(id, rules.iter().map(|rule| rule.id.as_str()));
        return Err(match near {
            _ if id.starts_with("meta/") => {
                format!(
                    "`{id}` is no rule: under `meta/` copydesk says what is wrong with a file, a draft or a permission; the finding says all"
                )
            }
            Some(near) => format!("there is no rule `{id}`; did you mean `{near}`?"),
            None => format!("there is no rule `{id}`; `copydesk rules` lists them"),
        });
    };
    let asked = publication.describe(rule, if all { usize::MAX } else { WORDS });
    let examples = publication.rule_files().remove(id).map(RuleFile::examples).unwrap_or_default();
    print(|out| tell(rule, &asked, examples, if all { usize::MAX } else { 1 }, out))?;
    publications.must_be_whole()?;
    Ok(Status::Clean)
}

fn tell(rule: &Rule, asked: &[(String, Vec<String>)], examples: &[Example], most: usize, out: &mut dyn Write) -> io::Result<()> {
    let words = &rule.words;
    writeln!(out, "{}  ({})\n{}\n", shown(&rule.id), rule.level.name(), shown(&words.summary))?;
    writeln!(out, "{}", wrapped(&shown(&words.why), ""))?;
    if let Some(help) = &words.help {
        writeln!(out, "\n{}", wrapped(&format!("What to do: {}", shown(help)), ""))?;
    }
    for (title, points) in asked {
        writeln!(out, "\n{title}:")?;
        for point in points {
            writeln!(out, "  - {}", wrapped(&shown(point), POINT))?;
        }
    }
    if let Some(measured) = measured(rule) {
        writeln!(out, "\n{}", wrapped(&measured.sentence(), ""))?;
    }
    if !words.basis.is_empty() {
        writeln!(out, "\nBasis:")?;
    }
    for basis in &words.basis {
        writeln!(out, "  - {}", wrapped(&shown(basis), POINT))?;
    }
    for (title, expects) in [("Finds", Expects::Bad), ("Leaves alone", Expects::Good), ("Known gaps", Expects::Gap)] {
        let examples: Vec<&Example> = examples.iter().filter(|example| example.expects == expects).collect();
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

/// Words in lines that fit, all but the first behind this margin.
fn wrapped(words: &str, margin: &str) -> String {
    let (mut text, mut column) = (String::new(), margin.len());
    for word in words.split(' ') {
        let wide = word.chars().count();
        if text.is_empty() {
        } else if column + 1 + wide > WIDE {
            text.push('\n');
            text.push_str(margin);
            column = margin.len();
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += wide;
    }
    text
}
