//! Archives that contradict themselves: sizes, headers, and directories that lie.

use larder_core::Rule;
use larder_import::{Limits, source};

use super::{
    contents, names, notes, of_bytes,
    pack::{Entry, end, pack, parts},
    pairs, refused, rule,
};

#[test]
fn sizes_are_counted_and_not_believed() {
    let mut entries =
        vec![Entry::deflated("more.txt", "글".repeat(100)), Entry::stored("less.txt", "글")];
    entries[0].unpacked = 1;
    entries[1].unpacked = u32::MAX - 1;
    let source = of_bytes(pack(&entries));
    assert_eq!(contents(&*source), pairs([("less.txt", "글"), ("more.txt", &*"글".repeat(100))]));
}

#[test]
fn a_size_of_2_to_the_63_allocates_nothing() {
    let mut huge = Entry::stored("huge.txt", "글");
    huge.unpacked = u32::MAX;
    huge.extra =
        [&1_u16.to_le_bytes(), &8_u16.to_le_bytes(), (1_u64 << 63).to_le_bytes().as_slice()]
            .concat();
    let source = of_bytes(pack(&[huge]));
    assert_eq!(source.entries()[0].length, Some(1 << 63));
    assert_eq!(contents(&*source), pairs([("huge.txt", "글")]));
}

#[test]
fn data_that_ends_outside_the_archive_is_damaged() {
    let (local, mut central, end) =
        parts(&[Entry::stored("long.txt", "글"), Entry::stored("good.txt", "글")]);
    central[20..24].copy_from_slice(&u32::MAX.to_le_bytes()[..]);
    central[20] = 0xfe;
    let source = of_bytes([local, central, end].concat());
    assert_eq!(names(&*source), ["good.txt"]);
    assert_eq!(refused(&*source), [("long.txt", Rule::Damaged)]);
}

#[test]
fn the_central_directory_rules_and_the_difference_is_noted() {
    let mut entry = Entry::stored("central.txt", "글");
    entry.local_name = b"local.txt".to_vec();
    let source = of_bytes(pack(&[entry]));
    assert_eq!(contents(&*source), pairs([("central.txt", "글")]));
    assert_eq!(
        notes(&*source),
        [
            "the archive file is damaged: 1 entries have another name or method in their local headers; \
          the central directory was followed"
        ]
    );
}

#[test]
fn bytes_around_the_archive_are_noted() {
    let archive = pack(&[Entry::stored("a.txt", "글")]);
    let source = of_bytes([b"PK\x03\x04 and a program", archive.as_slice(), b"trailing"].concat());
    assert_eq!(contents(&*source), pairs([("a.txt", "글")]));
    let said = notes(&*source);
    assert!(said[0].contains("18 bytes before the archive"), "{said:?}");
    assert!(said[1].contains("8 bytes after the archive"), "{said:?}");
}

#[test]
fn a_comment_that_looks_like_an_end_hides_nothing() {
    let (local, central, mut last) = parts(&[Entry::stored("a.txt", "글")]);
    let empty = end(0, 0, 0);
    last[20] = u8::try_from(empty.len()).unwrap();
    let source = of_bytes([local, central, last, empty].concat());
    assert_eq!(contents(&*source), pairs([("a.txt", "글")]));
}

#[test]
fn a_comment_that_holds_an_archive_is_noticed() {
    let inner = pack(&[Entry::stored("inner.txt", "x")]);
    let (local, central, mut last) = parts(&[Entry::stored("outer.txt", "x")]);
    last[20] = u8::try_from(inner.len()).unwrap();
    let before = local.len() + central.len() + last.len();
    let source = of_bytes([local, central, last, inner].concat());
    // As other programs do, the last end record is taken; what it leaves out is said.
    assert_eq!(names(&*source), ["inner.txt"]);
    assert!(notes(&*source)[0].contains(&format!("{before} bytes before the archive")));
}

#[test]
fn two_records_of_one_place_are_an_overlap() {
    let mut twin = Entry::stored("twin.txt", "글");
    twin.header = Some(0);
    let source = of_bytes(pack(&[Entry::stored("good.txt", "글"), twin]));
    assert_eq!(names(&*source), ["good.txt"]);
    assert_eq!(refused(&*source), [("twin.txt", Rule::Damaged)]);
}

#[test]
fn the_limit_on_files_holds_for_archives() {
    let entries: Vec<_> = (0..10).map(|n| Entry::stored(format!("{n}"), "x")).collect();
    let limits = limits(|limits| limits.files = 4);
    let source = source::from_bytes("a.zip", pack(&entries), &limits).unwrap();
    assert_eq!(source.entries().len(), 4);
    assert_eq!(source.refused()[0].rule, Rule::TooMany);
    assert!(source.refused()[0].found.contains("--max-files"));
}

#[test]
fn an_entry_larger_than_the_limit_is_refused_when_it_is_read() {
    let limits = limits(|limits| limits.file_bytes = 1000);
    let archive =
        pack(&[Entry::deflated("a.txt", [b'a'; 1001]), Entry::deflated("b.txt", [b'b'; 1000])]);
    let source = source::from_bytes("a.zip", archive, &limits).unwrap();
    assert_eq!(rule(source.read(0).unwrap_err()), Some(Rule::TooLarge));
    assert_eq!(source.read(1).unwrap().len(), 1000);
    // Streams are for what is larger.
    assert_eq!(std::io::copy(&mut source.open(0).unwrap(), &mut std::io::sink()).unwrap(), 1001);
}

#[test]
fn all_entries_together_may_unpack_to_the_limit_and_no_further() {
    let limits = limits(|limits| limits.unpacked_bytes = 2500);
    let entries: Vec<_> = (0..3).map(|n| Entry::deflated(format!("{n}"), [b'a'; 1000])).collect();
    let source = source::from_bytes("a.zip", pack(&entries), &limits).unwrap();
    // Reading an entry again is not counted again.
    for index in [0, 1, 0, 1, 1] {
        assert_eq!(source.read(index).unwrap().len(), 1000);
    }
    let error = source.read(2).unwrap_err();
    assert!(error.to_string().contains("--max-unpacked-size"), "{error}");
    assert_eq!(rule(error), Some(Rule::TooLarge));
}

fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}
