//! Nothing is lost without being said: files that are cut, damaged and put together.

use larder_capture::warc::Damage;
use proptest::prelude::*;

use crate::build::{File, gz, page, read, record, with_length, zstd};

const ARC: &str = "filedesc://a.arc 0.0.0.0 20140216050221 text/plain 4\n1 0 \n\n\
    http://blog.example/1 1.2.3.4 20140216050221 text/html 21\nHTTP/1.0 200 OK\r\n\r\nhi\n\
    http://blog.example/2 1.2.3.4 20140216050222 text/html 22\nHTTP/1.0 200 OK\r\n\r\nyou\n";

/// One file of each form, with what is odd about it.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let pages = [page(1, "<p>one</p>"), page(2, "<p>둘</p>"), page(3, "<p>three</p>")];
    let plain = pages.concat();
    let quoted = page(4, &format!("<pre>\r\n\r\n{}", String::from_utf8_lossy(&pages[1])));
    let bad = with_length(&["WARC-Type: response", "WARC-Target-URI: x:bad"], "9999", b"hello");
    let arc: Vec<u8> = ARC.split_inclusive("hi\n").flat_map(|it| gz(it.as_bytes())).collect();
    vec![
        ("plain", plain.clone()),
        ("members", pages.iter().flat_map(|it| gz(it)).collect()),
        ("one member", gz(&plain)),
        ("frames", pages.iter().flat_map(|it| zstd(it)).collect()),
        ("mixed", [gz(&pages[0]), pages[1].clone(), zstd(&pages[2])].concat()),
        ("quoted", [quoted.clone(), pages[0].clone()].concat()),
        ("quoted in members", [gz(&quoted), gz(&pages[0])].concat()),
        ("wrong lengths", [bad.clone(), pages[0].clone(), bad.clone()].concat()),
        ("wrong lengths in members", [gz(&pages[0]), gz(&bad), gz(&pages[1])].concat()),
        ("arc", ARC.as_bytes().to_vec()),
        ("arc in members", arc),
        ("both", [ARC.as_bytes(), &gz(&pages[0]), &pages[1]].concat()),
        ("dictionary", include_bytes!("../fixtures/dictionary.warc.zst").to_vec()),
        (
            "junk",
            [
                b"\xef\xbb\xbf".to_vec(),
                pages[0].clone(),
                b"junk".to_vec(),
                gz(&pages[1]),
                [0, 0, 0, 0, 0, 0, 0, b'\n'].to_vec(),
            ]
            .concat(),
        ),
    ]
}

/// Where the members and the records of a file end, and what the records before are.
fn ends(file: &File, length: usize) -> Vec<(u64, String, Vec<u8>)> {
    let next =
        |index: usize| file.records.get(index + 1).map_or(length as u64, |it| it.origin.offset);
    let ends = file.records.iter().enumerate().map(|(index, it)| {
        let end = it.origin.length.map_or(next(index), |length| it.origin.offset + length);
        (end, it.target(), it.block.clone())
    });
    ends.collect()
}

#[test]
fn cut_anywhere_every_record_before_is_there() {
    for (name, bytes) in samples() {
        let ends = ends(&read(&bytes), bytes.len());
        for cut in 0..bytes.len() {
            let file = read(&bytes[..cut]);
            let before: Vec<_> = ends.iter().take_while(|(end, ..)| *end <= cut as u64).collect();
            for (index, (_, target, block)) in before.iter().enumerate() {
                let found = file.records.get(index).map(|it| (it.target(), &it.block));
                // A length that lies is only known for one by what follows.
                if target == "x:bad" {
                    continue;
                }
                assert!(found == Some((target.clone(), block)), "{name} cut at {cut}: {file:?}");
            }
        }
    }
}

#[test]
fn a_cut_is_always_said() {
    let bytes: Vec<u8> = (1..=3).flat_map(|number| gz(&page(number, "text"))).collect();
    let whole = ends(&read(&bytes), bytes.len());
    for cut in 1..bytes.len() {
        let file = read(&bytes[..cut]);
        let is_at_an_end = whole.iter().any(|(end, ..)| *end == cut as u64);
        let is_said = file.all_damage().iter().any(Damage::may_have_lost_something);
        assert_eq!(is_said, !is_at_an_end, "cut at {cut}: {:?}", file.all_damage());
    }
}

#[test]
fn one_wrong_byte_costs_one_member_at_most() {
    let members: Vec<Vec<u8>> = (1..=3).map(|number| gz(&page(number, "some text"))).collect();
    let bytes = members.concat();
    let whole = read(&bytes);
    let mut ends = Vec::new();
    members.iter().fold(0, |end, member| {
        ends.push(end + member.len());
        end + member.len()
    });
    for at in 0..bytes.len() {
        let hit = ends.iter().position(|end| at < *end).unwrap();
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = bytes.clone();
            bytes[at] ^= flip;
            let file = read(&bytes);
            for (index, record) in
                whole.records.iter().enumerate().filter(|(index, _)| *index != hit)
            {
                let is_it = |it: &&crate::build::Found| {
                    it.target() == record.target() && it.block == record.block
                };
                assert!(
                    file.records.iter().any(|it| is_it(&it)),
                    "byte {at}, record {index}: {file:?}"
                );
            }
        }
    }
}

