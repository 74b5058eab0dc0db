//! The long lists of a blog: posts, comments and assets, each [in memory](Table::push) or [put away](Slot::away) in the
//! spool, where only its head stays in memory.
//!
//! A blog of 100,000 posts has several hundred bytes of titles, addresses and ids a post, beside the body. None of that
//! is needed to find, to order and to select; so the rest of a record goes where the bodies are, and comes back for as
//! long as somebody looks at it.
//!
//! ```
//! use std::sync::Arc;
//! use larder_core::{MemorySpool, Post, PostId, Spool, Table};
//!
//! # fn main() -> std::io::Result<()> {
//! let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
//! let mut posts = Table::default();
//! let mut post = Post::new(PostId::new("https://example.org/1"));
//! post.title = Some("우체통이 있던 골목".into());
//! posts.put_away(post, &spool)?;
//! assert_eq!(posts.head(0).id.as_str(), "https://example.org/1"); // without a look into the spool
//! assert_eq!(posts.get(0)?.title.as_deref(), Some("우체통이 있던 골목"));
//! # Ok(())
//! # }
//! ```

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    cmp::Ordering,
    fmt, io,
    sync::{Arc, Weak},
};

use serde::{
    Serialize, Serializer,
    de::DeserializeOwned,
    ser::{Error as _, SerializeSeq},
};

use crate::{Blob, Body, SharedText, Spool, blob::Kept};

/// A record that a [`Table`] can hold.
///
/// Serialized, it must read back as an equal record, but for its large parts: as JSON, which people see, and in the form in
/// which it is put away, which nobody does ([`Serializer::is_human_readable`]). So nothing in it may be flattened, untagged or
/// internally tagged: what serde holds back to read those says of itself that people read it.
pub trait Row: Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned {
    /// What stays in memory of each: what finds, orders and selects it.
    type Head: Clone + fmt::Debug;

    /// What stays in memory.
    fn head(&self) -> Self::Head;

    /// Takes the texts that it has in common with `head` from there, so that they are in memory once.
    fn share(&mut self, head: &Self::Head);

