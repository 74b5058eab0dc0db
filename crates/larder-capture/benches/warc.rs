//! Reading records of a file with a gzip member per record: bare inflating of its members, records, and records with
//! their HTTP bodies decoded and their digests verified.
//!
//! The file is one that is named in `LARDER_WARC`, or one made here: 500 pages of about 30 KB with request and metadata.
//! Where Python has FastWARC (`LARDER_PYTHON` names a Python, by default `python3`), it reads the same file, and says so.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail by panicking")]
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark reads and tells")]

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::OnceLock,
};

use divan::{Bencher, black_box, counter::BytesCount};
use flate2::{Decompress, FlushDecompress, Status};
use larder_capture::{
    Limits,
    warc::{Block, Compress, Item, Options, Records, Verify, Writer},
};

fn main() {
    divan::main();
    fastwarc();
}

/// The file, and how many bytes are in it once it is inflated.
fn sample() -> &'static (Vec<u8>, usize) {
    static SAMPLE: OnceLock<(Vec<u8>, usize)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let bytes = match std::env::var_os("LARDER_WARC") {
            Some(name) => std::fs::read(name).unwrap(),
            None => generate(),
        };
        let length = inflate(&bytes);
        (bytes, length)
    })
}

fn generate() -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), Compress::Gzip);
    for number in 0..500 {
        let page = page(number);
        let head = format!(
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: {}\r\n\r\n",
            page.len()
        );
        let response = [head.as_bytes(), page.as_bytes()].concat();
        let request =
            format!("GET /{number} HTTP/1.1\r\nHost: blog.example\r\nAccept: text/html\r\n\r\n");
        write(&mut writer, number, "response", "application/http; msgtype=response", &response);
        write(
            &mut writer,
            number,
            "request",
            "application/http; msgtype=request",
            request.as_bytes(),
        );
        write(&mut writer, number, "metadata", "application/warc-fields", b"fetchTimeMs: 182\r\n");
    }
    writer.into_inner()
}

fn write(writer: &mut Writer<Vec<u8>>, number: usize, kind: &str, media_type: &str, block: &[u8]) {
    let target = format!("https://blog.example/{number}");
    let id = format!("<urn:uuid:{number:08}-0000-4000-8000-{:012}>", kind.len());
    let digest = larder_capture::digest::Algorithm::Sha1.digest(block).to_string();
    let fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", &id),
        ("WARC-Date", "2020-01-02T03:04:05Z"),
        ("WARC-Target-URI", &target),
        ("WARC-Block-Digest", &digest),
        ("Content-Type", media_type),
    ];
    writer.write(&fields, block).unwrap();
}

/// Text that packs as pages do, about four to one.
fn page(number: usize) -> String {
    const WORDS: [&str; 16] = [
        "우체통이",
        "있던",
        "골목을",
        "지나",
        "walk",
        "the",
        "느리게",
        "고양이",
        "rain",
        "and",
        "담장",
        "notes",
        "비가",
        "온",
        "뒤라",
        "quiet",
    ];
    let mut state = number as u64 + 1;
    let mut text =
        String::from("<!DOCTYPE html><html><head><title>느린 기록</title></head><body>\n");
    while text.len() < 30_000 {
        text.push_str("<p class=\"post-paragraph\">");
        for _ in 0..40 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(WORDS[(state >> 60) as usize]);
            text.push(' ');
        }
        text.push_str("</p>\n");
    }
    text + "</body></html>\n"
}

