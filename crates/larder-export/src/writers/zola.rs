//! Writes sites for Zola: a folder that `zola build` builds as it is.
//!
//! ```text
//! config.toml  templates/                   settings, plain templates, a feed that goes on with the old ids
//! content/posts/<name>/index.md             a post; the files it shows stand beside it
//! content/posts/undated/<name>/index.md     a post without a date, which no list by dates would have
//! content/<name>/index.md                   a page
//! data/comments/<name>.json                 the comments under it, in threads
//! data/authors.json  series  categories  tags
//! static/media/                             files that several pages show
//! ```
//!
//! Every page names its address (`path`), so that nothing depends on how Zola makes one of a name. It makes a folder of each:
//! an old address that is a file (`/2019/05/My.Post.html`) is an alias, from which a page there leads to the new address.
//!
//! Facts about Zola (0.19 and later): settings and sections have no names but its own; taxonomies are declared; dates are of
//! TOML, and a day without a time is one of UTC; a folder whose name begins with a day gives it to a page that has no
//! date; two pages at one address stop the build, and so does an empty `slug` or term. An old address may stand in a folder
//! for terms only with the signs that every file system takes.

mod front;

use larder_core::{Blog, Format, format};
use larder_markdown::Dialect;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    tree::{self, Facts, Fence, Generator, Layout, Map, Naming, Place, SiteFacts, SiteZone, toml},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zola;

impl Writer for Zola {
    fn format(&self) -> &'static Format {
        &format::ZOLA
    }

    fn losses(&self) -> &'static [Loss] {
        LOSSES
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

/// What all generators lose, and that days are days of UTC.
static LOSSES: &[Loss] = &tree::losses_and(Loss::new(
    "Timestamp::precision",
    "a day without a time is one of UTC; in another zone it becomes its midnight",
));

static LAYOUT: Layout = Layout {
    fence: Fence::Toml,
    stream: "/posts/",
    bundles: true,
    shared: ("static/media/", "/media/"),
    data: "data/",
    comments: "data/comments/",
    address: "path",
    params: "extra",
    reserved: &[
        "/",
        "/posts/",
        "/posts/undated/",
        "/rss.xml",
        "/sitemap.xml",
        "/404.html",
        "/robots.txt",
    ],
    reserved_below: &["tags", "categories", "series", "media"],
    reserved_names: &["posts", "undated", "tags", "categories", "series", "media"],
    steering: &[
        "template",
        "render",
        "path",
        "slug",
        "date",
        "updated",
        "aliases",
        "draft",
        "title",
        "description",
        "authors",
        "taxonomies",
        "extra",
    ],
    pages: &["md"],
};

impl Generator for Zola {
    fn format(&self) -> &'static Format {
        &format::ZOLA
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        let section = match (page.is_page, page.day) {
            (true, _) => "content",
            (false, Some(_)) => "content/posts",
            (false, None) => "content/posts/undated",
        };
        // A name has no `_`, so that no other one is the same.
        let mark = if page.day.is_none() && begins_with_day(page.name) { "x_" } else { "" };
        let folder = format!("{section}/{mark}{}/", page.name);
        Place { file: format!("{folder}index.md"), folder }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        front::front(facts)
    }

    fn dialect(&self) -> Dialect {
        Dialect::pulldown_zola()
    }

    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        let mut files = vec![("config.toml", toml(&settings(site)))];
        files.extend(FILES.iter().map(|(name, text)| (*name, (*text).to_owned())));
        files
    }

    fn keeps(&self, path: &str) -> bool {
        let inner = path.trim_matches('/');
        path.ends_with('/') && inner.trim() == inner
    }

    fn days(&self, _: SiteZone) -> SiteZone {
        SiteZone::UTC
    }
}

