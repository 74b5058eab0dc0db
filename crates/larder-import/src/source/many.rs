//! Several sources as one: each with a prefix to its names.

use std::io::Read;

use larder_core::{Blob, Note, Rule};

use super::{Catalogue, Listed, Refused, Source, SourceEntry, SourceError};

/// A source and what stands before its names: nothing, or a name and `/`.
pub(super) struct Piece {
    pub(super) prefix: String,
    pub(super) source: Box<dyn Source>,
}

/// Several sources as one.
pub(super) struct Many {
    name: String,
    pieces: Vec<Box<dyn Source>>,
    listed: Listed<(usize, usize)>,
}

impl Many {
    /// Joins `pieces`, and what was refused before there was a source for it.
    pub(super) fn new(
        name: String,
        pieces: Vec<Piece>,
        refused: Vec<(String, Rule, String)>,
    ) -> Self {
        let mut catalogue = Catalogue::default();
        for (name, rule, found) in refused {
            catalogue.refuse(&name, rule, found);
        }
        for (number, piece) in pieces.iter().enumerate() {
            join(&mut catalogue, piece, number);
        }
        let pieces = pieces.into_iter().map(|piece| piece.source).collect();
        Self { name, pieces, listed: catalogue.finish() }
    }

    fn part(&self, index: usize) -> Result<(&dyn Source, usize), SourceError> {
        let &(piece, index) =
            self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        Ok((&*self.pieces[piece], index))
    }
}

fn join(
    catalogue: &mut Catalogue<(usize, usize)>,
    Piece { prefix, source }: &Piece,
    number: usize,
) {
    for (index, entry) in source.entries().iter().enumerate() {
        let raw = entry.raw.as_deref().unwrap_or(entry.name.as_bytes());
        let raw = [prefix.as_bytes(), raw].concat();
        catalogue.take(format!("{prefix}{}", entry.name), &raw, entry.length, (number, index));
    }
    for Refused { name, rule, found } in source.refused() {
        catalogue.refuse(&format!("{prefix}{name}"), *rule, found.as_str());
    }
    for note in source.notes() {
        let mut note = note.clone();
        let file = note.place.file.as_deref().map(|file| format!("{prefix}{file}"));
        let whole = prefix.strip_suffix('/').map(str::to_owned);
        note.place.file = file.or(whole).map(Into::into);
        catalogue.note(note);
    }
}

impl Source for Many {
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
        let (source, index) = self.part(index)?;
        source.read(index)
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        let (source, index) = self.part(index)?;
        source.open(index)
    }

    fn on_disk(&self, index: usize) -> Option<std::fs::File> {
        let (source, index) = self.part(index).ok()?;
        source.on_disk(index)
    }

    fn blob(&self, index: usize) -> Option<Blob> {
        let (source, index) = self.part(index).ok()?;
        source.blob(index)
    }
}
