//! Reading captures, archives, exports and feeds: posts/s and MB/s, for blogs of 1,000, 10,000 and 100,000 posts.
//!
//! Beside what is XML or JSON stands what only looks at the same file takes (`…_events`): quick-xml's loop over all events,
//! serde_json's over all values. They run on one core; for ours on one, too: `taskset -c 0`.
//!
//! Every input is a zip, or an archive, in a file, so that nothing of it is in memory before it is read; the spool moves to
//! a file at once. The peak of memory is measured by `convert`, for the whole process: a count of allocations would see
//! one of the threads only. `cargo bench --bench read -- html` chooses; the largest blogs are read once.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a benchmark makes files")]

#[path = "common/brunch.rs"]
mod brunch;
#[path = "common/wxr.rs"]
mod wxr;

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Write},
    path::{Path, PathBuf},
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
use quick_xml::events::Event;

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

/// A feed of everything as RSS 2.0.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn rss(bencher: Bencher<'_, '_>, posts: u64) {
    read_archive(bencher, "rss", posts);
}

/// The events of that feed.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn rss_events(bencher: Bencher<'_, '_>, posts: u64) {
    look_at(bencher, "rss", posts, events);
}

/// A feed of everything as Atom.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn atom(bencher: Bencher<'_, '_>, posts: u64) {
    read_archive(bencher, "atom", posts);
}

/// The events of that feed.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn atom_events(bencher: Bencher<'_, '_>, posts: u64) {
    look_at(bencher, "atom", posts, events);
}

/// A feed of everything as JSON Feed.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn json_feed(bencher: Bencher<'_, '_>, posts: u64) {
    read_archive(bencher, "json-feed", posts);
}

/// The values of that feed.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn json_feed_events(bencher: Bencher<'_, '_>, posts: u64) {
    look_at(bencher, "json-feed", posts, values);
}

/// The values of the archive as one document.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn json_events(bencher: Bencher<'_, '_>, posts: u64) {
    look_at(bencher, "json", posts, values);
}

/// An export of WordPress.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn wxr_export(bencher: Bencher<'_, '_>, posts: u64) {
    let folder = tempfile::tempdir().unwrap();
    measure(bencher, &write_wxr(folder.path(), posts), posts as usize);
}

/// The events of that export.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn wxr_export_events(bencher: Bencher<'_, '_>, posts: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = write_wxr(folder.path(), posts);
    counted(bencher, &path, posts as usize).bench_local(|| events(&path));
}

fn write_wxr(folder: &Path, posts: u64) -> PathBuf {
    let path = folder.join("export.xml");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    wxr::write(&mut file, posts).unwrap();
    file.flush().unwrap();
    path
}

/// A folder of Markdown with front matter.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1, max_time = 5)]
fn markdown(bencher: Bencher<'_, '_>, posts: u64) {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=posts {
        let text = brunch::paragraphs(number).join("\n\n");
        let day = format!("{}-{:02}-{:02}", 2005 + number % 20, 1 + number % 12, 1 + number % 28);
        let text = format!("---\ntitle: {number}번째 글\ndate: {day}\n---\n\n{text}\n");
        fs::write(folder.path().join(format!("{number:06}.md")), text).unwrap();
    }
    measure(bencher, folder.path(), posts as usize);
}

fn read_archive(bencher: Bencher<'_, '_>, format: &str, posts: u64) {
    let folder = tempfile::tempdir().unwrap();
    let (path, posts) = write_as(format, folder.path(), posts);
    measure(bencher, &path, posts);
}

fn look_at(bencher: Bencher<'_, '_>, format: &str, posts: u64, look: fn(&Path) -> usize) {
    let folder = tempfile::tempdir().unwrap();
    let (path, posts) = write_as(format, folder.path(), posts);
    counted(bencher, &path, posts).bench_local(|| look(&path));
}

/// Looks at every event of a file of XML, and counts them.
fn events(path: &Path) -> usize {
    let mut reader = quick_xml::Reader::from_file(path).unwrap();
    let (mut buffer, mut events) = (Vec::new(), 0);
    while !matches!(reader.read_event_into(&mut buffer).unwrap(), Event::Eof) {
        events += 1;
        buffer.clear();
    }
    events
}

/// Looks at every value of a file of JSON.
fn values(path: &Path) -> usize {
    let file = BufReader::new(File::open(path).unwrap());
    let _: serde::de::IgnoredAny = serde_json::from_reader(file).unwrap();
    1
}

/// Writes captures as another format. Returns the file, and how many posts are in it.
fn write_as(format: &str, folder: &Path, posts: u64) -> (PathBuf, usize) {
    let captures = folder.join("captures.zip");
    write_zip(&captures, 1..=posts);
    let archive = folder.join("archive");
    let source = source::open(&[&captures], &Limits::default()).unwrap();
    let blog = read(&*source, &options()).unwrap().blogs.remove(0);
    let writer = writer(format).unwrap();
    let mut sink = Folder::create(&archive, Existing::Refuse).unwrap();
    let mut account = Account::new(writer.format(), &blog);
    writer.write(&blog, &WriteOptions::default(), &mut sink, &mut account).unwrap();
    sink.commit().unwrap();
    fs::remove_file(captures).unwrap();
    (archive.join(writer.format().file), blog.posts.len())
}

/// Everything that can go to the spool's file goes there.
fn options() -> ReadOptions {
    let mut options = ReadOptions::default();
    options.limits.spool_bytes = 0;
    options
}

fn measure(bencher: Bencher<'_, '_>, path: &Path, posts: usize) {
    let options = options();
    counted(bencher, path, posts).bench_local(|| {
        let source = source::open(&[path], &Limits::default()).unwrap();
        let reading = read(&*source, &options).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), posts);
        reading
    });
}

/// Counts bytes and posts of what is read.
fn counted<'a, 'b>(bencher: Bencher<'a, 'b>, path: &Path, posts: usize) -> Bencher<'a, 'b> {
    let length = |path: &Path| fs::metadata(path).unwrap().len();
    let bytes = match path.is_dir() {
        true => fs::read_dir(path).unwrap().map(|file| length(&file.unwrap().path())).sum(),
        false => length(path),
    };
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(posts))
}
