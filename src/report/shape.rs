//! The shapes that a report can take, and how it is to be told.

/// A shape that a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReportFormat {
    /// Excerpts with carets, evidence and remedy, for reading.
    #[default]
    Human,
    /// One line a finding: `path:line:column: level rule: message`.
    Short,
    /// One JSON document.
    Json,
    /// One JSON object a file with findings, then one with the summary.
    Jsonl,
    /// Commands that mark the lines of a pull request.
    Github,
    /// A SARIF 2.1.0 log, for code scanning and editors.
    Sarif,
    /// An array of GitLab's code quality.
    Gitlab,
    /// Findings as failed tests.
    Junit,
    /// The XML of Checkstyle.
    Checkstyle,
    /// The diagnostic format of reviewdog.
    Rdjson,
    /// A comment on a pull request.
    Markdown,
    /// A page for a browser.
    Html,
}

/// Every format with its name, and what it is in a sentence.
const FORMATS: [(ReportFormat, &str, &str); 12] = [
    (ReportFormat::Human, "human", "Excerpts with carets, evidence and remedy"),
    (ReportFormat::Short, "short", "One line a finding: path:line:column: level rule: message"),
    (ReportFormat::Json, "json", "One JSON document with every finding"),
    (ReportFormat::Jsonl, "jsonl", "One JSON object a line: each file with findings, then the summary"),
    (ReportFormat::Github, "github", "Marks beside the lines of a pull request, from the log of a GitHub workflow"),
    (ReportFormat::Sarif, "sarif", "SARIF 2.1.0, for code scanning and for editors"),
    (ReportFormat::Gitlab, "gitlab", "GitLab's code quality, for the widget of a merge request"),
    (ReportFormat::Junit, "junit", "JUnit XML: findings as failed tests, notes as output"),
    (ReportFormat::Checkstyle, "checkstyle", "Checkstyle XML, which many tools of CI read"),
    (ReportFormat::Rdjson, "rdjson", "The diagnostic format of reviewdog, with suggestions"),
    (ReportFormat::Markdown, "markdown", "A comment on a pull request, loudest first and no longer than one may be"),
    (ReportFormat::Html, "html", "One page for a browser: findings in their sentences, with filters"),
];

impl ReportFormat {
    /// Every format that can be written, in the order that help lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|&(format, ..)| format)
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// What it is, in a sentence without a full stop.
    pub fn summary(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (Self, &'static str, &'static str) {
        FORMATS.iter().find(|&&(format, ..)| format == self).unwrap_or(&FORMATS[0])
    }
}

/// How a report is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The shape.
    pub format: ReportFormat,
    /// Whether to colour what people read (`human`, `short`).
    pub color: bool,
    /// Whether to name each file that was skipped (`human`), and to list also files without findings (`json`, `jsonl`).
    pub verbose: bool,
    /// Whether to leave out the summary that people read.
    pub quiet: bool,
    /// How many columns the terminal has, where there is one: excerpts and notes of `human` fit them.
    pub width: Option<usize>,
}
