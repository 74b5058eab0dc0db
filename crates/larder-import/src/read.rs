//! From a source to blogs: probe, vote, read, close the books.

use larder_core::{Blog, Ledger, Note};

use crate::{Intake, ReadError, ReadOptions, Reader, Source, Vote};

/// What was read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reading {
    /// The blogs, one per author, ordered by id.
    pub blogs: Vec<Blog>,
    /// Notes that belong to no blog.
    pub notes: Vec<Note>,
    /// What became of every input.
    pub ledger: Ledger,
}

/// Which reader was chosen, and what each said.
#[derive(Clone)]
#[non_exhaustive]
pub struct Detection {
    /// The reader that is used.
    pub reader: &'static dyn Reader,
    /// The vote of each reader.
    pub votes: Vec<(&'static str, Vote)>,
}

/// Finds the reader for `source`: the one named in the options, else the one with the surest vote.
pub fn detect(source: &dyn Source, options: &ReadOptions) -> Result<Detection, ReadError> {
    let _ = options;
    Err(ReadError::Empty { name: source.name().to_owned() })
}

/// Reads `source` with the reader that [`detect`] finds.
pub fn read(source: &dyn Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    let detection = detect(source, options)?;
    let mut intake = Intake::new(source, &options.limits);
    detection.reader.read(source, options, &mut intake)?;
    intake.finish()
}
