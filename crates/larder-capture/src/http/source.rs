//! A body as it was sent, in memory or not, and what comes out of it in pieces of one size.

use std::io::{self, BufRead, Read};

use super::Deviation;
use crate::raw::read_some;

/// How many bytes are read at once.
pub(super) const PIECE: usize = 64 << 10;

/// Asks a reader for pieces of one size only, whoever reads: what was measured is what is read.
pub(super) struct Pieces<R> {
    reader: R,
    piece: Vec<u8>,
    /// How much of the piece there is, and how much of it was given.
    filled: usize,
    given: usize,
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, piece: vec![0; PIECE], filled: 0, given: 0 }
    }

    fn next(&mut self) -> io::Result<()> {
        (self.filled, self.given) = (0, 0);
        self.filled = read_some(&mut self.reader, &mut self.piece)?;
        Ok(())
    }

    /// The next piece; empty at the end.
    pub(super) fn piece(&mut self) -> io::Result<&[u8]> {
        self.next()?;
        Ok(&self.piece[..self.filled])
    }
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given == self.filled {
            self.next()?;
        }
        let rest = &self.piece[self.given..self.filled];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// A body as it was sent, whose next bytes can be looked at.
pub(super) struct Source<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    /// How much of it was taken.
    pub(super) read: u64,
    /// Why it could not be read, which decoders may not tell from their own errors.
    pub(super) failed: Option<io::Error>,
}

impl<R: Read> Source<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, read: 0, failed: None }
    }

    /// The next bytes: so many, or fewer at the end.
    pub(super) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.buffer.len() - self.at < count {
            self.buffer.drain(..self.at);
            self.at = 0;
            let missing = PIECE.max(count) - self.buffer.len();
            let read = self.reader.by_ref().take(missing as u64).read_to_end(&mut self.buffer);
            if let Err(error) = read {
                self.failed = Some(io::Error::new(error.kind(), error.to_string()));
                return Err(error);
            }
        }
        Ok(&self.buffer[self.at..])
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let count = there.len().min(out.len());
        out[..count].copy_from_slice(&there[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
        self.read += count as u64;
    }
}

/// That so many bytes stand behind the end of a body.
pub(super) fn trailing(count: u64) -> Deviation {
    Deviation::TrailingBytes { count: usize::try_from(count).unwrap_or(usize::MAX) }
}
