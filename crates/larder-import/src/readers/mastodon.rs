//! Reads the archives that Mastodon and other servers of ActivityPub hand out: what somebody did, in `outbox.json`.
//!
//! ```text
//! file ─► sign (actor, outbox, list, file) ─► first look: whose outbox is it?
//!         again ─► walk ─► activity, on all cores ─► Collection ─► files of the archive
//! ```
//!
//! An outbox is one line of hundreds of megabytes, so that it is read activity by activity. Who may see a post is told by
//! the addresses it went to and by nothing else; where those leave it open, only its author may.
//!
//! Format: <https://www.w3.org/TR/activitypub/> · <https://docs.joinmastodon.org/spec/activitypub/>

mod account;
mod activity;
mod attachment;
mod audience;
mod doubt;
mod files;
mod look;
mod note;
mod sign;

#[cfg(test)]
mod tests;

use larder_core::{Format, format};

use self::{look::Archives, sign::Sign};
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote, export};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mastodon;

impl Reader for Mastodon {
    fn format(&self) -> &'static Format {
        &format::MASTODON
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign::sign(&sample.text, &sample.name) {
            Sign::Outbox => Vote::Signature("an outbox of ActivityPub".into()),
            Sign::Actor => Vote::Name("an actor of ActivityPub, as its archive has it".into()),
            Sign::Pages => Vote::Name(sign::PAGES.into()),
            Sign::List(_) | Sign::Other => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an archive of Mastodon or another server of ActivityPub: `outbox.json` with `orderedItems`, beside `actor.json`"
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
