//! Where the block of a record ends, when the length that is stated leads nowhere.

use std::io::Read;

use super::{body::Body, damage::Damage, far::There, head::Head};
use crate::digest::{Digest, Hasher};

/// How many starts of records are considered where a digest can tell which of them is one.
pub(super) const MOST_STARTS: usize = 8;

/// What is known of a block.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    /// It is in memory: its length, and that of the line ends behind it.
    Here { block: usize, line_ends: usize },
    /// It is too long for memory; how long, if anybody knows.
    Long(Option<u64>),
}

/// What is stated of a block, and how much of it was read.
pub(super) struct Claim {
    /// How long it is, if that can be believed.
    pub(super) length: Option<u64>,
    /// The same as it stands there.
    text: Option<String>,
    /// Its digest, with that of what was read.
    pub(super) digest: Option<(Digest, Hasher)>,
    /// How many bytes of it were read.
    pub(super) read: u64,
}

impl Claim {
    pub(super) fn new(head: &Head, length: Option<u64>, digest: Option<Digest>) -> Self {
        let digest = digest.map(|digest| {
            let hasher = Hasher::new(digest.algorithm());
            (digest, hasher)
        });
        Self { length, text: head.length_as_stated(), digest, read: 0 }
    }

    /// Takes the next bytes of the block.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        if let Some((_, hasher)) = &mut self.digest {
            hasher.update(bytes);
        }
        self.read += bytes.len() as u64;
    }

    /// How much is left of the block by its length.
    pub(super) fn left(&self) -> Option<u64> {
        self.length.map(|length| length.saturating_sub(self.read))
    }

    /// What is wrong if the block ends so many bytes from here; whether the input or the member ends there.
    pub(super) fn complaint(&self, rest: u64, is_last: bool) -> Option<Damage> {
        let present = self.read + rest;
        match self.length {
            Some(stated) if stated == present => None,
            Some(stated) if stated > present && is_last => {
                Some(Damage::Truncated { stated, present })
            }
            _ => Some(Damage::BadLength { stated: self.text.clone(), used: present }),
        }
    }
}

/// What decides between ends, besides the block itself.
#[derive(Clone, Copy)]
pub(super) struct Circumstances {
    /// How long the head is, which is loaded before the block.
    pub(super) head: usize,
    /// Whether records have members of their own here, as far as can be seen.
    pub(super) has_own_member: bool,
    pub(super) is_compressed: bool,
    /// What the format puts behind a block.
    pub(super) line_ends: &'static [u8],
}

impl<R: Read> Body<R> {
    /// Loads the block and says where it ends.
    pub(super) fn settle(
        &mut self,
        head: &Head,
        around: Circumstances,
        damage: &mut Vec<Damage>,
    ) -> End {
        let most = self.limits.block_in_memory;
        let stated = head.content_length().filter(|length| *length <= self.limits.block_length);
        if let Some(length) = stated {
            let in_memory = usize::try_from(length).unwrap_or(usize::MAX).min(most);
            let end = around.head + in_memory;
            if self.load(end) {
                if length > most as u64 {
                    return End::Long(stated);
                }
                if let Some(line_ends) = self.boundary(end) {
                    return End::Here { block: in_memory, line_ends };
                }
            }
        }
        let until = around.head + self.window();
        let claim = Claim::new(head, stated, head.block_digest());
        self.resolve(&claim, around, until, damage)
    }

    /// Finds the end of a block whose length leads nowhere. It is looked for that far.
    pub(super) fn resolve(
        &mut self,
        claim: &Claim,
        around: Circumstances,
        until: usize,
        damage: &mut Vec<Damage>,
    ) -> End {
        let most = if claim.digest.is_some() { MOST_STARTS } else { 1 };
        if around.has_own_member {
            // Whatever seems to start in it, what counts is where the member ends.
            self.load(until);
        }
        let starts = self.starts(around.head, until, most);
        let there = self.members.data().len();
        // What was not looked through may hold starts.
        let is_whole = there <= until && !self.load(there + 1);
        let stated_end = claim
            .left()
            .and_then(|length| usize::try_from(length).ok())
            .and_then(|length| around.head.checked_add(length))
            .filter(|end| *end <= there);
        let candidates = Candidates { from: around.head, starts, stated_end, there, is_whole };
        let by_digest =
            claim.digest.as_ref().and_then(|it| candidates.that_fits(self.members.data(), it));
        let Some(end) = by_digest.or_else(|| self.by_order(&candidates, around, claim)) else {
            return End::Long(None);
        };
        let last = candidates.starts.last().filter(|_| candidates.starts.len() == most);
        let searched = last.copied().unwrap_or(there.min(until));
        self.looked += searched.saturating_sub(end) as u64;
        let block = end - around.head;
        damage.extend(claim.complaint(block as u64, end == there && is_whole));
        let line_ends = self.boundary(end).unwrap_or(0);
        End::Here { block, line_ends }
    }

    /// How far it is looked for the end of a block. Files can be made in which every block has a wrong length and no end
    /// that can be proved: not all of the file is looked through for each of them.
    pub(super) fn window(&self) -> usize {
        const LEAST: usize = 4 << 10;
        const NEAR: usize = 128 << 10;
        let most = self.limits.block_in_memory;
        if self.has_looked_much() { most.min(LEAST) } else { most.max(NEAR) }
    }

