//! What the posts of a feed use, so that its head declares just that.

use larder_core::Post;

use super::{
    FeedKind,
    link::{REPLIES, media_type},
};

/// What at least one post has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// A date of change that is not the date of publication.
    pub(crate) changes: bool,
    /// Files that come with it.
    pub(crate) enclosures: bool,
    /// Typed links.
    pub(crate) links: bool,
    /// Translations.
    pub(crate) translations: bool,
    /// Authors.
    pub(crate) authors: bool,
    /// A copyright line.
    pub(crate) rights: bool,
    /// A number of comments.
    pub(crate) comments: bool,
    /// A number of comments and where they are.
    pub(crate) linked_comments: bool,
    /// Comments that have a feed; which, the feed knows.
    pub(crate) replies: bool,
    /// Comments that had a feed in RSS.
    pub(crate) comment_rss: bool,
    /// Something that it answers.
    pub(crate) answers: bool,
}

impl Uses {
    /// What `post` uses.
    pub(super) fn of(post: &Post) -> Self {
        let comments = post.counts.as_ref().is_some_and(|counts| counts.comments.is_some());
        let mut replies = post.links.iter().filter(|link| link.rel == REPLIES);
        let is_rss = |kind: &str| media_type(kind).as_deref() == Some(FeedKind::RSS.media_type);
        Self {
            changes: post.updated.is_some() && post.updated != post.published,
            enclosures: !post.enclosures.is_empty(),
            links: !post.links.is_empty(),
            translations: !post.translations.is_empty(),
            authors: !post.authors.is_empty(),
            rights: post.rights.is_some(),
            comments,
            linked_comments: comments && replies.clone().next().is_some(),
            replies: false,
            comment_rss: replies.any(|link| link.media_type.as_deref().is_some_and(is_rss)),
            answers: !post.in_reply_to.is_empty(),
        }
    }

    /// Adds what another post uses.
    pub(super) fn add(&mut self, other: Self) {
        self.changes |= other.changes;
        self.enclosures |= other.enclosures;
        self.links |= other.links;
        self.translations |= other.translations;
        self.authors |= other.authors;
        self.rights |= other.rights;
        self.comments |= other.comments;
        self.linked_comments |= other.linked_comments;
        self.replies |= other.replies;
        self.comment_rss |= other.comment_rss;
        self.answers |= other.answers;
    }
}
