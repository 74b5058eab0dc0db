//! Reads what the API of velog answers, saved as it came: JSON with `data.post` or `data.posts`.
//!
//! ```text
//! {"data":{"post":{…,"body":"…"}}}        a post with its text, its comments, its series
//! {"data":{"posts":[{…}, {…}]}}           a list of posts, which has no texts
//! {"data":{"user":{…,"series_list":[…]}}} what the profile says of itself
//! ```
//!
//! velog has no export, so that people save its answers. A post that a list names, and whose text is in another answer, is
//! one post; one that is only named is a post without a text. Texts are Markdown, in old posts HTML.

mod comment;
mod people;
mod post;
mod sign;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use larder_core::{Format, NoteKind, Series, SeriesId, SeriesKind, Site, format};
use serde_json::Value;

use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::Collection,
    items::{self, At, Export, Made, Step},
    row::Row,
    xml::Repairs,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Velog;

impl Reader for Velog {
    fn format(&self) -> &'static Format {
        &format::VELOG
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign::of(&sample.text) {
            Some(sign) => Vote::Signature(sign.into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "saved answers of velog: JSON with `data` that holds `post` or `posts` with `url_slug` and `released_at`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let home = options.home.clone();
        items::read(Answers { home, ..Answers::default() }, source, options, intake)
    }
}

/// What was answered.
#[derive(Default)]
struct Answers {
    /// The address of the blog, as the user says.
    home: Option<String>,
    /// What lists say of posts, by user and slug.
    listed: HashMap<(String, String), Vec<Row>>,
    /// Which posts came with their texts, and which had no other record.
    texts: HashMap<(String, String), ()>,
    /// The files in which any record says whether it is a draft.
    tell_drafts: HashSet<usize>,
    blogs: BTreeMap<String, Blog>,
    profiles: Vec<Row>,
    series: Vec<Row>,
}

/// A blog while its posts come in.
struct Blog {
    collection: Collection,
    series: BTreeMap<SeriesId, Series>,
    /// How many posts of each series there are.
    parts: BTreeMap<SeriesId, u64>,
    /// How many posts each series has, as the profile says.
    stated: BTreeMap<SeriesId, u64>,
}

impl Export for Answers {
    const NAME: &'static str = "velog";

    fn sign(text: &str) -> Option<&'static str> {
        sign::of(text).or_else(|| sign::beside(text))
    }

    fn step(path: &str) -> Step {
        match path {
            "" | "data" => Step::Enter,
            "data.post" | "data.posts" | "data.velogPosts" => Step::Items,
            _ => Step::Keep,
        }
    }

    fn look(&mut self, row: Row, _path: &str, (place, _): (usize, u32)) {
        let key = self.key(&row);
        if row.value("is_temp").is_some() {
            self.tell_drafts.insert(place);
        }
        match post::has_text(&row) {
            true => _ = self.texts.insert(key, ()),
            false => self.listed.entry(key).or_default().push(row),
        }
    }

    fn field(&mut self, path: &str, value: Value, _at: (usize, u32)) -> Option<Value> {
        let mut repairs = Repairs::default();
        let rows = match path {
            "data.user" => &mut self.profiles,
            "data.seriesList" | "data.userTags" => &mut self.series,
            _ => return Some(value),
        };
        let list = if value.is_object() { Value::Array(vec![value]) } else { value };
        rows.extend(items::rows(&list, &mut repairs).0);
        None
    }

    fn take(&mut self, mut row: Row, at: At, intake: &mut Intake) -> Result<(), ReadError> {
        let key = self.key(&row);
        // Lists do not say what is a draft. Where others of the file say it, a record that does not is in doubt.
        if row.value("is_temp").is_none() && self.tell_drafts.contains(&at.place) {
            row.put("is_temp", Value::Null);
        }
        let has_text = post::has_text(&row);
        let listed = match has_text {
            true => self.listed.remove(&key).unwrap_or_default(),
            // The first record of a post that has no text is the post; what others say is with it.
            false if self.texts.contains_key(&key) => Vec::new(),
            false => self.listed.remove(&key).unwrap_or_default().into_iter().skip(1).collect(),
        };
        if !has_text && self.texts.contains_key(&key) {
            let post = post::id(&key.0, &key.1, &row);
            intake.ledger().settle(at.item, larder_core::Fate::Joined { post });
            return Ok(());
        }
        if !has_text {
            self.texts.insert(key.clone(), ());
        }
        let blog = self.blogs.entry(key.0.clone()).or_insert_with(|| Blog::new(&key.0));
        let title = people::blog_title(row.value("user"));
        let site = &mut blog.collection.blog.site;
        site.title = site.title.take().or(title);
        let made = post::make(row, listed, &key, &at, &mut blog.collection.census, intake)?;
        for series in made.series {
            *blog.parts.entry(series.id.clone()).or_default() += 1;
            blog.add_series(series);
        }
        Ok(blog.collection.take(made.found, intake)?)
    }

