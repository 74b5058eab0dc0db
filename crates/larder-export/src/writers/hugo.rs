//! Writes sites for Hugo: a folder that `hugo` builds as it is.
//!
//! ```text
//! hugo.toml  layouts/                       settings, plain templates, a feed that goes on with the old ids
//! content/posts/<name>/index.md             a post; the files it shows stand beside it
//! content/<name>/index.md                   a page
//! data/comments/<name>.json                 the comments under it, in threads
//! data/authors.json  series  categories  tags
//! static/media/                             files that several pages show
//! ```
//!
//! Every page names its address (`url`), so that nothing depends on how Hugo makes one of a title: it is the old address,
//! letter by letter, where the site can serve it. Two pages never have one, for Hugo keeps the last of them in silence.
//!
//! Facts about Hugo (0.111): delimiters of shortcodes are active in code too, and an unknown shortcode stops the build; raw
//! HTML needs `unsafe`; a date without a time is read in `timeZone`; posts in the future are not built
//! without `buildFuture`; files in bundles that could be pages are made into pages; aliases are pages that refresh.

use larder_core::{Blog, Format, TermKind, format};
use larder_markdown::Dialect;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    tree::{
        self, Facts, Fence, Generator, Layout, Listed, Map, Naming, Place, SiteFacts, Value, toml,
    },
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hugo;

impl Writer for Hugo {
    fn format(&self) -> &'static Format {
        &format::HUGO
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
    bundles: true,
    shared: ("static/media/", "/media/"),
    data: "data/",
    comments: "data/comments/",
    address: "url",
    params: "params",
    reserved: &[
        "/",
        "/posts/",
        "/posts/page/",
        "/index.xml",
        "/sitemap.xml",
        "/404.html",
        "/robots.txt",
    ],
    reserved_below: &["tags", "categories", "series", "authors", "page", "media"],
    reserved_names: &[
        "posts",
        "tags",
        "categories",
        "series",
        "authors",
        "page",
        "media",
        "content",
    ],
    steering: &[
        "layout",
        "type",
        "outputs",
        "cascade",
        "build",
        "_build",
        "markup",
        "resources",
        "headless",
        "url",
        "slug",
        "date",
        "lastmod",
        "publishdate",
        "expirydate",
        "aliases",
        "draft",
        "title",
        "linktitle",
        "params",
        "menu",
        "menus",
        "weight",
        "sitemap",
        "translationkey",
        "iscjklanguage",
        "keywords",
        "videos",
        "audio",
        "images",
    ],
    pages: &[
        "md", "markdown", "mdown", "html", "htm", "org", "adoc", "asciidoc", "ad", "rst", "pandoc",
        "pdc", "gotmpl",
    ],
};

impl Generator for Hugo {
    fn format(&self) -> &'static Format {
        &format::HUGO
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        // A page cannot stand in the bundle of another one, so that all are side by side.
        let section = if page.is_page { "content" } else { "content/posts" };
        let folder = format!("{section}/{}/", page.name);
        Place { file: format!("{folder}index.md"), folder }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        let mut front = Map::default();
        front.set_some("title", facts.title.as_deref());
        front.set_some("subtitle", facts.subtitle.as_deref());
        front.set_some("date", facts.date.clone().map(Value::Date));
        front.set_some("lastmod", facts.updated.clone().map(Value::Date));
        front.set_some("draft", facts.is_draft.then_some(true));
        front.set_some("slug", facts.slug);
        front.set("url", &*facts.page.url);
        front.set_list("aliases", facts.page.aliases.iter().map(|alias| &**alias));
        front.set_list("tags", facts.tags.iter().map(String::as_str));
        front.set_list("categories", facts.leaf_categories());
        facts.set_series(&mut front);
        front.set_some("description", facts.summary.as_deref());
        front.set_list("authors", facts.authors.iter().map(String::as_str));
        front.set_some("language", facts.language);
        front.set("guid", facts.guid);
        front.set_some("cover", facts.cover.as_deref());
        front.set_some("copyright", facts.rights.as_deref());
        front.set_some("canonical", facts.canonical.as_deref());
        front.set_some("comments", facts.comments);
        facts.own.iter().for_each(|(name, value)| front.set(name, value.clone()));
        front.set_map("params", facts.rest.clone());
        front
    }

    fn list(&self, listed: Listed<'_>) -> Option<String> {
        let (folder, name) = match listed {
            Listed::Term(TermKind::Tag, path) => ("tags", path.last()?.as_str()),
            Listed::Term(_, path) => ("categories", path.last()?.as_str()),
            Listed::Author(name) => ("authors", name),
            Listed::Series(title) => ("series", title),
            Listed::Month => return None,
        };
        Some(format!("/{folder}/{}/", in_path(name)?))
    }

    fn feed(&self) -> Option<&'static str> {
        Some("/index.xml")
    }

    fn dialect(&self) -> Dialect {
        let mut dialect = Dialect::goldmark();
        // As the settings have it.
        dialect.autolinks = false;
        dialect
    }

    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        let mut files = vec![("hugo.toml", toml(&settings(site)))];
        files.extend(LAYOUTS.iter().map(|(name, text)| (*name, (*text).to_owned())));
        files
    }
}

