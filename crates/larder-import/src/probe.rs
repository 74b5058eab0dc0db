//! Detection by votes: every reader looks at samples of the input and says how sure it is, and why.

mod describe;
mod instead;
mod sampling;

use std::sync::Arc;

pub(crate) use self::{
    describe::describe,
    sampling::{sample, samples},
};

/// What readers are shown before one is chosen.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Probe {
    /// The names of all entries, in the source's order.
    pub names: Vec<Arc<str>>,
    /// The heads of some entries.
    pub samples: Vec<Sample>,
}

/// The head of one entry.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sample {
    /// The entry's number in the source.
    pub index: usize,
    /// The entry's name.
    pub name: Arc<str>,
    /// Its first bytes, 64 KiB at most; unpacked, where it is packed with gzip.
    pub head: Vec<u8>,
    /// The head as text, decoded as well as can be guessed.
    pub text: String,
}

/// How sure a reader is that a sample, or the whole, is its own. Ordered: `No < Name < Signature`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Vote {
    /// Nothing speaks for it.
    No,
    /// Only the name speaks for it; the reason says what.
    Name(String),
    /// The content shows it; the reason says what was seen.
    Signature(String),
}

impl Vote {
    /// How sure it is, the reason aside: 0 for `No`, 1 for `Name`, 2 for `Signature`.
    pub(crate) fn strength(&self) -> u8 {
        match self {
            Self::No => 0,
            Self::Name(_) => 1,
            Self::Signature(_) => 2,
        }
    }

    /// Why. Empty for `No`.
    pub fn reason(&self) -> &str {
        match self {
            Self::No => "",
            Self::Name(reason) | Self::Signature(reason) => reason,
        }
    }
}
