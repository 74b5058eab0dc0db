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
    collections::{BTreeMap, HashMap, HashSet},
    io,
};

use larder_core::{
    AuthorId, Blog, Format, Note, NoteKind, Post, PostHead, PostId, Rule, TermId, Timestamp,
    format::STYLE_FILE,
    select::{self, Selection},
};
use larder_html::url::Base;
use rayon::prelude::*;

pub(crate) mod body;
mod borrow;
mod channel;
mod comments;
mod cost;
pub(crate) mod date;
mod deleted;
mod document;
mod entry;
mod group;
pub(crate) mod history;
mod id;
mod kind;
mod language;
pub(crate) mod line;
mod link;
pub(crate) mod media;
mod page;
pub(crate) mod people;
pub(crate) mod podcast;
mod uses;
pub(crate) mod xml;

pub use self::kind::FeedKind;
pub(crate) use self::{
    body::{count as count_removed, excerpt, summary},
    borrow::Borrowed,
    channel::Channel,
    channel::{home, public},
    comments::{CommentLayout, CommentPage, Replies, Said, nobody},
    cost::Cost,
    date::rfc3339,
    deleted::Deleted,
    entry::{Entry, permalink},
    history::History,
    id::Style,
    language::is_korean,
    line::line,
    link::{File, Related},
    link::{media_type, web},
    media::Media,
    page::Page,
    people::Person,
    uses::Uses,
};
use self::{
    comments::Comments,
    group::{Group, Grouper},
    id::Ids,
    podcast::Podcast,
};
use crate::{
    Account, Also, Grouping, Loss, MediaFolder, Sink, StyleSheet, WriteError, WriteOptions, Writer,
    hidden::Hidden,
};

/// Above this many bytes feed validators and some readers refuse a document.
const LARGE: u64 = 5_000_000;

