//! What `--add-allow` writes takes its finding out, and nothing else of the draft changes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folder;

use folder::{Folder, Run};

const VAGUE: &str = "Experts say that 40% of the crews have left.";
const ALLOW: &str = "copydesk: allow attribution/vague-figure, said on air";

impl Folder {
    /// A folder with a publication in it.
    fn publication(name: &str) -> Self {
        Self::new(name).with("copydesk.toml", "name = \"The Tidewater Post\"\nfail = \"note\"\nfigures.likely = 0.2\n")
    }

    fn check(&self, arguments: &[&str]) -> Run {
        self.run(&[&["check"], arguments].concat())
    }

    /// The draft with permissions in it, after which nothing is told any more.
    fn allowed(&self, path: &str, draft: &str) -> String {
        self.write(path, draft);
        assert_eq!(self.check(&[path]).status, 1, "{draft}");
        let run = self.check(&["--add-allow", "said on air", path]);
        assert_eq!((run.status, run.out.as_str()), (0, ""), "{draft}: {run:?}\n{}", self.read(path));
        self.read(path)
    }
}

#[test]
fn each_format_has_its_own_comment() {
    let folder = Folder::publication("formats");
    let comment = format!("<!-- {ALLOW} -->");
    let line = format!("// {ALLOW}");
    for (path, said) in [("a.md", comment.as_str()), ("a.txt", ALLOW), ("a.adoc", &line)] {
        let draft = format!("The ferry is late.\n\n{VAGUE}\n\nThe quay is old.\n");
        assert_eq!(folder.allowed(path, &draft), draft.replace(VAGUE, &format!("{said}\n{VAGUE}")));
    }
    let mdx = format!("The ferry is late.\n\n{VAGUE}\n");
    assert_eq!(folder.allowed("a.mdx", &mdx), mdx.replace(VAGUE, &format!("{{/* {ALLOW} */}}\n\n{VAGUE}")));
    let html = format!("<h1>Crews</h1>\n<p class=\"x\">{VAGUE}</p>\n<p>The quay is old.</p>\n");
    assert_eq!(folder.allowed("a.html", &html), html.replace(VAGUE, &format!("{VAGUE} {comment}")));
}

#[test]
fn wherever_it_stands_a_permission_covers_it_alone() {
    let folder = Folder::publication("places");
    let comment = format!("<!-- {ALLOW} -->");
    for draft in [
        format!("- The ferry is late.\n- {VAGUE}\n- The quay is old.\n"),
        format!("> The ferry is late.\n>\n> {VAGUE}\n"),
        format!("## {VAGUE}\n\nThe ferry is late.\n"),
        format!("The ferry is late.\n\n**{VAGUE}**\n\nThe quay is old.\n"),
        format!("1. The ferry is late.\n\n   {VAGUE}\n\n2. The quay is old.\n"),
        format!("\u{feff}The ferry is late.\r\n\r\n{VAGUE}\r\n"),
        format!("{VAGUE} It is late.\n\nExperts say that 40% of the cooks have left.\n"),
        VAGUE.to_owned(),
    ] {
        let written = folder.allowed("a.md", &draft);
        let mut rest = written.clone();
        while let Some(start) = rest.find("<!-- copydesk: allow attribution/") {
            let end = start + rest[start..].find("-->").unwrap() + 3;
            rest.replace_range(start..end, "");
        }
        assert!(rest != written && rest.split_whitespace().eq(draft.split_whitespace()), "{written}");
    }
    let html = format!("<ul><li>The ferry is late.</li><li><em>{VAGUE}</em></li></ul>\n");
    assert!(folder.allowed("a.html", &html).contains(&comment));
}

