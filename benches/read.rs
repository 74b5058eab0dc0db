//! Reading captures and archives: posts/s and MB/s, for blogs of 1,000, 10,000 and 100,000 posts.
//!
//! Every input is a zip, or an archive, in a file, so that nothing of it is in memory before it is read; the spool moves to
//! a file at once. The peak of memory is measured by `convert`, for the whole process: a count of allocations would see
//! one of the threads only. `cargo bench --bench read -- html` chooses; the largest blogs are read once.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a benchmark makes files")]

#[path = "common/brunch.rs"]
mod brunch;

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use larder_export::{
    Account, WriteOptions,
    sink::{Existing, Folder},
    writer,
};
use larder_import::{Limits, ReadOptions, read, source};

const SIZES: [u64; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// Saved pages alone.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn html(bencher: Bencher<'_, '_>, posts: u64) {
    read_zip(bencher, posts, |number| 2 * number - 1);
}

/// Text captures alone.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn text(bencher: Bencher<'_, '_>, posts: u64) {
    read_zip(bencher, posts, |number| 2 * number);
}

fn read_zip(bencher: Bencher<'_, '_>, posts: u64, number: impl Fn(u64) -> u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("captures.zip");
    write_zip(&path, (1..=posts).map(number));
    measure(bencher, &path, posts as usize);
}

fn write_zip(path: &Path, numbers: impl Iterator<Item = u64>) {
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    // Stored, so that the figures are of reading and not of inflating.
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in numbers {
        let (name, bytes) = brunch::capture(number);
        zip.start_file(name, options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// The archive as one document.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn json(bencher: Bencher<'_, '_>, posts: u64) {
    read_archive(bencher, "json", posts);
}

/// The archive as one record a line.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn jsonl(bencher: Bencher<'_, '_>, posts: u64) {
    read_archive(bencher, "jsonl", posts);
}

fn read_archive(bencher: Bencher<'_, '_>, format: &str, posts: u64) {
    let folder = tempfile::tempdir().unwrap();
    let captures = folder.path().join("captures.zip");
    write_zip(&captures, 1..=posts);
    let archive = folder.path().join("archive");
    let source = source::open(&[&captures], &Limits::default()).unwrap();
    let blog = read(&*source, &options()).unwrap().blogs.remove(0);
    let writer = writer(format).unwrap();
    let mut sink = Folder::create(&archive, Existing::Refuse).unwrap();
    let mut account = Account::new(writer.format(), &blog);
    writer.write(&blog, &WriteOptions::default(), &mut sink, &mut account).unwrap();
    sink.commit().unwrap();
    fs::remove_file(captures).unwrap();
    measure(bencher, &archive.join(writer.format().file), blog.posts.len());
}

/// Everything that can go to the spool's file goes there.
fn options() -> ReadOptions {
    let mut options = ReadOptions::default();
    options.limits.spool_bytes = 0;
    options
}

fn measure(bencher: Bencher<'_, '_>, path: &Path, posts: usize) {
    let options = options();
    let bencher = bencher
        .counter(BytesCount::new(fs::metadata(path).unwrap().len()))
        .counter(ItemsCount::new(posts));
    bencher.bench_local(|| {
        let source = source::open(&[path], &Limits::default()).unwrap();
        let reading = read(&*source, &options).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), posts);
        reading
    });
}
