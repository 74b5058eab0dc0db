//! The writing of one document: part by part, on all cores, in order.

use std::{io, ops::Range};

use larder_core::{Note, NoteKind};
use rayon::prelude::*;

use super::{Entry, Feed, Layout, Page};
use crate::{Account, Sink, WriteError};

/// How much text is prepared in one go, by one thread, and how many posts. A longer post goes alone.
const GROUP: (u64, usize) = (128 << 10, 64);

/// How much text makes a part, and how many groups. A longer post goes alone. Two parts are in memory at once, and so
/// are two huge posts at most.
const PART: (u64, usize) = (1 << 20, 8);

/// Writes a document into a sink and accounts for it. Returns its length.
pub(super) fn write(
    layout: &dyn Layout,
    feed: &Feed<'_>,
    page: &Page,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<u64, WriteError> {
    let mut run = Run { layout, feed, page, bytes: 0, notes: Vec::new(), failed: None };
    let written = account.file(sink, &page.file, &mut |out| run.document(out));
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
    page: &'r Page,
    /// The length of what is written.
    bytes: u64,
    /// What could not be carried, post by post.
    notes: Vec<Note>,
    /// Why it stopped, if it was not the sink.
    failed: Option<WriteError>,
}

impl Run<'_> {
    fn document(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let (layout, feed, page) = (self.layout, self.feed, self.page);
        let mut head = Vec::new();
        layout.head(feed, page, &mut head);
        self.put(out, &head)?;
        let (mut ready, mut coming) = (Part::default(), Part::default());
        let mut prepared = ready.prepare(layout, feed, page, 0);
        loop {
            if feed.options.cancel.is_cancelled() {
                return Err(self.fail(WriteError::Cancelled));
            }
            prepared.map_err(|error| self.fail(WriteError::Spool(error)))?;
            let Some(from) = ready.end() else { break };
            prepared = Ok(());
            // The next part is prepared while this one is written.
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| prepared = coming.prepare(layout, feed, page, from));
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
    groups: [Group; PART.1],
}

impl Part {
    /// Prepares the part that begins with a post of the document. Fails when a text cannot be read back.
    fn prepare(
        &mut self,
        layout: &dyn Layout,
        feed: &Feed<'_>,
        page: &Page,
        from: usize,
    ) -> io::Result<()> {
        self.begin(from, |at| Some(feed.head(*page.posts.get(at)?).text));
        self.groups.par_iter_mut().try_for_each(|group| group.fill(layout, feed, page))
    }

    /// Takes the posts from a place in the document on that fit, at least one. `length` says how long the text of a post
    /// is, and None behind the last.
    fn begin(&mut self, from: usize, length: impl Fn(usize) -> Option<u64>) {
        let (mut from, mut room) = (from, PART.0);
        for group in &mut self.groups {
            let text = group.begin(from, room, &length);
            room = room.saturating_sub(text);
            from = group.posts.end;
        }
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
    /// Takes the posts from a place on that fit into the room a part has left. Returns the length of their text.
    fn begin(&mut self, from: usize, room: u64, length: &impl Fn(usize) -> Option<u64>) -> u64 {
        // A post that is longer than a part goes into one that has no text yet.
        let alone = if room == PART.0 { u64::MAX } else { room };
        let (mut text, mut end) = (0_u64, from);
        while end - from < GROUP.1
            && let Some(more) = length(end)
        {
            let most = if end == from { alone } else { room.min(GROUP.0) };
            if text.saturating_add(more) > most {
                break;
            }
            (text, end) = (text + more, end + 1);
        }
        self.posts = from..end;
        self.bytes.clear();
        // One long post must not keep its memory until the end.
        self.bytes.shrink_to(3 * GROUP.0 as usize);
        text
    }

    fn fill(&mut self, layout: &dyn Layout, feed: &Feed<'_>, page: &Page) -> io::Result<()> {
        for at in self.posts.clone() {
            if at > 0 {
                self.bytes.extend_from_slice(layout.between());
            }
            let place = page.posts[at];
            let post = feed.post(place)?;
            let notes = self.post(layout, feed, page, Entry::new(feed, page, place, &post)?);
            if page.noted.contains(&place) {
                let mapped = feed.mapped.get(&place).map(|written| NoteKind::IdMapped {
                    output: layout.format().name.into(),
                    written: written.clone(),
                });
                let notes = mapped.into_iter().chain(notes);
                self.notes.extend(notes.map(|kind| Note::new(kind).on_post(&post.id)));
            }
        }
        Ok(())
    }

    /// Writes one post, and says what it cost.
    fn post(
        &mut self,
        layout: &dyn Layout,
        feed: &Feed<'_>,
        page: &Page,
        entry: Entry<'_>,
    ) -> Vec<NoteKind> {
        let mut notes: Vec<_> = entry.cost.notes(layout.format().name).collect();
        notes.extend(layout.entry(feed, page, entry, &mut self.bytes));
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const K: u64 = 1 << 10;

    /// How many posts are in each group that has some, part by part.
    fn parts(lengths: &[u64]) -> Vec<Vec<usize>> {
        let (mut parts, mut from) = (Vec::new(), 0);
        loop {
            let mut part = Part::default();
            part.begin(from, |place| lengths.get(place).copied());
            let Some(end) = part.end() else { return parts };
            from = end;
            let groups = part.groups.into_iter().map(|group| group.posts.len());
            parts.push(groups.filter(|posts| *posts > 0).collect());
        }
    }

    #[test]
    fn short_posts_are_prepared_together() {
        assert!(parts(&[]).is_empty());
        assert_eq!(parts(&[60 * K, 60 * K, 60 * K, 0]), [[2, 2]]);
        assert_eq!(parts(&[0; 130]), [[64, 64, 2]]);
    }

    #[test]
    fn a_part_holds_one_huge_post_at_most() {
        let huge = 64 * K * K;
        assert_eq!(parts(&[huge; 3]), [[1], [1], [1]]);
        assert_eq!(parts(&[K, huge, K, huge]), [[1], [1], [1], [1]]);
    }

    #[test]
    fn long_posts_share_a_part_up_to_its_size() {
        assert_eq!(parts(&[400 * K; 3]), [vec![1, 1], vec![1]]);
        assert_eq!(parts(&[1024 * K, 1, 1024 * K + 1]), [[1], [1], [1]]);
    }

    #[test]
    fn posts_without_text_need_no_room() {
        assert_eq!(parts(&[64 * K * K, 0, 0]), [[1, 2]]);
    }
}
