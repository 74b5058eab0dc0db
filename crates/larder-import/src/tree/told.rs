//! What is said of categories, tags, series and people beside the pages, as Larder writes it: in files of data, by their
//! names.
//!
//! ```json
//! { "Notes": { "slug": "notes", "parent": "Texts", "description": "short ones", "old_address": "https://…" } }
//! ```
//!
//! Only what is not known otherwise is taken from there, and the files stay with the site as they are.

use std::collections::{HashMap, HashSet};

use larder_core::{AssetId, Blog, SeriesKind, TermKind, format::UNPUBLISHED};

use super::{
    FILES_FOLDER,
    around::Around,
    fields, terms,
    value::{Map, Value},
};
use crate::{Intake, ReadError, address::is_web, collect::asset_at, shelf::Shelf};

/// Where such files are.
const FOLDERS: &[&str] = &[
    "data/",
    "_data/",
    "_data/blog/",
    "src/_data/",
    "src/_data/blog/",
    "src/data/",
    "source/_data/",
];

/// Adds it to the blog. Fails when the spool does.
pub(super) fn add(
    around: &Around<'_, '_>,
    blog: &mut Blog,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    of_terms(around, "categories", TermKind::Category, blog);
    of_terms(around, "tags", TermKind::Tag, blog);
    of_files(around, blog)?;
    let known = blog.assets.heads().map(|head| head.id.clone()).collect();
    let mut pictures = Pictures { around, shelf, known };
    of_series(around, blog, &mut pictures, intake)?;
    of_people(around, blog, &mut pictures, intake)
}

/// The entries of a file, and those of the file beside it that only unpublished posts name.
fn entries(around: &Around<'_, '_>, name: &str) -> Vec<(String, Map)> {
    let file = |part: &str| {
        let paths = FOLDERS.iter().map(|folder| [part, folder, name, ".json"].concat());
        paths.into_iter().find_map(|path| around.site.data(&path))
    };
    let mut all = file("").unwrap_or_default().0;
    let known: HashSet<String> = all.iter().map(|(name, _)| name.clone()).collect();
    let apart = file(UNPUBLISHED).unwrap_or_default().0;
    all.extend(apart.into_iter().filter(|(name, _)| !known.contains(name)));
    let entry = |(name, value)| match value {
        Value::Map(map) => Some((name, map)),
        _ => None,
    };
    all.into_iter().filter_map(entry).collect()
}

fn fill(value: &mut Option<String>, told: &Map, name: &str) {
    if value.is_none() {
        *value = told.text(name).map(str::to_owned);
    }
}

fn of_terms(around: &Around<'_, '_>, file: &str, kind: TermKind, blog: &mut Blog) {
    let told = entries(around, file);
    if told.is_empty() {
        return;
    }
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, term) in blog.terms.iter().enumerate().filter(|(_, term)| term.kind == kind) {
        places.entry(term.name.clone()).or_default().push(at);
    }
    // What is said of a term that only another one names counts, too.
    let told: HashMap<String, Map> = told.into_iter().collect();
    let known = |name: &&String| places.contains_key(*name);
    let mut ahead: Vec<String> = told.keys().filter(known).cloned().collect();
    ahead.sort_unstable();
    let mut parents = Vec::new();
    while let Some(name) = ahead.get(parents.len()).cloned() {
        let parent = told[&name].text("parent").filter(|parent| *parent != name);
        parents.push(parent.map(|parent| {
            let above = places.entry(parent.to_owned()).or_insert_with(|| {
                blog.terms.push(terms::named(kind, parent));
                ahead.extend(told.contains_key(parent).then(|| parent.to_owned()));
                vec![blog.terms.len() - 1]
            });
            blog.terms[above[0]].id.clone()
        }));
    }
    for (name, parent) in ahead.iter().zip(parents) {
        for &at in places.get(name).into_iter().flatten() {
            let (term, told) = (&mut blog.terms[at], &told[name]);
            fill(&mut term.slug, told, "slug");
            fill(&mut term.description, told, "description");
            fill(&mut term.url, told, "old_address");
            term.parent = term.parent.take().or_else(|| parent.clone());
        }
    }
}

