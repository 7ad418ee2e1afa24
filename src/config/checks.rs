//! The kinds of check that a rule file may have, by the name of their table.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::lists;
use super::mistakes::Mistakes;
use crate::check::{Attribute, Check, Context, Drift, Forbid, Numbers, Owner, Page, Quote, Repeat, Require};
use crate::prose::Lists;

/// Reads the options of a check.
pub(super) type Read = fn(Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error>;

/// All kinds, by name.
pub(super) const CHECKS: [(&str, Read); 10] = [
    ("attribute", read::<Attribute>),
    ("context", read::<Context>),
    ("drift", read::<Drift>),
    ("forbid", read::<Forbid>),
    ("numbers", read::<Numbers>),
    ("owner", read::<Owner>),
    ("page", read::<Page>),
    ("quote", read::<Quote>),
    ("repeat", read::<Repeat>),
    ("require", read::<Require>),
];

fn read<C: Check + DeserializeOwned + 'static>(options: Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error> {
    Ok(Box::new(C::deserialize(Deserializer::from(options))?))
}

/// Tells the mistakes in options of a check, and in their phrases; the check, as far as it can be read.
pub(super) fn check(read: Read, options: Spanned<DeValue<'_>>, mistakes: &mut Mistakes, lists: &Lists) -> Option<Box<dyn Check>> {
    let at = options.span();
    let DeValue::Table(options) = options.into_inner() else {
        mistakes.add(at, "the options of a check are a table");
        return None;
    };
    let mut check = mistakes.read_with(Spanned::new(at, options), read)?;
    let named = check.take(lists);
    for mistake in check.phrases().into_iter().flat_map(|phrases| phrases.mistakes(lists)).chain(named) {
        lists::phrase(&mistake, mistakes, lists);
    }
    Some(check)
}
