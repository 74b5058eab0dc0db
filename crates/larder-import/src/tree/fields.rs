//! What front matter says, as a post has it. What the post has no place for is kept under the name of the generator:
//! `hugo:weight`.

mod ours;

use std::{collections::HashSet, io, sync::Arc};

use larder_core::{
    Asset, AssetId, Claim, EntryId, Link, NoteKind, Post, Provenance, Series, SeriesId, SeriesKind,
    SeriesPart, Translation, Zone,
};
use serde_json::{Map as JsonMap, Value as Json};

use super::{
    Habits, Page,
    around::Around,
    body::{Bodies, Counts},
    comments, date, enclosures, people,
    status::{self, Seen},
    terms,
    value::{Map, Value},
};
use crate::{
    Intake, ReadError,
    address::is_web,
    collect::{Collection, Found, asset_at},
    shelf::Shelf,
};

/// A post, before it is in the blog.
pub(super) struct Made {
    found: Found,
    /// The files that front matter names, each with its place in the source if it is there.
    assets: Vec<(Asset, Option<usize>)>,
    series: Vec<Series>,
    seen: Seen,
    markup: Counts,
    /// The offsets of dates that were read in a zone that nothing states.
    zones: Vec<String>,
    /// The place of the file that its comments are from.
    comments: Option<usize>,
}

const UPDATED: &[&str] = &[
    "lastmod",
    "updated",
    "updateddate",
    "modified",
    "last_modified_at",
    "moddatetime",
    "updated_at",
    "modified_at",
];
const SUMMARIES: &[&str] = &["description", "summary", "excerpt", "abstract"];
const ALIASES: &[&str] = &["aliases", "alias", "redirect_from"];
const CANONICAL: &[&str] = &["canonical", "canonical_url", "canonicalurl"];

/// The names of covers, the surest first.
const COVERS: &[&str] = &[
    "cover",
    "image",
    "images",
    "featured_image",
    "featuredimage",
    "feature_image",
    "heroimage",
    "hero",
    "banner",
    "thumbnail",
    "cover_image",
    "coverimage",
    "og_image",
    "header_image",
    "top_img",
];

/// Makes a post of a page.
pub(super) fn make(
    mut page: Page,
    place: usize,
    around: &Around<'_, '_>,
    shelf: &Shelf<'_>,
    bodies: &Bodies,
) -> io::Result<Made> {
    let head = around.index.at(place);
    let id = head.map_or_else(|| page.derived(), |head| head.id.clone());
    let mut make = Make {
        post: Post::new(id),
        form: around.generator.format().name,
        habits: around.generator.habits(),
        around,
        assets: Vec::new(),
        series: Vec::new(),
        zones: Vec::new(),
    };
    make.post.source = vec![page.source.clone()];
    make.post.kind = page.kind();
    let seen = status::of(&page, make.habits.needs_front);
    (make.post.status, make.post.visibility) = (seen.status, seen.visibility);
    if seen.aside.is_some() {
        make.post.kind = larder_core::PostKind::Other;
    }
    let mut found = Found::new(Post::new(make.post.id.clone()), place, EntryId::default());
    if let Some(other) = head.and_then(|head| head.clash.as_ref()) {
        found.notes.push(NoteKind::IdClash { id: other.to_string() });
    }
    found.notes.append(&mut page.notes);
    found.line = page.broken_line;
    let (content, markup, offered) = bodies.content(&page, around)?;
    make.post.content = Some(Box::new(content));
    make.address(&page, &mut found);
    make.title(&mut page);
    make.dates(&mut page, &mut found.notes);
    make.texts(&mut page.map);
    make.terms(&page, &mut found);
    make.covers(&page, shelf);
    make.enclosures(&mut page, shelf);
    make.translations(&page);
    make.ours(&mut page, &offered, shelf);
    make.people(&mut page.map, &mut found);
    let said = comments::of(&page, &make.post.id, around);
    let comments = said.map(|(place, comments)| {
        found.comments = comments;
        // The name of a file says nothing once its comments are known.
        comments::NAMES.iter().for_each(|name| _ = page.map.take(name));
        place
    });
    make.rest(page);
    let Make { post, assets, series, zones, .. } = make;
    found.post = post;
    Ok(Made { found, assets, series, seen, markup, zones, comments })
}

