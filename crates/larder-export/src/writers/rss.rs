//! Writes `rss`: RSS 2.0 with full bodies in `content:encoded`.
//!
//! [`model`] fills the model of the `rss` crate, [`serialise`] writes it. What the model has no place for goes into its
//! map of extensions (`atom:link`, `atom:updated`, `slash:comments`, `thr:in-reply-to`); body and language go beside it.

use larder_core::{Format, NoteKind, format};

use crate::{
    Also, Loss,
    feed::{CommentLayout, Entry, Feed, FeedKind, Layout, Page, Style},
};

mod comments;
mod model;
mod serialise;

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rss;

const LOSSES: &[Loss] = &[
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::height", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::media_type", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::width", "only what the text says of pictures and files is carried"),
    Loss::new("Author::bio", "feeds have no place for it"),
    Loss::new("Author::email", "private: it reaches no public output"),
    Loss::new("Author::extra", "feeds have no place for it"),
    Loss::new("Author::handle", "feeds have no place for it"),
    Loss::new("Author::url", "RSS names authors and nothing else"),
    Loss::new("Blog::comments", "personal data of others; their number is carried"),
    Loss::new("Content::original", "feeds carry the cleaned body"),
    Loss::new("Enclosure::seconds", "RSS has no place for it"),
    Loss::new("Enclosure::title", "RSS has no place for it"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new("Post::counts", "only the number of comments is carried"),
    Loss::new("Post::cover", "RSS has no place for it"),
    Loss::new("Post::extra", "feeds have no place for it"),
    Loss::new(
        "Post::internal_links",
        "the links stand in the body, but not which post each leads to",
    ),
    Loss::new("Post::links", "only relations that feed readers know are carried"),
    Loss::new("Post::location", "feeds have no place for it"),
    Loss::new("Post::neighbours", "feeds are ordered by date"),
    Loss::new("Post::old_addresses", "feeds have no place for them"),
    Loss::new("Post::parent", "feeds have no place for it"),
    Loss::new("Post::revisions", "feeds carry the last one"),
    Loss::new("Post::series", "feeds have no place for it"),
    Loss::new("Post::slug", "the address holds it"),
    Loss::new("Site::authors", "RSS names authors at posts only"),
    Loss::new("Site::extra", "feeds have no place for it"),
    Loss::new("Site::id", "RSS has no place for it"),
    Loss::new("Site::old_addresses", "feeds have no place for them"),
    Loss::new("Site::updated", "stated only where a feed has no posts"),
    Loss::new("Term::description", "feeds have no place for it"),
    Loss::new("Term::extra", "feeds have no place for it"),
    Loss::new("Term::kind", "categories and tags are one in feeds"),
    Loss::new("Term::parent", "feeds have no nested categories"),
    Loss::new("Term::slug", "feeds have no place for it"),
    Loss::new("Term::url", "feeds have no place for it"),
    Loss::new(
        "Timestamp::precision",
        "RSS dates have seconds, and offsets of whole and half hours",
    ),
];

impl Layout for Rss {
    fn format(&self) -> &'static Format {
        &format::RSS
    }

    fn kind(&self) -> &'static FeedKind {
        &FeedKind::RSS
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn ids(&self) -> Style {
        Style::Guid
    }

    fn head(&self, feed: &Feed<'_>, page: &Page, out: &mut Vec<u8>) {
        let channel = model::channel(feed, page);
        serialise::head(&channel, page.podcast(feed), feed.style().as_deref(), out);
    }

    fn entry(
        &self,
        feed: &Feed<'_>,
        page: &Page,
        entry: Entry<'_>,
        out: &mut Vec<u8>,
    ) -> Vec<NoteKind> {
        serialise::item(&model::item(feed, page, entry), out);
        Vec::new()
    }

    fn also(&self) -> &'static [Also] {
        &[
            Also::CommentsFeed,
            Also::CommentsFeedPerPost,
            Also::Podcast,
            Also::SubscribePage,
            Also::Everything,
        ]
    }

    fn comments(&self) -> Option<&dyn CommentLayout> {
        Some(&comments::Comments)
    }

    fn foot(&self) -> &'static [u8] {
        b"</channel>\n</rss>\n"
    }
}
