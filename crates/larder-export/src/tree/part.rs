//! The two parts of a site: what visitors see, and what only posts have that the site does not publish.
//!
//! A post that was asked for by name is written as a draft, and its generator makes no page of it. All that belongs to such
//! posts alone (files, comments, people, series, terms, old addresses) stands apart, in a folder that no generator looks into,
//! below the path that it has on the site. What is published is written as if there were no such posts.

use larder_core::format::UNPUBLISHED;

/// A part of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What visitors see.
    Published,
    /// What only unpublished posts have.
    Unpublished,
}

impl Part {
    /// Both, in the order in which names and addresses are given.
    pub(crate) const ALL: [Self; 2] = [Self::Published, Self::Unpublished];

    /// The folder in which its files stand, with `/` at its end. Empty for the site itself.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Published => "",
            Self::Unpublished => UNPUBLISHED,
        }
    }

    /// Whether what is in this part may name what is in another one.
    pub(crate) fn may_name(self, other: Self) -> bool {
        self == Self::Unpublished || other == Self::Published
    }
}

/// Something of each part. What both have is in the published one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parted<T> {
    pub(crate) published: T,
    pub(crate) unpublished: T,
}

impl<T> Parted<T> {
    /// What is in a part.
    pub(crate) fn of(&self, part: Part) -> &T {
        match part {
            Part::Published => &self.published,
            Part::Unpublished => &self.unpublished,
        }
    }

    /// The same, to be changed.
    pub(crate) fn of_mut(&mut self, part: Part) -> &mut T {
        match part {
            Part::Published => &mut self.published,
            Part::Unpublished => &mut self.unpublished,
        }
    }

    /// What is in both parts, the published one first.
    pub(crate) fn all(&self) -> [&T; 2] {
        [&self.published, &self.unpublished]
    }
}

/// The file that says to people what the folder is.
pub(crate) const NOTE_FILE: &str = "README.txt";

/// What it says.
pub(crate) const NOTE: &str = "\
What is in this folder belongs to posts and pages that the site does not publish, and to nothing else: the files
they show, the comments under them, what is said of people, series, categories and tags that only they name, and
redirects from their old addresses. Each stands here at the path that it has on the site.

To publish such a post, take what says that it is a draft out of its front matter, or move it out of the folder of
drafts, and move what it names out of this folder: `_unpublished/PATH` becomes `PATH`. Files of data that are there
already get the entries of those here.
";
