//! What the readers of HTML and plain text make of every construct, and that each word leads back to its bytes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "readers/held.rs"]
mod held;

use copydesk::text::{Block, Document, Format, Hidden, Kind, LinkSort, MarkSort, Role, Source};
use held::{held, shown, texts};
use proptest::prelude::*;

fn html(text: &str) -> Document {
    checked(Format::Html, text)
}

fn plain(text: &str) -> Document {
    checked(Format::Plain, text)
}

/// Reads a text and holds every block to its source.
fn checked(format: Format, text: &str) -> Document {
    held(format, text, |slice, _| slice.starts_with(['&', '<']))
}

/// The source's bytes for the first `words` in a block.
fn bytes<'a>(document: &'a Document, block: &Block, words: &str) -> &'a str {
    let at = block.text.find(words).unwrap_or_else(|| panic!("{words:?} in {block:?}"));
    document.source.slice(block.span(at..at + words.len()))
}

/// MDX takes `\{` for a brace and `\<` for no tag: both are words.
#[test]
fn what_is_escaped_in_mdx_is_no_javascript() {
    let read = |text: &str| copydesk::format::read(Source::new("a.mdx", Format::Mdx, text));
    for (text, shown) in [
        ("Write \\{41\\} to print it.", "Write {41} to print it."),
        ("He wrote \\{ once, and left.", "He wrote { once, and left."),
        ("A \\<Tab> is a tag.", "A <Tab> is a tag."),
        ("Two strokes \\\\{gone} and on.", "Two strokes \\ and on."),
    ] {
        let document = read(text);
        assert_eq!((texts(&document), document.faults.len()), (vec![shown], 0), "{text}");
    }
    assert_eq!(read("He wrote { once.").faults.len(), 1);
}

mod pages {
    use super::*;
    use Kind::*;
    use Role::{Body, Chrome, Dek, Title};

    const UNSEEN: Role = Role::Hidden(Hidden::Element);
    const FOLDED: Role = Role::Folded;

    #[test]
    fn title_is_the_first_heading_of_the_article() {
        let page = html(
            "<title>Harbour opens | Gazette</title><nav><h1>Gazette</h1></nav><h1><img src=l.png></h1>\
             <h1>Harbour opens</h1><h2>Why</h2><h1>Again</h1>",
        );
        let [.., title, why, again] = &page.blocks[..] else { panic!("{page:?}") };
        assert_eq!((title.role, title.level, title.text.as_str()), (Title, 1, "Harbour opens"));
        assert_eq!((why.kind, why.role, why.level), (Heading, Body, 2));
        assert_eq!((again.kind, again.role), (Heading, Body));
        assert!(!texts(&page).contains(&"Harbour opens | Gazette"));
    }

    /// In XML a tag that ends in `/>` is whole; in HTML the slash says nothing.
    #[test]
    fn a_page_of_xml_ends_its_elements_itself() {
        let page = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/><script src=\"x.js\"/></head>\
                    <body><p>One.</p><textarea/><div/><p>Two.</p><iframe/></body></html>";
        let read = |path: &str, text: &str| copydesk::format::read(Source::new(path, Format::Html, text));
        let declared = format!("<?xml version=\"1.0\"?>\n{page}");
        for document in [read("a.xhtml", page), read("a.html", &declared)] {
            assert_eq!((texts(&document), document.faults.len()), (vec!["One.", "Two."], 0), "{document:?}");
        }
        assert_eq!(texts(&read("a.html", page)), [] as [&str; 0]);
    }

    #[test]
    fn title_of_the_page_stands_in() {
        let page = html("<html><head><TITLE>Bread &amp; salt</TITLE></head><body><p>One.</p></body></html>");
        assert_eq!(shown(&page), [(Heading, Title, "Bread & salt"), (Paragraph, Body, "One.")]);
        assert_eq!(bytes(&page, &page.blocks[0], "&"), "&amp;");
        let page = html("<p>No title</p><svg><title>Icon</title></svg>");
        assert_eq!(texts(&page), ["No title"]);
    }

    #[test]
    fn fields_come_from_the_head() {
        let page = html(
            "<html lang=\"de\"><meta charset=utf-8><meta name=Description content='Say &quot;no&quot;'>\
             <meta property=\"og:type\" content=\"article\"><meta name=empty>",
        );
        let fields: Vec<_> = page.front.iter().map(|field| (field.key.as_str(), field.value.as_str(), field.exact)).collect();
        assert_eq!(fields, [("lang", "de", true), ("description", "Say \"no\"", false), ("meta.og:type", "article", true)]);
        let slice = |at: usize| (page.source.slice(page.front[at].key_span), page.source.slice(page.front[at].span));
        assert_eq!((slice(0), slice(1)), (("lang", "de"), ("Description", "Say &quot;no&quot;")));
        assert!(page.blocks.is_empty());
    }

