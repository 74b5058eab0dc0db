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

use std::collections::BTreeMap;

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Claim, Comment, CommentId, Confidence, Fate, Note,
    NoteKind, Post, PostId, Site, Status, Term, TermId, TermKind, key,
};

pub(super) use self::{
    assets::{Library, folder_of},
    draft::{Draft, Prepared, prepare},
};
use self::{merge::Merged, people::People};
use super::capture::{CommentDraft, Form};
use crate::{Intake, ReadError, ReadOptions};

/// Puts the posts of all drafts into blogs. Returns the drafts of unrecognised texts that turned out to be no capture.
pub(super) fn join(
    mut drafts: Vec<Draft>,
    library: &mut Library<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Vec<Draft>, ReadError> {
    let people = People::learn(&drafts);
    let groups = group::groups(&drafts, &people);
    let (groups, strays) = group::without_strays(groups, &drafts);
    let strays = strays.into_iter().map(|number| drafts.take(number)).collect();
    let mut blogs: BTreeMap<String, Vec<Merged>> = BTreeMap::new();
    let mut comments_only = Vec::new();
    let only_person = people.only();
    for group in groups {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let members: Vec<Draft> = group.into_iter().map(|number| drafts.take(number)).collect();
        if members.iter().all(|draft| draft.capture.form == Form::ApiComments) {
            comments_only.extend(members);
            continue;
        }
        let person = members.iter().find_map(|draft| people.key(&draft.capture)).map(str::to_owned);
        let person = person.or_else(|| only_person.clone()).unwrap_or_default();
        blogs.entry(person).or_default().push(merge::merge(members, &people, intake)?);
    }
    for (person, posts) in blogs {
        let mut blog = Blog::new(site(&person, &people, &posts));
        assemble(&mut blog, posts, library, intake)?;
        intake.add_blog(blog);
    }
    for draft in comments_only {
        store_aside(draft, intake)?;
    }
    Ok(strays)
}

/// Takes a value out of a list whose places must not move.
trait Take {
    fn take(&mut self, number: usize) -> Draft;
}

impl Take for Vec<Draft> {
    fn take(&mut self, number: usize) -> Draft {
        std::mem::replace(&mut self[number], Draft::taken())
    }
}

/// The blog of an author. Its address is brunch's where a page or a response tells it; a text capture tells none.
fn site(person: &str, people: &People, posts: &[Merged]) -> Site {
    const HOME: &str = "https://brunch.co.kr";
    let (user, handle) = people.addresses(person);
    let permanent = user.map(|user| format!("{HOME}/@@{user}"));
    let public = handle.map(|handle| format!("{HOME}/@{handle}"));
    let id = permanent.clone().or_else(|| public.clone());
    let name = posts
        .iter()
        .flat_map(|merged| &merged.drafts)
        .find_map(|draft| draft.capture.author.name.as_deref());
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

fn assemble(
    blog: &mut Blog,
    mut posts: Vec<Merged>,
    library: &mut Library<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    separate_ids(&mut posts);
    series::settle(blog, &mut posts);
    let author = author(blog, &posts);
    let mut assets = BTreeMap::new();
    let mut terms: BTreeMap<TermId, Term> = BTreeMap::new();
    for merged in &mut posts {
        let names_author = merged.drafts.iter().any(names_author);
        match &author {
            Some(author) if names_author => merged.post.authors.push(author.id.clone()),
            _ => {
                let note = Note::new(NoteKind::AuthorMissing).on_post(&merged.post.id);
                merged.notes.retain(|note| note.kind != NoteKind::AuthorMissing);
                merged.notes.push(note.in_file(merged.drafts[0].source.file.clone()));
            }
        }
        if names_author {
            merged.notes.retain(|note| note.kind != NoteKind::AuthorMissing);
        }
        add_terms(merged, &mut terms);
        add_assets(merged, library, &mut assets, intake)?;
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

fn names_author(draft: &Draft) -> bool {
    let identity = &draft.capture.identity;
    draft.capture.author.name.is_some() || identity.user_id.is_some() || identity.handle.is_some()
}

/// A last line that is the author's known bio is no doubt of a post whose text comes from another capture.
fn settle_bio(merged: &mut Merged, bio: &str) {
    let base = merged.drafts[0].source.file.clone();
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
                merged.drafts[0].source.sha256.map(|digest| digest.to_string()).unwrap_or_default();
            merged.post.id = PostId::derived(&["brunch", id.as_str(), &digest]);
            merged.notes.iter_mut().for_each(|note| note.place.post = Some(merged.post.id.clone()));
            let note = Note::new(NoteKind::IdClash { id: id.to_string() }).on_post(&merged.post.id);
            merged.notes.push(note);
            seen.insert(merged.post.id.clone(), ());
        }
    }
}

/// The author of a blog: the newest name, and what the captures say about them.
fn author(blog: &Blog, posts: &[Merged]) -> Option<Author> {
    let drafts = || posts.iter().flat_map(|merged| &merged.drafts);
    let named = posts
        .iter()
        .filter_map(|merged| {
            Some((
                merged.post.published,
                merged.drafts.iter().find_map(|draft| draft.capture.author.name.clone())?,
            ))
        })
        .max_by(|a, b| a.0.cmp(&b.0));
    if named.is_none() && blog.site.home.is_none() {
        return None;
    }
    let mut author = Author::new(AuthorId::new(blog.site.id.as_str()));
    author.name = named.map(|(_, name)| name);
    author.url.clone_from(&blog.site.home);
    author.handle = blog
        .site
        .home
        .as_deref()
        .and_then(|home| home.split("/@").nth(1))
        .filter(|it| !it.starts_with('@'))
        .map(str::to_owned);
    author.bio = bio(drafts().filter_map(|draft| draft.capture.author.bio.as_ref()));
    for draft in drafts() {
        author.extra.fill_from(draft.capture.author.extra.clone());
    }
    Some(author)
}

/// A bio that a capture is sure of; else a last line that two captures end with.
fn bio<'a>(claims: impl Iterator<Item = &'a Claim<String>> + Clone) -> Option<String> {
    if let Some(sure) = claims.clone().find(|claim| claim.confidence == Confidence::High) {
        return Some(sure.value.clone());
    }
    let mut counted: BTreeMap<String, (u32, &str)> = BTreeMap::new();
    for claim in claims {
        counted.entry(key::words(&claim.value)).or_insert((0, &claim.value)).0 += 1;
    }
    counted.into_values().find(|&(count, _)| count > 1).map(|(_, text)| text.to_owned())
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
    for (image, file) in std::mem::take(&mut merged.images) {
        let id = library.add(assets, &image, &file, &merged.post, intake)?;
        if !merged.post.assets.contains(&id) {
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
    for (number, draft) in merged.drafts.iter().enumerate() {
        let fate = if number == 0 {
            Fate::Carried { post: Some(post.clone()) }
        } else {
            Fate::Joined { post: post.clone() }
        };
        intake.ledger().settle(draft.entry, fate);
        if let Some(lines) = draft.capture.lines {
            intake.ledger().account_lines(draft.entry, lines);
        }
    }
}

/// Comments whose post is not in the input are kept as they came, in `extra` of the first blog.
fn store_aside(draft: Draft, intake: &mut Intake) -> Result<(), ReadError> {
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
