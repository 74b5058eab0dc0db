//! A capture that waits to be joined: in memory only what finding its partners takes, everything else in the spool.
//!
//! ```text
//! Capture ─ prepare, on any core ─► Prepared ─► Waiting + Keys ─ groups ─► open ─► Draft ─► post
//! ```
//!
//! There is one [`Waiting`] for each capture of the input, however many there are, so it is small.

use std::{io, sync::Arc};

use larder_core::{Blob, Body, Digest, EntryId, LineAccount, Provenance, Spool, key};
use larder_html::text::to_text;
use serde::{Deserialize, Serialize};

use super::{
    super::body,
    super::body::{Block, Image},
    super::capture::{Capture, Form, Identity},
    people::{Who, WriterId},
    sketch::Sketch,
};
use crate::Source;

/// A capture whose facts and texts are in the spool.
#[derive(Debug)]
pub(in super::super) struct Waiting {
    /// The number of its file in the source.
    pub(in super::super) file: u32,
    /// Its ledger entry.
    pub(in super::super) entry: EntryId,
    /// Who wrote it, as it says.
    pub(super) writer: WriterId,
    kept: Kept,
}

/// What tells captures of one post from captures of another. Needed only until the groups are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Keys {
    /// The number of the post.
    pub(super) number: Option<u64>,
    /// The day it was published.
    pub(super) day: Option<chrono::NaiveDate>,
    /// Its title.
    pub(super) title: Option<TitleKey>,
}

/// The words of a title, folded into sixteen bytes of their SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TitleKey([u8; 16]);

/// A capture in the spool: its sketch, its facts, its original and its fragment, one after the other.
#[derive(Debug)]
struct Kept {
    all: Blob,
    facts: u64,
    original: u64,
    has_html: bool,
    is_normal: bool,
    sketch: u8,
    form: Form,
    is_stray: bool,
}

/// What waits in the spool beside the texts.
#[derive(Debug, Serialize, Deserialize)]
struct Facts {
    capture: Capture,
    images: Vec<Image>,
    sha256: Digest,
    encoding: Option<Arc<str>>,
}

/// A capture that was put into the spool, before anything shared knows of it.
#[derive(Debug)]
pub(in super::super) struct Prepared {
    /// Who wrote it, as it says.
    pub(in super::super) who: Who,
    /// What its partners are found by.
    pub(in super::super) keys: Keys,
    kept: Kept,
}

/// A capture that was opened again: its facts in memory, its texts in the spool.
#[derive(Debug)]
pub(super) struct Draft {
    /// The facts. Its `original` and `blocks` are gone.
    pub(super) capture: Capture,
    /// Where it was read from.
    pub(super) source: Provenance,
    /// Its ledger entry.
    pub(super) entry: EntryId,
    /// Who wrote it, as it says.
    pub(super) writer: WriterId,
    /// The original text.
    pub(super) original: Body,
    /// The HTML fragment. `None`: the capture has no body.
    pub(super) html: Option<Body>,
    /// The images of the body, in order.
    pub(super) images: Vec<Image>,
}

/// Writes the fragment and the fingerprint of a capture and puts everything into the spool. A stray is a text that
/// nothing but a partner shows to be a capture.
pub(in super::super) fn prepare(
    mut capture: Capture,
    is_stray: bool,
    sha256: Digest,
    encoding: Option<&'static str>,
    spool: &Arc<dyn Spool>,
) -> io::Result<Prepared> {
    let blocks = capture.blocks.take();
    let html = blocks.as_deref().map(body::to_html);
    let images = blocks.as_deref().map(images).unwrap_or_default();
    // A large body must not be in memory three times.
    drop(blocks);
    let sketch = html.as_deref().map(|html| Sketch::of(&to_text(html))).unwrap_or_default();
    let original = std::mem::take(&mut capture.original);
    let (form, keys, who) = (capture.form, Keys::of(&capture), Who::of(&capture));
    let facts = Facts { capture, images, sha256, encoding: encoding.map(Arc::from) };

    let mut all = sketch.to_bytes();
    let start = all.len();
    serde_json::to_writer(&mut all, &facts)?;
    let facts = (all.len() - start) as u64;
    all.reserve_exact(original.len() + html.as_deref().map_or(0, str::len));
    all.extend_from_slice(original.as_bytes());
    let (original_length, has_html) = (original.len() as u64, html.is_some());
    // Feeds will ask. Here the text is in the cache, and all cores are at work.
    let is_normal = html.as_deref().is_some_and(larder_html::is_normal);
    drop(original);
    all.extend_from_slice(html.unwrap_or_default().as_bytes());
    let kept = Kept {
        all: Blob::keep(spool, &all)?,
        facts,
        original: original_length,
        has_html,
        is_normal,
        sketch: sketch.length(),
        form,
        is_stray,
    };
    Ok(Prepared { who, keys, kept })
}

impl Keys {
    fn of(capture: &Capture) -> Self {
        Self {
            number: capture.identity.number,
            day: capture.published.map(|time| time.at().date_naive()),
            title: capture.title.as_deref().and_then(TitleKey::of),
        }
    }
}

