//! `copydesk lsp`, spoken to as editors speak: what is in the margin, and that it is what the command line tells.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "lsp/editor.rs"]
mod editor;
#[path = "lsp/typing.rs"]
mod typing;

use std::process::Command;

use editor::{Editor, Folder, byte, edited, pulling, pushed, short};
use serde_json::{Value, json};

const VAGUE: &str = "Experts say that 40% of the crews have left.\n";
const LATE: &str = "The ferry was late.\n";
const VAGUE_AT: &str = "attribution/vague-figure 0:17-0:20";

fn shorts(findings: &[Value]) -> Vec<String> {
    findings.iter().map(short).collect()
}

fn everywhere() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}})
}

#[test]
fn findings_come_while_it_is_typed_and_go_with_the_file() {
    let folder = Folder::new("push", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", LATE)]);
    let (mut editor, uri) = (Editor::start(&folder, pushed()), folder.uri("a.md"));
    assert!(editor.offers.get("diagnosticProvider").is_none() && editor.offers["positionEncoding"] == "utf-16");
    editor.open(&uri, "markdown", LATE);
    assert_eq!(editor.findings(&uri, 1), Vec::<Value>::new());
    editor.retype(&uri, 2, VAGUE);
    let found = editor.findings(&uri, 2);
    assert_eq!(shorts(&found), [VAGUE_AT]);
    assert_eq!((&found[0]["source"], &found[0]["severity"]), (&json!("copydesk"), &json!(2)));
    assert_eq!(found[0]["message"], "“40%” rests on “Experts say”");
    // Typed away from its middle: one change among two.
    let cut = json!([
        {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 17}}, "text": "We counted "},
        {"range": {"start": {"line": 0, "character": 11}, "end": {"line": 0, "character": 14}}, "text": "forty percent"},
    ]);
    editor.change(&uri, 3, cut);
    assert_eq!(shorts(&editor.findings(&uri, 3)), Vec::<String>::new());
    editor.retype(&uri, 4, VAGUE);
    editor.findings(&uri, 4);
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let gone = |told: &Value| told["params"]["uri"] == uri.as_str() && told["params"]["diagnostics"] == json!([]);
    editor.hears("an empty margin", gone);
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn whoever_asks_for_findings_is_sent_none() {
    let folder = Folder::new("pull", &[("copydesk.toml", "name = \"T\"\n")]);
    let (mut editor, uri) = (Editor::start(&folder, pulling()), folder.uri("a.md"));
    assert_eq!(editor.offers["diagnosticProvider"]["identifier"], "copydesk");
    assert_eq!(editor.offers["positionEncoding"], "utf-8");
    editor.open(&uri, "markdown", VAGUE);
    assert_eq!(shorts(&editor.findings(&uri, 1)), [VAGUE_AT]);
    editor.retype(&uri, 2, LATE);
    assert_eq!(editor.findings(&uri, 2), Vec::<Value>::new());
    std::thread::sleep(std::time::Duration::from_millis(300));
    editor.ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}));
    let sent = editor.told.iter().find(|told| told["method"] == "textDocument/publishDiagnostics");
    assert_eq!(sent, None);
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn places_are_those_of_the_editor_in_either_unit() {
    // Before the figure: a pair of surrogates, an accent of its own, a family of three, and a line that ends in a carriage return.
    let text = "🎈 Un cafe\u{301}.\r👨\u{200d}👩\u{200d}👧 Experts say that 40% of the crews have left.\r\n";
    for (can, bytes) in [(pushed(), false), (pulling(), true)] {
        let folder = Folder::new("units", &[("copydesk.toml", "name = \"T\"\n")]);
        let (mut editor, uri) = (Editor::start(&folder, can), folder.uri("caf\u{e9} 1.md"));
        editor.open(&uri, "markdown", text);
        let found = editor.findings(&uri, 1);
        assert_eq!(found.len(), 1, "{found:?}");
        let at = |end: &str| byte(text, &found[0]["range"][end], bytes);
        assert_eq!(&text[at("start")..at("end")], "40%");
        assert_eq!(found[0]["range"]["start"]["line"], 1);
        // With a mark in the text, all stands where the editor has it.
        let marked = format!("\u{feff}{VAGUE}");
        editor.retype(&uri, 2, &marked);
        let found = editor.findings(&uri, 2);
        let at = |end: &str| byte(&marked, &found[0]["range"][end], bytes);
        assert_eq!(&marked[at("start")..at("end")], "40%");
    }
}

