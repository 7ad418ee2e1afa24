//! Rows of JSON in and out: in order, each by itself, and none of them ends the run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

fn start() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(["stream", "--no-config"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("copydesk starts")
}

/// What is answered to these lines, and what is said on standard error.
fn answers(lines: &[u8]) -> (Vec<Value>, String) {
    let mut child = start();
    let (mut input, lines) = (child.stdin.take().unwrap(), lines.to_vec());
    let writing = std::thread::spawn(move || input.write_all(&lines));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let rows = output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    (rows.map(|line| serde_json::from_slice(line).unwrap()).collect(), String::from_utf8(output.stderr).unwrap())
}

fn rules(row: &Value) -> Vec<&str> {
    row["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
fn each_row_is_answered_in_its_place() {
    let text =
        |number: usize| if number.is_multiple_of(3) { "Experts say that 40% left." } else { "The ferries lay at the quay." };
    let lines: String = (0..2000).map(|number| json!({ "id": number, "text": text(number) }).to_string() + "\n").collect();
    let (rows, said) = answers(lines.as_bytes());
    assert_eq!((rows.len(), said.as_str()), (2000, ""));
    for (number, row) in rows.iter().enumerate() {
        assert_eq!(row["id"], number);
        let expected: &[&str] = if number.is_multiple_of(3) { &["attribution/vague-figure"] } else { &[] };
        assert_eq!(rules(row), expected);
        assert_eq!(row["policy"], rows[0]["policy"]);
    }
}

#[test]
fn a_bad_row_is_answered_by_what_is_wrong_with_it() {
    let lines = [
        "no json",
        "[1]",
        r#"{"id": "a"}"#,
        r#"{"id": "b", "text": 5}"#,
        r#"{"id": "c", "text": "x", "html": "y"}"#,
        r#"{"id": "d", "text": "x", "path": "../x.md"}"#,
        r#"{"id": "e", "text": "x", "path": "/etc/x.md"}"#,
        "",
        r#"{"id": {"of": [1]}, "text": "Experts say that 40% left.", "more": 1}"#,
        r#"{"id": "f", "text": "a\u0000b"}"#,
        r#"{"id": "g", "html": "<p>Experts say that 40% left.</p>"}"#,
    ];
    let mut bytes = lines.join("\n").into_bytes();
    bytes.extend(b"\n{\"id\": \"\xff\"}\n{\"id\": \"last\", \"text\": \"\"}");
    let (rows, said) = answers(&bytes);
    let why: Vec<&str> = rows.iter().map(|row| row["error"].as_str().or(row["skipped"].as_str()).unwrap_or_default()).collect();
    assert!(why[0].starts_with("is no JSON") && why[10].starts_with("is no JSON"), "{why:?}");
    assert_eq!(why[1], "is no object of JSON");
    assert!(why[2..5].iter().all(|why| why.starts_with("has no `text`")), "{why:?}");
    assert!(why[5..7].iter().all(|why| why.ends_with("leaves the folder")), "{why:?}");
    assert_eq!(why[8], "binary");
    assert_eq!((rows[0]["line"].as_u64(), rows[10]["line"].as_u64(), rows[2]["line"].as_u64()), (Some(1), Some(12), None));
    assert_eq!((&rows[7]["id"], rules(&rows[7]), rules(&rows[9])), (&json!({ "of": [1] }), rules(&rows[9]), rules(&rows[7])));
    assert_eq!((&rows[11]["id"], rows.len()), (&json!("last"), 12));
    assert!(said.contains("8 rows could not be judged"), "{said}");
}

#[test]
fn a_row_is_answered_before_the_next_one_comes() {
    let mut child = start();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for number in 0..3 {
        writeln!(input, "{}", json!({ "id": number, "text": "The ferries lay at the quay." })).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], number);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_found_is_what_check_finds() {
    let text = "# Harbour\n\nSome *2,700* passengers were hurt.\n\nExperts say that “40%” left.\n";
    let (rows, _) = answers(json!({ "path": "harbour.md", "text": text }).to_string().as_bytes());
    let mut check = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    check.args(["check", "-", "--stdin-filename", "harbour.md", "--no-config", "--format", "json"]);
    let mut check = check.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    check.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let report: Value = serde_json::from_slice(&check.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(rows[0]["findings"], report["files"][0]["findings"]);
    assert!(!rules(&rows[0]).is_empty());
}
