//! The bytes of records: what is loaded of a member, where records start in it, and blocks that are read in pieces.

use std::io::{BufRead, Read};

use super::{
    arc,
    ends::without_line_ends,
    head::{self, Proof},
};
use crate::{
    Limits,
    digest::{Digest, Hasher},
    member::Members,
};

/// More line ends than this after a block are looked at one by one.
const MOST_LINE_ENDS: usize = 64;

/// How far in front of a piece of a block of unknown length it is looked for the next record.
const AHEAD: usize = 64 << 10;

pub(super) struct Body<R> {
    pub(super) members: Members<R>,
    pub(super) limits: Limits,
    /// Whether there was an ARC record, so that lines of ARC may start records.
    pub(super) has_arc: bool,
    pub(super) long: Option<LongState>,
    /// How many bytes were looked at behind blocks that have no length to go by.
    pub(super) looked: u64,
}

/// A block that is read in pieces.
pub(super) struct LongState {
    /// How much of it is left, if anybody knows.
    pub(super) left: Option<u64>,
    /// How much of it was read.
    pub(super) read: u64,
    /// How many of the loaded bytes are known to belong to it.
    ready: usize,
    pub(super) is_over: bool,
    pub(super) hasher: Option<(Digest, Hasher)>,
}

impl LongState {
    pub(super) fn new(left: Option<u64>, digest: Option<Digest>) -> Self {
        let hasher = digest.map(|digest| {
            let hasher = Hasher::new(digest.algorithm());
            (digest, hasher)
        });
        Self { left, read: 0, ready: 0, is_over: false, hasher }
    }
}

impl<R: Read> Body<R> {
    /// Loads until so many bytes of the member are there. False if it has no more.
    pub(super) fn load(&mut self, count: usize) -> bool {
        while self.members.data().len() < count {
            if !self.members.more() {
                return self.members.data().len() >= count;
            }
        }
        true
    }

    /// Whether a record seems to start at this place in what is loaded. Enough where one is due.
    pub(super) fn starts_at(&mut self, at: usize) -> bool {
        let is_all = !self.load(at + 6);
        let data = &self.members.data()[at..];
        // A start may be cut like everything.
        let is_cut_start = is_all && !data.is_empty() && b"WARC/".starts_with(data);
        is_cut_start || head::is_version(data) || arc::has_scheme(data) && self.has_arc_line(at)
    }

    fn has_arc_line(&mut self, at: usize) -> bool {
        let mut looked = at;
        loop {
            let data = self.members.data();
            if memchr::memchr(b'\n', &data[looked..]).is_some()
                || data.len() - at > self.limits.head_line
            {
                return arc::is_line(&data[at..]);
            }
            looked = data.len();
            if !self.members.more() {
                return false;
            }
        }
    }

    /// How many bytes of line ends stand at this place, if the end or the start of a record follows.
    pub(super) fn boundary(&mut self, at: usize) -> Option<usize> {
        let mut count = 0;
        while count < MOST_LINE_ENDS {
            if !self.load(at + count + 1) {
                return Some(count);
            }
            if !matches!(self.members.data()[at + count], b'\r' | b'\n') {
                let is_start =
                    self.starts_at(at + count) || self.members.is_compressed_at(at + count);
                return is_start.then_some(count);
            }
            count += 1;
        }
        Some(count)
    }

    /// The length of the block of the record that starts at this place, if it can be proved that one does.
    pub(super) fn proof_at(&mut self, at: usize) -> Option<(usize, u64)> {
        loop {
            match head::prove(&self.members.data()[at..], &self.limits) {
                Proof::Record { head, block } => return Some((head, block)),
                Proof::Open if self.members.more() => {}
                Proof::Open | Proof::No => break,
            }
        }
        self.arc_proof_at(at)
    }

    fn arc_proof_at(&mut self, at: usize) -> Option<(usize, u64)> {
        if !self.has_arc || !arc::has_scheme(&self.members.data()[at..]) || !self.has_arc_line(at) {
            return None;
        }
        let data = &self.members.data()[at..];
        let end = memchr::memchr(b'\n', data)?;
        let found = arc::parse(&data[..end])?;
        // The line proves enough, whatever its length is.
        let length = std::str::from_utf8(&data[found.parts.last()?.clone()]).ok();
        Some((end + 1, length.and_then(|it| it.parse().ok()).unwrap_or(u64::MAX)))
    }

