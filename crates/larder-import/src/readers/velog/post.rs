//! From a record to a post.

use std::{collections::BTreeMap, io, sync::Arc};

use larder_core::{
    Claim, Content, Counts, Direction, Extra, MediaType, Neighbour, NoteKind, Post, PostId,
    Provenance, Scope, Series, SeriesId, SeriesPart, Status, Term, TermId, TermKind, Timestamp,
    Visibility,
};
use serde_json::Value;

use super::{comment, people};
use crate::{
    Intake,
    collect::{Census, Found, asset_at},
    embed::{self, Syntax},
    items::At,
    markdown::{Dialect, to_html},
    row::Row,
    xml::Repairs,
};

/// A post, and the series that it names.
pub(super) struct Made {
    pub(super) found: Found,
    pub(super) series: Vec<Series>,
}

/// Whether a record has the text of its post. Lists have none.
pub(super) fn has_text(row: &Row) -> bool {
    row.value("body").is_some_and(Value::is_string)
}

/// The id of a post: its address, encoded. What has no address has the id of its row.
pub(super) fn id(user: &str, slug: &str, row: &Row) -> PostId {
    let has_address = !user.is_empty() && !row.text("url_slug").is_empty();
    let address = has_address.then(|| people::address(user, &[slug])).flatten();
    PostId::new(address.unwrap_or_else(|| ["velog:", slug].concat()))
}

/// Makes a post of a record and of what lists say of it. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    listed: Vec<Row>,
    (user, slug): &(String, String),
    at: &At,
    census: &mut Census,
    intake: &Intake,
) -> io::Result<Made> {
    let mut repairs = Repairs::default();
    let mut post = Post::new(id(user, slug, &row));
    let mut source = Provenance::new(Arc::clone(&at.name), "velog");
    source.offset = None;
    post.source = vec![source.clone()];
    row = with_listed(row, listed, &mut post.extra);
    visibility(&mut row, &mut post, census);
    if let Some(slug) = row.take_text("url_slug") {
        post.permalink = Some(user.as_str())
            .filter(|it| !it.is_empty())
            .and_then(|it| people::address(it, &[&slug]));
        post.slug = Some(slug);
    }
    post.title = row.take_text("title");
    post.summary = row.take_text("short_description");
    let mut notes = Vec::new();
    for (name, into) in [("released_at", &mut post.published), ("updated_at", &mut post.updated)] {
        *into = date(&mut row, name);
        let left = row.text(name);
        if into.is_none() && !left.is_empty() {
            notes.push(NoteKind::DateImpossible { text: left.to_owned() });
        }
    }
    text(&mut row, &mut post, census, intake)?;
    counts(&mut row, &mut post);
    linked(&mut row, &mut post);
    let series = series(&mut row, user, &mut post);
    let mut found = Found::new(post, at.place, at.item);
    found.line = Some(at.line);
    found.notes = notes;
    if let Some(user) = row.take("user") {
        match people::author(&user, &source) {
            Some((author, asset)) => {
                found.authors.push(author);
                found.assets.extend(asset);
            }
            None => row.put("user", user),
        }
    }
    if let Some(address) = row.take_text("thumbnail") {
        let cover = asset_at(&address, &source);
        found.post.cover = Some(cover.id.clone());
        found.assets.push(cover);
    }
    tags(&mut row, &mut found);
    if let Some(list) = row.take("comments") {
        let (comments, others) = comment::make(&list, &found.post.id, &mut repairs, intake)?;
        found.comments = comments;
        if others > 0 {
            found.post.extra.insert("velog:comments", list);
        }
    }
    found.notes.extend(repairs.notes());
    row.take("__typename");
    row.keep_as("velog", &mut found.post.extra);
    Ok(Made { found, series })
}

/// The record with what lists say and it does not. Where they say something else, that is kept beside it.
fn with_listed(mut row: Row, listed: Vec<Row>, extra: &mut Extra) -> Row {
    let mut differing: Vec<Value> = Vec::new();
    // Who may see it is said by whoever shows it to the fewest.
    let strictest = ["is_private", "is_temp"].map(|name| {
        let said = std::iter::once(&row).chain(&listed).filter_map(|it| it.value(name));
        let rank = |value: &&Value| match value {
            Value::Bool(is_hidden) => u8::from(*is_hidden) * 2,
            _ => 1,
        };
        (name, said.max_by_key(rank).cloned())
    });
    for other in listed {
        let Value::Object(fields) = other.into_value() else { continue };
        let mut differs = serde_json::Map::new();
        for (name, value) in fields {
            match row.value(&name).filter(|it| !it.is_null()) {
                None => row.put(&name, value),
                Some(known) if *known == value || value.is_null() || name == "user" => {}
                Some(_) => _ = differs.insert(name, value),
            }
        }
        if !differs.is_empty() {
            differing.push(differs.into());
        }
    }
    for (name, value) in strictest {
        value.into_iter().for_each(|value| row.put(name, value));
    }
    if !differing.is_empty() {
        extra.insert("velog:listed", differing);
    }
    row
}

