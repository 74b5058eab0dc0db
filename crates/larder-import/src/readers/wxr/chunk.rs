//! What one core makes of some items.

use std::{collections::BTreeMap, sync::Arc};

use larder_core::{
    Asset, AuthorId, Comment, Holding, Note, Post, Provenance, Slot, Spool, TermId, TermKind,
};

use super::{
    body::Census,
    index::Role,
    item::{Extent, read},
    post::{self, Made, make},
    settled::Settled,
    split::Part,
};
use crate::xml::Repairs;

/// What one core made of items.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) posts: Vec<Slot<Post>>,
    pub(super) comments: Vec<Slot<Comment>>,
    pub(super) copies: Vec<Copied>,
    pub(super) fates: Vec<(u64, Settlement)>,
    pub(super) terms: BTreeMap<TermId, (TermKind, String, String)>,
    pub(super) authors: BTreeMap<AuthorId, String>,
    pub(super) assets: Vec<Asset>,
    pub(super) notes: Vec<Note>,
    pub(super) census: Census,
    pub(super) languages: u64,
    pub(super) repairs: Repairs,
    pub(super) unknown: BTreeMap<String, u64>,
    pub(super) classes: BTreeMap<String, u64>,
    pub(super) term_counts: Holding,
    pub(super) links: Holding,
    /// How many dates state no zone.
    pub(super) assumed: u64,
}

/// Another copy of a post.
#[derive(Debug)]
pub(super) struct Copied {
    /// The place of its file in the blog.
    pub(super) file: usize,
    /// The place of the post in the index.
    pub(super) at: u32,
    pub(super) post: Post,
    pub(super) said: Vec<Comment>,
}

/// What became of an item.
#[derive(Debug)]
pub(super) enum Settlement {
    Post(u32),
    Copy(u32),
}

/// How many comments are put away in one piece: all of an item could be more than fits into memory.
const MOST_TOGETHER: usize = 1024;

/// Makes posts of items. Fails when the spool does.
pub(super) fn chunk(
    part: &Part<'_>,
    file: (usize, &Arc<str>),
    blog: &Settled<'_>,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Chunk> {
    let source = Provenance::new(Arc::clone(file.1), Arc::clone(&blog.form));
    let mut chunk = Chunk::default();
    let (mut posts, mut comments) = (Vec::new(), Vec::new());
    for (piece, text) in part.pieces() {
        let (at, is_copy) = match blog.index.role(file.0, piece) {
            Role::Post(at) => (at, false),
            Role::Copy(at) => (at, true),
            Role::Done => continue,
        };
        let item = read(text, &part.context.scope, Extent::Whole);
        let known = &blog.index.posts[at as usize];
        let made = make(&item, piece.soundness, known, blog, &source);
        chunk.repairs.add(&item.repairs);
        let post = chunk.take(made, file.1, piece.line);
        let said = post::comments(&item, known, blog);
        if is_copy {
            chunk.fates.push((piece.number, Settlement::Copy(at)));
            chunk.copies.push(Copied { file: file.0, at, post, said: said.collect() });
        } else {
            chunk.fates.push((piece.number, Settlement::Post(at)));
            for comment in said {
                comments.push(comment);
                if comments.len() == MOST_TOGETHER {
                    let some = std::mem::take(&mut comments);
                    chunk.comments.extend(Slot::away_all(some, spool)?);
                }
            }
            posts.push(post);
        }
    }
    for content in posts.iter().filter_map(|post| post.content.as_ref()) {
        // Feeds will ask. Here the text is in the cache, and all cores are at work.
        content.html.tested(larder_html::is_normal)?;
    }
    chunk.posts = Slot::away_all(posts, spool)?;
    chunk.comments.extend(Slot::away_all(comments, spool)?);
    Ok(chunk)
}

impl Chunk {
    /// Takes what was made of an item, but for its post.
    fn take(&mut self, made: Made, file: &Arc<str>, line: u64) -> Post {
        let Made {
            post,
            shown,
            terms,
            authors,
            notes,
            census,
            unknown_status,
            class,
            terms_aside,
            terms_joined,
            links,
            assumed,
        } = made;
        self.assumed += assumed;
        self.links.add(&links);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let placed =
            |kind| Note::new(kind).in_file(Arc::clone(file)).on_post(&post.id).at(line, None);
        self.notes.extend(notes.into_iter().map(placed));
        for mut asset in shown {
            asset.source = post.source.clone();
            self.assets.push(asset);
        }
        terms.into_iter().for_each(|(id, term)| _ = self.terms.entry(id).or_insert(term));
        authors.into_iter().for_each(|(id, name)| _ = self.authors.entry(id).or_insert(name));
        self.languages += u64::from(!census.languages.is_empty());
        add(&mut self.census, census);
        unknown_status.into_iter().for_each(|status| *self.unknown.entry(status).or_default() += 1);
        class.into_iter().for_each(|class| *self.classes.entry(class).or_default() += 1);
        self.term_counts.carried += post.terms.len() as u64;
        self.term_counts.aside += terms_aside;
        self.term_counts.joined += terms_joined;
        post
    }
}

/// Adds what was counted elsewhere.
pub(super) fn add(census: &mut Census, more: Census) {
    let counts = [
        (&mut census.blocks, more.blocks),
        (&mut census.shortcodes, more.shortcodes),
        (&mut census.unknown, more.unknown),
        (&mut census.dynamic, more.dynamic),
        (&mut census.embeds, more.embeds),
    ];
    for (counts, more) in counts {
        more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
    }
    census.languages.extend(more.languages);
}
