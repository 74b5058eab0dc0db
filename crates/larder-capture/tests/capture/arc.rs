//! ARC: both versions, and what goes wrong in them.

use larder_capture::warc::{Damage, RecordType, Version};

use crate::build::{gz, page, read};

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>one</p>";

fn opening() -> Vec<u8> {
    let block = "1 0 LiveWeb Capture\nURL IP-address Archive-date Content-type Archive-length\n";
    line("filedesc://sample.arc.gz 127.0.0.1 20140216050221 text/plain", block)
}

fn line(line: &str, block: &str) -> Vec<u8> {
    format!("{line} {}\n{block}\n", block.len()).into_bytes()
}

#[test]
fn version_1_is_read() {
    let records = [
        opening(),
        line("http://blog.example/a b 93.184.216.119 20140216050221 text/html", PAGE),
        line(
            "dns:blog.example 1.2.3.4 20140216050222 text/dns",
            "20140216050222\nblog.example. 300 IN A 1.2.3.4",
        ),
    ];
    let plain = records.concat();
    let members = records.map(|it| gz(&it)).concat();
    for bytes in [plain.clone(), members, gz(&plain)] {
        let file = read(&bytes);
        assert_eq!(file.all_damage(), []);
        assert_eq!(
            file.targets(),
            ["filedesc://sample.arc.gz", "http://blog.example/a%20b", "dns:blog.example"]
        );
        let kinds: Vec<_> = file.records.iter().map(|it| it.head.kind()).collect();
        assert_eq!(kinds, [RecordType::Warcinfo, RecordType::Response, RecordType::Resource]);
        let head = &file.records[1].head;
        assert_eq!(head.version(), Version::Arc1);
        assert_eq!(head.text("IP-Address").as_deref(), Some("93.184.216.119"));
        assert_eq!(head.date().unwrap().instant.to_rfc3339(), "2014-02-16T05:02:21+00:00");
        assert_eq!(head.media_type().as_deref(), Some("text/html"));
        assert_eq!(file.records[1].block, PAGE.as_bytes());
        assert!(head.says_http() && !file.records[2].head.says_http());
    }
}

#[test]
fn version_2_is_read() {
    let bytes = line(
        "http://blog.example/ 1.2.3.4 19970417175710 text/html 200 fac069150613fe55599cc7fa88aa089d - 209 a.arc",
        PAGE,
    );
    let file = read(&[opening(), bytes].concat());
    let head = &file.records[1].head;
    assert_eq!((head.version(), file.all_damage()), (Version::Arc2, vec![]));
    assert_eq!(head.text("result-code").as_deref(), Some("200"));
    assert_eq!(head.text("Offset").as_deref(), Some("209"));
    assert_eq!(file.records[1].block, PAGE.as_bytes());
}

#[test]
fn between_none_and_three_line_ends_follow() {
    for ends in ["", "\n", "\n\n", "\n\n\n", "\r\n"] {
        let mut first = line("http://blog.example/1 0 20140216050221 text/html", PAGE);
        first.pop();
        first.extend(ends.as_bytes());
        let second = line("http://blog.example/2 0 20140216050221 no-type", PAGE);
        let file = read(&[opening(), first, second].concat());
        assert_eq!(file.all_damage(), [], "{ends:?}");
        assert_eq!(file.blocks()[1..], [PAGE.as_bytes(); 2]);
    }
}

#[test]
fn a_length_that_reaches_into_the_next_line_cuts_no_address() {
    for more in [1, 2, 3, 5] {
        let length = PAGE.len() + more;
        let bad = format!("http://blog.example/1 0 20140216050221 text/html {length}\n{PAGE}\n");
        let second = line("https://blog.example/2 0 20140216050221 text/html", PAGE);
        let file = read(&[opening(), bad.into_bytes(), second].concat());
        assert_eq!(
            file.targets()[1..],
            ["http://blog.example/1", "https://blog.example/2"],
            "{more}"
        );
    }
}

#[test]
fn lengths_that_are_none_give_way_to_the_next_line() {
    for length in ["-1", "abc", "7", "99999"] {
        let bad = format!("http://blog.example/1 0 20140216050221 text/html {length}\n{PAGE}\n");
        let second = line("http://blog.example/2 0 20140216050221 text/html", PAGE);
        let file = read(&[opening(), bad.into_bytes(), second].concat());
        let expected = Damage::BadLength { stated: Some(length.into()), used: PAGE.len() as u64 };
        assert_eq!(file.all_damage(), [expected]);
        assert_eq!(file.blocks()[1..], [PAGE.as_bytes(); 2]);
    }
}

#[test]
fn lines_without_a_length_are_still_records() {
    let lines = "filedesc://bad.arc 127.0.0.1 20140301000000 text/plain -1\n1 0 Bad\n\n\
        http://blog.example/1 1.2.3.4 20140401000000 text/html -1\n\n\
        http://blog.example/2 1.2.3.4 20140102000000 text/plain 1\nx\n\
        http://blog.example/3 1.2.3.4 20140401000000 text/html abc\n\n";
    let file = read(lines.as_bytes());
    let numbers = file.targets().iter().skip(1).cloned().collect::<Vec<_>>();
    assert_eq!(
        numbers,
        ["http://blog.example/1", "http://blog.example/2", "http://blog.example/3"]
    );
    assert_eq!(file.blocks(), [&b"1 0 Bad"[..], b"", b"x", b""]);
}

#[test]
fn odd_dates_are_filled_up_or_cut_and_said() {
    for (stated, instant) in [
        ("20140216", "2014-02-16T00:00:00+00:00"),
        ("2014021605022112345", "2014-02-16T05:02:21+00:00"),
    ] {
        let bytes = line(&format!("http://blog.example/1 0 {stated} text/html"), PAGE);
        let file = read(&[opening(), bytes].concat());
        assert_eq!(file.records[1].head.date().unwrap().instant.to_rfc3339(), instant);
        assert_eq!(file.all_damage(), [Damage::OddDate { stated: stated.into() }]);
    }
}

#[test]
fn what_is_no_http_says_so() {
    let bytes = line("http://blog.example/1 0 20140216050221 alexa/dat", "sites 12");
    let file = read(&[opening(), bytes].concat());
    assert!(!file.records[1].head.says_http());
}

#[test]
fn a_line_without_a_content_type_is_read() {
    let bytes = line("http://blog.example/1 0 20140216050221", PAGE);
    let file = read(&[opening(), bytes].concat());
    assert_eq!((file.records[1].head.media_type(), file.all_damage()), (None, vec![]));
    assert_eq!(file.records[1].block, PAGE.as_bytes());
}

#[test]
fn both_formats_in_one_stream_are_read() {
    let arc = line("http://blog.example/1 0 20140216050221 text/html", PAGE);
    for parts in [
        [opening(), arc.clone(), page(2, "two")],
        [page(2, "two"), opening(), arc.clone()],
        [gz(&opening()), gz(&arc), gz(&page(2, "two"))],
        [gz(&page(2, "two")), opening(), arc.clone()],
    ] {
        let file = read(&parts.concat());
        assert_eq!((file.records.len(), file.all_damage()), (3, vec![]));
    }
}

#[test]
fn the_compressor_of_the_same_name_is_no_capture() {
    let file = read(b"\x1a\x08SAMPLE.TXT\0\0\0\0\0\0http://x.example/ 0 20140216050221 a 5\n");
    assert_eq!(file.records.len(), 0);
}
