//! Whom the source sheet names: in each case a text, a figure of it, and the words that the sheet gives as its source.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod named;

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::lint::{self, Entry};
use copydesk::policy::Choices;
use named::{names, source_of};

#[test]
fn the_seat_of_a_firm_is_not_who_speaks() {
    names("Oake Foundry Corp., Marle, Kent, said it lost 2,400 orders.", "2,400", "sentence", "Oake Foundry Corp.");
    names("Oake Foundry, a Marle, Kent-based firm, said it lost 2,400 orders.", "2,400", "sentence", "Oake Foundry");
    names(
        "Ada Pell, a surveyor based in Marle, Kent, who measures mills, estimates that 40 percent of them stand empty.",
        "40 percent",
        "sentence",
        "Ada Pell",
    );
    names("Ada Pell, the mayor of Marle, said 2,400 crates were lost.", "2,400", "sentence", "Ada Pell");
}

#[test]
fn a_dateline_is_no_part_of_a_name() {
    names("MARLE (Oake News) - Harbour group Tidewell said it lost 2,400 crates.", "2,400", "sentence", "Harbour group Tidewell");
}

#[test]
fn a_citation_is_told_whole() {
    names("The mill has lost 40 percent of its weavers. [12] It rains.", "40 percent", "link", "[12]");
    names("Of the weavers, 40 percent have left (p. 19).", "40 percent", "link", "(p. 19)");
    names(
        "Of the weavers, 40 percent have left.[^a]\n\n[^a]: Marle Board, Weavers of Kent, 2014.\n",
        "40 percent",
        "link",
        "Marle Board, Weavers of Kent, 2014.",
    );
}

#[test]
fn a_note_is_evidence_for_what_leads_to_it_and_not_for_itself() {
    let note = "All is well.[^a]\n\n[^a]: Experts say that 77% were wrong.\n";
    names(note, "77%", "vague", "Experts say");
    assert_eq!(source_of("At least 300 people left.[^a]\n\n[^a]: Port office, 2026.\n", "300").0, "link");
    assert_eq!(source_of("All is well.[^a]\n\n[^a]: Ada Pell said that 77% were wrong.\n", "77%").0, "sentence");
}

#[test]
fn notes_that_were_made_by_hand_are_notes() {
    let marks = ["<sup><a href=\"#fn1\">1</a></sup>", "<sup>[1](#fn1)</sup>", "<sup>[1](#notes)</sup>", "[<sup>1</sup>](#fn1)"];
    for mark in marks {
        let text = format!(
            "# Quay\n\nThe river was high.\n\nAt least 41 people left.{mark} It rained.\n\n<p id=\"fn1\">1. Port office.</p>\n"
        );
        assert_eq!(source_of(&text, "41").0, "link", "{text}");
    }
    assert_eq!(source_of("At least 41 people left, as [a note on tides](#note-on-tides) says.", "41").0, "unsourced");
}

#[test]
fn of_several_links_the_nearest_is_meant() {
    let text =
        "The [mills](https://mills.example/count) lost 12 percent and the [docks](https://docks.example/count) 40 percent.";
    names(text, "12 percent", "link", "mills");
    names(text, "40 percent", "link", "docks");
}

#[test]
fn pages_that_list_other_pages_are_no_evidence() {
    let text = "The report by the Marle Board gives these shares:\n\n- [Mills](https://news.example/tag/mills/): 40 percent\n";
    names(text, "40 percent", "leadin", "the Marle Board");
}

#[test]
fn a_block_quotation_is_from_whoever_leads_it_in() {
    let text = "The Marle Board says it in few words:\n\n> Of the weavers, 40 percent have left.\n";
    names(text, "40 percent", "announced", "The Marle Board");
    let text = "Read what the [board](https://board.example/summary) has to tell:\n\n> Of the weavers, 40 percent have left.\n";
    names(text, "40 percent", "announced", "board");
}

#[test]
fn a_lead_in_names_more_than_it() {
    let text =
        "Last week the board gave its [2014 count](https://board.example/count), and it reveals much:\n\n- Mills: 40 percent\n";
    let (step, source) = source_of(text, "40 percent");
    assert_eq!((step.as_str(), source.as_str()), ("leadin", "2014 count"));
}

