//! Reads the archive that `--to jsonl` writes.

use larder_core::{Format, format};

use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jsonl;

impl Reader for Jsonl {
    fn format(&self) -> &'static Format {
        &format::JSONL
    }

    fn vote(&self, _sample: &Sample) -> Vote {
        Vote::No
    }

    fn looks_for(&self) -> &'static str {
        "an archive of Larder"
    }

    fn read(&self, source: &dyn Source, _: &ReadOptions, _: &mut Intake) -> Result<(), ReadError> {
        Err(ReadError::Empty { name: source.name().to_owned() })
    }
}
