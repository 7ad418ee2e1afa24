//! What language a text is in, told by its commonest words.

use super::read::Reading;
use crate::prose::{Numbered, tokens};
use crate::text::Kind;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A language that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its code: `de`.
    pub code: &'static str,
    /// Its English name.
    pub name: &'static str,
    /// Whether phrasings of disclosures are known in it. Of another one nothing but its name is known.
    is_phrased: bool,
}

/// In the order of their codes, as the lists of their words have it.
const LANGUAGES: [Language; CODES.len()] = [
    named("ca", "Catalan"),
    named("cs", "Czech"),
    named("da", "Danish"),
    phrased("de", "German"),
    phrased("en", "English"),
    phrased("es", "Spanish"),
    named("fi", "Finnish"),
    phrased("fr", "French"),
    named("hr", "Croatian"),
    named("hu", "Hungarian"),
    named("id", "Indonesian"),
    phrased("it", "Italian"),
    phrased("nl", "Dutch"),
    named("no", "Norwegian"),
    named("pl", "Polish"),
    phrased("pt", "Portuguese"),
    named("ro", "Romanian"),
    named("sv", "Swedish"),
    named("tr", "Turkish"),
];

/// How many words of an article are counted.
const LOOKED_AT: usize = 400;
/// How many words of a language an article must have to be known for it. Chosen by hand; no measurement of it is kept.
const SURE: usize = 16;
/// How many words are enough of one of which nothing but its name is known: what is read as English in such a draft is nonsense.
const FOREIGN: usize = 8;
/// Of how many words on, and where fewer than which part of them is known (a twelfth), a text is in no language that can be told: of
/// running English, German or French nearly half are. Chosen by hand; no measurement of it is kept.
const TOLD: usize = 120;
const STRANGE: usize = 12;
/// How many letters of an article tell its script.
const LETTERS: usize = 400;

const fn phrased(code: &'static str, name: &'static str) -> Language {
    Language { code, name, is_phrased: true }
}

const fn named(code: &'static str, name: &'static str) -> Language {
    Language { code, name, is_phrased: false }
}

impl Language {
    /// The language of a code such as `de` or `de-AT`.
    fn of_code(code: &str) -> Option<Self> {
        let code = primary(code);
        // Norwegian is written in two ways.
        let code = if matches!(&*code, "nb" | "nn") { "no" } else { &*code };
        LANGUAGES.into_iter().find(|language| language.code == code)
    }

    /// The language that more of these words belong to than to any other; at least so many, and half of all that are known.
    pub fn of(keys: impl Iterator<Item = u64>, least: usize) -> Option<Self> {
        Self::among(keys.filter_map(languages_of), least)
    }

    /// The same of a statement: a language in which its phrasings are known.
    pub fn of_statement(keys: impl Iterator<Item = u64>, least: usize) -> Option<Self> {
        let phrased =
            (0..LANGUAGES.len()).filter(|&number| LANGUAGES[number].is_phrased).fold(0, |bits, number| bits | 1 << number);
        Self::among(keys.filter_map(languages_of).map(|of_word| of_word & phrased).filter(|&of_word| of_word > 0), least)
    }

    /// By the languages of each word, as bits.
    fn among(words: impl Iterator<Item = u32>, least: usize) -> Option<Self> {
        let (mut counts, mut known) = ([0_usize; LANGUAGES.len()], 0);
        for of_word in words {
            known += 1;
            for (number, count) in counts.iter_mut().enumerate() {
                *count += usize::from(of_word & 1 << number != 0);
            }
        }
        let most = counts.into_iter().max().filter(|&most| most >= least.max(1) && most * 2 > known)?;
        let mut first = LANGUAGES.into_iter().zip(counts).filter(|&(_, count)| count == most);
        let (language, _) = first.next()?;
        first.next().is_none().then_some(language)
    }
}

impl Language {
    /// The language of a short text, if a few of its words tell.
    pub fn of_text(text: &str) -> Option<Self> {
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        Self::of(cut.iter().map(|token| token.key), 3)
    }
}

