//! Lengths of blocks that are wrong: what is longer than fits in memory ends where it would if it did fit.

use larder_capture::{
    Limits,
    digest::Algorithm,
    member::Fault,
    warc::{Block, Damage, Error, Item, Options},
};

use crate::build::{
    File, gz, in_small_stack, page, page_fields, read_with, response, with_length, zstd,
};

/// A digest that fits nothing.
const WRONG_DIGEST: &str = "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Longer than what is loaded at once.
const LONG: usize = 300_000;

/// What is stated of a block.
#[derive(Clone, Copy, Debug)]
struct Stated {
    length: usize,
    has_digest: bool,
}

/// A record with this block, of which this is stated.
fn stating(number: usize, block: &[u8], stated: Stated) -> Vec<u8> {
    let mut fields = page_fields(number).to_vec();
    if stated.has_digest {
        let digest = Algorithm::Sha1.digest(block);
        fields.push(format!("WARC-Block-Digest: {digest}"));
    }
    let fields: Vec<_> = fields.iter().map(String::as_str).collect();
    with_length(&fields, &stated.length.to_string(), block)
}

/// The file with the most and with little in memory.
fn both(bytes: &[u8]) -> [File; 2] {
    let mut little = Limits::default();
    little.block_in_memory = 1 << 10;
    [Limits::default(), little].map(|limits| read_with(bytes, limits))
}

/// What is wrong with a file, but for line ends that nothing is lost by.
fn losses(file: &File) -> Vec<Damage> {
    let mut losses = file.all_damage();
    losses.retain(Damage::may_have_lost_something);
    // What is wrong with a long block is said behind it.
    losses.sort_by_key(|damage| format!("{damage:?}"));
    losses
}

fn expect_same(bytes: &[u8], what: &str) {
    let [file, in_pieces] = both(bytes);
    assert_eq!(in_pieces.targets(), file.targets(), "{what}");
    for (piecewise, whole) in in_pieces.records.iter().zip(&file.records) {
        let lengths = (piecewise.block.len(), whole.block.len());
        assert!(piecewise.block == whole.block, "{what}: {}: {lengths:?}", whole.target());
    }
    assert_eq!(losses(&in_pieces), losses(&file), "{what}");
}

/// A text in which nothing comes twice, so that no part of it looks like another.
fn text(length: usize) -> String {
    let lines = (0..).map(|number: usize| format!("<p>{number}</p>\n"));
    lines.flat_map(String::into_bytes).map(char::from).take(length).collect()
}

/// A block that is long, one that quotes a record, one that quotes what could be a record for a while, and one that is empty.
fn blocks() -> [Vec<u8>; 4] {
    let quoted = String::from_utf8(page(9, "quoted")).unwrap();
    let quoting = [text(LONG / 2), format!("\r\n\r\n{quoted}"), text(LONG / 2)].concat();
    let no_head = "a: a value that could stand in a head\r\n".repeat(4000);
    let like_it = [text(LONG / 3), format!("\r\n\r\nWARC/1.0\r\n{no_head}\r\n\r\n")].concat();
    [response(&text(LONG)), response(&quoting), response(&like_it), Vec::new()]
}

#[test]
fn long_blocks_end_where_short_ones_would() {
    let behind = page(2, "two").len();
    let wrong_by = [-250_000, -70_000, -1, 0, 4, behind as isize, 70_000, 1 << 39, 1 << 41];
    for (block, has_digest) in blocks().iter().flat_map(|it| [(it, false), (it, true)]) {
        for by in wrong_by {
            let Some(length) = block.len().checked_add_signed(by) else { continue };
            let first = stating(1, block, Stated { length, has_digest });
            let parts =
                [first, page(2, "two"), page(3, "three"), page(4, &text(100_000)), page(5, "five")];
            let plain = parts.concat();
            let packed = parts.each_ref().map(|it| gz(it));
            for (name, bytes) in [
                ("plain", plain.clone()),
                ("in one member", gz(&plain)),
                ("in one frame", zstd(&plain)),
                ("each in a member", packed.concat()),
                ("behind others", [gz(&page(6, "six")), packed.concat()].concat()),
                ("the last but one", parts[..2].concat()),
                ("the last one", parts[0].clone()),
                ("the last one, packed", packed[0].clone()),
                ("plain before packed", [&*parts[0], &packed[1]].concat()),
                ("before what is no record", [&*parts[0], b"none\r\n", &parts[1]].concat()),
                ("cut", plain[..plain.len() / 2].to_vec()),
                ("cut behind it", plain[..block.len() + behind].to_vec()),
                ("cut and packed", gz(&plain[..plain.len() / 2])),
                ("packed and cut", gz(&plain)[..plain.len() / 14].to_vec()),
            ] {
                if has_digest && by == -250_000 && name.contains("cut") {
                    // Nothing tells where it ends, and what is behind the stated end is kept or skipped: either is said.
                    continue;
                }
                let what = format!("{} bytes, {by}, {has_digest}, {name}", block.len());
                expect_same(&bytes, &what);
            }
        }
    }
}

