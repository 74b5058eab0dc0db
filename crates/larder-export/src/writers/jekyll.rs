//! Writes sites for Jekyll: a folder that `jekyll build` builds as it is.
//!
//! ```text
//! _config.yml  _layouts/  _includes/        settings, plain templates
//! index.html  posts.html  tags.html …       lists;  feed.xml goes on with the old ids
//! _posts/2019-03-04-<name>.md               a post, under its day in the zone of the site
//! undated/<name>.md                         a post of which nobody knows when: Jekyll would put today on it
//! pages/<name>.md   _drafts/<name>.md       a page; a draft, if it was asked for
//! _data/comments/<name>.json                the comments under it, in threads
//! _data/authors.json  series  categories  tags
//! assets/media/                             the files that pages show
//! ```
//!
//! Every page names its address (`permalink`), so that nothing depends on titles, categories and zones: it is the old
//! address, letter by letter, where Jekyll can serve it. Two pages never have one, for Jekyll keeps the last of them with
//! no more than a warning. Older addresses are in `redirect_from`, for the plugin of that name.
//!
//! Facts about Jekyll (4.3): a post without a title gets one of its file name, unless the defaults have one; names of data
//! files lose every letter beyond ASCII; files that begin with `_` are not copied; `..` in an address becomes `/`, and a
//! page at `x.htm` is written to `x.htm.html`; posts in the future are not built without `future`; kramdown makes
//! other quotes and dashes of those in texts, and ids of headings, unless the settings say no.

use std::borrow::Cow;

use larder_core::{Blog, Digest, Format, PostKind, format};
use larder_markdown::Dialect;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    tree::{self, Facts, Fence, Generator, Layout, Map, Naming, Place, SiteFacts, Value, yaml},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jekyll;

impl Writer for Jekyll {
    fn format(&self) -> &'static Format {
        &format::JEKYLL
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
    shared: ("assets/media/", "/assets/media/"),
    data: "_data/",
    comments: "_data/comments/",
    address: "permalink",
    params: "params",
    reserved: &[
        "/",
        "/posts/",
        "/tags/",
        "/categories/",
        "/series/",
        "/authors/",
        "/feed.xml",
        "/sitemap.xml",
        "/404.html",
        "/robots.txt",
    ],
    reserved_below: &["assets"],
    reserved_names: &["index"],
    steering: &[
        "layout",
        "permalink",
        "published",
        "draft",
        "title",
        "date",
        "last_modified_at",
        "slug",
        "ext",
        "path",
        "name",
        "url",
        "id",
        "dir",
        "content",
        "output",
        "collection",
        "relative_path",
        "next",
        "previous",
        "excerpt",
        "excerpt_separator",
        "category",
        "categories",
        "tags",
        "author",
        "authors",
        "redirect_from",
        "redirect_to",
        "render_with_liquid",
        "canonical_url",
        "lang",
        "pagination",
        "params",
        "larder_list",
    ],
    pages: &[],
};

impl Generator for Jekyll {
    fn format(&self) -> &'static Format {
        &format::JEKYLL
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        let name = page.name;
        let file = match page.day {
            _ if page.is_page => format!("pages/{name}.md"),
            _ if page.is_draft => format!("_drafts/{name}.md"),
            // In the zone of the site, the last night of 9999 may be in a year that no name of a post can have.
            Some(day) if day.len() == "2019-03-04".len() => format!("_posts/{day}-{name}.md"),
            _ => format!("undated/{name}.md"),
        };
        Place { file, folder: LAYOUT.shared.0.to_owned() }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        let mut front = Map::default();
        front.set_some("title", facts.title.as_deref());
        front.set_some("subtitle", facts.subtitle.as_deref());
        front.set_some("date", facts.date.as_deref().map(date));
        front.set_some("last_modified_at", facts.updated.as_deref().map(date));
        // The folder of drafts says it of posts.
        let is_hidden = facts.is_draft && facts.kind == PostKind::Page;
        front.set_some("published", is_hidden.then_some(false));
        front.set_some("slug", facts.slug);
        front.set("permalink", &*facts.page.url);
        front.set_list("redirect_from", facts.page.aliases.iter().map(|alias| &**alias));
        front.set_list("categories", facts.leaf_categories());
        front.set_list("tags", facts.tags.iter().map(String::as_str));
        facts.set_series(&mut front);
        front.set_some("excerpt", facts.summary.as_deref());
        set_people(&mut front, facts.authors.iter().map(String::as_str));
        front.set_some("lang", facts.language);
        front.set("guid", facts.guid);
        front.set_some("image", facts.cover.as_deref());
        front.set_some("copyright", facts.rights.as_deref());
        front.set_some("canonical_url", facts.canonical.as_deref());
        front.set_some("comments", facts.comments);
        facts.own.iter().for_each(|(name, value)| front.set(name, value.clone()));
        front.set_map("params", facts.rest.clone());
        front
    }

    fn dialect(&self) -> Dialect {
        Dialect::kramdown()
    }

    fn serves(&self, path: &str) -> bool {
        !path.contains("..") && (path.ends_with('/') || path.ends_with(".html"))
    }

    fn comments_name(&self, page: &str) -> String {
        match page.is_ascii() {
            true => page.to_owned(),
            // No page's own name has such a mark.
            false => format!("x_{}", &Digest::of(page.as_bytes()).to_string()[..32]),
        }
    }

    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        let settings = [NEEDS, &yaml(&settings(site))].concat();
        let mut files = vec![("_config.yml", settings)];
        files.extend(FURNITURE.iter().map(|(name, text)| (*name, (*text).to_owned())));
        files
    }
}

