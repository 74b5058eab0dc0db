//! The whole history of a blog in several documents: archived feeds by RFC 5005.
//!
//! ```text
//! oldest                                                    newest
//!   1  2  3 │ 4  5  6 │ 7  8  9 │ 10 11         posts, three a document
//!   rss-1   │ rss-2   │ rss-3   │               archive documents: full ones only
//!                  └───────── rss.xml ────┘     what is newer, and at least the newest 20; what changed since
//! ```
//!
//! Posts are counted from the oldest, so that a newer post changes no full document; when one more gets full, it is the
//! one before it that learns its address. A document waits for a post of a later date: until then one of the same day
//! may yet take its place before the last. Below two there are none: a single one would have nobody to point at.
//!
//! <https://www.rfc-editor.org/rfc/rfc5005>

use std::{cmp::Reverse, ops::Range};

use larder_core::{Blog, Format, Note, NoteKind, format::everything_file};

use super::{Feed, Page};
use crate::Also;

/// How many posts the feed itself holds at least, however new the newest archive document is: whoever looks rarely
/// loses none. Also how many older ones at most that changed.
const OVERLAP: usize = 20;

/// How many posts, and how much text, a feed holds at most that says without being asked that it is complete. Readers
/// take a complete feed as the list of all there is, and forget the others.
const SMALL: (usize, u64) = (50, 1_000_000);

/// The place of a document in the whole history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum History {
    /// Nothing is said about other posts.
    #[default]
    Unstated,
    /// There are no other posts (`fh:complete`).
    Complete,
    /// The newest posts. The others are in archive documents, whose newest has this address.
    Newest(String),
    /// An archive document (`fh:archive`).
    Archive {
        /// The address of the feed itself.
        current: String,
        /// The address of the next older one.
        previous: Option<String>,
        /// The address of the next newer one.
        next: Option<String>,
    },
    /// All posts, for import. Nobody subscribes to it, and it points at no other document.
    Everything,
}

impl History {
    /// Whether the document is one that readers subscribe to.
    pub(crate) fn is_subscribed_to(&self) -> bool {
        !matches!(self, Self::Archive { .. } | Self::Everything)
    }

    /// The next older document.
    pub(crate) fn previous(&self) -> Option<&str> {
        match self {
            Self::Newest(previous) => Some(previous),
            Self::Archive { previous, .. } => previous.as_deref(),
            Self::Unstated | Self::Complete | Self::Everything => None,
        }
    }

    /// The links to other documents: relation and address.
    pub(crate) fn links(&self) -> Vec<(&'static str, &str)> {
        let (current, next) = match self {
            Self::Archive { current, next, .. } => (Some(&**current), next.as_deref()),
            _ => (None, None),
        };
        let links =
            [("current", current), ("prev-archive", self.previous()), ("next-archive", next)];
        links.into_iter().filter_map(|(rel, href)| Some((rel, href?))).collect()
    }

    /// The element of RFC 5005 that says what the document is.
    pub(crate) fn element(&self) -> Option<&'static str> {
        match self {
            Self::Complete => Some("fh:complete"),
            Self::Archive { .. } => Some("fh:archive"),
            Self::Unstated | Self::Newest(_) | Self::Everything => None,
        }
    }
}

/// The namespace of [`History::element`].
pub(crate) const NAMESPACE: (&str, &str) = ("fh", "http://purl.org/syndication/history/1.0");

/// The documents of a feed in `format`, the one to subscribe to first, then the others from the oldest on.
pub(super) fn pages<'f>(
    feed: &'f Feed<'_>,
    format: &'static Format,
) -> impl Iterator<Item = Page> + 'f {
    let size = feed.options.archive_pages.map(Into::into);
    let buckets = Buckets::new(feed.len(), of_newest_date(feed), size);
    let archives = (1..=buckets.closed).map(move |number| archive(feed, format, buckets, number));
    let everything = feed.is_asked(Also::Everything).then(|| everything(feed, format));
    std::iter::once(newest(feed, format, buckets)).chain(archives).chain(everything)
}

/// All posts in one document. It accounts for those that no other one has.
fn everything(feed: &Feed<'_>, format: &Format) -> Page {
    let mut page = Page::new(feed, &everything_file(format), (0..feed.len()).collect());
    page.noted = feed.newest..usize::MAX;
    page.history = History::Everything;
    page
}

/// How many posts have the date of the newest.
fn of_newest_date(feed: &Feed<'_>) -> usize {
    let date = |place: usize| feed.head(place).dated().map(|time| time.at());
    (0..feed.len()).take_while(|&place| date(place).is_some() && date(place) == date(0)).count()
}