struct Make<'a, 's> {
    post: Post,
    form: &'static str,
    habits: Habits,
    around: &'a Around<'a, 's>,
    assets: Vec<(Asset, Option<usize>)>,
    series: Vec<Series>,
    zones: Vec<String>,
}

impl Make<'_, '_> {
    /// Where it stands, and where it stood.
    fn address(&mut self, page: &Page, found: &mut Found) {
        let site = self.around.site;
        let slug = page.map.text("slug").map(str::to_owned);
        let folder = page.spot.folder.rsplit('/').next().unwrap_or_default();
        let stem = match page.spot.stem.as_str() {
            "index" => folder,
            "_index" => "",
            stem => stem,
        };
        let is_made = !stem.is_empty() && !self.says_all(page);
        self.post.slug = slug.or_else(|| is_made.then(|| stem.to_owned()));
        let head = self.around.index.at(self.around.place(page));
        let Some(path) = head.and_then(|head| head.address.as_deref()) else { return };
        self.post.permalink = site.absolute(path);
        if self.post.permalink.is_none() {
            found.addresses.push(self.around.nowhere(path));
            self.keep("address", path);
        }
    }

    /// Whether a page is as we wrote it: it says which slug and which title it has, or has none.
    fn says_all(&self, page: &Page) -> bool {
        self.around.site.is_ours() && page.map.text("guid").is_some()
    }

    fn keep(&mut self, name: &str, value: impl Into<Json>) {
        self.post.extra.insert([self.form, ":", name].concat(), value);
    }

    /// The title; of a page whose front matter is broken, its name.
    fn title(&mut self, page: &mut Page) {
        self.post.title = take_text(&mut page.map, &["title"]);
        if page.is_broken {
            self.post.title = Some(page.spot.stem.clone()).filter(|stem| !stem.is_empty());
        }
        if self.post.title.is_none() && self.form == "markdown" && !self.says_all(page) {
            self.post.title = heading(page.body());
        }
    }

    fn dates(&mut self, page: &mut Page, notes: &mut Vec<NoteKind>) {
        let site = self.around.site;
        self.post.published = page.published;
        self.post.updated = page.date(UPDATED, site.zone);
        for date in [self.post.published, self.post.updated].into_iter().flatten() {
            if date.zone() == Zone::Assumed && site.zone == date::SiteZone::Unknown {
                self.zones.push(date.at().offset().to_string());
            }
        }
        // What was read is not kept twice; what could not be is said and kept.
        for (names, is_read) in
            [(page.published_names(), page.published), (UPDATED, self.post.updated)]
        {
            let Some(name) = names.iter().find(|name| page.map.text(name).is_some()) else {
                continue;
            };
            let text = page.map.text(name).unwrap_or_default().to_owned();
            let time = date::parse(&text, site.zone);
            match time {
                Some(time) if Some(time) == is_read => _ = page.map.take(name),
                Some(_) => {}
                None if *name == "published" => {}
                None => notes.push(NoteKind::DateImpossible { text }),
            }
        }
    }

    /// Summary, subtitle, rights, language, old addresses, where it stands first.
    fn texts(&mut self, map: &mut Map) {
        self.post.summary = take_text(map, SUMMARIES);
        if let Some(subtitle) = take_text(map, &["subtitle"]) {
            self.post.subtitle = Some(Box::new(Claim::stated(subtitle)));
        }
        self.post.rights = take_text(map, &["copyright"]).map(Into::into);
        if let Some(href) = take_text(map, CANONICAL) {
            self.post.links.push(Link::new("canonical", href));
        }
        for name in ALIASES {
            for value in map.take(name) {
                for alias in value.each() {
                    let Some(alias) = alias.text() else { continue };
                    let address = match is_web(alias) {
                        true => alias.to_owned(),
                        false => self.around.site.absolute(alias).unwrap_or_else(|| rooted(alias)),
                    };
                    if !self.post.old_addresses.contains(&address) {
                        self.post.old_addresses.push(address);
                    }
                }
            }
        }
    }

