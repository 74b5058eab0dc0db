#![expect(clippy::disallowed_methods, reason = "tests look at what was written")]

use std::collections::BTreeMap;

use super::*;

#[test]
fn files_appear_when_all_are_complete() {
    let home = Home::new();
    let mut folder = home.folder(Existing::Refuse).unwrap();
    put(&mut folder, "rss.xml", "<rss/>");
    put(&mut folder, "media/sha256/ab/ab12.jpg", "jpg");
    assert!(!home.path("out").exists());
    let committed = folder.commit().unwrap();
    assert_eq!(committed.old, None);
    assert_eq!(
        home.tree(),
        tree(&[("out/media/sha256/ab/ab12.jpg", "jpg"), ("out/rss.xml", "<rss/>")])
    );
}

#[test]
fn what_is_there_is_refused_before_any_work_but_an_empty_folder_is_not() {
    let home = Home::new();
    home.write("out/old.txt", "old");
    assert!(matches!(home.folder(Existing::Refuse), Err(SinkError::Exists { .. })));
    assert_eq!(home.tree(), tree(&[("out/old.txt", "old")]));

    let home = Home::new();
    home.make_folder("out");
    let mut folder = home.folder(Existing::Refuse).unwrap();
    put(&mut folder, "a", "new");
    folder.commit().unwrap();
    assert_eq!(home.tree(), tree(&[("out/a", "new")]));
}

#[test]
fn something_that_came_up_while_writing_is_not_overwritten() {
    let home = Home::new();
    let mut folder = home.folder(Existing::Refuse).unwrap();
    put(&mut folder, "a", "new");
    home.write("out/theirs.txt", "theirs");
    assert!(matches!(folder.commit(), Err(SinkError::Exists { .. })));
    assert_eq!(home.tree(), tree(&[("out/theirs.txt", "theirs")]));
}

#[test]
fn a_replaced_output_is_kept_beside_the_new_one() {
    let home = Home::new();
    home.write("out/rss.xml", "first");
    for (round, old) in [("second", "out.old"), ("third", "out.old-2")] {
        let mut folder = home.folder(Existing::Replace).unwrap();
        put(&mut folder, "rss.xml", round);
        let committed = folder.commit().unwrap();
        assert_eq!(committed.old, Some(home.path(old)));
    }
    let expected = tree(&[
        ("out.old-2/rss.xml", "second"),
        ("out.old/rss.xml", "first"),
        ("out/rss.xml", "third"),
    ]);
    assert_eq!(home.tree(), expected);
}

#[test]
fn what_larder_did_not_write_is_never_replaced() {
    let home = Home::new();
    home.write("out/rss.xml", "old");
    home.write("out/thesis.docx", "mine");
    let before = home.tree();
    let refused = |folder| match folder {
        Err(SinkError::NotOurs { found, .. }) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(home.folder(Existing::Replace)), "thesis.docx");
    assert_eq!(home.tree(), before);

    let home = Home::new();
    home.write("out/rss.xml", "old");
    let mut folder = home.folder(Existing::Replace).unwrap();
    put(&mut folder, "rss.xml", "new");
    home.write("out/thesis.docx", "came up meanwhile");
    assert!(matches!(folder.commit(), Err(SinkError::NotOurs { .. })));
    assert_eq!(home.tree(), before_and("came up meanwhile"));
}

fn before_and(thesis: &str) -> BTreeMap<String, String> {
    tree(&[("out/rss.xml", "old"), ("out/thesis.docx", thesis)])
}

#[test]
fn a_check_finds_what_a_run_would_find_and_makes_nothing() {
    let home = Home::new();
    home.write("out/rss.xml", "old");
    home.write("file", "");
    let before = home.tree();
    let check = |name, existing| super::super::check(&home.path(name), existing);
    assert!(matches!(check("out", Existing::Refuse), Err(SinkError::Exists { .. })));
    assert!(matches!(check("file", Existing::Replace), Err(SinkError::NotOurs { .. })));
    assert!(matches!(check("file/out", Existing::Refuse), Err(SinkError::Unwritable { .. })));
    assert!(check("out", Existing::Replace).is_ok() && check("new", Existing::Refuse).is_ok());
    assert_eq!(home.tree(), before);
}

#[test]
fn a_folder_that_is_dropped_leaves_nothing_and_the_old_output_as_it_was() {
    let home = Home::new();
    home.write("out/rss.xml", "old");
    let mut folder = home.folder(Existing::Replace).unwrap();
    put(&mut folder, "b/c", "new");
    drop(folder);
    assert_eq!(home.tree(), tree(&[("out/rss.xml", "old")]));
}

