//! From an article to a post.

use std::{collections::BTreeSet, io, sync::Arc};

use larder_core::{
    Author, AuthorId, Content, Counts, Link, MediaType, NoteKind, Post, PostId, Provenance, Series,
    SeriesId, SeriesKind, SeriesPart, Status, Term, TermId, TermKind, Timestamp, Visibility,
};
use serde_json::Value;

use crate::{
    Intake,
    collect::{Census, Found, asset_at},
    embed::{self, Syntax},
    front,
    items::At,
    markdown::{Dialect, to_html},
    row::Row,
};

/// A post, and the series that it names.
pub(super) struct Made {
    pub(super) found: Found,
    pub(super) series: Option<Series>,
}

/// The name of the user whose article it is. Empty if nothing says it.
pub(super) fn username(row: &Row) -> String {
    let user = row.value("user").and_then(|user| user.get("username")).and_then(Value::as_str);
    let user = user.unwrap_or(row.text("cached_user_username"));
    let of_path = row.text("path").trim_start_matches('/').split('/').next().unwrap_or_default();
    if user.is_empty() { of_path.to_owned() } else { user.to_owned() }
}

/// The address of the community that an article is in. Exports are those of dev.to.
pub(super) fn community(row: &Row) -> String {
    let url = url::Url::parse(row.text("url")).ok().filter(|url| url.has_host());
    let origin = url.map(|url| url.origin().ascii_serialization());
    origin
        .filter(|origin| origin.starts_with("http"))
        .unwrap_or_else(|| "https://dev.to".to_owned())
}

/// Makes a post. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    at: &At,
    census: &mut Census,
    intake: &Intake,
) -> io::Result<Made> {
    let address = address(&mut row);
    let mut post = Post::new(id(address.as_deref(), &row));
    let source = Provenance::new(Arc::clone(&at.name), "devto");
    post.source = vec![source.clone()];
    let body = row.value("body_markdown").and_then(Value::as_str).unwrap_or_default().to_owned();
    let fields = front::split(&body).map(|(fields, _)| fields).unwrap_or_default();
    // What the author wrote into the text counts more than what a form was filled with.
    let said = |key: &str| front::value(&fields, key).map(str::to_owned);
    visibility(&mut row, published(&fields), &mut post, census);
    if fields.is_empty() && has_unread_head(&body) && post.status == Some(Status::Published) {
        census.without_status += 1;
        post.status = Some(Status::Draft);
    }
    match (post.status, address) {
        (Some(Status::Published), address) => post.permalink = address,
        (_, Some(address)) => _ = post.extra.insert("devto:address", address),
        _ => {}
    }
    post.slug = row.take_text("slug");
    post.title = chosen(&mut row, "title", said("title"));
    post.summary = chosen(&mut row, "description", said("description"));
    post.language = row.take_text("language").map(String::into_boxed_str);
    let mut notes = Vec::new();
    post.published = dated(&mut row, "published_at", &mut notes);
    post.updated = dated(&mut row, "edited_at", &mut notes);
    text(&mut row, &body, &mut post, census, &mut notes, intake)?;
    counts(&mut row, &mut post);
    canonical(&mut row, said("canonical_url"), &mut post);
    let series = series(&mut row, said("series"), &mut post);
    let mut found = Found::new(post, at.place, at.item);
    found.line = Some(at.line);
    found.notes = notes;
    let main = chosen(&mut row, "main_image", said("cover_image"));
    if let Some(cover) = main.or_else(|| row.take_text("cover_image")) {
        let cover = asset_at(&cover, &source);
        found.post.cover = Some(cover.id.clone());
        found.assets.push(cover);
    }
    author(&mut row, &source, &mut found);
    tags(&mut row, said("tags"), &mut found);
    row.keep_as("devto", &mut found.post.extra);
    Ok(Made { found, series })
}

/// What the text says of itself, else what the form says. Where they differ, the form's word stays beside it.
fn chosen(row: &mut Row, name: &str, said: Option<String>) -> Option<String> {
    match said {
        Some(said) => {
            if row.text(name) == said {
                row.take(name);
            }
            Some(said)
        }
        None => row.take_text(name),
    }
}

/// The address of an article.
fn address(row: &mut Row) -> Option<String> {
    let community = community(row);
    let path = row.take_text("path");
    let url = row.take_text("url");
    path.filter(|path| path.starts_with('/')).map(|path| community + &path).or(url)
}

/// The id: the address, which the feeds of dev.to have for it.
fn id(address: Option<&str>, row: &Row) -> PostId {
    match address {
        Some(address) => PostId::new(address),
        None => PostId::derived(&[
            "devto",
            row.text("slug"),
            row.text("title"),
            row.text("created_at"),
            row.text("body_markdown"),
        ]),
    }
}

/// Whether the text says that it is published. Of several words, all have to.
fn published(fields: &[(String, String)]) -> Option<bool> {
    let mut all = fields
        .iter()
        .filter(|(name, value)| name.eq_ignore_ascii_case("published") && !value.is_empty())
        .map(|(_, value)| value.eq_ignore_ascii_case("true"));
    let first = all.next()?;
    Some(all.fold(first, |known, other| known && other))
}

/// Whether a text without a head that can be read begins like one: a line `---`, and a key below it. It may say that the
/// article is a draft.
fn has_unread_head(body: &str) -> bool {
    let mut lines = body.trim_start_matches('\u{feff}').trim_start().split(['\n', '\r']);
    if lines.next().map(str::trim_end) != Some("---") {
        return false;
    }
    let mut head = lines.take_while(|line| line.trim_end() != "---");
    head.any(|line| {
        let key = line.split_once(':').map_or("", |(key, _)| key.trim().trim_matches(['"', '\'']));
        let is_letter = |it: char| it.is_alphanumeric() || it == '_' || it == '-';
        !key.is_empty() && key.chars().all(is_letter)
    })
}

