//! What the Markdown reader makes of each construct.

use super::*;
use crate::text::{Block, Hidden, Kind, LinkSort, MarkSort, Reach, Role};

fn read_as(format: Format, text: &str) -> Document {
    read(Source::new("draft", format, text))
}

fn markdown(text: &str) -> Document {
    read_as(Format::Markdown, text)
}

/// Kind, group, level and text of each block of the body.
fn body(document: &Document) -> Vec<(Kind, u32, u32, &str)> {
    let body = document.blocks.iter().filter(|block| block.role == Role::Body);
    body.map(|block| (block.kind, block.group, block.level, block.text.as_str())).collect()
}

fn place<'a>(document: &'a Document, block: &Block, words: &str) -> &'a str {
    let at = block.text.find(words).unwrap();
    document.source.slice(block.span(at..at + words.len()))
}

#[test]
fn places_lead_back_through_markup() {
    let document = markdown("It rose 5\\% at A&amp;T,\n*by **a lot***, `so` [they\nsay](http://a.b \"t\").");
    let block = &document.blocks[0];
    assert_eq!(block.text, "It rose 5% at A&T, by a lot, so they say.");
    assert_eq!(place(&document, block, "5%"), "5\\%");
    assert_eq!(place(&document, block, "A&T"), "A&amp;T");
    assert_eq!(place(&document, block, "by a lot, so"), "by **a lot***, `so");
    assert_eq!((block.links[0].at.clone(), block.links[0].target.as_str()), (32..40, "http://a.b"));
    let marks: Vec<_> = block.marks.iter().map(|mark| (mark.sort, &block.text[mark.at.clone()])).collect();
    assert_eq!(marks, [(MarkSort::Emphasis, "by a lot"), (MarkSort::Strong, "a lot"), (MarkSort::Code, "so")]);
}

#[test]
fn lists_quotations_tables_and_notes_are_blocks() {
    let document =
        markdown("- a\n- b\n\n  c\n  1. d\n\n> e\n>\n> - f\n\n|g|h|\n|-|-|\n|i|j|\n\nk[^n]\n\n[^n]: l\n\n> [!TIP]\n> m\n");
    let expected = [
        (Kind::Item, 1, 1, "a"),
        (Kind::Item, 1, 1, "b"),
        (Kind::Item, 1, 1, "c"),
        (Kind::Item, 2, 2, "d"),
        (Kind::Quote, 3, 0, "e"),
        (Kind::Quote, 3, 1, "f"),
        (Kind::Cell, 5, 0, "g"),
        (Kind::Cell, 5, 0, "h"),
        (Kind::Cell, 5, 1, "i"),
        (Kind::Cell, 5, 1, "j"),
        (Kind::Paragraph, 0, 0, "k"),
        (Kind::Note, 0, 0, "l"),
        (Kind::Paragraph, 0, 0, "m"),
    ];
    assert_eq!(body(&document), expected);
    let links: Vec<_> = document.blocks.iter().flat_map(|block| &block.links).collect();
    assert!(links.iter().all(|link| link.sort == LinkSort::Footnote && link.target == "n" && link.at.is_empty()));
    assert_eq!(links.iter().map(|link| document.source.slice(link.span)).collect::<Vec<_>>(), ["[^n]", "[^n]:"]);
}

#[test]
fn bullets_without_a_list_are_items() {
    let document = markdown("We found:\n• *one\nline*\n• two\n– three\n\nHe said\n– as ever – no.");
    let expected = [
        (Kind::Paragraph, 0, 0, "We found:"),
        (Kind::Item, 1, 1, "one line"),
        (Kind::Item, 1, 1, "two"),
        (Kind::Item, 1, 1, "three"),
        (Kind::Paragraph, 0, 0, "He said – as ever – no."),
    ];
    assert_eq!(body(&document), expected);
}

