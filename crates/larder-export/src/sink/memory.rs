//! Files in memory.

use std::{collections::BTreeMap, io};

use super::{Sink, SinkError, names::Names};

/// A sink in memory, for tests and for outputs that are known to be small.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    names: Names,
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
        self.names.claim(name)?;
        let mut bytes = Vec::new();
        fill(&mut bytes).map_err(|error| SinkError::Io { name: name.into(), error })?;
        self.files.insert(name.into(), bytes);
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.names.has(name)
    }
}
