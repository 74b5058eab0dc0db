//! Files that were made to hurt. Each runs in a small stack.

use std::io::Read;

use larder_capture::{
    Limits,
    http::{Coding, Deviation, Message},
    member::Fault,
    warc::{Damage, Error, Item, Options, Records},
};

use crate::build::{
    File, gz, in_small_stack, page, page_fields, read, read_with, record, with_length, zstd,
};

fn read_small(bytes: &[u8]) -> File {
    in_small_stack(|| read(bytes))
}

/// Limits that a bomb of a few megabytes breaks.
fn tight() -> Limits {
    let mut limits = Limits::default();
    limits.expansion_from = 1 << 20;
    limits
}

fn expect_last(file: &File) {
    assert_eq!(file.records.last().map(|it| it.target()).as_deref(), Some("http://blog.example/2"));
}

#[test]
fn bombs_are_left_and_what_follows_is_read() {
    let fields = page_fields(1);
    let zeros = record(&fields.each_ref().map(String::as_str), &vec![0; 20 << 20]);
    for bomb in [gz(&zeros), zstd(&zeros)] {
        let bytes = [bomb, gz(&page(2, "two"))].concat();
        let file = in_small_stack(|| read_with(&bytes, tight()));
        let is_bomb = |it: &Damage| matches!(it, Damage::Container(Fault::Expansion { .. }));
        assert!(file.all_damage().iter().any(is_bomb), "{:?}", file.all_damage());
        assert!(file.summary.out < 5 << 20, "{:?}", file.summary);
        expect_last(&file);
    }
}

#[test]
fn many_small_bombs_are_a_large_one() {
    let fields = page_fields(1);
    let zeros = record(&fields.each_ref().map(String::as_str), &vec![0; 1 << 20]);
    let bytes = zstd(&zeros).repeat(200);
    let mut options = Options::default();
    options.limits.expansion_from = 2 << 20;
    let mut records = options.open(&bytes[..]);
    let end = loop {
        match records.next_item() {
            Ok(Some(_)) => {}
            end => break end.map(|it| it.is_some()),
        }
    };
    assert!(matches!(end, Err(Error::TooMuch { .. })), "{end:?}");
    assert!(records.summary().out < 30 << 20, "{:?}", records.summary());
    assert!(records.summary().balances(), "{:?}", records.summary());
}

#[test]
fn bombs_of_bodies_are_cut() {
    let brotli = include_bytes!("../fixtures/zeros.br");
    let zeros = vec![0; 20 << 20];
    for (name, coding, body) in [
        ("gzip", Coding::Gzip, gz(&zeros)),
        ("zstd", Coding::Zstd, zstd(&zeros)),
        ("br", Coding::Brotli, brotli.to_vec()),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\n\r\n");
        let bytes = [head.as_bytes(), &body].concat();
        in_small_stack(|| {
            let message = Message::parse(&bytes).unwrap();
            let decoded = message.decode(&tight());
            let kept = decoded.bytes.len();
            assert!((1 << 19..10 << 20).contains(&kept), "{name}: {kept}");
            assert_eq!(decoded.codings, [coding]);
            assert_eq!(decoded.deviations, [Deviation::TooMuch { kept }]);
        });
    }
}

#[test]
fn codings_on_codings_are_bounded() {
    let body = (0..10).fold(b"text".to_vec(), |body, _| gz(&body));
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {}\r\n\r\n", ["gzip"; 10].join(","));
    let bytes = [head.as_bytes(), &body].concat();
    let message = Message::parse(&bytes).unwrap();
    let decoded = message.decode(&Limits::default());
    assert_eq!(decoded.codings.len(), 5);
    assert_eq!(decoded.deviations, [Deviation::TooManyCodings]);
}

