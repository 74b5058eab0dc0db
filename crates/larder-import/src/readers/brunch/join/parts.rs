//! The blog of one author: its posts as they are made, and what only the blog as a whole can settle about them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    AuthorId, Blog, Body, Comment, CommentId, Digest, Fate, List, Note, NoteKind, Post, PostId,
    Scope, SeriesPart, Slot, Spool, Status, Table, Term, TermId, TermKind, key,
};
use rayon::prelude::*;

use super::{
    super::capture::{CommentDraft, SeriesMention},
    Library,
    assets::Assets,
    author::{WriterFacts, author},
    draft::TitleKey,
    merge::Merged,
    series,
};
use crate::{Intake, ReadError};

/// The blog of one author while its posts are made.
#[derive(Default)]
pub(super) struct Parts {
    /// Posts that are not put away yet.
    fresh: Vec<Post>,
    posts: Vec<Slot<Post>>,
    /// What is still to be settled of each post.
    open: Vec<Open>,
    ids: HashSet<PostId>,
    /// How many posts of one file had an id that another post has.
    clashes: HashMap<(PostId, Option<Digest>), u32>,
    comments: Table<Comment>,
    pub(super) writer: WriterFacts,
    terms: BTreeMap<TermId, Term>,
    assets: Assets,
}

/// What the blog as a whole has to settle about a post, and what others have to know of it. There is one for each post,
/// so it is small.
#[derive(Debug)]
pub(super) struct Open {
    /// The file its body comes from.
    pub(super) file: Arc<str>,
    /// Whether a capture names who wrote it.
    pub(super) names_author: bool,
    /// Whether it names posts before or after it.
    pub(super) has_neighbours: bool,
    /// The key of its title.
    pub(super) title: Option<TitleKey>,
    /// Its number in the blog.
    pub(super) number: Option<u64>,
    /// The series that its captures name.
    pub(super) mentions: List<SeriesMention>,
    /// The posts before and after it, once they are found, in its own order.
    pub(super) neighbours: List<Near>,
    /// Its places in series, once they are known.
    pub(super) series: List<SeriesPart>,
    /// What was doubtful or lost.
    pub(super) notes: List<Note>,
}

/// A post before or after another, as far as the blog as a whole has to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// In what it is the one before or after.
    pub(super) scope: Scope,
    /// Which chapter it is, as the line says.
    pub(super) number: Option<u32>,
    /// Its place among the posts, if it is there.
    pub(super) post: Option<u32>,
}

impl Open {
    fn of(merged: &mut Merged) -> Self {
        let post = &merged.post;
        Self {
            file: Arc::clone(&post.source[0].file),
            names_author: merged.names_author,
            has_neighbours: !post.neighbours.is_empty(),
            title: post.title.as_deref().and_then(TitleKey::of),
            number: post.slug.as_deref().and_then(|slug| slug.parse().ok()),
            mentions: std::mem::take(&mut merged.mentions).into(),
            neighbours: List::new(),
            series: List::new(),
            notes: std::mem::take(&mut merged.notes).into(),
        }
    }
}

impl Parts {
    /// The parts of a blog of about so many posts. Lists that grow are moved, and leave holes where they were.
    pub(super) fn new(expected: usize) -> Self {
        let mut parts = Self::default();
        parts.posts.reserve_exact(expected);
        parts.open.reserve_exact(expected);
        parts
    }

    pub(super) fn take(
        &mut self,
        mut merged: Merged,
        library: &mut Library<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        self.separate_id(&mut merged);
        add_terms(&mut merged, &mut self.terms);
        add_assets(&mut merged, library, &mut self.assets, intake)?;
        add_comments(&mut merged, &mut self.comments, intake)?;
        settle_ledger(&merged, intake);
        self.open.push(Open::of(&mut merged));
        self.fresh.push(merged.post);
        Ok(())
    }

    /// Puts the posts away that were taken, on all cores. Fails when the spool does.
    pub(super) fn put_away(&mut self, spool: &Arc<dyn Spool>) -> io::Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let fresh = std::mem::take(&mut self.fresh).into_par_iter();
        let away: Vec<_> = fresh.map(|post| Slot::away(post, spool)).collect::<io::Result<_>>()?;
        self.posts.extend(away);
        Ok(())
    }

    /// Different posts with one id: the later ones get ids of their own, made of the id and their file, and of a number
    /// where one file has several.
    fn separate_id(&mut self, merged: &mut Merged) {
        if self.ids.insert(merged.post.id.clone()) {
            return;
        }
        let id = merged.post.id.clone();
        let digest = merged.post.source[0].sha256;
        let file = digest.map(|digest| digest.to_string()).unwrap_or_default();
        let clashes = self.clashes.entry((id.clone(), digest)).or_default();
        *clashes += 1;
        merged.rename(match clashes {
            1 => PostId::derived(&["brunch", id.as_str(), &file]),
            number => PostId::derived(&["brunch", id.as_str(), &file, &number.to_string()]),
        });
        self.ids.insert(merged.post.id.clone());
        let note = Note::new(NoteKind::IdClash { id: id.to_string() }).on_post(&merged.post.id);
        merged.notes.push(note);
    }
}

