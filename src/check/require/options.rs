//! The options of a rule that requires a statement, and what of the publication they name.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::flag::Flag;
use super::matching::{Front, NamePatterns};
use super::place::Placement;
use super::when::When;
use crate::finding::Level;
use crate::prose::Phrases;
use crate::reading::{Genre, Reading};
use crate::style::Approved;
use crate::text::Embed;
use crate::wording::ApprovedTexts;
use crate::wording::gist::Gist;

/// The options of a rule that requires a statement.
///
/// It is owed when `when` is fulfilled, or `hinted` with `borne-out`; and each of `and`, and not `not`. One of `wording`, `labels`,
/// the approved texts `texts` of the publication or `satisfied-by` then has to be there, at `placement`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Require {
    /// What asks for the statement; one condition is enough.
    pub when: When,
    /// What only hints at it, as a folder or a category does: in a plain article it asks where `borne-out` is fulfilled as well.
    pub hinted: When,
    /// Kinds of text beside plain articles in which a hint asks as well: `how-to`.
    pub hinted_in: Vec<Genre>,
    /// What bears out a hint.
    pub borne_out: When,
    /// What must be fulfilled too: each of these tables, by one condition of it.
    pub and: Vec<When>,
    /// What switches the rule off.
    pub not: When,
    /// The first day of drafts that owe it; one without a day does.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Datetime>,
    /// The last day of drafts that owe it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Datetime>,
    /// Phrasings of the statement; each is enough.
    pub wording: Phrases,
    /// What it is about, where none of the phrasings is there: kinds of statement that words tell which were learned.
    pub gist: Vec<Gist>,
    /// Labels: they count as a block of their own, or before its first colon, bar or dash.
    pub labels: Phrases,
    /// Ids of the publication's approved texts that state it; an outdated or drifted one counts as said.
    pub texts: Vec<String>,
    /// Whether only the approved text will do where the publication has one.
    pub approved_only: bool,
    /// What the site adds when it builds.
    pub satisfied_by: Supply,
    /// Wordings that are near it and not enough.
    pub weak: Phrases,
    /// Wordings that deny it.
    pub forbid: Phrases,
    /// What the file name of a picture says where the picture is all that says it; `labels` count too.
    pub pictured: Phrases,
    /// Where it must stand.
    pub placement: Placement,
    /// Where it must stand when only `hinted` asks for it; as `placement` says, if this is not said.
    pub hinted_placement: Option<Placement>,
    /// How often it may be said in different words; exact copies are another rule's.
    pub at_most: Option<usize>,
    /// How often it must be said, no more and no less.
    pub exactly: Option<usize>,
    /// What its paragraph must name.
    pub must_name: Vec<Named>,
    /// The level where section, path or front matter declares the kind, and not the text alone; a category or tag where both do.
    pub declared: Option<Level>,
    /// The level of a statement that nothing in the draft asks for; silent if not said.
    pub needless: Option<Level>,
    #[serde(skip)]
    approved: OnceLock<ApprovedTexts>,
}

/// What adds a statement to the page, so that the draft need not say it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Supply {
    /// Front matter, as in [`When::front`].
    #[schemars(with = "Vec<Front>")]
    pub front: Vec<Spanned<Front>>,
    /// Names of shortcodes, components and includes, any case, with `*`; for an include, its arguments too.
    pub embeds: NamePatterns,
    /// Values of the front-matter keys `layout` and `template`.
    pub layouts: NamePatterns,
    /// The front matter that a mend sets, so that the site says it: `show-notice = true`.
    pub flag: Option<Flag>,
}

impl Supply {
    /// What of it the page has; front matter and layouts before what stands somewhere in the text.
    pub(super) fn gives<'a>(&self, reading: &Reading<'a>) -> Option<Given<'a>> {
        let document = reading.document;
        let layout = || ["layout", "template"].iter().any(|key| document.values(key).any(|field| self.layouts.has(&field.value)));
        let embed = || {
            let argument =
                |args: &str| arguments(args).flat_map(|argument| argument.split([' ', '/'])).any(|word| self.embeds.has(word));
            document.embeds.iter().find(|embed| self.embeds.has(&embed.name) || argument(&embed.args))
        };
        let whole = self.front.iter().any(|front| front.get_ref().find(reading).is_some())
            || self.flag.as_ref().is_some_and(|flag| flag.is_set(reading))
            || !self.layouts.is_empty() && layout();
        match whole {
            true => Some(Given::Whole),
            false if self.embeds.is_empty() => None,
            false => embed().map(Given::At),
        }
    }
}

/// The arguments of what the site puts in, and what stands between them; none of several words in quotation marks, which are prose:
/// the text of a picture, a title.
fn arguments(args: &str) -> impl Iterator<Item = &str> {
    let is_prose = |(number, part): &(usize, &str)| number % 2 == 1 && part.contains(' ');
    args.split(['"', '“', '”']).enumerate().filter(move |part| !is_prose(part)).flat_map(|(_, part)| part.split('\''))
}

/// What the site gives.
pub(super) enum Given<'a> {
    /// The page has it, wherever its template puts it.
    Whole,
    /// It stands where this is put in.
    At(&'a Embed),
}

impl Require {
    /// The publication's text that alone will do.
    pub(super) fn only_text<'r>(&'r self, reading: &Reading<'r>) -> Option<(&'r str, &'r Approved)> {
        let texts = self.texts.iter().filter_map(|id| Some((id.as_str(), reading.style.texts.get(id)?)));
        texts.filter(|(_, text)| text.in_force(reading.style, reading.document)).find(|_| self.approved_only)
    }

    pub(super) fn approved(&self, reading: &Reading<'_>) -> &ApprovedTexts {
        self.approved.get_or_init(|| {
            let texts = self.texts.iter().filter_map(|id| Some((id.as_str(), reading.style.texts.get(id)?)));
            ApprovedTexts::new(texts, reading.style)
        })
    }
}

/// What a statement must name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Named {
    /// The author, as the front matter names them.
    Author,
    /// The publication, or one of its other names.
    Publication,
    /// The sponsor, as the front matter names it.
    Sponsor,
    /// Who funded it, as the front matter names them.
    Funder,
    /// Every cashtag (`$ABC`) of the article.
    Tickers,
    /// A sum of money.
    Amount,
    /// A page, by a link.
    Link,
    /// A day, month or year.
    Date,
}
