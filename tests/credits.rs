//! Sources that stand outside the sentence of a figure: credits, notes by number, headings, links, and what is none.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod named;

use named::{names, source_of};

/// A credit that stands outside the sentence holds for what it is set to, and no further.
#[test]
fn a_credit_outside_of_the_sentence_is_the_source() {
    let named = |text: &str, figure: &str| source_of(text, figure).1;
    for (text, figure, source) in [
        (
            "# Boats\n\nThe year was good. (Data source: Kemble)\n\nInvestors put $62 billion into boats, 15% more than before.",
            "$62 billion",
            "Kemble",
        ),
        ("# Boats\n\nAll figures are from Kemble.\n\nInvestors put $62 billion into boats.", "$62 billion", "Kemble"),
        ("# Boats\n\nBoats fell by 40% last year. That's according to Kemble.", "40%", "Kemble"),
        ("From The Harbour Herald: Some 18 percent of the wheat is lost each year.", "18 percent", "The Harbour Herald"),
        (
            "# Roads\n\nEvery day, five people are killed on roads in the country 1.\n\nIt is cold.\n\n## End notes\n\n1 Reported road casualties, Department of Roads",
            "five",
            "Reported road casualties, Department of Roads",
        ),
        (
            "During the week, 9.8% of deaths reported in the Harbour Agency's mortality system were due to flu.",
            "9.8%",
            "the Harbour Agency's mortality system",
        ),
    ] {
        assert_eq!(named(text, figure), source, "{text}");
    }
    for (text, figure) in [
        (
            "# Boats\n\nThoughts on boats by Ann Reed.\n\nInvestors put $62 billion into boats, 15% more than before.",
            "$62 billion",
        ),
        ("# Roads\n\nEvery day, five people are killed on roads in the country 1.\n\nIt is cold.", "five"),
        ("Some 9.8% of deaths in the city were due to flu.", "9.8%"),
    ] {
        assert_eq!(named(text, figure), "", "{text}");
    }
    let led = "Kemble has reportedly raised $4 billion in a round led by Harbour Capital.";
    assert_ne!(named(led, "$4 billion"), "Harbour Capital");
}

/// A numeral at the end of a sentence leads to the note with that number, where the text has notes at all.
#[test]
fn a_numeral_leads_to_the_note_of_its_number() {
    let prices = "Prices of flats fell by 7% across the country last year";
    let note = "Kemble, May 2024";
    for text in [
        format!("{prices}.12\n\nSources:\n\n12. {note}"),
        format!("{prices}.12 The rents are next.\n\n## Notes\n\n12. {note}"),
        format!("{prices}.<sup>12</sup>\n\nSources\n\n[12] {note}"),
        format!("{prices},12 and that is that.12\n\nEndnotes\n\n12 {note}"),
    ] {
        names(&text, "7%", "link", note);
    }
    let run_on = format!("{prices}.2 The rents are next.\n\nSources: 1. Pell, June 2024 2. {note}");
    names(&run_on, "7%", "link", note);
    let other = format!("{prices}.11\n\nSources:\n\n12. {note}");
    assert_eq!(source_of(&other, "7%").1, "");
    let bare = format!("{prices}.12 The rents are next.");
    assert_eq!(source_of(&bare, "7%").1, "");
    for cited in ["[Source #2]", "[ref. 2]", "[Note 2]"] {
        names(&format!("{prices} {cited}."), "7%", "link", cited);
    }
    assert_eq!(source_of(&format!("{prices} [Figure #2]."), "7%").1, "");
}

#[test]
fn the_piece_itself_is_no_source() {
    for text in [
        "This article contains affiliate links. Some 41% of sheds are empty.",
        "This article shows that 41% of sheds are empty.",
        "This guide explains why 41% of sheds are empty.",
    ] {
        assert_eq!(source_of(text, "41%").1, "", "{text}");
    }
    names("This report shows that 41% of sheds are empty.", "41%", "sentence", "This report");
    let told = "The Garden Trust published a study in May. This article sums it up: 41% of sheds are empty.";
    assert_eq!(source_of(told, "41%").1, "Garden Trust");
}

#[test]
fn a_heading_of_two_words_names_nobody() {
    for heading in ["Crash Reports", "Rotation Confirmed", "Behavioral Notes from a Saver"] {
        let text = format!("## {heading}\n\n- 41% of sheds are empty.\n- 29% of sheds leak.");
        assert_eq!(source_of(&text, "41%").1, "", "{heading}");
    }
    let told = "## What the Garden Trust found\n\n- 41% of sheds are empty.\n- 29% of sheds leak.";
    names(told, "41%", "leadin", "the Garden Trust");
}

#[test]
fn a_numbered_topic_is_a_page_and_a_topic_is_none() {
    let link = |path: &str| format!("Some 38 million people rent a garden ([Source](https://kemble.example/{path})).");
    names(&link("topics/812/gardens"), "38 million", "link", "Source");
    assert_eq!(source_of(&link("topics/gardens"), "38 million").1, "");
}

/// What the writers asked people goes on through their piece, and what somebody else says ends it.
#[test]
fn a_survey_of_the_writers_goes_on() {
    let own = |text: &str, figure: &str| source_of(text, figure).0;
    for asked in [
        "We asked our readers about sheds in a recent survey, and they told us much.",
        "To this end, we reached out to 331 tenants, who shared their thoughts.",
        "We recently ran a short survey among tenants.",
    ] {
        let text =
            format!("{asked}\n\n## Sheds\n\nOne trend is that 82% of all tenants want a shed. In fact, 58% of them want two.");
        assert_eq!((own(&text, "82%"), own(&text, "58%")), ("own".to_owned(), "own".to_owned()), "{text}");
    }
    let other = "We asked our readers about sheds in a recent survey.\n\nThe Garden Trust said that sheds leak.\n\nSome 82% of all tenants want a shed.";
    assert_ne!(own(other, "82%"), "own");
}

#[test]
fn a_study_goes_on_over_adverbs_plurals_and_who_is_quoted() {
    let told = "The Kemble survey found that 41% of tenants want a shed.";
    for next in [
        "Notably, 62% of them asked for two.",
        "Tenants in the north want more: 62% of them asked for two.",
        "“Nobody had thought that so many people would want a shed,” Ada Quill told the Harbour Herald.\n\nSome 62% of them asked for two.",
    ] {
        names(&format!("{told}\n\n{next}"), "62%", "document", "The Kemble survey");
    }
    let other = format!("{told}\n\nHarbour Council lost 62% of its tenants last year.");
    assert_eq!(source_of(&other, "62%").1, "");
}

#[test]
fn a_link_behind_the_last_stop_is_of_the_whole_paragraph() {
    let text = "Some 30 million people rent a garden. The price of a plot rose by 12%. [kemble.example](https://kemble.example/gardens/plots)";
    names(text, "30 million", "link", "kemble.example");
    let home = text.replace("/gardens/plots", "/");
    assert_eq!(source_of(&home, "30 million").1, "");
}
