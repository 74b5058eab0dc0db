//! Members of gzip, frames of zstd and plain stretches of a container, each with its place in it.
//!
//! Web archives compress each record by itself, so that one can be read without the others: where a member begins and
//! ends is worth as much as what is in it. A member that is damaged ends where it cannot be read on; the next one is
//! looked for from just behind where the damaged one *began*, because damage can make a decoder run over the ends of
//! members that are whole. Compressed data holds the first bytes of a member by chance, so what is found this way has
//! to hold what the container should hold.

mod fault;
pub(crate) mod gzip;
pub(crate) mod zstd;

use std::{
    fs::File,
    io::{self, Read},
};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::{
    Limits,
    aside::{self, Aside},
    raw::{Buffer, Raw},
};
pub use fault::{Extent, Fault};
use zstd::{Frames, Step, With};

/// How far ahead a member is looked at before it is believed in.
const AHEAD: usize = 64 << 10;

/// The longest zstd block with what stands before it.
const ZSTD_BLOCK: usize = (128 << 10) + 64;

/// How a member is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    Plain,
    /// A gzip member.
    Gzip,
    /// A zstd frame.
    Zstd,
}

/// One member of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// How it is compressed.
    pub compression: Compression,
    /// Where it begins in the container.
    pub offset: u64,
    /// How many members are before it.
    pub index: u64,
}

enum State {
    /// Before a member; whether what comes must be one.
    Between(Trust),
    Open(Compression),
    Over,
}

#[derive(Clone, Copy, PartialEq)]
enum Trust {
    /// The container begins here, or the member before ended well.
    Good,
    /// The member before was damaged: it begins at the first number and was given up at the second.
    Damaged { from: u64, until: u64 },
    /// The same, but it came to an end. The next one is only looked for if none stands here.
    Doubtful { from: u64, until: u64 },
}

/// Tells whether what is in a member may begin like this.
pub type LooksRight = fn(&[u8], Sought) -> bool;

/// How much the first bytes of a member have to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sought {
    /// Little: a member is due here.
    Here,
    /// As much as they can: it could begin anywhere, and by chance.
    Anywhere,
}

enum Found {
    Member(Compression),
    Skippable,
    Nothing,
}

/// What a member, a frame, a dictionary or a line may begin behind or with.
const FIRST_BYTES: [u8; 5] = [0x1f, 0x28, 0x5d, b'W', b'\n'];

/// The members of a container, one after the other, each as a stream of bytes.
///
/// Like a [`BufRead`](std::io::BufRead) whose buffer can be asked to grow: [`data`](Self::data) is what is there,
/// [`more`](Self::more) adds to it.
///
/// ```
/// use larder_capture::{Limits, member::Members};
///
/// let mut members = Members::new(&b"plain text"[..], Limits::default(), |_, _| true);
/// assert_eq!(members.next_member().map(|member| member.offset), Some(0));
/// while members.more() {}
/// assert_eq!(members.data(), b"plain text");
/// assert_eq!(members.next_member(), None);
/// assert_eq!(members.extent().members, 10);
/// ```
pub struct Members<R> {
    raw: Raw<R>,
    window: Buffer,
    /// What came out of a compressed member ahead of its time. It comes before what is still to come out.
    aside: Option<Aside>,
    state: State,
    member: Member,
    /// What was consumed and what came out of the member.
    position: u64,
    out: u64,
    total_out: u64,
    inflate: Decompress,
    scratch: Decompress,
    crc: Crc,
    frames: Frames,
    looks_right: LooksRight,
    limits: Limits,
    faults: Vec<Fault>,
    /// Whether the member could not be read to its end.
    is_broken: bool,
    too_much_at: Option<u64>,
    /// Whether the member is not compressed, so that its bytes are those of the container.
    is_plain: bool,
    extent: Extent,
    ended_at: Option<u64>,
    /// How many bytes were looked at again after damage.
    repeated: u64,
}

impl<R: Read> Members<R> {
    /// The members of what is read. `looks_right` tells whether what is in a member may begin like this; it decides
    /// where a member begins after damage, and whether what is not compressed is anything.
    pub fn new(reader: R, limits: Limits, looks_right: LooksRight) -> Self {
        Self {
            raw: Raw::new(reader, limits.kept_member),
            window: Buffer::default(),
            aside: None,
            state: State::Between(Trust::Good),
            member: Member { compression: Compression::Plain, offset: 0, index: 0 },
            position: 0,
            out: 0,
            total_out: 0,
            inflate: Decompress::new(false),
            scratch: Decompress::new(false),
            crc: Crc::new(),
            frames: Frames::default(),
            looks_right,
            repeated: 0,
            limits,
            faults: Vec::new(),
            is_broken: false,
            too_much_at: None,
            is_plain: false,
            extent: Extent::default(),
            ended_at: None,
        }
    }

