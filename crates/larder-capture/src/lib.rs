//! Web captures: containers in, captures out.
//!
//! A capture is what a browser or a crawler kept of a page. This crate knows the containers that hold captures and the
//! HTTP in them; it knows neither blogs nor platforms, and does no input or output of its own: it reads what is [`Read`].
//!
//! * [`warc`] reads WARC 1.0 and 1.1, and the ARC files from before, record by record, and writes WARC 1.1.
//! * [`member`] is below it: members of gzip and frames of zstd, each with its place in the file.
//! * [`http`] takes the messages in records apart, and their bodies out of chunks and compression.
//! * [`digest`] is how containers say what bytes should be there.
//! * [`capture`] is what the containers give that browsers and their extensions save: [`Capture`](capture::Capture)s one
//!   by one, and a [`Report`](capture::Report) of all the rest. They are [`mhtml`], [`webarchive`], [`har`] and
//!   [`single_file`].
//! * [`saved_page`] is what a plain saved page says of itself; [`wayback`] takes out of a copy what the Wayback
//!   Machine put into it, its addresses first of all.
//! * [`data_url`] decodes addresses that hold what they lead to.
//!
//! The bytes may have been made to hurt. Nothing here panics, hangs or grows without bound ([`Limits`],
//! [`capture::Limits`]); nothing is left out in silence: what is damaged is a value, what is skipped is counted.
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
//! ```
//! use larder_capture::{capture::{Limits, Role}, mhtml};
//!
//! let file = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://blog.example/1\r\n\
//!     MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
//!     --b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
//!     Content-Location: https://blog.example/1\r\n\r\n<p>a=3Db\r\n--b--\r\n";
//! let mut pages = Vec::new();
//! let report = mhtml::read(file, &Limits::default(), &mut |capture| {
//!     pages.push(capture);
//!     Ok(())
//! })?;
//! assert_eq!(pages[0].role, Role::Page);
//! assert_eq!(pages[0].body, b"<p>a=b");
//! assert!(report.damage.is_empty());
//! # Ok::<(), larder_capture::capture::Error>(())
//! ```
//!
//! [`Read`]: std::io::Read

pub mod capture;
pub mod data_url;
pub mod digest;
pub mod har;
pub mod http;
pub mod member;
pub mod mhtml;
pub mod saved_page;
pub mod single_file;
pub mod warc;
pub mod wayback;
pub mod webarchive;

mod aside;
mod base64;
mod css;
mod html;
mod limits;
mod raw;
mod secret;
#[cfg(test)]
mod testing;
mod time;
mod zip;

pub use limits::Limits;
