//! The bytes of records: what is loaded of a member, and where records start in it.

use std::{
    fs::File,
    io::{self, Read},
};

use super::{
    arc,
    head::{self, Proof},
    long::LongState,
};
use crate::{
    Limits,
    member::{Members, is_compressed},
};

/// More line ends than this after a block are looked at one by one.
const MOST_LINE_ENDS: usize = 64;

/// The longest sign of a start, with the line end before it.
const LONGEST_SIGN: usize = 6;

/// How many bytes that are packed tell what is in them.
const ENOUGH_PACKED: usize = 4 << 10;

/// The fewest bytes that tell that none of the known starts stands somewhere.
const LEAST_START: usize = 6;

pub(super) struct Body<R> {
    pub(super) members: Members<R>,
    pub(super) limits: Limits,
    /// Whether there was an ARC record, so that lines of ARC may start records.
    pub(super) has_arc: bool,
    pub(super) long: Option<LongState>,
    /// How many bytes were looked at behind blocks that have no length to go by.
    pub(super) looked: u64,
    /// Makes files for what is read ahead of its time.
    pub(super) scratch: Option<fn() -> io::Result<File>>,
    /// Why what is read ahead could not be put aside. Nothing can be read after it.
    pub(super) failure: Option<io::Error>,
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
        let is_all = !self.load(at + LEAST_START);
        if arc::has_scheme(&self.members.data()[at..]) {
            self.load_line(at);
        }
        seems_to_start(&self.members.data()[at..], is_all)
    }

    /// Loads the line that begins at this place, as far as a line may go.
    fn load_line(&mut self, at: usize) {
        let mut looked = at;
        loop {
            let data = self.members.data();
            if memchr::memchr(b'\n', &data[looked..]).is_some()
                || data.len() - at > self.limits.head_line
            {
                return;
            }
            looked = data.len();
            if !self.members.more() {
                return;
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
                let is_start = self.starts_at(at + count)
                    && (count > 0 || !arc::is_cut(&self.members.data()[at..]))
                    || self.members.is_compressed_at(at + count);
                return is_start.then_some(count);
            }
            count += 1;
        }
        Some(count)
    }

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

    /// Up to `count` of the bytes that are so far from here; none where the member ends, and not even these behind its end. `None`
    /// if nobody can tell: what is not in memory has to be put aside for it.
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
                    self.failure = Some(error);
                    return None;
                }
            }
        }
        Some(Some(found))
    }

    /// The next place behind this one, far from here, where a record can be proved to start, at the start of a line; or where
    /// the member ends. `None` if nobody can tell.
    pub(super) fn next_far_start(&mut self, mut at: u64) -> Option<Result<u64, u64>> {
        const STEP: usize = 64 << 10;
        loop {
            let Some(piece) = self.far(at, STEP)? else { return Some(Err(at)) };
            let Some(line) = self.next_line(&piece) else {
                if piece.len() < STEP {
                    return Some(Err(at + piece.len() as u64));
                }
                at += (STEP - LONGEST_SIGN) as u64;
                continue;
            };
            at += line as u64;
            let rest = &piece[line..];
            let is_start = if rest.starts_with(b"W") {
                let mut proof = head::prove(rest, &self.limits);
                if proof == Proof::Open {
                    let head = self.far(at, self.limits.head_bytes)?.unwrap_or_default();
                    proof = head::prove(&head, &self.limits);
                }
                matches!(proof, Proof::Record { .. })
            } else {
                let start = self.far(at, ENOUGH_PACKED)?.unwrap_or_default();
                self.members.is_packed(&start)
            };
            if is_start {
                return Some(Ok(at));
            }
        }
    }

    /// The same as [`boundary`](Self::boundary), of what is all there.
    fn is_boundary(&self, data: &[u8]) -> bool {
        let is_line_end = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let count = data.iter().take(MOST_LINE_ENDS).take_while(is_line_end).count();
        let rest = &data[count..];
        rest.is_empty()
            || count == MOST_LINE_ENDS
            || seems_to_start(rest, rest.len() < LEAST_START) && (count > 0 || !arc::is_cut(rest))
            || self.members.is_plain() && is_compressed(rest)
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

    /// Whether a gzip member that holds a record starts at this place in a plain stretch.
    fn packed_starts_at(&mut self, at: usize) -> bool {
        if !self.members.is_compressed_at(at) {
            return false;
        }
        self.load(at + ENOUGH_PACKED);
        self.members.is_packed_at(at)
    }

    fn arc_proof_at(&mut self, at: usize) -> Option<(usize, u64)> {
        if !self.has_arc || !arc::has_scheme(&self.members.data()[at..]) {
            return None;
        }
        self.load_line(at);
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
            if self.proof_at(at).is_some() || self.packed_starts_at(at) {
                return Ok(at);
            }
        }
    }

    /// Where the next line begins that could start a record; of a plain stretch, something packed, too.
    fn next_line(&self, data: &[u8]) -> Option<usize> {
        const PACKED: &[u8] = b"\n\x1f\x8b\x08";
        let is_plain = self.members.is_plain();
        if !self.has_arc {
            let record = memchr::memmem::find(data, b"\nWARC/");
            let before = &data[..record.unwrap_or(data.len())];
            let packed = is_plain.then(|| memchr::memmem::find(before, PACKED)).flatten();
            return packed.or(record).map(|at| at + 1);
        }
        let could_start = |at: &usize| {
            data.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
                || is_plain && data[*at..].starts_with(PACKED)
        };
        memchr::memchr_iter(b'\n', data).find(could_start).map(|at| at + 1)
    }
}

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

/// Whether a record seems to start with these bytes; whether they are all there are.
fn seems_to_start(data: &[u8], is_all: bool) -> bool {
    // A start may be cut like everything.
    let is_cut_start = is_all && !data.is_empty() && b"WARC/".starts_with(data);
    is_cut_start || head::is_version(data) || arc::is_line(data)
}
