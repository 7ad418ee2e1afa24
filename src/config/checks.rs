//! The kinds of check that a rule file may have, by the name of their table.

use schemars::{Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::mistakes::Mistakes;
use super::{laid, lists};
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
    /// Reads options that ship, as they were laid down.
    pub(super) read_laid: fn(&'static [u8]) -> Option<Box<dyn Check>>,
}

/// All kinds, by name, and what the options of each may be: not in one table, so that a program that draws no schema carries none.
macro_rules! kinds {
    ($($name:literal: $check:ty),* $(,)?) => {
        pub(super) static CHECKS: &[CheckKind] = &[$(CheckKind { name: $name, read: read::<$check>, read_laid: read_laid::<$check> }),*];

        impl CheckKind {
            /// What its options may be.
            pub(super) fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
                match self.name {
                    $($name => generator.subschema_for::<$check>(),)*
                    _ => Schema::default(),
                }
            }
        }
    };
}

kinds! {
    "attribute": Attribute,
    "context": Context,
    "drift": Drift,
    "forbid": Forbid,
    "numbers": Numbers,
    "owner": Owner,
    "page": Page,
    "quote": Quote,
    "repeat": Repeat,
    "require": Require,
}

fn read<C: Check + DeserializeOwned + 'static>(options: Spanned<DeTable<'_>>) -> Result<Box<dyn Check>, Error> {
    Ok(Box::new(C::deserialize(Deserializer::from(options))?))
}

fn read_laid<C: Check + DeserializeOwned + 'static>(options: &'static [u8]) -> Option<Box<dyn Check>> {
    Some(Box::new(laid::read::<C>(options).ok()?))
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
