//! WARC: forms of files, and what goes wrong in them (chapter and verse of the formats' notes: "edge cases").

use larder_capture::{
    Limits,
    member::Fault,
    warc::{Compress, Damage, DigestOf, Item, RecordType, Records, Version, Writer},
};

use crate::build::{
    File, gz, in_small_stack, page, page_fields, read, read_with, record, response, with_length,
    zstd,
};

fn three() -> [Vec<u8>; 3] {
    [page(1, "<p>one</p>"), page(2, "<p>둘</p>"), page(3, "<p>three</p>")]
}

fn targets(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("http://blog.example/{number}")).collect()
}

/// The pages 1, 2 and 3 as they should be, and no damage but this.
fn expect_three(file: &File, damage: &[Damage]) {
    assert_eq!(file.targets(), targets(3));
    let blocks = ["<p>one</p>", "<p>둘</p>", "<p>three</p>"].map(response);
    assert_eq!(file.blocks(), blocks.each_ref().map(|it| &it[..]));
    assert_eq!(file.all_damage(), damage);
}

#[test]
fn every_form_of_a_file_gives_the_same_records() {
    let plain = three().concat();
    let members = three().map(|it| gz(&it)).concat();
    let frames = three().map(|it| zstd(&it)).concat();
    for (name, bytes) in [
        ("plain", plain.clone()),
        ("a member per record", members),
        ("one member", gz(&plain)),
        ("a frame per record", frames),
        ("one frame", zstd(&plain)),
        ("two records in a member", [gz(&three()[..2].concat()), gz(&three()[2])].concat()),
        ("mixed", [three()[0].clone(), gz(&three()[1]), zstd(&three()[2])].concat()),
        ("mixed the other way", [zstd(&three()[0]), gz(&three()[1]), three()[2].clone()].concat()),
    ] {
        let file = read(&bytes);
        assert_eq!(file.targets(), targets(3), "{name}");
        expect_three(&file, &[]);
    }
}

#[test]
fn offsets_are_those_of_members() {
    let members = three().map(|it| gz(&it));
    let file = read(&members.concat());
    let mut offset = 0;
    for (found, member) in file.records.iter().zip(&members) {
        let length = Some(member.len() as u64);
        assert_eq!(
            (found.origin.offset, found.origin.length, found.origin.within),
            (offset, length, 0)
        );
        offset += member.len() as u64;
    }
    let records = three();
    let file = read(&records.concat());
    let mut offset = 0;
    for (found, record) in file.records.iter().zip(&records) {
        let length = Some(record.len() as u64);
        assert_eq!(
            (found.origin.offset, found.origin.length, found.origin.within),
            (offset, length, 0)
        );
        offset += record.len() as u64;
    }
    let file = read(&gz(&records.concat()));
    assert_eq!(file.records[1].origin.offset, 0);
    assert_eq!(file.records[1].origin.within, records[0].len() as u64);
    assert_eq!(file.records[2].origin.index, 2);
}

#[test]
fn empty_members_are_said_and_cost_nothing() {
    let [one, two, three] = three().map(|it| gz(&it));
    let empty = gz(b"");
    let member = (one.len()) as u64;
    let last = (one.len() + two.len() + three.len() + empty.len()) as u64;
    let file = read(&[one, empty.clone(), two, three, empty].concat());
    expect_three(&file, &[Damage::EmptyMember { member }, Damage::EmptyMember { member: last }]);
}

#[test]
fn bytes_behind_the_last_member_are_counted() {
    let mut bytes = three().map(|it| gz(&it)).concat();
    let from = bytes.len() as u64;
    bytes.extend([0; 512]);
    let file = read(&bytes);
    expect_three(&file, &[Damage::Container(Fault::Skipped { from, to: from + 512 })]);
    assert_eq!(file.summary.container.skipped, 512);
}

#[test]
fn junk_between_members_is_skipped() {
    let [one, two, three] = three().map(|it| gz(&it));
    // Two of the three bytes that members begin with, and a member of something else.
    let junk =
        [b"\x1f\x8b".to_vec(), b"\x1f\x8b\x08".to_vec(), gz(b"nothing of the kind")].concat();
    let from = one.len() as u64;
    let to = from + junk.len() as u64;
    let file = read(&[one, junk, two, three].concat());
    expect_three(&file, &[Damage::Container(Fault::Skipped { from, to })]);
}

