//! The feeds among the captures: they know what pages do not say, and posts that nobody captured as pages.

mod said;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use larder_core::{
    Asset, Author, Blog, Comment, EntryId, Extra, Fate, ItemKind, Note, NoteKind, Post, PostId,
    Precision, Revision, RevisionRole, Rule, Series, Site, Status, Table, Term, Timestamp,
    Visibility, Zone,
};

use super::{comments::Kept, pages::Read, part::Part, unpack::Unpacked};
use crate::{
    Intake, ReadError, ReadOptions, Reading, Source, collect::Found, readers::feed, web::address,
};

/// A comment of a feed: the address of its post as two are compared, what it says, and the file.
pub(super) type Heard = (String, Kept, usize);

/// A post as a feed has it, with its people and terms.
pub(super) struct Item {
    pub(super) post: Post,
    pub(super) authors: Vec<Author>,
    pub(super) terms: Vec<Term>,
    comments: Vec<Comment>,
    /// The entry of the feed.
    pub(super) place: usize,
}

/// What the feeds of an input say.
#[derive(Default)]
pub(super) struct Feeds {
    /// The posts of each blog, by their addresses as two are compared.
    pub(super) items: BTreeMap<String, BTreeMap<String, Vec<Item>>>,
    /// What each feed says of its blog.
    pub(super) sites: HashMap<String, Vec<Site>>,
    pub(super) assets: HashMap<String, Vec<Asset>>,
    pub(super) series: HashMap<String, Vec<Series>>,
    pub(super) notes: Vec<Note>,
    /// What feeds of comments have, for each blog: the comments, each with the address of its post as two are compared and the
    /// entry of its feed.
    pub(super) said: BTreeMap<String, Vec<Heard>>,
}

