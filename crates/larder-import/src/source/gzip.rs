//! Files that a server or an archiver packed with gzip (RFC 1952), read as what is in them.

use std::{
    io::{self, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::MultiGzDecoder;

use super::{Source, SourceError};
use crate::Limits;

/// What every member of a gzip file begins with.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A stream of an entry's bytes, as [`Source::open`] gives it; what is packed with gzip is unpacked, whatever its name.
///
/// Reading fails where more comes out than `limits` allow: by the number of unpacked bytes, and by their ratio to the
/// packed ones. It fails where the packing is damaged, after all that could be unpacked.
pub fn unpacked<'s>(
    source: &'s dyn Source,
    index: usize,
    limits: &Limits,
) -> Result<Box<dyn Read + Send + 's>, SourceError> {
    let mut stream = source.open(index)?;
    let mut head = Vec::new();
    stream.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head)?;
    let is_packed = head == MAGIC;
    let whole = Cursor::new(head).chain(stream);
    Ok(if is_packed { Box::new(Bounded::new(whole, limits)) } else { Box::new(whole) })
}

/// Whether bytes are packed with gzip.
pub(crate) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// All bytes of a file whose bytes are `bytes`, which may be packed: no more than a file may have.
pub(crate) fn unpacked_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, SourceError> {
    if !is_packed(&bytes) {
        return Ok(bytes);
    }
    super::read_bounded(Bounded::new(bytes.as_slice(), limits), limits.file_bytes)
}

/// The unpacked bytes of a stream. It fails where it is longer than it may be: an end there would look like one of the
/// document.
pub(super) struct Bounded<R> {
    inner: MultiGzDecoder<Counted<R>>,
    left: u64,
    limit: u64,
    /// How many packed bytes were read.
    packed: Arc<AtomicU64>,
    ratio: u64,
}

impl<R: Read> Bounded<R> {
    /// The bytes that `packed` unpacks to.
    pub(super) fn new(packed: R, limits: &Limits) -> Self {
        let count = Arc::new(AtomicU64::new(0));
        let inner = MultiGzDecoder::new(Counted { inner: packed, count: Arc::clone(&count) });
        let Limits { unpacked_bytes: limit, ratio, .. } = *limits;
        Self { inner, left: limit, limit, packed: count, ratio }
    }
}

/// A stream whose bytes are counted.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// From how many unpacked bytes on the ratio to the packed ones counts: short texts may repeat themselves.
const RATIO_COUNTS: u64 = 64 << 20;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            return match self.inner.read(&mut [0])? {
                0 => Ok(0),
                _ => Err(io::Error::other(format!(
                    "it unpacks to more than {} bytes; --max-unpacked-size raises the limit",
                    self.limit
                ))),
            };
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.left -= read as u64;
        let unpacked = self.limit - self.left;
        let honest = self.packed.load(Ordering::Relaxed).saturating_mul(self.ratio);
        if unpacked > RATIO_COUNTS && unpacked > honest {
            return Err(io::Error::other(format!(
                "it is packed tighter than 1:{}; --max-ratio raises the limit",
                self.ratio
            )));
        }
        Ok(read)
    }
}