#[test]
fn an_interview_is_answered_by_its_guest() {
    let text = "An interview with Ada Pell on her mills.\n\n**How many mills do you have?**\n\nI run 14 of them.\n\n\
                **Do you like it?**\n\nI do. We have 310 looms.\n\n**And you sell?**\n\nYes.\n";
    names(text, "310", "announced", "Ada Pell");
}

#[test]
fn a_label_with_data_behind_it_is_no_speaker() {
    let text = "Marina: 54 degrees north, 40 berths for yachts, water and power on the quay, a shop and a bar.\n";
    assert_ne!(source_of(text, "40").1, "Marina");
}

#[test]
fn what_sets_the_scene_is_not_what_is_said() {
    let text = "After 41 people were injured in Marle, Pell admitted that the stand was old.";
    assert_ne!(source_of(text, "41").0, "sentence");
    names("After the fire, 41 people were injured, Pell said.", "41", "sentence", "Pell");
}

#[test]
fn who_wrote_it_does_not_say_it() {
    let text = "Only 40 percent of the songs were written by Kent residents.";
    assert_ne!(source_of(text, "40 percent").0, "sentence");
    let text = "Pell, who writes about the mills, was seen at the docks. They were both 27 metres long.";
    assert_ne!(source_of(text, "27 metres").1, "Pell");
}

#[test]
fn a_forecast_right_behind_somebody_who_forecasts_is_theirs() {
    let text = "The Marle Board is forecasting growth of 2%. However, output is forecast to fall to 4 million crates.";
    assert_eq!(source_of(text, "4 million").1, "The Marle Board");
    let text = "The Marle Board met on Monday. However, output is forecast to fall to 4 million crates.";
    assert_ne!(source_of(text, "4 million").1, "The Marle Board");
}

#[test]
fn names_in_brackets_behind_a_figure_are_its_credit() {
    names("Some 40 percent own looms (Marle Research Institute).", "40 percent", "sentence", "Marle Research Institute");
    let text = "Some 40 percent own looms at the Marle Institute (Marle Research Institute).";
    assert_ne!(source_of(text, "40 percent").0, "sentence");
}

#[test]
fn a_vague_word_with_a_house_behind_it_is_named() {
    let text = "The mills would make 40 percent of their money in Kent, according to analysts at Tidewell.";
    names(text, "40 percent", "sentence", "analysts at Tidewell");
    assert_eq!(source_of("The mills lost 40 percent of their weavers, according to analysts.", "40 percent").0, "vague");
}

#[test]
fn a_name_with_a_vague_word_in_it_is_a_name() {
    let text = "The plan came after the Marle Press reports more than 40 percent of weavers have left.";
    names(text, "40 percent", "sentence", "the Marle Press");
    names(
        "They lost 40 percent from 1890 on, per Marle Census Bureau statistics.",
        "40 percent",
        "sentence",
        "Marle Census Bureau",
    );
    names("In a second study, 85 weavers were asked to read.", "85", "sentence", "a second study");
}

#[test]
fn a_clause_set_under_another_ends_where_that_begins() {
    let text = "Even when they explained how to mend it, they kept seeing the same fault in 140 mills.";
    assert_ne!(source_of(text, "140").0, "sentence");
    names("They explained that the fault, a bad one, was seen in 140 mills.", "140", "sentence", "They");
}

#[test]
fn who_brought_a_thing_out_does_not_count_it() {
    let text = "Nine of the 20 best-selling games of the year were published by Tidewell.";
    assert_ne!(source_of(text, "Nine").0, "sentence");
    names("Figures that were published by Tidewell put the loss at 40 percent.", "40 percent", "sentence", "Tidewell");
}

#[test]
fn a_title_behind_a_label_is_no_speech() {
    let text = "Read On: Seven Tips for Mending Looms in Your Mill\n\nThe mill is old, and it is dear to all of Marle.\n\n\
                Read On: 40 Ways to Lose a Weaver and to Find One\n";
    assert_ne!(source_of(text, "40").0, "announced");
    let text = "Below is the summary that we quote:\n\n> Of the weavers, 40 percent have left.\n";
    names(text, "40 percent", "announced", "Below is the summary that we quote");
}

