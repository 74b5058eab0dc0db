//! Makes what a folder holds survive a power loss: a few files one by one, many in one step.
//!
//! A site is thousands of small files. To synchronise each by itself makes the disk write its journal as often, which
//! takes far longer than to write the files. Linux synchronises a whole file system at once (`syncfs`), but only since
//! 5.8 does it say when that failed, and not every file system asks its disk. Where it is not known to be as safe, every
//! file is synchronised by itself.

use std::{fs, io, path::Path};

/// How many files of an output are synchronised one by one. To synchronise all at once may also write what other
/// programs have not written out yet, which is not worth it for a few feeds.
const FEW: usize = 256;

/// The disk that an output is made on.
#[derive(Debug)]
pub(super) struct Disk {
    /// The folder of the output, open since before anything was written in it: failures are told to whoever had it open
    /// when they happened. None where all cannot be synchronised at once.
    all: Option<fs::File>,
    files: usize,
    /// How many of them are synchronised one by one.
    few: usize,
}

impl Disk {
    /// The disk that `folder` is on. The folder is empty.
    pub(super) fn of(folder: &Path) -> Self {
        Self { all: at_once(folder), files: 0, few: FEW }
    }

    /// Takes a file that was written to its end, and synchronises it now or, with all others, later.
    pub(super) fn take(&mut self, file: &fs::File) -> io::Result<()> {
        self.files += 1;
        if self.is_later() { Ok(()) } else { file.sync_all() }
    }

    /// Synchronises what is still to be: everything, with all folders. Returns whether that was done; if not, every file
    /// is synchronised already, and the folders are not.
    pub(super) fn finish(&self) -> io::Result<bool> {
        match &self.all {
            Some(folder) if self.is_later() => synchronise(folder).map(|()| true),
            _ => Ok(false),
        }
    }

    fn is_later(&self) -> bool {
        self.all.is_some() && self.files > self.few
    }
}

/// The folder, open, if the system can synchronise all that is on its disk and says when it could not.
#[cfg(target_os = "linux")]
fn at_once(folder: &Path) -> Option<fs::File> {
    #[expect(clippy::disallowed_methods, reason = "a disk is synchronised through an open folder")]
    let folder = fs::File::open(folder).ok()?;
    let release = rustix::system::uname().release().to_string_lossy().into_owned();
    let kind = rustix::fs::fstatfs(&folder).ok()?.f_type;
    (tells_failures(&release) && is_known(u64::try_from(kind).ok()?)).then_some(folder)
}

#[cfg(not(target_os = "linux"))]
fn at_once(_: &Path) -> Option<fs::File> {
    None
}

#[cfg(target_os = "linux")]
fn synchronise(folder: &fs::File) -> io::Result<()> {
    Ok(rustix::fs::syncfs(folder)?)
}

#[cfg(not(target_os = "linux"))]
fn synchronise(folder: &fs::File) -> io::Result<()> {
    folder.sync_all()
}

/// Whether a release of Linux is 5.8 or later.
#[cfg(any(target_os = "linux", test))]
fn tells_failures(release: &str) -> bool {
    let mut numbers = release.split(|letter: char| !letter.is_ascii_digit());
    let mut next = || numbers.next().and_then(|number| number.parse::<u32>().ok());
    (next(), next()) >= (Some(5), Some(8))
}

/// Whether a file system writes all it has to its disk, and waits until the disk has it: those of local disks.
#[cfg(target_os = "linux")]
fn is_known(kind: u64) -> bool {
    const EXT4: u64 = 0xef53;
    const XFS: u64 = 0x5846_5342;
    const BTRFS: u64 = 0x9123_683e;
    const F2FS: u64 = 0xf2f5_2010;
    [EXT4, XFS, BTRFS, F2FS].contains(&kind)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
mod tests {
    use super::*;

    fn take(disk: &mut Disk, folder: &Path, files: usize) {
        for number in 0..files {
            let path = folder.join(number.to_string());
            disk.take(&fs::File::create(path).unwrap()).unwrap();
        }
    }

    #[test]
    fn many_files_are_synchronised_at_once_and_a_few_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = Disk { few: 3, ..Disk::of(folder.path()) };
        take(&mut disk, folder.path(), 3);
        assert!(!disk.finish().unwrap());
        take(&mut disk, folder.path(), 1);
        assert_eq!(disk.finish().unwrap(), disk.all.is_some());
    }

    #[test]
    fn where_all_cannot_be_synchronised_at_once_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = Disk { all: None, files: 0, few: 3 };
        take(&mut disk, folder.path(), 4);
        assert!(!disk.is_later() && !disk.finish().unwrap());
    }

    #[test]
    fn systems_that_keep_failures_to_themselves_are_known() {
        for (release, expected) in [
            ("5.8.0-rc1", true),
            ("6.1.0-21-amd64", true),
            ("10.0", true),
            ("5.7.19", false),
            ("4.19.0-26-amd64", false),
            ("5", false),
            ("", false),
        ] {
            assert_eq!(tells_failures(release), expected, "{release}");
        }
    }
}
