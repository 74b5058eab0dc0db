//! Zip bombs, made here: each ends in an error soon and takes little memory.

use std::{
    io::{Read, sink},
    time::{Duration, Instant},
};

use larder_core::Rule;
use larder_import::SourceError;

use super::{
    names, of_bytes,
    pack::{Entry, crc, deflate, pack},
    refused, rule,
};

/// Deflated zeros, without unpacking them anywhere: a stream of many equal blocks.
fn zeros(mebibytes: usize) -> Vec<u8> {
    // One block of zeros that does not end the stream, and an empty one that does.
    let mut compress = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    compress.compress_vec(&vec![0; 1 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
    let mut stream = block.repeat(mebibytes);
    stream.extend([3, 0]);
    stream
}

/// Two seconds are allowed in earnest; tests run without optimisation and beside each other. What is not stopped takes
/// much longer than this.
#[track_caller]
fn soon<T>(action: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = action();
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    result
}

#[test]
fn an_entry_that_unpacks_to_gigabytes_is_refused() {
    let bomb =
        Entry { packed: zeros(4096), unpacked: 0, method: 8, ..Entry::stored("bomb.txt", "") };
    let source = of_bytes(pack(&[bomb]));
    let read = soon(|| source.read(0).unwrap_err());
    assert_eq!(rule(read), Some(Rule::TooCompressed));
    let streamed = soon(|| std::io::copy(&mut source.open(0).unwrap(), &mut sink()).unwrap_err());
    let refusal = streamed.downcast::<SourceError>().unwrap();
    assert_eq!(rule(refusal), Some(Rule::TooCompressed));
}

#[test]
fn an_archive_in_an_archive_that_is_a_bomb_is_refused() {
    let head = pack(&[Entry::stored("a", "x")]);
    let packed = [deflate_open(&head), zeros(1024)].concat();
    let bomb = Entry { packed, method: 8, unpacked: 0, ..Entry::stored("bomb.zip", "") };
    let source = soon(|| of_bytes(pack(&[bomb, Entry::stored("good", "글")])));
    assert_eq!(names(&*source), ["good"]);
    assert_eq!(refused(&*source), [("bomb.zip", Rule::TooCompressed)]);
}

fn deflate_open(data: &[u8]) -> Vec<u8> {
    let mut compress = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    compress.compress_vec(data, &mut block, flate2::FlushCompress::Full).unwrap();
    block
}

#[test]
fn archives_in_archives_in_archives_end_at_the_second() {
    let layer = |inner: &[u8]| {
        let entries: Vec<_> = (0..16).map(|n| Entry::deflated(format!("{n}.zip"), inner)).collect();
        pack(&entries)
    };
    let mut archive = pack(&[Entry::deflated("zeros", vec![0; 1 << 20])]);
    for _ in 0..5 {
        archive = layer(&archive);
    }
    let source = soon(|| of_bytes(archive));
    assert_eq!(names(&*source), Vec::<&str>::new());
    assert_eq!(source.refused().len(), 256);
    assert!(source.refused().iter().all(|refused| refused.rule == Rule::NestedArchive));
}

#[test]
fn entries_that_share_one_kernel_are_refused() {
    // After David Fifield: every record of the directory points at the same data.
    let kernel =
        Entry { method: 8, crc: crc(&[0; 1 << 20]), ..Entry::deflated("0", vec![0; 1 << 20]) };
    let shared = |n: u32| Entry {
        name: n.to_string().into_bytes(),
        packed: kernel.packed.clone(),
        header: Some(0),
        ..kernel.clone()
    };
    let entries: Vec<_> = (0..2000).map(shared).collect();
    let source = soon(|| of_bytes(pack(&entries)));
    assert!(names(&*source) == ["0"], "{} entries", source.entries().len());
    assert_eq!(source.refused().len(), 1999);
}

#[test]
fn a_bomb_without_a_directory_is_refused() {
    let bomb =
        Entry { packed: zeros(2048), method: 8, streamed: true, ..Entry::stored("bomb.txt", "") };
    let (good, bomb) = (pack(&[Entry::stored("good", "글")]), pack(&[bomb]));
    let cut = [&good[..30 + 4 + 3], &bomb[..bomb.len() - 90]].concat();
    let source = soon(|| of_bytes(cut));
    assert_eq!(names(&*source), ["good"]);
    assert_eq!(refused(&*source), [("bomb.txt", Rule::Damaged)]);
}

#[test]
fn false_headers_do_not_make_the_search_quadratic() {
    // Each header begins a deflated stream that goes on to the end of the file.
    let header = pack(&[Entry { method: 8, streamed: true, ..Entry::stored("x", "") }]);
    let header = &header[..31];
    let stored = |data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&[0], &length.to_le_bytes()[..], &(!length).to_le_bytes()[..], data].concat()
    };
    let link = [header, &stored(header)].concat();
    let file = link.repeat(10_000);
    let limits = larder_import::Limits::default();
    let opened = soon(|| larder_import::source::from_bytes("a.zip", file, &limits));
    assert!(opened.is_err());
}

#[test]
fn deflate_of_the_crate_is_what_these_tests_believe() {
    let mut text = Vec::new();
    flate2::read::DeflateDecoder::new(zeros(3).as_slice()).read_to_end(&mut text).unwrap();
    assert_eq!(text, vec![0; 3 << 20]);
    assert!(deflate(b"x").len() < 10);
}
