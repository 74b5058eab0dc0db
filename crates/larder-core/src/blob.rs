//! Large parts of a blog, kept out of the index: post bodies as [`Body`], files as [`Blob`].
//!
//! A [`Spool`] holds them; the model holds handles. Core brings a spool in memory; the one that moves to a temporary
//! file past a limit lives in `larder-import`, because core does no I/O.

use std::{
    borrow::Cow,
    fmt,
    io::{self, Read as _},
    ops::Deref,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

/// How many bytes of something long are in memory at once.
pub(crate) const PIECE: usize = 64 << 10;

/// Where large parts are kept while a blog is in memory. Append only.
pub trait Spool: Send + Sync + fmt::Debug {
    /// Keeps `bytes` and returns where they begin.
    fn append(&self, bytes: &[u8]) -> io::Result<u64>;

    /// Fills `buffer` from `offset` on. Fails when fewer bytes are kept there.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;

    /// Keeps the next `length` bytes of `reader` and returns where they begin. Fails when it yields fewer, or fails itself.
    ///
    /// By default, all of them are in memory meanwhile.
    fn append_from(&self, reader: &mut dyn io::Read, length: u64) -> io::Result<u64> {
        let mut bytes = Vec::new();
        reader.take(length).read_to_end(&mut bytes)?;
        match bytes.len() as u64 == length {
            true => self.append(&bytes),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Keeps all that `reader` yields, and returns where it begins and how long it is. Fails when it does.
    ///
    /// By default, all of it is in memory meanwhile.
    fn append_all(&self, reader: &mut dyn io::Read) -> io::Result<(u64, u64)> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        Ok((self.append(&bytes)?, bytes.len() as u64))
    }
}

/// A spool in memory, without a limit: for tests and for blogs that are known to be small.
#[derive(Debug, Default)]
pub struct MemorySpool(Mutex<Vec<u8>>);

impl Spool for MemorySpool {
    fn append(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let offset = kept.len() as u64;
        kept.extend_from_slice(bytes);
        Ok(offset)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let found = start.checked_add(buffer.len()).and_then(|end| kept.get(start..end));
        buffer.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Bytes in a spool.
#[derive(Clone)]
pub struct Blob {
    spool: Arc<dyn Spool>,
    offset: u64,
    length: u64,
}

impl Blob {
    /// Keeps `bytes` in `spool`.
    pub fn keep(spool: &Arc<dyn Spool>, bytes: &[u8]) -> io::Result<Self> {
        let offset = spool.append(bytes)?;
        Ok(Self { spool: Arc::clone(spool), offset, length: bytes.len() as u64 })
    }

    /// Keeps the next `length` bytes of `reader` in `spool`. Fails when it yields fewer, or either fails.
    pub fn keep_from(
        spool: &Arc<dyn Spool>,
        reader: &mut dyn io::Read,
        length: u64,
    ) -> io::Result<Self> {
        let offset = spool.append_from(reader, length)?;
        Ok(Self { spool: Arc::clone(spool), offset, length })
    }

    /// Keeps all that `reader` yields in `spool`, however much that is. Fails when either does.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use larder_core::{Blob, MemorySpool, Spool};
    ///
    /// let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    /// let blob = Blob::keep_all(&spool, &mut "0123456789".as_bytes())?;
    /// assert_eq!(blob.len(), 10);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn keep_all(spool: &Arc<dyn Spool>, reader: &mut dyn io::Read) -> io::Result<Self> {
        let (offset, length) = spool.append_all(reader)?;
        Ok(Self { spool: Arc::clone(spool), offset, length })
    }

    /// How many bytes it holds.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether it holds no byte.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The part of `length` bytes that begins at `start`, in the same spool; None if it would not lie within.
    pub fn part(&self, start: u64, length: u64) -> Option<Self> {
        let is_within = start.checked_add(length).is_some_and(|end| end <= self.length);
        let offset = self.offset.checked_add(start).filter(|_| is_within)?;
        Some(Self { spool: Arc::clone(&self.spool), offset, length })
    }

    /// The same bytes in `spool`; they are copied only if they are in another one. Fails when either spool does.
    pub(crate) fn moved_to(&self, spool: &Arc<dyn Spool>) -> io::Result<Self> {
        match self.is_in(spool) {
            true => Ok(self.clone()),
            false => Self::keep_from(spool, &mut self.reader(), self.length),
        }
    }

    /// Whether it is in this spool.
    pub(crate) fn is_in(&self, spool: &Arc<dyn Spool>) -> bool {
        // Addresses alone: one spool may have several tables of methods.
        Arc::as_ptr(&self.spool).addr() == Arc::as_ptr(spool).addr()
    }

    /// The `length` bytes that `spool` has from `offset` on. Reading them fails where it has fewer.
    pub fn at(spool: &Arc<dyn Spool>, offset: u64, length: u64) -> Self {
        Self { spool: Arc::clone(spool), offset, length }
    }

    /// Other bytes in the same spool.
    pub(crate) fn beside(&self, offset: u64, length: u64) -> Self {
        Self { spool: Arc::clone(&self.spool), offset, length }
    }

    /// Where in its spool it begins.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Writes its bytes, one piece after the other. Fails when the spool or `out` does.
    pub fn copy_to(&self, out: &mut dyn io::Write) -> io::Result<()> {
        io::copy(&mut io::BufReader::with_capacity(PIECE, self.reader()), out).map(|_| ())
    }

    /// Its bytes, one piece after the other.
    ///
    /// ```
    /// use std::{io::Read, sync::Arc};
    /// use larder_core::{Blob, MemorySpool, Spool};
    ///
    /// let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    /// let blob = Blob::keep_from(&spool, &mut "0123456789".as_bytes(), 4)?;
    /// let mut text = String::new();
    /// blob.reader().read_to_string(&mut text)?;
    /// assert_eq!(text, "0123");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn reader(&self) -> BlobReader<'_> {
        BlobReader { blob: self, at: 0 }
    }

    /// All its bytes. Fails when the spool's file can no longer be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let length = usize::try_from(self.length).map_err(|_| io::ErrorKind::OutOfMemory)?;
        let mut bytes = vec![0; length];
        self.spool.read_at(self.offset, &mut bytes)?;
        Ok(bytes)
    }
}

/// Reads a blob piece by piece. Fails when the spool does.
#[derive(Clone, Debug)]
pub struct BlobReader<'a> {
    blob: &'a Blob,
    at: u64,
}

