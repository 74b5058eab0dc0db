//! A post as feeds carry it: everything the three formats share, in texts they can write as they are.

use std::{borrow::Cow, io};

use larder_core::{Post, Rule};
use larder_html::url::Base;

use super::{
    Cost, Feed, Page, Replies, body,
    language::language,
    line::line,
    link::{File, Related, Relative, Reply, files, related, replies, web},
    people::Person,
};
use crate::Extent;

/// A post, ready to be put into a format's model.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    /// The post itself, for its dates and counts.
    pub(crate) post: &'a Post,
    /// The id as the format can hold it.
    pub(crate) id: Cow<'a, str>,
    /// The address of the post.
    pub(crate) link: Option<String>,
    /// The title on one line.
    pub(crate) title: Option<String>,
    /// The summary that the author or the platform wrote.
    pub(crate) summary: Option<String>,
    /// The subtitle on one line.
    subtitle: Option<String>,
    /// The body. Never empty.
    pub(crate) html: Cow<'a, str>,
    /// The language, if it is not the document's.
    pub(crate) language: Option<String>,
    /// Who wrote it.
    pub(crate) authors: Vec<&'a Person>,
    /// The names of its categories and tags, each once.
    pub(crate) terms: Vec<&'a str>,
    /// Where the picture is that stands for it, in formats that show one.
    pub(crate) picture: Option<String>,
    /// The files that come with it, the most important one first.
    pub(crate) files: Vec<File>,
    /// What it is related to.
    pub(crate) related: Vec<Related>,
    /// The copyright line.
    pub(crate) rights: Option<String>,
    /// The comments under it, where they have a feed.
    pub(crate) replies: Option<Replies<'a>>,
    /// What could not be carried.
    pub(crate) cost: Cost,
}

impl<'a> Entry<'a> {
    /// The post at a place of the feed, for one of its documents. Fails when the spool can no longer be read.
    pub(super) fn new(
        feed: &'a Feed<'a>,
        page: &Page,
        place: usize,
        post: &'a Post,
    ) -> io::Result<Self> {
        let mut cost = Cost::default();
        let link = permalink(post, &mut cost);
        let base = Relative::new(link.as_deref(), feed.home.as_deref());
        let title = text(post.title.as_deref(), &mut cost);
        let summary = text(post.summary.as_deref(), &mut cost);
        let subtitle = text(post.subtitle.as_ref().map(|claim| &*claim.value), &mut cost);
        let normalised = body::normalised(feed, post, &base)?;
        let html = body::carried(
            normalised,
            subtitle.as_deref(),
            title.as_deref(),
            link.as_deref(),
            &mut cost,
        );
        let replies = feed.comments.of(place);
        let mut related = related(feed, page, post, &base, &mut cost);
        // A feed that was made of this one's output has the link already.
        related.retain(|link| {
            !link.is_replies() || replies.is_none_or(|own| own.address != link.href)
        });
        let entry = Self {
            post,
            id: feed.id(place).into(),
            title,
            summary,
            subtitle,
            html,
            language: post
                .language
                .as_deref()
                .and_then(language)
                .filter(|language| page.channel.language.as_ref() != Some(language)),
            authors: post.authors.iter().filter_map(|id| feed.people.get(id)).collect(),
            terms: terms(feed, post),
            picture: feed.picture_of(post)?,
            files: files(feed, post, &base, &mut cost)?,
            related,
            rights: text(post.rights.as_deref(), &mut cost),
            replies,
            link,
            cost,
        };
        Ok(entry)
    }

    /// What stands for the body where that is not wanted: summary, subtitle, or the beginning of the text.
    pub(crate) fn lead(&self) -> Cow<'_, str> {
        let told = self.summary.as_deref().or(self.subtitle.as_deref()).map(Cow::Borrowed);
        told.or_else(|| body::summary(&self.html).map(Cow::Owned)).unwrap_or_else(|| {
            Cow::Borrowed(self.title.as_deref().or(self.link.as_deref()).unwrap_or("…"))
        })
    }

    /// Whether the body is wanted.
    pub(crate) fn is_full(feed: &Feed<'_>) -> bool {
        feed.options.extent == Extent::Full
    }

    /// The page where the comments are.
    pub(crate) fn comments(&self) -> Option<&Related> {
        self.related.iter().find(|link| link.is_replies() && !link.is_feed())
    }

    /// The address of their feed in RSS: the one that is written here, else the one that the post had.
    pub(crate) fn comment_rss(&self) -> Option<&str> {
        let mut had = self.related.iter().filter(|link| link.is_replies() && link.is_rss());
        self.replies.map(|own| own.address).or_else(|| Some(&*had.next()?.href))
    }

    /// What it answers.
    pub(crate) fn replies_to(&self, feed: &Feed<'_>) -> Vec<Reply> {
        replies(feed, self.post)
    }
}

/// The rule that keeps a post out of every feed because there is nothing to show of it, if one does.
///
/// Only posts without address, title and summary are looked into. Fails when the text cannot be read back.
pub(crate) fn empty(feed: &Feed<'_>, post: &Post) -> io::Result<Option<Rule>> {
    let mut cost = Cost::default();
    let subtitle = post.subtitle.as_ref().map(|claim| &*claim.value);
    let told = [post.title.as_deref(), post.summary.as_deref(), subtitle];
    if told.into_iter().any(|it| text(it, &mut cost).is_some())
        || permalink(post, &mut cost).is_some()
    {
        return Ok(None);
    }
    let body = body::normalised(feed, post, &Relative::new(None, feed.home.as_deref()))?;
    Ok(body.is_blank().then_some(Rule::NothingToShow))
}

/// The address of a post as feeds can carry it.
pub(crate) fn permalink(post: &Post, cost: &mut Cost) -> Option<String> {
    let stored = post.permalink.as_deref()?;
    let link = web(&Base::default(), stored);
    cost.links += u64::from(link.is_none());
    link
}

fn text(text: Option<&str>, cost: &mut Cost) -> Option<String> {
    text.and_then(|text| line(text, cost))
}

fn terms<'a>(feed: &'a Feed<'_>, post: &Post) -> Vec<&'a str> {
    let names = post.terms.iter().filter_map(|id| feed.terms.get(id)).map(String::as_str);
    let mut terms: Vec<&str> = Vec::with_capacity(post.terms.len());
    // Most posts have a handful; only for many is a set worth making.
    let mut seen = std::collections::HashSet::new();
    let many = post.terms.len() > 16;
    for name in names {
        let new = if many { seen.insert(name) } else { !terms.contains(&name) };
        if new {
            terms.push(name);
        }
    }
    terms
}