/// The language of a code, without its region: `de` of `de-AT`.
fn primary(code: &str) -> String {
    code.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

impl Reading<'_> {
    /// The language that the draft is for: its front matter says it, or else its words, or else the publication.
    pub fn language(&self) -> Option<Language> {
        match self.said_language() {
            Some(said) => Language::of_code(said),
            None => self.language_of_words().or_else(|| self.style.language.as_deref().and_then(Language::of_code)),
        }
    }

    /// The code of the language that some words for the draft are in: their own where they tell, or else the draft's.
    pub fn language_for(&self, words: &str) -> &'static str {
        Language::of_text(words).or_else(|| self.language()).map_or("en", |language| language.code)
    }

    /// What the front matter says of the language.
    fn said_language(&self) -> Option<&str> {
        ["lang", "language", "locale"].iter().find_map(|key| self.document.values(key).next()).map(|field| field.value.as_str())
    }

    /// Whether the draft is in a language that copydesk cannot read: one of which it knows nothing but the name, a code of none that it
    /// knows where the words are of none either (`lang: go` may be a program's), another script, or hardly a word that is known.
    pub fn is_foreign(&self) -> bool {
        if let Some(language) = self.language() {
            return !language.is_phrased;
        }
        let said = self.said_language().or(self.style.language.as_deref());
        if said.is_some_and(|said| primary(said).len() == 2) && self.language_of_words().is_none() {
            return true;
        }
        let prose = || self.document.blocks.iter().filter(|block| block.is_body());
        let letters = || prose().flat_map(|block| block.text.chars()).filter(|char| char.is_alphabetic()).take(LETTERS);
        let latin = letters().filter(|&char| char < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&char)).count();
        if latin * 2 < letters().count() {
            return true;
        }
        let numbers = (0..self.document.blocks.len()).filter(|&number| self.document.blocks[number].is_body());
        let keys = numbers.flat_map(|number| self.line(number).tokens).filter(|token| token.is_word()).map(|token| token.key);
        let (mut all, mut known) = (0, 0);
        for key in keys.take(LOOKED_AT) {
            (all, known) = (all + 1, known + usize::from(languages_of(key).is_some()));
        }
        all >= TOLD && known * STRANGE < all
    }

    fn language_of_words(&self) -> Option<Language> {
        let blocks = self.document.blocks.iter().enumerate();
        let prose = blocks.filter(|(_, block)| block.is_body() && !matches!(block.kind, Kind::Quote | Kind::Cell));
        let keys = prose.flat_map(|(number, _)| self.line(number).tokens.iter().map(|token| token.key));
        let keys: Vec<u64> = keys.take(LOOKED_AT).collect();
        let of = |least: usize| Language::of(keys.iter().copied(), least);
        of(SURE).or_else(|| of(FOREIGN).filter(|language| !language.is_phrased))
    }
}

/// The languages that a word is of, a bit for each; `None` for one of none.
fn languages_of(key: u64) -> Option<u32> {
    Numbered { prints: KEYS, numbers: NUMBERS }.number(key).map(|number| u32::from_le_bytes(BITS[number]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<&'static str> {
        let mut cut = Vec::new();
        tokens(text, &mut cut);
        Language::of(cut.iter().map(|token| token.key), 1).map(|language| language.name)
    }

    #[test]
    fn the_words_of_each_language_are_known_as_its_own() {
        assert_eq!(LANGUAGES.map(|language| language.code), CODES);
    }

    #[test]
    fn labels_and_statements_have_a_language() {
        for (text, language) in [
            ("Anzeige", "German"),
            ("Advertisement", "English"),
            ("Sponsored content", "English"),
            ("Publicité", "French"),
            ("This post contains affiliate links.", "English"),
            ("Als Amazon-Partner verdiene ich an qualifizierten Verkäufen.", "German"),
            ("Les opinions exprimées ici n'engagent que leur auteur.", "French"),
            ("Las opiniones de esta columna son las de su autora.", "Spanish"),
            ("Dieser Beitrag enthält Affiliate-Links.", "German"),
            ("Det var inte första gången som kommunen fick höra att vattnet steg.", "Swedish"),
            ("Kommunen har ikke sagt noget om det, men vandet stiger også hver dag.", "Danish"),
            ("Zdaniem ekspertów mieszkańcy opuścili miasto w zeszłym roku, ale nie wiadomo, kiedy.", "Polish"),
            ("Asiantuntijoiden mukaan kukaan ei ole kuollut, mutta vesi nousee joka päivä.", "Finnish"),
        ] {
            assert_eq!(told(text), Some(language), "{text}");
        }
        assert_eq!(told("Northlight 2026"), None);
        assert_eq!(Language::of_code("de_AT").map(|language| language.name), Some("German"));
    }
}
