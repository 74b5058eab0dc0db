//! What the posts of a feed use, so that its head declares just that.

use larder_core::Post;

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
    /// Something that it answers.
    pub(crate) answers: bool,
}

impl Uses {
    /// What `post` uses.
    pub(super) fn of(post: &Post) -> Self {
        let comments = post.counts.as_ref().is_some_and(|counts| counts.comments.is_some());
        Self {
            changes: post.updated.is_some() && post.updated != post.published,
            enclosures: !post.enclosures.is_empty(),
            links: !post.links.is_empty(),
            translations: !post.translations.is_empty(),
            authors: !post.authors.is_empty(),
            rights: post.rights.is_some(),
            comments,
            linked_comments: comments && post.links.iter().any(|link| link.rel == "replies"),
            replies: false,
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
        self.answers |= other.answers;
    }
}