/// What files are called in a folder that we wrote, and the other addresses at which they were. Fails when the spool does.
fn of_files(around: &Around<'_, '_>, blog: &mut Blog) -> Result<(), ReadError> {
    let (site, moved) = (around.site, &around.site.moved);
    if !site.is_ours() {
        return Ok(());
    }
    let ids: Vec<AssetId> = blog.assets.heads().map(|head| head.id.clone()).collect();
    for (at, id) in ids.iter().enumerate() {
        let path = id.as_str().strip_prefix(site.root());
        let here = || site.file(path.filter(|path| path.starts_with(FILES_FOLDER))?);
        let Some(file) = moved.file(id.as_str()).or_else(here) else { continue };
        let (path, others) = (site.path(file), moved.others(id.as_str()));
        blog.assets.change(at, |asset| {
            asset.file_name = path.rsplit('/').next().map(str::to_owned);
            for address in others {
                if asset.url.as_ref() != Some(address) && !asset.also_at.contains(address) {
                    asset.also_at.push(address.clone());
                }
            }
        })?;
    }
    Ok(())
}

fn of_series(
    around: &Around<'_, '_>,
    blog: &mut Blog,
    pictures: &mut Pictures<'_, '_, '_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut told: HashMap<String, Map> = entries(around, "series").into_iter().collect();
    for at in 0..blog.series.len() {
        let series = &mut blog.series[at];
        let Some(told) = series.title.as_ref().and_then(|title| told.remove(title)) else {
            continue;
        };
        series.kind = match told.text("kind") {
            Some("book") => SeriesKind::Book,
            Some("magazine") => SeriesKind::Magazine,
            Some("serial") => SeriesKind::Serial,
            _ => series.kind,
        };
        fill(&mut series.description, &told, "description");
        fill(&mut series.url, &told, "old_address");
        if let Some(cover) = told.text("cover").filter(|_| series.cover.is_none()) {
            blog.series[at].cover = Some(pictures.keep(cover, blog, intake)?);
        }
    }
    Ok(())
}

fn of_people(
    around: &Around<'_, '_>,
    blog: &mut Blog,
    pictures: &mut Pictures<'_, '_, '_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut told: HashMap<String, Map> = entries(around, "authors").into_iter().collect();
    for at in 0..blog.authors.len() {
        let author = &blog.authors[at];
        let told = author.name.as_ref().and_then(|name| told.remove(name));
        let image = told.as_ref().and_then(|told| told.text("image"));
        if let Some(image) = image.filter(|_| author.image.is_none()) {
            blog.authors[at].image = Some(pictures.keep(image, blog, intake)?);
        }
        if let Some(told) = told {
            let author = &mut blog.authors[at];
            fill(&mut author.url, &told, "url");
            fill(&mut author.bio, &told, "bio");
        }
    }
    Ok(())
}

/// The pictures that files of data name.
struct Pictures<'a, 's, 'f> {
    around: &'a Around<'a, 's>,
    shelf: &'a mut Shelf<'f>,
    /// The files that the blog has.
    known: HashSet<AssetId>,
}

impl Pictures<'_, '_, '_> {
    /// Keeps a picture at an address, with its bytes where the site has them. Fails when the spool does.
    fn keep(
        &mut self,
        address: &str,
        blog: &mut Blog,
        intake: &mut Intake,
    ) -> Result<AssetId, ReadError> {
        let (around, site) = (self.around, self.around.site);
        let (url, file) = match is_web(address) {
            true => (address.to_owned(), around.on_site(address)),
            false => {
                let file = around.public(address);
                let old = file.and_then(|file| around.was_at(file));
                let new = || site.absolute(address).filter(|_| !site.is_ours());
                (old.or_else(new).unwrap_or_else(|| address.to_owned()), file)
            }
        };
        let name = file.map_or(site.root(), |file| site.path(file));
        let form = around.generator.format().name;
        let mut asset = asset_at(&url, &fields::provenance(&name.into(), form));
        let id = asset.id.clone();
        if self.known.insert(id.clone()) {
            if let Some(file) = file {
                asset.stored = self.shelf.store(file, intake)?;
            }
            blog.assets.put_away(asset, intake.spool())?;
        }
        Ok(id)
    }
}
