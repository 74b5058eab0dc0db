//! What RSS, Atom and JSON Feed share.
//!
//! ```text
//! Blog ─ select ─► Feed (channel, people, terms, ids)        small, once
//!          │
//!          └─ posts, some at a time, on all cores ─► Entry ─► the format's model ─► bytes, in order
//! ```
//!
//! Each post becomes an [`rss::Item`] or an [`atom_syndication::Entry`], filled completely but for the body, which goes
//! beside it because the models would copy it, and our own [serialiser](xml) writes both. The writers of those crates are
//! not used, because with them no feed from hostile input is valid:
//!
//! * both write control characters raw, which no XML reader accepts;
//! * `rss` writes titles with `&lt;` and `&amp;`, which readers take for HTML and validators warn of, and escapes the
//!   hexadecimal references that would avoid it once more;
//! * `rss` has room for one enclosure, and no place for `xml:lang` on an item;
//! * `atom_syndication` writes attributes of extensions and namespaces unescaped (`?a=1&b=2` breaks the document),
//!   loses the prefixes of attributes (`thr:count`), and writes 1970 where a date is missing;
//! * neither streams: a feed of 50 MB would take 50 MB.
//!
//! Posts are prepared in parts of about 1 MiB of text, a longer one alone, so that memory does not depend on how many
//! there are. Bodies in [normal form](larder_html::is_normal) are not normalised again, and cost little more than their
//! copying.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    io,
};

use larder_core::{
    AuthorId, Blog, Format, Note, NoteKind, Post, PostId, Rule, TermId, Timestamp, select,
};
use rayon::prelude::*;

mod body;
mod borrow;
mod channel;
mod cost;
pub(crate) mod date;
mod document;
mod entry;
mod id;
mod language;
pub(crate) mod line;
mod link;
mod media;
mod people;
pub(crate) mod xml;

pub(crate) use self::{
    body::excerpt,
    borrow::Borrowed,
    channel::Channel,
    cost::Cost,
    entry::Entry,
    id::Style,
    link::{File, Related},
    people::Person,
};
use self::{id::Ids, media::Media};
use crate::{Account, Loss, MediaFolder, Sink, WriteError, WriteOptions, Writer};

/// Above this many bytes feed validators and some readers refuse a document.
const LARGE: u64 = 5_000_000;

/// The name and the minor version of what writes feeds. The patch version would change the bytes of unchanged blogs.
pub(crate) const GENERATOR: (&str, &str) =
    ("Larder", concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR")));

/// What is the format's own. Whatever has it is a [`Writer`].
pub(crate) trait Layout: Send + Sync {
    /// Name and file.
    fn format(&self) -> &'static Format;

    /// What this format cannot hold.
    fn losses(&self) -> &'static [Loss];

    /// What it takes as an id.
    fn ids(&self) -> Style;

    /// Whether there is a date wherever this format demands one. By default, it demands none.
    fn has_dates(&self, _: &Feed<'_>, _: &mut Account) -> bool {
        true
    }

    /// Writes what stands before the first post.
    fn head(&self, feed: &Feed<'_>, out: &mut Vec<u8>);

    /// Writes one post, and says what it had to make up or to take from elsewhere.
    fn entry(&self, feed: &Feed<'_>, entry: Entry<'_>, out: &mut Vec<u8>) -> Vec<NoteKind>;

    /// Writes what stands between two posts. By default, nothing.
    fn between(&self) -> &'static [u8] {
        b""
    }

    /// What stands after the last post.
    fn foot(&self) -> &'static [u8];
}

/// A feed before its posts are prepared: the blog, and everything that is looked up for each post.
#[derive(Debug)]
pub(crate) struct Feed<'a> {
    pub(crate) blog: &'a Blog,
    pub(crate) options: &'a WriteOptions,
    pub(crate) channel: Channel,
    /// The posts, newest first.
    pub(crate) posts: Vec<&'a Post>,
    /// The address of the blog itself, if it is known.
    home: Option<String>,
    media: Media,
    people: HashMap<&'a AuthorId, Person>,
    terms: HashMap<&'a TermId, String>,
    /// The addresses of the posts of the feed, where translations point at them.
    permalinks: HashMap<&'a PostId, String>,
    pub(crate) ids: Ids,
    /// Dates for posts without one.
    pub(crate) borrowed: Borrowed<'a>,
    /// The ids that are not written as they are.
    mapped: BTreeMap<usize, String>,
}

impl<L: Layout> Writer for L {
    fn format(&self) -> &'static Format {
        Layout::format(self)
    }

    fn losses(&self) -> &'static [Loss] {
        Layout::losses(self)
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        write(self, blog, options, sink, account)
    }
}

