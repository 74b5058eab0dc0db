//! What a page says of its post: every claim with the place where it is made, the surest first.

mod by_line;
mod dates;
mod less;
mod names;
mod nested;
mod people;
mod series;
mod titles;

use std::borrow::Cow;

use self::{by_line::ByLine, people::People};
pub(super) use self::{
    dates::{passed_before, point_of_time},
    series::may_be as may_be_series,
    titles::is_alike,
};
pub(crate) use self::{
    less::{Numeric, Order},
    nested::Nested,
    series::InSeries,
};

use chrono::FixedOffset;
use larder_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    facts::{Facts, Hidden, line},
    json_ld::Data,
    mark::Mark,
    platform::Platform,
};

/// A value, and where it is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told<T> {
    /// The value.
    pub(crate) value: T,
    /// Where: `json-ld datePublished`, `meta article:published_time`, `time.entry-date` ….
    pub(crate) signal: Cow<'static, str>,
}

impl<T> Told<T> {
    pub(crate) fn new(value: T, signal: impl Into<Cow<'static, str>>) -> Self {
        Self { value, signal: signal.into() }
    }

    /// Whether it was counted back from the time of the capture.
    pub(crate) fn is_relative(&self) -> bool {
        self.signal.ends_with(BEFORE_CAPTURE)
    }
}

/// What is said of a date that a page states as the time that has passed since.
const BEFORE_CAPTURE: &str = ", before the capture";

/// What a page says of its post. The first of each list counts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) titles: Vec<Told<String>>,
    pub(crate) published: Vec<Told<Timestamp>>,
    pub(crate) updated: Vec<Told<Timestamp>>,
    /// Each is all that one place says: several names, where several wrote it.
    pub(crate) authors: Vec<Told<Vec<String>>>,
    /// What stands in the place of a name and is none of a person: an address, a handle, the name of the site.
    pub(crate) no_people: Vec<Told<String>>,
    pub(crate) author_address: Option<Told<String>>,
    /// The pages of several authors, by their names.
    pub(crate) author_pages: Vec<(String, String)>,
    pub(crate) categories: Vec<Told<String>>,
    /// Which of them is in another one.
    pub(crate) nested: Option<Nested>,
    pub(crate) tags: Vec<Told<String>>,
    pub(crate) language: Option<Told<String>>,
    pub(crate) description: Option<Told<String>>,
    pub(crate) cover: Option<Told<String>>,
    pub(crate) site: Option<Told<String>>,
    pub(crate) generator: Option<String>,
    /// Who may see the post, where what the platform puts before its title says so.
    pub(crate) hidden: Option<Hidden>,
    /// Texts that should be dates and are none.
    pub(crate) impossible: Vec<String>,
    /// The series that the post is a part of.
    pub(crate) series: Vec<Told<InSeries>>,
    /// Dates of digits of which nobody knows whether the day or the month comes first.
    pub(crate) numeric: Vec<Told<Numeric>>,
    /// The offset in which dates were read that state none.
    #[serde(skip)]
    pub(crate) zone: Option<FixedOffset>,
}

/// Where claims are read from.
pub(super) struct Scene<'f, 't> {
    pub(super) facts: &'f Facts<'t>,
    pub(super) data: &'f Data,
    pub(super) platform: Option<&'static Platform>,
    /// The address of the page, where it is known.
    pub(super) address: Option<&'f str>,
    /// The part of the page that is the post, where it is known by its name.
    pub(super) article: Option<larder_html::NodeId>,
    /// The offset of dates that state none.
    pub(super) zone: FixedOffset,
    /// When the page was captured.
    pub(super) captured: Option<Timestamp>,
}

impl Scene<'_, '_> {
    /// The element that holds the text of the post and what is said of it.
    fn entry(&self) -> Option<larder_html::NodeId> {
        let (facts, text) = (self.facts, self.article?);
        let entries = facts.marked(Mark::Entry).chain(facts.articles.iter().copied());
        entries.filter(|entry| facts.is_in(text, *entry)).last()
    }

