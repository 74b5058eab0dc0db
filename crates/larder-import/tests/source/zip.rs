//! Names, links, and kinds of packing in zip files.

use std::io::{Cursor, Write};

use larder_core::Rule;
use larder_import::{Limits, source};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    contents, names, notes, of_bytes,
    pack::{Entry, crc, pack},
    pairs, refused,
};

#[test]
fn an_honest_archive_is_read_by_name() {
    let archive = pack(&[
        Entry::stored("b/", ""),
        Entry::deflated("b/둘.txt", "둘째 글"),
        Entry::stored("a.txt", "첫 글"),
        Entry { streamed: true, ..Entry::deflated("c.txt", "셋째 글") },
        Entry::stored("empty.txt", ""),
    ]);
    let source = of_bytes(archive);
    assert_eq!(source.name(), "test.zip");
    let expected =
        [("a.txt", "첫 글"), ("b/둘.txt", "둘째 글"), ("c.txt", "셋째 글"), ("empty.txt", "")];
    assert_eq!(contents(&*source), pairs(expected));
    assert_eq!((refused(&*source), notes(&*source)), (vec![], vec![]));
}

#[test]
fn what_another_program_wrote_is_read_the_same() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let text = "긴 글 ".repeat(10_000);
    for (name, method, large) in [
        ("stored.txt", CompressionMethod::Stored, false),
        ("deflated.txt", CompressionMethod::Deflated, false),
        ("large.txt", CompressionMethod::Deflated, true),
    ] {
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.set_comment("a comment").unwrap();
    let source = of_bytes(writer.finish().unwrap().into_inner());
    let expected = [("deflated.txt", &*text), ("large.txt", &*text), ("stored.txt", &*text)];
    assert_eq!(contents(&*source), pairs(expected));
    assert_eq!((refused(&*source), notes(&*source)), (vec![], vec![]));
}

#[test]
fn more_entries_than_16_bits_count_are_all_read() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for number in 0..66_000 {
        writer.start_file(format!("{number}"), options).unwrap();
    }
    let source = of_bytes(writer.finish().unwrap().into_inner());
    assert_eq!(source.entries().len(), 66_000);
    assert_eq!((refused(&*source), notes(&*source)), (vec![], vec![]));
}

#[test]
fn unsafe_names_are_left_out_and_shown() {
    let unsafe_names = [
        "../x",
        "..\\x",
        "/abs",
        "C:\\x",
        "\\\\host\\x",
        "x\0y",
        "a//b",
        "./a",
        "",
        "..",
        ".",
        "a/../../b",
        "../dir/",
    ];
    let mut entries = vec![Entry::stored("good.txt", "good")];
    entries.extend(unsafe_names.map(|name| Entry::stored(name, "evil")));
    entries.last_mut().unwrap().packed.clear();
    entries.last_mut().unwrap().unpacked = 0;
    let source = of_bytes(pack(&entries));
    assert_eq!(names(&*source), ["good.txt"]);
    let mut expected = unsafe_names.map(|name| (name.replace('\0', "\\u{0}"), Rule::UnsafeName));
    expected.sort();
    let found: Vec<_> =
        refused(&*source).into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect();
    assert_eq!(found, expected);
}

#[test]
fn links_and_special_files_are_left_out() {
    let source = of_bytes(pack(&[
        Entry::stored("absolute", "/etc/passwd").with_mode(0o120_777),
        Entry::stored("relative", "../../secret").with_mode(0o120_777),
        Entry::stored("absolute/through.txt", "text").with_mode(0o100_644),
        Entry::stored("pipe", "").with_mode(0o010_644),
        Entry::stored("device", "").with_mode(0o020_644),
        Entry::stored("folder", "").with_mode(0o040_755),
    ]));
    // A file below a link is a file with a name; no link was followed.
    assert_eq!(contents(&*source), pairs([("absolute/through.txt", "text")]));
    let special =
        ["absolute", "device", "pipe", "relative"].map(|name| (name, Rule::NotARegularFile));
    assert_eq!(refused(&*source), special);
}

#[test]
fn equal_names_are_both_kept() {
    let source = of_bytes(pack(&[
        Entry::stored("a.txt", "first"),
        Entry::stored("a.txt", "second"),
        Entry::stored("A.txt", "other case"),
        Entry::stored("각.txt", "composed"),
        Entry::stored("\u{1100}\u{1161}\u{11a8}.txt", "decomposed"),
    ]));
    let expected = [
        ("A.txt", "other case"),
        ("a (2).txt", "second"),
        ("a.txt", "first"),
        ("각 (2).txt", "decomposed"),
        ("각.txt", "composed"),
    ];
    assert_eq!(contents(&*source), pairs(expected));
    let twins: Vec<_> =
        source.notes().iter().map(|note| note.place.file.as_deref().unwrap()).collect();
    assert_eq!(twins, ["a (2).txt", "a.txt", "각 (2).txt"]);
}

