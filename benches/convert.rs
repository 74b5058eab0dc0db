//! The whole conversion by the program itself: a zip of 1,000, 10,000 and 100,000 captures to all formats.
//!
//! Prints posts/s, MB/s, wall time, CPU time and peak memory of the program's process, which is read from `/proc` (so only
//! on Linux). `cargo bench --bench convert`; `-- 1000 10000` chooses sizes.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark makes files and prints what it measured"
)]

#[path = "common/brunch.rs"]
mod brunch;
#[path = "common/process.rs"]
mod process;

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
    process::Command,
};

use process::Measured;

fn main() {
    let chosen: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let sizes = if chosen.is_empty() { vec![1_000, 10_000, 100_000] } else { chosen };
    println!("posts     input    wall     CPU   wall/CPU  posts/s   MB/s   peak memory  what");
    for posts in sizes {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("captures.zip");
        write_zip(&zip, posts);
        for formats in ["json", "rss,atom,json-feed", "rss,atom,json-feed,json,jsonl"] {
            let output = folder.path().join(formats.replace(',', "-"));
            let measured = convert(&zip, formats, &output);
            report(posts, fs::metadata(&zip).unwrap().len(), &measured, formats);
            // Gigabytes, of which a disk may have room for one run.
            fs::remove_dir_all(output).unwrap();
        }
    }
}

fn write_zip(path: &Path, posts: u64) {
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    // Stored, so that the figures are of reading and not of inflating.
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 1..=posts {
        let (name, bytes) = brunch::capture(number);
        zip.start_file(name, options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
}

fn convert(input: &Path, formats: &str, output: &Path) -> Measured {
    let mut larder = Command::new(env!("CARGO_BIN_EXE_larder"));
    larder.args(["convert", "--quiet", "--spool-memory", "16MB"]);
    larder.args(["--public-url", "https://example.org/", "--to", formats]);
    let measured = process::run(larder.arg(input).arg("-o").arg(output)).unwrap();
    let status = measured.status;
    assert!(matches!(status.code(), Some(0 | 1)), "the program failed: {status}");
    measured
}

fn report(posts: u64, bytes: u64, measured: &Measured, formats: &str) {
    let (wall, cpu) = (measured.wall.as_secs_f64(), measured.cpu.as_secs_f64());
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{posts:>7} {megabytes:>6.1} MB {wall:>6.2} s {cpu:>6.2} s {:>9.2} {:>8.0} {:>6.1} {:>10.1} MB  {formats}",
        wall / cpu.max(0.001),
        posts as f64 / wall,
        megabytes / wall,
        measured.peak as f64 / 1e6,
    );
}
