//! Tar archives as programs write them, and as they should never be.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use larder_core::Rule;
use larder_import::{Limits, source};

use super::{contents, names, notes, of_bytes, pairs, refused, rule};

/// A header as it is written, with a checksum that is right.
fn header(name: &[u8], size: &[u8], kind: u8) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len().min(100)].copy_from_slice(&name[..name.len().min(100)]);
    block[100..107].copy_from_slice(b"0000644");
    block[124..124 + size.len()].copy_from_slice(size);
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    sign(block)
}

fn sign(mut block: Vec<u8>) -> Vec<u8> {
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block
}

fn entry(name: impl AsRef<[u8]>, kind: u8, data: impl AsRef<[u8]>) -> Vec<u8> {
    let data = data.as_ref();
    let mut all = header(name.as_ref(), format!("{:011o}", data.len()).as_bytes(), kind);
    all.extend_from_slice(data);
    all.resize(all.len().next_multiple_of(512), 0);
    all
}

fn file(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Vec<u8> {
    entry(name, b'0', data)
}

fn tar(entries: &[Vec<u8>]) -> Vec<u8> {
    [entries.concat(), vec![0; 1024]].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn pax(lines: &[(&str, &str)]) -> Vec<u8> {
    let line = |(key, value): &(&str, &str)| {
        let rest = format!(" {key}={value}\n");
        let mut length = rest.len() + 1;
        while length != rest.len() + length.to_string().len() {
            length += 1;
        }
        format!("{length}{rest}")
    };
    entry("PaxHeaders/x", b'x', lines.iter().map(line).collect::<String>())
}

#[test]
fn entries_are_read_packed_or_not() {
    let plain = tar(&[
        entry("media/", b'5', ""),
        file("media/a.txt", "글"),
        file("b.txt", "x".repeat(5000)),
    ]);
    for bytes in [plain.clone(), gzip(&plain), [gzip(&plain[..700]), gzip(&plain[700..])].concat()]
    {
        let source = of_bytes(bytes);
        assert_eq!(
            contents(&*source),
            pairs([("b.txt", &*"x".repeat(5000)), ("media/a.txt", "글")])
        );
        assert!(notes(&*source).is_empty() && refused(&*source).is_empty());
    }
}

#[test]
fn a_dot_in_front_says_nothing() {
    let source =
        of_bytes(tar(&[entry("./", b'5', ""), file("./a/b.txt", "글"), file("././c", "3")]));
    assert_eq!(contents(&*source), pairs([("a/b.txt", "글"), ("c", "3")]));
    assert!(refused(&*source).is_empty());
}

#[test]
fn links_devices_and_sparse_files_are_never_followed() {
    let kinds = [
        (b'1', "hard"),
        (b'2', "soft"),
        (b'3', "tty"),
        (b'4', "disk"),
        (b'6', "pipe"),
        (b'Z', "odd"),
    ];
    let mut all: Vec<_> = kinds.iter().map(|(kind, name)| entry(name, *kind, "")).collect();
    all.push(entry("sparse", b'S', "x"));
    all.push(pax(&[("GNU.sparse.major", "1")]));
    all.push(file("sparser", "x"));
    all.push(file("good", "글"));
    let source = of_bytes(tar(&all));
    assert_eq!(contents(&*source), pairs([("good", "글")]));
    let special = Rule::NotARegularFile;
    let expected = [
        ("disk", special),
        ("hard", special),
        ("odd", special),
        ("pipe", special),
        ("soft", special),
        ("sparse", Rule::UnknownPacking),
        ("sparser", Rule::UnknownPacking),
        ("tty", special),
    ];
    assert_eq!(refused(&*source), expected);
}

#[test]
fn names_that_lead_out_are_refused_and_told() {
    let all = ["../x", "/abs", "C:\\x", "a//b", "a/../b", "..", ""];
    let mut files: Vec<_> = all.iter().map(|name| file(name, "x")).collect();
    files.push(entry("../folder/", b'5', ""));
    files.push(file(".DS_Store", "x"));
    files.push(file("good", "글"));
    let source = of_bytes(tar(&files));
    assert_eq!(names(&*source), ["good"]);
    let unsafe_names = refused(&*source).iter().filter(|it| it.1 == Rule::UnsafeName).count();
    assert_eq!((unsafe_names, refused(&*source).len()), (8, 9));
}

#[test]
fn long_names_are_those_of_gnu_and_of_posix() {
    let long = "긴".repeat(100);
    let mut posix = file("b.txt", "2");
    posix[345..349].copy_from_slice(b"late");
    let posix = [sign(posix[..512].to_vec()), posix[512..].to_vec()].concat();
    let source = of_bytes(tar(&[
        entry("././@LongLink", b'L', format!("{long}\0")),
        file(&long[..99], "1"),
        posix,
        pax(&[("path", "글/c.txt"), ("mtime", "1.5")]),
        file("short", "3"),
        pax(&[("path", "../out")]),
        file("inside", "4"),
    ]));
    assert_eq!(contents(&*source), pairs([("late/b.txt", "2"), ("글/c.txt", "3"), (&*long, "1")]));
    assert_eq!(refused(&*source), [("../out", Rule::UnsafeName)]);
}

/// If one program took the size of the header and another that of the extended header, each would see other entries.
#[test]
fn the_size_of_the_extended_header_counts() {
    let hidden = file("hidden", "SECRET");
    let mut outer = header(b"outer", b"00000000000", b'0');
    outer.extend_from_slice(&hidden);
    let source =
        of_bytes(tar(&[pax(&[("size", &hidden.len().to_string())]), outer, file("z", "글")]));
    assert_eq!(names(&*source), ["outer", "z"]);
    assert_eq!(source.read(0).unwrap(), hidden);
}

#[test]
fn sizes_that_lie_allocate_nothing() {
    for size in [&b"77777777777"[..], b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"] {
        let source =
            of_bytes([file("a", "글"), header(b"huge", size, b'0'), vec![b'x'; 10]].concat());
        assert_eq!(names(&*source), ["a", "huge"]);
        assert_eq!(rule(source.read(1).unwrap_err()), Some(Rule::Damaged));
    }
    let source = of_bytes(tar(&[header(b"odd", b"not a size", b'0'), file("a", "글")]));
    assert_eq!((names(&*source), refused(&*source)), (vec!["a"], vec![("odd", Rule::Damaged)]));
}

#[test]
fn two_files_of_one_name_are_both_kept() {
    let source = of_bytes(tar(&[file("a.txt", "1"), file("a.txt", "2"), file("A.txt", "3")]));
    assert_eq!(contents(&*source), pairs([("A.txt", "3"), ("a (2).txt", "2"), ("a.txt", "1")]));
    assert_eq!(notes(&*source).len(), 2);
}

#[test]
fn an_archive_cut_anywhere_gives_what_is_there_and_says_so() {
    let text = |n: usize| format!("글 {n} ").repeat(100);
    let whole = tar(&(0..6).map(|n| file(format!("{n}.txt"), text(n))).collect::<Vec<_>>());
    for packed in [false, true] {
        let whole = if packed { gzip(&whole) } else { whole.clone() };
        for cut in (0..whole.len()).step_by(97) {
            let source = of_bytes(whole[..cut].to_vec());
            for (name, found) in contents(&*source) {
                let Some(number) = name.strip_suffix(".txt") else { continue };
                let expected = text(number.parse().unwrap());
                assert!(found == expected || found.starts_with("the archive ends"), "{found}");
            }
            let is_archive = names(&*source).iter().any(|name| name.ends_with(".txt"));
            assert!(!is_archive || !notes(&*source).is_empty(), "{cut}");
        }
    }
}

#[test]
fn what_stands_between_entries_is_read_past_and_noted() {
    let source = of_bytes(tar(&[file("a", "1"), vec![b'x'; 1024], file("b", "2")]));
    assert_eq!(names(&*source), ["a", "b"]);
    assert_eq!(
        notes(&*source),
        ["the archive file is damaged: something that is no entry stands between its entries"]
    );
    let source =
        of_bytes([tar(&[file("a", "1")]), tar(&[file("b", "2")]), vec![b'x'; 600]].concat());
    assert_eq!(names(&*source), ["a", "b"]);
    assert_eq!(notes(&*source).len(), 2);
}

#[test]
fn a_bomb_stops_at_the_limits() {
    let mut limits = Limits::default();
    limits.unpacked_bytes = 100_000;
    let bomb = gzip(&tar(&[file("zeros", vec![0; 1_000_000])]));
    let error = source::from_bytes("bomb.tar.gz", bomb, &limits).err().unwrap().to_string();
    assert!(error.contains("--max-unpacked-size"), "{error}");
    limits = Limits::default();
    limits.files = 2;
    let many: Vec<_> = (0..5).map(|n| file(n.to_string(), "x")).collect();
    let source = source::from_bytes("many.tar", tar(&many), &limits).unwrap();
    assert_eq!(names(&*source), ["0", "1"]);
    assert_eq!(refused(&*source), [("…", Rule::TooMany)]);
    limits.file_bytes = 3;
    let source = source::from_bytes("large.tar", tar(&[file("a", "1234")]), &limits).unwrap();
    assert_eq!(rule(source.read(0).unwrap_err()), Some(Rule::TooLarge));
}

#[test]
fn zip_files_in_it_are_looked_into_and_tar_files_are_not() {
    let zip = super::pack::pack(&[super::pack::Entry::stored("글.txt", "글")]);
    let source = of_bytes(tar(&[file("part.zip", zip), file("inner.tar", tar(&[file("x", "x")]))]));
    assert_eq!(names(&*source), ["inner.tar", "part.zip/글.txt"]);
}

#[test]
fn archives_in_a_folder_are_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.tar.gz"), gzip(&tar(&[file("a.txt", "글")]))).unwrap();
    std::fs::write(folder.path().join("no.tar"), "no archive").unwrap();
    let source = source::open(&[folder.path()], &Limits::default()).unwrap();
    assert_eq!(contents(&*source), pairs([("no.tar", "no archive"), ("old.tar.gz/a.txt", "글")]));
}