impl io::Read for BlobReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.blob.length - self.at;
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        self.blob.spool.read_at(self.blob.offset + self.at, &mut buffer[..count])?;
        self.at += count as u64;
        Ok(count)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.length)
    }
}

/// A part of a larger text that is in memory, such as the body of a post in the text of a feed: it is read without being
/// copied, and the larger text stays in memory as long as it does.
///
/// ```
/// use std::sync::Arc;
/// use larder_core::Passage;
///
/// let whole = Arc::new("<item>첫 글</item>".to_owned());
/// let passage = Passage::of(&whole, &whole[6..13]).expect("it is part of it");
/// assert_eq!(&*passage, "첫 글");
/// assert!(Passage::of(&whole, "another").is_none());
/// ```
#[derive(Clone)]
pub struct Passage {
    whole: Arc<String>,
    start: usize,
    end: usize,
    /// Where the same bytes are, if they are in a spool already.
    place: Option<Blob>,
}

impl Passage {
    /// The part of `whole` that `text` is. None if `text` does not lie in it: a text that is only equal is another one.
    pub fn of(whole: &Arc<String>, text: &str) -> Option<Self> {
        let start = text.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
        let end = start.checked_add(text.len())?;
        let whole = Arc::clone(whole);
        whole.get(start..end).is_some().then_some(Self { whole, start, end, place: None })
    }

