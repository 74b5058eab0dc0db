//! The values of a property list, as far as web archives need them.

use std::borrow::Cow;

use crate::capture::Damage;

/// A value. How deep it nests is bounded where it is made, so that dropping it is no danger.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Dictionary(Vec<(Cow<'a, str>, Self)>),
    Array(Vec<Self>),
    Text(Cow<'a, str>),
    Data(Data<'a>),
    /// A reference within an archive of objects.
    Object(u64),
    /// Numbers, dates, truth values: nothing here needs them.
    Other,
}

/// Bytes, and what is amiss with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Data<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) offset: Option<u64>,
    /// How many bytes of the list they take.
    pub(super) length: u64,
    pub(super) damage: Vec<Damage>,
}

impl<'a> Value<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(found, _)| found == key).map(|(_, value)| value)
    }

    pub(super) fn entries(&self) -> &[(Cow<'a, str>, Self)] {
        match self {
            Self::Dictionary(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn data(&self) -> Option<&[u8]> {
        match self {
            Self::Data(data) => Some(&data.bytes),
            _ => None,
        }
    }

    /// Where bytes stand in the list, and how many of it they take.
    pub(super) fn place(&self) -> Option<(u64, u64)> {
        match self {
            Self::Data(data) => data.offset.map(|offset| (offset, data.length)),
            _ => None,
        }
    }

    pub(super) fn damage(&self) -> impl Iterator<Item = Damage> {
        let damage = match self {
            Self::Data(data) => data.damage.as_slice(),
            _ => &[],
        };
        damage.iter().cloned()
    }

    /// How many entries have none of these keys.
    pub(super) fn count_other(&self, keys: &[&str]) -> u64 {
        self.entries().iter().filter(|(key, _)| !keys.contains(&&**key)).count() as u64
    }
}

/// The deepest nesting that is built, whatever the limits say: walking and dropping are recursive.
pub(super) const DEEPEST: usize = 128;
