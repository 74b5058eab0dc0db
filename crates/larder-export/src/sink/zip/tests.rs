#![expect(clippy::disallowed_methods, reason = "tests look at what was written")]

use std::io::Read;

use super::*;

#[test]
fn the_same_files_give_the_same_bytes_and_can_be_read_back() {
    let home = tempfile::tempdir().unwrap();
    let [one, two] = ["one.zip", "two.zip"].map(|name| {
        let path = home.path().join(name);
        let mut zip = ZipFile::create(&path, Existing::Refuse).unwrap();
        put(&mut zip, "larder.json", &"{}".repeat(1000)).unwrap();
        put(&mut zip, "media/sha256/ab/ab12.jpg", "jpg").unwrap();
        assert!(!path.exists() && zip.has("larder.json"));
        zip.commit().unwrap();
        read(&path)
    });
    assert_eq!(one, two);
    let mut archive = zip::ZipArchive::new(io::Cursor::new(one)).unwrap();
    let mut text = String::new();
    archive.by_name("larder.json").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "{}".repeat(1000));
    let methods = [0, 1].map(|index| archive.by_index(index).unwrap().compression());
    assert_eq!(methods, [CompressionMethod::Deflated, CompressionMethod::Stored]);
    assert_eq!(archive.by_index(0).unwrap().last_modified(), Some(DateTime::default()));
}

#[test]
fn an_older_zip_is_kept_and_untouched_until_the_new_one_is_complete() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("out.zip");
    let make = |existing, text: &str| {
        let mut zip = ZipFile::create(&path, existing)?;
        put(&mut zip, "rss.xml", text)?;
        Ok::<_, SinkError>(zip)
    };
    make(Existing::Refuse, "first").unwrap().commit().unwrap();
    let first = read(&path);
    assert!(matches!(make(Existing::Refuse, ""), Err(SinkError::Exists { .. })));

    drop(make(Existing::Replace, "dropped").unwrap());
    assert_eq!((read(&path), count(home.path())), (first.clone(), 1));

    let committed = make(Existing::Replace, "second").unwrap().commit().unwrap();
    assert_eq!(read(&committed.old.unwrap()), first);
    assert_ne!(read(&path), first);
    assert_eq!(count(home.path()), 2);
}

#[test]
fn a_zip_with_a_failed_entry_is_never_put_in_place() {
    let home = tempfile::tempdir().unwrap();
    let mut zip = ZipFile::create(&home.path().join("out.zip"), Existing::Refuse).unwrap();
    let failed = zip.file("a", &mut |out| {
        out.write_all(&[b'x'; 100_000])?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert!(matches!(failed, Err(SinkError::Io { .. })));
    assert!(put(&mut zip, "b", "later").is_err());
    assert!(zip.commit().is_err());
    assert_eq!(count(home.path()), 0);
}

fn put(zip: &mut ZipFile, name: &str, text: &str) -> Result<(), SinkError> {
    zip.file(name, &mut |out| out.write_all(text.as_bytes()))
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}
