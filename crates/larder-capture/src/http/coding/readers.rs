//! What comes out of codings, piece by piece.

use std::io::{self, BufRead, Read};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Decompress, FlushDecompress, Status};

use super::End;
use crate::{
    http::source::Source,
    member::{
        gzip,
        zstd::{self, Frames, Step, With},
    },
};

/// What is around deflated data.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Frame {
    /// Members one after the other are one body. Nobody looks at their checksums.
    Gzip,
    Zlib,
    None,
}

/// What comes next of deflated data.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// The first member.
    First,
    /// Another member, or nothing.
    Between,
    Inside,
    Over,
    Broken,
}

/// Deflated data.
pub(super) struct Inflate<'s, R> {
    source: &'s mut Source<R>,
    inflate: Decompress,
    frame: Frame,
    state: State,
}

impl<'s, R: Read> Inflate<'s, R> {
    pub(super) fn new(source: &'s mut Source<R>, frame: Frame) -> Self {
        let state = if frame == Frame::Gzip { State::First } else { State::Inside };
        Self { source, inflate: Decompress::new(frame == Frame::Zlib), frame, state }
    }

    /// Begins a member.
    fn begin(&mut self) -> io::Result<()> {
        match gzip::head_length(self.source.peek(gzip::LONGEST_HEAD)?) {
            Some(length) => {
                self.source.consume(length);
                self.inflate.reset(false);
                self.state = State::Inside;
            }
            None if self.state == State::First => self.state = State::Broken,
            None => self.state = State::Over,
        }
        Ok(())
    }

    fn step(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let packed = self.source.fill_buf()?;
        let had = (self.inflate.total_in(), self.inflate.total_out());
        let result = self.inflate.decompress(packed, out, FlushDecompress::None);
        // What came out before an error counts.
        let used = usize::try_from(self.inflate.total_in() - had.0).unwrap_or(0);
        let count = usize::try_from(self.inflate.total_out() - had.1).unwrap_or(0);
        self.source.consume(used);
        match result {
            Ok(Status::StreamEnd) if self.frame == Frame::Gzip => {
                // A trailer that is cut off is no loss.
                let trailer = self.source.peek(8)?.len().min(8);
                self.source.consume(trailer);
                self.state = State::Between;
            }
            Ok(Status::StreamEnd) => self.state = State::Over,
            Ok(_) if used > 0 || count > 0 => {}
            _ => self.state = State::Broken,
        }
        Ok(count)
    }
}

impl<R: Read> Read for Inflate<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::First | State::Between => self.begin()?,
                State::Over => return Ok(0),
                State::Broken => return Err(io::ErrorKind::InvalidData.into()),
                State::Inside => {
                    let count = self.step(out)?;
                    if count > 0 {
                        return Ok(count);
                    }
                }
            }
        }
    }
}

/// A stream of brotli.
pub(super) struct Unbrotli<'s, R> {
    source: &'s mut Source<R>,
    state: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    total: usize,
    /// How it ended, once it has.
    end: Option<End>,
}

impl<'s, R: Read> Unbrotli<'s, R> {
    pub(super) fn new(source: &'s mut Source<R>) -> Self {
        let alloc = StandardAlloc::default();
        let state = Box::new(BrotliState::new(alloc, alloc, alloc));
        Self { source, state, total: 0, end: None }
    }
}

impl<R: Read> Read for Unbrotli<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.end {
                Some(End::Whole) => return Ok(0),
                Some(_) => return Err(io::ErrorKind::InvalidData.into()),
                None => {}
            }
            let packed = self.source.fill_buf()?;
            let (mut left, mut used) = (packed.len(), 0);
            let (mut room, mut filled) = (out.len(), 0);
            let result = BrotliDecompressStream(
                &mut left,
                &mut used,
                packed,
                &mut room,
                &mut filled,
                out,
                &mut self.total,
                &mut self.state,
            );
            self.source.consume(used);
            self.end = match result {
                BrotliResult::ResultSuccess => Some(End::Whole),
                BrotliResult::NeedsMoreOutput => None,
                BrotliResult::NeedsMoreInput if used > 0 || filled > 0 => None,
                BrotliResult::NeedsMoreInput | BrotliResult::ResultFailure => Some(End::Broken),
            };
            if filled > 0 {
                return Ok(filled);
            }
        }
    }
}

/// Frames of zstd one after the other.
pub(super) struct Unzstd<'s, R> {
    source: &'s mut Source<R>,
    frames: Frames,
    is_open: bool,
    /// Whether there was any frame.
    has_any: bool,
}

impl<'s, R: Read> Unzstd<'s, R> {
    pub(super) fn new(source: &'s mut Source<R>) -> Self {
        Self { source, frames: Frames::default(), is_open: false, has_any: false }
    }

    /// Begins the next frame. False if there is none behind another.
    fn begin(&mut self) -> io::Result<bool> {
        while let Some((_, length)) = zstd::skippable(self.source.peek(8)?) {
            let length = 8 + u64::from(length);
            io::copy(&mut self.source.by_ref().take(length), &mut io::sink())?;
        }
        let is_frame = self.source.peek(4)?.starts_with(&zstd::MAGIC);
        if !is_frame && std::mem::replace(&mut self.has_any, true) {
            return Ok(false);
        }
        self.has_any = true;
        if !is_frame || !self.frames.begin(&mut *self.source, true, With::Named) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(true)
    }
}

impl<R: Read> Read for Unzstd<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open {
                self.is_open = self.begin()?;
                if !self.is_open {
                    return Ok(0);
                }
            }
            match self.frames.step(&mut *self.source, out) {
                Step::Bytes(count) => return Ok(count),
                Step::End { .. } => self.is_open = false,
                Step::NeedsDictionary | Step::Broken => {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
        }
    }
}
