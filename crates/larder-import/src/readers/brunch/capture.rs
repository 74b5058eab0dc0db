//! One archived view of one post, before it is joined with the others.

use std::sync::{Arc, OnceLock};

use larder_core::{
    Claim, Counts, LineAccount, MediaType, Neighbour, Note, NoteKind, Rule, SeriesKind, Timestamp,
};

use serde::{Deserialize, Serialize};

use super::body::{Block, Image};

/// What one file, or one object of a response, says about a post.
///
/// `None` and empty mean that this capture does not say; another capture may. It can be written and read, because it
/// waits in the spool until all captures of its post are known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Capture {
    /// What it is.
    pub(super) form: Form,
    /// Which post it shows, as far as it says.
    pub(super) identity: Identity,
    /// Every address of the post that it names; the first is the canonical one.
    pub(super) addresses: Vec<String>,
    /// The title; a line break in it is the author's.
    pub(super) title: Option<String>,
    /// The subtitle, with the rule that found it where it is not stated.
    pub(super) subtitle: Option<Claim<String>>,
    /// A first block that was read as text but may be the subtitle. Its lines are the first of `blocks`.
    pub(super) subtitle_candidate: Option<String>,
    /// The author.
    pub(super) author: Writer,
    /// When it was published.
    pub(super) published: Option<Timestamp>,
    /// How far `published` can be trusted against other captures: the smaller, the better.
    ///
    /// 0 `ARTICLE_DATA` or API epoch · 1 `article:published_time` · 2 `og:regDate` · 3 by-line or `.f_date` or
    /// richscrap · 4 feed item
    pub(super) published_rank: u8,
    /// When it was changed.
    pub(super) updated: Option<Timestamp>,
    /// When it was captured, in milliseconds since 1970, as its container says.
    pub(super) captured: Option<i64>,
    /// The magazine, book or serial it belongs to.
    pub(super) series: Option<SeriesMention>,
    /// The posts before and after.
    pub(super) neighbours: Vec<Neighbour>,
    /// Its keywords, without `#`.
    pub(super) keywords: Vec<String>,
    /// The platform's summary.
    pub(super) summary: Option<String>,
    /// The body. `None`: this capture has none (a list entry); `Some(empty)`: the post is empty.
    #[serde(skip)]
    pub(super) blocks: Option<Vec<Block>>,
    /// The cover.
    pub(super) cover: Option<Image>,
    /// Likes and comments.
    pub(super) counts: Counts,
    /// The comments it shows.
    pub(super) comments: Vec<CommentDraft>,
    /// Whether it says that the post is not public (`private`, `notPublished`, a `status` other than published).
    pub(super) not_public: bool,
    /// Whether it says that the post was not published yet.
    pub(super) not_published: bool,
    /// Whether it says that the post is for members.
    pub(super) members_only: bool,
    /// What has no place above, under the source's own names.
    pub(super) extra: larder_core::Extra,
    /// What was doubtful or lost, with line and column where there are some. File and post are filled in later.
    pub(super) notes: Vec<Note>,
    /// The original, decoded, character for character.
    #[serde(skip)]
    pub(super) original: String,
    /// What the original is.
    pub(super) media_type: MediaType,
    /// For text captures: what became of each line.
    pub(super) lines: Option<LineAccount>,
}

/// What a capture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Form {
    /// A page with a body in markup: the richest.
    Html,
    /// A page whose body was taken from Astro's props.
    HtmlAstro,
    /// A page whose body was taken from `ks:richscrap`, without formatting.
    HtmlRichscrap,
    /// An article of an API response that has `content`.
    ApiArticle,
    /// Text, old site, whole page.
    TextW,
    /// Text, new site, whole page.
    TextN,
    /// Text, new site, without the first line.
    TextN2,
    /// Text, one line per text node.
    TextL,
    /// Text of the main content only: complete, but without structure.
    TextT,
    /// A list entry of an API response: data without a body.
    ApiList,
    /// A comments response: comments of a post whose address the file name or the request states.
    ApiComments,
}