impl Feeds {
    /// Reads the feeds at these places, each by itself. One that cannot be read stops no other.
    pub(super) fn read(
        source: &Unpacked<'_>,
        places: &[usize],
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<Self, ReadError> {
        let mut feeds = Self::default();
        // The newest feed knows best.
        let mut places: Vec<usize> = places.to_vec();
        let captured = |place: usize| source.known(place).captured.map(|it| it.timestamp_millis());
        // That of the whole blog has the shortest address.
        let depth = |place: usize| {
            source.known(place).address.as_deref().map_or(0, |it| it.matches('/').count())
        };
        places.sort_by_key(|&place| (depth(place), Reverse(captured(place)), place));
        for place in places {
            let entry = intake.file(place);
            match Part::new(source, vec![place]).read(&feed::Feed, options) {
                Ok(reading) if is_of_comments(source, place, &reading) => {
                    match said::of(reading, intake.spool())? {
                        Some(told) => feeds.hear(told, place),
                        None => intake.leave_out(entry, Rule::NotContent, "a feed of comments"),
                    }
                }
                Ok(reading) => {
                    intake.ledger().settle(entry, Fate::Carried { post: None });
                    feeds.notes.extend(reading.notes);
                    for blog in reading.blogs {
                        feeds.take(blog, place, intake)?;
                    }
                }
                Err(ReadError::Cancelled) => return Err(ReadError::Cancelled),
                Err(error) => {
                    let found = format!("a feed that cannot be read: {error}");
                    intake.leave_out(entry, Rule::Damaged, found);
                }
            }
        }
        Ok(feeds)
    }

    fn hear(&mut self, told: Vec<(String, String, Kept)>, place: usize) {
        for (blog, post, kept) in told {
            self.said.entry(blog).or_default().push((post, kept, place));
        }
    }

    fn take(&mut self, blog: Blog, place: usize, intake: &Intake) -> Result<(), ReadError> {
        let Blog { mut site, authors, terms, series, posts, comments, assets, notes, .. } = blog;
        let authors: HashMap<_, _> = authors.into_iter().map(|it| (it.id.clone(), it)).collect();
        let terms: HashMap<_, _> = terms.into_iter().map(|it| (it.id.clone(), it)).collect();
        let mut said: BTreeMap<_, Vec<Comment>> = BTreeMap::new();
        for slot in comments.into_slots() {
            let comment = slot.into_record()?;
            said.entry(comment.post.clone()).or_default().push(comment);
        }
        let key = key_of(&site, &posts);
        for slot in posts.into_slots() {
            let mut post = slot.into_record()?;
            let permalink = post.permalink.clone().filter(|it| crate::address::is_web(it));
            if let Some(content) = &mut post.content {
                content.original = content.original.moved_to(intake.spool())?;
                content.html = content.html.moved_to(intake.spool())?;
            }
            let own = post.authors.iter().filter_map(|id| authors.get(id).cloned()).collect();
            let of_post = post.terms.iter().filter_map(|id| terms.get(id).cloned()).collect();
            let comments = said.remove(&post.id).unwrap_or_default();
            let called =
                permalink.as_deref().map_or_else(|| post.id.to_string(), crate::address::plain);
            let item = Item { post, authors: own, terms: of_post, comments, place };
            self.items.entry(key.clone()).or_default().entry(called).or_default().push(item);
        }
        let assets = assets.into_slots().into_iter().map(|slot| slot.into_record());
        let assets = assets.collect::<std::io::Result<Vec<_>>>()?;
        self.assets.entry(key.clone()).or_default().extend(assets);
        self.series.entry(key.clone()).or_default().extend(series);
        self.notes.extend(notes);
        if !said.is_empty() {
            let lost: Vec<Comment> = said.into_values().flatten().collect();
            let lost = serde_json::to_value(lost).map_err(std::io::Error::other)?;
            site.extra.insert("web:comments-without-post", lost);
        }
        self.sites.entry(key).or_default().push(site);
        Ok(())
    }

    /// Takes the items out of feeds that Larder made of the same posts as its pages, which say all that the items do, and more.
    pub(super) fn settle_ours(
        &mut self,
        posts: &[Box<Read>],
        source: &Unpacked<'_>,
        intake: &mut Intake,
    ) {
        let (mut pages, mut feeds) = (HashMap::new(), HashSet::new());
        for read in posts {
            let Some(ours) = &read.page.ours else { continue };
            feeds.extend(ours.feed.as_deref());
            if let (Some(told), Some(id)) = (&read.page.address, ours.said().text("identifier")) {
                pages.insert(crate::address::plain(&told.value), PostId::new(id));
            }
        }
        let is_ours = |item: &Item| {
            source.known(item.place).address.as_deref().is_some_and(|it| feeds.contains(it))
        };
        let mut emptied = Vec::new();
        for (key, items) in &mut self.items {
            let count = items.len();
            items.retain(|address, items| {
                let Some(post) = pages.get(address) else { return true };
                for item in items.iter().filter(|item| is_ours(item)) {
                    let name = format!("{}#{}", source.entries()[item.place].name, item.post.id);
                    let entry = intake.ledger().open(ItemKind::Item, name, None);
                    intake.ledger().settle(entry, Fate::Joined { post: post.clone() });
                }
                items.retain(|item| !is_ours(item));
                !items.is_empty()
            });
            if items.is_empty() && count > 0 {
                emptied.push(key.clone());
            }
        }
        // What such a feed says of the blog the pages say, too.
        for key in emptied {
            self.items.remove(&key);
            self.sites.remove(&key);
            self.assets.remove(&key);
            self.series.remove(&key);
        }
    }

    /// Whether a feed has a page with this address.
    pub(super) fn has(&self, address: &str) -> bool {
        let plain = crate::address::plain(address);
        self.items.values().any(|items| items.contains_key(&plain))
    }
}

/// Whether a feed is of what readers wrote.
fn is_of_comments(source: &Unpacked<'_>, place: usize, reading: &Reading) -> bool {
    let address = source.known(place).address.as_deref().unwrap_or_default();
    let titles = reading.blogs.iter().map(|blog| blog.site.title.as_deref());
    titles.chain([None]).any(|title| feed::comments::are_said(title, Some(address)))
}

/// The blog that a feed is of: its home, unless none of its posts is there.
fn key_of(site: &Site, posts: &Table<Post>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let links = posts.slots().iter().filter_map(|slot| slot.get().ok()?.permalink.clone());
    links.for_each(|link| *counts.entry(address::blog(&link)).or_default() += 1);
    let home = site.home.as_deref().map(address::blog).unwrap_or_default();
    let most = counts.iter().max_by_key(|(_, count)| **count).map(|(key, _)| key.clone());
    match counts.contains_key(&home) {
        true => home,
        false => most.unwrap_or(home),
    }
}

/// Adds to a post what its item in a feed says: the id by which subscribers know it, and what the page does not say. A text
/// that differs is kept as a revision.
pub(super) fn join(found: &mut Found, item: &Item) -> std::io::Result<()> {
    let post = &mut found.post;
    let told = &item.post;
    // What a feed knows to be hidden no page makes public.
    let is_public = told.status == Some(Status::Published)
        && matches!(told.visibility, Some(Visibility::Public | Visibility::Unlisted));
    if !is_public {
        (post.status, post.visibility) = (told.status, told.visibility);
    }
    post.audience = post.audience.max(told.audience);
    let is_surer = |page: &Option<Timestamp>| {
        page.is_none_or(|time| time.precision() < Precision::Second || time.zone() == Zone::Assumed)
    };
    if told.published.is_some() && is_surer(&post.published) {
        post.published = told.published;
    }
    if post.published.is_some() {
        // What the page says that is none matters no longer.
        let is_missed = |note: &NoteKind| {
            matches!(note, NoteKind::DateAmbiguous { .. } | NoteKind::DateImpossible { .. })
        };
        found.notes.retain(|note| !is_missed(note));
    }
    post.updated = post.updated.or(told.updated);
    post.title = post.title.take().or_else(|| told.title.clone());
    post.summary = post.summary.take().or_else(|| told.summary.clone());
    let new = told.enclosures.iter().filter(|it| !post.enclosures.contains(it));
    let new: Vec<_> = new.cloned().collect();
    post.enclosures.extend(new);
    if found.authors.is_empty() {
        found.authors.clone_from(&item.authors);
        found.notes.retain(|note| !matches!(note, NoteKind::AuthorMissing));
    }
    if found.terms.is_empty() {
        found.terms.clone_from(&item.terms);
    }
    let source = told.source.first().cloned();
    if let (Some(other), Some(own), Some(source)) = (&told.content, &post.content, source.clone())
        && words(&other.html.text()?) != words(&own.html.text()?)
    {
        let mut revision = Revision::new(RevisionRole::Differs, source);
        revision.title.clone_from(&told.title);
        revision.updated = told.updated;
        revision.content = Some((**other).clone());
        post.revisions.push(revision);
    }
    for part in &told.series {
        post.series.push(part.clone());
    }
    found.comments.extend(item.comments.iter().cloned());
    for comment in &mut found.comments {
        comment.post = post.id.clone();
    }
    // All else that it says is kept as it is.
    let mut rest = told.clone();
    (rest.content, rest.source) = (None, Vec::new());
    rest.extra = Extra::default();
    rest.revisions.clear();
    post.extra.push("web:feed-item", serde_json::to_value(&rest).map_err(std::io::Error::other)?);
    post.extra.fill_from(told.extra.clone());
    post.source.extend(source);
    Ok(())
}

fn words(html: &str) -> String {
    larder_html::text::to_text(html).split_whitespace().collect()
}

/// A post that only a feed has.
pub(super) fn alone(item: Item, entry: EntryId) -> Found {
    let mut found = Found::new(item.post, item.place, entry);
    found.comments = item.comments;
    found.post.authors.clear();
    found.post.terms.clear();
    found.post.assets.clear();
    found.authors = item.authors;
    found.terms = item.terms;
    found
}