    /// Where in the larger text it begins, in bytes.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Says where the same bytes are, so that they need not be put away. Whoever says it must know it: later, the text is
    /// read from there.
    #[must_use]
    pub fn kept_at(self, place: Option<Blob>) -> Self {
        let place = place.filter(|place| place.len() == self.len() as u64);
        Self { place, ..self }
    }
}

impl Deref for Passage {
    type Target = str;

    fn deref(&self) -> &str {
        &self.whole[self.start..self.end]
    }
}

/// A text in memory that clones have in common.
#[derive(Clone)]
#[non_exhaustive]
pub enum SharedText {
    /// A text by itself.
    Whole(Arc<str>),
    /// A part of a larger one.
    Passage(Passage),
}

impl SharedText {
    /// Whether it is the same text, and not only an equal one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Arc::ptr_eq(one, other),
            (Self::Passage(one), Self::Passage(other)) => {
                Arc::ptr_eq(&one.whole, &other.whole)
                    && (one.start, one.end) == (other.start, other.end)
            }
            _ => false,
        }
    }

    /// Where the same bytes are, if they are in a spool already.
    pub(crate) fn place(&self) -> Option<&Blob> {
        match self {
            Self::Whole(_) => None,
            Self::Passage(passage) => passage.place.as_ref(),
        }
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Whole(text) => text,
            Self::Passage(text) => text,
        }
    }
}

impl<T: Into<Arc<str>>> From<T> for SharedText {
    fn from(text: T) -> Self {
        Self::Whole(text.into())
    }
}

/// Equal when the texts are.
impl PartialEq for SharedText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SharedText {}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// A text that may be large: inline or in a spool. Two bodies are equal when their texts are.
#[derive(Clone)]
pub struct Body {
    kept: Kept,
    /// The answer of the test that was run, if one was.
    tested: OnceLock<bool>,
}

/// Where the text of a body is.
#[derive(Clone)]
pub(crate) enum Kept {
    Inline(SharedText),
    Spooled(Blob),
}

impl Body {
    /// Keeps the text inline.
    pub fn inline(text: impl Into<SharedText>) -> Self {
        Self::new(Kept::Inline(text.into()))
    }

    /// Keeps the text in `spool`.
    pub fn keep(spool: &Arc<dyn Spool>, text: &str) -> io::Result<Self> {
        Ok(Self::new(Kept::Spooled(Blob::keep(spool, text.as_bytes())?)))
    }

    /// The same text in `spool`, with the answer to its [test](Self::tested). Fails as [`Body::text`] and the spool do.
    pub fn moved_to(&self, spool: &Arc<dyn Spool>) -> io::Result<Self> {
        Ok(Self { tested: self.tested.clone(), ..Self::keep(spool, &self.text()?)? })
    }

    /// The text. Fails when the spool's file can no longer be read.
    pub fn text(&self) -> io::Result<Cow<'_, str>> {
        match &self.kept {
            Kept::Inline(text) => Ok(Cow::Borrowed(text)),
            Kept::Spooled(blob) => text(blob.bytes()?).map(Cow::Owned),
        }
    }

    /// The text, and whether it passes `test`. Fails as [`Body::text`] does.
    ///
    /// The test is run once; its answer goes along with clones, but is neither compared nor serialised. A body has room
    /// for one answer, so that all who ask must ask the same: whether the text is HTML in the normal form of feeds
    /// (`larder_html::is_normal`). Core knows no HTML, hence the parameter.
    pub fn tested(&self, test: fn(&str) -> bool) -> io::Result<(Cow<'_, str>, bool)> {
        let text = self.text()?;
        let known = self.tested.get().copied();
        let passes = *self.tested.get_or_init(|| test(&text));
        debug_assert!(known.is_none_or(|_| passes == test(&text)), "all who ask ask the same");
        Ok((text, passes))
    }

    /// What its [test](Self::tested) said, if it was run.
    pub(crate) fn test_result(&self) -> Option<bool> {
        self.tested.get().copied()
    }

    /// Tells what its [test](Self::tested) said.
    pub(crate) fn learn(&mut self, tested: Option<bool>) {
        self.tested = tested.map_or_else(OnceLock::new, OnceLock::from);
    }

    /// A text in a spool, and what its [test](Self::tested) said, if it was run. Reading it fails when it is not UTF-8.
    pub fn known(blob: Blob, tested: Option<bool>) -> Self {
        let tested = tested.map_or_else(OnceLock::new, OnceLock::from);
        Self { kept: Kept::Spooled(blob), tested }
    }

    /// Where the text is.
    pub(crate) fn into_kept(self) -> Kept {
        self.kept
    }

    fn new(kept: Kept) -> Self {
        Self { kept, tested: OnceLock::new() }
    }

    /// The length in bytes of UTF-8.
    pub fn len(&self) -> u64 {
        match &self.kept {
            Kept::Inline(text) => text.len() as u64,
            Kept::Spooled(blob) => blob.len(),
        }
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Bytes as the text that they must be.
fn text(bytes: Vec<u8>) -> io::Result<String> {
    if bytes.len() > MOST_COPIED {
        return String::from_utf8(bytes)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error));
    }
    // To check and to copy takes less time than the check of the standard library.
    match simdutf8::compat::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
    }
}

