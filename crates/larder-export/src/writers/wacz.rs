//! Writes `blog.wacz`, a web archive of the blog's pages: one file that programs for such archives (ReplayWeb.page, pywb) show as
//! pages, and that archivists take.
//!
//! ```text
//! archive/data.warc.gz      the pages, the feed and the files, each a record of its own
//! indexes/index.cdx        where each record is
//! pages/pages.jsonl         which of them are pages, and what they are called
//! datapackage.json          the list of these, with what each is known by
//! ```
//!
//! A page is ours, made of what the archive has of a post, and stands at the address of the post. Nobody saw how a server
//! answered, so that records are of the type `resource`: the things themselves. For the same reason nothing is written of
//! redirects. There is no clock here: the date of all records is the one that is stated as that of writing, else that of the
//! last change that the archive knows of, and the first record says which.
//!
//! Format: <https://specs.webrecorder.net/wacz/1.1.1/> ·
//! <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>

mod crawl;
mod data;
mod feed;
mod lists;
mod page;
mod place;
mod post;
mod surt;

use std::{collections::HashSet, io::BufReader};

use chrono::{DateTime, Utc};
use larder_core::{Blog, Format, NoteKind, PostId, Rule, Status, format, select::kept_out};
use url::Url;

use self::{
    crawl::{Bytes, Crawl, Date},
    page::{Around, Entry},
    place::Places,
    post::{Made, Maker},
};
use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    carried::{Carried, CommentPlace},
    feed::{home, media_type},
    moving::{
        Files, Goal, Moved, Package, Packed, People, Tally, Texts, each, newest_first,
        note_left_out,
    },
    sink::is_packed,
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wacz;

/// How many posts a page lists.
const LISTED: usize = 1000;

/// How many bytes of a file are read at once.
const PIECE: usize = 64 << 10;

const HTML: &str = "text/html; charset=utf-8";

const LOSSES: &[Loss] = &[
    Loss::new("Asset::alt", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::extra", "only what the text says of pictures and files is carried"),
    Loss::new("Asset::file_name", "files are known by their addresses"),
    Loss::new("Asset::height", "only what the text says of pictures and files is carried"),
    Loss::new(
        "Asset::media_type",
        "files have the type of their bytes; those that can run scripts, SVG too, have none and are not shown",
    ),
    Loss::new("Asset::width", "only what the text says of pictures and files is carried"),
    Loss::new("Author::bio", "pages have no place for it"),
    Loss::new("Author::email", "private: it reaches no public output"),
    Loss::new("Author::extra", "pages have no place for it"),
    Loss::new("Author::handle", "pages have no place for it"),
    Loss::new("Author::id", "pages know people by address, else by name"),
    Loss::new("Comment::extra", "pages have no place for it"),
    Loss::new("Content::original", "pages carry the cleaned body"),
    Loss::new("Post::assets", "what the text does not show is known by its address alone"),
    Loss::new("Post::extra", "pages have no place for it"),
    Loss::new("Post::in_reply_to", "pages have no place for it"),
    Loss::new(
        "Post::internal_links",
        "the links stand in the body, but not which post each leads to",
    ),
    Loss::new("Post::links", "pages have no place for them"),
    Loss::new("Post::location", "pages have no place for it"),
    Loss::new("Post::neighbours", "pages are ordered by date"),
    Loss::new("Post::old_addresses", "only those of the web are carried, and no redirects"),
    Loss::new("Post::parent", "pages have no place for it"),
    Loss::new("Post::revisions", "the last one is carried"),
    Loss::new("Post::slug", "the address holds it"),
    Loss::new("Post::translations", "pages have no place for them"),
    Loss::new("Series::cover", "pages have no place for it"),
    Loss::new("Series::extra", "pages have no place for it"),
    Loss::new("Site::extra", "pages have no place for it"),
    Loss::new("Site::old_addresses", "pages have no place for them"),
    Loss::new("Term::description", "terms of pages have a name only"),
    Loss::new("Term::extra", "terms of pages have a name only"),
    Loss::new("Term::id", "terms of pages have a name only"),
    Loss::new("Term::parent", "terms of pages have a name only"),
    Loss::new("Term::slug", "terms of pages have a name only"),
    Loss::new("Term::url", "terms of pages have a name only"),
    Loss::new("Timestamp::precision", "pages write seconds always"),
];

impl Writer for Wacz {
    fn format(&self) -> &'static Format {
        &format::WACZ
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
    }

    fn is_move(&self) -> bool {
        true
    }

    fn takes_time(&self) -> bool {
        true
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        let stated = options.written_at.map(|time| time.at().to_utc());
        let date = stated.or_else(|| last_change(blog, options));
        let place = if date.is_some() { CommentPlace::Here } else { CommentPlace::Nowhere };
        let carried = Carried::new(blog, options, place, account).map_err(WriteError::Spool)?;
        let Some(date) = date else {
            leave_unwritten(&carried, account);
            return Ok(());
        };
        note_left_out(account);
        let newest = newest_first(blog, &carried.posts);
        let mut places = Places::new(blog, options, &newest)?;
        let mut tally = Tally::default();
        let people = People::new(blog, &newest).map_err(WriteError::Spool)?;
        let files = Files::new(blog, &newest, &people, &mut places, &mut tally)
            .map_err(WriteError::Spool)?;
        let by_id = std::mem::take(&mut places.by_id);
        // Places are whole addresses.
        let goal = Goal { root: "", posts: &by_id, is_rooted: false, has_cards: false };
        let texts = Texts { goal, files: &files, home: home(&blog.site) };
        let maker = Maker::new(&carried, options, texts, &files, &people);
        let mut archive = Archive {
            maker: &maker,
            places,
            newest: &newest,
            date: &Date::new(date, stated.is_some()),
        };
        let mut package = Package::new(format::WACZ.file);
        let written = archive.write(&mut package, &mut tally, account)?;
        tally.note(account);
        package.finish(sink, account)?;
        account.output.written = written;
        Ok(())
    }
}

