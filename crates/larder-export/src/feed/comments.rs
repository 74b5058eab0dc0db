//! The feeds of comments that were shown, for formats that have them: what others wrote under the posts of the feed. One has
//! them all, and each post that has some may have one of its own, to which it leads (`wfw:commentRss`, RFC 4685).
//!
//! Personal data of others, so that it is written only when it is asked for, and fails closed: a comment of which the
//! archive does not say that it was shown is not in it, nor is one under a post that is not in the feed, nor one that
//! says nothing. Each is counted: comments of the blog = comments written + comments left out by named rules. Names and
//! addresses of web pages are carried, addresses of e-mail and of the network never.

mod document;

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io,
};

use larder_core::{
    Comment, CommentAccount, CommentHead, CommentId, Rule, Status, Timestamp,
    format::COMMENTS_FOLDER,
};
use larder_html::{Normalise, escape, is_blank, normalise, url::Base};

pub(super) use self::document::{leave_out, write};
use super::{
    Channel, Cost, Feed, Layout, body,
    entry::permalink,
    language::is_korean,
    line::line,
    people::{Person, homepage, name_of},
};
use crate::{Also, WriteOptions, slug};

/// How a format writes comments.
pub(crate) trait CommentLayout: Send + Sync {
    /// The name of the file of all comments.
    fn file(&self) -> &'static str;

    /// Writes what stands before the first comment.
    fn head(&self, feed: &Feed<'_>, page: &CommentPage, out: &mut Vec<u8>);

    /// Writes one comment.
    fn comment(&self, feed: &Feed<'_>, said: &Said<'_>, out: &mut Vec<u8>);

    /// Whether each comment must have a date. By default not.
    fn demands_dates(&self) -> bool {
        false
    }

    /// What stands after the last comment.
    fn foot(&self) -> &'static [u8];
}

/// The shown comments under the posts of a feed.
#[derive(Debug, Default)]
pub(crate) struct Comments<'a> {
    /// Their places in the blog, newest first, and those of their posts in the feed.
    places: Vec<(usize, usize)>,
    /// Which there are.
    ids: HashSet<&'a CommentId>,
    /// The posts under which they stand, by their places in the feed.
    answered: BTreeMap<usize, Answered>,
    /// The address of the feed of all, where that is asked for.
    address: Option<String>,
    /// What becomes of all comments of the blog, where they are asked for.
    account: Option<CommentAccount>,
}

/// A post that has comments.
#[derive(Clone, Debug)]
struct Answered {
    id: String,
    title: Option<String>,
    link: Option<String>,
    date: Option<Timestamp>,
    /// Its comments by their places in the blog, newest first.
    comments: Vec<usize>,
    /// When the newest of them was written, as far as they tell.
    updated: Option<Timestamp>,
    /// The feed of just these, where that is asked for.
    own: Option<Own>,
}

/// The feed of the comments under one post.
#[derive(Clone, Debug)]
struct Own {
    /// The name of its file within the output.
    file: String,
    address: Option<String>,
}

/// What a feed of comments says about itself.
#[derive(Clone, Debug)]
pub(crate) struct CommentPage {
    /// The name of its file within the output.
    file: String,
    /// What it says about the blog, and where it stands.
    pub(crate) channel: Channel,
    /// Its id.
    pub(crate) id: String,
    /// The latest date of a comment, else of the posts, for formats that demand one.
    pub(crate) dated: Option<Timestamp>,
}

/// A comment as feeds carry it.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    /// The id, a URI.
    pub(crate) id: String,
    /// The line that stands for a title: that of the post it answers.
    pub(crate) title: String,
    /// The address of the post.
    pub(crate) link: Option<&'a str>,
    /// Who wrote it, where it is signed.
    pub(crate) author: Option<Person>,
    /// When it was written.
    pub(crate) published: Option<Timestamp>,
    /// When it was written, else when the post was, for formats that demand a date.
    pub(crate) dated: Option<Timestamp>,
    /// The text in HTML. Never empty.
    pub(crate) html: Cow<'a, str>,
    /// The ids of what it answers: the comment above it if that is shown too, then the post.
    pub(crate) answers: Vec<String>,
}

/// The number of comments of a post, and the address of the feed they are in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replies<'a> {
    /// The address of the feed: that of the post's own comments where there is one, else that of all.
    pub(crate) address: &'a str,
    /// How many comments of the post are in it.
    pub(crate) count: u64,
    /// When the newest of these was written, as far as they tell.
    pub(crate) updated: Option<Timestamp>,
}

/// Whether a feed of comments is asked for.
pub(super) fn are_asked(options: &WriteOptions) -> bool {
    [Also::CommentsFeed, Also::CommentsFeedPerPost].iter().any(|also| options.also.contains(also))
}

impl<'a> Comments<'a> {
    /// The shown comments of a feed whose posts are known. Fails when the spool can no longer be read.
    pub(super) fn new(feed: &Feed<'a>, layout: &dyn Layout) -> io::Result<Self> {
        let mut comments = Self::default();
        let Some(writing) = layout.comments().filter(|_| are_asked(feed.options)) else {
            return Ok(comments);
        };
        let of_all = feed.is_asked(Also::CommentsFeed).then(|| feed.address(writing.file()));
        comments.address = of_all.flatten();
        comments.choose(feed)?;
        let head = |at: usize| feed.blog.comments.head(at);
        let date = |head: &CommentHead| Reverse(head.published.map(|time| time.at()));
        comments.places.sort_by(|&(a, _), &(b, _)| {
            date(head(a)).cmp(&date(head(b))).then_with(|| head(a).id.cmp(&head(b).id))
        });
        comments.look_up_posts(feed, layout)?;
        Ok(comments)
    }

