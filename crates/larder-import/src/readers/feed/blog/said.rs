//! From feeds of comments to the comments of blogs: each entry belongs to the post that it answers, or that its link leads
//! into.
//!
//! Whether a document is of comments is decided once all posts are known, and for the document as a whole: it says so, each
//! of its entries says which comment of which post it is, and one of these posts is here. All others are feeds of posts.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, hash_map},
    io,
    mem::take,
};

use larder_core::{
    Author, AuthorId, Blog, Body, Cancel, Comment, CommentId, EntryId, Fate, ItemKind, MediaType,
    Note, NoteKind, Post, PostId, Rule, Slot, Spool, Status, Term, TermId, Visibility,
};
use larder_html::text::to_text;
use serde_json::{Map, Value, json};

use super::{Blogs, Draft};
use crate::{
    Intake, ReadError,
    address::{is_web, plain},
    readers::feed::{comments, id},
    web,
};

/// Where comments are kept whose post is not in the input, the heads of their feeds, and what other feeds say of a comment.
const WITHOUT_POST: &str = "feed:comments-without-post";
const HEADS: &str = "feed:comments-heads";
const OTHERS: &str = "feed:other-versions";

/// What an entry says of its post.
#[derive(Debug, Default)]
struct Answer {
    /// The ids of what it answers, each with an address, as two are compared.
    ids: Vec<(String, Option<String>)>,
    /// The page that its link leads to, as two addresses are compared.
    page: Option<String>,
    /// Whether its link leads to the place of a comment in that page.
    is_place: bool,
}

/// A post that has comments: its blog, its place there, its title, and its address as two are compared.
#[derive(Clone, Debug)]
struct Answered {
    blog: usize,
    place: u32,
    title: Option<String>,
    address: Option<String>,
}

/// A feed of comments, and the blog that it is of.
pub(super) struct Heard {
    draft: Draft,
    answers: Vec<Answer>,
    blog: usize,
}

/// The feeds of comments of an input.
#[derive(Default)]
pub(super) struct Said {
    feeds: Vec<Heard>,
    /// The posts that entries answer, by their ids and addresses.
    posts: HashMap<String, Answered>,
    /// The ids of all comments.
    ids: HashSet<String>,
    /// The ids that comments of several posts have, as they are in the blog.
    clashing: HashSet<CommentId>,
}

impl Blogs {
    /// Takes a document that may be a feed of comments. `is_beside` says whether it stands where Larder writes one: then it
    /// is none of posts in any case.
    pub(in crate::readers::feed) fn hear(&mut self, draft: Draft, is_beside: bool) {
        self.waiting.push((draft, is_beside));
    }

