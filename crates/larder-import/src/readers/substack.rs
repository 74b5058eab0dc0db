//! Reads exports of Substack: a zip with `posts.csv` and the bodies in `posts/<number>.<slug>.html`.
//!
//! ```text
//! names ─► layout: tables, bodies, lists of readers ─► home: whose blog it is ─► rows with their bodies ─► Collection
//! ```
//!
//! A row without a body is a post without one, a body without a row is a draft without a title. The lists of readers, and
//! what was sent to them, are counted and not kept.
//!
//! No specification exists. What is here agrees with several importers that read the same files.

mod access;
mod advice;
mod blog;
mod body;
mod embed;
mod home;
mod layout;
mod post;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use crate::{Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote, table};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Substack;

/// Columns by which the table of posts is known.
const COLUMNS: [&str; 3] = ["post_id", "is_published", "post_date"];

/// Markup that the platform alone writes.
const MARKUP: [&str; 4] = [
    "class=\"subscription-widget-wrap",
    "class=\"captioned-image-container\"",
    "class=\"paywall-jump\"",
    "ToDOM\"",
];

impl Reader for Substack {
    fn format(&self) -> &'static Format {
        &format::SUBSTACK
    }

    fn vote(&self, sample: &Sample) -> Vote {
        if table::has_columns(&sample.text, &COLUMNS) {
            return Vote::Signature("the columns `post_id` and `is_published`".into());
        }
        if advice::is_list(&sample.text) {
            return Vote::Name("a list of subscribers of Substack".into());
        }
        match layout::is_body(&sample.name) {
            true if MARKUP.iter().any(|sign| sample.text.contains(sign)) => {
                Vote::Signature("the number of a post in its name, and markup of Substack".into())
            }
            true => Vote::Name("the number of a post in its name".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Substack: a zip with `posts.csv` and `posts/NUMBER.SLUG.html`"
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let has_table = probe.names.iter().any(|name| layout::is_table(name));
        if has_table && probe.names.iter().any(|name| layout::is_body_with_slug(name)) {
            return Vote::Signature("`posts.csv`, and files named by the numbers of posts".into());
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
