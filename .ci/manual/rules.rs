//! A page for each rule, from its file and from what was measured of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use copydesk::config::{Example, Expects, Publication, profiles, shipped};
use copydesk::policy::{Choices, Rule};
use serde_json::Value;

/// How many examples of each kind are shown; `copydesk explain --all` shows all.
const MOST: usize = 8;
/// The rules on figures, which are measured by themselves.
const FIGURES: [&str; 3] = ["attribution/headline-figure", "attribution/unsourced-figure", "attribution/vague-figure"];

fn standard() -> std::sync::Arc<Publication> {
    Publication::builtin("standard", &Choices::default()).unwrap()
}

/// All rules in a table.
pub fn table() -> String {
    let mut table = String::from("| rule | level | finds | right of what was read |\n|---|---|---|---|\n");
    for rule in standard().rules() {
        let (id, words) = (&rule.id, &rule.words);
        let right = measured(id).map_or(String::new(), |[right, wrong, _]| match right + wrong {
            0 => String::new(),
            read => format!("{right} of {read}"),
        });
        writeln!(table, "| [`{id}`](../rules/{id}.toml) | {} | {} | {right} |", words.level.name(), words.summary).unwrap();
    }
    table
}

/// The chapters, by id.
pub fn pages() -> Vec<Value> {
    let standard = standard();
    let levels = levels();
    let page = |rule: &Rule| {
        let file = format!("rules/{}.toml", rule.id);
        super::chapter(&rule.id, &file, &format!("rules/{}.md", rule.id), &page(rule, &standard, &levels))
    };
    standard.rules().iter().map(page).collect()
}

fn page(rule: &Rule, standard: &Publication, levels: &[Levels]) -> String {
    let (id, words) = (&rule.id, &rule.words);
    let mut out = format!("# {id}\n\n**{}.** {}\n", words.summary, words.why);
    if let Some(help) = &words.help {
        writeln!(out, "\n**What to do:** {help}").unwrap();
    }
    for (title, points) in standard.describe(rule, 6) {
        writeln!(out, "\n## {title}\n").unwrap();
        points.iter().for_each(|point| writeln!(out, "- {}", literal(point)).unwrap());
    }
    out.push_str("\n## Level\n\n| profile | level | under `--strict` |\n|---|---|---|\n");
    for (profile, [plain, strict]) in levels {
        writeln!(out, "| `{profile}` | {} | {} |", plain[id], strict[id]).unwrap();
    }
    out.push_str(&quality(id));
    if !words.basis.is_empty() {
        writeln!(out, "\n## Basis\n").unwrap();
        words.basis.iter().for_each(|basis| writeln!(out, "- {}", literal(basis)).unwrap());
    }
    let file = &shipped()[id.as_str()];
    for (title, expects) in [("Finds", Expects::Bad), ("Leaves alone", Expects::Good), ("Known gaps", Expects::Gap)] {
        let examples: Vec<_> = file.examples().iter().filter(|example| example.expects == expects).collect();
        if examples.is_empty() {
            continue;
        }
        writeln!(out, "\n## {title}\n").unwrap();
        if expects == Expects::Gap {
            writeln!(
                out,
                "What is marked here it should find and does not; where nothing is marked, it finds something and should not.\n"
            )
            .unwrap();
        }
        examples.iter().take(MOST).for_each(|example| writeln!(out, "{}\n", shown(example)).unwrap());
        if examples.len() > MOST {
            writeln!(out, "And {} more: `copydesk explain --all {id}`.", examples.len() - MOST).unwrap();
        }
    }
    let head = file.text().split("\n[[example]]").next().unwrap().trim_end();
    writeln!(out, "\n## Its file\n\n`rules/{id}.toml`, without the examples; since {}.\n\n```toml\n{head}\n```", words.since)
        .unwrap();
    out
}

/// A profile, and the levels of all rules by it: plain, and under `--strict`.
type Levels = (&'static str, [BTreeMap<String, &'static str>; 2]);

fn levels() -> Vec<Levels> {
    let of = |profile: &str, strict| {
        let publication = Publication::builtin(profile, &Choices { strict, ..Choices::default() }).unwrap();
        publication.rules().into_iter().map(|rule| (rule.id, rule.level.name())).collect()
    };
    profiles().into_iter().map(|profile| (profile, [false, true].map(|strict| of(profile, strict)))).collect()
}

/// What was measured of it.
fn quality(id: &str) -> String {
    let date = super::read("docs/precision.md").lines().find_map(|line| line.strip_prefix("Read in ").map(str::to_owned));
    let date = date
        .as_deref()
        .and_then(|line| line.split(':').next())
        .expect("docs/precision.md says when the sites were read")
        .to_owned();
    let words = match measured(id) {
        Some([right, wrong, debatable]) => format!(
            "Of its findings on twenty published sites, read in {date}, an editor called {right} right, {wrong} wrong and {debatable} debatable. \
             The sites were read while the rules were mended: [expect less on yours](precision.md)."
        ),
        None if FIGURES.contains(&id) => {
            "How often figures are rightly told of, and how often they are not, is measured on texts held out of learning: \
             [how verdicts are reached](verdicts.md)."
                .to_owned()
        }
        None => format!(
            "None of its findings was among those that an editor read on [twenty published sites](precision.md) in {date}."
        ),
    };
    // Links are as from the rule's own file.
    format!("\n## How often it is right\n\n{}\n", words.replace("](", "](../../docs/"))
}

/// Right, wrong and debatable findings of a rule.
fn measured(id: &str) -> Option<[u32; 3]> {
    let counts = super::read("rules/precision.tsv");
    let line = counts.lines().find_map(|line| line.strip_prefix(id)?.strip_prefix('\t'))?;
    let counts: Vec<_> = line.split('\t').map(|count| count.parse().unwrap()).collect();
    counts.try_into().ok()
}

/// An example with its places marked.
fn shown(example: &Example) -> String {
    let (mut text, mut end) = (String::new(), 0);
    for place in &example.places {
        text.push_str(&escaped(&example.text[end..place.start]));
        write!(text, "<mark>{}</mark>", escaped(&example.text[place.clone()])).unwrap();
        end = place.end;
    }
    text.push_str(&escaped(&example.text[end..]));
    let mut said = Vec::new();
    said.extend(example.profile.iter().map(|profile| format!("by the profile <code>{}</code>", escaped(profile))));
    said.extend(example.kind.iter().map(|kind| format!("of the kind {}", escaped(kind))));
    said.extend(example.path.iter().map(|path| format!("at <code>{}</code>", escaped(path))));
    let said = if said.is_empty() { String::new() } else { format!("<p class=\"said\">{}:</p>\n\n", said.join(", ")) };
    format!("{said}<pre class=\"example\">{}</pre>", text.trim())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('{', "&#123;")
}

/// Words in which nothing is markup.
fn literal(words: &str) -> String {
    let mut out = String::new();
    for char in words.chars() {
        if "\\`*_[]<>#|{}~".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}
