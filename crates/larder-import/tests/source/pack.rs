//! Writes zip files that no honest program would write.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// An entry as it is written. Each field may lie.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) local_name: Vec<u8>,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) packed: Vec<u8>,
    pub(super) unpacked: u32,
    pub(super) made_by: u16,
    pub(super) mode: u32,
    pub(super) extra: Vec<u8>,
    /// Sizes and CRC stand after the data.
    pub(super) streamed: bool,
    /// Where the directory says that the local header is, if that is a lie.
    pub(super) header: Option<u32>,
}

impl Entry {
    pub(super) fn stored(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Self {
        let (name, data) = (name.as_ref().to_vec(), data.as_ref().to_vec());
        Self {
            local_name: name.clone(),
            name,
            flags: 0,
            method: 0,
            crc: crc(&data),
            unpacked: u32::try_from(data.len()).unwrap(),
            packed: data,
            made_by: 20,
            mode: 0,
            extra: Vec::new(),
            streamed: false,
            header: None,
        }
    }

    pub(super) fn deflated(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Self {
        let stored = Self::stored(name, &data);
        Self { method: 8, packed: deflate(data.as_ref()), ..stored }
    }

    pub(super) fn with_mode(mut self, mode: u32) -> Self {
        self.made_by = 3 << 8;
        self.mode = mode;
        self
    }
}

pub(super) fn crc(data: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(data);
    crc.sum()
}

pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// The local parts, the directory, and the end record.
pub(super) fn parts(entries: &[Entry]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let (mut local, mut central) = (Vec::new(), Vec::new());
    for entry in entries {
        let header = entry.header.unwrap_or(u32::try_from(local.len()).unwrap());
        write_local(&mut local, entry);
        write_central(&mut central, entry, header);
    }
    let end = end(entries.len(), central.len(), local.len());
    (local, central, end)
}

pub(super) fn pack(entries: &[Entry]) -> Vec<u8> {
    let (local, central, end) = parts(entries);
    [local, central, end].concat()
}

pub(super) fn end(count: usize, size: usize, offset: usize) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    for _ in 0..2 {
        end.extend((count as u16).to_le_bytes());
    }
    end.extend((size as u32).to_le_bytes());
    end.extend((offset as u32).to_le_bytes());
    end.extend([0; 2]);
    end
}

fn write_local(out: &mut Vec<u8>, entry: &Entry) {
    out.extend(b"PK\x03\x04\x14\0");
    out.extend((entry.flags | if entry.streamed { 8 } else { 0 }).to_le_bytes());
    out.extend(entry.method.to_le_bytes());
    out.extend([0; 4]);
    let sizes = sizes(entry);
    out.extend(if entry.streamed { vec![0; 12] } else { sizes.clone() });
    out.extend((entry.local_name.len() as u16).to_le_bytes());
    out.extend([0; 2]);
    out.extend(&entry.local_name);
    out.extend(&entry.packed);
    if entry.streamed {
        out.extend(b"PK\x07\x08");
        out.extend(sizes);
    }
}

fn write_central(out: &mut Vec<u8>, entry: &Entry, header: u32) {
    out.extend(b"PK\x01\x02");
    out.extend(entry.made_by.to_le_bytes());
    out.extend(20_u16.to_le_bytes());
    out.extend((entry.flags | if entry.streamed { 8 } else { 0 }).to_le_bytes());
    out.extend(entry.method.to_le_bytes());
    out.extend([0; 4]);
    out.extend(sizes(entry));
    out.extend((entry.name.len() as u16).to_le_bytes());
    out.extend((entry.extra.len() as u16).to_le_bytes());
    out.extend([0; 6]);
    out.extend((entry.mode << 16).to_le_bytes());
    out.extend(header.to_le_bytes());
    out.extend(&entry.name);
    out.extend(&entry.extra);
}

fn sizes(entry: &Entry) -> Vec<u8> {
    let packed = u32::try_from(entry.packed.len()).unwrap();
    [entry.crc, packed, entry.unpacked].iter().flat_map(|number| number.to_le_bytes()).collect()
}
