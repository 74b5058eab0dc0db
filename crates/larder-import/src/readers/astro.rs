//! Reads sites of Astro: a folder with `astro.config.mjs` and content in Markdown or MDX.
//!
//! | Of Astro | Here |
//! |---|---|
//! | `src/content/blog/walk.md`, `src/data/blog/walk.mdx` | a post of the collection `blog` |
//! | `src/pages/about.md`, and the collection `pages` | a page |
//! | names that begin with `_`, `draft: true` | not public |
//! | `site` and `base` in the settings, where they are texts | where the site stands |
//! | `src/site.json` with `title`, `description`, `language`, `author` | the same |
//! | `src/pages/blog/[...slug].astro` | the pages of the collection `blog` are below `/blog/` |
//! | `*.astro`, `src/components/`, `src/layouts/`, `dist/` | what the site is shown with |
//!
//! Routes are programs. Where no file says by its name what they are, posts have no address.
//!
//! Format: <https://docs.astro.build/en/guides/content-collections/>

use larder_core::{Format, PostKind, format};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    tree::{
        self, Generator, Habits, Page, Role, Site, Spot, clean, extension, split_name, usual_names,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Astro;

impl Reader for Astro {
    fn format(&self) -> &'static Format {
        &format::ASTRO
    }

    fn vote(&self, _: &Sample) -> Vote {
        Vote::No
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        match probe.names.iter().any(|name| self.root(name).is_some()) {
            true => Vote::Signature("settings of Astro".into()),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a site of Astro: a folder with `astro.config.mjs`"
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

impl Generator for Astro {
    fn format(&self) -> &'static Format {
        &format::ASTRO
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        let file = path.rsplit('/').next()?;
        let folder = &path[..path.len() - file.len()];
        let is_own = file.starts_with("astro.config.") && !folder.contains("node_modules/");
        is_own.then_some(folder)
    }

    fn settle(&self, site: &mut Site<'_>) {
        let base = site.literal("base").unwrap_or_default();
        if let Some(home) = site.literal("site") {
            let home = [home.trim_end_matches('/'), "/", base.trim_matches('/')].concat();
            site.set_home(&home);
        }
        // As Larder writes it.
        let about = site.data("src/site.json").unwrap_or_default();
        let text = |name: &str| about.text(name).map(str::to_owned);
        site.title = site.title.take().or_else(|| text("title"));
        site.description = site.description.take().or_else(|| text("description"));
        site.rights = site.rights.take().or_else(|| text("copyright"));
        site.language = site.language.take().or_else(|| text("language"));
        if let Some(author) = about.get("author").filter(|_| site.authors.is_empty()) {
            site.authors = tree::authors(author);
        }
    }

    fn role(&self, path: &str, _: &Site<'_>) -> Role {
        if path.starts_with("astro.config.") {
            return Role::Settings;
        }
        let top = path.split('/').next().unwrap_or_default();
        let kind = extension(path);
        let is_text = matches!(kind.as_str(), "md" | "mdx" | "markdown" | "mdoc");
        let is_data = matches!(kind.as_str(), "json" | "yaml" | "yml" | "toml");
        let is_program = matches!(
            kind.as_str(),
            "astro"
                | "ts"
                | "tsx"
                | "js"
                | "jsx"
                | "mjs"
                | "cjs"
                | "vue"
                | "svelte"
                | "css"
                | "scss"
        );
        match top {
            "dist" | ".astro" => Role::Furniture("what the site was made into"),
            _ if is_program => Role::Furniture("a program of the site"),
            "public" => Role::File,
            "src" | "content" | "posts" | "blog" if is_text => page(path),
            "src" | "content" if is_data => Role::Data,
            "src" | "content" | "posts" | "blog" => Role::File,
            _ => Role::Beside("beside the content of the site"),
        }
    }

    fn address(&self, page: &Page, site: &Site<'_>) -> Option<String> {
        let said = ["permalink", "path", "url"].iter().find_map(|name| page.map.text(name));
        if let Some(said) = said.filter(|said| said.starts_with('/')) {
            return Some(clean(said));
        }
        let spot = &page.spot;
        let stem = if spot.stem == "index" { "" } else { spot.stem.as_str() };
        let path = [spot.folder.as_str(), "/", stem].concat();
        let slugs = || path.split('/').map(github_slug).collect::<Vec<_>>().join("/");
        if spot.collection.is_empty() {
            return Some(clean(&format!("/{path}/")));
        }
        let is_route = |name: &str| {
            site.file(&format!("src/pages/{}/[{name}].astro", spot.collection)).is_some()
        };
        let has_route = ROUTES.iter().any(|name| is_route(name));
        let slug = page.map.text("slug").map(str::to_owned);
        has_route.then(|| clean(&format!("/{}/{}/", spot.collection, slug.unwrap_or_else(slugs))))
    }

    fn habits(&self) -> Habits {
        Habits { reads_over_blank_lines: true, ..Habits::default() }
    }

    fn names(&self, path: &str, _: &Site<'_>) -> Vec<String> {
        usual_names(path)
    }

    fn public_folders(&self, _: &Site<'_>) -> Vec<String> {
        vec!["public/".to_owned(), "src/".to_owned()]
    }

    fn bundle(&self, path: &str, site: &Site<'_>) -> Option<String> {
        site.bundle_above(path).map(str::to_owned)
    }
}

/// What routes call the part of an address that is the page's own.
const ROUTES: &[&str] =
    &["...slug", "slug", "...id", "id", "...path", "path", "...post", "post", "...entry", "entry"];

fn page(path: &str) -> Role {
    let parts: Vec<&str> = path.split('/').collect();
    let is_hidden = parts.iter().any(|part| part.starts_with('_'));
    let (collection, below) = match parts[..] {
        ["src", "pages", ..] => ("", &path["src/pages/".len()..]),
        ["src", "content" | "data", collection, _, ..] => (collection, after(path, 3)),
        ["content", collection, _, ..] => (collection, after(path, 2)),
        ["posts" | "blog", ..] => (parts[0], after(path, 1)),
        [.., collection, _] => (collection, after(path, parts.len() - 1)),
        _ => ("", path),
    };
    let (folder, stem, _) = split_name(below);
    Role::Page(Spot {
        kind: Some(if matches!(collection, "" | "pages") {
            PostKind::Page
        } else {
            PostKind::Post
        }),
        is_hidden,
        folder: folder.to_owned(),
        stem: stem.to_owned(),
        collection: collection.to_owned(),
        ..Spot::default()
    })
}

/// A path without so many folders in front.
fn after(path: &str, count: usize) -> &str {
    let mut rest = path;
    for _ in 0..count {
        rest = rest.split_once('/').map_or(rest, |(_, rest)| rest);
    }
    rest
}

/// What Astro makes of a name: letters, digits, `-` and `_` stay, white space becomes a hyphen, all else is gone.
fn github_slug(name: &str) -> String {
    let kept = name.chars().filter(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | ' '));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect::<String>().to_lowercase()
}
