//! Every reader, over random documents: no panic, blocks in order, and every place the true one.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use copydesk::config::Publication;
use copydesk::format;
use copydesk::lint::{self, Entry};
use copydesk::policy::{Choices, Policy};
use copydesk::text::{Block, Document, Format, Role, Source};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Front matter, whole and broken.
const FRONT: &[&str] = &[
    "",
    "---\ntitle: A plain title\ndek: 5% of é – more\n---\n",
    "---\r\ntitle: 'It''s ours'\r\nsummary: \"She said \\\"no\\\" \\u00e9\"\r\ntags: [a, 'b ü']\r\n---\r\n",
    "---\ntitle: >\n  Folded ü\n  over lines\nlede: |\n  literal\n\n  kept\nlist:\n  - &x one\n  - *x\n---\n",
    "---\rtitle: lone\rdek: returns ü\r---\r",
    "---\ntitle: \"never closed\ndek: x\n---\n",
    "---\ntitle: no fence\ndate: 2026\n\n",
    "---\ntitle: 'A &amp; ''B'' &#8217;é'\ndek: \"&nbsp;\\u00e9 &mdash;\n  &lt; x&#10;\"\n---\n",
    "---\nonly a break\n---\n",
    "+++\ntitle = \"TOML \\u00fc\"\ntags = ['a', \"b\"]\n[params]\nx.y = 1\n+++\n",
    "+++\ntitle = broken\ndek = 'x'\n+++\n",
    "{\n\t\"title\": \"JSON \\\"ü\\\"\",\n\t\"a\": {\"b\": [1, \"c\"]}\n}\n",
    "{ \"title\": \"never closed\",\n",
];

/// Pieces of Markdown: every construct, and signs that are awkward.
#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "word", " ", " ", "\n", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "  \n", "\\\n", "\t", "    ", "# ", "## x {#id}\n", "===\n", "---\n",
    "> ", ">> ", "> [!NOTE]\n> ", "- ", "* ", "1. ", "  - ", "- [ ] ", "10) ", "• ", "– ", ":\n– ", "*", "**", "_", "~~", "`", "``", "```\n",
    "~~~\n", "```x\n", "[", "]", "](", ")", "[a](b)", "[a](<b c> \"t\")", "![", "![alt *x*](p.png \"t\")", "[^1]", "\n[^1]: note ", "[r]",
    "\n[r]: /x 'y'\n", "<http://a.b>", "|", "| a | b |\n|---|---|\n| c\\|d | `e` |\n", "|-|-|\n", "a|b\n-|-\nc|d\n", "\nTerm\n: def\n", ": ",
    "&amp;", "&nGt;", "&ngE;", "&#8217;", "&#0;", "&", ";", "5\\%", "\\", "\\*", "$5 to $6", "12%", "€ 3", "é", "ü", "–", "“x”", "\u{0}",
    "\u{7f}", "\u{a0}", "\u{200b}", "\u{202e}", "e\u{301}", "👩‍👩‍👧", "𝟙", "\u{feff}", "\u{2028}", "<b>", "</b>", "<a href=\"/x?a=é\">", "</a>",
    "<br>", "<img src='x' alt='é y'>", "<script>", "</script>", "<div>\n", "</div>\n", "<!-- c -->", "<!-- copydesk: allow a/b, c -->", "<!--",
    "-->", "<", ">", "{{< fig a=\"é\" >}}", "{{< ref \"x\" >}}", "{{<", ">}}", "{{% note %}}", "{{% /note %}}", "{{ page.x }}", "{{", "}}",
    "{% include x.html %}", "{% raw %}", "{% endraw %}", "{% comment %}", "{% endcomment %}", "{%", "{{/* c */}}", "{{</* x */>}}",
    "{{< highlight go >}}\nx\n{{< /highlight >}}", "{:.x}", "{", "}", "[x]({{< ref \"a\" >}})",
    "https://é.example/a&amp;b_c_(d).", "www.", "://", "<details>\n\n", "</details>", "\n\n<figure><figcaption>\n\n", "\n</figcaption>\n",
    "\n<div hidden>\n\n", "<blockquote>\n\n", "</blockquote>\n\n", "<table><tr><td>\n\n", "</td></table>\n", ":::note é\n", "\n:::\n",
    "Port   Boats  é\n", "Kiel      12  ü\n", "-----  ----  -\n", "| ü | é |\n", "|:--|--:|\n", "  ",
];

/// Words and marks that the grammar of figures and attribution looks about from, in orders that nobody writes.
#[rustfmt::skip]
const GRAMMAR: &[&str] = &[
    ",", ", ", ". ", "; ", ": ", "(", ")", "(AP) ", "“", "”", "\" ", "' ", "– ", "—", "/", "\n\n", "\n- ", "said ", "told ", "as ", "and ",
    "that ", "which ", "was ", "has ", "on ", "Tuesday ", "the ", "The ", "a ", "of ", "in ", "by ", "from ", "to ", "per ", "every ",
    "according to ", "Ana Reyes ", "Lund ", "police ", "experts ", "court ", "report ", "survey ", "data ", "they ", "we ", "our ",
    "killed ", "posted ", "loss ", "fears ", "reportedly ", "people ", "12 ", "40% ", "$5m ", "3 1/2 ", "1986/87 ", "3–1 ", "one of six ",
    "half a million ", "2½ million ", "⅔ of ", "1/3 of ", "12 000 ", "dozens of ", "from 4 to 5 percent ",
    "two-thirds of ", "1,000 ", "years ", "aged ", "twice as many ",
];