/// Only what both the form and the text say is published is so.
fn visibility(row: &mut Row, said: Option<bool>, post: &mut Post, census: &mut Census) {
    let stated = row.take_flag("published");
    post.visibility = Some(Visibility::Public);
    post.status = match (stated, said) {
        (Some(false), _) | (_, Some(false)) => Some(Status::Draft),
        (Some(true), _) => Some(Status::Published),
        (None, _) => {
            census.without_status += 1;
            Some(Status::Draft)
        }
    };
}

fn dated(row: &mut Row, name: &str, notes: &mut Vec<NoteKind>) -> Option<Timestamp> {
    let text = row.text(name).trim().to_owned();
    if text.is_empty() {
        return None;
    }
    let Ok(date) = Timestamp::from_rfc3339(&text.replacen(" UTC", "Z", 1)) else {
        notes.push(NoteKind::DateImpossible { text });
        return None;
    };
    row.take(name);
    Some(date)
}

fn text(
    row: &mut Row,
    body: &str,
    post: &mut Post,
    census: &mut Census,
    notes: &mut Vec<NoteKind>,
    intake: &Intake,
) -> io::Result<()> {
    if body.trim().is_empty() {
        let Some(html) = row.take_text("processed_html").or_else(|| row.take_text("body_html"))
        else {
            return Ok(());
        };
        notes.push(NoteKind::DataUnreadable { what: "`body_markdown`".into() });
        post.content = Some(Box::new(Content::html(intake.body(&html)?)));
        return Ok(());
    }
    row.take("body_markdown");
    let markdown = front::split(body).map_or(body, |(_, rest)| rest);
    let linked = embed::with_links(markdown, Syntax::Liquid, &mut |tag| {
        *census.markup.entry(("tag", tag.to_owned())).or_default() += 1;
    });
    let (original, html) = (intake.body(body)?, intake.body(&to_html(&linked, Dialect::Extended))?);
    let content = Content::new(MediaType::new("text/markdown"), original, html);
    post.content = Some(Box::new(content));
    Ok(())
}

fn counts(row: &mut Row, post: &mut Post) {
    let mut number = |names: &[&str]| {
        let number = names.iter().find_map(|name| row.take_number(name));
        number.and_then(|it| u64::try_from(it).ok())
    };
    let mut counts = Counts::default();
    counts.comments = number(&["comments_count"]);
    counts.likes = number(&["public_reactions_count", "positive_reactions_count"]);
    counts.views = number(&["page_views_count"]);
    if counts != Counts::default() {
        post.counts = Some(Box::new(counts));
    }
}

/// Where the article was first published, if that is elsewhere.
fn canonical(row: &mut Row, said: Option<String>, post: &mut Post) {
    let stated = row.take_text("canonical_url");
    let Some(address) = said.or(stated) else { return };
    if crate::address::plain(&address) != crate::address::plain(post.id.as_str()) {
        post.links.push(Link::new("canonical", address.as_str()));
        post.extra.insert("devto:canonical_url", address);
    }
}

/// The series. Its name is only in the text, its number only in answers of the API.
fn series(row: &mut Row, said: Option<String>, post: &mut Post) -> Option<Series> {
    let number = row.take_text("collection_id");
    let id = number.map(|number| ["collection:", &number].concat());
    let id = id.or_else(|| said.as_ref().map(|name| ["series:", name].concat()))?;
    let mut series = Series::new(SeriesId::new(id), SeriesKind::Sequence);
    series.title = said;
    post.series.push(SeriesPart::new(series.id.clone()));
    Some(series)
}

fn author(row: &mut Row, source: &Provenance, found: &mut Found) {
    let name = username(row);
    let mut author = Author::new(AuthorId::new(name.as_str()));
    let shown = row.take_text("cached_user_name");
    row.take_text("cached_user_username");
    let mut user = match row.take("user") {
        Some(Value::Object(user)) => user,
        _ => serde_json::Map::new(),
    };
    let mut text = |name: &str| match user.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    text("username");
    author.name = text("name").or(shown);
    author.email = text("email");
    if let Some(picture) = text("profile_image") {
        let asset = asset_at(&picture, source);
        author.image = Some(asset.id.clone());
        found.assets.push(asset);
    }
    for (name, value) in user {
        if !value.is_null() {
            author.extra.insert(["devto:", &name].concat(), value);
        }
    }
    if !name.is_empty() {
        author.handle = Some(name);
        found.authors.push(author);
    }
}

/// The tags: a text with commas, or a list. What the text says is first; all are those of the post.
fn tags(row: &mut Row, said: Option<String>, found: &mut Found) {
    let mut names: Vec<String> =
        said.iter().flat_map(|it| front::list(it)).map(str::to_owned).collect();
    for field in ["cached_tag_list", "tag_list", "tags"] {
        match row.take(field) {
            Some(Value::String(text)) => names.extend(front::list(&text).map(str::to_owned)),
            Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
                names.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            Some(other) => row.put(field, other),
            None => {}
        }
    }
    let mut known = BTreeSet::new();
    for name in names.into_iter().map(|name| name.trim().trim_start_matches('#').to_owned()) {
        if !name.is_empty() && known.insert(name.clone()) {
            found.terms.push(Term::new(TermId::new(name.as_str()), TermKind::Tag, name));
        }
    }
}
