//! Writes `rss`.

use larder_core::{Blog, Format, format};

use crate::{Account, Sink, WriteError, WriteOptions, Writer};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rss;

impl Writer for Rss {
    fn format(&self) -> &'static Format {
        &format::RSS
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
