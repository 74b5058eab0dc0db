//! Reads sites of Jekyll: a folder with `_config.yml` and `_posts/`.
//!
//! | Of Jekyll | Here |
//! |---|---|
//! | `_posts/2019-03-04-walk.md`, also below folders, which are categories | a post |
//! | `_drafts/`, `published: false`, files of `_posts` without a date in their names or without front matter | not public |
//! | `_recipes/` that `collections` name, with `output: true` | posts |
//! | other folders that begin with `_` | not made into pages, and so not public |
//! | pages with front matter | pages |
//! | `permalink` of the page, of `defaults`, of the collection, of the site | the address; days are those of `timezone` |
//! | `_layouts/`, `_includes/`, `_sass/`, `_plugins/`, `_site/` | what the site is shown with |
//! | pages with `larder_list` and without a text, which our own writer makes | the same |
//! | a date to come | kept as it is; no clock is asked |
//!
//! Format: <https://jekyllrb.com/docs/front-matter/>

use larder_core::{Format, PostKind, format};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    tree::{
        self, Generator, Habits, Map, Page, Pattern, Role, Site, Spot, Syntax, Value, clean,
        date_in_address, extension, in_name, jekyll_slug, pretty_slug, split_name,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jekyll;

impl Reader for Jekyll {
    fn format(&self) -> &'static Format {
        &format::JEKYLL
    }

    fn vote(&self, _: &Sample) -> Vote {
        Vote::No
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let names = || probe.names.iter();
        let Some(root) = names().find_map(|name| self.root(name)) else { return Vote::No };
        let below = |folder: &str| {
            names().any(|name| {
                name.strip_prefix(root).is_some_and(|path| {
                    path.starts_with(folder) || path.contains(&["/", folder].concat())
                })
            })
        };
        // Hexo has settings of that name, too.
        let is_hexo = |sample: &Sample| {
            sample.name.ends_with("package.json") && sample.text.contains("\"hexo\"")
        };
        if below("source/_posts/") || below("source/_drafts/") || probe.samples.iter().any(is_hexo)
        {
            return Vote::No;
        }
        let sign =
            ["_posts/", "_drafts/", "_layouts/", "_includes/"].into_iter().find(|it| below(it));
        let names_it = probe
            .samples
            .iter()
            .any(|sample| self.root(&sample.name).is_some() && sample.text.contains("jekyll"));
        match sign {
            Some(folder) => Vote::Signature(format!("`_config.yml` beside `{folder}`")),
            None if names_it => Vote::Signature("settings that name Jekyll".into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a site of Jekyll: a folder with `_config.yml` and `_posts`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        tree::read(self, source, options, intake)
    }
}

impl Generator for Jekyll {
    fn format(&self) -> &'static Format {
        &format::JEKYLL
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        let file = path.rsplit('/').next()?;
        let folder = &path[..path.len() - file.len()];
        let is_own = !folder.contains("_site/")
            && !folder.contains("node_modules/")
            && !folder.contains("vendor/");
        (matches!(file, "_config.yml" | "_config.yaml" | "_config.toml") && is_own)
            .then_some(folder)
    }

    fn settle(&self, site: &mut Site<'_>) {
        let text = |name: &str| site.config.text(name).unwrap_or_default().to_owned();
        let (url, base) = (text("url"), text("baseurl"));
        let subtitle = site.config.text("tagline").map(str::to_owned);
        site.title = site.title.take().or_else(|| site.config.text("name").map(str::to_owned));
        site.description = site.description.take().or(subtitle);
        site.set_home(&[url.trim_end_matches('/'), "/", base.trim_matches('/')].concat());
        if site.language.is_none() {
            site.language = site.config.text("locale").map(str::to_owned);
        }
        let damaged: Vec<&str> = site.unread_settings().collect();
        damaged.into_iter().for_each(|path| site.defaults.doubt("", path));
        let said = site.config.get("defaults").map(Value::each).unwrap_or_default();
        let is_read = |value: &Value| match value {
            Value::Map(map) => map.get("values").is_none_or(|it| it.is_empty() || is_map(it)),
            value => value.is_empty(),
        };
        if !said.iter().all(is_read) {
            site.defaults.doubt("", "the settings");
        }
    }

    fn role(&self, path: &str, site: &Site<'_>) -> Role {
        if matches!(path, "_config.yml" | "_config.yaml" | "_config.toml") {
            return Role::Settings;
        }
        let Some(inner) = path.strip_prefix(&*source_folder(site)) else {
            return Role::Beside("beside the source of the site");
        };
        let top = inner.split('/').next().unwrap_or_default();
        match top {
            "_layouts" | "_includes" | "_plugins" => Role::Furniture("a template of the site"),
            "_sass" => Role::Furniture("a style of the site"),
            "_site" | "vendor" => Role::Furniture("what the site was made into, or with"),
            "_data" => Role::Data,
            _ if !is_text(inner) => Role::File,
            _ => text(inner, site),
        }
    }

    fn address(&self, page: &Page, site: &Site<'_>) -> Option<String> {
        let name = page.spot.collection.as_str();
        if !matches!(name, "" | "posts" | "drafts") && !is_collection(name, site) {
            return None;
        }
        let pattern = page.map.text("permalink").map(str::to_owned);
        let is_page = page.spot.collection.is_empty();
        let pattern = pattern.or_else(|| {
            collection(&page.spot.collection, site)?.text("permalink").map(str::to_owned)
        });
        let style = site.config.text("permalink").unwrap_or("date");
        let pattern = pattern.unwrap_or_else(|| match (is_page, page.spot.collection.as_str()) {
            (true, _) if style == "pretty" || style.ends_with('/') => {
                "/:path/:basename/".to_owned()
            }
            (true, _) => "/:path/:basename:output_ext".to_owned(),
            (false, "posts" | "drafts") => preset(style).to_owned(),
            (false, _) if style == "pretty" => "/:collection/:path/".to_owned(),
            (false, _) => "/:collection/:path:output_ext".to_owned(),
        });
        let address = fill(preset(&pattern), page, site)?;
        let address = match page.spot.stem.as_str() {
            "index" if is_page => {
                address.replacen("/index.html", "/", 1).replacen("/index/", "/", 1)
            }
            _ => address,
        };
        Some(clean(&address))
    }

    fn syntax(&self, _: &Page) -> Syntax {
        Syntax::Liquid
    }

    fn habits(&self) -> Habits {
        Habits { separator: Some(' '), needs_front: true, ..Habits::default() }
    }

    fn names(&self, path: &str, _: &Site<'_>) -> Vec<String> {
        let (folder, stem, _) = split_name(path);
        let below = folder.rsplit_once("_posts").map_or("", |(_, below)| below.trim_matches('/'));
        let name = if below.is_empty() { stem.to_owned() } else { [below, "/", stem].concat() };
        let mut names = vec![stem.to_lowercase(), name.to_lowercase()];
        names.dedup();
        names
    }

    fn defaults(&self, path: &str, spot: &Spot, site: &Site<'_>) -> Map {
        defaults(path, spot, site)
    }

    fn public_folders(&self, site: &Site<'_>) -> Vec<String> {
        vec![source_folder(site)]
    }
}

/// The folder of everything that the site is made of, with `/` at its end.
fn source_folder(site: &Site<'_>) -> String {
    let said =
        site.config.text("source").map(|text| text.trim_start_matches("./").trim_matches('/'));
    match said {
        None | Some("" | ".") => String::new(),
        Some(folder) => [folder, "/"].concat(),
    }
}

fn is_map(value: &Value) -> bool {
    matches!(value, Value::Map(_))
}

fn is_text(path: &str) -> bool {
    matches!(
        extension(path).as_str(),
        "md" | "markdown" | "mkd" | "mkdn" | "mkdown" | "html" | "htm" | "textile"
    )
}

/// What a collection of this name is like.
fn collection<'a>(name: &str, site: &'a Site<'_>) -> Option<&'a Map> {
    site.config.map("collections")?.map(name)
}

fn is_collection(name: &str, site: &Site<'_>) -> bool {
    match site.config.get("collections") {
        Some(Value::Map(map)) => map.get(name).is_some(),
        Some(Value::List(items)) => items.iter().any(|item| item.text() == Some(name)),
        _ => false,
    }
}

fn text(path: &str, site: &Site<'_>) -> Role {
    let (folder, stem, _) = split_name(path);
    let stream = folder.split('/').position(|part| matches!(part, "_posts" | "_drafts"));
    if let Some(at) = stream {
        return Role::Page(post(folder, stem, at));
    }
    const ABOUT: &[&str] = &[
        "readme",
        "license",
        "changelog",
        "contributing",
        "code_of_conduct",
        "security",
        "history",
    ];
    let is_about = folder.is_empty()
        && ABOUT.contains(&stem.to_ascii_lowercase().as_str())
        && extension(path) != "html";
    if is_about {
        return Role::Furniture("about the site, and not of it");
    }
    if folder.is_empty() && extension(path) == "html" && is_own_list(path, site) {
        return Role::Furniture("a list that Larder made for the site");
    }
    let mut spot = Spot {
        kind: Some(PostKind::Page),
        folder: folder.to_owned(),
        stem: stem.to_owned(),
        ..Spot::default()
    };
    let top = folder.split('/').next().unwrap_or_default();
    let Some(name) = top.strip_prefix('_') else {
        spot.is_hidden = path.split('/').any(|part| part.starts_with(['_', '#', '~']));
        return Role::Page(spot);
    };
    let output = collection(name, site).and_then(|map| map.get("output")).and_then(Value::truth);
    spot.is_hidden = !is_collection(name, site);
    // A collection without pages of its own is shown in lists, or not at all.
    spot.aside = (is_collection(name, site) && output != Some(true))
        .then_some("of a collection without pages");
    spot.collection = name.to_owned();
    spot.folder = folder[top.len()..].trim_matches('/').to_owned();
    spot.kind = None;
    if let Some((date, rest)) = in_name(stem) {
        (spot.date, spot.stem) = (Some(date.to_owned()), rest.to_owned());
    }
    Role::Page(spot)
}

/// Whether a page is one of those that our writer puts beside the posts: it lists them, and has no text of its own.
fn is_own_list(path: &str, site: &Site<'_>) -> bool {
    let has_text = || site.text(path).is_some_and(|text| !text.trim_end().ends_with("\n---"));
    site.front(path).is_some_and(|front| front.text("larder_list").is_some()) && !has_text()
}

/// A post or a draft; `at` says how many folders stand above `_posts`.
fn post(folder: &str, stem: &str, at: usize) -> Spot {
    let parts: Vec<&str> = folder.split('/').collect();
    let is_draft = parts[at] == "_drafts";
    let named = in_name(stem).filter(|(_, rest)| !rest.is_empty());
    Spot {
        kind: Some(PostKind::Post),
        // A file of `_posts` without a date in its name is no post.
        is_hidden: is_draft || named.is_none(),
        folder: parts[at + 1..].join("/"),
        stem: named.map_or(stem, |(_, rest)| rest).to_owned(),
        date: named.map(|(date, _)| date.to_owned()),
        collection: if is_draft { "drafts" } else { "posts" }.to_owned(),
        categories: parts[..at].iter().map(|&part| part.to_owned()).collect(),
        ..Spot::default()
    }
}

/// The pattern that the name of a style stands for.
fn preset(style: &str) -> &str {
    match style {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        pattern => pattern,
    }
}

/// What settings say for all pages at this place: `defaults`, of two the one with the longer path, then the one with a
/// type, then the later. One whose scope nobody understands holds for all pages where it hides them.
fn defaults(path: &str, spot: &Spot, site: &Site<'_>) -> Map {
    let path = path.strip_prefix(&*source_folder(site)).unwrap_or(path);
    let folder = site.config.text("collections_dir").map(|folder| [folder, "/"].concat());
    let inner = folder.and_then(|folder| path.strip_prefix(&folder)).unwrap_or(path);
    let all = site.config.get("defaults").map(Value::each).unwrap_or_default().iter();
    let fitting = all.enumerate().filter_map(|(at, value)| {
        let Value::Map(map) = value else { return None };
        let values = map.map("values")?;
        let fit = match Scope::read(map.get("scope")) {
            Some(scope) => scope.fit(&[path, inner], spot)?,
            None if tree::hides(values) => (usize::MAX, true),
            None => return None,
        };
        Some(((fit, at), values))
    });
    let mut fitting: Vec<_> = fitting.collect();
    fitting.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    let mut values = Map::default();
    fitting.iter().for_each(|(_, more)| values.fill_from(more));
    values
}

/// The pages that one of `defaults` is for.
struct Scope<'a> {
    path: &'a str,
    kind: Option<&'a str>,
}

