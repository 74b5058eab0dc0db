//! Web captures: containers in, captures out.
//!
//! A capture is what a browser or a crawler kept of a page. This crate knows the containers that hold captures and the
//! HTTP in them; it knows neither blogs nor platforms, and does no input or output of its own: it reads what is [`Read`].
//!
//! * [`warc`] reads WARC 1.0 and 1.1, and the ARC files from before, record by record, and writes WARC 1.1.
//! * [`member`] is below it: members of gzip and frames of zstd, each with its place in the file.
//! * [`http`] takes the messages in records apart, and their bodies out of chunks and compression.
//! * [`digest`] is how containers say what bytes should be there.
//!
//! The bytes may have been made to hurt. Nothing here panics, hangs or grows without bound ([`Limits`]); nothing is left
//! out in silence: what is damaged is a value, what is skipped is counted.
//!
//! ```
//! use larder_capture::warc::{Item, Records};
//!
//! let file: &[u8] = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: <http://example.org/a b>\r\n\
//!     Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n";
//! let mut records = Records::new(file);
//! while let Some(item) = records.next_item()? {
//!     let Item::Record(record) = item else { continue };
//!     assert_eq!(record.head.target().as_deref(), Some("http://example.org/a%20b"));
//!     assert_eq!(record.block.bytes(), Some(&b"hello"[..]));
//! }
//! assert!(records.summary().balances());
//! # Ok::<(), larder_capture::warc::Error>(())
//! ```
//!
//! [`Read`]: std::io::Read

pub mod digest;
pub mod http;
mod limits;
pub mod member;
mod raw;
pub mod warc;

pub use limits::Limits;
