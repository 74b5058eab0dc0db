//! Reads pages as somebody saved them: HTML files, folders of a browser or of a mirror, and what web archives hold.
//!
//! ```text
//! files ─► Unpacked: every page and file of every container, one entry each ─► pages ─► one blog for each address of a blog
//!                                                                           └► library: pictures and files by address
//! ```
//!
//! What a page is, and what it says of its post, the module [`web`](crate::web) tells. Here captures are joined: several of
//! one post are one post, the newest as it is and the others as revisions; lists say which posts were not captured.

mod blog;
mod comments;
mod dates;
mod feeds;
mod found;
mod gist;
mod led;
mod library;
mod ours;
mod pages;
mod part;
mod people;
mod site;
mod sorted;
mod unpack;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::unpack::Unpacked;
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Web;

impl Reader for Web {
    fn format(&self) -> &'static Format {
        &format::WEB
    }

    fn vote(&self, sample: &Sample) -> Vote {
        unpack::recognise(&sample.name, &sample.head, &sample.text)
    }

    fn looks_for(&self) -> &'static str {
        "saved pages of any blog: HTML files, alone or with their folders, and web archives (WARC, WACZ, MHTML, HAR)"
    }

    fn hands_to(&self) -> &'static [&'static Format] {
        &[&format::BRUNCH, &format::FEED]
    }

    fn opens(&self, sample: &Sample) -> bool {
        unpack::is_container(&sample.name, &sample.head)
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let unpacked = Unpacked::of(source, options, intake)?;
        let files = unpacked.enter(intake);
        let read = blog::read(&unpacked, options, intake);
        intake.leave(files);
        read
    }
}
