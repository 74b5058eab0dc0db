//! Whose archive it is: the blog and its author.

use larder_core::{Asset, Author, AuthorId, Site};
use serde_json::Value;

use super::{attachment::address, files::Files};
use crate::{collect::Collection, row::Row};

/// What is known of an account before its posts are read.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// Its id, which is an address. Empty where nothing says it.
    pub(super) id: String,
    /// What it says of itself: one row for each archive.
    pub(super) actors: Vec<(usize, Row)>,
    /// The places of its outboxes.
    pub(super) outboxes: Vec<usize>,
    /// The folders of its archives.
    pub(super) folders: Vec<String>,
}

/// Fields of an actor that open doors.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "");
    ["privatekey", "password", "token", "otpsecret"].iter().any(|it| name.contains(it))
}

impl Account {
    /// The address of those who follow. Empty where nothing says it.
    pub(super) fn followers(&self) -> String {
        let stated = self.actors.iter().find_map(|(_, row)| row.value("followers"));
        stated.and_then(address).unwrap_or_default().to_owned()
    }

    /// The blog without its posts. `home` is its address where the archive does not say it. Returns also how many values
    /// were left out because they open doors.
    pub(super) fn begin(
        &mut self,
        home: Option<&str>,
        name: &str,
        source: &dyn Fn(usize) -> larder_core::Provenance,
        files: &Files,
    ) -> (Collection, u64) {
        let id = match (&*self.id, home) {
            ("", None) => ["mastodon:", name].concat(),
            ("", Some(home)) => home.to_owned(),
            (id, _) => id.to_owned(),
        };
        let mut site = Site::new(id);
        site.home = home.map(str::to_owned);
        site.platform = Some("activitypub".to_owned());
        if !self.id.is_empty() {
            site.authors = vec![AuthorId::new(&*self.id)];
        }
        let mut collection = Collection::new(site, "mastodon");
        // Posts of this kind have none.
        collection.has_titles = false;
        if !self.id.is_empty() {
            collection.author(Author::new(AuthorId::new(&*self.id)));
        }
        let mut secrets = 0;
        for (place, mut row) in std::mem::take(&mut self.actors) {
            secrets += remove_secrets(&mut row);
            self.describe(row, &source(place), files, &mut collection);
        }
        (collection, secrets)
    }

    fn describe(
        &self,
        mut row: Row,
        source: &larder_core::Provenance,
        files: &Files,
        collection: &mut Collection,
    ) {
        let mut author = Author::new(AuthorId::new(&*self.id));
        row.take("id");
        author.name = row.take_text("name");
        author.handle = row.take_text("preferredUsername");
        author.url = row.value("url").and_then(address).map(str::to_owned);
        if row.value("url").is_some_and(Value::is_string) {
            row.take("url");
        }
        let summary = row.text("summary").to_owned();
        let bio = larder_html::text::to_text(&summary).trim().to_owned();
        if bio == summary.trim() {
            row.take("summary");
        }
        author.bio = Some(bio).filter(|it| !it.is_empty());
        let mut picture = |name: &str| {
            let asset = picture(row.value(name)?, source, files)?;
            row.take(name);
            let id = asset.id.clone();
            collection.asset(asset);
            Some(id)
        };
        author.image = picture("icon");
        let header = picture("image");
        let site = &mut collection.blog.site;
        site.home = site.home.take().or_else(|| author.url.clone());
        site.title = site.title.take().or_else(|| author.name.clone());
        site.description = site.description.take().or_else(|| author.bio.clone());
        site.image = site.image.take().or(header).or_else(|| author.image.clone());
        row.keep_as("mastodon", &mut author.extra);
        collection.author(author);
    }
}

fn remove_secrets(row: &mut Row) -> u64 {
    let names: Vec<String> = row.names().filter(|it| is_secret(it)).map(str::to_owned).collect();
    names.iter().filter(|name| row.take(name).is_some()).count() as u64
}

/// The picture of an account, or the one over its page.
fn picture(value: &Value, source: &larder_core::Provenance, files: &Files) -> Option<Asset> {
    let value = if let Value::Array(all) = value { all.first()? } else { value };
    let file = value.get("url").and_then(address)?;
    let (mut asset, _) = files.asset(file, source);
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    asset.media_type = text("mediaType");
    asset.alt = text("summary").or_else(|| text("name"));
    for (name, value) in value.as_object()? {
        let is_taken = ["type", "mediaType", "url", "summary", "name"].contains(&&**name);
        if !is_taken && !value.is_null() {
            asset.extra.insert(format!("mastodon:{name}"), value.clone());
        }
    }
    Some(asset)
}
