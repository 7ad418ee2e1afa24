//! Rows of JSON in and out: in order, each by itself, and none of them ends the run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use copydesk::app::rows::Desk;
use copydesk::rows::Wanted;
use serde_json::{Value, json};

fn start(options: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(["stream", "--no-config"]).args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("copydesk starts")
}

/// What is answered to these lines, and what is said on standard error.
fn answers(lines: &[u8]) -> (Vec<Value>, String) {
    answers_with(&[], lines)
}

fn answers_with(options: &[&str], lines: &[u8]) -> (Vec<Value>, String) {
    let mut child = start(options);
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
        r#"{"id": "h", "text": "x", "front_matter": "title: x"}"#,
        r#"{"id": "i", "text": "---\ntitle: x\n---\ny", "front_matter": {"title": "x"}}"#,
    ];
    let mut bytes = lines.join("\n").into_bytes();
    bytes.extend(b"\n{\"id\": \"\xff\"}\n{\"id\": \"last\", \"text\": \"\"}");
    let (rows, said) = answers(&bytes);
    let why: Vec<&str> = rows.iter().map(|row| row["error"].as_str().or(row["skipped"].as_str()).unwrap_or_default()).collect();
    assert!(why[0].starts_with("is no JSON") && why[12].starts_with("is no JSON"), "{why:?}");
    assert!(why[10].ends_with("is no object") && why[11].ends_with("at the head of its text as well"), "{why:?}");
    assert_eq!(why[1], "is no object of JSON");
    assert!(why[2..5].iter().all(|why| why.starts_with("has no `text`")), "{why:?}");
    assert!(why[5..7].iter().all(|why| why.ends_with("leaves the folder")), "{why:?}");
    assert_eq!(why[8], "binary");
    assert_eq!((rows[0]["line"].as_u64(), rows[12]["line"].as_u64(), rows[2]["line"].as_u64()), (Some(1), Some(14), None));
    assert_eq!((&rows[7]["id"], rules(&rows[7]), rules(&rows[9])), (&json!({ "of": [1] }), rules(&rows[9]), rules(&rows[7])));
    assert_eq!((&rows[13]["id"], rows.len()), (&json!("last"), 14));
    assert!(said.contains("10 rows could not be judged"), "{said}");
}

#[test]
fn an_id_stays_as_it_was_written() {
    let ids = ["18446744073709551616", "0.1000000000000000055511151231257827", "1.10", "-0", "7", r#""a""#, r#"{"of":[1.50]}"#];
    let lines: String = ids.iter().map(|id| format!("{{\"id\":{id},\"text\":\"a\"}}\n")).collect();
    let mut child = start(&[]);
    child.stdin.take().unwrap().write_all(format!("\u{feff}{lines}").as_bytes()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let heads: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id},\"findings\":[]")).collect();
    assert!(
        output.lines().count() == ids.len() && output.lines().zip(&heads).all(|(line, head)| line.starts_with(head)),
        "{output}"
    );
}

