//! What the command line takes.

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use super::*;

fn parse(line: &str) -> Result<Command, clap::Error> {
    Args::try_parse_from(line.split(' ')).map(|args| args.command)
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
        "copydesk",
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
