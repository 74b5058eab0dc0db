//! Reads sites of Hugo: a folder with `content/`, `hugo.toml` and the like.
//!
//! | Of Hugo | Here |
//! |---|---|
//! | `content/posts/walk.md`, `content/posts/walk/index.md` | a post; files beside `index.md` belong to it |
//! | `content/posts/_index.md` | a page |
//! | other pages within the folder of an `index.md`, `headless`, `build.render: never` | kept in the archive only |
//! | `walk.ko.md`, `contentDir` of a language | a translation |
//! | `[[module.mounts]]` whose target is `content` | a folder of content, in the place of `content/` |
//! | `url`, `slug`, `[permalinks]`, `uglyURLs`, `baseURL` | the address |
//! | `publishDate`, else `date` | when it was published; addresses have `date` |
//! | a `publishDate` to come, `expiryDate` | kept; no clock is asked, so that both leave a page as public as `draft` does |
//! | `layouts/`, `themes/`, `archetypes/`, `public/`, `resources/` | what the site is shown with |
//!
//! Format: <https://gohugo.io/content-management/front-matter/>

use std::{borrow::Cow, collections::HashMap};

use larder_core::{Format, PostKind, format};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    tree::{
        self, Defaults, Generator, Habits, Map, Page, Pattern, Role, Site, SiteZone, Spot, Syntax,
        Value, clean, date_in_address, extension, hugo_path, split_name, usual_names,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hugo;

impl Reader for Hugo {
    fn format(&self) -> &'static Format {
        &format::HUGO
    }

    fn vote(&self, _: &Sample) -> Vote {
        Vote::No
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        sign(probe).map_or(Vote::No, |sign| Vote::Signature(sign.to_owned()))
    }

    fn looks_for(&self) -> &'static str {
        "a site of Hugo: a folder with `content` and `hugo.toml`, or with `config.toml` that has a `baseURL`"
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

/// What shows that the whole is a site of Hugo.
fn sign(probe: &Probe) -> Option<&'static str> {
    let has = |part: &str| {
        probe
            .names
            .iter()
            .any(|name| name.starts_with(part) || name.contains(&["/", part].concat()))
    };
    let own = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        matches!(file, "hugo.toml" | "hugo.yaml" | "hugo.yml" | "hugo.json")
            || name.contains("config/_default/")
    };
    if probe.names.iter().any(|name| own(name) && Hugo.root(name).is_some()) {
        return Some("settings of Hugo");
    }
    let settings =
        probe.samples.iter().find(|sample| Hugo.root(&sample.name).is_some() && has("content/"))?;
    let text = settings.text.to_ascii_lowercase();
    let is_zola = text.contains("base_url");
    (text.contains("baseurl") && !is_zola).then_some("settings with `baseURL` beside `content`")
}

const CONFIGS: &[&str] = &[
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];

