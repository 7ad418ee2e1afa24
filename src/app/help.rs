//! What help says below the options: examples, and the exit status. A paragraph is one line, which clap breaks where the terminal ends.

pub(super) const EXAMPLES: &str = "\
Examples:
  copydesk check                       Check every draft in this folder and below
  copydesk check drafts/harbour.md     Check one draft
  copydesk figures drafts/harbour.md   Show who stands behind each figure
  copydesk explain attribution/unsourced-figure

Exit status:
  0  nothing at or above the bar was found
  1  something at or above the bar was found (see check --fail-on)
  2  something could not be judged: a bad argument, configuration or rule file, an unreadable
     draft, no draft at all";

pub(super) const CHECK: &str = "\
Examples:
  copydesk check                                Check every draft in this folder and below
  copydesk check articles notes/harbour.md      Check a folder and a draft
  copydesk check --rule 'attribution/*'         Ask only who stands behind the figures
  copydesk check --fail-on warning -f short     Fail on warnings too, one line a finding
  copydesk check --format json -o report.json   Write a report for a program
  copydesk check --new-from origin/main         Tell only what is new since this branch left main
  cat draft.md | copydesk check - --stdin-filename articles/draft.md
  copydesk check --diff articles                Show what --fix would change
  copydesk check --fix articles                 Apply the safe fixes, report what is left
  copydesk check --add-allow 'our own count' --rule attribution/unsourced-figure drafts/harbour.md

Exit status:
  0  nothing at or above the bar (--fail-on) was found
  1  something at or above the bar was found
  2  something could not be judged: a bad argument, configuration or rule file, an unreadable
     draft, no draft at all
The format never changes the status. With --fix, what is left counts. With --diff, 1 means that --fix would change a draft. Drafts that are \
named and ignored, by copydesk.toml or a .copydeskignore, are left alone: 0, if nothing else is named.

--fix applies what is safe unread: it puts in or moves a text that the publication approved, and deletes exact copies and page furniture. A \
broken configuration or rule file keeps all drafts from being fixed. What --diff prints, `patch -p0` applies. With - it prints the mended \
text, and the report on standard error.";

pub(super) const FIGURES: &str = "\
Examples:
  copydesk figures drafts/harbour.md                     Show who stands behind each figure
  copydesk figures articles --format csv -o sheet.csv    Write the sheet for a spreadsheet
  copydesk figures articles --format html -o sheet.html  Write a page to read, filter and print

Verdicts:
  sourced    somebody stands behind it: in brackets how that was found
  vague      only somebody whom no reader could ask
  unsourced  nobody, and an editor would likely ask
  own        the writer's or publication's own count
  record     nobody, and few would ask: price, market, vote, law, terms, result, plan, size,
             event, count, sum, settled; or told, told on, quoted: the passage seems to say
             whose it is, though no words that name a source were found
  none       no claim seen

The chance that an editor would ask, and what weighed most, stand in json, jsonl and csv; docs/configuration.md says how often \
it is right.";

pub(super) const READ: &str = "\
What is in doubt are the figures whose chance that an editor asks lies between the two of `doubt`, and those that `copydesk check` tells. What \
is made of them stands in copydesk-readings.jsonl beside the configuration, and every run applies it: `ask` is told, all others are \
silent.

Keys:
  a  ask: an editor asks who says so             s  sourced: somebody stands behind it
  o  own: the writer or publication counted      r  record: nobody would dispute it
  n  none: it claims nothing                     w  say why, before the verdict
  A S O R N  the same for all figures of its sentence
  u  undo       space  later      b  back
  q  quit: what was read is kept, and the next sitting goes on from there

Examples:
  copydesk read                                    Go through what is in doubt here and below
  copydesk read --told drafts/harbour.md           Only through what check tells of a draft
  copydesk read --format jsonl > questions.jsonl   Hand the questions out
  copydesk read --answers answers.jsonl --as ana   Take answers in
  copydesk read --reader 'python3 my_reader.py' --dry-run   Show what a program would be sent
  copydesk read --prune                            Take out what drafts have no longer

The command of a reader comes from the command line, from COPYDESK_READER, or from `command` in copydesk/reader.toml of your own \
configuration; never from a repository. docs/readings.md tells what it is sent and may answer.

Exit status:
  0  what was asked was kept
  2  answers were refused, drafts or the record could not be read or written, or, with
     --reader-required, a reader failed";

pub(super) const INVENTORY: &str = "\
Examples:
  copydesk inventory                                       Show the standing texts of all drafts here
  copydesk inventory articles --format csv -o texts.csv    Write them for a spreadsheet
  copydesk inventory articles --format html -o texts.html  Write a page to read

Drafts that differ only in names, days and numbers have one text with slots: {name}, {date}, {number}, and what \
stands in them.";

pub(super) const INDEX: &str = "\
An index is a folder of its own, with the passages of all drafts that rules compare: those of the family boilerplate that tell of \
several articles. `check --against` holds drafts against it: what they share with its drafts is told at them. The drafts that are checked count \
as they are now, also where they are in the index. Paths are seen from the root of the repository, so an index serves from every folder of it.

Each page of it has a hash: what is torn, changed or another copydesk's is refused, and `update` makes it anew. Whoever is interrupted leaves \
it as it was. About 5 KB of disk for an article of 3 KB and three rules.

Examples:
  copydesk index build ../shelf content/
  copydesk check --against ../shelf content/new.md
  git diff --name-only --no-renames main | xargs copydesk index update ../shelf

Exit status:
  0  it is written, or whole and of these drafts
  1  check: it is whole, and some drafts are not as they are in it
  2  it is damaged or could not be written, drafts could not be read, or a configuration has
     mistakes";

pub(super) const SCHEMA: &str = "\
Examples:
  copydesk schema >copydesk.schema.json       For copydesk.toml
  copydesk schema --rule >rule.schema.json    For rules/FAMILY/NAME.toml

Taplo and Tombi, the language servers of TOML, find it by the first line of a copydesk.toml: `#:schema copydesk.schema.json`. What the \
shipped rules are, and what their options may be, is part of the schema.";

pub(super) const STREAM: &str = "\
Each line of the input is an object: `text` or `html`, and, where it has them, `id` (anything), `path` (whose ending says the format, and \
its folder the publication and section, below this folder) and `front_matter` (an object, where it does not stand at the head of the text).

Each line of the output has that `id`, and `findings`, as in `check --format json`, with the key of the `policy` they were judged by; \
`skipped`, or `error` for what is no row. Rows are read while others are judged; what several rows share is not told, but --prints lets you \
find it.

Examples:
  copydesk stream < rows.jsonl > findings.jsonl
  echo '{\"id\": 7, \"text\": \"Experts say that 40% left.\"}' | copydesk stream

Exit status:
  0  all rows were answered, whatever was found, those with errors too
  2  rows could not be read or written, or a configuration has mistakes";

#[cfg(feature = "lsp")]
pub(super) const LSP: &str = "\
Editors start it themselves: docs/editors.md has the settings of Visual Studio Code, Neovim, Helix, Zed, Emacs and Sublime \
Text. A draft is judged as `copydesk check` would judge it if it were saved, by the nearest copydesk.toml, unsaved changes of that \
included.

Exit status:
  0  the editor ended it
  1  the editor went away without ending it
  2  it could not be started, or was spoken to in another language than the protocol";
