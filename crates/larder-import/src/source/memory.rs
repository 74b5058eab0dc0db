//! Entries in memory: for tests, and for programs that have the bytes already.

use std::{
    io::{Cursor, Read},
    sync::Arc,
};

use super::{Catalogue, Listed, Refused, Source, SourceEntry, SourceError};
use crate::Limits;

/// Bytes under names, in memory. Held to the same rules as every other source.
#[derive(Debug)]
pub struct Memory {
    name: String,
    listed: Listed<Arc<[u8]>>,
    limits: Limits,
}

impl Memory {
    /// A source called `name` of these entries, with the default [`Limits`].
    ///
    /// Entries with unsafe names and system files are refused; of two equal names the second gets a number.
    ///
    /// ```
    /// use larder_import::{Source, source::Memory};
    ///
    /// let source = Memory::new("archive", [("b.txt", "둘"), ("a.txt", "하나")]);
    /// assert_eq!(&*source.entries()[0].name, "a.txt");
    /// assert_eq!(source.read(0)?, "하나".as_bytes());
    /// # Ok::<(), larder_import::SourceError>(())
    /// ```
    pub fn new<N: AsRef<str>, B: AsRef<[u8]>>(
        name: impl Into<String>,
        entries: impl IntoIterator<Item = (N, B)>,
    ) -> Self {
        let mut catalogue = Catalogue::default();
        for (name, bytes) in entries {
            let bytes: Arc<[u8]> = bytes.as_ref().into();
            let length = bytes.len() as u64;
            catalogue.offer(name.as_ref().as_bytes(), Some(length), bytes);
        }
        Self { name: name.into(), listed: catalogue.finish(), limits: Limits::default() }
    }

    /// The same source with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

impl Source for Memory {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.listed.entries
    }

    fn refused(&self) -> &[Refused] {
        &self.listed.refused
    }

    fn notes(&self) -> &[larder_core::Note] {
        &self.listed.notes
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        super::read_bounded(self.open(index)?, self.limits.file_bytes)
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        let bytes = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}