/// A publication with an approved text, and a draft that owes it.
const OWES: [(&str, &str); 2] = [
    (
        "copydesk.toml",
        "name = \"T\"\n\n[texts.affiliate]\ntext = \"We earn a share when you buy through links on this page.\"\n\n\
         [rules]\n\"disclosure/affiliate\" = \"error\"\n\"disclosure/amazon-associates\" = \"off\"\n",
    ),
    (
        "a.md",
        "# Tents\n\nThe tent is light, and [the shop has it](https://www.amazon.com/dp/B000?tag=t-20) for less.\n\n\
         It stood well in the wind 🎈.\n",
    ),
];

/// What `copydesk check --fix` makes of a draft.
fn mended(folder: &Folder, path: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(["check", "--fix", "--quiet", path]).current_dir(&folder.0).output().unwrap();
    std::fs::read_to_string(folder.0.join(path)).unwrap()
}

#[test]
fn a_safe_fix_is_what_the_command_line_writes() {
    for (can, bytes) in [(pushed(), false), (pulling(), true)] {
        let folder = Folder::new("fix", &OWES);
        let (mut editor, uri, text) = (Editor::start(&folder, can), folder.uri("a.md"), OWES[1].1);
        editor.open(&uri, "markdown", text);
        let found = editor.findings(&uri, 1);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0]["code"], "disclosure/affiliate");
        let actions = editor.actions(&uri, &found[0]["range"], &["quickfix"]);
        let mend = actions.iter().find(|action| action["isPreferred"] == true).expect("a mend");
        assert_eq!(mend["title"], "Insert the approved text");
        let edits = |action: &Value| match bytes {
            true => {
                assert_eq!(action["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
                action["edit"]["documentChanges"][0]["edits"].as_array().unwrap().clone()
            }
            false => action["edit"]["changes"][&uri].as_array().unwrap().clone(),
        };
        let own = edited(text, &edits(mend), bytes);
        let all = editor.actions(&uri, &everywhere(), &["source.fixAll"]);
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(edited(text, &edits(&all[0]), bytes), own);
        assert_eq!(own, mended(&folder, "a.md"));
        editor.retype(&uri, 2, &own);
        assert_eq!(shorts(&editor.findings(&uri, 2)), Vec::<String>::new());
        // The place that the finding leads to is where the text is approved.
        editor.retype(&uri, 3, text);
        let at = editor.findings(&uri, 3)[0]["range"]["start"].clone();
        let led = editor.ask("textDocument/definition", json!({"textDocument": {"uri": uri}, "position": at}))["result"].clone();
        let led: Vec<_> = led.as_array().unwrap().iter().map(|place| (&place["uri"], &place["range"]["start"]["line"])).collect();
        assert!(led.contains(&(&json!(folder.uri("copydesk.toml")), &json!(2))), "{led:?}");
    }
}

