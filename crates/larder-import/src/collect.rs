//! A blog whose posts come in one after the other, each as its export has it.
//!
//! ```text
//! reader ─► Found (a post, its people, terms, comments and files) ─► Collection   records away in the spool
//!                                                                        │
//!           Surroundings (the blog's addresses, where its files are) ─► finish   links, files, copies, notes, account
//! ```
//!
//! What depends on the other posts is settled when all are there: which links lead to posts of the blog, which files
//! are in the input, which post is another copy of which, which comment has no post. In memory is only what is needed
//! for that: ids, addresses, names.

mod copies;
mod settle;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    io,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Comment, CommentId, EntryId, Holding, Note, NoteKind,
    Post, PostId, PostKind, Provenance, Site, Slot, Spool, Status, Table, Term, TermId,
};
use rayon::prelude::*;
use url::Url;

pub(crate) use self::settle::keep_rest;
use crate::{
    Intake, media,
    shelf::Shelf,
    unique::{hashed, hashed_json},
};

/// A post as an export has it, with all that comes with it.
#[derive(Debug)]
pub(crate) struct Found {
    /// The post. Its authors, terms and assets are added from the lists below.
    pub(crate) post: Post,
    /// Who wrote it, in order.
    pub(crate) authors: Vec<Author>,
    /// Its categories and tags, in order, as often as the export has them.
    pub(crate) terms: Vec<Term>,
    /// Its comments.
    pub(crate) comments: Vec<Comment>,
    /// Files that the export names beside the body: the cover, attachments. Those of the body are found later.
    pub(crate) assets: Vec<Asset>,
    /// Addresses that lead to it, besides its permalink and its old addresses.
    pub(crate) addresses: Vec<String>,
    /// What is to be said about it. That a title, a date or a text is missing is said anyway.
    pub(crate) notes: Vec<NoteKind>,
    /// The place in the source of the file that it is from.
    pub(crate) file: usize,
    /// Its entry in the ledger.
    pub(crate) item: EntryId,
    /// The line it begins in.
    pub(crate) line: Option<u32>,
}

impl Found {
    /// A post of the file at this place of the source, with the entry that it has in the ledger, which is settled later.
    pub(crate) fn new(post: Post, file: usize, item: EntryId) -> Self {
        Self {
            post,
            authors: Vec::new(),
            terms: Vec::new(),
            comments: Vec::new(),
            assets: Vec::new(),
            addresses: Vec::new(),
            notes: Vec::new(),
            file,
            item,
            line: None,
        }
    }
}

/// What is known of the blog around its posts.
pub(crate) trait Surroundings: Sync {
    /// The addresses of the blog, the present one first. By default none is known.
    fn homes(&self) -> Vec<String> {
        Vec::new()
    }

    /// The address that relative ones in a post are relative to. By default its permalink.
    fn base(&self, post: &Post) -> Option<Url> {
        post.permalink.as_deref().and_then(|link| Url::parse(link).ok())
    }

    /// The place in the source of the file that an address means: one in this post, or one of the blog. `is_own` says
    /// whether the address is relative or of the blog. By default it is the file of the shelf with the same name and
    /// folder, and files of others are not there, whatever they are called.
    fn file(
        &self,
        shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        _post: Option<&Post>,
    ) -> Option<usize> {
        is_own.then(|| shelf.find(address)).flatten()
    }

    /// The post that a link means which has a form of its own. By default none has.
    fn linked(&self, _href: &str, _post: &Post) -> Option<PostId> {
        None
    }
}

/// A blog about whose surroundings nothing is known but its addresses.
impl Surroundings for Vec<String> {
    fn homes(&self) -> Vec<String> {
        self.clone()
    }
}

