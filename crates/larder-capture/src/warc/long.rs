//! Blocks that are read in pieces.

use std::io::{BufRead, Read};

use super::{
    body::{Body, There},
    damage::Damage,
    ends::{Candidates, Circumstances, Claim, End, without_line_ends},
};

/// How far in front of a piece it is looked for the end of the block.
const AHEAD: usize = 64 << 10;

/// How many bytes at the end of what is loaded are not given out: line ends before a record, and the first bytes of one.
const HELD_BACK: usize = 16;

/// A block that is read in pieces.
pub(super) struct LongState {
    /// What is stated of it, and how much of it was read.
    pub(super) claim: Claim,
    around: Circumstances,
    /// How much of it is left, once that is certain.
    left: Option<u64>,
    /// Whether it is looked for starts of records in it.
    is_searched: bool,
    /// How many of the loaded bytes are known to belong to it.
    ready: usize,
    is_over: bool,
    /// What is wrong with its end.
    pub(super) damage: Vec<Damage>,
}

impl LongState {
    /// A block of which nothing was read yet.
    pub(super) fn new(claim: Claim, around: Circumstances) -> Self {
        Self {
            claim,
            around: Circumstances { head: 0, ..around },
            left: None,
            // Those that have members of their own hold no other.
            is_searched: !around.has_own_member,
            ready: 0,
            is_over: false,
            damage: Vec::new(),
        }
    }
}

impl<R: Read> Body<R> {
    /// The next bytes of the long block that is open, none at its end.
    fn piece(&mut self) -> &[u8] {
        if let Some(mut long) = self.long.take() {
            if long.ready == 0 && !long.is_over {
                long.ready = self.make_ready(&mut long);
                long.is_over = long.ready == 0;
            }
            self.long = Some(long);
        }
        let ready = self.long.as_ref().map_or(0, |long| long.ready);
        &self.members.data()[..ready]
    }

    /// Loads more of the block. Returns how many of the loaded bytes belong to it.
    fn make_ready(&mut self, long: &mut LongState) -> usize {
        if let Some(left) = long.left {
            self.load(1);
            return self.members.data().len().min(usize::try_from(left).unwrap_or(usize::MAX));
        }
        let is_all = !self.load(AHEAD);
        let there = self.members.data().len();
        if is_all || long.claim.left().is_some_and(|left| left <= there as u64) {
            self.settle_rest(long);
        } else {
            match if long.is_searched { self.find_start(0, there) } else { Err(there) } {
                Ok(start) => self.weigh(long, start),
                // More may be loaded now than was searched.
                Err(searched) => return searched - HELD_BACK,
            }
        }
        match self.failure {
            Some(_) => 0,
            None => self.make_ready(long),
        }
    }

    /// Finds the end of the block, which is in memory or near it.
    fn settle_rest(&mut self, long: &mut LongState) {
        let there = self.members.data().len();
        let left = long.claim.left().and_then(|left| usize::try_from(left).ok());
        if let Some(left) = left
            && self.load(left)
            && self.boundary(left).is_some()
        {
            long.left = Some(left as u64);
            return;
        }
        let until = left.unwrap_or(there).min(there) + self.window();
        let end = self.resolve(&long.claim, long.around, until, &mut long.damage);
        long.left = Some(match end {
            End::Here { block, .. } => block as u64,
            End::Long(_) => there as u64,
        });
    }

    /// A record seems to start within the block: it is one that is quoted, or the block ends before it. The digest tells, and the
    /// length, if that leads anywhere.
    fn weigh(&mut self, long: &mut LongState, start: usize) {
        let data = self.members.data();
        let candidates = Candidates::before(start, data.len());
        let by_digest = long.claim.digest.as_ref().and_then(|it| candidates.that_fits(data, it));
        if let Some(end) = by_digest {
            return self.end_at(long, end);
        }
        let Some(left) = long.claim.left() else {
            return self.end_at(long, without_line_ends(data, 0, start));
        };
        match self.what_is_at(left) {
            Some(There::Boundary) => long.left = Some(left),
            None => long.is_searched = false,
            // A block that is cut and has a digest cannot show that a record in it is quoted.
            Some(There::Nothing) if long.claim.digest.is_some() && !self.is_followed(start) => {
                long.is_searched = false;
            }
            Some(_) => self.end_at(long, without_line_ends(self.members.data(), 0, start)),
        }
    }

    /// Ends the block so many bytes from here.
    fn end_at(&self, long: &mut LongState, end: usize) {
        long.left = Some(end as u64);
        long.damage.extend(long.claim.complaint(end, false));
    }

    fn take_piece(&mut self, count: usize) {
        let Some(long) = &mut self.long else { return };
        let count = count.min(long.ready);
        long.claim.pass(&self.members.data()[..count]);
        long.ready -= count;
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
