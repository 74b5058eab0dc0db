//! The bytes of images and files beside an archive. They are taken only when they are what the archive says.

use std::collections::BTreeMap;

use larder_core::{Blob, Blog, Digest, Fate, Note, NoteKind, Rule, Stored};

use crate::{Intake, Source, SourceError};

/// The media of a source. Each file is read once, however many records name it.
pub(super) struct Media<'a> {
    source: &'a dyn Source,
    names: BTreeMap<&'a str, usize>,
    read: BTreeMap<usize, Option<Blob>>,
}

impl<'a> Media<'a> {
    pub(super) fn new(source: &'a dyn Source) -> Self {
        let entries = source.entries().iter().enumerate();
        let names = entries.map(|(index, entry)| (&*entry.name, index)).collect();
        Self { source, names, read: BTreeMap::new() }
    }

    /// Gives each asset of `blog` its bytes, from beside the archive called `archive`.
    ///
    /// Bytes that are missing or wrong are noted on the run and not on the blog, which stays what the archive says.
    pub(super) fn attach(&mut self, blog: &mut Blog, archive: &str, intake: &mut Intake) {
        let folder = super::sort::folder(archive);
        for stored in blog.assets.iter_mut().filter_map(|asset| asset.stored.as_mut()) {
            match self.names.get(format!("{folder}{}", stored.file).as_str()) {
                Some(&index) => stored.blob = self.bytes(index, stored, intake),
                None => {
                    let kind = NoteKind::AssetMissing { name: stored.file.clone() };
                    intake.note(Note::new(kind).in_file(archive));
                }
            }
        }
    }

    fn bytes(&mut self, index: usize, stored: &Stored, intake: &mut Intake) -> Option<Blob> {
        if let Some(read) = self.read.get(&index) {
            return read.clone();
        }
        let file = intake.file(index);
        let blob = match read_checked(self.source, index, stored, intake) {
            Ok(blob) => {
                intake.ledger().settle(file, Fate::Carried { post: None });
                Some(blob)
            }
            Err((rule, found)) => {
                intake.leave_out(file, rule, found);
                None
            }
        };
        self.read.insert(index, blob.clone());
        blob
    }
}

fn read_checked(
    source: &dyn Source,
    index: usize,
    stored: &Stored,
    intake: &Intake,
) -> Result<Blob, (Rule, String)> {
    let bytes = source.read(index).map_err(|error| match error {
        SourceError::Refused { rule, found } => (rule, found),
        SourceError::Io(error) => (Rule::Unreadable, error.to_string()),
    })?;
    let found = Digest::of(&bytes);
    if found != stored.sha256 {
        return Err((Rule::Damaged, format!("expected the SHA-256 of its name, found {found}")));
    }
    if bytes.len() as u64 != stored.length {
        let found = format!("expected {} bytes, found {}", stored.length, bytes.len());
        return Err((Rule::Damaged, found));
    }
    intake.blob(&bytes).map_err(|error| (Rule::Unreadable, error.to_string()))
}