#[test]
fn a_row_that_names_a_configuration_is_told() {
    let (rows, _) = answers(br#"{"id": 1, "text": "Experts say that 40% left.", "path": "x.toml"}"#);
    assert_eq!(rows[0]["error"], "has a `path` that ends in `.toml`: that is configuration, and no draft");
}

#[test]
fn a_row_is_answered_before_the_next_one_comes() {
    let mut child = start(&[]);
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

#[test]
fn front_matter_in_a_field_is_judged_as_before_the_text() {
    let body = "# Quay\n\nSome 2,700 passengers were hurt. The ferries stayed at the quay for most of the winter.\n";
    let front = "---\nsponsor: Quay Bank\ntitle: “Twelve” & more\ntags: [ice, fog]\n---\n";
    let fields = json!({ "sponsor": "Quay Bank", "title": "“Twelve” & more", "tags": ["ice", null, "fog"], "kind": null });
    for (name, mark) in [("a.md", ""), ("a.txt", ""), ("a.html", ""), ("a.mdx", "\u{feff}")] {
        let apart = json!({ "path": name, "text": format!("{mark}{body}"), "front_matter": fields });
        let whole = json!({ "path": name, "text": format!("{mark}{front}{body}") });
        let (rows, said) = answers(format!("{apart}\n{whole}\n").as_bytes());
        assert_eq!(said, "");
        assert_eq!(rules(&rows[0]), rules(&rows[1]), "{name}");
        assert_eq!(rules(&rows[0]), ["disclosure/sponsored", "attribution/unsourced-figure"], "{name}");
        let finding = |row: usize, number: usize| &rows[row]["findings"][number];
        assert_eq!((&finding(0, 0)["field"], &finding(0, 0)["span"]), (&json!("sponsor"), &Value::Null));
        assert_eq!(finding(0, 0)["text"], "Quay Bank");
        let figure = finding(0, 1);
        let at = |end: &str| figure["span"][end].as_u64().unwrap() as usize;
        assert_eq!(&format!("{mark}{body}")[at("start")..at("end")], figure["text"].as_str().unwrap());
        assert_eq!(figure["start"]["line"], 3);
        assert_eq!(figure["start"]["column"], finding(1, 1)["start"]["column"]);
        assert_eq!(figure["fingerprint"], finding(1, 1)["fingerprint"]);
    }
}

/// All that JSON can say in a key or a value is front matter that can be read.
#[test]
fn any_front_matter_can_be_read() {
    let strange: String = ('\0'..='\u{2fff}').chain(['\u{feff}', '\u{fffe}', '\u{10ffff}', '🚢']).collect();
    let row = json!({ "text": "Quiet.", "front_matter": { "copydesk.allow": "attribution/vague-figure, x", "a: b # c": strange, (strange.clone()): [[], {}, "", 1.5, true, "\n---\n"] } });
    let (rows, said) = answers(row.to_string().as_bytes());
    assert_eq!(said, "");
    let of = |finding: &Value| format!("{} {}", finding["rule"], finding["message"]);
    let told: Vec<String> = rows[0]["findings"].as_array().unwrap().iter().map(of).collect();
    assert!(told.iter().all(|told| told.contains("unused-permission")), "{told:?}");
}

#[test]
fn prints_find_the_rows_that_share_a_passage() {
    let passage = "The harbour froze in January, and nobody sailed until the ice broke in the middle of March.";
    let edited = passage.replace("nobody", "not a boat").replace("middle", "very middle");
    let rows = [
        json!({ "id": 0, "text": format!("A short one.\n\n{passage}\n") }),
        json!({ "id": 1, "text": format!("\u{feff}*{passage}*\n"), "front_matter": { "date": "2024-02-03" } }),
        json!({ "id": 2, "text": format!("{edited}\n") }),
        json!({ "id": 3, "text": "The ferries came back first, loaded to the rail with coal, flour and the mail of a whole winter." }),
    ];
    let lines: String = rows.iter().map(|row| row.to_string() + "\n").collect();
    let (told, _) = answers_with(&["--prints"], lines.as_bytes());
    let of = |row: usize| {
        let prints = told[row]["prints"].as_array().unwrap();
        assert_eq!((prints.len(), &prints[0]["rule"]), (1, &json!("boilerplate/across-articles")));
        assert_eq!(prints[0]["passages"].as_array().unwrap().len(), 1);
        (&prints[0], &prints[0]["passages"][0])
    };
    for (row, written) in rows.iter().enumerate() {
        let at = |end: &str| of(row).1["span"][end].as_u64().unwrap() as usize;
        let slice = &written["text"].as_str().unwrap()[at("start")..at("end")];
        assert!(slice.starts_with("The ") && slice.ends_with('.'), "{slice}");
    }
    assert_eq!((&of(1).0["date"], &of(0).0["date"]), (&json!(20_240_203), &Value::Null));
    assert_eq!(of(0).1["key"], of(1).1["key"]);
    assert_ne!(of(0).1["key"], of(2).1["key"]);
    let shares = |a: usize, b: usize| {
        let (a, b) = (of(a).1["shingles"].as_array().unwrap(), of(b).1["shingles"].as_array().unwrap());
        a.iter().any(|shingle| b.contains(shingle))
    };
    assert!(shares(0, 2) && !shares(0, 3));
    let words = |row: usize| of(row).1["words"].as_str().unwrap();
    let likeness =
        |a: usize, b: usize| -> Value { serde_json::from_str(&copydesk::rows::compared(words(a), words(b)).unwrap()).unwrap() };
    assert_eq!(likeness(0, 1), json!({ "likeness": 1.0, "slots": false, "run": 17 }));
    let near = likeness(0, 2)["likeness"].as_f64().unwrap();
    assert!((0.8..0.95).contains(&near), "{near}");
    assert!(likeness(0, 3)["likeness"].as_f64().unwrap() < 0.7);
    assert!(copydesk::rows::compared("12", "").is_err() && copydesk::rows::compared("wxyz", "").is_err());
    let (plain, _) = answers(lines.as_bytes());
    for (plain, told) in plain.iter().zip(&told) {
        assert_eq!((&plain["findings"], &plain["prints"]), (&told["findings"], &Value::Null));
        assert_ne!(plain["policy"], told["policy"]);
    }
}

/// Whether leave is needed where drafts are compared, one draft by itself does not show.
#[test]
fn leave_for_what_rows_may_share_is_not_called_needless() {
    let config = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stream-leave.toml");
    std::fs::write(&config, "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n").unwrap();
    let text = |rule: &str| format!("<!-- copydesk: allow-file {rule}, agreed -->\n\nThe ferries lay at the quay.\n");
    let rows =
        ["boilerplate/across-articles", "boilerplate/*", "attribution/vague-figure"].map(|rule| json!({ "text": text(rule) }));
    let mut desk = Desk::new(Some(&config), None, Wanted { findings: true, prints: false }).unwrap();
    let lines = rows.iter().enumerate().map(|(number, row)| (number + 1, Ok(row.to_string().into_bytes()))).collect();
    let told = desk.answer(lines).unwrap().into_iter().map(|(line, _)| serde_json::from_str::<Value>(&line).unwrap());
    let told: Vec<Value> = told.collect();
    assert_eq!(told.iter().map(rules).collect::<Vec<_>>(), [vec![], vec![], vec!["meta/unused-permission"]]);
}

/// Rows that share passages, joined elsewhere, are told as `check` tells of the whole archive.
#[test]
fn joined_rows_are_told_as_the_archive_would_be() {
    let config = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stream-joined.toml");
    std::fs::write(&config, "[rules]\n\"boilerplate/across-articles\" = \"warning\"\n").unwrap();
    let passage = "The harbour froze in January, and nobody sailed until the ice broke in the middle of March.";
    let edited = passage.replace("nobody", "not a boat");
    let other = "The ferries came back first, loaded to the rail with coal, flour and the mail of a whole winter.";
    let rows = [
        json!({ "path": "b.md", "text": format!("{passage}\n\nExperts say that 40% left.\n") }),
        json!({ "path": "a.md", "text": format!("# Ice\n\n{edited}\n\n{other}\n"), "front_matter": { "date": "2024-01-01" } }),
        json!({ "path": "c.md", "text": format!("{passage}\n\n{other}\n") }),
        json!({ "path": "c.md", "text": "Again." }),
        json!({ "text": 5 }),
    ];
    let lines =
        || rows.iter().enumerate().map(|(number, row)| (number + 1, Ok(row.to_string().into_bytes()))).collect::<Vec<_>>();
    let read = |line: &String| serde_json::from_str::<Value>(line).unwrap();
    let mut printer = Desk::new(Some(&config), None, Wanted { findings: false, prints: true }).unwrap();
    let printed = printer.answer(lines()).unwrap();
    let key = |row: usize, number: usize| read(&printed[row].0)["prints"][0]["passages"][number]["key"].clone();
    let (plain, changed, second) = (key(0, 0), key(1, 0), key(1, 1));
    let joined = |keys: &[&Value], pairs: Value| {
        let rule = json!({ "publication": "", "rule": "boilerplate/across-articles", "drafts": 3, "pairs": pairs });
        json!({ "keys": keys, "rules": [rule] }).to_string()
    };
    let mut desk = Desk::new(Some(&config), None, Wanted { findings: true, prints: false }).unwrap();
    let mut told = |joined: String| -> Vec<Value> { desk.across(lines(), &joined).unwrap().iter().map(read).collect() };
    let all = told(joined(&[&plain, &changed, &second], json!([[plain, changed]])));
    assert_eq!(all.iter().map(|row| row["findings"].as_array().map_or(9, Vec::len)).collect::<Vec<_>>(), [1, 1, 0, 9, 9]);
    assert!(all[3]["error"].as_str().unwrap().contains("path of another row"));
    let finding = &all[0]["findings"][0];
    assert_eq!((&finding["text"], &finding["related"][0]["path"]), (&json!(passage), &json!("a.md")));
    // In a.md the text begins behind its front matter, which is not of the text.
    assert_eq!((&finding["related"][0]["span"]["start"], &finding["related"][0]["start"]["line"]), (&json!(7), &json!(3)));
    // What is not joined is not told, and what was not paired is not alike.
    let apart = told(joined(&[&plain, &changed], json!([])));
    assert!(apart[0]["findings"][0]["label"].as_str().unwrap().ends_with("in 2 files"), "{}", apart[0]);
    assert_eq!(apart[1]["findings"], json!([]));
    assert!(desk.across(lines(), "{}").is_err());
}