#[test]
fn a_comment_that_is_a_line_covers_what_stands_around_it() {
    let folder = Folder::publication("lines");
    let adoc = format!("// {ALLOW}");
    for (path, draft, expected) in [
        ("a.adoc", format!("= Crews\nAnn Blake\n\n{VAGUE}\n"), format!("= Crews\nAnn Blake\n\n{adoc}\n{VAGUE}\n")),
        ("a.adoc", format!("* One\n* {VAGUE}\n* Two\n"), format!("* One\n* {VAGUE}\n{adoc}\n* Two\n")),
        ("a.adoc", format!("|===\n|One\n|{VAGUE}\n|===\n"), format!("|===\n|One\n{adoc}\n|{VAGUE}\n|===\n")),
        ("a.adoc", format!(".Crews\n{VAGUE}\n"), format!(".Crews\n{VAGUE}\n{adoc}\n")),
        ("a.adoc", format!("a:: b\n{VAGUE}\n"), format!("a:: b\n{VAGUE}\n{adoc}\n")),
        ("a.adoc", format!("Late.\r\n\r\n{VAGUE}\r\n"), format!("Late.\r\n\r\n{adoc}\r\n{VAGUE}\r\n")),
        ("a.rst", format!("Crews\n=====\n\n{VAGUE}\n\nEnd.\n"), format!("Crews\n=====\n\n.. {ALLOW}\n\n{VAGUE}\n\nEnd.\n")),
    ] {
        assert_eq!(folder.allowed(path, &draft), expected);
        // What nothing needs any more goes again, with its line.
        let mended = expected.replace("Experts say that 40% of the crews have left.", "The crews have left.");
        folder.write(path, &mended);
        folder.check(&["--fix", path]);
        assert_eq!(folder.read(path), draft.replace(VAGUE, "The crews have left."), "{mended}");
    }
}

#[test]
fn in_restructuredtext_a_permission_stands_in_its_item_and_cuts_no_list() {
    let folder = Folder::publication("rst");
    for (head, tail) in [
        ("* One\n\n* ", "\n"),
        ("* One\n* ", "\n* Two\n"),
        ("1. One\n2. ", "\n3. Two\n"),
        ("#. One\n#. ", "\n\nAn end.\n"),
        ("* One\n\n  - ", "\n  - Two\n\n* Three\n"),
        ("* One\n\n  ", "\n\n* Two\n"),
        ("Term\n  ", "\n"),
    ] {
        let indent = " ".repeat(head.rsplit('\n').next().unwrap().len());
        let expected = format!("{head}.. {ALLOW}\n\n{indent}{VAGUE}{tail}");
        assert_eq!(folder.allowed("a.rst", &format!("{head}{VAGUE}{tail}")), expected);
    }
}

#[test]
fn the_file_is_not_permitted_for_what_has_no_place_of_its_own() {
    let folder = Folder::publication("narrow");
    let cell = "=====  =====\nA      Experts say that 49% swam.\n=====  =====\n";
    for (path, draft) in
        [("a.adoc", format!("|===\n|A |{VAGUE}\n|===\n\nMore.\n\n{VAGUE}\n")), ("a.rst", format!("{cell}\nMore.\n\n{VAGUE}\n"))]
    {
        folder.write(path, &draft);
        let run = folder.check(&["--add-allow", "said on air", path]);
        assert!(run.err.contains("is left to you") && run.err.contains("wrote 1 permission into 1 file"), "{run:?}");
        let written = folder.read(path);
        assert!(
            !written.contains("allow-file")
                && written.ends_with(&format!(
                    "copydesk: allow attribution/vague-figure, said on air\n{}{VAGUE}\n",
                    if path == "a.rst" { "\n" } else { "" }
                )),
            "{written}"
        );
    }
}

#[test]
fn what_stands_in_front_matter_is_permitted_for_the_file() {
    let folder = Folder::publication("front");
    folder.write("copydesk.toml", "name = \"T\"\nfail = \"note\"\n[[section]]\nfiles = [\"*.md\"]\nkind = \"opinion\"\n");
    let draft = "---\ntitle: On the toll\nauthor: Ben Marsh\n---\n\nThe toll is too high.\n";
    let written = folder.allowed("a.md", draft);
    assert!(written.contains("---\n\n<!-- copydesk: allow-file disclosure/opinion, said on air -->\n\nThe toll"), "{written}");
}