    /// Shows its parts that may be in a spool, always in the same order.
    fn large(&mut self, visit: &mut dyn FnMut(Large<'_>));
}

/// A part of a record that may be in a spool.
#[derive(Debug)]
#[non_exhaustive]
pub enum Large<'a> {
    /// A text.
    Body(&'a mut Body),
    /// Bytes, which the record leaves out where it is serialized.
    Blob(&'a mut Option<Blob>),
}

/// A list of records, each in memory or put away.
#[derive(Clone)]
pub struct Table<T: Row>(Vec<Slot<T>>);

/// One record of a [`Table`].
#[derive(Clone)]
pub struct Slot<T: Row> {
    head: T::Head,
    place: Place<T>,
}

#[derive(Clone)]
enum Place<T> {
    Here(Box<T>),
    Away(Away),
}

/// Where a record is that was put away. A blog has hundreds of thousands of them: this takes 24 bytes, where a [`Blob`] with a
/// number takes 40.
#[derive(Clone)]
struct Away {
    spool: Arc<Arc<dyn Spool>>,
    offset: u64,
    length: u32,
    /// How long the record is without its large parts.
    rest: u32,
}

impl Away {
    fn blob(&self) -> Blob {
        Blob::at(&self.spool, self.offset, self.length.into())
    }
}

/// The spool under one pointer that takes a single word: the last one that this thread used, mostly.
fn shared(spool: &Arc<dyn Spool>) -> Arc<Arc<dyn Spool>> {
    let known = LAST.with_borrow(Weak::upgrade);
    known.filter(|known| Arc::ptr_eq(&**known, spool)).unwrap_or_else(|| {
        let new = Arc::new(Arc::clone(spool));
        LAST.set(Arc::downgrade(&new));
        new
    })
}

impl<T: Row> Slot<T> {
    /// A record that stays in memory.
    pub fn here(record: T) -> Self {
        Self { head: record.head(), place: Place::Here(Box::new(record)) }
    }

    /// Puts a record away, and with it its large parts that are not in this spool yet.
    ///
    /// Fails when the spool does, or when a large part cannot be read back from where it was.
    pub fn away(record: T, spool: &Arc<dyn Spool>) -> io::Result<Self> {
        Self::away_in(record, &shared(spool))
    }

    fn away_in(record: T, spool: &Arc<Arc<dyn Spool>>) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let packed = Packed::new(record, spool, &mut bytes)?;
        Ok(packed.kept(spool, Blob::keep(spool, &bytes)?.offset()))
    }

    /// Puts several records away as one piece, which is faster where many threads do so. Fails as [`Slot::away`] does.
    pub fn away_all(records: Vec<T>, spool: &Arc<dyn Spool>) -> io::Result<Vec<Self>> {
        let mut bytes = ROOM.take();
        bytes.clear();
        let mut places = Vec::with_capacity(records.len());
        let mut left = records.len();
        for record in records {
            places.push(Packed::new(record, spool, &mut bytes)?);
            left -= 1;
            if places.len() == 1 {
                // Records of one kind are of about one size.
                bytes.reserve((bytes.len() * left).min(MOST_RESERVED));
            }
        }
        let whole = Blob::keep(spool, &bytes)?;
        if bytes.capacity() <= MOST_RESERVED {
            ROOM.set(bytes);
        }
        let spool = shared(spool);
        Ok(places.into_iter().map(|packed| packed.kept(&spool, whole.offset())).collect())
    }

    /// What is in memory of it.
    pub fn head(&self) -> &T::Head {
        &self.head
    }

    /// How many bytes come into memory to have it, its large parts not counted: none if it is there.
    pub fn bytes_away(&self) -> u64 {
        match &self.place {
            Place::Here(_) => 0,
            Place::Away(away) => away.length.into(),
        }
    }

    /// The record. Fails when the spool can no longer be read.
    pub fn get(&self) -> io::Result<Cow<'_, T>> {
        match &self.place {
            Place::Here(record) => Ok(Cow::Borrowed(record)),
            Place::Away(away) => Ok(Cow::Owned(unpack(&away.blob())?)),
        }
    }

    /// Another record in the place of this one, in memory if this one is. Fails as [`Slot::away`] does.
    pub fn with(&self, mut record: T) -> io::Result<Self> {
        record.share(&self.head);
        match &self.place {
            Place::Here(_) => Ok(Self::here(record)),
            Place::Away(away) => Self::away_in(record, &away.spool),
        }
    }

    /// The record by itself. Fails when the spool can no longer be read.
    pub fn into_record(self) -> io::Result<T> {
        match self.place {
            Place::Here(record) => Ok(*record),
            Place::Away(away) => unpack(&away.blob()),
        }
    }
}

impl<T: Row> Table<T> {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes room for so many records more, and no more than that: the list may be long.
    pub fn reserve(&mut self, records: usize) {
        self.0.reserve_exact(records);
    }

    /// Adds a record that stays in memory.
    pub fn push(&mut self, record: T) {
        self.0.push(Slot::here(record));
    }

    /// Adds a record that is put away. Fails as [`Slot::away`] does.
    pub fn put_away(&mut self, record: T, spool: &Arc<dyn Spool>) -> io::Result<()> {
        self.0.push(Slot::away(record, spool)?);
        Ok(())
    }

    /// Adds a record that was made ready before, on another thread perhaps.
    pub fn add(&mut self, slot: Slot<T>) {
        self.0.push(slot);
    }

    /// The records with their heads, for whoever looks at many of them on many threads.
    pub fn slots(&self) -> &[Slot<T>] {
        &self.0
    }

    /// Takes the records out.
    pub fn into_slots(self) -> Vec<Slot<T>> {
        self.0
    }

    /// The heads, in order.
    pub fn heads(&self) -> impl ExactSizeIterator<Item = &T::Head> + DoubleEndedIterator {
        self.0.iter().map(Slot::head)
    }