#[test]
fn a_record_is_found_behind_padding() {
    for padding in [&b"\0\0\0\0"[..], b"\xef\xbb\xbf", b"\n\0"] {
        let [one, two, three] = three();
        let file = read(&[padding, &one, padding, &two, &gz(&three)].concat());
        assert_eq!(file.targets(), targets(3));
        let is_skip = |it: &Damage| matches!(it, Damage::Container(Fault::Skipped { .. }));
        assert_eq!(file.all_damage().iter().filter(|it| is_skip(it)).count(), 2);
    }
}

#[test]
fn a_member_of_something_else_is_skipped_and_said() {
    let [one, two, three] = three().map(|it| gz(&it));
    let member = one.len() as u64;
    let file = read(&[one, gz(b"hello\n"), two, three].concat());
    expect_three(&file, &[Damage::Skipped { member, from: 0, to: 6 }]);
}

#[test]
fn a_file_that_is_none_gives_nothing_but_its_account() {
    for bytes in
        [&b""[..], b"x", b"<html>WARC/1.0\r\n</html>", &[0; 4096], b"PK\x03\x04", b"\n\n\n"]
    {
        let file = read(bytes);
        assert_eq!(file.records.len(), 0, "{bytes:?}");
    }
}

#[test]
fn the_last_record_may_be_cut() {
    let plain = three().concat();
    let cut = &plain[..plain.len() - 10];
    let file = read(cut);
    assert_eq!(file.targets(), targets(3));
    let stated = response("<p>three</p>").len() as u64;
    assert_eq!(
        file.records[2].damage,
        [Damage::Truncated { stated, present: stated - 6 }, Damage::Separator { found: 0 },]
    );
    let members = three().map(|it| gz(&it));
    let member = (members[0].len() + members[1].len()) as u64;
    let whole = members.concat();
    let at = whole.len() as u64 - 20;
    let file = read(&whole[..whole.len() - 20]);
    assert_eq!(file.targets(), targets(3));
    assert!(file.records[2].damage.contains(&Damage::Container(Fault::CutShort { member, at })));
}

#[test]
fn a_length_that_is_too_short_gives_way_to_the_member() {
    let bad = with_length(&fields(2), "40", &response("<p>둘</p>"));
    let file = read(&[gz(&three()[0]), gz(&bad), gz(&three()[2])].concat());
    let used = response("<p>둘</p>").len() as u64;
    expect_three(&file, &[Damage::BadLength { stated: Some("40".into()), used }]);
}

#[test]
fn a_length_that_is_too_long_gives_way_to_the_member() {
    let bad = with_length(&fields(2), "100000", &response("<p>둘</p>"));
    let file = read(&[gz(&three()[0]), gz(&bad), gz(&three()[2])].concat());
    let used = response("<p>둘</p>").len() as u64;
    expect_three(&file, &[Damage::BadLength { stated: Some("100000".into()), used }]);
}

#[test]
fn a_length_that_is_none_gives_way_to_what_can_be_proved() {
    let used = response("<p>둘</p>").len() as u64;
    for length in
        ["40", "100000", "1000000000000000000", "99999999999999999999999", "-1", "abc", ""]
    {
        let bad = with_length(&fields(2), length, &response("<p>둘</p>"));
        let plain = [three()[0].clone(), bad, three()[2].clone()].concat();
        for bytes in [plain.clone(), gz(&plain), zstd(&plain)] {
            let damage = Damage::BadLength { stated: Some(length.into()), used };
            expect_three(&read(&bytes), &[damage]);
        }
    }
}

#[test]
fn without_a_length_the_next_record_is_the_end() {
    let bad = page(2, "<p>둘</p>");
    let bad = String::from_utf8(bad).unwrap();
    let (head, rest) = bad.split_once("Content-Length:").unwrap();
    let (_, rest) = rest.split_once("\r\n").unwrap();
    let bad = format!("{head}{rest}").into_bytes();
    let used = response("<p>둘</p>").len() as u64;
    let file = read(&[three()[0].clone(), bad, three()[2].clone()].concat());
    expect_three(&file, &[Damage::BadLength { stated: None, used }]);
}

