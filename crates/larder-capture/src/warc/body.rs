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
pub(super) const MOST_LINE_ENDS: usize = 64;

/// The longest sign of a start, with the line end before it.
pub(super) const LONGEST_SIGN: usize = 6;

/// How many bytes that are packed tell what is in them.
pub(super) const ENOUGH_PACKED: usize = 4 << 10;

/// The fewest bytes that tell that none of the known starts stands somewhere.
pub(super) const LEAST_START: usize = 6;

pub(super) struct Body<R> {
    pub(super) members: Members<R>,
    pub(super) limits: Limits,
    /// Whether there was an ARC record, so that lines of ARC may start records.
    pub(super) has_arc: bool,
    pub(super) long: Option<LongState>,
    /// How many bytes were looked at behind blocks that have no length to go by.
    pub(super) looked: u64,
    /// How often it was tried in vain to unpack what looked like a gzip member.
    pub(super) in_vain: u32,
    /// Makes files for what is read ahead of its time.
    pub(super) scratch: Option<fn() -> io::Result<File>>,
    /// Why what is read ahead could not be put aside, or taken back, until somebody is told.
    pub(super) failure: Option<io::Error>,
    /// Whether that happened. Nothing can be read after it.
    pub(super) has_failed: bool,
}

impl<R: Read> Body<R> {
    /// Whether something that was read ahead is lost.
    pub(super) fn has_failed(&mut self) -> bool {
        if let Some(error) = self.members.take_lost() {
            self.fail(error);
        }
        self.has_failed
    }

    /// Why something is lost. The first who asks is told the cause.
    pub(super) fn take_failure(&mut self) -> io::Error {
        self.failure.take().unwrap_or_else(|| io::Error::other("what was read ahead is lost"))
    }

    pub(super) fn fail(&mut self, error: io::Error) {
        self.failure.get_or_insert(error);
        self.has_failed = true;
    }

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
        let is_all = self.load_start(at);
        seems_to_start(&self.members.data()[at..], is_all)
    }

    /// Loads what tells whether a record starts at this place. Returns whether the member ends there.
    fn load_start(&mut self, at: usize) -> bool {
        let is_all = !self.load(at + LEAST_START);
        if arc::has_scheme(&self.members.data()[at..]) {
            self.load_line(at);
        }
        is_all
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

    /// Whether these bytes may follow a block and so many bytes of line ends; whether they are all there are.
    pub(super) fn may_follow(&self, rest: &[u8], line_ends: usize, is_all: bool) -> bool {
        seems_to_start(rest, is_all) && (line_ends > 0 || !arc::is_cut(rest))
            || self.members.is_plain() && is_compressed(rest)
    }

    /// How many bytes of line ends stand at this place, if the end or the start of a record follows.
    pub(super) fn boundary(&mut self, at: usize) -> Option<usize> {
        let mut count = 0;
        while count < MOST_LINE_ENDS {
            if !self.load(at + count + 1) {
                return Some(count);
            }
            if !matches!(self.members.data()[at + count], b'\r' | b'\n') {
                let is_all = self.load_start(at + count);
                let rest = &self.members.data()[at + count..];
                return self.may_follow(rest, count, is_all).then_some(count);
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

    /// Whether a gzip member that holds a record starts at this place in a plain stretch.
    fn packed_starts_at(&mut self, at: usize) -> bool {
        if !self.members.is_compressed_at(at) {
            return false;
        }
        self.load(at + ENOUGH_PACKED);
        self.may_try() && {
            let is_packed = self.members.is_packed_at(at);
            self.tried(is_packed)
        }
    }

    /// Whether it may still be tried to unpack what looks like a gzip member: files can be made in which it is in vain everywhere.
    pub(super) fn may_try(&self) -> bool {
        const MOST: u32 = 1000;
        self.in_vain < MOST
    }

    /// Counts what was tried in vain.
    pub(super) fn tried(&mut self, is_packed: bool) -> bool {
        self.in_vain += u32::from(!is_packed);
        is_packed
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

    /// Where the next line begins that could start a record; of a plain stretch, a gzip member, too.
    pub(super) fn next_line(&self, data: &[u8]) -> Option<usize> {
        let is_plain = self.members.is_plain() && self.may_try();
        if !self.has_arc && !is_plain {
            return memchr::memmem::find(data, b"\nWARC/").map(|at| at + 1);
        }
        // One pass for all signs: looking for each by itself would go over the same bytes for each that is found.
        let could_start = |at: &usize| match &data[at + 1..] {
            [b'\x1f', b'\x8b', 8, ..] => is_plain,
            rest => self.has_arc && starts_with_letter(rest) || rest.starts_with(b"WARC/"),
        };
        memchr::memchr_iter(b'\n', data).find(could_start).map(|at| at + 1)
    }
}

fn starts_with_letter(data: &[u8]) -> bool {
    data.first().is_some_and(u8::is_ascii_alphabetic)
}

/// Whether a record seems to start with these bytes; whether they are all there are.
fn seems_to_start(data: &[u8], is_all: bool) -> bool {
    // A start may be cut like everything.
    let is_cut_start = is_all && !data.is_empty() && b"WARC/".starts_with(data);
    is_cut_start || head::is_version(data) || arc::is_line(data)
}