/// An archive that is being written.
struct Archive<'a> {
    maker: &'a Maker<'a>,
    places: Places,
    /// The places of the posts in the blog.
    newest: &'a [usize],
    date: &'a Date,
}

impl Archive<'_> {
    /// Writes all of it. Returns how many posts have a page in it.
    fn write(
        &mut self,
        package: &mut Package,
        tally: &mut Tally,
        account: &mut Account,
    ) -> Result<u64, WriteError> {
        let maker = self.maker;
        let blog = maker.blog(&mut tally.cost);
        let list = self.places.list();
        let name = blog.name.clone().unwrap_or_else(|| list.as_str().to_owned());
        let feed = feed::write(maker, self.newest, &mut self.places)?;
        let around = Around {
            blog: &blog,
            name: &name,
            list: list.as_str(),
            feed: feed.as_ref().map(|(address, _)| address.as_str()),
            here: list.as_str(),
            previous: None,
            next: None,
        };
        let mut crawl = Crawl::begin(package, self.date, self.length())?;
        let entries = self.posts(around, &mut crawl, tally, account)?;
        for packed in &maker.files.packed {
            file(maker.carried.blog, packed, &mut crawl)?;
            if maker.options.cancel.is_cancelled() {
                return Err(WriteError::Cancelled);
            }
        }
        if let Some((address, bytes)) = &feed {
            crawl.add(address, "application/atom+xml; charset=utf-8", bytes)?;
        }
        let mut pages = self.lists(&entries, around, &list, &mut crawl)?;
        let written = entries.len() as u64;
        pages.extend(entries);
        let records = crawl.finish();
        lists::write(package, records, &pages, (&name, blog.description.as_deref()), self.date)?;
        Ok(written)
    }

    /// Writes the pages of all posts, and returns what lists have of them.
    fn posts(
        &self,
        around: Around<'_>,
        crawl: &mut Crawl<'_>,
        tally: &mut Tally,
        account: &mut Account,
    ) -> Result<Vec<Entry>, WriteError> {
        let maker = self.maker;
        let blog = maker.carried.blog;
        let mut entries = Vec::with_capacity(self.newest.len());
        let make = |place, post: std::borrow::Cow<'_, larder_core::Post>| {
            maker.make((place, &post), around.blog)
        };
        each(blog, self.newest, &maker.options.cancel, make, |place, moved: Moved<Made>| {
            let id: &PostId = &blog.posts.head(place).id;
            tally.take(moved.tally, id, (&format::WACZ, &mut account.notes));
            account.notes.extend(moved.notes);
            let Some(here) = self.places.of_posts.get(&place) else { return Ok(()) };
            let at = entries.len();
            let near =
                |at: Option<usize>| Some(self.places.of_posts.get(self.newest.get(at?)?)?.as_str());
            let around = Around {
                here: here.as_str(),
                previous: near(at.checked_add(1)),
                next: near(at.checked_sub(1)),
                ..around
            };
            crawl.add(here, HTML, page::post(&moved.made, around).as_bytes())?;
            let Made { title, day, .. } = moved.made;
            entries.push(Entry { address: here.as_str().to_owned(), title, day });
            Ok(())
        })?;
        Ok(entries)
    }

    /// Writes the pages that list the posts, and returns the first of them as a page among others.
    fn lists(
        &mut self,
        entries: &[Entry],
        around: Around<'_>,
        first: &Url,
        crawl: &mut Crawl<'_>,
    ) -> Result<Vec<Entry>, WriteError> {
        let mut parts: Vec<&[Entry]> = entries.chunks(LISTED).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        let more = (2..=parts.len()).map(|number| self.places.make(&format!("page-{number}.html")));
        let addresses: Vec<Url> = std::iter::once(first.clone()).chain(more).collect();
        let at = |at: Option<usize>| at.and_then(|at| addresses.get(at)).map(Url::as_str);
        for (number, (part, address)) in parts.iter().zip(&addresses).enumerate() {
            let around = Around { here: address.as_str(), ..around };
            let near = (at(number.checked_sub(1)), at(number.checked_add(1)));
            crawl.add(address, HTML, page::list(part, around, near).as_bytes())?;
        }
        let (address, title) = (first.as_str().to_owned(), around.name.to_owned());
        Ok(vec![Entry { address, title, day: None }])
    }

    /// About how many bytes there will be.
    fn length(&self) -> u64 {
        let blog = self.maker.carried.blog;
        let texts = self.newest.iter().map(|&place| blog.posts.head(place).weight);
        texts.chain(self.maker.files.packed.iter().map(|packed| packed.length)).sum()
    }
}

