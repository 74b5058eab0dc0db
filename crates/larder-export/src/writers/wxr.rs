//! Writes `wxr`: WordPress eXtended RSS 1.2, as "Tools → Export" saves it, for the importer of WordPress.
//!
//! ```text
//! what is carried ─ plan ─► numbers, slugs, terms, logins, attachments     an index, in memory
//!                    │
//!                    └─ post by post ─► item with its attachments in front ─► files of a limited size
//! ```
//!
//! The importer has three parsers and takes the one that the server has: one of them looks for lines with regular
//! expressions. So the layout is WordPress' own to the letter ([`xml`]), and what the importer would merge, skip or
//! change is known before it happens ([`mod@plan`]). `tests/moves` holds every output to those rules.
//!
//! Format: <https://github.com/WordPress/wordpress-importer> · <https://wordpress.org/documentation/article/tools-export-screen/>

mod attachment;
mod comment;
mod item;
mod people;
mod plan;
mod slug;
mod terms;
mod xml;

use std::io;

use larder_core::{AssetId, Blog, Format, format};

use self::{
    comment::Numbers,
    item::{Fields, LONGEST_TEXT, Texts},
    people::People,
    plan::{Plan, plan},
    terms::Terms,
    xml::{FOOT, HEAD, Lines},
};
use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    carried::{Carried, CommentPlace},
    feed::{Cost, web_address},
    moved::{self, Bodies, Files, Group, cut_short, lost, one_line},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wxr;

const LOSSES: &[Loss] = &[
    Loss::new("Asset::extra", "only title, caption and description are carried"),
    Loss::new("Asset::file_name", "the address holds it"),
    Loss::new("Asset::height", "WordPress measures pictures itself"),
    Loss::new("Asset::media_type", "WordPress tells it from the file"),
    Loss::new("Asset::width", "WordPress measures pictures itself"),
    Loss::new("Author::bio", "WXR has no place for it"),
    Loss::new("Author::email", "private: it reaches no public output"),
    Loss::new("Author::extra", "WXR has no place for it"),
    Loss::new("Author::handle", "it is the login where WordPress takes it as one"),
    Loss::new("Author::image", "WXR has no place for it"),
    Loss::new("Author::url", "WXR has no place for it"),
    Loss::new("Comment::author_email", "private: it reaches no public output"),
    Loss::new("Comment::author_ip", "private: it reaches no public output"),
    Loss::new("Comment::extra", "WXR has no place for it"),
    Loss::new("Content::insertions", "WXR has no place for them"),
    Loss::new("Content::original", "kept where WordPress wrote it, without scripts"),
    Loss::new("Post::assets", "what the text does not show is an attachment of one post"),
    Loss::new("Post::audience", "posts for members become private, where they are carried"),
    Loss::new("Post::authors", "only the first one has a place"),
    Loss::new("Post::counts", "WXR has no place for them"),
    Loss::new("Post::extra", "only what WordPress shows of its own fields is carried"),
    Loss::new("Post::in_reply_to", "WXR has no place for it"),
    Loss::new(
        "Post::internal_links",
        "the links stand in the body, but not which post each leads to",
    ),
    Loss::new("Post::language", "WXR has no place for it"),
    Loss::new("Post::links", "WXR has no place for them"),
    Loss::new("Post::location", "WXR has no place for it"),
    Loss::new("Post::neighbours", "WordPress orders posts by date"),
    Loss::new("Post::old_addresses", "only slugs that stood where the slug stands are carried"),
    Loss::new(
        "Post::parent",
        "only pages stand below pages, and only below those that are carried",
    ),
    Loss::new("Post::revisions", "WXR carries the last one"),
    Loss::new("Post::rights", "WXR has no place for it"),
    Loss::new("Post::series", "each becomes a category, without its kind, cover and order"),
    Loss::new("Post::subtitle", "it stands in front of the body"),
    Loss::new("Post::translations", "WXR has no place for them"),
    Loss::new("Post::updated", "WXR states it, but the importer of WordPress does not read it"),
    Loss::new("Enclosure::title", "only address, length and type are carried"),
    Loss::new("Enclosure::seconds", "only address, length and type are carried"),
    Loss::new("Site::authors", "WXR has no place for them"),
    Loss::new("Site::extra", "WXR has no place for it"),
    Loss::new("Site::feeds", "WXR has no place for them"),
    Loss::new("Site::image", "it is an attachment like others"),
    Loss::new("Site::id", "a blog of WordPress is known by its address"),
    Loss::new("Site::old_addresses", "WXR has no place for them"),
    Loss::new("Site::rights", "WXR has no place for it"),
    Loss::new("Site::updated", "WXR has no place for it"),
    Loss::new("Term::extra", "WXR has no place for it"),
    Loss::new("Term::parent", "WordPress's tags are not nested"),
    Loss::new("Term::slug", "WordPress makes others of them, where it must"),
    Loss::new("Term::url", "WXR has no place for it"),
    Loss::new("Timestamp::precision", "WXR dates have seconds"),
    Loss::new("Timestamp::zone", "a blog of WordPress has one time zone, and no offset is stated"),
];

