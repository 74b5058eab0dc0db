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

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Comment, CommentId, Confidence, EntryId, Extra, Fate,
    Note, NoteKind, Post, PostId, Site, Spool, Status, Term, TermId, TermKind, Timestamp, key,
};
use rayon::prelude::*;

pub(super) use self::{
    assets::{Library, folder_of},
    draft::{Keys, Prepared, Waiting, prepare},
    people::Writers,
};
use self::{draft::Draft, group::Groups, merge::Merged, people::People};
use super::capture::{CommentDraft, Form, SeriesMention, Writer};
use crate::{Intake, ReadError, ReadOptions, Source};

/// How many posts are made at once, on all cores.
const CHUNK: usize = 128;

/// The captures of an input, while they wait for each other.
#[derive(Debug, Default)]
pub(super) struct Captures {
    /// In the order of their files.
    waiting: Vec<Waiting>,
    /// What the partners of each are found by.
    keys: Vec<Keys>,
    /// Everybody they name.
    writers: Writers,
}

impl Captures {
    /// Takes a capture of file number `file`.
    pub(super) fn push(&mut self, prepared: Prepared, file: u32, entry: EntryId) {
        let writer = self.writers.number(&prepared.who);
        self.keys.push(prepared.keys);
        self.waiting.push(Waiting::new(prepared, file, entry, writer));
    }

    /// Takes out the captures of which something is true.
    pub(super) fn take_out(&mut self, is_it: impl Fn(&Waiting) -> bool) -> Vec<Waiting> {
        if !self.waiting.iter().any(&is_it) {
            return Vec::new();
        }
        let all = std::mem::take(&mut self.waiting).into_iter().zip(std::mem::take(&mut self.keys));
        let (out, rest): (Vec<_>, Vec<_>) = all.partition(|(waiting, _)| is_it(waiting));
        (self.waiting, self.keys) = rest.into_iter().unzip();
        out.into_iter().map(|(waiting, _)| waiting).collect()
    }

    /// The user's word makes captures of all of them.
    pub(super) fn trust_all(&mut self) {
        self.waiting.iter_mut().for_each(Waiting::trust);
    }
}

/// Puts the posts of all captures into blogs. Returns the unrecognised texts that turned out to be no capture.
pub(super) fn join(
    captures: Captures,
    library: &mut Library<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Vec<Waiting>, ReadError> {
    let Captures { mut waiting, keys, writers } = captures;
    let people = People::learn(&writers, waiting.iter().map(|waiting| waiting.writer));
    let groups = Groups::find(&waiting, &keys, &people)?;
    drop((keys, writers));
    let (groups, strays) = groups.without_strays(&waiting);
    let spool = Arc::clone(intake.spool());
    let mut join = Join { people: &people, blogs: BTreeMap::new(), comments_only: Vec::new() };
    let all: Vec<&[u32]> = groups.iter().collect();
    for chunk in all.chunks(CHUNK) {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let source = library.source();
        let made: io::Result<Vec<Made>> = chunk
            .par_iter()
            .map(|group| Made::of(group, &waiting, source, &people, &spool))
            .collect();
        for made in made? {
            join.take(made, library, intake)?;
        }
    }
    let mut number = 0;
    let mut strays = strays.into_iter().peekable();
    waiting.retain(|_| {
        number += 1;
        strays.next_if_eq(&(number - 1)).is_some()
    });
    join.finish(intake)?;
    Ok(waiting)
}

/// What became of one group of captures.
enum Made {
    /// A post, and what each capture says about who wrote it.
    Post(Box<Merged>, Option<String>, Vec<(Writer, Option<Timestamp>)>),
    /// Comments of a post that is not in the input.
    CommentsOnly(Vec<Draft>),
}

impl Made {
    /// Opens the captures of a group again and makes one post of them.
    fn of(
        group: &[u32],
        waiting: &[Waiting],
        source: &dyn Source,
        people: &People,
        spool: &Arc<dyn Spool>,
    ) -> io::Result<Self> {
        let members = || group.iter().map(|&number| &waiting[number as usize]);
        let drafts: Vec<Draft> =
            members().map(|waiting| waiting.open(source)).collect::<io::Result<_>>()?;
        if members().all(|waiting| waiting.form() == Form::ApiComments) {
            return Ok(Self::CommentsOnly(drafts));
        }
        let person = drafts.iter().find_map(|draft| people.key(draft.writer)).map(str::to_owned);
        let author = |draft: &Draft| (draft.capture.author.clone(), draft.capture.published);
        let authors = drafts.iter().map(author).collect();
        Ok(Self::Post(Box::new(merge::merge(drafts, people, spool)?), person, authors))
    }
}

/// The blogs while their posts are made.
struct Join<'a> {
    people: &'a People,
    blogs: BTreeMap<String, Parts>,
    comments_only: Vec<Draft>,
}

