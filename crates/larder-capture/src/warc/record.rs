//! A record as the reader gives it out.

use super::{
    damage::Damage,
    head::{Head, RecordType},
    long::Long,
};
use crate::http::Message;

/// One record. It borrows the reader's buffers until the next one.
#[derive(Debug)]
#[non_exhaustive]
pub struct Record<'a> {
    /// Version, type and fields.
    pub head: &'a Head,
    /// Where the record is.
    pub origin: Origin,
    /// What the record carries.
    pub block: Block<'a>,
    /// What is wrong with it, as far as that is known before its block is read.
    pub damage: &'a [Damage],
}

impl Record<'_> {
    /// The HTTP message in the block, if the block is in memory and is one.
    pub fn http(&self) -> Option<Message<'_>> {
        let Block::Here(bytes) = self.block else { return None };
        (self.head.says_http() && self.head.kind() != RecordType::Continuation)
            .then(|| Message::parse(bytes))
            .flatten()
    }
}

/// Where a record is in its container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// How many records are before it.
    pub index: u64,
    /// Where its member begins; of a record that is not compressed, where itself begins.
    pub offset: u64,
    /// How long its member is in the container, if that is known yet; of a record that is not compressed, how long
    /// itself is, with the line ends behind it.
    pub length: Option<u64>,
    /// Where it begins in what comes out of the member: nearly always at 0.
    pub within: u64,
}

/// What a record carries.
#[derive(Debug)]
#[non_exhaustive]
pub enum Block<'a> {
    /// All of it.
    Here(&'a [u8]),
    /// More than [`block_in_memory`](crate::Limits::block_in_memory), to be read piece by piece.
    Long(Long<'a>),
}

impl Block<'_> {
    /// The bytes, if they are in memory.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Here(bytes) => Some(bytes),
            Self::Long(_) => None,
        }
    }
}
