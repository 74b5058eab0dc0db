//! Reads exports of Hashnode: JSON with `posts[].contentMarkdown`, and backups to GitHub, a file `<cuid>.md` for each post.
//!
//! A post of the API has the same fields under other names (`content.markdown`, `publishedAt`, `coverImage.url`): they are
//! read as well, and so are lists of posts alone.

mod backup;
mod post;
mod sign;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, btree_map::Entry};

use larder_core::{Fate, Format, ItemKind, Series, SeriesId, Site, format};
use serde_json::Value;

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::Collection,
    items::{self, At, Export, Made, Step},
    row::Row,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hashnode;

impl Reader for Hashnode {
    fn format(&self) -> &'static Format {
        &format::HASHNODE
    }

    fn vote(&self, sample: &Sample) -> Vote {
        if let Some(sign) = sign::of(&sample.text) {
            return Vote::Signature(sign.into());
        }
        match backup::is_post(&sample.name, &sample.text) {
            true => Vote::Signature("a head with `datePublished` and `cuid`".into()),
            false => Vote::No,
        }
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        probe.samples.iter().map(|sample| self.vote(sample)).max().unwrap_or(Vote::No)
    }

    fn looks_for(&self) -> &'static str {
        "an export of Hashnode: JSON with `posts` that have `contentMarkdown`, or a backup of files `<cuid>.md`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        items::read(Posts::new(options.home.as_deref()), source, options, intake)
    }
}

/// The posts of a blog while they come in.
struct Posts {
    collection: Collection,
    series: BTreeMap<SeriesId, Series>,
}

impl Posts {
    fn new(home: Option<&str>) -> Self {
        let mut site = Site::new(home.unwrap_or("hashnode"));
        site.home = home.map(str::to_owned);
        site.platform = Some("hashnode".into());
        site.platform_home = Some("https://hashnode.com/".into());
        Self { collection: Collection::new(site, "hashnode"), series: BTreeMap::new() }
    }

    fn add(&mut self, row: Row, at: &At, intake: &mut Intake) -> Result<(), ReadError> {
        let home = self.collection.blog.site.home.clone();
        let made = post::make(row, at, home.as_deref(), &mut self.collection.census, intake)?;
        if let Some(series) = made.series {
            match self.series.entry(series.id.clone()) {
                // Some posts only have the id of theirs.
                Entry::Occupied(mut known) if known.get().title.is_none() => {
                    known.insert(series);
                }
                Entry::Occupied(mut known) => known.get_mut().extra.fill_from(series.extra),
                Entry::Vacant(place) => _ = place.insert(series),
            }
        }
        Ok(self.collection.take(made.found, intake)?)
    }
}

impl Export for Posts {
    const NAME: &'static str = "hashnode";

    fn sign(text: &str) -> Option<&'static str> {
        sign::of(text)
    }

    fn step(path: &str) -> Step {
        match path {
            // Answers of the API wrap a post into `edges` and `node`.
            ""
            | "data"
            | "data.publication"
            | "data.publication.posts"
            | "data.publication.posts.edges"
            | "publication" => Step::Enter,
            "posts"
            | "data.publication.posts.edges.node"
            | "data.publication.post"
            | "data.post"
            | "drafts" => Step::Items,
            _ => Step::Keep,
        }
    }

    fn field(&mut self, path: &str, value: Value, _at: (usize, u32)) -> Option<Value> {
        let site = &mut self.collection.blog.site;
        let (name, text) = (path.rsplit('.').next()?, value.as_str());
        let is_blog = path == name
            || path.starts_with("publication.")
            || path.starts_with("data.publication.");
        match (name, text.filter(|text| is_blog && !text.is_empty())) {
            ("title", Some(text)) if site.title.is_none() => site.title = Some(text.to_owned()),
            ("url", Some(text)) if site.home.is_none() => {
                site.id = text.to_owned();
                site.home = Some(text.to_owned());
            }
            ("description" | "descriptionSEO", Some(text)) if site.description.is_none() => {
                site.description = Some(text.to_owned());
            }
            _ => return Some(value),
        }
        None
    }

    fn take(&mut self, mut row: Row, at: At, intake: &mut Intake) -> Result<(), ReadError> {
        if at.path == "drafts" {
            // What is a draft says so nowhere else.
            row.put("isActive", false);
        }
        self.add(row, &at, intake)
    }

    fn other(
        &mut self,
        place: usize,
        source: &dyn Source,
        _options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<bool, ReadError> {
        let name = std::sync::Arc::clone(&source.entries()[place].name);
        let Some(row) = backup::read(&name, place, source) else { return Ok(false) };
        let entry = intake.file(place);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let item = intake.ledger().open(ItemKind::Item, std::sync::Arc::clone(&name), None);
        let path = "backup".to_owned();
        self.add(row, &At { place, name, line: 1, path, scope: 0, item }, intake)?;
        Ok(true)
    }

    fn finish(mut self, _: &dyn Source, _: &mut Intake) -> Result<Vec<Made>, ReadError> {
        self.collection.blog.series = self.series.into_values().collect();
        let homes: Vec<String> = self.collection.blog.site.home.iter().cloned().collect();
        Ok(vec![Made { collection: self.collection, surroundings: Box::new(homes) }])
    }
}
