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
//! templates and our reader go by. `categories: [[A, B]]` is B below A, and a post of B is one of A. Hidden are drafts, not
//! pages: one that is no post and a draft is among the drafts, with the layout of a page. What documents of its database can
//! do (`save`, `update`) no front matter may be called. Nunjucks runs over every body that does not say no; settings of
//! renderers that say it are not heard. Bodies may hold words that Hexo uses as marks while it renders
//! (`hexoPostRenderCodeBlock`): the script hides them from it. Files that
//! begin with `_` or end with `~` are passed over. `hexo-renderer-marked` writes addresses of e-mail at random, reads
//! references twice and makes lists of its own: `hexo-renderer-markdown-it` keeps to CommonMark.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDateTime};
use larder_core::{Blog, Format, PostKind, Precision, TermKind, Timestamp, format};
use larder_markdown::Dialect;
use unicode_normalization::UnicodeNormalization;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer, ZoneName,
    sink::names::is_caseless,
    tree::{
        self, Facts, Fence, Generator, Layout, Listed, Map, Naming, Place, SiteFacts, SiteZone,
        Value, yaml,
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
        "layout",
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
        let mut front = Map::default();
        front.set_some("title", facts.title.as_deref());
        front.set_some("subtitle", facts.subtitle.as_deref());
        set_time(&mut front, ("date", "exact_date"), facts.published, facts.zone);
        set_time(&mut front, ("updated", "exact_updated"), facts.changed, facts.zone);
        front.set_some("layout", layout(facts));
        front.set("disableNunjucks", true);
        front.set_some("slug", facts.slug);
        front.set("permalink", &*facts.page.url);
        front.set_list("redirect_from", facts.page.aliases.iter().map(|alias| &**alias));
        front.set_list("categories", categories(&facts.categories));
        front.set_list("tags", facts.tags.iter().map(String::as_str));
        facts.set_series(&mut front);
        front.set_some("description", facts.summary.as_deref());
        front.set_list("authors", facts.authors.iter().map(String::as_str));
        front.set_some("lang", facts.language);
        front.set("guid", facts.guid);
        front.set_some("cover", facts.cover.as_deref());
        front.set_some("copyright", facts.rights.as_deref());
        front.set_some("canonical", facts.canonical.as_deref());
        front.set_some("comment_file", facts.comments);
        let mut params = facts.rest.clone();
        for (name, value) in facts.own.iter() {
            let place = if is_plain(name) { &mut front } else { &mut params };
            place.set(name, value.clone());
        }
        front.set_map("params", params);
        front
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
        let mut files = vec![("_config.yml", yaml(&settings(site)))];
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

/// What a page says of its layout where its folder does not.
fn layout(facts: &Facts<'_>) -> Option<&'static str> {
    match facts.kind {
        PostKind::Page if facts.is_draft => Some("page"),
        PostKind::Page => None,
        _ if facts.is_draft || facts.published.is_some() => None,
        _ => Some("post"),
    }
}

/// A time as a clock shows it in the zone of the site, and the time itself where the clock does not tell it.
fn set_time(
    front: &mut Map,
    (name, exact): (&str, &str),
    time: Option<Timestamp>,
    zone: Option<ZoneName>,
) {
    let Some(time) = time else { return };
    let there = zone.map_or(time.at(), |zone| zone.at(time.at()));
    // Beyond these years programs read other ones.
    let is_year = |clock: &NaiveDateTime| (100..=9999).contains(&clock.year());
    let clock = Some(there.naive_local()).filter(is_year);
    let told = clock.and_then(|clock| zone?.first(clock));
    let is_told =
        told == Some(time.at()) && told.is_some_and(|told| told.offset() == time.at().offset());
    let clock = clock.unwrap_or_else(|| time.at().naive_local());
    let form = match time.precision() {
        known if known <= Precision::Day && is_told => "%Y-%m-%d",
        _ => "%Y-%m-%d %H:%M:%S%.f",
    };
    front.set(name, Value::Date(clock.format(form).to_string()));
    front.set_some(exact, (!is_told).then(|| time.to_rfc3339()));
}

/// A name as the script writes it in the address of a list. None where another one may be written so.
fn in_path(name: &str) -> Option<String> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || is_caseless(letter);
    let is_own = name.split('-').all(|part| !part.is_empty() && part.chars().all(is_letter));
    (is_own && name.chars().count() <= LONGEST && name.nfc().eq(name.chars()))
        .then(|| name.to_ascii_lowercase())
}

/// How many letters of a name the script writes in an address.
const LONGEST: usize = 60;

/// Categories with those above them. One that another one is below goes without saying.
fn categories(paths: &[Vec<String>]) -> impl Iterator<Item = Value> {
    let above = |path: &'_ [String]| path.len().saturating_sub(1);
    let implied: HashSet<&[String]> =
        paths.iter().flat_map(|path| (1..=above(path)).map(|end| &path[..end])).collect();
    let own = paths.iter().filter(move |path| !implied.contains(path.as_slice()));
    own.map(|path| Value::List(path.iter().map(|name| name.as_str().into()).collect()))
}

/// Whether front matter may have this name: what Hexo's documents have it may not.
fn is_plain(name: &str) -> bool {
    const OF_DOCUMENTS: &[&str] = &[
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "notPublished",
        "populate",
        "propertyIsEnumerable",
        "remove",
        "replace",
        "save",
        "setCategories",
        "setTags",
        "toLocaleString",
        "toObject",
        "toString",
        "update",
        "valueOf",
    ];
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    name.starts_with(char::is_alphanumeric)
        && name.chars().all(is_part)
        && !OF_DOCUMENTS.contains(&name)
}

fn settings(site: &SiteFacts<'_>) -> Map {
    let mut settings = Map::default();
    settings.set("title", site.title.as_str());
    settings.set("description", site.description.as_deref().unwrap_or_default());
    // What is not said, Hexo says: it would be written by John Doe, in English.
    let authors: Vec<&str> = site.authors().collect();
    match *authors {
        [] => settings.set("author", ""),
        [one] => settings.set("author", one),
        _ => settings.set_list("author", authors),
    }
    settings.set("language", site.language.as_deref().unwrap_or_default());
    settings.set("timezone", site.zone_name().unwrap_or_else(|| "UTC".to_owned()));
    settings.set_some("url", site.address.as_deref());
    settings.set_some("copyright", site.blog.site.rights.as_deref());
    settings.set("permalink", "posts/:title/");
    settings.set("theme", "larder");
    settings.set_list("skip_render", ["media/**"]);
    // Nothing is put into pages that they do not say.
    settings.set("updated_option", "empty");
    settings.set("meta_generator", false);
    settings.set("syntax_highlighter", "");
    settings.set_map("external_link", one("enable", false));
    settings.set_map("markdown", markdown());
    settings
}

fn one(name: &str, value: impl Into<Value>) -> Map {
    let mut map = Map::default();
    map.set(name, value);
    map
}

/// Texts stay as they were written: no other quotes, no ids of headings, no links where there were none.
fn markdown() -> Map {
    let mut render = one("html", true);
    for name in ["breaks", "linkify", "typographer"] {
        render.set(name, false);
    }
    let mut markdown = Map::default();
    markdown.set_map("render", render);
    markdown.set_map("anchors", one("level", 7_u32));
    markdown
}

#[cfg(test)]
mod tests;
