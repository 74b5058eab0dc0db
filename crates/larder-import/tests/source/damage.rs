//! Archives that were cut or changed on their way.

use larder_core::Rule;
use larder_import::{Limits, source};

use super::{
    contents, names, notes, of_bytes,
    pack::{Entry, pack, parts},
    pairs, refused, rule,
};

fn text(number: usize) -> String {
    format!("글 {number}: ").repeat(60 + number)
}

fn entries(streamed: bool) -> Vec<Entry> {
    let entry = |n: usize| Entry { streamed, ..Entry::deflated(format!("{n}.txt"), text(n)) };
    (0..8).map(entry).collect()
}

#[test]
fn a_wrong_checksum_is_damage_and_the_rest_is_read() {
    let mut wrong = Entry::deflated("wrong.txt", "글");
    wrong.crc ^= 1;
    let source = of_bytes(pack(&[wrong, Entry::stored("good.txt", "글")]));
    assert_eq!(source.read(0).unwrap(), "글".as_bytes());
    let error = source.read(1).unwrap_err();
    assert!(error.to_string().starts_with("the checksum is "), "{error}");
    assert_eq!(rule(error), Some(Rule::Damaged));
}

#[test]
fn broken_data_is_damage() {
    let mut broken = Entry::deflated("broken.txt", "글".repeat(1000));
    broken.packed[3..].fill(0xff);
    let mut short = Entry::deflated("short.txt", "글".repeat(1000));
    short.packed.truncate(5);
    let source = of_bytes(pack(&[broken, short]));
    for index in 0..2 {
        assert_eq!(rule(source.read(index).unwrap_err()), Some(Rule::Damaged));
    }
}

/// Whatever is wholly there is read; the entry that was cut is named; no text is wrong.
#[test]
fn an_archive_cut_anywhere_gives_its_whole_entries() {
    for streamed in [false, true] {
        let (local, central, end) = parts(&entries(streamed));
        let data = local.len();
        let whole = [local, central, end].concat();
        for percent in 0..100 {
            let cut = whole.len() * percent / 100;
            let Ok(source) = source::from_bytes("cut.zip", &whole[..cut], &Limits::default())
            else {
                assert!(cut < 300, "{cut} bytes hold a whole entry");
                continue;
            };
            if cut < 4 {
                continue;
            }
            for (name, content) in contents(&*source) {
                let number: usize = name.trim_end_matches(".txt").parse().unwrap();
                assert_eq!(content, text(number), "cut at {cut}");
            }
            let found = source.entries().len() + source.refused().len();
            assert!(
                source.refused().len() <= 1 && found > 0,
                "cut at {cut}: {:?}",
                source.refused()
            );
            assert!(cut < data || names(&*source).len() == 8, "cut at {cut}");
            assert!(notes(&*source)[0].contains("there is no central directory"));
        }
    }
}

#[test]
fn a_directory_that_was_damaged_is_not_believed() {
    let (local, mut central, end) = parts(&entries(false));
    central[60] = 0;
    let second = 46 + 5;
    central[second] = 0;
    let source = of_bytes([local, central, end].concat());
    assert_eq!(source.entries().len(), 8);
    assert_eq!((refused(&*source), notes(&*source).len()), (vec![], 1));
}

#[test]
fn an_archive_of_nothing_but_damage_is_an_error() {
    let error =
        source::from_bytes("cut.zip", &b"PK\x03\x04\0\0"[..], &Limits::default()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "`cut.zip`: a damaged zip file: neither a central directory nor a whole entry was found"
    );
}

#[test]
fn a_damaged_archive_within_another_is_one_refusal() {
    let inner = pack(&[Entry::stored("a.txt", "글")]);
    let source =
        of_bytes(pack(&[Entry::stored("cut.zip", &inner[..20]), Entry::stored("b.txt", "글")]));
    assert_eq!(contents(&*source), pairs([("b.txt", "글")]));
    assert_eq!(refused(&*source), [("cut.zip", Rule::Damaged)]);
}

/// Every byte changed, every length cut: no panic, no hang, on the stack of a thread.
#[test]
fn any_change_of_any_byte_is_survived() {
    let whole = pack(&[
        Entry::deflated("a.txt", "글 ".repeat(9)),
        Entry { streamed: true, ..Entry::deflated("b", "x") },
    ]);
    let survive = move || {
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut changed = whole.clone();
                changed[at] = value;
                if let Ok(source) = source::from_bytes("a.zip", changed, &Limits::default()) {
                    contents(&*source);
                }
            }
            if let Ok(source) = source::from_bytes("a.zip", &whole[..at], &Limits::default()) {
                contents(&*source);
            }
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(survive).unwrap().join().unwrap();
}
