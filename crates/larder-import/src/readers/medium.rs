//! Reads exports of Medium: a zip with a page for each post in `posts/`, and `profile/profile.html`.
//!
//! ```text
//! names ─► layout: posts, profiles, traces of the account ─► page: what an h-entry says ─► body ─► Collection
//! ```
//!
//! The id of a post is the number at the end of its address, in whatever form that is written. What else an account has
//! left (where it was logged in, what it read, whom it follows) is named and not read.
//!
//! No specification exists. What is here agrees with several importers that read the same files.

mod address;
mod blog;
mod body;
mod layout;
mod page;
mod profile;
mod response;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use crate::{Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Medium;

impl Reader for Medium {
    fn format(&self) -> &'static Format {
        &format::MEDIUM
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match layout::is_page(&sample.text) {
            true => Vote::Signature("an `h-entry` with the paragraphs of Medium".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Medium: a zip with `posts/*.html` and `profile/profile.html`"
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let has_profile = probe.names.iter().any(|name| layout::is_profile(name));
        if has_profile && probe.names.iter().any(|name| layout::is_post(name)) {
            return Vote::Signature("`posts/*.html` beside `profile/profile.html`".into());
        }
        probe.samples.iter().map(|sample| self.vote(sample)).max().unwrap_or(Vote::No)
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        blog::read(source, options, intake)
    }
}
