//! Reads the archive that `--to json` writes. A source that holds archives of the other form too is read whole.

use larder_core::{Format, format};

use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    archive::{self, Form},
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json;

impl Reader for Json {
    fn format(&self) -> &'static Format {
        &format::JSON
    }

    fn vote(&self, sample: &Sample) -> Vote {
        archive::vote(Form::Document, sample)
    }

    fn looks_for(&self) -> &'static str {
        archive::looks_for(Form::Document)
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        archive::read(source, options, intake)
    }
}