#[test]
fn the_total_is_bounded_and_said() {
    let mut options = Options::default();
    options.limits.total_bytes = 100_000;
    let bytes = gz(&page(1, &"text ".repeat(1000))).repeat(100);
    let mut records = options.open(&bytes[..]);
    let mut count = 0;
    let error = loop {
        match records.next_item() {
            Ok(Some(Item::Record(_))) => count += 1,
            Ok(Some(_)) => {}
            Ok(None) => panic!("it is too much"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::TooMuch { .. }), "{error}");
    assert!((15..=20).contains(&count), "{count}");
    assert!(records.summary().balances(), "{:?}", records.summary());
}

#[test]
fn lengths_beyond_all_bounds_allocate_nothing() {
    let fields = page_fields(1);
    let fields = fields.each_ref().map(String::as_str);
    for length in ["1000000000000000000", "18446744073709551615", "1099511627776"] {
        let alone = with_length(&fields, length, b"HTTP/1.1 200 OK\r\n\r\nhi");
        for bytes in [alone.clone(), gz(&alone), [alone, page(2, "two")].concat()] {
            let file = read_small(&bytes);
            assert_eq!(file.records[0].target(), "http://blog.example/1");
            assert!(file.all_damage().iter().any(Damage::may_have_lost_something));
        }
    }
}

#[test]
fn a_million_header_lines_are_too_many() {
    let lines = "X-Line: value\r\n".repeat(1_000_000);
    let bytes = [
        format!("WARC/1.0\r\nWARC-Type: response\r\n{lines}Content-Length: 2\r\n\r\nhi\r\n\r\n")
            .into_bytes(),
        page(2, "two"),
    ]
    .concat();
    for bytes in [bytes.clone(), [gz(&bytes), gz(&page(2, "two"))].concat()] {
        let file = read_small(&bytes);
        assert!(file.damage.iter().any(|it| matches!(it, Damage::NoHead { .. })));
        expect_last(&file);
    }
    let bytes = format!("HTTP/1.1 200 OK\r\n{lines}\r\nbody").into_bytes();
    in_small_stack(|| {
        let message = Message::parse(&bytes).unwrap();
        assert!(message.headers.len() <= 1_000 && message.body.ends_with(b"body"));
        assert_eq!(message.deviations, [Deviation::HeadTooLong]);
    });
}

#[test]
fn a_header_line_of_a_megabyte_is_too_long() {
    let long = format!("X: {}", "x".repeat(1 << 20));
    let bytes = [record(&["WARC-Type: response", &long], b"hi"), page(2, "two")].concat();
    for bytes in [bytes.clone(), gz(&bytes)] {
        expect_last(&read_with(&bytes, Limits::default()));
    }
    // One that is only longer than a line may be costs only itself.
    let long = format!("X: {}", "x".repeat(100_000));
    let bytes = [record(&["WARC-Type: response", &long], b"hi"), page(2, "two")].concat();
    let file = read_small(&bytes);
    assert_eq!(file.records.len(), 2);
    assert!(
        matches!(&file.records[0].damage[0], Damage::BadHeaderLine { line } if line.len() < 300)
    );
}

#[test]
fn a_head_that_never_ends_is_none() {
    let endless = format!("WARC/1.0\r\n{}", "WARC-Type: response\r\n".repeat(50_000));
    for bytes in
        [endless.clone().into_bytes(), b"WARC/1.0\r\n".repeat(100_000), vec![b'\n'; 1 << 20]]
    {
        assert_eq!(read_small(&bytes).records.len(), 0);
    }
}

#[test]
fn chunk_sizes_that_never_end_are_none() {
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for body in [
        vec![b'0'; 1 << 20],
        b"1\r\na\r\n".repeat(200_000),
        vec![b'f'; 1 << 20],
        b"1;".repeat(1 << 19),
    ] {
        let bytes = [&head[..], &body].concat();
        in_small_stack(|| {
            let message = Message::parse(&bytes).unwrap();
            let decoded = message.decode(&Limits::default());
            assert_eq!(decoded.deviations.len(), 1);
            assert!(decoded.bytes.len() >= 200_000);
        });
    }
}

#[test]
fn a_warc_in_a_warc_is_one_record() {
    let inner = [page(7, "seven"), page(8, "eight")].concat();
    for inner in [inner.clone(), gz(&inner), gz(&gz(&inner))] {
        let outer =
            record(&["WARC-Type: resource", "WARC-Target-URI: http://blog.example/2"], &inner);
        for bytes in [outer.clone(), gz(&outer)] {
            let file = read_small(&bytes);
            assert_eq!((file.records.len(), file.all_damage()), (1, vec![]));
            expect_last(&file);
        }
    }
}

#[test]
fn members_in_members_that_are_all_damaged_come_to_an_end() {
    // Each begins with a stored block that holds the next one: whatever ends the first of them, all are looked at.
    let mut bytes = Vec::new();
    for _ in 0..3_000 {
        let mut start = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0, 0xff, 0xff, 0, 0];
        start.extend(b"WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 1\r\n\r\nx");
        bytes.extend(start);
    }
    let mut limits = Limits::default();
    limits.kept_member = 1 << 16;
    let file = in_small_stack(|| read_with(&bytes, limits));
    assert!(file.summary.members > 1);
}

#[test]
fn many_quoted_records_after_a_wrong_length_come_to_an_end() {
    let quoted =
        "\r\n\r\nWARC/1.0\r\nWARC-Type: x\r\nContent-Length: 99999999\r\n\r\nx".repeat(5_000);
    let digest = "WARC-Block-Digest: sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N";
    let bytes = with_length(&["WARC-Type: response", digest], "5", quoted.as_bytes());
    for bytes in [bytes.clone(), gz(&bytes)] {
        assert!(read_small(&bytes).records.len() > 5_000);
    }
}

#[test]
fn memory_is_that_of_the_longest_block_in_memory() {
    // Two gigabytes that are never there at once; what is read of them is counted.
    struct Zeros(u64);
    impl Read for Zeros {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = out.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
            out[..count].fill(0);
            self.0 -= count as u64;
            Ok(count)
        }
    }
    let length = 300 << 20;
    let head = format!("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: {length}\r\n\r\n");
    let mut options = Options::default();
    options.limits.block_in_memory = 1 << 20;
    let mut records = options.open(head.as_bytes().chain(Zeros(length)));
    let mut count = 0;
    while let Some(item) = records.next_item().unwrap() {
        count += u64::from(matches!(item, Item::Record(_)));
    }
    assert_eq!((count, records.summary().blocks), (1, length));
}

#[test]
fn any_first_bytes_are_survived() {
    for first in 0..=255_u8 {
        for second in [0, 0x1f, 0x8b, b'W', b'\n', 0xff] {
            let bytes: Vec<u8> = [first, second, 8, 0x18].into_iter().cycle().take(300).collect();
            let mut records = Records::new(&bytes[..]);
            while records.next_item().unwrap().is_some() {}
            assert!(records.summary().balances());
        }
    }
}
