//! Writes `blogger.xml`, the classic backup of Blogger (`blog-….xml`), which its importer takes: Atom with posts, pages,
//! comments and settings as entries of one feed.
//!
//! ```text
//! feed ─ settings ─ (post ─ its comments)*
//! ```
//!
//! A category says of each entry what it is. Comments name their post by its id. Ids have the form that Blogger gives them:
//! those of a blog of Blogger stay, others are made of what they were. Pictures are no part of a backup: bodies show them
//! where they stand on the web.

mod comment;
mod entry;
mod id;

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Blog, Format, NoteKind, PostId, Rule, Timestamp, format};

use self::{entry::Maker, id::Ids};
use crate::{
    Account, Loss, MediaFolder, Sink, SinkError, WriteError, WriteOptions, Writer,
    carried::{Carried, CommentPlace},
    feed::{Cost, Media, home, line, public, rfc3339, web_address, xml},
    moving::{Files, Goal, Moved, People, Tally, Texts, each, note_left_out},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blogger;

/// What says that a category is the kind of an entry.
const KINDS: &str = "http://schemas.google.com/g/2005#kind";

/// What the kinds of entries begin with.
const KIND: &str = "http://schemas.google.com/blogger/2008/kind#";

const LOSSES: &[Loss] = &[
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::height", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::media_type", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::width", "only what the text says of pictures and files is carried"),
    Loss::new(
        "Asset::stored",
        "a backup of Blogger holds no pictures; bodies show them where they are",
    ),
    Loss::new("Author::bio", "Blogger has no place for it"),
    Loss::new("Author::email", "private: it reaches no public output"),
    Loss::new("Author::extra", "Blogger has no place for it"),
    Loss::new("Author::handle", "Blogger has no place for it"),
    Loss::new(
        "Author::id",
        "Blogger knows people by the address of their page, else by their name",
    ),
    Loss::new("Author::image", "Blogger has no place for it"),
    Loss::new(
        "Author::name",
        "Blogger demands one: who is not known is `Unknown`, and `Anonymous` under comments",
    ),
    Loss::new("Comment::author_email", "private: it reaches no public output"),
    Loss::new("Comment::author_ip", "private: it reaches no public output"),
    Loss::new("Comment::extra", "Blogger has no place for it"),
    Loss::new("Comment::id", "Blogger has ids of its own form"),
    Loss::new("Comment::kind", "pingbacks and trackbacks become comments"),
    Loss::new("Content::original", "the cleaned body is carried"),
    Loss::new("Post::assets", "what the text does not show is not carried"),
    Loss::new("Post::audience", "Blogger has no members: such posts become drafts"),
    Loss::new("Post::counts", "Blogger counts for itself"),
    Loss::new("Post::cover", "Blogger takes the first picture of the body"),
    Loss::new("Enclosure::seconds", "Blogger has no place for it"),
    Loss::new("Enclosure::title", "Blogger has no place for it"),
    Loss::new("Post::extra", "Blogger has no place for it"),
    Loss::new("Post::id", "Blogger has ids of its own form"),
    Loss::new("Post::in_reply_to", "Blogger has no place for it"),
    Loss::new("Post::language", "Blogger has no place for it"),
    Loss::new("Post::links", "Blogger has no place for them"),
    Loss::new("Post::neighbours", "Blogger orders posts by date"),
    Loss::new("Post::old_addresses", "redirects are another file"),
    Loss::new("Post::parent", "Blogger's pages are not nested"),
    Loss::new("Post::revisions", "the last one is carried"),
    Loss::new("Post::rights", "Blogger has no place for it"),
    Loss::new("Post::series", "Blogger has no place for it"),
    Loss::new("Post::slug", "the address holds it; Blogger makes its own of date and title"),
    Loss::new("Post::subtitle", "it stands before the body"),
    Loss::new("Post::translations", "Blogger has no place for them"),
    Loss::new("Post::visibility", "Blogger has no posts for some only: such posts become drafts"),
    Loss::new("Series::title", "Blogger has no place for it"),
    Loss::new("Site::id", "Blogger has ids of its own form"),
    Loss::new("Site::extra", "settings are the new blog's own"),
    Loss::new("Site::image", "settings are the new blog's own"),
    Loss::new("Site::old_addresses", "Blogger has no place for them"),
    Loss::new("Site::rights", "Blogger has no place for it"),
    Loss::new("Site::updated", "Blogger takes the date of the newest post"),
    Loss::new("Term::description", "Blogger's labels have a name only"),
    Loss::new("Term::extra", "Blogger's labels have a name only"),
    Loss::new("Term::id", "Blogger's labels have a name only"),
    Loss::new("Term::kind", "categories and tags are one in Blogger"),
    Loss::new("Term::parent", "Blogger's labels are not nested"),
    Loss::new("Term::slug", "Blogger's labels have a name only"),
    Loss::new("Term::url", "Blogger makes addresses of names"),
    Loss::new("Timestamp::precision", "Blogger writes seconds always"),
];

impl Writer for Blogger {
    fn format(&self) -> &'static Format {
        &format::BLOGGER
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
        let carried =
            Carried::new(blog, options, CommentPlace::Here, account).map_err(WriteError::Spool)?;
        let Some(newest) = newest(blog, &carried) else {
            return leave_unwritten(&carried, account);
        };
        note_left_out(account);
        let beside = public(options).filter(|_| options.media == MediaFolder::Beside);
        let media = Media::new(blog, beside.as_deref()).map_err(WriteError::Spool)?;
        if media.elsewhere > 0 {
            let (output, count) = (format::BLOGGER.name.into(), media.elsewhere);
            account.note(NoteKind::MediaElsewhere { output, count });
        }
        let (files, posts) = (Files::default(), linked(&carried).map_err(WriteError::Spool)?);
        let goal = Goal { root: "", posts: &posts, is_rooted: false, has_cards: false };
        let texts = Texts { goal, files: &files, home: home(&blog.site) };
        let ids = Ids::new(&carried);
        let people = People::new(blog, &carried.posts).map_err(WriteError::Spool)?;
        let maker =
            Maker { carried: &carried, texts, media: &media, people: &people, ids: &ids, newest };
        let mut tally = Tally::default();
        let mut failure = None;
        let mut notes = Vec::new();
        let written = account.file(sink, format::BLOGGER.file, &mut |out| {
            write_all(&maker, options, out, &mut tally, &mut notes).map_err(|error| match error {
                WriteError::Sink(SinkError::Io { error, .. }) => error,
                other => {
                    failure = Some(other);
                    io::Error::other("the entries end here")
                }
            })
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        written?;
        account.notes.extend(notes);
        tally.note(account);
        account.output.written = carried.posts.len() as u64;
        Ok(())
    }
}

/// The addresses of posts that others link by what leads nowhere outside the folder that they were read from.
fn linked(carried: &Carried<'_>) -> io::Result<HashMap<PostId, String>> {
    let posts = &carried.blog.posts;
    let mut wanted = HashSet::new();
    for &place in &carried.posts {
        let post = posts.get(place)?;
        let local = post.internal_links.iter().filter(|link| !link.href.contains("://"));
        wanted.extend(local.map(|link| link.post.clone()));
    }
    let mut linked = HashMap::new();
    for &place in &carried.posts {
        if wanted.contains(&posts.head(place).id) {
            let post = posts.get(place)?;
            let address = post.permalink.as_deref().and_then(web_address);
            linked.extend(address.map(|address| (post.id.clone(), address)));
        }
    }
    Ok(linked)
}

/// The newest date that is known: the backup is as old as what it holds.
fn newest(blog: &Blog, carried: &Carried<'_>) -> Option<Timestamp> {
    let dates = carried.posts.iter().flat_map(|&place| {
        let head = blog.posts.head(place);
        [head.published, head.updated]
    });
    dates.chain([blog.site.updated]).flatten().max_by_key(|time| time.at())
}

/// Every entry of Atom says when it last changed. No document is better than an invented date.
fn leave_unwritten(carried: &Carried<'_>, account: &mut Account) -> Result<(), WriteError> {
    for &place in &carried.posts {
        account.output.leave_out(Rule::Undated, &carried.blog.posts.head(place).id);
    }
    if let Some(comments) = &mut account.output.comments {
        let written = std::mem::take(&mut comments.written);
        comments.leave_out(Rule::WithoutPost, written);
    }
    note_left_out(account);
    let (output, demand) = (format::BLOGGER.name.into(), "date".into());
    account.note(NoteKind::NotWritten { output, demand });
    Ok(())
}

fn write_all(
    maker: &Maker<'_>,
    options: &WriteOptions,
    out: &mut dyn io::Write,
    tally: &mut Tally,
    notes: &mut Vec<larder_core::Note>,
) -> Result<(), WriteError> {
    let failed =
        |error| WriteError::Sink(SinkError::Io { name: format::BLOGGER.file.to_owned(), error });
    let carried = maker.carried;
    out.write_all(&head(maker, options)).map_err(failed)?;
    let make = |place, post: std::borrow::Cow<'_, larder_core::Post>| maker.make(place, &post);
    each(carried.blog, &carried.posts, &options.cancel, make, |place, moved: Moved<Vec<u8>>| {
        let post = &carried.blog.posts.head(place).id;
        tally.take(moved.tally, post, (&format::BLOGGER, notes));
        notes.extend(moved.notes);
        out.write_all(&moved.made).map_err(failed)
    })?;
    out.write_all(b"</feed>\n").map_err(failed)
}

/// Everything before the first post: what the feed says of itself, and the settings.
fn head(maker: &Maker<'_>, options: &WriteOptions) -> Vec<u8> {
    let (site, mut out) = (&maker.carried.blog.site, Vec::new());
    let mut cost = Cost::default();
    let title = options.title.as_deref().or(site.title.as_deref());
    let title = title.and_then(|title| line(title, &mut cost));
    xml::begin(&mut out, None);
    xml::open(
        &mut out,
        "feed",
        &[
            ("xmlns", Some("http://www.w3.org/2005/Atom")),
            ("xmlns:thr", Some("http://purl.org/syndication/thread/1.0")),
            ("xmlns:georss", Some("http://www.georss.org/georss")),
        ],
    );
    text(&mut out, "id", &format!("{}.archive", maker.ids.blog()));
    text(&mut out, "updated", &rfc3339(maker.newest.at()));
    let shown = title.as_deref().or(maker.texts.home.as_deref()).unwrap_or(&site.id);
    let shown = line(shown, &mut cost).unwrap_or_else(|| "…".to_owned());
    typed(&mut out, "title", "text", &shown);
    if let Some(home) = &maker.texts.home {
        let link =
            [("rel", Some("alternate")), ("type", Some("text/html")), ("href", Some(&**home))];
        xml::empty(&mut out, "link", &link);
    }
    for author in site.authors.iter().filter_map(|id| maker.people.get(id)) {
        entry::author(&mut out, author, &mut cost);
    }
    let language = options.language.as_deref().or(site.language.as_deref());
    let description = site.description.as_deref().and_then(|it| line(it, &mut cost));
    for (name, value) in
        [("NAME", title.as_deref()), ("DESCRIPTION", description.as_deref()), ("LOCALE", language)]
    {
        let value = value.and_then(|value| line(value, &mut cost));
        value.into_iter().for_each(|value| setting(&mut out, maker, name, &value));
    }
    // Settings that do not say who may read a blog are those of a damaged backup: nothing of it would be public.
    setting(&mut out, maker, "READ_ACCESS_MODE", "PUBLIC");
    out
}

fn setting(out: &mut Vec<u8>, maker: &Maker<'_>, name: &str, value: &str) {
    xml::open(out, "entry", &[]);
    text(out, "id", &format!("{}.settings.BLOG_{name}", maker.ids.blog()));
    let date = rfc3339(maker.newest.at());
    text(out, "published", &date);
    text(out, "updated", &date);
    kind(out, "settings");
    typed(out, "title", "text", name);
    typed(out, "content", "text", value);
    called(out, "Blogger");
    xml::close(out, "entry");
}

/// The category that says what an entry is.
fn kind(out: &mut Vec<u8>, kind: &str) {
    let term = format!("{KIND}{kind}");
    xml::empty(out, "category", &[("scheme", Some(KINDS)), ("term", Some(&term))]);
}

/// An author: Atom demands one, with a name.
fn called(out: &mut Vec<u8>, name: &str) {
    xml::open(out, "author", &[]);
    text(out, "name", name);
    text(out, "email", entry::NOBODY);
    xml::close(out, "author");
}

fn text(out: &mut Vec<u8>, name: &str, value: &str) {
    xml::text(out, name, &[], xml::Escape::Named, value);
}

fn typed(out: &mut Vec<u8>, name: &str, class: &str, value: &str) {
    xml::text(out, name, &[("type", Some(class))], xml::Escape::Named, value);
}
