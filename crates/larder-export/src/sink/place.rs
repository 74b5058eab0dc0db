//! The place an output is for: checked before any work, taken in one step when the output is complete.
//!
//! While an output is written it stands in a temporary folder beside its place, `.NAME.larder-XXXXXX`, which only its
//! owner can enter. [`Place::install`] moves it from there:
//!
//! ```text
//! nothing there        rename, refused when something came up meanwhile
//! something there      both are exchanged in one step, then the old one becomes NAME.old (NAME.old-2 …)
//! ```
//!
//! When the old one cannot be renamed, both are exchanged back. Whatever fails, what stood at the place is not deleted.
//!
//! At every moment the place holds the old output or the new one, whole. Only an output of ours is exchanged
//! ([`ours`](super::ours)). A run that was killed leaves its temporary folder behind; it never blocks the next run,
//! which [names](super::leftovers) it, and nobody but the user removes it, because it may hold an older output that
//! was exchanged and not yet renamed.

use std::{
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    SinkError, leftover,
    ours::{Found, judge},
};

/// What becomes of an output that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// Nothing is written. An empty folder counts as nothing.
    #[default]
    Refuse,
    /// An output of ours is kept as `NAME.old`, and the new one takes its place. Anything else is refused.
    Replace,
}

/// Who may read an output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Whoever the umask allows: feeds are there to be served.
    #[default]
    Umask,
    /// The owner alone, for outputs that hold private posts. On systems without Unix permissions the same as `Umask`.
    Owner,
}

/// What became of a finished output.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Committed {
    /// Where the older output is kept, if there was one: `NAME.old` beside the new one.
    ///
    /// When the system takes neither that name nor the exchange back, it is where the new one was made: `NAME` in the
    /// hidden folder beside it.
    pub old: Option<PathBuf>,
    /// Whether the system confirmed that the output survives a power loss. Some network drives cannot.
    pub durable: bool,
}

/// A place that was checked, and the temporary folder beside it.
#[derive(Debug)]
pub(super) struct Place {
    spot: Spot,
    temporary: PathBuf,
    /// Held as long as the run lives, so that others see that the temporary folder is in use.
    _lock: Option<fs::File>,
}

/// Where an output is to stand.
#[derive(Debug)]
struct Spot {
    shown: String,
    parent: PathBuf,
    name: OsString,
    existing: Existing,
}

/// Checks that an output could be made at `path`, without making anything: what a dry run asks.
///
/// Fails as [`Folder::create`](super::Folder::create) does.
pub fn check(path: &Path, existing: Existing) -> Result<(), SinkError> {
    let spot = Spot::check(path, existing)?;
    writable(&spot.parent).map_err(|error| spot.failed(error))
}

impl Spot {
    fn check(path: &Path, existing: Existing) -> Result<Self, SinkError> {
        let shown = path.display().to_string();
        let unwritable = |error| SinkError::Unwritable { path: shown.clone(), error };
        let name =
            path.file_name().ok_or_else(|| unwritable(io::ErrorKind::InvalidInput.into()))?;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        // Absolute and without links, so that nothing moves under us.
        #[expect(clippy::disallowed_methods, reason = "looks where the output will stand")]
        let parent = fs::canonicalize(parent.unwrap_or(Path::new("."))).map_err(unwritable)?;
        let spot = Self { name: name.to_owned(), shown: shown.clone(), parent, existing };
        let place = spot.path();
        if existing == Existing::Refuse && !is_free(&place).map_err(unwritable)? {
            return Err(SinkError::Exists { path: shown });
        }
        if is_special(&place).map_err(unwritable)? {
            return Err(unwritable(io::Error::other(
                "a device, a pipe or a socket is there; only files and folders are replaced",
            )));
        }
        if is_mount_point(&place, &spot.parent) {
            return Err(unwritable(io::Error::other(
                "another drive is mounted there; name a folder in it",
            )));
        }
        spot.check_replaceable()?;
        Ok(spot)
    }

    /// Fails when something is there that must not be moved away.
    fn check_replaceable(&self) -> Result<(), SinkError> {
        let place = self.path();
        if is_free(&place).map_err(|error| self.failed(error))? {
            return Ok(());
        }
        match judge(&place).map_err(|error| self.failed(error))? {
            Found::Ours => Ok(()),
            Found::Foreign(found) => Err(SinkError::NotOurs { path: self.shown.clone(), found }),
        }
    }

    fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    fn failed(&self, error: io::Error) -> SinkError {
        SinkError::Unwritable { path: self.shown.clone(), error }
    }
}

impl Place {
    /// Checks that an output can be made at `path` and makes the temporary folder beside it.
    pub(super) fn prepare(path: &Path, existing: Existing) -> Result<Self, SinkError> {
        let spot = Spot::check(path, existing)?;
        let temporary =
            temporary_folder(&spot.parent, &spot.name).map_err(|error| spot.failed(error))?;
        let lock = leftover::hold(&temporary);
        Ok(Self { spot, temporary, _lock: lock })
    }

    /// Where to make the output before it is installed. Nothing is there yet.
    pub(super) fn draft(&self) -> PathBuf {
        self.temporary.join(&self.spot.name)
    }

    /// What the user called the place.
    pub(super) fn shown(&self) -> &str {
        &self.spot.shown
    }

