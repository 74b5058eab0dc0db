//! HTTP messages as captures hold them: heads that no server should send, bodies that are not what their heads say.
//!
//! A capture often holds a body that was decoded under the head that it had before, or one that was cut. So every coding
//! is tried, and what does not hold is a [`Deviation`]. No bytes are lost by it: where a body cannot be decoded, the
//! fuller variant that can be read is the body.

mod chunked;
mod coding;
mod decode;
mod head;
mod long;
mod source;

pub use coding::Coding;
pub use decode::Decoded;
pub use head::{Header, Message, Start, is_secret};
pub use long::{Layer, Look, Way};

use std::fmt;

/// Something in which a message is not what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deviation {
    /// The first line is not what HTTP asks for.
    OddStartLine {
        /// The line, with what cannot be shown escaped, cut if it is long.
        line: String,
    },
    /// A line of the head says nothing. The other lines were read.
    BadHeaderLine {
        /// The line, in the same form.
        line: String,
    },
    /// No empty line separates head and body.
    NoEmptyLine,
    /// The head is longer than a head may be. The rest of it is in the body.
    HeadTooLong,
    /// The body should be in chunks and is not.
    NotChunked,
    /// After some chunks comes something that is none. It is in the body as it stands there.
    BadChunk {
        /// Where it begins in the body as sent.
        at: usize,
    },
    /// The body ends in the middle of a chunk, or before the last one.
    ChunksCut,
    /// The body should be encoded and is not.
    NotEncoded {
        /// The coding that is stated.
        coding: String,
    },
    /// The body is encoded, but not as is stated.
    OtherCoding {
        /// The coding that is stated.
        stated: String,
        /// The one that it has.
        used: Coding,
    },
    /// The body is encoded in a way that is not known. It is as it was sent.
    UnknownCoding {
        /// The coding that is stated.
        coding: String,
    },
    /// The body can only be decoded in part. The rest of it is damaged or not there.
    PartialBody {
        /// Its coding.
        coding: Coding,
    },
    /// Bytes stand behind the end of the body.
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// The body expands beyond all bounds. What is beyond them is left out.
    TooMuch {
        /// How much of it there is.
        kept: usize,
    },
    /// More codings are on the body than may be. The last ones were left on it.
    TooManyCodings,
    /// The length that the head states is not that of the body as sent.
    LengthDiffers {
        /// What is stated.
        stated: u64,
        /// What is there.
        present: u64,
    },
    /// An empty line too many stood before the body, as in files of Common Crawl of August 2018. It was taken away.
    ExtraLineEnd,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OddStartLine { line } => write!(f, "odd start line `{line}`"),
            Self::BadHeaderLine { line } => write!(f, "bad header line `{line}`"),
            Self::NoEmptyLine => write!(f, "no empty line between head and body"),
            Self::HeadTooLong => write!(f, "the head is too long"),
            Self::NotChunked => write!(f, "header lied: the body is not in chunks"),
            Self::BadChunk { at } => write!(f, "bad chunk at {at}"),
            Self::ChunksCut => write!(f, "the body ends before its last chunk"),
            Self::NotEncoded { coding } => write!(f, "header lied: the body is not in `{coding}`"),
            Self::OtherCoding { stated, used } => {
                write!(f, "header lied: the body is not in `{stated}` but in `{}`", used.name())
            }
            Self::UnknownCoding { coding } => write!(f, "unknown coding `{coding}`"),
            Self::PartialBody { coding } => {
                write!(f, "partial body: `{}` could not be read to its end", coding.name())
            }
            Self::TrailingBytes { count } => write!(f, "{count} trailing bytes"),
            Self::TooMuch { kept } => {
                write!(f, "the body expands too much, {kept} bytes of it were kept")
            }
            Self::TooManyCodings => write!(f, "too many codings"),
            Self::LengthDiffers { stated, present } => {
                write!(f, "header lied: {present} bytes instead of {stated}")
            }
            Self::ExtraLineEnd => write!(f, "an empty line too many before the body"),
        }
    }
}