/// Longer texts are not copied, because they would be in memory twice.
const MOST_COPIED: usize = 1 << 20;

impl From<Blob> for Body {
    /// Takes bytes for text. Reading them fails when they are not UTF-8.
    fn from(blob: Blob) -> Self {
        Self::new(Kept::Spooled(blob))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::inline("")
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && matches!((self.text(), other.text()), (Ok(a), Ok(b)) if a == b)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Ok(text) => fmt::Debug::fmt(&text, f),
            Err(error) => write!(f, "Body(unreadable: {error})"),
        }
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text().map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::inline)
    }
}

impl JsonSchema for Body {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Body".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    #[test]
    fn a_spooled_body_equals_the_inline_one() {
        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        let first = Body::keep(&spool, "첫 글").unwrap();
        let second = Body::keep(&spool, "둘째 글").unwrap();
        assert_eq!(first, Body::inline("첫 글"));
        assert_eq!(second.text().unwrap(), "둘째 글");
        assert_ne!(first, second);
    }

    #[test]
    fn a_part_lies_within_or_is_none() {
        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        Blob::keep(&spool, b"before").unwrap();
        let blob = Blob::keep(&spool, "첫 글".as_bytes()).unwrap();
        let part = |start, length| {
            blob.part(start, length).map(|part| Body::from(part).text().map(Cow::into_owned).ok())
        };
        assert_eq!(part(4, 3), Some(Some("글".into())));
        assert_eq!(part(7, 0), Some(Some(String::new())));
        assert_eq!(part(1, 3), Some(None));
        assert_eq!(part(4, 4), None);
        assert_eq!(part(u64::MAX, 2), None);
    }

    #[test]
    fn a_test_is_run_once_and_its_answer_goes_along() {
        static ASKED: AtomicU8 = AtomicU8::new(0);
        fn is_short(text: &str) -> bool {
            ASKED.fetch_add(1, Ordering::Relaxed);
            text.len() < 8
        }
        // Debug builds run the test again, to hold the answer to it.
        let again = u8::from(cfg!(debug_assertions));
        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        for (text, passes) in [("첫 글", true), ("둘째 글", false)] {
            ASKED.store(0, Ordering::Relaxed);
            let body = Body::inline(text);
            assert_eq!(body.tested(is_short).unwrap(), (text.into(), passes));
            let moved = body.clone().moved_to(&spool).unwrap();
            assert_eq!(moved.tested(is_short).unwrap(), (text.into(), passes));
            assert_eq!(ASKED.load(Ordering::Relaxed), 1 + again);
            assert_eq!(moved, Body::inline(text));
        }
    }

    #[test]
    fn reading_past_the_end_is_an_error() {
        assert!(MemorySpool::default().read_at(u64::MAX, &mut [0; 4]).is_err());
    }
}
