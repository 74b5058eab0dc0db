//! What the folder and the zip share: an output that is made beside its place and put there when it is complete.

use std::{
    io,
    path::{Path, PathBuf},
};

use larder_core::Cancel;

use super::{Access, Committed, Existing, SinkError, names::Names, place::Place};

/// An output in the making.
#[derive(Debug)]
pub(super) struct Draft {
    place: Place,
    /// Where it is made.
    pub(super) path: PathBuf,
    /// The files in it.
    pub(super) names: Names,
    /// Who may read it in the end.
    pub(super) access: Access,
    /// Who asks to stop.
    pub(super) cancel: Cancel,
    /// Whether it is in its place.
    pub(super) installed: bool,
}

impl Draft {
    /// Checks that an output can be made at `path`, and begins it with `make`.
    pub(super) fn begin<T>(
        path: &Path,
        existing: Existing,
        make: impl FnOnce(&Path) -> io::Result<T>,
    ) -> Result<(Self, T), SinkError> {
        let place = Place::prepare(path, existing)?;
        let path = place.draft();
        let names = Names::default();
        let (access, cancel) = (Access::default(), Cancel::default());
        let draft = Self { place, path, names, access, cancel, installed: false };
        let made = make(&draft.path).map_err(|error| draft.unwritable(error))?;
        Ok((draft, made))
    }

    /// Takes a name for a file. Fails when it cannot be taken, and when the run was stopped.
    pub(super) fn claim(&mut self, name: &str) -> Result<(), SinkError> {
        self.go_on()?;
        self.names.claim(name)
    }

    /// Puts the complete output in its place.
    pub(super) fn install(&mut self) -> Result<Committed, SinkError> {
        // The last safe point: after this the new output is in force.
        self.go_on()?;
        let committed = self.place.install()?;
        self.installed = true;
        Ok(committed)
    }

    /// Why a file could not be written: the error, unless the run was stopped.
    pub(super) fn failed(&self, name: &str, error: io::Error) -> SinkError {
        match self.go_on() {
            Ok(()) => SinkError::Io { name: name.to_owned(), error },
            Err(stopped) => stopped,
        }
    }

    /// Why the output as a whole could not be made.
    pub(super) fn unwritable(&self, error: io::Error) -> SinkError {
        SinkError::Unwritable { path: self.place.shown().to_owned(), error }
    }

    fn go_on(&self) -> Result<(), SinkError> {
        if self.cancel.is_cancelled() { Err(SinkError::Cancelled) } else { Ok(()) }
    }
}

/// A writer that stops before the next write when `cancel` asks for it.
pub(super) struct Stoppable<'a, W> {
    pub(super) inner: W,
    pub(super) cancel: &'a Cancel,
}

impl<W: io::Write> io::Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("stopped"));
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