/// Fills a blog with the parts that were collected for it. Fails when the spool does.
pub(super) fn assemble(
    blog: &mut Blog,
    mut parts: Parts,
    spool: &Arc<dyn Spool>,
) -> io::Result<()> {
    parts.put_away(spool)?;
    let Parts { mut posts, mut open, ids, comments, writer, terms, assets, .. } = parts;
    // What follows needs room, and this no longer.
    drop(ids);
    blog.assets = assets.finish(spool)?;
    series::settle(blog, &posts, &mut open)?;
    let author = author(blog, writer);
    let bio = author.as_ref().and_then(|author| author.bio.as_deref());
    for (slot, open) in posts.iter().zip(&mut open) {
        open.notes.retain(|note| note.kind != NoteKind::AuthorMissing);
        if author.is_none() || !open.names_author {
            let note = Note::new(NoteKind::AuthorMissing).on_post(&slot.head().id);
            open.notes.push(note.in_file(open.file.clone()));
        }
        if let Some(bio) = bio {
            settle_bio(open, bio);
        }
    }
    blog.notes.reserve_exact(open.iter().map(|open| open.notes.len()).sum());
    open.iter_mut().for_each(|open| blog.notes.extend(std::mem::take(&mut open.notes)));
    blog.site.authors = author.iter().map(|author| author.id.clone()).collect();
    settle(&mut posts, &open, blog.site.authors.first())?;
    blog.posts = posts.into_iter().collect();
    blog.authors = author.into_iter().collect();
    blog.terms = terms.into_values().collect();
    blog.comments = comments;
    Ok(())
}

/// Puts into the posts what was settled about them, on all cores.
fn settle(posts: &mut [Slot<Post>], open: &[Open], author: Option<&AuthorId>) -> io::Result<()> {
    let ids: Vec<PostId> = posts.iter().map(|slot| slot.head().id.clone()).collect();
    let id = |near: &Near| near.post.map(|place| ids[place as usize].clone());
    posts.par_iter_mut().zip(open).try_for_each(|(slot, open)| {
        let author = author.filter(|_| open.names_author);
        if author.is_none() && open.series.is_empty() && open.neighbours.is_empty() {
            return Ok(());
        }
        let mut post = slot.get()?.into_owned();
        post.authors.extend(author.cloned());
        post.series.extend(open.series.iter().cloned());
        for (neighbour, near) in post.neighbours.iter_mut().zip(&open.neighbours) {
            neighbour.post = id(near);
        }
        *slot = slot.with(post)?;
        Ok(())
    })
}

/// A last line that is the author's known bio is no doubt of a post whose text comes from another capture.
fn settle_bio(open: &mut Open, bio: &str) {
    let base = &open.file;
    open.notes.retain(|note| {
        let NoteKind::BioUncertain { line_text } = &note.kind else { return true };
        note.place.file.as_ref() == Some(base) || key::words(line_text) != key::words(bio)
    });
}

fn add_terms(merged: &mut Merged, terms: &mut BTreeMap<TermId, Term>) {
    merged.post.terms.reserve_exact(merged.keywords.len());
    for keyword in std::mem::take(&mut merged.keywords) {
        let id = TermId::new(format!("keyword:{}", key::name(&keyword)));
        terms.entry(id.clone()).or_insert_with(|| {
            let mut term = Term::new(id.clone(), TermKind::Tag, keyword.clone());
            // brunch's keyword pages have `_` for spaces.
            term.slug = Some(keyword.replace(' ', "_"));
            term
        });
        merged.post.terms.push(id);
    }
}

fn add_assets(
    merged: &mut Merged,
    library: &mut Library<'_>,
    assets: &mut Assets,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut met = BTreeSet::new();
    merged.post.assets.reserve_exact(merged.images.len());
    for (image, file) in std::mem::take(&mut merged.images) {
        let id = library.add(assets, &image, &file, &merged.post, intake)?;
        if met.insert(id.clone()) {
            merged.post.assets.push(id);
        }
    }
    if let Some((image, file)) = merged.cover.take() {
        merged.post.cover = Some(library.add_cover(assets, &image, &file, &merged.post, intake)?);
    }
    for (image, file) in std::mem::take(&mut merged.other_images) {
        library.add(assets, &image, &file, &merged.post, intake)?;
    }
    assets.put_away(intake.spool())?;
    Ok(())
}

fn add_comments(
    merged: &mut Merged,
    comments: &mut Table<Comment>,
    intake: &Intake,
) -> Result<(), ReadError> {
    let post = &merged.post;
    for (place, draft) in std::mem::take(&mut merged.comments).into_iter().enumerate() {
        let CommentDraft { number, parent, author_name, author_id, published, text } = draft;
        let id = comment_id(post, number.unwrap_or(place as u64), number.is_none());
        let mut comment = Comment::new(id, post.id.clone(), Body::inline(text));
        comment.status = Some(Status::Published);
        comment.parent = parent.map(|parent| comment_id(post, parent, false));
        comment.author_name = author_name;
        comment.published = published;
        if let Some(user) = author_id {
            comment.extra.insert("commentUserId", user);
        }
        comments.put_away(comment, intake.spool())?;
    }
    Ok(())
}

fn comment_id(post: &Post, number: u64, is_place: bool) -> CommentId {
    let mark = if is_place { "place-" } else { "" };
    CommentId::new(format!("{}#comment-{mark}{number}", post.id))
}

fn settle_ledger(merged: &Merged, intake: &mut Intake) {
    let post = merged.post.id.clone();
    for (number, &(entry, lines)) in merged.members.iter().enumerate() {
        let fate = if number == 0 {
            Fate::Carried { post: Some(post.clone()) }
        } else {
            Fate::Joined { post: post.clone() }
        };
        intake.ledger().settle(entry, fate);
        if let Some(lines) = lines {
            intake.ledger().account_lines(entry, lines);
        }
    }
}
