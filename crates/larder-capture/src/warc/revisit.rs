//! Captures that say "the same as before", and where what they mean is.
//!
//! Two passes: the first gives every record to an [`Index`], the second asks it. A revisit is resolved within the input
//! and by one step, so that loops end.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

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

struct Entry {
    origin: Origin,
    date: Option<DateTime<Utc>>,
    is_revisit: bool,
    target: Option<Key>,
    /// The capture of the same address before this one.
    same_target: Option<u32>,
    /// The capture with the same payload before this one.
    same_digest: Option<u32>,
}

/// What stands for a text of any length: two that are equal are taken for the same text. Nobody can make them so, for each
/// index has secrets of its own.
type Key = (u64, u64);

/// How many captures of one address, or with one payload, are compared: the last ones.
const MOST: usize = 4096;

/// Where captures are, by what revisits know of them. It grows with the number of records, by some 200 bytes for each.
#[derive(Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// The last capture of each address, of each payload, and of each id.
    by_target: HashMap<Key, u32>,
    by_digest: HashMap<Key, u32>,
    by_id: HashMap<Key, u32>,
    secrets: (RandomState, RandomState),
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
        let Ok(number) = u32::try_from(self.entries.len()) else { return };
        let target = head.target().map(|target| self.key(&target));
        let same_target = target.and_then(|key| self.by_target.insert(key, number));
        // A revisit has the digest of what it means: it must not be found by it.
        let digest = digest_key(head).filter(|_| !is_revisit).map(|digest| self.key(&digest));
        let same_digest = digest.and_then(|key| self.by_digest.insert(key, number));
        if let Some(id) = head.record_id() {
            self.by_id.entry(self.key(&id)).or_insert(number);
        }
        let date = head.date().map(|it| it.instant);
        self.entries.push(Entry { origin, date, is_revisit, target, same_target, same_digest });
    }

    /// Finds what a revisit means: by address and date, then by digest, then by the id of the record.
    pub fn resolve(&self, revisit: &Revisit, itself: Origin) -> Resolution {
        match self.resolve_elsewhere(revisit) {
            Resolution::Found(origin) | Resolution::IsRevisit(origin)
                if is_same(origin, itself) =>
            {
                Resolution::IsItself
            }
            other => other,
        }
    }

    /// The same for a revisit that stands in another file than the captures of this index.
    pub fn resolve_elsewhere(&self, revisit: &Revisit) -> Resolution {
        let by_id = || self.by_id.get(&self.key(revisit.refers_to.as_ref()?)).copied();
        let named = self.by_address(revisit);
        let is_capture = |number: &u32| self.entry(*number).is_some_and(|it| !it.is_revisit);
        // Another revisit says less than a capture that is found in another way.
        let number = named
            .filter(is_capture)
            .or_else(|| self.by_payload(revisit))
            .or_else(|| named.or_else(by_id));
        match number.and_then(|number| self.entry(number)) {
            Some(Entry { origin, is_revisit: true, .. }) => Resolution::IsRevisit(*origin),
            Some(Entry { origin, .. }) => Resolution::Found(*origin),
            None => Resolution::NotHere,
        }
    }

    fn key(&self, text: &str) -> Key {
        (self.secrets.0.hash_one(text), self.secrets.1.hash_one(text))
    }

    fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(usize::try_from(number).ok()?)
    }

    /// A capture, and those before it to which `before` leads, the last one first.
    fn chain(
        &self,
        last: u32,
        before: fn(&Entry) -> Option<u32>,
    ) -> impl Iterator<Item = (u32, &Entry)> {
        let entry = |number: u32| Some((number, self.entry(number)?));
        std::iter::successors(entry(last), move |(_, it)| entry(before(it)?)).take(MOST)
    }

    fn by_address(&self, revisit: &Revisit) -> Option<u32> {
        let date = revisit.refers_to_date?;
        let target = revisit.refers_to_target.as_ref().or(revisit.target.as_ref())?;
        let last = *self.by_target.get(&self.key(target))?;
        let all = self.chain(last, |it| it.same_target);
        // The first one that is no revisit, else the first one.
        let then = all.filter(|(_, it)| it.date == Some(date));
        then.min_by_key(|(number, it)| (it.is_revisit, *number)).map(|(number, _)| number)
    }

    /// Of several captures with the same payload: one of the same address, the last one before the revisit.
    fn by_payload(&self, revisit: &Revisit) -> Option<u32> {
        let last = *self.by_digest.get(&self.key(revisit.payload_digest.as_ref()?))?;
        let target = revisit.refers_to_target.as_ref().or(revisit.target.as_ref());
        let target = target.map(|target| self.key(target));
        let is_earlier =
            |it: &Entry| it.date.zip(revisit.date).is_none_or(|(date, then)| date <= then);
        let rank = |(number, it): &(u32, &Entry)| {
            let is_of_target = target.is_some() && it.target == target;
            (is_of_target, is_earlier(it), it.date, std::cmp::Reverse(*number))
        };
        self.chain(last, |it| it.same_digest).max_by_key(rank).map(|(number, _)| number)
    }
}

/// Which files of an input have what a revisit in another one may mean, so that not every file has to be asked: for each thing
/// that revisits know of a capture, the first two files that have one.
#[derive(Default)]
pub struct Holders {
    files: HashMap<Key, (u32, Option<u32>)>,
    secrets: (RandomState, RandomState),
}

impl Holders {
    /// Takes note of a record in a file. Files come one after the other. Of records that cannot be meant nothing is kept.
    pub fn add(&mut self, file: u32, head: &Head) {
        if !matches!(head.kind(), RecordType::Response | RecordType::Resource) {
            return;
        }
        let at = head.target().zip(head.date().map(|it| it.instant));
        for key in self.keys(at, digest_key(head), head.record_id()).into_iter().flatten() {
            let (first, second) = self.files.entry(key).or_insert((file, None));
            if *first != file && second.is_none() {
                *second = Some(file);
            }
        }
    }

    /// The files that may have what a revisit means, in their order.
    pub fn of(&self, revisit: &Revisit) -> Vec<u32> {
        let target = revisit.refers_to_target.as_ref().or(revisit.target.as_ref());
        let at = target.cloned().zip(revisit.refers_to_date);
        let keys = self.keys(at, revisit.payload_digest.clone(), revisit.refers_to.clone());
        let known = keys.into_iter().flatten().filter_map(|key| self.files.get(&key));
        let mut files: Vec<u32> =
            known.flat_map(|(first, second)| std::iter::once(*first).chain(*second)).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// What a capture is known by: address and date, payload, id.
    fn keys(
        &self,
        at: Option<(String, DateTime<Utc>)>,
        payload: Option<String>,
        id: Option<String>,
    ) -> [Option<Key>; 3] {
        let (one, other) = &self.secrets;
        [
            at.map(|at| (one.hash_one(("at", &at)), other.hash_one(("at", &at)))),
            payload.map(|it| (one.hash_one(("payload", &it)), other.hash_one(("payload", &it)))),
            id.map(|it| (one.hash_one(("id", &it)), other.hash_one(("id", &it)))),
        ]
    }
}

impl std::fmt::Debug for Holders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Holders of {} captures", self.files.len())
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
