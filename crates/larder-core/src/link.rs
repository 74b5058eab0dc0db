//! What a post points at.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AssetId, PostId};

/// A typed link of a post, such as `via`, `related` or `license`.
///
/// * Atom: `link` · RSS 2.0: `atom:link` · JSON Feed: `external_url` for `related`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Link {
    /// The relation, as registered with IANA or as an absolute address.
    pub rel: String,
    /// Where it leads.
    pub href: String,
    /// The media type of what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The language of what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The text that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The length in bytes of what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
}

impl Link {
    /// A link with a relation and an address.
    pub fn new(rel: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            rel: rel.into(),
            href: href.into(),
            media_type: None,
            language: None,
            title: None,
            length: None,
        }
    }
}

/// A link in a body that leads to a post of the same blog, in whatever form it is written there: permalink, `?p=12`, an
/// older address, relative.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct InternalLink {
    /// The address as it stands in the body, with references of HTML decoded.
    pub href: String,
    /// The post that it leads to.
    pub post: PostId,
}

impl InternalLink {
    /// A link that is written as `href` and leads to `post`.
    pub fn new(href: impl Into<String>, post: PostId) -> Self {
        Self { href: href.into(), post }
    }
}

/// The post before or after this one, as the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Neighbour {
    /// Before or after.
    pub direction: Direction,
    /// Neighbour in what.
    pub scope: Scope,
    /// The title of the neighbour, as the page shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The chapter number of the neighbour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The address of the neighbour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The post of this blog that it is. Absent: not in the archive, or not certain which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
}

/// Before or after.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Direction {
    /// The post before.
    Previous,
    /// The post after.
    Next,
}

/// What two posts are neighbours in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Scope {
    /// All posts of the author.
    Author,
    /// A magazine.
    Magazine,
    /// A book or serial, with chapter numbers.
    Book,
    /// The whole blog.
    Blog,
}

impl Neighbour {
    /// A neighbour about which only direction and scope are known.
    pub fn new(direction: Direction, scope: Scope) -> Self {
        Self { direction, scope, title: None, number: None, url: None, post: None }
    }
}

/// A file that comes with a post: an episode, a document.
///
/// * Atom: `link rel=enclosure` · RSS 2.0: `enclosure` (one; the others as `atom:link`) · JSON Feed: `attachments`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Enclosure {
    /// Where the file is.
    pub url: String,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its length in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How long it plays, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// The asset that holds its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<AssetId>,
}

impl Enclosure {
    /// A file at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            media_type: None,
            length: None,
            title: None,
            seconds: None,
            asset: None,
        }
    }
}

/// What a post answers.
///
/// * Atom, RSS 2.0: `thr:in-reply-to` (RFC 4685) · JSON Feed: has no place for it
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct InReplyTo {
    /// The permanent id of what is answered.
    pub reference: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

impl InReplyTo {
    /// An answer to what has the id `reference`.
    pub fn new(reference: impl Into<String>) -> Self {
        Self { reference: reference.into(), url: None, media_type: None }
    }
}

/// The same post in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Translation {
    /// The language as a BCP 47 tag.
    pub language: String,
    /// The post, when it is in this blog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Translation {
    /// A translation into `language`.
    pub fn new(language: impl Into<String>) -> Self {
        Self { language: language.into(), post: None, url: None }
    }
}