#[test]
fn a_long_block_swallows_no_record() {
    let block = response(&text(LONG));
    for length in [block.len() + 10, block.len() + 5000, block.len() + 110_000, 1 << 39] {
        let first = stating(1, &block, Stated { length, has_digest: false });
        let plain = [first, page(2, "two"), page(3, &text(100_000)), page(4, "four")].concat();
        for bytes in [plain.clone(), gz(&plain), zstd(&plain)] {
            let [_, file] = both(&bytes);
            assert_eq!(file.targets(), [1, 2, 3, 4].map(|it| format!("http://blog.example/{it}")));
            assert!(file.records[0].is_long && file.records[0].block == block);
            let (stated, used) = (Some(length.to_string()), block.len() as u64);
            assert_eq!(losses(&file), [Damage::BadLength { stated, used }]);
        }
    }
}

#[test]
fn a_long_block_may_quote_records() {
    let [_, block, ..] = blocks();
    for has_digest in [false, true] {
        let first = stating(1, &block, Stated { length: block.len(), has_digest });
        let plain = [first, page(2, "two")].concat();
        for bytes in [plain.clone(), gz(&plain), [plain.clone(), gz(&plain)].concat()] {
            let [_, file] = both(&bytes);
            assert!(file.records[0].is_long && file.records[0].block == block);
            assert_eq!(file.records[1].target(), "http://blog.example/2");
            assert_eq!(file.all_damage(), []);
        }
    }
}

/// Reads with little in memory. Returns how many bytes the blocks have, what is wrong, and what failed.
fn read_without_looking_ahead(
    bytes: &[u8],
    scratch: Option<fn() -> std::io::Result<std::fs::File>>,
) -> (Vec<usize>, Vec<Damage>, Vec<String>) {
    let mut options = Options::default();
    (options.limits.block_in_memory, options.scratch) = (1 << 10, scratch);
    let mut records = options.open(bytes);
    let (mut lengths, mut damage, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        match records.next_item() {
            Ok(Some(Item::Record(record))) => match record.block {
                Block::Here(block) => lengths.push(block.len()),
                Block::Long(mut long) => match std::io::copy(&mut long, &mut std::io::sink()) {
                    Ok(length) => lengths.push(length as usize),
                    Err(error) => failures.push(error.to_string()),
                },
                _ => unreachable!("a block is here or long"),
            },
            Ok(Some(Item::Damage(found))) => damage.push(found),
            Ok(None) => return (lengths, damage, failures),
            Err(error) => {
                failures.push(error.to_string());
                assert!(matches!(error, Error::Scratch(_)));
                assert!(matches!(records.next_item(), Ok(None)), "nothing comes after it");
                return (lengths, damage, failures);
            }
            _ => unreachable!("an item is a record or damage"),
        }
    }
}

#[test]
fn a_right_digest_tells_where_a_long_block_ends() {
    let quoted = String::from_utf8([page(8, "eight"), page(9, "nine")].concat()).unwrap();
    let text = [text(LONG), format!("\r\n\r\n{quoted}"), text(LONG), quoted].concat();
    let block = response(&text);
    for length in [10, 2000, block.len() - 5, block.len() + 5, block.len() + 5000, 1 << 39, 1 << 60]
    {
        let first = stating(1, &block, Stated { length, has_digest: true });
        let plain =
            [first, page(2, "two"), page(3, &self::text(100_000)), page(4, "four")].concat();
        for bytes in [plain.clone(), gz(&plain)] {
            let [_, file] = both(&bytes);
            assert_eq!(file.targets(), [1, 2, 3, 4].map(|it| format!("http://blog.example/{it}")));
            assert!(file.records[0].block == block, "{length}");
            let (stated, used) = (Some(length.to_string()), block.len() as u64);
            assert_eq!(losses(&file), [Damage::BadLength { stated, used }]);
        }
    }
}

