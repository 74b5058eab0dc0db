//! What a writer is.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt, io,
    num::{NonZeroU64, NonZeroUsize},
};

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use larder_core::{
    Blob, Blog, Cancel, Digest, Format, Note, NoteKind, Output, Stored, Timestamp,
    format::GROUP_FOLDERS, select::Selection,
};
use larder_html::Embeds;

use unicode_normalization::UnicodeNormalization as _;

use crate::{
    FeedKind, Sink, SinkError,
    redirects::Host,
    slug::{has_hangul, romanise},
};

/// Writes one format: from a blog to files in a sink.
pub trait Writer: Send + Sync {
    /// Name, summary and file.
    fn format(&self) -> &'static Format;

    /// What this format cannot hold. By default, nothing is lost.
    fn losses(&self) -> &'static [Loss] {
        &[]
    }

    /// Whether the output is meant for the public: private things never reach it unless asked for by name.
    fn is_public(&self) -> bool {
        true
    }

    /// Whether it is a whole blog for another platform, with pages and undated posts. By default, what is a folder is.
    fn is_move(&self) -> bool {
        self.format().is_folder()
    }

    /// What of [`WriteOptions::also`] it writes. By default, nothing.
    fn also(&self) -> &'static [Also] {
        &[]
    }

    /// Whether it writes redirects, and takes [`WriteOptions::redirects`]. By default, what is a folder does.
    fn takes_redirects(&self) -> bool {
        self.format().is_folder()
    }

    /// Whether it states when it was written, and takes [`WriteOptions::written_at`]. By default, it does not.
    fn takes_time(&self) -> bool {
        false
    }

    /// Whether it names [`WriteOptions::style`]. By default, it does not.
    fn takes_style(&self) -> bool {
        false
    }

    /// Writes `blog`. Every post ends as written or left out in `account`; whatever else is not carried is a note there.
    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError>;
}

/// A field of the model that a format has no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// The field, such as `Post::series`.
    pub field: &'static str,
    /// What becomes of it, without a period.
    pub why: &'static str,
}

impl Loss {
    /// `field` is lost, because of `why`.
    pub const fn new(field: &'static str, why: &'static str) -> Self {
        Self { field, why }
    }
}

/// How to write. All of it has a default.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// The address where the output will stand, such as `https://example.org/blog/`. By default none: feeds then have
    /// no self link, with a note.
    pub public_address: Option<String>,
    /// How much of each post a feed carries. By default, all of it.
    pub extent: Extent,
    /// What becomes of embedded players in feeds. By default, links.
    pub embeds: Embeds,
    /// Which posts a feed carries. By default all that are public and dated.
    pub selection: Selection,
    /// The language to state, as a BCP 47 tag. By default, the one the archive states.
    pub language: Option<String>,
    /// The name of the blog, where the archive states none or another is wanted.
    pub title: Option<String>,
    /// Whether the same run writes the media folder beside the feeds. By default it does not.
    pub media: MediaFolder,
    /// How many posts an archive document of a feed holds (RFC 5005). By default there are none, and a feed is one
    /// document.
    ///
    /// The documents are numbered from the oldest post, and a full one never changes again. The feed itself then holds
    /// what is newer, at least as many posts as [`Selection::count`] says, or 20, and older ones that changed since. Demands
    /// [`public_address`](Self::public_address).
    pub archive_pages: Option<NonZeroUsize>,
    /// How many posts one file for another platform has at most, where the format can be several files (`ghost`). By
    /// default all are in one.
    pub split_posts: Option<NonZeroUsize>,
    /// Which groups of posts have feeds of their own. By default none. Demands [`public_address`](Self::public_address).
    ///
    /// Each carries as many of its posts as [`Selection::count`] says, even those that are too old for the feed itself.
    pub feeds_per: BTreeSet<Grouping>,
    /// What is written only where it is asked for by name. By default, nothing.
    pub also: BTreeSet<Also>,
    /// The WebSub hub that tells readers of new posts. By default none.
    pub hub: Option<String>,
    /// How browsers show RSS and Atom. By default as they like. JSON Feed has no place for it.
    pub style: Option<StyleSheet>,
    /// How many bytes a file may have that a platform imports. By default 10 MB, and never more than 100 MB. What is larger
    /// is written as several files, each whole; a post with its comments is never divided, and may be larger alone.
    pub split_size: Option<NonZeroU64>,
    /// For which hosts redirects from the old addresses are written, besides the table that every host's can be made of.
    /// By default for none. Moves to sites have them.
    pub redirects: BTreeSet<Host>,
    /// How Hangul is spelled in the addresses of a site. By default as it was.
    pub slugs: Slugs,
    /// The zone that the dates of a site are stated in. By default the offset that most of them have.
    pub site_zone: Option<ZoneName>,
    /// The time to state as that of writing, where a format demands one (`wacz`). By default none, because an output has no
    /// clock: then the date of the last change is stated that is known.
    pub written_at: Option<Timestamp>,
    /// How the run is asked to stop.
    pub cancel: Cancel,
}