fn newest(feed: &Feed<'_>, format: &Format, buckets: Buckets) -> Page {
    let least = feed.options.selection.count.unwrap_or(OVERLAP);
    let (newest, late) = match feed.options.archive_pages {
        Some(_) => (buckets.newest(least), late(feed, buckets.newest(least).end)),
        None => (0..feed.newest, Vec::new()),
    };
    let mut page = Page::new(feed, format.file, newest.chain(late).collect());
    page.noted = buckets.open();
    page.history = match feed.address(&numbered(format.file, buckets.closed)) {
        Some(previous) if buckets.closed > 0 => History::Newest(previous),
        _ if is_complete(feed) => History::Complete,
        _ => History::Unstated,
    };
    page
}

/// The older posts that changed after the oldest of the newest was published, by their places: readers look at the feed
/// alone for what is new. If there are many, those that changed last.
fn late(feed: &Feed<'_>, newest: usize) -> Vec<usize> {
    let older = newest..feed.len();
    let Some(since) = newest.checked_sub(1).and_then(|oldest| feed.head(oldest).dated()) else {
        return Vec::new();
    };
    let changed = |place: usize| feed.head(place).updated.map(|time| time.at());
    let mut late: Vec<usize> =
        older.filter(|&place| changed(place).is_some_and(|time| time > since.at())).collect();
    late.sort_by_key(|&place| Reverse(changed(place)));
    late.truncate(OVERLAP);
    late.sort_unstable();
    late
}

fn archive(feed: &Feed<'_>, format: &Format, buckets: Buckets, number: usize) -> Page {
    let address = |number: usize| {
        let exists = (1..=buckets.closed).contains(&number);
        exists.then(|| feed.address(&numbered(format.file, number))).flatten()
    };
    let mut page =
        Page::new(feed, &numbered(format.file, number), buckets.archive(number).collect());
    page.history = History::Archive {
        current: feed.address(format.file).expect("archive documents demand an address"),
        previous: address(number - 1),
        next: address(number + 1),
    };
    page
}

/// Whether a feed of one document says that there is nothing else.
fn is_complete(feed: &Feed<'_>) -> bool {
    let posts: Vec<usize> = (0..feed.len()).collect();
    !feed.is_cut && is_small_and_whole(feed, &posts)
}

/// Whether a document of all that belongs into it says so: a small one always, a large one where its history was asked
/// for. One without posts never does: readers would forget every post they have.
pub(super) fn is_small_and_whole(feed: &Feed<'_>, posts: &[usize]) -> bool {
    let text: u64 = posts.iter().map(|&place| feed.head(place).text).sum();
    let is_small = posts.len() <= SMALL.0 && text <= SMALL.1;
    !posts.is_empty() && (feed.options.archive_pages.is_some() || is_small && !is_window(feed.blog))
}

/// Whether a blog was read from feeds that do not say that they hold everything: most have the newest posts only.
fn is_window(blog: &Blog) -> bool {
    let is_read = |note: &Note| matches!(note.kind, NoteKind::FeedRead { .. });
    blog.site.extra.value("fh:complete").is_none() && blog.notes.iter().any(is_read)
}

/// `rss.xml` as the archive document of a number: `rss-3.xml`.
fn numbered(file: &str, number: usize) -> String {
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{number}.{extension}"),
        None => format!("{file}-{number}"),
    }
}

/// Which posts are in which document, by their places in a feed that is newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Buckets {
    posts: usize,
    size: usize,
    /// How many archive documents there are.
    closed: usize,
}

impl Buckets {
    /// `unsettled` is how many of the newest may still get others between them.
    fn new(posts: usize, unsettled: usize, size: Option<usize>) -> Self {
        let size = size.unwrap_or(usize::MAX).max(1);
        let full = (posts - unsettled) / size;
        Self { posts, size, closed: if full > 1 { full } else { 0 } }
    }

    /// The posts of an archive document, counted from 1.
    fn archive(self, number: usize) -> Range<usize> {
        let end = self.posts - (number - 1) * self.size;
        end - self.size..end
    }

    /// The posts that are in no archive document.
    fn open(self) -> Range<usize> {
        0..self.posts - self.closed.saturating_mul(self.size).min(self.posts)
    }

    /// The posts of the feed itself, at least so many if there are.
    fn newest(self, least: usize) -> Range<usize> {
        0..self.open().end.max(least).min(self.posts)
    }
}

#[cfg(test)]
mod tests;
