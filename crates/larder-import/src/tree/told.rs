//! What is said of categories, tags, series and people beside the pages, as Larder writes it: in files of data, by their
//! names.
//!
//! ```json
//! { "Notes": { "slug": "notes", "parent": "Texts", "description": "short ones", "old_address": "https://…" } }
//! ```
//!
//! Only what is not known otherwise is taken from there, and the files stay with the site as they are.

use std::collections::{HashMap, HashSet};

use larder_core::{AssetId, Blog, SeriesKind, TermKind};

use super::{
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
    let known = blog.assets.heads().map(|head| head.id.clone()).collect();
    let mut pictures = Pictures { around, shelf, known };
    of_series(around, blog, &mut pictures, intake)?;
    of_people(around, blog, &mut pictures, intake)
}

/// The entries of a file.
fn entries(around: &Around<'_, '_>, name: &str) -> Vec<(String, Map)> {
    let paths = FOLDERS.iter().map(|folder| [folder, name, ".json"].concat());
    let Some(all) = paths.into_iter().find_map(|path| around.site.data(&path)) else {
        return Vec::new();
    };
    let entry = |(name, value)| match value {
        Value::Map(map) => Some((name, map)),
        _ => None,
    };
    all.0.into_iter().filter_map(entry).collect()
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
    let parent_of = |name: &str, told: &Map| {
        told.text("parent").filter(|parent| *parent != name).map(str::to_owned)
    };
    // Those above the terms that posts have may stand before or behind them.
    let mut ahead: Vec<String> = places.keys().cloned().collect();
    let entries: HashMap<&str, &Map> = told.iter().map(|(name, it)| (name.as_str(), it)).collect();
    while let Some(name) = ahead.pop() {
        let parent = entries.get(name.as_str()).and_then(|told| parent_of(&name, told));
        let Some(parent) = parent.filter(|parent| !places.contains_key(parent)) else { continue };
        blog.terms.push(terms::named(kind, &parent));
        places.insert(parent.clone(), vec![blog.terms.len() - 1]);
        ahead.push(parent);
    }
    for (name, told) in &told {
        let Some(mine) = places.get(name) else { continue };
        let parent = parent_of(name, told).and_then(|parent| places.get(&parent)?.first().copied());
        let parent = parent.map(|at| blog.terms[at].id.clone());
        for &at in mine {
            let term = &mut blog.terms[at];
            fill(&mut term.slug, told, "slug");
            fill(&mut term.description, told, "description");
            fill(&mut term.url, told, "old_address");
            term.parent = term.parent.take().or_else(|| parent.clone());
        }
    }
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
                let url = site.absolute(address).unwrap_or_else(|| address.to_owned());
                (url, around.public(address))
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
