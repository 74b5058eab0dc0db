//! A blog while its posts come in.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    Blog, Body, Comment, Holding, Note, NoteKind, Post, PostId, PostKind, Rule, Slot, Spool,
};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    blog::Settled,
    body::Census,
    comment,
    index::{Index, Role},
    media::{Library, Shown},
    post::{self, make},
    row::Row,
};
use crate::{Intake, archive::scan::Fit, xml::Repairs};

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
    links: Holding,
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
        links: Holding::default(),
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
        chunk.links.add(&made.links);
        post::count(&mut chunk.unknown, made.unknown);
        post::count(&mut chunk.classes, made.class.into_iter().collect());
        chunk.kinds.push(made.post.kind);
        posts.push(made.post);
    }
    chunk.posts = Slot::away_all(posts, spool)?;
    Ok(chunk)
}

impl Chunk {
    /// What each of its posts is.
    pub(super) fn kinds(&self) -> &[PostKind] {
        &self.kinds
    }
}

/// A blog while its posts come in.
pub(super) struct Draft {
    pub(super) blog: Blog,
    pub(super) library: Library,
    census: Census,
    unknown: BTreeMap<String, u64>,
    classes: BTreeMap<String, u64>,
    pub(super) revisions: u64,
    pub(super) links: Holding,
    pub(super) repairs: Repairs,
    /// How many passwords of people and keys of the blog were left out.
    pub(super) passwords: u64,
    pub(super) keys: u64,
}

impl Draft {
    /// A blog without its posts.
    pub(super) fn new(blog: Blog, library: Library, repairs: Repairs) -> Self {
        Self {
            blog,
            library,
            census: Census::default(),
            unknown: BTreeMap::new(),
            classes: BTreeMap::new(),
            revisions: 0,
            links: Holding::default(),
            repairs,
            passwords: 0,
            keys: 0,
        }
    }

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
        self.links.add(&chunk.links);
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
        holding.leave_out(Rule::Damaged, lost);
        let posts: HashMap<&str, &PostId> = index
            .posts
            .iter()
            .filter(|known| known.is_owner())
            .map(|known| (&*known.key, &known.id))
            .collect();
        let (mut here, mut aside): (Vec<Comment>, Vec<Value>) = (Vec::new(), Vec::new());
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
        let posts: HashSet<&str> =
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
                .map(|(key, other)| json!({ from: key, to: other }))
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
        bodies: impl Iterator<Item = &'b Body>,
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
        if census.relative > 0 {
            notes.push(NoteKind::HomeMissing { count: census.relative as u64 });
        }
        notes.extend(self.repairs.notes());
        if self.blog.posts.is_empty() {
            notes.push(NoteKind::ExportEmpty);
        }
        let placed = |kind| Note::new(kind).in_file(Arc::clone(file));
        self.blog.notes.extend(notes.into_iter().map(placed));
    }
}
