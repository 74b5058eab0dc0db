//! `comments.rss.xml` and `comments/NAME/rss.xml`: what was written under the posts, and under one.

use super::serialise::{plain, text};
use crate::feed::{
    CommentLayout, CommentPage, Feed, FeedKind, GENERATOR, Said, date, line,
    xml::{self, Escape},
};

/// The writer of comments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comments;

const NAMESPACES: [(&str, Option<&str>); 4] = [
    ("xmlns:atom", Some("http://www.w3.org/2005/Atom")),
    ("xmlns:content", Some("http://purl.org/rss/1.0/modules/content/")),
    ("xmlns:dc", Some("http://purl.org/dc/elements/1.1/")),
    ("xmlns:thr", Some("http://purl.org/syndication/thread/1.0")),
];

impl CommentLayout for Comments {
    fn file(&self) -> &'static str {
        larder_core::format::RSS_COMMENTS_FILE
    }

    fn head(&self, feed: &Feed<'_>, page: &CommentPage, out: &mut Vec<u8>) {
        let about = &page.channel;
        xml::begin(out, feed.style().as_deref());
        let mut attributes = vec![("version", Some("2.0"))];
        attributes.extend(NAMESPACES);
        xml::open(out, "rss", &attributes);
        xml::open(out, "channel", &[]);
        plain(out, "title", &about.title);
        plain(out, "link", &about.link);
        plain(out, "description", &about.title);
        about.language.iter().for_each(|language| plain(out, "language", language));
        about.updated.iter().for_each(|it| plain(out, "lastBuildDate", &date::rfc822(it.at())));
        plain(out, "generator", &format!("{} {}", GENERATOR.0, GENERATOR.1));
        plain(out, "docs", "https://www.rssboard.org/rss-specification");
        let itself = [
            ("href", about.itself.as_deref()),
            ("rel", Some("self")),
            ("type", Some(FeedKind::RSS.media_type)),
        ];
        xml::empty(out, "atom:link", &itself);
        if let Some(hub) = feed.options.hub.as_deref() {
            xml::empty(out, "atom:link", &[("href", Some(hub)), ("rel", Some("hub"))]);
        }
    }

    fn comment(&self, _: &Feed<'_>, said: &Said<'_>, out: &mut Vec<u8>) {
        xml::open(out, "item", &[]);
        plain(out, "title", &said.title);
        said.link.iter().for_each(|link| plain(out, "link", link));
        let lead = crate::feed::summary(&said.html).unwrap_or_else(|| "…".into());
        xml::text(out, "description", &[], Escape::Named, &line::html(&lead));
        xml::cdata(out, "content:encoded", &said.html);
        said.author.iter().for_each(|author| plain(out, "dc:creator", &author.name));
        let no_permalink = [("isPermaLink", Some("false"))];
        text(out, "guid", &no_permalink, &said.id);
        said.published.iter().for_each(|it| plain(out, "pubDate", &date::rfc822(it.at())));
        for answered in &said.answers {
            xml::empty(out, "thr:in-reply-to", &[("ref", Some(answered))]);
        }
        xml::close(out, "item");
    }

    fn foot(&self) -> &'static [u8] {
        b"</channel>\n</rss>\n"
    }
}