impl Join<'_> {
    fn take(
        &mut self,
        made: Made,
        library: &mut Library<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let (merged, person, authors) = match made {
            Made::Post(merged, person, authors) => (*merged, person, authors),
            Made::CommentsOnly(drafts) => {
                self.comments_only.extend(drafts);
                return Ok(());
            }
        };
        let person = person.or_else(|| self.people.only()).unwrap_or_default();
        let parts = self.blogs.entry(person).or_default();
        authors.iter().for_each(|(writer, published)| parts.writer.learn(writer, *published));
        parts.take(merged, library, intake)
    }

    fn finish(self, intake: &mut Intake) -> Result<(), ReadError> {
        for (person, parts) in self.blogs {
            let name = parts.writer.first_name.as_deref();
            let mut blog = Blog::new(site(&person, self.people, name));
            assemble(&mut blog, parts);
            intake.add_blog(blog);
        }
        for draft in self.comments_only {
            store_aside(&draft, intake)?;
        }
        Ok(())
    }
}

/// The blog of one author while its posts are made.
#[derive(Default)]
struct Parts {
    posts: Vec<Post>,
    /// What is still to be settled of each post.
    open: Vec<Open>,
    ids: HashSet<PostId>,
    comments: Vec<Comment>,
    writer: WriterFacts,
    terms: BTreeMap<TermId, Term>,
    assets: Assets,
}

/// The assets of a blog, each once.
#[derive(Default)]
struct Assets {
    list: Vec<Asset>,
    numbers: HashMap<AssetId, u32>,
}

/// What the blog as a whole has to settle about a post. There is one for each post, so it is small.
#[derive(Debug)]
struct Open {
    /// Whether a capture names who wrote it.
    names_author: bool,
    /// The series that its captures name.
    mentions: Vec<SeriesMention>,
    /// What was doubtful or lost.
    notes: Vec<Note>,
}

impl Assets {
    /// The asset with this id, made when it is met for the first time.
    fn entry(&mut self, id: &AssetId) -> &mut Asset {
        let new = u32::try_from(self.list.len()).expect("the limit on files is far below 2^32");
        let number = *self.numbers.entry(id.clone()).or_insert(new);
        if number == new {
            self.list.push(Asset::new(id.clone()));
        }
        &mut self.list[number as usize]
    }
}

impl Parts {
    fn take(
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
        let Merged { mut post, names_author, mentions, mut notes, .. } = merged;
        post.shrink_to_fit();
        notes.shrink_to_fit();
        self.posts.push(post);
        self.open.push(Open { names_author, mentions, notes });
        Ok(())
    }

    /// Different posts with one id: the later ones get ids of their own, made of the id and their file, and of a number
    /// where one file has several.
    fn separate_id(&mut self, merged: &mut Merged) {
        if self.ids.insert(merged.post.id.clone()) {
            return;
        }
        let id = merged.post.id.clone();
        let digest = merged.post.source[0].sha256.map(|digest| digest.to_string());
        let mut facts = vec!["brunch".to_owned(), id.to_string(), digest.unwrap_or_default()];
        let mut number = 1;
        loop {
            let texts: Vec<&str> = facts.iter().map(String::as_str).collect();
            merged.post.id = PostId::derived(&texts);
            if self.ids.insert(merged.post.id.clone()) {
                break;
            }
            number += 1;
            facts.truncate(3);
            facts.push(number.to_string());
        }
        merged.notes.iter_mut().for_each(|note| note.place.post = Some(merged.post.id.clone()));
        let note = Note::new(NoteKind::IdClash { id: id.to_string() }).on_post(&merged.post.id);
        merged.notes.push(note);
    }
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
    fn learn(&mut self, writer: &Writer, published: Option<Timestamp>) {
        let Writer { name, bio, extra } = writer;
        if let Some(name) = name {
            self.first_name.get_or_insert_with(|| name.clone());
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

fn assemble(blog: &mut Blog, parts: Parts) {
    let Parts { mut posts, mut open, ids, comments, writer, terms, assets } = parts;
    drop(ids);
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
    blog.assets = assets.list;
    blog.assets.iter_mut().for_each(Asset::shrink_to_fit);
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
    assets: &mut Assets,
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