    /// Decides which documents are feeds of comments, and of which blogs. The others become blogs as other feeds do. Fails
    /// when the spool does, and when the user cancels.
    pub(super) fn decide(
        &mut self,
        cancel: &Cancel,
        intake: &mut Intake,
    ) -> Result<Said, ReadError> {
        let mut said = Said::default();
        let mut waiting = take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(said);
        }
        // Of a comment that several have, the newest knows best.
        waiting
            .sort_by_key(|(draft, _)| std::cmp::Reverse(draft.head.updated.map(|time| time.at())));
        // Alone, a feed of comments is a feed like others.
        let has_posts = self.drafts.iter().any(|draft| !draft.posts.is_empty());
        let (mut heard, mut others) = (Vec::new(), Vec::new());
        let mut posts_of: HashMap<CommentId, (usize, u32)> = HashMap::new();
        for (draft, is_beside) in waiting {
            match draft.answers()? {
                Some(answers) if has_posts => heard.push((draft, answers, is_beside)),
                None if is_beside => draft.leave_out(intake),
                _ => others.push(draft),
            }
        }
        said.posts = self.answered(heard.iter().flat_map(|(_, answers, _)| answers), cancel)?;
        for (draft, answers, is_beside) in heard {
            // Larder writes the address of the post as that of a comment, wherever the file lies now.
            let is_sure = is_beside || draft.is_ours();
            match self.blog_of(&draft, &answers, &said.posts, is_sure) {
                Some(blog) => {
                    let (itself, home) = (draft.head.itself.as_deref(), draft.head.home.as_deref());
                    self.known.add(&draft.file, itself, home, blog);
                    let ids = draft.posts.iter().map(|slot| slot.head().id.to_string());
                    said.ids.extend(ids);
                    for (slot, answer) in draft.posts.iter().zip(&answers) {
                        let Some(post) = answer.post(&said.posts) else { continue };
                        let id = restored(slot.head().id.as_str(), draft.as_written);
                        let place = (post.blog, post.place);
                        if *posts_of.entry(id.clone()).or_insert(place) != place {
                            said.clashing.insert(id);
                        }
                    }
                    said.feeds.push(Heard { draft, answers, blog });
                }
                None if is_beside || draft.posts.is_empty() => draft.leave_out(intake),
                None => others.push(draft),
            }
        }
        others.into_iter().try_for_each(|draft| self.take(draft))?;
        Ok(said)
    }

    /// The blog of a feed of comments. None if it is of posts, or of a blog that is not here.
    fn blog_of(
        &self,
        draft: &Draft,
        answers: &[Answer],
        posts: &HashMap<String, Answered>,
        is_sure: bool,
    ) -> Option<usize> {
        let mut first = None;
        for answer in answers {
            let post = answer.post(posts);
            let leads = |post: &Answered| answer.page.is_none() || answer.page == post.address;
            match post {
                // What answers a post and has a page of its own is a post.
                Some(post) if !answer.is_place && !leads(post) => return None,
                Some(post) => first = first.or(Some(post.blog)),
                None if answer.is_place || is_sure => {}
                None if answer.page.is_some() => return None,
                None => {}
            }
        }
        // The feed of the posts may have the newest only.
        let is_sure = is_sure || answers.iter().all(|answer| answer.is_place);
        first.or_else(|| if is_sure { self.nearest(draft, answers) } else { None })
    }

    /// The only blog at the place on the web where a feed says that it is, or where its entries are.
    fn nearest(&self, draft: &Draft, answers: &[Answer]) -> Option<usize> {
        let names = draft.names();
        if let Some(place) = names.iter().find_map(|name| self.names.get(name)) {
            return Some(*place);
        }
        let key = |home: &str| Some(web::address::blog(home)).filter(|key| !key.is_empty());
        let pages = answers.iter().filter_map(|answer| answer.page.as_deref());
        let own = draft.head.home.as_deref().and_then(key);
        let own =
            own.or_else(|| pages.map(|page| format!("https://{page}")).find_map(|it| key(&it)))?;
        let homes = self.drafts.iter().map(|it| it.head.home.as_deref().and_then(key));
        let mut same = homes.enumerate().filter(|(_, home)| home.as_deref() == Some(&*own));
        let (place, _) = same.next()?;
        same.next().is_none().then_some(place)
    }

    /// The posts that entries answer, by their ids and addresses.
    fn answered<'a>(
        &self,
        answers: impl Iterator<Item = &'a Answer>,
        cancel: &Cancel,
    ) -> Result<HashMap<String, Answered>, ReadError> {
        let wanted: HashSet<&str> = answers.flat_map(Answer::names).collect();
        let mut posts = HashMap::new();
        if wanted.is_empty() {
            return Ok(posts);
        }
        for (blog, draft) in self.drafts.iter().enumerate() {
            let own = (0_u32..).zip(&draft.posts);
            let versions = draft.versions.iter().map(|version| (version.place, &version.slot));
            for (place, slot) in own.chain(versions) {
                if cancel.is_cancelled() {
                    return Err(ReadError::Cancelled);
                }
                let post = slot.get()?;
                let address = post.permalink.as_deref().map(plain);
                let names = [Some(post.id.to_string()), address.clone()];
                for name in names.into_iter().flatten().filter(|it| wanted.contains(it.as_str())) {
                    let (title, address) = (post.title.clone(), address.clone());
                    posts.entry(name).or_insert(Answered { blog, place, title, address });
                }
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

    /// Whether Larder wrote it.
    fn is_ours(&self) -> bool {
        self.head.generator.as_deref().is_some_and(|it| it.starts_with("Larder "))
    }

    /// Leaves out its entries, if it has any: they are comments, and nobody knows of which posts.
    fn leave_out(self, intake: &mut Intake) {
        for entry in self.entries {
            let found = "a feed of comments, which are no posts";
            intake.leave_out(entry, Rule::NotRecognised, found);
        }
        self.of_files.into_iter().for_each(|note| intake.note(note));
    }

    /// What each of its entries answers, if each says of which post it is.
    fn answers(&self) -> io::Result<Option<Vec<Answer>>> {
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
        let place = link.and_then(comments::place_of);
        let page = place.as_ref().map(|(page, _)| plain(page)).or_else(|| link.map(plain));
        let answer = Self { ids: ids.collect(), page, is_place: place.is_some() };
        (answer.is_place || !answer.ids.is_empty()).then_some(answer)
    }

    /// Everything by which the post may be known.
    fn names(&self) -> impl Iterator<Item = &str> {
        let of_ids = self
            .ids
            .iter()
            .flat_map(|(id, address)| std::iter::once(id.as_str()).chain(address.as_deref()));
        of_ids.chain(self.page.as_deref())
    }

    /// The post, if it is here.
    fn post<'p>(&self, posts: &'p HashMap<String, Answered>) -> Option<&'p Answered> {
        self.names().find_map(|name| posts.get(name))
    }

    /// The post, as far as the entry says which it is: the page it leads into, else what it names last, behind a comment that
    /// is answered, too.
    fn stated(&self) -> PostId {
        let page = self.page.as_deref().filter(|_| self.is_place);
        let last = page.or(self.ids.last().map(|(id, _)| id.as_str()));
        PostId::new(last.unwrap_or_default())
    }
}