/// Pieces of MDX.
#[rustfmt::skip]
const MDX: &[&str] = &[
    "import X from './é'\n", "export const a = {\n\n}\n", "import ", "export ", "{props.x}", "{/* copydesk: allow a/b, c */}", "{/* é */}",
    "{' '}", "{", "}", "{`", "`}", "{\"", "<Card a={{b: '}'}}>", "</Card>", "<Card />", "<>", "</>", "<A", "<A b='", "/>", "\n\n", "\n", " ",
];

fn document(format: Format, parts: &[&[&'static str]]) -> impl Strategy<Value = Source> {
    let part = select(parts.concat());
    let times = prop_oneof![15 => Just(1_usize), 1 => 1..100_usize];
    let body = prop::collection::vec((part, times), 0..30);
    (select(FRONT), body).prop_map(move |(front, body)| {
        let body: String = body.into_iter().map(|(part, times)| part.repeat(times)).collect();
        Source::new("draft", format, front.to_owned() + &body)
    })
}

/// A range of a text on character bounds.
fn cut(text: &str, one: Index, other: Index) -> std::ops::Range<usize> {
    let bound = |index: Index| (0..=index.index(text.len() + 1)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    let (one, other) = (bound(one), bound(other));
    one.min(other)..one.max(other)
}

fn check_block(source: &Source, block: &Block, one: Index, other: Index) -> Result<(), TestCaseError> {
    let range = cut(&block.text, one, other);
    let span = block.span(range.clone());
    prop_assert!(source.text.get(span.range()).is_some(), "{span:?} is no place");
    prop_assert!(block.whole().covers(span), "{span:?} of {range:?} is not within {:?}", block.whole());
    if !range.is_empty() {
        let from_start = block.span(0..range.end);
        prop_assert!(from_start.start() <= span.start() && from_start.end() == span.end(), "{span:?} and {from_start:?}");
    }
    for (at, char) in block.text[range.clone()].char_indices() {
        let at = range.start + at..range.start + at + char.len_utf8();
        let (clean, written) = (&block.text[at.clone()], source.slice(block.span(at)));
        // Where the bytes differ, one indivisible piece stands for them: an escape, an entity, a line break.
        let is_changed = clean == " " || written.len() > clean.len() || written == "\0";
        prop_assert!(clean == written || is_changed, "{clean:?} is not {written:?}");
    }
    Ok(())
}

fn check_stretches(source: &Source, block: &Block) -> Result<(), TestCaseError> {
    let links = block.links.iter().map(|link| &link.at);
    let marks = block.marks.iter().map(|mark| &mark.at);
    prop_assert!(links.clone().is_sorted_by_key(|at| at.start) && marks.clone().is_sorted_by_key(|at| at.start));
    for at in links.chain(marks) {
        prop_assert!(block.text.get(at.clone()).is_some(), "{at:?} of {:?}", block.text);
    }
    prop_assert!(block.links.iter().all(|link| source.text.get(link.span.range()).is_some()));
    Ok(())
}

fn check_order(document: &Document) -> Result<(), TestCaseError> {
    let mut end = 0;
    for block in &document.blocks {
        // A title may stand behind the standfirst in the front matter, and an alternative text inside its block.
        if matches!(block.role, Role::Title | Role::Dek | Role::Hidden(_)) || block.text.is_empty() {
            continue;
        }
        prop_assert!(end <= block.whole().start(), "{:?} stands before what comes before it", block.text);
        end = block.whole().end();
    }
    Ok(())
}

fn check(source: Source, one: Index, other: Index) -> Result<(), TestCaseError> {
    let document = format::read(source);
    let source = &document.source;
    check_order(&document)?;
    for block in &document.blocks {
        check_block(source, block, one, other)?;
        check_stretches(source, block)?;
    }
    for field in &document.front {
        prop_assert!(source.text.get(field.span.range()).is_some() && source.text.get(field.key_span.range()).is_some());
        prop_assert!(!field.exact || source.slice(field.span) == field.value, "{field:?}");
    }
    let embeds = document.embeds.iter().map(|embed| embed.span);
    let faults = document.faults.iter().map(|(span, _)| *span);
    for span in embeds.chain(faults).chain(document.allows.iter().map(|allow| allow.span)) {
        prop_assert!(source.text.get(span.range()).is_some(), "{span:?} is no place");
    }
    prop_assert!(document.embeds.iter().all(|embed| embed.block <= document.blocks.len()));
    Ok(())
}

/// What a newsroom asks.
static NEWS: LazyLock<Arc<Policy>> =
    LazyLock::new(|| Publication::builtin("news", &Choices::default()).unwrap().policy(Path::new("draft.md")));

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markdown(source in document(Format::Markdown, &[MARKDOWN]), one: Index, other: Index) {
        check(source, one, other)?;
    }

    #[test]
    fn mdx(source in document(Format::Mdx, &[MARKDOWN, MDX]), one: Index, other: Index) {
        check(source, one, other)?;
    }

    #[test]
    fn html(source in document(Format::Html, &[MARKDOWN]), one: Index, other: Index) {
        check(source, one, other)?;
    }

    #[test]
    fn plain(source in document(Format::Plain, &[MARKDOWN]), one: Index, other: Index) {
        check(source, one, other)?;
    }

    #[test]
    fn figures_of_any_words(source in document(Format::Markdown, &[GRAMMAR])) {
        let entry = Entry { path: PathBuf::from("draft.md"), policy: NEWS.clone(), format: None };
        let text = source.text.clone();
        let sheet = lint::sheet(&entry, |_| Ok(text.clone().into_bytes())).unwrap().expect("it is text");
        for row in &sheet.rows {
            prop_assert!(sheet.source.text.get(row.span.range()).is_some(), "{:?} is no place", row.span);
        }
    }
}