impl<'a> Scope<'a> {
    /// Reads a scope. None for what is no scope, and for patterns that are more than `*` and `**`.
    fn read(value: Option<&'a Value>) -> Option<Self> {
        let scope = match value {
            Some(Value::Map(map)) => Some(map),
            Some(value) if !value.is_empty() => return None,
            _ => None,
        };
        let text = |name: &str| match scope.and_then(|scope| scope.get(name)) {
            Some(value) if !value.is_empty() => value.text().map(Some),
            _ => Some(None),
        };
        let path = text("path")?.unwrap_or_default().trim_start_matches("./").trim_matches('/');
        let is_odd = path.contains('*') && path.contains(['?', '[', '{', '\\']);
        (!is_odd).then_some(Self { path, kind: text("type")? })
    }

    /// How exactly it means a page that has one of these paths. None where it means others.
    fn fit(&self, paths: &[&str], spot: &Spot) -> Option<(usize, bool)> {
        let own = match spot.collection.as_str() {
            "" => "pages",
            name => name,
        };
        let is_own = |kind: &str| match kind {
            // As Jekyll 2 called them.
            "post" | "page" | "draft" => own.strip_suffix('s') == Some(kind) || own == kind,
            kind => own == kind,
        };
        let is_below = |path: &&str| match self.path.contains('*') {
            true => matches(self.path, path),
            false => path.starts_with(self.path),
        };
        (self.kind.is_none_or(is_own) && paths.iter().any(is_below))
            .then_some((self.path.len(), self.kind.is_some()))
    }
}

