//! What the reader of reStructuredText makes of every construct, and that each word leads back to its bytes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "readers/held.rs"]
mod held;

use copydesk::text::{Document, Format, Kind, LinkSort, MarkSort, Reach, Role};
use held::{held, shown, texts};
use proptest::prelude::*;

/// Reads a text and holds every block to its source.
fn read(text: &str) -> Document {
    held(Format::Rst, text, |slice, _| slice.starts_with('|'))
}

use Kind::{Caption, Cell, Heading, Item, Note, Paragraph, Quote};
use Role::{Body, Title};

#[test]
fn titles_have_levels_by_the_order_of_their_signs() {
    let document = read("=====\nFerry\n=====\n\nWhy\n===\n\nText here\ngoes on.\n\nDeeper\n------\n\n----\n\nThen\n====\n");
    let levels: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.level, block.text.as_str())).collect();
    let expected = [
        (Heading, 1, "Ferry"),
        (Heading, 2, "Why"),
        (Paragraph, 0, "Text here goes on."),
        (Heading, 3, "Deeper"),
        (Heading, 2, "Then"),
    ];
    assert_eq!(levels, expected);
    assert_eq!(document.blocks[0].role, Title);
}

#[test]
fn lists_quotations_and_definitions() {
    let text = "* One\n  goes on.\n\n  Still one.\n* Two\n\n  - Inner\n\n1. First\n#. Second\n\nterm : type\n    What it is.\n\n\
                Somebody said:\n\n    We tried.\n\n    -- Ann\n\n-a, --all  Shows all.\n\n| Line one\n| line two\n\n1984 was\na year.\n";
    let expected = [
        (Item, Body, "One goes on."),
        (Item, Body, "Still one."),
        (Item, Body, "Two"),
        (Item, Body, "Inner"),
        (Item, Body, "First"),
        (Item, Body, "Second"),
        (Item, Body, "term : type"),
        (Item, Body, "What it is."),
        (Paragraph, Body, "Somebody said:"),
        (Quote, Body, "We tried."),
        (Quote, Body, "-- Ann"),
        (Item, Body, "Shows all."),
        (Paragraph, Body, "Line one line two"),
        (Paragraph, Body, "1984 was a year."),
    ];
    assert_eq!(shown(&read(text)), expected);
}

#[test]
fn code_is_no_prose() {
    let text = "Like this::\n\n    41 people\n\n    more\n\nAnd ::\n\n  code\n\n.. code-block:: python\n   :caption: x\n\n   y = 41\n\n\
                >>> 41\n41\n\n.. math:: 41\n\n* In an item::\n\n    41 people\n\n..\x0c Settings\n\n   mode: 41\n\n.. raw:: html\n\n   <p>41 people\n\nQuoted::\n\n> 41\n> 42\n\nEnd.\n";
    let document = read(text);
    let seen: Vec<_> = document.blocks.iter().filter(|block| block.is_seen()).map(|block| block.text.as_str()).collect();
    assert_eq!(seen, ["Like this:", "And", "In an item:", "Quoted:", "End."]);
}

#[test]
fn directives_hold_prose_or_not() {
    let text = ".. note:: Short note\n   goes on.\n\n   More.\n\n.. warning::\n   :class: x\n\n   Beware.\n\n.. figure:: a.png\n   :alt: A pier\n\n   The caption.\n\n   \
                The legend.\n\n.. toctree::\n   :maxdepth: 2\n\n   a\n   b\n\n.. versionadded:: 2.1\n   The option.\n\n.. py:function:: run(x)\n\n   Runs it.\n\n\
                .. include:: other.rst\n\n.. rubric:: Also\n\n.. epigraph::\n\n   We tried.\n\n.. unheard-of::\n\n   41 people\n";
    let document = read(text);
    let seen: Vec<_> = shown(&document).into_iter().filter(|(_, role, _)| *role == Body || *role == Title).collect();
    let expected = [
        (Paragraph, Body, "Short note goes on."),
        (Paragraph, Body, "More."),
        (Paragraph, Body, "Beware."),
        (Caption, Body, "The caption."),
        (Paragraph, Body, "The legend."),
        (Paragraph, Body, "The option."),
        (Paragraph, Body, "Runs it."),
        (Heading, Title, "Also"),
        (Quote, Body, "We tried."),
    ];
    assert_eq!(seen, expected);
    let embeds: Vec<_> = document.embeds.iter().map(|embed| (embed.name.as_str(), embed.args.as_str())).collect();
    assert_eq!(embeds, [("toctree", ""), ("include", "other.rst"), ("unheard-of", "")]);
}