    /// The head of the record at a place. Panics where there is none.
    pub fn head(&self, at: usize) -> &T::Head {
        &self.0[at].head
    }

    /// The record at a place. Panics where there is none; fails when the spool can no longer be read.
    pub fn get(&self, at: usize) -> io::Result<Cow<'_, T>> {
        self.0[at].get()
    }

    /// The records, in order. Each fails by itself when the spool can no longer be read.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = io::Result<Cow<'_, T>>> {
        self.0.iter().map(Slot::get)
    }

    /// Changes the record at a place, which stays in memory if it is. What it was before is not freed where it was put
    /// away. Panics where there is none; fails as [`Slot::away`] does.
    pub fn change(&mut self, at: usize, change: impl FnOnce(&mut T)) -> io::Result<()> {
        let slot = &mut self.0[at];
        if let Place::Here(record) = &mut slot.place {
            change(record);
            slot.head = record.head();
            return Ok(());
        }
        let mut record = slot.get()?.into_owned();
        change(&mut record);
        *slot = slot.with(record)?;
        Ok(())
    }

    /// Puts a record into the place of another. Panics where there is none.
    pub fn replace(&mut self, at: usize, slot: Slot<T>) {
        self.0[at] = slot;
    }

    /// Changes every record. Fails as [`Table::change`] does, with some changed and some not.
    pub fn change_all(&mut self, mut change: impl FnMut(&mut T)) -> io::Result<()> {
        (0..self.len()).try_for_each(|at| self.change(at, &mut change))
    }

    /// Orders the records by their heads, in place; equal ones in any order.
    pub fn sort_by(&mut self, mut order: impl FnMut(&T::Head, &T::Head) -> Ordering) {
        self.0.sort_unstable_by(|a, b| order(&a.head, &b.head));
    }

    /// The place of a record in a table that is ordered so that `order` says of each head whether it comes before
    /// (`Less`) or after what is looked for.
    pub fn find(&self, mut order: impl FnMut(&T::Head) -> Ordering) -> Option<usize> {
        self.0.binary_search_by(|slot| order(&slot.head)).ok()
    }
}

impl<T: Row> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Row> From<Vec<T>> for Table<T> {
    fn from(records: Vec<T>) -> Self {
        records.into_iter().collect()
    }
}

impl<T: Row> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        Self(records.into_iter().map(Slot::here).collect())
    }
}

impl<T: Row> FromIterator<Slot<T>> for Table<T> {
    fn from_iter<I: IntoIterator<Item = Slot<T>>>(slots: I) -> Self {
        Self(slots.into_iter().collect())
    }
}

impl<T: Row> Extend<T> for Table<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, records: I) {
        self.0.extend(records.into_iter().map(Slot::here));
    }
}

/// Equal when the records are, wherever they are kept. A record that cannot be read back equals none.
impl<T: Row> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.0.iter().eq(&other.0)
    }
}

/// Equal when the records are, wherever they are kept. A record that cannot be read back equals none.
///
/// Equal records are equally long (see `Packed`), so that a short record is never compared with a long one: very many may
/// have the id of one that is very long.
impl<T: Row> PartialEq for Slot<T> {
    fn eq(&self, other: &Self) -> bool {
        if let (Place::Away(one), Place::Away(other)) = (&self.place, &other.place)
            && one.rest != other.rest
        {
            return false;
        }
        matches!((self.get(), other.get()), (Ok(a), Ok(b)) if a == b)
    }
}

/// As a list of its records. Fails when one cannot be read back.
impl<T: Row> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for record in self.iter() {
            list.serialize_element(record.map_err(S::Error::custom)?.as_ref())?;
        }
        list.end()
    }
}

impl<T: Row> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl<T: Row> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Ok(record) => fmt::Debug::fmt(&record, f),
            Err(error) => write!(f, "{:?} (unreadable: {error})", self.head),
        }
    }
}

/// Texts shorter than this go along with their record: looking them up by themselves would cost more.
const SHORT: u64 = 1 << 10;

/// How much room is made for records that are put away together before their size is known, and kept for the next ones.
const MOST_RESERVED: usize = 1 << 20;