    fn terms(&mut self, page: &Page, found: &mut Found) {
        let categories = page.spot.categories.iter().cloned().map(terms::category);
        found.terms.extend(categories);
        let inner = page.map.map("taxonomies").into_iter().flat_map(|it| &it.0);
        let named = page.map.0.iter().map(|it| (it, false)).chain(inner.map(|it| (it, true)));
        for ((name, value), is_inner) in named {
            match name.to_ascii_lowercase().as_str() {
                // Where tags are collections, names that cannot be one.
                "topics" if self.form == "eleventy" => {
                    found.terms.extend(terms::tags(value, &self.habits));
                }
                "tags" | "tag" => found.terms.extend(terms::tags(value, &self.habits)),
                "categories" | "category" => {
                    found.terms.extend(terms::categories(value, &self.habits));
                }
                "series" => self.series(value, page),
                lower if is_inner || self.around.taxonomies.iter().any(|known| known == lower) => {
                    found.terms.extend(terms::custom(lower, value, &self.habits));
                }
                _ => {}
            }
        }
    }

    fn series(&mut self, value: &Value, page: &Page) {
        const NUMBERS: &[&str] =
            &["series_order", "seriesorder", "series_part", "seriespart", "part", "order"];
        for value in value.each() {
            let (title, own) = match value {
                Value::Map(map) => {
                    (map.text("name").or_else(|| map.text("title")), map.text("order"))
                }
                value => (value.text(), None),
            };
            let Some(title) = title else { continue };
            let number = own.or_else(|| NUMBERS.iter().find_map(|name| page.map.text(name)));
            let mut series = Series::new(SeriesId::new(title), SeriesKind::Sequence);
            series.title = Some(title.to_owned());
            let mut part = SeriesPart::new(series.id.clone());
            part.number = number.and_then(|text| text.parse().ok()).map(Claim::stated);
            self.post.series.push(part);
            self.series.push(series);
        }
    }

    /// The pictures that front matter names; the first of them is the cover.
    fn covers(&mut self, page: &Page, shelf: &Shelf<'_>) {
        let inner = ["params", "extra", "header"].iter().filter_map(|name| page.map.map(name));
        let maps: Vec<&Map> = std::iter::once(&page.map).chain(inner).collect();
        for map in maps {
            for value in COVERS.iter().filter_map(|name| map.get(name)) {
                value.each().iter().for_each(|value| self.picture(value, page, shelf, true));
            }
        }
        for resource in page.map.get("resources").map(Value::each).unwrap_or_default() {
            let Value::Map(map) = resource else { continue };
            let is_cover = map.text("name").is_some_and(|name| {
                COVERS.iter().chain(&["featured", "feature"]).any(|cover| name.starts_with(cover))
            });
            self.picture(resource, page, shelf, is_cover);
        }
    }

    fn picture(&mut self, value: &Value, page: &Page, shelf: &Shelf<'_>, is_cover: bool) {
        let (address, alt) = match value {
            Value::Map(map) => {
                let names = ["src", "image", "url", "path", "file", "teaser", "overlay_image"];
                let address = names.iter().find_map(|name| map.text(name));
                (address, map.text("alt").or_else(|| map.text("title")))
            }
            value => (value.text().filter(|_| value.truth().is_none()), None),
        };
        let is_address = |it: &&str| !it.contains(['*', '\n', '{']) && (it.contains(['.', '/']));
        let Some(address) = address.filter(is_address) else { return };
        let (mut asset, file) = self.resolve(address, page, shelf);
        asset.alt = asset.alt.or_else(|| alt.map(str::to_owned));
        if is_cover && self.post.cover.is_none() {
            self.post.cover = Some(asset.id.clone());
        }
        if !self.post.assets.contains(&asset.id) {
            self.post.assets.push(asset.id.clone());
        }
        self.assets.push((asset, file));
    }

