//! What both forms of the archive share: records as JSON, the schema and the media beside them.
//!
//! The archive is lossless and carries everything, private things included. It is compact JSON in the order of the
//! model's fields, one record a line, so that a text diff of two archives is a diff of the blog. Records are made one
//! chunk at a time, on all cores; bodies come from the spool and are never in memory all at once.

mod escape;
mod media;
mod record;
mod unknown;

use std::{borrow::Cow, io};

use larder_core::{Blog, Cancel, Slot};
use rayon::prelude::*;

pub(crate) use self::{
    escape::to_json,
    record::{ArchiveRecord, HeavyRecord},
    unknown::{Unknown, take_unknown_records},
};
use crate::{Account, Sink, WriteError, WriteOptions};

/// How many bytes of bodies are in memory at once, and how many records.
const CHUNK: (u64, usize) = (8 << 20, 512);

/// Why a file of the archive was not finished.
pub(crate) enum Stop {
    /// The sink took no more.
    Out(io::Error),
    /// A record could not be made, because its body could not be read.
    Spool(io::Error),
    /// The user asked to stop.
    Cancelled,
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Out(error)
    }
}

/// Gives the bytes of one file.
pub(crate) type Fill<'a> = dyn Fn(&mut dyn io::Write) -> Result<(), Stop> + 'a;

/// Writes the archive of `blog` to `file`, its schema beside it, and the media.
///
/// Where only one file can be taken, the archive alone is written, and media that stay behind are noted.
pub(crate) fn write(
    blog: &Blog,
    options: &WriteOptions,
    sink: &mut dyn Sink,
    account: &mut Account,
    (file, fill): (&str, &Fill<'_>),
    (schema_file, schema): (&str, &str),
) -> Result<(), WriteError> {
    write_file(sink, file, fill, account)?;
    if !sink.takes_one() {
        account.file(sink, schema_file, &mut |out| out.write_all(schema.as_bytes()))?;
    }
    media::write(blog, &options.cancel, sink, account)?;
    account.output.written = account.output.posts;
    Ok(())
}

/// Something a record can be had from: itself, or where it was put away.
pub(crate) trait Held<R: ArchiveRecord>: Sync {
    /// The record. Fails when the spool can no longer be read.
    fn record(&self) -> io::Result<Cow<'_, R>>;

    /// How many bytes its bodies have, and what else is not in memory of it.
    fn weight(&self) -> u64 {
        0
    }
}

impl<R: ArchiveRecord> Held<R> for R {
    fn record(&self) -> io::Result<Cow<'_, R>> {
        Ok(Cow::Borrowed(self))
    }
}

impl<R: HeavyRecord> Held<R> for Slot<R>
where
    R::Head: Sync,
{
    fn record(&self) -> io::Result<Cow<'_, R>> {
        self.get()
    }

    fn weight(&self) -> u64 {
        R::weight(self.head()).saturating_add(self.bytes_away())
    }
}

/// Gives each record as JSON to `take`, in order.
pub(crate) fn each<R: ArchiveRecord>(
    records: &[impl Held<R>],
    cancel: &Cancel,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), Stop> {
    let mut rest = records;
    while !rest.is_empty() {
        if cancel.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        let (chunk, later) = rest.split_at(chunk_length(rest));
        rest = later;
        let made: io::Result<Vec<_>> = chunk
            .par_iter()
            .map(|held| record::to_json_with_unknown(held.record()?.as_ref()))
            .collect();
        made.map_err(Stop::Spool)?.iter().try_for_each(|record| take(record))?;
    }
    Ok(())
}

/// How many records from the front are made at once: at least one.
fn chunk_length<R: ArchiveRecord>(records: &[impl Held<R>]) -> usize {
    let (most_bytes, most_records) = CHUNK;
    let mut bytes = 0_u64;
    let fitting = records.iter().take(most_records).take_while(|record| {
        bytes = bytes.saturating_add(record.weight());
        bytes <= most_bytes
    });
    fitting.count().max(1)
}

fn write_file(
    sink: &mut dyn Sink,
    name: &str,
    fill: &Fill<'_>,
    account: &mut Account,
) -> Result<(), WriteError> {
    let mut failure = None;
    let result = account.file(sink, name, &mut |out| {
        fill(out).map_err(|stop| match stop {
            Stop::Out(error) => error,
            Stop::Spool(error) => {
                failure = Some(WriteError::Spool(error));
                io::Error::other("the archive's records end here")
            }
            Stop::Cancelled => {
                failure = Some(WriteError::Cancelled);
                io::Error::other("stopped")
            }
        })
    });
    match failure {
        Some(failure) => Err(failure),
        None => Ok(result?),
    }
}