/// A blog while its posts come in.
pub(crate) struct Collection {
    /// Notes, series and the site may be added to at any time; the lists below are not in it yet.
    pub(crate) blog: Blog,
    /// What readers count, to say it once for the whole blog.
    pub(crate) census: Census,
    /// Whether posts without a title are worth a note. By default they are.
    pub(crate) has_titles: bool,
    /// What a post and another copy of it take over from each other before they are compared: the first is the one that
    /// counts. By default nothing.
    pub(crate) complete: fn(&mut Post, &mut Post),
    /// Whether of several copies of a post the later in the input is the newer one, whatever dates they state. By default
    /// the dates decide.
    pub(crate) later_is_newer: bool,
    /// The name of the format, which begins the names in `extra`.
    format: &'static str,
    authors: BTreeMap<AuthorId, Author>,
    terms: BTreeMap<TermId, Term>,
    assets: BTreeMap<AssetId, Asset>,
    /// The addresses of the files that came in more than once.
    addresses: HashMap<AssetId, HashSet<u64>>,
    /// What every comment says, by its id, to know those that come again.
    comments: HashMap<CommentId, u64>,
    waiting: Vec<Found>,
    waiting_bytes: u64,
    posts: Table<Post>,
    known: Vec<Known>,
    parts: BTreeMap<usize, Parts>,
}

/// What is counted while posts come in.
#[derive(Debug, Default)]
pub(crate) struct Census {
    /// Records that do not say whether they were published.
    pub(crate) without_status: u64,
    /// Records that do not say who may see them, and are not public for that.
    pub(crate) without_visibility: u64,
    /// How many records have a status that nobody knows.
    pub(crate) unknown_statuses: BTreeMap<String, u64>,
    /// How many records are of a type that is neither post nor page.
    pub(crate) types_aside: BTreeMap<String, u64>,
    /// How many dates were read in a zone that is assumed, by its offset.
    pub(crate) zones_assumed: BTreeMap<String, u64>,
    /// How often a piece of markup was met: what it is (`block`, `embed from`), its name.
    pub(crate) markup: BTreeMap<(&'static str, String), u64>,
}

impl Census {
    /// Adds what was counted elsewhere, such as in one post.
    pub(crate) fn add(&mut self, more: Self) {
        let Self { without_status, without_visibility, unknown_statuses, .. } = more;
        let Self { types_aside, zones_assumed, markup, .. } = more;
        self.without_status += without_status;
        self.without_visibility += without_visibility;
        add(&mut self.unknown_statuses, unknown_statuses);
        add(&mut self.types_aside, types_aside);
        add(&mut self.zones_assumed, zones_assumed);
        add(&mut self.markup, markup);
    }
}

fn add<K: Ord>(counts: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
}

/// What is in memory of a post.
struct Known {
    /// Its addresses but the one that is its id: most posts have one address, and are known by that.
    addresses: Box<[Box<str>]>,
    has_id_as_address: bool,
    file: usize,
    item: EntryId,
    line: Option<u32>,
}

/// What a file holds that has no entry of its own in the ledger.
#[derive(Debug, Default)]
struct Parts {
    comments: Holding,
    terms: Holding,
    links: Holding,
}

/// How many posts wait until they are put away together, and how many bytes they may have.
const BATCH_POSTS: usize = 512;
const BATCH_BYTES: u64 = 4 << 20;

/// How many posts one core puts away at a time.
const TOGETHER: usize = 16;

impl Collection {
    /// A blog without posts. `format` is the name of what is read, such as `substack`.
    pub(crate) fn new(site: Site, format: &'static str) -> Self {
        Self {
            blog: Blog::new(site),
            census: Census::default(),
            has_titles: true,
            complete: |_, _| {},
            later_is_newer: false,
            format,
            authors: BTreeMap::new(),
            terms: BTreeMap::new(),
            assets: BTreeMap::new(),
            addresses: HashMap::new(),
            comments: HashMap::new(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            posts: Table::default(),
            known: Vec::new(),
            parts: BTreeMap::new(),
        }
    }

    /// Whether no post came in.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.known.is_empty()
    }

    /// How many posts came in, copies of others among them.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len() + self.known.len()
    }

    /// Takes a post. Fails when the spool does.
    pub(crate) fn take(&mut self, found: Found, intake: &Intake) -> io::Result<()> {
        let content = found.post.content.as_ref();
        self.waiting_bytes += content.map_or(0, |it| it.original.len() + it.html.len());
        self.waiting.push(found);
        if self.waiting.len() >= BATCH_POSTS || self.waiting_bytes >= BATCH_BYTES {
            self.put_away(intake.spool())?;
        }
        Ok(())
    }

    /// Takes a comment that comes apart from its post. Fails when the spool does.
    pub(crate) fn comment(
        &mut self,
        comment: Comment,
        file: usize,
        intake: &Intake,
    ) -> io::Result<()> {
        self.parts.entry(file).or_default().comments.total += 1;
        if let Some(comment) = self.new_comment(comment, file) {
            self.blog.comments.put_away(comment, intake.spool())?;
        }
        Ok(())
    }