#[test]
fn what_a_site_puts_in_is_no_prose() {
    let text = "{{< fig src=\"a\" caption=\"5%\" >}} A {{ page.x }} b.\n\n`{{< not >}}` [c]({{< ref \"d\" >}})\n\n{{< highlight go >}}\nx\n{{< /highlight >}}\n\n{% include a.html\n\n  b=1 %}\n";
    let document = markdown(text);
    assert_eq!(body(&document).iter().map(|block| block.3).collect::<Vec<_>>(), ["A b.", "{{< not >}} c"]);
    assert_eq!(document.blocks[1].links[0].target, "{{< ref \"d\" >}}");
    let embeds: Vec<_> = document.embeds.iter().map(|embed| (embed.name.as_str(), embed.args.as_str(), embed.block)).collect();
    let expected = [
        ("fig", "src=\"a\" caption=\"5%\"", 0),
        ("page.x", "", 0),
        ("ref", "\"d\"", 1),
        ("highlight", "go", 2),
        ("include", "a.html\n\n  b=1", 2),
    ];
    assert_eq!(embeds, expected);
}

#[test]
fn comments_permit() {
    let document = markdown(
        "A <!-- copydesk: allow a/b, c --> d.\n\n{% comment %} copydesk: allow-file e/f {% endcomment %}\n\n{{/* g */}}\n",
    );
    let allows: Vec<_> = document.allows.iter().map(|allow| (allow.rule.as_str(), allow.reach)).collect();
    assert_eq!(allows, [("a/b", Reach::Block(0)), ("e/f", Reach::File)]);
    let hidden = document.blocks.iter().find(|block| block.role == Role::Hidden(Hidden::Comment)).unwrap();
    assert_eq!((hidden.text.as_str(), document.source.slice(hidden.whole())), ("g", "g"));
}

#[test]
fn pictures_and_inline_tags() {
    let document = markdown("x ![an *alt*](p.png) <a href=\"/q\">y</a><br>z<sup>2</sup>");
    assert_eq!(document.blocks[0].text, "x y z2");
    let links: Vec<_> = document.blocks[0].links.iter().map(|link| (link.sort, link.target.as_str(), link.at.clone())).collect();
    assert_eq!(links, [(LinkSort::Image, "p.png", 2..2), (LinkSort::Page, "/q", 2..3)]);
    assert_eq!((document.blocks[1].role, document.blocks[1].text.as_str()), (Role::Hidden(Hidden::Alt), "an alt"));
}

