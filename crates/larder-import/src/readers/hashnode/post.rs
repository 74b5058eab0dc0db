//! From a record to a post.

use std::{borrow::Cow, io, sync::Arc};

use chrono::{FixedOffset, Offset, Utc};
use larder_core::{
    Author, AuthorId, Claim, Content, Counts, Link, MediaType, NoteKind, Post, PostId, Provenance,
    Series, SeriesId, SeriesKind, SeriesPart, Status, Term, TermId, TermKind, Timestamp,
    Visibility,
};
use serde_json::{Map, Value};

use crate::{
    Intake,
    collect::{Census, Found, asset_at},
    date::feed,
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

/// Makes a post. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    at: &At,
    home: Option<&str>,
    census: &mut Census,
    intake: &Intake,
) -> io::Result<Made> {
    let mut post = Post::new(id(&row));
    let source = Provenance::new(Arc::clone(&at.name), "hashnode");
    post.source = vec![source.clone()];
    visibility(&mut row, &mut post, census);
    post.title = row.take_text("title");
    if let Some(subtitle) = row.take_text("subtitle") {
        post.subtitle = Some(Box::new(Claim::stated(subtitle)));
    }
    post.summary = row.take_text("brief");
    post.slug = row.take_text("slug");
    let address = row.take_text("url");
    // Drafts have no address, and when they were made is not when they were published.
    let is_shown = post.status == Some(Status::Published);
    let made = home
        .filter(|_| is_shown)
        .zip(post.slug.as_deref())
        .map(|(home, slug)| [home.trim_end_matches('/'), "/", slug].concat());
    post.permalink = address.or(made);
    let mut notes = Vec::new();
    if is_shown {
        post.published =
            ["publishedAt", "dateAdded"].iter().find_map(|name| dated(&mut row, name, &mut notes));
    }
    post.updated =
        ["updatedAt", "dateUpdated"].iter().find_map(|name| dated(&mut row, name, &mut notes));
    text(&mut row, &mut post, census, &mut notes, intake)?;
    counts(&mut row, &mut post);
    canonical(&mut row, &mut post);
    let series = series(&mut row, &mut post);
    let mut found = Found::new(post, at.place, at.item);
    found.line = Some(at.line);
    found.notes = notes;
    if let Some(cover) = address_in(&mut row, "coverImage") {
        let cover = asset_at(&cover, &source);
        found.post.cover = Some(cover.id.clone());
        found.assets.push(cover);
    }
    author(&mut row, &source, &mut found);
    tags(&mut row, &mut found);
    row.keep_as("hashnode", &mut found.post.extra);
    Ok(Made { found, series })
}

/// The id of a post: that which the platform's addresses have, else that of its row.
fn id(row: &Row) -> PostId {
    let own =
        ["cuid", "id", "_id"].into_iter().map(|name| row.text(name)).find(|id| !id.is_empty());
    match own {
        Some(id) => PostId::new(id),
        None => PostId::derived(&[
            "hashnode",
            row.text("slug"),
            row.text("title"),
            row.text("contentMarkdown"),
        ]),
    }
}

/// Exports say whether a post is active; answers of the API only have posts that are published, which say when.
fn visibility(row: &mut Row, post: &mut Post, census: &mut Census) {
    let has_flag = row.value("isActive").is_some_and(|it| !it.is_null());
    let is_shown = !row.text("publishedAt").is_empty();
    post.visibility = Some(Visibility::Public);
    post.status = match row.take_flag("isActive") {
        Some(true) => Some(Status::Published),
        Some(false) => Some(Status::Draft),
        None if is_shown && !has_flag => Some(Status::Published),
        None => {
            census.without_status += 1;
            Some(Status::Draft)
        }
    };
    // A post that is kept from lists is for those who have its address.
    let delisted =
        [row.value("isDelisted"), row.value("preferences").and_then(|it| it.get("isDelisted"))];
    let delisted = delisted.into_iter().flatten().map(Value::as_bool);
    let delisted: Vec<Option<bool>> = delisted.collect();
    if delisted.contains(&Some(true)) {
        post.visibility = Some(Visibility::Unlisted);
    }
    if delisted.contains(&None) {
        post.visibility = None;
    }
    if row.value("isDelisted").is_some_and(Value::is_boolean) {
        row.take("isDelisted");
    }
    withheld(row, post, census);
    census.without_visibility += u64::from(post.visibility.is_none());
    if row.take_flag("partOfPublication") == Some(false) {
        post.extra.insert("hashnode:partOfPublication", false);
    }
}