#[test]
fn a_house_tells_of_its_own_doing_in_many_verbs() {
    names("The Marle council has pegged the losses to the town at 2.8 million.", "2.8 million", "sentence", "The Marle council");
    names("Marle Air has blamed dear coal for a 40% drop in profits.", "40%", "sentence", "Marle Air");
    names("Kemble has dropped its barley forecast to 12,000 tonnes.", "12,000 tonnes", "sentence", "Kemble");
    names("Tarn polled a sample of 1,730 gardeners by letter.", "1,730", "sentence", "Tarn");
    names("Oake, ranked by Kemble in 2007 as one of the 100 richest, is gone.", "100", "sentence", "Kemble");
    names("Local police have shut the pier until Monday, and said 39 boats must stay.", "39", "sentence", "Local police");
    // A share of people is nobody who speaks.
    let text = "The rest favour Ada Pell of Marle, or say they will not vote for any of the 12.";
    assert_ne!(source_of(text, "12").0, "sentence");
}

#[test]
fn who_reports_in_a_participle_is_named() {
    let text = "Reporting its results for the year, the airline made a profit of £75m.";
    names(text, "£75m", "sentence", "the airline");
    let text = "Trade is strong, with the Marle Board reporting sales of five million.";
    names(text, "five million", "sentence", "the Marle Board");
    names("Trade is strong, with sales of five million boats.", "five million", "unsourced", "");
}

#[test]
fn an_amount_may_stand_right_before_whoever_estimated_it() {
    names("Growth was ahead of the 3.1% the treasury estimated a month ago.", "3.1%", "sentence", "the treasury");
    names("It is more than the $60,000 the council predicted last August.", "$60,000", "sentence", "the council");
    assert_ne!(source_of("It is more than the $60,000 the council paid last August.", "$60,000").0, "sentence");
}

#[test]
fn those_who_were_asked_speak_for_their_poll() {
    names("Its survey is out. Nearly three-quarters (74%) of respondents said they swim.", "74%", "sentence", "respondents");
    names("One in six (17%) of those polled for the Courier swim.", "17%", "sentence", "those polled");
    // A survey that nobody made has asked nobody.
    let text = "In a survey of cooks, 75% of respondents said they swim.";
    assert_ne!(source_of(text, "75%").0, "sentence");
}

#[test]
fn papers_speak_with_their_owner_alone() {
    let text = "The walk-out follows Treasurer Mary Pell's announcement in July that 10,400 jobs would go.";
    names(text, "10,400", "sentence", "Treasurer Mary Pell's announcement");
    names("Marle came 111th of 180 in the Kemble press index, with 12 papers.", "12", "sentence", "the Kemble press index");
    names(
        "Figures released this week by the Marle Treasury showed a loss of $40.3 billion.",
        "$40.3 billion",
        "sentence",
        "Figures released this week by the Marle Treasury",
    );
    // What the paper only mentions is not told by it.
    names(
        "The board said exports would fall by 12 percent, while earnings are to hit 133 billion.",
        "133 billion",
        "sentence",
        "The board",
    );
}

#[test]
fn aides_and_papers_without_a_name_are_theirs_who_were_named_before() {
    let text = "Ada Pell has raised $73 million, the campaign said. Aides said more than 20,000 people gave.";
    names(text, "20,000", "continues", "the campaign");
    let text =
        "The bones are old, Kemble University reports. Analysis of teeth revealed that two-thirds of the bears were young.";
    names(text, "two-thirds", "continues", "Kemble University");
    // Others' papers stay others'.
    let text = "The bones are old, Kemble University reports. Surveys show that two-thirds of the bears were young.";
    assert_ne!(source_of(text, "two-thirds").0, "continues");
}

#[test]
fn a_report_without_a_name_may_be_named_in_the_next_paragraph() {
    let text = "The income of mills has halved to 12,000, a report says.\n\nThe weavers' survey by Kemble University found that fewer mills spin.";
    names(text, "12,000", "document", "survey by Kemble University");
    let text = "The income of mills has halved to 12,000, a report says.\n\nMiller Ada Pell said she was sad.";
    assert_ne!(source_of(text, "12,000").0, "document");
}

#[test]
fn whom_a_poll_is_about_is_no_newcomer_in_it() {
    let text = "The Kemble poll shows a close race. Pell leads 52% to 40% among the young.";
    names(text, "52% to 40%", "document", "The Kemble poll");
    let text = "The Kemble report shows a close race. Turnout leads the hills by 52%.";
    assert_ne!(source_of(text, "52%").0, "document");
}

