//! What the command line takes, and what it refuses; and that the manual says nothing else.

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use super::*;
use crate::finding::Level;
use crate::report::{ReportFormat, Style};

fn parse(line: &str) -> Result<Command, clap::Error> {
    Args::try_parse_from(line.split(' ')).map(|args| args.command.unwrap())
}

fn check(line: &str) -> CheckArgs {
    match parse(line).unwrap() {
        Command::Check(check) => check,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_arguments_are_sound() {
    Args::command().debug_assert();
}

#[test]
fn check_takes_all_that_is_promised() {
    let check = check(
        "copydesk check a.md drafts --format jsonl --output r.json --config c.toml --strict --fail-on note --rule a/b \
         --rule c/* --jobs 2 --color never --verbose --stats --stdin-filename x.html",
    );
    assert_eq!(check.input.paths, [PathBuf::from("a.md"), PathBuf::from("drafts")]);
    assert_eq!(check.input.jobs.map(NonZeroUsize::get), Some(2));
    assert_eq!(check.rules, ["a/b", "c/*"]);
    assert_eq!(check.fail_on.map(FailOn::level), Some(Level::Note));
    let style = Style { width: None, ..check.style(true) };
    assert_eq!(style, Style { format: ReportFormat::Jsonl, verbose: true, ..Style::default() });
}

#[test]
fn without_options_the_folder_is_checked_and_the_place_picks_the_format() {
    let plain = check("copydesk check");
    assert_eq!(plain.input.paths, [PathBuf::from(".")]);
    assert_eq!(plain.style(true).format, ReportFormat::Human);
    assert_eq!(plain.style(false), Style { format: ReportFormat::Short, ..Style::default() });
    assert_eq!(check("copydesk check --output r.txt").style(true).format, ReportFormat::Short);
    assert!(check("copydesk check --color always").style(false).color);
    assert_eq!(check("copydesk check -").input.paths, [PathBuf::from("-")]);
}

#[test]
fn bad_arguments_exit_with_2() {
    for line in [
        "copydesk chekc",
        "copydesk check --format xml",
        "copydesk check --jobs 0",
        "copydesk check --fail-on fatal",
        "copydesk check --config a --no-config",
        "copydesk check --quiet --verbose",
        "copydesk check --fix --diff",
        "copydesk explain",
        "copydesk figures --format human",
        "copydesk read --prune --answers a.jsonl",
        "copydesk read --dry-run",
        "copydesk check --watch --reader x",
    ] {
        assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
    }
    assert_eq!(parse("copydesk --help").unwrap_err().kind(), ErrorKind::DisplayHelp);
}

#[test]
fn every_command_and_option_has_a_sentence_of_help() {
    for command in Args::command().get_subcommands() {
        assert!(command.get_about().is_some(), "{}", command.get_name());
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
        }
    }
}

#[test]
fn the_other_commands_are_read() {
    for line in [
        "copydesk figures a.md --all --format csv --no-config --jobs 1 --output s.csv",
        "copydesk figures --profile wire",
        "copydesk figures a.md --format html -o sheet.html",
        "copydesk rules",
        "copydesk explain attribution/vague-figure",
        "copydesk test rules",
        "copydesk config a.md",
        "copydesk inventory",
        "copydesk inventory a.md drafts --format html --output texts.html --force",
        "copydesk stream --no-config --jobs 2",
        "copydesk init",
        "copydesk init --scan",
        "copydesk read --told --as ana drafts",
        "copydesk read --format jsonl",
        "copydesk read --answers a.jsonl --again",
        "copydesk read --reader x --dry-run --reader-jobs 4 --reader-timeout 9 --reader-required",
        "copydesk check --reader",
        "copydesk figures --no-readings",
        "copydesk check --fix a.md",
        "copydesk check --diff",
        "copydesk completions bash",
        "copydesk man",
    ] {
        assert!(parse(line).is_ok(), "{line}");
    }
}

/// The commands in the blocks of a page that are for a shell; those of consoles are run (`tests/cli.rs`).
fn commands(page: &str) -> Vec<String> {
    let (mut found, mut block) = (Vec::new(), None);
    for line in page.lines() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            block = if block.is_none() { Some(info.to_owned()) } else { None };
        } else if matches!(block.as_deref(), Some("sh" | "yaml")) {
            let line = line.trim_start().trim_start_matches("- ").trim_start_matches("run: ");
            found.extend(line.split(" | ").map(str::trim).filter(|part| part.starts_with("copydesk ")).map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_command_in_the_manual_is_understood() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let others = ["README.md", "CONTRIBUTING.md", "examples/README.md", "python/README.md", "packaging/npm/README.md"]
        .map(|path| root.join(path));
    let mut many = 0;
    for path in pages.chain(others) {
        for command in commands(&std::fs::read_to_string(&path).unwrap()) {
            let words = shlex::split(&command).unwrap_or_else(|| panic!("{}: {command}", path.display()));
            // Behind these, the shell reads on.
            let is_shell = |word: &String| word.starts_with(['<', '>', '&', '#']) || word.starts_with("2>");
            let words = words.into_iter().take_while(|word| !is_shell(word));
            let parsed = Args::try_parse_from(words);
            let is_told = parsed.as_ref().is_err_and(|error| error.exit_code() == 0);
            assert!(parsed.is_ok() || is_told, "{}: {command}: {}", path.display(), parsed.unwrap_err());
            many += 1;
        }
    }
    assert!(many > 30, "only {many} commands were found");
}