impl Said {
    /// Adds all comments to their blogs, each once. Fails when the spool does, and when the user cancels.
    pub(super) fn add_to(
        self,
        blogs: &mut [Blog],
        cancel: &Cancel,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let Self { feeds, posts, ids, clashing } = self;
        let spool = std::sync::Arc::clone(intake.spool());
        let mut shown: Vec<Shown> = blogs.iter().map(|_| Shown::default()).collect();
        for Heard { draft, answers, blog: of_feed } in feeds {
            shown[of_feed].head(&draft);
            let is_ours = draft.is_ours();
            let Draft { posts: slots, entries, notes, of_files, .. } = draft;
            let people = People { authors: draft.authors, terms: draft.terms };
            let of_entries = notes.into_iter().map(|mut note| {
                // What it is on is no post.
                note.place.post = None;
                note
            });
            blogs[of_feed].notes.extend(of_entries.chain(of_files));
            let maker = Maker {
                people: &people,
                posts: &posts,
                ids: &ids,
                as_written: draft.as_written,
                is_ours,
            };
            for ((slot, entry), answer) in slots.into_iter().zip(entries).zip(answers) {
                if cancel.is_cancelled() {
                    return Err(ReadError::Cancelled);
                }
                let mut comment = maker.comment(slot, &answer)?;
                intake.ledger().turns_out(entry, ItemKind::Comment);
                let Some(post) = answer.post(&posts) else {
                    shown[of_feed].without_post(comment, entry, intake)?;
                    continue;
                };
                let blog = &mut blogs[post.blog];
                comment.post = blog.posts.head(post.place as usize).id.clone();
                // One id may be that of several comments, each of another post.
                for id in [Some(&mut comment.id), comment.parent.as_mut()].into_iter().flatten() {
                    if clashing.contains(id) {
                        *id = CommentId::new(format!("{}#{id}", comment.post));
                    }
                }
                shown[post.blog].add(comment, entry, blog, &spool, intake)?;
            }
        }
        for (shown, blog) in shown.into_iter().zip(blogs) {
            shown.finish(blog)?;
        }
        Ok(())
    }
}

/// The id of a comment, as it was before it was written as Larder's feeds have it, unless ids are taken as they stand.
fn restored(id: &str, as_written: bool) -> CommentId {
    let ours = if as_written { None } else { id::restored_comment(id) };
    CommentId::new(ours.unwrap_or_else(|| id.to_owned()))
}