/// Words that no export is known to have, and that say plainly that something is not for everybody. They stay in the row.
fn withheld(row: &Row, post: &mut Post, census: &mut Census) {
    let is_set = |name: &str| match row.value(name) {
        None | Some(Value::Null | Value::Bool(false)) => Some(false),
        Some(Value::Bool(true)) => Some(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Some(false),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Some(true),
        Some(_) => None,
    };
    match is_set("isPrivate") {
        Some(true) => post.visibility = Some(Visibility::Private),
        Some(false) => {}
        None => post.visibility = None,
    }
    for (name, status) in
        [("isDraft", Status::Draft), ("deleted", Status::Trashed), ("isDeleted", Status::Trashed)]
    {
        match is_set(name) {
            Some(true) => post.status = Some(status),
            Some(false) => {}
            None => post.visibility = None,
        }
    }
    match row.value("status") {
        None | Some(Value::Null) => {}
        Some(Value::String(word)) if word.eq_ignore_ascii_case("published") => {}
        Some(word) => {
            if post.status == Some(Status::Published) {
                post.status = None;
            }
            let word = word.as_str().map_or_else(|| word.to_string(), str::to_owned);
            *census.unknown_statuses.entry(word).or_default() += 1;
        }
    }
}

/// A date as ISO 8601, or as JavaScript writes it (`Tue Mar 05 2024 09:00:00 GMT+0000 (Coordinated Universal Time)`).
fn dated(row: &mut Row, name: &str, notes: &mut Vec<NoteKind>) -> Option<Timestamp> {
    let text = match row.value(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => {
            let date = number.as_i64().and_then(feed::unix);
            if date.is_some() {
                row.take(name);
            }
            return date;
        }
        _ => return None,
    };
    if text.is_empty() {
        return None;
    }
    let utc: FixedOffset = Utc.fix();
    let plain = text.split(" (").next().unwrap_or_default().replacen("GMT", "", 1);
    let date = Timestamp::from_rfc3339(&text).ok().or_else(|| feed::parse(plain.trim(), utc));
    match date {
        Some(_) => _ = row.take(name),
        None => notes.push(NoteKind::DateImpossible { text }),
    }
    date
}

fn text(
    row: &mut Row,
    post: &mut Post,
    census: &mut Census,
    notes: &mut Vec<NoteKind>,
    intake: &Intake,
) -> io::Result<()> {
    let (mut markdown, mut html) = (row.take_text("contentMarkdown"), None);
    match row.take("content") {
        Some(Value::String(text)) if !text.trim().is_empty() => html = Some(text),
        Some(Value::Object(mut content)) => {
            markdown = markdown.or_else(|| string(&mut content, "markdown"));
            html = string(&mut content, "html");
            if !content.is_empty() {
                post.extra.insert("hashnode:content", Value::Object(content));
            }
        }
        _ => {}
    }
    let Some(markdown) = markdown else {
        if let Some(html) = html {
            notes.push(NoteKind::DataUnreadable { what: "`contentMarkdown`".into() });
            post.content = Some(Box::new(Content::html(intake.body(&html)?)));
        }
        return Ok(());
    };
    // What the platform made of it is kept, too.
    html.into_iter().for_each(|html| _ = post.extra.insert("hashnode:content", html));
    let body = front::split(&markdown).map_or(markdown.as_str(), |(_, rest)| rest);
    let linked = embed::with_links(body, Syntax::Hashnode, &mut |tag| {
        *census.markup.entry(("tag", tag.to_owned())).or_default() += 1;
    });
    let made = to_html(&without_alignment(&linked), Dialect::Extended);
    let (original, html) = (intake.body(&markdown)?, intake.body(&made)?);
    let content = Content::new(MediaType::new("text/markdown"), original, html);
    post.content = Some(Box::new(content));
    Ok(())
}

/// `![](a.png align="center")` is no Markdown: how a picture is aligned is left out.
fn without_alignment(text: &str) -> Cow<'_, str> {
    const MARK: &str = " align=\"";
    if !text.contains(MARK) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        let word = after.bytes().take_while(u8::is_ascii_lowercase).count();
        let is_picture = before.rfind("](").is_some_and(|at| !before[at..].contains([')', '\n']));
        match after[word..].strip_prefix("\")").filter(|_| is_picture) {
            Some(behind) => {
                out.push(')');
                rest = behind;
            }
            None => {
                out.push_str(MARK);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn string(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    match fields.remove(name)? {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        Value::Null => None,
        other => {
            fields.insert(name.to_owned(), other);
            None
        }
    }
}

/// An address that stands in a field, or in the `url` of one.
fn address_in(row: &mut Row, name: &str) -> Option<String> {
    match row.take(name)? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Object(mut fields) => {
            let address = string(&mut fields, "url");
            if !fields.is_empty() {
                row.put(name, Value::Object(fields));
            }
            address
        }
        other => {
            row.put(name, other);
            None
        }
    }
}

fn counts(row: &mut Row, post: &mut Post) {
    let mut number = |names: &[&str]| {
        let number = names.iter().find_map(|name| row.take_number(name));
        number.and_then(|it| u64::try_from(it).ok())
    };
    let mut counts = Counts::default();
    counts.views = number(&["views"]);
    counts.likes = number(&["reactionCount", "totalReactions"]);
    counts.comments = number(&["responseCount", "replyCount"]);
    if counts != Counts::default() {
        post.counts = Some(Box::new(counts));
    }
}

/// Where the post was first published, if that is elsewhere.
fn canonical(row: &mut Row, post: &mut Post) {
    let mut address = row.take_text("canonicalUrl");
    if let Some(value) = row.take("isRepublished") {
        let first = value.get("originalArticleURL").and_then(Value::as_str);
        address = address.or_else(|| first.filter(|it| !it.is_empty()).map(str::to_owned));
        post.extra.insert("hashnode:isRepublished", value);
    }
    if let Some(address) = address {
        post.links.push(Link::new("canonical", address));
    }
}

fn series(row: &mut Row, post: &mut Post) -> Option<Series> {
    let value = row.take("series")?;
    let (id, name) = match &value {
        Value::String(id) => (Some(id.clone()), None),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
            (text("id").or_else(|| text("_id")).or_else(|| text("slug")), text("name"))
        }
        _ => (None, None),
    };
    let Some(id) = id.or_else(|| name.clone()).filter(|id| !id.is_empty()) else {
        row.put("series", value);
        return None;
    };
    let mut series = Series::new(SeriesId::new(id), SeriesKind::Sequence);
    series.title = name;
    post.series.push(SeriesPart::new(series.id.clone()));
    if value.is_object() {
        series.extra.insert("hashnode:series", value);
    }
    Some(series)
}

fn author(row: &mut Row, source: &Provenance, found: &mut Found) {
    match row.take("author") {
        Some(Value::Object(mut fields)) => {
            let handle = string(&mut fields, "username");
            let id = handle
                .clone()
                .or_else(|| string(&mut fields, "_id"))
                .or_else(|| string(&mut fields, "id"));
            let name = string(&mut fields, "name");
            let Some(id) = id.or_else(|| name.clone()) else {
                if !fields.is_empty() {
                    row.put("author", fields);
                }
                return;
            };
            let mut author = Author::new(AuthorId::new(id));
            (author.handle, author.name) = (handle, name);
            author.email = string(&mut fields, "email");
            if let Some(picture) =
                string(&mut fields, "photo").or_else(|| string(&mut fields, "profilePicture"))
            {
                let asset = asset_at(&picture, source);
                author.image = Some(asset.id.clone());
                found.assets.push(asset);
            }
            for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
                author.extra.insert(["hashnode:", &name].concat(), value);
            }
            found.authors.push(author);
        }
        // Only the number of the user's row: nobody's name.
        Some(other) => row.put("author", other),
        None => {}
    }
}

