//! Input that is damaged, hostile, or simply not a blog. The program says so, and ends.

use std::{
    fs::{self, File},
    time::{Duration, Instant},
};

use crate::program::{Ran, Test};

const ONE: &str = "06-비가-오면-저울도-붓는다.txt";

fn sample(name: &str) -> String {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/brunch-book/captures");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// A run that ended in order, with every input explained: never 3, never a crash.
fn in_order(ran: Ran) -> Ran {
    assert!(matches!(ran.exit, 0 | 1 | 4), "exit {}:\n{}", ran.exit, ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("UNEXPLAINED"), "{}", ran.stderr);
    ran
}

fn convert(bytes: impl AsRef<[u8]>) -> Ran {
    in_order(
        Test::new()
            .file("a.txt", bytes)
            .run("larder convert a.txt --to rss,atom,json-feed,json -o out"),
    )
}

#[test]
fn an_empty_folder_and_an_empty_file_are_unreadable_input() {
    Test::new()
        .folder("empty")
        .run("larder convert empty --to rss -o out")
        .stdout("")
        .stderr(
            "error: `empty` is empty\n\
             hint: name the folder or the files that hold the posts\n",
        )
        .exits(4);
    Test::new().file("a.txt", "").run("larder convert a.txt --to rss -o out").exits(4);
    Test::new()
        .run("larder convert - --to rss -o out")
        .stdout("")
        .stderr(
            "error: `stdin` is empty\n\
             hint: nothing came through standard input; without a pipe, name a folder or files in the place of `-`\n",
        )
        .exits(4);
}

#[test]
fn one_bad_file_among_many_is_noted_and_the_rest_is_converted() {
    let ran = Test::new()
        .sample()
        .file("captures/broken.html", b"\x00\x01\x02\xff\xfe\xfd not a page".repeat(40))
        .run("larder convert captures --to rss,json -o out -v");
    assert!(ran.stderr.contains("broken.html: "), "{}", ran.stderr);
    assert!(ran.text("out/rss.xml").contains("비린 저울"));
    in_order(ran).exits(1);
}

#[test]
fn a_truncated_capture_is_read_as_far_as_it_goes() {
    let whole = sample(ONE);
    for tenth in 1..10 {
        let mut end = whole.len() * tenth / 10;
        while !whole.is_char_boundary(end) {
            end -= 1;
        }
        convert(&whole[..end]);
        // In the middle of a character, too.
        convert(&whole.as_bytes()[..end + 1]);
    }
}

#[test]
fn binary_input_is_not_recognised() {
    convert(b"\x7fELF\x02\x01\x01\x00".repeat(512)).exits(4);
    convert(vec![0; 4096]).exits(4);
}

#[test]
fn encodings_and_line_ends_give_the_same_post() {
    let text = sample(ONE);
    let title = "비가 오면 저울도 붓는다";
    let plain = convert(&text);
    assert!(plain.text("out/rss.xml").contains(title), "{}", plain.stderr);
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (what, bytes) in [
        ("byte order mark", format!("\u{feff}{text}").into_bytes()),
        ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("UTF-16", utf16),
    ] {
        let ran = convert(bytes);
        assert!(ran.text("out/rss.xml").contains(title), "{what}\n{}", ran.stderr);
    }
}

#[test]
fn deep_nests_end_in_time() {
    let began = Instant::now();
    let head = "<html><head><meta property=\"og:site_name\" content=\"brunch story\"></head><body class=\"wrap_view_article\">";
    convert(format!("{head}{}x", "<div>".repeat(100_000)));
    convert(format!("{{\"data\":{}", "[".repeat(100_000)));
    convert(format!("{{\"larder\":1,\"site\":{}", "{\"a\":".repeat(100_000)));
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_file_of_two_gigabytes_is_refused_by_its_length() {
    let test = Test::new().sample();
    // Sparse: it takes no room and is never read.
    File::create(test.path("captures/huge.txt")).unwrap().set_len(2 << 30).unwrap();
    let ran = test.run("larder convert captures --to rss -o out -v");
    assert!(ran.stderr.contains("huge.txt: left out (too-large)"), "{}", ran.stderr);
    in_order(ran).exits(1);
    let test = Test::new();
    File::create(test.path("huge.txt")).unwrap().set_len(2 << 30).unwrap();
    test.run("larder convert huge.txt --to rss -o out").exits(4);
}

#[test]
fn a_zip_bomb_is_refused() {
    let began = Instant::now();
    let ran = Test::new()
        .file("bomb.zip", bomb(100 << 20))
        .run("larder convert bomb.zip --to rss -o out");
    assert!(began.elapsed() < Duration::from_secs(20));
    in_order(ran).exits(4);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_never_delivers_is_an_error_at_once() {
    let test = Test::new();
    let made = std::process::Command::new("mkfifo").arg(test.path("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()), "this test needs `mkfifo`");
    let began = Instant::now();
    let ran = test.run("larder convert pipe --to rss -o out").exits(4);
    assert!(began.elapsed() < Duration::from_secs(10));
    assert!(ran.stderr.starts_with("error: `pipe`"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_input_is_not_followed() {
    let test = Test::new().sample().file("secret.txt", format!("canary\n{}", sample(ONE)));
    std::os::unix::fs::symlink("../secret.txt", test.path("captures/link.txt")).unwrap();
    let ran = test.run("larder convert captures --to json -o out -v");
    assert!(ran.stderr.contains("link.txt: left out (not-a-regular-file)"), "{}", ran.stderr);
    assert!(!ran.text("out/larder.json").contains("canary"));
}

#[test]
fn a_newer_archive_is_refused_with_its_version() {
    let ran = Test::new()
        .file("larder.json", r#"{"larder":2,"minor":0,"site":{"id":"x"}}"#)
        .run("larder convert larder.json --to rss -o out");
    ran.stdout("")
        .stderr("error: `larder.json` is an archive of version 2; this program reads version 1\n")
        .exits(4);
}

/// A zip with one entry that unpacks to `length` zeros and takes a thousandth of that.
fn bomb(length: usize) -> Vec<u8> {
    let packed = zeros(length);
    let mut zip = Vec::new();
    let header = |signature: &[u8], before: &[u16], after: &[u16]| {
        let mut header = signature.to_vec();
        before.iter().for_each(|number| header.extend(number.to_le_bytes()));
        for number in [0, packed.len() as u32, length as u32] {
            header.extend(number.to_le_bytes());
        }
        after.iter().for_each(|number| header.extend(number.to_le_bytes()));
        header
    };
    // Version, flags, deflate, time, date (1980-01-01) … name length.
    zip.extend(header(b"PK\x03\x04", &[20, 0, 8, 0, 0x21], &[5, 0]));
    zip.extend(b"a.txt");
    zip.extend(&packed);
    let directory = zip.len() as u32;
    zip.extend(header(b"PK\x01\x02", &[20, 20, 0, 8, 0, 0x21], &[5, 0, 0, 0, 0, 0, 0, 0, 0]));
    zip.extend(b"a.txt");
    let size = zip.len() as u32 - directory;
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(size.to_le_bytes());
    zip.extend(directory.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

/// `length` zeros in DEFLATE: one literal, then matches of 258 bytes, 13 bits each.
fn zeros(length: usize) -> Vec<u8> {
    let (mut bytes, mut pending, mut count) = (Vec::new(), 0_u32, 0);
    let mut put = |bits: u32, width: u32| {
        pending |= bits << count;
        count += width;
        while count >= 8 {
            bytes.push(pending as u8);
            pending >>= 8;
            count -= 8;
        }
    };
    put(0b011, 3); // the last block, fixed codes
    put(0b0000_1100, 8); // the literal 0: 00110000, first bit first
    for _ in 0..(length - 1) / 258 {
        put(0b1010_0011, 8); // length 258: 11000101, first bit first
        put(0, 5); // distance 1
    }
    put(0, 7); // the end of the block
    put(0, 7);
    bytes
}
