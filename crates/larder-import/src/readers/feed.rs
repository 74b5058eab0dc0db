//! Reads feeds of every kind that was ever published: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed, CDF.
//!
//! ```text
//! file ─► Stream (decoded, tokens) ─► document: head and items ─► entry, put away, on all cores ─► Draft of a blog
//!                                                                                                        │ by id
//!                                                  blogs: the same feed at other times, its pages  ◄─────┘
//! ```
//!
//! A feed is read as it is found. What a strict parser would refuse is read past and counted
//! ([`Repairs`](crate::xml::Repairs)); an item that is cut off is kept with what it has. What the model has no place for
//! is kept in `extra`, under the usual prefix of its namespace.
//!
//! A file may hold several feeds, one after the other. A list of feeds (OPML) holds none: it says which of those that it
//! names are in the input.
//!
//! Several files of one feed (its pages, its archive documents, the same feed at other times) become one blog: posts are
//! joined by their ids, the newest version is the post, and others that differ are its revisions.

mod base;
mod blog;
mod channel;
mod document;
mod entry;
mod extension;
mod id;
mod json;
mod kind;
mod list;
mod mojibake;
mod person;
#[cfg(test)]
mod tests;
mod text;
mod wayback;

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use larder_core::{Fate, Format, Rule, format};

use self::{blog::Blogs, document::Outcome};
pub(crate) use self::{blog::MADE_ID, id::restored as restored_id};
use crate::{Intake, Limits, ReadError, ReadOptions, Reader, Sample, Source, SourceError, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feed;

impl Reader for Feed {
    fn format(&self) -> &'static Format {
        &format::FEED
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match kind::recognise(&sample.text) {
            Some(sign) => Vote::Signature(sign),
            // A list beside an archive or beside pages is no reason to read only feeds.
            None if kind::is_list(&sample.text) => Vote::Name("a list of feeds (OPML)".into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a feed: `<rss>`, `<rdf:RDF>`, `<feed>`, or a JSON object with `version` and `items`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut blogs = Blogs::default();
        let total = source.entries().len();
        if let Some(progress) = &options.progress {
            progress.begin("read", total as u64);
        }
        for index in 0..total {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            read_file(index, source, options, &mut blogs, intake)?;
            if let Some(progress) = &options.progress {
                progress.advance(1);
            }
        }
        if let Some(progress) = &options.progress {
            progress.end();
        }
        blogs.finish(&options.cancel, intake)?;
        Ok(())
    }
}

/// Reads one file. What is wrong with it stops no other.
fn read_file(
    index: usize,
    source: &dyn Source,
    options: &ReadOptions,
    blogs: &mut Blogs,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let entry = intake.file(index);
    let name = &source.entries()[index].name;
    let opened = source.open(index).and_then(|stream| unpacked(stream, options));
    let outcome = match opened {
        Ok(stream) => document::read(stream, name, options, intake)?,
        Err(SourceError::Refused { rule, found }) => Outcome::Refused { rule, found },
        Err(SourceError::Io(error)) => {
            Outcome::Refused { rule: Rule::Unreadable, found: error.to_string() }
        }
    };
    match outcome {
        Outcome::Read { feeds, list } => {
            for feed in feeds {
                if options.cancel.is_cancelled() {
                    return Err(ReadError::Cancelled);
                }
                blogs.take(feed)?;
            }
            match list {
                Some(list) => blogs.take_list(*list, entry),
                None => intake.ledger().settle(entry, Fate::Carried { post: None }),
            }
        }
        Outcome::Refused { rule, found } => intake.leave_out(entry, rule, found),
    }
    Ok(())
}

/// A stream without the packing that servers put around it.
fn unpacked<'s>(
    mut stream: Box<dyn Read + Send + 's>,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, SourceError> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let mut head = Vec::new();
    stream.by_ref().take(2).read_to_end(&mut head).map_err(SourceError::Io)?;
    let is_packed = head == GZIP;
    let whole = std::io::Cursor::new(head).chain(stream);
    if !is_packed {
        return Ok(Box::new(whole));
    }
    let packed = Arc::new(AtomicU64::new(0));
    let whole = Counted { inner: whole, count: Arc::clone(&packed) };
    let inner = flate2::read::MultiGzDecoder::new(whole);
    let Limits { unpacked_bytes: limit, ratio, .. } = options.limits;
    Ok(Box::new(Bounded { inner, left: limit, limit, packed, ratio }))
}

/// A stream that fails where it is longer than it may be: an end there would look like one of the document.
struct Bounded<R> {
    inner: R,
    left: u64,
    limit: u64,
    /// How many packed bytes were read.
    packed: Arc<AtomicU64>,
    ratio: u64,
}

/// A stream whose bytes are counted.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// From how many unpacked bytes on the ratio to the packed ones counts: short texts may repeat themselves.
const RATIO_COUNTS: u64 = 64 << 20;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            return match self.inner.read(&mut [0])? {
                0 => Ok(0),
                _ => Err(io::Error::other(format!(
                    "it unpacks to more than {} bytes; --max-unpacked-size raises the limit",
                    self.limit
                ))),
            };
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.left -= read as u64;
        let unpacked = self.limit - self.left;
        let honest = self.packed.load(Ordering::Relaxed).saturating_mul(self.ratio);
        if unpacked > RATIO_COUNTS && unpacked > honest {
            return Err(io::Error::other(format!(
                "it is packed tighter than 1:{}; --max-ratio raises the limit",
                self.ratio
            )));
        }
        Ok(read)
    }
}