/// How Hangul is spelled in the addresses of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Slugs {
    /// As it is.
    #[default]
    Hangul,
    /// In Latin letters, by the Revised Romanisation of Korean. Old addresses lead to the new ones.
    Romanised,
}

impl Slugs {
    /// A name in this spelling.
    pub(crate) fn spell(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::Romanised if has_hangul(name) => romanise(&name.nfc().collect::<String>()).into(),
            _ => name.into(),
        }
    }

    /// A path in this spelling: parts that have Hangul become names of small letters with `-` between words.
    pub(crate) fn spell_path(self, path: &str) -> Cow<'_, str> {
        if self == Self::Hangul || !has_hangul(path) {
            return path.into();
        }
        let part = |part: &str| match has_hangul(part) {
            true => romanise(part).split_whitespace().collect::<Vec<_>>().join("-"),
            false => part.to_owned(),
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/").into()
    }
}

/// The name of a zone in the database of IANA, such as `Asia/Seoul`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneName(chrono_tz::Tz);

impl ZoneName {
    /// The zone of this name. None if there is none.
    pub fn named(name: &str) -> Option<Self> {
        name.trim().parse().ok().map(Self)
    }

    /// The name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// A time there.
    pub(crate) fn at(self, time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        time.with_timezone(&self.0).fixed_offset()
    }

    /// The time that a clock shows there; where clocks are put back, the first of the two. None where it never shows it.
    pub(crate) fn first(self, clock: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        clock.and_local_timezone(self.0).earliest().map(|time| time.fixed_offset())
    }
}

/// What posts may have in common that have a feed of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Grouping {
    /// A tag.
    Tag,
    /// A category; the posts of the categories below it are not its own.
    Category,
    /// An author.
    Author,
    /// A book, a magazine or a serial. Its feed too is newest first.
    Series,
    /// A language, stated by the post or else by the blog.
    Language,
}

impl Grouping {
    /// All of them, in the order their feeds are written.
    pub const ALL: [Self; 5] =
        [Self::Tag, Self::Category, Self::Author, Self::Series, Self::Language];

    /// The name, which is that of the folder their feeds are in.
    pub fn name(self) -> &'static str {
        let [tag, category, author, series, language] = GROUP_FOLDERS;
        match self {
            Self::Tag => tag,
            Self::Category => category,
            Self::Author => author,
            Self::Series => series,
            Self::Language => language,
        }
    }
}

/// What is written only where it is asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Also {
    /// The feed of all comments that were shown under the posts of the feed, in RSS and in Atom, without addresses of
    /// e-mail and of the network. Demands [`WriteOptions::public_address`].
    CommentsFeed,
    /// For each post of the feed under which comments were shown, the feed of just these, in RSS and in Atom:
    /// `comments/NAME/rss.xml`, to which the post leads. What [`Also::CommentsFeed`] leaves out is left out here too. No
    /// list names these feeds ([`Account::feeds`]). Demands [`WriteOptions::public_address`].
    CommentsFeedPerPost,
    /// Posts that are gone for good, as the blog says under `feed:deleted` in its extra data: `at:deleted-entry` in Atom
    /// (RFC 6721), `_archive.deleted` in JSON Feed. Validators do not know that namespace of Atom.
    Tombstones,
    /// The `itunes:` fields of podcasts in RSS, the owner's published address of e-mail among them. Written only where
    /// the blog's extra data has category, explicitness and owner.
    Podcast,
    /// The [page](crate::beside) for people who open the address of the feeds.
    SubscribePage,
    /// The old address of each post, as the one that search engines are to go by (`canonical_url` in Ghost): for a copy of
    /// a blog that stays where it was.
    Canonical,
    /// All posts in one document, however many there are, for other programs to import. Nobody is to subscribe to it:
    /// it is in no list, and no other document points at it.
    Everything,
}

/// A style sheet (CSS) for those who open a feed in a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StyleSheet {
    /// It is at this address.
    At(String),
    /// This text, which is written beside the feeds as `feed.css`.
    Text(String),
}

