//! Reads archived posts: from bytes to a [`Blog`](larder_core::Blog).
//!
//! ```text
//! Source (folder, zip, file, memory)  →  Probe, votes  →  Reader  →  Intake  →  Reading { blogs, ledger, notes }
//! ```
//!
//! [`read()`] does all of it. Input is hostile by assumption: no reader panics, hangs or grows without bound, whatever the
//! bytes; the bounds are [`Limits`].

mod address;
mod ahead;
mod archive;
mod batches;
mod collect;
pub mod compare;
pub mod date;
mod deadline;
mod decode;
mod embed;
mod export;
mod extension;
mod front;
mod intake;
mod items;
mod limits;
mod markdown;
mod media;
mod names;
pub mod numbers;
mod permalinks;
mod probe;
mod progress;
mod read;
mod reader;
mod readers;
mod records;
mod row;
mod separate;
mod shelf;
pub mod source;
mod spool;
mod table;
mod tree;
mod unique;
mod walk;
mod web;
mod xml;

pub use crate::{
    decode::{
        Decoded, Stated, declared_in_html, decode, decode_stated, is_encoding, looks_binary,
        suspected_mojibake,
    },
    intake::Intake,
    limits::Limits,
    names::{entry_name, percent_decode_name},
    probe::{Probe, Sample, Vote},
    progress::Progress,
    read::{Detection, Reading, detect, read, read_with},
    reader::{Mojibake, PublishedBy, ReadError, ReadOptions, Reader, SubtitleChoice},
    readers::{OTHER_NAMES, READERS, reader},
    source::{Source, SourceEntry, SourceError},
    spool::{FileSpool, NoTemporaryFile},
};