thread_local! {
    /// Where records are packed that are put away together.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };

    /// The spool in which a record was put away last, as long as any is there.
    static LAST: RefCell<Weak<Arc<dyn Spool>>> = const { RefCell::new(Weak::new()) };
}

/// A record in bytes: how many large parts are told of, where each is, the rest in MessagePack, and behind it the texts that
/// were in memory.
///
/// Of each of those: its number among all large parts, offset, length, and what its [test](Body::tested) said. Which
/// texts are part of that rest depends on the record alone, so that of equal records it is equal.
struct Packed<T: Row> {
    /// What stays in memory.
    head: T::Head,
    /// Where it begins among the bytes, and how long it is without the texts behind it.
    start: u64,
    length: u32,
    /// How long the rest is.
    rest: u32,
}

/// Takes the large parts out of a record.
struct Packer<'s> {
    spool: &'s Arc<dyn Spool>,
    /// Where what is told of each goes.
    bytes: &'s mut Vec<u8>,
    count: u32,
    number: u32,
    /// The texts that will stand behind the rest, and how long they are together.
    behind: Vec<SharedText>,
    length: u64,
}

impl<T: Row> Packed<T> {
    /// Adds a record to `bytes`.
    fn new(mut record: T, spool: &Arc<dyn Spool>, bytes: &mut Vec<u8>) -> io::Result<Self> {
        let head = record.head();
        let start = bytes.len();
        bytes.extend_from_slice(&0_u32.to_le_bytes());
        let mut packer =
            Packer { spool, bytes, count: 0, number: 0, behind: Vec::new(), length: 0 };
        let mut failed = None;
        record.large(&mut |large| {
            let taken = match large {
                Large::Body(body) => packer.take_body(body),
                Large::Blob(blob) => packer.take_blob(blob),
            };
            packer.number += 1;
            failed = failed.take().or(taken.err());
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let Packer { count, behind, .. } = packer;
        bytes[start..][..4].copy_from_slice(&count.to_le_bytes());
        let rest = bytes.len();
        // By name, so that what most records lack takes no room.
        rmp_serde::encode::write_named(&mut *bytes, &record).map_err(io::Error::other)?;
        let end = bytes.len();
        behind.iter().for_each(|text| bytes.extend_from_slice(text.as_bytes()));
        let length = |from: usize| {
            let too_large = |_| {
                let found =
                    format!("a record of {} bytes, of which 4 GiB can be put away", end - from);
                io::Error::new(io::ErrorKind::FileTooLarge, found)
            };
            u32::try_from(end - from).map_err(too_large)
        };
        Ok(Self { head, start: start as u64, length: length(start)?, rest: length(rest)? })
    }

    /// The record, once its bytes are kept, with others perhaps, which begin there.
    fn kept(self, spool: &Arc<Arc<dyn Spool>>, offset: u64) -> Slot<T> {
        let Self { head, start, length, rest } = self;
        let away = Away { spool: Arc::clone(spool), offset: offset + start, length, rest };
        Slot { head, place: Place::Away(away) }
    }
}

/// Says of a text, as its length, that it is in the rest, so that all there is to tell is what its test said.
const ALONG: u64 = u64::MAX;

/// Says of a text that it stands behind the rest, so many bytes from its end.
const BEHIND: u8 = 4;

impl Packer<'_> {
    fn take_body(&mut self, body: &mut Body) -> io::Result<()> {
        let tested = body.test_result().map_or(0, |passes| 1 + u8::from(passes));
        if body.len() < SHORT {
            if tested != 0 {
                self.tell(0, ALONG, tested);
            }
            return Ok(());
        }
        match std::mem::take(body).into_kept() {
            Kept::Spooled(blob) => {
                let blob = blob.moved_to(self.spool)?;
                self.tell(blob.offset(), blob.len(), tested);
            }
            Kept::Inline(text) => match text.place().filter(|it| it.is_in(self.spool)) {
                Some(blob) => {
                    debug_assert_eq!(blob.bytes()?, text.as_bytes(), "what it is said to be");
                    self.tell(blob.offset(), blob.len(), tested);
                }
                None => self.put_behind(text, tested),
            },
        }
        Ok(())
    }

    /// Has a text stand behind the rest.
    fn put_behind(&mut self, text: SharedText, tested: u8) {
        let length = text.len() as u64;
        // Original and fragment are often one text.
        if !self.behind.last().is_some_and(|last| last.is(&text)) {
            self.length += length;
            self.behind.push(text);
        }
        self.tell(self.length - length, length, tested | BEHIND);
    }

    fn take_blob(&mut self, blob: &mut Option<Blob>) -> io::Result<()> {
        if let Some(blob) = blob.take() {
            let blob = blob.moved_to(self.spool)?;
            self.tell(blob.offset(), blob.len(), 0);
        }
        Ok(())
    }

    fn tell(&mut self, offset: u64, length: u64, flags: u8) {
        self.count += 1;
        self.bytes.extend_from_slice(&self.number.to_le_bytes());
        self.bytes.extend_from_slice(&offset.to_le_bytes());
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.push(flags);
    }
}

/// How many bytes tell where a large part is.
const PART: usize = 4 + 8 + 8 + 1;

fn unpack<T: Row>(blob: &Blob) -> io::Result<T> {
    let bytes = blob.bytes()?;
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a record in the spool is damaged");
    let (count, rest) = bytes.split_first_chunk().ok_or_else(damaged)?;
    let length = (u32::from_le_bytes(*count) as usize).checked_mul(PART);
    let (parts, rest) =
        length.and_then(|length| rest.split_at_checked(length)).ok_or_else(damaged)?;
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    let mut record: T = rmp_serde::from_slice(rest).map_err(invalid)?;
    if parts.is_empty() {
        return Ok(record);
    }
    let mut parts = parts.as_chunks::<PART>().0.iter().map(Part::read).peekable();
    let mut number = 0_u32;
    record.large(&mut |large| {
        if let Some(part) = parts.next_if(|part| part.number == number) {
            let start = if part.is_behind { blob.offset() + blob.len() } else { 0 };
            let blob = blob.beside(start.saturating_add(part.offset), part.length);
            match large {
                Large::Body(body) if part.length == ALONG => body.learn(part.tested),
                Large::Body(body) => *body = Body::known(blob, part.tested),
                Large::Blob(place) => *place = Some(blob),
            }
        }
        number += 1;
    });
    if parts.next().is_some() { Err(damaged()) } else { Ok(record) }
}

/// Where a large part is.
struct Part {
    number: u32,
    offset: u64,
    length: u64,
    /// Whether the offset is counted from the end of the rest.
    is_behind: bool,
    tested: Option<bool>,
}

impl Part {
    fn read(bytes: &[u8; PART]) -> Self {
        let number = |from: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&bytes[from..from + 8]);
            u64::from_le_bytes(eight)
        };
        let [a, b, c, d, ..] = *bytes;
        let flags = bytes[PART - 1];
        let tested = match flags & !BEHIND {
            0 => None,
            answer => Some(answer == 2),
        };
        Self {
            number: u32::from_le_bytes([a, b, c, d]),
            offset: number(4),
            length: number(12),
            is_behind: flags & BEHIND != 0,
            tested,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Asset, AssetId, Comment, CommentId, Content, Digest, MediaType, MemorySpool, Post, PostId,
        Provenance, Revision, RevisionRole, Stored,
    };

