//! Writes sites for Eleventy: a folder that `npx @11ty/eleventy` (3.x) builds as it is.
//!
//! ```text
//! eleventy.config.js  package.json           settings; no plugin is needed
//! posts/<name>.md  posts.11tydata.json       posts, and what holds for all of them
//! pages/<name>.md  pages.11tydata.json       pages
//! assets/                                    the files they show
//! _data/site.json                            title, address, zone
//! _data/blog/comments/<name>.json            the comments under a page, in threads
//! _data/blog/authors.json  series  categories  tags
//! _includes/  *.11ty.js  feed.njk            plain templates: lists, old addresses, a feed with the old ids
//! ```
//!
//! Facts about Eleventy (3.1): every page names its address (`permalink`), for of a name it makes another one; two pages at
//! one address stop the build. A date without a zone is midnight in UTC, so that each date is written whole. `tags` are
//! collections, and some names of tags break a build or collide: those are `topics`. Templates run over Markdown unless
//! settings say no. A page without a date has that of its file: our templates show and sort by what front matter says.
//! Front matter cannot set `page`, `collections` and `content`. There are no redirects but pages that refresh.

use larder_core::{Blog, Format, Timestamp, format};
use larder_markdown::Dialect;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    tree::{self, Facts, Fence, Generator, Layout, Map, Naming, Place, SiteFacts, Value, json},
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Eleventy;

impl Writer for Eleventy {
    fn format(&self) -> &'static Format {
        &format::ELEVENTY
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
    shared: ("assets/", "/assets/"),
    data: "_data/blog/",
    comments: "_data/blog/comments/",
    address: "permalink",
    params: "params",
    reserved: &["/", "/feed.xml"],
    reserved_below: &["authors", "series", "categories", "tags", "page", "assets"],
    // A name is one of data, too, where `constructor` and `prototype` are not read.
    reserved_names: &["posts", "pages", "constructor", "prototype"],
    steering: &[
        "layout",
        "type",
        "permalink",
        "dynamicPermalink",
        "date",
        "updated",
        "draft",
        "title",
        "slug",
        "tags",
        "topics",
        "params",
        "redirect_from",
        "pagination",
        "eleventyComputed",
        "eleventyExcludeFromCollections",
        "eleventyImport",
        "eleventyNavigation",
        "templateEngineOverride",
        "page",
        "collections",
        "content",
        "eleventy",
        "pkg",
        "site",
        "blog",
        "list",
        "shown",
        "moved",
    ],
    pages: &[],
};

impl Generator for Eleventy {
    fn format(&self) -> &'static Format {
        &format::ELEVENTY
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        let folder = if page.is_page { "pages/" } else { "posts/" };
        Place { file: format!("{folder}{}.md", page.name), folder: folder.to_owned() }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        let mut front = Map::default();
        front.set_some("title", facts.title.as_deref());
        front.set_some("subtitle", facts.subtitle.as_deref());
        // Whole, a day with its midnight: of a date alone Eleventy makes midnight in UTC.
        front.set_some("date", facts.published.as_ref().map(Timestamp::to_rfc3339));
        front.set_some("updated", facts.changed.as_ref().map(Timestamp::to_rfc3339));
        front.set_some("draft", facts.is_draft.then_some(true));
        front.set_some("slug", facts.slug);
        front.set("permalink", &*facts.page.url);
        front.set_list("redirect_from", facts.page.aliases.iter().map(|alias| &**alias));
        let (topics, tags): (Vec<&str>, Vec<&str>) =
            facts.tags.iter().map(String::as_str).partition(|name| collides(name));
        front.set_list("tags", tags);
        front.set_list("topics", topics);
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
        let mut params = facts.rest.clone();
        for (name, value) in facts.own.iter() {
            let place = if is_plain(name) { &mut front } else { &mut params };
            place.set(name, value.clone());
        }
        front.set_map("params", params);
        front
    }

    fn dialect(&self) -> Dialect {
        Dialect::markdown_it()
    }

    fn furniture(&self, site: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        let mut files = vec![("_data/site.json", json(&Value::Map(about(site))))];
        for (name, layout) in
            [("posts/posts.11tydata.json", "post"), ("pages/pages.11tydata.json", "page")]
        {
            files.push((name, json(&Value::Map(for_all(layout)))));
        }
        files.extend(FURNITURE.iter().map(|(name, text)| (*name, (*text).to_owned())));
        files
    }
}

const FURNITURE: &[(&str, &str)] = &[
    ("eleventy.config.js", include_str!("eleventy/eleventy.config.js")),
    ("package.json", include_str!("eleventy/package.json")),
    ("feed.njk", include_str!("eleventy/feed.njk")),
    ("home.11ty.js", include_str!("eleventy/home.11ty.js")),
    ("lists.11ty.js", include_str!("eleventy/lists.11ty.js")),
    ("moved.11ty.js", include_str!("eleventy/moved.11ty.js")),
    ("_includes/base.njk", include_str!("eleventy/base.njk")),
    ("_includes/entry.njk", include_str!("eleventy/entry.njk")),
    ("_includes/home.njk", include_str!("eleventy/home.njk")),
    ("_includes/items.njk", include_str!("eleventy/items.njk")),
    ("_includes/list.njk", include_str!("eleventy/list.njk")),
    ("_includes/post.njk", include_str!("eleventy/post.njk")),
    ("_includes/page.njk", include_str!("eleventy/post.njk")),
];

