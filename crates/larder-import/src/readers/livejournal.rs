//! Reads journals of LiveJournal, Dreamwidth and InsaneJournal: the monthly files of `export_do.bml` (XML or CSV), the
//! comments of `export_comments.bml`, and the folders of `ljdump`.
//!
//! ```text
//! <livejournal><entry><itemid>2565</itemid><eventtime>…</eventtime><security>public</security>…</entry>…</livejournal>
//! <livejournal><comments><comment id="1" jitemid="10" posterid="7" state="S"><body>…</body></comment>…</livejournal>
//! ```
//!
//! In the monthly files `itemid` is the number in the address; everywhere else it is that number without its last eight
//! bits, which `ljdump` calls `anum`. Comments name their post by the latter, so that every file is looked at twice.
//!
//! Format: <https://www.livejournal.com/developer/exporting.bml> · no version is stated

mod comment;
mod date;
mod entry;
mod fields;
mod file;
mod journal;
mod markup;
mod sign;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::{
    file::Files,
    sign::{Form, form},
};
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct LiveJournal;

impl Reader for LiveJournal {
    fn format(&self) -> &'static Format {
        &format::LIVEJOURNAL
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match form(&sample.text) {
            Some(Form::Export) => Vote::Signature("the root element `livejournal`".into()),
            Some(Form::Event) => Vote::Signature("an entry as `ljdump` keeps it".into()),
            Some(Form::Comments) => Vote::Signature("comments as `ljdump` keeps them".into()),
            Some(Form::Table) => {
                Vote::Signature("a table with `itemid`, `eventtime` and `event`".into())
            }
            Some(Form::Pictures) => Vote::Name("the userpics that `ljdump` keeps".into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of LiveJournal, Dreamwidth or InsaneJournal: XML in `livejournal`, a table with `itemid` and `eventtime`, or a folder of `ljdump`"
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
