//! Reads sites of Hexo: a folder with `_config.yml` and `source/_posts/`.
//!
//! | Of Hexo | Here |
//! |---|---|
//! | `source/_posts/walk.md`, and `source/_posts/walk/` for its files | a post |
//! | `source/_drafts/`, `published: false`, other folders that begin with `_` | not public |
//! | `source/about/index.md` | a page |
//! | `categories: [A, B]`, `[[A], [B]]` | B below A; A and B |
//! | `permalink` of the post and of the site, `url`, `timezone` | the address; days are those of the zone |
//! | `exact_date` and `exact_updated`, which our own writer makes | what `date` and `updated` say, with their zone |
//! | `scaffolds/`, `themes/`, `public/` | what the site is shown with |
//!
//! Format: <https://hexo.io/docs/front-matter>

use larder_core::{Format, PostKind, format};

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    tree::{
        self, Generator, Habits, Page, Pattern, Role, Site, Spot, Syntax, Value, clean,
        date_in_address, extension, hexo_slug, in_name, is_page_name, split_name, usual_names,
    },
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hexo;

impl Reader for Hexo {
    fn format(&self) -> &'static Format {
        &format::HEXO
    }

    fn vote(&self, _: &Sample) -> Vote {
        Vote::No
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let names = || probe.names.iter();
        let Some(root) = names().find_map(|name| self.root(name)) else { return Vote::No };
        let has_posts = names().any(|name| {
            name.strip_prefix(root).is_some_and(|path| path.starts_with("source/_posts/"))
        });
        let names_it = probe.samples.iter().any(|sample| {
            sample.name.ends_with("package.json") && sample.text.contains("\"hexo\"")
        });
        match has_posts || names_it {
            true => Vote::Signature(
                "`_config.yml` beside `source/_posts` or a program that is Hexo".into(),
            ),
            false => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a site of Hexo: a folder with `_config.yml` and `source/_posts`"
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

impl Generator for Hexo {
    fn format(&self) -> &'static Format {
        &format::HEXO
    }

    fn root<'a>(&self, path: &'a str) -> Option<&'a str> {
        let file = path.rsplit('/').next()?;
        let folder = &path[..path.len() - file.len()];
        let is_own = !folder.contains("themes/") && !folder.contains("node_modules/");
        (matches!(file, "_config.yml" | "_config.yaml") && is_own).then_some(folder)
    }

    fn settle(&self, site: &mut Site<'_>) {
        let language = site.config.get("language").map(Value::each).unwrap_or_default();
        let languages: Vec<String> =
            language.iter().filter_map(Value::text).map(str::to_owned).collect();
        let subtitle = site.config.text("subtitle").map(str::to_owned);
        site.language = languages.into_iter().next();
        site.description = site.description.take().or(subtitle);
        if let Some(home) = site.config.text("url").map(str::to_owned) {
            site.set_home(&home);
        }
    }

    fn role(&self, path: &str, site: &Site<'_>) -> Role {
        if matches!(path, "_config.yml" | "_config.yaml") {
            return Role::Settings;
        }
        let Some(inner) = path.strip_prefix(&*source_folder(site)) else {
            return match path.split('/').next().unwrap_or_default() {
                "themes" => Role::Furniture("part of a theme"),
                "scaffolds" => Role::Furniture("a template of the site"),
                "public" => Role::Furniture("what the site was made into"),
                _ => Role::Beside("beside the source of the site"),
            };
        };
        let top = inner.split('/').next().unwrap_or_default();
        if top == "_data" {
            return Role::Data;
        }
        if !is_page_name(inner) {
            return Role::File;
        }
        let is_stream = matches!(top, "_posts" | "_drafts");
        let below = if is_stream { &inner[top.len() + 1..] } else { inner };
        let (folder, stem, _) = split_name(below);
        let dated = in_name(stem).filter(|_| is_stream && has_dates(site));
        Role::Page(Spot {
            kind: Some(if is_stream { PostKind::Post } else { PostKind::Page }),
            is_hidden: top == "_drafts"
                || !is_stream && inner.split('/').any(|part| part.starts_with('_')),
            folder: folder.to_owned(),
            stem: dated.map_or(stem, |(_, rest)| rest).to_owned(),
            date: dated.map(|(date, _)| date.to_owned()),
            collection: if is_stream { "posts" } else { "" }.to_owned(),
            ..Spot::default()
        })
    }

    fn address(&self, page: &Page, site: &Site<'_>) -> Option<String> {
        let spot = &page.spot;
        let path = [spot.folder.as_str(), "/", &spot.stem].concat();
        if spot.collection.is_empty() {
            let own = page.map.text("permalink").map(str::to_owned);
            let address = own.unwrap_or_else(|| [&path, ".html"].concat());
            return (!spot.is_hidden)
                .then(|| clean(address.strip_suffix("index.html").unwrap_or(&address)));
        }
        let own = page.map.text("permalink").map(|own| {
            match own.ends_with('/') || matches!(&*extension(own), "html" | "htm") {
                true => own.to_owned(),
                false => [own, "/"].concat(),
            }
        });
        let pattern = own.or_else(|| site.config.text("permalink").map(str::to_owned));
        let address =
            Pattern(pattern.as_deref().unwrap_or(":year/:month/:day/:title/")).fill(|name| {
                let value = match name {
                    "title" => path.trim_start_matches('/').to_owned(),
                    "name" => spot.stem.clone(),
                    "post_title" => hexo_slug(page.title()?),
                    "category" => category(page, site),
                    "lang" => page.map.text("lang").or(site.language.as_deref())?.to_owned(),
                    name => match date_in_address(name, page.published?, site.zone) {
                        Some(value) => value,
                        // What is neither a part of a date nor known is a name of front matter: `:abbrlink`.
                        None => page.map.text(name)?.to_owned(),
                    },
                };
                Some(value)
            })?;
        Some(clean(address.strip_suffix("index.html").unwrap_or(&address)))
    }

    fn syntax(&self, page: &Page) -> Syntax {
        let is_off = page.map.get("disableNunjucks").and_then(Value::truth) == Some(true);
        if is_off { Syntax::None } else { Syntax::Hexo }
    }

    fn habits(&self) -> Habits {
        Habits {
            nests_categories: true,
            has_hexo_fences: true,
            exact: &[("date", "exact_date"), ("updated", "exact_updated")],
            ..Habits::default()
        }
    }

    fn names(&self, path: &str, _: &Site<'_>) -> Vec<String> {
        match path.split_once("_posts/") {
            Some((_, below)) => usual_names(below),
            None => Vec::new(),
        }
    }

    fn public_folders(&self, site: &Site<'_>) -> Vec<String> {
        let source = source_folder(site);
        vec![source.clone(), [&source, "_posts/"].concat()]
    }

    fn bundle(&self, path: &str, _: &Site<'_>) -> Option<String> {
        let (folder, stem, _) = split_name(path);
        Some([folder, "/", stem].concat())
    }
}

fn source_folder(site: &Site<'_>) -> String {
    let said = site.config.text("source_dir").unwrap_or("source");
    [said.trim_matches('/'), "/"].concat()
}

/// Whether names begin with dates: `new_post_name: :year-:month-:day-:title.md`.
fn has_dates(site: &Site<'_>) -> bool {
    site.config.text("new_post_name").is_some_and(|name| name.starts_with(":year-:month-:day"))
}

/// The categories of a post in its address.
fn category(page: &Page, site: &Site<'_>) -> String {
    let values = page.map.get("categories").or_else(|| page.map.get("category"));
    let names = values.map(Value::each).unwrap_or_default();
    let first = match names.first() {
        Some(Value::List(path)) => path.iter().filter_map(Value::text).collect::<Vec<_>>(),
        _ => names.iter().filter_map(Value::text).collect(),
    };
    if first.is_empty() {
        return site.config.text("default_category").unwrap_or("uncategorized").to_owned();
    }
    let map = site.config.map("category_map");
    let slug = |name: &&str| {
        let mapped = map.and_then(|map| map.text(name));
        mapped.map_or_else(|| hexo_slug(name), str::to_owned)
    };
    first.iter().map(slug).collect::<Vec<_>>().join("/")
}
