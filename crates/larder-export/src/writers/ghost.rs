//! Writes `ghost.zip` for Ghost's importer: one `ghost.json` with its tables, and the files below `content/`.
//!
//! ```text
//! ghost.json           {"meta":{…},"data":{"posts":[…],"posts_meta":[…],"tags":[…],"posts_tags":[…],"users":[…],"posts_authors":[…]}}
//! content/images/2019/12/snow.jpg
//! ```
//!
//! One row that breaks a rule of Ghost rolls a whole import back, so that every text is cut to its [limit] and every id,
//! slug and date has the form that is asked for. Bodies are HTML, which Ghost makes into its own form; what it has no card
//! for stands in cards of HTML ([`card`]).
//!
//! Ghost demands an address of e-mail of everybody who writes, and finds people by it. The real ones stay private: each
//! gets one at `example.invalid`, which nobody can have (RFC 2606), and logs in after the owner has changed it.
//!
//! The importer renames a blog to the name it finds, so that the name is not written.
//!
//! Format: <https://docs.ghost.org/migration/ghost>

mod card;
mod comment;
mod files;
mod id;
mod limit;
mod names;
mod part;
mod people;
mod post;
mod redirects;
mod row;
mod tag;

use larder_core::{Blog, Format, NoteKind, format};

use crate::{
    Account, Also, Loss, Sink, WriteError, WriteOptions, Writer,
    carried::{Carried, CommentPlace},
    moving::note_left_out,
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ghost;

/// The posts that imports of one file have been seen to take.
const MANY: usize = 1000;

const LOSSES: &[Loss] = &[
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::height", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::media_type", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::width", "only what the text says of pictures and files is carried"),
    Loss::new("Author::email", "private: Ghost gets one that nobody has"),
    Loss::new("Author::extra", "Ghost has no place for it"),
    Loss::new("Author::handle", "it is the name in the address, in letters that Ghost takes"),
    Loss::new("Author::id", "Ghost has ids of its own form"),
    Loss::new("Blog::comments", "Ghost imports none; those that were shown stand beside the zip"),
    Loss::new("Content::original", "the cleaned body is carried"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new("Post::counts", "Ghost counts for itself"),
    Loss::new(
        "Post::enclosures",
        "Ghost has no place for them; those that the body leads to are carried",
    ),
    Loss::new(
        "Post::extra",
        "Ghost has no place for most of it; its own fields are carried, code is not",
    ),
    Loss::new("Post::id", "Ghost has ids of its own form; `comment_id` keeps the old one"),
    Loss::new("Post::in_reply_to", "Ghost has no place for it"),
    Loss::new("Post::links", "Ghost has no place for them"),
    Loss::new("Post::location", "Ghost has no place for it"),
    Loss::new("Post::neighbours", "Ghost orders posts by date"),
    Loss::new("Post::old_addresses", "`ghost.redirects.yaml` beside the zip has them"),
    Loss::new("Post::parent", "Ghost's pages are not nested"),
    Loss::new("Post::permalink", "Ghost makes addresses of slugs; `--canonical` writes it"),
    Loss::new("Post::revisions", "the last one is carried"),
    Loss::new("Post::rights", "Ghost has no place for it"),
    Loss::new("Post::series", "Ghost has no place for it"),
    Loss::new("Post::subtitle", "it stands before the body"),
    Loss::new("Post::translations", "Ghost has no place for them"),
    Loss::new("Series::title", "Ghost has no place for it"),
    Loss::new("Site::title", "the import must not rename the blog it goes to"),
    Loss::new("Site::description", "the import must not rename the blog it goes to"),
    Loss::new("Site::extra", "settings are the new blog's own"),
    Loss::new("Site::home", "the import must not rename the blog it goes to"),
    Loss::new("Site::id", "the import must not rename the blog it goes to"),
    Loss::new("Site::image", "settings are the new blog's own"),
    Loss::new("Site::language", "settings are the new blog's own"),
    Loss::new("Site::old_addresses", "redirects are another file"),
    Loss::new("Site::rights", "settings are the new blog's own"),
    Loss::new("Site::updated", "Ghost has no place for it"),
    Loss::new("Term::extra", "Ghost has no place for it"),
    Loss::new("Term::id", "Ghost has ids of its own form"),
    Loss::new("Term::kind", "categories and tags are one in Ghost"),
    Loss::new("Term::parent", "Ghost's tags are not nested"),
    Loss::new("Term::slug", "Ghost's names in addresses are of letters that it takes"),
    Loss::new("Term::url", "Ghost makes addresses of slugs"),
    Loss::new("Timestamp::precision", "Ghost keeps dates to the second, in UTC"),
    Loss::new("Timestamp::zone", "Ghost keeps dates to the second, in UTC"),
];

impl Writer for Ghost {
    fn format(&self) -> &'static Format {
        &format::GHOST
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn is_move(&self) -> bool {
        true
    }

    fn also(&self) -> &'static [Also] {
        &[Also::Canonical]
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        let carried =
            Carried::new(blog, options, CommentPlace::Here, account).map_err(WriteError::Spool)?;
        note_left_out(account);
        let slugs = names::of_posts(blog, &carried.posts, account).map_err(WriteError::Spool)?;
        let most = options.split_posts.map_or(usize::MAX, Into::into);
        if options.split_posts.is_none() && carried.posts.len() > MANY {
            let (output, count) = (format::GHOST.name.into(), carried.posts.len() as u64);
            account.note(NoteKind::PostsMany { output, count });
        }
        // A blog without a post that may be carried is an empty zip, not none.
        let parts = carried.posts.len().div_ceil(most).max(1);
        let mut lists = part::Lists::default();
        for part in 0..parts {
            let start = part.saturating_mul(most).min(carried.posts.len());
            let end = start.saturating_add(most).min(carried.posts.len());
            let places = &carried.posts[start..end];
            lists.add(part::write(blog, options, (part + 1, places), &slugs, sink, account)?);
        }
        comment::write(&carried, &slugs, options, sink, account)?;
        redirects::write(&carried, (&slugs, &lists), options, sink, account)?;
        account.output.written = carried.posts.len() as u64;
        Ok(())
    }
}
