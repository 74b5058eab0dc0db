//! Reads blogs of Tumblr: its own export, the folders of `tumblr-backup`, answers of its API, and the backups of 2009.
//!
//! ```text
//! file ─► walk (JSON of the API) or page (HTML) ─► first look: whose posts, by number ─┐
//!         again ─► second look: a post, with the page that shows it ◄──────────────────┘ ─► Collection
//! ```
//!
//! JSON says more than a page: where both are of one post, the page is kept as a version of it. What is private of the
//! account (`payload-….json`) is named and not read.
//!
//! Format: <https://www.tumblr.com/docs/en/api/v2> · <https://www.tumblr.com/docs/npf>; the export is described nowhere

mod blog;
mod file;
mod first;
mod json;
mod legacy;
mod markup;
mod npf;
mod page;
mod post;
mod state;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::file::{Files, Kind};
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tumblr;

impl Reader for Tumblr {
    fn format(&self) -> &'static Format {
        &format::TUMBLR
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match Kind::of(&sample.name, &sample.text) {
            Kind::Posts => Vote::Signature("posts of Tumblr's API in JSON".into()),
            Kind::Page(page::Form::Export) => {
                Vote::Signature("a page of a post as Tumblr exports it".into())
            }
            Kind::Page(page::Form::Backup) => {
                Vote::Signature("a page of a post by `tumblr-backup`".into())
            }
            Kind::Page(page::Form::First) => {
                Vote::Signature("a page of a post with the record of Tumblr's first API".into())
            }
            Kind::Account => Vote::Name("what Tumblr exports of the account".into()),
            Kind::Likes => Vote::Name("posts that somebody liked on Tumblr".into()),
            Kind::Other => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Tumblr (pages named by numbers in a zip), a folder of `tumblr-backup`, or JSON of its API with `post_url` and `blog_name`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        export::read::<Files>(source, options, intake)
    }
}
