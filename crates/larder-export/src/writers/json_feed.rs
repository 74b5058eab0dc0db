//! Writes `json-feed`: JSON Feed 1.1, one item a line.
//!
//! [`model`] holds the objects of the format, in the order in which it lists their keys.

use larder_core::{Format, NoteKind, format};

use crate::{
    Also, Loss,
    feed::{Entry, Feed, FeedKind, Layout, Page, Style},
};

mod model;

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct JsonFeed;

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
    Loss::new("Blog::comments", "personal data of others"),
    Loss::new("Content::original", "feeds carry the cleaned body"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new("Post::counts", "JSON Feed has no place for them"),
    Loss::new("Post::extra", "feeds have no place for it"),
    Loss::new("Post::in_reply_to", "JSON Feed has no place for it"),
    Loss::new(
        "Post::internal_links",
        "the links stand in the body, but not which post each leads to",
    ),
    Loss::new("Post::links", "only the first related one is carried, as `external_url`"),
    Loss::new("Post::location", "feeds have no place for it"),
    Loss::new("Post::neighbours", "feeds are ordered by date"),
    Loss::new("Post::old_addresses", "feeds have no place for them"),
    Loss::new("Post::parent", "feeds have no place for it"),
    Loss::new("Post::revisions", "feeds carry the last one"),
    Loss::new("Post::rights", "JSON Feed has no place for it"),
    Loss::new("Post::series", "feeds have no place for it"),
    Loss::new("Post::slug", "the address holds it"),
    Loss::new("Post::translations", "JSON Feed has no place for them"),
    Loss::new("Site::extra", "feeds have no place for it"),
    Loss::new("Site::id", "JSON Feed has no place for it"),
    Loss::new("Site::old_addresses", "feeds have no place for them"),
    Loss::new("Site::rights", "JSON Feed has no place for it"),
    Loss::new("Site::updated", "JSON Feed has no place for it"),
    Loss::new("Term::description", "feeds have no place for it"),
    Loss::new("Term::extra", "feeds have no place for it"),
    Loss::new("Term::kind", "categories and tags are one in feeds"),
    Loss::new("Term::parent", "feeds have no nested categories"),
    Loss::new("Term::slug", "feeds have no place for it"),
    Loss::new("Term::url", "feeds have no place for it"),
    Loss::new("Timestamp::precision", "feeds write seconds always"),
];

impl Layout for JsonFeed {
    fn format(&self) -> &'static Format {
        &format::JSON_FEED
    }

    fn kind(&self) -> &'static FeedKind {
        &FeedKind::JSON_FEED
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn ids(&self) -> Style {
        Style::Text
    }

    fn shows_covers(&self) -> bool {
        true
    }

    fn head(&self, feed: &Feed<'_>, page: &Page, out: &mut Vec<u8>) {
        write(&model::Head::new(feed, page), out);
        let end = out.pop();
        debug_assert_eq!(end, Some(b'}'), "the head is an object");
        out.extend_from_slice(b",\"items\":[\n");
    }

    fn entry(
        &self,
        feed: &Feed<'_>,
        _: &Page,
        entry: Entry<'_>,
        out: &mut Vec<u8>,
    ) -> Vec<NoteKind> {
        write(&model::Item::new(feed, &entry), out);
        Vec::new()
    }

    fn between(&self) -> &'static [u8] {
        b",\n"
    }

    fn also(&self) -> &'static [Also] {
        &[Also::Tombstones, Also::SubscribePage, Also::Everything]
    }

    fn foot(&self) -> &'static [u8] {
        b"\n]}\n"
    }
}

fn write(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value)
        .expect("the model has string keys only, and memory takes all");
}
