//! What the reader of AsciiDoc makes of every construct, and that each word leads back to its bytes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "readers/held.rs"]
mod held;

use copydesk::text::{Document, Format, Hidden, Kind, LinkSort, MarkSort, Reach, Role};
use held::{held, shown, texts};
use proptest::prelude::*;

/// Reads a text and holds every block to its source.
fn read(text: &str) -> Document {
    held(Format::Asciidoc, text, |slice, char| char == ',' || slice.starts_with(['{', '&', '"', '\'', '`']))
}

fn seen(document: &Document) -> Vec<&str> {
    document.blocks.iter().filter(|block| block.is_seen()).map(|block| block.text.as_str()).collect()
}

use Kind::{Caption, Cell, Heading, Item, Note, Paragraph, Quote};
use Role::{Body, Dek, Title};

#[test]
fn a_header_has_a_title_and_fields() {
    let text = "// a remark\n:page-kind: news\n\n= Ferry: *what* it costs\nAnn Blake <ann@tidewater.example>; Ben Marsh\n\
                v1.2, 2024-05-31: a new count\n:description: What a year of \\\n  delays costs.\n:!toc:\n\nAt least 41.\n\n:later: no field\n";
    let document = read(text);
    let fields: Vec<_> = document.front.iter().map(|field| (field.key.as_str(), field.value.as_str())).collect();
    let expected = [
        ("kind", "news"),
        ("author", "Ann Blake"),
        ("email", "ann@tidewater.example"),
        ("author", "Ben Marsh"),
        ("revnumber", "v1.2"),
        ("date", "2024-05-31"),
        ("revremark", "a new count"),
        ("description", "What a year of delays costs."),
    ];
    assert_eq!(fields, expected);
    let slices: Vec<_> = document.front.iter().map(|field| document.source.slice(field.key_span)).collect();
    assert_eq!((slices[0], slices[7]), ("kind", "description"));
    assert_eq!(document.day(), 20_240_531);
    let blocks: Vec<_> = shown(&document).into_iter().filter(|(_, role, _)| matches!(role, Title | Dek | Body)).collect();
    let standfirst = (Paragraph, Dek, "What a year of delays costs.");
    assert_eq!(blocks, [(Heading, Title, "Ferry: what it costs"), standfirst, (Paragraph, Body, "At least 41.")]);
    // What is no author and no revision is text.
    assert_eq!(texts(&read("= Ferry\nAt least 41 people were hurt.\n")), ["Ferry", "At least 41 people were hurt."]);
    let yaml = read("---\ntitle: Ferry\n---\n= Pier\n:day: 4\n\nText.\n");
    assert_eq!(shown(&yaml), [(Heading, Title, "Ferry"), (Heading, Body, "Pier"), (Paragraph, Body, "Text.")]);
}

#[test]
fn sections_have_levels() {
    let text = "== One ==\n\nText\n== goes on.\n\n[[id]]\n=== Two\nText.\n\nOld\n~~~\n\n[discrete]\n==== Four\n\n## Five\n\n'''\n\n<<<\n\nEnd.\n";
    let document = read(text);
    let levels: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.level, block.text.as_str())).collect();
    let expected = [
        (Heading, 2, "One"),
        (Paragraph, 0, "Text == goes on."),
        (Heading, 3, "Two"),
        (Paragraph, 0, "Text."),
        (Heading, 3, "Old"),
        (Heading, 4, "Four"),
        (Heading, 2, "Five"),
        (Paragraph, 0, "End."),
    ];
    assert_eq!(levels, expected);
}

#[test]
fn lists_of_every_kind() {
    let text = "* One\ngoes on.\n** Inner\n+\nJoined.\n* [x] Done\n\n. First\n.. Deeper\n\nterm:: What it is.\nother::\n\n  Below it.\n\n\
                Then: text:: is a term.\n\nPlain * no\n* item\n\n<1> A number.\n\n[square]\n- Dash\n";
    let document = read(text);
    let items: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.level, block.text.as_str())).collect();
    let expected = [
        (Item, 1, "One goes on."),
        (Item, 2, "Inner"),
        (Item, 2, "Joined."),
        (Item, 1, "Done"),
        (Item, 2, "First"),
        (Item, 3, "Deeper"),
        (Item, 4, "term"),
        (Item, 4, "What it is."),
        (Item, 4, "other"),
        (Item, 4, "Below it."),
        (Item, 4, "Then: text"),
        (Item, 4, "is a term."),
        (Paragraph, 0, "Plain * no * item"),
        (Item, 1, "A number."),
        (Item, 1, "Dash"),
    ];
    assert_eq!(items, expected);
    assert_eq!(document.blocks[0].group, document.blocks[3].group);
    assert_ne!(document.blocks[0].group, document.blocks[1].group);
}

