//! Statements and their denials in languages other than English: what stands is seen, what is denied is not taken for it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use copydesk::config::Publication;
use copydesk::lint::{Entry, run};
use copydesk::policy::Choices;

const RAIN: [(&str, &str); 6] = [
    ("de", "Der Regen kam in der Nacht und blieb bis zum Morgen, und die Leute im Dorf waren froh über das Wasser."),
    ("fr", "La pluie est venue dans la nuit et elle est restée jusqu’au matin, et les gens du village étaient contents."),
    ("es", "La lluvia llegó en la noche y se quedó hasta la mañana, y la gente del pueblo estaba contenta con el agua."),
    ("pt", "A chuva veio na noite e ficou até de manhã, e as pessoas da vila estavam contentes com a água que caiu."),
    ("it", "La pioggia è arrivata nella notte ed è rimasta fino al mattino, e la gente del paese era contenta."),
    ("nl", "De regen kwam in de nacht en bleef tot de ochtend, en de mensen in het dorp waren blij met het water."),
];

/// Whether the rule tells anything of a draft that owes its statement and opens with these words.
fn is_told(rule: &str, lang: &str, statement: &str) -> bool {
    let (_, rain) = RAIN.into_iter().find(|(known, _)| *known == lang).unwrap();
    let (front, link) = match rule {
        "disclosure/gifted" => ("gifted: true", ""),
        "disclosure/investment" => ("category: investing", ""),
        "disclosure/health" => ("category: health", ""),
        "disclosure/ai-assisted" => ("ai: true", ""),
        "disclosure/sponsored" => ("sponsored: true", ""),
        _ => ("draft: false", "\n\n[x](https://www.amazon.it/dp/B000?tag=foo-21)"),
    };
    let draft = format!("---\ntitle: X\nlang: {lang}\n{front}\n---\n\n{statement}\n\n{rain}{link}\n\n{rain}\n");
    let config = format!("[rules]\n\"{rule}\" = \"error\"\n");
    let (publication, faults) = Publication::read(Path::new("copydesk.toml"), &config, None, &[], &Choices::default());
    assert!(faults.is_empty(), "{faults:?}");
    let path = PathBuf::from("a.md");
    let entry = Entry { policy: publication.unwrap().policy(&path), path, format: None };
    let file = run(&[entry], |_| Ok(draft.clone().into_bytes()), || ()).files.remove(0);
    file.findings.iter().any(|finding| finding.rule == rule)
}

#[test]
fn a_statement_is_seen_in_each_language() {
    for (rule, statements) in [
        (
            "disclosure/gifted",
            &[
                ("de", "Das Buch wurde mir vom Verlag kostenlos zur Verfügung gestellt."),
                ("de", "Wir wurden vom Hotel eingeladen."),
                ("fr", "J'ai été invitée par l'hôtel."),
                ("es", "La editorial me ha enviado este libro gratis."),
                ("es", "Hemos sido invitados por el hotel."),
                ("pt", "Recebi este livro gratuitamente da editora."),
                ("pt", "Fui convidada pelo hotel."),
                ("it", "Il libro mi è stato inviato gratuitamente dalla casa."),
                ("it", "Siamo stati ospiti dell'hotel."),
                ("nl", "Dit boek kreeg ik gratis van de uitgever."),
                ("nl", "We waren te gast bij het hotel."),
            ][..],
        ),
        (
            "disclosure/investment",
            &[
                ("pt", "Este texto não é recomendação de investimento."),
                ("it", "Questo articolo non costituisce consulenza finanziaria."),
                ("nl", "Dit artikel is geen financieel advies."),
                ("nl", "Dit is geen beleggingsadvies."),
            ],
        ),
        (
            "disclosure/health",
            &[
                ("de", "Bitte sprich mit deinem Arzt."),
                ("pt", "Consulte seu médico."),
                ("it", "Consulta il tuo medico."),
                ("nl", "Raadpleeg je arts."),
                ("nl", "Dit artikel vervangt geen medisch advies."),
            ],
        ),
        (
            "disclosure/ai-assisted",
            &[
                ("pt", "Este texto foi escrito com a ajuda do ChatGPT."),
                ("it", "Questo testo è stato scritto con l'aiuto di ChatGPT."),
                ("nl", "Deze tekst is geschreven met behulp van ChatGPT."),
            ],
        ),
        (
            "disclosure/sponsored",
            &[
                ("de", "Gesponserter Beitrag"),
                ("de", "Dieser Beitrag entstand in bezahlter Zusammenarbeit mit Pingo."),
                ("es", "Artículo patrocinado por Pingo"),
                ("pt", "Este post é um publieditorial."),
                ("it", "Articolo sponsorizzato da Pingo"),
                ("nl", "Gesponsord door Pingo."),
                ("nl", "Dit is een gesponsord artikel."),
            ],
        ),
        ("disclosure/affiliate", &[("it", "Se acquisti tramite i nostri link riceviamo una commissione.")]),
    ] {
        for (lang, statement) in statements {
            assert!(!is_told(rule, lang, statement), "{rule}: {statement}");
            assert!(is_told(rule, lang, ""), "{rule} asks for nothing in {lang}");
        }
    }
}

