//! Ids: opaque, permanent, compared byte for byte.
//!
//! An id is the source's own wherever the source has one, and else derived from facts that do not change
//! ([`derived`]): never from a file name's place, a clock or chance.

use std::{borrow::Borrow, fmt};

use arcstr::ArcStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Digest;

// They take one word each, where those of the standard library take two: a blog has hundreds of thousands of them.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => { $(
        $(#[$doc])*
        ///
        /// Cheap to clone; the text is shared.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(with = "String")]
        pub struct $name(ArcStr);

        impl $name {
            /// Takes the text as it is: an id is never trimmed, folded or repaired.
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(id.as_ref().into())
            }

            /// An id for something whose source has none: the same facts give the same id, for ever.
            pub fn derived(facts: &[&str]) -> Self {
                Self(derived(facts).into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )+ };
}

ids! {
    /// The permanent id of a post, verbatim as its source wrote it.
    ///
    /// * Atom: `id` · RSS 2.0: `guid` · JSON Feed: `id`
    PostId
    /// The id of an author within its blog.
    AuthorId
    /// The id of a term (a category or a tag) within its blog.
    TermId
    /// The id of a series within its blog.
    SeriesId
    /// The id of an asset (an image, a file) within its blog.
    AssetId
    /// The id of a comment within its blog.
    CommentId
}

/// A `urn:uuid:` (version 8, RFC 9562) made of the SHA-256 of the facts: the same facts give the same one, for ever.
///
/// The facts are length-prefixed, so that `["ab", "c"]` and `["a", "bc"]` differ.
pub fn derived(facts: &[&str]) -> String {
    let mut joined = Vec::new();
    for fact in facts {
        joined.extend_from_slice(&(fact.len() as u64).to_be_bytes());
        joined.extend_from_slice(fact.as_bytes());
    }
    let digest = Digest::of(&joined);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.bytes()[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_id_is_a_uuid_of_its_facts_alone() {
        let id = PostId::derived(&["brunch", "아토", "2022-10-17", "제목"]);
        assert_eq!(id, PostId::derived(&["brunch", "아토", "2022-10-17", "제목"]));
        assert_eq!(id.as_str().len(), "urn:uuid:".len() + 36);
        assert_eq!(&id.as_str()[23..24], "8");
        assert_ne!(PostId::derived(&["ab", "c"]), PostId::derived(&["a", "bc"]));
    }
}
