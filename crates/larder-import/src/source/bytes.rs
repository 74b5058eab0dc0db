//! Bytes that many threads read at once, each at its own place: a file, memory, a spool, or a part of one of them.

use std::{
    fs::File,
    io::{self, Read},
    path::PathBuf,
    sync::Arc,
};

use larder_core::Spool;

use super::{
    SourceError,
    disk::{self, Identity},
};
use crate::{FileSpool, spool::read_file_at};

/// A range of bytes. Clones share what they read from.
#[derive(Clone, Debug)]
pub(super) struct Bytes {
    holder: Holder,
    start: u64,
    length: u64,
}

#[derive(Clone, Debug)]
enum Holder {
    File(Arc<File>),
    /// A file that is opened for each run of reads, because a folder may hold more archives than files may be open.
    OnDisk(Arc<(PathBuf, Identity)>),
    Memory(Arc<[u8]>),
    Spool(Arc<FileSpool>),
}

impl Bytes {
    /// The first `length` bytes of a file.
    pub(super) fn of_file(file: File, length: u64) -> Self {
        Self { holder: Holder::File(Arc::new(file)), start: 0, length }
    }

    /// A file that was seen as `identity`; it is not kept open.
    pub(super) fn on_disk(path: PathBuf, identity: Identity) -> Result<Self, SourceError> {
        let (_, length) = disk::open_seen(&path, identity)?;
        Ok(Self { holder: Holder::OnDisk(Arc::new((path, identity))), start: 0, length })
    }

    /// The same bytes, ready to be read many times: a file that is not kept open is opened.
    pub(super) fn opened(&self) -> Result<Self, SourceError> {
        let Holder::OnDisk(place) = &self.holder else { return Ok(self.clone()) };
        let (file, _) = disk::open_seen(&place.0, place.1)?;
        Ok(Self { holder: Holder::File(Arc::new(file)), ..*self })
    }

    /// Bytes in memory.
    pub(super) fn of_memory(bytes: Arc<[u8]>) -> Self {
        let length = bytes.len() as u64;
        Self { holder: Holder::Memory(bytes), start: 0, length }
    }

    /// Everything `reader` yields, kept in `spool`. Nothing else may be appended meanwhile.
    pub(super) fn spooled(spool: &Arc<FileSpool>, mut reader: impl Read) -> io::Result<Self> {
        let mut start = None;
        let mut length = 0;
        let mut chunk = vec![0; 64 << 10];
        loop {
            let count = reader.read(&mut chunk)?;
            if count == 0 {
                break;
            }
            let at = spool.append(&chunk[..count])?;
            start.get_or_insert(at);
            length += count as u64;
        }
        let start = start.unwrap_or(0);
        Ok(Self { holder: Holder::Spool(Arc::clone(spool)), start, length })
    }

    /// The file that they begin with, opened once more, where they are read from one that is kept open.
    pub(super) fn file(&self) -> Option<File> {
        match &self.holder {
            Holder::File(file) if self.start == 0 => file.try_clone().ok(),
            _ => None,
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u64 {
        self.length
    }

    /// The part from `start` on, `length` bytes long, as far as it is there.
    pub(super) fn slice(&self, start: u64, length: u64) -> Self {
        let start = start.min(self.length);
        let length = length.min(self.length - start);
        Self { holder: self.holder.clone(), start: self.start + start, length }
    }

    /// Reads at `offset` into `buffer`. Returns how many bytes there were; 0 at the end.
    pub(super) fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(offset);
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = &mut buffer[..count];
        let at = self.start.saturating_add(offset);
        match &self.holder {
            Holder::File(file) => return read_file_at(file, at, buffer),
            Holder::OnDisk(_) => {
                let opened = self.opened().map_err(SourceError::into_reading)?;
                return opened.read_at(offset, buffer);
            }
            Holder::Spool(spool) => spool.read_at(at, buffer)?,
            Holder::Memory(bytes) => {
                let start = usize::try_from(at).map_err(|_| io::ErrorKind::UnexpectedEof)?;
                let held = bytes.get(start..).and_then(|rest| rest.get(..count));
                buffer.copy_from_slice(held.ok_or(io::ErrorKind::UnexpectedEof)?);
            }
        }
        Ok(count)
    }

    /// Exactly the bytes from `offset` on that fill `buffer`. Fails when there are fewer.
    pub(super) fn read_exact_at(&self, mut offset: u64, mut buffer: &mut [u8]) -> io::Result<()> {
        while !buffer.is_empty() {
            let count = self.read_at(offset, buffer)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            offset += count as u64;
            buffer = &mut buffer[count..];
        }
        Ok(())
    }

    /// The first bytes, `length` at most.
    pub(super) fn head(&self, length: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader().take(length as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// A stream of all bytes.
    pub(super) fn reader(&self) -> BytesReader {
        BytesReader { bytes: self.clone(), at: 0 }
    }
}

/// A stream over [`Bytes`].
#[derive(Clone, Debug)]
pub(super) struct BytesReader {
    bytes: Bytes,
    at: u64,
}

impl BytesReader {
    /// How many bytes were read.
    pub(super) fn position(&self) -> u64 {
        self.at
    }
}

impl Read for BytesReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read_at(self.at, buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}
