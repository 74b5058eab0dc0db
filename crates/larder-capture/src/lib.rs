//! Web captures: containers in, captures out.
//!
//! A capture is what a browser or a crawler kept of a page. This crate knows the containers that hold captures; it knows
//! neither blogs nor platforms, and does no input or output of its own.
//!
//! * [`capture`] is what every container gives: [`Capture`](capture::Capture)s one by one, and a
//!   [`Report`](capture::Report) of all the rest.
//! * [`mhtml`], [`webarchive`], [`har`] and [`single_file`] are the containers that browsers and their extensions save.
//! * [`saved_page`] is what a plain saved page says of itself; [`wayback`] takes out of a copy what the Wayback
//!   Machine put into it, its addresses first of all.
//! * [`data_url`] decodes addresses that hold what they lead to.
//!
//! The bytes may have been made to hurt. Nothing here panics, hangs or grows without bound; nothing is left out in
//! silence: what is damaged is a value, what is skipped is counted.
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

pub mod capture;
pub mod data_url;
pub mod har;
pub mod mhtml;
pub mod saved_page;
pub mod single_file;
pub mod wayback;
pub mod webarchive;

mod base64;
mod css;
mod html;
mod secret;
#[cfg(test)]
mod testing;
mod time;
mod zip;