/// A name in the address of its list, as Hugo makes it: in lower case, spaces as one `-`, without what is neither letter,
/// digit nor mark. None for names with characters that versions of Hugo treat differently.
fn in_path(name: &str) -> Option<String> {
    let mut path = String::new();
    let mut is_behind_space = false;
    for letter in name.chars() {
        match letter {
            '/' | '\\' | '#' | '%' | '~' | '@' | '·' => return None,
            ' ' => is_behind_space = !path.is_empty() && !path.ends_with('-'),
            letter if letter.is_alphanumeric() || matches!(letter, '.' | '_' | '+' | '-') => {
                if is_behind_space && letter != '-' {
                    path.push('-');
                }
                is_behind_space = false;
                path.push(letter);
            }
            // What is left of marks and of spaces of other scripts depends on tables that differ.
            letter if letter.is_ascii() => {}
            letter if is_punctuation(letter) => {}
            _ => return None,
        }
    }
    let is_whole = !path.is_empty() && !path.starts_with('.') && !path.ends_with('.');
    is_whole.then(|| path.to_lowercase())
}

/// Punctuation of Korean, Japanese and Western texts, which is in no path of Hugo's.
fn is_punctuation(letter: char) -> bool {
    matches!(
        letter,
        '‘' | '’'
            | '“'
            | '”'
            | '…'
            | '—'
            | '–'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '、'
            | '。'
            | '！'
            | '？'
    )
}

const LAYOUTS: &[(&str, &str)] = &[
    ("layouts/_default/baseof.html", include_str!("hugo/baseof.html")),
    ("layouts/_default/list.html", include_str!("hugo/list.html")),
    ("layouts/_default/rss.xml", include_str!("hugo/rss.xml")),
    ("layouts/_default/single.html", include_str!("hugo/single.html")),
    ("layouts/_default/terms.html", include_str!("hugo/terms.html")),
    ("layouts/partials/comments.html", include_str!("hugo/comments.html")),
];

fn settings(site: &SiteFacts<'_>) -> Map {
    let mut settings = Map::default();
    settings.set("baseURL", site.address.as_deref().unwrap_or("/"));
    settings.set("title", site.title.as_str());
    // Hugo knows languages by names in lower case.
    settings.set_some("defaultContentLanguage", site.language.as_deref().map(str::to_lowercase));
    settings.set_some("languageCode", site.language.as_deref());
    settings.set_some("timeZone", site.zone_name());
    settings.set_some("copyright", site.blog.site.rights.as_deref());
    // Who is carried was decided when the folder was written.
    settings.set("buildFuture", true);
    settings.set("disableHugoGeneratorInject", true);
    settings.set_map(
        "taxonomies",
        named(&[
            ("author", "authors"),
            ("category", "categories"),
            ("series", "series"),
            ("tag", "tags"),
        ]),
    );
    settings.set_map("outputs", outputs());
    settings.set_map("services", within(&["rss"], "limit", 50_u32));
    settings.set_map("markup", markup());
    let mut params = Map::default();
    params.set_some("description", site.description.as_deref());
    params.set_list("author", site.authors());
    settings.set_map("params", params);
    settings
}

fn named(pairs: &[(&str, &str)]) -> Map {
    let mut map = Map::default();
    pairs.iter().for_each(|(name, value)| map.set(*name, *value));
    map
}

fn outputs() -> Map {
    let mut outputs = Map::default();
    outputs.set_list("home", ["html", "rss"]);
    ["section", "taxonomy", "term"].iter().for_each(|kind| outputs.set_list(kind, ["html"]));
    outputs
}

/// Texts stay as they were written: no dashes and quotes instead of others, no links where there were none.
fn markup() -> Map {
    let mut goldmark = Map::default();
    let mut extensions = Map::default();
    extensions.set("linkify", false);
    extensions.set("typographer", false);
    goldmark.set("extensions", extensions);
    goldmark.set("renderer", within(&[], "unsafe", true));
    within(&[], "goldmark", goldmark)
}

/// A value within maps.
fn within(path: &[&str], name: &str, value: impl Into<Value>) -> Map {
    let mut map = Map::default();
    map.set(name, value);
    path.iter().rev().fold(map, |inner, name| {
        let mut outer = Map::default();
        outer.set(*name, inner);
        outer
    })
}
