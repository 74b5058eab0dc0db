// Other systems have no exchange.
#![cfg(any(target_os = "linux", target_vendor = "apple"))]
#![expect(clippy::disallowed_methods, reason = "tests look at what was written")]

use super::*;

/// A folder with a draft and an older output at its place, exchanged already.
struct Exchanged(tempfile::TempDir);

impl Exchanged {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for (folder, text) in [("draft", "new"), ("out", "older")] {
            fs::create_dir(home.path(folder)).unwrap();
            fs::write(home.path(folder).join("rss.xml"), text).unwrap();
        }
        exchange(&home.path("draft"), &home.path("out")).unwrap();
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn finish(&self, kept: io::Result<PathBuf>) -> io::Result<PathBuf> {
        kept_or_back(kept, &self.path("draft"), &self.path("out"))
    }

    fn text(&self, folder: &str) -> String {
        fs::read_to_string(self.path(folder).join("rss.xml")).unwrap()
    }
}

#[test]
fn an_older_output_that_cannot_be_kept_goes_back_to_its_place() {
    let home = Exchanged::new();
    let failed = home.finish(Err(io::ErrorKind::StorageFull.into()));
    assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!((home.text("out"), home.text("draft")), ("older".to_owned(), "new".to_owned()));
}

#[test]
fn one_that_cannot_go_back_either_is_kept_where_it_is() {
    let home = Exchanged::new();
    // Without a place there is nothing to exchange with.
    fs::rename(home.path("out"), home.path("elsewhere")).unwrap();
    let kept = home.finish(Err(io::ErrorKind::StorageFull.into()));
    assert_eq!(kept.unwrap(), home.path("draft"));
    assert_eq!(home.text("draft"), "older");
}
