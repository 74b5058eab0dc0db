//! Reads records, one after the other.

use std::{
    collections::VecDeque,
    fmt,
    fs::File,
    io::{self, Read},
};

use super::{
    body::Body,
    damage::{Damage, DigestOf},
    ends::{Circumstances, Claim, End},
    head::{self, Extent, Head},
    long::{Long, LongState},
    record::{Block, Origin, Record},
    summary::Summary,
    verify,
};
use crate::{
    Limits,
    member::{Compression, Member, Members},
};

/// How a file is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The bounds of work and memory.
    pub limits: Limits,
    /// Whether digests are verified. By default they are not: it costs as much as reading.
    pub verify: Verify,
    /// Makes an empty file for what has to be read ahead of its time. There is none by default.
    ///
    /// A long block in which a record seems to start is either right, and quotes one, or states a length that is too large. What
    /// stands at the stated end tells, and then the digest of the block; what is before that has to be put somewhere: as much as
    /// [`Limits::total_bytes`] at most, where a length lies that much. Without such a file, the stated length is taken, which may
    /// swallow records; [`Damage`] says so then. With or without it, a stated end at which another record starts is believed, and
    /// only a digest says what is wrong.
    pub scratch: Option<fn() -> io::Result<File>>,
}

/// Whether digests are verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verify {
    /// None are.
    #[default]
    Nothing,
    /// Those of blocks, and those of payloads that are in memory.
    Digests,
}

impl Options {
    /// Reads with these options.
    pub fn open<R: Read>(self, reader: R) -> Records<R> {
        let members = Members::new(reader, self.limits.clone(), super::looks_right);
        Records {
            body: Body {
                members,
                limits: self.limits,
                has_arc: false,
                long: None,
                looked: 0,
                in_vain: 0,
                scratch: self.scratch,
                failure: None,
                has_failed: false,
            },
            verify: self.verify,
            head: Head::default(),
            damage: Vec::new(),
            waiting: VecDeque::new(),
            open: None,
            member: None,
            in_member: 0,
            own_members: 0,
            shared_members: 0,
            summary: Summary::default(),
            is_over: false,
            too_much_at: None,
        }
    }
}

/// Why a file could not be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The input failed. What came before it was given out.
    Read(io::Error),
    /// What has to be read ahead of its time cannot be put aside.
    Scratch(io::Error),
    /// More came out of the file than [`Limits::total_bytes`] allows, or all of it expands as far as members may.
    TooMuch {
        /// How many bytes of the file were read.
        at: u64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "cannot read on: {error}"),
            Self::Scratch(error) => write!(f, "cannot put aside what is read ahead: {error}"),
            Self::TooMuch { at } => write!(f, "too much comes out of the first {at} bytes"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) | Self::Scratch(error) => Some(error),
            Self::TooMuch { .. } => None,
        }
    }
}

/// What comes next in a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Item<'a> {
    /// A record.
    Record(Record<'a>),
    /// Damage outside of records, or in a long block that was just read.
    Damage(Damage),
}

/// The records of a file.
pub struct Records<R> {
    body: Body<R>,
    verify: Verify,
    head: Head,
    damage: Vec<Damage>,
    waiting: VecDeque<Damage>,
    open: Option<Open>,
    member: Option<Member>,
    /// How many records the member had so far.
    in_member: u64,
    /// How many members had one record, and how many had several.
    own_members: u64,
    shared_members: u64,
    summary: Summary,
    is_over: bool,
    too_much_at: Option<u64>,
}

/// The record that is given out.
enum Open {
    /// So many bytes of it are loaded.
    Here { head: usize, block: usize, line_ends: usize },
    /// Its block is read in pieces.
    Long,
}

impl<R: Read> Records<R> {
    /// Reads with the default options.
    pub fn new(reader: R) -> Self {
        Options::default().open(reader)
    }

