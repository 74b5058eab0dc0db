//! Reads the archive that `--to jsonl` writes. A source that holds archives of the other form too is read whole.

use larder_core::{Format, format};

use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    archive::{self, Form},
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jsonl;

impl Reader for Jsonl {
    fn format(&self) -> &'static Format {
        &format::JSONL
    }

    fn vote(&self, sample: &Sample) -> Vote {
        archive::vote(Form::Lines, sample)
    }

    fn looks_for(&self) -> &'static str {
        archive::looks_for(Form::Lines)
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
