//! What is wrong with a container, and how many of its bytes were what.

/// What is wrong with a container below its records. All places are offsets in the container.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The member that began at `member` cannot be decompressed beyond `at`. What came out before is there.
    Corrupt {
        /// Where the member began.
        member: u64,
        /// Where it cannot be read on.
        at: u64,
    },
    /// The container ends in the middle of a member. What came out before is there.
    CutShort {
        /// Where the member began.
        member: u64,
        /// Where the container ends.
        at: u64,
    },
    /// The checksum or the length at the end of a member is not that of what came out.
    Checksum {
        /// Where the member began.
        member: u64,
    },
    /// More came out of a member than [`Limits::expansion`](crate::Limits::expansion) allows. The rest of it was left.
    Expansion {
        /// Where the member began.
        member: u64,
        /// Where it was left.
        at: u64,
    },
    /// Bytes between members that are nothing.
    Skipped {
        /// The first of them.
        from: u64,
        /// The first byte after them.
        to: u64,
    },
    /// The dictionary of a zstd file cannot be used.
    Dictionary {
        /// Where its frame began.
        at: u64,
    },
    /// More came out of the container than [`Limits::total_bytes`](crate::Limits::total_bytes) allows, or it consists of members that expand as far as
    /// members may. The rest of it was left.
    TooMuch {
        /// Where it was left.
        at: u64,
    },
}

/// How many bytes of a container were what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// All bytes that were read.
    pub read: u64,
    /// Bytes of members, damaged ones too, and of the frames that zstd skips.
    pub members: u64,
    /// Bytes that are nothing.
    pub skipped: u64,
}