#[test]
fn inline_markup_is_read() {
    let text = "A *word*, a **strong one**, ``x = 41``, :func:`run`, :ref:`the guide <guide>`, |release| and `data\n<https://a.example/x>`_, Port_ \
                or `the port`_ [1]_ and 2*3*4, snake_case\\ s, \\*not\\*.\n\n.. _Port: https://b.example/\n.. _the port: https://c.example/\n\
                .. |release| replace:: 4.1\n\n.. [1] The count.\n";
    let document = read(text);
    let block = &document.blocks[0];
    let expected = "A word, a strong one, x = 41, run, the guide, 4.1 and data, Port or the port  and 2*3*4, snake_cases, *not*.";
    assert_eq!(block.text, expected);
    let links: Vec<_> = block.links.iter().map(|link| (&block.text[link.at.clone()], link.target.as_str(), link.sort)).collect();
    let page = LinkSort::Page;
    let expected = [
        ("data", "https://a.example/x", page),
        ("Port", "https://b.example/", page),
        ("the port", "https://c.example/", page),
        ("", "1", LinkSort::Footnote),
    ];
    assert_eq!(links, expected);
    let marks: Vec<_> = block.marks.iter().map(|mark| (&block.text[mark.at.clone()], mark.sort)).collect();
    let (emphasis, strong, code) = (MarkSort::Emphasis, MarkSort::Strong, MarkSort::Code);
    assert_eq!(marks, [("word", emphasis), ("strong one", strong), ("x = 41", code), ("run", code)]);
    assert_eq!(
        (document.blocks[1].kind, document.blocks[1].text.as_str(), document.blocks[1].links[0].target.as_str()),
        (Note, "The count.", "1")
    );
}

#[test]
fn tables_are_cells() {
    let grid =
        "+------+--------+\n| Town | Seats  |\n+======+========+\n| Wells| 4,000  |\n|      | in all |\n+------+--------+\n";
    assert_eq!(texts(&read(grid)), ["Town", "Seats", "Wells", "4,000 in all"]);
    let columns = "===== ======\nTown  Seats\n===== ======\nWells 4,000\n      more\nBath  5\n===== ======\n\nEnd.\n";
    let document = read(columns);
    let cells: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.level, block.text.as_str())).collect();
    let expected = [
        (Cell, 0, "Town"),
        (Cell, 0, "Seats"),
        (Cell, 1, "Wells"),
        (Cell, 1, "4,000 more"),
        (Cell, 2, "Bath"),
        (Cell, 2, "5"),
        (Paragraph, 0, "End."),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn fields_of_the_document_and_permissions_in_comments() {
    let text = "Ferry\n=====\n\n:Author: Ann Blake\n:date: 2024-05-31\n\n.. copydesk: allow attribution/unsourced-figure, our own count\n\nAt least 41.\n\n\
                .. Just a remark\n   on two lines.\n\nEnd.\n";
    let document = read(text);
    let fields: Vec<_> = document.front.iter().map(|field| (field.key.as_str(), field.value.as_str())).collect();
    assert_eq!(fields, [("Author", "Ann Blake"), ("date", "2024-05-31")]);
    let [allow] = &document.allows[..] else { panic!("{:?}", document.allows) };
    let Reach::Block(block) = allow.reach else { panic!("{allow:?}") };
    assert_eq!((allow.reason.as_str(), document.blocks[block].text.as_str()), ("our own count", "At least 41."));
    assert!(document.faults.is_empty());
}

#[test]
fn tables_of_values_are_cells() {
    let text = ".. csv-table:: Seats of *towns*\n   :header: Town, \"Seats, all\"\n   :widths: 10, 20\n\n   Wells, \"4,000 of them,\n   41 taken\"\n   \"Bath\" ,\n\n   , 5\n\nEnd.\n";
    let document = read(text);
    let cells: Vec<_> = document.blocks.iter().map(|block| (block.kind, block.level, block.text.as_str())).collect();
    let expected = [
        (Caption, 0, "Seats of towns"),
        (Cell, 0, "Town"),
        (Cell, 0, "Seats, all"),
        (Cell, 1, "Wells"),
        (Cell, 1, "4,000 of them, 41 taken"),
        (Cell, 2, "Bath"),
        (Cell, 3, "5"),
        (Paragraph, 0, "End."),
    ];
    assert_eq!(cells, expected);
    assert!(document.embeds.is_empty());
    for (options, rows) in [
        ("   :delim: ;\n", "a, b; c"),
        ("   :delim: U+3B\n", "a, b; c"),
        ("   :delim: tab\n", "a, b\tc"),
        ("   :delim: |\n   :quote: '\n", "'a, b'|'c'"),
        ("   :delim: space\n", "\"a, b\" c"),
    ] {
        assert_eq!(texts(&read(&format!(".. csv-table::\n{options}\n   {rows}\n"))), ["a, b", "c"], "{options}");
    }
    // One that is never closed, and one that stands in another file.
    assert_eq!(texts(&read(".. csv-table::\n\n   a, \"b\n   c, d\n\nEnd.\n")), ["a", "b c, d", "End."]);
    let elsewhere = read(".. csv-table:: Seats\n   :file: seats.csv\n\nEnd.\n");
    assert_eq!((texts(&elsewhere), elsewhere.embeds.len()), (vec!["Seats", "End."], 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever stands there, nothing panics, and each character leads back to its bytes.
    #[test]
    fn anything_is_read(lines in prop::collection::vec((0..11_usize, "[a-z*`_|:.,\"\\\\\\[\\]<>=+#é😀 -]{0,24}"), 0..14)) {
        let marks = ["", "* ", ".. ", "   ", "    ", "1. ", ".. note:: ", "| ", "====\n", ".. csv-table:: ", "   \"a\", "];
        let text: String = lines.iter().map(|(mark, words)| format!("{}{words}\n", marks[*mark])).collect();
        read(&text);
    }
}