#[test]
fn code_is_no_prose() {
    let text = "[source,ruby]\n----\nx = 41 people <1>\n\n====\n----\n\n....\n41 people\n....\n\n```js\n41\n```\n\n 41 people\n 42\n\n[stem]\n++++\n41 people\n++++\n\n\
                [listing]\n41 people\n\n[plantuml]\n--\n41 -> 42\n--\n\n* Item\n+\n----\n41\n----\n\n  41 set in\n\n[source]\n----\ninclude::a.rb[]\n----\n\nEnd.\n";
    let document = read(text);
    assert_eq!(seen(&document), ["Item", "End."]);
    assert_eq!(
        document.embeds.iter().map(|embed| (embed.name.as_str(), embed.args.as_str())).collect::<Vec<_>>(),
        [("include", "a.rb")]
    );
}

#[test]
fn a_literal_paragraph_of_an_item_ends_where_the_next_block_is_joined() {
    let text =
        "* For pages:\n+\n a2x -f pdf ferry.adoc\n+\nwhere it says:\n+\n[source,latex]\n----\nx = 41\n\ny = 42\n----\n\nEnd.\n";
    let document = read(text);
    assert_eq!(seen(&document), ["For pages:", "where it says:", "End."]);
    assert!(document.faults.is_empty());
}

#[test]
fn names_of_attributes_and_of_menus_may_have_spaces() {
    let document = read(":man version: 41 of them\n\nSelect menu:API & Services[Credentials]. As for menu: none [here].\n");
    assert_eq!(seen(&document), ["Select API & Services Credentials. As for menu: none [here]."]);
}

#[test]
fn containers_hold_prose() {
    let text = "NOTE: Short\nnote.\n\n[WARNING]\n====\nBeware.\n\n* Of this\n====\n\n.Beside\n****\nA sidebar.\n****\n\n--\nOpen.\n--\n\n[.sr-only]\n====\nUnseen.\n====\n\n\
                [%collapsible]\n====\nFolded.\n====\n\n[role=hidden]\nUnseen, too.\n\n++++\n<b>41 people</b>\n++++\n";
    let (unseen, folded) = (Role::Hidden(Hidden::Element), Role::Folded);
    let expected = [
        (Paragraph, Body, "Short note."),
        (Paragraph, Body, "Beware."),
        (Item, Body, "Of this"),
        (Caption, Body, "Beside"),
        (Paragraph, Body, "A sidebar."),
        (Paragraph, Body, "Open."),
        (Paragraph, unseen, "Unseen."),
        (Paragraph, folded, "Folded."),
        (Paragraph, unseen, "Unseen, too."),
    ];
    assert_eq!(shown(&read(text)), expected);
}

#[test]
fn quotations_say_whom_they_quote() {
    let text = "[quote, Ann Blake, \"The Report, 2024\"]\n____\nWe tried.\n\n* Hard\n____\n\n[quote, Ben]\nAnd failed.\n\n[verse, Carl]\n____\nThe fog\ncomes.\n\nIt sits\n____\n\n\
                \"Once more,\nthen.\"\n-- Dora\n\n> As mail\n> has it.\n";
    let document = read(text);
    assert!(document.blocks.iter().all(|block| block.kind == Quote && block.group != 0), "{document:?}");
    let expected = [
        "We tried.",
        "Hard",
        "Ann Blake, The Report, 2024",
        "And failed.",
        "Ben",
        "The fog comes.",
        "It sits",
        "Carl",
        "\"Once more, then.\"",
        "Dora",
        "As mail has it.",
    ];
    assert_eq!(texts(&document), expected);
}

