//! A zip that is one file of the output.
//!
//! It is made in a temporary file, because its entries say their lengths in front, as every program that opens zips
//! understands; small ones stay in memory. The same entries give the same bytes: all are dated 1980-01-01.

use std::io::{self, Seek, SeekFrom, Write};

use larder_core::Blog;
use tempfile::SpooledTempFile;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::Packed;
use crate::{Account, Sink, SinkError, WriteError, sink::is_packed};

/// What stays in memory.
const IN_MEMORY: usize = 4 << 20;

/// Entries of at least this many bytes need the longer form of lengths.
const LARGE: u64 = u32::MAX as u64 / 2;

/// A zip that is being made.
pub(crate) struct Package {
    name: String,
    zip: ZipWriter<SpooledTempFile>,
}

impl Package {
    /// Begins the zip that will be called `name` in the output.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        let file = tempfile::spooled_tempfile(IN_MEMORY);
        Self { name: name.into(), zip: ZipWriter::new(file) }
    }

    /// Begins an entry, which [`write`](Self::write) fills. `length` is about how many bytes it will have.
    pub(crate) fn begin(&mut self, entry: &str, length: u64) -> Result<(), WriteError> {
        let method = match is_packed(entry) {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(length >= LARGE);
        self.zip.start_file(entry, options).map_err(|error| failed(&self.name, plain(error)))
    }

    /// Adds bytes to the entry that was begun last.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.zip.write_all(bytes).map_err(|error| failed(&self.name, error))
    }

    /// What fills the entry that was begun last.
    pub(crate) fn raw(&mut self) -> &mut dyn Write {
        &mut self.zip
    }

    /// Adds all that a reader gives to the entry that was begun last.
    pub(crate) fn copy(&mut self, from: &mut dyn io::Read) -> Result<(), WriteError> {
        io::copy(from, &mut self.zip).map_err(|error| failed(&self.name, error))?;
        Ok(())
    }

    /// Adds a file of the blog. Fails when its bytes are not those that were read.
    pub(crate) fn file(&mut self, blog: &Blog, packed: &Packed) -> Result<(), WriteError> {
        let asset = blog.assets.get(packed.place).map_err(WriteError::Spool)?;
        let Some(blob) = packed.blob(&asset)? else { return Ok(()) };
        self.begin(&packed.path, packed.length)?;
        self.copy(&mut blob.reader())
    }

    /// Completes the zip and puts it into the output.
    pub(crate) fn finish(
        self,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        let Self { name, zip } = self;
        let mut file = zip.finish().map_err(|error| failed(&name, plain(error)))?;
        file.seek(SeekFrom::Start(0)).map_err(|error| failed(&name, error))?;
        account.file(sink, &name, &mut |out| io::copy(&mut file, out).map(|_| ()))?;
        Ok(())
    }
}

fn failed(name: &str, error: io::Error) -> WriteError {
    WriteError::Sink(SinkError::Io { name: name.to_owned(), error })
}

fn plain(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => io::Error::other(error),
    }
}