impl Writer for Wxr {
    fn format(&self) -> &'static Format {
        &format::WXR
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
        let carried = Carried::new(blog, options, CommentPlace::Here, account);
        let mut carried = carried.map_err(WriteError::Spool)?;
        let (mut writing, head) =
            Writing::begin(blog, options, &mut carried, account).map_err(WriteError::Spool)?;
        let files = Files { file: format::WXR.file, head, foot: FOOT };
        let mut loose = Some(writing.loose(blog).map_err(WriteError::Spool)?);
        let mut places = carried.posts.iter();
        moved::write(&files, options, sink, account, &mut |account| {
            if options.cancel.is_cancelled() {
                return Err(WriteError::Cancelled);
            }
            if let Some(loose) = loose.take() {
                return Ok(Some(loose));
            }
            let Some(&place) = places.next() else { return Ok(None) };
            let of_others = std::mem::take(&mut writing.cost);
            let group = writing.post(&carried, place).map_err(WriteError::Spool)?;
            let cost = std::mem::replace(&mut writing.cost, of_others);
            moved::note_on(&blog.posts.head(place).id, cost, account);
            account.output.written += 1;
            Ok(Some(group))
        })?;
        writing.note(account);
        Ok(())
    }
}

/// What posts are written with, and what they cost.
struct Writing<'a> {
    is_wordpress: bool,
    bodies: Bodies<'a>,
    plan: Plan,
    people: People,
    terms: Terms,
    numbers: Numbers,
    cost: Cost,
    losses: Losses,
}

/// What could not be carried, counted.
#[derive(Debug, Default)]
struct Losses {
    answers: u64,
    co_authors: u64,
    covers: u64,
    enclosures: u64,
    fields: u64,
    foreign_ids: u64,
    long_comments: u64,
    long_excerpts: u64,
    long_ids: u64,
    long_names: u64,
    long_titles: u64,
    long_urls: u64,
    moved_dates: u64,
    undated: u64,
}

impl<'a> Writing<'a> {
    /// Looks through all posts, and gives what every file begins with. Fails when the spool can no longer be read.
    fn begin(
        blog: &'a Blog,
        options: &'a WriteOptions,
        carried: &mut Carried<'_>,
        account: &mut Account,
    ) -> io::Result<(Self, Vec<u8>)> {
        let is_wordpress = blog.site.platform.as_deref() == Some("wordpress");
        let bodies = Bodies::new(blog, options)?;
        let plan = plan(carried, &bodies, is_wordpress, account)?;
        let mut lines = Lines::default();
        channel(blog, options, carried, &plan, &mut lines);
        let people = People::new(blog, &plan.authors, &mut lines)?;
        let terms = Terms::new(blog, &plan.used, &bodies, &mut lines, account);
        let numbers = Numbers::new(carried);
        let (cost, long_names) = (lines.cost, lines.long_names);
        let losses = Losses { long_names, ..Losses::default() };
        let writing = Self { is_wordpress, bodies, plan, people, terms, numbers, cost, losses };
        Ok((writing, lines.text.into_bytes()))
    }

    /// The files that no post shows. Fails when the spool can no longer be read.
    fn loose(&mut self, blog: &Blog) -> io::Result<Group> {
        let mut lines = Lines::default();
        for id in self.plan.attachments.loose.clone() {
            self.attachment(blog, &id, &mut lines)?;
        }
        Ok(Group { first: self.take(lines), then: Vec::new() })
    }

