//! Writes feeds and archives: from a [`Blog`](larder_core::Blog) to bytes.
//!
//! ```text
//! Blog  →  Writer (rss, atom, json-feed, json, jsonl, hugo, eleventy)  →  Sink (folder, zip, standard output, memory)
//! ```
//!
//! A writer is a function of blog and options: the same input gives the same bytes, on every machine and at any time.

mod archive;
pub mod beside;
#[allow(dead_code, unused_imports, reason = "the writers of moves use it")]
mod carried;
mod feed;
pub mod redirects;
pub mod sink;
mod slug;
mod tree;
mod writer;
mod writers;

pub use crate::{
    feed::FeedKind,
    sink::{Sink, SinkError},
    writer::{
        Account, Also, Extent, FeedFile, FeedOf, Grouping, Loss, MediaFolder, StyleSheet,
        WriteError, WriteOptions, Writer,
    },
    writers::{WRITERS, writer},
};