/// Whether a pattern means a path, or a folder above it: `_posts/*/private`, `**/drafts`.
fn matches(pattern: &str, path: &str) -> bool {
    // After how many names of the path the pattern may have come so far.
    let names: Vec<&str> = path.split('/').collect();
    let mut reached = vec![false; names.len() + 1];
    reached[0] = true;
    for part in pattern.split('/') {
        let mut next = vec![false; names.len() + 1];
        for at in 0..=names.len() {
            if part == "**" {
                next[at] = reached[at] || at > 0 && next[at - 1];
            } else if at > 0 {
                next[at] = reached[at - 1] && is_like(part, names[at - 1]);
            }
        }
        reached = next;
    }
    reached.contains(&true)
}

/// Whether a name is like a pattern, in which `*` stands for anything.
fn is_like(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(inner) = name.strip_prefix(start).and_then(|name| name.strip_suffix(end)) else {
        return false;
    };
    let mut left = inner;
    middle.split('*').all(|part| match left.split_once(part) {
        Some((_, after)) => {
            left = after;
            true
        }
        None => false,
    })
}

fn fill(pattern: &str, page: &Page, site: &Site<'_>) -> Option<String> {
    let spot = &page.spot;
    let slug = page.map.text("slug").unwrap_or(&spot.stem);
    let categories = || -> Vec<String> {
        let named = ["categories", "category"].iter().flat_map(|name| {
            let values = page.map.get(name).map(Value::each).unwrap_or_default();
            values.iter().filter_map(Value::text).flat_map(|text| match page.map.get(name) {
                Some(Value::List(_)) => vec![text.to_owned()],
                _ => text.split_whitespace().map(str::to_owned).collect(),
            })
        });
        let mut all: Vec<String> = spot.categories.iter().cloned().chain(named).collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|name| seen.insert(name.to_lowercase()));
        all
    };
    Pattern(pattern).fill(|name| {
        Some(match name {
            "title" => pretty_slug(slug),
            "slug" => jekyll_slug(slug),
            "name" | "basename" => spot.stem.clone(),
            "path" if spot.collection.is_empty() => spot.folder.clone(),
            "path" => [spot.folder.as_str(), "/", &spot.stem].concat(),
            "collection" => spot.collection.clone(),
            "output_ext" => ".html".to_owned(),
            "categories" => {
                categories().iter().map(|it| it.to_lowercase()).collect::<Vec<_>>().join("/")
            }
            "slugified_categories" => {
                categories().iter().map(|it| jekyll_slug(it)).collect::<Vec<_>>().join("/")
            }
            name => return date_in_address(name, page.published?, site.zone),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_folders_and_all_below() {
        for (pattern, path) in [
            ("_posts/*/private", "_posts/2020/private/a.md"),
            ("_posts/*", "_posts/a.md"),
            ("**/private", "a/b/private/c.md"),
            ("**", "a.md"),
            ("a/**/c", "a/c/x.md"),
            ("a/x*y*z", "a/x-y-z/b"),
        ] {
            assert!(matches(pattern, path), "{pattern}: {path}");
        }
        for (pattern, path) in
            [("_posts/*/private", "_posts/private/a.md"), ("a*", "b/a"), ("a/x*x", "a/x")]
        {
            assert!(!matches(pattern, path), "{pattern}: {path}");
        }
    }
}