/// Drafts say so; that a post is private, every record says. What does not say it, or says neither yes nor no, is not
/// public.
fn visibility(row: &mut Row, post: &mut Post, census: &mut Census) {
    let has_temp = row.value("is_temp").is_some();
    let mut flag = |name: &str| {
        let flag = row.value(name)?.as_bool()?;
        row.take(name);
        Some(flag)
    };
    post.status = match flag("is_temp") {
        Some(true) => Some(Status::Draft),
        Some(false) => Some(Status::Published),
        None if has_temp => None,
        None => Some(Status::Published),
    };
    post.visibility = match flag("is_private") {
        Some(true) => Some(Visibility::Private),
        Some(false) => Some(Visibility::Public),
        None => None,
    };
    census.without_visibility += u64::from(post.visibility.is_none() || post.status.is_none());
}

/// The date in a field, which stays there if it is none.
pub(super) fn date(row: &mut Row, name: &str) -> Option<Timestamp> {
    let date = Timestamp::from_rfc3339(row.text(name).trim()).ok()?;
    row.take(name);
    Some(date)
}

fn text(row: &mut Row, post: &mut Post, census: &mut Census, intake: &Intake) -> io::Result<()> {
    let Some(Value::String(body)) = row.value("body").filter(|it| it.is_string()).cloned() else {
        return Ok(());
    };
    row.take("body");
    let original = intake.body(&body)?;
    let content = match row.take_flag("is_markdown") {
        Some(false) => Content::html(original),
        _ => {
            let text = embed::with_links(&body, Syntax::Velog, &mut |tag| {
                *census.markup.entry(("tag", tag.to_owned())).or_default() += 1;
            });
            let html = intake.body(&to_html(&text, Dialect::Extended))?;
            Content::new(MediaType::new("text/markdown"), original, html)
        }
    };
    post.content = Some(Box::new(content));
    Ok(())
}

fn counts(row: &mut Row, post: &mut Post) {
    let mut number = |name: &str| row.take_number(name).and_then(|it| u64::try_from(it).ok());
    let mut counts = Counts::default();
    counts.likes = number("likes");
    counts.comments = number("comments_count");
    counts.views = number("views");
    if counts != Counts::default() {
        post.counts = Some(Box::new(counts));
    }
}

/// The posts before and after.
fn linked(row: &mut Row, post: &mut Post) {
    let Some(linked) = row.take("linked_posts") else { return };
    for (name, direction) in [("previous", Direction::Previous), ("next", Direction::Next)] {
        let Some(Value::Object(other)) = linked.get(name) else { continue };
        let text = |name: &str| other.get(name).and_then(Value::as_str);
        let mut neighbour = Neighbour::new(direction, Scope::Blog);
        neighbour.title = text("title").map(str::to_owned);
        let user = other.get("user").and_then(|user| user.get("username")).and_then(Value::as_str);
        let address = user.zip(text("url_slug"));
        neighbour.url = address.and_then(|(user, slug)| people::address(user, &[slug]));
        post.neighbours.push(neighbour);
    }
    post.extra.insert("velog:linked_posts", linked);
}

/// The series, and the number of the post in it where all posts of the series are listed.
fn series(row: &mut Row, user: &str, post: &mut Post) -> Vec<Series> {
    let Some(value) = row.take("series") else { return Vec::new() };
    let mut repairs = Repairs::default();
    let Ok(mut series) = Row::read(value.to_string().as_bytes(), &mut repairs) else {
        post.extra.insert("velog:series", value);
        return Vec::new();
    };
    let Some(id) = series.take_text("id") else {
        post.extra.insert("velog:series", value);
        return Vec::new();
    };
    let mut part = SeriesPart::new(SeriesId::new(id.as_str()));
    let posts = series.value("series_posts");
    let posts = posts.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let slug = |post: &Value| post.get("post")?.get("url_slug")?.as_str().map(str::to_owned);
    let own = posts.iter().position(|it| slug(it).is_some() && slug(it) == post.slug);
    part.number = own.and_then(|own| u32::try_from(own + 1).ok()).map(Claim::stated);
    post.series.push(part);
    let mut new = super::series(&id, &mut series, user);
    series.take("__typename");
    series.keep_as("velog", &mut new.extra);
    vec![new]
}

fn tags(row: &mut Row, found: &mut Found) {
    let Some(value) = row.take("tags") else { return };
    let Value::Array(tags) = value else {
        found.post.extra.insert("velog:tags", value);
        return;
    };
    let mut odd: BTreeMap<String, Value> = BTreeMap::new();
    for tag in tags {
        match tag.as_str().map(str::trim) {
            Some("") => {}
            Some(name) => found.terms.push(Term::new(TermId::new(name), TermKind::Tag, name)),
            None => _ = odd.insert(tag.to_string(), tag),
        }
    }
    if !odd.is_empty() {
        found.post.extra.insert("velog:tags", odd.into_values().collect::<Vec<_>>());
    }
}
