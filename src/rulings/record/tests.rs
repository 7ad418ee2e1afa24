//! What a record keeps, and what becomes of it after merges.

use proptest::prelude::*;

use super::*;

fn ruling(claim: u64, reader: &str, verdict: ReadAs) -> Ruling {
    Ruling {
        claim,
        verdict,
        reader: reader.to_owned(),
        date: "2026-11-30".to_owned(),
        why: String::new(),
        source: String::new(),
        path: "posts/a.md".to_owned(),
        text: "41".to_owned(),
        guideline: 1,
    }
}

fn record(rulings: &[Ruling]) -> Rulings {
    Rulings::read(Rulings::default().with(rulings, &BTreeSet::new()))
}

proptest! {
    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec((0_u64..6, "[ab]", "\\PC{0,8}[\t\n\"\\\\\u{202e}]?"), 0..12)) {
        let mut known: BTreeMap<(u64, String), Ruling> = BTreeMap::new();
        let mut held = Rulings::default();
        for (claim, reader, why) in rows {
            let ruling = Ruling { why, ..ruling(claim, &reader, ReadAs::Own) };
            held = Rulings::read(held.with(std::slice::from_ref(&ruling), &BTreeSet::new()));
            known.insert((claim, reader), ruling);
        }
        prop_assert!(held.bad().is_empty());
        prop_assert_eq!(held.len(), known.len());
        prop_assert!(held.text().lines().is_sorted_by_key(|line| line[..26].to_owned()));
        for claim in 0..6 {
            let of: Vec<Ruling> = known.values().filter(|ruling| ruling.claim == claim).cloned().collect();
            prop_assert_eq!(held.of(claim), of);
        }
    }

    #[test]
    fn no_bytes_are_lost_or_panic(lines in prop::collection::vec("\\PC{0,30}", 0..6)) {
        let text = lines.join("\n");
        let record = Rulings::read(text.clone());
        let after = record.with(&[ruling(1, "ana", ReadAs::Own)], &BTreeSet::new());
        for line in lines.iter().flat_map(|line| line.lines()).filter(|line| !line.trim_ascii().is_empty()) {
            prop_assert!(after.contains(line.trim_end_matches('\r')));
        }
    }
}

#[test]
fn of_one_reader_the_newer_ruling_holds_whatever_the_order() {
    let old = ruling(7, "ana", ReadAs::Ask);
    let new = Ruling { date: "2026-12-01".to_owned(), ..ruling(7, "ana", ReadAs::Own) };
    let (old, new) = (line::written(&old), line::written(&new));
    for text in [format!("{old}\n{new}\n"), format!("{new}\n{old}\n")] {
        let of = Rulings::read(text).of(7);
        assert_eq!(of.iter().map(|ruling| ruling.verdict).collect::<Vec<_>>(), [ReadAs::Own]);
    }
}

#[test]
fn readers_who_differ_on_asking_are_split_and_on_the_rest_are_silent() {
    let stand = |verdicts: &[ReadAs]| {
        let rulings: Vec<Ruling> = verdicts.iter().map(|verdict| ruling(1, "x", *verdict)).collect();
        Stand::of(&rulings)
    };
    assert_eq!(stand(&[]), None);
    assert_eq!(stand(&[ReadAs::Sourced, ReadAs::Record]), Some(Stand::Silent));
    assert_eq!(stand(&[ReadAs::Ask, ReadAs::Ask]), Some(Stand::Asked));
    assert_eq!(stand(&[ReadAs::Ask, ReadAs::Own]), Some(Stand::Split));
}

#[test]
fn a_broken_line_is_told_with_its_bytes_and_the_others_hold() {
    let good = line::written(&ruling(3, "ana", ReadAs::None));
    let text = format!("<<<<<<< ours\n{good}\n{{\"claim\":\"3\"}}\n");
    let record = Rulings::read(text.clone());
    assert_eq!(record.len(), 1);
    let told: Vec<(&str, &str)> = record.bad().iter().map(|bad| (&text[bad.at.clone()], bad.why.as_str())).collect();
    assert_eq!(told[0], ("<<<<<<< ours", "it is the mark of a merge that was not ended"));
    assert!(told[1].1.starts_with("it cannot be read: missing field"), "{told:?}");
    for (field, wrong) in
        [("2026-11-30", "2026-13-30"), ("\"none\"", "\"maybe\""), ("\"ana\"", "\" \""), ("\"text\"", "\"txet\"")]
    {
        assert_eq!(Rulings::read(good.replace(field, wrong)).bad().len(), 1, "{wrong}");
    }
}

#[test]
fn what_stands_nowhere_any_more_is_stale_where_its_draft_was_looked_at() {
    let record = record(&[
        ruling(1, "ana", ReadAs::Own),
        ruling(2, "ana", ReadAs::Own),
        Ruling { path: "b.md".to_owned(), ..ruling(3, "ana", ReadAs::Own) },
        Ruling { path: "gone.md".to_owned(), ..ruling(4, "ana", ReadAs::Own) },
    ]);
    let (seen, checked) = (BTreeSet::from([1]), BTreeSet::from(["posts/a.md"]));
    let stale = |is_gone: &dyn Fn(&str) -> bool| {
        record.stale(&seen, &checked, is_gone).into_iter().map(|(ruling, _)| ruling.claim).collect::<Vec<_>>()
    };
    assert_eq!(stale(&|_| false), [2]);
    assert_eq!(stale(&|path| path == "gone.md"), [2, 4]);
}

#[test]
fn a_ruling_taken_out_is_gone_and_the_others_stay() {
    let record = record(&[ruling(1, "ana", ReadAs::Own), ruling(1, "bo", ReadAs::Ask)]);
    let after = Rulings::read(record.with(&[], &BTreeSet::from([(1, "ana".to_owned())])));
    assert_eq!(after.of(1).iter().map(|ruling| ruling.reader.as_str()).collect::<Vec<_>>(), ["bo"]);
    assert!(after.has(1, Some("bo")) && !after.has(1, Some("ana")) && after.has(1, None));
}
