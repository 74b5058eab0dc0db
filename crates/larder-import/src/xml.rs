//! XML as it is found: a tolerant tokenizer for feeds and exports, with every repair counted.
//!
//! ```text
//! bytes ─► Stream (decoded, in a window) ─► tokens ─► what belongs to one item, as text
//!                                                        └─► Cursor: elements by namespace, their texts decoded
//! ```
//!
//! On well-formed input the result is what a strict parser sees. On anything else it goes on, as browsers do, and
//! [`Repairs`] says how often and in which way: a bare `&`, an entity nobody declared, a tag that was never closed. No
//! document type is read, no entity expanded but the five of XML and the names of HTML. Nothing recurses, and memory is
//! bounded by the longest token.

mod cursor;
mod decode;
mod markup;
mod namespace;
mod repair;
mod stream;
mod token;

pub(crate) use self::{
    cursor::{Cursor, Element, Scope, Tokens},
    markup::Markup,
    namespace::Ns,
    repair::{Repair, Repairs},
    stream::{Fault, ItemEnd, Skipped, Stream},
    token::{Absent, Tag, Token},
};

/// The text of characters with references in them.
pub(crate) fn decoded(raw: &str) -> String {
    decode::characters(raw, &mut Repairs::default()).into_owned()
}
