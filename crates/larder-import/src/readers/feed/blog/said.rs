//! From feeds of comments to the comments of blogs: each entry belongs to the post that it answers, or that its link leads
//! into.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet, hash_map},
    io,
    mem::take,
};

use larder_core::{
    Author, AuthorId, Blog, Body, Comment, CommentId, EntryId, Fate, ItemKind, MediaType, Note,
    Post, PostId, Rule, Slot, Status, Visibility,
};
use larder_html::text::to_text;
use serde_json::Value;

use super::{Blogs, Draft};
use crate::{
    Intake, ReadError,
    address::{is_web, plain},
    readers::feed::{comments, id},
    web::digits_at_end,
};

/// Where comments are kept whose post is not in the input.
const WITHOUT_POST: &str = "feed:comments-without-post";

/// Where the texts of a comment are kept that other feeds have.
const OLDER: &str = "feed:other-texts";

/// What an entry says of its post.
#[derive(Debug, Default, PartialEq, Eq)]
struct Answer {
    /// The ids of what it answers, each with an address, as two are compared.
    ids: Vec<(String, Option<String>)>,
    /// The page that its link leads into, as two addresses are compared.
    page: Option<String>,
}

/// A post that has comments: its blog, its place there, and its title.
#[derive(Clone, Debug)]
struct Answered {
    blog: usize,
    place: u32,
    title: Option<String>,
}

/// The comments of a blog.
#[derive(Default)]
pub(super) struct Said {
    /// With the places of their posts, if these are here.
    comments: Vec<(Option<u32>, Comment, EntryId)>,
    notes: Vec<Note>,
}

impl Blogs {
    /// Takes a document that may be a feed of comments. `is_beside` says whether it stands where Larder writes one: then it
    /// is none of posts in any case.
    pub(in crate::readers::feed) fn hear(&mut self, draft: Draft, is_beside: bool) {
        self.waiting.push((draft, is_beside));
    }

    /// Finds the blogs of the feeds of comments, by their places. What turns out to be none is a feed like others. Fails
    /// when the spool does.
    pub(super) fn place_comments(
        &mut self,
        intake: &mut Intake,
    ) -> Result<HashMap<usize, Said>, ReadError> {
        let mut said: HashMap<usize, Said> = HashMap::new();
        let mut waiting = take(&mut self.waiting);
        // Of a comment that several have, the newest knows best.
        waiting.sort_by_key(|(draft, _)| Reverse(draft.head.updated.map(|time| time.at())));
        let mut heard = Vec::new();
        for (draft, is_beside) in waiting {
            match draft.answers()? {
                Some(answers) if !self.drafts.is_empty() => heard.push((draft, answers)),
                None if is_beside => draft.leave_out(intake),
                _ => self.take(draft)?,
            }
        }
        let posts = self.answered(heard.iter().flat_map(|(_, answers)| answers))?;
        for (draft, answers) in heard {
            let found: Vec<_> = answers.iter().map(|answer| answer.post(&posts)).collect();
            let first = found.iter().flatten().map(|post| post.blog).next();
            // The feed of its posts may have the newest only.
            let of_home = || draft.names().iter().find_map(|name| self.names.get(name)).copied();
            let Some(blog) = first.or_else(of_home) else {
                self.take(draft)?;
                continue;
            };
            let (itself, home) = (draft.head.itself.as_deref(), draft.head.home.as_deref());
            self.known.add(&draft.file, itself, home, blog);
            let Draft { posts: slots, entries, authors, as_written, notes, of_files, .. } = draft;
            let of_entries = notes.into_iter().map(|mut note| {
                // What it is on is no post.
                note.place.post = None;
                note
            });
            said.entry(blog).or_default().notes.extend(of_entries.chain(of_files));
            let entries = slots.into_iter().zip(entries).zip(answers.into_iter().zip(found));
            for ((slot, entry), (answer, post)) in entries {
                let post = post.cloned();
                let blog = post.as_ref().map_or(blog, |post| post.blog);
                let comment = comment(slot, &authors, as_written, &answer, &posts)?;
                let place = post.map(|post| post.place);
                said.entry(blog).or_default().comments.push((place, comment, entry));
            }
        }
        Ok(said)
    }

    /// The posts that entries answer, by their ids and addresses.
    fn answered<'a>(
        &self,
        answers: impl Iterator<Item = &'a Answer>,
    ) -> io::Result<HashMap<String, Answered>> {
        let wanted: HashSet<&str> = answers.flat_map(Answer::names).collect();
        let mut posts = HashMap::new();
        if wanted.is_empty() {
            return Ok(posts);
        }
        for (blog, draft) in self.drafts.iter().enumerate() {
            for (place, slot) in (0_u32..).zip(&draft.posts) {
                let post = slot.get()?;
                let names = [Some(post.id.to_string()), post.permalink.as_deref().map(plain)];
                for name in names.into_iter().flatten().filter(|it| wanted.contains(it.as_str())) {
                    let title = post.title.clone();
                    posts.entry(name).or_insert(Answered { blog, place, title });
                }
            }
            // Ids that posts had before.
            for (id, &place) in draft.places.iter().filter(|(id, _)| wanted.contains(id.as_str())) {
                let answered = Answered { blog, place, title: None };
                posts.entry(id.to_string()).or_insert(answered);
            }
        }
        Ok(posts)
    }
}