    fn finish(mut self, _: &dyn Source, _: &mut Intake) -> Result<Vec<Made>, ReadError> {
        if self.blogs.is_empty() {
            let user = self.profiles.iter().find_map(people::username);
            let user = user.or_else(|| self.user()).unwrap_or_default();
            self.blogs.insert(user.clone(), Blog::new(&user));
        }
        let is_alone = self.blogs.len() == 1;
        for profile in std::mem::take(&mut self.profiles) {
            let user = people::username(&profile);
            let user = user.filter(|user| self.blogs.contains_key(user));
            let first = self.blogs.keys().next().cloned().unwrap_or_default();
            if let Some(blog) = self.blogs.get_mut(&user.unwrap_or(first)) {
                people::profile(profile, blog);
            }
        }
        let rows = std::mem::take(&mut self.series);
        if let Some(blog) = self.blogs.values_mut().next().filter(|_| is_alone) {
            rows.into_iter().for_each(|row| people::series(row, blog));
        }
        Ok(self.blogs.into_iter().map(|(user, blog)| blog.finish(&user)).collect())
    }
}

impl Answers {
    /// User and slug of a record. What has no slug has the id of its own.
    fn key(&self, row: &Row) -> (String, String) {
        let user = row.value("user").and_then(|user| user.get("username")).and_then(Value::as_str);
        let user = user.map(str::to_owned).or_else(|| self.user()).unwrap_or_default();
        let slug = match row.text("url_slug") {
            "" => row.text("id"),
            slug => slug,
        };
        (user, larder_core::key::name(slug))
    }

    /// The user whose blog it is, by the address that was told.
    fn user(&self) -> Option<String> {
        let (_, name) = self.home.as_deref()?.split_once("velog.io/@")?;
        let name = name.split(['/', '?', '#']).next()?;
        (!name.is_empty()).then(|| name.to_owned())
    }
}

impl Blog {
    fn new(user: &str) -> Self {
        let home = people::home(user);
        let mut site = Site::new(if user.is_empty() { "velog" } else { &home });
        if !user.is_empty() {
            site.home = Some(home);
        }
        site.platform = Some("velog".into());
        site.platform_home = Some("https://velog.io/".into());
        let collection = Collection::new(site, "velog");
        let (series, parts, stated) = Default::default();
        Self { collection, series, parts, stated }
    }

    /// Adds a series, or to one that is known what is not known yet.
    fn add_series(&mut self, new: Series) {
        let Some(known) = self.series.get_mut(&new.id) else {
            self.series.insert(new.id.clone(), new);
            return;
        };
        known.title = known.title.take().or(new.title);
        known.description = known.description.take().or(new.description);
        known.url = known.url.take().or(new.url);
        known.cover = known.cover.take().or(new.cover);
        known.extra.fill_from(new.extra);
    }

    fn finish(mut self, user: &str) -> Made {
        for (id, stated) in &self.stated {
            let here = self.parts.get(id).copied().unwrap_or(0);
            if here < *stated {
                let title = self.series.get(id).and_then(|series| series.title.clone());
                let series = title.unwrap_or_else(|| id.as_str().to_owned());
                let missing = format!("{}/{stated}", stated - here);
                self.collection.note(NoteKind::SeriesGap { series, missing });
            }
        }
        self.collection.blog.series = self.series.into_values().collect();
        let homes: Vec<String> = match user {
            "" => Vec::new(),
            user => vec![people::home(user)],
        };
        Made { collection: self.collection, surroundings: Box::new(homes) }
    }
}

/// A series that a record names.
fn series(id: &str, row: &mut Row, user: &str) -> Series {
    let mut series = Series::new(SeriesId::new(id), SeriesKind::Sequence);
    series.title = row.take_text("name");
    series.description = row.take_text("description");
    if let Some(slug) = row.take_text("url_slug").filter(|_| !user.is_empty()) {
        series.url = people::address(user, &["series", &slug]);
    }
    series
}