/// What the site is called and where it stands.
fn about(site: &SiteFacts<'_>) -> Map {
    let mut about = Map::default();
    about.set("title", site.title.as_str());
    about.set_some("description", site.description.as_deref());
    about.set_some("url", site.address.as_deref());
    about.set("path", site.base.as_str());
    about.set_some("language", site.language.as_deref());
    about.set_some("timezone", site.zone_name());
    about.set_list("author", site.authors());
    about.set_some("copyright", site.blog.site.rights.as_deref());
    about
}

/// What holds for all pages of a folder: bodies are Markdown, and addresses are no templates.
fn for_all(layout: &str) -> Map {
    let mut data = Map::default();
    data.set("layout", layout);
    data.set("templateEngineOverride", "md");
    data.set("dynamicPermalink", false);
    data
}

/// Names that every object of JavaScript has: Eleventy takes them for collections that settings make.
const OF_OBJECTS: &[&str] = &[
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Whether a tag cannot be a collection: Eleventy, JavaScript or our settings have one of that name.
fn collides(tag: &str) -> bool {
    const OURS: &[&str] = &["all", "larderPosts", "larderPages", "larderLists", "larderMoved"];
    tag.starts_with("__")
        || tag.starts_with('[')
        || OURS.contains(&tag)
        || OF_OBJECTS.contains(&tag)
}

/// Whether a name of front matter is a name and nothing else: `override:tags` is an order to Eleventy.
fn is_plain(name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    name.starts_with(char::is_alphanumeric)
        && name.chars().all(is_part)
        && !OF_OBJECTS.contains(&name)
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;
    use larder_core::{Post, PostId, Site, Status, Term, TermId, TermKind, Visibility, Zone};

    use super::*;
    use crate::sink::Memory;

    fn public(id: &str) -> Post {
        let mut post = Post::new(PostId::new(id));
        (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
        post.slug = Some(id.to_owned());
        post
    }

    fn written(blog: &Blog, options: &WriteOptions) -> Memory {
        let mut sink = Memory::default();
        let mut account = Account::new(&format::ELEVENTY, blog);
        Eleventy.write(blog, options, &mut sink, &mut account).unwrap();
        sink
    }

    fn text<'s>(sink: &'s Memory, name: &str) -> &'s str {
        std::str::from_utf8(&sink.files()[name]).unwrap()
    }

    #[test]
    fn tags_that_would_break_a_build_are_topics() {
        let mut blog = Blog::new(Site::new("b"));
        let mut post = public("walk");
        for name in ["산책", "all", "constructor", "__proto__", "[keys]", "larderPosts"] {
            blog.terms.push(Term::new(TermId::new(name), TermKind::Tag, name));
            post.terms.push(TermId::new(name));
        }
        blog.posts = vec![post].into();
        blog.sort();
        let sink = written(&blog, &WriteOptions::default());
        assert_eq!(
            text(&sink, "posts/walk.md"),
            "---\nslug: \"walk\"\npermalink: \"/posts/walk/\"\ntags: [\"산책\"]\n\
             topics: [\"all\", \"constructor\", \"__proto__\", \"[keys]\", \"larderPosts\"]\n\
             guid: \"walk\"\n---\n"
        );
    }

    #[test]
    fn a_day_is_its_midnight_where_it_was_and_no_page_is_called_like_what_objects_have() {
        let mut blog = Blog::new(Site::new("b"));
        let mut post = public("constructor");
        let seoul = FixedOffset::east_opt(9 * 3600).unwrap();
        post.published = Some(Timestamp::day(2019, 3, 4, seoul, Zone::Stated).unwrap());
        post.updated = Some(Timestamp::from_rfc3339("2019-03-05T10:20:30Z").unwrap());
        blog.posts = vec![post].into();
        let sink = written(&blog, &WriteOptions::default());
        let name = sink.files().keys().find(|name| name.ends_with(".md")).unwrap();
        assert!(name.starts_with("posts/constructor-"), "{name}");
        let page = text(&sink, name);
        assert!(page.contains("\ndate: \"2019-03-04T00:00:00+09:00\"\n"), "{page}");
        assert!(page.contains("\nupdated: \"2019-03-05T10:20:30Z\"\n"), "{page}");
    }

    #[test]
    fn a_draft_is_there_only_if_it_is_asked_for_and_says_so() {
        let mut blog = Blog::new(Site::new("b"));
        let mut draft = public("unfinished");
        draft.status = Some(Status::Draft);
        blog.posts = vec![draft, public("walk")].into();
        blog.sort();
        let sink = written(&blog, &WriteOptions::default());
        assert!(!sink.files().contains_key("posts/unfinished.md"));
        let mut options = WriteOptions::default();
        options.selection.include.statuses.insert(Status::Draft);
        let sink = written(&blog, &options);
        assert!(text(&sink, "posts/unfinished.md").contains("\ndraft: true\n"));
        assert!(!text(&sink, "posts/walk.md").contains("draft"));
    }

    #[test]
    fn fields_that_give_orders_do_not_go_back_to_the_front() {
        let mut blog = Blog::new(Site::new("b"));
        let mut post = public("walk");
        for (name, value) in
            [("mood", "calm"), ("override:tags", "x"), ("permalink", "/x/"), ("toString", "x")]
        {
            post.extra.insert(format!("eleventy:{name}"), value);
        }
        blog.posts = vec![post].into();
        let sink = written(&blog, &WriteOptions::default());
        assert_eq!(
            text(&sink, "posts/walk.md"),
            "---\nslug: \"walk\"\npermalink: \"/posts/walk/\"\nguid: \"walk\"\nmood: \"calm\"\n\
             params:\n  \"override:tags\": \"x\"\n  toString: \"x\"\n---\n"
        );
    }
}
