//! Where bytes go: a folder, a zip, standard output or memory.
//!
//! Whatever keeps files on a disk writes them beside the place they are for, under a temporary name, and puts them in
//! place in one step when all are complete ([`Folder::commit`], [`ZipFile::commit`]). Before that step, nothing that
//! was there is touched; after it, what was there is kept beside it as `NAME.old`.

mod counting;
mod disk;
mod draft;
mod folder;
mod leftover;
mod memory;
pub(crate) mod names;
mod ours;
mod overlap;
mod place;
mod stdout;
mod sub;
mod zip;

use std::{fmt, io};

pub use self::{
    counting::Counting,
    folder::Folder,
    leftover::leftovers,
    memory::Memory,
    overlap::{is_within, overlaps},
    place::{Access, Committed, Existing, check},
    stdout::Stdout,
    sub::Sub,
    zip::ZipFile,
};
pub(crate) use self::{names::is_ours, zip::is_packed};

/// Takes files under names.
///
/// Names are ours (see [`Sink::file`]); nothing of the input's names reaches them unmade.
pub trait Sink {
    /// Writes one file: `fill` gives its bytes.
    ///
    /// `name` has `/` between folders and only ASCII letters, digits, `-`, `_`, `.`, and letters of Hangul, kana and
    /// Chinese; no part is empty, begins or ends with a `.`. A name that was written before is an error, even in other letter case: nothing is overwritten.
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError>;

    /// Whether a file of this name was written already.
    fn has(&self, name: &str) -> bool;

    /// Whether only one file can be taken (standard output).
    fn takes_one(&self) -> bool {
        false
    }
}

/// Why bytes could not be put away.
#[derive(Debug)]
#[non_exhaustive]
pub enum SinkError {
    /// The operating system said no.
    Io {
        /// The file.
        name: String,
        /// Why.
        error: io::Error,
    },
    /// The output is there already, and nobody said to replace it.
    Exists {
        /// What is there.
        path: String,
    },
    /// Something is there that no writer made, and only an output of ours is replaced.
    NotOurs {
        /// What is there.
        path: String,
        /// The name of the foreign thing within it; empty for the whole.
        found: String,
    },
    /// The same name was written twice, or the name is not one of ours.
    Name {
        /// The name.
        name: String,
    },
    /// A second file for a sink that [takes one](Sink::takes_one).
    OnlyOne {
        /// The name of the second.
        name: String,
    },
    /// The output cannot be made where it was asked for.
    Unwritable {
        /// Where.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// Whoever reads standard output has gone away. Not a failure: they have what they wanted.
    Closed,
    /// The user asked to stop.
    Cancelled,
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { name, error } => write!(f, "`{name}` could not be written: {error}"),
            Self::Exists { path } => write!(f, "`{path}` exists already"),
            Self::NotOurs { path, found } if found.is_empty() => {
                write!(f, "`{path}` is no output of Larder")
            }
            Self::NotOurs { path, found } => {
                write!(f, "`{path}` is no output of Larder: it holds `{found}`")
            }
            Self::Name { name } => write!(f, "`{name}` cannot be the name of an output file"),
            Self::OnlyOne { name } => {
                write!(f, "`{name}` is a second file, but only one can be taken")
            }
            Self::Unwritable { path, error } => write!(f, "`{path}` cannot be written: {error}"),
            Self::Closed => f.write_str("nobody reads the output any more"),
            Self::Cancelled => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for SinkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } | Self::Unwritable { error, .. } => Some(error),
            _ => None,
        }
    }
}
