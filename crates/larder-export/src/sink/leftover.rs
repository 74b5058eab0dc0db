//! What killed runs left behind: temporary folders that nobody writes into any more.
//!
//! A run holds a lock on its temporary folder for as long as it lives, so that the rest of a killed run is told apart
//! from the work of one that is still running. Such a rest is named and never removed: a run that was killed between
//! its last two steps left the older output in it.

use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
};

/// What the name of a temporary folder of `name` begins with.
pub(super) fn prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".larder-");
    prefix
}

/// Holds `folder` for this run. `None` where the system has no locks for folders.
pub(super) fn hold(folder: &Path) -> Option<fs::File> {
    let folder = open(folder)?;
    folder.try_lock().ok().map(|()| folder)
}

/// The temporary folders that earlier runs into `path` left beside it, ordered by name.
///
/// Those of runs that are still at work are not among them, where the system can tell.
pub fn leftovers(path: &Path) -> Vec<PathBuf> {
    let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else { return Vec::new() };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let prefix = prefix(name);
    #[expect(clippy::disallowed_methods, reason = "looks for what killed runs left behind")]
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()))
        .map(|entry| entry.path())
        .filter(|folder| !is_held(folder))
        .collect();
    found.sort();
    found
}

fn is_held(folder: &Path) -> bool {
    let locked = open(folder).map(|folder| folder.try_lock());
    matches!(locked, Some(Err(fs::TryLockError::WouldBlock)))
}

#[expect(clippy::disallowed_methods, reason = "a folder is locked through an open handle")]
fn open(folder: &Path) -> Option<fs::File> {
    fs::File::open(folder).ok()
}
