//! The values that all formats share: characters, addresses, ids, languages, plain text, numbers.

pub(crate) mod address;
pub(crate) mod characters;
pub(crate) mod date;
pub(crate) mod id;
pub(crate) mod markup;
pub(crate) mod word;
