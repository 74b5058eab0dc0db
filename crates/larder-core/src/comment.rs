//! What others wrote under a post.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Body, CommentId, Extra, PostId, Status, Timestamp,
    table::{Large, Row},
};

/// A comment, a pingback or a trackback. Personal data of others: archived, in no public output unless asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Comment {
    /// The id within the blog.
    pub id: CommentId,
    /// The post it stands under.
    pub post: PostId,
    /// Comment, pingback or trackback.
    pub kind: CommentKind,
    /// The comment it answers, which need not be in the archive: it may have been deleted before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CommentId>,
    /// Whether it was shown. Absent: the archive did not say, and it counts as not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The name it was signed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_name: Option<String>,
    /// The address it was signed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_url: Option<String>,
    /// The e-mail address. Private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_email: Option<String>,
    /// The network address it came from. Private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_ip: Option<String>,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// The text.
    pub body: Body,
    /// Whether the body is HTML. By default it is plain text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_html: bool,
    /// What has no place above.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// What a comment is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CommentKind {
    /// Somebody's words.
    #[default]
    Comment,
    /// Another site linked here and said so.
    Pingback,
    /// The older form of the same.
    Trackback,
}

/// What is in memory of a comment that was [put away](crate::table).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommentHead {
    /// [`Comment::id`]
    pub id: CommentId,
    /// [`Comment::post`]
    pub post: PostId,
    /// [`Comment::published`]
    pub published: Option<Timestamp>,
    /// [`Comment::status`]
    pub status: Option<Status>,
    /// How many bytes its text has.
    pub weight: u64,
}

impl Row for Comment {
    type Head = CommentHead;

    fn head(&self) -> CommentHead {
        CommentHead {
            id: self.id.clone(),
            post: self.post.clone(),
            published: self.published,
            status: self.status,
            weight: self.body.len(),
        }
    }

    fn share(&mut self, head: &CommentHead) {
        if self.id == head.id {
            self.id = head.id.clone();
        }
        if self.post == head.post {
            self.post = head.post.clone();
        }
    }

    fn large(&mut self, visit: &mut dyn FnMut(Large<'_>)) {
        visit(Large::Body(&mut self.body));
    }
}

impl Comment {
    /// A comment under `post` with nothing but its text.
    pub fn new(id: CommentId, post: PostId, body: Body) -> Self {
        Self {
            id,
            post,
            kind: CommentKind::Comment,
            parent: None,
            status: None,
            author_name: None,
            author_url: None,
            author_email: None,
            author_ip: None,
            published: None,
            body,
            is_html: false,
            extra: Extra::default(),
        }
    }
}