impl Draft {
    /// Whether it says that it is a feed of comments.
    pub(in crate::readers::feed) fn says_comments(&self) -> bool {
        comments::are_said(self.head.title.as_deref(), self.head.itself.as_deref())
    }

    /// Leaves out its entries: they are comments, and nobody knows of which posts.
    fn leave_out(self, intake: &mut Intake) {
        for entry in self.entries {
            let found = "a feed of comments, which are no posts";
            intake.leave_out(entry, Rule::NotRecognised, found);
        }
    }

    /// What each of its entries answers, if each says of which post it is.
    fn answers(&self) -> io::Result<Option<Vec<Answer>>> {
        if self.posts.is_empty() {
            return Ok(None);
        }
        self.posts.iter().map(|slot| Ok(Answer::of(&*slot.get()?))).collect()
    }
}

impl Answer {
    /// None if the entry does not say that it is a comment of a post.
    fn of(post: &Post) -> Option<Self> {
        let ids = post.in_reply_to.iter().map(|answered| {
            let address = answered.url.as_deref().unwrap_or(&answered.reference);
            (answered.reference.clone(), is_web(address).then(|| plain(address)))
        });
        let link = post.permalink.as_deref().filter(|it| is_web(it));
        let page = link.map(|link| link.split_once('#').unwrap_or((link, "")));
        let is_place = page.is_some_and(|(_, anchor)| !digits_at_end(anchor).is_empty());
        let answer = Self { ids: ids.collect(), page: page.map(|(page, _)| page_of(page)) };
        (is_place || !answer.ids.is_empty()).then_some(answer)
    }

    /// Everything by which the post may be known.
    fn names(&self) -> impl Iterator<Item = &str> {
        let of_ids = self
            .ids
            .iter()
            .flat_map(|(id, address)| std::iter::once(id.as_str()).chain(address.as_deref()));
        of_ids.chain(self.page.as_deref())
    }

    /// The post, as far as the entry says which it is: behind a comment that is answered, too.
    fn stated(&self) -> PostId {
        let last = self.ids.last().map(|(id, _)| id.as_str()).or(self.page.as_deref());
        PostId::new(last.unwrap_or_default())
    }

    /// The id of the comment that it answers, if it answers one: what is not the post.
    fn parent(&self, posts: &HashMap<String, Answered>) -> Option<&str> {
        let is_post = |id: &str, address: Option<&str>| {
            posts.contains_key(id) || address.is_some_and(|it| posts.contains_key(it))
        };
        let mut others = self.ids.iter().filter(|(id, address)| !is_post(id, address.as_deref()));
        let first = others.next().map(|(id, _)| id.as_str());
        // Where the post is not here, it is the last that is named.
        first.filter(|_| self.post(posts).is_some() || others.next().is_some())
    }

    /// The post, if it is here.
    fn post<'p>(&self, posts: &'p HashMap<String, Answered>) -> Option<&'p Answered> {
        self.names().find_map(|name| posts.get(name))
    }
}

/// The page of a post, as two addresses are compared: without the number of the page of its comments, as WordPress has it,
/// and without what Blogger adds.
fn page_of(address: &str) -> String {
    let address = address.split("?showComment=").next().unwrap_or(address);
    let plain = plain(address);
    let number = |it: &str| it.strip_prefix("comment-page-").is_some_and(|it| !it.is_empty());
    match plain.rsplit_once('/') {
        Some((post, last)) if number(last) => post.to_owned(),
        _ => plain,
    }
}

/// The comment that an entry is. Fails when the spool does.
fn comment(
    slot: Slot<Post>,
    people: &BTreeMap<AuthorId, Author>,
    as_written: bool,
    answer: &Answer,
    posts: &HashMap<String, Answered>,
) -> io::Result<Comment> {
    let mut post = slot.into_record()?;
    let restored = |id: &str| {
        let ours = if as_written { None } else { id::restored_comment(id) };
        CommentId::new(ours.unwrap_or_else(|| id.to_owned()))
    };
    let (body, is_html) = match post.content.take() {
        Some(content) if content.media_type == MediaType::PLAIN => (content.original, false),
        Some(content) => (content.html, true),
        None => (Body::inline(post.summary.take().unwrap_or_default()), false),
    };
    let answered = answer.post(posts);
    if let (Some(summary), true) = (&post.summary, is_html)
        && begins_with(&to_text(&body.text()?), summary)
    {
        post.summary = None;
    }
    // Larder's feeds call each so.
    let usual = answered.and_then(|it| it.title.as_deref()).map(|title| format!("Re: {title}"));
    post.title = post.title.take().filter(|title| Some(title) != usual.as_ref());
    let mut comment = Comment::new(restored(post.id.as_str()), answer.stated(), body);
    comment.is_html = is_html;
    comment.parent = answer.parent(posts).map(restored);
    comment.published = post.published.take().or_else(|| post.updated.take());
    // What is not said to be public is not.
    comment.status = match (post.status, post.visibility) {
        (Some(Status::Published), Some(Visibility::Public)) => Some(Status::Published),
        (status, _) => status.filter(|status| *status != Status::Published),
    };
    if let Some(author) = post.authors.first().and_then(|id| people.get(id)) {
        comment.author_name.clone_from(&author.name);
        comment.author_url.clone_from(&author.url);
        comment.author_email.clone_from(&author.email);
        post.authors.remove(0);
    }
    post.permalink = post.permalink.take().filter(|it| it.contains('#'));
    post.in_reply_to = Default::default();
    comment.extra = take(&mut post.extra);
    if let Some(rest) = rest_of(&post)? {
        comment.extra.insert("feed:entry", rest);
    }
    Ok(comment)
}

