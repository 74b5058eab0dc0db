//! WARC 1.0 and 1.1, and ARC from before, as a stream of records.
//!
//! [`Records`] reads what is [`Read`](std::io::Read) once, from the front: a file, standard input, an entry of a zip.
//! Compressed or not, one record per member or all in one, WARC and ARC one after the other: what a stretch of a file is
//! is told where it begins.
//!
//! **Where a record ends** is said by its `Content-Length`, never by what is in it. Only if what follows is neither a
//! record nor the end, other ends are considered: that of the member, and what can be proved to be the start of a
//! record. The one that fits the digest of the block wins.
//!
//! Formats: <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/> ·
//! <https://iipc.github.io/warc-specifications/specifications/warc-zstd/> ·
//! <https://archive.org/web/researcher/ArcFileFormat.php>

use crate::{Limits, member::Sought};

mod arc;
mod body;
mod damage;
mod date;
mod ends;
mod far;
mod head;
mod long;
mod reader;
mod record;
mod revisit;
mod segment;
mod summary;
mod verify;
mod writer;

pub use damage::{Damage, DigestOf};
pub use date::{Date, Precision};
pub use head::{Field, Head, RecordType, Segment, Version};
pub use long::Long;
pub use reader::{Error, Item, Options, Records, Verify};
pub use record::{Block, Origin, Record};
pub use revisit::{Holders, Index, Profile, Resolution, Revisit};
pub use segment::{Joined, Joiner, Pushed};
pub use summary::Summary;
pub use writer::{Compress, Writer, Written};

/// Whether bytes are what a WARC or an ARC file begins with, once they are not compressed.
pub fn is_start(data: &[u8]) -> bool {
    head::is_version_line(data) || arc::is_line(data)
}

fn looks_right(data: &[u8], sought: Sought) -> bool {
    match sought {
        Sought::Anywhere if head::is_version(data) => {
            head::prove(data, &Limits::default()) != head::Proof::No
        }
        _ => is_start(data),
    }
}
