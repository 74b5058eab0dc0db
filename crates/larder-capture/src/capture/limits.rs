//! How much of a container is read.

use std::fmt;

/// What reading may grow to, whatever the bytes. The defaults hold every container that a browser saved.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The bytes of one body, decoded. By default 512 MiB. What is beyond is cut off, and said.
    pub body: u64,
    /// The bytes of all bodies of a container together, decoded. By default 16 GiB.
    pub bodies: u64,
    /// How many parts are given. By default 1 000 000.
    pub parts: u64,
    /// How deep containers may lie within each other: frames within frames, lists within lists. By default 32.
    pub depth: usize,
    /// The bytes of one line of a header. By default 64 KiB.
    pub header: usize,
    /// The bytes of one `data:` address, as written. By default 256 MiB.
    pub data_url: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 512 << 20,
            bodies: 16 << 30,
            parts: 1_000_000,
            depth: 32,
            header: 64 << 10,
            data_url: 256 << 20,
        }
    }
}

/// One of the [`Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::body`]
    Body,
    /// [`Limits::bodies`]
    Bodies,
    /// [`Limits::parts`]
    Parts,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::header`]
    Header,
    /// [`Limits::data_url`]
    DataUrl,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body => "the size of one body",
            Self::Bodies => "the size of all bodies",
            Self::Parts => "the number of parts",
            Self::Depth => "the depth of nesting",
            Self::Header => "the length of a header line",
            Self::DataUrl => "the length of a `data:` address",
        })
    }
}
