//! Where the output of a run goes: a folder, a zip, standard output, or nowhere (`--dry-run`).

use std::{
    ffi::OsStr,
    io::{self, StdoutLock},
    path::Path,
};

use larder_core::Cancel;
use larder_export::{
    Sink, SinkError,
    sink::{self, Access, Committed, Counting, Existing, Folder, Stdout, ZipFile},
};

use crate::args::ConvertArgs;

/// The sink of a run.
pub(crate) enum Target {
    Folder(Folder),
    Zip(Box<ZipFile>),
    Stdout(Stdout<StdoutLock<'static>>),
    Nowhere(Counting),
}

impl Target {
    /// Begins the output that the command line names. Fails before any work when it cannot be made there.
    pub(crate) fn begin(args: &ConvertArgs, cancel: &Cancel) -> Result<Self, SinkError> {
        let existing = if args.replace { Existing::Replace } else { Existing::Refuse };
        let Some(path) = args.output.as_deref() else {
            return Ok(Self::Nowhere(Counting::default()));
        };
        let is_stdout = path == Path::new("-");
        if args.dry_run {
            return Self::nowhere(path, existing, is_stdout);
        }
        if is_stdout {
            return Ok(Self::Stdout(Stdout::new(io::stdout().lock())));
        }
        // Archives hold private posts and other people's addresses; feeds alone are there to be served.
        let is_private = args.to.iter().any(|writer| !writer.is_public());
        let access = if is_private { Access::Owner } else { Access::Umask };
        let is_zip =
            path.extension().is_some_and(|end| end.eq_ignore_ascii_case(OsStr::new("zip")));
        Ok(match is_zip {
            true => {
                Self::Zip(Box::new(ZipFile::create(path, existing)?.access(access).stop_on(cancel)))
            }
            false => Self::Folder(Folder::create(path, existing)?.access(access).stop_on(cancel)),
        })
    }

    /// A dry run meets what the run itself would meet.
    fn nowhere(path: &Path, existing: Existing, is_stdout: bool) -> Result<Self, SinkError> {
        if is_stdout {
            return Ok(Self::Nowhere(Counting::one()));
        }
        sink::check(path, existing)?;
        Ok(Self::Nowhere(Counting::default()))
    }

    /// The sink to write into.
    pub(crate) fn sink(&mut self) -> &mut dyn Sink {
        match self {
            Self::Folder(sink) => sink,
            Self::Zip(sink) => &mut **sink,
            Self::Stdout(sink) => sink,
            Self::Nowhere(sink) => sink,
        }
    }

    /// How many files and bytes a dry run would have written.
    pub(crate) fn counted(&self) -> Option<(u64, u64)> {
        match self {
            Self::Nowhere(sink) => {
                Some((sink.lengths().len() as u64, sink.lengths().values().sum()))
            }
            _ => None,
        }
    }

    /// Puts the finished output in its place, all at once.
    pub(crate) fn commit(self) -> Result<Option<Committed>, SinkError> {
        match self {
            Self::Folder(sink) => sink.commit().map(Some),
            Self::Zip(sink) => sink.commit().map(Some),
            Self::Stdout(_) | Self::Nowhere(_) => Ok(None),
        }
    }
}
