//! Writes feeds and archives: from a [`Blog`](larder_core::Blog) to bytes.
//!
//! ```text
//! Blog  →  Writer (rss, atom, json-feed, json, jsonl)  →  Sink (folder, zip, standard output, memory)
//! ```
//!
//! A writer is a function of blog and options: the same input gives the same bytes, on every machine and at any time.

mod archive;
mod feed;
pub mod sink;
mod writer;
mod writers;

pub use crate::{
    sink::{Sink, SinkError},
    writer::{Account, Extent, Loss, MediaFolder, WriteError, WriteOptions, Writer},
    writers::{WRITERS, writer},
};