#[test]
fn tables_are_cells() {
    let text = ".Seats\n[cols=\"1,a,m\"]\n|===\n|Town |Seats 2+|Code\n\n|Wells\n|4,000\n\n* item\n|x = 41\n// copydesk: allow attribution/unsourced-figure, ours\n.2+|Bath \\| Co 2*|5\n|===\n\n\
                [%header,format=csv]\n|===\nTown,\"Seats, all\"\nWells,41\n|===\n\n!===\n! a\n!===\n";
    let document = read(text);
    let cells: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.level, block.text.as_str())).collect();
    let expected = [
        (Caption, 0, "Seats"),
        (Cell, 0, "Town"),
        (Cell, 0, "Seats"),
        (Cell, 0, "Code"),
        (Cell, 1, "Wells"),
        (Cell, 1, "4,000"),
        (Item, 1, "item"),
        (Cell, 1, "x = 41"),
        (Cell, 2, "Bath \\| Co"),
        (Cell, 2, "5"),
        (Cell, 0, "Town"),
        (Cell, 0, "Seats, all"),
        (Cell, 1, "Wells"),
        (Cell, 1, "41"),
        (Cell, 0, "a"),
    ];
    assert_eq!(cells, expected);
    assert_eq!(document.blocks[7].marks[0].sort, MarkSort::Code);
    let Reach::Block(block) = document.allows[0].reach else { panic!("{:?}", document.allows) };
    assert_eq!(document.blocks[block].text, "Bath \\| Co");
}

#[test]
fn inline_markup_is_read() {
    let text = ":port: the *old* port\n:count: 41 people\n:site: https://a.example\n\nA *word*, a **b**old, _it_, __i__t, `x = 41`, #lit#, H~2~O, m^2^, 2*3*4, snake_case_s, \\*not*, \
                {count}, {port}, {nowhere}, \\{count}, {nbsp}&amp; \"`said`\" '`so`' +*raw*+ +++<b>+++ pass:[<i>] [.line-through]#gone# [.hidden]#un**seen**#.\n";
    let document = read(text);
    let block = &document.blocks[0];
    let expected = "A word, a bold, it, it, x = 41, lit, H2O, m2, 2*3*4, snake_case_s, *not*, 41 people, {port}, {nowhere}, {count}, \
                    \u{a0}& “said” ‘so’ *raw*   gone unseen.";
    assert_eq!(block.text, expected);
    let marks: Vec<_> = block.marks.iter().map(|mark| (&block.text[mark.at.clone()], mark.sort)).collect();
    let (code, strong, emphasis) = (MarkSort::Code, MarkSort::Strong, MarkSort::Emphasis);
    let expected = [
        ("word", strong),
        ("b", strong),
        ("it", emphasis),
        ("i", emphasis),
        ("x = 41", code),
        ("{port}", code),
        ("{nowhere}", code),
        ("gone", MarkSort::Deleted),
        ("unseen", MarkSort::Hidden),
        ("seen", strong),
    ];
    assert_eq!(marks, expected);
}

#[test]
fn links_and_macros_lead_somewhere() {
    let text = ":site: https://a.example\n\nSee https://b.example/a_b_c[the *report*], {site}/x[data], link:c.html[page^], xref:d.adoc#e[Other], <<why>>, \
                <<why,the reason>>, <https://e.example/>, https://f.example/g., mailto:a@b.example[Ann], image:p.jpg[The pier] ((term)) (((a,b))) \
                kbd:[Ctrl+C] menu:File[Save] gh:41[] [[here]]footnote:[The _count_, link:https://n.example/[here].] and footnote:x[].\n";
    let document = read(text);
    let block = &document.blocks[0];
    let links: Vec<_> = block.links.iter().map(|link| (&block.text[link.at.clone()], link.target.as_str(), link.sort)).collect();
    let (page, note) = (LinkSort::Page, LinkSort::Footnote);
    let at = text.find("footnote").unwrap();
    let label = format!("at {at}");
    let expected = [
        ("the report", "https://b.example/a_b_c", page),
        ("data", "https://a.example/x", page),
        ("page", "c.html", page),
        ("Other", "d.adoc#e", page),
        ("https://e.example/", "https://e.example/", page),
        ("https://f.example/g", "https://f.example/g", page),
        ("", "p.jpg", LinkSort::Image),
        ("", label.as_str(), note),
        ("", "x", note),
    ];
    assert_eq!(links, expected);
    assert_eq!(document.source.slice(block.links[0].span), "https://b.example/a_b_c[the *report*]");
    let code: Vec<_> =
        block.marks.iter().filter(|mark| mark.sort == MarkSort::Code).map(|mark| &block.text[mark.at.clone()]).collect();
    assert_eq!(code, ["why", "Ctrl+C", "41"]);
    assert_eq!(shown(&document)[1..], [(Paragraph, Role::Hidden(Hidden::Alt), "The pier"), (Note, Body, "The count, here.")]);
    let note = &document.blocks[2];
    assert_eq!((note.links[0].target.as_str(), note.links[1].target.as_str()), (label.as_str(), "https://n.example/"));
}

