//! Zip files within other files: what SingleFile's archives are.
//!
//! Anything may stand before and after the zip, so its end is looked for in the whole file. Entries are read into memory,
//! never extracted; no size that the file states is trusted.

use std::io::Read;

use flate2::{Crc, bufread::DeflateDecoder};

use crate::capture::{Damage, Limit};

/// The entries of a zip.
#[derive(Debug)]
pub(crate) struct Zip<'a> {
    bytes: &'a [u8],
    pub(crate) entries: Vec<Entry>,
    /// Whether the list of entries is gone, and they were found one by one.
    pub(crate) is_recovered: bool,
    /// How many bytes stand before and after it.
    pub(crate) around: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Empty for entries that were found by their own heads.
    pub(crate) comment: String,
    pub(crate) is_encrypted: bool,
    pub(crate) offset: usize,
    /// Whether it shares bytes with an entry before it: so do bombs, and nothing else.
    overlaps: bool,
    method: u16,
    crc: Option<u32>,
    packed: Option<usize>,
}

const END: &[u8] = b"PK\x05\x06";
const CENTRAL: &[u8] = b"PK\x01\x02";
pub(crate) const LOCAL: &[u8] = b"PK\x03\x04";
/// The most entries that are listed.
const ENTRIES: usize = 1_000_000;
/// An entry may be this much larger unpacked than packed, and this large in any case.
const RATIO: usize = 200;
const SMALL: usize = 64 << 20;

impl<'a> Zip<'a> {
    /// Finds the zip in a file. None if there is none with a list of entries.
    pub(crate) fn find(bytes: &'a [u8]) -> Option<Self> {
        let mut end = bytes.len();
        // Texts may quote the signature.
        for _ in 0..1000 {
            let at = memchr::memmem::rfind(&bytes[..end], END)?;
            if let Some(zip) = Self::by_end(bytes, at) {
                return Some(zip);
            }
            end = at;
        }
        None
    }

    fn by_end(bytes: &'a [u8], at: usize) -> Option<Self> {
        let record = &bytes[at..];
        let count = usize::from(u16_at(record, 10)?);
        let (size, offset) = (usize_at(record, 12)?, usize_at(record, 16)?);
        let start = at.checked_sub(size)?;
        // What stands before the zip may be counted in its offsets or not.
        let shift = start.checked_sub(offset)?;
        let mut entries = Vec::new();
        let mut next = start;
        while bytes.get(next..).is_some_and(|rest| rest.starts_with(CENTRAL))
            && entries.len() < ENTRIES
        {
            let (entry, length) = central(&bytes[next..], shift)?;
            entries.push(entry);
            next += length;
        }
        mark_overlaps(&mut entries);
        let first = entries.iter().map(|entry| entry.offset).min().unwrap_or(start);
        let comment = usize::from(u16_at(record, 20)?);
        let after = bytes.len().saturating_sub(at + 22 + comment);
        let is_whole = !entries.is_empty() && (entries.len() == count || count == 0xffff);
        let around = (first.min(start) + after) as u64;
        is_whole.then_some(Self { bytes, entries, is_recovered: false, around })
    }

    /// Finds entries by their own heads, for a file whose end is gone.
    pub(crate) fn recover(bytes: &'a [u8]) -> Self {
        let mut zip = Self { bytes, entries: Vec::new(), is_recovered: true, around: 0 };
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&bytes[at..], LOCAL) {
            at += found;
            let entry = local(&bytes[at..], at).filter(|_| zip.entries.len() < ENTRIES);
            let data = data_start(bytes, at);
            let length = entry.as_ref().and_then(|entry| entry.packed).unwrap_or_default();
            zip.entries.extend(entry);
            at = data.unwrap_or(at + 4).saturating_add(length).min(bytes.len());
        }
        zip
    }

    /// The bytes of an entry, at most `most`, and what is amiss with them. None if they cannot be had.
    pub(crate) fn read(
        &self,
        entry: &Entry,
        most: usize,
        damage: &mut Vec<Damage>,
    ) -> Option<Vec<u8>> {
        if entry.overlaps {
            damage.push(Damage::malformed(
                Some(entry.offset as u64),
                "shares bytes with another entry",
            ));
            return None;
        }
        let start = data_start(self.bytes, entry.offset)?;
        let stated = entry.packed.unwrap_or(usize::MAX);
        let packed = &self.bytes[start..start.saturating_add(stated).min(self.bytes.len())];
        if entry.packed.is_some_and(|stated| packed.len() < stated) {
            let (expected, present) = (entry.packed.map(|it| it as u64), packed.len() as u64);
            damage.push(Damage::Truncated { expected, present });
        }
        let body = match entry.method {
            0 => packed.get(..most).unwrap_or(packed).to_vec(),
            8 => inflate(packed, most, damage),
            method => {
                damage.push(Damage::malformed(None, format!("packed by method {method}")));
                return None;
            }
        };
        self.check(entry, &body, most, damage);
        Some(body)
    }

    fn check(&self, entry: &Entry, body: &[u8], most: usize, damage: &mut Vec<Damage>) {
        let Some(stated) = entry.crc.filter(|_| damage.is_empty() && body.len() < most) else {
            return;
        };
        let mut crc = Crc::new();
        crc.update(body);
        if crc.sum() != stated {
            let (stated, computed) =
                (format!("crc32:{stated:08x}"), format!("crc32:{:08x}", crc.sum()));
            damage.push(Damage::DigestMismatch { stated, computed });
        }
    }
}

