//! What differs between the generators of static sites.

use larder_core::{Format, TermKind};
use larder_markdown::Dialect;

use super::{facts::Facts, shape::Fields, site::SiteFacts, value::Map, zone::SiteZone};

/// A generator: where its pages are, what their front matter is called, what makes the site build as it is.
///
/// All that generators have in common (who is carried, addresses, links, media, comments) is done for them.
pub(crate) trait Generator: Send + Sync {
    /// Name, summary and folder.
    fn format(&self) -> &'static Format;

    /// Where things are.
    fn layout(&self) -> &'static Layout;

    /// Where a page is.
    fn place(&self, page: &Naming<'_>) -> Place;

    /// The front matter of a page, in the order in which it is written.
    fn front(&self, facts: &Facts<'_>) -> Map;

    /// What links within the output lead to. By default, to pages of a site.
    fn leads(&self) -> Leads {
        Leads::ToPages
    }

    /// The text of the file that lists all pages, of a folder that [has one](Leads::ToFiles). By default it is empty.
    fn contents(&self, _site: &SiteFacts<'_>, _pages: &[Listing]) -> String {
        String::new()
    }

    /// The settings, templates and notes that make a site of the pages: names below the root, and their texts.
    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)>;

    /// The settings that say what is there, which are made once all pages are written. By default there are none.
    fn inventory(&self, _inventory: &Inventory) -> Option<(&'static str, String)> {
        None
    }

    /// The path of a list of posts, from the root of the site, decoded. By default there is none; a list that is given
    /// must be there when the site is built, or old addresses lead nowhere.
    fn list(&self, _listed: Listed<'_>) -> Option<String> {
        None
    }

    /// The path of the feed of all posts, which is RSS. By default there is none.
    fn feed(&self) -> Option<&'static str> {
        None
    }

    /// The Markdown of its bodies, and the template language that runs over them.
    fn dialect(&self) -> Dialect;

    /// Whether it makes a page at this path, and not at another one that is like it. By default, at every path that file
    /// systems and web servers serve.
    fn serves(&self, _path: &str) -> bool {
        true
    }

    /// The name of the file with the comments of a page, without folder and extension. By default, the page's own.
    ///
    /// No two pages may have one.
    fn comments_name(&self, page: &str) -> String {
        page.to_owned()
    }

    /// Whether a page itself can stand at this old path, and not only what leads to it. By default, at each that it
    /// [serves](Self::serves).
    fn keeps(&self, _path: &str) -> bool {
        true
    }

    /// The zone in which it reads a day without a time, on a site whose dates are in `site`. By default, that zone.
    fn days(&self, site: SiteZone) -> SiteZone {
        site
    }
}

/// What links within the output lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// To the pages that a site makes of the files, by paths from the root of its server.
    ToPages,
    /// To the files, by paths from the one that the link stands in. Nobody serves them, so that there are no addresses to
    /// keep, and nothing that leads from old ones to new ones.
    ToFiles {
        /// The file that lists all pages, below the root.
        contents: &'static str,
    },
}

/// A page, as the file that lists all of them shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    /// Its file, below the root.
    pub(crate) file: String,
    /// Its title.
    pub(crate) title: Option<String>,
    /// The day it was published, in the zone of the site.
    pub(crate) day: Option<String>,
    /// Whether it is a page, beside the stream of posts.
    pub(crate) is_page: bool,
    /// Whether it is a draft.
    pub(crate) is_draft: bool,
}

/// What the posts of a list have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Listed<'a> {
    /// A category or a tag: the names of those above it, outermost first, and its own.
    Term(TermKind, &'a [String]),
    /// Who wrote them.
    Author(&'a str),
    /// A series.
    Series(&'a str),
    /// A month in which they were published. No generator makes lists of months of its own accord.
    Month,
}

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fence {
    /// YAML between lines of `---`.
    Yaml,
    /// TOML between lines of `+++`.
    Toml,
}

/// Where a generator has things. All folders end with `/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// The language of front matter.
    pub(crate) fence: Fence,
    /// What the address of a post begins with that kept none: `/posts/`.
    pub(crate) stream: &'static str,
    /// Whether files stand beside the page that shows them, and are served below its address.
    pub(crate) bundles: bool,
    /// The folder of files that are not beside a page, and the path it is served at: `static/media/`, `/media/`.
    pub(crate) shared: (&'static str, &'static str),
    /// The folder of data that templates read.
    pub(crate) data: &'static str,
    /// The folder of comments, one file a post.
    pub(crate) comments: &'static str,
    /// The name of the address in front matter.
    pub(crate) address: &'static str,
    /// The name of the map in front matter for what the generator has no name for.
    pub(crate) params: &'static str,
    /// Addresses that the generator makes pages for.
    pub(crate) reserved: &'static [&'static str],
    /// First parts of addresses below which the generator makes pages.
    pub(crate) reserved_below: &'static [&'static str],
    /// Names that a page cannot have, because something else stands there.
    pub(crate) reserved_names: &'static [&'static str],
    /// Names of front matter that say how a page is made.
    pub(crate) steering: &'static [&'static str],
    /// Extensions of files that the generator would make pages of, if they stood beside one.
    pub(crate) pages: &'static [&'static str],
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inventory {
    /// How many posts.
    pub(crate) posts: u64,
    /// How many pages beside the stream of posts.
    pub(crate) pages: u64,
    /// How many files of comments.
    pub(crate) comments: u64,
    /// What all their front matter holds.
    pub(crate) fields: Fields,
}

impl Inventory {
    /// Counts a page.
    pub(super) fn add(&mut self, is_page: bool, has_comments: bool, front: &Map) {
        *(if is_page { &mut self.pages } else { &mut self.posts }) += 1;
        self.comments += u64::from(has_comments);
        self.fields.add(front);
    }
}

/// What the place of a page is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming<'a> {
    /// A name that no other page has: lower case, safe on every system.
    pub(crate) name: &'a str,
    /// Whether it is a page, beside the stream of posts.
    pub(crate) is_page: bool,
    /// Whether it is a draft, for generators that keep drafts elsewhere.
    pub(crate) is_draft: bool,
    /// The day it was published, in the zone of the site: `2019-03-04`.
    pub(crate) day: Option<&'a str>,
}

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: String,
    /// The folder of its own files, with `/` at its end.
    pub(crate) folder: String,
}
