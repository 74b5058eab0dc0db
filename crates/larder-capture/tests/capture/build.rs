//! Makes files, and reads them whole.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use larder_capture::{
    Limits,
    warc::{Block, Damage, Head, Item, Options, Origin, RecordType, Summary, Verify},
};

/// A record of WARC 1.0 with two line ends behind it. The fields are lines without line ends.
pub(crate) fn record(fields: &[&str], block: &[u8]) -> Vec<u8> {
    with_length(fields, &block.len().to_string(), block)
}

/// The same with a length of its own.
pub(crate) fn with_length(fields: &[&str], length: &str, block: &[u8]) -> Vec<u8> {
    let mut bytes = b"WARC/1.0\r\n".to_vec();
    for field in fields {
        bytes.extend([field.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(format!("Content-Length: {length}\r\n\r\n").into_bytes());
    bytes.extend(block);
    bytes.extend(b"\r\n\r\n");
    bytes
}

/// A response with a page of this text.
pub(crate) fn page(number: usize, text: &str) -> Vec<u8> {
    record(&page_fields(number).each_ref().map(String::as_str), &response(text))
}

pub(crate) fn page_fields(number: usize) -> [String; 5] {
    [
        "WARC-Type: response".to_owned(),
        format!("WARC-Target-URI: http://blog.example/{number}"),
        "WARC-Date: 2020-01-02T03:04:05Z".to_owned(),
        format!("WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>"),
        "Content-Type: application/http; msgtype=response".to_owned(),
    ]
}

pub(crate) fn response(text: &str) -> Vec<u8> {
    let length = text.len();
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{text}")
        .into_bytes()
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A record that was read.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) head: Head,
    pub(crate) origin: Origin,
    pub(crate) block: Vec<u8>,
    pub(crate) is_long: bool,
    pub(crate) damage: Vec<Damage>,
}

impl Found {
    pub(crate) fn target(&self) -> String {
        self.head.target().unwrap_or_default()
    }
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) records: Vec<Found>,
    /// Damage outside of records.
    pub(crate) damage: Vec<Damage>,
    pub(crate) summary: Summary,
}

impl File {
    pub(crate) fn targets(&self) -> Vec<String> {
        self.records.iter().map(Found::target).collect()
    }

    pub(crate) fn blocks(&self) -> Vec<&[u8]> {
        self.records.iter().map(|it| &it.block[..]).collect()
    }

    pub(crate) fn all_damage(&self) -> Vec<Damage> {
        self.records.iter().flat_map(|it| it.damage.clone()).chain(self.damage.clone()).collect()
    }
}

pub(crate) fn read(bytes: &[u8]) -> File {
    read_with(bytes, Limits::default())
}

/// Reads all, with digests, and holds the account to what was read.
pub(crate) fn read_with(bytes: &[u8], limits: Limits) -> File {
    let mut options = Options::default();
    options.limits = limits;
    options.verify = Verify::Digests;
    options.scratch = Some(tempfile::tempfile);
    let mut records = options.open(bytes);
    let mut file = File { records: Vec::new(), damage: Vec::new(), summary: Summary::default() };
    while let Some(item) = records.next_item().expect("memory can be read") {
        match item {
            Item::Record(record) => {
                let (head, origin) = (record.head.clone(), record.origin);
                let (damage, mut block) = (record.damage.to_vec(), Vec::new());
                let is_long = matches!(record.block, Block::Long(_));
                match record.block {
                    Block::Here(bytes) => block.extend(bytes),
                    Block::Long(mut long) => {
                        std::io::Read::read_to_end(&mut long, &mut block).unwrap();
                    }
                    _ => unreachable!("a block is here or long"),
                }
                file.records.push(Found { head, origin, block, is_long, damage });
            }
            Item::Damage(damage) => file.damage.push(damage),
            _ => unreachable!("an item is a record or damage"),
        }
    }
    file.summary = records.summary();
    check_account(bytes, &file);
    file
}

fn check_account(bytes: &[u8], file: &File) {
    let summary = &file.summary;
    assert!(summary.balances(), "{summary:?}");
    assert_eq!(summary.container.read, bytes.len() as u64, "all bytes are read: {summary:?}");
    assert_eq!(summary.records(), file.records.len() as u64);
    let by_type: u64 = RecordType::ALL.iter().map(|kind| summary.of_type(*kind)).sum();
    assert_eq!(by_type, summary.records());
    let blocks: usize = file.records.iter().map(|it| it.block.len()).sum();
    assert_eq!(summary.blocks, blocks as u64);
    let heads: usize = file.records.iter().map(|it| it.head.bytes().len()).sum();
    assert_eq!(summary.heads, heads as u64);
    let is_lossy = |it: &&Found| it.damage.iter().any(Damage::may_have_lost_something);
    assert!(summary.damaged >= file.records.iter().filter(is_lossy).count() as u64);
    let skipped: u64 = file.damage.iter().map(skipped_by).sum();
    assert!(skipped <= summary.skipped + summary.container.skipped, "{file:?}");
    assert_eq!(summary.container.skipped > 0, file.all_damage().iter().any(is_container_skip));
    assert_eq!(summary.skipped > 0, file.damage.iter().any(is_skip), "{file:?}");
}

fn skipped_by(damage: &Damage) -> u64 {
    match damage {
        Damage::Skipped { from, to, .. } => to - from,
        _ => 0,
    }
}

fn is_skip(damage: &Damage) -> bool {
    matches!(damage, Damage::Skipped { .. } | Damage::NoHead { .. })
}

fn is_container_skip(damage: &Damage) -> bool {
    matches!(damage, Damage::Container(larder_capture::member::Fault::Skipped { .. }))
}

/// Runs in a thread with a small stack, as the program's threads have.
pub(crate) fn in_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn_scoped(scope, work);
        thread.unwrap().join().expect("nothing panics")
    })
}
