//! Writes a folder of Markdown for people: whoever opens it in Obsidian, in an editor or on GitHub reads it as it is. No
//! program makes a site of it.
//!
//! ```text
//! index.md                          title, address and language of the blog; all posts by year, all pages
//! posts/<name>.md  pages/<name>.md  posts and pages, each with its properties
//! media/                            the files they show
//! comments/<name>.json              the comments under a page, in threads
//! data/authors.json  series  categories  tags
//! data/media.json                   where the files of `media/` were
//! ```
//!
//! Links lead from file to file (`../media/a.png`, `other.md#part`), so that the folder can stand anywhere. There is no site,
//! and so no new address: `permalink` is the one at which a post was, whole, and `redirect_from` older ones. A table of
//! redirects would say the same again.
//!
//! Comments are data here as elsewhere. As notes of their own they would be found among the posts, and below the text they
//! would be part of it.
//!
//! Facts about Obsidian (1.x): properties are YAML; of nested ones it shows that they are there. `aliases` are other names of
//! a note, so old addresses must not be there. A tag as a property may be any text, though only some are shown as tags.
//! `==`, `%%`, `^`, `[[`, `$`, and `#` before a word act in texts. Links of Markdown are followed where they are escaped as
//! addresses are. The file that a tag of HTML names is not found: a picture of the folder is written as Markdown, without the
//! size at which it was shown. GitHub finds it either way.

use larder_core::{Blog, Format, format};
use larder_html::escape;
use larder_markdown::{AsItIs, Dialect, emit};
use rayon::prelude::*;

use crate::{
    Account, Loss, Sink, WriteError, WriteOptions, Writer,
    tree::{
        self, Facts, Fence, Generator, Layout, Leads, Listing, Map, Naming, Place, SiteFacts,
        Value, yaml,
    },
};

/// The writer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Markdown;

impl Writer for Markdown {
    fn format(&self) -> &'static Format {
        &format::MARKDOWN
    }

    fn losses(&self) -> &'static [Loss] {
        tree::LOSSES
    }

    fn takes_redirects(&self) -> bool {
        false
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
    shared: ("media/", "/media/"),
    data: "data/",
    comments: "comments/",
    address: "permalink",
    params: "params",
    reserved: &[],
    reserved_below: &[],
    // A folder shows such a file in the place of a list of what it holds.
    reserved_names: &["index", "readme"],
    steering: &[
        "authors",
        "canonical",
        "comments",
        "copyright",
        "description",
        "guid",
        "language",
        "subtitle",
        "title",
        "date",
        "updated",
        "draft",
        "published",
        "slug",
        "permalink",
        "url",
        "path",
        "redirect_from",
        "alias",
        "aliases",
        "tags",
        "categories",
        "series",
        "type",
        "layout",
        "params",
        "publish",
        "cssclass",
        "cssclasses",
        "larder_list",
    ],
    pages: &[],
};

impl Generator for Markdown {
    fn format(&self) -> &'static Format {
        &format::MARKDOWN
    }

    fn layout(&self) -> &'static Layout {
        &LAYOUT
    }

    fn place(&self, page: &Naming<'_>) -> Place {
        let folder = if page.is_page { "pages/" } else { "posts/" };
        Place { file: format!("{folder}{}.md", page.name), folder: folder.to_owned() }
    }

    fn leads(&self) -> Leads {
        Leads::ToFiles { contents: format::MARKDOWN_INDEX }
    }

    fn front(&self, facts: &Facts<'_>) -> Map {
        let mut front = Map::default();
        front.set_some("title", facts.title.as_deref());
        front.set_some("subtitle", facts.subtitle.as_deref());
        front.set_some("date", facts.date.clone().map(Value::Date));
        front.set_some("updated", facts.updated.clone().map(Value::Date));
        front.set_some("draft", facts.is_draft.then_some(true));
        front.set_some("slug", facts.slug);
        front.set_some("permalink", facts.permalink);
        front.set_list("redirect_from", facts.page.moved.iter().map(|old| &**old));
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
        let mut params = Map::default();
        // Old addresses stand in front already.
        let rest = facts.rest.iter().filter(|(name, _)| *name != "old_addresses");
        rest.for_each(|(name, value)| params.set(name, value.clone()));
        front.set_map("params", params);
        front
    }

    fn dialect(&self) -> Dialect {
        Dialect::obsidian()
    }

    fn furniture(&self, _: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn contents(&self, site: &SiteFacts<'_>, pages: &[Listing]) -> String {
        let mut text = format!("---\n{}---\n", yaml(&about(site)));
        if !site.title.is_empty() {
            text.push_str(&["\n", &as_markdown("h1", &escape::text(&site.title)), "\n"].concat());
        }
        if let Some(description) = &site.description {
            text.push_str(&["\n> ", &as_markdown("p", &escape::text(description)), "\n"].concat());
        }
        let (pages, posts): (Vec<&Listing>, Vec<&Listing>) =
            pages.iter().partition(|page| page.is_page);
        list(&pages, &mut text);
        let (mut dated, undated): (Vec<&Listing>, Vec<&Listing>) =
            posts.into_iter().partition(|post| post.day.is_some());
        dated.reverse();
        // The blog has them oldest first, but some days are those of other zones.
        dated.sort_by(|one, other| other.year().cmp(&one.year()));
        for year in dated.chunk_by(|one, other| one.year() == other.year()) {
            let name = year.first().and_then(|post| post.year()).unwrap_or_default();
            text.push_str(&["\n## ", name, "\n"].concat());
            list(year, &mut text);
        }
        if !undated.is_empty() {
            text.push_str("\n---\n");
            list(&undated, &mut text);
        }
        text
    }
}

impl Listing {
    fn year(&self) -> Option<&str> {
        self.day.as_deref()?.rsplitn(3, '-').last()
    }
}

/// What the blog is called, and where it stood.
fn about(site: &SiteFacts<'_>) -> Map {
    let mut about = Map::default();
    about.set(format::LIST_MARK, "home");
    about.set("title", site.title.as_str());
    about.set_some("description", site.description.as_deref());
    about.set_some("permalink", site.blog.site.home.as_deref().or(site.address.as_deref()));
    about.set_some("language", site.language.as_deref());
    about.set_some("timezone", site.zone_name());
    about.set_list("authors", site.authors());
    about.set_some("copyright", site.blog.site.rights.as_deref());
    about
}

/// Pages, one a line.
fn list(pages: &[&Listing], text: &mut String) {
    if !pages.is_empty() {
        text.push('\n');
    }
    let lines: Vec<String> = pages.par_iter().map(|page| line(page)).collect();
    lines.iter().for_each(|line| text.push_str(line));
}

/// `- 2019-03-04 [Title](posts/name.md)`
fn line(page: &Listing) -> String {
    let name = || page.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    let title = page.title.as_deref().unwrap_or_else(name);
    let day = page.day.as_ref().map(|day| format!("{day} ")).unwrap_or_default();
    let (file, title) = (escape::attribute(&page.file), escape::text(title));
    let link = as_markdown("p", &format!("<a href=\"{file}\">{title}</a>"));
    let draft = if page.is_draft { " (draft)" } else { "" };
    ["- ", &day, &link, draft, "\n"].concat()
}

/// What an element says, on one line, as Markdown that means it.
fn as_markdown(name: &str, html: &str) -> String {
    let html = format!("<{name}>{html}</{name}>");
    let emitted = emit(&html, &Dialect::obsidian(), &mut AsItIs::default());
    emitted.markdown.trim_end().replace('\n', " ")
}

#[cfg(test)]
mod tests;
