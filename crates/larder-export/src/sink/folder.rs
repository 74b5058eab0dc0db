//! Files in a folder that appears in its place when all of them are complete.

use std::{
    collections::BTreeSet,
    fs, io,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use larder_core::Cancel;

use super::{
    Access, Committed, Existing, Sink, SinkError,
    disk::Disk,
    draft::{Draft, Stoppable},
    names::folders,
    place::sync_folder,
};

/// Writes files into a temporary folder beside `path`, and puts it there with [`Folder::commit`].
///
/// Every file is made anew, written, and synchronised with the disk before the folder has its name. Dropped before it is committed, the folder takes
/// away exactly the files and folders it made; what stood at `path` was never touched.
///
/// ```no_run
/// use larder_export::sink::{Existing, Folder, Sink};
///
/// let mut folder = Folder::create("out".as_ref(), Existing::Refuse)?;
/// folder.file("rss.xml", &mut |out| out.write_all(b"<rss/>"))?;
/// folder.commit()?;
/// # Ok::<(), larder_export::SinkError>(())
/// ```
#[derive(Debug)]
pub struct Folder {
    draft: Draft,
    disk: Disk,
    files: Vec<PathBuf>,
    // Every folder comes before those in it.
    folders: BTreeSet<PathBuf>,
}

impl Folder {
    /// Checks that an output folder can be made at `path` and begins one.
    ///
    /// Fails before any work: with [`SinkError::Exists`] when something other than an empty folder is there and
    /// `existing` does not say to replace it, with [`SinkError::Unwritable`] when its parent takes no folder.
    pub fn create(path: &Path, existing: Existing) -> Result<Self, SinkError> {
        let (draft, ()) = Draft::begin(path, existing, make_folder)?;
        let folders = BTreeSet::from([draft.path.clone()]);
        let disk = Disk::of(&draft.path);
        Ok(Self { draft, disk, files: Vec::new(), folders })
    }

    /// Who may read the finished folder. By default, whoever the umask allows.
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.draft.access = access;
        self
    }

    /// Stops before the next write when `cancel` asks for it.
    #[must_use]
    pub fn stop_on(mut self, cancel: &Cancel) -> Self {
        self.draft.cancel = cancel.clone();
        self
    }

    /// Puts the folder in its place, all at once.
    pub fn commit(mut self) -> Result<Committed, SinkError> {
        let durable = self.synchronise().map_err(|error| self.draft.unwritable(error))?;
        restrict(&self.draft.path, self.draft.access)
            .map_err(|error| self.draft.unwritable(error))?;
        let committed = self.draft.install()?;
        Ok(Committed { durable: durable && committed.durable, ..committed })
    }

    /// Makes all files and folders survive a power loss. Returns whether the system could confirm it.
    fn synchronise(&self) -> io::Result<bool> {
        if self.disk.finish()? {
            return Ok(true);
        }
        let mut durable = true;
        for folder in self.folders.iter().rev() {
            durable &= sync_folder(folder)?;
        }
        Ok(durable)
    }

    fn write(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        for folder in folders(name) {
            let folder = self.draft.path.join(folder);
            if !self.folders.contains(&folder) {
                make_folder(&folder)?;
                self.folders.insert(folder);
            }
        }
        let path = self.draft.path.join(name);
        let file = create_new(&path)?;
        self.files.push(path);
        self.disk.take(&fill_file(file, &self.draft.cancel, fill)?)
    }
}

impl Sink for Folder {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        self.draft.claim(name)?;
        self.write(name, fill).map_err(|error| self.draft.failed(name, error))
    }

    fn has(&self, name: &str) -> bool {
        self.draft.names.has(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.draft.installed {
            return;
        }
        // Exactly what was made, by name: a link is removed and not followed, a folder only when it is empty.
        self.files.iter().for_each(|file| remove_file(file));
        for folder in self.folders.iter().rev() {
            #[expect(
                clippy::disallowed_methods,
                reason = "only folders that this run made are removed"
            )]
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Fills a new file. Returns it, written to its end but not synchronised.
fn fill_file(
    file: fs::File,
    cancel: &Cancel,
    fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<fs::File> {
    let mut buffered = BufWriter::with_capacity(1 << 16, Stoppable { inner: file, cancel });
    let result = fill(&mut buffered).and_then(|()| buffered.flush());
    // What is still buffered after a failure must not be tried again when the buffer goes away.
    let (file, _) = buffered.into_parts();
    result?;
    Ok(file.inner)
}

/// Makes a file. Fails when anything has its name already, a link that leads nowhere included.
#[expect(clippy::disallowed_methods, reason = "the sinks make their files here")]
pub(super) fn create_new(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

#[expect(clippy::disallowed_methods, reason = "only files that this run made are removed")]
pub(super) fn remove_file(path: &Path) {
    // Nothing can be done about a failure: the file stays in a temporary folder.
    let _ = fs::remove_file(path);
}

/// Lets the owner alone in, where that was asked for.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "what a sink made is for its owner alone")]
pub(super) fn restrict(path: &Path, access: Access) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if access == Access::Umask {
        return Ok(());
    }
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_mode(permissions.mode() & 0o700);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
pub(super) fn restrict(_: &Path, _: Access) -> io::Result<()> {
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the folder sink makes folders")]
fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

#[cfg(test)]
mod tests;