#[test]
fn one_wrong_byte_anywhere_is_survived() {
    for (_, bytes) in samples() {
        for at in 0..bytes.len() {
            for flip in [0x20, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                read(&bytes);
            }
        }
    }
}

#[test]
fn wrong_bytes_in_plain_files_cost_what_they_hit() {
    let pages: Vec<Vec<u8>> = (1..=3).map(|number| page(number, "some text")).collect();
    let bytes = pages.concat();
    for at in 0..pages[0].len() {
        let mut bytes = bytes.clone();
        bytes[at] = b'~';
        let file = read(&bytes);
        assert_eq!(
            file.records.last().map(|it| it.target()).as_deref(),
            Some("http://blog.example/3"),
            "byte {at}"
        );
    }
}

/// Bytes that do not pack, so that what is packed is as long.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    std::iter::repeat_with(step).take(length).collect()
}

#[test]
fn records_may_end_anywhere_in_the_buffers() {
    let noise = noise(3 << 17);
    let last = page(3, "three");
    for size in [1 << 16, 1 << 17, 3 << 16, 1 << 18] {
        for length in (size - 200..size + 20).step_by(3) {
            let first = record(&["WARC-Type: resource", "WARC-Target-URI: x:1"], &noise[..length]);
            let second = record(
                &["WARC-Type: resource", "WARC-Target-URI: x:2"],
                &noise[length..][..50_000],
            );
            let plain = [&first[..], &second, &last].concat();
            let members = [gz(&first), gz(&second), gz(&last)].concat();
            for bytes in [&plain, &members] {
                let file = read(bytes);
                assert_eq!(
                    (file.targets().join(" "), file.all_damage()),
                    ("x:1 x:2 http://blog.example/3".into(), vec![])
                );
                assert!(
                    file.records[0].block == noise[..length]
                        && file.records[1].block == noise[length..][..50_000]
                );
            }
        }
    }
}

#[test]
fn damage_in_long_members_costs_no_other() {
    let noise = noise(200_000);
    let long = gz(&record(&["WARC-Type: resource", "WARC-Target-URI: x:1"], &noise));
    let others: Vec<Vec<u8>> = (2..=4).map(|number| gz(&page(number, "text"))).collect();
    let whole = [&long[..], &others.concat()].concat();
    for at in (0..long.len()).step_by(long.len() / 97) {
        for value in [0, 0xff, whole[at] ^ 0x10] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            let targets = read(&bytes).targets().join(" ");
            let expected = "http://blog.example/2 http://blog.example/3 http://blog.example/4";
            assert!(targets.ends_with(expected), "byte {at}: {targets}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whole files one after the other, with junk between them: all their records are there.
    #[test]
    fn files_put_together_lose_nothing(
        parts in prop::collection::vec((0..14_usize, prop::collection::vec(any::<u8>(), 0..30), any::<bool>()), 1..6),
    ) {
        let samples = samples();
        let mut bytes = Vec::new();
        let mut expected = Vec::new();
        for (sample, junk, has_junk) in &parts {
            // A length that lies takes what follows into account.
            if samples[*sample].0.starts_with("wrong") {
                continue;
            }
            bytes.extend(&samples[*sample].1);
            expected.extend(read(&samples[*sample].1).records.into_iter().map(|it| (it.target(), it.block)));
            if *has_junk {
                bytes.extend(b"\n");
                bytes.extend(junk.iter().map(|byte| byte & 0x7f));
                bytes.extend(b"\n");
            }
        }
        let file = read(&bytes);
        let found: Vec<_> = file.records.into_iter().map(|it| (it.target(), it.block)).collect();
        prop_assert_eq!(found, expected);
    }

    /// Any bytes at all, and any bytes in a member: the account holds.
    #[test]
    fn any_bytes_are_accounted_for(bytes in prop::collection::vec(any::<u8>(), 0..2000), packed in any::<bool>()) {
        read(&if packed { gz(&bytes) } else { bytes });
    }

    /// Pieces of files in any order, some of them damaged.
    #[test]
    fn pieces_of_files_are_accounted_for(
        pieces in prop::collection::vec((0..14_usize, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        packed in any::<bool>(),
    ) {
        let samples = samples();
        let mut bytes = Vec::new();
        for (sample, from, to) in pieces {
            let sample = &samples[sample].1;
            let (from, to) = (from.index(sample.len()), to.index(sample.len()));
            bytes.extend(&sample[from.min(to)..from.max(to)]);
        }
        for (at, value) in flips {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
        }
        read(&if packed { gz(&bytes) } else { bytes });
    }

    /// A record of any block, in any form, is what was written.
    #[test]
    fn blocks_come_back(block in prop::collection::vec(any::<u8>(), 0..500), form in 0..3) {
        let one = record(&["WARC-Type: resource", "WARC-Target-URI: x:y"], &block);
        let bytes = match form {
            0 => one.repeat(2),
            1 => gz(&one).repeat(2),
            _ => zstd(&one).repeat(2),
        };
        let file = read(&bytes);
        prop_assert_eq!(file.blocks(), vec![&block[..], &block[..]]);
        prop_assert_eq!(file.all_damage(), vec![]);
    }
}