/// The name and the minor version of what writes feeds. The patch version would change the bytes of unchanged blogs.
pub(crate) const GENERATOR: (&str, &str) =
    ("Larder", concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR")));

/// What is the format's own. Whatever has it is a [`Writer`].
pub(crate) trait Layout: Send + Sync {
    /// Name and file.
    fn format(&self) -> &'static Format;

    /// What it is called.
    fn kind(&self) -> &'static FeedKind;

    /// What this format cannot hold.
    fn losses(&self) -> &'static [Loss];

    /// What it takes as an id.
    fn ids(&self) -> Style;

    /// Whether it shows the picture that stands for a post. By default, it does not.
    fn shows_covers(&self) -> bool {
        false
    }

    /// Whether there is a date wherever this format demands one. By default, it demands none.
    fn has_dates(&self, _: &Feed<'_>, _: &mut Account) -> bool {
        true
    }

    /// Writes what stands before the first post of a document.
    fn head(&self, feed: &Feed<'_>, page: &Page, out: &mut Vec<u8>);

    /// Writes one post of a document, and says what it had to make up or to take from elsewhere.
    fn entry(
        &self,
        feed: &Feed<'_>,
        page: &Page,
        entry: Entry<'_>,
        out: &mut Vec<u8>,
    ) -> Vec<NoteKind>;

    /// What it has a place for, of what is written only where it is asked for.
    fn also(&self) -> &'static [Also];

    /// How it writes comments. By default it does not.
    fn comments(&self) -> Option<&dyn CommentLayout> {
        None
    }

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
    /// What every document of it says about the blog.
    channel: Channel,
    /// The posts by their places in the blog, newest first.
    posts: Vec<usize>,
    /// How many of them are in the feed itself; the others are for groups.
    main: usize,
    /// How many of these are in the document that readers subscribe to; with archive documents, in that or in those.
    /// The others are in the document of everything.
    newest: usize,
    /// The groups that have a feed of their own, each with its folder.
    groups: Vec<(String, Group)>,
    /// What each post uses of all that a feed can carry.
    uses: Vec<Uses>,
    /// Whether there are older posts than [`Selection::count`] allows.
    is_cut: bool,
    shows_covers: bool,
    /// The address of the blog itself, if it is known.
    home: Option<String>,
    media: Media,
    people: HashMap<&'a AuthorId, Person>,
    terms: HashMap<&'a TermId, String>,
    /// The posts of the feed itself that translations point at: their places in it and their addresses.
    permalinks: HashMap<&'a PostId, (usize, String)>,
    pub(crate) ids: Ids,
    /// Dates for posts without one.
    pub(crate) borrowed: Borrowed<'a>,
    /// What is said of the podcast, where that is asked for and known.
    podcast: Option<Podcast>,
    /// What others wrote under the posts, where that is asked for.
    comments: Comments<'a>,
    /// Posts that are gone, where they are asked for.
    deleted: Vec<Deleted>,
    /// The posts that are not public.
    hidden: Hidden,
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

    fn also(&self) -> &'static [Also] {
        Layout::also(self)
    }

    fn takes_style(&self) -> bool {
        self.kind().takes_style
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
    let format = layout.format();
    for page in history::pages(&feed, format).chain(group::pages(&feed, format)) {
        let bytes = document::write(layout, &feed, &page, sink, account)?;
        account.feeds.push(page.written(layout));
        // What is for import may be as large as it is.
        if bytes > LARGE && page.history != History::Everything {
            let output = if page.file == format.file { format.name } else { &page.file };
            account.note(NoteKind::DocumentLarge { output: output.into(), bytes });
        }
    }
    comments::write(layout, &feed, sink, account)?;
    account.output.written = feed.len() as u64;
    Ok(())
}

/// A feed that demands dates of a blog that has none: no document is better than an invented date, and the other
/// outputs of the run are not held up by it.
fn leave_unwritten(
    layout: &dyn Layout,
    feed: &Feed<'_>,
    account: &mut Account,
) -> Result<(), WriteError> {
    for post in feed.heads().take(feed.len()) {
        account.output.leave_out(Rule::Undated, &post.id);
    }
    account
        .note(NoteKind::NotWritten { output: layout.format().name.into(), demand: "date".into() });
    comments::leave_out(layout, feed, account);
    Ok(())
}

impl<'a> Feed<'a> {
    fn new(
        layout: &dyn Layout,
        blog: &'a Blog,
        options: &'a WriteOptions,
        account: &mut Account,
    ) -> Result<Self, WriteError> {
        demand_address(layout, options)?;
        let beside = channel::public(options).filter(|_| options.media == MediaFolder::Beside);
        let media = Media::new(blog, beside.as_deref()).map_err(WriteError::Spool)?;
        note_elsewhere(layout.format(), media.elsewhere, account);
        let mut cost = Cost::default();
        let mut feed = Self {
            blog,
            options,
            channel: Channel::new(blog, options, &media, account, layout.format())?,
            posts: select::newest_first(blog, &selection(options), &mut account.output),
            main: usize::MAX,
            newest: usize::MAX,
            groups: Vec::new(),
            uses: Vec::new(),
            is_cut: false,
            shows_covers: layout.shows_covers(),
            home: channel::home(&blog.site),
            people: people(blog, &media, &mut cost).map_err(WriteError::Spool)?,
            terms: terms(blog, &mut cost),
            permalinks: HashMap::new(),
            media,
            ids: Ids::new(blog, layout.ids()),
            borrowed: Borrowed::default(),
            podcast: None,
            comments: Comments::default(),
            deleted: Vec::new(),
            hidden: Hidden::new(blog, &options.selection.include).map_err(WriteError::Spool)?,
            mapped: BTreeMap::new(),
        };
        cost.note(layout.format().name, account);
        feed.podcast = podcast::of_blog(blog, options, feed.channel.language.as_deref());
        feed.main = feed.of_main(account);
        feed.newest = feed.in_newest();
        feed.is_cut = feed.newest < feed.main || account.output.left_out.contains_key(&Rule::Count);
        let unnamed = feed.look_through(account).map_err(WriteError::Spool)?;
        note_unnamed(layout.format(), unnamed, account);
        note_empty_groups(layout.format(), &feed, unnamed, account);
        note_left_out(layout.format(), account);
        note_podcast(layout, &feed, account);
        feed.mapped = feed.ids.of_posts(feed.heads());
        feed.borrowed = Borrowed::new(blog, &options.selection.include, &feed.posts)
            .map_err(WriteError::Spool)?;
        note_contradicted(layout.format(), &feed, account);
        if layout.also().contains(&Also::Tombstones) {
            feed.name_deleted(layout.format(), account);
        }
        feed.comments = Comments::new(&feed, layout).map_err(WriteError::Spool)?;
        Ok(feed)
    }

    /// Finds the posts that are gone, and notes those that cannot be named.
    fn name_deleted(&mut self, format: &Format, account: &mut Account) {
        let (deleted, count) = deleted::deleted(self);
        self.deleted = deleted;
        if count > 0 {
            let field = format!("Site::extra `{}`", deleted::KEY);
            account.note(NoteKind::FieldNotCarried { output: format.name.into(), field, count });
        }
    }

    /// The posts that are gone, as far as a document names them: archive documents and groups never do.
    pub(crate) fn deleted(&self, page: &Page) -> &[Deleted] {
        let is_main = page.about.is_none() && page.history.is_subscribed_to();
        if is_main { &self.deleted } else { &[] }
    }

    /// How many posts the feed itself has.
    pub(crate) fn len(&self) -> usize {
        self.main
    }

    /// Whether something is asked for by name.
    fn is_asked(&self, also: Also) -> bool {
        self.options.also.contains(&also)
    }

    /// How many of the chosen posts are for [`Feed::newest`].
    fn in_newest(&self) -> usize {
        let most = self.options.selection.count.filter(|_| self.options.archive_pages.is_none());
        most.unwrap_or(usize::MAX).min(self.main)
    }

    /// How many of the chosen posts are for the feed itself and for the document of everything; the others are left out
    /// because of their number.
    fn of_main(&self, account: &mut Account) -> usize {
        let reaches_back = self.options.archive_pages.is_some() || self.is_asked(Also::Everything);
        let most = self.options.selection.count.filter(|_| !reaches_back);
        let main = most.unwrap_or(usize::MAX).min(self.posts.len());
        for &place in &self.posts[main..] {
            account.output.leave_out(Rule::Count, &self.blog.posts.head(place).id);
        }
        main
    }

    /// All posts, newest first, as far as they are in memory.
    pub(crate) fn heads(&self) -> impl Iterator<Item = &'a PostHead> {
        self.posts.iter().map(|&place| self.blog.posts.head(place))
    }

    /// What is in memory of the post at a place of the feed.
    fn head(&self, place: usize) -> &'a PostHead {
        self.blog.posts.head(self.posts[place])
    }

    /// The posts of a document, newest first, as far as they are in memory.
    pub(crate) fn heads_of(&self, page: &Page) -> impl Iterator<Item = &'a PostHead> {
        page.posts.iter().map(|&place| self.head(place))
    }

    /// The address of the style sheet; without an address of the output, relative to it.
    pub(crate) fn style(&self) -> Option<String> {
        match self.options.style.as_ref()? {
            StyleSheet::At(address) => Some(address.clone()),
            StyleSheet::Text(_) => self.address(STYLE_FILE).or_else(|| Some(STYLE_FILE.into())),
        }
    }

    /// The address of a file of the output, if the output has one.
    fn address(&self, file: &str) -> Option<String> {
        let public = channel::public(self.options)?;
        link::web(&Base::default(), &format!("{public}{file}"))
    }

    /// The post at a place of the feed. Fails when the spool can no longer be read.
    fn post(&self, place: usize) -> io::Result<Cow<'a, Post>> {
        self.blog.posts.get(self.posts[place])
    }

    /// Looks at every post once: which have nothing to show, what the others use, and which addresses they need.
    /// Returns how many authors have no feed of their own because they have no name.
    fn look_through(&mut self, account: &mut Account) -> io::Result<u64> {
        let slots = self.blog.posts.slots();
        let language = self.channel.language.as_deref();
        let mut grouper = Grouper::new(self.blog, &self.options.feeds_per, language);
        let look = |&place: &usize| -> io::Result<_> {
            let post = slots[place].get()?;
            let rule = entry::empty(self, &post)?;
            let wanted = post.translations.iter().filter_map(|it| it.post.clone());
            let wanted = wanted.collect::<Vec<_>>();
            Ok((rule, Uses::of(&post), wanted, grouper.of(&post)))
        };
        let seen: Vec<_> = self.posts.par_iter().map(look).collect::<io::Result<_>>()?;
        let (mut posts, mut main, mut newest) = (Vec::new(), 0, 0);
        let mut wanted = HashSet::new();
        for (at, (rule, used, translations, member)) in seen.into_iter().enumerate() {
            let (place, is_main) = (self.posts[at], at < self.main);
            if let Some(rule) = rule {
                if is_main {
                    account.output.leave_out(rule, &self.blog.posts.head(place).id);
                }
                continue;
            }
            member.into_iter().for_each(|member| grouper.add(posts.len(), *member));
            posts.push(place);
            self.uses.push(used);
            wanted.extend(translations);
            main += usize::from(is_main);
            newest += usize::from(at < self.newest);
        }
        let (groups, unnamed) = grouper.finish();
        (self.posts, self.main, self.newest, self.groups) = (posts, main, newest, groups);
        self.permalinks = self.permalinks(&wanted)?;
        Ok(unnamed)
    }

    fn permalinks(
        &self,
        wanted: &HashSet<PostId>,
    ) -> io::Result<HashMap<&'a PostId, (usize, String)>> {
        let mut permalinks = HashMap::new();
        if wanted.is_empty() {
            return Ok(permalinks);
        }
        let main = self.heads().enumerate().take(self.main);
        for (place, head) in main.filter(|(_, it)| wanted.contains(&it.id)) {
            let address = entry::permalink(self.post(place)?.as_ref(), &mut Cost::default());
            permalinks.extend(address.map(|address| (&head.id, (place, address))));
        }
        Ok(permalinks)
    }

    /// The address of a post that one in a document points at, if readers of that document may know it: only that of
    /// everything reaches back further than the feed.
    fn permalink_of(&self, id: &PostId, page: &Page) -> Option<&str> {
        let (place, address) = self.permalinks.get(id)?;
        let is_told = *place < self.newest || page.history == History::Everything;
        is_told.then_some(address)
    }

    /// Where the picture is that stands for a post.
    fn picture_of(&self, post: &Post) -> io::Result<Option<String>> {
        let cover = post.cover.as_ref().filter(|_| self.shows_covers);
        self.media.address_of(self.blog, cover)
    }

    /// The id of the post at a place, as the format can hold it.
    fn id(&self, place: usize) -> &str {
        match self.mapped.get(&place) {
            Some(mapped) => mapped,
            None => self.blog.posts.head(self.posts[place]).id.as_str(),
        }
    }
}

