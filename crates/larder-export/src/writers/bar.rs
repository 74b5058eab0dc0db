//! Writes `blog.bar`, the Blog Archive Format that micro.blog made: one zip that people open in a browser and programs
//! read, without a server.
//!
//! ```text
//! index.html           the newest posts, as `h-feed`; page-2.html and so on, the older ones
//! feed.json            all posts, in JSON Feed 1.1
//! uploads/2019/12/snow.jpg
//! ```
//!
//! Everything in it is public: the format has no drafts, and so what is not for everybody is in none, whatever is asked for.
//! Pages show pictures by their paths in the zip, and allow no script.
//!
//! Format: <https://www.manton.org/2017/11/27/blog-archive-format.html> · <https://blogarchive.org/>

mod files;
mod item;
mod page;

use std::collections::HashMap;

use larder_core::{Blog, Format, format, select::Include};

use self::{files::Uploads, item::Maker, page::Pages};
use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    archive::to_json,
    carried::{Carried, CommentPlace},
    feed::home,
    moving::{
        Files, Goal, Moved, Package, People, Tally, Texts, each, newest_first, note_left_out,
    },
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar;

const LOSSES: &[Loss] = &[
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::height", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::media_type", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::width", "only what the text says of pictures and files is carried"),
    Loss::new("Author::bio", "blog archives have no place for it"),
    Loss::new("Author::email", "private: it reaches no public output"),
    Loss::new("Author::extra", "blog archives have no place for it"),
    Loss::new("Author::handle", "blog archives have no place for it"),
    Loss::new("Author::id", "blog archives know people by address, else by name"),
    Loss::new("Blog::comments", "blog archives have no place for them"),
    Loss::new("Content::original", "only Markdown is carried, where it hides nothing"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new("Post::content", "JSON Feed demands a text: one that is missing is empty"),
    Loss::new("Post::counts", "blog archives have no place for them"),
    Loss::new("Post::extra", "blog archives have no place for it"),
    Loss::new("Post::in_reply_to", "blog archives have no place for it"),
    Loss::new(
        "Post::internal_links",
        "the links stand in the body, but not which post each leads to",
    ),
    Loss::new("Post::kind", "pages become posts"),
    Loss::new("Post::links", "only the first related one is carried, as `external_url`"),
    Loss::new("Post::location", "blog archives have no place for it"),
    Loss::new("Post::neighbours", "blog archives are ordered by date"),
    Loss::new("Post::old_addresses", "redirects are another file"),
    Loss::new("Post::parent", "blog archives have no place for it"),
    Loss::new("Post::revisions", "the last one is carried"),
    Loss::new("Post::rights", "blog archives have no place for it"),
    Loss::new("Post::series", "blog archives have no place for it"),
    Loss::new("Post::slug", "the address holds it"),
    Loss::new("Post::status", "everything in a blog archive is public"),
    Loss::new("Post::subtitle", "it stands before the body"),
    Loss::new("Post::translations", "blog archives have no place for them"),
    Loss::new("Series::title", "blog archives have no place for it"),
    Loss::new("Site::extra", "blog archives have no place for it"),
    Loss::new("Site::id", "blog archives have no place for it"),
    Loss::new("Site::old_addresses", "blog archives have no place for it"),
    Loss::new("Site::rights", "blog archives have no place for it"),
    Loss::new("Site::updated", "blog archives have no place for it"),
    Loss::new("Term::description", "tags of blog archives have a name only"),
    Loss::new("Term::extra", "tags of blog archives have a name only"),
    Loss::new("Term::id", "tags of blog archives have a name only"),
    Loss::new("Term::kind", "categories and tags are one in blog archives"),
    Loss::new("Term::parent", "tags of blog archives have a name only"),
    Loss::new("Term::slug", "tags of blog archives have a name only"),
    Loss::new("Term::url", "tags of blog archives have a name only"),
    Loss::new("Timestamp::precision", "blog archives write seconds always"),
];

impl Writer for Bar {
    fn format(&self) -> &'static Format {
        &format::BAR
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn is_move(&self) -> bool {
        true
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        // A draft would be published by the next program that reads it.
        let mut public = options.clone();
        public.selection.include = Include::default();
        let carried = Carried::new(blog, &public, CommentPlace::Nowhere, account)
            .map_err(WriteError::Spool)?;
        note_left_out(account);
        let places = newest_first(blog, &carried.posts);
        let mut tally = Tally::default();
        let people = People::new(blog, &places).map_err(WriteError::Spool)?;
        let files = Files::new(blog, &places, &people, &mut Uploads::default(), &mut tally)
            .map_err(WriteError::Spool)?;
        let posts = HashMap::new();
        let goal = Goal { root: "", posts: &posts, is_rooted: false, has_cards: false };
        let texts = Texts { goal, files: &files, home: home(&blog.site) };
        let maker = Maker { blog, options, texts, files: &files, people: &people };
        let mut package = Package::new(format::BAR.file);
        write_posts(&maker, &places, &mut package, &mut tally, account)?;
        for packed in &files.packed {
            if options.cancel.is_cancelled() {
                return Err(WriteError::Cancelled);
            }
            package.file(blog, packed)?;
        }
        tally.note(account);
        package.finish(sink, account)?;
        account.output.written = places.len() as u64;
        Ok(())
    }
}

/// Writes all posts as items of the feed and, from what was made for them on the way, the pages.
fn write_posts(
    maker: &Maker<'_>,
    places: &[usize],
    package: &mut Package,
    tally: &mut Tally,
    account: &mut Account,
) -> Result<(), WriteError> {
    let weights = places.iter().map(|&place| maker.blog.posts.head(place).weight);
    package.begin("feed.json", weights.sum())?;
    let head = to_json(&maker.head(&mut tally.cost)).map_err(WriteError::Spool)?;
    // The items stand within the object.
    package.write(&head[..head.len() - 1])?;
    package.write(b",\"items\":[")?;
    let mut pages = Pages::new(maker.title(), maker.language());
    let mut before: &[u8] = b"\n";
    let make = |_, post: std::borrow::Cow<'_, larder_core::Post>| maker.make(&post);
    each(maker.blog, places, &maker.options.cancel, make, |place, moved: Moved<item::Both>| {
        let post = &maker.blog.posts.head(place).id;
        tally.take(moved.tally, post, (&format::BAR, &mut account.notes));
        account.notes.extend(moved.notes);
        package.write(std::mem::replace(&mut before, b",\n"))?;
        package.write(&moved.made.json)?;
        pages.add(&moved.made.html).map_err(page::failed)
    })?;
    package.write(b"\n]}\n")?;
    pages.write(package)
}
