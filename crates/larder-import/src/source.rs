//! Where bytes come from: a folder, a zip, a file, standard input, memory, or several of them.
//!
//! A source lists its entries once, under names that are labels and never paths, and reads each of them in bounds.
//! What it does not offer as an entry (links, unsafe names, special files …) it tells as [`Refused`], so that the ledger
//! can account for it.

mod budget;
mod bytes;
mod catalogue;
mod disk;
mod folder;
mod gzip;
mod many;
mod memory;
mod open;
mod single;
mod tar;
mod zip;

use std::{
    fmt,
    io::{self, Read},
    sync::Arc,
};

use larder_core::{Blob, Note, Rule};

pub(crate) use self::gzip::{is_packed, unpacked_bytes};
use self::{
    budget::Budget,
    bytes::Bytes,
    catalogue::{Catalogue, Listed},
};
pub use self::{
    folder::Folder,
    gzip::unpacked,
    memory::Memory,
    open::{from_bytes, open},
};

/// Bytes under names.
pub trait Source: Send + Sync {
    /// What to call the whole in messages.
    fn name(&self) -> &str;

    /// The entries, ordered by name, each name once.
    fn entries(&self) -> &[SourceEntry];

    /// What is there but not offered, with the rule.
    fn refused(&self) -> &[Refused] {
        &[]
    }

    /// What is odd about the whole, such as a damaged archive or two entries of one name.
    fn notes(&self) -> &[Note] {
        &[]
    }

    /// All bytes of an entry. Fails when there are more than the limit on file size.
    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError>;

    /// A stream of an entry's bytes, for documents that may be larger than memory.
    ///
    /// What comes out of an archive or through standard input is bounded by the limit on unpacked bytes. A file yields
    /// what it holds, however much that is, and an entry in memory what is in memory already.
    fn open(&self, index: usize) -> Result<Box<dyn io::Read + Send + '_>, SourceError>;

    /// The file whose bytes an entry has, opened once more, where the entry is a file by itself and cannot have been
    /// exchanged for another one since it was seen. By default, none is.
    fn on_disk(&self, index: usize) -> Option<std::fs::File> {
        let _ = index;
        None
    }

    /// The bytes of an entry, where they are in a spool already. By default, none is.
    fn blob(&self, index: usize) -> Option<Blob> {
        let _ = index;
        None
    }

    /// The entry that was captured from an address on the web. By default, nobody knows of any.
    fn captured(&self, address: &str) -> Option<usize> {
        let _ = address;
        None
    }

    /// When an entry was captured, in milliseconds since 1970, where the input says so. By default, nobody knows.
    fn captured_at(&self, index: usize) -> Option<i64> {
        let _ = index;
        None
    }

    /// Whether an entry is lent: it is there for those that refer to it, such as a picture, and whoever reads the source
    /// settles it only if they use it. By default, none is.
    fn is_lent(&self, index: usize) -> bool {
        let _ = index;
        false
    }
}

/// Something that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceEntry {
    /// The name: NFC, `/` between folders, without a leading `/` or `.`; unique within the source.
    pub name: Arc<str>,
    /// The name's bytes, where they are not the name in UTF-8.
    pub raw: Option<Box<[u8]>>,
    /// The length that the source states. It may lie.
    pub length: Option<u64>,
}

/// Something that is there but is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Its name, made printable.
    pub name: Arc<str>,
    /// The rule that left it out.
    pub rule: Rule,
    /// What was found.
    pub found: String,
}

/// Why bytes could not be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum SourceError {
    /// The operating system said no.
    Io(io::Error),
    /// A rule of ours said no, such as a limit.
    Refused {
        /// The rule.
        rule: Rule,
        /// What was found.
        found: String,
    },
}

/// A zip file or a tar archive within another source.
struct FoundArchive {
    name: String,
    bytes: Bytes,
}

/// Everything `reader` yields, up to `limit` bytes. Memory grows with what is read, never with what is promised.
fn read_bounded(reader: impl Read, limit: u64) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(SourceError::from_reading)?;
    if bytes.len() as u64 > limit {
        return Err(SourceError::too_large(limit));
    }
    Ok(bytes)
}

impl SourceError {
    /// A file of more than `limit` bytes.
    pub(crate) fn too_large(limit: u64) -> Self {
        let found = format!("more than {limit} bytes; --max-file-size raises the limit");
        Self::Refused { rule: Rule::TooLarge, found }
    }

    /// A number that is none of the source's.
    fn no_such_entry() -> Self {
        Self::Io(io::ErrorKind::NotFound.into())
    }

    /// The rule by which a file is left out of which no bytes are to be had, and what was found.
    pub(crate) fn into_rule(self) -> (Rule, String) {
        match self {
            Self::Refused { rule, found } => (rule, found),
            Self::Io(error) => (Rule::Unreadable, error.to_string()),
        }
    }

    /// What an error met while reading a stream is: our own refusal, carried through the stream, or the system's.
    pub(crate) fn from_reading(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(refused) => refused,
            Err(error) => Self::Io(error),
        }
    }

    /// The refusal as an error of a stream.
    fn into_reading(self) -> io::Error {
        match self {
            Self::Io(error) => error,
            refused @ Self::Refused { .. } => io::Error::other(refused),
        }
    }
}

impl SourceEntry {
    /// An entry called `name`.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), raw: None, length: None }
    }
}

impl Refused {
    /// Something called `name` that `rule` left out.
    pub fn new(name: impl Into<Arc<str>>, rule: Rule, found: impl Into<String>) -> Self {
        Self { name: name.into(), rule, found: found.into() }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => fmt::Display::fmt(error, f),
            Self::Refused { rule, found } => write!(f, "{found} ({rule})"),
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Refused { .. } => None,
        }
    }
}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