/// The address, if it is one of the web.
pub(crate) fn web_address(address: &str) -> Option<String> {
    link::web(&Base::default(), address)
}

/// Links between documents must be absolute.
fn demand_address(layout: &dyn Layout, options: &WriteOptions) -> Result<(), WriteError> {
    let has_links = options.archive_pages.is_some()
        || !options.feeds_per.is_empty()
        || layout.comments().is_some() && comments::are_asked(options);
    if !has_links || channel::public(options).is_some() {
        return Ok(());
    }
    let (format, what) = (layout.format().name, "the address where its documents will stand");
    Err(WriteError::Missing { format, what, option: "--public-url" })
}

/// Which posts are looked through: for archive documents and for groups, none is too old.
fn selection(options: &WriteOptions) -> Cow<'_, Selection> {
    let mut selection = Cow::Borrowed(&options.selection);
    let reaches_back = options.archive_pages.is_some()
        || !options.feeds_per.is_empty()
        || options.also.contains(&Also::Everything);
    if reaches_back && selection.count.is_some() {
        selection.to_mut().count = None;
    }
    selection
}

/// When a post last changed, as far as the archive knows.
pub(crate) fn changed(post: &Post) -> Option<Timestamp> {
    post.updated.or(post.published)
}

fn people<'a>(
    blog: &'a Blog,
    media: &Media,
    cost: &mut Cost,
) -> io::Result<HashMap<&'a AuthorId, Person>> {
    let mut people = HashMap::new();
    for author in &blog.authors {
        let image = media.address_of(blog, author.image.as_ref())?;
        people.extend(people::person(author, image, cost).map(|person| (&author.id, person)));
    }
    Ok(people)
}

