//! Blocks that are read in pieces.

use std::io::{self, BufRead, Read};

use super::{
    body::Body,
    damage::Damage,
    ends::{Circumstances, Claim, End, MOST_STARTS, without_line_ends},
    far::There,
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
    /// Before which of its bytes no start of a record is looked for: those that are there are quoted.
    quoted: u64,
    /// How many starts were taken for quoted ones.
    quotes: usize,
    /// Whether an end was looked for that its digest fits.
    is_hashed: bool,
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
            quoted: if around.has_own_member { u64::MAX } else { 0 },
            quotes: 0,
            is_hashed: false,
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
        let mut ready = None;
        while ready.is_none() && !self.has_failed() {
            if let Some(left) = long.left {
                self.load(1);
                let left = usize::try_from(left).unwrap_or(usize::MAX);
                ready = Some(self.members.data().len().min(left));
                continue;
            }
            let is_all = !self.load(AHEAD);
            let there = self.members.data().len();
            // A block may be empty, so that the next record follows its head.
            if long.claim.read == 0 && long.quoted == 0 && self.proof_at(0).is_some() {
                self.weigh(long, 0);
                continue;
            }
            if is_all || long.claim.left().is_some_and(|left| left <= there as u64) {
                self.settle_rest(long);
                continue;
            }
            let from = long.quoted.saturating_sub(long.claim.read);
            let from = usize::try_from(from).unwrap_or(usize::MAX);
            match if from < there { self.find_start(from, there) } else { Err(there) } {
                Ok(start) => self.weigh(long, start),
                // More may be loaded now than was searched.
                Err(searched) => ready = Some(searched - HELD_BACK),
            }
        }
        ready.filter(|_| !self.has_failed()).unwrap_or(0)
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
        match end {
            End::Here { block, .. } => long.left = Some(block as u64),
            // It is longer than was looked.
            End::Long(_) => long.claim.length = None,
        }
    }

    /// A record seems to start within the block: it is one that is quoted, or the block ends before it. The stated length tells, if
    /// it leads anywhere, and the digest; without them, the block ends here.
    fn weigh(&mut self, long: &mut LongState, start: usize) {
        let left = long.claim.left();
        // A length that nobody states leads nowhere.
        let there = left.map_or(Some(There::Inside), |left| self.what_is_at(left));
        if there == Some(There::Boundary) {
            long.left = left;
            return;
        }
        if !std::mem::replace(&mut long.is_hashed, true)
            && let Some(end) = self.far_end(&long.claim, start)
        {
            long.left = Some(end);
            long.damage.extend(long.claim.complaint(end, false));
            return;
        }
        match there {
            // Nobody can tell.
            None => long.quoted = u64::MAX,
            // The line ends stand where they should: what follows them is none of the block.
            Some(There::Inside) if self.has_line_ends(left, long.around.line_ends) => {
                long.left = left;
            }
            // A block that is cut and has a digest cannot show that a record in it is quoted. Of many, one is taken for a record:
            // rather a quote is one than that a record is swallowed.
            Some(There::Nothing)
                if long.claim.digest.is_some()
                    && long.quotes < MOST_STARTS
                    && !self.is_followed(start) =>
            {
                long.quotes += 1;
                long.quoted = long.claim.read + start as u64 + 1;
            }
            _ => {
                let end = without_line_ends(self.members.data(), 0, start) as u64;
                long.left = Some(end);
                long.damage.extend(long.claim.complaint(end, false));
            }
        }
    }

    fn has_line_ends(&mut self, at: Option<u64>, line_ends: &[u8]) -> bool {
        let found = at.and_then(|at| self.far(at, line_ends.len())).flatten();
        found.is_some_and(|found| found == line_ends)
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
    fn next_piece(&mut self) -> io::Result<&[u8]>;
    fn took(&mut self, count: usize);
}

impl<R: Read> Pieces for Body<R> {
    fn next_piece(&mut self) -> io::Result<&[u8]> {
        self.piece();
        match self.has_failed() {
            true => Err(self.take_failure()),
            false => Ok(self.piece()),
        }
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
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let piece = self.fill_buf()?;
        let count = piece.len().min(out.len());
        out[..count].copy_from_slice(&piece[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Long<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.pieces.next_piece()
    }

    fn consume(&mut self, count: usize) {
        self.pieces.took(count);
    }
}