#[test]
fn pictures_includes_and_conditions() {
    let text = ".The pier\nimage::p.jpg[\"A pier, old\", 200]\n\ninclude::more.adoc[]\n\nvideo::v.mp4[]\n\nifdef::web[]\nOne\nendif::[]\nline.\n\nifndef::web[Two 41.]\n\n\
                Three\ninclude::in.adoc[]\nfour.\n";
    let document = read(text);
    let alt = Role::Hidden(Hidden::Alt);
    let expected = [
        (Paragraph, Body, ""),
        (Paragraph, alt, "A pier, old"),
        (Caption, Body, "The pier"),
        (Paragraph, Body, "One line."),
        (Paragraph, Body, "Two 41."),
        (Paragraph, Body, "Three four."),
    ];
    assert_eq!(shown(&document), expected);
    let embeds: Vec<_> = document.embeds.iter().map(|embed| (embed.name.as_str(), embed.args.as_str())).collect();
    assert_eq!(embeds, [("include", "more.adoc"), ("video", "v.mp4"), ("include", "in.adoc")]);
}

#[test]
fn comments_permit_what_stands_below_or_around_them() {
    let allow = "copydesk: allow attribution/unsourced-figure, ours";
    let text = format!(
        "// {allow}\nAt least 41.\n\n* One\n* Two\n// {allow}\ngoes on.\n* Three\n\n////\n{allow}\n////\n\n== Four\n\n// tag::x[]\n// Just a remark\n\n[quote]\n____\nNever closed.\n"
    );
    let document = read(&text);
    let permitted = document.allows.iter().map(|allow| match allow.reach {
        Reach::Block(block) => document.blocks[block].text.as_str(),
        reach => panic!("{reach:?}"),
    });
    assert_eq!(permitted.collect::<Vec<_>>(), ["At least 41.", "Two goes on.", "Four"]);
    let comment = (Paragraph, Role::Hidden(Hidden::Comment), "Just a remark");
    assert_eq!(shown(&document)[5..], [comment, (Quote, Body, "Never closed.")]);
    let [(at, fault)] = &document.faults[..] else { panic!("{:?}", document.faults) };
    assert_eq!(
        (document.source.slice(*at), fault.as_str()),
        ("____", "this block is never closed: `____` stands nowhere below it")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever stands there, nothing panics, and each character leads back to its bytes.
    #[test]
    fn anything_is_read(lines in prop::collection::vec((0..24_usize, "[a-z*`_|:.\\\\\\[\\]<>{}()\"'=+#~^&é😀 ,!/-]{0,24}"), 0..16)) {
        let marks = [
            "", "* ", "** ", ". ", "// ", " ", "== ", "----\n", "====\n", "____\n", "|===\n", "|", "a|", "2+|", "[quote, a, b]\n", ".T",
            "term:: ", "+\n", ":a: ", "include::", "footnote:[", "link:x[", "////\n", "https://a.example/",
        ];
        let text: String = lines.iter().map(|(mark, words)| format!("{}{words}\n", marks[*mark])).collect();
        read(&text);
    }

    /// What was cut out of a page, or doubled in it, is read all the same.
    #[test]
    fn mutated_pages_are_read(cut in 0..2000_usize, long in 0..60_usize, to in 0..2000_usize) {
        let page = include_str!("adoc/ferry.adoc");
        let floor = |at: usize| page.floor_char_boundary(at.min(page.len()));
        let (start, end) = (floor(cut), floor(cut + long));
        let mut text = format!("{}{}", &page[..start], &page[end..]);
        read(&text);
        text.insert_str(text.floor_char_boundary(to.min(text.len())), &page[start..end]);
        read(&text);
    }
}