#[test]
fn the_files_of_august_2018_are_read_whole() {
    // Two bytes too few are stated, and an empty line too many stands before the body.
    let block =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n\r\n<p>two</p>";
    let length = (block.len() - 2).to_string();
    let file = read(&[gz(&page(1, "one")), gz(&with_length(&fields(2), &length, block))].concat());
    assert_eq!(file.records[1].block, block);
    let message = larder_capture::http::Message::parse(&file.records[1].block).unwrap();
    let decoded = message.decode(&Limits::default());
    assert_eq!(&*decoded.bytes, b"<p>two</p>");
    assert_eq!(decoded.deviations, [larder_capture::http::Deviation::ExtraLineEnd]);
}

#[test]
fn line_ends_behind_a_block_are_as_many_as_there_are() {
    for (ends, found) in [("", 0), ("\r\n", 2), ("\n", 1), ("\n\n", 2), ("\r\n\r\n\r\n", 6)] {
        let mut bytes = page(1, "<p>one</p>");
        bytes.truncate(bytes.len() - 4);
        bytes.extend(ends.as_bytes());
        bytes.extend([page(2, "<p>둘</p>"), page(3, "<p>three</p>")].concat());
        expect_three(&read(&bytes), &[Damage::Separator { found }]);
        expect_three(&read(&gz(&bytes)), &[Damage::Separator { found }]);
    }
}

#[test]
fn lines_may_end_in_a_bare_line_feed() {
    let bytes = "WARC/1.0\nWARC-Type: resource\nWARC-Target-URI: http://blog.example/1\nContent-Length: 5\n\nhello\n\n";
    let file = read(bytes.repeat(2).as_bytes());
    assert_eq!(file.blocks(), [b"hello", b"hello"]);
    assert_eq!(file.all_damage(), [Damage::Separator { found: 2 }, Damage::Separator { found: 2 }]);
}

#[test]
fn lines_may_end_twice() {
    // As in files that went through a conversion of texts.
    let text = "WARC/1.0\nWARC-Type: response\nWARC-Target-URI: http://blog.example/1\nContent-Length: 45\n\n\
        HTTP/1.0 302 \nLocation: /x\nServer: none\n\n\n\n";
    let file = read(text.replace('\n', "\r\r\n").repeat(2).as_bytes());
    assert_eq!(file.targets(), ["http://blog.example/1", "http://blog.example/1"]);
    let message = larder_capture::http::Message::parse(&file.records[0].block).unwrap();
    assert_eq!((message.status(), message.header("location")), (Some(302), Some(&b"/x"[..])));
}

#[test]
fn a_page_that_quotes_a_record_is_one_record() {
    let quoted = String::from_utf8(page(9, "quoted")).unwrap();
    let text = format!("<pre>\r\n\r\n{quoted}</pre>");
    for bytes in [page(1, &text), gz(&page(1, &text))] {
        let file = read(&[bytes.clone(), bytes].concat());
        assert_eq!(file.targets(), ["http://blog.example/1", "http://blog.example/1"]);
        assert_eq!(file.all_damage(), []);
    }
}

#[test]
fn of_two_possible_ends_the_one_that_fits_the_digest_wins() {
    let quoted = String::from_utf8(page(9, "quoted")).unwrap();
    let block = response(&format!("<pre>\r\n\r\n{quoted}</pre>"));
    let digest = larder_capture::digest::Algorithm::Sha1.digest(&block);
    let digest = format!("WARC-Block-Digest: {digest}");
    let mut with_digest = fields(1).to_vec();
    with_digest.push(&digest);
    for length in ["10", "1000000"] {
        let file = read(&[with_length(&with_digest, length, &block), page(2, "two")].concat());
        assert_eq!(file.targets(), targets(2));
        assert_eq!(file.records[0].block, block);
        let used = block.len() as u64;
        assert_eq!(file.all_damage(), [Damage::BadLength { stated: Some(length.into()), used }]);
    }
}

#[test]
fn a_quoted_record_in_a_cut_one_with_a_digest_is_still_quoted() {
    let quoted = String::from_utf8(page(9, "quoted")).unwrap();
    let block = response(&format!("<pre>\r\n\r\n{quoted} and more, and more, and more</pre>"));
    let digest = larder_capture::digest::Algorithm::Sha1.digest(&block);
    let digest = format!("WARC-Block-Digest: {digest}");
    let mut with_digest = fields(1).to_vec();
    with_digest.push(&digest);
    let bytes = record(&with_digest, &block);
    let file = read(&bytes[..bytes.len() - 12]);
    assert_eq!(file.targets(), targets(1));
    let stated = block.len() as u64;
    assert!(file.all_damage().contains(&Damage::Truncated { stated, present: stated - 8 }));
}

