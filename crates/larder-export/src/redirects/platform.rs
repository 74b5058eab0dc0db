//! Where a blog comes from, as far as that says under which other addresses it answered.

/// A platform with its own forms of addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Platform {
    /// WordPress, and what keeps its addresses.
    WordPress,
    /// Blogger.
    Blogger,
    /// Ghost.
    Ghost,
    /// Medium.
    Medium,
    /// Substack.
    Substack,
    /// Tumblr.
    Tumblr,
    /// Movable Type, TypePad and their kin.
    MovableType,
    /// LiveJournal and Dreamwidth.
    LiveJournal,
    /// Tistory and Textcube.
    Tistory,
    /// None of these, or unknown: only what is given is redirected.
    #[default]
    Other,
}

impl Platform {
    /// The platform that a format is the export of. `format` is the name of a reader, such as `wxr`.
    pub fn of_format(format: &str) -> Self {
        match format {
            "wxr" => Self::WordPress,
            "blogger" => Self::Blogger,
            "ghost" => Self::Ghost,
            "medium" => Self::Medium,
            "substack" => Self::Substack,
            "tumblr" => Self::Tumblr,
            "mt" => Self::MovableType,
            "livejournal" => Self::LiveJournal,
            "tistory" | "ttxml" => Self::Tistory,
            _ => Self::Other,
        }
    }

    /// The platform that a blog says it is on, such as `wordpress`, in whatever letter case.
    pub fn named(name: &str) -> Self {
        match name.trim().to_ascii_lowercase().as_str() {
            "wordpress" => Self::WordPress,
            "movable-type" | "movabletype" | "typepad" => Self::MovableType,
            "dreamwidth" => Self::LiveJournal,
            "textcube" | "tattertools" => Self::Tistory,
            name => Self::of_format(name),
        }
    }

    /// Whether it has a list of the posts of each month.
    pub(crate) fn has_months(self) -> bool {
        matches!(self, Self::WordPress | Self::Blogger | Self::MovableType | Self::Tistory)
    }

    /// Whether it has a list of the posts of each author.
    pub(crate) fn has_authors(self) -> bool {
        matches!(self, Self::WordPress | Self::Ghost)
    }

    /// Whether addresses of categories and tags hold their names, not something made of them.
    pub(crate) fn names_terms(self) -> bool {
        matches!(self, Self::Blogger | Self::Tumblr | Self::Tistory)
    }

    /// What stands before the number of a file in the address of its page.
    pub(super) fn numbers_of_file(self) -> &'static [&'static str] {
        match self {
            Self::WordPress => &["?attachment_id=", "?p="],
            _ => &[],
        }
    }

    /// Where feeds of all posts are, below the home of a blog: as RSS, and as Atom.
    pub(super) fn feeds(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::WordPress => (
                &[
                    "feed/",
                    "feed/rss/",
                    "feed/rss2/",
                    "feed/rdf/",
                    "?feed=rss2",
                    "?feed=rss",
                    "?feed=rdf",
                    "wp-rss2.php",
                    "wp-rss.php",
                    "wp-feed.php",
                ],
                &["feed/atom/", "?feed=atom", "wp-atom.php"],
            ),
            Self::Blogger => (
                &["rss.xml", "feeds/posts/default?alt=rss", "feeds/posts/summary?alt=rss"],
                &["atom.xml", "feeds/posts/default", "feeds/posts/summary"],
            ),
            Self::Ghost => (&["rss/", "feed/"], &[]),
            Self::Medium | Self::Substack => (&["feed"], &[]),
            Self::Tumblr => (&["rss"], &[]),
            Self::MovableType => (&["index.rdf", "index.xml", "rss.xml"], &["atom.xml"]),
            Self::LiveJournal => (&["data/rss"], &["data/atom"]),
            Self::Tistory => (&["rss", "rss/"], &["atom", "atom/"]),
            Self::Other => (&[], &[]),
        }
    }

    /// Where feeds of comments are, below the home of a blog.
    pub(super) fn feeds_of_comments(self) -> &'static [&'static str] {
        match self {
            Self::WordPress => &["comments/feed/", "comments/feed/atom/", "?feed=comments-rss2"],
            Self::Blogger => &["feeds/comments/default"],
            Self::Tistory => &["rss/comment", "atom/comment"],
            _ => &[],
        }
    }

    /// What is put behind the address of a post for other forms of it.
    pub(super) fn forms_of_post(self) -> &'static [(&'static str, super::Class)] {
        use super::Class;
        match self {
            Self::WordPress => &[("feed/", Class::Feed), ("amp/", Class::Mobile)],
            Self::Ghost => &[("amp/", Class::Mobile)],
            Self::Substack => &[("comments", Class::Permalink)],
            Self::Tumblr => &[("amp", Class::Mobile)],
            _ => &[],
        }
    }
}