    /// The next record or damage. `None` at the end.
    ///
    /// # Errors
    ///
    /// If the input fails or expands beyond all bounds, or what has to be read ahead of its time cannot be put aside; what could be
    /// read before was given out. Nothing comes after it.
    pub fn next_item(&mut self) -> Result<Option<Item<'_>>, Error> {
        self.close();
        while self.waiting.is_empty() {
            if self.is_over || self.body.has_failed() {
                return self.end();
            }
            let record = self.advance();
            if self.body.has_failed() {
                return self.end();
            }
            if let Some((origin, end)) = record {
                return Ok(Some(Item::Record(self.give_out(origin, end))));
            }
        }
        Ok(self.waiting.pop_front().map(Item::Damage))
    }

    /// The account up to here. It is complete when [`next_item`](Self::next_item) has returned `None`.
    pub fn summary(&self) -> Summary {
        Summary { container: self.body.members.extent(), ..self.summary }
    }

    fn end(&mut self) -> Result<Option<Item<'_>>, Error> {
        if std::mem::take(&mut self.body.has_failed) {
            self.is_over = true;
            return Err(Error::Scratch(self.body.take_failure()));
        }
        if let Some(error) = self.body.members.take_failure() {
            return Err(Error::Read(error));
        }
        match self.too_much_at.take() {
            Some(at) => Err(Error::TooMuch { at }),
            None => Ok(None),
        }
    }

    /// Goes on by one step: to the next record, or over what is none.
    fn advance(&mut self) -> Option<(Origin, End)> {
        if self.member.is_none() || !self.body.load(1) {
            self.change_member();
            return None;
        }
        if self.pass_line_ends() {
            return None;
        }
        if !self.body.starts_at(0) {
            self.pass_what_is_no_record();
            return None;
        }
        let length = self.take_head()?;
        Some(self.take_block(length))
    }

    fn change_member(&mut self) {
        if let Some(member) = self.member {
            match self.in_member {
                0 if self.body.members.position() == 0 && !self.body.members.is_broken() => {
                    self.waiting.push_back(Damage::EmptyMember { member: member.offset });
                }
                0 => {}
                1 => self.own_members += 1,
                _ => self.shared_members += 1,
            }
        }
        self.in_member = 0;
        self.member = self.body.members.next_member();
        self.take_faults();
        match self.member {
            Some(_) => self.summary.members += 1,
            None => {
                self.is_over = true;
                self.too_much_at = self.body.members.too_much_at();
            }
        }
    }

    /// What is wrong with the container and belongs to no record.
    fn take_faults(&mut self) {
        let faults = self.body.members.take_faults().map(Damage::Container);
        self.waiting.extend(faults);
    }

    fn pass_line_ends(&mut self) -> bool {
        let data = self.body.members.data();
        let is_line_end = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let count = data.iter().take_while(is_line_end).count();
        self.summary.line_ends += count as u64;
        self.pass(count);
        count > 0
    }

    fn pass(&mut self, count: usize) {
        self.summary.out += count as u64;
        self.body.members.consume(count);
    }

    fn skip(&mut self, count: usize) {
        self.summary.skipped += count as u64;
        self.pass(count);
    }

    /// Skips to where a record can be proved to start, or to the end of the member.
    fn pass_what_is_no_record(&mut self) {
        let from = self.body.members.position();
        if self.body.members.is_plain() {
            // What is here was taken for a start by less than is asked of a record: once is enough.
            if from == 0 {
                self.skip(1);
                self.tell_skipped(from);
            }
            self.body.members.end_plain();
            return;
        }
        const STEP: usize = 256 << 10;
        loop {
            let until = self.body.members.data().len().max(STEP);
            let found = self.body.find_start(0, until);
            let (Ok(end) | Err(end)) = found;
            let is_last = found.is_ok() || !self.body.load(end + 1);
            self.skip(end);
            if is_last {
                break;
            }
        }
        self.take_faults();
        self.tell_skipped(from);
    }

    fn tell_skipped(&mut self, from: u64) {
        let member = self.member.map_or(0, |member| member.offset);
        let to = self.body.members.position();
        self.waiting.push_back(Damage::Skipped { member, from, to });
    }

    /// Takes the head that is due here. What is none is skipped.
    fn take_head(&mut self) -> Option<usize> {
        self.damage.clear();
        let data = self.body.members.data();
        if !head::is_version(data) && !b"WARC/".starts_with(data) {
            // `starts_at` saw a whole line.
            let end = memchr::memchr(b'\n', self.body.members.data()).map_or(0, |end| end + 1);
            self.head.take_arc(&self.body.members.data()[..end]);
            self.body.has_arc = true;
            return Some(end);
        }
        loop {
            match head::extent(self.body.members.data(), &self.body.limits) {
                Extent::Whole(length) => {
                    let data = &self.body.members.data()[..length];
                    self.head.take_warc(data, &self.body.limits, &mut self.damage);
                    return Some(length);
                }
                Extent::Open if self.body.members.more() => {}
                Extent::Open | Extent::TooLong => break,
            }
        }
        self.refuse_head();
        None
    }

    fn refuse_head(&mut self) {
        let at = self.body.members.position();
        let length = self.body.members.data().len() as u64;
        self.waiting.push_back(Damage::NoHead { at, length });
        // So that looking for a start does not find this one again.
        self.skip(1);
        self.pass_what_is_no_record();
    }

    fn take_block(&mut self, head: usize) -> (Origin, End) {
        let member = self.member.expect("a record is in a member");
        let within = self.body.members.position();
        let is_compressed = member.compression != Compression::Plain;
        let has_own_member =
            is_compressed && within == 0 && self.own_members > 0 && self.shared_members == 0;
        let line_ends: &[u8] = if self.head.version().is_arc() { b"\n" } else { b"\r\n\r\n" };
        let around = Circumstances { head, has_own_member, is_compressed, line_ends };
        let end = self.body.settle(&self.head, around, &mut self.damage);
        let mut origin = Origin {
            index: self.summary.records(),
            offset: member.offset,
            length: self.body.members.length(),
            within,
        };
        if !is_compressed {
            origin.offset += within;
            origin.within = 0;
            origin.length = match end {
                End::Here { block, line_ends } => Some((head + block + line_ends) as u64),
                End::Long(_) => None,
            };
        }
        self.summary.heads += head as u64;
        self.summary.count(self.head.kind());
        self.in_member += 1;
        self.begin(around, &end);
        (origin, end)
    }

    /// Notes what is to be done when the record is given back.
    fn begin(&mut self, around: Circumstances, end: &End) {
        let head = around.head;
        self.damage.extend(self.body.members.take_faults().map(Damage::Container));
        self.look_at_fields();
        match *end {
            End::Here { block, line_ends } => {
                self.look_at_line_ends(line_ends);
                self.verify_block(head, block);
                self.open = Some(Open::Here { head, block, line_ends });
            }
            End::Long(stated) => {
                self.pass(head);
                let (summary, damage) = (&mut self.summary, &mut self.damage);
                let mut stated_of = |of| verify::stated(&self.head, of, summary, damage);
                let digest = match self.verify {
                    Verify::Digests => stated_of(DigestOf::Block),
                    Verify::Nothing => None,
                };
                // What the message carries is not looked at here: whoever reads the record may prove it.
                let is_open = stated_of(DigestOf::Payload).is_some();
                self.summary.digests_open += u64::from(is_open);
                let claim = Claim::new(&self.head, stated, digest);
                self.body.long = Some(LongState::new(claim, around));
                self.open = Some(Open::Long);
            }
        }
        self.summary.damaged += u64::from(self.damage.iter().any(Damage::may_have_lost_something));
    }

    fn look_at_fields(&mut self) {
        if let Some(reason) = self.head.truncated() {
            let reason = reason.chars().take(200).collect();
            self.damage.push(Damage::TruncatedByCapturer { reason });
        }
        if let Some(stated) = self.head.date_as_stated()
            && !self.head.date().is_some_and(|date| date.is_regular)
        {
            let stated = stated.chars().take(200).collect();
            self.damage.push(Damage::OddDate { stated });
        }
    }

    fn look_at_line_ends(&mut self, line_ends: usize) {
        // ARC has between none and three.
        let is_usual = if self.head.version().is_arc() { line_ends <= 6 } else { line_ends == 4 };
        if !is_usual {
            self.damage.push(Damage::Separator { found: line_ends as u64 });
        }
    }

    fn verify_block(&mut self, head: usize, block: usize) {
        if self.verify == Verify::Nothing {
            let fields = ["WARC-Block-Digest", "WARC-Payload-Digest"];
            let stated = fields.iter().filter(|name| self.head.field(name).is_some()).count();
            self.summary.digests_open += stated as u64;
            return;
        }
        let block = &self.body.members.data()[head..head + block];
        let limits = &self.body.limits;
        verify::verify(&self.head, block, limits, &mut self.summary, &mut self.damage);
    }

    fn give_out(&mut self, origin: Origin, end: End) -> Record<'_> {
        let block = match (end, &self.open) {
            (End::Here { block, .. }, Some(Open::Here { head, .. })) => {
                Block::Here(&self.body.members.data()[*head..head + block])
            }
            _ => Block::Long(Long { pieces: &mut self.body }),
        };
        Record { head: &self.head, origin, block, damage: &self.damage }
    }

    /// Passes the record that was given out.
    fn close(&mut self) {
        match self.open.take() {
            None => {}
            Some(Open::Here { head, block, line_ends }) => {
                self.summary.blocks += block as u64;
                self.summary.line_ends += line_ends as u64;
                self.pass(head + block + line_ends);
            }
            Some(Open::Long) => self.close_long(),
        }
    }

    fn close_long(&mut self) {
        let Some(long) = self.body.finish_long() else { return };
        self.summary.blocks += long.claim.read;
        self.summary.out += long.claim.read;
        if self.body.has_failed() {
            // What is missing is lost here, and no damage of the file.
            return;
        }
        let mut late = long.damage;
        if let Some((stated, hasher)) = long.claim.digest {
            verify::tell(DigestOf::Block, &stated, hasher.finish(), &mut self.summary, &mut late);
        }
        let was_damaged = self.damage.iter().any(Damage::may_have_lost_something);
        let is_damaged = late.iter().any(Damage::may_have_lost_something);
        self.summary.damaged += u64::from(is_damaged && !was_damaged);
        self.waiting.extend(late);
        self.take_faults();
    }
}
