//! Writes sites for Astro: a folder that `npx astro build` (5.x) builds as it is.
//!
//! ```text
//! astro.config.mjs  package.json  tsconfig.json    settings; no plugin is needed
//! src/content/posts/<name>.md  pages/<name>.md     posts and pages, each a collection
//! src/content.config.ts                            the collections, and what the fields that occur are
//! src/site.json                                    title, language, zone
//! src/data/comments/<name>.json                    the comments under a page, in threads
//! src/data/authors.json  series  categories  tags
//! public/media/                                    the files they show
//! src/pages/  components/  layouts/  lib/          plain templates: lists, old addresses, a feed with the old ids
//! ```
//!
//! Facts about Astro (5.18): a picture in Markdown is a file that must be there, unless its address is whole or begins with
//! `/`, and one whose escapes are no UTF-8 leaves a page without its text. Front matter that is not as the schema says
//! stops the build; what the schema does not name is left out. A date without quotes is one of JavaScript, without its
//! zone. The id of an entry is made of its name in lower case, or of its `slug`, unless settings say how. Collections that
//! are empty are warned of. A route cannot end with `.html`: `build.format: "preserve"` puts it behind each. Two pages at
//! one address are one, and nothing is said. Quotes are made typographic unless settings say no. Bare addresses in a text
//! become links, escaped or not. A name `__proto__` anywhere in front matter stops the build.

mod schema;

use larder_core::{Blog, Format, TermKind, Timestamp, format};
use larder_markdown::Dialect;
use url::Url;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    sink::names::is_caseless,
    tree::{
        self, Facts, Fence, Generator, Inventory, Layout, Listed, Map, Naming, Place, SiteFacts,
        Value, json,
    },
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Astro;

impl Writer for Astro {
    fn format(&self) -> &'static Format {
        &format::ASTRO
    }

    fn losses(&self) -> &'static [Loss] {
        &LOSSES
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

const LOSSES: [Loss; tree::LOSSES.len() + 1] = tree::losses_and(Loss::new(
    "Timestamp::precision",
    "a day without a time is written with its midnight",
));

static LAYOUT: Layout = Layout {
    fence: Fence::Yaml,
    stream: "/posts/",
    bundles: false,
    shared: ("public/media/", "/media/"),
    data: "src/data/",
    comments: "src/data/comments/",
    address: "path",
    params: "params",
    reserved: &["/", "/feed.xml", "/404/", "/404.html", "/500/", "/500.html"],
    reserved_below: &["authors", "series", "categories", "tags", "page", "media"],
    reserved_names: &["posts", "pages"],
    steering: &[
        "layout",
        "path",
        "permalink",
        "url",
        "slug",
        "date",
        "pubDate",
        "updatedDate",
        "updated",
        "draft",
        "published",
        "title",
        "subtitle",
        "tags",
        "categories",
        "series",
        "description",
        "authors",
        "language",
        "guid",
        "heroImage",
        "copyright",
        "canonical",
        "comments",
        "aliases",
        "params",
    ],
    pages: &[],
};

impl Generator for Astro {
    fn format(&self) -> &'static Format {
        &format::ASTRO
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        let folder = if page.is_page { "src/content/pages/" } else { "src/content/posts/" };
        Place { file: format!("{folder}{}.md", page.name), folder: folder.to_owned() }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        let mut front = Map::default();
        front.set_some("title", facts.title.as_deref());
        front.set_some("subtitle", facts.subtitle.as_deref());
        front.set_some("description", facts.summary.as_deref());
        front.set_some("pubDate", facts.published.as_ref().map(Timestamp::to_rfc3339));
        front.set_some("updatedDate", facts.changed.as_ref().map(Timestamp::to_rfc3339));
        front.set_some("draft", facts.is_draft.then_some(true));
        front.set_some("slug", facts.slug);
        front.set("path", &*facts.page.url);
        front.set_list("aliases", facts.page.aliases.iter().map(|alias| &**alias));
        front.set_list("tags", facts.tags.iter().map(String::as_str));
        front.set_list("categories", facts.leaf_categories());
        facts.set_series(&mut front);
        front.set_list("authors", facts.authors.iter().map(String::as_str));
        front.set_some("language", facts.language);
        front.set("guid", facts.guid);
        front.set_some("heroImage", facts.cover.as_deref());
        front.set_some("copyright", facts.rights.as_deref());
        front.set_some("canonical", facts.canonical.as_deref());
        front.set_some("comments", facts.comments);
        front.set_map("params", facts.rest.clone());
        facts.own.iter().for_each(|(name, value)| front.set(name, value.clone()));
        harmless(&front)
    }

    fn dialect(&self) -> Dialect {
        Dialect::remark()
    }

    fn serves(&self, path: &str) -> bool {
        path.ends_with('/') || path.ends_with(".html")
    }

    fn list(&self, listed: Listed<'_>) -> Option<String> {
        let (folder, name) = match listed {
            Listed::Term(TermKind::Tag, path) => ("tags", path.last()?.as_str()),
            Listed::Term(_, path) => ("categories", path.last()?.as_str()),
            Listed::Author(name) => ("authors", name),
            Listed::Series(title) => ("series", title),
            Listed::Month => return None,
        };
        is_own_address(name).then(|| format!("/{folder}/{name}/"))
    }

    fn feed(&self) -> Option<&'static str> {
        Some("/feed.xml")
    }

    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        let mut files = vec![
            ("astro.config.mjs", settings(site)),
            ("src/site.json", json(&Value::Map(about(site)))),
        ];
        files.extend(FURNITURE.iter().map(|(name, text)| (*name, (*text).to_owned())));
        files
    }

    fn inventory(&self, inventory: &Inventory) -> Option<(&'static str, String)> {
        Some(("src/content.config.ts", schema::config(inventory)))
    }
}