#[test]
fn names_in_cp949_are_read_and_their_bytes_kept() {
    let (cp949, _, _) = encoding_rs::EUC_KR.encode("한글 이름/똠.txt");
    let nfd = "\u{1112}\u{1161}\u{11ab}.txt";
    let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode("日本.txt");
    let mut lying = Entry::stored(&cp949, "");
    lying.flags = 1 << 11;
    let mut both = Entry::stored(b"????.txt", "unicode extra field");
    both.extra = [
        b"\x75\x70".as_slice(),
        &14_u16.to_le_bytes(),
        &[1],
        &crc(b"????.txt").to_le_bytes(),
        "글.txt".as_bytes(),
    ]
    .concat();
    both.extra[2] = u8::try_from(both.extra.len() - 4).unwrap();
    let source = of_bytes(pack(&[
        Entry::stored(&cp949, "windows"),
        Entry { flags: 1 << 11, ..Entry::stored(nfd, "macos") },
        Entry::stored("utf-8 없는 표시.txt", "no flag"),
        Entry::stored("%D0%BA.txt", "percent signs are not decoded"),
        Entry::stored("old\\windows.txt", "backslash"),
        both,
        Entry::stored(&shift_jis, "japanese"),
        Entry { packed: Vec::new(), ..lying },
    ]));
    let expected = [
        "%D0%BA.txt",
        "old/windows.txt",
        "utf-8 없는 표시.txt",
        "글.txt",
        "한.txt",
        "한글 이름/똠.txt",
    ];
    for name in expected {
        assert!(names(&*source).contains(&name), "{name}: {:?}", names(&*source));
    }
    let raw = |name: &str| {
        let entry = source.entries().iter().find(|entry| &*entry.name == name).unwrap();
        entry.raw.as_deref().map(<[u8]>::to_vec)
    };
    assert_eq!(raw("한글 이름/똠.txt"), Some(cp949.to_vec()));
    assert_eq!(raw("한.txt"), Some(nfd.as_bytes().to_vec()));
    assert_eq!(raw("utf-8 없는 표시.txt"), None);
    assert_eq!(source.entries().len(), 8);
}

#[test]
fn what_systems_leave_behind_is_left_out_without_loss() {
    let source = of_bytes(pack(&[
        Entry::stored("__MACOSX/._a.txt", "x"),
        Entry::stored("a/.DS_Store", "x"),
        Entry::stored("Thumbs.db", "x"),
        Entry::stored("a.txt", "글"),
    ]));
    assert_eq!(names(&*source), ["a.txt"]);
    assert!(refused(&*source).iter().all(|(_, rule)| *rule == Rule::SystemFile && !rule.is_loss()));
    assert_eq!(source.refused().len(), 3);
}

#[test]
fn unknown_packing_is_named_and_the_rest_is_read() {
    let method = |name: &str, method| Entry { method, ..Entry::stored(name, "x") };
    let source = of_bytes(pack(&[
        Entry { flags: 1, ..Entry::stored("encrypted", "x") },
        method("implode", 6),
        method("lzma", 14),
        method("zstd", 93),
        method("strange", 77),
        Entry::stored("good", "글"),
    ]));
    assert_eq!(contents(&*source), pairs([("good", "글")]));
    let found: Vec<_> = source.refused().iter().map(|it| (it.rule, &*it.found)).collect();
    let expected = [
        "encrypted",
        "packed with Implode (method 6)",
        "packed with LZMA (method 14)",
        "packed with an unknown method (method 77)",
        "packed with Zstandard (method 93)",
    ];
    assert_eq!(found, expected.map(|found| (Rule::UnknownPacking, found)));
}

#[test]
fn a_zip_in_a_zip_is_read_and_a_third_is_not() {
    let innermost = pack(&[Entry::stored("too deep.txt", "x")]);
    let makers: [fn(&str, &[u8]) -> Entry; 2] =
        [|name, data| Entry::stored(name, data), |name, data| Entry::deflated(name, data)];
    for make in makers {
        let inner = pack(&[
            Entry::stored("글.txt", "안쪽"),
            make("innermost.zip", &innermost),
            Entry::stored("named.zip", "not an archive"),
        ]);
        let outer = pack(&[
            make("part 1.zip", &inner),
            Entry::stored("readme.txt", "바깥"),
            make("book.docx", &innermost),
        ]);
        let source = of_bytes(outer);
        assert_eq!(
            names(&*source),
            ["book.docx", "part 1.zip/named.zip", "part 1.zip/글.txt", "readme.txt"]
        );
        assert_eq!(contents(&*source)[2].1, "안쪽");
        assert_eq!(refused(&*source), [("part 1.zip/innermost.zip", Rule::NestedArchive)]);
    }
}

#[test]
fn many_threads_read_one_archive() {
    let entries: Vec<_> = (0..200)
        .map(|n| Entry::deflated(format!("{n:03}"), format!("글 {n} ").repeat(500)))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    std::fs::write(&path, pack(&entries)).unwrap();
    let source = source::open(&[path], &Limits::default()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let source = &source;
            scope.spawn(move || {
                for index in (thread..200).chain(0..thread) {
                    let expected = format!("글 {index} ").repeat(500);
                    assert_eq!(source.read(index).unwrap(), expected.as_bytes());
                }
            });
        }
    });
}

#[test]
fn an_archive_is_one_by_its_content() {
    let archive = pack(&[Entry::stored("a.txt", "글")]);
    let source = source::from_bytes("export.xml", archive, &Limits::default()).unwrap();
    assert_eq!(contents(&*source), pairs([("a.txt", "글")]));
    let source =
        source::from_bytes("a.zip", b"not an archive".to_vec(), &Limits::default()).unwrap();
    assert_eq!(contents(&*source), pairs([("a.zip", "not an archive")]));
    let empty = source::from_bytes("empty.zip", pack(&[]), &Limits::default()).unwrap();
    assert_eq!(refused(&*empty), [("empty.zip", Rule::EmptyFile)]);
}