    /// Counts a comment that is another copy of one that is here.
    pub(crate) fn comment_again(&mut self, file: usize) {
        let comments = &mut self.parts.entry(file).or_default().comments;
        (comments.total, comments.joined) = (comments.total + 1, comments.joined + 1);
    }

    /// Takes somebody who writes. Of one who is known already, what is not known yet is added.
    pub(crate) fn author(&mut self, author: Author) {
        let Some(known) = self.authors.get_mut(&author.id) else {
            self.authors.insert(author.id.clone(), author);
            return;
        };
        let Author { name, url, handle, email, bio, image, extra, .. } = author;
        known.name = known.name.take().or(name);
        known.url = known.url.take().or(url);
        known.handle = known.handle.take().or(handle);
        known.email = known.email.take().or(email);
        known.bio = known.bio.take().or(bio);
        known.image = known.image.take().or(image);
        known.extra.fill_from(extra);
    }

    /// Takes a category or a tag, as [`author`](Self::author) does.
    pub(crate) fn term(&mut self, term: Term) {
        let Some(known) = self.terms.get_mut(&term.id) else {
            self.terms.insert(term.id.clone(), term);
            return;
        };
        let Term { slug, url, parent, description, extra, .. } = term;
        known.slug = known.slug.take().or(slug);
        known.url = known.url.take().or(url);
        known.parent = known.parent.take().or(parent);
        known.description = known.description.take().or(description);
        known.extra.fill_from(extra);
    }

    /// Takes a file that the blog shows, as [`author`](Self::author) does.
    pub(crate) fn asset(&mut self, asset: Asset) {
        let Some(known) = self.assets.get_mut(&asset.id) else {
            self.assets.insert(asset.id.clone(), asset);
            return;
        };
        let addresses = self
            .addresses
            .entry(asset.id.clone())
            .or_insert_with(|| known.url.iter().chain(&known.also_at).map(hashed).collect());
        let new = asset.also_at.into_iter().filter(|address| addresses.insert(hashed(address)));
        known.also_at.extend(new);
        known.url = known.url.take().or(asset.url);
        known.file_name = known.file_name.take().or(asset.file_name);
        known.media_type = known.media_type.take().or(asset.media_type);
        known.width = known.width.or(asset.width);
        known.height = known.height.or(asset.height);
        known.alt = known.alt.take().or(asset.alt);
        known.stored = known.stored.take().or(asset.stored);
        known.extra.fill_from(asset.extra);
    }

    /// Says something about the whole blog.
    pub(crate) fn note(&mut self, kind: NoteKind) {
        self.blog.notes.push(Note::new(kind));
    }

