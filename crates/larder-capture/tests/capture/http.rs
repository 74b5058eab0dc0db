//! HTTP in captures: heads that no server should send, bodies that are not what their heads say.

use std::io::Write as _;

use larder_capture::{
    Limits,
    http::{Coding, Deviation, Message, Start, is_secret},
};
use proptest::prelude::*;

use crate::build::{gz, zstd};

const TEXT: &[u8] = b"<!DOCTYPE html><p>text text text text text text text text</p>";

/// `TEXT` in brotli, made by another program.
pub(crate) const BROTLI: &[u8] = include_bytes!("../fixtures/text.br");

pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn chunks(bytes: &[u8]) -> Vec<u8> {
    let mut chunked = Vec::new();
    for chunk in bytes.chunks(7) {
        chunked.extend(format!("{:X}\r\n", chunk.len()).into_bytes());
        chunked.extend([chunk, b"\r\n"].concat());
    }
    chunked.extend(b"0\r\n\r\n");
    chunked
}

fn message(fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat()
}

/// What the body is, and what is said of it.
fn decode(fields: &str, body: &[u8]) -> (Vec<u8>, Vec<Deviation>) {
    let bytes = message(fields, body);
    let message = Message::parse(&bytes).unwrap();
    assert_eq!(message.deviations, []);
    assert_eq!(message.body, body);
    let decoded = message.decode(&Limits::default());
    (decoded.bytes.into_owned(), decoded.deviations)
}

#[test]
fn every_coding_is_taken_off() {
    for (name, body) in [
        ("gzip", gz(TEXT)),
        ("x-gzip", gz(TEXT)),
        ("GZIP", [gz(&TEXT[..20]), gz(&TEXT[20..])].concat()),
        ("deflate", zlib(TEXT)),
        ("deflate", deflate(TEXT)),
        ("br", BROTLI.to_vec()),
        ("zstd", zstd(TEXT)),
        ("zstd", [zstd(&TEXT[..20]), zstd(&TEXT[20..])].concat()),
        ("identity", TEXT.to_vec()),
        ("gzip, br, identity", BROTLI.to_vec()).clone(),
    ] {
        let expected = if name.contains(", br") {
            // Below brotli there is no gzip.
            vec![Deviation::NotEncoded { coding: "gzip".into() }]
        } else {
            vec![]
        };
        let fields = format!("Content-Encoding: {name}\r\n");
        assert_eq!(decode(&fields, &body), (TEXT.to_vec(), expected.clone()), "{name}");
        let fields = format!("{fields}Transfer-Encoding: chunked\r\n");
        assert_eq!(decode(&fields, &chunks(&body)), (TEXT.to_vec(), expected), "{name} in chunks");
    }
    let twice = gz(&zlib(TEXT));
    assert_eq!(decode("Content-Encoding: deflate, gzip\r\n", &twice), (TEXT.to_vec(), vec![]));
    let in_transfer = chunks(&gz(TEXT));
    assert_eq!(
        decode("Transfer-Encoding: gzip, chunked\r\n", &in_transfer),
        (TEXT.to_vec(), vec![])
    );
}

#[test]
fn a_body_that_was_decoded_under_its_old_head_is_as_it_is() {
    assert_eq!(
        decode("Transfer-Encoding: chunked\r\n", TEXT),
        (TEXT.to_vec(), vec![Deviation::NotChunked])
    );
    for coding in ["gzip", "deflate", "br", "zstd"] {
        let fields = format!("Content-Encoding: {coding}\r\n");
        let deviation = Deviation::NotEncoded { coding: coding.into() };
        assert_eq!(decode(&fields, TEXT), (TEXT.to_vec(), vec![deviation]), "{coding}");
    }
    assert_eq!(
        decode("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", TEXT),
        (
            TEXT.to_vec(),
            vec![Deviation::NotChunked, Deviation::NotEncoded { coding: "gzip".into() }]
        )
    );
    // Only one of the two was taken off.
    assert_eq!(
        decode("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", &gz(TEXT)),
        (TEXT.to_vec(), vec![Deviation::NotChunked])
    );
}

#[test]
fn another_coding_than_the_one_stated_is_taken_off() {
    let deviation = Deviation::OtherCoding { stated: "br".into(), used: Coding::Gzip };
    assert_eq!(decode("Content-Encoding: br\r\n", &gz(TEXT)), (TEXT.to_vec(), vec![deviation]));
    let deviation = Deviation::UnknownCoding { coding: "compress".into() };
    assert_eq!(decode("Content-Encoding: compress\r\n", TEXT), (TEXT.to_vec(), vec![deviation]));
}

