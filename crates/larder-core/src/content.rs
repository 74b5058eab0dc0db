//! The body of a post.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Body;

/// A body: the original text verbatim, and the HTML fragment made from it.
///
/// The original is never thrown away and never rendered. The fragment is what the source says, block by block, not yet
/// cleaned for any target: each writer cleans its own copy.
///
/// * Atom: `content` · RSS 2.0: `content:encoded` · JSON Feed: `content_html`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Content {
    /// What the original is.
    pub media_type: MediaType,
    /// The capture or the field that the body was read from, character for character.
    pub original: Body,
    /// The HTML5 fragment made from it.
    pub html: Body,
    /// Text that another capture had and this one had lost, where it was put in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insertions: Vec<Insertion>,
}

impl Content {
    /// A body that is HTML already: original and fragment are the same text.
    pub fn html(text: Body) -> Self {
        Self {
            media_type: MediaType::HTML,
            original: text.clone(),
            html: text,
            insertions: Vec::new(),
        }
    }

    /// A body made from an original of another form.
    pub fn new(media_type: MediaType, original: Body, html: Body) -> Self {
        Self { media_type, original, html, insertions: Vec::new() }
    }
}

/// A media type (RFC 6838) such as `text/html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MediaType(Cow<'static, str>);

impl MediaType {
    /// `text/html`
    pub const HTML: Self = Self(Cow::Borrowed("text/html"));
    /// `application/xhtml+xml`
    pub const XHTML: Self = Self(Cow::Borrowed("application/xhtml+xml"));
    /// `text/plain`
    pub const PLAIN: Self = Self(Cow::Borrowed("text/plain"));
    /// `application/json`
    pub const JSON: Self = Self(Cow::Borrowed("application/json"));

    /// Takes the text as the source states it.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A range of the body that was taken from another capture of the same post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Insertion {
    /// Where the range begins in the text of the body, in characters, white space not counted.
    pub at: u64,
    /// The text that was put in.
    pub text: String,
    /// The file it was taken from.
    pub file: String,
    /// Where it begins in that capture, in characters, white space not counted.
    pub file_at: u64,
}

impl Insertion {
    /// `text`, put in at `at`, taken from `file_at` of `file`.
    pub fn new(at: u64, text: impl Into<String>, file: impl Into<String>, file_at: u64) -> Self {
        Self { at, text: text.into(), file: file.into(), file_at }
    }
}
