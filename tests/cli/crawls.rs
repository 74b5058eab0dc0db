//! Web archives (WARC) with files that are larger than may be in memory, and what is wrong with them.

use crate::{media::stored, program::Test};

pub(crate) const CHUNKED: &str = "\r\nTransfer-Encoding: chunked";
pub(crate) const CODED: &str = "\r\nContent-Encoding: gzip";

/// Tools make the digest of a body as it was sent, out of its chunks, or out of its codings: all are right, and what is none of
/// these is said, with the address, and carried.
#[test]
fn digests_of_large_files_in_web_archives_are_proved() {
    let film = film(300_000);
    let both = format!("{CHUNKED}{CODED}");
    let coded = gzip(&film);
    let sent = chunks(&coded);
    let stated =
        |of: &[u8]| format!("WARC-Payload-Digest: sha256:{}\r\n", larder_core::Digest::of(of));
    let run = |body: &[u8]| {
        let command = "larder convert a.warc --to json -o out --max-file-size 100KB";
        Test::new().file("a.warc", crawl(&both, &stated(body), &sent)).run(command)
    };
    for body in [&film, &coded, &sent] {
        let ran = run(body).exits(0);
        assert!(!ran.stderr.contains("digest"), "{}", ran.stderr);
    }
    // Without the line end that stands before the body.
    let length = format!("\r\nContent-Length: {}", film.len());
    let late = [b"\r\n", &*film].concat();
    let ran = Test::new()
        .file("a.warc", crawl(&length, &stated(&film), &late))
        .run("larder convert a.warc --to json -o out --max-file-size 100KB")
        .exits(0);
    assert!(!ran.stderr.contains("digest"), "{}", ran.stderr);
    let ran = run(b"another film").exits(0);
    let said = "https://e.org/v.mp4: payload digest mismatch: stated `sha256:";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert_eq!(stored(&ran), [("https://e.org/v.mp4".to_owned(), true)]);
}

/// What fits in memory is kept in these cases, each with what is wrong: what does not fit is, too.
#[test]
fn large_files_in_web_archives_are_kept_whatever_is_wrong_with_their_records() {
    let film = film(300_000);
    let [page, whole] = records("video/mp4", "", &film);
    let rewritten = |length: usize| {
        let (start, rest) = split_at(&whole, b"Content-Length: ");
        let (_, rest) = split_at(rest, b"\r\n\r\n");
        [start, length.to_string().as_bytes(), b"\r\n\r\n", rest].concat()
    };
    let block = film.len() + b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n".len();
    let unknown = crawl("\r\nContent-Encoding: gzip, foo", "", &gzip(&film));
    for (what, bytes, kept, said) in [
        ("too long", [&*rewritten(block + 1000), &page].concat(), &*film, "bad length: stated `"),
        (
            "far too long",
            [&*rewritten(1 << 39), &page].concat(),
            &film,
            "bad length: stated `549755813888`, used ",
        ),
        ("too short", [&*rewritten(block - 1), &page].concat(), &film, "bad length: stated `"),
        ("beyond belief", [&*rewritten(1 << 60), &page].concat(), &film, "bad length: stated `"),
        (
            "cut off",
            [&*page, &whole[..whole.len() - 50_000]].concat(),
            &film[..film.len() - 49_996],
            "truncated: ",
        ),
        ("an unknown coding", unknown, &gzip(&film), "foo"),
    ] {
        let ran = Test::new()
            .file("a.warc", bytes)
            .run("larder convert a.warc --to json -o out --max-file-size 100KB")
            .exits(0);
        assert!(ran.stderr.contains(said), "{what}: {}", ran.stderr);
        let tree = ran.tree();
        let digest = larder_core::Digest::of(kept).to_string();
        assert!(tree.keys().any(|name| name.contains(&digest)), "{what}: {:?}", tree.keys());
        let posts = ran.json("out/larder.json")["posts"].as_array().map(Vec::len);
        assert_eq!(posts, Some(1), "{what}: the page behind it");
    }
}