#[test]
fn a_permission_is_written_with_the_reason_that_is_chosen() {
    let folder = Folder::new("permit", &[("copydesk.toml", "name = \"T\"\n")]);
    let options = json!({"reasons": ["asked at the quay", "other"]});
    let (mut editor, uri) = (Editor::with(&folder, pulling(), options, &[]), folder.uri("a.md"));
    editor.open(&uri, "markdown", VAGUE);
    let range = editor.findings(&uri, 1)[0]["range"].clone();
    let actions = editor.actions(&uri, &range, &[]);
    let permit = actions.iter().find(|action| action["command"]["command"] == "copydesk.permit").expect("a permission");
    let command = permit["command"].clone();
    let run = |editor: &mut Editor, arguments: Value| {
        editor.ask("workspace/executeCommand", json!({"command": "copydesk.permit", "arguments": arguments}))
    };
    // Whoever chooses nothing permits nothing.
    run(&mut editor, command["arguments"].clone());
    let asked = editor.wants("window/showMessageRequest");
    assert_eq!(asked["params"]["actions"], json!([{"title": "asked at the quay"}, {"title": "other"}]));
    editor.choice = Some("asked at the quay".to_owned());
    run(&mut editor, command["arguments"].clone());
    editor.wants("window/showMessageRequest");
    let apply = editor.wants("workspace/applyEdit");
    let edits = apply["params"]["edit"]["documentChanges"][0]["edits"].as_array().unwrap().clone();
    let permitted = edited(VAGUE, &edits, true);
    assert!(permitted.contains("copydesk: allow attribution/vague-figure, asked at the quay"), "{permitted}");
    editor.retype(&uri, 2, &permitted);
    assert_eq!(editor.findings(&uri, 2), Vec::<Value>::new());
    // What is not told any more cannot be permitted; a reason that ends the comment, not either.
    assert!(run(&mut editor, command["arguments"].clone()).get("error").is_none());
    editor.retype(&uri, 3, VAGUE);
    let mut with = command["arguments"].clone();
    with[0]["reason"] = json!("so --> <script>");
    let refused = run(&mut editor, with);
    assert!(refused["error"]["message"].as_str().unwrap().contains("end a comment"), "{refused}");
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn a_configuration_is_judged_as_it_is_typed_and_drafts_by_it() {
    let config = "name = \"T\"\n[rules]\n\"attribution/vague-figure\" = \"error\"\n";
    for can in [pushed(), pulling()] {
        let folder = Folder::new("config", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", VAGUE)]);
        let mut editor = Editor::start(&folder, can);
        let (draft, toml) = (folder.uri("a.md"), folder.uri("copydesk.toml"));
        let pulls = editor.offers.get("diagnosticProvider").is_some();
        let again = |editor: &mut Editor| {
            if pulls {
                editor.wants("workspace/diagnostic/refresh");
            }
            editor.findings(&draft, 1)
        };
        editor.open(&draft, "markdown", VAGUE);
        assert_eq!(editor.findings(&draft, 1)[0]["severity"], 2);
        editor.open(&toml, "toml", "name = \"T\"\n");
        assert_eq!(editor.findings(&toml, 1), Vec::<Value>::new());
        again(&mut editor);
        // Nothing of it is saved.
        editor.retype(&toml, 2, config);
        assert_eq!(editor.findings(&toml, 2), Vec::<Value>::new());
        assert_eq!(again(&mut editor)[0]["severity"], 1);
        editor.retype(&toml, 3, "nmae = \"T\"\n");
        let found = editor.findings(&toml, 3);
        assert_eq!(shorts(&found), ["meta/bad-config 0:0-0:4"]);
        assert_eq!(again(&mut editor)[0]["severity"], 2);
        // Closed unsaved, it is what lies on the disk again.
        editor.retype(&toml, 4, config);
        editor.findings(&toml, 4);
        assert_eq!(again(&mut editor)[0]["severity"], 1);
        editor.tell("textDocument/didClose", json!({"textDocument": {"uri": toml}}));
        assert_eq!(again(&mut editor)[0]["severity"], 2);
        assert_eq!(editor.quit(), Some(0));
    }
}

#[test]
fn a_rule_is_proved_while_it_is_written() {
    let rule = "summary = \"Ships\"\nmessage = \"“{text}” is said of ships\"\nwhy = \"House style.\"\nlevel = \"warning\"\n\n\
                [forbid]\nphrases = [\"her maiden voyage\"]\n\n\
                [[example]]\nbad = \"It was {her maiden voyage}.\"\n[[example]]\ngood = \"It was its first voyage.\"\n\
                [[example]]\ngood = \"A maiden voyage.\"\n";
    let folder = Folder::new("rule", &[("copydesk.toml", "name = \"T\"\n")]);
    let (mut editor, draft, uri) = (Editor::start(&folder, pushed()), folder.uri("a.md"), folder.uri("rules/house/ships.toml"));
    editor.open(&draft, "markdown", "It was her maiden voyage.\n");
    assert_eq!(editor.findings(&draft, 1), Vec::<Value>::new());
    // A file that nobody has saved, in a folder that is not there.
    editor.open(&uri, "toml", rule);
    assert_eq!(editor.findings(&uri, 1), Vec::<Value>::new());
    assert_eq!(shorts(&editor.findings(&draft, 1)), ["house/ships 0:7-0:24"]);
    editor.retype(&uri, 2, &rule.replace("A maiden voyage.", "It was her maiden voyage."));
    assert_eq!(editor.findings(&uri, 2)[0]["code"], "meta/example");
    editor.retype(&uri, 3, &rule.replace("phrases", "phases"));
    let found = editor.findings(&uri, 3);
    assert!(found.iter().any(|finding| finding["code"] == "meta/bad-rule"), "{found:?}");
}

#[test]
fn what_is_saved_elsewhere_is_taken_up() {
    for watches in [false, true] {
        let folder = Folder::new("saved", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", VAGUE)]);
        let mut can = pushed();
        can["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] = json!(watches);
        let (mut editor, uri) = (Editor::start(&folder, can), folder.uri("a.md"));
        if watches {
            let asked = editor.wants("client/registerCapability");
            assert_eq!(asked["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
        }
        editor.open(&uri, "markdown", VAGUE);
        assert_eq!(editor.findings(&uri, 1)[0]["severity"], 2);
        folder.write("copydesk.toml", "name = \"T\"\n[rules]\n\"attribution/vague-figure\" = \"error\"\n");
        if watches {
            editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": folder.uri("copydesk.toml"), "type": 2}]}));
        }
        assert_eq!(editor.findings(&uri, 1)[0]["severity"], 1, "watches: {watches}");
        // One with mistakes that is not open is told of by its own address.
        folder.write("copydesk.toml", "nmae = 1\n");
        if watches {
            editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": folder.uri("copydesk.toml"), "type": 2}]}));
        }
        let toml = folder.uri("copydesk.toml");
        let told = editor.hears("the mistakes", |told| told["params"]["uri"] == toml.as_str());
        assert_eq!(told["params"]["diagnostics"][0]["code"], "meta/bad-config");
        editor.hears("a word of it", |told| told["method"] == "window/showMessage");
    }
}

#[test]
fn whoever_refuses_to_watch_is_watched_for() {
    let folder = Folder::new("refused", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", VAGUE)]);
    let mut can = pushed();
    can["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] = json!(true);
    let mut editor = Editor::spawn(&[], &folder.0);
    editor.refused = Some("client/registerCapability");
    editor.ask("initialize", json!({"processId": null, "rootUri": folder.uri(""), "capabilities": can}));
    editor.tell("initialized", json!({}));
    let uri = folder.uri("a.md");
    editor.open(&uri, "markdown", VAGUE);
    assert_eq!(editor.findings(&uri, 1)[0]["severity"], 2);
    editor.wants("client/registerCapability");
    // What was answered is heard before what is asked next.
    editor.ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}));
    folder.write("copydesk.toml", "name = \"T\"\n[rules]\n\"attribution/vague-figure\" = \"error\"\n");
    assert_eq!(editor.findings(&uri, 1)[0]["severity"], 1);
}

#[test]
fn settings_choose_who_judges() {
    let other = "name = \"O\"\n[rules]\n\"attribution/vague-figure\" = \"note\"\n";
    let folder = Folder::new("settings", &[("copydesk.toml", "name = \"T\"\n"), ("other.toml", other)]);
    let uri = folder.uri("a.md");
    let mut editor = Editor::with(&folder, pushed(), json!({"config": "other.toml"}), &[]);
    editor.open(&uri, "markdown", VAGUE);
    assert_eq!(editor.findings(&uri, 1)[0]["severity"], 3);
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"config": "copydesk.toml"}}}));
    assert_eq!(editor.findings(&uri, 1)[0]["severity"], 2);
    // One that is not there is told of, and the built-in rules judge.
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"profile": "nwes"}}}));
    assert_eq!(editor.findings(&uri, 1)[0]["severity"], 2);
    let told = editor.hears("a word", |told| told["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("did you mean `news`"), "{told}");
    // The command line's paths are seen from where it was typed.
    let mut editor = Editor::spawn(&["--config", "other.toml"], &folder.0);
    editor.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": pushed()}));
    editor.open(&uri, "markdown", VAGUE);
    assert_eq!(editor.findings(&uri, 1)[0]["severity"], 3);
}

#[test]
fn whoever_asks_hears_of_configurations_beside_the_findings() {
    let folder = Folder::new("related", &[("copydesk.toml", "nmae = 1\n")]);
    let (mut editor, uri, toml) = (Editor::start(&folder, pulling()), folder.uri("a.md"), folder.uri("copydesk.toml"));
    editor.open(&uri, "markdown", VAGUE);
    let told = editor.ask("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))["result"].clone();
    assert_eq!(told["relatedDocuments"][&toml]["items"][0]["code"], "meta/bad-config");
    folder.write("copydesk.toml", "name = \"T\"\n");
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": toml, "type": 2}]}));
    editor.wants("workspace/diagnostic/refresh");
    let told = editor.ask("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))["result"].clone();
    assert_eq!(told["relatedDocuments"][&toml]["items"], json!([]));
    assert_eq!(shorts(told["items"].as_array().unwrap()), [VAGUE_AT]);
}

#[test]
fn a_pointer_is_told_why_and_who_stands_behind_a_figure() {
    let folder = Folder::new("hover", &[("copydesk.toml", "name = \"T\"\n")]);
    let (mut editor, uri) = (Editor::start(&folder, pushed()), folder.uri("a.md"));
    editor.open(&uri, "markdown", &format!("{VAGUE}\nThe port authority said 41 boats left.\n"));
    editor.findings(&uri, 1);
    let hover = |editor: &mut Editor, line: u32, character: u32| {
        let place = json!({"line": line, "character": character});
        editor.ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": place}))["result"].clone()
    };
    let told = hover(&mut editor, 0, 18);
    let text = told["contents"]["value"].as_str().unwrap();
    for words in ["rests on “Experts say”", "`attribution/vague-figure`", "Why: ", "What to do: ", "looked for a named source"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let told = hover(&mut editor, 2, 25);
    let text = told["contents"]["value"].as_str().unwrap();
    assert!(text.contains("`41 boats`") || text.contains("`41`"), "{text}");
    assert!(text.contains("somebody stands behind it") && text.contains("port authority"), "{text}");
    assert_eq!(hover(&mut editor, 1, 0), Value::Null);
}

#[test]
fn hints_are_shown_where_they_are_wanted() {
    let folder = Folder::new("hints", &[("copydesk.toml", "name = \"T\"\n")]);
    let text = "The port authority said 41 boats left. Experts say that 40% of the crews have left.\n";
    for wanted in [false, true] {
        let options = if wanted { json!({"hints": true}) } else { json!({}) };
        let (mut editor, uri) = (Editor::with(&folder, pushed(), options, &[]), folder.uri("a.md"));
        editor.open(&uri, "markdown", text);
        let hints = editor.ask("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": everywhere()}));
        let labels: Vec<_> = hints["result"].as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap()).collect();
        match wanted {
            false => assert_eq!(labels, Vec::<&str>::new()),
            true => assert!(labels.len() == 2 && labels[0].contains("port authority") && labels[1].ends_with('?'), "{labels:?}"),
        }
    }
}

#[test]
fn the_source_sheet_is_answered_and_shown() {
    let folder = Folder::new("sheet", &[("copydesk.toml", "name = \"T\"\n")]);
    let (mut editor, uri) = (Editor::start(&folder, pulling()), folder.uri("a.md"));
    editor.open(&uri, "markdown", VAGUE);
    let actions = editor.actions(&uri, &everywhere(), &["source"]);
    let command = actions.iter().map(|action| &action["command"]).find(|command| command["command"] == "copydesk.sheet");
    let arguments = command.expect("the sheet")["arguments"].clone();
    let sheet = editor.ask("workspace/executeCommand", json!({"command": "copydesk.sheet", "arguments": arguments}));
    assert!(sheet["result"].as_str().unwrap().starts_with("a.md:1:18: vague"), "{sheet}");
    let shown = editor.wants("window/showDocument");
    let path = shown["params"]["uri"].as_str().unwrap().strip_prefix("file://").unwrap().to_owned();
    assert_eq!(std::fs::read_to_string(path).unwrap(), sheet["result"].as_str().unwrap());
}

#[test]
fn files_without_a_publication_or_a_place_are_judged_as_the_command_line_does() {
    let folder = Folder::new(
        "folders",
        &[
            ("north/copydesk.toml", "name = \"N\"\n[rules]\n\"attribution/*\" = \"off\"\n"),
            ("south/copydesk.toml", "name = \"S\"\nignore = [\"old/**\"]\n"),
            (".copydeskignore", "skipped.md\n"),
        ],
    );
    let mut editor = Editor::start(&folder, pushed());
    let one = |editor: &mut Editor, uri: &str, language: &str| {
        editor.open(uri, language, VAGUE);
        editor.findings(uri, 1).len()
    };
    assert_eq!(one(&mut editor, &folder.uri("north/a.md"), "markdown"), 0, "the rule is off there");
    assert_eq!(one(&mut editor, &folder.uri("south/a.md"), "markdown"), 1);
    assert_eq!(one(&mut editor, &folder.uri("south/old/a.md"), "markdown"), 0, "it is ignored");
    assert_eq!(one(&mut editor, &folder.uri("skipped.md"), "markdown"), 0, "it is ignored by the file for that");
    assert_eq!(one(&mut editor, "untitled:Untitled-1", "markdown"), 1);
    assert_eq!(one(&mut editor, "untitled:Untitled-2", "plaintext"), 1);
    assert_eq!(one(&mut editor, "untitled:Untitled-3", "python"), 0);
    assert_eq!(one(&mut editor, &folder.uri("main.py"), "python"), 0);
    assert_eq!(one(&mut editor, "file:///nowhere/at/all.md", "markdown"), 1, "by the profile `standard`");
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn what_a_baseline_knows_is_not_told_again() {
    let folder = Folder::new("baseline", &[("copydesk.toml", "name = \"T\"\n"), ("a.md", VAGUE)]);
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(&folder.0).output().unwrap()
    };
    run(&["check", "--write-baseline", "a.md"]);
    let uri = folder.uri("a.md");
    for (known, count) in [(true, 0), (false, 1)] {
        let mut editor = Editor::with(&folder, pushed(), json!({"baseline": known}), &[]);
        editor.open(&uri, "markdown", VAGUE);
        assert_eq!(editor.findings(&uri, 1).len(), count);
    }
    // One that cannot be read is told of, and keeps nothing back.
    folder.write("copydesk-baseline.txt", "nonsense\n");
    let mut editor = Editor::start(&folder, pushed());
    editor.open(&uri, "markdown", VAGUE);
    assert_eq!(editor.findings(&uri, 1).len(), 1);
    let told = editor.hears("a word", |told| told["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("copydesk-baseline.txt"), "{told}");
}

const PASSAGE: &str = "The harbour master keeps the old log in a tin box under the stairs, and nobody has asked to read it since the \
                       winter that the pier went down with all the nets still drying on it.\n";

/// A publication that compares its drafts, with so many that have a passage.
fn that_compares(name: &str, drafts: usize) -> Folder {
    let config = "name = \"T\"\n[rules]\n\"boilerplate/across-articles\" = \"warning\"\n";
    let folder = Folder::new(name, &[("copydesk.toml", config)]);
    let text = |number| format!("# Day {number}\n\n{PASSAGE}\n");
    (1..=drafts).for_each(|number| folder.write(&format!("old/{number}.md"), &text(number)));
    folder
}

#[test]
fn a_draft_is_held_against_an_index_and_that_is_said() {
    let folder = that_compares("index", 6);
    let built =
        Command::new(env!("CARGO_BIN_EXE_copydesk")).args(["index", "build", "shelf", "old"]).current_dir(&folder.0).output();
    assert!(built.as_ref().unwrap().status.success(), "{built:?}");
    let (mut editor, uri) = (Editor::with(&folder, pushed(), json!({"against": "shelf"}), &[]), folder.uri("new.md"));
    editor.open(&uri, "markdown", &format!("# Today\n\n{PASSAGE}"));
    let found = editor.findings(&uri, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["source"], "copydesk, by its index");
    let led =
        editor.ask("textDocument/definition", json!({"textDocument": {"uri": uri}, "position": {"line": 2, "character": 3}}));
    let led = led["result"].as_array().unwrap();
    assert!(led.iter().any(|place| place["uri"] == folder.uri("old/1.md") && place["range"]["start"]["line"] == 2), "{led:?}");
    // Without one that is whole, the others are still judged, and it is said.
    let mut editor = Editor::with(&folder, pushed(), json!({"against": "nowhere"}), &[]);
    editor.open(&uri, "markdown", VAGUE);
    assert_eq!(editor.findings(&uri, 1).len(), 1);
    editor.hears("a word", |told| told["method"] == "window/showMessage");
}

#[test]
fn a_draft_is_held_against_its_publication_as_it_was_saved() {
    let folder = that_compares("saved-ones", 3);
    let (uri, text) = (folder.uri("new.md"), format!("# Today\n\n{PASSAGE}"));
    let mut editor = Editor::start(&folder, pushed());
    editor.open(&uri, "markdown", &text);
    let among = |count: usize| {
        let uri = uri.clone();
        move |told: &Value| {
            told["params"]["uri"] == uri.as_str()
                && told["params"]["diagnostics"].as_array().is_some_and(|all| all.len() == count)
        }
    };
    let told = editor.hears("the passage", among(1));
    let found = &told["params"]["diagnostics"][0];
    assert_eq!(
        (&found["code"], &found["source"]),
        (&json!("boilerplate/across-articles"), &json!("copydesk, by drafts as saved"))
    );
    assert!(found["message"].as_str().unwrap().ends_with("words stand in 4 files"), "{found}");
    let place = json!({"textDocument": {"uri": uri}, "position": {"line": 2, "character": 3}});
    let hover = editor.ask("textDocument/hover", place.clone())["result"]["contents"]["value"].clone();
    assert!(hover.as_str().unwrap().contains("as they were saved last"), "{hover}");
    let led = editor.ask("textDocument/definition", place)["result"].clone();
    assert!(led.as_array().unwrap().iter().any(|place| place["uri"] == folder.uri("old/1.md")), "{led}");
    // Typed away, and typed again.
    editor.retype(&uri, 2, "# Today\n");
    assert_eq!(editor.findings(&uri, 2), Vec::<Value>::new());
    editor.retype(&uri, 3, &text);
    assert_eq!(editor.findings(&uri, 3).len(), 1);
    // Saved in this editor; changed by somebody else; gone.
    let other = folder.uri("old/1.md");
    folder.write("old/1.md", "# Day 1\n");
    editor.open(&other, "markdown", "# Day 1\n");
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": other}}));
    editor.hears("one less", |told| {
        told["params"]["diagnostics"][0]["message"].as_str().is_some_and(|told| told.ends_with("3 files"))
    });
    editor.told.clear();
    folder.write("old/2.md", "# Day 2\n");
    std::fs::remove_file(folder.0.join("old/3.md")).unwrap();
    let changed = ["old/2.md", "old/3.md"].map(|path| json!({"uri": folder.uri(path), "type": 2}));
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": changed}));
    editor.hears("none", among(0));
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn nothing_is_looked_through_where_that_is_not_wanted() {
    let folder = that_compares("unwanted", 3);
    let (uri, text) = (folder.uri("new.md"), format!("# Today\n\n{PASSAGE}"));
    let mut editor = Editor::with(&folder, pulling(), json!({"across": false}), &[]);
    editor.open(&uri, "markdown", &text);
    assert_eq!(editor.findings(&uri, 1), Vec::<Value>::new());
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"across": true}}}));
    // Whoever asks is told to ask again: at once, and when all were looked through.
    editor.wants("workspace/diagnostic/refresh");
    editor.wants("workspace/diagnostic/refresh");
    assert_eq!(editor.findings(&uri, 1).len(), 1);
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"across": false}}}));
    assert_eq!(editor.findings(&uri, 1), Vec::<Value>::new());
    // A folder without a publication is nobody's to look through.
    let folder = Folder::new("nobody", &[("a.md", &text), ("b.md", &text)]);
    let mut editor = Editor::start(&folder, pushed());
    editor.open(&folder.uri("a.md"), "markdown", &text);
    assert_eq!(editor.findings(&folder.uri("a.md"), 1), Vec::<Value>::new());
}

