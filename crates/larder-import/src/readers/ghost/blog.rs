//! From the tables of an export to a blog.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    sync::Arc,
};

use larder_core::{
    Blog, Comment, Holding, Note, NoteKind, Post, PostId, PostKind, Provenance, Slot, Spool,
};
use rayon::prelude::*;

use super::{
    beside::Redirects,
    body::{Address, Census},
    comment,
    index::{Index, Known, Role},
    media::{Library, Shown},
    people::{People, Tag, Tags},
    post::{self, make},
    route::{Facts, Route},
    row::Row,
    site, status,
};
use crate::{Intake, archive::scan::Fit, xml::Repairs};

/// What an export needs to know of what stands beside it.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    pub(super) route: Option<String>,
    pub(super) redirects: Redirects,
    pub(super) types: Vec<String>,
}

/// A blog after the first look, ready for the second.
pub(super) struct Settled<'i> {
    pub(super) index: &'i Index,
    pub(super) address: Address,
    pub(super) around: status::Around,
    pub(super) people: People,
    pub(super) tags: Tags,
    pub(super) source: Provenance,
    pub(super) types: Vec<String>,
    route: Route,
    redirects: Redirects,
    /// The places of posts, by their slugs; by their UUIDs too.
    addresses: HashMap<Box<str>, u32>,
}

/// The folders at the root of a blog that hold no posts.
const RESERVED: [&str; 9] =
    ["tag", "author", "content", "rss", "ghost", "page", "assets", "members", "public"];

impl Settled<'_> {
    /// The path of a post.
    pub(super) fn path(&self, post: &Post, known: &Known) -> Option<String> {
        // Pages stand at the root, whatever posts do.
        if post.kind == PostKind::Page {
            return (!known.slug.is_empty()).then(|| format!("/{}/", known.slug));
        }
        let tags = self.index.post_tags.of(&known.key);
        let tag = tags.into_iter().find_map(|key| match self.tags.by_row.get(key)? {
            Tag::Term { slug, .. } => Some(&**slug),
            Tag::Internal(_) => None,
        });
        let author = post.authors.first().and_then(|id| self.people.handles.get(id));
        self.route.path(Facts {
            slug: &known.slug,
            id: &known.key,
            uuid: &known.uuid,
            published: post.published,
            tag,
            author: author.map(String::as_str),
        })
    }

    /// The paths from which a path is reached.
    pub(super) fn redirected(&self, path: &str) -> impl Iterator<Item = &str> {
        let plain = path.trim_matches('/').to_owned();
        self.redirects
            .pairs
            .iter()
            .filter(move |(_, to)| to.trim_matches('/') == plain)
            .map(|(from, _)| &**from)
    }

    /// The post that an address leads to.
    pub(super) fn leads_to(&self, href: &str) -> Option<&PostId> {
        let path = self.address.path(href)?;
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        let path = crate::percent_decode_name(path);
        let mut parts = path.split('/');
        let first = parts.next().filter(|first| !first.is_empty())?;
        let last = path.rsplit('/').next().unwrap_or_default();
        // `/p/UUID/` shows a draft, and `/email/UUID/` what was sent.
        let is_single = !path.contains('/') || matches!(first, "p" | "email");
        if RESERVED.contains(&first) || self.route.is_usual() && !is_single {
            return None;
        }
        self.addresses.get(last).map(|place| &self.index.posts[*place as usize].id)
    }
}

/// What one core made of rows.
pub(super) struct Chunk {
    posts: Vec<Slot<Post>>,
    kinds: Vec<PostKind>,
    shown: Vec<(PostId, Vec<Shown>)>,
    notes: Vec<Note>,
    census: Census,
    unknown: BTreeMap<String, u64>,
    classes: BTreeMap<String, u64>,
    revisions: u64,
    repairs: Repairs,
}

/// A row that waits to be read: its number among the posts, its line and itself.
pub(super) type Waiting = (usize, u64, Vec<u8>, Fit);