/// Not the input is to blame where there is no place for what waits.
#[cfg(unix)]
#[test]
fn a_folder_for_temporary_files_that_is_not_there_is_said() {
    let ran = Test::new()
        .file("a.warc", crawl("", "", &film(300_000)))
        .variable("TMPDIR", "/nonexistent")
        .run("larder convert a.warc --to json -o out --max-file-size 100KB")
        .exits(2);
    for said in ["texts could not be put into a temporary file", "`TMPDIR` names another folder"] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

/// What is large and no page is a file like others, text or not.
#[test]
fn large_texts_in_web_archives_are_carried() {
    let path = "<path d='M0 0h1'/>".repeat(20_000);
    let drawing = ["<svg xmlns='http://www.w3.org/2000/svg'>", &path, "</svg>"].concat();
    let packed = gzip(&film(300_000));
    let table = b"0,1,2\n".repeat(50_000);
    for (media_type, body) in
        [("image/svg+xml", drawing.as_bytes()), ("application/gzip", &packed), ("text/csv", &table)]
    {
        let ran = Test::new()
            .file("a.warc", records(media_type, "", body).concat())
            .run("larder convert a.warc --to json -o out --max-file-size 100KB")
            .exits(0);
        assert!(!ran.stderr.contains("too-large"), "{media_type}: {}", ran.stderr);
        assert!(ran.tree().values().any(|it| it == body), "{media_type}");
    }
    // What a page is made of has to be read.
    let page = ["<!DOCTYPE html><html><body>", &"<p>text</p>".repeat(20_000)].concat();
    let ran = Test::new()
        .file("a.warc", records("text/html", "", page.as_bytes()).concat())
        .run("larder convert a.warc --to json -o out --max-file-size 100KB")
        .exits(1);
    assert!(ran.stderr.contains("too-large"), "{}", ran.stderr);
}

/// What stands before this, and behind it; before it, it is kept.
fn split_at<'t>(bytes: &'t [u8], sign: &[u8]) -> (&'t [u8], &'t [u8]) {
    let at = bytes.windows(sign.len()).position(|it| it == sign).unwrap() + sign.len();
    bytes.split_at(at)
}

/// A web archive of a page and the film that it shows, packed like this and with these fields of its record.
pub(crate) fn crawl(packing: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    records(&format!("video/mp4{packing}"), fields, body).concat()
}

/// The records of a page and of a file of this type.
fn records(media_type: &str, fields: &str, body: &[u8]) -> [Vec<u8>; 2] {
    const PAGE: &[u8] = b"<html><head><title>P</title><meta property='og:type' content='article'><meta property='og:title' content='P'><meta property='article:published_time' content='2024-01-01T00:00:00Z'></head><body><article><h1>P</h1><p>A text that is long enough to be that of a post, with some words more.</p><video src='/v.mp4'></video></article></body></html>";
    let record = |number: usize, address: &str, fields: &str, media_type: &str, body: &[u8]| {
        let mut http =
            format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n").into_bytes();
        http.extend_from_slice(body);
        let mut record = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-02-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n{fields}Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n", http.len()).into_bytes();
        record.append(&mut http);
        record.extend_from_slice(b"\r\n\r\n");
        record
    };
    [
        record(1, "https://e.org/p", "", "text/html", PAGE),
        record(2, "https://e.org/v.mp4", fields, media_type, body),
    ]
}

/// A body in three chunks, the last of them empty.
pub(crate) fn chunks(body: &[u8]) -> Vec<u8> {
    let (first, second) = body.split_at(70_000);
    let mut all = Vec::new();
    for chunk in [first, second, &[]] {
        all.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        all.extend_from_slice(chunk);
        all.extend_from_slice(b"\r\n");
    }
    all
}

pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, body).unwrap();
    encoder.finish().unwrap()
}

/// Bytes that begin as a film does.
pub(crate) fn film(length: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    let mut state = 1_u32;
    bytes.extend((0..length).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    }));
    bytes
}