fn terms<'a>(blog: &'a Blog, cost: &mut Cost) -> HashMap<&'a TermId, String> {
    blog.terms.iter().filter_map(|term| Some((&term.id, line::line(&term.name, cost)?))).collect()
}

/// Notes that the fields of a podcast were asked for and are not written, or which of its categories are not.
fn note_podcast(layout: &dyn Layout, feed: &Feed<'_>, account: &mut Account) {
    let is_asked = feed.is_asked(Also::Podcast) && layout.also().contains(&Also::Podcast);
    let has_files = feed.uses[..feed.main].iter().any(|uses| uses.enclosures);
    if !is_asked || !has_files {
        return;
    }
    let output = layout.format().name;
    let Some(podcast) = &feed.podcast else {
        let output = format!("`itunes:` in {output}");
        let demand =
            "category, a word on explicitness, a language and an owner with an address of e-mail";
        return account.note(NoteKind::NotWritten { output, demand: demand.into() });
    };
    let lost = [
        ("Site::extra `itunes:category`", podcast.unknown),
        ("what is behind 255 characters of `itunes:author` and of the owner's name", podcast.cut),
    ];
    for (field, count) in lost.into_iter().filter(|(_, count)| *count > 0) {
        let (output, field) = (output.to_owned(), field.to_owned());
        account.note(NoteKind::FieldNotCarried { output, field, count });
    }
}