const FURNITURE: &[(&str, &str)] = &[
    ("package.json", include_str!("astro/package.json")),
    ("tsconfig.json", include_str!("astro/tsconfig.json")),
    ("src/lib/site.ts", include_str!("astro/lib/site.ts")),
    ("src/lib/entries.ts", include_str!("astro/lib/entries.ts")),
    ("src/lib/lists.ts", include_str!("astro/lib/lists.ts")),
    ("src/lib/routes.ts", include_str!("astro/lib/routes.ts")),
    ("src/layouts/Base.astro", include_str!("astro/layouts/Base.astro")),
    ("src/components/Comments.astro", include_str!("astro/components/Comments.astro")),
    ("src/components/Entry.astro", include_str!("astro/components/Entry.astro")),
    ("src/components/Home.astro", include_str!("astro/components/Home.astro")),
    ("src/components/Items.astro", include_str!("astro/components/Items.astro")),
    ("src/components/List.astro", include_str!("astro/components/List.astro")),
    ("src/components/Lists.astro", include_str!("astro/components/Lists.astro")),
    ("src/components/Moved.astro", include_str!("astro/components/Moved.astro")),
    ("src/pages/[...path].astro", include_str!("astro/pages/paths.astro")),
    ("src/pages/feed.xml.ts", include_str!("astro/pages/feed.xml.ts")),
];

/// Whether the list of a name surely has it for an address, as `lists.ts` makes them: of letters that have no case, or
/// small ones. Another name may have to share what is left of it.
fn is_own_address(name: &str) -> bool {
    let is_letter = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || is_caseless(letter)
    };
    name.chars().count() <= 60
        && name.split('-').all(|word| !word.is_empty() && word.chars().all(is_letter))
}

/// The same under names that are names: one map with a `__proto__` stops the build of the whole site.
fn harmless(map: &Map) -> Map {
    let mut out = Map::default();
    for (name, value) in map.iter() {
        let name = if name == "__proto__" { "proto" } else { name };
        out.set(name, harmless_value(value));
    }
    out
}

fn harmless_value(value: &Value) -> Value {
    match value {
        Value::Map(map) => Value::Map(harmless(map)),
        Value::List(items) => Value::List(items.iter().map(harmless_value).collect()),
        value => value.clone(),
    }
}

/// The settings: where the site stands, and that pages and texts stay as they are written.
fn settings(site: &SiteFacts<'_>) -> String {
    let quoted = |text: &str| json(&Value::from(text)).trim_end().to_owned();
    let mut out = String::from(
        "// Settings of the site. What it is called is in `src/site.json`.\n\n\
         import { defineConfig } from \"astro/config\";\n\n\
         export default defineConfig({\n",
    );
    let origin = site.address.as_deref().and_then(|address| Url::parse(address).ok());
    if let Some(origin) = origin.map(|url| url.origin().ascii_serialization()) {
        out.push_str(&format!("  site: {},\n", quoted(&origin)));
    }
    if !site.base.is_empty() {
        out.push_str(&format!("  base: {},\n", quoted(&site.base)));
    }
    out.push_str(
        "  // Each page stands at the address that it names: with a slash at its end, or with `.html`.\n\
         \x20 build: { format: \"preserve\" },\n\
         \x20 markdown: { smartypants: false, syntaxHighlight: false },\n\
         });\n",
    );
    out
}

/// What the site is called.
fn about(site: &SiteFacts<'_>) -> Map {
    let mut about = Map::default();
    about.set("title", site.title.as_str());
    about.set_some("description", site.description.as_deref());
    about.set_some("language", site.language.as_deref());
    about.set_some("timezone", site.zone_name());
    about.set_list("author", site.authors());
    about.set_some("copyright", site.blog.site.rights.as_deref());
    about
}

#[cfg(test)]
mod tests;
