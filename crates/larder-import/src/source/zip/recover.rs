//! Reads an archive without a central directory, such as one that was cut, by the local headers of its entries.

use std::io;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::{
    fields::Fields,
    listing::Located,
    record::{LOCAL, Packing, Record},
};
use crate::source::{Budget, Bytes};

const DESCRIPTOR: &[u8; 4] = b"PK\x07\x08";

/// How much of the data is looked at in all, in lengths of the archive. Ends the search when false headers lead into the
/// data of others again and again.
const EFFORT: u64 = 4;

/// The longest that is unpacked to find where an entry ends, in lengths of what is packed.
const HIGHEST_RATIO: u64 = 200;
const UNSUSPICIOUS: u64 = 64 << 20;

/// Finds the entries from the front to the back. Whole ones are located; of others it is said what is wrong. The second
/// value says whether there are more than the limit.
pub(super) fn recover(bytes: &Bytes, budget: &Budget) -> io::Result<(Vec<Located>, bool)> {
    let mut found = Vec::new();
    let mut measure = Measure::new(bytes);
    let mut search = Search::new(bytes);
    let mut from = 0;
    while let Some(at) = search.next(from)? {
        let local = Record::local(bytes, at).filter(|(record, _)| !record.name.is_empty());
        let Some((record, start)) = local else {
            from = at + 1;
            continue;
        };
        if !budget.take_file() {
            return Ok((found, true));
        }
        let (located, next) = locate(&mut measure, record, start)?;
        found.push(located);
        from = next;
    }
    Ok((found, false))
}

/// Looks for signatures, a window at a time.
struct Search<'a> {
    bytes: &'a Bytes,
    window: Vec<u8>,
    /// Where the window begins, and how many bytes are in it.
    start: u64,
    length: usize,
}

impl<'a> Search<'a> {
    fn new(bytes: &'a Bytes) -> Self {
        Self { bytes, window: vec![0; 64 << 10], start: 0, length: 0 }
    }

    /// The next local header from `from` on.
    fn next(&mut self, mut from: u64) -> io::Result<Option<u64>> {
        loop {
            let skipped =
                from.checked_sub(self.start).and_then(|skipped| usize::try_from(skipped).ok());
            let held = skipped.and_then(|skipped| self.window[..self.length].get(skipped..));
            if let Some(at) = held.and_then(|held| memchr::memmem::find(held, LOCAL)) {
                return Ok(Some(from + at as u64));
            }
            // A signature may begin at the end of one window and end in the next.
            from += held.map_or(0, |held| held.len().saturating_sub(LOCAL.len() - 1)) as u64;
            (self.start, self.length) = (from, self.bytes.read_at(from, &mut self.window)?);
            if self.length < LOCAL.len() {
                return Ok(None);
            }
        }
    }
}

/// Where the data of an entry is, and where to look for the next.
fn locate(measure: &mut Measure<'_>, mut record: Record, start: u64) -> io::Result<(Located, u64)> {
    let streamed = record.flags & Record::DESCRIPTOR != 0 && record.packed == 0;
    if !streamed {
        let end = start.checked_add(record.packed).filter(|&end| end <= measure.bytes.len());
        let place = end.map(|_| start).ok_or_else(|| "the archive ends within it".to_owned());
        return Ok((Located { record, start: place }, end.unwrap_or(start)));
    }
    if record.packing() != Ok(Packing::Deflated) {
        let place = Err("nothing says where it ends".to_owned());
        return Ok((Located { record, start: place }, start));
    }
    let Some(measured) = measure.stream(start)? else {
        let place = Err("its data is cut or damaged".to_owned());
        return Ok((Located { record, start: place }, start));
    };
    (record.packed, record.unpacked, record.crc) =
        (measured.packed, measured.unpacked, measured.crc);
    Ok((Located { record, start: Ok(start) }, start + measured.packed))
}

/// Unpacks streams to find where they end.
struct Measure<'a> {
    bytes: &'a Bytes,
    /// How many bytes may still be looked at.
    effort: u64,
    stream: Decompress,
    input: Vec<u8>,
    output: Vec<u8>,
}

struct Measured {
    packed: u64,
    unpacked: u64,
    crc: u32,
}

impl<'a> Measure<'a> {
    fn new(bytes: &'a Bytes) -> Self {
        Self {
            bytes,
            effort: bytes.len().saturating_mul(EFFORT),
            stream: Decompress::new(false),
            input: vec![0; 4 << 10],
            output: vec![0; 64 << 10],
        }
    }

    /// The stream at `start`, if the record after it says the same. Absent when it is damaged, or a bomb, or when the
    /// search has taken too long.
    fn stream(&mut self, start: u64) -> io::Result<Option<Measured>> {
        let measured = self.unpack(start)?;
        let Some(measured) = measured else { return Ok(None) };
        // The signature of the record may be missing; the CRC comes first.
        let record = self.bytes.slice(start + measured.packed, 8).head(8)?;
        let fields = record.strip_prefix(DESCRIPTOR).unwrap_or(&record);
        Ok(Some(measured).filter(|measured| Fields(fields).u32() == Some(measured.crc)))
    }

    fn unpack(&mut self, start: u64) -> io::Result<Option<Measured>> {
        self.stream.reset(false);
        let mut crc = Crc::new();
        while self.effort > 0 {
            let (before_in, before_out) = (self.stream.total_in(), self.stream.total_out());
            let count = self.bytes.read_at(start + before_in, &mut self.input)?;
            let input = &self.input[..count];
            let status = self.stream.decompress(input, &mut self.output, FlushDecompress::None);
            let (packed, unpacked) = (self.stream.total_in(), self.stream.total_out());
            let (read, written) = (packed - before_in, unpacked - before_out);
            crc.update(&self.output[..written as usize]);
            self.effort = self.effort.saturating_sub(read);
            let bomb = unpacked > UNSUSPICIOUS && unpacked / HIGHEST_RATIO > packed;
            match status {
                Ok(Status::StreamEnd) => {
                    return Ok(Some(Measured { packed, unpacked, crc: crc.sum() }));
                }
                Ok(_) if read + written > 0 && !bomb => {}
                _ => return Ok(None),
            }
        }
        Ok(None)
    }
}