/// Notes what has no feeds of its own, though they were asked for. The `unnamed` authors are noted already.
fn note_empty_groups(format: &Format, feed: &Feed<'_>, unnamed: u64, account: &mut Account) {
    for by in &feed.options.feeds_per {
        let is_noted = *by == Grouping::Author && unnamed > 0;
        if !is_noted && feed.groups.iter().all(|(_, group)| group.by != *by) {
            let (output, group) = (format.name.to_owned(), by.name().to_owned());
            account.note(NoteKind::GroupEmpty { output, group });
        }
    }
}

/// Notes that a feed shows pictures and files from where they were, though the archive has them.
fn note_elsewhere(format: &Format, count: u64, account: &mut Account) {
    if count > 0 {
        account.note(NoteKind::MediaElsewhere { output: format.name.into(), count });
    }
}

/// Notes that authors have no feed of their own, because nobody would know whose it is.
fn note_unnamed(format: &Format, count: u64, account: &mut Account) {
    if count > 0 {
        let output = format!("{count} feeds of authors in {}", format.name);
        account.note(NoteKind::NotWritten { output, demand: "name".into() });
    }
}

/// Notes each post that the blog says was deleted: that is recorded, not executed.
fn note_contradicted(format: &Format, feed: &Feed<'_>, account: &mut Account) {
    for post in deleted::contradicted(feed) {
        let kind = NoteKind::DeletedPost { output: format.name.into() };
        account.notes.push(Note::new(kind).on_post(&post.id));
    }
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