#[test]
fn a_file_that_fails_midway_leaves_nothing() {
    let home = Home::new();
    home.write("out/rss.xml", "old");
    let mut folder = home.folder(Existing::Replace).unwrap();
    put(&mut folder, "a", "new");
    let failed = folder.file("b/c", &mut |out| {
        out.write_all(&[b'x'; 100_000])?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert!(matches!(failed, Err(SinkError::Io { name, .. }) if name == "b/c"));
    drop(folder);
    assert_eq!(home.tree(), tree(&[("out/rss.xml", "old")]));
}

#[test]
fn stopping_takes_hold_within_a_file_and_before_the_commit() {
    let home = Home::new();
    let cancel = Cancel::default();
    let mut folder = home.folder(Existing::Refuse).unwrap().stop_on(&cancel);
    let stopped = folder.file("a", &mut |out| {
        cancel.cancel();
        out.write_all(&[b'x'; 200_000])
    });
    assert!(matches!(stopped, Err(SinkError::Cancelled)));
    drop(folder);

    let cancel = Cancel::default();
    let mut folder = home.folder(Existing::Refuse).unwrap().stop_on(&cancel);
    put(&mut folder, "a", "new");
    cancel.cancel();
    assert!(matches!(folder.commit(), Err(SinkError::Cancelled)));
    assert_eq!(home.tree(), tree(&[]));
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_any_work() {
    let home = Home::new();
    home.write("file", "");
    for path in ["missing/out", "file/out"] {
        let refused = Folder::create(&home.path(path), Existing::Refuse);
        assert!(matches!(refused, Err(SinkError::Unwritable { .. })), "{path}: {refused:?}");
    }
    for path in ["/", "..", "."] {
        let refused = Folder::create(path.as_ref(), Existing::Replace);
        assert!(matches!(refused, Err(SinkError::Unwritable { .. })), "{path}: {refused:?}");
    }
}

#[test]
fn the_rest_of_a_killed_run_does_not_block_the_next() {
    let home = Home::new();
    let mut killed = home.folder(Existing::Refuse).unwrap();
    put(&mut killed, "a", "half");
    std::mem::forget(killed);
    let mut folder = home.folder(Existing::Refuse).unwrap();
    put(&mut folder, "a", "whole");
    folder.commit().unwrap();
    let out: Vec<_> = home.tree().into_iter().filter(|(name, _)| !name.starts_with('.')).collect();
    assert_eq!(out, [("out/a".to_owned(), "whole".to_owned())]);
    assert_eq!(home.tree().len(), 2, "the half one is still there, under its temporary name");
}

#[cfg(unix)]
#[test]
fn the_rest_of_a_killed_run_is_told_from_a_run_at_work() {
    let home = Home::new();
    let at_work = home.folder(Existing::Refuse).unwrap();
    let killed = home.path(".out.larder-abc123");
    home.make_folder(".out.larder-abc123/out");
    home.make_folder(".other.larder-abc123");
    home.write(".out.larder-file", "");
    assert_eq!(super::super::leftovers(&home.path("out")), [killed]);
    drop(at_work);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_link_at_the_place_is_something_and_is_never_followed() {
        let home = Home::new();
        home.write("theirs/rss.xml", "theirs");
        symlink(home.path("theirs"), home.path("out")).unwrap();
        assert!(matches!(home.folder(Existing::Refuse), Err(SinkError::Exists { .. })));
        let mut folder = home.folder(Existing::Replace).unwrap();
        put(&mut folder, "a", "new");
        folder.commit().unwrap();
        assert_eq!(fs::read_link(home.path("out.old")).unwrap(), home.path("theirs"));
        let expected =
            tree(&[("out.old/rss.xml", "theirs"), ("out/a", "new"), ("theirs/rss.xml", "theirs")]);
        assert_eq!(home.tree(), expected);
    }

    #[test]
    fn a_link_planted_in_the_draft_is_neither_written_through_nor_followed_away() {
        let home = Home::new();
        home.write("theirs/a", "theirs");
        let mut folder = home.folder(Existing::Refuse).unwrap();
        symlink(home.path("theirs/a"), folder.draft.path.join("a")).unwrap();
        let refused = folder.file("a", &mut |out| out.write_all(b"new"));
        assert!(matches!(refused, Err(SinkError::Io { .. })), "{refused:?}");
        put(&mut folder, "b/c", "new");
        remove_file(&folder.draft.path.join("b/c"));
        fs::remove_dir(folder.draft.path.join("b")).unwrap();
        symlink(home.path("theirs"), folder.draft.path.join("b")).unwrap();
        drop(folder);
        assert_eq!(home.tree()["theirs/a"], "theirs");
    }

    #[test]
    fn the_draft_is_closed_to_others_and_the_output_is_as_open_as_asked() {
        let home = Home::new();
        let mut folder = home.folder(Existing::Refuse).unwrap();
        assert_eq!(mode(folder.draft.path.parent().unwrap()), 0o700);
        put(&mut folder, "rss.xml", "");
        folder.commit().unwrap();
        home.make_folder("plain");
        home.write("plain/file", "");
        assert_eq!(mode(&home.path("out")), mode(&home.path("plain")));
        assert_eq!(mode(&home.path("out/rss.xml")), mode(&home.path("plain/file")));

        let folder = home.folder(Existing::Replace).unwrap().access(Access::Owner);
        folder.commit().unwrap();
        assert_eq!(mode(&home.path("out")), 0o700);
    }
}

/// A folder for one test, with the output `out` in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        fs::canonicalize(self.0.path()).unwrap().join(name)
    }

    fn folder(&self, existing: Existing) -> Result<Folder, SinkError> {
        Folder::create(&self.path("out"), existing)
    }

    fn make_folder(&self, name: &str) {
        fs::create_dir_all(self.path(name)).unwrap();
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    /// Every file and its text; links are followed.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path("")];
        while let Some(folder) = folders.pop() {
            let inside: Vec<_> =
                fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            for path in inside {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name =
                        path.strip_prefix(self.path("")).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        files
    }
}

fn put(folder: &mut Folder, name: &str, text: &str) {
    folder.file(name, &mut |out| out.write_all(text.as_bytes())).unwrap();
}

fn tree(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
}