    fn spool() -> Arc<dyn Spool> {
        Arc::new(MemorySpool::default())
    }

    fn post(spool: &Arc<dyn Spool>) -> Post {
        let mut post = Post::new(PostId::new("1"));
        let html = Body::keep(spool, "<p>글</p>").unwrap();
        html.tested(|text| text.starts_with('<')).unwrap();
        let original = Body::inline("원문 ".repeat(1000));
        post.content = Some(Box::new(Content::new(MediaType::PLAIN, original, html)));
        for text in ["짧은 옛글", ""] {
            let mut older = Revision::new(RevisionRole::Older, Provenance::new("a", "b"));
            older.content = Some(Content::html(Body::inline(text)));
            post.revisions.push(older);
        }
        post.extra.insert("mood", "calm");
        post
    }

    #[test]
    fn what_was_put_away_comes_back_equal_with_the_answers_of_its_tests() {
        let spool = spool();
        let post = post(&spool);
        let mut table = Table::default();
        table.put_away(post.clone(), &spool).unwrap();
        table.push(post.clone());
        let found = table.get(0).unwrap().into_owned();
        assert_eq!(found, post);
        assert_eq!(table.slots()[0], table.slots()[1]);
        let content = found.content.as_deref().unwrap();
        assert_eq!(content.html.test_result(), Some(true));
        assert_eq!(content.original.test_result(), None);
        let kept = |body: &Body| !matches!(body.clone().into_kept(), Kept::Spooled(_));
        assert!(!kept(&content.original) && kept(&content.html));
        assert_eq!(table.head(0).text, "<p>글</p>".len() as u64);
    }