    /// The item of a post, with the files that it is the first to show. Fails when the spool can no longer be read.
    fn post(&mut self, carried: &Carried<'_>, place: usize) -> io::Result<Group> {
        let post = carried.blog.posts.get(place)?;
        let texts = Texts::of(&post, self)?;
        let mut files = Lines::default();
        for id in self.plan.attachments.of_post(place).to_vec() {
            self.attachment(carried.blog, &id, &mut files)?;
        }
        let files = self.take(files);
        let mut lines = Lines::default();
        self.begin_post(&post, place, &texts, &mut lines);
        let link = post.permalink.as_deref().and_then(web_address);
        self.comments(carried, place, link.as_deref(), &mut lines)?;
        Fields::end(&mut lines);
        Ok(Group { first: files, then: self.take(lines) })
    }

    fn attachment(&mut self, blog: &Blog, id: &AssetId, lines: &mut Lines) -> io::Result<()> {
        if let (Some(asset), Some(it)) = (blog.asset(id)?, self.plan.attachment(id)) {
            it.write(&asset, &self.bodies, lines);
        }
        Ok(())
    }

    /// The bytes of lines, whose cost is counted.
    fn take(&mut self, lines: Lines) -> Vec<u8> {
        self.cost.add(lines.cost);
        self.losses.long_names += lines.long_names;
        lines.text.into_bytes()
    }

    fn note(self, account: &mut Account) {
        let losses = self.losses;
        let format = account.output.format.clone();
        self.cost.note(&format, account);
        for (field, count) in [
            ("files without an address on the web", self.plan.attachments.unreachable),
            ("covers without an address on the web", losses.covers),
            ("enclosures without an address on the web", losses.enclosures),
            ("further authors of posts", losses.co_authors),
            ("custom fields of which nobody knows whether they are public", losses.fields),
            ("answers to comments that are not carried", losses.answers),
            ("ids that WordPress does not keep", losses.foreign_ids),
            ("ids of more than 255 bytes", losses.long_ids),
            ("addresses of those who comment, of more than 200 bytes", losses.long_urls),
            (
                "the end of names and titles of files that are too long",
                losses.long_names + self.plan.attachments.long_titles,
            ),
            (
                "dates in another time zone than the blog's, which are written in that",
                losses.moved_dates,
            ),
            ("dates that nobody knows: WordPress takes that of the import", losses.undated),
        ] {
            lost(account, field, count);
        }
        cut_short(account, "the bytes of a title in WordPress", LONGEST_TEXT, losses.long_titles);
        cut_short(
            account,
            "the bytes of an excerpt in WordPress",
            LONGEST_TEXT,
            losses.long_excerpts,
        );
        cut_short(
            account,
            "the bytes of a comment in WordPress",
            LONGEST_TEXT,
            losses.long_comments,
        );
    }
}

/// What every file begins with.
fn channel(
    blog: &Blog,
    options: &WriteOptions,
    carried: &Carried<'_>,
    plan: &Plan,
    lines: &mut Lines,
) {
    let site = &blog.site;
    let line = |text: Option<&str>, lines: &mut Lines| {
        moved::html(&one_line(text.unwrap_or_default(), &mut lines.cost))
    };
    let title = line(options.title.as_deref().or(site.title.as_deref()), lines);
    let description = line(site.description.as_deref(), lines);
    let home = [site.home.as_deref(), Some(&*site.id)].into_iter().flatten().find_map(web_address);
    let home = home.unwrap_or_default();
    let language = options.language.as_deref().or(site.language.as_deref());
    let language = line(language, lines);
    let heads = carried.posts.iter().map(|&place| blog.posts.head(place));
    let newest = heads.filter_map(|head| head.published).max();
    let newest = newest.map(|date| plan.clock.local(&date).1.format("%a, %d %b %Y %H:%M:%S +0000"));
    lines.text.push_str(HEAD);
    lines.element(1, "title", &title);
    lines.element(1, "link", &home);
    lines.element(1, "description", &description);
    lines.plain(1, "pubDate", newest.map(|date| date.to_string()).unwrap_or_default());
    lines.element(1, "language", &language);
    lines.plain(1, "wp:wxr_version", "1.2");
    // The importer's parser of regular expressions takes them as they are.
    let plain = moved::html(&home);
    lines.plain(1, "wp:base_site_url", &plain);
    lines.plain(1, "wp:base_blog_url", &plain);
}
