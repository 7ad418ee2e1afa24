//! What second readers are asked, and which of their answers are taken.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;

use copydesk::config::Publication;
use copydesk::handover::{self, AnswerRefusal, Strictness, TakenAnswer, TakenAnswers};
use copydesk::lint::{self, OpenQuestion};
use copydesk::policy::Choices;
use copydesk::rulings::{self, ReadAs};
use proptest::prelude::*;

const DRAFT: &str = "# Ferries\n\nThe port office’s count: 41 berths are empty, and 900 people were hurt.\n";

/// What is in doubt in the draft, worked out once.
fn doubts() -> &'static lint::Doubts {
    static DOUBTS: LazyLock<lint::Doubts> = LazyLock::new(found);
    &DOUBTS
}

fn found() -> lint::Doubts {
    let publication = Publication::builtin("standard", &Choices::default()).unwrap();
    let policy = publication.policy(std::path::Path::new("a.md"));
    let entry = lint::Entry { path: "a.md".into(), policy, format: None };
    lint::doubts(&entry, |_| Ok(DRAFT.as_bytes().to_vec())).unwrap().unwrap()
}

fn read(answers: &str) -> TakenAnswers {
    let doubts = doubts();
    let asked: Vec<&OpenQuestion> = doubts.questions.iter().collect();
    TakenAnswers::read(answers.replace("ID", &id()).as_bytes(), &asked, &doubts.article, Strictness::Program)
}

fn id() -> String {
    rulings::shown(doubts().questions[0].claim)
}

fn refused(answers: &str) -> Vec<AnswerRefusal> {
    read(answers).refused.into_keys().collect()
}

#[test]
fn an_answer_is_taken_with_its_reason_and_source() {
    let line =
        r#"{"id":"ID","verdict":"sourced","source":"The  port office's count","why":"a\u001b[31m\nb","reader":"the editor"}"#;
    let taken: Vec<TakenAnswer> = read(line).taken.into_values().collect();
    let wanted = TakenAnswer { verdict: ReadAs::Sourced, why: "a [31m b".into(), source: "The port office's count".into() };
    assert_eq!(taken, [wanted]);
}

#[test]
fn each_bad_answer_is_refused_for_what_is_wrong_with_it() {
    assert_eq!(refused("nonsense\n"), [AnswerRefusal::Malformed]);
    assert_eq!(refused("{\"id\":\"ID\",\"verdict\":\"as"), [AnswerRefusal::Torn]);
    assert_eq!(refused("{\"id\":\"0123456789abcdef\",\"verdict\":\"ask\"}\n"), [AnswerRefusal::Unknown]);
    assert_eq!(refused("{\"id\":\"ID\",\"verdict\":\"fine\"}\n"), [AnswerRefusal::Verdict]);
    assert_eq!(refused("{\"id\":\"ID\",\"verdict\":\"sourced\"}\n"), [AnswerRefusal::Sourceless]);
    assert_eq!(refused("{\"id\":\"ID\",\"verdict\":\"sourced\",\"source\":\"the mayor\"}\n"), [AnswerRefusal::Place]);
    assert_eq!(refused("{\"id\":\"ID\",\"verdict\":\"ask\"}\n{\"id\":\"ID\",\"verdict\":\"own\"}\n"), [AnswerRefusal::Differing]);
    assert_eq!(refused("[1]\n7\nnull\n\"x\"\n"), [AnswerRefusal::Malformed]);
}

#[test]
fn order_and_repetition_do_not_matter_and_questions_handed_back_are_no_answers() {
    let twice = read("{\"id\":\"ID\",\"verdict\":\"ask\"}\n\n{\"id\":\"ID\",\"verdict\":\"ask\",\"why\":\"x\"}");
    assert_eq!((twice.taken.len(), twice.refused.len()), (1, 0));
    let doubts = doubts();
    let handed: String = handover::article(doubts, &doubts.questions.iter().collect::<Vec<_>>());
    assert_eq!(read(&handed), TakenAnswers::default());
}

#[test]
fn a_place_is_where_the_words_stand_in_the_article() {
    let doubts = doubts();
    for asked in &doubts.questions {
        let place = asked.place.clone().unwrap();
        let words: String = doubts.article.chars().skip(place.start).take(place.len()).collect();
        assert_eq!(words, asked.words);
    }
    assert!(doubts.questions.len() >= 2, "{doubts:?}");
}

proptest! {
    #[test]
    fn no_answer_panics(bytes in prop::collection::vec(any::<u8>(), 0..80), line in "\\{\"id\":\"\\PC{0,16}\",\"verdict\":\\PC{0,8}\\}\n?") {
        read(&String::from_utf8_lossy(&bytes));
        read(&line);
    }
}
