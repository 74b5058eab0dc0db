//! The writing of one document: part by part, on all cores, in order.

use std::{io, ops::Range};

use larder_core::{Note, NoteKind};
use rayon::prelude::*;

use super::{Entry, Feed, Layout};
use crate::{Account, Sink, WriteError};

/// How much text is prepared in one go, by one thread, and how many posts. A longer post goes alone.
const GROUP: (u64, usize) = (128 << 10, 64);

/// How many groups make a part. Two parts are in memory at once.
const PART: usize = 8;

/// Writes a feed into a sink, under the format's own file name, and accounts for it. Returns its length.
pub(super) fn write(
    layout: &dyn Layout,
    feed: &Feed<'_>,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<u64, WriteError> {
    let mut run = Run { layout, feed, bytes: 0, notes: Vec::new(), failed: None };
    let written = account.file(sink, layout.format().file, &mut |out| run.document(out));
    if let Some(failed) = run.failed {
        return Err(failed);
    }
    written?;
    account.notes.append(&mut run.notes);
    Ok(run.bytes)
}

struct Run<'r> {
    layout: &'r dyn Layout,
    feed: &'r Feed<'r>,
    /// The length of what is written.
    bytes: u64,
    /// What could not be carried, post by post.
    notes: Vec<Note>,
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
        loop {
            if feed.options.cancel.is_cancelled() {
                return Err(self.fail(WriteError::Cancelled));
            }
            prepared.map_err(|error| self.fail(WriteError::Spool(error)))?;
            let Some(from) = ready.end() else { break };
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
        for group in part.groups.iter_mut().filter(|group| !group.posts.is_empty()) {
            self.put(out, &group.bytes)?;
            self.notes.append(&mut group.notes);
        }
        Ok(())
    }

    fn put(&mut self, out: &mut dyn io::Write, bytes: &[u8]) -> io::Result<()> {
        self.bytes += bytes.len() as u64;
        out.write_all(bytes)
    }

    fn fail(&mut self, error: WriteError) -> io::Error {
        self.failed = Some(error);
        io::ErrorKind::Interrupted.into()
    }
}

/// Some groups that follow each other. Used again for later posts.
#[derive(Debug, Default)]
struct Part {
    groups: [Group; PART],
}

impl Part {
    /// Prepares the part that begins with the post at a place. Fails when a text cannot be read back.
    fn prepare(&mut self, layout: &dyn Layout, feed: &Feed<'_>, from: usize) -> io::Result<()> {
        let mut from = from;
        for group in &mut self.groups {
            group.begin(feed, from);
            from = group.posts.end;
        }
        self.groups.par_iter_mut().try_for_each(|group| group.fill(layout, feed))
    }

    /// The place after its last post, or None if it has none: all are written.
    fn end(&self) -> Option<usize> {
        let last = self.groups.last().filter(|_| !self.groups[0].posts.is_empty());
        last.map(|group| group.posts.end)
    }
}

/// Some posts that follow each other, in bytes, and the notes on them.
#[derive(Debug, Default)]
struct Group {
    posts: Range<usize>,
    bytes: Vec<u8>,
    notes: Vec<Note>,
}

impl Group {
    /// Takes the posts from a place on: at least one, unless that is behind the last.
    fn begin(&mut self, feed: &Feed<'_>, from: usize) {
        let mut text = 0;
        let posts = feed.posts[from..].iter().take(GROUP.1);
        let fit = posts.take_while(|post| {
            text += post.content.as_ref().map_or(0, |content| content.html.len());
            text <= GROUP.0
        });
        self.posts = from..(from + fit.count().max(1)).min(feed.posts.len());
        self.bytes.clear();
        // One long post must not keep its memory until the end.
        self.bytes.shrink_to(3 * GROUP.0 as usize);
    }

    fn fill(&mut self, layout: &dyn Layout, feed: &Feed<'_>) -> io::Result<()> {
        for place in self.posts.clone() {
            if place > 0 {
                self.bytes.extend_from_slice(layout.between());
            }
            self.post(layout, feed, place, Entry::new(feed, place)?);
        }
        Ok(())
    }

    fn post(&mut self, layout: &dyn Layout, feed: &Feed<'_>, place: usize, entry: Entry<'_>) {
        let (post, output) = (&feed.posts[place].id, layout.format().name);
        let mut account = Vec::new();
        if let Some(written) = feed.mapped.get(&place) {
            account.push(NoteKind::IdMapped { output: output.into(), written: written.clone() });
        }
        account.extend(entry.cost.notes(output));
        account.extend(layout.entry(feed, entry, &mut self.bytes));
        self.notes.extend(account.into_iter().map(|kind| Note::new(kind).on_post(post)));
    }
}
