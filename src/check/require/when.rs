//! When something is owed: conditions on a draft, and the evidence that fulfils them.

use std::sync::OnceLock;

use memchr::memmem::Finder;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::matching::{Front, LinkPattern, Links, NamePatterns, Paths};
use crate::draft::Draft;
use crate::prose::{Class, Phrases, Shape, Sightings, tokens};
use crate::reading::{Genre, Place, Reading};
use crate::text::{Address, Block, Embed, Kind, Link, LinkSort, MarkSort, Role, Span};
use crate::wording::{Assertion, tokens_of, words};

/// Conditions on a draft. One of them is enough; an empty table is never fulfilled.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct When {
    /// Every draft.
    pub always: bool,
    /// Kinds that the draft's section may give it: `opinion`.
    pub kinds: Vec<String>,
    /// Kinds of text that the draft shows itself to be: `review`, `interview`, `page`.
    pub genres: Vec<Genre>,
    /// Front matter: `sponsored`, `type = opinion | column*`.
    #[schemars(with = "Vec<Front>")]
    pub front: Vec<Spanned<Front>>,
    /// Patterns over the draft's path.
    pub paths: Paths,
    /// Patterns over the addresses it links to.
    pub links: Vec<LinkPattern>,
    /// Patterns that many links are of which mean nothing: they count in a paragraph that says one of `beside`.
    pub hint_links: Vec<LinkPattern>,
    /// What bears out such a link: “use my link for 10 % off”.
    pub beside: Phrases,
    /// Names of shortcodes, components and includes, any case, with `*`; with their arguments behind a space. `rel` is one too:
    /// `rel *sponsored*` is a link that says so.
    pub embeds: NamePatterns,
    /// Phrases in the headline.
    pub titles: Phrases,
    /// Phrases in the text, in the article's own voice.
    pub phrases: Phrases,
    /// How many different ones of them must be there; 1 if not said.
    pub least: usize,
    /// At least one of them in so many words of the article; 0 for no bound.
    pub per_words: usize,
    /// Whether phrases count only outside quotation marks, unasked and not denied; else wherever a reader sees them.
    pub anywhere: bool,
    /// Pictures.
    pub pictures: bool,
    /// Words that the name or the text of a picture has which is none of them: `screenshot`, `chart`.
    pub pictures_but: Phrases,
    /// The patterns of `links` by their hosts.
    #[serde(skip)]
    hosts: OnceLock<Links>,
    /// Those of `hint_links`.
    #[serde(skip)]
    hint_hosts: OnceLock<Links>,
    /// Drafts of this day and later, as their front matter dates them.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Datetime>,
    /// Drafts of this day and earlier; with `from`, those between the two.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Datetime>,
}

/// How many addresses may stand in one another, each in the path or query of the one before.
const MIRRORED: usize = 4;

/// A place that fulfils a condition.
#[derive(Debug, Clone)]
pub(super) struct Trigger {
    pub(super) span: Span,
    pub(super) text: String,
    /// Where in the text: block and byte; `None` for what concerns the whole draft.
    pub(super) at: Option<(usize, usize)>,
    /// What it shows, for the label.
    pub(super) shows: String,
    /// Whether it is words of the text that ask.
    pub(super) said: bool,
    /// Whether it is only the shelf on which the site files the draft.
    pub(super) filed: bool,
}

/// Keys of front matter by which a site files a draft: what stands on a shelf is not yet said to be that.
const SHELVES: [&str; 4] = ["category", "categories", "tags", "topics"];

impl Trigger {
    /// Whether it is the author's own in a piece that mostly tells what others said: what is declared, and what the author links to.
    pub(super) fn is_own(&self, reading: &Reading<'_>) -> bool {
        let theirs = |block: &Block| block.kind == Kind::Quote || block.text.starts_with(['“', '"']);
        self.at.is_none_or(|(block, _)| !self.said && reading.document.blocks.get(block).is_none_or(|block| !theirs(block)))
    }
}

impl When {
    pub(super) fn phrases(&mut self) -> [&mut Phrases; 4] {
        [&mut self.titles, &mut self.phrases, &mut self.beside, &mut self.pictures_but]
    }

    /// What fulfils it: the front matter first, then places of the text in order, then what decides for the whole draft.
    pub(super) fn triggers(&self, draft: &Draft<'_>) -> Vec<Trigger> {
        let mut triggers = self.of_front(&draft.reading);
        triggers.extend(self.placed(draft));
        triggers.extend(self.whole(draft));
        triggers
    }

    /// The same, with the places of the text that only hint at it where there is anything else: they show a reader what is meant.
    pub(super) fn triggers_beside(&self, hints: &Self, draft: &Draft<'_>) -> Vec<Trigger> {
        let (mut triggers, mut placed, whole) = (self.of_front(&draft.reading), self.placed(draft), self.whole(draft));
        if !triggers.is_empty() || !placed.is_empty() || whole.is_some() {
            placed.extend(hints.placed(draft));
            in_order(&mut placed);
        }
        triggers.extend(placed);
        triggers.extend(whole);
        triggers
    }