    /// Goes to the next member; what is left of this one is dropped. `None` at the end.
    pub fn next_member(&mut self) -> Option<Member> {
        while !self.is_over() {
            self.consume(self.data().len());
            self.more();
        }
        self.settle_stopped();
        let index = self.member.index + u64::from(self.ended_at.is_some());
        let compression = self.find_member()?;
        self.window.consume(self.window.len());
        (self.position, self.out, self.ended_at, self.is_broken) = (0, 0, None, false);
        self.member = Member { compression, offset: self.raw.offset(), index };
        self.begin(compression);
        Some(self.member)
    }

    /// The bytes of the member that are there and not consumed.
    pub fn data(&self) -> &[u8] {
        if self.is_plain { self.raw.data() } else { self.window.data() }
    }

    /// Adds to [`data`](Self::data). False if the member has no more.
    pub fn more(&mut self) -> bool {
        match self.aside.take() {
            Some(aside) => self.take_back(aside),
            None => self.unpack_some(),
        }
    }

    /// Takes bytes that were put aside.
    fn take_back(&mut self, mut aside: Aside) -> bool {
        match aside.take(self.window.room()) {
            Ok(count) => {
                self.window.filled(count);
                self.aside = Some(aside).filter(|aside| aside.len() > 0);
                true
            }
            Err(error) => {
                self.raw.lose(error);
                self.state = State::Over;
                false
            }
        }
    }

    /// Copies up to `count` of the bytes of the member that stand `distance` behind the end of [`data`](Self::data), none if it
    /// ends there. `None` if it ends before that. What is between is put aside, into a file that `scratch` makes.
    ///
    /// # Errors
    ///
    /// If nothing can be put aside. What was to be put aside is lost then.
    pub(crate) fn peek(
        &mut self,
        distance: u64,
        count: usize,
        scratch: fn() -> io::Result<File>,
    ) -> io::Result<Option<Vec<u8>>> {
        if self.is_plain {
            return self.raw.peek(distance, count, scratch);
        }
        let (mut place, here) = (self.aside.take(), std::mem::take(&mut self.window));
        let found = aside::peek(&mut place, distance, count, scratch, |aside| {
            let came = self.unpack_some();
            aside.push(self.window.data())?;
            self.window.consume(self.window.len());
            Ok(came)
        });
        (self.aside, self.window) = (place, here);
        found
    }

    /// Adds what comes out of the member next.
    fn unpack_some(&mut self) -> bool {
        let had = self.data().len();
        match self.state {
            State::Open(Compression::Plain) => self.read_plain(),
            State::Open(Compression::Gzip) => self.inflate_some(),
            State::Open(Compression::Zstd) => self.decode_frame(),
            _ => return false,
        }
        let came = (self.data().len() - had) as u64;
        self.out += came;
        self.total_out += came;
        if self.total_out > self.limits.total_bytes && self.too_much_at.is_none() {
            self.stop();
        }
        came > 0
    }

    /// Drops the first bytes of [`data`](Self::data).
    pub fn consume(&mut self, count: usize) {
        self.position += count as u64;
        if self.is_plain {
            self.raw.consume(count);
        } else {
            self.window.consume(count);
        }
    }

    /// Where [`data`](Self::data) begins in what came out of the member.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// How long the member is in the container, once all of it came out.
    pub fn length(&self) -> Option<u64> {
        self.ended_at.map(|end| end - self.member.offset)
    }

    /// Whether nothing more will come out of the member.
    pub fn is_over(&self) -> bool {
        !self.is_open() && self.aside.is_none()
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    /// What was found wrong since this was last asked.
    pub fn take_faults(&mut self) -> std::vec::Drain<'_, Fault> {
        self.faults.drain(..)
    }

    /// How many bytes were what, up to here.
    pub fn extent(&self) -> Extent {
        Extent { read: self.raw.offset(), ..self.extent }
    }

    /// Why reading ended, if it was no end.
    pub fn take_failure(&mut self) -> Option<io::Error> {
        self.raw.take_failure()
    }

