//! Reads the Blog Archive Format (`.bar`), which micro.blog exports: a zip with `index.html`, `feed.json` and the files that
//! they show.
//!
//! ```text
//! feed.json  ─► walk ─► item ─┐ by address
//! index.html ─► page (h-feed) ┴─► post ─► Collection ─► files of the zip
//! ```
//!
//! Both say the same, one for programs and one for people. What they disagree in is taken from `feed.json` and noted; what
//! only one of them has is taken from that one. Relative addresses begin at the root of the zip.
//!
//! Format: <https://www.manton.org/2017/11/27/blog-archive-format.html> · <https://blogarchive.org/>

mod files;
mod item;
mod look;
mod page;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::look::Archives;
use crate::{Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar;

impl Reader for Bar {
    fn format(&self) -> &'static Format {
        &format::BAR
    }

    fn vote(&self, sample: &Sample) -> Vote {
        // One half alone is a feed, or a page.
        match is_index(&sample.name) && is_page(&sample.text) {
            true => Vote::Name("`index.html` with an `h-feed`".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a blog archive (.bar): `index.html` with an `h-feed`, beside `feed.json`"
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let pages = || probe.samples.iter().filter(|it| is_index(&it.name) && is_page(&it.text));
        let feeds = probe.samples.iter().filter(|it| is_feed(&it.text));
        let has_page = |feed: &Sample| {
            feed.name.ends_with("feed.json")
                && pages().any(|page| folder(&page.name) == folder(&feed.name))
        };
        match feeds.into_iter().any(has_page) {
            true => Vote::Signature("`index.html` with an `h-feed`, beside `feed.json`".into()),
            false => pages().map(|page| self.vote(page)).max().unwrap_or(Vote::No),
        }
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        export::read::<Archives>(source, options, intake)
    }
}

/// The folder that a file is in, with its `/`.
fn folder(name: &str) -> &str {
    name.rfind('/').map_or("", |slash| &name[..=slash])
}

fn is_index(name: &str) -> bool {
    name.rsplit('/').next() == Some("index.html")
}

/// Whether a text is the beginning of a page of posts.
fn is_page(text: &str) -> bool {
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && has("h-feed")
}

/// Whether a text is the beginning of a JSON Feed.
fn is_feed(text: &str) -> bool {
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && (has("//jsonfeed.org/version") || has("\\/\\/jsonfeed.org\\/version"))
}