/// Tags with names. Such as are numbers of rows only say nothing to anybody, and are kept.
fn tags(row: &mut Row, found: &mut Found) {
    let Some(value) = row.take("tags") else { return };
    let Value::Array(tags) = value else {
        row.put("tags", value);
        return;
    };
    let mut numbers = Vec::new();
    for tag in tags {
        let text = |name: &str| tag.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
        let bare = tag.as_str().filter(|name| !is_number(name));
        let name = bare.or_else(|| text("name")).or_else(|| text("slug")).map(str::trim);
        let Some(name) = name.filter(|name| !name.is_empty()).map(str::to_owned) else {
            numbers.push(tag);
            continue;
        };
        let slug = text("slug").map(str::to_owned);
        let mut term =
            Term::new(TermId::new(slug.as_deref().unwrap_or(&name)), TermKind::Tag, name);
        term.slug = slug;
        found.terms.push(term);
    }
    if !numbers.is_empty() {
        row.put("tags", numbers);
    }
}

/// Whether a text is the number of a row: 24 hexadecimal digits.
fn is_number(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_lose_their_alignment() {
        let text = "![a](b.png align=\"center\") and align=\"left\" [x](y) z align=\"right\")";
        assert_eq!(
            without_alignment(text),
            "![a](b.png) and align=\"left\" [x](y) z align=\"right\")"
        );
    }

    #[test]
    fn dates_of_scripts_are_read() {
        let text = r#"{"a":"Tue Mar 05 2024 09:00:00 GMT+0900 (Korean Standard Time)","b":"2024-03-05T00:00:00.000Z","c":"soon","d":1709596800000}"#;
        let mut row = Row::read(text.as_bytes(), &mut crate::xml::Repairs::default()).unwrap();
        let mut date = |name| dated(&mut row, name, &mut Vec::new()).map(|it| it.at().timestamp());
        assert_eq!(
            [date("a"), date("b"), date("c"), date("d")],
            [Some(1_709_596_800), Some(1_709_596_800), None, Some(1_709_596_800)]
        );
    }
}