    /// The files that it offers.
    fn enclosures(&mut self, page: &mut Page, shelf: &Shelf<'_>) {
        let offered = enclosures::take(&mut page.map, self.post.series.len());
        for (part, number) in self.post.series.iter_mut().zip(offered.series_numbers) {
            part.number = number.map(Claim::stated).or(part.number.take());
        }
        for address in offered.attachments {
            let (asset, file) = self.resolve(&address, page, shelf);
            if !self.post.assets.contains(&asset.id) {
                self.post.assets.push(asset.id.clone());
            }
            self.assets.push((asset, file));
        }
        for mut enclosure in offered.enclosures {
            let (asset, file) = self.resolve(&enclosure.url, page, shelf);
            // In a folder of ours, a file without an address has a name that all posts know it by.
            let named = || self.around.site.is_ours().then(|| asset.id.to_string());
            enclosure.url = asset.url.clone().or_else(named).unwrap_or(enclosure.url);
            enclosure.asset = Some(asset.id.clone());
            self.post.enclosures.push(enclosure);
            self.assets.push((asset, file));
        }
    }

    /// A file that front matter names, as it is found in bodies.
    fn resolve(&self, address: &str, page: &Page, shelf: &Shelf<'_>) -> (Asset, Option<usize>) {
        let source = &page.source;
        if is_web(address) || address.starts_with("//") {
            let mut asset = asset_at(address, source);
            asset.source = vec![source.clone()];
            return (asset, self.around.on_site(address));
        }
        let found = self.around.named(&page.path, address);
        let permalink = self.post.permalink.as_deref();
        let url = match found.as_ref() {
            Some((file, _)) if self.around.site.is_ours() => self.around.was_at(*file),
            Some((_, true)) | None if !address.starts_with('/') => permalink
                .and_then(|link| url::Url::parse(link).ok()?.join(address).ok())
                .map(String::from),
            _ => self.around.site.absolute(address),
        };
        let file = found.map(|(file, _)| file);
        if let Some(url) = url {
            return (asset_at(&url, source), file);
        }
        let id: Arc<str> = file
            .map_or_else(|| [&*source.file, " ", address].concat().into(), |file| shelf.name(file));
        // Texts of a folder that we wrote name it so, too, once they are read.
        let met = if self.around.site.is_ours() { &*id } else { address };
        let met = met.to_owned();
        let mut asset = Asset::new(AssetId::new(id));
        asset.also_at.push(met);
        asset.source = vec![source.clone()];
        (asset, file)
    }

    fn translations(&mut self, page: &Page) {
        let (site, index) = (self.around.site, self.around.index);
        self.post.language = page.language.clone().map(Into::into);
        let Some(head) = index.at(self.around.place(page)) else { return };
        for other in index.translations(head) {
            let language = other.language.as_deref().or(site.language.as_deref());
            let Some(language) = language else { continue };
            let mut translation = Translation::new(language);
            translation.post = Some(other.id.clone());
            translation.url = other.address.as_deref().and_then(|path| site.absolute(path));
            self.post.translations.push(translation);
        }
    }

    fn people(&mut self, map: &mut Map, found: &mut Found) {
        for name in ["author", "authors"] {
            for value in map.take(name) {
                found.authors.extend(people::known(&value, &self.around.site.people));
            }
        }
    }