#[test]
fn what_is_asked_or_said_of_a_speaker_is_not_told_by_him() {
    let text = "Did the inquiry find why Ada Pell and 40 others drowned?";
    assert_ne!(source_of(text, "40").0, "sentence");
    let text = "The storm was loud, said Ada Pell, who is 17 miles from Marle.";
    assert_ne!(source_of(text, "17 miles").0, "sentence");
    let text = "The Kemble Detect (with 40 lamps) is loud.";
    assert_ne!(source_of(text, "40").0, "sentence");
}

#[test]
fn a_number_is_read_whole_however_it_is_written() {
    let numbers: [(&str, &[(&str, f64)]); 11] = [
        ("Some 1’234’567 francs and 12'500 crates were lost.", &[("1’234’567 francs", 1_234_567.0), ("12'500", 12.5e3)]),
        ("Exports fell by 5,5% and imports by 12,25% in May.", &[("5,5%", 5.5), ("12,25%", 12.25)]),
        ("Some 2½ million crates, ½ of them full, were lost.", &[("2½ million", 2.5e6), ("½", 0.5)]),
        ("About 1/3 of the crates were lost, and ⅔ of the casks.", &[("1/3", 1.0 / 3.0), ("⅔", 2.0 / 3.0)]),
        ("Some 3 1/2 million crates were lost.", &[("3 1/2 million", 3.5e6)]),
        ("Some 12 000 crates and 1 250 000 casks were lost.", &[("12 000", 12e3), ("1 250 000", 1.25e6)]),
        ("Between 5 and 7½ million crates were lost.", &[("5 and 7½ million", 5e6)]),
        ("In 2015 300 crates were lost.", &[("300", 300.0)]),
        ("Some 61/186 of the crates were lost.", &[("61/186", 61.0 / 186.0)]),
        ("The S&P 500 fell and 40 crates were lost.", &[("40", 40.0)]),
        ("Some 400 crates were lost; call 212 555 0100 or +44 800 555 123.", &[("400", 400.0)]),
    ];
    for (text, expected) in numbers {
        let policy = Publication::builtin("standard", &Choices::default()).unwrap().policy(Path::new("draft.md"));
        let entry = Entry { path: PathBuf::from("draft.md"), policy, format: None };
        let sheet = lint::sheet(&entry, |_| Ok(text.as_bytes().to_vec())).unwrap().expect("it is text");
        let rows = sheet.rows.iter().filter(|row| row.verdict != "none");
        let found: Vec<_> = rows.map(|row| (&text[row.span.range()], row.low.unwrap())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn where_it_was_said_is_no_part_of_what_was_said() {
    for (text, figure) in [
        ("“We lost the quay,” Pell said at a rally of some 400 dockers.", "400"),
        ("Pell told 2,267 people gathered at the quay that the mills would close.", "2,267"),
        ("“They were deceived,” he said, referring to youths who met in more than 60 towns.", "60"),
        ("At least 29 deaths in Kent have been attributed to Michael, which came ashore in May.", "29"),
        ("People who draw Marle Relief projected to number 65 million have no say.", "65 million"),
        ("When Ada Pell tweeted a link to a page, less than 1 percent of readers clicked.", "1 percent"),
        ("Yards such as Oake, having claims of over 1 billion marks, were not there.", "1 billion"),
        ("The captain landed in Marle, Kent, speaking to some 7,000 dockers.", "7,000"),
        ("The tally for its crates and casks soared past takings of $56m.", "$56m"),
        ("The average ratio observed on the quay is 226.3%.", "226.3%"),
        ("The Oake inquiry has cost the town $9 million.", "$9 million"),
    ] {
        assert_ne!(source_of(text, figure).0, "sentence", "{text}");
    }
    names("“We lost it,” Pell said at a rally, “and 40 percent of us left.”", "40 percent", "sentence", "Pell");
    names("Pell told 300 dockers that 40 percent of the mills would close.", "40 percent", "sentence", "Pell");
}

#[test]
fn a_count_has_whoever_made_it() {
    names("By the ministry’s count, 1,250 boats are old.", "1,250", "sentence", "the ministry’s count");
    names("The ministry’s figures for 2024 have landings down 12%.", "12%", "sentence", "The ministry’s figures");
    names("The board released catch figures showing the fleet grew 7.1% in 2024.", "7.1%", "sentence", "The board");
    names(
        "The port board published statistics on Monday indicating that landings fell 12%.",
        "12%",
        "sentence",
        "The port board",
    );
    names("Data released by the port on Friday showed landings fell 12%.", "12%", "sentence", "the port");
    names("Kemble & Tate expects landings to fall 12% this year.", "12%", "sentence", "Kemble & Tate");
}

#[test]
fn a_house_has_a_name_and_one_source_has_none() {
    names("Kemble analysts reckon the ports could save 1.6 billion marks.", "1.6 billion", "sentence", "Kemble analysts");
    names("Market analysts reckon the ports could save 1.6 billion marks.", "1.6 billion", "vague", "analysts reckon");
    names("One source estimated the proceeds at two billion marks.", "two billion", "vague", "One source");
}

#[test]
fn what_a_thing_has_is_not_told_by_it() {
    let text = "The Oake motor provides:\n\n- Quiet running: 10x quieter than the old one\n- 40% more thrust\n";
    assert_ne!(source_of(text, "40%").0, "leadin");
    let text = "The yard has [Oake 9](https://wiki.example/wiki/Oake_9) cranes, which are valued at $80,000 each.";
    assert_ne!(source_of(text, "$80,000").0, "link");
}

#[test]
fn a_house_in_brackets_and_a_name_before_a_quotation_are_sources() {
    names("Unemployment fell to 41% last year (Eurostat).", "41%", "sentence", "Eurostat");
    for aside in
        ["children have attention deficit disorder (ADHD)", "workers used artificial intelligence (AI)", "shops closed (Q2)"]
    {
        let text = format!("The river was high last week. Some 41% of {aside}.");
        assert_ne!(source_of(&text, "41%").0, "sentence", "{text}");
    }
    names("Unemployment fell to 41% last year (Reuters, 3 May).", "41%", "sentence", "Reuters, 3 May");
    assert_ne!(source_of("Unemployment fell to 41% in Marle (Kent).", "41%").0, "sentence");
    let text = "**Ada Pell** (Marle mayor): “Solar grew 40% in a year, and that is a lot.”";
    names(text, "40%", "quote", "Ada Pell");
    names("Ada Pell, mayor of Marle: “Solar grew 40% in a year, and that is a lot.”", "40%", "quote", "Ada Pell");
    let text = "**Why It Happens:** Most rivals burn oil. Its cost is 85% of the price of a mile.";
    assert_ne!(source_of(text, "85%").0, "announced");
}

#[test]
fn a_charge_is_the_prosecutors() {
    let text = "Federal prosecutors unveiled charges in a scheme that allegedly took over $150 million.";
    names(text, "$150 million", "sentence", "Federal prosecutors");
    let text = "The raft sank with a load that allegedly held over $150 million.";
    assert_ne!(source_of(text, "$150 million").0, "sentence");
}

#[test]
fn whoever_said_it_was_so_said_it_of_what_stands_before() {
    let text = "At least 10 people died in an attack senior officials said was planned by pirates.";
    assert_ne!(source_of(text, "10").1, "an attack senior officials");
}

#[test]
fn one_who_has_no_name_is_as_vague_as_many() {
    names("According to an expert, 41% of the crew drowned.", "41%", "vague", "an expert");
    names("A leading analyst expects that 41% of the crew will leave.", "41%", "vague", "A leading analyst");
    names("Experts, including Ada Quill of Pell University, say 41% drowned.", "41%", "sentence", "Experts");
    names("> Experts say that 41% of the crew drowned.", "41%", "vague", "Experts say");
    names("Some 40,000 crates were lost, by Tom Tarn’s own account.", "40,000", "sentence", "Tom Tarn’s own account");
    names("On the board’s figures, 41% of the crew drowned.", "41%", "sentence", "the board’s figures");
    names("The Oake Institute projects coal use will peak and fall 15%.", "15%", "sentence", "The Oake Institute");
}

#[test]
fn a_thing_that_is_broken_down_is_no_paper() {
    assert_eq!(source_of("The heat causes a breakdown of 7% of the wood.", "7%").1, "");
    assert_eq!(source_of("This results in the breakdown of 4-7% of the wood.", "4-7%").1, "");
    names("In a second study, 40% of rats slept less.", "40%", "sentence", "a second study");
    assert_eq!(source_of("They met in one study hall, where 40 pupils slept.", "40").1, "");
}

#[test]
fn facts_that_are_led_in_are_whoevers_gives_them() {
    let facts = "Here are some facts from the Harbour Agency on drowning.\n\nIn 2017, 39,773 people drowned.";
    names(facts, "39,773", "document", "Harbour Agency");
    let facts = "Here are some statistics from oakefacts.org: Some 88.8 of 100 people own a boat. Twenty-two percent own two.";
    names(facts, "Twenty-two percent", "document", "oakefacts.org");
    let facts = "Here are some facts on drowning.\n\nIn 2017, 39,773 people drowned.";
    assert_eq!(source_of(facts, "39,773").1, "");
}

#[test]
fn according_to_is_read_behind_a_break_and_a_place() {
    let broken = "**Few own one**\\\nAccording to Tidewater, nearly 57 million people have no boat.";
    names(broken, "57 million", "sentence", "Tidewater");
    names("In the south according to Tidewater, 57 million people have no boat.", "57 million", "sentence", "Tidewater");
    assert_eq!(source_of("Sales rose according to Tidewater, and 40% of yards closed.", "40%").1, "");
}

#[test]
fn a_house_in_brackets_ends_its_sentence_however_long() {
    names("Some 88% of those at work would like to stay at home all day long (Eurostat).", "88%", "sentence", "Eurostat");
    assert_eq!(source_of("About 40 percent of yards fail (round 2, spring 2021).", "40 percent").1, "");
    assert_eq!(source_of("The yard shed 1,200 workers (Table 3, 2019).", "1,200").1, "");
}

#[test]
fn people_whom_nobody_asked_are_vague() {
    names("73% of people surveyed would not mind.", "73%", "vague", "people surveyed");
    let asked = "Tidewater asked its members in a survey.\n\nSome 55% of respondents never sleep.";
    names(asked, "55%", "sentence", "respondents");
    let asked = "We asked 400 readers.\n\nSome 55% of respondents never sleep.";
    names(asked, "55%", "sentence", "respondents");
}

#[test]
fn whoever_says_nothing_is_no_source() {
    for silent in ["said nothing", "declined to say", "has never said"] {
        let text = format!("“At least 41 people drowned.” The council {silent}.");
        assert_ne!(source_of(&text, "41").1, "The council", "{text}");
    }
    assert_eq!(source_of("The council did not say that 41 people drowned.", "41").1, "");
    assert_eq!(source_of("Unless Tarn says so, 41 people drowned.", "41").1, "");
    names("The council, which has not said how, said 41 people drowned.", "41", "sentence", "The council");
    names("The board said it had not lost 41 boats.", "41", "sentence", "The board");
}

#[test]
fn what_has_a_date_is_named_before_it() {
    names("The Marle Courier of 9 February reported that 2,400 looms stood still.", "2,400", "sentence", "The Marle Courier");
    names("The Board's bulletin for May 2024 says 2,400 looms stood still.", "2,400", "sentence", "The Board's bulletin");
}

#[test]
fn what_names_nobody_leads_in_nothing() {
    let list = |lead: &str| format!("{lead}\n\n- 62% of mills lose money on it\n- 41% of weavers leave within a year");
    assert_eq!(source_of(&list("Research shows that:"), "62%").0, "unsourced");
    names(&list("The Marle Institute found that:"), "62%", "leadin", "The Marle Institute");
    assert_ne!(source_of("Records from the 1970s show that 41% of the mills are gone.", "41%").0, "sentence");
}

#[test]
fn a_link_that_asks_the_reader_to_act_shows_nothing() {
    for (words, step) in [("Buy now", "unsourced"), ("Subscribe", "unsourced"), ("Book of mills", "link")] {
        let text = format!("The mills lost 41% of their weavers in May. [{words}](https://marle.example/a/b)");
        assert_eq!(source_of(&text, "41%").0, step, "{words}");
    }
    let behind = "The mills lost 41% of their weavers in May. ([Marle Institute](https://marle.example/a/b))";
    names(behind, "41%", "link", "Marle Institute");
}

#[test]
fn a_part_of_what_the_writers_told_of_themselves_is_theirs() {
    let ours = "Our bill came to $41,000 a month. Ninety percent of that paid for idle looms.";
    assert_eq!(source_of(ours, "Ninety percent").0, "own");
}
