//! A stream of one entry's bytes, counted and checked.

use std::{
    io::{self, Read},
    sync::atomic::Ordering,
};

use flate2::{Crc, read::DeflateDecoder};
use larder_core::Rule;

use super::{Part, record::Packing};
use crate::source::{Budget, Bytes, SourceError, bytes::BytesReader};

/// Entries up to this size may be packed as tightly as they like.
const UNSUSPICIOUS: u64 = 64 << 20;

/// Unpacks an entry. Ends with an error when the limits are reached, and when the bytes are not those that were packed.
pub(super) struct Unpacking<'a> {
    packed: Packed,
    part: &'a Part,
    budget: Budget,
    crc: Crc,
    count: u64,
}

enum Packed {
    Stored(BytesReader),
    Deflated(Box<DeflateDecoder<BytesReader>>),
}

impl Packed {
    /// How many packed bytes were taken so far.
    fn taken(&self) -> u64 {
        match self {
            Self::Stored(reader) => reader.position(),
            Self::Deflated(decoder) => decoder.total_in(),
        }
    }
}

impl<'a> Unpacking<'a> {
    /// The entry that `part` describes, in the archive `bytes`.
    pub(super) fn new(part: &'a Part, bytes: &Bytes, budget: &Budget) -> Self {
        let packed = bytes.slice(part.start, part.packed).reader();
        let packed = match part.packing {
            Packing::Stored => Packed::Stored(packed),
            Packing::Deflated => Packed::Deflated(Box::new(DeflateDecoder::new(packed))),
        };
        Self { packed, part, budget: budget.clone(), crc: Crc::new(), count: 0 }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), SourceError> {
        self.crc.update(bytes);
        self.count += bytes.len() as u64;
        let limit = self.budget.limits().ratio;
        // What is still packed does not count: a bomb that is large itself would unpack to gigabytes first.
        if self.count > UNSUSPICIOUS && self.count / limit.max(1) > self.packed.taken() {
            let found = format!(
                "unpacks to more than {limit} times its size; --max-ratio raises the limit"
            );
            return Err(SourceError::Refused { rule: Rule::TooCompressed, found });
        }
        let before = self.part.unpacked.fetch_max(self.count, Ordering::Relaxed);
        self.budget.take_unpacked(self.count.saturating_sub(before))
    }

    fn check_end(&self) -> Result<(), SourceError> {
        let (stated, found) = (self.part.crc, self.crc.sum());
        if stated == found {
            return Ok(());
        }
        Err(damaged(format!("the checksum is {found:08x}, the archive states {stated:08x}")))
    }
}

impl Read for Unpacking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.packed {
            Packed::Stored(reader) => reader.read(buffer)?,
            Packed::Deflated(decoder) => decoder.read(buffer).map_err(damaged_stream)?,
        };
        let checked = match &buffer[..read] {
            [] if buffer.is_empty() => Ok(()),
            [] => self.check_end(),
            bytes => self.take(bytes),
        };
        checked.map_err(SourceError::into_reading)?;
        Ok(read)
    }
}

pub(super) fn damaged(found: String) -> SourceError {
    SourceError::Refused { rule: Rule::Damaged, found }
}

/// What is wrong with the data is damage; what is wrong with the disk stays an error of the disk.
fn damaged_stream(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            damaged(format!("it cannot be unpacked: {error}")).into_reading()
        }
        _ => error,
    }
}
