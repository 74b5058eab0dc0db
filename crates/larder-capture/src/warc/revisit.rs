//! Captures that say "the same as before", and where what they mean is.
//!
//! Two passes: the first gives every record to an [`Index`], the second asks it. A revisit is resolved within the input
//! and by one step, so that loops end.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    date::Date,
    head::{Head, RecordType},
    record::{Origin, Record},
};

/// Why a capture is the same as an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// The payload has the same digest.
    IdenticalPayload,
    /// The server said that nothing was modified.
    NotModified,
    /// Something else, or nothing is said.
    Other(String),
}

/// What a revisit refers to. Everything in it is as stated, and may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revisit {
    /// Why it is one.
    pub profile: Profile,
    /// The address that was captured again.
    pub target: Option<String>,
    /// When.
    pub date: Option<DateTime<Utc>>,
    /// The address of the earlier capture.
    pub refers_to_target: Option<String>,
    /// When the earlier capture was made.
    pub refers_to_date: Option<DateTime<Utc>>,
    /// The id of its record.
    pub refers_to: Option<String>,
    /// The digest of its payload, as this one states it.
    pub payload_digest: Option<String>,
    /// The id of this record.
    pub record_id: Option<String>,
}

impl Head {
    /// What this revisit refers to; `None` if it is none.
    pub fn revisit(&self) -> Option<Revisit> {
        if self.kind() != RecordType::Revisit {
            return None;
        }
        let instant = |name| Some(Date::parse(&self.text(name)?)?.instant);
        Some(Revisit {
            profile: self.profile(),
            target: self.target(),
            date: instant("WARC-Date"),
            refers_to_target: self.address("WARC-Refers-To-Target-URI"),
            refers_to_date: instant("WARC-Refers-To-Date"),
            refers_to: self.id("WARC-Refers-To"),
            payload_digest: digest_key(self),
            record_id: self.record_id(),
        })
    }

    fn profile(&self) -> Profile {
        let stated = self.text("WARC-Profile").unwrap_or_default();
        match stated.trim().trim_matches(['<', '>']).rsplit('/').next() {
            Some("identical-payload-digest") => Profile::IdenticalPayload,
            Some("server-not-modified") => Profile::NotModified,
            _ => Profile::Other(stated.into_owned()),
        }
    }
}

/// A digest in one spelling, whatever the record has.
fn digest_key(head: &Head) -> Option<String> {
    let stated = head.text("WARC-Payload-Digest")?;
    Some(head.payload_digest().map_or_else(|| stated.trim().to_owned(), |it| it.to_string()))
}

/// What became of a revisit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resolution {
    /// It means the capture that is here.
    Found(Origin),
    /// What it means is not in the input.
    NotHere,
    /// It means a capture that is itself a revisit, which is here. Nothing more is followed.
    IsRevisit(Origin),
    /// It means itself.
    IsItself,
}

#[derive(Clone, Copy)]
struct Entry {
    origin: Origin,
    date: Option<DateTime<Utc>>,
    is_revisit: bool,
}

/// Where captures are, by what revisits know of them. It grows with the number of records.
#[derive(Default)]
pub struct Index {
    entries: Vec<Entry>,
    by_target: HashMap<String, Vec<usize>>,
    by_digest: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, usize>,
}

impl Index {
    /// Takes note of a record. Of those that cannot be meant nothing is kept.
    pub fn add(&mut self, record: &Record<'_>) {
        self.add_head(record.head, record.origin);
    }

    /// The same for a head that was kept, and where it is.
    pub fn add_head(&mut self, head: &Head, origin: Origin) {
        let is_revisit = head.kind() == RecordType::Revisit;
        if !is_revisit && !matches!(head.kind(), RecordType::Response | RecordType::Resource) {
            return;
        }
        let number = self.entries.len();
        self.entries.push(Entry { origin, date: head.date().map(|it| it.instant), is_revisit });
        if let Some(target) = head.target() {
            self.by_target.entry(target).or_default().push(number);
        }
        // A revisit has the digest of what it means: it must not be found by it.
        if let Some(digest) = digest_key(head).filter(|_| !is_revisit) {
            self.by_digest.entry(digest).or_default().push(number);
        }
        if let Some(id) = head.record_id() {
            self.by_id.entry(id).or_insert(number);
        }
    }

    /// Finds what a revisit means: by address and date, then by digest, then by the id of the record.
    pub fn resolve(&self, revisit: &Revisit, itself: Origin) -> Resolution {
        let found = self
            .by_address(revisit)
            .or_else(|| self.by_payload(revisit))
            .or_else(|| self.by_id.get(revisit.refers_to.as_ref()?).copied());
        let Some(found) = found.map(|number| self.entries[number]) else {
            return Resolution::NotHere;
        };
        match found {
            Entry { origin, .. } if is_same(origin, itself) => Resolution::IsItself,
            Entry { origin, is_revisit: true, .. } => Resolution::IsRevisit(origin),
            Entry { origin, .. } => Resolution::Found(origin),
        }
    }

    fn by_address(&self, revisit: &Revisit) -> Option<usize> {
        let date = revisit.refers_to_date?;
        let target = revisit.refers_to_target.as_ref().or(revisit.target.as_ref())?;
        let numbers = self.by_target.get(target)?;
        let at_that_time =
            || numbers.iter().copied().filter(|number| self.entries[*number].date == Some(date));
        at_that_time()
            .find(|number| !self.entries[*number].is_revisit)
            .or_else(|| at_that_time().next())
    }

    /// Of several captures with the same payload: one of the same address, the last one before the revisit.
    fn by_payload(&self, revisit: &Revisit) -> Option<usize> {
        let numbers = self.by_digest.get(revisit.payload_digest.as_ref()?)?;
        let target = revisit.refers_to_target.as_ref().or(revisit.target.as_ref());
        let of_target = target.and_then(|target| self.by_target.get(target));
        let is_earlier = |number: &usize| {
            let date = self.entries[*number].date;
            date.zip(revisit.date).is_none_or(|(date, of_revisit)| date <= of_revisit)
        };
        let rank = |number: &usize| {
            let is_of_target = of_target.is_some_and(|it| it.binary_search(number).is_ok());
            (
                is_of_target,
                is_earlier(number),
                self.entries[*number].date,
                std::cmp::Reverse(*number),
            )
        };
        numbers.iter().copied().max_by_key(rank)
    }
}

fn is_same(one: Origin, other: Origin) -> bool {
    (one.offset, one.within) == (other.offset, other.within)
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} captures", self.entries.len())
    }
}