    /// Why what was put aside is lost, if it is.
    pub(crate) fn take_lost(&mut self) -> Option<io::Error> {
        self.raw.take_lost()
    }

    /// Where reading was left because too much came out.
    pub fn too_much_at(&self) -> Option<u64> {
        self.too_much_at
    }

    /// Whether the member could not be read to its end.
    pub fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Whether this is a plain stretch.
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Whether this is a plain stretch, and something compressed seems to begin at this place in [`data`](Self::data).
    pub(crate) fn is_compressed_at(&self, at: usize) -> bool {
        self.is_plain && is_compressed(&self.raw.data()[at..])
    }

    /// Whether this is a plain stretch, and a gzip member that holds what it should begins at this place in
    /// [`data`](Self::data), as far as that is there.
    pub(crate) fn is_packed_at(&mut self, at: usize) -> bool {
        let Self { raw, scratch, looks_right, is_plain, .. } = self;
        *is_plain && gzip_begins(&raw.data()[at..], scratch, *looks_right)
    }

    /// The same of bytes that are not loaded.
    pub(crate) fn is_packed(&mut self, data: &[u8]) -> bool {
        self.is_plain && gzip_begins(data, &mut self.scratch, self.looks_right)
    }

    /// Ends a plain stretch here, because what comes is no part of it: something compressed, as in files that were put
    /// together, or nothing. False if there is none.
    pub fn end_plain(&mut self) -> bool {
        if !self.is_plain || self.is_over() {
            return false;
        }
        self.total_out -= self.raw.data().len() as u64;
        self.end_member(Trust::Good);
        true
    }

    fn begin(&mut self, compression: Compression) {
        self.is_plain = compression == Compression::Plain;
        match compression {
            Compression::Plain => {
                self.raw.release();
                let there = self.raw.data().len() as u64;
                self.out = there;
                self.total_out += there;
            }
            Compression::Gzip => {
                self.raw.keep();
                let head = gzip::head_length(self.raw.data()).unwrap_or(0);
                self.raw.consume(head);
                self.inflate.reset(false);
                self.crc.reset();
            }
            Compression::Zstd => self.raw.keep(),
        }
        self.state = State::Open(compression);
        if compression == Compression::Zstd {
            self.begin_frame(With::Named);
        }
    }

    fn begin_frame(&mut self, with: With) {
        let names_one = zstd::names_dictionary(self.raw.at_least(5));
        if !self.frames.begin(&mut self.raw, names_one, with) {
            self.break_off();
        }
    }

    fn read_plain(&mut self) {
        if !self.raw.more() && self.raw.data().is_empty() {
            self.end_member(Trust::Good);
        }
    }

    fn inflate_some(&mut self) {
        loop {
            if self.raw.data().is_empty() && !self.raw.more() {
                return self.break_off();
            }
            let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
            let room = self.window.room();
            let step = self.inflate.decompress(self.raw.data(), room, FlushDecompress::None);
            let read = (self.inflate.total_in() - read) as usize;
            let written = (self.inflate.total_out() - written) as usize;
            self.crc.update(&room[..written]);
            self.window.filled(written);
            self.raw.consume(read);
            match step {
                Ok(Status::StreamEnd) => return self.end_gzip(),
                Ok(_) if written > 0 => return self.watch_expansion(written),
                Ok(_) if read > 0 => {}
                Ok(_) if self.raw.more() => {}
                _ => return self.break_off(),
            }
        }
    }

    fn end_gzip(&mut self) {
        let Some((checksum, length)) = gzip::trailer(self.raw.at_least(8)) else {
            self.raw.consume(self.raw.data().len());
            return self.break_off();
        };
        self.raw.consume(8);
        let fits = checksum == self.crc.sum() && length == self.crc.amount();
        self.end_checked(fits);
    }

    fn decode_frame(&mut self) {
        if !self.is_open() {
            return;
        }
        let room = self.window.room();
        match self.frames.step(&mut self.raw, room) {
            Step::Bytes(count) => {
                self.window.filled(count);
                self.watch_expansion(count);
            }
            Step::End { checksum_fits } => self.end_checked(checksum_fits),
            Step::NeedsDictionary if self.raw.go_back() => {
                self.raw.keep();
                self.begin_frame(With::Last);
                self.decode_frame();
            }
            Step::NeedsDictionary | Step::Broken => self.break_off(),
        }
    }

