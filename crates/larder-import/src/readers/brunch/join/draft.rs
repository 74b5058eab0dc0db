//! A capture that waits to be joined: its facts in memory, its texts in the spool.

use std::{io, sync::Arc};

use larder_core::{Body, Digest, EntryId, Provenance, key};
use larder_html::text::to_text;

use super::{
    super::body,
    super::body::{Block, Image},
    super::capture::{Capture, Identity},
    sketch::Sketch,
};
use crate::Intake;

/// A capture whose texts were moved to the spool.
#[derive(Debug)]
pub(in super::super) struct Draft {
    /// The facts. Its `original` and `blocks` are gone.
    pub(super) capture: Capture,
    /// Where it was read from.
    pub(in super::super) source: Provenance,
    /// Its ledger entry.
    pub(in super::super) entry: EntryId,
    /// The original text.
    pub(super) original: Body,
    /// The HTML fragment. `None`: the capture has no body.
    pub(super) html: Option<Body>,
    /// The images of the body, in order.
    pub(super) images: Vec<Image>,
    /// The fingerprint of the text.
    pub(super) sketch: Sketch,
    /// Whether nothing in the text shows that it is a capture: only a partner can tell.
    pub(in super::super) is_stray: bool,
}

/// What is computed from one capture, on any core, before the spool takes its texts.
#[derive(Debug)]
pub(in super::super) struct Prepared {
    capture: Capture,
    html: Option<String>,
    images: Vec<Image>,
    sketch: Sketch,
    is_stray: bool,
}

/// Writes the fragment and the fingerprint of a capture. A stray is a text that nothing but a partner shows to be one.
pub(in super::super) fn prepare(mut capture: Capture, is_stray: bool) -> Prepared {
    let blocks = capture.blocks.take();
    let html = blocks.as_deref().map(body::to_html);
    let images = blocks.as_deref().map(images).unwrap_or_default();
    let sketch = html.as_deref().map(|html| Sketch::of(&to_text(html))).unwrap_or_default();
    Prepared { capture, html, images, sketch, is_stray }
}

impl Draft {
    /// Moves the texts of a prepared capture to the spool.
    pub(in super::super) fn keep(
        prepared: Prepared,
        file: &Arc<str>,
        sha256: Digest,
        encoding: Option<&'static str>,
        entry: EntryId,
        intake: &Intake,
    ) -> io::Result<Self> {
        let Prepared { mut capture, html, images, sketch, is_stray } = prepared;
        let original = intake.body(&std::mem::take(&mut capture.original))?;
        let html = html.map(|html| intake.body(&html)).transpose()?;
        let mut source = Provenance::new(Arc::clone(file), capture.form.name());
        source.sha256 = Some(sha256);
        source.encoding = encoding.map(Arc::from);
        Ok(Self { capture, source, entry, original, html, images, sketch, is_stray })
    }

    /// Whether it names who wrote it, by name or by address.
    pub(super) fn names_author(&self) -> bool {
        let Identity { user_id, handle, .. } = &self.capture.identity;
        self.capture.author.name.is_some() || user_id.is_some() || handle.is_some()
    }

    /// The words of the title, for comparing.
    pub(super) fn title_key(&self) -> Option<String> {
        self.capture.title.as_deref().map(key::words).filter(|words| !words.is_empty())
    }

    /// The day it was published, where it says so.
    pub(super) fn day(&self) -> Option<chrono::NaiveDate> {
        self.capture.published.map(|time| time.at().date_naive())
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