/// Writes a file of the blog. Fails when its bytes are not those that were read.
fn file(blog: &Blog, packed: &Packed, crawl: &mut Crawl<'_>) -> Result<(), WriteError> {
    let asset = blog.assets.get(packed.place).map_err(WriteError::Spool)?;
    let (Some(blob), Ok(address)) = (packed.blob(&asset)?, Url::parse(&packed.path)) else {
        return Ok(());
    };
    let Some(stored) = &asset.stored else { return Ok(()) };
    let harmless = stored.media_type.as_deref().and_then(media_type).filter(|it| is_harmless(it));
    let harmless = harmless.as_deref().unwrap_or("application/octet-stream");
    let mut block = BufReader::with_capacity(PIECE, blob.reader());
    let bytes = Bytes {
        block: &mut block,
        length: blob.len(),
        sha256: &stored.sha256,
        are_packed: is_packed(&stored.file),
    };
    crawl.add_from(&address, harmless, bytes)
}

/// Whether a browser that opens a file of this type runs nothing that stands in it.
fn is_harmless(media_type: &str) -> bool {
    let (kind, subtype) = media_type.split_once('/').unwrap_or_default();
    let is_shown = matches!(kind, "image" | "audio" | "video" | "font") && !subtype.contains("xml");
    is_shown || matches!(media_type, "application/pdf" | "application/zip" | "text/plain")
}

/// The last change of what is carried, as far as the archive knows one.
fn last_change(blog: &Blog, options: &WriteOptions) -> Option<DateTime<Utc>> {
    let mut include = options.selection.include.clone();
    include.pages = true;
    let posts = blog.posts.heads().filter(|head| kept_out(head, &include).is_none());
    let mut ids = HashSet::new();
    let mut last = blog.site.updated;
    for head in posts {
        ids.insert(&head.id);
        last = last.max(head.updated).max(head.published);
    }
    let said = blog.comments.heads();
    let said = said.filter(|it| it.status == Some(Status::Published) && ids.contains(&it.post));
    last = said.fold(last, |last, it| last.max(it.published));
    last.map(|time| time.at().to_utc())
}

/// A blog without any date: no archive is better than an invented date.
fn leave_unwritten(carried: &Carried<'_>, account: &mut Account) {
    for &place in &carried.posts {
        account.output.leave_out(Rule::Undated, &carried.blog.posts.head(place).id);
    }
    let (output, demand) = (format::WACZ.name.to_owned(), "date".to_owned());
    account.note(NoteKind::NotWritten { output, demand });
    note_left_out(account);
}

#[cfg(test)]
mod tests;
