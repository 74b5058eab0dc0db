//! Images and files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AssetId, Blob, Digest, Extra, Provenance,
    table::{Large, Row},
};

/// An image, a file, an audio or a video that a post shows or offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Asset {
    /// The id that posts refer to.
    pub id: AssetId,
    /// The address of the original, not of a thumbnail of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Other addresses it was met under: thumbnails, older hosts, paths within a saved page's folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_at: Vec<String>,
    /// The file name it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The media type as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The width in pixels as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// The height in pixels as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The text for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The bytes. Absent: the archive has only its address or its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<Box<Stored>>,
    /// What has no place above.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// Where it was read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Provenance>,
}

/// What is in memory of an asset that was [put away](crate::table).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetHead {
    /// [`Asset::id`]
    pub id: AssetId,
}

impl Row for Asset {
    type Head = AssetHead;

    fn head(&self) -> AssetHead {
        AssetHead { id: self.id.clone() }
    }

    fn share(&mut self, head: &AssetHead) {
        if self.id == head.id {
            self.id = head.id.clone();
        }
    }

    fn large(&mut self, visit: &mut dyn FnMut(Large<'_>)) {
        if let Some(stored) = &mut self.stored {
            visit(Large::Blob(&mut stored.blob));
        }
    }
}

impl Asset {
    /// An asset with nothing but an id.
    pub fn new(id: AssetId) -> Self {
        Self {
            id,
            url: None,
            also_at: Vec::new(),
            file_name: None,
            media_type: None,
            width: None,
            height: None,
            alt: None,
            stored: None,
            extra: Extra::default(),
            source: Vec::new(),
        }
    }
}

/// The bytes of an asset, and what they are.
///
/// Equal when digest and length are: the bytes themselves are not compared.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Stored {
    /// Where the archive keeps the bytes: `media/sha256/ab/ab12….jpg`.
    ///
    /// Made of the digest and of the type the bytes show, never of a name in the input.
    pub file: String,
    /// The SHA-256 of the bytes.
    pub sha256: Digest,
    /// How many bytes there are.
    pub length: u64,
    /// The media type that the bytes show. Absent: not one we know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The width in pixels that the bytes state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// The height in pixels that the bytes state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The bytes. Absent only while an archive is being read: an asset whose bytes are not beside it has its `stored` in
    /// `extra`, under [`MISSING_MEDIA`](crate::record::MISSING_MEDIA).
    #[serde(skip)]
    pub blob: Option<Blob>,
}

impl Stored {
    /// `length` bytes with the digest `sha256`, to be kept under an `extension` of our own list (such as `jpg`).
    pub fn new(sha256: Digest, length: u64, extension: &str) -> Self {
        let hex = sha256.to_string();
        let file = format!("media/sha256/{}/{hex}.{extension}", &hex[..2]);
        Self { file, sha256, length, media_type: None, width: None, height: None, blob: None }
    }
}

impl PartialEq for Stored {
    fn eq(&self, other: &Self) -> bool {
        let facts = |stored: &Self| {
            (
                stored.sha256,
                stored.length,
                stored.file.clone(),
                stored.media_type.clone(),
                stored.width,
                stored.height,
            )
        };
        facts(self) == facts(other)
    }
}