/// How many rows a core reads at a time.
const TOGETHER: usize = 16;

/// Makes the posts of rows on all cores. Fails when the spool does.
pub(super) fn chunks(
    waiting: &[Waiting],
    blog: &Settled<'_>,
    spool: &Arc<dyn Spool>,
) -> io::Result<Vec<Chunk>> {
    waiting.par_chunks(TOGETHER).map(|some| chunk(some, blog, spool)).collect()
}

fn chunk(waiting: &[Waiting], blog: &Settled<'_>, spool: &Arc<dyn Spool>) -> io::Result<Chunk> {
    let mut chunk = Chunk {
        posts: Vec::new(),
        kinds: Vec::new(),
        shown: Vec::new(),
        notes: Vec::new(),
        census: Census::default(),
        unknown: BTreeMap::new(),
        classes: BTreeMap::new(),
        revisions: 0,
        repairs: Repairs::default(),
    };
    let mut posts = Vec::new();
    for (number, line, raw, _) in waiting {
        let known = &blog.index.posts[*number];
        if !known.is_post() {
            continue;
        }
        let Ok(row) = Row::read(raw, &mut Repairs::default()) else { continue };
        let stated = row.text("id").to_owned();
        let made = make(row, known, blog)?;
        if let Some(content) = &made.post.content {
            post::test(content)?;
        }
        let line = u32::try_from(*line).unwrap_or(u32::MAX);
        let clash = (known.role == Role::Clash).then_some(NoteKind::IdClash { id: stated });
        let placed = |kind| {
            let note = Note::new(kind).in_file(Arc::clone(&blog.source.file));
            note.on_post(&known.id).at(line, None)
        };
        chunk.notes.extend(made.notes.into_iter().chain(clash).map(placed));
        chunk.shown.push((known.id.clone(), made.shown));
        chunk.census.add(made.census);
        chunk.repairs.add(&made.repairs);
        chunk.revisions += made.revisions;
        post::count(&mut chunk.unknown, made.unknown);
        post::count(&mut chunk.classes, made.class.into_iter().collect());
        chunk.kinds.push(made.post.kind);
        posts.push(made.post);
    }
    chunk.posts = Slot::away_all(posts, spool)?;
    Ok(chunk)
}

/// A blog while its posts come in.
pub(super) struct Draft {
    pub(super) blog: Blog,
    pub(super) library: Library,
    census: Census,
    unknown: BTreeMap<String, u64>,
    classes: BTreeMap<String, u64>,
    pub(super) revisions: u64,
    pub(super) repairs: Repairs,
    /// How many passwords of people and keys of the blog were left out.
    pub(super) passwords: u64,
    pub(super) keys: u64,
}

/// The blog of an index, as far as it goes without its posts.
pub(super) fn settle<'i>(
    index: &'i mut Index,
    file: &Arc<str>,
    beside: &mut Surroundings,
) -> (Settled<'i>, Draft) {
    let address = Address::new(index.home().as_deref());
    let mut library = Library::new(address.clone());
    let around = status::Around {
        is_private: index.is_on("is_private") || index.is_on("isPrivate"),
        is_before_visibility: index.is_oldest(),
    };
    let form = index.version().map_or_else(|| "ghost".to_owned(), |it| format!("ghost-{it}"));
    let source = Provenance::new(Arc::clone(file), form);
    let stated = index.setting("permalinks").map(str::to_owned);
    let zone = ["timezone", "active_timezone", "activeTimezone"];
    let zone = zone.iter().find_map(|key| index.setting(key)).map(str::to_owned);
    let route = Route::new(beside.route.as_deref().or(stated.as_deref()), zone.as_deref());
    let mut keys = 0;
    let no_version = index.version().is_none();
    let mut site = site::read(index, &mut library, &mut keys);
    let people = People::read(index, &address, &mut library);
    let tags = Tags::read(index, &address);
    if !tags.internal.is_empty() {
        site.extra.insert("tags", tags.internal.clone());
    }
    let mut blog = Blog::new(site);
    if no_version {
        let what = "the version of the export".to_owned();
        blog.notes.push(Note::new(NoteKind::DataUnreadable { what }).in_file(Arc::clone(file)));
    }
    blog.authors.clone_from(&people.authors);
    blog.terms.clone_from(&tags.terms);
    let draft = Draft {
        blog,
        library,
        census: Census::default(),
        unknown: BTreeMap::new(),
        classes: BTreeMap::new(),
        revisions: 0,
        repairs: index.repairs.clone(),
        passwords: people.passwords,
        keys,
    };
    let index: &'i Index = index;
    let addresses = addresses(index);
    let (types, redirects) = (beside.types.clone(), std::mem::take(&mut beside.redirects));
    let settled = Settled {
        index,
        address,
        around,
        people,
        tags,
        source,
        types,
        route,
        redirects,
        addresses,
    };
    (settled, draft)
}