    pub(super) fn has_looked_much(&self) -> bool {
        const ALWAYS: u64 = 16 << 20;
        let most = self.limits.block_in_memory as u64;
        self.looked > 2 * self.members.extent().read + (2 * most).max(ALWAYS)
    }

    /// The places behind the head where a record can be proved to start.
    fn starts(&mut self, head: usize, until: usize, most: usize) -> Vec<usize> {
        let mut starts = Vec::new();
        // The line end of the head may be the one before the next record: then the block is empty.
        let mut from = head.saturating_sub(1);
        while starts.len() < most {
            let Ok(start) = self.find_start(from, until) else { break };
            starts.push(start);
            from = start;
        }
        starts
    }

    /// No end fits a digest: the end of the member, the next record, the end of the input, the stated end, in this order
    /// as far as each says something.
    fn by_order(
        &mut self,
        candidates: &Candidates,
        around: Circumstances,
        claim: &Claim,
    ) -> Option<usize> {
        let data = self.members.data();
        let mut next = candidates.starts.first().copied();
        let member_end =
            candidates.is_whole.then(|| without_line_ends(data, candidates.from, candidates.there));
        let is_cut =
            claim.length.is_some() && candidates.stated_end.is_none() && candidates.is_whole;
        if around.has_own_member {
            let is_broken = is_cut && self.members.is_broken();
            return if is_broken { Some(candidates.there) } else { member_end };
        }
        // The line ends stand where they should: what follows them is none of the block.
        if let Some(end) = candidates.stated_end
            && data[end..].starts_with(around.line_ends)
        {
            return Some(end);
        }
        let has_more = !candidates.is_whole && candidates.starts.len() < MOST_STARTS;
        if claim.digest.is_some() && has_more {
            // The end that it fits may be further than was looked.
            return None;
        }
        if is_cut && claim.digest.is_some() {
            // A block that is cut and has a digest cannot show that a record in it is quoted. What is a record is
            // followed by another one, or by the end, or is cut itself. Among many, the first one is taken for a record: rather a
            // quote is one than that a record is swallowed.
            let followed = candidates.starts.iter().copied().find(|start| self.is_followed(*start));
            next = followed.or(next.filter(|_| candidates.starts.len() >= MOST_STARTS));
        }
        if let Some(next) = next {
            return Some(without_line_ends(self.members.data(), candidates.from, next));
        }
        if is_cut && (!around.is_compressed || self.members.is_broken()) {
            return Some(candidates.there);
        }
        if around.is_compressed && candidates.is_whole && !self.members.is_broken() {
            return member_end;
        }
        if candidates.is_whole {
            return candidates.stated_end.or(member_end);
        }
        // The next record is further than was looked, or there is none.
        candidates.stated_end.filter(|end| !around.is_compressed && self.is_nothing_behind(*end))
    }

    /// Whether the end or another start follows the record that starts here, or nothing does, because it is cut.
    pub(super) fn is_followed(&mut self, start: usize) -> bool {
        let Some((head, block)) = self.proof_at(start) else { return false };
        let end = (start as u64 + head as u64).checked_add(block);
        // A length beyond all bounds is behind the end, too.
        let there = end.map_or(Some(There::Nothing), |end| self.what_is_at(end));
        matches!(there, Some(There::Boundary | There::Nothing))
    }
}

/// The ends that a block could have. All are places in what is loaded.
struct Candidates {
    /// Where the block begins.
    from: usize,
    starts: Vec<usize>,
    stated_end: Option<usize>,
    there: usize,
    /// Whether all of the member is there.
    is_whole: bool,
}

impl Candidates {
    /// The end with which the block has this digest, with what was hashed of it already.
    fn that_fits(&self, data: &[u8], (digest, hasher): &(Digest, Hasher)) -> Option<usize> {
        let mut ends: Vec<usize> = self.stated_end.into_iter().collect();
        // So many starts are not all there are: what comes behind them is not hashed for each record again.
        let reaches_end = self.is_whole && self.starts.len() < MOST_STARTS;
        for start in self.starts.iter().copied().chain(reaches_end.then_some(self.there)) {
            ends.push(start);
            let once = without_line_end(data, self.from, start);
            ends.extend([once, without_line_end(data, self.from, once)]);
        }
        ends.sort_unstable();
        ends.dedup();
        let mut hasher = hasher.clone();
        let mut hashed = self.from;
        ends.into_iter().filter(|end| *end >= self.from).find(|end| {
            hasher.update(&data[hashed..*end]);
            hashed = *end;
            hasher.clone().finish() == *digest
        })
    }
}

/// Where a block ends that two line ends, or one, separate from what begins at this place.
pub(super) fn without_line_ends(data: &[u8], from: usize, end: usize) -> usize {
    without_line_end(data, from, without_line_end(data, from, end))
}

pub(super) fn without_line_end(data: &[u8], from: usize, end: usize) -> usize {
    let block = &data[from.min(end)..end];
    let shorter = block.strip_suffix(b"\n").map(|it| it.strip_suffix(b"\r").unwrap_or(it));
    end - (block.len() - shorter.unwrap_or(block).len())
}
