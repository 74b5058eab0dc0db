//! Writes `json_feed`.

use larder_core::{Blog, Format, format};

use crate::{Account, Sink, WriteError, WriteOptions, Writer};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct JsonFeed;

impl Writer for JsonFeed {
    fn format(&self) -> &'static Format {
        &format::JSON_FEED
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