    fn end_checked(&mut self, fits: bool) {
        if fits {
            return self.end_member(Trust::Good);
        }
        let from = self.member.offset;
        self.faults.push(Fault::Checksum { member: from });
        self.end_member(Trust::Doubtful { from, until: self.raw.offset() });
    }

    fn watch_expansion(&mut self, came: usize) {
        let (member, at) = (self.member.offset, self.raw.offset());
        let came = came as u64;
        if !self.limits.allow_total(self.total_out + came, at) {
            return self.stop();
        }
        if self.limits.allow(self.out + came, at - member) {
            return;
        }
        self.faults.push(Fault::Expansion { member, at });
        self.is_broken = true;
        self.raw.release();
        self.end_member(Trust::Damaged { from: member, until: at });
    }

    /// The member cannot be read on.
    fn break_off(&mut self) {
        let (member, at) = (self.member.offset, self.raw.offset());
        let is_end = self.raw.at_least(1).is_empty();
        self.is_broken = true;
        let fault =
            if is_end { Fault::CutShort { member, at } } else { Fault::Corrupt { member, at } };
        self.faults.push(fault);
        self.end_member(Trust::Damaged { from: member, until: at });
    }

    fn end_member(&mut self, trust: Trust) {
        let end = self.raw.offset();
        self.ended_at = Some(end);
        if trust == Trust::Good {
            self.extent.members += end - self.member.offset;
        }
        self.state = State::Between(trust);
        self.is_plain = false;
    }

    /// Stops for good. What is loaded can still be consumed.
    fn stop(&mut self) {
        let at = self.raw.offset();
        self.faults.push(Fault::TooMuch { at });
        self.too_much_at = Some(at);
        self.is_broken = true;
        self.state = State::Over;
    }

    fn settle_stopped(&mut self) {
        if self.too_much_at.is_some() && self.ended_at.is_none() {
            let at = self.raw.offset();
            self.ended_at = Some(at);
            self.extent.members += at - self.member.offset;
            self.is_plain = false;
        }
    }

    /// Finds where the next member begins, and goes there.
    fn find_member(&mut self) -> Option<Compression> {
        loop {
            let State::Between(trust) = self.state else { return None };
            let found = match trust {
                Trust::Good => self.find_next(),
                Trust::Doubtful { from, until } => self.find_after_doubt(from, until),
                Trust::Damaged { from, until } => self.find_after_damage(from, until),
            };
            self.state = State::Between(Trust::Good);
            match found {
                Found::Member(compression) => return Some(compression),
                Found::Skippable => self.pass_skippable(),
                Found::Nothing => {
                    self.state = State::Over;
                    return None;
                }
            }
        }
    }

    fn find_next(&mut self) -> Found {
        let from = self.raw.offset();
        self.found_here().unwrap_or_else(|| {
            let found = self.scan();
            self.skipped(from, self.raw.offset());
            found
        })
    }

    fn find_after_doubt(&mut self, from: u64, until: u64) -> Found {
        if self.raw.at_least(1).is_empty() {
            self.extent.members += until - from;
            return Found::Nothing;
        }
        if let Some(found) = self.found_here() {
            self.extent.members += until - from;
            return found;
        }
        self.find_after_damage(from, until)
    }

    fn find_after_damage(&mut self, from: u64, until: u64) -> Found {
        if self.may_repeat(from, until) && self.raw.go_back() {
            self.repeated += until - from;
            self.raw.consume(1.min(self.raw.data().len()));
        }
        self.raw.release();
        let found = self.scan();
        let end = self.raw.offset();
        self.extent.members += end.min(until) - from;
        self.skipped(until, end);
        found
    }

    /// Members can be made that are all damaged and lie in each other: looking again has to have an end.
    fn may_repeat(&self, from: u64, until: u64) -> bool {
        self.repeated + (until - from) <= 2 * until + 4 * self.limits.kept_member as u64
    }

    fn skipped(&mut self, from: u64, to: u64) {
        if to > from {
            self.extent.skipped += to - from;
            self.faults.push(Fault::Skipped { from, to });
        }
    }

    /// What begins here, where a member should begin.
    fn found_here(&mut self) -> Option<Found> {
        let start = self.raw.at_least(8);
        if zstd::skippable(start).is_some() {
            return Some(Found::Skippable);
        }
        if start.starts_with(&gzip::MAGIC) {
            return self.has_gzip_head().then_some(Found::Member(Compression::Gzip));
        }
        if start.starts_with(&zstd::MAGIC) {
            return Some(Found::Member(Compression::Zstd));
        }
        self.plain_here(Sought::Here)
    }

