//! The only place of this crate that opens files: each checked to be a regular one before and after it is opened.

#![expect(clippy::disallowed_methods, reason = "files are opened here and nowhere else")]

use std::{
    ffi::OsString,
    fs::{self, File, Metadata},
    io,
    path::Path,
};

use larder_core::Rule;

use super::SourceError;

/// Which file it is, whatever its name: device and inode. Absent where the system has no such numbers.
pub(super) type Identity = Option<(u64, u64)>;

/// The identity of a file.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

/// The identity of a file.
#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> Identity {
    None
}

/// What kind of thing that is neither a file nor a folder.
pub(super) fn kind(metadata: &Metadata) -> &'static str {
    if metadata.is_symlink() {
        return "a symbolic link";
    }
    special(metadata)
}

#[cfg(unix)]
fn special(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    match () {
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_socket() => "a socket",
        () if kind.is_block_device() || kind.is_char_device() => "a device",
        () => "a special file",
    }
}

#[cfg(not(unix))]
fn special(_: &Metadata) -> &'static str {
    "a special file"
}

/// Opens a regular file that was seen before as `seen`. Never opens a link, a pipe or a device: opening a pipe would wait
/// for somebody to write into it.
pub(super) fn open_seen(path: &Path, seen: Identity) -> Result<(File, u64), SourceError> {
    let before = fs::symlink_metadata(path)?;
    if !before.is_file() {
        return Err(SourceError::Refused {
            rule: Rule::NotARegularFile,
            found: kind(&before).into(),
        });
    }
    let file = File::open(path)?;
    let after = file.metadata()?;
    if !after.is_file() || identity(&after) != seen {
        let found = "another file took its place while it was being read".into();
        return Err(SourceError::Refused { rule: Rule::Unreadable, found });
    }
    Ok((file, after.len()))
}

/// What stands at a path that the user named. Links are followed, because the user named them.
pub(super) fn named(path: &Path) -> io::Result<Metadata> {
    fs::metadata(path)
}

/// Opens a regular file that the user named.
pub(super) fn open_named(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata.len()))
}

/// What stands at a path, links not followed.
pub(super) fn seen(path: &Path) -> io::Result<Metadata> {
    fs::symlink_metadata(path)
}

/// The names in a folder, in the order of their bytes.
pub(super) fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name());
    }
    names.sort_unstable();
    Ok(names)
}