    fn of_front(&self, reading: &Reading<'_>) -> Vec<Trigger> {
        self.front.iter().filter_map(|front| front_trigger(front.get_ref(), reading)).collect()
    }

    /// The places of the text that fulfil it, in order.
    fn placed(&self, draft: &Draft<'_>) -> Vec<Trigger> {
        let reading = &draft.reading;
        let mut placed = self.links(reading);
        placed.extend(self.embeds(reading));
        placed.extend(self.said(draft));
        placed.extend(self.pictures(reading));
        in_order(&mut placed);
        placed
    }

    /// The first of the patterns that names this address.
    fn leads(&self, address: &Address<'_>) -> Option<&LinkPattern> {
        let hosts = self.hosts.get_or_init(|| Links::of(&self.links));
        hosts.find(address, &self.links)
    }

    /// The first of the patterns that names an address which stands in this one, as an archive or a redirect has it.
    fn leads_on(&self, address: &str, http: &Finder<'_>) -> Option<&LinkPattern> {
        let inner = http.find_iter(address.as_bytes()).filter(|at| *at > 0).take(MIRRORED);
        inner.filter_map(|at| Address::read(&address[at..])).find_map(|inner| self.leads(&inner))
    }

    /// The first of the patterns that only hint which names this address.
    fn hints(&self, address: &Address<'_>) -> Option<&LinkPattern> {
        let hosts = self.hint_hosts.get_or_init(|| Links::of(&self.hint_links));
        hosts.find(address, &self.hint_links)
    }

    fn links(&self, reading: &Reading<'_>) -> Vec<Trigger> {
        if self.links.is_empty() && self.hint_links.is_empty() {
            return Vec::new();
        }
        let beside: Vec<usize> = reading.places(&self.beside).map(|place| place.block).collect();
        let (mut found, http) = (Vec::new(), Finder::new("http"));
        for (number, link, address) in reading.addresses() {
            let hinting = || beside.binary_search(number).is_ok().then(|| self.hints(address)).flatten();
            let pattern = self.leads(address).or_else(|| self.leads_on(&link.target, &http)).or_else(hinting);
            if let Some(pattern) = pattern.filter(|_| !in_code(&reading.document.blocks[*number], link.at.start)) {
                let shows = format!("a link to `{}`", pattern.written);
                found.push(Trigger::at(link.span, &link.target, (*number, link.at.start), &shows));
            }
        }
        found
    }

    fn embeds(&self, reading: &Reading<'_>) -> Vec<Trigger> {
        let named = |embed: &Embed| {
            !self.embeds.is_empty()
                && (self.embeds.has(&embed.name) || self.embeds.has(&format!("{} {}", embed.name, embed.args)))
        };
        let linked = |embed: &Embed| {
            if self.links.is_empty() || memchr::memmem::find(embed.args.as_bytes(), b"http").is_none() {
                return false;
            }
            let mut words = embed.args.split(['"', '\'', ' ', ')', '}', '>', '`']);
            let leads = |word: &str| {
                word.match_indices("http")
                    .take(MIRRORED)
                    .any(|(at, _)| Address::read(&word[at..]).is_some_and(|address| self.leads(&address).is_some()))
            };
            words.any(leads)
        };
        let wanted = reading.document.embeds.iter().filter(|embed| named(embed) || linked(embed));
        wanted.map(|embed| Trigger::at(embed.span, &embed.name, (embed.block, 0), "what the site puts in here")).collect()
    }

    /// Phrases of the headline and of the text.
    fn said(&self, draft: &Draft<'_>) -> Vec<Trigger> {
        let reading = &draft.reading;
        let blocks = &reading.document.blocks;
        let titles = reading.places(&self.titles).filter(|place| blocks[place.block].role == Role::Title);
        let mut found: Vec<Trigger> = titles.map(|place| Trigger::said(reading, place)).collect();
        let counts = |place: &&Place| {
            let seen = matches!(blocks[place.block].role, Role::Body | Role::Dek | Role::Title);
            seen && match draft.assertion(place) {
                Assertion::Stated => true,
                Assertion::Asked | Assertion::Reported | Assertion::Quoted => self.anywhere,
                _ => false,
            }
        };
        let said: Vec<&Place> = reading.places(&self.phrases).filter(counts).collect();
        let mut different: Vec<String> = said.iter().map(|place| reading.text(place).to_lowercase()).collect();
        different.sort_unstable();
        different.dedup();
        let dense = self.per_words == 0 || said.len() * self.per_words >= length(reading);
        if different.len() >= self.least.max(1) && dense {
            found.extend(said.into_iter().map(|place| Trigger::said(reading, place)));
        }
        found
    }

