//! A post or a page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AssetId, AuthorId, Claim, Content, Enclosure, Extra, InReplyTo, InternalLink, Link, Neighbour,
    PostId, Provenance, SeriesPart, TermId, Timestamp, Translation,
    table::{Large, Row},
};

/// A list that is empty in most posts, and then takes a single word: a blog of 100,000 posts has a million of them.
///
/// It is used as a `Vec` is, and made of one with `into()`.
pub type List<T> = thin_vec::ThinVec<T>;

/// A post or a page.
///
/// | Model | Atom | RSS 2.0 | JSON Feed 1.1 |
/// |---|---|---|---|
/// | [`id`](Self::id) | `id` | `guid` | `id` |
/// | [`permalink`](Self::permalink) | `link rel=alternate` | `link` | `url` |
/// | [`title`](Self::title) | `title` (required) | `title` | `title` |
/// | [`summary`](Self::summary) | `summary` | `description` | `summary` |
/// | [`content`](Self::content) | `content` | `content:encoded` | `content_html` |
/// | [`published`](Self::published) | `published` | `pubDate` | `date_published` |
/// | [`updated`](Self::updated) | `updated` (required; falls back to `published`) | `atom:updated` | `date_modified` |
/// | [`authors`](Self::authors) | `author` | `dc:creator` | `authors` |
/// | [`terms`](Self::terms) | `category` | `category` | `tags` |
/// | [`enclosures`](Self::enclosures) | `link rel=enclosure` | `enclosure` (one) + `atom:link` | `attachments` |
/// | [`in_reply_to`](Self::in_reply_to) | `thr:in-reply-to` | `thr:in-reply-to` | none |
/// | [`cover`](Self::cover) | none | none | `image` |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Post {
    /// The permanent id: the source's own when it has one, else derived from stable facts.
    pub id: PostId,
    /// Post or page.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: PostKind,
    /// Whether it was published. Absent: the archive did not say, and no public output carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Who could see it. Absent: the archive did not say, and no public output carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// Who had to pay or to belong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// The address of the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permalink: Option<String>,
    /// The last part of the address, as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Every other address the post was met under; needed for redirects and for links between posts.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub old_addresses: List<String>,
    /// The title as plain text; a line break in it is the author's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The line under the title.
    ///
    /// * Atom, RSS 2.0, JSON Feed: have no place for it; the writers put it before the body
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Box<Claim<String>>>,
    /// The summary that the author or the platform wrote, as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<AuthorId>,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// When it last changed in a way its readers should notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// The language as a BCP 47 tag, when it is not the blog's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Box<str>>,
    /// The body. Absent: the archive has none (not the same as an empty one).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Box<Content>>,
    /// The picture that stands for the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<AssetId>,
    /// Categories and tags, in the source's order.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<TermId>")]
    pub terms: List<TermId>,
    /// Its places in series.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<SeriesPart>")]
    pub series: List<SeriesPart>,
    /// The posts before and after, as the page says.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<Neighbour>")]
    pub neighbours: List<Neighbour>,
    /// Typed links.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<Link>")]
    pub links: List<Link>,
    /// The links of its body that lead to posts of the same blog.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<InternalLink>")]
    pub internal_links: List<InternalLink>,
    /// Files that come with it.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<Enclosure>")]
    pub enclosures: List<Enclosure>,
    /// The images and files of its body, in order of appearance.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<AssetId>")]
    pub assets: List<AssetId>,
    /// What it answers.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<InReplyTo>")]
    pub in_reply_to: List<InReplyTo>,
    /// The same post in other languages.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<Translation>")]
    pub translations: List<Translation>,
    /// The page above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<PostId>,
    /// Where it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Box<Location>>,
    /// The copyright line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Box<str>>,
    /// Likes and comments as they were when the capture was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Box<Counts>>,
    /// Other captures or versions of the same post.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    #[schemars(with = "Vec<Revision>")]
    pub revisions: List<Revision>,
    /// What has no place above.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// Where it was read from; the first is where the body comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Provenance>,
}

impl Post {
    /// A post about which nothing but its id is known.
    ///
    /// Status and visibility are absent, so that no public output carries it before a reader has said that it is public.
    pub fn new(id: PostId) -> Self {
        Self {
            id,
            kind: PostKind::Post,
            status: None,
            visibility: None,
            audience: None,
            permalink: None,
            slug: None,
            old_addresses: List::new(),
            title: None,
            subtitle: None,
            summary: None,
            authors: Vec::new(),
            published: None,
            updated: None,
            language: None,
            content: None,
            cover: None,
            terms: List::new(),
            series: List::new(),
            neighbours: List::new(),
            links: List::new(),
            internal_links: List::new(),
            enclosures: List::new(),
            assets: List::new(),
            in_reply_to: List::new(),
            translations: List::new(),
            parent: None,
            location: None,
            rights: None,
            counts: None,
            revisions: List::new(),
            extra: Extra::default(),
            source: Vec::new(),
        }
    }
}

