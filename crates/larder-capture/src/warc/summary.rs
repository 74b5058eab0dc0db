//! What a file came to, in numbers.

use super::head::RecordType;
use crate::member;

/// The account of a file, up to where it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    pub(super) by_type: [u64; RecordType::ALL.len()],
    /// Records with damage that may have lost something.
    pub damaged: u64,
    /// How many members there are. What is not compressed is one.
    pub members: u64,
    /// The bytes of the container.
    pub container: member::Extent,
    /// The bytes that came out of members.
    pub out: u64,
    /// Of these, the heads of records.
    pub heads: u64,
    /// Of these, the blocks of records.
    pub blocks: u64,
    /// Of these, the line ends between records.
    pub line_ends: u64,
    /// Of these, what belongs to no record.
    pub skipped: u64,
    /// Digests that fit, where they are verified.
    pub digests_right: u64,
    /// Digests that do not.
    pub digests_wrong: u64,
    /// Digests that were not verified: of another kind, of a part, of what is not there, or nobody asked.
    pub digests_open: u64,
}

impl Summary {
    /// How many records there are.
    pub fn records(&self) -> u64 {
        self.by_type.iter().sum()
    }

    /// How many records of this type there are.
    pub fn of_type(&self, kind: RecordType) -> u64 {
        self.by_type[Self::place(kind)]
    }

    pub(super) fn count(&mut self, kind: RecordType) {
        self.by_type[Self::place(kind)] += 1;
    }

    fn place(kind: RecordType) -> usize {
        RecordType::ALL.iter().position(|it| *it == kind).expect("`ALL` has all types")
    }

    /// Whether every byte is accounted for: of the container as members or skipped, of what came out of members as head,
    /// block, line end or skipped. Holds when everything was read.
    pub fn balances(&self) -> bool {
        self.container.read == self.container.members + self.container.skipped
            && self.out == self.heads + self.blocks + self.line_ends + self.skipped
    }
}