impl Form {
    /// The [name](Self::name), made once for all captures: a blog has a hundred thousand of them.
    pub(super) fn shared_name(self) -> Arc<str> {
        static SHARED: [OnceLock<Arc<str>>; 11] = [const { OnceLock::new() }; 11];
        Arc::clone(SHARED[self as usize].get_or_init(|| self.name().into()))
    }

    /// The name under which provenance states it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::HtmlAstro => "html-astro",
            Self::HtmlRichscrap => "html-richscrap",
            Self::ApiArticle => "api-article",
            Self::TextW => "text-w",
            Self::TextN => "text-n",
            Self::TextN2 => "text-n2",
            Self::TextL => "text-l",
            Self::TextT => "text-t",
            Self::ApiList => "api-list",
            Self::ApiComments => "api-comments",
        }
    }
}

/// Which post, by brunch's own names. (userId, no) is the identity; (handle, no) the second choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Identity {
    /// The user id, such as `Zz9Z`.
    pub(super) user_id: Option<String>,
    /// The public name in addresses, such as `example-writer`.
    pub(super) handle: Option<String>,
    /// The number of the post, counted per author.
    pub(super) number: Option<u64>,
}

/// Who wrote it, as one capture says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Writer {
    /// The name that is shown.
    pub(super) name: Option<String>,
    /// What the author says about themselves, and how sure it is that this is it.
    pub(super) bio: Option<Claim<String>>,
    /// `job`, `followers`, `subscribers` …
    pub(super) extra: larder_core::Extra,
}

/// The series a capture names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SeriesMention {
    /// Magazine, book or serial.
    pub(super) kind: SeriesKind,
    /// Its title, where it is stated.
    pub(super) title: Option<String>,
    /// `/brunchbook/{id}` or `magazineAddress`.
    pub(super) address: Option<String>,
    /// `magazineNo`, where it is stated.
    pub(super) magazine_number: Option<u64>,
    /// This post's chapter.
    pub(super) number: Option<Claim<u32>>,
}

/// A comment as a capture shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct CommentDraft {
    /// The number that the platform gave it.
    pub(super) number: Option<u64>,
    /// The number of the comment it answers.
    pub(super) parent: Option<u64>,
    /// Who signed it.
    pub(super) author_name: Option<String>,
    /// The user id of who signed it.
    pub(super) author_id: Option<String>,
    /// When.
    pub(super) published: Option<Timestamp>,
    /// The text.
    pub(super) text: String,
}

/// A file that holds no capture, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The rule.
    pub(super) rule: Rule,
    /// The sign that was seen, in words.
    pub(super) found: String,
}

impl Capture {
    /// A capture that says nothing yet.
    pub(super) fn new(form: Form, media_type: MediaType, original: String) -> Self {
        Self {
            form,
            identity: Identity::default(),
            addresses: Vec::new(),
            title: None,
            subtitle: None,
            subtitle_candidate: None,
            author: Writer::default(),
            published: None,
            published_rank: u8::MAX,
            updated: None,
            captured: None,
            series: None,
            neighbours: Vec::new(),
            keywords: Vec::new(),
            summary: None,
            blocks: None,
            cover: None,
            counts: Counts::default(),
            comments: Vec::new(),
            not_public: false,
            not_published: false,
            members_only: false,
            extra: larder_core::Extra::default(),
            notes: Vec::new(),
            original,
            media_type,
            lines: None,
        }
    }

    /// The paths of the pictures that a saved page keeps beside it.
    pub(super) fn local_references(&self) -> Vec<String> {
        let blocks = self.blocks.iter().flatten();
        let shown = blocks.flat_map(|block| match block {
            Block::Image(image) => std::slice::from_ref(image),
            Block::Gallery { images, .. } => images,
            _ => &[],
        });
        shown.chain(&self.cover).filter_map(|image| image.local.clone()).collect()
    }

    /// Notes something about the capture as a whole.
    pub(super) fn note(&mut self, kind: NoteKind) {
        self.notes.push(Note::new(kind));
    }
}

/// The result of looking at one file: what it shows, or why it is refused. A response can hold several.
pub(super) type Captures = Result<Vec<Capture>, Refusal>;