/// What is in memory of a post that was [put away](crate::table): what finds, orders and selects it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostHead {
    /// [`Post::id`]
    pub id: PostId,
    /// [`Post::published`]
    pub published: Option<Timestamp>,
    /// [`Post::updated`]
    pub updated: Option<Timestamp>,
    /// How many bytes the body has that outputs are made of.
    pub text: u64,
    /// How many bytes all its texts have, originals and older versions too.
    pub weight: u64,
    /// [`Post::kind`]
    pub kind: PostKind,
    /// [`Post::status`]
    pub status: Option<Status>,
    /// [`Post::visibility`]
    pub visibility: Option<Visibility>,
    /// [`Post::audience`]
    pub audience: Option<Audience>,
}

impl PostHead {
    /// When the post last changed, as far as the archive knows.
    pub fn changed(&self) -> Option<Timestamp> {
        self.updated.or(self.published)
    }

    /// Where the post stands among others: when it was published, else when it last changed, which is all that an entry
    /// of Atom must say (RFC 4287, 4.1.2).
    pub fn dated(&self) -> Option<Timestamp> {
        self.published.or(self.updated)
    }
}

impl Row for Post {
    type Head = PostHead;

    fn head(&self) -> PostHead {
        let weight = |content: &Content| content.original.len() + content.html.len();
        let older = self.revisions.iter().filter_map(|revision| revision.content.as_ref());
        PostHead {
            id: self.id.clone(),
            published: self.published,
            updated: self.updated,
            text: self.content.as_ref().map_or(0, |content| content.html.len()),
            weight: self.content.as_deref().into_iter().chain(older).map(weight).sum(),
            kind: self.kind,
            status: self.status,
            visibility: self.visibility,
            audience: self.audience,
        }
    }

    fn share(&mut self, head: &PostHead) {
        if self.id == head.id {
            self.id = head.id.clone();
        }
    }

    fn large(&mut self, visit: &mut dyn FnMut(Large<'_>)) {
        let older = self.revisions.iter_mut().filter_map(|revision| revision.content.as_mut());
        for content in self.content.as_deref_mut().into_iter().chain(older) {
            visit(Large::Body(&mut content.original));
            visit(Large::Body(&mut content.html));
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a post is.
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
pub enum PostKind {
    /// Dated, part of the stream.
    #[default]
    Post,
    /// Undated, beside the stream.
    Page,
    /// Neither: a record of another type that the platform keeps among its posts, such as a template, a shop's order or
    /// the answers to a form. Kept in archives; no public output carries it.
    Other,
}

/// Whether a post or a comment was published.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Status {
    /// It could be read.
    Published,
    /// Not yet published.
    Draft,
    /// Waits for somebody's consent.
    Pending,
    /// Waits for its time.
    Scheduled,
    /// Thrown away, not yet gone.
    Trashed,
}

/// Who could see a post.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Everybody who knows the address.
    Unlisted,
    /// Everybody who knows the password.
    Password,
    /// Friends, neighbours, followers.
    Friends,
    /// The author alone.
    Private,
}

/// For whom a published post is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Audience {
    /// Everybody.
    Public,
    /// Those who are members.
    Members,
    /// Those who pay.
    Paid,
}

/// Where a post was written (WGS 84, in millionths of a degree, because the archive has no floating-point numbers).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Location {
    /// The name of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// North of the equator, in millionths of a degree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<i32>,
    /// East of Greenwich, in millionths of a degree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<i32>,
}

/// Numbers as they were when the capture was made. Absent is not zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Counts {
    /// How many liked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likes: Option<u64>,
    /// How many comments it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<u64>,
    /// How often it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    /// How often it was passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<u64>,
}

/// Another capture or version of the same post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Revision {
    /// Why it is here.
    pub role: RevisionRole,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When this version was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// Its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Where it was read from.
    pub source: Provenance,
}

/// Why a revision is kept.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RevisionRole {
    /// Another capture of the same text; what it alone had was merged into the post.
    Merged,
    /// Another text: the post was edited between the captures.
    Differs,
    /// An older version that the source itself kept.
    Older,
}

impl Revision {
    /// A version read from `source`, without a body yet.
    pub fn new(role: RevisionRole, source: Provenance) -> Self {
        Self { role, title: None, updated: None, content: None, source }
    }
}
