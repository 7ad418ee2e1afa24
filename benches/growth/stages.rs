//! What is done with a draft, stage by stage, and how long each takes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use copydesk::config::Publication;
use copydesk::edit;
use copydesk::finding::Report;
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};
use copydesk::report::{self, ReportFormat, Style, sheet};
use cpu_time::ThreadTime;

use super::shapes::Shape;

/// The stages: by the default rules, and reports of it for reading and for machines; the source sheet as a table, and as a page; by
/// every rule, with approved texts, and safe mends of what that finds.
pub(crate) const STAGES: [&str; 7] = ["check", "report", "json", "figures", "page", "publication", "fix"];

/// How long each stage took on its thread.
pub(crate) type Times = [Duration; STAGES.len()];

/// A publication that asks for all there is.
const PUBLICATION: &str = r#"
name = "The Island Post"
aliases = ["the Post"]
others = ["The Harbour Lantern", "Skerry Evening Mail"]
language = "en"

[texts.opinion]
text = "The views in this column are {author}’s own and need not be those of The Island Post or its staff."
versions = ["The opinions in this column are those of its author alone and not of this newspaper."]

[texts.affiliate]
text = "We may earn a commission when you buy through links in this article, at no cost to you."

[texts.sponsored]
text = "This article was paid for by {sponsor}."

[texts.correction]
text = "An earlier version of this article gave {what} wrongly. It was put right on {date}."

[figures]
own = ["The Post"]
trusted = ["Tidewatch"]
distrusted = ["Quayside Research"]

[rules]
"attribution/*" = "note"
"boilerplate/*" = "note"
"chrome/*" = "note"
"disclosure/*" = "note"
"numbers/*" = "note"

[[section]]
files = ["**"]
kind = "opinion"
"#;

/// Does all that is done with a draft of a shape and size.
pub(crate) fn run(shape: &Shape, size: usize) -> Times {
    let drafts = shape.drafts(size);
    let read = |path: &Path| {
        let at = drafts.binary_search_by(|(name, _)| name.as_path().cmp(path)).map_err(|_| io::ErrorKind::NotFound)?;
        Ok(drafts[at].1.clone())
    };
    let (standard, publication) = policies();
    let (usual, asked) = (entries(&drafts, standard), entries(&drafts, publication));
    let mut times = Times::default();
    let found = timed(&mut times[0], || lint::run(&usual, read, || ()));
    timed(&mut times[1], || tell(&found, ReportFormat::Human));
    timed(&mut times[2], || tell(&found, ReportFormat::Json));
    let sheets = timed(&mut times[3], || {
        let sheets: Vec<_> = usual.iter().filter_map(|entry| lint::sheet(entry, read).expect("is in memory")).collect();
        sheet::write(&sheets, sheet::SheetFormat::Csv, true, &mut io::sink()).expect("a sink takes all");
        sheets
    });
    timed(&mut times[4], || sheet::write(&sheets, sheet::SheetFormat::Html, true, &mut io::sink()).expect("a sink takes all"));
    drop((found, sheets));
    let found = timed(&mut times[5], || lint::run(&asked, read, || ()));
    timed(&mut times[6], || {
        let mended = found.files.iter().filter_map(|file| edit::apply(file, &read(&file.source.path).ok()?, ""));
        mended.map(|bytes| bytes.len()).sum::<usize>()
    });
    times
}

fn timed<T>(time: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = ThreadTime::now();
    let done = work();
    *time = started.elapsed();
    done
}

fn tell(found: &Report, format: ReportFormat) {
    let style = Style { format, ..Style::default() };
    report::write(found, &style, &mut io::sink()).expect("a sink takes all");
}

fn entries(drafts: &[(PathBuf, Vec<u8>)], policy: &Arc<Policy>) -> Vec<Entry> {
    drafts.iter().map(|(path, _)| Entry { path: path.clone(), policy: Arc::clone(policy), format: None }).collect()
}

/// What who chooses nothing gets, and all there is.
fn policies() -> &'static (Arc<Policy>, Arc<Policy>) {
    static POLICIES: OnceLock<(Arc<Policy>, Arc<Policy>)> = OnceLock::new();
    POLICIES.get_or_init(|| {
        let choices = Choices::default();
        let standard = Publication::builtin("standard", &choices).expect("is shipped");
        let (asking, mistakes) = Publication::read(Path::new("copydesk.toml"), PUBLICATION, None, &[], &choices);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        (standard.policy(Path::new("draft.md")), asking.expect("is sound").policy(Path::new("draft.md")))
    })
}