/// The people and terms of a feed.
struct People {
    authors: BTreeMap<AuthorId, Author>,
    terms: BTreeMap<TermId, Term>,
}

/// Makes comments of the entries of a feed.
struct Maker<'a> {
    people: &'a People,
    posts: &'a HashMap<String, Answered>,
    ids: &'a HashSet<String>,
    as_written: bool,
    /// Whether Larder wrote the feed.
    is_ours: bool,
}

impl Maker<'_> {
    /// The comment that an entry is; of its post, what the entry says. Fails when the spool does.
    fn comment(&self, slot: Slot<Post>, answer: &Answer) -> io::Result<Comment> {
        let mut post = slot.into_record()?;
        let answered = answer.post(self.posts);
        let mut rest = Map::new();
        let (body, is_html) = match post.content.take() {
            Some(content) if content.media_type == MediaType::PLAIN => (content.original, false),
            Some(content) => {
                if content.media_type != MediaType::HTML {
                    rest.insert("original".into(), content.original.text()?.into());
                    rest.insert("media_type".into(), json!(content.media_type));
                }
                (content.html, true)
            }
            None => (Body::inline(post.summary.take().unwrap_or_default()), false),
        };
        if let (Some(summary), true) = (&post.summary, is_html)
            && begins_with(&to_text(&body.text()?), summary)
        {
            post.summary = None;
        }
        let id = restored(post.id.as_str(), self.as_written);
        let mut comment = Comment::new(id, answer.stated(), body);
        comment.is_html = is_html;
        comment.published = post.published.take();
        // What is not said to be public is not.
        comment.status = match (post.status, post.visibility) {
            (Some(Status::Published), Some(Visibility::Public)) => Some(Status::Published),
            (status, _) => status.filter(|status| *status != Status::Published),
        };
        self.signed(&mut comment, &mut post, &mut rest);
        self.answering(&mut comment, &mut post, answer);
        if self.is_ours && comment.published.is_none() {
            // Atom demands a date: it is that of the post.
            post.updated = None;
        }
        if post.updated == comment.published {
            post.updated = None;
        }
        // Larder's feeds call each so.
        let usual = answered.and_then(|it| it.title.as_deref()).map(|title| format!("Re: {title}"));
        post.title = post.title.take().filter(|title| Some(title) != usual.as_ref());
        let leads = |link: &String| answered.is_some_and(|it| it.address == Some(plain(link)));
        post.permalink = post.permalink.take().filter(|link| !leads(link));
        let terms: Vec<&Term> =
            post.terms.iter().filter_map(|id| self.people.terms.get(id)).collect();
        if !terms.is_empty() {
            rest.insert("terms".into(), json!(terms));
            post.terms = Default::default();
        }
        comment.extra = take(&mut post.extra);
        if let Some(rest) = rest_of(&post, rest)? {
            comment.extra.insert("feed:entry", rest);
        }
        Ok(comment)
    }

    /// Who wrote it: the first who is named. The others are kept beside it.
    fn signed(&self, comment: &mut Comment, post: &mut Post, rest: &mut Map<String, Value>) {
        let mut authors = take(&mut post.authors).into_iter();
        let mut people = authors.by_ref().filter_map(|id| self.people.authors.get(&id));
        let Some(first) = people.next() else { return };
        // Atom demands a name: Larder writes one where there is none.
        let is_nobody = self.is_ours
            && first.url.is_none()
            && matches!(first.name.as_deref(), Some("Anonymous" | "익명"));
        if !is_nobody {
            comment.author_name.clone_from(&first.name);
        }
        comment.author_url.clone_from(&first.url);
        comment.author_email.clone_from(&first.email);
        if let Some(image) = &first.image {
            rest.insert("author_image".into(), image.as_str().into());
        }
        let others: Vec<&Author> = people.collect();
        if !others.is_empty() {
            rest.insert("authors".into(), json!(others));
        }
    }

    /// The comment that it answers, if it answers one. What it names besides that and its post is kept.
    fn answering(&self, comment: &mut Comment, post: &mut Post, answer: &Answer) {
        let named = |id: &str, address: Option<&str>| {
            self.posts.contains_key(id) || address.is_some_and(|it| self.posts.contains_key(it))
        };
        let is_comment =
            |id: &str| self.ids.contains(id) || is_web(id) && comments::place_of(id).is_some();
        let ids = answer.ids.iter();
        let mut others = ids.filter(|(id, address)| !named(id, address.as_deref()));
        let parent = others.clone().find(|(id, _)| is_comment(id)).map(|(id, _)| id.as_str());
        comment.parent = parent.map(|id| restored(id, self.as_written));
        let is_told = post.in_reply_to.iter().all(|it| it.url.is_none() && it.media_type.is_none())
            && others.all(|(id, _)| Some(id.as_str()) == parent)
            && answer.post(self.posts).is_some();
        if is_told {
            post.in_reply_to = Default::default();
        }
    }
}

