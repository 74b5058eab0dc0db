//! Reads exports of dev.to and of other communities that run Forem: `articles.json` of an account's export, and what
//! `/api/articles/me/all` answers.
//!
//! Both are a list of articles in Markdown; the one has no ids, the other no comments. `comments.json` of an export holds
//! what its user wrote under articles of others: it is kept beside the blog.

mod post;
mod sign;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use larder_core::{Fate, Format, Series, SeriesId, Site, format};
use serde_json::Value;

use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::Collection,
    items::{self, At, Export, Made, Step},
    row::Row,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Devto;

impl Reader for Devto {
    fn format(&self) -> &'static Format {
        &format::DEVTO
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign::of(&sample.text) {
            Some(sign) => Vote::Signature(sign.into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of dev.to: `articles.json`, a list of articles with `body_markdown`, or the same from its API"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let home = options.home.clone();
        items::read(Articles { home, ..Articles::default() }, source, options, intake)
    }
}

/// The articles of an export.
#[derive(Default)]
struct Articles {
    /// The address of the blog, as the user says.
    home: Option<String>,
    blogs: BTreeMap<String, Blog>,
    /// What the user wrote elsewhere.
    comments: Vec<Value>,
}

/// The blog of a user, while its articles come in.
struct Blog {
    collection: Collection,
    series: BTreeMap<SeriesId, Series>,
}

impl Export for Articles {
    const NAME: &'static str = "devto";

    fn sign(text: &str) -> Option<&'static str> {
        sign::of(text)
    }

    fn step(path: &str) -> Step {
        if path.is_empty() { Step::Items } else { Step::Keep }
    }

    fn take(&mut self, row: Row, at: At, intake: &mut Intake) -> Result<(), ReadError> {
        if sign::is_comment(&row) {
            self.comments.push(row.into_value());
            let place = "site `devto:comments`".to_owned();
            intake.ledger().settle(at.item, Fate::StoredAside { place: place.into() });
            return Ok(());
        }
        let user = post::username(&row);
        let home = self.home.clone();
        let blog = self.blogs.entry(user.clone()).or_insert_with(|| Blog::new(home, &user, &row));
        let made = post::make(row, &at, &mut blog.collection.census, intake)?;
        if let Some(series) = made.series {
            let known = blog.series.entry(series.id.clone()).or_insert_with(|| series.clone());
            known.title = known.title.take().or(series.title);
        }
        Ok(blog.collection.take(made.found, intake)?)
    }

    fn finish(mut self, _: &dyn Source, _: &mut Intake) -> Result<Vec<Made>, ReadError> {
        if self.blogs.is_empty() {
            let none = Blog::new(self.home.clone(), "", &Row::default());
            self.blogs.insert(String::new(), none);
        }
        if let (Some(first), false) = (self.blogs.values_mut().next(), self.comments.is_empty()) {
            let comments = std::mem::take(&mut self.comments);
            first.collection.blog.site.extra.insert("devto:comments", comments);
        }
        Ok(self.blogs.into_values().map(Blog::finish).collect())
    }
}

impl Blog {
    /// The blog of a user, whose first article is `row`.
    fn new(home: Option<String>, user: &str, row: &Row) -> Self {
        let community = post::community(row);
        let known = (!user.is_empty()).then(|| format!("{community}/{user}"));
        let home = home.or(known);
        let mut site = Site::new(home.clone().unwrap_or_else(|| "devto".to_owned()));
        site.home = home;
        site.platform = Some("devto".into());
        site.platform_home = Some(format!("{community}/"));
        Self { collection: Collection::new(site, "devto"), series: BTreeMap::new() }
    }

    fn finish(mut self) -> Made {
        self.collection.blog.series = self.series.into_values().collect();
        let site = &self.collection.blog.site;
        let homes: Vec<String> = site.home.iter().cloned().collect();
        Made { collection: self.collection, surroundings: Box::new(homes) }
    }
}
