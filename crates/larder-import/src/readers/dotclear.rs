//! Reads the flat export of Dotclear: every table of its database, one row a line.
//!
//! ```text
//! ///DOTCLEAR|2.24|single
//!
//! [post post_id,blog_id,user_id,post_dt,post_tz,post_password,…]
//! "1","default","mina","2019-04-12 09:00:00","Asia/Seoul","",…
//! ```
//!
//! Tables come in no particular order, so that every file is read twice: first all that is small (`index`), then posts
//! and comments. Passwords and keys are not archived; what others know of the visitors of a blog stays private.
//!
//! Format: `plugins/importExport` of Dotclear · versions seen: 2.0 to 2.3x

mod comment;
mod date;
mod file;
mod index;
mod post;
mod row;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::file::Files;
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dotclear;

impl Reader for Dotclear {
    fn format(&self) -> &'static Format {
        &format::DOTCLEAR
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match is_export(&sample.text) {
            true => Vote::Signature("the first line `///DOTCLEAR|…`".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a flat export of Dotclear, which begins with `///DOTCLEAR|`"
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

/// Whether a text begins as an export does.
fn is_export(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with("///DOTCLEAR|")
}
