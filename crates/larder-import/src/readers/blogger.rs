//! Reads what Blogger gives to those who leave: the Blogger part of a Takeout, and the classic backup `blog-MM-DD-YYYY.xml`.
//!
//! ```text
//! file ─► Stream ─► Splitter ─► first look: settings, address, names of pictures (Seen) ─┐ the files of one blog, by its number
//!           again ─► Splitter ─► second look: posts and comments, on all cores (Made) ◄──┘ ─► Draft ─► Collection
//! ```
//!
//! Both are Atom with posts, pages and comments as entries of one feed. A classic backup tells them apart by a category of
//! kinds, has an entry for each setting, and dates in the blog's own offset. A Takeout has `blogger:type` and
//! `blogger:status`, dates in UTC, the path of each post and no address of the blog; beside the feed lie settings, themes and
//! the pictures of bodies. Where both are there, they are one blog, and each takes from the other what it lacks.

mod albums;
mod beside;
mod blog;
mod comment;
mod date;
mod entry;
mod files;
mod forms;
mod head;
mod home;
mod known;
mod look;
mod made;
mod person;
mod post;
mod records;
mod settings;
mod sign;
mod split;
mod state;
#[cfg(test)]
mod tests;
mod text;

use larder_core::{Format, format};

use crate::{Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// What the ids of Blogger begin with, in front of the number of the blog.
const TAG: &str = "tag:blogger.com,1999:blog-";

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blogger;

/// The two forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// The backup that Blogger itself gave until 2025.
    Classic,
    /// What Takeout gives.
    Takeout,
}

impl Form {
    /// What a record of it is said to come from.
    fn name(self) -> &'static str {
        match self {
            Self::Classic => "blogger-classic",
            Self::Takeout => "blogger-takeout",
        }
    }
}

impl Reader for Blogger {
    fn format(&self) -> &'static Format {
        &format::BLOGGER
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign::sign(&sample.text) {
            Some((_, sign)) => Vote::Signature(sign.into()),
            None => Vote::No,
        }
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        // Among thousands of pictures and their records, the feed may not be shown.
        let is_other = |sample: &Sample| {
            files::is_feed_of_takeout(&sample.name) && sign::sign(&sample.text).is_none()
        };
        let is_named = probe.names.iter().any(|name| files::is_feed_of_takeout(name));
        if is_named && !probe.samples.iter().any(is_other) {
            return Vote::Signature("a feed in the Blogger folder of a Takeout".into());
        }
        probe.samples.iter().map(|sample| self.vote(sample)).max().unwrap_or(Vote::No)
    }

    fn looks_for(&self) -> &'static str {
        "an export of Blogger: `Blogger/Blogs/…/feed.atom` of a Takeout, or a backup `blog-….xml`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        export::read::<files::Files>(source, options, intake)
    }
}

/// The number of the blog in an id: `7` of `tag:blogger.com,1999:blog-7.post-21`.
fn blog_of(id: &str) -> Option<&str> {
    let rest = id.strip_prefix(TAG)?;
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}
