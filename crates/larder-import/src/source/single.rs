//! One file, or standard input.

use std::io::Read;

use larder_core::{Note, Rule};

use super::{Budget, Bytes, Catalogue, Listed, Refused, Source, SourceEntry, SourceError};
use crate::names;

/// One entry.
#[derive(Debug)]
pub(super) struct Single {
    name: String,
    listed: Listed<Bytes>,
    budget: Budget,
}

impl Single {
    /// A source of one entry, both called `name`; `raw` is the entry's raw name.
    pub(super) fn new(name: String, raw: &[u8], bytes: Bytes, budget: &Budget) -> Self {
        let mut catalogue = Catalogue::default();
        let length = Some(bytes.len());
        if !budget.take_file() {
            catalogue.refuse(&name, Rule::TooMany, budget.too_many());
        } else {
            // The user named it: whatever it is called, it is read.
            catalogue.take(names::entry_name(raw), raw, length, bytes);
        }
        Self { name, listed: catalogue.finish(), budget: budget.clone() }
    }
}

impl Source for Single {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.listed.entries
    }

    fn refused(&self) -> &[Refused] {
        &self.listed.refused
    }

    fn notes(&self) -> &[Note] {
        &self.listed.notes
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        let bytes = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        let limit = self.budget.limits().file_bytes;
        // A file that is too large is refused by its length: a sparse one has no bytes to read.
        if bytes.len() > limit {
            return Err(SourceError::too_large(limit));
        }
        super::read_bounded(bytes.reader(), limit)
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        let bytes = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        Ok(Box::new(bytes.reader()))
    }

    fn on_disk(&self, index: usize) -> Option<std::fs::File> {
        self.listed.parts.get(index)?.file()
    }
}