#[test]
fn mdx_is_masked() {
    let text = "import A from './a'\n\nexport const b = {\n\n}\n\n<Note kind={{a: '}'}}>\n**c** {d.e} f\n</Note>\n\n{/* copydesk: allow g/h */}\n\n`{i}` {'";
    let document = read_as(Format::Mdx, text);
    assert_eq!(body(&document).iter().map(|block| block.3).collect::<Vec<_>>(), ["c f", "{i} {'"]);
    assert_eq!(document.embeds.iter().map(|embed| embed.name.as_str()).collect::<Vec<_>>(), ["import", "export", "Note", "d.e"]);
    assert_eq!(document.allows[0].reach, Reach::Block(1));
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn a_fence_that_nothing_closes_is_told() {
    let faults = |text: &str| markdown(text).faults.iter().map(|fault| fault.0.range()).collect::<Vec<_>>();
    assert_eq!(faults("A.\n\n```sh\nmake\n\nB.\n"), vec![4..7]);
    assert_eq!(faults("> ~~~~\n> make\n> ~~~\n"), vec![2..6]);
    assert!(faults("A.\n\n```\nmake\n```\n").is_empty() && faults("- A\n\n  ~~~~\n  make\n  ~~~~~~\n").is_empty());
    assert!(faults("> ```\n> make\n\nB.\n").is_empty() && faults("    make\n").is_empty());
}

#[test]
fn depth_takes_no_time() {
    let deep = "> - ".repeat(50_000) + "x\n" + &"y\n".repeat(50_000);
    let document = markdown(&deep);
    assert_eq!((document.blocks.len(), document.faults.len()), (1, 1));
}

/// Kind, role and text of each block.
fn shown(document: &Document) -> Vec<(Kind, Role, &str)> {
    document.blocks.iter().map(|block| (block.kind, block.role, block.text.as_str())).collect()
}

#[test]
fn elements_stay_open_over_the_markdown_in_them() {
    let folded = "<details>\n<summary>Open me</summary>\n\nTucked *away*.\n\n- and so is this\n\n</details>\n\nIn sight.\n\n";
    let figure = "<figure>\n\n![p](p.png)\n\n<figcaption>\n\nThe *quay*.\n\n</figcaption>\n</figure>\n\n";
    let quote =
        "<blockquote>\n\nHer words.\n\n- all of them\n\n</blockquote>\n\n<div hidden>\n\nUnseen</div> still.\n\nOut again.\n";
    let document = markdown(&[folded, figure, quote].concat());
    let (body, unseen) = (Role::Body, Role::Hidden(Hidden::Element));
    let expected = [
        (Kind::Paragraph, body, "Open me"),
        (Kind::Paragraph, Role::Folded, "Tucked away."),
        (Kind::Item, Role::Folded, "and so is this"),
        (Kind::Paragraph, body, "In sight."),
        (Kind::Paragraph, body, ""),
        (Kind::Paragraph, Role::Hidden(Hidden::Alt), "p"),
        (Kind::Caption, body, "The quay."),
        (Kind::Quote, body, "Her words."),
        (Kind::Quote, body, "all of them"),
        (Kind::Paragraph, unseen, "Unseen still."),
        (Kind::Paragraph, body, "Out again."),
    ];
    assert_eq!(shown(&document), expected);
    assert_eq!(place(&document, &document.blocks[1], "Tucked away."), "Tucked *away*.");
}

#[test]
fn a_quotation_with_the_class_of_a_box_is_none() {
    for below in ["\n{: .prompt-tip }", "{: .notice--info}", "\n> {: .callout #tide}", "\n{:.info}\n"] {
        let text = format!("> Mind the tide.{}{below}\n\nThe quay floods.\n", if below.starts_with('\n') { "" } else { "\n" });
        let kinds: Vec<_> = markdown(&text).blocks.iter().map(|block| (block.kind, block.text.clone())).collect();
        assert_eq!(kinds[0], (Kind::Paragraph, "Mind the tide.".to_owned()), "{text}");
        assert_eq!(kinds.last().map(|(kind, _)| *kind), Some(Kind::Paragraph), "{text}");
    }
    for below in ["\n{: .pull-quote }", "\n\n{: .prompt-tip }", "\n", " {.prompt-tip}\n"] {
        assert_eq!(markdown(&format!("> Mind the tide.{below}\n\nThe quay floods.\n")).blocks[0].kind, Kind::Quote, "{below}");
    }
}

#[test]
fn what_nothing_ends_holds_nothing() {
    let document =
        markdown("<div hidden>\n\nOne.\n\n<p class=\"standfirst\">\n\nTwo.\n\n<details open>\n\nThree.\n\n</details>\n");
    let body: Vec<_> = document.blocks.iter().map(|block| block.role).collect();
    assert_eq!(body, [Role::Body; 3]);
}

#[test]
fn fences_of_directives_are_no_prose() {
    let text = ":::note Mind the tide\nThe quay *floods*.\n:::\n\n> ::: tip\n> - Bring boots.\n> :::\n\nRatio 1:::2.\n\n```\n:::note\n```\n";
    let document = markdown(text);
    let texts: Vec<_> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["The quay floods.", "Bring boots.", "Ratio 1:::2."]);
    let embeds: Vec<_> = document.embeds.iter().map(|embed| (embed.name.as_str(), embed.args.trim())).collect();
    assert_eq!(embeds, [("note", "Mind the tide"), ("tip", "")]);
}

#[test]
fn entities_in_front_matter_are_characters() {
    let document = markdown("---\ntitle: 'Pell &amp; Sons'' quay&#8217;s'\ndek: >\n  5 &lt; 6\n  &mdash; AT&T\n---\n");
    let [title, dek] = &document.blocks[..] else { panic!("{:?}", document.blocks) };
    assert_eq!((title.text.as_str(), dek.text.as_str()), ("Pell & Sons' quay’s", "5 < 6 — AT&T"));
    assert_eq!(place(&document, title, "& Sons' quay’s"), "&amp; Sons'' quay&#8217;s");
    assert_eq!(place(&document, dek, "— AT&T"), "&mdash; AT&T");
    assert_eq!(document.front[0].value, "Pell &amp; Sons' quay&#8217;s");
}