impl Generator for Hugo {
    fn format(&self) -> &'static Format {
        &format::HUGO
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (folder, file) = path
            .rsplit_once('/')
            .map_or(("", path), |(_, file)| (&path[..path.len() - file.len()], file));
        if folder.contains("themes/") || folder.contains("node_modules/") {
            return None;
        }
        if let Some(root) = folder.strip_suffix("config/_default/") {
            return Some(root);
        }
        (CONFIGS.contains(&file) && !folder.contains("config/") && !folder.contains("content/"))
            .then_some(folder)
    }

    fn settle(&self, site: &mut Site<'_>) {
        let text = |name: &str| site.config.text(name).map(str::to_owned);
        let home = text("baseURL");
        let language = text("defaultContentLanguage");
        let code = text("locale").or_else(|| text("languageCode"));
        // The name of a language is in lower case; its code says it as it is written.
        let is_same =
            |code: &&String| language.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(code));
        let written = code.as_ref().filter(is_same).cloned();
        site.languages = site.config.map("languages").map(names).unwrap_or_default();
        let inner =
            |name: &str| site.config.at(&["params", name]).and_then(Value::text).map(str::to_owned);
        let description = inner("description");
        let own = language.as_deref().and_then(|language| site.config.at(&["languages", language]));
        let title = match own {
            Some(Value::Map(own)) => own.text("title").map(str::to_owned),
            _ => None,
        };
        let authors = site.config.at(&["params", "author"]).map(tree::authors);
        site.title = title.or_else(|| site.title.take());
        site.description = site.description.take().or(description);
        site.language = written
            .or(language)
            .or(code)
            .or_else(|| (!site.languages.is_empty()).then(|| "en".to_owned()));
        if site.authors.is_empty() {
            site.authors = authors.unwrap_or_default();
        }
        if let Some(home) = home {
            site.set_home(&home);
        }
        if let Some(zone) = site.config.text("timeZone").and_then(SiteZone::parse) {
            site.zone = zone;
        }
        find_content(site);
        cascades(site);
    }

    fn role(&self, path: &str, site: &Site<'_>) -> Role {
        if CONFIGS.contains(&path) || path.starts_with("config/") {
            return Role::Settings;
        }
        if let Some((inner, language)) = below_content(path, site) {
            return content(path, &inner, language, site);
        }
        let top = path.split('/').next().unwrap_or_default();
        match top {
            _ if self
                .public_folders(site)
                .iter()
                .any(|folder| path.starts_with(folder.as_str())) =>
            {
                Role::File
            }
            "data" => Role::Data,
            "layouts" | "archetypes" | "i18n" => Role::Furniture("a template of the site"),
            "themes" | "_vendor" => Role::Furniture("part of a theme"),
            "public" | "resources" => Role::Furniture("what the site was made into"),
            "docs" => Role::Beside("where the site was made into pages"),
            _ => Role::Beside("beside the content of the site"),
        }
    }

    fn address(&self, page: &Page, site: &Site<'_>) -> Option<String> {
        let address = address(page, site)?;
        let is_prefixed = page.language.is_some()
            || site.config.get("defaultContentLanguageInSubdir").and_then(Value::truth)
                == Some(true);
        // An address of its own, with `/` in front, is the whole address.
        let is_whole = page.map.text("url").is_some_and(|url| url.starts_with('/'));
        let language = page.spot.language.as_deref().or(site.language.as_deref());
        match language {
            Some(language) if is_prefixed && !is_whole && !site.languages.is_empty() => {
                Some(clean(&format!("/{}/{address}", language.to_lowercase())))
            }
            _ => Some(clean(&address)),
        }
    }

    fn syntax(&self, _: &Page) -> Syntax {
        Syntax::Hugo
    }

    fn habits(&self) -> Habits {
        Habits { reads_over_blank_lines: true, ..Habits::default() }
    }

    fn names(&self, path: &str, site: &Site<'_>) -> Vec<String> {
        below_content(path, site).map(|(inner, _)| usual_names(&inner)).unwrap_or_default()
    }

    fn defaults(&self, path: &str, _: &Spot, site: &Site<'_>) -> Map {
        site.defaults.of(path)
    }

    fn public_folders(&self, site: &Site<'_>) -> Vec<String> {
        let mut folders: Vec<String> = match site.config.get("staticDir") {
            Some(value) if !value.is_empty() => value.each().iter().filter_map(folder).collect(),
            _ => vec!["static/".to_owned()],
        };
        let assets = site.config.get("assetDir").and_then(folder);
        folders.push(assets.unwrap_or_else(|| "assets/".to_owned()));
        folders.push("content/".to_owned());
        folders
    }

    fn bundle(&self, path: &str, site: &Site<'_>) -> Option<String> {
        site.bundle_above(path).map(str::to_owned)
    }
}

fn folder(value: &Value) -> Option<String> {
    value.text().map(|text| [text.trim_matches('/'), "/"].concat())
}

/// What settings and `_index.md` say for all pages below them. Which pages of them `_target` means is not read: what hides
/// some of them hides all.
fn cascades(site: &mut Site<'_>) {
    let mut all = std::mem::take(&mut site.defaults);
    let damaged: Vec<&str> = site.unread_settings().filter(|path| may_cascade(path)).collect();
    damaged.into_iter().for_each(|path| all.doubt("", path));
    let own = site.config.get("cascade").into_iter();
    own.for_each(|value| cascade(value, "", "the settings", &mut all));
    for path in site.paths() {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        if !file.starts_with("_index.") || below_content(path, site).is_none() {
            continue;
        }
        let folder = [folder, "/"].concat();
        match site.front(path) {
            None => all.doubt(folder, path),
            Some(front) => {
                let said = front.get("cascade").into_iter();
                said.for_each(|value| cascade(value, &folder, path, &mut all));
            }
        }
    }
    site.defaults = all;
}

/// One `cascade`: values, or a list of them of which the last counts.
fn cascade(value: &Value, folder: &str, file: &str, all: &mut Defaults) {
    for value in value.each().iter().rev() {
        match value {
            Value::Map(values) => all.add(folder, values),
            _ => all.doubt(folder, file),
        }
    }
}