fn mark_overlaps(entries: &mut [Entry]) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| entries[*index].offset);
    let mut end = 0;
    for index in order {
        let entry = &mut entries[index];
        entry.overlaps = entry.offset < end;
        let length = 30 + entry.name.len() + entry.packed.unwrap_or_default();
        end = end.max(entry.offset.saturating_add(length));
    }
}

fn inflate(packed: &[u8], most: usize, damage: &mut Vec<Damage>) -> Vec<u8> {
    let allowed = packed.len().saturating_mul(RATIO).max(SMALL);
    let most = most.min(allowed);
    let mut body = Vec::new();
    let mut decoder = DeflateDecoder::new(packed).take(most as u64 + 1);
    if let Err(error) = decoder.read_to_end(&mut body) {
        let reason = error.to_string();
        damage.push(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => {
                Damage::Truncated { expected: None, present: body.len() as u64 }
            }
            _ => Damage::malformed(None, reason),
        });
    }
    if body.len() > allowed {
        body.truncate(allowed);
        damage.push(Damage::OverLimit { limit: Limit::Body, allowed: allowed as u64 });
    }
    body
}

/// An entry of the list at the end, and how long it is.
fn central(record: &[u8], shift: usize) -> Option<(Entry, usize)> {
    let name_length = usize::from(u16_at(record, 28)?);
    let comment_length = usize::from(u16_at(record, 32)?);
    let length = 46 + name_length + usize::from(u16_at(record, 30)?) + comment_length;
    let name = record.get(46..46 + name_length)?;
    let comment = record.get(length - comment_length..length)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        comment: String::from_utf8_lossy(comment).into_owned(),
        is_encrypted: u16_at(record, 8)? & 1 == 1,
        offset: usize_at(record, 42)?.checked_add(shift)?,
        overlaps: false,
        method: u16_at(record, 10)?,
        crc: Some(u32_at(record, 16)?),
        packed: Some(usize_at(record, 20)?),
    };
    Some((entry, length))
}

/// An entry by its own head. Where that leaves sizes to what follows, the packed bytes have to tell their end.
fn local(record: &[u8], offset: usize) -> Option<Entry> {
    let flags = u16_at(record, 6)?;
    let name_length = usize::from(u16_at(record, 26)?);
    let name = record.get(30..30 + name_length)?;
    let follows = flags & 8 != 0;
    Some(Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        is_encrypted: flags & 1 == 1,
        comment: String::new(),
        offset,
        overlaps: false,
        method: u16_at(record, 8)?,
        crc: u32_at(record, 14).filter(|_| !follows),
        packed: usize_at(record, 18).filter(|_| !follows),
    })
}

fn data_start(bytes: &[u8], offset: usize) -> Option<usize> {
    let record = bytes.get(offset..)?;
    if !record.starts_with(LOCAL) {
        return None;
    }
    let start = offset + 30 + usize::from(u16_at(record, 26)?) + usize::from(u16_at(record, 28)?);
    (start <= bytes.len()).then_some(start)
}

fn u16_at(record: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(record.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(record: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(record.get(at..at + 4)?.try_into().ok()?))
}

fn usize_at(record: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(record, at)?).ok()
}
