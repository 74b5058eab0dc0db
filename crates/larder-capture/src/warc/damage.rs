//! What is wrong with records, and what came of it.

use std::fmt;

use crate::member::Fault;

/// Something that is not as it should be. What it is about is kept unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// The block ends before it should, because the input or the member does. What is there is in the record.
    Truncated {
        /// How long the block should be.
        stated: u64,
        /// How much of it is there.
        present: u64,
    },
    /// Who captured it says that the block was cut, and why (`WARC-Truncated`).
    TruncatedByCapturer {
        /// `length`, `time`, `disconnect` or something else.
        reason: String,
    },
    /// The length that is stated is not that of the block. The block has the length that was found.
    BadLength {
        /// What is stated, as it stands there; nothing if nothing is.
        stated: Option<String>,
        /// The length of the block.
        used: u64,
    },
    /// A line of the head says nothing. The other lines were read.
    BadHeaderLine {
        /// The line, with what cannot be shown escaped, cut if it is long.
        line: String,
    },
    /// The head of a record ends in the middle, is too long, or is none. Its bytes are counted as skipped.
    NoHead {
        /// Where it begins in what came out of the member.
        at: u64,
        /// How many bytes were looked at.
        length: u64,
    },
    /// The record has a type that nobody knows, or none.
    UnknownType {
        /// The type, empty if there is none.
        name: String,
    },
    /// The record has a version that nobody knows. It was read like any other.
    UnknownVersion {
        /// The version as it stands there.
        version: String,
    },
    /// What stands after the block is not what should: two line ends in WARC. Nothing is lost by it.
    Separator {
        /// How many bytes of line ends stand there.
        found: u64,
    },
    /// The date is none, or an unusual one.
    OddDate {
        /// The date as it stands there.
        stated: String,
    },
    /// The digest is not that of the bytes, by any convention.
    DigestMismatch {
        /// Which digest.
        of: DigestOf,
        /// What is stated.
        stated: String,
        /// What the bytes have, in the same algorithm.
        computed: String,
    },
    /// The digest is of a kind that cannot be computed.
    UnknownDigest {
        /// Which digest.
        of: DigestOf,
        /// What is stated.
        stated: String,
    },
    /// Bytes that belong to no record, in what came out of the member that begins at `member`.
    Skipped {
        /// Where the member begins in the container.
        member: u64,
        /// The first of them.
        from: u64,
        /// The first byte after them.
        to: u64,
    },
    /// A member that nothing came out of.
    EmptyMember {
        /// Where it begins in the container.
        member: u64,
    },
    /// Something is wrong with the container.
    Container(Fault),
}

/// What a digest is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestOf {
    /// The block: all that stands between the head and the end of the record.
    Block,
    /// What the HTTP message in the block carries, as sent or decoded.
    Payload,
}

impl Damage {
    /// Whether bytes may be missing because of it, or be other bytes than those that were captured.
    pub fn may_have_lost_something(&self) -> bool {
        !matches!(
            self,
            Self::Separator { .. }
                | Self::OddDate { .. }
                | Self::UnknownDigest { .. }
                | Self::UnknownType { .. }
                | Self::UnknownVersion { .. }
                | Self::EmptyMember { .. }
        )
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { stated, present } => {
                write!(f, "truncated: {present} of {stated} bytes are there")
            }
            Self::TruncatedByCapturer { reason } => {
                write!(f, "truncated by the capturer: `{reason}`")
            }
            Self::BadLength { stated: Some(stated), used } => {
                write!(f, "bad length: stated `{stated}`, used {used}")
            }
            Self::BadLength { stated: None, used } => {
                write!(f, "bad length: none stated, used {used}")
            }
            Self::BadHeaderLine { line } => write!(f, "bad header line `{line}`"),
            Self::NoHead { at, length } => write!(f, "no head in {length} bytes at {at}"),
            Self::UnknownType { name } => write!(f, "unknown type `{name}`"),
            Self::UnknownVersion { version } => write!(f, "unknown version `{version}`"),
            Self::Separator { found } => {
                write!(f, "{found} bytes of line ends after the block instead of two line ends")
            }
            Self::OddDate { stated } => write!(f, "odd date `{stated}`"),
            Self::DigestMismatch { of, stated, computed } => {
                write!(f, "{of} digest mismatch: stated `{stated}`, computed `{computed}`")
            }
            Self::UnknownDigest { of, stated } => {
                write!(f, "{of} digest `{stated}` is of an unknown kind")
            }
            Self::Skipped { member, from, to } => {
                write!(f, "skipped bytes {from}–{to} of what is in the member at {member}")
            }
            Self::EmptyMember { member } => write!(f, "empty member at {member}"),
            Self::Container(fault) => write!(f, "{fault}"),
        }
    }
}

impl fmt::Display for DigestOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Block => "block",
            Self::Payload => "payload",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt { member, at } => {
                write!(f, "the member at {member} cannot be decompressed beyond {at}")
            }
            Self::CutShort { member, at } => {
                write!(f, "the input ends at {at}, in the middle of the member at {member}")
            }
            Self::Checksum { member } => {
                write!(f, "the checksum of the member at {member} is not that of its bytes")
            }
            Self::Expansion { member, at } => {
                write!(f, "the member at {member} expands too much and was left at {at}")
            }
            Self::Skipped { from, to } => write!(f, "skipped bytes {from}–{to}"),
            Self::Dictionary { at } => write!(f, "the dictionary at {at} cannot be used"),
            Self::TooMuch { at } => {
                write!(f, "too much came out of the input, it was left at {at}")
            }
        }
    }
}

/// A line as it can be shown: escaped, and cut.
pub(super) fn shown(line: &[u8]) -> String {
    const LONGEST: usize = 200;
    let cut = &line[..line.len().min(LONGEST)];
    let mut shown = cut.escape_ascii().to_string();
    if cut.len() < line.len() {
        shown.push('…');
    }
    shown
}
