//! Who wrote a post.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AssetId, AuthorId, Extra};

/// A person who writes.
///
/// * Atom: `author` · RSS 2.0: `dc:creator` · JSON Feed: `authors`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Author {
    /// The id that posts refer to.
    pub id: AuthorId,
    /// The name that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address of the author's own page.
    ///
    /// * Atom: `author/uri` · RSS 2.0: has no place for it · JSON Feed: `authors[].url`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The name that the platform's addresses use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The e-mail address. Private: it reaches no public output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What the author says about themselves, as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// The author's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<AssetId>,
    /// What has no place above (`job`, `followers` …).
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Author {
    /// An author with nothing but an id.
    pub fn new(id: AuthorId) -> Self {
        Self {
            id,
            name: None,
            url: None,
            handle: None,
            email: None,
            bio: None,
            image: None,
            extra: Extra::default(),
        }
    }
}
