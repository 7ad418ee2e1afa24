//! The kinds of check that a rule file may have, by the name of their table.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::lists;
use super::mistakes::Mistakes;
use crate::check::{Attribute, Check, Context, Drift, Forbid, Numbers, Owner, Page, Quote, Repeat, Require};
use crate::prose::Lists;

/// Reads the options of a check.
type Read = fn(Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error>;

/// A kind of check.
#[derive(Debug)]
pub(super) struct CheckKind {
    /// The name of its table.
    pub(super) name: &'static str,
    pub(super) read: Read,
    /// What its options may be.
    pub(super) schema: fn(&mut SchemaGenerator) -> Schema,
}

/// All kinds, by name.
pub(super) static CHECKS: [CheckKind; 10] = [
    kind::<Attribute>("attribute"),
    kind::<Context>("context"),
    kind::<Drift>("drift"),
    kind::<Forbid>("forbid"),
    kind::<Numbers>("numbers"),
    kind::<Owner>("owner"),
    kind::<Page>("page"),
    kind::<Quote>("quote"),
    kind::<Repeat>("repeat"),
    kind::<Require>("require"),
];

const fn kind<C: Check + DeserializeOwned + JsonSchema + 'static>(name: &'static str) -> CheckKind {
    CheckKind { name, read: read::<C>, schema: SchemaGenerator::subschema_for::<C> }
}

fn read<C: Check + DeserializeOwned + 'static>(options: Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error> {
    Ok(Box::new(C::deserialize(Deserializer::from(options))?))
}

/// Tells the mistakes in options of a check, and in their phrases; the check, as far as it can be read.
pub(super) fn check(
    kind: &CheckKind,
    options: Spanned<DeValue<'_>>,
    mistakes: &mut Mistakes,
    lists: &Lists,
) -> Option<Box<dyn Check>> {
    let at = options.span();
    let DeValue::Table(options) = options.into_inner() else {
        mistakes.add(at, "the options of a check are a table");
        return None;
    };
    let mut check = mistakes.read_with(Spanned::new(at, options), kind.read)?;
    let named = check.take(lists);
    for mistake in check.phrases().into_iter().flat_map(|phrases| phrases.mistakes(lists)).chain(named) {
        lists::phrase(&mistake, mistakes, lists);
    }
    Some(check)
}