    fn put_away(&mut self, spool: &Arc<dyn Spool>) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let mut posts = Vec::with_capacity(waiting.len());
        for found in waiting {
            let (post, comments) = self.intern(found);
            posts.push(post);
            for slot in Slot::away_all(comments, spool)? {
                self.blog.comments.add(slot);
            }
        }
        for slot in away(posts, spool)? {
            self.posts.add(slot);
        }
        Ok(())
    }

    /// Takes what comes with a post.
    fn intern(&mut self, found: Found) -> (Post, Vec<Comment>) {
        let Found {
            mut post, authors, terms, comments, assets, addresses, file, item, line, ..
        } = found;
        let mut writers: HashSet<AuthorId> = post.authors.iter().cloned().collect();
        for author in authors {
            if writers.insert(author.id.clone()) {
                post.authors.push(author.id.clone());
            }
            self.author(author);
        }
        let parts = self.parts.entry(file).or_default();
        parts.terms.total += terms.len() as u64;
        parts.comments.total += comments.len() as u64;
        let mut seen: HashSet<TermId> = post.terms.iter().cloned().collect();
        for term in terms {
            let parts = self.parts.entry(file).or_default();
            match seen.insert(term.id.clone()) {
                true => {
                    parts.terms.carried += 1;
                    post.terms.push(term.id.clone());
                }
                false => parts.terms.joined += 1,
            }
            self.term(term);
        }
        assets.into_iter().for_each(|asset| self.asset(asset));
        let new = comments.into_iter().filter_map(|comment| self.new_comment(comment, file));
        let comments = new.collect();
        self.note_missing(&mut post, found.notes, line);
        let known = post.permalink.iter().chain(&post.old_addresses).chain(&addresses);
        let (of_id, others): (Vec<&str>, Vec<&str>) =
            known.map(String::as_str).partition(|it| *it == post.id.as_str());
        let addresses = others.into_iter().map(Box::from).collect();
        let has_id_as_address = !of_id.is_empty();
        self.known.push(Known { addresses, has_id_as_address, file, item, line });
        (post, comments)
    }

    /// A comment that is not here yet. One with the id of another, which says something else, has an id of its own.
    fn new_comment(&mut self, mut comment: Comment, file: usize) -> Option<Comment> {
        let print = hashed_json(&comment);
        match self.comments.entry(comment.id.clone()) {
            Entry::Occupied(known) if *known.get() == print => {
                self.parts.entry(file).or_default().comments.joined += 1;
                return None;
            }
            Entry::Occupied(_) => {
                let id = comment.id.as_str().to_owned();
                let said = hashed(format!("{comment:?}"));
                comment.id = CommentId::derived(&[self.format, &id, &said.to_string()]);
                if self.comments.insert(comment.id.clone(), print).is_some() {
                    self.parts.entry(file).or_default().comments.joined += 1;
                    return None;
                }
                let renamed = comment.id.as_str().to_owned();
                self.note(NoteKind::IdDoubled { record: "comment".into(), id, renamed });
            }
            Entry::Vacant(place) => _ = place.insert(print),
        }
        Some(comment)
    }

    /// Says what is not known of a post, and what a reader says of it.
    fn note_missing(&mut self, post: &mut Post, mut notes: Vec<NoteKind>, line: Option<u32>) {
        let is_post = post.kind == PostKind::Post;
        if is_post && self.has_titles && post.title.is_none() {
            notes.push(NoteKind::TitleMissing);
        }
        let is_odd = |kind: &NoteKind| {
            matches!(kind, NoteKind::DateImpossible { .. } | NoteKind::DateAmbiguous { .. })
        };
        let was_shown = post.status == Some(Status::Published);
        if is_post && was_shown && post.published.is_none() && !notes.iter().any(is_odd) {
            notes.push(NoteKind::DateMissing);
        }
        if post.kind != PostKind::Other && post.content.is_none() {
            notes.push(NoteKind::BodyMissing);
        }
        let file = post.source.first().map(|source| Arc::clone(&source.file));
        self.blog.notes.extend(notes.into_iter().map(|kind| placed(kind, &post.id, &file, line)));
    }
}

/// A note about a post.
fn placed(kind: NoteKind, post: &PostId, file: &Option<Arc<str>>, line: Option<u32>) -> Note {
    let mut note = Note::new(kind).on_post(post);
    note.place.file.clone_from(file);
    note.place.line = line;
    note
}

/// Puts posts away on all cores.
fn away(posts: Vec<Post>, spool: &Arc<dyn Spool>) -> io::Result<Vec<Slot<Post>>> {
    let chunks: Vec<Vec<Post>> = {
        let mut posts = posts.into_iter().peekable();
        std::iter::from_fn(|| {
            posts.peek()?;
            Some(posts.by_ref().take(TOGETHER).collect())
        })
        .collect()
    };
    let put = |posts: Vec<Post>| {
        for content in posts.iter().filter_map(|post| post.content.as_ref()) {
            // Feeds will ask. Here the text is in the cache, and all cores are at work.
            content.html.tested(larder_html::is_normal)?;
        }
        Slot::away_all(posts, spool)
    };
    let slots: io::Result<Vec<Vec<Slot<Post>>>> = chunks.into_par_iter().map(put).collect();
    Ok(slots?.into_iter().flatten().collect())
}

/// A file at an address, which is that of the original where that is known.
pub(crate) fn asset_at(address: &str, source: &Provenance) -> Asset {
    let original = media::original(address);
    let mut asset = Asset::new(AssetId::new(original.as_deref().unwrap_or(address)));
    if original.as_deref().is_some_and(|original| original != address) {
        asset.also_at.push(address.to_owned());
    }
    asset.url = Some(original.unwrap_or_else(|| address.to_owned()));
    asset.source = vec![source.clone()];
    asset
}
