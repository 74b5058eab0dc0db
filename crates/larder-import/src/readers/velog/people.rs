//! Who writes, and what the profile says.

use larder_core::{Asset, AssetId, Author, AuthorId, NoteKind, Provenance, SeriesId};
use serde_json::{Map, Value};

use super::Blog;
use crate::{collect::asset_at, items, row::Row, xml::Repairs};

/// The address of a user's blog.
pub(super) fn home(user: &str) -> String {
    format!("https://velog.io/@{user}")
}

/// The address of a page of a user, whose parts are encoded.
pub(super) fn address(user: &str, parts: &[&str]) -> Option<String> {
    let mut url = url::Url::parse(&home(user)).ok()?;
    url.path_segments_mut().ok()?.extend(parts);
    Some(url.into())
}

/// The name of the user that a record is about.
pub(super) fn username(row: &Row) -> Option<String> {
    let name = row.text("username");
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name of a user's blog.
pub(super) fn blog_title(user: Option<&Value>) -> Option<String> {
    let title = user?.get("velog_config")?.get("title")?.as_str()?;
    Some(title.to_owned()).filter(|title| !title.trim().is_empty())
}

/// Somebody who writes, with the picture of them.
pub(super) fn author(user: &Value, source: &Provenance) -> Option<(Author, Option<Asset>)> {
    let mut user = user.as_object()?.clone();
    let name = text(&mut user, "username")?;
    let mut author = Author::new(AuthorId::new(name.as_str()));
    author.url = Some(home(&name));
    author.handle = Some(name);
    author.email = text(&mut user, "email");
    let mut asset = None;
    if let Some(Value::Object(profile)) = user.get_mut("profile") {
        let mut profile = std::mem::take(profile);
        user.remove("profile");
        author.name = text(&mut profile, "display_name");
        author.bio = text(&mut profile, "short_bio");
        asset = text(&mut profile, "thumbnail").map(|address| asset_at(&address, source));
        author.image = asset.as_ref().map(|asset: &Asset| AssetId::clone(&asset.id));
        keep(profile, &mut author);
    }
    keep(user, &mut author);
    Some((author, asset))
}

/// Keeps what says anything.
fn keep(fields: Map<String, Value>, author: &mut Author) {
    for (name, value) in fields {
        let says_nothing = value.is_null() || value.as_str().is_some_and(str::is_empty);
        if !says_nothing && name != "__typename" && name != "id" {
            author.extra.insert(["velog:", &name].concat(), value);
        }
    }
}

pub(super) fn text(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    match fields.remove(name)? {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        other => {
            fields.insert(name.to_owned(), other);
            None
        }
    }
}

/// What an answer says of the user: the name of the blog, its series.
pub(super) fn profile(mut row: Row, blog: &mut Blog) {
    if let Some(config) = row.take("velog_config") {
        let title = config.get("title").and_then(Value::as_str);
        let title = title.filter(|title| !title.trim().is_empty()).map(str::to_owned);
        let site = &mut blog.collection.blog.site;
        site.title = site.title.take().or(title);
        site.extra.insert("velog:velog_config", config);
    }
    if let Some(list) = row.take("series_list") {
        let (rows, _) = items::rows(&list, &mut Repairs::default());
        rows.into_iter().for_each(|row| series(row, blog));
    }
    let source = Provenance::new("", "velog");
    if let Some((author, asset)) = author(&row.into_value(), &source) {
        let site = &mut blog.collection.blog.site;
        if !site.authors.contains(&author.id) {
            site.authors.push(author.id.clone());
        }
        blog.collection.author(author);
        asset.into_iter().for_each(|mut asset| {
            asset.source.clear();
            blog.collection.asset(asset);
        });
    }
}

/// What an answer says of a series, or of how many posts there are.
pub(super) fn series(mut row: Row, blog: &mut Blog) {
    if let Some(count) = row.take_number("posts_count").and_then(|it| u64::try_from(it).ok()) {
        match row.take_text("id") {
            Some(id) => {
                row.put("id", id.as_str());
                blog.stated.insert(SeriesId::new(id.as_str()), count);
            }
            // The tags of a user come with the number of all posts.
            None => {
                let here = u64::try_from(blog.collection.len()).unwrap_or(u64::MAX);
                if here < count {
                    blog.collection.note(NoteKind::PostsMissing { stated: count, found: here });
                }
                blog.collection.blog.site.extra.insert("velog:userTags", row.into_value());
                return;
            }
        }
    }
    let Some(id) = row.take_text("id") else { return };
    let user = blog.collection.blog.site.home.clone().unwrap_or_default();
    let user = user.rsplit('@').next().unwrap_or_default().to_owned();
    let mut new = super::series(&id, &mut row, &user);
    if let Some(address) = row.take_text("thumbnail") {
        let mut asset = asset_at(&address, &Provenance::new("", "velog"));
        asset.source.clear();
        new.cover = Some(asset.id.clone());
        blog.collection.asset(asset);
    }
    row.take("__typename");
    row.keep_as("velog", &mut new.extra);
    blog.add_series(new);
}
