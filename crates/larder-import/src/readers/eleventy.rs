//! Reads sites of Eleventy: a folder with `.eleventy.js` or `eleventy.config.js`.
//!
//! | Of Eleventy | Here |
//! |---|---|
//! | Markdown and HTML in the folder that `input` names | posts where they have a date, pages otherwise |
//! | `posts/posts.json`, `posts/posts.11tydata.json`, `walk.11tydata.json` | what they say holds for the pages below |
//! | `permalink` that is a text, else the path | the address; a date in front of the name is not part of it |
//! | `permalink: false` | kept in the archive only |
//! | `tags`, and `topics` for names that cannot be collections | tags |
//! | `_data/site.json`, `_data/metadata.json` | title and address of the site |
//! | `_includes/`, `_layouts/`, `*.njk`, `_site/` | what the site is shown with |
//!
//! Dates without a zone are in UTC, as Eleventy reads them; `Created` and `git Created` are no dates.
//!
//! Format: <https://www.11ty.dev/docs/data-frontmatter/>

use larder_core::{Format, format};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    tree::{
        self, Defaults, Generator, Map, Page, Role, Site, Spot, Syntax, clean, extension, in_name,
        is_page_name, split_name, usual_names,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Eleventy;

impl Reader for Eleventy {
    fn format(&self) -> &'static Format {
        &format::ELEVENTY
    }

    fn vote(&self, _: &Sample) -> Vote {
        Vote::No
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        match probe.names.iter().any(|name| self.root(name).is_some()) {
            true => Vote::Signature("settings of Eleventy".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a site of Eleventy: a folder with `.eleventy.js` or `eleventy.config.js`"
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

impl Generator for Eleventy {
    fn format(&self) -> &'static Format {
        &format::ELEVENTY
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        let file = path.rsplit('/').next()?;
        let folder = &path[..path.len() - file.len()];
        (is_settings(file) && !folder.contains("node_modules/")).then_some(folder)
    }

    fn settle(&self, site: &mut Site<'_>) {
        site.source_folder = input(site);
        for name in ["site", "metadata", "meta"] {
            let path = [&site.source_folder, "_data/", name, ".json"].concat();
            let data = site.data(&path).unwrap_or_default();
            let text = |name: &str| data.text(name).map(str::to_owned);
            site.title = site.title.take().or_else(|| text("title")).or_else(|| text("name"));
            site.description = site.description.take().or_else(|| text("description"));
            site.rights = site.rights.take().or_else(|| text("copyright"));
            site.language =
                site.language.take().or_else(|| text("language")).or_else(|| text("lang"));
            if let Some(home) = text("url").filter(|_| site.home.is_none()) {
                site.set_home(&home);
            }
            if let Some(author) = data.get("author").filter(|_| site.authors.is_empty()) {
                site.authors = tree::authors(author);
            }
        }
        site.defaults = folder_data(site);
    }

    fn role(&self, path: &str, site: &Site<'_>) -> Role {
        if is_settings(path) {
            return Role::Settings;
        }
        let input = site.source_folder.as_str();
        let Some(inner) = path.strip_prefix(input) else {
            return Role::Beside("beside the source of the site");
        };
        let parts: Vec<&str> = inner.split('/').collect();
        let kind = extension(inner);
        let is_data = is_directory_data(inner) || is_page_data(path, site) || parts[0] == "_data";
        match parts[0] {
            "_site" | "dist" | "public_html" => Role::Furniture("what the site was made into"),
            "_includes" | "_layouts" => Role::Furniture("a template of the site"),
            _ if matches!(kind.as_str(), "js" | "mjs" | "cjs" | "ts") => {
                Role::Furniture("a program of the site")
            }
            _ if is_data && matches!(kind.as_str(), "json" | "yaml" | "yml" | "toml" | "csv") => {
                Role::Data
            }
            _ if matches!(
                kind.as_str(),
                "njk" | "liquid" | "pug" | "hbs" | "ejs" | "haml" | "webc"
            ) =>
            {
                Role::Furniture("a template of the site")
            }
            "README.md" | "LICENSE.md" | "CHANGELOG.md" | "package.json" | "package-lock.json"
                if input.is_empty() =>
            {
                Role::Furniture("about the site, and not of it")
            }
            _ if is_page_name(inner) => Role::Page(spot(inner)),
            _ => Role::File,
        }
    }

    fn address(&self, page: &Page, _: &Site<'_>) -> Option<String> {
        let spot = &page.spot;
        let path = [spot.folder.as_str(), "/", &spot.stem].concat();
        let file =
            if spot.stem == "index" { spot.folder.rsplit('/').next()? } else { spot.stem.as_str() };
        if let Some(permalink) = page.map.text("permalink").filter(|it| *it != "false") {
            let address = permalink
                .replace("{{ page.fileSlug }}", file)
                .replace("{{page.fileSlug}}", file)
                .replace("{{ page.filePathStem }}", &path)
                .replace("{{page.filePathStem}}", &path);
            let is_known = !address.contains("{{") && !address.contains("{%");
            return is_known.then(|| clean(address.strip_suffix("index.html").unwrap_or(&address)));
        }
        match spot.stem.as_str() {
            "index" => Some(clean(&format!("/{}/", spot.folder))),
            _ => Some(clean(&format!("/{path}/"))),
        }
    }

    fn syntax(&self, page: &Page) -> Syntax {
        let is_plain =
            |engines: &str| engines.split(',').all(|it| matches!(it.trim(), "md" | "false"));
        match page.map.text("templateEngineOverride") {
            Some(engines) if is_plain(engines) => Syntax::None,
            _ => Syntax::Liquid,
        }
    }

    fn names(&self, path: &str, _: &Site<'_>) -> Vec<String> {
        usual_names(path)
    }

    fn defaults(&self, path: &str, _: &Spot, site: &Site<'_>) -> Map {
        site.defaults.of(path)
    }

    fn public_folders(&self, site: &Site<'_>) -> Vec<String> {
        let input = &site.source_folder;
        vec![
            input.clone(),
            [input, "public/"].concat(),
            "public/".to_owned(),
            "static/".to_owned(),
            String::new(),
        ]
    }
}

fn is_settings(file: &str) -> bool {
    matches!(
        file,
        ".eleventy.js"
            | "eleventy.config.js"
            | "eleventy.config.cjs"
            | "eleventy.config.mjs"
            | "eleventy.config.ts"
    )
}

/// The folder of everything that the site is made of, with `/` at its end.
fn input(site: &Site<'_>) -> String {
    let said = site
        .literal("input")
        .map(|text| text.trim_start_matches("./").trim_matches('/').to_owned());
    match said.as_deref() {
        None | Some("" | ".") => String::new(),
        Some(folder) => [folder, "/"].concat(),
    }
}

/// What the data of folders and of single pages says, and which of it was not read. Of two files of a folder
/// `.11tydata` counts.
fn folder_data(site: &Site<'_>) -> Defaults {
    let mut all = Defaults::default();
    let is_data = |path: &&str| {
        let is_own = path.starts_with(&site.source_folder) && !path.contains("node_modules/");
        is_own && (is_directory_data(path) || is_page_data(path, site))
    };
    let (own, plain): (Vec<&str>, Vec<&str>) =
        site.paths().filter(is_data).partition(|path| path.contains(".11tydata."));
    for path in own.into_iter().chain(plain) {
        let (folder, stem, kind) = split_name(path);
        let stem = stem.strip_suffix(".11tydata").unwrap_or(stem);
        let place = match folder.rsplit('/').next() == Some(stem) {
            true => [folder, "/"].concat(),
            false => [folder, if folder.is_empty() { "" } else { "/" }, stem].concat(),
        };
        // JSON is never empty: what stood there is lost.
        let is_lost =
            || kind == "json" && site.text(path).is_none_or(|text| text.trim().is_empty());
        let said = match matches!(kind, "json" | "yaml" | "yml" | "toml") {
            true if is_lost() => None,
            true => site.data(path),
            // A program: what it says for pages is not known where it speaks of what hides them.
            false => site.text(path).filter(|text| !may_hide(text)).map(|_| Map::default()),
        };
        match said {
            Some(values) => all.add(place, &values),
            None => all.doubt(place, path),
        }
    }
    all
}

/// Whether a program speaks of what hides pages.
fn may_hide(program: &str) -> bool {
    ["draft", "permalink", "published"].iter().any(|word| program.contains(word))
}

/// `walk.11tydata.json`, `posts/posts.json`.
fn is_directory_data(path: &str) -> bool {
    let (folder, stem, kind) = split_name(path);
    stem.ends_with(".11tydata") || kind == "json" && folder.rsplit('/').next() == Some(stem)
}

/// `walk.json` beside `walk.md`.
fn is_page_data(path: &str, site: &Site<'_>) -> bool {
    let Some(page) = path.strip_suffix(".json") else { return false };
    let is_there = |end: &&str| site.file(&[page, end].concat()).is_some();
    [".md", ".markdown", ".mdx", ".html", ".njk", ".liquid"].iter().any(is_there)
}

fn spot(path: &str) -> Spot {
    let (folder, stem, _) = split_name(path);
    let dated = in_name(stem).filter(|(_, rest)| !rest.is_empty());
    let folders = folder.split('/').map(|part| in_name(part).map_or(part, |(_, rest)| rest));
    let in_folder = folder.split('/').find_map(in_name).map(|(date, _)| date);
    Spot {
        is_hidden: path.split('/').any(|part| matches!(part, "_drafts" | "drafts")),
        folder: folders.collect::<Vec<_>>().join("/"),
        stem: dated.map_or(stem, |(_, rest)| rest).to_owned(),
        date: dated.map(|(date, _)| date).or(in_folder).map(str::to_owned),
        ..Spot::default()
    }
}