    fn pictures(&self, reading: &Reading<'_>) -> Vec<Trigger> {
        let blocks = reading.document.blocks.iter().enumerate().filter(|(_, block)| self.pictures && block.is_seen());
        let images = blocks.flat_map(|(number, block)| block.links.iter().map(move |link| (number, link)));
        let images = images.filter(|(_, link)| link.sort == LinkSort::Image && !self.passes_over(link, reading));
        images.map(|(number, link)| Trigger::at(link.span, &link.target, (number, link.at.start), "a picture")).collect()
    }

    /// Whether the words of a picture, its file's name and its text, say that it is none of those.
    fn passes_over(&self, picture: &Link, reading: &Reading<'_>) -> bool {
        let Some(id) = self.pictures_but.id() else { return false };
        let written = reading.document.source.slice(picture.span);
        let words: String = written.chars().map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect();
        let (mut cut, mut sightings) = (Vec::new(), Sightings::default());
        tokens(&words, &mut cut);
        reading.lexicon.read(&mut cut, &mut sightings);
        sightings.seen.iter().any(|seen| seen.id == id)
    }

    fn is_of_days(&self, reading: &Reading<'_>) -> bool {
        let bounded = self.from.is_some() || self.until.is_some();
        bounded && reading.style.holds(self.from.as_ref(), self.until.as_ref(), reading.document) == Some(true)
    }

    /// What decides for the whole draft; its place is the headline, or the first words.
    fn whole(&self, draft: &Draft<'_>) -> Option<Trigger> {
        let reading = &draft.reading;
        let of_kind =
            reading.style.kind.as_deref().filter(|kind| self.kinds.iter().any(|other| other.eq_ignore_ascii_case(kind)));
        let shows = match of_kind {
            Some(kind) => format!("the draft's section makes it “{kind}”"),
            None if self.paths.matches(&reading.document.source.path) => "the draft's path asks for it".to_owned(),
            None if self.is_of_days(reading) => "the draft's date asks for it".to_owned(),
            None if self.always => "every draft owes it".to_owned(),
            None if self.genres.is_empty() => return None,
            None => {
                let sign = draft.genres().iter().find(|sign| self.genres.contains(&sign.genre))?;
                format!("{}: {}", sign.genre.name(), sign.shows)
            }
        };
        let document = reading.document;
        let block = document.first(Role::Title).or_else(|| document.blocks.iter().find(|block| block.is_seen()));
        let span = block.map_or_else(|| document.source.span(0..0), Block::whole);
        Some(Trigger { span, text: document.source.slice(span).to_owned(), at: None, shows, said: false, filed: false })
    }
}

impl Trigger {
    fn at(span: Span, text: &str, at: (usize, usize), shows: &str) -> Self {
        Self { span, text: text.to_owned(), at: Some(at), shows: shows.to_owned(), said: false, filed: false }
    }

    fn said(reading: &Reading<'_>, place: &Place) -> Self {
        let text = reading.text(place);
        let said = Self::at(reading.span(place), text, (place.block, place.at.start), &format!("the text says “{text}”"));
        Self { said: true, ..said }
    }
}

fn in_order(placed: &mut Vec<Trigger>) {
    placed.sort_by_key(|trigger| (trigger.at, trigger.span));
    placed.dedup_by_key(|trigger| trigger.span);
}

fn front_trigger(front: &Front, reading: &Reading<'_>) -> Option<Trigger> {
    let field = front.find(reading)?;
    let shows = format!("the front matter says `{}: {}`", field.key, field.value.trim());
    let filed = field.key.rsplit('.').next().is_some_and(|key| SHELVES.iter().any(|shelf| shelf.eq_ignore_ascii_case(key)));
    Some(Trigger { span: field.span, text: field.value.clone(), at: None, shows, said: false, filed })
}

fn in_code(block: &Block, at: usize) -> bool {
    block.marks_around(at..at + 1).any(|mark| mark.sort == MarkSort::Code)
}

/// How many words the article has.
fn length(reading: &Reading<'_>) -> usize {
    let body = reading.document.blocks.iter().enumerate().filter(|(_, block)| block.role == Role::Body);
    body.map(|(number, _)| words(&reading.line(number))).sum()
}

/// Whether a block names a sum of money, or a number of shares.
pub(super) fn has_amount(reading: &Reading<'_>, block: usize) -> bool {
    let line = reading.line(block);
    let all = tokens_of(&line, &(0..line.text.len()));
    let paid_in = |at: usize| line.has_any(at, &[Class::Currency, Class::Shares]);
    all.clone().any(|at| {
        line.get(at).is_some_and(|token| token.shape == Shape::Number)
            && (at > 0 && paid_in(at - 1) || (at + 1..at + 4).any(paid_in))
    })
}