    /// Finds the comments that are written, and counts all of them.
    fn choose(&mut self, feed: &Feed<'a>) -> io::Result<()> {
        // What only the document of everything has, subscribers do not see.
        let newest = feed.posts[..feed.newest].iter().enumerate();
        let posts: HashMap<_, _> =
            newest.map(|(place, &at)| (&feed.blog.posts.head(at).id, place)).collect();
        let slots = feed.blog.comments.slots();
        let mut account = CommentAccount::new(slots.len() as u64);
        for (at, slot) in slots.iter().enumerate() {
            match posts.get(&slot.head().post) {
                None => account.leave_out(Rule::WithoutPost, 1),
                Some(&place) => match rule(slot.get()?.as_ref(), feed)? {
                    Some(rule) => account.leave_out(rule, 1),
                    None => {
                        self.places.push((at, place));
                        self.ids.insert(&slot.head().id);
                    }
                },
            }
        }
        self.account = Some(account);
        Ok(())
    }

    fn look_up_posts(&mut self, feed: &Feed<'a>, layout: &dyn Layout) -> io::Result<()> {
        let mut of_posts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        self.places.iter().for_each(|&(at, place)| of_posts.entry(place).or_default().push(at));
        let mut taken = BTreeSet::new();
        for (place, comments) in of_posts {
            let (post, head) = (feed.post(place)?, feed.head(place));
            let mut cost = Cost::default();
            let dates = comments.iter().map(|&at| feed.blog.comments.head(at).published);
            let own = feed.is_asked(Also::CommentsFeedPerPost).then(|| {
                let name =
                    slug::steady(slug::of_post(&post).as_deref(), head.id.as_str(), &mut taken);
                let file = format!("{COMMENTS_FOLDER}/{name}/{}", layout.format().file);
                Own { address: feed.address(&file), file }
            });
            let answered = Answered {
                id: feed.ids.uri(head.id.as_str()).into_owned(),
                title: post.title.as_deref().and_then(|title| line(title, &mut cost)),
                link: permalink(&post, &mut cost),
                date: head.dated().or_else(|| Some(feed.borrowed.of(&head.id)?.0)),
                updated: dates.flatten().max(),
                comments,
                own,
            };
            self.answered.insert(place, answered);
        }
        Ok(())
    }

    /// The comments of the post at a place of the feed, if they are written.
    pub(super) fn of(&self, place: usize) -> Option<Replies<'_>> {
        let answered = self.answered.get(&place)?;
        let own = answered.own.as_ref().and_then(|own| own.address.as_deref());
        let (count, updated) = (answered.comments.len() as u64, answered.updated);
        Some(Replies { address: own.or(self.address.as_deref())?, count, updated })
    }

    /// One comment. Fails when the spool can no longer be read.
    fn said(
        &self,
        feed: &Feed<'_>,
        (at, place): (usize, usize),
        cost: &mut Cost,
    ) -> io::Result<Said<'_>> {
        let answered = &self.answered[&place];
        let comment = feed.blog.comments.get(at)?;
        let name = comment.author_name.as_deref().and_then(|name| name_of(name, cost));
        let url = homepage(comment.author_url.as_deref(), cost);
        let parent = comment.parent.as_ref().filter(|parent| self.ids.contains(parent));
        let parent = parent.map(|parent| feed.ids.of_comment(parent.as_str()));
        let about = answered.title.as_deref().or(answered.link.as_deref()).unwrap_or("…");
        Ok(Said {
            id: feed.ids.of_comment(comment.id.as_str()),
            title: format!("Re: {about}"),
            link: answered.link.as_deref(),
            author: name.map(|name| Person { name, url, image: None }),
            published: comment.published,
            dated: comment.published.or(answered.date),
            html: html(&comment, answered.link.as_deref(), feed, cost)?.into(),
            answers: parent.into_iter().chain([answered.id.clone()]).collect(),
        })
    }
}

/// The rule that leaves out a comment under a post of the feed, if one does. Fails when it cannot be read back.
fn rule(comment: &Comment, feed: &Feed<'_>) -> io::Result<Option<Rule>> {
    if comment.status != Some(Status::Published) {
        return Ok(Some(Rule::NotPublic));
    }
    // Its post is not read for it: what says nothing without an address of the post hardly does with one.
    let html = html(comment, None, feed, &mut Cost::default())?;
    Ok(is_blank(&html).then_some(Rule::NothingToShow))
}

/// The text in HTML for feeds. Fails when it cannot be read back.
fn html(
    comment: &Comment,
    link: Option<&str>,
    feed: &Feed<'_>,
    cost: &mut Cost,
) -> io::Result<String> {
    let text = comment.body.text()?;
    let text = if comment.is_html { text } else { escape::paragraphs(&text).into() };
    let mut options = Normalise::default();
    options.base = Base::new(None, link.or(feed.home.as_deref()));
    options.embeds = feed.options.embeds;
    let normalised = normalise(&text, &options);
    body::count(&normalised.removed, cost);
    Ok(normalised.html)
}

/// What stands where a format demands an author and a comment is not signed.
pub(crate) fn nobody(feed: &Feed<'_>) -> &'static str {
    in_language(feed, "익명", "Anonymous")
}

fn in_language(feed: &Feed<'_>, korean: &'static str, english: &'static str) -> &'static str {
    if is_korean(feed.channel.language.as_deref()) { korean } else { english }
}