/// Where the pictures of a feed are, whose bytes the archive has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaFolder {
    /// Nowhere near: feeds point at the original addresses.
    #[default]
    NotWritten,
    /// In `media/` below the public address: feeds point there, if there is one.
    Beside,
}

/// How much of each post a feed carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extent {
    /// The whole text.
    #[default]
    Full,
    /// The summary, or the beginning of the text where there is none.
    Summary,
}

/// What a writer did: the posts, and what it could not carry.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Account {
    /// The posts.
    pub output: Output,
    /// What could not be carried.
    pub notes: Vec<Note>,
    /// The feeds that were written, for what stands [beside](crate::beside) them. Those of the comments under one post
    /// are not among them: there may be thousands, and whoever wants one comes from the post.
    pub feeds: Vec<FeedFile>,
}

/// A feed that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeedFile {
    /// Its format.
    pub format: &'static Format,
    /// What that is called.
    pub kind: &'static FeedKind,
    /// The name of its file within the output.
    pub file: String,
    /// Whose posts it carries.
    pub of: FeedOf,
    /// Its title.
    pub title: String,
    /// Its address, if the output has one.
    pub address: Option<String>,
    /// The address of the page whose feed it is.
    pub link: String,
    /// Its language.
    pub language: Option<String>,
}

/// Whose posts a feed carries.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FeedOf {
    /// The blog's: the feed to subscribe to.
    Blog,
    /// The blog's older ones: an archive document.
    Archive,
    /// All that the blog has, for other programs to import.
    Everything,
    /// Those of a group: what they have in common, and its name.
    Group(Grouping, String),
    /// What others wrote under the posts.
    Comments,
}

impl Account {
    /// The account of writing `blog` as `format`, before anything is written.
    pub fn new(format: &Format, blog: &Blog) -> Self {
        Self {
            output: Output::new(format.name, &blog.site.id, blog.posts.len() as u64),
            notes: Vec::new(),
            feeds: Vec::new(),
        }
    }

    /// Writes one file to `sink`, and puts it down as one of the output's. Fails when the sink does not take it.
    pub fn file(
        &mut self,
        sink: &mut dyn Sink,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        sink.file(name, fill)?;
        self.output.files.push(name.to_owned());
        Ok(())
    }

    /// Writes the bytes of an asset, unchanged, one piece after the other. Fails when they are not those that were read.
    pub(crate) fn stored(
        &mut self,
        sink: &mut dyn Sink,
        name: &str,
        stored: &Stored,
    ) -> Result<(), WriteError> {
        if let Some(blob) = as_read(stored)? {
            self.file(sink, name, &mut |out| blob.copy_to(out))?;
        }
        Ok(())
    }

    /// Notes something about the output as a whole.
    pub fn note(&mut self, kind: NoteKind) {
        self.notes.push(Note::new(kind));
    }
}

/// The bytes of an asset, if they are here. Fails when they are not those that were read.
pub(crate) fn as_read(stored: &Stored) -> Result<Option<&Blob>, WriteError> {
    let Some(blob) = &stored.blob else { return Ok(None) };
    let (digest, _) = Digest::of_reader(blob.reader()).map_err(WriteError::Spool)?;
    if digest == stored.sha256 {
        return Ok(Some(blob));
    }
    let wrong = format!("the bytes of `{}` are not those that were read", stored.file);
    Err(WriteError::Spool(io::Error::new(io::ErrorKind::InvalidData, wrong)))
}

/// Why a blog could not be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The sink did not take it.
    Sink(SinkError),
    /// A body could not be read back from the spool.
    Spool(io::Error),
    /// The format demands something that neither the archive nor an option gives.
    Missing {
        /// The format.
        format: &'static str,
        /// What it demands.
        what: &'static str,
        /// The option that gives it.
        option: &'static str,
    },
    /// The user asked to stop.
    Cancelled,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sink(error) => fmt::Display::fmt(error, f),
            Self::Spool(error) => write!(f, "a post's text could not be read back: {error}"),
            Self::Missing { format, what, option } => {
                write!(
                    f,
                    "{format} demands {what}, which the archive does not tell; {option} gives it"
                )
            }
            Self::Cancelled => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sink(error) => Some(error),
            Self::Spool(error) => Some(error),
            Self::Missing { .. } | Self::Cancelled => None,
        }
    }
}

impl From<SinkError> for WriteError {
    fn from(error: SinkError) -> Self {
        match error {
            SinkError::Cancelled => Self::Cancelled,
            error => Self::Sink(error),
        }
    }
}
