//! HTML as the bodies of blogs are made of it.
//!
//! * [`Tree`] reads pages: a document in flat vectors, behind [`Limits`] that hold
//!   whatever the bytes.
//! * [`normalise()`] makes any body into HTML that every reader of feeds shows
//!   alike, and says what it took out; [`is_normal`] says quickly of most bodies
//!   that they are so already.
//! * [`Element`] is the table of elements that both go by, for whoever writes bodies
//!   in another form; [`picture_address`] finds pictures that a script would load.
//! * [`inspect()`] says what a strict parser finds in a fragment, tag by tag,
//!   with its place.
//! * [`url`], [`characters`] and [`escape`] are the rules for addresses,
//!   characters and quoting by themselves, for whoever writes documents.
//! * [`srcset`] takes lists of pictures apart.
//! * [`text`] is what people read.
//!
//! Nothing here recurses, panics on input or does I/O.

pub mod characters;
pub mod escape;
pub mod srcset;
pub mod text;
pub mod url;

mod inspect;
mod limits;
mod normalise;
mod tokenizer;
mod tree;

#[cfg(test)]
mod soup;

pub use crate::{
    inspect::{Inspected, Seen, inspect},
    limits::{Dropped, Limits},
    normalise::{
        Element, Embeds, Fate, Marks, Normalise, Normalised, Removed, is_blank, is_normal,
        normalise, picture_address, repeated_later, repeats_picture,
    },
    tree::{Children, Descendants, Edit, Kind, NodeId, NodeSet, Tree},
};
