//! Files in a zip that appears in its place when it is complete.

use std::{
    fs, io,
    io::{Seek, SeekFrom, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use larder_core::Cancel;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    Access, Committed, Existing, Sink, SinkError,
    draft::{Draft, Stoppable},
    folder::{create_new, remove_file, restrict},
};

/// Writes files into a zip beside `path`, and puts it there with [`ZipFile::commit`].
///
/// The same files in the same order give the same bytes: every entry is dated 1980-01-01, the earliest a zip can say.
/// Media that are compressed already are stored, everything else is deflated.
#[derive(Debug)]
pub struct ZipFile {
    draft: Draft,
    zip: Option<ZipWriter<Swallowing>>,
    given_up: Arc<AtomicBool>,
}

impl ZipFile {
    /// Checks that a zip can be made at `path` and begins one. Fails as [`Folder::create`](super::Folder::create).
    pub fn create(path: &Path, existing: Existing) -> Result<Self, SinkError> {
        let (draft, file) = Draft::begin(path, existing, create_new)?;
        let given_up = Arc::<AtomicBool>::default();
        let zip = ZipWriter::new(Swallowing { file, given_up: Arc::clone(&given_up) });
        Ok(Self { draft, zip: Some(zip), given_up })
    }

    /// Who may read the finished file. By default, whoever the umask allows.
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.draft.access = access;
        self
    }

    /// Stops before the next write when `cancel` asks for it.
    #[must_use]
    pub fn stop_on(mut self, cancel: &Cancel) -> Self {
        self.draft.cancel = cancel.clone();
        self
    }

    /// Completes the zip and puts it in its place.
    pub fn commit(mut self) -> Result<Committed, SinkError> {
        self.complete().map_err(|error| self.draft.unwritable(error))?;
        self.draft.install()
    }

    fn complete(&mut self) -> io::Result<()> {
        if self.given_up.load(Ordering::Relaxed) {
            return Err(failed_before());
        }
        let zip = self.zip.take().ok_or_else(failed_before)?;
        zip.finish().map_err(plain)?.file.sync_all()?;
        restrict(&self.draft.path, self.draft.access)
    }

    fn write(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.given_up.load(Ordering::Relaxed) {
            return Err(failed_before());
        }
        let zip = self.zip.as_mut().ok_or_else(failed_before)?;
        let options = SimpleFileOptions::default()
            .compression_method(method(name))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            // The length is not known before; without this, 4 GiB would be the limit.
            .large_file(true);
        zip.start_file(name, options).map_err(plain)?;
        fill(&mut Stoppable { inner: zip, cancel: &self.draft.cancel })
    }
}

impl Sink for ZipFile {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        self.draft.claim(name)?;
        self.write(name, fill).map_err(|error| {
            self.given_up.store(true, Ordering::Relaxed);
            self.draft.failed(name, error)
        })
    }

    fn has(&self, name: &str) -> bool {
        self.draft.names.has(name)
    }
}

impl Drop for ZipFile {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::Relaxed);
        // Closed first: an open file cannot be removed everywhere.
        self.zip = None;
        if !self.draft.installed {
            remove_file(&self.draft.path);
        }
    }
}

/// How to pack a file.
fn method(name: &str) -> CompressionMethod {
    match is_packed(name) {
        true => CompressionMethod::Stored,
        false => CompressionMethod::Deflated,
    }
}

/// Whether a file is compressed already: it only grows when it is compressed again.
pub(crate) fn is_packed(name: &str) -> bool {
    let packed = [
        "jpg", "png", "gif", "webp", "avif", "heic", "mp3", "m4a", "mp4", "webm", "zip", "gz",
        "bar", "wacz",
    ];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    packed.contains(&extension)
}

fn failed_before() -> io::Error {
    io::Error::other("an earlier file of this zip failed")
}

fn plain(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => io::Error::other(error),
    }
}

/// The file under a zip. Once the zip is given up it swallows everything: the zip's writer completes itself when it is
/// dropped, and complains on standard error when that fails.
#[derive(Debug)]
struct Swallowing {
    file: fs::File,
    given_up: Arc<AtomicBool>,
}

impl Write for Swallowing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.given_up.load(Ordering::Relaxed) {
            return Ok(bytes.len());
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Swallowing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests;
