//! Several inputs as one, and what reading makes of sources without anything to read.

use std::{fs, path::Path};

use larder_core::Rule;
use larder_import::{Limits, ReadError, ReadOptions, detect, read, source, source::Memory};

use super::{
    contents, names,
    pack::{Entry, pack},
    pairs, refused,
};

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn many_inputs_of_one_name_take_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let taken = write(folder.path(), "blog (3)/a.txt", "").parent().unwrap().to_owned();
    let blog = write(folder.path(), "blog/a.txt", "").parent().unwrap().to_owned();
    let mut inputs = vec![blog; 5_000];
    inputs.insert(0, taken);
    let source = source::open(&inputs, &Limits::default()).unwrap();
    let names = names(&*source);
    assert_eq!(names.len(), 5_001);
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(names.contains(&"blog (5001)/a.txt"));
}

#[test]
fn several_inputs_are_told_apart_by_their_own_names() {
    let folder = tempfile::tempdir().unwrap();
    let first = write(folder.path(), "one/same.txt", "first");
    let second = write(folder.path(), "two/same.txt", "second");
    let archive = write(folder.path(), "three/blog.zip", pack(&[Entry::stored("a.txt", "zip")]));
    let same_folder =
        write(folder.path(), "five/blog.zip/b.txt", "folder").parent().unwrap().to_owned();
    let inputs = [first, second, archive, same_folder];
    let source = source::open(&inputs, &Limits::default()).unwrap();
    let expected = [
        ("blog (2).zip/b.txt", "folder"),
        ("blog.zip/a.txt", "zip"),
        ("same (2).txt", "second"),
        ("same.txt", "first"),
    ];
    assert_eq!(contents(&*source), pairs(expected));
    let place = folder.path().to_string_lossy().into_owned();
    assert!(!source.name().contains(&place));
}

#[test]
fn one_input_needs_no_prefix_and_no_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "deep/down/글.txt", "글");
    let source = source::open(&[file], &Limits::default()).unwrap();
    assert_eq!((source.name(), names(&*source)), ("글.txt", vec!["글.txt"]));
    let source = source::open(&[folder.path().join("deep")], &Limits::default()).unwrap();
    assert_eq!((source.name(), names(&*source)), ("deep", vec!["down/글.txt"]));
}

#[test]
fn the_limits_hold_for_all_inputs_together() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = ["a", "b", "c"].map(|name| write(folder.path(), name, "x"));
    let mut limits = Limits::default();
    limits.files = 2;
    let source = source::open(&inputs, &limits).unwrap();
    assert_eq!((names(&*source), refused(&*source)), (vec!["a", "b"], vec![("c", Rule::TooMany)]));
}

#[test]
fn nothing_at_all_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let source = source::open(&[folder.path()], &Limits::default()).unwrap();
    let error = read(&*source, &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, ReadError::Empty { .. }), "{error}");
    write(folder.path(), "Thumbs.db", "x");
    let source = source::open(&[folder.path()], &Limits::default()).unwrap();
    let error = read(&*source, &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, ReadError::Empty { .. }), "{error}");
}

#[test]
fn when_everything_was_refused_the_error_says_why() {
    let entries = (0..12).map(|n| Entry { flags: 1, ..Entry::stored(format!("{n:02}.txt"), "x") });
    let source =
        source::from_bytes("a.zip", pack(&entries.collect::<Vec<_>>()), &Limits::default())
            .unwrap();
    let error = read(&*source, &ReadOptions::default()).unwrap_err().to_string();
    let lines: Vec<_> = error.lines().collect();
    assert_eq!(lines[0], "nothing in `a.zip` can be used");
    assert_eq!(lines[1], "  `00.txt`: encrypted (unknown-packing)");
    assert_eq!(lines[11], "  and 2 more");
}

#[test]
fn when_nothing_is_recognised_the_error_says_what_is_there() {
    let source = Memory::new(
        "box",
        [
            ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice()),
            ("b.txt", "장 보기: 우유\n".as_bytes()),
            ("c.txt", b""),
        ],
    );
    let error = detect(&source, &ReadOptions::default()).unwrap_err();
    let ReadError::NotRecognised { name, looked_for, found } = error else { panic!("{error}") };
    assert_eq!(name, "box");
    assert_eq!(looked_for[0].0, "brunch");
    let expected = [
        "`b.txt`: text, begins with \"장 보기: 우유\"",
        "`c.txt`: an empty file",
        "`a.png`: a PNG image",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_unknown_reader_is_an_error_before_anything_is_read() {
    let options = |from: &str| {
        let mut options = ReadOptions::default();
        options.from = Some(from.to_owned());
        options
    };
    let source = Memory::new("box", [("a.txt", "글")]);
    let error = detect(&source, &options("papyrus")).unwrap_err();
    assert!(matches!(error, ReadError::UnknownFormat { name } if name == "papyrus"));
    let forced = detect(&source, &options("brunch")).unwrap();
    assert_eq!(forced.reader.format().name, "brunch");
    assert_eq!(forced.votes.len(), larder_import::READERS.len());
}