    #[test]
    fn standfirst_by_its_class() {
        let page =
            html("<h1>A</h1><p class='article-standfirst big'>B</p><h2 class=dek>C</h2><div class=subtitle><p>D</p></div><p>E");
        let roles: Vec<_> = page.blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Title, Dek, Dek, Dek, Body]);
    }

    #[test]
    fn space_is_what_a_browser_shows() {
        let page = html("<p>\n  One\n\t two  <b> three</b> four&nbsp;% <br> five&#10;six &#32; seven\r\neight  </p>");
        assert_eq!(texts(&page), ["One two three four\u{a0}% five six seven eight"]);
        assert_eq!(bytes(&page, &page.blocks[0], "four\u{a0}%"), "four&nbsp;%");
        assert_eq!(&page.blocks[0].text[page.blocks[0].marks[0].at.clone()], "three");
    }

    #[test]
    fn entities_are_pieces_of_their_own() {
        let page = html("<p>AT&amp;T rose &#53;&percnt; &lt;b&gt; &copy2020 &bogus; a & b &");
        assert_eq!(texts(&page), ["AT&T rose 5% <b> ©2020 &bogus; a & b &"]);
        let block = &page.blocks[0];
        assert_eq!(bytes(&page, block, "AT&T"), "AT&amp;T");
        assert_eq!(bytes(&page, block, "5%"), "&#53;&percnt;");
        assert_eq!(bytes(&page, block, "T rose"), "T rose");
        assert_eq!(bytes(&page, block, "bogus"), "bogus");
    }

    #[test]
    fn line_breaks() {
        let page = html("<p>one<br>two<br/>\n <br>three<br><b></b><br>four</p>");
        assert_eq!(texts(&page), ["one two", "three", "four"]);
        assert_eq!(page.source.slice(page.blocks[0].whole()), "one<br>two");
    }

    #[test]
    fn lists_share_a_group() {
        let page = html("<ul><li>a<li>b<ol><li><p>c</p><p>d</ol><li>e</ul><ul><li>f</ul><dl><dt>g<dd>h</dl>");
        let items: Vec<_> = page.blocks.iter().map(|block| (block.text.as_str(), block.group, block.level)).collect();
        assert_eq!(
            items,
            [("a", 1, 1), ("b", 1, 1), ("c", 1, 2), ("d", 1, 2), ("e", 1, 1), ("f", 2, 1), ("g", 3, 1), ("h", 3, 1)]
        );
        assert!(page.blocks.iter().all(|block| block.kind == Item));
    }

    #[test]
    fn cells_count_their_rows() {
        let page = html(
            "<table><caption>Catch</caption><thead><tr><th>Port<th>Tons</thead><tbody><tr><td>Bremen<td><p>12</p></div>\
             <tr><td>Kiel<td><table><tr><td>in</table></table><p>after",
        );
        let cells: Vec<_> = page.blocks.iter().map(|block| (block.kind, block.text.as_str(), block.group, block.level)).collect();
        assert_eq!(
            cells,
            [
                (Caption, "Catch", 0, 0),
                (Cell, "Port", 1, 0),
                (Cell, "Tons", 1, 0),
                (Cell, "Bremen", 1, 1),
                (Cell, "12", 1, 1),
                (Cell, "Kiel", 1, 2),
                (Cell, "in", 2, 0),
                (Paragraph, "after", 0, 0)
            ]
        );
    }

    #[test]
    fn quotations_hold_all_they_quote() {
        let page = html("<blockquote><p>a<p>b<ul><li>c</ul><footer>d</footer></blockquote><p>e<footer>f</footer>");
        let quote = |text| (Quote, Body, text);
        assert_eq!(
            shown(&page),
            [quote("a"), quote("b"), quote("c"), quote("d"), (Paragraph, Body, "e"), (Paragraph, Chrome, "f")]
        );
        assert!(page.blocks[..4].iter().all(|block| block.group == 1));
    }

    #[test]
    fn links_and_what_they_say_of_money() {
        let page = html("<p>See <a href='/a?x=1&amp;y=2' rel='noopener SPONSORED nofollow'>the shop</a> <a name=x>here</a>");
        let link = &page.blocks[0].links[0];
        assert_eq!(
            (&page.blocks[0].text[link.at.clone()], link.target.as_str(), link.sort),
            ("the shop", "/a?x=1&y=2", LinkSort::Page)
        );
        let whole = page.source.slice(link.span);
        assert!(whole.starts_with("<a href") && whole.ends_with("shop</a>"), "{whole}");
        assert_eq!(page.blocks[0].links.len(), 1);
        assert_eq!(
            (page.embeds[0].name.as_str(), page.embeds[0].args.as_str(), page.embeds[0].block),
            ("rel", "sponsored nofollow", 0)
        );
        assert_eq!(page.embeds[0].span, link.span);
    }

    #[test]
    fn link_around_blocks_and_link_in_link() {
        let page = html("<a href=x><p>one</p><p>two</p></a><p><a href=y>three<a href=z> four</a>");
        let links: Vec<_> = page
            .blocks
            .iter()
            .flat_map(|block| block.links.iter().map(|link| (&block.text[link.at.clone()], link.target.as_str())))
            .collect();
        assert_eq!(links, [("one", "x"), ("two", "x"), ("three", "y"), ("four", "z")]);
    }

    #[test]
    fn footnotes_are_no_words() {
        let page = html(
            "<p>It rose 5%<sup><a href=\"#source\">1</a></sup>, not 4<a href='#fn:2'><sup>2</sup></a>.</p>\
             <ol><li id=fn1>The bank. <a href='#fnref1'>back</a></li></ol>",
        );
        assert_eq!(shown(&page), [(Paragraph, Body, "It rose 5%, not 4."), (Note, Body, "The bank.")]);
        let marks: Vec<_> = page.blocks[0].links.iter().map(|link| (link.at.clone(), link.target.as_str(), link.sort)).collect();
        assert_eq!(marks, [(10..10, "source", LinkSort::Footnote), (17..17, "fn:2", LinkSort::Footnote)]);
        assert!(page.blocks[1].links.is_empty());
    }

    #[test]
    fn marks() {
        let page =
            html("<p><em>a</em><i>b</i> <strong>c</strong><b>d</b> <q>e</q> <cite>f</cite> <del>g</del><s>h</s> <code>i</code>");
        let marks: Vec<_> = page.blocks[0].marks.iter().map(|mark| (&page.blocks[0].text[mark.at.clone()], mark.sort)).collect();
        use MarkSort::*;
        let wanted = [
            ("a", Emphasis),
            ("b", Emphasis),
            ("c", Strong),
            ("d", Strong),
            ("e", Quote),
            ("f", Cite),
            ("g", Deleted),
            ("h", Deleted),
            ("i", Code),
        ];
        assert_eq!(marks, wanted);
    }

    #[test]
    fn marks_go_on_in_the_next_block() {
        let page = html("<b>one<p>two</b> three</p>four");
        assert_eq!(texts(&page), ["one", "two three", "four"]);
        let marked: Vec<_> =
            page.blocks.iter().flat_map(|block| block.marks.iter().map(|mark| &block.text[mark.at.clone()])).collect();
        assert_eq!(marked, ["one", "two"]);
    }

    #[test]
    fn pictures_and_their_words() {
        let page = html(
            "<p>Before <img src='a.png' alt='5 &lt; 6 boats'> after.</p><figure><img src=b.png alt=''><figcaption>Boats</figcaption></figure>",
        );
        assert_eq!(
            shown(&page),
            [
                (Paragraph, Body, "Before after."),
                (Paragraph, Role::Hidden(Hidden::Alt), "5 < 6 boats"),
                (Paragraph, Body, ""),
                (Caption, Body, "Boats")
            ]
        );
        let link = &page.blocks[0].links[0];
        assert_eq!((link.target.as_str(), link.sort, link.at.clone()), ("a.png", LinkSort::Image, 7..7));
        assert_eq!(bytes(&page, &page.blocks[1], "5 < 6 boats"), "5 &lt; 6 boats");
    }

    #[test]
    fn hidden_elements() {
        let page = html(
            "<p hidden>a<p aria-hidden=true>seen<p style='color: red; DISPLAY : none !important'>c<p style='font-size:0px'>d\
             <p style='font-size:0.9em'>seen<p class='x sr-only'>e<div hidden><nav>f</nav></div><dialog>g</dialog><p>seen",
        );
        let seen: Vec<_> = page.blocks.iter().filter(|block| block.is_seen()).map(|block| block.text.as_str()).collect();
        assert_eq!(seen, ["seen", "seen", "seen"]);
        let unseen: Vec<_> = page.blocks.iter().filter(|block| block.role == UNSEEN).map(|block| block.text.as_str()).collect();
        assert_eq!(unseen, ["a", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn a_form_that_holds_the_page_is_none() {
        for page in [
            "<form id=aspnetForm><h1>a</h1><p>b</p></form>",
            "<form action=/x><nav>menu</nav><article><h1>a</h1><p>b</p></article></form>",
        ] {
            let page = html(page);
            let body = page.blocks.iter().filter(|block| matches!(block.role, Body | Role::Title));
            assert_eq!(body.map(|block| block.text.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        }
        assert!(html("<p>a<form><p>Your name</p></form>").blocks.iter().any(|block| block.role == Chrome));
    }

    #[test]
    fn hidden_words_leave_their_sentence_whole() {
        let page =
            html("<p>It rose <span class=visually-hidden>by &amp; by</span>5% <button>Share</button>last year.</p><p>Next");
        assert_eq!(
            shown(&page),
            [
                (Paragraph, Body, "It rose 5% last year."),
                (Paragraph, UNSEEN, "by & by"),
                (Paragraph, Chrome, "Share"),
                (Paragraph, Body, "Next")
            ]
        );
    }

    #[test]
    fn what_is_never_closed_in_markdown_is_said() {
        for (text, words, seen) in [
            ("a\n\n<pre>\nb\n\nc\n", "<pre>", &["a"][..]),
            ("a\n\n<textarea>\nb\n\nc\n", "<textarea>", &["a"]),
            ("a\n\n<style>\nb\n\nc\n", "<style>", &["a"]),
            ("a <script>b\nc\n\nd\n", "<script>", &["a", "d"]),
            ("a\n\n<div><video src=v.mp4>b\nc\n\nd\n", "<video src=v.mp4>", &["a", "d"]),
        ] {
            let document = checked(Format::Markdown, text);
            assert_eq!(texts(&document), seen, "{text}");
            let spans: Vec<_> = document.faults.iter().map(|(span, _)| document.source.slice(*span)).collect();
            assert_eq!(spans, [words], "{text}: {:?}", document.faults);
        }
        for text in [
            "<svg>\n<text>a\n\nb</text>\n</svg>\n\nc\n",
            "<pre>\na\n</pre>\n\nb\n",
            "<div hidden>\n\na\n\n</div>\n",
            "<div>\n\na\n",
        ] {
            assert_eq!(checked(Format::Markdown, text).faults, [], "{text}");
        }
    }

    #[test]
    fn a_slash_ends_an_element_of_jsx() {
        let text = "<iframe src=\"x\" />\n\na\n\n<video src=\"x\" />\nb\n\n<textarea />\n\nc <script src=\"x\" /> d\n";
        let document = checked(Format::Mdx, text);
        assert_eq!((texts(&document), document.faults.len()), (vec!["a", "b", "c d"], 0), "{:?}", document.faults);
        // In Markdown the text area takes the rest.
        assert_eq!(checked(Format::Markdown, text).faults.len(), 3);
    }

    #[test]
    fn details_are_folded() {
        let page = html(
            "<details><summary>More</summary>a<p>b</p></details><details open><summary>c</summary>d</details><div hidden><details><summary>e</summary></details></div>",
        );
        let roles: Vec<_> = page.blocks.iter().map(|block| (block.text.as_str(), block.role)).collect();
        assert_eq!(roles, [("More", Body), ("a", FOLDED), ("b", FOLDED), ("c", Body), ("d", Body), ("e", UNSEEN)]);
    }

    #[test]
    fn addresses_are_links_unless_they_are_ones() {
        let draft = html("<p>See https://a.example/x&amp;y. <a href=/b>www.b.example</a> <code>http://c.example</code>");
        let links: Vec<_> =
            draft.blocks[0].links.iter().map(|link| (link.target.as_str(), draft.source.slice(link.span))).collect();
        let wanted = [("https://a.example/x&y", "https://a.example/x&amp;y"), ("/b", "<a href=/b>www.b.example</a>")];
        assert_eq!(links, wanted);
    }

    #[test]
    fn chrome_is_still_read() {
        let page = html(
            "<nav><a href=/>Home</a></nav><aside class='post-related'>a</aside><aside>b</aside><form>c<main>d</main></form>\
             <div role=navigation>e</div><footer>f</footer>",
        );
        let roles: Vec<_> = page.blocks.iter().map(|block| (block.text.as_str(), block.role)).collect();
        assert_eq!(
            roles,
            [("Home", Chrome), ("a", Chrome), ("b", Body), ("c", Chrome), ("d", Body), ("e", Chrome), ("f", Chrome)]
        );
    }

    #[test]
    fn what_is_no_text_is_skipped() {
        let page = html(
            "a<script>if (a<b) document.write('<p>5%</p>')</script><style>p{}</style><template><p>t</p></template>\
             <noscript><p>n</p></noscript><svg><style>s</style><text>5</text></svg><math><mi>x</mi></math><textarea><p>t</textarea>\
             <select><option>o</select><iframe>i</iframe><object>o</object>b<pre>p <code>c</code></pre>c<!doctype html><?php e ?>d",
        );
        assert_eq!(texts(&page), ["ab", "cd"]);
    }

    #[test]
    fn comments_allow_and_hide() {
        let page = html(
            "<p>a</p><!-- copydesk: allow attribution/unsourced-figure, our count --><p>b <!-- copydesk: allow-file chrome/* --> c</p>\
             <!-- a <b>draft</b> --><!-- copydesk: alow x -->",
        );
        assert_eq!(texts(&page), ["a", "b c", "a <b>draft</b>"]);
        assert_eq!(page.blocks[2].role, Role::Hidden(Hidden::Comment));
        let rules: Vec<_> = page.allows.iter().map(|allow| allow.rule.as_str()).collect();
        assert_eq!((rules, page.faults.len()), (vec!["attribution/unsourced-figure", "chrome/*"], 1));
    }

    #[test]
    fn custom_elements_are_embeds() {
        let page = html("<x-chart data=\"a b\" wide>old <b>text</b></x-chart><y-ad/>after");
        let embeds: Vec<_> = page.embeds.iter().map(|embed| (embed.name.as_str(), embed.args.as_str())).collect();
        assert_eq!(embeds, [("x-chart", "data=\"a b\" wide"), ("y-ad", "")]);
        assert_eq!(texts(&page), ["old textafter"]);
    }

    #[test]
    fn what_is_never_closed_is_said() {
        for (text, words) in [
            ("<p>a <!-- b <p>c", "<!-- b <p>c"),
            ("<p>a <p class=\"b <p>c", "<p class=\"b <p>c"),
            ("<p>a <script>b <p>c", "<script>"),
        ] {
            let page = html(text);
            assert_eq!(texts(&page), ["a"], "{text}");
            assert_eq!(page.source.slice(page.faults[0].0), words);
        }
        let end = ", to the end of what it stands in, is not read";
        for (text, words, seen) in [
            ("<p>a<pre>b<p>c", "<pre>", &["a"][..]),
            ("<body><p>a<PRE class=x><b>b</b><p>c</body></html>", "<PRE class=x>", &["a"]),
            ("<p>a<div><video src=v.mp4 />b</div><p>c", "<video src=v.mp4 />", &["a", "c"]),
            ("<p>a<svg><g><text>b</text><p>c", "<svg>", &["a"]),
            ("<p>a<select><option>b<option>c</select><template>d", "<template>", &["a"]),
            ("<p>a<div hidden><p>b<p>c", "<div hidden>", &["a", "b", "c"]),
            ("<main><p>a<section style='display: none'><div>b</main>", "<section style='display: none'>", &["a", "b"]),
        ] {
            let page = html(text);
            assert_eq!(texts(&page), seen, "{text}");
            let [(span, message)] = &page.faults[..] else { panic!("{text}: {:?}", page.faults) };
            assert_eq!(page.source.slice(*span), words);
            assert!(message.ends_with(end), "{message}");
        }
        // What may stay open, and what hides no words.
        for text in [
            "<ul><li hidden>a<li>b</ul><table><tr hidden><td>c<tr><td>d</table><p hidden>e<p>f",
            "<div hidden></div><p>a<svg><path d=x>",
            "<div><p>a<div>b<section>c",
            "<pre>a</pre><svg><text>b</text></svg><object><p>c</object>d",
        ] {
            assert_eq!(html(text).faults, [], "{text}");
        }
        let page = html("<p>a < b and c <3");
        assert_eq!((texts(&page), page.faults.len()), (vec!["a < b and c <3"], 0));
    }

    #[test]
    fn deep_and_broken_markup_is_read_in_one_go() {
        let deep = format!("{}x{}y", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(texts(&html(&deep)), ["x", "y"]);
        let marks = format!("{}x{}", "<b><i>".repeat(50_000), "<p>z</b>".repeat(50_000));
        assert_eq!(html(&marks).blocks.len(), 50_001);
        for part in
            ["<", "&", "<!--", "<p ", "</", "<a href=#x>", "<table><tr><td>", "&#x", "<ul><li>", "<details>", "<svg>", "<br>"]
        {
            html(&part.repeat(20_000));
            html(&format!("<p>{}</p></td></div>", part.repeat(3)));
        }
    }
}

mod texts {
    use super::*;
    use Kind::*;
    use Role::{Body, Dek, Title};

    const LONG: &str = "The harbour master said on Tuesday that the new quay would take twice as many boats as the old one, \
                        although the town has never counted how many come in a year.";

    #[test]
    fn title_and_standfirst() {
        let text = format!(
            "in ,\n\nQuay opens at last\nBy Ada Voss\nMonday, 4 May 2020\n\nTwice as many boats may land at the harbour now\n\n{LONG}\n\n{LONG}\n"
        );
        let draft = plain(&text);
        assert_eq!(
            shown(&draft),
            [
                (Paragraph, Body, "in ,"),
                (Heading, Title, "Quay opens at last"),
                (Paragraph, Body, "By Ada Voss"),
                (Paragraph, Body, "Monday, 4 May 2020"),
                (Paragraph, Dek, "Twice as many boats may land at the harbour now"),
                (Paragraph, Body, LONG),
                (Paragraph, Body, LONG)
            ]
        );
    }

    #[test]
    fn no_title_without_an_article() {
        assert!(plain("Quay opens at last\n").first(Title).is_none());
        assert!(plain(&format!("{LONG}\n\nQuay opens at last\n\n{LONG}")).first(Title).is_none());
        assert!(plain(&format!("It opened.\n\n{LONG}")).first(Title).is_none());
        for line in ["LONDON, May 5 —", "By ,", "12 Dec 2019, 10:30 am", "2020-05-04 10:30"] {
            assert!(plain(&format!("{line}\n\n{LONG}")).first(Title).is_none(), "{line}");
        }
    }

    #[test]
    fn a_line_is_a_block_and_its_span_the_trimmed_line() {
        let text = format!("  {LONG}  \r\n\r\n24 Points\r\nUpvote\u{a0}Downvote \rShare\n\n{LONG} Two.  Spaces.");
        let draft = plain(&text);
        let lines = [LONG, "24 Points", "Upvote\u{a0}Downvote", "Share", &format!("{LONG} Two.  Spaces.")];
        assert_eq!(texts(&draft), lines);
        for block in &draft.blocks {
            assert_eq!(draft.source.slice(block.whole()), block.text);
            assert_eq!((block.kind, block.role), (Paragraph, Body));
        }
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Quay opens at last\n\nThe harbour master said on Tuesday that the new quay would\n\
                    take twice as many boats as the old one, although the town\nhas never counted how many come in a year. Last year\n\
                    the council had asked.\n\nShare\nPrint\n\n- it is wide and the boats can turn in it even without\n  a tug and a pilot\n- it is deep\n\n\
                    A second paragraph that goes on over two lines of text, as\nmost of them do here\n";
        let draft = plain(text);
        let wanted = [
            (Heading, "Quay opens at last"),
            (
                Paragraph,
                "The harbour master said on Tuesday that the new quay would take twice as many boats as the old one, although \
                 the town has never counted how many come in a year. Last year the council had asked.",
            ),
            (Paragraph, "Share"),
            (Paragraph, "Print"),
            (Item, "it is wide and the boats can turn in it even without a tug and a pilot"),
            (Item, "it is deep"),
            (Paragraph, "A second paragraph that goes on over two lines of text, as most of them do here"),
        ];
        let found: Vec<_> = draft.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        assert_eq!(found, wanted);
        assert_eq!(bytes(&draft, &draft.blocks[1], "would take"), "would\ntake");
    }

    #[test]
    fn short_lines_with_stops_are_not_wrapped() {
        let draft = plain(
            "The quay is open now.\nThe boats are coming in.\nNobody has counted them.\n\nThe town is glad of it.\nSo is the pilot.\n",
        );
        assert_eq!(draft.blocks.len(), 5);
    }

    #[test]
    fn bullets_of_every_kind() {
        for marker in ["•", "-", "–", "—", "*", "·", "‣", "1.", "1)", "(1)", "a)"] {
            let draft =
                plain(&format!("{LONG}\n\n{marker} one boat\n\n{marker} two – boats\n\n{LONG}\n\n{marker} three\n{marker} four"));
            let items: Vec<_> = draft
                .blocks
                .iter()
                .filter(|block| block.kind == Item)
                .map(|block| (block.text.as_str(), block.group, block.level))
                .collect();
            assert_eq!(items, [("one boat", 1, 1), ("two – boats", 1, 1), ("three", 2, 1), ("four", 2, 1)], "{marker}");
            assert!(draft.blocks.iter().all(|block| draft.source.slice(block.whole()) == block.text));
        }
    }

    #[test]
    fn levels_by_indent() {
        let draft = plain("  • a\n  • b\n      • c\n\t\t• d\n  • e\n");
        let levels: Vec<_> = draft.blocks.iter().map(|block| (block.text.as_str(), block.group, block.level)).collect();
        assert_eq!(levels, [("a", 1, 1), ("b", 1, 1), ("c", 1, 2), ("d", 1, 3), ("e", 1, 1)]);
    }

    #[test]
    fn a_dash_alone_is_prose() {
        let draft = plain(&format!("{LONG}\n\n– Is it open? she asked.\n\n{LONG}\n\n-5 degrees\n\n1990. was wet\n"));
        assert!(draft.blocks.iter().all(|block| block.kind != Item));
        assert_eq!(draft.blocks[1].text, "– Is it open? she asked.");
        assert_eq!(plain(&format!("{LONG}\n\n  - indented\n")).blocks[1].kind, Item);
    }

    #[test]
    fn headings() {
        let draft = plain(&format!(
            "Quay opens at last\n==================\n\n{LONG}\n\nWhat the town says\n\n{LONG}\n\nCosts\n-----\n{LONG}\n\n24 Points\n\n{LONG}\n\nIs it “deep”\n\n{LONG}"
        ));
        let headings: Vec<_> = draft
            .blocks
            .iter()
            .filter(|block| block.kind == Heading)
            .map(|block| (block.text.as_str(), block.role, block.level))
            .collect();
        assert_eq!(headings, [("Quay opens at last", Title, 1), ("What the town says", Body, 2), ("Costs", Body, 2)]);
        assert!(!texts(&draft).iter().any(|text| text.starts_with(['=', '-'])));
    }

    #[test]
    fn quotations() {
        let draft = plain(&format!("{LONG}\n\n> The quay is\n>\n> > ours now.\n\n{LONG}\n\n    {LONG}\n\n\t{LONG}\n\n{LONG}"));
        let quotes: Vec<_> = draft.blocks.iter().map(|block| (block.kind, block.group)).collect();
        assert_eq!(quotes, [(Paragraph, 0), (Quote, 1), (Quote, 1), (Paragraph, 0), (Quote, 2), (Quote, 2), (Paragraph, 0)]);
        assert_eq!((draft.blocks[1].text.as_str(), draft.blocks[2].text.as_str()), ("The quay is", "ours now."));
        let indented = plain(&format!("\t{LONG}\n\n\t{LONG}\n\n\t{LONG}\n"));
        assert!(indented.blocks.iter().all(|block| block.kind == Paragraph));
    }

    #[test]
    fn rows_cut_by_tabs() {
        let draft = plain("Port\tTons\nKiel \t 12\nBremen\t9\n\nOne\ttab alone\n");
        let cells: Vec<_> = draft.blocks.iter().map(|block| (block.kind, block.text.as_str(), block.level)).collect();
        let wanted =
            [(Cell, "Port", 0), (Cell, "Tons", 0), (Cell, "Kiel", 1), (Cell, "12", 1), (Cell, "Bremen", 2), (Cell, "9", 2)];
        assert_eq!(cells[..6], wanted);
        assert_eq!(cells[6], (Paragraph, "One\ttab alone", 0));
    }

    #[test]
    fn rows_cut_by_spaces() {
        let table = "Port       Boats   Tons\nKiel          12     900\nBad Elster     1      20\n";
        let ruled = "Port    Crew\n-----   ----\nKiel    Ann B. Pell\n";
        let typed = "It rained.  Nobody sailed.\nIt froze.   Nobody walked.\nThen came March.  All sailed.\n";
        let draft = plain(&format!("{LONG}\n\n{table}\n{ruled}\n{typed}"));
        let cells: Vec<_> =
            draft.blocks.iter().filter(|block| block.kind == Cell).map(|block| (block.text.as_str(), block.level)).collect();
        let wanted = [
            [("Port", 0), ("Boats", 0), ("Tons", 0), ("Kiel", 1), ("12", 1), ("900", 1), ("Bad Elster", 2), ("1", 2), ("20", 2)]
                .as_slice(),
            &[("Port", 0), ("Crew", 0), ("Kiel", 1), ("Ann B. Pell", 1)],
        ];
        assert_eq!(cells, wanted.concat());
        assert_eq!(draft.blocks.iter().filter(|block| block.kind == Paragraph).count(), 4);
        assert_ne!(draft.blocks[1].group, draft.blocks[10].group);
    }

    #[test]
    fn rows_cut_by_bars() {
        let draft = plain("| Port | Boats |\n|---|--:|\n| Kiel | 12 |\n| | 3 |\n\n+----+\n| a | alone\n");
        let cells: Vec<_> = draft.blocks.iter().map(|block| (block.kind, block.text.as_str(), block.level)).collect();
        let wanted = [(Cell, "Port", 0), (Cell, "Boats", 0), (Cell, "Kiel", 1), (Cell, "12", 1), (Cell, "3", 2)];
        assert_eq!(cells[..5], wanted);
        assert_eq!(cells[5], (Paragraph, "| a | alone", 0));
    }

    #[test]
    fn a_wrapped_paragraph_among_others_is_joined() {
        let wrapped = "The harbour master said on Tuesday that the new quay would\n\
                       take twice as many boats as the old one, although the town\n\
                       has never counted how many come in a year.";
        let verse = "The boats came in, the boats went out\nand nobody upon the quay\nhas ever asked what it was about";
        let draft = plain(&format!("{LONG} {LONG}\n\n{wrapped}\n\n{LONG} {LONG}\n{LONG}\n\n{verse}\n"));
        assert!(texts(&draft).contains(&&*wrapped.replace('\n', " ")), "{:?}", texts(&draft));
        assert_eq!(draft.blocks.len(), 7);
    }

    #[test]
    fn comments() {
        let draft =
            plain("One <!-- note --> two.\n<!-- copydesk: allow chrome/* -->\nThree.\n<!-- long\n\nnote --> Four.\n<!-- open");
        assert_eq!(texts(&draft), ["One  two.", "Three.", "long\n\nnote", "Four.", "<!-- open"]);
        assert_eq!(draft.blocks[2].role, Role::Hidden(Hidden::Comment));
        assert_eq!(draft.allows.len(), 1);
    }

    #[test]
    fn addresses_are_links() {
        let draft = plain("See https://a.example/x?y=1, (http://b.example) or www.c.example. Not ://d nor awww.yes\n");
        let links: Vec<_> =
            draft.blocks[0].links.iter().map(|link| (&draft.blocks[0].text[link.at.clone()], link.target.as_str())).collect();
        let wanted = ["https://a.example/x?y=1", "http://b.example", "www.c.example"].map(|address| (address, address));
        assert_eq!(links, wanted);
        assert!(
            draft.blocks[0].links.iter().all(|link| link.sort == LinkSort::Page && draft.source.slice(link.span) == link.target)
        );
    }

    #[test]
    fn anything_is_read() {
        for part in [
            "\n",
            "\r",
            " ",
            "\t",
            "-",
            "- ",
            "• \n",
            "> ",
            "<!--",
            "-->",
            "://",
            "www.",
            "http://a)",
            "x<!---->",
            "<!--\n-->",
            "a://a",
            "http://",
            "1) a\n",
            "a\tb\n",
            "\u{a0}",
            "é\n",
            "    x\n\n",
        ] {
            plain(&part.repeat(20_000));
            plain(part);
        }
        let stairs: String = (0..2_000).map(|depth| format!("{}- x\n", " ".repeat(depth % 500))).collect();
        assert_eq!(plain(&stairs).blocks.len(), 2_000);
    }
}

const TAGS: [&str; 40] = [
    "<p>",
    "</p>",
    "<div hidden>",
    "</div>",
    "<b>",
    "</b>",
    "<a href='x&amp;y'>",
    "</a>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<blockquote>",
    "</blockquote>",
    "<br>",
    "<h1>",
    "</h1>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<!-- c -->",
    "<!--",
    "<img alt='a&lt;b' src=x>",
    "<svg/>",
    "<x-y a=b>",
    "<span class=sr-only>",
    "</span>",
    "<details>",
    "<summary>",
    "</details>",
    "<sup><a href='#fn1'>",
    "<pre>",
    "</pre>",
    "<code>",
    "<",
    "</",
];
const WORDS: [&str; 14] = ["word", " ", "  ", "\n", "\r\n", "&amp;", "&nbsp;", "&#x41;", "&", "é", "5%", "\u{a0}", "\t", "> "];
const LINES: [&str; 18] = [
    "The quay is open and the boats",
    "come in.",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "• a",
    "- b",
    "1. c",
    "    set in",
    "> said",
    "<!--",
    "-->",
    "====",
    "a\tb",
    "http://a.example.",
    "\u{a0}",
    " ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_markup_leads_back_to_its_bytes(parts in prop::collection::vec(prop_oneof![prop::sample::select(&TAGS[..]), prop::sample::select(&WORDS[..])], 0..40)) {
        html(&parts.concat());
    }

    #[test]
    fn any_lines_lead_back_to_their_bytes(parts in prop::collection::vec(prop::sample::select(&LINES[..]), 0..40)) {
        plain(&parts.concat());
    }

    #[test]
    fn any_characters_are_read(text in "\\PC{0,60}") {
        html(&text);
        plain(&text);
    }
}
