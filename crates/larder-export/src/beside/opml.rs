//! The list of feeds as OPML 2.0, which feed readers take in one go. <http://opml.org/spec2.opml>

use super::has_formats;
use crate::{FeedFile, FeedOf, feed::xml};

/// The list of all feeds but archive documents and those for import, which nobody subscribes to. Those without an
/// address are left out.
pub(super) fn list(feeds: &[FeedFile]) -> Vec<u8> {
    let mut out = Vec::new();
    xml::begin(&mut out, None);
    xml::open(&mut out, "opml", &[("version", Some("2.0"))]);
    xml::open(&mut out, "head", &[]);
    let title = feeds.first().map_or("", |feed| &feed.title);
    xml::text(&mut out, "title", &[], xml::Escape::Named, title);
    xml::close(&mut out, "head");
    xml::open(&mut out, "body", &[]);
    let has_formats = has_formats(feeds);
    for feed in feeds.iter().filter(|feed| !matches!(feed.of, FeedOf::Archive | FeedOf::Everything))
    {
        outline(&mut out, feed, has_formats);
    }
    xml::close(&mut out, "body");
    xml::close(&mut out, "opml");
    out
}

fn outline(out: &mut Vec<u8>, feed: &FeedFile, has_formats: bool) {
    let Some(address) = feed.address.as_deref() else { return };
    let title = match has_formats {
        true => format!("{} ({})", feed.title, feed.kind.label),
        false => feed.title.clone(),
    };
    let attributes = [
        // Whatever the format: readers look at the feed itself.
        ("type", Some("rss")),
        ("text", Some(&*title)),
        ("title", Some(&*title)),
        ("xmlUrl", Some(address)),
        ("htmlUrl", Some(&*feed.link)),
        ("language", feed.language.as_deref()),
        ("version", feed.kind.outline_version),
    ];
    xml::empty(out, "outline", &attributes);
}
