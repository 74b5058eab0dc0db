//! What may be amiss with a capture or its container.

use std::fmt;

use super::Limit;

/// What is amiss. What could be kept was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// The bytes end too early.
    Truncated {
        /// How many there should be, if that is known.
        expected: Option<u64>,
        /// How many there are.
        present: u64,
    },
    /// The program that made the capture left the body out, or cut it.
    CutByCapturer {
        /// Its reason, or how it shows.
        reason: String,
    },
    /// The body is not encoded as a header says; it stands as it is.
    HeaderLied {
        /// The header.
        header: &'static str,
        /// What it says.
        stated: String,
    },
    /// The encoding of the body is broken. What stands for itself was kept.
    PartialBody {
        /// How many places are broken.
        count: u64,
        /// The byte of the encoded body at which the first one is.
        first: u64,
    },
    /// Bytes after the end that belong to nothing.
    TrailingBytes {
        /// How many.
        count: u64,
    },
    /// The size is not the one stated.
    SizeDiffers {
        /// As stated.
        stated: u64,
        /// As found.
        present: u64,
    },
    /// The digest is not the one stated.
    DigestMismatch {
        /// As stated.
        stated: String,
        /// As computed.
        computed: String,
    },
    /// A line of a header that cannot be read. The others count.
    BadHeader {
        /// The line, see [`shown`].
        line: String,
    },
    /// Bytes that could not be read.
    SkippedBytes {
        /// The first one.
        from: u64,
        /// The one after the last.
        to: u64,
    },
    /// Something that the page shows was not saved.
    MissingResource {
        /// Its address.
        address: String,
    },
    /// An address has another body here than before. The first one counts for those who look it up.
    Repeated {
        /// The address.
        address: String,
    },
    /// There is no page in the container.
    NoPage,
    /// The text of a date cannot be read as one.
    BadTime {
        /// The text, see [`shown`].
        stated: String,
    },
    /// A title whose characters were lost when it was written.
    LostCharacters {
        /// What is left of it.
        stated: String,
    },
    /// The part is encrypted.
    Encrypted,
    /// The structure is broken.
    Malformed {
        /// The byte at which that showed, if known.
        at: Option<u64>,
        /// What was found instead of what is expected.
        reason: String,
    },
    /// A limit kept something out.
    OverLimit {
        /// The limit.
        limit: Limit,
        /// How many bytes, parts or levels it allows.
        allowed: u64,
    },
}

impl Damage {
    pub(crate) fn malformed(at: Option<u64>, reason: impl Into<String>) -> Self {
        Self::Malformed { at, reason: reason.into() }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { expected: Some(expected), present } => {
                write!(f, "truncated: {present} of {expected} bytes")
            }
            Self::Truncated { expected: None, present } => {
                write!(f, "truncated after {present} bytes")
            }
            Self::CutByCapturer { reason } => write!(f, "truncated by the capturer: {reason}"),
            Self::HeaderLied { header, stated } => write!(f, "header lied: `{header}: {stated}`"),
            Self::PartialBody { count, first } => {
                write!(f, "partial body: {count} broken places, the first at byte {first}")
            }
            Self::TrailingBytes { count } => write!(f, "{count} trailing bytes"),
            Self::SizeDiffers { stated, present } => {
                write!(f, "{stated} bytes stated, {present} found")
            }
            Self::DigestMismatch { stated, computed } => {
                write!(f, "digest mismatch: `{stated}` stated, `{computed}` computed")
            }
            Self::BadHeader { line } => write!(f, "bad header: `{line}`"),
            Self::SkippedBytes { from, to } => write!(f, "skipped bytes {from}–{to}"),
            Self::MissingResource { address } => write!(f, "missing resource: {address}"),
            Self::Repeated { address } => write!(f, "another body for the same address: {address}"),
            Self::NoPage => f.write_str("no page in the container"),
            Self::BadTime { stated } => write!(f, "not a date: `{stated}`"),
            Self::LostCharacters { stated } => write!(f, "title with lost characters: `{stated}`"),
            Self::Encrypted => f.write_str("encrypted"),
            Self::Malformed { at: Some(at), reason } => write!(f, "byte {at}: {reason}"),
            Self::Malformed { at: None, reason } => f.write_str(reason),
            Self::OverLimit { limit, allowed } => write!(f, "over a limit: {limit} ({allowed})"),
        }
    }
}

/// Text of a container as it can be shown to people: controls escaped, and not more than the beginning of it.
pub fn shown(text: &[u8]) -> String {
    const LONGEST: usize = 120;
    let cut = text.get(..4 * LONGEST).unwrap_or(text);
    let text = String::from_utf8_lossy(cut);
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_has_no_controls_and_ends() {
        assert_eq!(shown(b"a\x1b[2J\r\n"), "a\\u{1b}[2J\\r\\n");
        assert_eq!(shown("글".repeat(1000).as_bytes()), format!("{}…", "글".repeat(120)));
    }

    #[test]
    fn damage_reads_as_a_sentence() {
        let truncated = Damage::Truncated { expected: Some(10), present: 4 };
        assert_eq!(truncated.to_string(), "truncated: 4 of 10 bytes");
        let over = Damage::OverLimit { limit: Limit::Depth, allowed: 32 };
        assert_eq!(over.to_string(), "over a limit: the depth of nesting (32)");
        let lied = Damage::HeaderLied { header: "Content-Encoding", stated: "gzip".to_owned() };
        assert_eq!(lied.to_string(), "header lied: `Content-Encoding: gzip`");
    }
}
