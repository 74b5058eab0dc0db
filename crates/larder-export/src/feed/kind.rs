//! What is known of a format of feeds besides its name and file.

/// What people, browsers and feed readers call a format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeedKind {
    /// What people call it.
    pub label: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What follows the title where several feeds of a blog are offered; None for the one that needs no word.
    pub mark: Option<&'static str>,
    /// The word that OPML has for it, if any.
    pub outline_version: Option<&'static str>,
    /// Whether it can name a style sheet.
    pub takes_style: bool,
}

impl FeedKind {
    /// The kinds in the order in which they are offered: many programs take the first, and few know JSON Feed.
    pub const OFFERED: [&'static Self; 3] = [&Self::ATOM, &Self::RSS, &Self::JSON_FEED];

    pub(crate) const RSS: Self = Self {
        label: "RSS",
        media_type: "application/rss+xml",
        mark: Some("RSS"),
        outline_version: Some("RSS"),
        takes_style: true,
    };

    pub(crate) const ATOM: Self = Self {
        label: "Atom",
        media_type: "application/atom+xml",
        mark: None,
        outline_version: None,
        takes_style: true,
    };

    pub(crate) const JSON_FEED: Self = Self {
        label: "JSON Feed",
        media_type: "application/feed+json",
        mark: Some("JSON"),
        outline_version: None,
        takes_style: false,
    };
}
