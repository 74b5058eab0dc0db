//! Reads exports of Ghost, versions 0 to 6: the JSON of its tables, alone or in a zip with the pictures.
//!
//! ```text
//! file ─► walk ─► first look: tables (Index) ─┐
//!         again ─► second look: posts, on all cores ─► Draft of a blog ─► pictures of the zip
//! ```
//!
//! The tables stand in the order of their names, so that a post comes before its tags. Everything is read twice, so that
//! nothing but an index has to be in memory.
//!
//! Format: <https://docs.ghost.org/migration/ghost> · what exports hold was read in Ghost's own source.

mod account;
mod beside;
mod blog;
mod body;
mod comment;
mod date;
mod draft;
mod file;
mod index;
mod media;
mod people;
mod post;
mod route;
mod second;
mod site;
mod status;
mod table;
mod walk;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::{beside::Beside, file::Files};
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, row};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ghost;

impl Reader for Ghost {
    fn format(&self) -> &'static Format {
        &format::GHOST
    }

    fn vote(&self, sample: &Sample) -> Vote {
        if let Some(sign) = walk::sign(&sample.text) {
            return Vote::Signature(sign.into());
        }
        match Beside::of(&sample.name, &sample.text) {
            Some(beside) => Vote::Name(beside.sign().into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Ghost: JSON with `db` or with `meta` and `data`, alone or in a zip with the pictures"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        Files::look(source, options, intake)?.read(source, options, intake)
    }
}
