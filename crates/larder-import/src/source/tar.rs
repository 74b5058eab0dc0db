//! A tar archive, packed with gzip or not: its entries are read by name and never extracted.
//!
//! An entry is a part of the archive's own bytes, so that each is read where it lies. What is packed with gzip is unpacked
//! into the spool first, within the limits. Links, devices and sparse files are refused, whatever they are called. What an
//! archive that was cut has of its last file is read, with an error where it ends.

mod header;
mod listing;

use std::io::{self, Read};

use larder_core::{Note, Rule};

use self::{header::BLOCK, listing::Part};
use super::{
    Budget, Bytes, FoundArchive, Listed, Refused, Source, SourceEntry, SourceError,
    bytes::BytesReader, gzip::Bounded,
};
use crate::ReadError;

/// The entries of a tar archive. Many threads may read at once.
#[derive(Debug)]
pub(super) struct Tar {
    name: String,
    listed: Listed<Part>,
    budget: Budget,
}

/// Whether a file of this name is looked into, where nobody named it.
pub(super) fn may_be_archive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".tar", ".tar.gz", ".tgz"].iter().any(|end| name.ends_with(end))
}

/// Whether the bytes are those of a tar archive, packed or not: they begin with a header whose checksum is right.
pub(super) fn is_archive(bytes: &Bytes) -> bool {
    let Ok(head) = bytes.head(BLOCK) else { return false };
    if !head.starts_with(&super::gzip::MAGIC) {
        return header::is_header(&head);
    }
    let mut first = Vec::new();
    let unpacking = flate2::read::MultiGzDecoder::new(bytes.reader());
    // Of a file that is damaged so early nothing could be read.
    let read = unpacking.take(BLOCK as u64).read_to_end(&mut first);
    read.is_ok() && header::is_header(&first)
}

impl Tar {
    /// Lists an archive, and apart from its entries the zip files among them.
    ///
    /// Fails when it unpacks to more than the limits allow.
    pub(super) fn open(
        archive: FoundArchive,
        budget: &Budget,
        depth: u32,
    ) -> Result<(Self, Vec<FoundArchive>), ReadError> {
        let FoundArchive { name, bytes } = archive;
        let unreadable =
            |found: String| ReadError::Unreadable { name: name.clone(), line: None, found };
        let opened = bytes.opened().map_err(|error| unreadable(error.to_string()))?;
        let (bytes, fault) = unpacked(opened, budget).map_err(|it| unreadable(it.to_string()))?;
        let found = listing::list(&bytes, fault, budget, depth)
            .map_err(|error| unreadable(error.to_string()))?;
        Ok((Self { name, listed: found.listed, budget: budget.clone() }, found.archives))
    }
}

/// The archive as it is before it is packed with gzip, and what is wrong with the packing, if it could be read at least in
/// part.
fn unpacked(bytes: Bytes, budget: &Budget) -> Result<(Bytes, Option<String>), SourceError> {
    if !bytes.head(2)?.starts_with(&super::gzip::MAGIC) {
        return Ok((bytes, None));
    }
    let limited = Counted { inner: Bounded::new(bytes.reader(), budget.limits()), budget };
    let mut gentle = Gentle { inner: limited, fault: None };
    let unpacked =
        Bytes::spooled(budget.spool(), &mut gentle).map_err(SourceError::from_reading)?;
    Ok((unpacked, gentle.fault))
}

/// Counts what comes out of the packing for the whole input.
struct Counted<'b, R> {
    inner: R,
    budget: &'b Budget,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.take_unpacked(read as u64).map_err(SourceError::into_reading)?;
        Ok(read)
    }
}

/// Ends where the packing is damaged, and remembers why. Where a limit ends it, it fails.
struct Gentle<R> {
    inner: R,
    fault: Option<String>,
}

impl<R: Read> Read for Gentle<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match self.inner.read(buffer) {
            Err(error) if matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof) => {
                self.fault = Some(format!("it cannot be unpacked to its end: {error}"));
                Ok(0)
            }
            read => read,
        }
    }
}

impl Source for Tar {
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
        let limit = self.budget.limits().file_bytes;
        let part = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        if part.bytes.len() > limit {
            return Err(SourceError::too_large(limit));
        }
        super::read_bounded(self.open(index)?, limit)
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        let part = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        Ok(Box::new(Reading { bytes: part.bytes.reader(), missing: part.missing }))
    }
}

/// A stream of one entry. It fails at the end of what is left of an entry that was cut.
struct Reading {
    bytes: BytesReader,
    missing: u64,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        if read > 0 || self.missing == 0 || buffer.is_empty() {
            return Ok(read);
        }
        let found = format!("the archive ends {} bytes before the file does", self.missing);
        Err(SourceError::Refused { rule: Rule::Damaged, found }.into_reading())
    }
}
