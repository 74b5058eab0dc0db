//! One document of a feed. Most feeds have just one.

use std::ops::Range;

use larder_core::PostHead;

use super::{Channel, Feed, History, Uses};

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
    /// Its place in the whole history of the blog.
    pub(crate) history: History,
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
        let noted = 0..usize::MAX;
        Self { file: file.to_owned(), channel, posts, noted, uses, history: History::Unstated }
    }
}