/// What an entry says besides what a comment has a place for.
fn rest_of(post: &Post, more: Map<String, Value>) -> io::Result<Option<Value>> {
    const KNOWN: [&str; 5] = ["id", "kind", "status", "visibility", "source"];
    let mut rest = match serde_json::to_value(post).map_err(io::Error::other)? {
        Value::Object(rest) => rest,
        _ => Map::new(),
    };
    rest.retain(|name, _| !KNOWN.contains(&name.as_str()));
    rest.extend(more);
    Ok((!rest.is_empty()).then_some(Value::Object(rest)))
}

/// Whether a text begins with what a summary says, white space aside. The last word of a summary may be cut off.
fn begins_with(text: &str, summary: &str) -> bool {
    let cut = summary.trim_end().trim_end_matches('…');
    let (mut words, mut said) = (text.split_whitespace(), cut.split_whitespace().peekable());
    while let Some(word) = said.next() {
        let found = words.next().unwrap_or_default();
        let is_last = said.peek().is_none();
        if found != word
            && !(is_last && cut.len() < summary.trim_end().len() && found.starts_with(word))
        {
            return false;
        }
    }
    true
}

/// The comments that a blog has so far.
#[derive(Default)]
struct Shown {
    /// Where they are, by their posts and ids.
    places: HashMap<(PostId, CommentId), usize>,
    /// What other feeds say of a comment, by its place.
    others: BTreeMap<usize, Vec<Value>>,
    without_post: Vec<Value>,
    aside: HashSet<CommentId>,
    heads: Vec<Value>,
    /// The addresses of the documents, and those that they link to.
    documents: BTreeSet<String>,
    linked: BTreeSet<String>,
}

impl Shown {
    /// Keeps what a feed of comments says of itself, but for those that Larder wrote.
    fn head(&mut self, draft: &Draft) {
        let head = &draft.head;
        self.documents.extend(draft.documents.iter().cloned());
        self.linked.extend(draft.linked.iter().cloned());
        let mut extra = larder_core::Extra::default();
        head.extensions.clone().move_to(&mut extra);
        let authors = head.authors.iter();
        let authors: Vec<Value> = authors
            .map(|it| json!({ "name": it.name, "email": it.email, "url": it.url }))
            .collect();
        let mut said = json!({
            "authors": authors, "id": head.id, "title": head.title, "description": head.description,
            "home": head.home, "feed": head.itself, "language": head.language,
            "rights": head.rights, "generator": head.generator, "updated": head.updated,
            "image": head.image.as_ref().map(|it| &it.url), "deleted": head.deleted,
            "extra": extra,
        });
        if let Value::Object(said) = &mut said {
            let is_said = |value: &Value| match value {
                Value::Null => false,
                Value::Array(list) => !list.is_empty(),
                Value::Object(map) => !map.is_empty(),
                _ => true,
            };
            said.retain(|_, value| is_said(value));
        }
        if !draft.is_ours() || !head.deleted.is_empty() {
            self.heads.push(said);
        }
    }