#[test]
fn targets_are_cleaned_and_kept_as_stated() {
    let fields = ["WARC-Type: resource", "WARC-Target-URI: <http://blog.example/a b/글>"];
    let file = read(&record(&fields, b""));
    assert_eq!(file.targets(), ["http://blog.example/a%20b/글"]);
    let stated = file.records[0].head.target_as_stated().unwrap().into_owned();
    assert_eq!(stated, "<http://blog.example/a b/글>".as_bytes());
    let mut bytes =
        record(&["WARC-Type: resource", "WARC-Target-URI: http://blog.example/??"], b"");
    let at = memchr(&bytes, b"??");
    bytes[at..at + 2].copy_from_slice(b"\xb1\xdb");
    assert_eq!(read(&bytes).targets(), ["http://blog.example/%B1%DB"]);
}

fn memchr(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).position(|it| it == wanted).unwrap()
}

#[test]
fn dates_are_parsed_and_odd_ones_are_said() {
    for (stated, is_odd, is_date) in [
        ("2020-01-02T03:04:05Z", false, true),
        ("2020-01-02T03:04:05.678901Z", false, true),
        ("2020-01-02T03:04:05", true, true),
        ("yesterday", true, false),
    ] {
        let file = read(&record(&["WARC-Type: resource", &format!("WARC-Date: {stated}")], b""));
        assert_eq!(file.records[0].head.date().is_some(), is_date);
        let expected =
            if is_odd { vec![Damage::OddDate { stated: stated.into() }] } else { vec![] };
        assert_eq!(file.all_damage(), expected);
    }
}

#[test]
fn names_in_any_case_and_repeated_fields_are_read() {
    let bytes = b"WARC/1.1\r\nwarc-TYPE: Response\r\nCONTENT-length: 2\r\nWARC-Concurrent-To: <a>\r\nwarc-concurrent-to: <b>\r\n\r\nhi\r\n\r\n";
    let file = read(bytes);
    let head = &file.records[0].head;
    assert_eq!((head.kind(), head.version()), (RecordType::Response, Version::Warc1_1));
    assert_eq!(head.named("WARC-Concurrent-To").collect::<Vec<_>>(), [&b"<a>"[..], b"<b>"]);
    assert_eq!(head.id("warc-concurrent-to").as_deref(), Some("a"));
    assert_eq!(file.all_damage(), []);
}

#[test]
fn unknown_types_and_versions_are_kept_and_said() {
    let bytes = b"WARC/0.18\r\nWARC-Type: screenshot\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n";
    let file = read(bytes);
    assert_eq!(file.blocks(), [b"hi"]);
    assert_eq!(file.summary.of_type(RecordType::Other), 1);
    assert_eq!(
        file.all_damage(),
        [
            Damage::UnknownVersion { version: "WARC/0.18".into() },
            Damage::UnknownType { name: "screenshot".into() },
        ]
    );
}

#[test]
fn a_bad_line_in_a_head_costs_no_other() {
    let file = read(&record(&["WARC-Type: resource", "no colon", "WARC-Target-URI: x:y"], b"hi"));
    assert_eq!(file.targets(), ["x:y"]);
    assert_eq!(file.all_damage(), [Damage::BadHeaderLine { line: "no colon".into() }]);
}

#[test]
fn the_same_record_twice_is_two_records() {
    let bytes = page(1, "one");
    let file = read(&[bytes.clone(), bytes].concat());
    assert_eq!(file.records.len(), 2);
    assert_eq!(file.records[0].head.record_id(), file.records[1].head.record_id());
}

#[test]
fn what_the_capturer_cut_is_said() {
    let file = read(&record(&["WARC-Type: response", "WARC-Truncated: length"], b"hi"));
    assert_eq!(file.all_damage(), [Damage::TruncatedByCapturer { reason: "length".into() }]);
}