/// The floor: members of gzip one after the other, nothing looked at.
fn inflate(bytes: &[u8]) -> usize {
    let mut out = vec![0; 128 << 10];
    let mut inflate = Decompress::new_gzip(15);
    let (mut at, mut total) = (0, 0);
    while at < bytes.len() {
        let before = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(&bytes[at..], &mut out, FlushDecompress::None).unwrap();
        at += (inflate.total_in() - before.0) as usize;
        total += (inflate.total_out() - before.1) as usize;
        black_box(&out);
        if status == Status::StreamEnd {
            inflate = Decompress::new_gzip(15);
        }
    }
    total
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn bare_inflate(bencher: Bencher<'_, '_>) {
    let (bytes, length) = sample();
    bencher.counter(BytesCount::new(*length)).bench_local(|| inflate(bytes));
}

/// The same by the reader of flate2, as most programs do it.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn multi_gz_decoder(bencher: Bencher<'_, '_>) {
    let (bytes, length) = sample();
    bencher.counter(BytesCount::new(*length)).bench_local(|| {
        let mut decoder = flate2::bufread::MultiGzDecoder::new(&bytes[..]);
        std::io::copy(&mut decoder, &mut std::io::sink()).unwrap()
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn records(bencher: Bencher<'_, '_>) {
    let (bytes, length) = sample();
    bencher.counter(BytesCount::new(*length)).bench_local(|| {
        let mut records = Records::new(&bytes[..]);
        let mut count = 0;
        while let Some(item) = records.next_item().unwrap() {
            let Item::Record(record) = item else { panic!("no damage: {item:?}") };
            let Block::Here(block) = record.block else { panic!("all fit into memory") };
            black_box(block);
            count += 1;
        }
        count
    });
}

/// The same file, not packed.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn records_that_are_not_packed(bencher: Bencher<'_, '_>) {
    let mut plain = Vec::new();
    std::io::copy(&mut flate2::bufread::MultiGzDecoder::new(&sample().0[..]), &mut plain).unwrap();
    bencher.counter(BytesCount::new(plain.len())).bench_local(|| {
        let mut records = Records::new(&plain[..]);
        while records.next_item().unwrap().is_some() {}
        records.summary().records()
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn records_with_fields_and_bodies(bencher: Bencher<'_, '_>) {
    let (bytes, length) = sample();
    let limits = Limits::default();
    bencher.counter(BytesCount::new(*length)).bench_local(|| {
        let mut records = Records::new(&bytes[..]);
        while let Some(item) = records.next_item().unwrap() {
            let Item::Record(record) = item else { panic!("no damage: {item:?}") };
            black_box((record.head.target(), record.head.date(), record.head.record_id()));
            if let Some(message) = record.http() {
                black_box(message.decode(&limits));
            }
        }
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn records_with_digests(bencher: Bencher<'_, '_>) {
    let (bytes, length) = sample();
    bencher.counter(BytesCount::new(*length)).bench_local(|| {
        let mut options = Options::default();
        options.verify = Verify::Digests;
        let mut records = options.open(&bytes[..]);
        while records.next_item().unwrap().is_some() {}
        records.summary().digests_right
    });
}

/// Python, reading the same bytes from its standard input into memory first.
const PROGRAM: &str = r#"
import io, sys, time
from fastwarc.warc import ArchiveIterator
bytes = sys.stdin.buffer.read()
def read(**options):
    best = 1e9
    for _ in range(10):
        start, length, count = time.perf_counter(), 0, 0
        for record in ArchiveIterator(io.BytesIO(bytes), **options):
            length += len(record.reader.read()); count += 1
        best = min(best, time.perf_counter() - start)
    return best, count
best, count = read(parse_http=False)
print(f"FastWARC     records: {count}, best of 10: {best * 1000:.1f} ms")
best, count = read(parse_http=True)
print(f"FastWARC     records with HTTP heads: {count}, best of 10: {best * 1000:.1f} ms")
"#;

fn fastwarc() {
    let python = std::env::var_os("LARDER_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.args(["-c", PROGRAM]).stdin(Stdio::piped()).stderr(Stdio::null());
    let told = command.spawn().and_then(|mut child| {
        let written = child.stdin.take().map(|mut input| input.write_all(&sample().0));
        let status = child.wait()?;
        Ok(status.success() && written.is_some_and(|it| it.is_ok()))
    });
    if !told.unwrap_or(false) {
        println!("skipped  FastWARC: this Python has none");
    }
}