#[test]
fn what_came_out_of_a_damaged_body_is_kept() {
    let noise: Vec<u8> =
        (0..20_000_u32).map(|it| (it.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (name, coding, body) in [
        ("gzip", Coding::Gzip, gz(&noise)),
        ("deflate", Coding::Deflate, zlib(&noise)),
        ("zstd", Coding::Zstd, zstd(&[TEXT; 10_000].concat())),
    ] {
        let cut = &body[..body.len() - 20];
        let (bytes, deviations) = decode(&format!("Content-Encoding: {name}\r\n"), cut);
        assert_eq!(deviations, [Deviation::PartialBody { coding }], "{name}");
        assert!(bytes.len() > 5_000, "{name}: {}", bytes.len());
    }
    let (bytes, deviations) = decode("Content-Encoding: br\r\n", &BROTLI[..BROTLI.len() - 3]);
    assert_eq!(deviations, [Deviation::PartialBody { coding: Coding::Brotli }]);
    assert!(TEXT.starts_with(&bytes) && !bytes.is_empty());
}

#[test]
fn junk_behind_a_body_is_counted() {
    for (name, body) in
        [("gzip", gz(TEXT)), ("deflate", zlib(TEXT)), ("br", BROTLI.to_vec()), ("zstd", zstd(TEXT))]
    {
        let body = [&body[..], b"<!-- junk -->"].concat();
        let expected = (TEXT.to_vec(), vec![Deviation::TrailingBytes { count: 13 }]);
        assert_eq!(decode(&format!("Content-Encoding: {name}\r\n"), &body), expected, "{name}");
    }
    let body = [&chunks(TEXT)[..], b"junk"].concat();
    let expected = (TEXT.to_vec(), vec![Deviation::TrailingBytes { count: 4 }]);
    assert_eq!(decode("Transfer-Encoding: chunked\r\n", &body), expected);
}

#[test]
fn chunks_are_read_as_servers_write_them() {
    let expect = |body: &[u8], text: &[u8], deviations: &[Deviation]| {
        let found = decode("Transfer-Encoding: chunked\r\n", body);
        assert_eq!(
            found,
            (text.to_vec(), deviations.to_vec()),
            "{:?}",
            String::from_utf8_lossy(body)
        );
    };
    expect(b"5\r\nhello\r\n0\r\n\r\n", b"hello", &[]);
    expect(b"0005 ;name=value\r\nhello\r\n0\r\nTrailer: x\r\n\r\n", b"hello", &[]);
    expect(b"5 \nhello\n0\n\n", b"hello", &[]);
    expect(b"5\r\nhello\r\n0", b"hello", &[Deviation::ChunksCut]);
    expect(b"5\r\nhello\r\n0\r\n", b"hello", &[]);
    expect(b"5\r\nhel", b"hel", &[Deviation::ChunksCut]);
    expect(b"5\r\nhello\r\n6\r\n wor", b"hello wor", &[Deviation::ChunksCut]);
    expect(b"5\r\nhello", b"hello", &[Deviation::ChunksCut]);
    expect(
        b"5\r\nhello\r\nxyz\r\nrest of it",
        b"helloxyz\r\nrest of it",
        &[Deviation::BadChunk { at: 10 }],
    );
    expect(b"fffffffffffffffff\r\nx", b"fffffffffffffffff\r\nx", &[Deviation::NotChunked]);
    expect(b"ffffffffffffffff\r\nx", b"x", &[Deviation::ChunksCut]);
    expect(b"", b"", &[]);
}

#[test]
fn lengths_that_differ_are_said() {
    let deviation = Deviation::LengthDiffers { stated: 500, present: TEXT.len() as u64 };
    assert_eq!(decode("Content-Length: 500\r\n", TEXT), (TEXT.to_vec(), vec![deviation]));
    let bytes = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n";
    assert_eq!(Message::parse(bytes).unwrap().decode(&Limits::default()).deviations, []);
    // No body is no encoded body.
    assert_eq!(decode("Content-Encoding: gzip\r\n", b""), (vec![], vec![]));
}

fn status(line: &str) -> (Option<u16>, Vec<u8>, bool) {
    let bytes = format!("{line}\r\nX-Name: value\r\n\r\nbody").into_bytes();
    let message = Message::parse(&bytes).unwrap_or_else(|| panic!("{line}"));
    assert_eq!(
        (message.header("x-name"), message.body),
        (Some(&b"value"[..]), &b"body"[..]),
        "{line}"
    );
    let Start::Response { status, reason } = message.start else { panic!("{line} answers") };
    (status, reason.into_owned(), message.deviations.is_empty())
}

#[test]
fn every_status_line_is_read() {
    assert_eq!(status("HTTP/1.1 200 OK"), (Some(200), b"OK".to_vec(), true));
    assert_eq!(status("HTTP/1.1 200"), (Some(200), b"".to_vec(), true));
    assert_eq!(status("HTTP 200"), (Some(200), b"".to_vec(), false));
    assert_eq!(status("HTTP/1.1   404   Not Found"), (Some(404), b"Not Found".to_vec(), false));
    assert_eq!(status("HTTP/1.1 0"), (Some(0), b"".to_vec(), false));
    assert_eq!(status("HTTP/2 200"), (Some(200), b"".to_vec(), false));
    assert_eq!(status("HTTP/1.1 OK"), (None, b"OK".to_vec(), false));
    assert_eq!(status("HTTP/1.1"), (None, b"".to_vec(), false));
    assert_eq!(status("HTTP/1.1 200 OK\r\n and more"), (Some(200), b"OK and more".to_vec(), true));
    assert_eq!(status("HTTP/1.1 200 Gut\u{fc}"), (Some(200), "Gut\u{fc}".into(), true));
}

#[test]
fn odd_header_lines_cost_no_other() {
    let bytes = b"HTTP/1.1 200 OK\r\nno colon\r\nSpace : before\r\nFolded: one\r\n two\r\n\tthree\nByte: \xff\x01\nContent-Type: text/html\n\nbody";
    let message = Message::parse(bytes).unwrap();
    assert_eq!(message.header("space"), Some(&b"before"[..]));
    assert_eq!(message.header("folded"), Some(&b"one two three"[..]));
    assert_eq!(message.header("byte"), Some(&b"\xff\x01"[..]));
    assert_eq!(message.header("content-type"), Some(&b"text/html"[..]));
    assert_eq!(message.body, b"body");
    assert_eq!(message.deviations, [Deviation::BadHeaderLine { line: "no colon".into() }]);
    assert_eq!([message.head, message.body].concat(), bytes);
}

#[test]
fn heads_that_do_not_end_are_read() {
    let message = Message::parse(b"HTTP/1.1 200 OK\r\nContent-Type: text/html").unwrap();
    assert_eq!(message.header("content-type"), Some(&b"text/html"[..]));
    assert_eq!((message.body, &message.deviations[..]), (&b""[..], &[Deviation::NoEmptyLine][..]));
    let message = Message::parse(b"HTTP/1.1 200 OK\r\nA: b\r\n<html>\r\n\r\n</html>").unwrap();
    assert_eq!(message.body, b"<html>\r\n\r\n</html>");
    assert_eq!(message.deviations, [Deviation::NoEmptyLine]);
}

#[test]
fn requests_are_told_from_what_is_none() {
    let message = Message::parse(b"GET /a%20b HTTP/1.1\r\nHost: blog.example\r\n\r\n").unwrap();
    assert_eq!(message.start, Start::Request { method: b"GET", target: b"/a%20b" });
    let body = chunks(b"name=value");
    let bytes = [b"POST /a b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", &body[..]].concat();
    let message = Message::parse(&bytes).unwrap();
    assert_eq!(message.start, Start::Request { method: b"POST", target: b"/a b" });
    assert_eq!(&*message.decode(&Limits::default()).bytes, b"name=value");
    for none in [
        "",
        "<html>",
        "20140216050221\nblog.example. 300 IN A",
        "hello world",
        "GET nothing",
        "\r\n\r\n",
    ] {
        assert_eq!(Message::parse(none.as_bytes()), None, "{none}");
    }
}

#[test]
fn secrets_are_known_by_name() {
    for name in [
        "Cookie",
        "set-cookie",
        "AUTHORIZATION",
        "Proxy-Authorization",
        "X-Auth-Token",
        "X-CSRF-Token",
        "X-Api-Key",
    ] {
        assert!(is_secret(name.as_bytes()), "{name}");
    }
    for name in ["Content-Type", "Host", "Author", "Location", "Link", "ETag", ""] {
        assert!(!is_secret(name.as_bytes()), "{name}");
    }
}

proptest! {
    /// What `httparse` reads, the splitter behind it would read in the same way: a head that is right but for one line
    /// has the same fields.
    #[test]
    fn both_ways_to_read_a_head_agree(
        fields in prop::collection::vec(("[A-Za-z][A-Za-z0-9-]{0,12}", "[!-~]([ -~]{0,20}[!-~])?"), 0..8),
        body in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let lines: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let right = message(&lines, &body);
        let odd = [format!("HTTP/1.1  200  OK\r\n{lines}\r\n").as_bytes(), &body].concat();
        let (right, odd) = (Message::parse(&right).unwrap(), Message::parse(&odd).unwrap());
        prop_assert_eq!(&right.headers, &odd.headers);
        prop_assert_eq!(right.body, odd.body);
        prop_assert_eq!(right.headers.len(), fields.len());
    }

    #[test]
    fn any_bytes_are_taken_apart_without_loss(
        prefix in prop::sample::select(vec!["HTTP/1.1 200 OK\r\n", "GET / HTTP/1.1\r\n", "HTTP", ""]),
        fields in prop::sample::select(vec![
            "", "Transfer-Encoding: chunked\r\n\r\n", "Content-Encoding: br\r\n\r\n", "Content-Encoding: zstd,gzip,deflate\r\n\r\n",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let bytes = [prefix.as_bytes(), fields.as_bytes(), &rest].concat();
        if let Some(message) = Message::parse(&bytes) {
            prop_assert_eq!([message.head, message.body].concat(), bytes.clone());
            let decoded = message.decode(&Limits::default());
            if decoded.deviations.is_empty() && decoded.codings.is_empty() && !fields.contains("chunked") {
                prop_assert_eq!(&*decoded.bytes, message.body);
            }
        }
    }
}