/// Which post each slug and each UUID is of: the first one's.
fn addresses(index: &Index) -> HashMap<Box<str>, u32> {
    let mut addresses = HashMap::new();
    for (place, known) in index.posts.iter().enumerate().filter(|(_, known)| known.is_post()) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        for name in [&known.slug, &known.uuid].into_iter().filter(|name| !name.is_empty()) {
            addresses.entry(name.clone()).or_insert(place);
        }
    }
    addresses
}

impl Draft {
    /// Takes what was made of rows.
    pub(super) fn take(&mut self, chunk: Chunk) {
        for slot in chunk.posts {
            self.blog.posts.add(slot);
        }
        for (post, shown) in chunk.shown {
            shown.into_iter().for_each(|shown| _ = self.library.add(shown, Some(&post)));
        }
        self.blog.notes.extend(chunk.notes);
        self.census.add(chunk.census);
        self.repairs.add(&chunk.repairs);
        self.revisions += chunk.revisions;
        for (counts, more) in
            [(&mut self.unknown, chunk.unknown), (&mut self.classes, chunk.classes)]
        {
            more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
        }
    }

    /// Takes the comments. Fails when the spool does.
    pub(super) fn comments(
        &mut self,
        settled: &Settled<'_>,
        intake: &Intake,
    ) -> io::Result<Holding> {
        let index = settled.index;
        let mut holding = Holding::default();
        holding.total = index.comment_rows;
        let lost = index.lost.get("comments").copied().unwrap_or(0);
        holding.leave_out(larder_core::Rule::Damaged, lost);
        let posts: HashMap<&str, &PostId> = index
            .posts
            .iter()
            .filter(|known| known.is_owner())
            .map(|known| (&*known.key, &known.id))
            .collect();
        let (mut here, mut aside): (Vec<Comment>, Vec<serde_json::Value>) =
            (Vec::new(), Vec::new());
        for body in &index.comments {
            let raw = body.text()?;
            let Ok(row) = Row::read(raw.as_bytes(), &mut self.repairs) else { continue };
            match comment::read(row, index, &posts, &settled.address) {
                Ok(comment) => {
                    holding.carried += 1;
                    here.push(comment);
                }
                Err(row) => {
                    holding.aside += 1;
                    aside.push(row.into_value());
                }
            }
            if here.len() >= 256 {
                self.put_comments(std::mem::take(&mut here), intake)?;
            }
        }
        self.put_comments(here, intake)?;
        if !aside.is_empty() {
            self.blog.site.extra.insert("comments", aside);
        }
        Ok(holding)
    }

    fn put_comments(&mut self, comments: Vec<Comment>, intake: &Intake) -> io::Result<()> {
        for slot in Slot::away_all(comments, intake.spool())? {
            self.blog.comments.add(slot);
        }
        Ok(())
    }

