//! Writes `atom`: Atom 1.0 with full bodies in `content type="html"`.
//!
//! [`model`] fills the model of the `atom_syndication` crate, [`serialise`] writes it. The model has no place for the
//! language of an entry and for the number of replies; both go beside it, and so does the body.

use larder_core::{Format, NoteKind, PostHead, format};

use crate::{
    Account, Also, Loss,
    feed::{CommentLayout, Entry, Feed, FeedKind, Layout, Page, Style, changed},
};

mod comments;
mod model;
mod serialise;

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom;

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
    Loss::new("Author::image", "Atom has no place for it"),
    Loss::new("Blog::comments", "personal data of others; their number is carried"),
    Loss::new("Content::original", "feeds carry the cleaned body"),
    Loss::new("Enclosure::seconds", "Atom has no place for it"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new(
        "Post::counts",
        "only the number of comments is carried, where their address is known",
    ),
    Loss::new("Post::cover", "Atom has no place for it"),
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
    Loss::new("Site::extra", "feeds have no place for it"),
    Loss::new("Site::old_addresses", "feeds have no place for them"),
    Loss::new("Site::updated", "stated only where a feed has no posts"),
    Loss::new("Term::description", "feeds have no place for it"),
    Loss::new("Term::extra", "feeds have no place for it"),
    Loss::new("Term::kind", "categories and tags are one in feeds"),
    Loss::new("Term::parent", "feeds have no nested categories"),
    Loss::new("Term::slug", "feeds have no place for it"),
    Loss::new("Term::url", "feeds have no place for it"),
    Loss::new("Timestamp::precision", "Atom dates have whole seconds"),
];

impl Layout for Atom {
    fn format(&self) -> &'static Format {
        &format::ATOM
    }

    fn kind(&self) -> &'static FeedKind {
        &FeedKind::ATOM
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn ids(&self) -> Style {
        Style::Uri
    }

    fn has_dates(&self, feed: &Feed<'_>, account: &mut Account) -> bool {
        let dated =
            |post: &PostHead| post.changed().is_some() || feed.borrowed.of(&post.id).is_some();
        let whole = feed.heads().all(dated);
        if !whole || (feed.len() == 0 && model::updated_without_posts(feed).is_none()) {
            return false;
        }
        if feed.len() == 0
            && feed.blog.site.updated.is_none()
            && let Some((_, from)) = feed.borrowed.of_feed()
        {
            account.note(borrowed(from));
        }
        if feed.ids.uri(&feed.blog.site.id) != feed.blog.site.id {
            let written = feed.ids.uri(&feed.blog.site.id).into_owned();
            account.note(NoteKind::IdMapped { output: format::ATOM.name.into(), written });
        }
        true
    }

    fn head(&self, feed: &Feed<'_>, page: &Page, out: &mut Vec<u8>) {
        serialise::head(&model::feed(feed, page), feed.style().as_deref(), out);
        feed.deleted(page).iter().for_each(|gone| serialise::deleted(out, gone));
    }

    fn entry(
        &self,
        feed: &Feed<'_>,
        _: &Page,
        entry: Entry<'_>,
        out: &mut Vec<u8>,
    ) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        if changed(entry.post).is_none()
            && let Some((_, from)) = feed.borrowed.of(&entry.post.id)
        {
            notes.push(borrowed(from));
        }
        if entry.title.is_none() {
            notes.push(NoteKind::TitleMade { output: format::ATOM.name.into() });
        }
        serialise::entry(&model::entry(feed, entry), out);
        notes
    }

    fn comments(&self) -> Option<&dyn CommentLayout> {
        Some(&comments::Comments)
    }

    fn also(&self) -> &'static [Also] {
        &[
            Also::CommentsFeed,
            Also::CommentsFeedPerPost,
            Also::Tombstones,
            Also::SubscribePage,
            Also::Everything,
        ]
    }

    fn foot(&self) -> &'static [u8] {
        b"</feed>\n"
    }
}

fn borrowed(from: &str) -> NoteKind {
    NoteKind::DateBorrowed { output: format::ATOM.name.into(), from: from.into() }
}