    fn without_post(
        &mut self,
        comment: Comment,
        entry: EntryId,
        intake: &mut Intake,
    ) -> io::Result<()> {
        let place = format!("site `{WITHOUT_POST}`");
        intake.ledger().settle(entry, Fate::StoredAside { place: place.into() });
        let value = serde_json::to_value(&comment).map_err(io::Error::other)?;
        if self.aside.insert(comment.id) || !self.without_post.contains(&value) {
            self.without_post.push(value);
        }
        Ok(())
    }

    fn add(
        &mut self,
        comment: Comment,
        entry: EntryId,
        blog: &mut Blog,
        spool: &std::sync::Arc<dyn Spool>,
        intake: &mut Intake,
    ) -> io::Result<()> {
        let post = comment.post.clone();
        match self.places.entry((post.clone(), comment.id.clone())) {
            hash_map::Entry::Vacant(free) => {
                free.insert(blog.comments.len());
                blog.comments.add(Slot::away(comment, spool)?);
                intake.ledger().settle(entry, Fate::Carried { post: Some(post) });
            }
            hash_map::Entry::Occupied(known) => {
                let place = *known.get();
                let mut first = blog.comments.get(place)?.into_owned();
                let (is_filled, differs) = fill(&mut first, &comment)?;
                if is_filled {
                    blog.comments.replace(place, Slot::away(first, spool)?);
                }
                let others = self.others.entry(place).or_default();
                if differs && others.len() == MOST_OTHERS {
                    let found = format!("more than {MOST_OTHERS} versions of one comment");
                    intake.leave_out(entry, Rule::TooMany, found);
                    return Ok(());
                }
                if differs {
                    others.push(serde_json::to_value(&comment).map_err(io::Error::other)?);
                }
                intake.ledger().settle(entry, Fate::Joined { post });
            }
        }
        Ok(())
    }

    /// Adds what is not in the comments themselves. Fails when the spool does.
    fn finish(self, blog: &mut Blog) -> io::Result<()> {
        for (place, others) in self.others.into_iter().filter(|(_, others)| !others.is_empty()) {
            blog.comments.change(place, |comment| {
                comment.extra.insert(OTHERS, others);
            })?;
        }
        if !self.without_post.is_empty() {
            blog.site.extra.insert(WITHOUT_POST, self.without_post);
        }
        if !self.heads.is_empty() {
            blog.site.extra.insert(HEADS, self.heads);
        }
        let missing = self.linked.difference(&self.documents);
        let missing = missing.map(|url| Note::new(NoteKind::FeedPageMissing { url: url.clone() }));
        blog.notes.extend(missing);
        Ok(())
    }
}

/// How many other versions of one comment are kept. More feeds than that have one comment in no blog.
const MOST_OTHERS: usize = 64;

/// Fills a comment with what it lacks and another feed says. Returns whether it does, and whether the other says something
/// else. Fails when the spool does.
fn fill(comment: &mut Comment, other: &Comment) -> io::Result<(bool, bool)> {
    fn one<T: Clone + PartialEq>(own: &mut Option<T>, other: &Option<T>) -> (bool, bool) {
        match (&*own, other) {
            (None, Some(_)) => {
                own.clone_from(other);
                (true, false)
            }
            (Some(own), Some(other)) => (false, own != other),
            (_, None) => (false, false),
        }
    }
    let told = [
        one(&mut comment.parent, &other.parent),
        one(&mut comment.author_name, &other.author_name),
        one(&mut comment.author_url, &other.author_url),
        one(&mut comment.author_email, &other.author_email),
        one(&mut comment.published, &other.published),
    ];
    let mut is_filled = told.iter().any(|(filled, _)| *filled);
    if comment.status != other.status && comment.status == Some(Status::Published) {
        comment.status = other.status;
        is_filled = true;
    }
    let words = |comment: &Comment| -> io::Result<String> {
        let text = comment.body.text()?;
        let text = if comment.is_html { to_text(&text) } else { text.into_owned() };
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let differs = told.iter().any(|(_, differs)| *differs)
        || !other.extra.is_empty() && other.extra != comment.extra
        || words(comment)? != words(other)?;
    Ok((is_filled, differs))
}
