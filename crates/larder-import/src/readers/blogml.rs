//! Reads BlogML 2.0, the XML that BlogEngine.NET, Subtext, dasBlog, Community Server and Orchard export.
//!
//! ```text
//! <blog root-url="…" xmlns="http://www.blogml.com/2006/09/BlogML">
//!   <title/> <authors/> <categories/> <posts> <post id="…" approved="true"> … </post> </posts>
//! </blog>
//! ```
//!
//! Every file is read twice, because nothing says that categories come before the posts that name them. Dates have no
//! zone, and whether they are local is known to nobody: UTC is assumed.
//!
//! Format: <https://github.com/BlogML/BlogML> · versions in use: 2.0, and the schema of 2006-01 before it

mod comment;
mod date;
mod file;
mod head;
mod post;
mod text;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::file::Files;
use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, export, records::root_of,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlogMl;

impl Reader for BlogMl {
    fn format(&self) -> &'static Format {
        &format::BLOGML
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match is_blogml(&sample.text) {
            true => Vote::Signature("the root element `blog` in the namespace of BlogML".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "BlogML: XML whose root element `blog` is in the namespace of blogml.com"
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

/// Whether a text begins as BlogML does.
fn is_blogml(text: &str) -> bool {
    root_of(text).is_some_and(|(name, tag)| {
        name == "blog" && (tag.contains("blogml.com/") || tag.contains("root-url="))
    })
}