/// Whether a file of settings may hold a `cascade`: `hugo.toml`, `config/_default/cascade.toml`.
fn may_cascade(path: &str) -> bool {
    let (_, stem, kind) = split_name(path);
    matches!(stem, "hugo" | "config" | "cascade")
        && matches!(kind, "toml" | "yaml" | "yml" | "json")
}

fn map(value: &Value) -> Option<&Map> {
    match value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fn names(map: &Map) -> Vec<String> {
    map.0.iter().map(|(name, _)| name.clone()).collect()
}

/// The path below the folder of all content, and the language that the folder is for.
fn below_content<'p>(path: &'p str, site: &Site<'_>) -> Option<(Cow<'p, str>, Option<String>)> {
    path.rmatch_indices('/').find_map(|(at, _)| {
        let (target, language) = site.content.get(&path[..=at])?;
        let inner = &path[at + 1..];
        let inner = match target.as_str() {
            "" => inner.into(),
            target => [target, inner].concat().into(),
        };
        Some((inner, language.clone()))
    })
}

/// Looks up where content is: `contentDir`, that of a language, `[[module.mounts]]`. Mounts that leave files out are read
/// with all of them, whose status nobody knows then.
fn find_content(site: &mut Site<'_>) {
    let mut folders = HashMap::new();
    for (language, of) in site.config.map("languages").into_iter().flat_map(|map| &map.0) {
        let Value::Map(of) = of else { continue };
        if let Some(folder) = of.get("contentDir").and_then(folder) {
            folders.entry(folder).or_insert((String::new(), Some(language.clone())));
        }
    }
    let mut is_mounted = false;
    let mounts = site.config.at(&["module", "mounts"]).map(Value::each).unwrap_or_default();
    for mount in mounts.iter().filter_map(map) {
        let target = mount.text("target").unwrap_or_default().trim_matches('/');
        let inner =
            target.strip_prefix("content").filter(|it| it.is_empty() || it.starts_with('/'));
        let source = mount.text("source").map(|it| it.trim_start_matches("./").trim_matches('/'));
        let (Some(inner), Some(source)) = (inner, source.filter(|it| !it.is_empty())) else {
            continue;
        };
        is_mounted = true;
        let inner = if inner.is_empty() { String::new() } else { [&inner[1..], "/"].concat() };
        let source = [source, "/"].concat();
        if ["files", "includeFiles", "excludeFiles"].iter().any(|it| mount.get(it).is_some()) {
            site.defaults.doubt(source.clone(), "a mount of some files");
        }
        let language = mount.text("lang").map(str::to_owned);
        folders.entry(source).or_insert((inner, language));
    }
    if !is_mounted {
        let all = site.config.get("contentDir").and_then(folder);
        folders.entry(all.unwrap_or_else(|| "content/".to_owned())).or_default();
    }
    site.content = folders;
}

/// The extensions of pages.
const PAGES: &[&str] = &[
    "md", "markdown", "mdown", "mkd", "html", "htm", "org", "adoc", "asciidoc", "ad", "rst",
    "pandoc", "pdc",
];

fn content(path: &str, inner: &str, language: Option<String>, site: &Site<'_>) -> Role {
    if inner.ends_with(".gotmpl") {
        return Role::Furniture("a template of the site");
    }
    if !PAGES.contains(&extension(inner).as_str()) {
        return Role::File;
    }
    let (folder, stem, _) = split_name(inner);
    let in_name = stem
        .rsplit_once('.')
        .filter(|(_, code)| site.languages.iter().any(|it| it.eq_ignore_ascii_case(code)));
    let (stem, language) = match in_name {
        Some((stem, code)) => (stem, Some(code.to_owned())),
        None => (stem, language),
    };
    let is_own = |language: &String| {
        site.language.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(language))
    };
    let bundle = site.bundle_above(path);
    let is_resource = bundle.is_some_and(|bundle| {
        let is_index =
            stem == "index" && path.rsplit_once('/').is_some_and(|(folder, _)| folder == bundle);
        !is_index && !bundle.is_empty() && bundle != "content"
    });
    let section = folder.split('/').next().unwrap_or_default();
    let kind = match stem {
        "_index" => Some(PostKind::Page),
        _ if section.is_empty() || stem == "index" && !folder.contains('/') => Some(PostKind::Page),
        _ if is_stream(section, site) => Some(PostKind::Post),
        _ => None,
    };
    let date = tree::in_name(stem).filter(|_| dates_in_names(site));
    Role::Page(Spot {
        kind,
        aside: is_resource.then_some("part of another page"),
        folder: folder.to_owned(),
        stem: stem.to_owned(),
        language: language.filter(|language| !is_own(language)),
        date: date.map(|(date, _)| date.to_owned()),
        collection: section.to_owned(),
        ..Spot::default()
    })
}