#[test]
fn only_what_is_told_is_permitted() {
    let folder = Folder::publication("told");
    let draft = format!("# Crews\n\n{VAGUE}\n\nStudies show that nobody minds.\n");
    folder.write("a.md", &draft);
    assert_eq!(folder.check(&["--write-baseline"]).status, 0);
    folder.write("a.md", format!("{draft}\nExperts say that 7% of the cooks swim.\n"));
    let run = folder.check(&["--add-allow", "said on air"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.err.contains("wrote 1 permission into 1 file"), "{run:?}");
    assert!(folder.read("a.md").contains("-->\nExperts say that 7%"), "{}", folder.read("a.md"));
    let run = folder.check(&["--no-baseline", "--rule", "attribution/vague-source", "--add-allow", "our own study"]);
    assert_eq!(run.status, 0, "{run:?}");
    let run = folder.check(&["--no-baseline"]);
    assert!(run.out.contains("40%") && run.out.lines().count() == 1, "{run:?}");
    // Nothing left, nothing written.
    let before = folder.read("a.md");
    assert!(folder.check(&["--add-allow", "said on air"]).err.contains("wrote 0 permissions"));
    assert_eq!(folder.read("a.md"), before);
}

#[test]
fn a_reason_stays_in_its_comment() {
    let folder = Folder::publication("reason");
    folder.write("a.md", VAGUE);
    for reason in ["", " ", "a --> b", "a\nb", "<b>", "{x}", "a */ b"] {
        let run = folder.check(&["--add-allow", reason]);
        assert_eq!((run.status, folder.read("a.md").as_str()), (2, VAGUE), "{reason:?}: {run:?}");
    }
    folder.write("copydesk.toml", "nmae = 1\n");
    assert_eq!((folder.check(&["--add-allow", "x"]).status, folder.read("a.md").as_str()), (2, VAGUE));
}

#[test]
fn a_diff_shows_permissions_and_writes_none() {
    let folder = Folder::publication("diff");
    let draft = format!("# Crews\n\n{VAGUE}\n");
    folder.write("a.md", &draft);
    folder.write("b.md", "The ferry was late.\n");
    let run = folder.check(&["--add-allow", "said on air", "--diff"]);
    assert_eq!((run.status, folder.read("a.md").as_str()), (1, draft.as_str()), "{run:?}");
    let lines: Vec<&str> = run.out.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(lines, ["--- a.md", "+++ a.md", &format!("+<!-- {ALLOW} -->")], "{run:?}");
    assert!(run.err.contains("Would permit 1 problem in 1 file"), "{run:?}");
    let run = folder.check(&["--add-allow", "said on air", "--diff", "b.md"]);
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{run:?}");
}

#[test]
fn many_are_permitted_as_each_would_be_by_itself() {
    let folder = Folder::new("many");
    let run = |draft: &str| {
        folder.write("a.md", draft);
        let rules = ["--rule", "attribution/vague-figure", "--rule", "attribution/unsourced-figure"];
        let run = folder.check(&[&rules[..], &["--add-allow", "said on air", "a.md"]].concat());
        assert_eq!((run.status, run.out.as_str()), (0, ""), "{run:?}");
        folder.read("a.md")
    };
    let other = "At least 41 people were injured when the stand collapsed.";
    let parts = [
        VAGUE.to_owned(),
        format!("{other} {VAGUE}"),
        format!("- {VAGUE}\n- The quay is old.\n- {other}\n- {VAGUE} {VAGUE}\n- {other} {VAGUE}"),
        format!("1. The quay is old.\n2. {VAGUE}\n\n   {other}\n\n3. {VAGUE}"),
        format!("| Crews | Boats |\n|---|---|\n| {VAGUE} | {VAGUE} |\n| none | {VAGUE} |"),
        format!("> {VAGUE}\n>\n> {other} {VAGUE}"),
        format!("## {VAGUE}"),
    ];
    let parts = parts.map(|part| format!("The ferry is late.\n\n{part}\n\nThe quay is old."));
    let permitted = parts.each_ref().map(|part| run(part));
    assert!(permitted.iter().zip(&parts).all(|(permitted, part)| permitted.len() > part.len()));
    assert!(permitted.iter().any(|part| part.contains("vague-figure") && part.contains("unsourced-figure")), "{permitted:?}");
    let long = |parts: &[String]| vec![parts.join("\n\n"); 12].join("\n\n");
    assert_eq!(run(&long(&parts)), long(&permitted));
}
