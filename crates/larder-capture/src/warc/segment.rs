//! Records that were cut into several, put together again.

use std::collections::{BTreeMap, HashMap};

use super::{
    head::{Head, Segment},
    record::{Block, Origin, Record},
};

/// A record that was put together from its parts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Joined {
    /// The id of the record that is the first part.
    pub id: String,
    /// The head of the first part, if that was there.
    pub head: Option<Head>,
    /// Where the parts are that were there, in their order.
    pub origins: Vec<Origin>,
    /// The block, of all parts up to the first that is missing.
    pub block: Vec<u8>,
    /// The parts that are missing. What comes after the first of them is in [`rest`](Self::rest).
    pub missing: Vec<u64>,
    /// The parts behind a missing one, by their numbers.
    pub rest: BTreeMap<u64, Vec<u8>>,
    /// The length of all parts, if the last one said so.
    pub stated: Option<u64>,
}

impl Joined {
    /// Whether all parts are there, and as long together as was stated.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
            && self.head.is_some()
            && self.stated == Some(self.block.len() as u64)
    }
}

/// What a [`Joiner`] did with a record.
#[derive(Debug)]
#[non_exhaustive]
pub enum Pushed {
    /// Nothing: it is whole by itself.
    NotSegmented,
    /// It waits for other parts.
    Waits,
    /// It was the last part that was missing.
    Whole(Box<Joined>),
    /// There is no room for it, or it is too long, or a part with its number was there.
    Refused,
}

#[derive(Default)]
struct Parts {
    head: Option<Head>,
    parts: BTreeMap<u64, (Origin, Vec<u8>)>,
    stated: Option<u64>,
    last: Option<u64>,
}

/// Puts records together that were cut into segments, in any order.
#[derive(Default)]
pub struct Joiner {
    waiting: HashMap<String, Parts>,
    held: usize,
    at_most: usize,
}

impl Joiner {
    /// The most records that are waited for at a time.
    const MOST_RECORDS: usize = 10_000;

    /// A joiner that holds at most so many bytes.
    pub fn new(at_most: usize) -> Self {
        Self { at_most, ..Self::default() }
    }

    /// Takes a record, if it is a part of one.
    pub fn push(&mut self, record: &Record<'_>) -> Pushed {
        let Some(segment) = record.head.segment() else { return Pushed::NotSegmented };
        let Block::Here(block) = record.block else { return Pushed::Refused };
        let own_id = record.head.record_id();
        let id = if segment.number == 1 { own_id } else { segment.origin.clone() };
        let Some(id) = id.filter(|_| segment.number > 0) else { return Pushed::Refused };
        if !self.has_room(&id, block.len()) {
            return Pushed::Refused;
        }
        let parts = self.waiting.entry(id.clone()).or_default();
        if parts.parts.contains_key(&segment.number) {
            return Pushed::Refused;
        }
        self.held += block.len();
        parts.take(record, segment, block);
        if !parts.is_complete() {
            return Pushed::Waits;
        }
        let parts = self.waiting.remove(&id).unwrap_or_default();
        self.held -= parts.length();
        Pushed::Whole(Box::new(parts.join(id)))
    }

    fn has_room(&self, id: &str, length: usize) -> bool {
        self.held.saturating_add(length) <= self.at_most
            && (self.waiting.contains_key(id) || self.waiting.len() < Self::MOST_RECORDS)
    }

    /// What is left at the end: records of which parts are missing, by their ids.
    pub fn finish(self) -> Vec<Joined> {
        let mut left: Vec<_> = self.waiting.into_iter().collect();
        left.sort_by(|(one, _), (other, _)| one.cmp(other));
        left.into_iter().map(|(id, parts)| parts.join(id)).collect()
    }
}

impl std::fmt::Debug for Joiner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Joiner of {} records, {} bytes", self.waiting.len(), self.held)
    }
}

impl Parts {
    fn take(&mut self, record: &Record<'_>, segment: Segment, block: &[u8]) {
        if segment.number == 1 {
            self.head = Some(record.head.clone());
        }
        if segment.total.is_some() {
            (self.stated, self.last) = (segment.total, Some(segment.number));
        }
        self.parts.insert(segment.number, (record.origin, block.to_vec()));
    }

    fn is_complete(&self) -> bool {
        self.last.is_some_and(|last| self.parts.len() as u64 == last)
            && self.parts.keys().copied().eq(1..=self.parts.len() as u64)
    }

    fn length(&self) -> usize {
        self.parts.values().map(|(_, block)| block.len()).sum()
    }

    fn join(self, id: String) -> Joined {
        let mut joined = Joined {
            id,
            head: self.head,
            origins: Vec::new(),
            block: Vec::new(),
            missing: Vec::new(),
            rest: BTreeMap::new(),
            stated: self.stated,
        };
        let mut next = 1;
        for (number, (origin, block)) in self.parts {
            joined.origins.push(origin);
            if number == next && joined.missing.is_empty() {
                joined.block.extend(block);
            } else {
                joined.note_missing(next, number);
                joined.rest.insert(number, block);
            }
            next = number.saturating_add(1);
        }
        if self.last.is_none() {
            joined.note_missing(next, next.saturating_add(1));
        }
        joined
    }
}

impl Joined {
    /// Numbers come from the file: of a wide gap only the first ones are listed.
    fn note_missing(&mut self, from: u64, to: u64) {
        const MOST_LISTED: usize = 1_000;
        self.missing.extend((from..to).take(MOST_LISTED.saturating_sub(self.missing.len())));
    }
}