/// Whether the pages of a section are those of a blog.
fn is_stream(section: &str, site: &Site<'_>) -> bool {
    let main =
        site.config.get("mainSections").or_else(|| site.config.at(&["params", "mainSections"]));
    let is_main =
        main.map(Value::each).unwrap_or_default().iter().any(|it| it.text() == Some(section));
    is_main || ["post", "posts", "blog", "articles", "article"].contains(&section)
}

/// Whether settings say that names begin with dates: `[frontmatter] date = [":filename"]`.
fn dates_in_names(site: &Site<'_>) -> bool {
    let dates = site.config.at(&["frontmatter", "date"]).map(Value::each).unwrap_or_default();
    dates.iter().any(|it| it.text() == Some(":filename"))
}

/// The address in the language of the site.
fn address(page: &Page, site: &Site<'_>) -> Option<String> {
    let is_lower = site.config.get("disablePathToLower").and_then(Value::truth) != Some(true);
    if let Some(url) = page.map.text("url") {
        return match url.contains(':') && !url.contains("//") {
            true => pattern(url, page, site, is_lower),
            false => Some(url.to_owned()),
        };
    }
    let spot = &page.spot;
    let folder = hugo_path(&spot.folder, is_lower);
    if matches!(spot.stem.as_str(), "_index") {
        return Some(format!("/{folder}/"));
    }
    let kind = if spot.folder.is_empty() { "" } else { spot.collection.as_str() };
    let own = site
        .config
        .at(&["permalinks", "page", kind])
        .or_else(|| site.config.at(&["permalinks", kind]));
    let is_ugly = is_ugly(site, &spot.collection);
    let end = |address: &str| match is_ugly {
        true => format!("{}.html", address.trim_end_matches('/')),
        false => format!("{}/", address.trim_end_matches('/')),
    };
    if let Some(text) = own.and_then(Value::text) {
        let address = pattern(text, page, site, is_lower)?;
        return Some(if address.ends_with(".html") { address } else { end(&address) });
    }
    let slug = page.map.text("slug").map(|slug| hugo_path(slug, is_lower));
    let (above, last) = match spot.stem.as_str() {
        "index" => folder.rsplit_once('/').unwrap_or(("", &folder)),
        _ => (folder.as_str(), ""),
    };
    let last = match spot.stem.as_str() {
        "index" => last.to_owned(),
        stem if spot.date.is_some() => {
            hugo_path(tree::in_name(stem).map_or(stem, |(_, rest)| rest), is_lower)
        }
        stem => hugo_path(stem, is_lower),
    };
    Some(end(&format!("/{above}/{}", slug.unwrap_or(last))))
}

fn is_ugly(site: &Site<'_>, section: &str) -> bool {
    match site.config.get("uglyURLs") {
        Some(Value::Map(map)) => map.get(section).and_then(Value::truth) == Some(true),
        Some(value) => value.truth() == Some(true),
        None => false,
    }
}

fn pattern(text: &str, page: &Page, site: &Site<'_>, is_lower: bool) -> Option<String> {
    let spot = &page.spot;
    let is_bundle = spot.stem == "index";
    let file = match is_bundle {
        true => spot.folder.rsplit('/').next().unwrap_or_default(),
        false => spot.stem.as_str(),
    };
    let sections = match is_bundle {
        true => spot.folder.rsplit_once('/').map_or("", |(above, _)| above),
        false => spot.folder.as_str(),
    };
    let slug = page.map.text("slug");
    // Addresses have `date`, whenever it is published.
    let date = page.date(&["date"], site.zone).or(page.published);
    Pattern(text).fill(|name| {
        let said = match name {
            "section" => spot.collection.clone(),
            "sections" => sections.to_owned(),
            "sections[1:]" => sections.split_once('/').map_or("", |(_, rest)| rest).to_owned(),
            "sections[last]" => sections.rsplit('/').next().unwrap_or_default().to_owned(),
            "title" => page.title()?.to_owned(),
            "slug" => slug.or_else(|| page.title()).unwrap_or(file).to_owned(),
            "filename" | "contentbasename" => file.to_owned(),
            "slugorfilename" | "slugorcontentbasename" => slug.unwrap_or(file).to_owned(),
            name => return date_in_address(name, date?, site.zone),
        };
        // A slash in a title parts nothing.
        let said = if name.starts_with("section") { said } else { said.replace('/', "-") };
        Some(hugo_path(&said, is_lower))
    })
}
