//! What a check depends on besides the bytes.

use crate::{moment::Moment, rule::Rule};

/// How a document is checked.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The moment after which a date is in the future. By default, none is.
    pub as_of: Option<Moment>,
    /// The address the document is served from. By default it is not known, and nothing is compared with it.
    pub location: Option<String>,
    /// Rules that may be broken: what they find is accepted. By default, none.
    pub accept: Vec<Rule>,
    /// How much is read and said.
    pub limits: Limits,
}

/// A limit that a document goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    /// Where.
    pub(crate) offset: usize,
    /// What there is too much of.
    pub(crate) what: &'static str,
}

/// What a check may cost, whatever the bytes. Only documents made to hurt reach the defaults.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The longest document that is read, in bytes. By default 64 MiB.
    pub bytes: usize,
    /// How deep elements, or objects and lists, may be nested. By default 100.
    pub depth: usize,
    /// How many attributes an element may have. By default 256.
    pub attributes: usize,
    /// How many elements and attributes, or values, a document may have. By default 1,000,000.
    pub nodes: usize,
    /// How many findings of each rule are reported; the others are counted. By default 100.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, depth: 100, attributes: 256, nodes: 1_000_000, findings: 100 }
    }
}