    /// Keeps what has no place above.
    fn rest(&mut self, mut page: Page) {
        const READ: &[&str] = &["tags", "tag", "categories", "category", "series", "guid", "uuid"];
        let is_told = |name: &str, value: &Value| match name {
            "draft" | "published" | "publish" => value.truth().is_some(),
            "lang" | "language" => value.text().is_some(),
            "slug" => value.text().is_some(),
            "taxonomies" => matches!(value, Value::Map(_)),
            "topics" => self.form == "eleventy",
            "disablenunjucks" => self.form == "hexo" && value.truth().is_some(),
            // It is a page or a post.
            "layout" => self.form == "hexo" && matches!(value.text(), Some("page" | "post")),
            "guid" | "uuid" => value.text() == Some(self.post.id.as_str()),
            name => READ.contains(&name) || self.around.taxonomies.iter().any(|it| it == name),
        };
        let doubled: JsonMap<String, Json> = page
            .doubled
            .iter()
            .map(|name| {
                let all = page.map.0.iter().filter(|(known, _)| known == name);
                (name.clone(), all.map(|(_, value)| value.to_json()).collect())
            })
            .collect();
        page.map.0.retain(|(name, value)| !is_told(&name.to_ascii_lowercase(), value));
        // What the site says of all its pages is in its settings.
        let is_default = |name: &str, value: &Value| page.defaults.get(name) == Some(value);
        for (name, value) in page.map.0.iter().filter(|(name, value)| !is_default(name, value)) {
            self.post.extra.insert([self.form, ":", name].concat(), value.to_json());
        }
        if !doubled.is_empty() {
            self.keep("said-twice", doubled);
        }
    }
}

/// The first of these names that is a text, taken out.
fn take_text(map: &mut Map, names: &[&str]) -> Option<String> {
    let name = names.iter().find(|name| map.text(name).is_some())?;
    let text = map.text(name)?.to_owned();
    map.take(name);
    Some(text)
}

fn rooted(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { ["/", path].concat() }
}

/// The heading that a text begins with.
fn heading(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let title = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
    (!title.is_empty()).then(|| title.to_owned())
}

impl Made {
    /// The place of the file that its comments are from.
    pub(super) fn comments(&self) -> Option<usize> {
        self.comments
    }

    /// Leaves the comments to another page, which named their file first.
    pub(super) fn leave_comments(&mut self) {
        self.found.comments = Vec::new();
    }

    /// Puts it into the blog, whose series are known. Fails when the spool does.
    pub(super) fn take(
        mut self,
        place: usize,
        item: EntryId,
        shelf: &mut Shelf<'_>,
        (collection, known): (&mut Collection, &mut HashSet<SeriesId>),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        self.found.file = place;
        self.found.item = item;
        self.seen.count(self.found.post.kind, &mut collection.census);
        for ((what, name), count) in self.markup {
            *collection.census.markup.entry((what, name)).or_default() += count;
        }
        for offset in self.zones {
            *collection.census.zones_assumed.entry(offset).or_default() += 1;
        }
        for series in self.series {
            if known.insert(series.id.clone()) {
                collection.blog.series.push(series);
            }
        }
        for (mut asset, file) in self.assets {
            if let Some(file) = file {
                asset.stored = shelf.store(file, intake)?;
            }
            self.found.assets.push(asset);
        }
        collection.take(self.found, intake)?;
        Ok(())
    }
}

/// Names of taxonomies that settings declare, besides tags, categories and series.
pub(super) fn taxonomies(config: &Map) -> Vec<String> {
    let names = match config.get("taxonomies") {
        // Hugo: `tag = "tags"`.
        Some(Value::Map(map)) => map.0.iter().filter_map(|(_, plural)| plural.text()).collect(),
        // Zola: `[{name = "tags"}]`.
        Some(Value::List(items)) => items.iter().filter_map(name).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    const USUAL: &[&str] =
        &["tags", "tag", "categories", "category", "series", "authors", "author"];
    let lower = names.into_iter().map(str::to_ascii_lowercase);
    lower.filter(|name| !USUAL.contains(&name.as_str())).collect()
}

fn name(value: &Value) -> Option<&str> {
    match value {
        Value::Map(map) => map.text("name"),
        value => value.text(),
    }
}

/// Where a thing is from, for what is no post.
pub(super) fn provenance(name: &Arc<str>, form: &str) -> Provenance {
    Provenance::new(Arc::clone(name), form)
}
