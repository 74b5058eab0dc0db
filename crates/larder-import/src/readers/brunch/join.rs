//! One post of all captures of it, one blog per author.
//!
//! ```text
//! drafts → who is who → groups (same post) → posts, field by field → blogs → series, neighbours, assets, comments
//! ```
//!
//! Every draft ends in the ledger as carried or joined; a response whose comments belong to no post of the input is
//! stored aside in `extra` of the blog.

mod assets;
mod diff;
mod draft;
mod group;
mod merge;
mod people;
mod series;
mod sketch;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Comment, CommentId, Confidence, Extra, Fate, Note,
    NoteKind, Post, PostId, Site, Status, Term, TermId, TermKind, Timestamp, key,
};

pub(super) use self::{
    assets::{Library, folder_of},
    draft::{Draft, Prepared, prepare},
};
use self::{merge::Merged, people::People};
use super::capture::{CommentDraft, Form, Writer};
use crate::{Intake, ReadError, ReadOptions};

/// Puts the posts of all drafts into blogs. Returns the drafts of unrecognised texts that turned out to be no capture.
pub(super) fn join(
    drafts: Vec<Box<Draft>>,
    library: &mut Library<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Vec<Box<Draft>>, ReadError> {
    let people = People::learn(&drafts);
    let groups = group::groups(&drafts, &people);
    let (groups, strays) = group::without_strays(groups, &drafts);
    let mut drafts: Vec<Option<Box<Draft>>> = drafts.into_iter().map(Some).collect();
    let mut take = |numbers: Vec<usize>| -> Vec<Box<Draft>> {
        numbers.into_iter().filter_map(|number| drafts[number].take()).collect()
    };
    let strays = take(strays);
    let mut blogs: BTreeMap<String, Parts> = BTreeMap::new();
    let mut comments_only = Vec::new();
    let only_person = people.only();
    for group in groups {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let members = take(group);
        if members.iter().all(|draft| draft.capture.form == Form::ApiComments) {
            comments_only.extend(members);
            continue;
        }
        let person = members.iter().find_map(|draft| people.key(&draft.capture)).map(str::to_owned);
        let person = person.or_else(|| only_person.clone()).unwrap_or_default();
        let parts = blogs.entry(person).or_default();
        members.iter().for_each(|draft| parts.writer.learn(draft));
        let mut merged = merge::merge(members, &people, intake)?;
        add_terms(&mut merged, &mut parts.terms);
        add_assets(&mut merged, library, &mut parts.assets, intake)?;
        parts.posts.push(merged);
    }
    for (person, parts) in blogs {
        let mut blog = Blog::new(site(&person, &people, parts.writer.first_name.as_deref()));
        assemble(&mut blog, parts, intake)?;
        intake.add_blog(blog);
    }
    for draft in comments_only {
        store_aside(&draft, intake)?;
    }
    Ok(strays)
}

/// The blog of one author while its posts are made.
#[derive(Default)]
struct Parts {
    posts: Vec<Merged>,
    writer: WriterFacts,
    terms: BTreeMap<TermId, Term>,
    assets: BTreeMap<AssetId, Asset>,
}

/// What all captures of one author say about them.
#[derive(Default)]
struct WriterFacts {
    first_name: Option<String>,
    newest_name: Option<(Option<Timestamp>, String)>,
    sure_bio: Option<String>,
    /// Last lines that may be a bio: how many captures end with them.
    last_lines: BTreeMap<String, (u32, String)>,
    extra: Extra,
}

impl WriterFacts {
    fn learn(&mut self, draft: &Draft) {
        let Writer { name, bio, extra } = &draft.capture.author;
        if let Some(name) = name {
            self.first_name.get_or_insert_with(|| name.clone());
            let published = draft.capture.published;
            if self.newest_name.as_ref().is_none_or(|(known, _)| published >= *known) {
                self.newest_name = Some((published, name.clone()));
            }
        }
        match bio {
            Some(bio) if bio.confidence == Confidence::High => {
                self.sure_bio.get_or_insert_with(|| bio.value.clone());
            }
            Some(bio) => {
                let line = || (0, bio.value.clone());
                self.last_lines.entry(key::words(&bio.value)).or_insert_with(line).0 += 1;
            }
            None => {}
        }
        self.extra.fill_from(extra.clone());
    }

    /// A bio that a capture is sure of; else a last line that two captures end with.
    fn bio(&self) -> Option<String> {
        let twice = || self.last_lines.values().find(|(count, _)| *count > 1);
        self.sure_bio.clone().or_else(|| twice().map(|(_, line)| line.clone()))
    }
}

/// The blog of an author. Its address is brunch's where a page or a response tells it; a text capture tells none.
fn site(person: &str, people: &People, name: Option<&str>) -> Site {
    const HOME: &str = "https://brunch.co.kr";
    let (user, handle) = people.addresses(person);
    let permanent = user.map(|user| format!("{HOME}/@@{user}"));
    let public = handle.map(|handle| format!("{HOME}/@{handle}"));
    let id = permanent.clone().or_else(|| public.clone());
    let derived = || {
        AuthorId::derived(&["brunch", "author", &name.map(key::words).unwrap_or_default()])
            .to_string()
    };
    let mut site = Site::new(id.unwrap_or_else(derived));
    site.home = public.clone().or_else(|| permanent.clone());
    site.old_addresses = permanent.filter(|_| public.is_some()).into_iter().collect();
    site.feeds = user.map(|user| format!("{HOME}/rss/@@{user}")).into_iter().collect();
    site.language = Some("ko".into());
    site.platform = Some("brunch".into());
    site.platform_home = Some(format!("{HOME}/"));
    site
}

fn assemble(blog: &mut Blog, parts: Parts, intake: &mut Intake) -> Result<(), ReadError> {
    let Parts { mut posts, writer, terms, assets } = parts;
    separate_ids(&mut posts);
    series::settle(blog, &mut posts);
    let author = author(blog, writer);
    for merged in &mut posts {
        merged.notes.retain(|note| note.kind != NoteKind::AuthorMissing);
        match &author {
            Some(author) if merged.names_author => merged.post.authors.push(author.id.clone()),
            _ => {
                let note = Note::new(NoteKind::AuthorMissing).on_post(&merged.post.id);
                merged.notes.push(note.in_file(merged.members[0].file.clone()));
            }
        }
        add_comments(blog, merged, intake)?;
    }
    if let Some(bio) = author.as_ref().and_then(|author| author.bio.as_deref()) {
        posts.iter_mut().for_each(|merged| settle_bio(merged, bio));
    }
    blog.site.authors = author.iter().map(|author| author.id.clone()).collect();
    blog.authors = author.into_iter().collect();
    blog.terms = terms.into_values().collect();
    blog.assets = assets.into_values().collect();
    for merged in posts {
        settle_ledger(&merged, intake);
        blog.notes.extend(merged.notes);
        blog.posts.push(merged.post);
    }
    Ok(())
}

/// A last line that is the author's known bio is no doubt of a post whose text comes from another capture.
fn settle_bio(merged: &mut Merged, bio: &str) {
    let base = merged.members[0].file.clone();
    merged.notes.retain(|note| {
        let NoteKind::BioUncertain { line_text } = &note.kind else { return true };
        note.place.file.as_ref() == Some(&base) || key::words(line_text) != key::words(bio)
    });
}

/// Different posts with one id: the later ones get ids of their own, made of the id and their words.
fn separate_ids(posts: &mut [Merged]) {
    let mut seen: BTreeMap<PostId, ()> = BTreeMap::new();
    for merged in posts {
        let clash = seen.insert(merged.post.id.clone(), ()).is_some();
        if clash {
            let id = merged.post.id.clone();
            let digest =
                merged.members[0].sha256.map(|digest| digest.to_string()).unwrap_or_default();
            merged.post.id = PostId::derived(&["brunch", id.as_str(), &digest]);
            merged.notes.iter_mut().for_each(|note| note.place.post = Some(merged.post.id.clone()));
            let note = Note::new(NoteKind::IdClash { id: id.to_string() }).on_post(&merged.post.id);
            merged.notes.push(note);
            seen.insert(merged.post.id.clone(), ());
        }
    }
}

/// The author of a blog: the newest name, and what the captures say about them.
fn author(blog: &Blog, writer: WriterFacts) -> Option<Author> {
    if writer.newest_name.is_none() && blog.site.home.is_none() {
        return None;
    }
    let mut author = Author::new(AuthorId::new(blog.site.id.as_str()));
    author.bio = writer.bio();
    author.name = writer.newest_name.map(|(_, name)| name);
    author.url.clone_from(&blog.site.home);
    author.handle = blog
        .site
        .home
        .as_deref()
        .and_then(|home| home.split("/@").nth(1))
        .filter(|it| !it.starts_with('@'))
        .map(str::to_owned);
    author.extra = writer.extra;
    Some(author)
}

fn add_terms(merged: &mut Merged, terms: &mut BTreeMap<TermId, Term>) {
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
    assets: &mut BTreeMap<AssetId, Asset>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut met = BTreeSet::new();
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

fn add_comments(blog: &mut Blog, merged: &mut Merged, intake: &Intake) -> Result<(), ReadError> {
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
        blog.comments.push(comment);
    }
    Ok(())
}

fn comment_id(post: &Post, number: u64, is_place: bool) -> CommentId {
    let mark = if is_place { "place-" } else { "" };
    CommentId::new(format!("{}#comment-{mark}{number}", post.id))
}

fn settle_ledger(merged: &Merged, intake: &mut Intake) {
    let post = merged.post.id.clone();
    for (number, member) in merged.members.iter().enumerate() {
        let fate = if number == 0 {
            Fate::Carried { post: Some(post.clone()) }
        } else {
            Fate::Joined { post: post.clone() }
        };
        intake.ledger().settle(member.entry, fate);
        if let Some(lines) = member.lines {
            intake.ledger().account_lines(member.entry, lines);
        }
    }
}

/// Comments whose post is not in the input are kept as they came, in `extra` of the first blog.
fn store_aside(draft: &Draft, intake: &mut Intake) -> Result<(), ReadError> {
    let name = draft.source.file.to_string();
    let text = draft.original.text()?.into_owned();
    let Some(blog) = intake.first_blog() else {
        let found = "comments of a post that is not in the input";
        intake.leave_out(draft.entry, larder_core::Rule::NotRecognised, found);
        return Ok(());
    };
    blog.site.extra.insert(format!("commentsOfUnknownPost:{name}"), text);
    intake.ledger().settle(draft.entry, Fate::StoredAside { place: "site.extra".into() });
    Ok(())
}
