//! Lists the records of a file, or makes a file that has some of everything.
//!
//! `captures list FILE` prints a line per record, in columns: type, address as stated (hex), date as stated, SHA-1 of the
//! block, SHA-1 of the decoded HTTP body or `-`, whether its digests fit (`right`, `wrong`, `-`), then what is wrong with
//! it. The last line is the account. `captures make FILE` writes.
//!
//! `tests/e2e/captures` compares the list with what other readers find.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example"
)]

use std::{fs::File, io::Read, process::ExitCode};

use larder_capture::{
    Limits,
    digest::{Algorithm, Digest, Hasher},
    warc::{Block, Compress, Damage, Item, Options, Record, Verify, Writer},
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["list", name] => list(name),
        ["make", name] => make(name),
        _ => {
            println!("usage: captures list|make FILE");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn list(name: &str) {
    let mut options = Options::default();
    options.verify = Verify::Digests;
    let mut records = options.open(File::open(name).unwrap());
    loop {
        match records.next_item() {
            Ok(Some(Item::Record(record))) => tell(record),
            Ok(Some(Item::Damage(damage))) => println!("damage\t{damage}"),
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => return println!("error\t{error}"),
        }
    }
    println!("{:?}", records.summary());
}

fn tell(mut record: Record<'_>) {
    let target = record.head.target_as_stated().unwrap_or_default();
    let target = target.strip_prefix(b"<").and_then(|it| it.strip_suffix(b">")).unwrap_or(&target);
    let target: String = target.iter().map(|byte| format!("{byte:02x}")).collect();
    let date = record.head.date_as_stated().unwrap_or_default().into_owned();
    let body = body(&record).map_or_else(|| "-".to_owned(), |it| it.to_string());
    let verdict = verdict(&record);
    let damage: Vec<String> = record.damage.iter().map(Damage::to_string).collect();
    let kind = record.head.kind().name();
    let block = block_digest(&mut record.block);
    println!("{kind}\t{target}\t{date}\t{block}\t{body}\t{verdict}\t{}", damage.join("; "));
}

fn body(record: &Record<'_>) -> Option<Digest> {
    Some(Algorithm::Sha1.digest(&record.http()?.decode(&Limits::default()).bytes))
}

fn verdict(record: &Record<'_>) -> &'static str {
    let is_mismatch = |it: &Damage| matches!(it, Damage::DigestMismatch { .. });
    match record.damage.iter().any(is_mismatch) {
        true => "wrong",
        false if record.head.block_digest().or(record.head.payload_digest()).is_some() => "right",
        false => "-",
    }
}

fn block_digest(block: &mut Block<'_>) -> Digest {
    let mut hasher = Hasher::new(Algorithm::Sha1);
    match block {
        Block::Here(bytes) => hasher.update(bytes),
        Block::Long(long) => {
            let mut piece = vec![0; 64 << 10];
            loop {
                match long.read(&mut piece).unwrap() {
                    0 => break,
                    count => hasher.update(&piece[..count]),
                }
            }
        }
        _ => {}
    }
    hasher.finish()
}

fn make(name: &str) {
    let compress = if name.ends_with(".gz") { Compress::Gzip } else { Compress::Nothing };
    let mut writer = Writer::new(File::create(name).unwrap(), compress);
    let http = "application/http; msgtype=response";
    write(&mut writer, 0, "warcinfo", "", "application/warc-fields", b"software: larder\r\n");
    let long = "느린 기록 ".repeat(50_000);
    for (number, (fields, body)) in [
        ("Content-Type: text/html\r\n", "<p>one</p>"),
        ("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "this is not in chunks"),
        ("Content-Encoding: gzip\r\n", "this is not packed"),
        ("X-Folded: one\r\n two\r\nno colon\r\n", "\r\n\r\nWARC/1.0\r\n\r\n"),
        ("Content-Type: text/plain\r\n", long.as_str()),
        ("", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let block = format!("HTTP/1.1 200 OK\r\n{fields}\r\n{body}");
        let target = format!("http://blog.example/{number}/글?a=b c");
        write(&mut writer, number + 1, "response", &target, http, block.as_bytes());
    }
    let request = b"GET / HTTP/1.1\r\nHost: blog.example\r\n\r\n";
    let target = "http://blog.example/";
    write(&mut writer, 20, "request", target, "application/http; msgtype=request", request);
    write(&mut writer, 21, "resource", "urn:file", "image/gif", b"GIF89a\0\x01\r\n\r\n");
    write(&mut writer, 22, "metadata", target, "application/warc-fields", b"a: b\r\n");
    write(&mut writer, 23, "revisit", target, http, b"HTTP/1.1 304 Not Modified\r\n\r\n");
    write(&mut writer, 24, "conversion", target, "text/plain", "글".as_bytes());
}

fn write(
    writer: &mut Writer<File>,
    number: usize,
    kind: &str,
    target: &str,
    media_type: &str,
    block: &[u8],
) {
    let id = format!("<urn:uuid:00000000-0000-4000-8000-{number:012}>");
    let digest = Algorithm::Sha1.digest(block).to_string();
    let mut fields = vec![
        ("WARC-Type", kind),
        ("WARC-Record-ID", id.as_str()),
        ("WARC-Date", "2020-01-02T03:04:05.678901Z"),
        ("WARC-Block-Digest", &digest),
        ("Content-Type", media_type),
    ];
    if !target.is_empty() {
        fields.push(("WARC-Target-URI", target));
    }
    writer.write(&fields, block).unwrap();
}