    /// Whether pages of the platform have lines that say who wrote them.
    fn has_by_lines(&self) -> bool {
        self.platform.is_some_and(|it| !it.by_line.is_empty())
    }
}

/// How many terms of a post are read.
const MOST_TERMS: usize = 1024;

impl Claims {
    pub(super) fn of(scene: &Scene<'_, '_>) -> Self {
        let facts = scene.facts;
        let mut claims = Self { site: site(scene), zone: Some(scene.zone), ..Self::default() };
        let site = claims.site.as_ref().map(|told| told.value.as_str());
        claims.titles = titles::of(scene, site);
        claims.hidden = titles::hidden(&mut claims.titles, scene);
        let lines = dates::lines_beside(scene, &claims.titles);
        let by_line = ByLine::of(&lines, scene.has_by_lines(), scene.zone);
        let people = People::of(scene, by_line.as_ref(), site_of(&claims.site));
        (claims.authors, claims.no_people) = (people.told, people.others);
        (claims.author_address, claims.author_pages) = (people::address(scene), people.pages);
        dates::fill(&mut claims, scene, &lines, by_line.as_ref());
        terms(&mut claims, scene);
        claims.series = series::of(scene);
        claims.language = language(scene);
        claims.description = description(scene);
        claims.cover = cover(scene);
        claims.generator = facts.meta_of("generator").and_then(line_of);
        claims
    }

    /// All claims, for the archive. None where nothing is said.
    pub(crate) fn record(&self) -> Option<Value> {
        let mut record = serde_json::Map::new();
        let mut put = |name: &str, list: Vec<Value>| {
            if !list.is_empty() {
                record.insert(name.to_owned(), Value::Array(list));
            }
        };
        let text = |told: &Told<String>| json!({ "value": told.value, "signal": told.signal });
        let date = |told: &Told<Timestamp>| json!({ "value": told.value, "signal": told.signal });
        put("title", self.titles.iter().map(text).collect());
        put("published", self.published.iter().map(date).collect());
        let digits = |told: &Told<Numeric>| json!({ "value": told.value.to_string(), "signal": told.signal });
        put("day-or-month", self.numeric.iter().map(digits).collect());
        put("updated", self.updated.iter().map(date).collect());
        let people =
            |told: &Told<Vec<String>>| json!({ "value": told.value, "signal": told.signal });
        put("authors", self.authors.iter().map(people).collect());
        put("author-other", self.no_people.iter().map(text).collect());
        put("author-address", self.author_address.iter().map(text).collect());
        put("categories", self.categories.iter().map(text).collect());
        put("tags", self.tags.iter().map(text).collect());
        let part = |told: &Told<InSeries>| {
            let InSeries { title, address, number } = &told.value;
            json!({ "value": { "title": title, "address": address, "number": number }, "signal": told.signal })
        };
        put("series", self.series.iter().map(part).collect());
        put("language", self.language.iter().map(text).collect());
        put("description", self.description.iter().map(text).collect());
        put("cover", self.cover.iter().map(text).collect());
        put("site", self.site.iter().map(text).collect());
        (!record.is_empty()).then_some(Value::Object(record))
    }
}

/// A text as one line, without white space around it. None if nothing is left.
pub(super) fn line_of(text: impl AsRef<str>) -> Option<String> {
    line(text.as_ref())
}

fn site(scene: &Scene<'_, '_>) -> Option<Told<String>> {
    let facts = scene.facts;
    let meta = |name: &'static str| {
        Some(Told::new(line_of(facts.meta_of(name)?)?, format!("meta {name}")))
    };
    let data = || Some(Told::new(scene.data.site.clone()?, "json-ld WebSite"));
    let feed = || {
        let mut titles = facts.links_of("alternate").filter(|link| is_feed(link.kind));
        Some(Told::new(titles.find_map(|link| site_of_feed(link.title?))?, "feed link"))
    };
    let shown = || Some(Told::new(titles::site(scene)?, "h1 and title"));
    let told = meta("og:site_name").and_then(|told| bare_site(told, scene.platform));
    told.or_else(data).or_else(feed).or_else(shown).or_else(|| meta("application-name"))
}

