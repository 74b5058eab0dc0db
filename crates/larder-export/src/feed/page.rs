//! One document of a feed. Most feeds have just one.

use std::ops::Range;

use larder_core::PostHead;

use super::{Channel, Feed, History, Layout, Uses, podcast::Podcast};
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
    /// Its place in the whole history of the blog.
    pub(crate) history: History,
}

impl FeedFile {
    /// What is to be known of a document that was written.
    pub(super) fn new(layout: &dyn Layout, file: &str, of: FeedOf, about: &Channel) -> Self {
        Self {
            format: layout.format(),
            kind: layout.kind(),
            file: file.to_owned(),
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
        let (id, about, history) = (None, None, History::Unstated);
        Self { file: file.to_owned(), channel, posts, noted, uses, id, about, history }
    }

    /// What is to be known of it once it is written.
    pub(super) fn written(&self, layout: &dyn Layout) -> FeedFile {
        let of = match (&self.about, &self.history) {
            (Some((by, name)), _) => FeedOf::Group(*by, name.clone()),
            (None, History::Archive { .. }) => FeedOf::Archive,
            (None, History::Everything) => FeedOf::Everything,
            (None, _) => FeedOf::Blog,
        };
        FeedFile::new(layout, &self.file, of, &self.channel)
    }

    /// What it says of the podcast, if it has episodes of one.
    pub(crate) fn podcast<'f>(&self, feed: &'f Feed<'_>) -> Option<&'f Podcast> {
        feed.podcast.as_ref().filter(|_| self.uses.enclosures)
    }

    /// The hub of the feed. Only what readers subscribe to has one.
    pub(crate) fn hub<'f>(&self, feed: &'f Feed<'_>) -> Option<&'f str> {
        feed.options.hub.as_deref().filter(|_| self.history.is_subscribed_to())
    }

    /// Its links but to itself and to the blog: relation and address.
    pub(crate) fn links<'p>(&'p self, feed: &'p Feed<'_>) -> Vec<(&'static str, &'p str)> {
        let mut links = self.history.links();
        links.extend(self.hub(feed).map(|hub| ("hub", hub)));
        links
    }
}
