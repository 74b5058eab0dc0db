//! Reads the archive that `--to json` writes.

use larder_core::{Format, format};

use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json;

impl Reader for Json {
    fn format(&self) -> &'static Format {
        &format::JSON
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
