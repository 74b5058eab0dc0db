//! A zip file.

use std::io::Read;

use larder_core::Note;

use super::{Budget, Bytes, FoundArchive, Listed, Refused, Source, SourceEntry, SourceError};
use crate::ReadError;

/// Whether `head` is the beginning of a zip file, an empty one included.
pub(super) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether a file of this name is looked into: one called `.zip`, or without an extension.
///
/// Documents of other programs are zip files too (`.docx`, `.epub`); their parts are not posts.
pub(super) fn may_be_archive(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').is_none_or(|(_, extension)| extension.eq_ignore_ascii_case("zip"))
}

#[derive(Debug)]
pub(super) struct Zip {
    listed: Listed<Bytes>,
    name: String,
}

impl Zip {
    pub(super) fn open(
        _: FoundArchive,
        _: &Budget,
        _: u32,
    ) -> Result<(Self, Vec<FoundArchive>), ReadError> {
        Err(ReadError::Empty { name: String::new() })
    }
}

impl Source for Zip {
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
        super::read_bounded(self.open(index)?, 10)
    }

    fn open(&self, _: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        Err(SourceError::no_such_entry())
    }
}
