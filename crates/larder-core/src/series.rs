//! Books, magazines and serials: posts that belong together in an order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AssetId, Claim, Extra, SeriesId};

/// Posts that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Series {
    /// The id that posts refer to.
    pub id: SeriesId,
    /// Book, magazine or serial.
    pub kind: SeriesKind,
    /// The title. Absent: the archive shows that there is a series, but not its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The address of the series' own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What the blog says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<AssetId>,
    /// What has no place above.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// What a series is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SeriesKind {
    /// Chapters, finished (brunch: 브런치북).
    Book,
    /// Posts without numbers (brunch: 매거진).
    Magazine,
    /// Chapters that still appear (brunch: 연재).
    Serial,
    /// Any other sequence, such as a series of a static site.
    Sequence,
}

/// A post's place in a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SeriesPart {
    /// The series.
    pub series: SeriesId,
    /// The chapter's number, counted from 1. Absent: unknown, or the series has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Claim<u32>>,
}

impl Series {
    /// A series with an id and a kind.
    pub fn new(id: SeriesId, kind: SeriesKind) -> Self {
        Self {
            id,
            kind,
            title: None,
            url: None,
            description: None,
            cover: None,
            extra: Extra::default(),
        }
    }
}

impl SeriesPart {
    /// A place in `series` without a number.
    pub fn new(series: SeriesId) -> Self {
        Self { series, number: None }
    }
}