    /// Moves the finished draft to its place.
    ///
    /// When it fails, the draft is where it was made, and may be taken away: nothing of an older output is there.
    pub(super) fn install(&self) -> Result<Committed, SinkError> {
        let place = self.spot.path();
        let failed = |error| self.spot.failed(error);
        let exists = || SinkError::Exists { path: self.spot.shown.clone() };
        let old = if is_free(&place).map_err(failed)? {
            move_new(&self.draft(), &place).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty => exists(),
                _ => failed(error),
            })?;
            None
        } else if self.spot.existing == Existing::Replace {
            // Once more: something else may have come up while the new output was written.
            self.spot.check_replaceable()?;
            Some(self.replace(&place).map_err(failed)?)
        } else {
            return Err(exists());
        };
        // The output is in force, whatever this says.
        let durable = sync_folder(&self.spot.parent).unwrap_or(false);
        Ok(Committed { old, durable })
    }

    /// Puts the draft in the place of the old output and returns where that is kept.
    fn replace(&self, place: &Path) -> io::Result<PathBuf> {
        match exchange(&self.draft(), place) {
            Ok(()) => kept_or_back(self.keep_old(&self.draft()), &self.draft(), place),
            Err(error) if is_unsupported(&error) => {
                let old = self.keep_old(place)?;
                // Between these two steps the place is empty; if the second fails, the first is taken back.
                move_new(&self.draft(), place).inspect_err(|_| drop(move_new(&old, place)))?;
                Ok(old)
            }
            Err(error) => Err(error),
        }
    }

    /// Moves `from` to the first free name of `NAME.old`, `NAME.old-2` …
    #[expect(clippy::disallowed_methods, reason = "looks which name is free")]
    fn keep_old(&self, from: &Path) -> io::Result<PathBuf> {
        for number in 1_u32.. {
            let mut name = self.spot.name.clone();
            name.push(if number == 1 { ".old".to_owned() } else { format!(".old-{number}") });
            let kept = self.spot.parent.join(name);
            if fs::symlink_metadata(&kept).is_ok() {
                continue;
            }
            match move_new(from, &kept) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                result => return result.map(|()| kept),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// After the exchange, when the older output stands where the draft was made: where it is kept for good.
///
/// When it could not be kept, both are exchanged back, and that fails. When not even this can be done, the new output
/// stays in force and the older one where it is: Ok, because the draft is gone from where it was made.
fn kept_or_back(kept: io::Result<PathBuf>, draft: &Path, place: &Path) -> io::Result<PathBuf> {
    kept.or_else(|error| match exchange(draft, place) {
        Ok(()) => Err(error),
        Err(_) => Ok(draft.to_owned()),
    })
}

impl Drop for Place {
    fn drop(&mut self) {
        // Only succeeds when it is empty: what is not ours stays.
        #[expect(
            clippy::disallowed_methods,
            reason = "only folders that this run made are removed"
        )]
        let _ = fs::remove_dir(&self.temporary);
    }
}

/// Writes down for good what a folder holds. Returns whether the system could confirm it.
pub(super) fn sync_folder(folder: &Path) -> io::Result<bool> {
    if !cfg!(unix) {
        return Ok(false); // Folders cannot be opened for this.
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "a folder is synchronised through an open handle"
    )]
    match fs::File::open(folder)?.sync_all() {
        Ok(()) => Ok(true),
        Err(error) if is_unsupported(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether nothing, or an empty folder, is at `place`. A link is something, whatever it points at.
#[expect(clippy::disallowed_methods, reason = "looks what is at the place of an output")]
fn is_free(place: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_dir() => is_empty(place),
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether something is there that is no file, no folder and no link: `--replace` must never move a device away.
#[expect(clippy::disallowed_methods, reason = "looks what is at the place of an output")]
fn is_special(place: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Ok(found) => Ok(!(found.is_dir() || found.is_file() || found.is_symlink())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[expect(clippy::disallowed_methods, reason = "looks whether the output folder is empty")]
fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

fn temporary_folder(parent: &Path, name: &OsStr) -> io::Result<PathBuf> {
    let prefix = leftover::prefix(name);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // While it is written, nobody else can look into it or plant a link in it.
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    Ok(builder.tempdir_in(parent)?.keep())
}

/// Whether a folder can be made in `parent`, as far as can be known without making one.
#[cfg(unix)]
fn writable(parent: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(parent, Access::WRITE_OK | Access::EXEC_OK)?)
}

#[cfg(not(unix))]
fn writable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "looks what is at the place of an output")]
fn is_mount_point(place: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path| fs::symlink_metadata(path).map(|found| found.dev()).ok();
    device(place).is_some_and(|device_there| Some(device_there) != device(parent))
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path, _: &Path) -> bool {
    false
}

/// Renames, but never onto something; an empty folder is no thing.
#[expect(clippy::disallowed_methods, reason = "finished outputs are put in their place here")]
fn move_new(from: &Path, to: &Path) -> io::Result<()> {
    match rename_exclusive(from, to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_free(to)? => {
            // Fails when it is no longer empty.
            fs::remove_dir(to)?;
            rename_exclusive(from, to)
        }
        Err(error) if is_unsupported(&error) => {
            if !is_free(to)? {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(from, to)
        }
        result => result,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_exclusive(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_exclusive(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a file system cannot do it at all (`EINVAL`, `ENOSYS`, `ENOTSUP`).
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

#[cfg(test)]
mod tests;
