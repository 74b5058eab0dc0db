//! The central directory, found from the end of the file.

use std::io::{self, BufReader, Read};

use super::{
    fields::Fields,
    record::{CENTRAL, Record},
};
use crate::source::Bytes;

const END: &[u8; 4] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LARGE_END: &[u8; 4] = b"PK\x06\x06";
const LARGE_END_LENGTH: u64 = 56;
const LARGE_LOCATOR: &[u8; 4] = b"PK\x06\x07";
const LARGE_LOCATOR_LENGTH: u64 = 20;

/// The directory of an archive.
#[derive(Debug)]
pub(super) struct Directory {
    /// Where it begins; the data of entries ends before.
    pub(super) start: u64,
    /// Its records, with `header` counted from the beginning of the file.
    pub(super) records: Vec<Record>,
    /// Whether there are more records than were asked for.
    pub(super) more: bool,
    /// What is odd.
    pub(super) odd: Vec<String>,
}

/// Where the directory is said to be.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u64,
    end: u64,
    /// How many bytes stand before the archive: what offsets are counted from.
    before: u64,
    count: u64,
}

impl Directory {
    /// Reads the directory, `most` records of it. Absent when there is none, or a damaged one.
    pub(super) fn read(bytes: &Bytes, mut most: impl FnMut() -> bool) -> io::Result<Option<Self>> {
        let Some((place, after)) = place(bytes)? else { return Ok(None) };
        let mut records = Vec::new();
        let mut reader = BufReader::new(bytes.slice(place.start, place.end - place.start).reader());
        let mut more = false;
        while let Some(mut record) = next(&mut reader)? {
            more = !most();
            if more {
                break;
            }
            record.header = record.header.saturating_add(place.before);
            records.push(record);
        }
        // Programs that do not know large archives write the number without its upper bits.
        let fits = records.len() as u64 & 0xffff == place.count & 0xffff;
        if !more && !fits {
            return Ok(None);
        }
        let mut odd = Vec::new();
        for (count, place) in [(place.before, "before"), (after, "after")] {
            if count > 0 {
                odd.push(format!("{count} bytes {place} the archive were not read"));
            }
        }
        Ok(Some(Self { start: place.start, records, more, odd }))
    }
}

/// The next record. Absent at the end, and where something else stands.
fn next(reader: &mut impl Read) -> io::Result<Option<Record>> {
    let mut head = [0; 46];
    if !fill(reader, &mut head)? || !head.starts_with(CENTRAL) {
        return Ok(None);
    }
    let length = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
    let mut tail = vec![0; length(28) + length(30) + length(32)];
    Ok(if fill(reader, &mut tail)? { Record::central(&head, &tail) } else { None })
}

fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(buffer) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        result => result.map(|()| true),
    }
}

/// Looks for the end record that stands last and points at a directory. Returns the place of the directory and how many
/// bytes follow the archive.
fn place(bytes: &Bytes) -> io::Result<Option<(Place, u64)>> {
    let longest = (END_LENGTH + usize::from(u16::MAX)) as u64;
    let tail_start = bytes.len().saturating_sub(longest);
    let tail = bytes.slice(tail_start, longest).head(longest as usize)?;
    let mut searched = tail.as_slice();
    while let Some(at) = memchr::memmem::rfind(searched, END) {
        let end = tail_start + at as u64;
        let record = tail.get(at..at + END_LENGTH).map(|record| &record[4..]);
        let found = record.and_then(|record| pointed_at(bytes, record, end));
        if let Some((place, comment)) = found {
            let after = bytes.len().saturating_sub(end + END_LENGTH as u64 + comment);
            return Ok(Some((place, after)));
        }
        searched = &tail[..at];
    }
    Ok(None)
}

/// The directory that the end record at `end` points at, and the length of the comment.
fn pointed_at(bytes: &Bytes, record: &[u8], end: u64) -> Option<(Place, u64)> {
    let mut fields = Fields(record);
    let (disk, directory_disk) = (fields.u16()?, fields.u16()?);
    let (_, count) = (fields.u16()?, u64::from(fields.u16()?));
    let (size, offset) = (u64::from(fields.u32()?), u64::from(fields.u32()?));
    let comment = u64::from(fields.u16()?);
    if let Some(place) = large(bytes, end) {
        return Some((place, comment));
    }
    // Archives in several parts are not read as if they were one.
    let one_part = disk == directory_disk;
    let place = resolve(bytes, end, size, offset, count).filter(|_| one_part)?;
    Some((place, comment))
}

/// The directory of an archive with more than 65,535 entries or 4 GiB.
fn large(bytes: &Bytes, end: u64) -> Option<Place> {
    let locator = end.checked_sub(LARGE_LOCATOR_LENGTH)?;
    let mut head = [0; LARGE_LOCATOR_LENGTH as usize];
    bytes.read_exact_at(locator, &mut head).ok()?;
    let mut fields = Fields(head.strip_prefix(LARGE_LOCATOR)?);
    fields.bytes(4)?;
    let stated = fields.u64()?;
    // Where something stands before the archive, the stated place is wrong, but the record still ends at its locator.
    [Some(stated), locator.checked_sub(LARGE_END_LENGTH)].into_iter().flatten().find_map(|at| {
        let mut record = [0; LARGE_END_LENGTH as usize];
        bytes.read_exact_at(at, &mut record).ok()?;
        let mut fields = Fields(record.strip_prefix(LARGE_END)?);
        fields.bytes(28)?;
        let (count, size, offset) = (fields.u64()?, fields.u64()?, fields.u64()?);
        resolve(bytes, at, size, offset, count)
    })
}

/// The directory ends where its end record begins; what its offset is short of that stands before the archive.
fn resolve(bytes: &Bytes, end: u64, size: u64, offset: u64, count: u64) -> Option<Place> {
    let start = end.checked_sub(size)?;
    let before = start.checked_sub(offset)?;
    let place = Place { start, end, before, count };
    let mut head = [0; 4];
    // An end record that counts nothing is one only where it is the whole archive: in a comment it would hide the rest.
    let empty = size == 0 && count == 0 && end == 0;
    let shows = empty || bytes.read_exact_at(start, &mut head).is_ok() && &head == CENTRAL;
    shows.then_some(place)
}
