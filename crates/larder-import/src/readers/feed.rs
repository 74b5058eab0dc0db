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
//! Feeds of [comments] beside those of their posts are no blogs: what they hold are comments of those posts.
//!
//! Several files of one feed (its pages, its archive documents, the same feed at other times) become one blog: posts are
//! joined by their ids, the newest version is the post, and others that differ are its revisions.

mod base;
mod blog;
mod channel;
pub(super) mod comments;
mod document;
mod entry;
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

use larder_core::{Fate, Format, format};

pub(super) use self::text::{is_escaped_twice, plain_title};
use self::{blog::Blogs, document::Outcome};
pub(crate) use self::{blog::MADE_ID, id::restored as restored_id};
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, source};

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
        let comments = comments::beside_posts(source);
        if let Some(progress) = &options.progress {
            progress.begin("read", total as u64);
        }
        for index in 0..total {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            let is_beside = comments.contains(&index);
            read_file((index, is_beside), source, options, &mut blogs, intake)?;
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

/// Reads one file. What is wrong with it stops no other. `is_beside` says whether it stands where Larder writes a feed of
/// comments.
fn read_file(
    (index, is_beside): (usize, bool),
    source: &dyn Source,
    options: &ReadOptions,
    blogs: &mut Blogs,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let entry = intake.file(index);
    let name = &source.entries()[index].name;
    // Lent before it is read: a change after that shows.
    let whole = intake.lend(source, index);
    let opened = source::unpacked(source, index, &options.limits);
    let outcome = match opened {
        Ok(stream) => document::read(stream, (name, whole), options, intake)?,
        Err(error) => {
            let (rule, found) = error.into_rule();
            Outcome::Refused { rule, found }
        }
    };
    match outcome {
        Outcome::Read { feeds, list } => {
            for feed in feeds {
                if options.cancel.is_cancelled() {
                    return Err(ReadError::Cancelled);
                }
                match is_beside || feed.says_comments() {
                    true => blogs.hear(feed, is_beside),
                    false => blogs.take(feed)?,
                }
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