#[test]
fn a_denial_is_no_statement_in_any_language() {
    for (rule, lang, denial) in [
        ("disclosure/gifted", "de", "Das Buch wurde mir nicht kostenlos zur Verfügung gestellt."),
        ("disclosure/gifted", "es", "No hemos sido invitados por el hotel."),
        ("disclosure/gifted", "pt", "Não recebi este livro gratuitamente."),
        ("disclosure/gifted", "it", "Il libro non mi è stato inviato gratuitamente."),
        ("disclosure/gifted", "nl", "Dit boek kreeg ik niet gratis van de uitgever."),
        ("disclosure/ai-assisted", "de", "Dieser Text wurde nicht mit KI erstellt."),
        ("disclosure/ai-assisted", "pt", "Este texto não foi escrito pelo ChatGPT."),
        ("disclosure/ai-assisted", "it", "Questo testo non è stato scritto da ChatGPT."),
        ("disclosure/ai-assisted", "nl", "Deze tekst is niet geschreven door ChatGPT."),
        ("disclosure/sponsored", "nl", "Dit is geen gesponsord artikel."),
        ("disclosure/affiliate", "it", "Se acquisti tramite i nostri link non riceviamo alcuna commissione."),
    ] {
        assert!(is_told(rule, lang, denial), "{rule}: {denial}");
    }
}

/// A house that approved words in a language of which copydesk knows none is asked for them, and they are known where they stand.
#[test]
fn an_approved_text_is_owed_in_any_language() {
    let config = "name = \"Kustbladet\"\n[texts.opinion]\ntext = \"Åsikterna i denna text är skribentens egna.\"\n\
                  [[section]]\nfiles = [\"op/**\"]\nkind = \"opinion\"\n";
    let bare = "name = \"Kustbladet\"\n[[section]]\nfiles = [\"op/**\"]\nkind = \"opinion\"\n";
    let text =
        "Jag har gått på kajen varje dag i trettio år, och jag tycker att staden borde stänga den för bilar, som alla andra.";
    let told = |config: &str, draft: String| {
        let (publication, faults) = Publication::read(Path::new("copydesk.toml"), config, None, &[], &Choices::default());
        assert!(faults.is_empty(), "{faults:?}");
        let path = PathBuf::from("op/a.md");
        let entry = Entry { policy: publication.unwrap().policy(&path), path, format: None };
        run(&[entry], |_| Ok(draft.clone().into_bytes()), || ()).files.remove(0).findings.len()
    };
    assert_eq!(told(config, format!("# Kajen\n\n{text}\n")), 1);
    assert_eq!(told(config, format!("# Kajen\n\nÅsikterna i denna text är skribentens egna.\n\n{text}\n")), 0);
    assert_eq!(told(bare, format!("# Kajen\n\n{text}\n")), 0);
}
