//! Writes `json`.

use larder_core::{Blog, Format, format};

use crate::{Account, Sink, WriteError, WriteOptions, Writer};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json;

impl Writer for Json {
    fn format(&self) -> &'static Format {
        &format::JSON
    }

    fn write(
        &self,
        _: &Blog,
        _: &WriteOptions,
        _: &mut dyn Sink,
        _: &mut Account,
    ) -> Result<(), WriteError> {
        Ok(())
    }
}