#[test]
fn digests_are_verified_in_every_convention() {
    use larder_capture::digest::Algorithm;
    let body = gz(b"<p>one</p>");
    let size = format!("{:x}\r\n", body.len());
    let chunked = [size.as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n";
    let block = [&head[..], &chunked].concat();
    for (payload, fits) in
        [(&chunked[..], true), (&body, true), (b"<p>one</p>", true), (b"<p>two</p>", false)]
    {
        for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Md5] {
            let fields = [
                "WARC-Type: response".to_owned(),
                "Content-Type: application/http;msgtype=response".to_owned(),
                format!("WARC-Block-Digest: {}", algorithm.digest(&block)),
                format!("WARC-Payload-Digest: {}", algorithm.digest(payload)),
            ];
            let file = read(&record(&fields.each_ref().map(String::as_str), &block));
            let expected = Damage::DigestMismatch {
                of: DigestOf::Payload,
                stated: algorithm.digest(payload).to_string(),
                computed: algorithm.digest(&chunked).to_string(),
            };
            assert_eq!(file.all_damage(), if fits { vec![] } else { vec![expected] });
            assert_eq!(file.summary.digests_right, if fits { 2 } else { 1 });
        }
    }
    let file = read(&record(&["WARC-Type: resource", "WARC-Block-Digest: xxh3:1234"], b"hi"));
    let stated = "xxh3:1234".to_owned();
    assert_eq!(file.all_damage(), [Damage::UnknownDigest { of: DigestOf::Block, stated }]);
}

#[test]
fn a_damaged_member_costs_no_other() {
    let members = three().map(|it| gz(&it));
    let middle = members[0].len() + members[1].len() / 2;
    let mut bytes = members.concat();
    bytes[middle] ^= 0xff;
    let file = read(&bytes);
    assert_eq!(file.targets().first(), targets(1).first());
    assert_eq!(file.targets().last(), targets(3).last());
    assert!(file.all_damage().iter().any(Damage::may_have_lost_something));
}

#[test]
fn a_wrong_checksum_is_said() {
    let [one, mut two, three] = three().map(|it| gz(&it));
    let member = one.len() as u64;
    let at = two.len() - 6;
    two[at] ^= 1;
    let file = read(&[one, two, three].concat());
    expect_three(&file, &[Damage::Container(Fault::Checksum { member })]);
}

#[test]
fn a_wrong_checksum_of_a_frame_is_said() {
    let mut bytes = include_bytes!("../fixtures/dictionary.warc.zst").to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    let file = read(&bytes);
    assert_eq!(file.records.len(), 12);
    let member = file.records[11].origin.offset;
    assert_eq!(file.all_damage(), [Damage::Container(Fault::Checksum { member })]);
}

#[test]
fn long_blocks_are_read_in_pieces() {
    let text = "0123456789".repeat(100_000);
    let mut limits = Limits::default();
    limits.block_in_memory = 1000;
    let plain = [page(1, &text), page(2, "two")].concat();
    for bytes in [plain.clone(), gz(&plain), [gz(&page(1, &text)), gz(&page(2, "two"))].concat()] {
        let file = read_with(&bytes, limits.clone());
        assert_eq!(file.targets(), targets(2));
        assert_eq!(file.records[0].block, response(&text));
        assert!(file.records[0].is_long && !file.records[1].is_long);
        assert_eq!(file.all_damage(), []);
    }
    let file = read_with(&page(1, &text)[..500_000], limits.clone());
    let stated = response(&text).len() as u64;
    let present = file.records[0].block.len() as u64;
    assert_eq!(file.all_damage(), [Damage::Truncated { stated, present }]);
}

#[test]
fn long_blocks_that_nobody_reads_are_passed() {
    let mut options = larder_capture::warc::Options::default();
    options.limits.block_in_memory = 1000;
    let bytes = gz(&[page(1, &"x".repeat(10_000)), page(2, "two")].concat());
    let mut records = options.open(&bytes[..]);
    let mut targets = Vec::new();
    while let Some(item) = records.next_item().unwrap() {
        let Item::Record(record) = item else { panic!("no damage: {item:?}") };
        targets.extend(record.head.target());
    }
    assert_eq!(targets, self::targets(2));
    assert!(records.summary().balances());
}

#[test]
fn a_block_of_any_length_goes_on_to_the_next_record() {
    let text = "0123456789\n".repeat(40_000);
    let mut limits = Limits::default();
    limits.block_in_memory = 1000;
    let bad = with_length(&fields(1), "1000000000000000000", &response(&text));
    let file = read_with(&[bad, page(2, "two")].concat(), limits);
    assert_eq!(file.targets(), targets(2));
    assert_eq!(file.records[0].block.len(), response(&text).len());
    assert!(file.records[0].block == response(&text));
    let (stated, used) = (Some("1000000000000000000".to_owned()), response(&text).len() as u64);
    assert_eq!(file.all_damage(), [Damage::BadLength { stated, used }]);
}