/// Whether Zola takes the beginning of a name for a date: `2019-03-04-walk`, `2019-03-045`.
fn begins_with_day(name: &str) -> bool {
    let Some((day, _)) = name.split_at_checked(10) else { return false };
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok()
        || day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

const FILES: &[(&str, &str)] = &[
    ("content/posts/_index.md", include_str!("zola/posts.md")),
    ("content/posts/undated/_index.md", include_str!("zola/undated.md")),
    ("templates/base.html", include_str!("zola/base.html")),
    ("templates/index.html", include_str!("zola/index.html")),
    ("templates/page.html", include_str!("zola/page.html")),
    ("templates/rss.xml", include_str!("zola/rss.xml")),
    ("templates/section.html", include_str!("zola/section.html")),
    ("templates/taxonomy_list.html", include_str!("zola/taxonomy_list.html")),
    ("templates/taxonomy_single.html", include_str!("zola/taxonomy_single.html")),
    ("templates/undated.html", include_str!("zola/undated.html")),
];

fn settings(site: &SiteFacts<'_>) -> Map {
    let mut settings = Map::default();
    settings.set("base_url", site.address.as_deref().unwrap_or("/"));
    settings.set("title", site.title.as_str());
    settings.set_some("description", site.description.as_deref());
    let language = site.language.as_deref().filter(|tag| is_language(tag));
    settings.set("default_language", language.unwrap_or(NO_LANGUAGE));
    settings.set("generate_feeds", true);
    settings.set_list("feed_filenames", ["rss.xml"]);
    settings.set("feed_limit", 50_u32);
    settings.set_list("taxonomies", front::TAXONOMIES.map(taxonomy));
    settings.set_map("slugify", slugify());
    let mut markdown = Map::default();
    markdown.set("smart_punctuation", false);
    settings.set_map("markdown", markdown);
    settings.set_map("extra", extra(site));
    settings
}

/// The tag that says that a language is not known. Without one, Zola would say English.
const NO_LANGUAGE: &str = "und";

fn taxonomy(name: &str) -> Map {
    let mut taxonomy = Map::default();
    taxonomy.set("name", name);
    taxonomy
}

/// Names become folders as they are, but for signs that no file system takes.
fn slugify() -> Map {
    let mut slugify = Map::default();
    slugify.set("paths", "off");
    slugify.set("taxonomies", "safe");
    slugify.set("anchors", "safe");
    slugify
}

/// What templates ask for.
fn extra(site: &SiteFacts<'_>) -> Map {
    let mut extra = Map::default();
    let address = site.address.as_deref();
    let origin = address.and_then(|address| address.strip_suffix(&format!("{}/", site.base)));
    extra.set("origin", origin.unwrap_or_default());
    extra.set_some("copyright", site.blog.site.rights.as_deref());
    extra.set_list("authors", site.authors());
    extra
}

/// Whether Zola takes a tag for that of a language (UTS 35, `unicode_language_id`): language, script, region, variants.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-').peekable();
    let is_alpha = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = parts.next().unwrap_or_default();
    if !is_alpha(language) || !matches!(language.len(), 2 | 3 | 5..=8) {
        return false;
    }
    let _ = parts.next_if(|part| part.len() == 4 && is_alpha(part));
    let _ = parts.next_if(|part| match part.len() {
        2 => is_alpha(part),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    });
    parts.all(|part| match part.len() {
        5..=8 => true,
        4 => part.starts_with(|first: char| first.is_ascii_digit()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, is_page: bool, day: Option<&str>) -> String {
        Zola.place(&Naming { name, is_page, is_draft: false, day }).file
    }

    #[test]
    fn posts_without_a_date_stand_apart_and_get_none_from_their_names() {
        assert_eq!(place("walk", false, Some("2019-03-04")), "content/posts/walk/index.md");
        assert_eq!(place("walk", false, None), "content/posts/undated/walk/index.md");
        assert_eq!(place("about", true, None), "content/about/index.md");
        assert_eq!(place("2019-03-04-a", true, None), "content/x_2019-03-04-a/index.md");
        assert_eq!(
            place("2019-03-04-a", false, Some("2019-03-05")),
            "content/posts/2019-03-04-a/index.md"
        );
        assert_eq!(place("걷기걷기걷기", true, None), "content/걷기걷기걷기/index.md");
    }

    #[test]
    fn old_addresses_are_kept_where_a_folder_can_stand() {
        for path in ["/entry/글/", "/2019/05/a b/", "/@writer/12/"] {
            assert!(Zola.keeps(path), "{path}");
        }
        for path in ["/2019/05/My.Post.html", "/\u{3000}a/", "/a\u{a0}/"] {
            assert!(!Zola.keeps(path), "{path}");
        }
    }

    #[test]
    fn only_languages_that_zola_knows_become_settings() {
        for tag in ["ko", "ko-KR", "zh-Hant-TW", "es-419", "de-1996", "und"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["k", "kore", "ko-K", "ko-KR-x", "123", "", "x-klingon"] {
            assert!(!is_language(tag), "{tag}");
        }
    }
}
