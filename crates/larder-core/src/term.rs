//! Categories and tags.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Extra, TermId};

/// A category or a tag.
///
/// * Atom: `category` · RSS 2.0: `category` · JSON Feed: `tags`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Term {
    /// The id that posts refer to.
    pub id: TermId,
    /// Category or tag.
    pub kind: TermKind,
    /// The name that is shown, as the source wrote it.
    pub name: String,
    /// The name that the platform's addresses use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The address of the term's own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The term above it, for nested categories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TermId>,
    /// What the blog says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What has no place above.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// What a term is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TermKind {
    /// One of few, may be nested.
    Category,
    /// One of many, flat.
    Tag,
}

impl Term {
    /// A term with an id, a kind and a name.
    pub fn new(id: TermId, kind: TermKind, name: impl Into<String>) -> Self {
        Self {
            id,
            kind,
            name: name.into(),
            slug: None,
            url: None,
            parent: None,
            description: None,
            extra: Extra::default(),
        }
    }
}