/// The name of a site without that of its platform. None where that is all of it.
fn bare_site(mut told: Told<String>, platform: Option<&Platform>) -> Option<Told<String>> {
    let names = platform.map(|it| it.suffixes).unwrap_or_default();
    if let Some(bare) = titles::without(&told.value, names.iter().copied()) {
        told.value = bare;
    }
    (!names.iter().any(|name| name.eq_ignore_ascii_case(&told.value))).then_some(told)
}

/// The name of the site where it is stated as such. A heading may be the name of the only person who writes there.
fn site_of(told: &Option<Told<String>>) -> Option<&str> {
    told.as_ref().filter(|told| told.signal != "h1 and title").map(|told| told.value.as_str())
}

/// What a link to a feed calls the blog: `name » Feed` of WordPress, `name - Atom` of Blogger, or the name alone.
fn site_of_feed(title: &str) -> Option<String> {
    let before = title.split_once(" » ").or_else(|| title.split_once(" &raquo; "));
    let name = before
        .map(|(name, _)| name)
        .or_else(|| title.strip_suffix(" - Atom"))
        .or_else(|| title.strip_suffix(" - RSS"))
        .unwrap_or(title);
    let lower = name.to_lowercase();
    let is_kind = ["rss", "atom", "feed", "피드", "フィード"].iter().any(|it| lower.contains(it));
    line_of(name).filter(|_| !is_kind)
}

/// Whether a media type is that of a feed.
pub(super) fn is_feed(kind: Option<&str>) -> bool {
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    ["application/rss+xml", "application/atom+xml", "application/feed+json"]
        .iter()
        .any(|feed| kind.eq_ignore_ascii_case(feed))
}

fn terms(claims: &mut Claims, scene: &Scene<'_, '_>) {
    let (facts, data) = (scene.facts, scene.data);
    let mut tags: Vec<Told<String>> = Vec::new();
    let tagged = facts.metas_of("article:tag").filter_map(line_of);
    tags.extend(tagged.map(|it| Told::new(it, "meta article:tag")));
    let related = facts.related.iter().filter(|(node, _)| !facts.is_outside(*node));
    let (mut of_tags, mut of_categories) = (Vec::new(), Vec::new());
    for (node, rel) in related {
        let rels: Vec<&str> = rel.split_ascii_whitespace().collect();
        if !rels.contains(&"tag") {
            continue;
        }
        let Some(name) = facts.line(*node).map(|it| it.trim_start_matches('#').trim().to_owned())
        else {
            continue;
        };
        // WordPress: `rel="category tag"`.
        match rels.contains(&"category") {
            true => of_categories.push(Told::new(name, "rel=category")),
            false => of_tags.push(Told::new(name, "rel=tag")),
        }
    }
    let marked = facts.marked(Mark::Term).filter(|node| !facts.is_outside(*node));
    let marked = marked
        .filter_map(|node| facts.line(node))
        .map(|it| it.trim_start_matches('#').trim().to_owned());
    let marked: Vec<_> = marked.map(|it| Told::new(it, "p-category")).collect();
    let keywords: Vec<_> =
        data.keywords.iter().cloned().map(|it| Told::new(it, "json-ld keywords")).collect();
    for more in [of_tags, marked, keywords] {
        if tags.is_empty() {
            tags = more;
        }
    }
    let mut categories = of_categories;
    let section = facts
        .metas_of("article:section")
        .filter_map(line_of)
        .map(|it| Told::new(it, "meta article:section"));
    let sections = data.sections.iter().cloned().map(|it| Told::new(it, "json-ld articleSection"));
    for more in [section.collect::<Vec<_>>(), sections.collect()] {
        if categories.is_empty() {
            categories = more;
        }
    }
    if let Some(platform) = scene.platform {
        let entry = scene.entry();
        let is_here = |node: &larder_html::NodeId| {
            !facts.is_outside(*node) || entry.is_some_and(|it| facts.is_of_entry(*node, it))
        };
        let told = |selectors: &[&str], signal: &'static str| -> Vec<Told<String>> {
            let found = selectors
                .iter()
                .map(|it| {
                    let found = facts.all_of(it);
                    let found = found.iter().copied().take(MOST_TERMS);
                    found.filter(is_here).collect::<Vec<_>>()
                })
                .find(|it| !it.is_empty());
            let names = found.unwrap_or_default().into_iter().filter_map(|node| facts.line(node));
            let names = names
                .map(|it| it.trim_start_matches('#').trim().to_owned())
                .filter(|it| !it.is_empty());
            names.map(|it| Told::new(it, signal)).collect()
        };
        let (mut of_tags, mut of_categories) =
            (told(platform.tags, "platform"), told(platform.categories, "platform"));
        if let Some(folder) = platform.tag_folder.filter(|_| of_tags.is_empty()) {
            of_tags = in_folder(scene, folder);
        }
        if let Some(label) = platform.category_key.and_then(|it| facts.in_scripts(it)) {
            claims.nested = line_of(&label).and_then(|label| nested::of(scene, &label));
            of_categories = line_of(label).map(|it| Told::new(it, "script")).into_iter().collect();
        }
        tags = if of_tags.is_empty() { tags } else { of_tags };
        categories = if of_categories.is_empty() { categories } else { of_categories };
    }
    let is_named = |told: &Told<String>| !told.value.is_empty();
    (claims.tags, claims.categories) =
        (once(tags.into_iter().filter(is_named)), once(categories.into_iter().filter(is_named)));
}

