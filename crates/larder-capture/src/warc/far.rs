//! What is further from here than is in memory: it is put aside until it is due, in a file.

use std::io::Read;

use super::{
    body::{Body, ENOUGH_PACKED, LEAST_START, LONGEST_SIGN, MOST_LINE_ENDS},
    ends::{Claim, MOST_STARTS, without_line_end},
    head::{self, Proof},
};

/// How many bytes are looked at or hashed at once.
const PIECE: usize = 64 << 10;

/// How long two line ends are at most.
const LONGEST_BREAK: u64 = 4;

/// What is at a place that is far from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum There {
    /// The end of the member, or the start of something.
    Boundary,
    /// Neither.
    Inside,
    /// The member ends before it.
    Nothing,
}

impl<R: Read> Body<R> {
    /// What is so far from here, where that can be told: what is not in memory has to be put aside for it.
    pub(super) fn what_is_at(&mut self, at: u64) -> Option<There> {
        if at <= self.members.data().len() as u64 {
            let boundary = self.boundary(at as usize);
            return Some(boundary.map_or(There::Inside, |_| There::Boundary));
        }
        Some(match self.far(at, MOST_LINE_ENDS + self.limits.head_line.max(LEAST_START))? {
            Some(found) if self.is_boundary(&found) => There::Boundary,
            Some(_) => There::Inside,
            None => There::Nothing,
        })
    }

    /// The same as [`boundary`](Self::boundary), of what is all there.
    fn is_boundary(&self, data: &[u8]) -> bool {
        let is_line_end = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let count = data.iter().take(MOST_LINE_ENDS).take_while(is_line_end).count();
        let rest = &data[count..];
        let is_all = rest.len() < LEAST_START;
        rest.is_empty() || count == MOST_LINE_ENDS || self.may_follow(rest, count, is_all)
    }

    /// Up to `count` of the bytes that are so far from here; none where the member ends, and not even these behind its end. `None`
    /// if nobody can tell, because nothing can be put aside.
    pub(super) fn far(&mut self, at: u64, count: usize) -> Option<Option<Vec<u8>>> {
        let data = self.members.data();
        let there = data.len() as u64;
        let here = at.min(there) as usize;
        let mut found = data[here..(here + count).min(data.len())].to_vec();
        if found.len() < count {
            match self.members.peek(at.saturating_sub(there), count - found.len(), self.scratch?) {
                Ok(Some(more)) => found.extend(more),
                Ok(None) => return Some(None),
                Err(error) => {
                    self.fail(error);
                    return None;
                }
            }
        }
        Some(Some(found))
    }

    /// The next place behind this one where a record can be proved to start, at the start of a line; or where the member ends.
    /// `None` if nobody can tell, or too much was looked at in vain.
    fn next_far_start(&mut self, mut at: u64) -> Option<Result<u64, u64>> {
        'pieces: while !self.has_looked_much() {
            let Some(piece) = self.far(at, PIECE)? else { return Some(Err(at)) };
            self.looked += piece.len() as u64;
            let mut from = 0;
            while let Some(line) = self.next_line(&piece[from..]) {
                from += line;
                let rest = &piece[from..];
                if from > ENOUGH_PACKED && rest.len() < ENOUGH_PACKED && piece.len() == PIECE {
                    // What tells more of it is in the next piece, with the line end before it.
                    at += from as u64 - 1;
                    continue 'pieces;
                }
                let is_start = match head::prove(rest, &self.limits) {
                    Proof::Record { .. } => true,
                    Proof::Open => {
                        let head = self.far(at + from as u64, self.limits.head_bytes)?;
                        let head = head.unwrap_or_default();
                        matches!(head::prove(&head, &self.limits), Proof::Record { .. })
                    }
                    Proof::No if rest.starts_with(b"\x1f") && self.may_try() => {
                        let is_packed = self.members.is_packed(rest);
                        self.tried(is_packed)
                    }
                    Proof::No => false,
                };
                if is_start {
                    return Some(Ok(at + from as u64));
                }
            }
            if piece.len() < PIECE {
                return Some(Err(at + piece.len() as u64));
            }
            at += (PIECE - LONGEST_SIGN) as u64;
        }
        None
    }

    /// Whether it is certain that no record starts behind this place.
    pub(super) fn is_nothing_behind(&mut self, at: usize) -> bool {
        // Lines of ARC are looked for in memory only.
        !self.has_arc && matches!(self.next_far_start(at as u64), Some(Err(_)))
    }

    /// The end of a block that its digest fits, where that is too far for memory: one before a start, from the first one on, the
    /// stated one, or that of the member. As many starts are considered as in memory.
    pub(super) fn far_end(&mut self, claim: &Claim, first: usize) -> Option<u64> {
        let (digest, hasher) = claim.digest.as_ref()?;
        let (mut hasher, mut hashed) = (hasher.clone(), 0);
        let mut stated = claim.left();
        let mut start = Ok(first as u64);
        for count in 1.. {
            let (Ok(place) | Err(place)) = start;
            for end in self.ends_before(place)? {
                for end in stated.take_if(|stated| *stated <= end).into_iter().chain([end]) {
                    while hashed < end {
                        let count = usize::try_from(end - hashed).unwrap_or(PIECE).min(PIECE);
                        let piece = self.far(hashed, count)??;
                        if piece.is_empty() {
                            return None;
                        }
                        hasher.update(&piece);
                        hashed += piece.len() as u64;
                    }
                    if hasher.clone().finish() == *digest {
                        // That was not in vain.
                        self.looked = self.looked.saturating_sub(end);
                        return Some(end);
                    }
                }
            }
            if start.is_err() || count > MOST_STARTS {
                break;
            }
            start = self.next_far_start(place)?;
        }
        None
    }

    /// Where a block may end before something that begins so far from here, in order.
    fn ends_before(&mut self, at: u64) -> Option<[u64; 3]> {
        let from = at.saturating_sub(LONGEST_BREAK);
        let before = self.far(from, (at - from) as usize)??;
        let once = without_line_end(&before, 0, before.len());
        let twice = without_line_end(&before, 0, once);
        Some([from + twice as u64, from + once as u64, at])
    }
}
