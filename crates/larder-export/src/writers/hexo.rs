//! Writes sites for Hexo: a folder that `npx hexo generate` (8.x) builds as it is.
//!
//! ```text
//! _config.yml  package.json                  settings; two plugins of Hexo's own: templates and Markdown
//! source/_posts/<name>.md   _drafts/         posts; drafts, if they were asked for
//! source/undated/<name>.md                   posts of which nobody knows when: Hexo would put the day of the file on them
//! source/pages/<name>.md                     pages
//! source/media/                              the files they show
//! source/_data/comments/<name>.json          the comments under a page, in threads
//! source/_data/authors.json  series  categories  tags
//! scripts/larder.js  themes/larder/layout/   lists, old addresses, a feed with the old ids, plain templates
//! ```
//!
//! Facts about Hexo (8.1): every page names its address (`permalink`), for of a name it makes another one. Dates are those of
//! a clock in the zone of the settings: a time that such a clock does not tell has `exact_date` beside it, which our
//! templates and our reader go by. `categories: [[A, B]]` is B below A, and a post of B is one of A. Hexo would have the lists
//! of C and C++ at one place: ours have places of their own. It hides drafts, and no pages: a page that is a draft is among
//! them, with its layout. No field of front matter may be called like what documents of its database can do (`save`).
//!
//! Nunjucks runs over every body that does not say no; settings of renderers that say it are not heard. While it renders,
//! Hexo marks places in a body by words that the body could hold (`hexoPostRenderCodeBlock`): the script hides those. Names
//! of categories are looked up in an object that has `constructor`: the script gives it one that has not. Files that begin
//! with `_` or end with `~` are passed over. `hexo-renderer-marked` writes addresses of e-mail at random and makes lists of
//! its own; `hexo-renderer-markdown-it` keeps to CommonMark.

mod front;
mod settings;

use larder_core::{Blog, Format, TermKind, format};
use larder_markdown::Dialect;
use unicode_normalization::UnicodeNormalization;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    sink::names::is_caseless,
    tree::{
        self, Facts, Fence, Generator, Layout, Listed, Map, Naming, Place, SiteFacts, SiteZone,
        yaml,
    },
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hexo;

impl Writer for Hexo {
    fn format(&self) -> &'static Format {
        &format::HEXO
    }

    fn losses(&self) -> &'static [Loss] {
        tree::LOSSES
    }

    fn write(
        &self,
        blog: &Blog,
        options: &WriteOptions,
        sink: &mut dyn Sink,
        account: &mut Account,
    ) -> Result<(), WriteError> {
        tree::write(self, blog, options, sink, account)
    }
}

static LAYOUT: Layout = Layout {
    fence: Fence::Yaml,
    stream: "/posts/",
    bundles: false,
    shared: ("source/media/", "/media/"),
    data: "source/_data/",
    comments: "source/_data/comments/",
    address: "permalink",
    params: "params",
    reserved: &["/", "/feed.xml"],
    reserved_below: &["authors", "series", "categories", "tags", "page", "media"],
    reserved_names: &[],
    steering: &[
        "authors",
        "guid",
        "layout",
        "series",
        "permalink",
        "published",
        "date",
        "exact_date",
        "updated",
        "exact_updated",
        "title",
        "titlecase",
        "slug",
        "id",
        "source",
        "path",
        "raw",
        "content",
        "excerpt",
        "more",
        "photo",
        "photos",
        "full_source",
        "asset_dir",
        "tag",
        "tags",
        "category",
        "categories",
        "comments",
        "comment_file",
        "params",
        "prev",
        "next",
        "redirect_from",
        "lang",
        "language",
        "canonical_path",
        "subtitle",
        "description",
        "copyright",
        "canonical",
        "engine",
        "markdown",
        "disableNunjucks",
    ],
    pages: &[],
};

impl Generator for Hexo {
    fn format(&self) -> &'static Format {
        &format::HEXO
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        let folder = match page.day {
            _ if page.is_draft => "_drafts",
            _ if page.is_page => "pages",
            Some(_) => "_posts",
            None => "undated",
        };
        Place {
            file: format!("source/{folder}/{}.md", page.name),
            folder: LAYOUT.shared.0.to_owned(),
        }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        front::front(facts)
    }

    fn feed(&self) -> Option<&'static str> {
        Some("/feed.xml")
    }

    fn list(&self, listed: Listed<'_>) -> Option<String> {
        let (kind, path): (&str, Vec<&str>) = match listed {
            Listed::Term(TermKind::Tag, path) => ("tags", vec![path.last()?]),
            Listed::Term(_, path) => ("categories", path.iter().map(String::as_str).collect()),
            // Two may have names that differ in letter case alone.
            Listed::Author(name) | Listed::Series(name) if name != name.to_ascii_lowercase() => {
                return None;
            }
            Listed::Author(name) => ("authors", vec![name]),
            Listed::Series(title) => ("series", vec![title]),
            Listed::Month => return None,
        };
        let path: Option<Vec<String>> = path.into_iter().map(in_path).collect();
        Some(format!("/{kind}/{}/", path?.join("/")))
    }

    fn dialect(&self) -> Dialect {
        Dialect::markdown_it()
    }

    fn days(&self, site: SiteZone) -> SiteZone {
        // Hexo knows zones by their names alone.
        if site.name(None).is_some() { site } else { SiteZone::UTC }
    }

    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        let mut files = vec![("_config.yml", yaml(&settings::settings(site)))];
        files.extend(FURNITURE.iter().map(|(name, text)| (*name, (*text).to_owned())));
        files
    }
}

const FURNITURE: &[(&str, &str)] = &[
    ("package.json", include_str!("hexo/package.json")),
    ("scripts/larder.js", include_str!("hexo/larder.js")),
    ("themes/larder/layout/feed.ejs", include_str!("hexo/feed.ejs")),
    ("themes/larder/layout/index.ejs", include_str!("hexo/index.ejs")),
    ("themes/larder/layout/items.ejs", include_str!("hexo/items.ejs")),
    ("themes/larder/layout/layout.ejs", include_str!("hexo/layout.ejs")),
    ("themes/larder/layout/list.ejs", include_str!("hexo/list.ejs")),
    ("themes/larder/layout/moved.ejs", include_str!("hexo/moved.ejs")),
    ("themes/larder/layout/page.ejs", include_str!("hexo/post.ejs")),
    ("themes/larder/layout/post.ejs", include_str!("hexo/post.ejs")),
];

/// A name as the script writes it in the address of a list. None where another one may be written so.
fn in_path(name: &str) -> Option<String> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || is_caseless(letter);
    let is_own = name.split('-').all(|part| !part.is_empty() && part.chars().all(is_letter));
    (is_own && name.chars().count() <= LONGEST && name.nfc().eq(name.chars()))
        .then(|| name.to_ascii_lowercase())
}

/// How many letters of a name the script writes in an address.
const LONGEST: usize = 60;

#[cfg(test)]
mod tests;