/// What an entry says besides what a comment has a place for.
fn rest_of(post: &Post) -> io::Result<Option<Value>> {
    let mut rest = serde_json::to_value(post).map_err(io::Error::other)?;
    if let Value::Object(rest) = &mut rest {
        const KNOWN: [&str; 5] = ["id", "kind", "status", "visibility", "source"];
        rest.retain(|name, _| !KNOWN.contains(&name.as_str()));
    }
    Ok(Some(rest).filter(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty())))
}

/// Whether a text begins with what a summary says, white space aside.
fn begins_with(text: &str, summary: &str) -> bool {
    let summary = summary.trim_end().trim_end_matches(['…', '.']);
    let mut words = text.split_whitespace();
    let mut last = "";
    summary.split_whitespace().all(|word| {
        last = words.next().unwrap_or_default();
        last == word || last.starts_with(word)
    })
}

impl Said {
    /// Adds the comments to their blog, each once, the oldest first. Fails when the spool does.
    pub(super) fn add_to(mut self, blog: &mut Blog, intake: &mut Intake) -> Result<(), ReadError> {
        blog.notes.append(&mut self.notes);
        let mut places: HashMap<CommentId, usize> = HashMap::new();
        let mut comments: Vec<Comment> = Vec::new();
        let mut without_post: Vec<Value> = Vec::new();
        for (place, mut comment, entry) in self.comments {
            intake.ledger().turns_out(entry, ItemKind::Comment);
            let Some(place) = place else {
                without_post.push(serde_json::to_value(comment).map_err(io::Error::other)?);
                let place = format!("site `{WITHOUT_POST}`");
                intake.ledger().settle(entry, Fate::StoredAside { place });
                continue;
            };
            comment.post = blog.posts.head(place as usize).id.clone();
            let post = comment.post.clone();
            match places.entry(comment.id.clone()) {
                hash_map::Entry::Vacant(free) => {
                    free.insert(comments.len());
                    comments.push(comment);
                    intake.ledger().settle(entry, Fate::Carried { post: Some(post) });
                }
                hash_map::Entry::Occupied(known) => {
                    join(&mut comments[*known.get()], &comment)?;
                    intake.ledger().settle(entry, Fate::Joined { post });
                }
            }
        }
        comments.sort_by_key(|comment| {
            let at = comment.published.map(|time| time.at());
            (at.is_none(), at)
        });
        let spool = std::sync::Arc::clone(intake.spool());
        Slot::away_all(comments, &spool)?.into_iter().for_each(|slot| blog.comments.add(slot));
        if !without_post.is_empty() {
            blog.site.extra.insert(WITHOUT_POST, without_post);
        }
        Ok(())
    }
}

/// Adds to a comment what another feed says of it: what it lacks, and the text, if that is another one. Fails when the spool
/// does.
fn join(comment: &mut Comment, other: &Comment) -> io::Result<()> {
    comment.parent = comment.parent.take().or_else(|| other.parent.clone());
    comment.author_name = comment.author_name.take().or_else(|| other.author_name.clone());
    comment.author_url = comment.author_url.take().or_else(|| other.author_url.clone());
    comment.author_email = comment.author_email.take().or_else(|| other.author_email.clone());
    comment.published = comment.published.or(other.published);
    if comment.status != other.status && comment.status == Some(Status::Published) {
        comment.status = other.status;
    }
    let words = |body: &Body, is_html: bool| -> io::Result<String> {
        let text = body.text()?;
        let text = if is_html { to_text(&text) } else { text.into_owned() };
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    if words(&comment.body, comment.is_html)? != words(&other.body, other.is_html)? {
        let mut older = comment.extra.value(OLDER).and_then(Value::as_array).cloned();
        let older = older.get_or_insert_default();
        older.push(other.body.text()?.into_owned().into());
        comment.extra.insert(OLDER, take(older));
    }
    Ok(())
}