#[test]
fn dictionaries_are_found_compressed_or_not() {
    for (name, bytes) in [
        ("as it is", &include_bytes!("../fixtures/dictionary.warc.zst")[..]),
        ("compressed", include_bytes!("../fixtures/compressed-dictionary.warc.zst")),
        ("not named by frames", include_bytes!("../fixtures/unnamed-dictionary.warc.zst")),
    ] {
        let file = read(bytes);
        assert_eq!(file.all_damage(), [], "{name}");
        assert_eq!(
            file.targets(),
            (0..12).map(|it| format!("http://blog.example/{it}")).collect::<Vec<_>>(),
            "{name}"
        );
        assert_eq!(
            file.records[7].block,
            response(&format!("<p>Page number {}, {}.</p>", 7, "words ".repeat(7)))
        );
    }
    let without = &include_bytes!("../fixtures/dictionary.warc.zst")[..];
    let length = u32::from_le_bytes(without[4..8].try_into().unwrap()) as usize;
    let file = read(&without[8 + length..]);
    assert_eq!(file.records.len(), 0);
    assert!(file.all_damage().iter().any(Damage::may_have_lost_something));
}

#[test]
fn a_reader_that_fails_gives_what_came_before() {
    struct Fails<'a>(&'a [u8]);
    impl std::io::Read for Fails<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            match std::io::Read::read(&mut self.0, out)? {
                0 => Err(std::io::Error::other("the disk is gone")),
                count => Ok(count),
            }
        }
    }
    let bytes = three().concat();
    let mut records = Records::new(Fails(&bytes[..bytes.len() - 10]));
    let mut count = 0;
    let error = loop {
        match records.next_item() {
            Ok(Some(Item::Record(_))) => count += 1,
            Ok(Some(_)) => {}
            Ok(None) => panic!("the failure is said"),
            Err(error) => break error,
        }
    };
    assert_eq!((count, error.to_string().as_str()), (3, "cannot read on: the disk is gone"));
    assert!(records.next_item().unwrap().is_none());
}

#[test]
fn a_reader_may_give_one_byte_at_a_time() {
    struct Slow<'a>(&'a [u8]);
    impl std::io::Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = out.len().min(1);
            std::io::Read::read(&mut self.0, &mut out[..count])
        }
    }
    for bytes in [three().concat(), three().map(|it| gz(&it)).concat(), zstd(&three().concat())] {
        let mut records = Records::new(Slow(&bytes));
        let mut found = Vec::new();
        while let Some(item) = records.next_item().unwrap() {
            let Item::Record(record) = item else { panic!("no damage: {item:?}") };
            found.extend(record.head.target());
        }
        assert_eq!(found, targets(3));
    }
}

#[test]
fn what_is_written_is_read() {
    for compress in [Compress::Gzip, Compress::Nothing] {
        let mut writer = Writer::new(Vec::new(), compress);
        let mut written = Vec::new();
        for number in 1..=3 {
            let fields = page_fields(number);
            let fields: Vec<_> = fields.iter().map(|it| it.split_once(": ").unwrap()).collect();
            written.push(writer.write(&fields, &response("text")).unwrap());
        }
        let bytes = writer.into_inner();
        let file = read(&bytes);
        assert_eq!((file.targets(), file.all_damage()), (targets(3), vec![]));
        for (found, written) in file.records.iter().zip(written) {
            assert_eq!(found.head.version(), Version::Warc1_1);
            assert_eq!(
                (found.origin.offset, found.origin.length),
                (written.offset, Some(written.length))
            );
            let alone = &bytes[written.offset as usize..][..written.length as usize];
            assert_eq!(read(alone).targets(), [found.target()]);
        }
    }
    let mut writer = Writer::new(Vec::new(), Compress::Gzip);
    for bad in [("a\r\nb", "c"), ("a", "b\r\nc"), ("", "x"), ("Content-length", "1"), ("a b", "x")]
    {
        assert!(writer.write(&[bad], b"").is_err(), "{bad:?}");
    }
    assert_eq!(writer.into_inner(), b"");
}

#[test]
fn everything_works_in_a_small_stack() {
    in_small_stack(|| expect_three(&read(&gz(&three().concat())), &[]));
}

fn fields(number: usize) -> [&'static str; 5] {
    page_fields(number).map(|it| &*it.leak())
}
