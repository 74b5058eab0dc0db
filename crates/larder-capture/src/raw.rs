//! The bytes of the container as they come, in a buffer that can go back to where a member began.

use std::{
    fs::File,
    io::{self, ErrorKind, Read},
};

use crate::aside::{self, Aside};

const LEAST: usize = 128 << 10;

/// How many bytes are put aside at once.
const PIECE: usize = 32 << 10;

/// Bytes between `start` and `end`, with room behind them.
#[derive(Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

impl Buffer {
    pub(crate) fn data(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }

    /// Drops the first bytes.
    pub(crate) fn consume(&mut self, count: usize) {
        debug_assert!(count <= self.len(), "only what is there is consumed");
        self.start += count;
    }

    /// The room behind the bytes, enough for a good step. What is before the bytes may be lost for it.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        self.make_room(self.start);
        &mut self.bytes[self.end..]
    }

    /// Says that so many bytes were put into the room.
    pub(crate) fn filled(&mut self, count: usize) {
        self.end = (self.end + count).min(self.bytes.len());
    }

    /// Makes room without losing what is behind `low`. Returns by how much the bytes were moved.
    fn make_room(&mut self, low: usize) -> usize {
        let mut moved = 0;
        let is_short = |it: &Self| it.bytes.len() - it.end < LEAST / 2;
        // Moving costs as much as what is kept, so it has to pay.
        if low > 0 && (low == self.end || is_short(self) && low >= self.bytes.len() / 2) {
            self.bytes.copy_within(low..self.end, 0);
            self.start -= low;
            self.end -= low;
            moved = low;
        }
        if is_short(self) {
            self.bytes.resize((self.bytes.len() * 2).max(LEAST), 0);
        }
        moved
    }
}

pub(crate) struct Raw<R> {
    inner: R,
    buffer: Buffer,
    /// Where the kept bytes begin, if any are kept. Never behind the start of the buffer.
    kept: Option<usize>,
    /// Where `start` is in the container.
    offset: u64,
    over: bool,
    failure: Option<io::Error>,
    keep_at_most: usize,
    /// What was read ahead. It comes before what is still to be read.
    aside: Option<Aside>,
    /// Why that is lost.
    lost: Option<io::Error>,
}

impl<R: Read> Raw<R> {
    pub(crate) fn new(inner: R, keep_at_most: usize) -> Self {
        Self {
            inner,
            buffer: Buffer::default(),
            kept: None,
            offset: 0,
            over: false,
            failure: None,
            keep_at_most,
            aside: None,
            lost: None,
        }
    }

    pub(crate) fn data(&self) -> &[u8] {
        self.buffer.data()
    }

    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads on. False at the end, which a failure is too: what came before it is worth having.
    pub(crate) fn more(&mut self) -> bool {
        if self.over && self.aside.is_none() {
            return false;
        }
        self.make_room();
        let room = &mut self.buffer.bytes[self.buffer.end..];
        let (read, why) = match &mut self.aside {
            Some(aside) => (aside.take(room), &mut self.lost),
            None => (read_some(&mut self.inner, room), &mut self.failure),
        };
        let count = or_keep(read, why);
        self.over |= count == 0;
        if count == 0 || self.aside.as_ref().is_some_and(|it| it.len() == 0) {
            self.aside = None;
        }
        self.buffer.filled(count);
        count > 0
    }

    /// Copies up to `count` of the bytes that stand `distance` behind the end of [`data`](Self::data), none if that is the end.
    /// `None` if the end is before that. What is between is put aside, into a file that `scratch` makes.
    pub(crate) fn peek(
        &mut self,
        distance: u64,
        count: usize,
        scratch: fn() -> io::Result<File>,
    ) -> io::Result<Option<Vec<u8>>> {
        let Self { aside, inner, failure, over, .. } = self;
        aside::peek(aside, distance, count, scratch, |aside| {
            let mut piece = [0; PIECE];
            let count = if *over { 0 } else { or_keep(read_some(inner, &mut piece), failure) };
            *over |= count == 0;
            aside.push(&piece[..count]).map(|()| count > 0)
        })
    }

    fn make_room(&mut self) {
        if self.kept.is_some_and(|kept| self.buffer.start - kept > self.keep_at_most) {
            self.kept = None;
        }
        let moved = self.buffer.make_room(self.kept.unwrap_or(self.buffer.start));
        self.kept = self.kept.map(|kept| kept - moved);
    }

    /// At least so many bytes, or all that are left.
    pub(crate) fn at_least(&mut self, count: usize) -> &[u8] {
        while self.buffer.len() < count && self.more() {}
        self.data()
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.buffer.consume(count);
        self.offset += count as u64;
    }

    pub(crate) fn keep(&mut self) {
        self.kept = Some(self.buffer.start);
    }

    pub(crate) fn release(&mut self) {
        self.kept = None;
    }

    /// Goes back to where [`keep`](Self::keep) was called, if everything since then is still here.
    pub(crate) fn go_back(&mut self) -> bool {
        let Some(kept) = self.kept.take() else { return false };
        self.offset -= (self.buffer.start - kept) as u64;
        self.buffer.start = kept;
        true
    }

    /// Ends here, because what was put aside is lost.
    pub(crate) fn lose(&mut self, error: io::Error) {
        (self.lost, self.over) = (Some(error), true);
    }

    /// Why what was put aside is lost.
    pub(crate) fn take_lost(&mut self) -> Option<io::Error> {
        self.lost.take()
    }

    pub(crate) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}

/// How much was read: nothing, where it failed, which is kept.
fn or_keep(read: io::Result<usize>, why: &mut Option<io::Error>) -> usize {
    read.unwrap_or_else(|error| {
        *why = Some(error);
        0
    })
}

/// Reads something, however often it is interrupted. Nothing at the end.
pub(crate) fn read_some(reader: &mut impl Read, out: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(out) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let data = self.at_least(1);
        let count = data.len().min(out.len());
        out[..count].copy_from_slice(&data[..count]);
        self.consume(count);
        Ok(count)
    }
}
