//! Reads options that `build.rs` laid down straight into what they are for: no value of TOML is made of them on the way.

use std::ops::Range;

use postcard::{Deserializer as Bytes, Error, Result};
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml_datetime::de::DatetimeDeserializer;

type Laid = Bytes<'static, postcard::de_flavors::Slice<'static>>;

/// What a [`TomlTable`](super::value::TomlTable) that was laid down is read into.
///
/// # Errors
/// Where a key or a value is not what is read into.
pub(super) fn read<T: DeserializeOwned>(table: &'static [u8]) -> Result<T> {
    let mut laid = Bytes::from_bytes(table);
    T::deserialize(MapAccessDeserializer::new(Entries::of(&mut laid)?))
}

/// The value that comes next.
struct Next<'l> {
    laid: &'l mut Laid,
    /// Its sort, where that was read already.
    sort: Option<u32>,
}

/// The sorts of values, in the order of their variants.
const TEXT: u32 = 0;
const TRUTH: u32 = 1;
const DAY: u32 = 2;
const NUMBER: u32 = 3;
const LIST: u32 = 4;
const TABLE: u32 = 5;

impl Next<'_> {
    fn take<T: Deserialize<'static>>(&mut self) -> Result<T> {
        T::deserialize(&mut *self.laid)
    }

    /// Its bytes in the file it was read from, and its sort.
    fn begin(&mut self) -> Result<(Range<usize>, u32)> {
        Ok((self.take()?..self.take()?, self.take()?))
    }

    fn sort(&mut self) -> Result<u32> {
        self.sort.map_or_else(|| Ok(self.begin()?.1), Ok)
    }
}

impl<'l> IntoDeserializer<'static, Error> for Next<'l> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Deserializer<'static> for Next<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(mut self, visitor: V) -> Result<V::Value> {
        match self.sort()? {
            TEXT => visitor.visit_borrowed_str(self.take()?),
            TRUTH => visitor.visit_bool(self.take()?),
            DAY => visitor.visit_map(DatetimeDeserializer::new(self.take::<&str>()?.parse().map_err(Error::custom)?)),
            NUMBER => {
                let number: &str = self.take()?;
                match number.parse() {
                    Ok(whole) => visitor.visit_i64(whole),
                    Err(_) => visitor.visit_f64(number.parse().map_err(Error::custom)?),
                }
            }
            LIST => {
                let mut items = Items { left: self.take()?, laid: self.laid };
                let read = visitor.visit_seq(&mut items)?;
                if items.left == 0 { Ok(read) } else { Err(Error::invalid_length(items.left, &"fewer items")) }
            }
            TABLE => visitor.visit_map(Entries::of(self.laid)?),
            _ => Err(Error::custom("no sort of value")),
        }
    }

    fn deserialize_option<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'static>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'static>>(
        mut self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if !is_spanned(name) {
            return self.deserialize_any(visitor);
        }
        let (at, sort) = self.begin()?;
        visitor.visit_map(SpannedDeserializer::new(Next { sort: Some(sort), ..self }, at))
    }

    fn deserialize_enum<V: Visitor<'static>>(
        mut self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.sort()? {
            TEXT => visitor.visit_enum(BorrowedStrDeserializer::new(self.take()?)),
            _ => Err(Error::custom("a choice is a text")),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map identifier ignored_any
    }
}

/// The items of a list.
struct Items<'l> {
    laid: &'l mut Laid,
    left: usize,
}

impl SeqAccess<'static> for Items<'_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'static>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(Next { laid: self.laid, sort: None }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The keys of a table and their values.
struct Entries<'l> {
    laid: &'l mut Laid,
    left: usize,
}

impl<'l> Entries<'l> {
    fn of(laid: &'l mut Laid) -> Result<Self> {
        Ok(Self { left: usize::deserialize(&mut *laid)?, laid })
    }
}

impl MapAccess<'static> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'static>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let key = <&str>::deserialize(&mut *self.laid)?;
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'static>>(&mut self, seed: S) -> Result<S::Value> {
        seed.deserialize(Next { laid: self.laid, sort: None })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}