    /// The first place from here on where a record can be proved to start, at the start of a line; or up to where there
    /// is none. Little more than so many bytes are loaded for it.
    pub(super) fn find_start(&mut self, from: usize, until: usize) -> Result<usize, usize> {
        const LONGEST_SIGN: usize = 6;
        let mut at = from;
        loop {
            let data = self.members.data();
            let there = data.len().min(until);
            let Some(line) = self.next_line(&data[at.min(there)..there]) else {
                at = at.max(there.saturating_sub(LONGEST_SIGN));
                if there == until {
                    return Err(at);
                }
                if !self.members.more() {
                    return Err(there);
                }
                continue;
            };
            at += line;
            if at >= until {
                return Err(at - 1);
            }
            if self.proof_at(at).is_some() {
                return Ok(at);
            }
        }
    }

    /// Where the next line begins that could start a record.
    fn next_line(&self, data: &[u8]) -> Option<usize> {
        if !self.has_arc {
            return memchr::memmem::find(data, b"\nWARC/").map(|at| at + 1);
        }
        let could_start = |at: &usize| data.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
        memchr::memchr_iter(b'\n', data).find(could_start).map(|at| at + 1)
    }

    /// The next bytes of the long block that is open, none at its end.
    fn piece(&mut self) -> &[u8] {
        let Some(long) = &self.long else { return &[] };
        if long.ready == 0 && !long.is_over {
            self.make_ready();
        }
        let ready = self.long.as_ref().map_or(0, |long| long.ready);
        &self.members.data()[..ready]
    }

    fn make_ready(&mut self) {
        let left = self.long.as_ref().and_then(|long| long.left);
        let ready = match left {
            Some(left) => {
                self.load(1);
                self.members.data().len().min(usize::try_from(left).unwrap_or(usize::MAX))
            }
            None => self.ready_until_record(),
        };
        if let Some(long) = &mut self.long {
            long.ready = ready;
            long.is_over = ready == 0;
        }
    }

    fn ready_until_record(&mut self) -> usize {
        let until = self.members.data().len().max(AHEAD);
        match self.find_start(0, until) {
            Ok(start) => without_line_ends(self.members.data(), 0, start),
            // The last bytes may be the line ends before the next record.
            Err(end) if self.load(end + 1) => end.saturating_sub(4),
            Err(end) => end,
        }
    }

    fn take_piece(&mut self, count: usize) {
        let Some(long) = &mut self.long else { return };
        let count = count.min(long.ready);
        if let Some((_, hasher)) = &mut long.hasher {
            hasher.update(&self.members.data()[..count]);
        }
        long.ready -= count;
        long.read += count as u64;
        long.left = long.left.map(|left| left - count as u64);
        self.members.consume(count);
    }

    /// Reads the long block that is open to its end, and forgets it.
    pub(super) fn finish_long(&mut self) -> Option<LongState> {
        loop {
            let count = self.piece().len();
            if count == 0 {
                return self.long.take();
            }
            self.take_piece(count);
        }
    }
}

pub(super) trait Pieces {
    fn next_piece(&mut self) -> &[u8];
    fn took(&mut self, count: usize);
}

impl<R: Read> Pieces for Body<R> {
    fn next_piece(&mut self) -> &[u8] {
        self.piece()
    }

    fn took(&mut self, count: usize) {
        self.take_piece(count);
    }
}

/// A block that is too long for memory. It is read like any reader, or not at all: what nobody reads is passed.
///
/// What is wrong with it is known when it was read, and comes as the next item.
pub struct Long<'a> {
    pub(super) pieces: &'a mut dyn Pieces,
}

impl std::fmt::Debug for Long<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Long")
    }
}

impl Read for Long<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let piece = self.fill_buf()?;
        let count = piece.len().min(out.len());
        out[..count].copy_from_slice(&piece[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Long<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        Ok(self.pieces.next_piece())
    }

    fn consume(&mut self, count: usize) {
        self.pieces.took(count);
    }
}
