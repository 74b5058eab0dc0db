//! Reads sites of Zola: a folder with `content/` and `zola.toml`, or `config.toml` that has a `base_url`.
//!
//! | Of Zola | Here |
//! |---|---|
//! | `content/blog/walk.md`, `content/blog/walk/index.md` | a page; with a date, or in a folder of dated ones, a post |
//! | `content/blog/_index.md` | a page, but where it says no more than how others are listed |
//! | `draft = true`, also of an `_index.md` above; `render = false` | a draft; kept in the archive only |
//! | a file without front matter | made into no page, and so a draft |
//! | `path`, `slug`, a date in front of the name, `slugify.paths` | the address; letters that `on` would rewrite make none |
//! | `[taxonomies]`, `aliases`, `walk.ko.md` | terms, old addresses, translations |
//! | `guid`, `subtitle`, `canonical` … below `[extra]` | what other programs call so |
//! | `templates/`, `themes/`, `sass/`, `public/` | what the site is shown with |
//!
//! Dates without a zone are in UTC, as Zola reads them.
//!
//! Format: <https://www.getzola.org/documentation/content/page/>

use larder_core::{Format, PostKind, format};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    tree::{
        self, Defaults, Generator, Habits, Map, Page, Role, Site, Spot, Syntax, Value, clean,
        extension, in_name, split_name, usual_names, zola_slug,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zola;

impl Reader for Zola {
    fn format(&self) -> &'static Format {
        &format::ZOLA
    }

    fn vote(&self, _: &Sample) -> Vote {
        Vote::No
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let has_content = |root: &str| {
            probe.names.iter().any(|name| {
                name.strip_prefix(root).is_some_and(|path| path.starts_with("content/"))
            })
        };
        let fits = |sample: &Sample| {
            let root = self.root(&sample.name)?;
            let has_sign = sample.name.ends_with("zola.toml") || sample.text.contains("base_url");
            (has_sign && has_content(root)).then_some(())
        };
        match probe.samples.iter().find_map(fits) {
            Some(()) => Vote::Signature("settings with `base_url` beside `content`".into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a site of Zola: a folder with `content` and `zola.toml`, or with `config.toml` that has a `base_url`"
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

impl Generator for Zola {
    fn format(&self) -> &'static Format {
        &format::ZOLA
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        let file = path.rsplit('/').next()?;
        let folder = &path[..path.len() - file.len()];
        let is_own = !folder.contains("themes/") && !folder.contains("content/");
        (matches!(file, "zola.toml" | "config.toml") && is_own).then_some(folder)
    }

    fn settle(&self, site: &mut Site<'_>) {
        let language = site.config.text("default_language").unwrap_or("en");
        site.language = Some(language).filter(|it| *it != NO_LANGUAGE).map(str::to_owned);
        let languages = site.config.map("languages").map(|map| map.0.clone()).unwrap_or_default();
        site.languages = languages.into_iter().map(|(name, _)| name).collect();
        if let Some(home) = site.config.text("base_url").map(str::to_owned) {
            site.set_home(&home);
        }
        // Settings have names for neither.
        let extra = site.config.map("extra").cloned().unwrap_or_default();
        if let Some(authors) = extra.get("authors").filter(|_| site.authors.is_empty()) {
            site.authors = tree::authors(authors);
        }
        site.rights = site.rights.take().or_else(|| extra.text("copyright").map(str::to_owned));
        drafts(site);
    }

    fn role(&self, path: &str, site: &Site<'_>) -> Role {
        if matches!(path, "zola.toml" | "config.toml") {
            return Role::Settings;
        }
        match path.split('/').next().unwrap_or_default() {
            "content" if extension(path) == "md" => content(path, site),
            "content" | "static" => Role::File,
            "templates" => Role::Furniture("a template of the site"),
            "sass" => Role::Furniture("a style of the site"),
            "themes" => Role::Furniture("part of a theme"),
            "public" => Role::Furniture("what the site was made into"),
            _ => Role::Beside("beside the content of the site"),
        }
    }

    fn address(&self, page: &Page, site: &Site<'_>) -> Option<String> {
        let mode = site.config.at(&["slugify", "paths"]).and_then(Value::text).unwrap_or("on");
        let slugs = |path: &str| {
            let parts = path.split('/').filter(|part| !part.is_empty());
            let slugs =
                parts.map(|part| zola_slug(undated(part), mode)).collect::<Option<Vec<_>>>();
            Some(slugs?.join("/"))
        };
        let spot = &page.spot;
        let language =
            spot.language.as_deref().map(|language| [language, "/"].concat()).unwrap_or_default();
        let path = match (page.map.text("path"), spot.stem.as_str()) {
            // A date in it stays.
            (Some(path), _) => {
                let parts = path.split('/').filter(|part| !part.is_empty());
                let slugs = parts.map(|part| zola_slug(part, mode)).collect::<Option<Vec<_>>>();
                slugs?.join("/")
            }
            (None, "_index") => slugs(&spot.folder)?,
            (None, stem) => {
                let path = match stem {
                    "index" => spot.folder.clone(),
                    stem => [spot.folder.as_str(), "/", stem].concat(),
                };
                let (above, last) = path.rsplit_once('/').unwrap_or(("", &path));
                let last = page.map.text("slug").unwrap_or(undated(last));
                [slugs(above)?, "/".to_owned(), zola_slug(last, mode)?].concat()
            }
        };
        Some(clean(&format!("/{language}{path}/")))
    }

    fn syntax(&self, _: &Page) -> Syntax {
        Syntax::Zola
    }

    fn habits(&self) -> Habits {
        Habits {
            reads_over_blank_lines: true,
            needs_front: true,
            lifted: ("extra", LIFTED),
            ..Habits::default()
        }
    }

    fn names(&self, path: &str, _: &Site<'_>) -> Vec<String> {
        path.strip_prefix("content/").map(usual_names).unwrap_or_default()
    }

    fn public_folders(&self, _: &Site<'_>) -> Vec<String> {
        vec!["static/".to_owned(), "content/".to_owned()]
    }

    fn bundle(&self, path: &str, site: &Site<'_>) -> Option<String> {
        site.bundle_above(path).map(str::to_owned)
    }
}

/// The tag of a site that does not say its language.
const NO_LANGUAGE: &str = "und";

/// Names that other programs have for all pages, and Zola for none: they stand below `extra`.
const LIFTED: &[&str] =
    &["guid", "type", "subtitle", "language", "copyright", "canonical", "series_order"];

/// What front matter of a section says of how it lists its pages.
const LISTING: &[&str] = &[
    "sort_by",
    "paginate_by",
    "paginate_path",
    "paginate_reversed",
    "template",
    "page_template",
    "insert_anchor_links",
    "in_search_index",
    "generate_feed",
    "generate_feeds",
    "transparent",
    "weight",
];

/// Whether the page of a section says nothing but how its pages are listed.
fn is_listing(path: &str, site: &Site<'_>) -> bool {
    let Some(front) = site.front(path) else { return false };
    let is_known = front.0.iter().all(|(name, _)| LISTING.contains(&name.as_str()));
    is_known && !front.0.is_empty() && site.has_no_body(path)
}

/// A name without the date in front of it.
fn undated(name: &str) -> &str {
    in_name(name).map(|(_, rest)| rest).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// Folders that are drafts: Zola makes no page of anything below an `_index.md` that is one, whatever the pages say.
fn drafts(site: &mut Site<'_>) {
    let mut all = Defaults::default();
    for path in site.paths().filter(|path| path.starts_with("content/")) {
        let Some((folder, file)) = path.rsplit_once('/') else { continue };
        if !file.starts_with("_index.") || extension(file) != "md" {
            continue;
        }
        let folder = [folder, "/"].concat();
        match site.front(path) {
            None => all.doubt(folder, path),
            Some(front) => {
                let draft = front.get("draft").filter(|it| it.truth() != Some(false));
                let draft = draft.map(|_| ("draft".to_owned(), Value::plain("true")));
                all.add(folder, &Map(draft.into_iter().collect()));
            }
        }
    }
    site.defaults = all;
}

fn content(path: &str, site: &Site<'_>) -> Role {
    let (folder, stem, _) = split_name(path.strip_prefix("content/").unwrap_or(path));
    if stem == "_index" && is_listing(path, site) {
        return Role::Furniture("how the pages of a section are listed");
    }
    let in_name_of =
        stem.rsplit_once('.').filter(|(_, code)| site.languages.iter().any(|it| it == code));
    let (stem, language) = in_name_of.map_or((stem, None), |(stem, code)| (stem, Some(code)));
    let own = folder.rsplit('/').next().unwrap_or_default();
    let dated = in_name(if stem == "index" { own } else { stem });
    let bundle = site.bundle_above(path).filter(|bundle| !matches!(*bundle, "" | "content"));
    let is_index = stem == "index" && path.rsplit_once('/').map(|(folder, _)| folder) == bundle;
    Role::Page(Spot {
        is_hidden: !site.defaults.of(path).0.is_empty(),
        kind: (stem == "_index" || folder.is_empty()).then_some(PostKind::Page),
        aside: (bundle.is_some() && !is_index).then_some("part of another page"),
        folder: folder.to_owned(),
        stem: if stem == "index" { stem } else { undated(stem) }.to_owned(),
        language: language.map(str::to_owned),
        date: dated.map(|(date, _)| date.to_owned()),
        collection: folder.split('/').next().unwrap_or_default().to_owned(),
        ..Spot::default()
    })
}
