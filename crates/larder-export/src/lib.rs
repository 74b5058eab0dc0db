//! Writes feeds and archives: from a [`Blog`](larder_core::Blog) to bytes.
//!
//! ```text
//! Blog  →  Writer (feeds, archives, exports for other platforms, folders of static sites)
//!      →  Sink (folder, zip, standard output, memory)
//! ```
//!
//! A writer is a function of blog and options: the same input gives the same bytes, on every machine and at any time.

mod archive;
pub mod beside;
mod carried;
mod feed;
mod hidden;
mod moved;
mod moving;
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
        Account, Also, Extent, FeedFile, FeedOf, Grouping, Loss, MediaFolder, Slugs, StyleSheet,
        WriteError, WriteOptions, Writer, ZoneName,
    },
    writers::{WRITERS, writer},
};
