//! Folders as they are on disk.

#![cfg(unix)]

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use larder_core::Rule;
use larder_import::{Limits, ReadError, Source, source};

use super::{
    contents, names, notes,
    pack::{Entry, pack},
    pairs, refused, rule,
};

fn open(path: &Path) -> Box<dyn Source> {
    source::open(&[path], &Limits::default()).unwrap()
}

fn write(folder: &Path, name: impl AsRef<OsStr>, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name.as_ref());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn files_are_listed_by_name_whatever_the_order_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["나/2.txt", "가.txt", "나/1.txt", "b.txt", "a/b/c/d.txt", ".DS_Store"] {
        write(folder.path(), name, name);
    }
    fs::create_dir(folder.path().join("empty")).unwrap();
    let source = open(folder.path());
    let expected = ["a/b/c/d.txt", "b.txt", "가.txt", "나/1.txt", "나/2.txt"];
    assert_eq!(contents(&*source), pairs(expected.map(|name| (name, name))));
    assert_eq!(refused(&*source), [(".DS_Store", Rule::SystemFile)]);
    assert_eq!(source.entries()[1].length, Some(5));
}

#[test]
fn links_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "canary.txt", "canary");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "글");
    symlink(outside.path().join("canary.txt"), folder.path().join("file.txt")).unwrap();
    symlink(outside.path(), folder.path().join("folder")).unwrap();
    symlink(folder.path(), folder.path().join("loop")).unwrap();
    symlink("nowhere", folder.path().join("broken")).unwrap();
    let source = open(folder.path());
    assert_eq!(contents(&*source), pairs([("a.txt", "글")]));
    let links = ["broken", "file.txt", "folder", "loop"].map(|name| (name, Rule::NotARegularFile));
    assert_eq!(refused(&*source), links);
    assert_eq!(source.refused()[0].found, "a symbolic link");
}

#[test]
fn special_files_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "글");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _listener = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    let start = Instant::now();
    let source = open(folder.path());
    assert_eq!(contents(&*source), pairs([("a.txt", "글")]));
    assert_eq!(
        refused(&*source),
        [("pipe", Rule::NotARegularFile), ("socket", Rule::NotARegularFile)]
    );
    for special in [&pipe, Path::new("/dev/zero")] {
        let error = source::open(&[special], &Limits::default()).err().unwrap();
        assert!(error.to_string().contains("is neither a file nor a folder"), "{error}");
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_file_that_became_a_link_or_a_pipe_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["link", "pipe", "other"] {
        write(folder.path(), name, "글");
    }
    let source = open(folder.path());
    write(folder.path(), "new", "다른 글");
    for name in ["link", "pipe", "other"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    symlink("/etc/passwd", folder.path().join("link")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
    fs::rename(folder.path().join("new"), folder.path().join("other")).unwrap();
    let rules: Vec<_> = (0..3).map(|index| rule(source.read(index).unwrap_err())).collect();
    let expected = [Rule::NotARegularFile, Rule::Unreadable, Rule::NotARegularFile];
    assert_eq!(rules, expected.map(Some));
}

#[test]
fn names_are_composed_and_their_bytes_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (cp949, _, _) = encoding_rs::EUC_KR.encode("폴더/글.txt");
    let nfd = "\u{1100}\u{1161}\u{11a8}.txt";
    write(folder.path(), OsStr::from_bytes(&cp949), "cp949");
    write(folder.path(), nfd, "decomposed");
    write(folder.path(), "각.txt", "composed");
    write(folder.path(), OsStr::from_bytes(b"\xff\xff.txt"), "neither");
    let source = open(folder.path());
    let expected = [
        ("각 (2).txt", "decomposed"),
        ("각.txt", "composed"),
        ("폴더/글.txt", "cp949"),
        ("\u{fffd}\u{fffd}.txt", "neither"),
    ];
    assert_eq!(contents(&*source), pairs(expected));
    let raw: Vec<_> = source.entries().iter().map(|entry| entry.raw.as_deref()).collect();
    assert_eq!(raw, [Some(nfd.as_bytes()), None, Some(&*cp949), Some(b"\xff\xff.txt".as_slice())]);
    assert_eq!(notes(&*source).len(), 1);
}

#[test]
fn a_sparse_file_of_two_gigabytes_is_refused_without_reading_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "sparse.txt", "");
    let file = fs::OpenOptions::new().write(true).open(folder.path().join("sparse.txt")).unwrap();
    file.set_len(2 << 30).unwrap();
    let start = Instant::now();
    for path in [folder.path().to_owned(), folder.path().join("sparse.txt")] {
        let error = open(&path).read(0).unwrap_err();
        assert!(error.to_string().contains("--max-file-size"), "{error}");
        assert_eq!(rule(error), Some(Rule::TooLarge));
    }
    assert!(start.elapsed() < Duration::from_millis(500));
}

#[test]
fn the_limit_on_files_is_one_refusal() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a/1", "a/2", "a/3", "b/4"] {
        write(folder.path(), name, name);
    }
    let mut limits = Limits::default();
    limits.files = 2;
    let source = source::open(&[folder.path()], &limits).unwrap();
    assert_eq!(names(&*source), ["a/1", "a/2"]);
    assert_eq!(refused(&*source), [("a/3", Rule::TooMany)]);
}

#[test]
fn folders_nested_without_end_are_refused_at_some_depth() {
    let folder = tempfile::tempdir().unwrap();
    let deep = "d/".repeat(200);
    write(folder.path(), format!("{deep}deep.txt"), "글");
    write(folder.path(), "a.txt", "글");
    let source = open(folder.path());
    assert_eq!(names(&*source), ["a.txt"]);
    assert_eq!(source.refused()[0].rule, Rule::TooMany);
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = source::open(&[folder.path().join("missing")], &Limits::default()).err().unwrap();
    assert!(
        matches!(&error, ReadError::Unreadable { name, .. } if name.ends_with("missing")),
        "{error}"
    );
    write(folder.path(), "a.txt", "글");
    let source = open(folder.path());
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    assert!(source.read(0).is_err());
    assert!(source.read(1).is_err());
}

#[test]
fn archives_in_a_folder_are_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    let inner = pack(&[Entry::stored("글.txt", "안쪽")]);
    write(
        folder.path(),
        "export.zip",
        pack(&[Entry::stored("part.zip", &inner), Entry::stored("a.txt", "바깥")]),
    );
    write(folder.path(), "sub/no extension", &inner);
    write(folder.path(), "letter.docx", &inner);
    write(folder.path(), "cut.zip", &inner[..10]);
    write(folder.path(), "empty.zip", pack(&[]));
    write(folder.path(), "text.zip", "글");
    let source = open(folder.path());
    let expected = [
        "export.zip/a.txt",
        "export.zip/part.zip/글.txt",
        "letter.docx",
        "sub/no extension/글.txt",
        "text.zip",
    ];
    assert_eq!(names(&*source), expected);
    assert_eq!(source.read(1).unwrap(), "안쪽".as_bytes());
    assert_eq!(source.read(3).unwrap(), "안쪽".as_bytes());
    assert_eq!(refused(&*source), [("cut.zip", Rule::Damaged), ("empty.zip", Rule::EmptyFile)]);
}
