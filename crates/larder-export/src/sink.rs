//! Where bytes go: a folder, a zip, standard output or memory.

use std::{collections::BTreeMap, fmt, io};

/// Takes files under names.
///
/// Names are ours (see [`Sink::file`]); nothing of the input's names reaches them unmade.
pub trait Sink {
    /// Writes one file: `fill` gives its bytes.
    ///
    /// `name` has `/` between folders and only ASCII letters, digits, `-`, `_` and `.`; no part is empty or begins
    /// with a `.`. A name that was written before is an error: nothing is overwritten.
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError>;

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
    /// The same name was written twice, or the name is not one of ours.
    Name {
        /// The name.
        name: String,
    },
    /// The output cannot be made where it was asked for.
    Unwritable {
        /// Where.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The user asked to stop.
    Cancelled,
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { name, error } => write!(f, "`{name}` could not be written: {error}"),
            Self::Exists { path } => write!(f, "`{path}` exists already"),
            Self::Name { name } => write!(f, "`{name}` cannot be the name of an output file"),
            Self::Unwritable { path, error } => write!(f, "`{path}` cannot be written: {error}"),
            Self::Cancelled => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for SinkError {}

/// A sink in memory, for tests and for `--dry-run` (which counts what it does not keep).
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// The files, by name.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// A file as text. Panics when it is missing or no UTF-8: for tests.
    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.files[name]).expect("a test asks for text files only")
    }
}

impl Sink for Memory {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        if self.files.contains_key(name) {
            return Err(SinkError::Name { name: name.into() });
        }
        let mut bytes = Vec::new();
        fill(&mut bytes).map_err(|error| SinkError::Io { name: name.into(), error })?;
        self.files.insert(name.into(), bytes);
        Ok(())
    }
}