/// What links to pages in a folder are called: those of tags, where classes mean nothing.
fn in_folder(scene: &Scene<'_, '_>, folder: &str) -> Vec<Told<String>> {
    let facts = scene.facts;
    let nodes = facts.tree.descendants(facts.tree.root());
    let links = nodes.filter(|node| {
        facts.tree.name(*node) == Some("a")
            && facts.tree.attribute(*node, "href").is_some_and(|it| it.starts_with(folder))
            && !facts.is_outside(*node)
    });
    links.take(MOST_TERMS).filter_map(|it| Some(Told::new(facts.line(it)?, "links"))).collect()
}

/// Each name once.
fn once(list: impl Iterator<Item = Told<String>>) -> Vec<Told<String>> {
    let mut seen = std::collections::HashSet::new();
    list.filter(|told| seen.insert(told.value.to_lowercase())).collect()
}

fn language(scene: &Scene<'_, '_>) -> Option<Told<String>> {
    let facts = scene.facts;
    let tag = |text: &str| {
        let tag = text.trim().replace('_', "-");
        let is_tag = (2..=35).contains(&tag.len())
            && tag.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
            && tag.split('-').next().is_some_and(|it| {
                (2..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphabetic())
            });
        is_tag.then_some(tag)
    };
    let html = || Some(Told::new(tag(facts.language?)?, "html lang"));
    let open_graph = || Some(Told::new(tag(facts.meta_of("og:locale")?)?, "meta og:locale"));
    let data = || Some(Told::new(tag(scene.data.language.as_deref()?)?, "json-ld inLanguage"));
    data().or_else(html).or_else(open_graph)
}

fn description(scene: &Scene<'_, '_>) -> Option<Told<String>> {
    let facts = scene.facts;
    let meta = |name: &'static str| {
        Some(Told::new(line_of(facts.meta_of(name)?)?, format!("meta {name}")))
    };
    meta("og:description").or_else(|| meta("description"))
}

fn cover(scene: &Scene<'_, '_>) -> Option<Told<String>> {
    let meta = |name: &'static str| {
        Some(Told::new(line_of(scene.facts.meta_of(name)?)?, format!("meta {name}")))
    };
    let data = || Some(Told::new(scene.data.image.clone()?, "json-ld image"));
    meta("og:image")
        .or_else(|| meta("og:image:url"))
        .or_else(data)
        .or_else(|| meta("twitter:image"))
}
