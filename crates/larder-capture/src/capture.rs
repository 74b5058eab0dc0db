//! What every container gives: captures one by one, and a report of all that is not among them.
//!
//! Whatever a container holds is in one of four places: in a [`Capture`], in its [`Damage`], in the damage of the
//! container, or counted by the [`Omission`] that left it out.

mod damage;
mod limits;
mod report;

use std::{fmt, io};

use chrono::{DateTime, FixedOffset};

pub(crate) use self::report::Intake;
pub use self::{
    damage::{Damage, shown},
    limits::{Limit, Limits},
    report::{Omission, Report},
};

/// One answer of a server, or one part of a page, as it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capture {
    /// The address as the container states it; only what the container itself puts around it is gone. It may be empty,
    /// relative (then [`base`](Self::base) says to what), or none that the web has (`cid:`, `urn:sha256:`).
    pub url: String,
    /// What a relative address is relative to, where the container says so.
    pub base: Option<String>,
    /// When it was captured, if the container says so.
    pub time: Option<CaptureTime>,
    /// What it was to the page.
    pub role: Role,
    /// The HTTP status. Containers of finished pages state none.
    pub status: Option<u16>,
    /// The media type in lower case, without parameters.
    pub media_type: Option<String>,
    /// The encoding that the container states or knows.
    pub charset: Option<Charset>,
    /// The header `Location`: where a redirect leads.
    pub location: Option<String>,
    /// The header `Last-Modified`, as it stands.
    pub last_modified: Option<String>,
    /// The headers `Link`, as they stand, with commas between them.
    pub link: Option<String>,
    /// The name by which other parts call this one (`cid:`), without angle brackets.
    pub content_id: Option<String>,
    /// The title that the container states for a page.
    pub title: Option<String>,
    /// The bytes, with all encodings undone that the container or HTTP put on them. Never decoded to text.
    pub body: Vec<u8>,
    /// Where it stands in the container.
    pub origin: Origin,
    /// What is amiss with it.
    pub damage: Vec<Damage>,
}

/// The time of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaptureTime {
    /// The instant, in the zone that was stated.
    pub at: DateTime<FixedOffset>,
    /// As the container states it.
    pub stated: String,
}

/// What a capture was to the page that was saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// The page itself.
    Page,
    /// A document within the page.
    Frame,
    /// Something that the page shows or uses.
    Resource,
    /// The container does not say.
    #[default]
    Unknown,
}

/// An encoding that a container states.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Charset {
    /// The label, as it stands.
    pub label: String,
    /// Whether it can be relied on.
    pub certainty: Certainty,
}

impl Charset {
    pub(crate) fn known(label: impl Into<String>) -> Self {
        Self { label: label.into(), certainty: Certainty::Known }
    }

    pub(crate) fn stated(label: impl Into<String>) -> Self {
        Self { label: label.into(), certainty: Certainty::Stated }
    }
}

/// How far a statement can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// The program that saved the page knew.
    Known,
    /// It was taken over from somebody who said so, or has to be concluded.
    Stated,
}

/// Where a capture stands in its container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// A name for the part: its number, its path, its key.
    pub part: String,
    /// The byte of the container at which it begins.
    pub offset: Option<u64>,
    /// How many bytes of the container it takes.
    pub length: Option<u64>,
    /// The id that the container gives to it.
    pub record_id: Option<String>,
    /// The digest that the container states for it.
    pub digest_stated: Option<String>,
}

/// Why nothing could be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not this container.
    Other {
        /// The container that was expected.
        expected: &'static str,
        /// What speaks against it.
        found: &'static str,
    },
    /// Reading the bytes, or handing over a capture, failed.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other { expected, found } => write!(f, "not {expected}: {found}"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Other { .. } => None,
            Self::Io(error) => Some(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Takes captures over, one at a time. An error of its own ends the reading.
pub type Each<'a> = dyn FnMut(Capture) -> io::Result<()> + 'a;

/// The media type of a `Content-Type` in lower case, and its `charset`.
pub(crate) fn content_type(value: &str) -> (Option<String>, Option<Charset>) {
    let (kind, parameters) = value.split_once(';').unwrap_or((value, ""));
    let kind = kind.trim().to_ascii_lowercase();
    let label = parameters.split(';').find_map(|parameter| {
        let (name, label) = parameter.split_once('=')?;
        let label = label.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !label.is_empty()).then_some(label)
    });
    ((!kind.is_empty()).then_some(kind), label.map(Charset::stated))
}

/// Whether a media type is that of a document, which frames hold.
pub(crate) fn is_document(media_type: Option<&str>) -> bool {
    matches!(media_type, Some("text/html" | "application/xhtml+xml"))
}