    fn has_gzip_head(&mut self) -> bool {
        gzip::head_length(self.raw.at_least(10)).is_some()
            || gzip::head_length(self.raw.at_least(gzip::LONGEST_HEAD)).is_some()
    }

    /// Goes on until something begins that holds what the container should hold.
    fn scan(&mut self) -> Found {
        loop {
            let data = self.raw.at_least(AHEAD);
            if data.is_empty() {
                return Found::Nothing;
            }
            let Some(at) = data.iter().position(|byte| FIRST_BYTES.contains(byte)) else {
                let there = data.len();
                self.raw.consume(there);
                continue;
            };
            // What begins behind a line end may be a line of any format. The sign of a record may stand behind anything.
            let is_line_end = data[at] == b'\n';
            let is_sign = data[at] == b'W';
            self.raw.consume(at + usize::from(is_line_end));
            let found = if is_line_end || is_sign {
                self.plain_here(Sought::Anywhere)
            } else {
                self.compressed_here()
            };
            if let Some(found) = found {
                return found;
            }
            if !is_line_end {
                self.raw.consume(1);
            }
        }
    }

    fn plain_here(&mut self, sought: Sought) -> Option<Found> {
        let looks_right = self.looks_right;
        let data = self.raw.at_least(AHEAD);
        (!data.is_empty() && looks_right(data, sought)).then_some(Found::Member(Compression::Plain))
    }

    fn compressed_here(&mut self) -> Option<Found> {
        if !is_compressed(self.raw.at_least(4)) || !self.begins_here() {
            return None;
        }
        Some(match self.raw.data()[0] {
            0x1f => Found::Member(Compression::Gzip),
            0x28 => Found::Member(Compression::Zstd),
            _ => Found::Skippable,
        })
    }

    /// Whether what is compressed here can be read, and holds what it should.
    fn begins_here(&mut self) -> bool {
        if self.raw.data().starts_with(&zstd::MAGIC) {
            return zstd::begins(self.raw.at_least(ZSTD_BLOCK));
        }
        if zstd::skippable(self.raw.at_least(8)).is_some() {
            return zstd::holds_dictionary(self.raw.at_least(12));
        }
        let Self { raw, scratch, looks_right, .. } = self;
        gzip_begins(raw.at_least(AHEAD), scratch, *looks_right)
    }

    /// Passes a frame that is to be skipped, and takes the dictionary out of it.
    fn pass_skippable(&mut self) {
        let Some((has_dictionary, length)) = zstd::skippable(self.raw.at_least(8)) else { return };
        let from = self.raw.offset();
        self.raw.consume(8);
        let length = length as usize;
        if has_dictionary && !self.learn_dictionary(length) {
            self.faults.push(Fault::Dictionary { at: from });
        }
        self.pass(length);
        self.extent.members += self.raw.offset() - from;
    }

    fn learn_dictionary(&mut self, length: usize) -> bool {
        if length > self.limits.dictionary {
            return false;
        }
        let data = self.raw.at_least(length);
        self.frames.learn(&data[..length.min(data.len())], self.limits.dictionary)
    }

    fn pass(&mut self, mut count: usize) {
        while count > 0 {
            let there = self.raw.at_least(1).len().min(count);
            if there == 0 {
                return;
            }
            self.raw.consume(there);
            count -= there;
        }
    }
}

/// Whether what is packed with gzip here can be read, as far as it is there, and holds what it should.
fn gzip_begins(data: &[u8], scratch: &mut Decompress, looks_right: LooksRight) -> bool {
    let Some(head) = gzip::head_length(data) else { return false };
    scratch.reset(false);
    let mut out = [0; 1024];
    let step = scratch.decompress(&data[head..], &mut out, FlushDecompress::None);
    step.is_ok() && looks_right(&out[..scratch.total_out() as usize], Sought::Anywhere)
}

pub(crate) fn is_compressed(data: &[u8]) -> bool {
    data.starts_with(&gzip::MAGIC)
        || data.starts_with(&zstd::MAGIC)
        || matches!(data, [kind, 0x2a, 0x4d, 0x18, ..] if kind & 0xf0 == 0x50)
}
