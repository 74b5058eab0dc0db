//! The writing of one document: part by part, on all cores, in order.

use std::{io, ops::Range};

use larder_core::{Note, NoteKind};
use rayon::prelude::*;

use super::{Entry, Feed, Layout};
use crate::{Sink, WriteError};

/// How much text a part has, and how many posts. Two parts are in memory at once.
const PART: (u64, usize) = (1 << 20, 256);

/// What was written.
pub(super) struct Document {
    /// The length of the document.
    pub(super) bytes: u64,
    /// What could not be carried, post by post.
    pub(super) notes: Vec<Note>,
}

/// Writes a feed into a sink, under the format's own file name.
pub(super) fn write(
    layout: &dyn Layout,
    feed: &Feed<'_>,
    sink: &mut dyn Sink,
) -> Result<Document, WriteError> {
    let document = Document { bytes: 0, notes: Vec::new() };
    let mut run = Run { layout, feed, document, failed: None };
    let written = sink.file(layout.format().file, &mut |out| run.document(out));
    match run.failed {
        Some(failed) => Err(failed),
        None => Ok(written.map(|()| run.document)?),
    }
}

struct Run<'r> {
    layout: &'r dyn Layout,
    feed: &'r Feed<'r>,
    document: Document,
    /// Why it stopped, if it was not the sink.
    failed: Option<WriteError>,
}

impl Run<'_> {
    fn document(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let (layout, feed) = (self.layout, self.feed);
        let mut head = Vec::new();
        layout.head(feed, &mut head);
        self.put(out, &head)?;
        let (mut ready, mut coming) = (Part::default(), Part::default());
        let mut prepared = ready.prepare(layout, feed, 0);
        while !ready.posts.is_empty() {
            if feed.options.cancel.is_cancelled() {
                return Err(self.fail(WriteError::Cancelled));
            }
            prepared.map_err(|error| self.fail(WriteError::Spool(error)))?;
            let from = ready.posts.end;
            prepared = Ok(());
            // The next part is prepared while this one is written.
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| prepared = coming.prepare(layout, feed, from));
                self.part(out, &mut ready)
            })?;
            std::mem::swap(&mut ready, &mut coming);
        }
        self.put(out, layout.foot())
    }

    fn part(&mut self, out: &mut dyn io::Write, part: &mut Part) -> io::Result<()> {
        for (place, prepared) in part.posts.clone().zip(&mut part.prepared) {
            if place > 0 {
                self.put(out, self.layout.between())?;
            }
            self.put(out, &prepared.bytes)?;
            self.document.notes.append(&mut prepared.notes);
            prepared.forget();
        }
        Ok(())
    }

    fn put(&mut self, out: &mut dyn io::Write, bytes: &[u8]) -> io::Result<()> {
        self.document.bytes += bytes.len() as u64;
        out.write_all(bytes)
    }

    fn fail(&mut self, error: WriteError) -> io::Error {
        self.failed = Some(error);
        io::ErrorKind::Interrupted.into()
    }
}

/// Some posts that follow each other, in bytes.
#[derive(Debug, Default)]
struct Part {
    posts: Range<usize>,
    prepared: Vec<Prepared>,
}

impl Part {
    /// Prepares the part that begins with the post at a place; it is empty after the last. Fails when a text cannot be
    /// read back.
    fn prepare(&mut self, layout: &dyn Layout, feed: &Feed<'_>, from: usize) -> io::Result<()> {
        self.posts = from..end(feed, from);
        let more = self.prepared.len().max(self.posts.len());
        self.prepared.resize_with(more, Prepared::default);
        let prepared = &mut self.prepared[..self.posts.len()];
        prepared.par_iter_mut().enumerate().try_for_each(|(at, prepared)| {
            prepared.fill(layout, feed, from + at, Entry::new(feed, from + at)?);
            Ok(())
        })
    }
}

/// Where the part ends that begins with the post at a place: at least one post on, unless that was the last.
fn end(feed: &Feed<'_>, from: usize) -> usize {
    let mut bytes = 0;
    let posts = feed.posts[from..].iter().take(PART.1);
    let fit = posts.take_while(|post| {
        bytes += post.content.as_ref().map_or(0, |content| content.html.len());
        bytes <= PART.0
    });
    (from + fit.count().max(1)).min(feed.posts.len())
}

/// A post in bytes, and the notes on it. Used again for later posts.
#[derive(Debug, Default)]
struct Prepared {
    bytes: Vec<u8>,
    notes: Vec<Note>,
}

impl Prepared {
    fn fill(&mut self, layout: &dyn Layout, feed: &Feed<'_>, place: usize, entry: Entry<'_>) {
        let (post, output) = (&feed.posts[place].id, layout.format().name);
        let mut account = Vec::new();
        if let Some(written) = feed.mapped.get(&place) {
            account.push(NoteKind::IdMapped { output: output.into(), written: written.clone() });
        }
        account.extend(entry.cost.notes(output));
        account.extend(layout.entry(feed, entry, &mut self.bytes));
        self.notes.extend(account.into_iter().map(|kind| Note::new(kind).on_post(post)));
    }

    fn forget(&mut self) {
        self.bytes.clear();
        // One long post must not keep its memory until the end.
        self.bytes.shrink_to(16 << 10);
    }
}