    /// Keeps rows that belong to posts which are not in the export.
    ///
    /// Fails when the spool does.
    pub(super) fn orphans(&mut self, index: &Index) -> io::Result<u64> {
        /// How many are kept: they belong to nothing.
        const MOST: usize = 10_000;
        let posts: std::collections::HashSet<&str> =
            index.posts.iter().filter(|it| it.is_owner()).map(|it| &*it.key).collect();
        let relations = [
            ("posts_tags", "post_id", "tag_id", &index.post_tags),
            ("posts_authors", "post_id", "author_id", &index.post_authors),
        ];
        for (table, from, to, relation) in relations {
            let all = relation.all();
            let lost = all.into_iter().filter(|key| !posts.contains(key));
            let rows: Vec<_> = lost
                .flat_map(|key| relation.rows(key).into_iter().map(move |other| (key, other)))
                .take(MOST)
                .map(|(key, other)| serde_json::json!({ from: key, to: other }))
                .collect();
            if !rows.is_empty() {
                self.blog.site.extra.insert(table, rows);
            }
        }
        let mut keys: Vec<_> = index.metas.keys().filter(|key| !posts.contains(&***key)).collect();
        keys.sort_unstable();
        let bodies = keys.into_iter().flat_map(|key| &index.metas[key]);
        self.keep_rows("posts_meta", bodies.take(MOST))?;
        let mut keys: Vec<_> =
            index.revisions.keys().filter(|key| !posts.contains(&***key)).collect();
        keys.sort_unstable();
        let lost = keys.iter().flat_map(|key| &index.revisions[*key]);
        let count = lost.clone().count();
        self.keep_rows("post_revisions", lost.map(|(_, body)| body).take(MOST))?;
        Ok(count as u64)
    }

    fn keep_rows<'b>(
        &mut self,
        table: &str,
        bodies: impl Iterator<Item = &'b larder_core::Body>,
    ) -> io::Result<()> {
        let mut rows = Vec::new();
        for body in bodies {
            rows.extend(Row::read(body.text()?.as_bytes(), &mut self.repairs).map(Row::into_value));
        }
        if !rows.is_empty() {
            self.blog.site.extra.insert(table, rows);
        }
        Ok(())
    }

    /// Says once for the whole blog what holds for many posts.
    pub(super) fn note_census(&mut self, file: &Arc<str>) {
        let mut notes: Vec<NoteKind> = Vec::new();
        let census = std::mem::take(&mut self.census);
        let dynamic = census.dynamic.into_iter();
        notes.extend(dynamic.map(|(name, count)| NoteKind::BlockEmpty { name, count }));
        let unknown = std::mem::take(&mut self.unknown).into_iter();
        notes.extend(unknown.map(|(status, count)| NoteKind::StatusUnknown { status, count }));
        let classes = std::mem::take(&mut self.classes).into_iter();
        notes.extend(classes.map(|(class, count)| NoteKind::TypeAside { class, count }));
        let relative = u32::try_from(census.relative).unwrap_or(u32::MAX);
        self.repairs.count_many(crate::xml::Repair::Relative, relative);
        notes.extend(self.repairs.notes());
        if self.blog.posts.is_empty() {
            notes.push(NoteKind::ExportEmpty);
        }
        let placed = |kind| Note::new(kind).in_file(Arc::clone(file));
        self.blog.notes.extend(notes.into_iter().map(placed));
    }
}

impl Chunk {
    /// What each of its posts is.
    pub(super) fn kinds(&self) -> &[PostKind] {
        &self.kinds
    }
}

impl Known {
    /// Whether it becomes a post.
    pub(super) fn is_post(&self) -> bool {
        matches!(self.role, Role::Post | Role::Clash)
    }

    /// Whether it is what other tables mean by its id.
    pub(super) fn is_owner(&self) -> bool {
        self.is_post() && !self.key.is_empty()
    }
}