fn write(
    layout: &dyn Layout,
    blog: &Blog,
    options: &WriteOptions,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<(), WriteError> {
    let feed = Feed::new(layout, blog, options, account)?;
    if !layout.has_dates(&feed, account) {
        return leave_unwritten(layout, &feed, account);
    }
    let bytes = document::write(layout, &feed, sink, account)?;
    account.output.written = feed.posts.len() as u64;
    if bytes > LARGE {
        let output = layout.format().name.into();
        account.note(NoteKind::DocumentLarge { output, bytes });
    }
    Ok(())
}

/// A feed that demands dates of a blog that has none: no document is better than an invented date, and the other
/// outputs of the run are not held up by it.
fn leave_unwritten(
    layout: &dyn Layout,
    feed: &Feed<'_>,
    account: &mut Account,
) -> Result<(), WriteError> {
    for post in &feed.posts {
        account.output.leave_out(Rule::Undated, &post.id);
    }
    account
        .note(NoteKind::NotWritten { output: layout.format().name.into(), demand: "date".into() });
    Ok(())
}

impl<'a> Feed<'a> {
    fn new(
        layout: &dyn Layout,
        blog: &'a Blog,
        options: &'a WriteOptions,
        account: &mut Account,
    ) -> Result<Self, WriteError> {
        let beside = channel::public(options).filter(|_| options.media == MediaFolder::Beside);
        let media = Media::new(blog, beside.as_deref());
        let mut cost = Cost::default();
        let mut feed = Self {
            blog,
            options,
            channel: Channel::new(blog, options, &media, account, layout.format())?,
            posts: select::newest_first(blog, &options.selection, &mut account.output),
            home: channel::home(&blog.site),
            people: people(blog, &media, &mut cost),
            terms: terms(blog, &mut cost),
            permalinks: HashMap::new(),
            media,
            ids: Ids::new(blog, layout.ids()),
            borrowed: Borrowed::default(),
            mapped: BTreeMap::new(),
        };
        cost.note(layout.format().name, account);
        feed.leave_out_empty(account)?;
        note_left_out(layout.format(), account);
        feed.permalinks = feed.permalinks();
        feed.mapped = feed.ids.of_posts(&feed.posts);
        feed.borrowed = Borrowed::new(blog, &feed.posts);
        feed.channel.updated =
            feed.posts.iter().filter_map(|post| changed(post)).max().or(feed.channel.updated);
        Ok(feed)
    }

    fn leave_out_empty(&mut self, account: &mut Account) -> Result<(), WriteError> {
        let rules: io::Result<Vec<Option<Rule>>> =
            self.posts.par_iter().map(|post| entry::empty(self, post)).collect();
        let mut rules = rules.map_err(WriteError::Spool)?.into_iter();
        self.posts.retain(|post| match rules.next().flatten() {
            Some(rule) => {
                account.output.leave_out(rule, &post.id);
                false
            }
            None => true,
        });
        Ok(())
    }

    fn permalinks(&self) -> HashMap<&'a PostId, String> {
        let wanted: std::collections::HashSet<&PostId> = self
            .posts
            .iter()
            .flat_map(|post| &post.translations)
            .filter_map(|it| it.post.as_ref())
            .collect();
        let wanted = self.posts.iter().filter(|post| wanted.contains(&post.id));
        wanted
            .filter_map(|post| Some((&post.id, entry::permalink(post, &mut Cost::default())?)))
            .collect()
    }

    /// Where the picture is that stands for a post.
    pub(crate) fn picture_of(&self, post: &Post) -> Option<String> {
        self.media.address(self.blog.asset(post.cover.as_ref()?)?)
    }

    /// The id of the post at a place, as the format can hold it.
    fn id(&self, place: usize) -> Cow<'_, str> {
        match self.mapped.get(&place) {
            Some(mapped) => Cow::Borrowed(mapped),
            None => Cow::Borrowed(self.posts[place].id.as_str()),
        }
    }
}

/// When a post last changed, as far as the archive knows.
pub(crate) fn changed(post: &Post) -> Option<Timestamp> {
    post.updated.or(post.published)
}

fn people<'a>(blog: &'a Blog, media: &Media, cost: &mut Cost) -> HashMap<&'a AuthorId, Person> {
    let image = |author: &larder_core::Author| media.address(blog.asset(author.image.as_ref()?)?);
    let people = blog.authors.iter();
    people
        .filter_map(|author| Some((&author.id, people::person(author, image(author), cost)?)))
        .collect()
}

fn terms<'a>(blog: &'a Blog, cost: &mut Cost) -> HashMap<&'a TermId, String> {
    blog.terms.iter().filter_map(|term| Some((&term.id, line::line(&term.name, cost)?))).collect()
}

/// Notes each post that a rule left out which is a loss.
fn note_left_out(format: &Format, account: &mut Account) {
    for (rule, posts) in &account.output.left_out {
        for post in posts.iter().filter(|_| rule.is_loss()) {
            let kind =
                NoteKind::PostLeftOut { output: format.name.into(), rule: rule.name().into() };
            account.notes.push(Note::new(kind).on_post(post));
        }
    }
}
