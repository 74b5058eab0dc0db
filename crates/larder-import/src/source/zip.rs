//! A zip file: its entries are read by name and never extracted.
//!
//! The central directory rules; a damaged archive is read by its local headers. No size that the archive states is
//! trusted, every byte is counted while it is unpacked. The container is parsed here and not by the crate `zip`, which
//! drops all but one of several entries of the same name and cannot read an archive that was cut.

mod directory;
mod fields;
mod listing;
mod record;
mod recover;
mod unpack;

use std::{io::Read, sync::atomic::AtomicU64};

use larder_core::Note;

use self::{record::Packing, unpack::Unpacking};
use super::{Budget, Bytes, FoundArchive, Listed, Refused, Source, SourceEntry, SourceError};
use crate::ReadError;

/// How many archives may lie within each other: Notion exports a zip in a zip.
pub(super) const DEEPEST: u32 = 2;

/// Whether `head` is the beginning of a zip file, an empty one included.
pub(super) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether a file of this name is looked into: one called `.zip` or `.bar` (an archive of a blog), or without an extension.
///
/// Documents of other programs are zip files too (`.docx`, `.epub`); their parts are not posts.
pub(super) fn may_be_archive(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').is_none_or(|(_, extension)| {
        ["zip", "bar", "wacz"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The entries of a zip file. Many threads may read at once.
#[derive(Debug)]
pub(super) struct Zip {
    name: String,
    bytes: Bytes,
    listed: Listed<Part>,
    budget: Budget,
}

/// Where an entry's bytes are and how they are packed.
#[derive(Debug)]
struct Part {
    start: u64,
    packed: u64,
    packing: Packing,
    crc: u32,
    /// How many bytes of it were unpacked at most, so that reading twice is not counted twice.
    unpacked: AtomicU64,
}

impl Zip {
    /// Lists an archive, and apart from its entries the archives among them.
    ///
    /// `depth` is how many archives this one lies in, itself included. Fails when there is neither a central directory nor
    /// a whole entry.
    pub(super) fn open(
        archive: FoundArchive,
        budget: &Budget,
        depth: u32,
    ) -> Result<(Self, Vec<FoundArchive>), ReadError> {
        let FoundArchive { name, bytes } = archive;
        let unreadable =
            |found: String| ReadError::Unreadable { name: name.clone(), line: None, found };
        let opened = bytes.opened().map_err(|error| unreadable(error.to_string()))?;
        let found = listing::list(&opened, budget, depth).map_err(unreadable)?;
        Ok((Self { name, bytes, listed: found.listed, budget: budget.clone() }, found.archives))
    }
}

impl Source for Zip {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.listed.entries
    }

    fn refused(&self) -> &[Refused] {
        &self.listed.refused
    }

    fn notes(&self) -> &[Note] {
        &self.listed.notes
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        super::read_bounded(self.open(index)?, self.budget.limits().file_bytes)
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        let part = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        Ok(Box::new(Unpacking::new(part, &self.bytes.opened()?, &self.budget)))
    }
}