#[test]
fn a_request_that_is_not_wanted_any_more_ends_at_once() {
    let folder = Folder::new("cancel", &[("copydesk.toml", "name = \"T\"\n")]);
    let (mut editor, uri) = (Editor::start(&folder, pulling()), folder.uri("a.md"));
    editor.open(&uri, "markdown", &VAGUE.repeat(2000));
    let ask = json!({"textDocument": {"uri": uri}});
    let first = editor.begin("textDocument/diagnostic", ask.clone());
    let second = editor.begin("textDocument/diagnostic", ask.clone());
    editor.tell("$/cancelRequest", json!({"id": second}));
    editor.tell("$/cancelRequest", json!({"id": first}));
    editor.tell("$/cancelRequest", json!({"id": 4711}));
    assert_eq!(editor.end(second)["error"]["code"], -32800);
    assert_eq!(editor.end(first)["error"]["code"], -32800);
    // Nothing more comes of them, and the loop goes on.
    editor.retype(&uri, 2, VAGUE);
    assert_eq!(editor.findings(&uri, 2).len(), 1);
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn what_is_not_understood_ends_nothing() {
    let folder = Folder::new("odd", &[("copydesk.toml", "name = \"T\"\n")]);
    let (mut editor, uri) = (Editor::start(&folder, pushed()), folder.uri("a.md"));
    assert_eq!(editor.ask("textDocument/rename", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.ask("textDocument/hover", json!({"position": "here"}))["error"]["code"], -32602);
    assert_eq!(editor.ask("workspace/executeCommand", json!({"command": "rm"}))["error"]["code"], -32602);
    let nowhere = json!({"textDocument": {"uri": "file:///not/open.md"}, "position": {"line": 7, "character": 7}});
    assert_eq!(editor.ask("textDocument/hover", nowhere)["result"], Value::Null);
    editor.tell("textDocument/didOpen", json!({"textDocument": 7}));
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": "file:///not/open.md"}}));
    editor.retype("file:///not/open.md", 3, "x");
    editor.tell("$/someThing", json!(null));
    editor.tell("workspace/didChangeConfiguration", json!({"settings": null}));
    editor.open(&uri, "markdown", VAGUE);
    let far = json!([{"range": {"start": {"line": 4_000_000_000_u32, "character": 1}, "end": {"line": 0, "character": 0}}, "text": ""}]);
    editor.change(&uri, 0, far);
    assert_eq!(shorts(&editor.findings(&uri, 0)), [VAGUE_AT]);
    editor.tell("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"strickt": true}}}));
    let told = editor.hears("a word", |told| told["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("`strickt`"), "{told}");
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn the_exit_status_says_how_it_ended() {
    let folder = Folder::new("exit", &[]);
    assert_eq!(Editor::start(&folder, pushed()).vanish(), Some(1));
    // What comes behind a shutdown is refused, and ends nothing.
    let mut editor = Editor::start(&folder, pushed());
    assert!(editor.ask("shutdown", Value::Null).get("error").is_none());
    editor.tell("$/setTrace", json!({"value": "off"}));
    assert_eq!(editor.ask("shutdown", Value::Null)["error"]["code"], -32600);
    assert_eq!(editor.vanish(), Some(0));
    assert_eq!(Editor::spawn(&[], &folder.0).vanish(), Some(2));
    let mut editor = Editor::start(&folder, pushed());
    editor.raw(b"Content-Length: 5\r\n\r\n{\"a\":");
    assert_eq!(editor.vanish(), Some(2));
    let mut editor = Editor::start(&folder, pushed());
    editor.raw(b"hello\r\n\r\n");
    assert_eq!(editor.vanish(), Some(2));
}

#[test]
fn a_length_that_is_announced_is_not_believed() {
    let folder = Folder::new("length", &[]);
    for announced in ["99999999999999", "18446744073709551615", "-1", "200000000"] {
        let header = format!("Content-Length: {announced}\r\n\r\n{{}}");
        // Before anything was said, and in a session.
        let mut editor = Editor::spawn(&[], &folder.0);
        editor.raw(header.as_bytes());
        assert_eq!(editor.vanish(), Some(2), "{announced}");
        let mut editor = Editor::start(&folder, pushed());
        editor.raw(header.as_bytes());
        assert_eq!(editor.vanish(), Some(2), "{announced}");
    }
    // One that is too long ends the server at once: it waits for no more of it.
    let mut editor = Editor::start(&folder, pushed());
    editor.raw(b"Content-Length: 99999999999999\r\n\r\n");
    assert_eq!(editor.ends(), Some(2));
    let mut editor = Editor::start(&folder, pushed());
    editor.raw(&[b'x'; 9000]);
    assert_eq!(editor.ends(), Some(2));
}
