//! Checks feeds: RSS of every version, Atom, JSON Feed, and lists of feeds in OPML.
//!
//! [`check`] takes bytes and says what is wrong with them, by the rules of the W3C feed validator and in its words, so
//! that each [`Rule`] can be looked up. Rules that only Larder has are marked by their [`Origin`]. What format it is the
//! content decides.
//!
//! ```
//! use larder_check::{Options, Rule, check};
//!
//! let feed = br#"<?xml version="1.0" encoding="utf-8"?>
//! <feed xmlns="http://www.w3.org/2005/Atom">
//! <title>Walks</title>
//! <id>https://example.org/</id>
//! <updated>2003-06-03T09:39:21</updated>
//! <link rel="self" type="application/atom+xml" href="https://example.org/atom.xml"/>
//! </feed>"#;
//!
//! let report = check(feed, &Options::default());
//! let finding = &report.findings[0];
//! assert_eq!(finding.rule, Rule::InvalidRFC3339Date);
//! assert_eq!((finding.line, finding.column), (5, 1));
//! assert_eq!((&*finding.path, &*finding.found), ("feed/updated", "`2003-06-03T09:39:21`"));
//! assert!(!report.is_clean());
//! ```
//!
//! Some warnings can only be removed by lying about the past: that two posts changed in the same second, or that one is
//! from 1975. These findings are marked as [accepted](Finding::accepted), and a report that has no others
//! [is clean](Report::is_clean).
//!
//! Whatever the bytes, [`check`] returns: [`Limits`] bound what it reads and what it says. There is no clock in it:
//! what is in the future depends on [`Options::as_of`].

mod atom;
mod bytes;
mod extension;
mod html;
mod itunes;
mod json;
mod link;
mod media;
mod moment;
mod names;
mod opml;
mod options;
mod plain;
mod report;
mod rss;
mod rss1;
mod rule;
mod spot;
mod start;
mod text;
mod tree;
mod value;
mod xml;

pub use crate::{
    moment::Moment,
    options::{Limits, Options},
    report::{Finding, Report},
    rule::{Origin, Rule, Severity},
    start::{Format, can_be_feed, check},
};
