//! The blog of one author: its posts as they are made, and what only the blog as a whole can settle about them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use larder_core::{
    Asset, AssetId, Blog, Comment, CommentId, Digest, Fate, Note, NoteKind, Post, PostId, Status,
    Term, TermId, TermKind, key,
};

use super::{
    super::capture::{CommentDraft, SeriesMention},
    Library, assets,
    author::{WriterFacts, author},
    merge::Merged,
    series,
};
use crate::{Intake, ReadError};

/// The blog of one author while its posts are made.
#[derive(Default)]
pub(super) struct Parts {
    posts: Vec<Post>,
    /// What is still to be settled of each post.
    open: Vec<Open>,
    ids: HashSet<PostId>,
    /// How many posts of one file had an id that another post has.
    clashes: HashMap<(PostId, Option<Digest>), u32>,
    comments: Vec<Comment>,
    pub(super) writer: WriterFacts,
    terms: BTreeMap<TermId, Term>,
    assets: Assets,
}

/// The assets of a blog, each once.
#[derive(Default)]
pub(super) struct Assets {
    list: Vec<Asset>,
    numbers: HashMap<AssetId, u32>,
}

/// What the blog as a whole has to settle about a post. There is one for each post, so it is small.
#[derive(Debug)]
pub(super) struct Open {
    /// Whether a capture names who wrote it.
    pub(super) names_author: bool,
    /// The series that its captures name.
    pub(super) mentions: Vec<SeriesMention>,
    /// What was doubtful or lost.
    pub(super) notes: Vec<Note>,
}

impl Assets {
    /// The asset with this id, made when it is met for the first time.
    pub(super) fn entry(&mut self, id: &AssetId) -> &mut Asset {
        let new = u32::try_from(self.list.len()).expect("the limit on files is far below 2^32");
        let number = *self.numbers.entry(id.clone()).or_insert(new);
        if number == new {
            self.list.push(Asset::new(id.clone()));
        }
        &mut self.list[number as usize]
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
        // Copies have no spare room, and lie close together instead of between what other threads left behind.
        merged.post = merged.post.clone();
        merged.rename(PostId::new(merged.post.id.as_str()));
        self.separate_id(&mut merged);
        add_terms(&mut merged, &mut self.terms);
        add_assets(&mut merged, library, &mut self.assets, intake)?;
        add_comments(&mut merged, &mut self.comments, intake)?;
        settle_ledger(&merged, intake);
        let Merged { post, names_author, mentions, notes, .. } = merged;
        self.posts.push(post);
        self.open.push(Open { names_author, mentions, notes: notes.clone() });
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

/// Fills a blog with the parts that were collected for it.
pub(super) fn assemble(blog: &mut Blog, parts: Parts) {
    let Parts { mut posts, mut open, comments, writer, terms, assets: Assets { list, .. }, .. } =
        parts;
    series::settle(blog, &mut posts, &mut open);
    let author = author(blog, writer);
    let bio = author.as_ref().and_then(|author| author.bio.as_deref());
    for (post, mut open) in posts.iter_mut().zip(open) {
        open.notes.retain(|note| note.kind != NoteKind::AuthorMissing);
        match &author {
            Some(author) if open.names_author => post.authors = vec![author.id.clone()],
            _ => {
                let note = Note::new(NoteKind::AuthorMissing).on_post(&post.id);
                open.notes.push(note.in_file(post.source[0].file.clone()));
            }
        }
        if let Some(bio) = bio {
            settle_bio(post, &mut open.notes, bio);
        }
        blog.notes.append(&mut open.notes);
    }
    blog.site.authors = author.iter().map(|author| author.id.clone()).collect();
    blog.authors = author.into_iter().collect();
    blog.terms = terms.into_values().collect();
    blog.assets = list;
    blog.assets.iter_mut().for_each(assets::settle);
    blog.comments = comments;
    blog.posts = posts;
}

/// A last line that is the author's known bio is no doubt of a post whose text comes from another capture.
fn settle_bio(post: &Post, notes: &mut Vec<Note>, bio: &str) {
    let base = &post.source[0].file;
    notes.retain(|note| {
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
    Ok(())
}

fn add_comments(
    merged: &mut Merged,
    comments: &mut Vec<Comment>,
    intake: &Intake,
) -> Result<(), ReadError> {
    let post = &merged.post;
    for (place, draft) in std::mem::take(&mut merged.comments).into_iter().enumerate() {
        let CommentDraft { number, parent, author_name, author_id, published, text } = draft;
        let id = comment_id(post, number.unwrap_or(place as u64), number.is_none());
        let mut comment = Comment::new(id, post.id.clone(), intake.body(&text)?);
        comment.status = Some(Status::Published);
        comment.parent = parent.map(|parent| comment_id(post, parent, false));
        comment.author_name = author_name;
        comment.published = published;
        if let Some(user) = author_id {
            comment.extra.insert("commentUserId", user);
        }
        comments.push(comment);
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
