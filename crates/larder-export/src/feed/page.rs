//! One document of a feed. Most feeds have just one.

use std::ops::Range;

use larder_core::{Format, PostHead};

use rss::extension::itunes::ITunesChannelExtension;

use super::{Channel, Feed, History, Uses, podcast};
use crate::{FeedFile, FeedOf, Grouping};

/// A document: which posts are in it, and what it says about itself.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The name of its file within the output.
    pub(crate) file: String,
    /// What it says about the blog, and where it stands.
    pub(crate) channel: Channel,
    /// Its posts by their places in the feed, newest first.
    pub(super) posts: Vec<usize>,
    /// The places whose posts this document accounts for: what they cost is noted here, and once.
    pub(super) noted: Range<usize>,
    /// What its posts use of all that a feed can carry.
    pub(crate) uses: Uses,
    /// Its id, if it is not the blog's: that of a group.
    pub(crate) id: Option<String>,
    /// What its posts have in common, and the name of it, if it is the document of a group.
    pub(crate) about: Option<(Grouping, String)>,
    /// What it says of the podcast, if it is one of a podcast.
    pub(crate) podcast: Option<ITunesChannelExtension>,
    /// Its place in the whole history of the blog.
    pub(crate) history: History,
}

impl FeedFile {
    /// What is to be known of a document that was written.
    pub(super) fn new(format: &'static Format, page: &Page) -> Self {
        let of = match (&page.about, &page.history) {
            (Some((by, name)), _) => FeedOf::Group(*by, name.clone()),
            (None, History::Archive { .. }) => FeedOf::Archive,
            (None, _) => FeedOf::Blog,
        };
        let about = &page.channel;
        Self {
            format,
            file: page.file.clone(),
            of,
            title: about.title.clone(),
            address: about.itself.clone(),
            link: about.link.clone(),
            language: about.language.clone(),
        }
    }
}

impl Page {
    /// The document `file` with the posts at some places of a feed. Nothing in it depends on other posts.
    pub(super) fn new(feed: &Feed<'_>, file: &str, posts: Vec<usize>) -> Self {
        let mut channel = feed.channel.clone();
        let changes = posts.iter().filter_map(|&place| PostHead::changed(feed.head(place)));
        channel.updated = changes.max().or(channel.updated);
        channel.itself = feed.address(file);
        let mut uses = Uses::default();
        posts.iter().for_each(|&place| uses.add(feed.uses[place]));
        uses.replies = posts.iter().any(|&place| feed.comments.of(place).is_some());
        let noted = 0..usize::MAX;
        let podcast = if uses.enclosures { podcast::channel(feed) } else { None };
        let (id, about, history) = (None, None, History::Unstated);
        Self { file: file.to_owned(), channel, posts, noted, uses, id, about, podcast, history }
    }

    /// The hub of the feed. Archive documents have none: nothing new will be in them.
    pub(crate) fn hub<'f>(&self, feed: &'f Feed<'_>) -> Option<&'f str> {
        let is_archive = matches!(self.history, History::Archive { .. });
        feed.options.hub.as_deref().filter(|_| !is_archive)
    }

    /// Its links but to itself and to the blog: relation and address.
    pub(crate) fn links<'p>(&'p self, feed: &'p Feed<'_>) -> Vec<(&'static str, &'p str)> {
        let mut links = self.history.links();
        links.extend(self.hub(feed).map(|hub| ("hub", hub)));
        links
    }
}
