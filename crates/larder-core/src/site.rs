//! The blog as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AssetId, AuthorId, Extra, Timestamp};

/// What is true of the blog as a whole.
///
/// | Model | Atom | RSS 2.0 | JSON Feed 1.1 |
/// |---|---|---|---|
/// | [`home`](Self::home) | `link rel=alternate` | `link` | `home_page_url` |
/// | [`title`](Self::title) | `title` | `title` | `title` |
/// | [`description`](Self::description) | `subtitle` | `description` (required) | `description` |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Site {
    /// The permanent id of the blog: its address where it has one, else derived from stable facts.
    ///
    /// * Atom: `feed/id` · RSS 2.0, JSON Feed: have no place for it
    pub id: String,
    /// The name of the blog.
    ///
    /// * Atom, RSS 2.0, JSON Feed: `title` (required: the writers fall back to the author's name, then to the address)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the blog says about itself, as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The address of the blog's front page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Addresses under which the front page was also met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub old_addresses: Vec<String>,
    /// Addresses of the feeds the blog had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<String>,
    /// The language as a BCP 47 tag, such as `ko`.
    ///
    /// * Atom: `xml:lang` · RSS 2.0: `language` · JSON Feed: `language`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The name of the platform it was published on, such as `brunch`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The address of the platform, for blogs whose own address the archive does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform_home: Option<String>,
    /// Who writes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<AuthorId>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<AssetId>,
    /// The copyright line.
    ///
    /// * Atom: `rights` · RSS 2.0: `copyright` · JSON Feed: has no place for it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// When the blog itself says that it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// What has no place above.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Site {
    /// A blog with nothing but an id.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: None,
            description: None,
            home: None,
            old_addresses: Vec::new(),
            feeds: Vec::new(),
            language: None,
            platform: None,
            platform_home: None,
            authors: Vec::new(),
            image: None,
            rights: None,
            updated: None,
            extra: Extra::default(),
        }
    }
}