/// What the settings say to people.
const NEEDS: &str =
    "# For Jekyll 4 and the plugin jekyll-redirect-from: `jekyll build`, in a locale of UTF-8\n";

const FURNITURE: &[(&str, &str)] = &[
    ("_includes/comments.html", include_str!("jekyll/comments.html")),
    ("_includes/item.html", include_str!("jekyll/item.html")),
    ("_includes/people.html", include_str!("jekyll/people.html")),
    ("_layouts/default.html", include_str!("jekyll/default.html")),
    ("_layouts/home.html", include_str!("jekyll/home.html")),
    ("_layouts/list.html", include_str!("jekyll/list.html")),
    ("_layouts/page.html", "---\nlayout: post\n---\n{{ content }}\n"),
    ("_layouts/post.html", include_str!("jekyll/post.html")),
    ("_layouts/terms.html", include_str!("jekyll/terms.html")),
    ("authors.html", "---\nlayout: terms\npermalink: /authors/\nlarder_list: author\n---\n"),
    (
        "categories.html",
        "---\nlayout: terms\npermalink: /categories/\nlarder_list: categories\n---\n",
    ),
    ("feed.xml", include_str!("jekyll/feed.xml")),
    ("index.html", "---\nlayout: home\npermalink: /\nlarder_list: home\n---\n"),
    ("posts.html", "---\nlayout: list\npermalink: /posts/\nlarder_list: posts\n---\n"),
    ("series.html", "---\nlayout: terms\npermalink: /series/\nlarder_list: series\n---\n"),
    ("tags.html", "---\nlayout: terms\npermalink: /tags/\nlarder_list: tags\n---\n"),
];

/// A time as Jekyll writes it: `2019-03-04 10:20:30 +0900`. A day stays one.
fn date(text: &str) -> Value {
    let Some((day, time)) = text.split_once('T') else { return Value::Date(text.to_owned()) };
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, Cow::from("+0000")),
        None => {
            let (time, offset) = time.split_at(time.len().saturating_sub("+09:00".len()));
            (time, offset.replace(':', "").into())
        }
    };
    Value::Date(format!("{day} {time} {offset}"))
}

/// One is `author`, several are `authors`, as plugins read them.
fn set_people<'a>(map: &mut Map, people: impl Iterator<Item = &'a str>) {
    match &*people.collect::<Vec<_>>() {
        [one] => map.set("author", *one),
        people => map.set_list("authors", people.iter().copied()),
    }
}

fn settings(site: &SiteFacts<'_>) -> Map {
    let mut settings = Map::default();
    settings.set("title", site.title.as_str());
    settings.set_some("description", site.description.as_deref());
    if let Some(address) = &site.address {
        let end = address.len() - site.base.len() - 1;
        settings.set("url", &address[..end]);
        settings.set("baseurl", site.base.as_str());
    }
    settings.set_some("lang", site.language.as_deref());
    settings.set_some("timezone", site.zone_name());
    set_people(&mut settings, site.authors());
    settings.set_some("copyright", site.blog.site.rights.as_deref());
    settings.set("permalink", "/posts/:title/");
    // Who is carried was decided when the folder was written.
    settings.set("future", true);
    // What a page says of itself is all there is to show: no beginning of a text is taken for a summary.
    settings.set("excerpt_separator", "");
    settings.set_list("plugins", ["jekyll-redirect-from"]);
    settings.set_map("redirect_from", one("json", false));
    settings.set_list("exclude", [tree::LIST_FILE, "redirects/"]);
    settings.set_list("defaults", defaults());
    settings.set_map("kramdown", kramdown());
    settings
}

fn one(name: &str, value: impl Into<Value>) -> Map {
    let mut map = Map::default();
    map.set(name, value);
    map
}

fn defaults() -> Vec<Map> {
    let values = |layout: &str| {
        let mut values = one("layout", layout);
        // Without one, Jekyll makes a title of the name of the file.
        values.set("title", "");
        values
    };
    let part = |scope: (&str, &str), values: Map| {
        let mut part = Map::default();
        let mut of = one("path", scope.0);
        of.set_some("type", Some(scope.1).filter(|kind| !kind.is_empty()));
        part.set("scope", of);
        part.set("values", values);
        part
    };
    let mut files = one("layout", "none");
    files.set("render_with_liquid", false);
    vec![
        part(("", "posts"), values("post")),
        part(("undated", "pages"), values("post")),
        part(("pages", "pages"), values("page")),
        // A file that begins like a page stays what it is.
        part(("assets/media", "pages"), files),
    ]
}

/// Texts stay as they were written: no dashes and quotes instead of others, no ids where there were none.
fn kramdown() -> Map {
    let mut kramdown = one("input", "GFM");
    kramdown.set("auto_ids", false);
    kramdown.set("hard_wrap", false);
    kramdown.set("smart_quotes", "apos,apos,quot,quot");
    let mut symbols = Map::default();
    let same = [
        ("hellip", "..."),
        ("mdash", "---"),
        ("ndash", "--"),
        ("laquo", "<<"),
        ("raquo", ">>"),
        ("laquo_space", "<< "),
        ("raquo_space", " >>"),
    ];
    same.iter().for_each(|(name, text)| symbols.set(*name, *text));
    kramdown.set_map("typographic_symbols", symbols);
    kramdown.set_map("syntax_highlighter_opts", one("disable", true));
    kramdown
}

#[cfg(test)]
mod tests;