impl TitleKey {
    /// The key of a title. None if it shows nothing.
    pub(super) fn of(title: &str) -> Option<Self> {
        let words = key::words(title);
        let digest = Digest::of(words.as_bytes());
        let (first, _) = digest.bytes().split_first_chunk().expect("a SHA-256 has 32 bytes");
        (!words.is_empty()).then_some(Self(*first))
    }
}

impl Waiting {
    /// A prepared capture in its place.
    pub(in super::super) fn new(
        prepared: Prepared,
        file: u32,
        entry: EntryId,
        writer: WriterId,
    ) -> Self {
        Self { file, entry, writer, kept: prepared.kept }
    }

    /// What it is.
    pub(super) fn form(&self) -> Form {
        self.kept.form
    }

    /// Whether nothing in the text shows that it is a capture: only a partner can tell.
    pub(in super::super) fn is_stray(&self) -> bool {
        self.kept.is_stray
    }

    /// The user's word makes it a capture.
    pub(in super::super) fn trust(&mut self) {
        self.kept.is_stray = false;
    }

    /// The fingerprint of the text.
    pub(super) fn sketch(&self) -> io::Result<Sketch> {
        let length = Sketch::bytes_of(self.kept.sketch);
        Ok(Sketch::from_bytes(&part(&self.kept.all, 0, length)?.bytes()?))
    }

    /// Reads the facts again.
    pub(super) fn open(&self, source: &dyn Source) -> io::Result<Draft> {
        let Kept { all, facts, original, has_html, is_normal, sketch, form, .. } = &self.kept;
        let start = Sketch::bytes_of(*sketch);
        let read: Facts = serde_json::from_slice(&part(all, start, *facts)?.bytes()?)?;
        let start = start + facts;
        let rest = all.len().saturating_sub(start + original);
        let html = part(all, start + original, rest)?;
        let file = Arc::clone(&source.entries()[self.file as usize].name);
        let mut provenance = Provenance::new(file, form.shared_name());
        provenance.sha256 = Some(read.sha256);
        provenance.encoding = read.encoding;
        Ok(Draft {
            capture: read.capture,
            source: provenance,
            entry: self.entry,
            writer: self.writer,
            original: part(all, start, *original)?.into(),
            html: has_html.then(|| Body::known(html, Some(*is_normal))),
            images: read.images,
        })
    }
}

fn part(blob: &Blob, start: u64, length: u64) -> io::Result<Blob> {
    blob.part(start, length).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

impl Draft {
    /// Whether it names who wrote it, by name or by address.
    pub(super) fn names_author(&self) -> bool {
        let Identity { user_id, handle, .. } = &self.capture.identity;
        self.capture.author.name.is_some() || user_id.is_some() || handle.is_some()
    }

    /// What became of its lines.
    pub(super) fn lines(&self) -> Option<LineAccount> {
        self.capture.lines
    }

    /// The text of the body. Empty when there is none.
    pub(super) fn text(&self) -> io::Result<String> {
        self.html.as_ref().map_or(Ok(String::new()), |html| Ok(to_text(&html.text()?)))
    }
}

/// All images of a body, in order.
fn images(blocks: &[Block]) -> Vec<Image> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Image(image) => found.push(image.clone()),
            Block::Gallery { images, .. } => found.extend(images.iter().cloned()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use larder_core::{Claim, Confidence, MediaType, MemorySpool, Note, NoteKind, Timestamp};

    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_capture_comes_back_from_the_spool_as_it_was() {
        let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
        let source = Memory::new("archive", [("쪽.html", b"<p>")]);
        let mut capture = Capture::new(Form::Html, MediaType::HTML, "<원문>".into());
        capture.identity.number = Some(7);
        capture.title = Some("골목\n끝".into());
        capture.subtitle = Some(Claim::inferred("우체통".into(), Confidence::Low, "a rule"));
        capture.published = Timestamp::from_rfc3339("2020-03-04T12:30:02+09:00").ok();
        capture.extra.insert("weekday", "수");
        capture.notes.push(Note::new(NoteKind::TitleMissing));
        let image = Image { url: Some("https://img.example.org/1".into()), ..Image::default() };
        let mut expected = capture.clone();
        capture.blocks = Some(vec![Block::Image(image.clone())]);
        let digest = Digest::of(b"x");
        let prepared = prepare(capture, false, digest, Some("EUC-KR"), &spool).unwrap();
        let sketch = Sketch::of(&to_text(&body::to_html(&[Block::Image(image.clone())])));
        let waiting = Waiting::new(prepared, 0, EntryId::default(), WriterId::default());

        assert_eq!(waiting.sketch().unwrap(), sketch);
        let draft = waiting.open(&source).unwrap();
        expected.original = String::new();
        assert_eq!(draft.capture, expected);
        assert_eq!(draft.original.text().unwrap(), "<원문>");
        assert_eq!(
            draft.html.unwrap().text().unwrap(),
            body::to_html(&[Block::Image(image.clone())])
        );
        assert_eq!(draft.images, [image]);
        let source = (&*draft.source.file, &*draft.source.form, draft.source.encoding.as_deref());
        assert_eq!(source, ("쪽.html", "html", Some("EUC-KR")));
        assert_eq!(draft.source.sha256, Some(digest));
    }
}