#[test]
fn many_quotes_in_a_block_that_is_cut_are_looked_at_once() {
    // None of them is followed by anything, so that each may be a quote.
    let quote = "\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\n\r\nxyz";
    let block = response(&quote.repeat(20_000));
    let fields = page_fields(1);
    let mut fields = fields.each_ref().map(String::as_str).to_vec();
    fields.push(WRONG_DIGEST);
    let first = with_length(&fields, &(1_u64 << 39).to_string(), &block);
    let [file, in_pieces] = in_small_stack(|| both(&[first, page(2, "two")].concat()));
    for file in [file, in_pieces] {
        assert_eq!(
            file.records.last().map(|it| it.target()).as_deref(),
            Some("http://blog.example/2")
        );
    }
}

#[test]
fn records_with_wrong_digests_and_lengths_are_several() {
    let block = response(&text(100_000));
    let record = |number| {
        let fields = page_fields(number);
        let mut fields = fields.each_ref().map(String::as_str).to_vec();
        fields.push(WRONG_DIGEST);
        with_length(&fields, &(1_u64 << 39).to_string(), &block)
    };
    for count in [1, 8, 12, 17, 40] {
        let bytes = (1..=count).flat_map(record).chain(page(count + 1, "last"));
        for file in both(&bytes.collect::<Vec<_>>()) {
            assert_eq!(file.records.len(), count + 1);
        }
    }
}

#[test]
fn what_only_looks_packed_is_tried_not_too_often() {
    let block = b"\n\x1f\x8b\x08".repeat(500_000);
    let first = stating(1, &block, Stated { length: 1 << 39, has_digest: false });
    for file in both(&[first, page(2, "two")].concat()) {
        assert_eq!(file.targets(), [1, 2].map(|it| format!("http://blog.example/{it}")));
    }
}

#[test]
fn records_without_lengths_are_several() {
    let record = |number: usize, text: &str| {
        let fields = page_fields(number);
        with_length(&fields.each_ref().map(String::as_str), "", &response(text))
    };
    let texts = [&text(LONG), "two", &text(100_000), "four"];
    let bytes: Vec<u8> = (1..).zip(texts).flat_map(|(number, text)| record(number, text)).collect();
    expect_same(&bytes, "in a row");
    let [file, _] = both(&bytes);
    assert_eq!(file.targets(), [1, 2, 3, 4].map(|it| format!("http://blog.example/{it}")));
}

#[test]
fn where_nothing_can_be_put_aside_the_length_counts_and_is_doubted_aloud() {
    let block = response(&text(LONG));
    let (two, three) = (page(2, "two"), page(3, "three"));
    let length = block.len() + two.len() + 300_000;
    let first = stating(1, &block, Stated { length, has_digest: false });
    let (lengths, damage, failures) = read_without_looking_ahead(
        &[&*first, &two, &text(400_000).into_bytes(), &three].concat(),
        None,
    );
    assert_eq!(lengths, [length, response("three").len()]);
    assert!(matches!(damage[..], [Damage::Container(Fault::Skipped { .. })]), "{damage:?}");
    assert_eq!(failures, [""; 0]);
}

#[test]
fn what_cannot_be_put_aside_is_an_error() {
    let block = response(&text(LONG));
    let mut failed = 0;
    // Looked at while the block is read, or before.
    for length in [1 << 39, 100_000] {
        let first = stating(1, &block, Stated { length, has_digest: false });
        let bytes = [first, page(2, "two"), text(100_000).into_bytes()].concat();
        for bytes in [bytes.clone(), gz(&bytes)] {
            let refused = || Err(std::io::Error::other("the disk is full"));
            let (lengths, damage, failures) = read_without_looking_ahead(&bytes, Some(refused));
            if failures.is_empty() {
                // Packed, the end is not looked for so early.
                assert_eq!(lengths[0], block.len());
                continue;
            }
            assert_eq!((lengths, damage), (Vec::new(), Vec::new()));
            assert_eq!(failures[0], "the disk is full", "{length}");
            failed += 1;
        }
    }
    assert!(failed >= 3, "{failed}");
}

#[test]
fn lengths_that_all_lie_hide_no_record() {
    // Each block states that it goes on to far behind the end.
    let block = response(&text(100_000));
    let lying = Stated { length: 1 << 39, has_digest: false };
    let pages: Vec<_> = (0..200).map(|number| stating(number, &block, lying)).collect();
    for bytes in [pages.concat(), gz(&pages.concat())] {
        let [_, file] = both(&bytes);
        assert_eq!(file.records.len(), 200);
        let (last, others) = file.records.split_last().unwrap();
        assert!(others.iter().all(|it| it.block == block));
        assert!(last.block.starts_with(&block), "cut, as far as anybody knows");
    }
}
