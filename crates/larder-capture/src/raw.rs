//! The bytes of the container as they come, in a buffer that can go back to where a member began.

use std::io::{ErrorKind, Read};

const LEAST: usize = 128 << 10;

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
    failure: Option<std::io::Error>,
    keep_at_most: usize,
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
        if self.over {
            return false;
        }
        self.make_room();
        loop {
            match self.inner.read(&mut self.buffer.bytes[self.buffer.end..]) {
                Ok(0) => break,
                Ok(count) => {
                    self.buffer.filled(count);
                    return true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            }
        }
        self.over = true;
        false
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

    pub(crate) fn take_failure(&mut self) -> Option<std::io::Error> {
        self.failure.take()
    }
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let data = self.at_least(1);
        let count = data.len().min(out.len());
        out[..count].copy_from_slice(&data[..count]);
        self.consume(count);
        Ok(count)
    }
}
