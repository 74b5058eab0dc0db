//! Reads exports of Disqus: comments, and of the articles that they stand under no more than addresses and titles.
//!
//! ```text
//! file ─► Items ─► first look: threads, those of one article together ─┐
//!         again ─► second look: comments                            ◄──┘ ─► Collection
//! ```
//!
//! Disqus calls an article a thread and a comment a post. An article has several threads where it stood at several
//! addresses. Its text is in the blog's own export; here it is a record of kind `other`, so that its comments have a place
//! and nothing is published that holds no post.
//!
//! Format: <https://help.disqus.com/en/articles/1717164-comments-export>

mod comment;
mod items;
mod look;
mod record;
mod thread;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::look::Exports;
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disqus;

impl Reader for Disqus {
    fn format(&self) -> &'static Format {
        &format::DISQUS
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match is_export(&sample.text) {
            true => Vote::Signature("the root element `disqus` in its own namespace".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Disqus: `<disqus xmlns=\"http://disqus.com\">`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        export::read::<Exports>(source, options, intake)
    }
}

/// Whether a text is the beginning of an export.
fn is_export(text: &str) -> bool {
    let root = memchr::memmem::find(text.as_bytes(), b"<disqus");
    root.is_some_and(|at| {
        let tag = text[at..].split('>').next().unwrap_or_default();
        tag.contains("disqus.com")
    })
}
