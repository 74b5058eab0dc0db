//! What the archive says about one entry: in the central directory, and again in the local header before its data.

use std::borrow::Cow;

use super::fields::Fields;
use crate::{names, source::Bytes};

/// The signature of a local header.
pub(super) const LOCAL: &[u8; 4] = b"PK\x03\x04";
/// The signature of a record of the central directory.
pub(super) const CENTRAL: &[u8; 4] = b"PK\x01\x02";
/// The length of a local header before the name.
pub(super) const LOCAL_LENGTH: u64 = 30;

/// One entry.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) name: Vec<u8>,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
    /// Where its local header begins, as stated.
    pub(super) header: u64,
    /// Its Unix mode, where the archive has one.
    pub(super) mode: Option<u32>,
    /// Its name in UTF-8, as Info-ZIP adds it.
    pub(super) unicode_name: Option<Vec<u8>>,
}

/// How the bytes are packed, of the ways that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Stored,
    Deflated,
}

impl Record {
    /// The flag that sizes and CRC stand after the data.
    pub(super) const DESCRIPTOR: u16 = 1 << 3;
    const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
    const UTF_8: u16 = 1 << 11;

    /// Parses a central record, the signature included: 46 bytes, then name, extra fields and comment.
    pub(super) fn central(head: &[u8; 46], tail: &[u8]) -> Option<Self> {
        let mut fields = Fields(head);
        fields.bytes(4)?;
        let made_by = fields.u16()?;
        let needs = fields.u16();
        let (flags, method) = (fields.u16()?, fields.u16()?);
        let when = fields.u32();
        let (crc, packed, unpacked) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra) = (usize::from(fields.u16()?), usize::from(fields.u16()?));
        let _ = (needs, when, fields.bytes(6)?);
        let (attributes, header) = (fields.u32()?, fields.u32()?);
        let mut tail = Fields(tail);
        let mut record = Self {
            name: tail.bytes(name)?.to_vec(),
            flags,
            method,
            crc,
            packed: u64::from(packed),
            unpacked: u64::from(unpacked),
            header: u64::from(header),
            // Made on Unix or macOS: the upper half is the mode.
            mode: matches!(made_by >> 8, 3 | 19).then_some(attributes >> 16),
            unicode_name: None,
        };
        record.take_extra(tail.bytes(extra)?);
        Some(record)
    }

    /// Reads the local header at `at`. Returns the record and where its data begins.
    pub(super) fn local(bytes: &Bytes, at: u64) -> Option<(Self, u64)> {
        let mut head = [0; LOCAL_LENGTH as usize];
        bytes.read_exact_at(at, &mut head).ok()?;
        let mut fields = Fields(head.strip_prefix(LOCAL)?);
        let needs = fields.u16();
        let (flags, method) = (fields.u16()?, fields.u16()?);
        let when = fields.u32();
        let _ = (needs, when);
        let (crc, packed, unpacked) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra) = (usize::from(fields.u16()?), usize::from(fields.u16()?));
        let mut tail = vec![0; name + extra];
        bytes.read_exact_at(at + LOCAL_LENGTH, &mut tail).ok()?;
        let (name, extra) = tail.split_at_checked(name)?;
        let mut record = Self {
            name: name.to_vec(),
            flags,
            method,
            crc,
            packed: u64::from(packed),
            unpacked: u64::from(unpacked),
            header: at,
            mode: None,
            unicode_name: None,
        };
        record.take_extra(extra);
        Some((record, at + LOCAL_LENGTH + tail.len() as u64))
    }

    /// The name, decoded: UTF-8 where it says so, else as [`names::entry_name`] finds. Backslashes, which old programs
    /// write between folders, become `/`; not where a name leads out, so that it is shown as it is.
    pub(super) fn label(&self) -> String {
        let raw = self.unicode_name.as_deref().unwrap_or(&self.name);
        let name = match std::str::from_utf8(raw) {
            Err(_) if self.flags & Self::UTF_8 != 0 => {
                Cow::Owned(larder_core::key::name(&String::from_utf8_lossy(raw)))
            }
            _ => Cow::Owned(names::entry_name(raw)),
        };
        if names::unsafe_name(&name).is_some() {
            return name.into_owned();
        }
        name.replace('\\', "/")
    }

    /// How it is packed, or why it cannot be unpacked.
    pub(super) fn packing(&self) -> Result<Packing, String> {
        if self.flags & Self::ENCRYPTED != 0 {
            return Err("encrypted".to_owned());
        }
        let name = match self.method {
            0 => return Ok(Packing::Stored),
            8 => return Ok(Packing::Deflated),
            1 => "Shrink",
            2..=5 => "Reduce",
            6 => "Implode",
            9 => "Deflate64",
            12 => "BZIP2",
            14 => "LZMA",
            93 => "Zstandard",
            95 => "XZ",
            98 => "PPMd",
            99 => "AES",
            _ => "an unknown method",
        };
        Err(format!("packed with {name} (method {})", self.method))
    }

    /// What it is, if it is neither a file nor a folder.
    pub(super) fn special(&self) -> Option<&'static str> {
        match self.mode? & 0o170_000 {
            0o120_000 => Some("a symbolic link"),
            0o010_000 => Some("a named pipe"),
            0o140_000 => Some("a socket"),
            0o020_000 | 0o060_000 => Some("a device"),
            _ => None,
        }
    }

    /// Whether it is a folder: folders hold nothing.
    pub(super) fn is_folder(&self) -> bool {
        let ends = self.name.ends_with(b"/") || self.name.ends_with(b"\\");
        let mode = self.mode.is_some_and(|mode| mode & 0o170_000 == 0o040_000);
        (ends || mode) && self.unpacked == 0
    }

    /// Takes what the extra fields say better: sizes beyond 4 GiB, and the name in UTF-8.
    fn take_extra(&mut self, extra: &[u8]) {
        let mut fields = Fields(extra);
        while let (Some(id), Some(length)) = (fields.u16(), fields.u16()) {
            let Some(field) = fields.bytes(usize::from(length)) else { return };
            match id {
                0x0001 => self.take_large(Fields(field)),
                0x7075 => self.take_name(Fields(field)),
                _ => {}
            }
        }
    }

    fn take_large(&mut self, mut field: Fields<'_>) {
        // Only the numbers that did not fit are there, in this order.
        for number in [&mut self.unpacked, &mut self.packed, &mut self.header] {
            if *number == u64::from(u32::MAX) {
                *number = field.u64().unwrap_or(*number);
            }
        }
    }

    /// The name counts only while the other name, of which it has the CRC, is unchanged.
    fn take_name(&mut self, mut field: Fields<'_>) {
        let version = field.bytes(1);
        let mut crc = flate2::Crc::new();
        crc.update(&self.name);
        if version == Some(&[1]) && field.u32() == Some(crc.sum()) {
            self.unicode_name = Some(field.0.to_vec());
        }
    }
}