    #[test]
    fn records_that_were_put_away_together_come_back_one_by_one() {
        let spool = spool();
        let posts: Vec<Post> = (0..3)
            .map(|number| {
                let mut post = post(&spool);
                post.id = PostId::new(number.to_string());
                post
            })
            .collect();
        let slots = Slot::away_all(posts.clone(), &spool).unwrap();
        assert_eq!(slots.into_iter().collect::<Table<Post>>(), posts.into());
    }

    #[test]
    fn parts_of_another_spool_come_along() {
        let (one, other) = (spool(), spool());
        let post = post(&one);
        let mut asset = Asset::new(AssetId::new("a"));
        let mut stored = Stored::new(Digest::of(b"png"), 3, "png");
        stored.blob = Some(Blob::keep(&one, b"png").unwrap());
        asset.stored = Some(Box::new(stored));
        let posts = Slot::away(post.clone(), &other).unwrap();
        let assets = Slot::away(asset, &other).unwrap();
        drop(one);
        assert_eq!(*posts.get().unwrap(), post);
        let blob = assets.get().unwrap().stored.as_ref().unwrap().blob.clone().unwrap();
        assert_eq!(blob.bytes().unwrap(), b"png");
    }

    #[test]
    fn a_change_stays_where_the_record_was_and_shows_in_the_head() {
        let spool = spool();
        let comment = |id| Comment::new(CommentId::new(id), PostId::new("p"), Body::inline("글"));
        let mut table = Table::default();
        table.push(comment("here"));
        table.put_away(comment("away"), &spool).unwrap();
        table.change_all(|comment| comment.post = PostId::new("q")).unwrap();
        assert!(table.heads().all(|head| head.post.as_str() == "q"));
        assert_eq!(table.get(1).unwrap().post.as_str(), "q");
        assert!(matches!(table.slots()[0].place, Place::Here(_)));
        assert!(matches!(table.slots()[1].place, Place::Away(..)));
    }

    #[test]
    fn what_stays_in_memory_of_a_record_is_small() {
        assert_eq!(size_of::<Place<Post>>(), 24);
        assert!(size_of::<Slot<Comment>>() <= 88 && size_of::<Slot<Post>>() <= 104);
    }

    #[test]
    fn a_spool_that_is_damaged_is_an_error() {
        let spool = spool();
        for bytes in [&b"\x01"[..], b"\xff\xff\xff\xff{}", b"\0\0\0\0{", b"\x01\0\0\0{}"] {
            assert!(unpack::<Post>(&Blob::keep(&spool, bytes).unwrap()).is_err(), "{bytes:?}");
        }
        let Slot { place: Place::Away(away), .. } = Slot::away(post(&spool), &spool).unwrap()
        else {
            panic!("it was put away");
        };
        for length in 0..away.length {
            let cut = Away { length, ..away.clone() };
            assert!(unpack::<Post>(&cut.blob()).is_err(), "{length}");
        }
    }
}
