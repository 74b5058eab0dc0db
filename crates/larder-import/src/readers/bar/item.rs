//! One post, as `feed.json` has it and as the page has it.

use std::collections::HashSet;

use larder_core::{
    Asset, AssetId, Author, AuthorId, Body, Content, Enclosure, Link, MediaType, NoteKind, Post,
    PostId, Provenance, Revision, RevisionRole, Status, Term, TermId, TermKind, Timestamp,
    Visibility, Zone, key,
};
use larder_html::text::to_text;
use serde_json::Value;

use super::{files::Files, page::Entry};
use crate::{
    address, date,
    markdown::{self, Dialect},
    row::Row,
    xml::Repairs,
};

/// What was made of a post.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) post: Post,
    pub(super) authors: Vec<Author>,
    pub(super) terms: Vec<Term>,
    pub(super) assets: Vec<Asset>,
    pub(super) notes: Vec<NoteKind>,
    /// How many dates say no zone.
    pub(super) zones: u64,
    /// The terms that are there.
    known: HashSet<TermId>,
}

/// A post of an archive: what is in one was public.
fn begin(id: PostId, source: &Provenance) -> Made {
    let mut post = Post::new(id);
    post.status = Some(Status::Published);
    post.visibility = Some(Visibility::Public);
    post.source = vec![source.clone()];
    Made {
        post,
        authors: Vec::new(),
        terms: Vec::new(),
        assets: Vec::new(),
        notes: Vec::new(),
        zones: 0,
        known: HashSet::new(),
    }
}

/// Reads an item of `feed.json`. Fails with what was found if it is no object, or none that can be read.
pub(super) fn read(
    raw: &[u8],
    files: &Files,
    source: &Provenance,
    repairs: &mut Repairs,
) -> Result<Made, String> {
    let mut row = Row::read(raw, repairs)?;
    let (id, url) = (row.take_text("id"), row.take_text("url"));
    let id = match id.as_ref().or(url.as_ref()) {
        Some(id) => PostId::new(id.as_str()),
        None => PostId::derived(&["bar", &larder_core::Digest::of(raw).to_string()]),
    };
    let mut made = begin(id, source);
    made.post.permalink = url.or_else(|| id_address(&made.post.id));
    made.post.title = row.take_text("title");
    made.post.summary = row.take_text("summary");
    made.post.language = row.take_text("language").map(|it| it.replace('_', "-").into());
    if let Some(external) = row.take_text("external_url") {
        made.post.links.push(Link::new("related", external));
    }
    made.post.published = when(&mut row, "date_published", &mut made);
    made.post.updated = when(&mut row, "date_modified", &mut made);
    made.post.content = content(&mut row).map(Box::new);
    made.authors = authors(&mut row, files, source, &mut made.assets);
    tags(&mut row, &mut made);
    attachments(&mut row, files, source, &mut made);
    if let Some(image) = row.take_text("image") {
        let asset = files.asset(&image, source);
        made.post.cover = Some(asset.id.clone());
        made.assets.push(asset);
    }
    row.keep_as("bar", &mut made.post.extra);
    Ok(made)
}

/// Makes a post of what only the page has.
pub(super) fn from_page(entry: &Entry, source: &Provenance) -> Made {
    let id = match &entry.url {
        Some(url) => PostId::new(url.as_str()),
        None => {
            let (title, text) = (entry.title.as_deref(), entry.content.as_deref());
            let facts = [entry.published.as_deref(), title, text].map(Option::unwrap_or_default);
            PostId::derived(&["bar", facts[0], facts[1], facts[2]])
        }
    };
    let mut made = begin(id, source);
    made.post.permalink = entry.url.clone().filter(|it| address::is_web(it));
    fill(entry, source, &mut made);
    made
}

/// Adds what the page has and `feed.json` has not, and says in what they disagree.
pub(super) fn fill(entry: &Entry, source: &Provenance, made: &mut Made) {
    if !made.post.source.contains(source) {
        made.post.source.push(source.clone());
    }
    let disagree = |field: &str, taken: &str, other: &str| NoteKind::SourcesDisagree {
        field: field.to_owned(),
        taken: taken.to_owned(),
        other: other.to_owned(),
    };
    match (&made.post.title, &entry.title) {
        (None, Some(_)) => made.post.title.clone_from(&entry.title),
        (Some(taken), Some(other)) if words(taken) != words(other) => {
            made.notes.push(disagree("title", taken, other));
        }
        _ => {}
    }
    for (name, stated) in [("published", &entry.published), ("updated", &entry.updated)] {
        let Some(text) = stated else { continue };
        let read = date::iso_or_utc(text).ok();
        let field = match name {
            "published" => &mut made.post.published,
            _ => &mut made.post.updated,
        };
        match (*field, read) {
            (None, Some(time)) => {
                made.zones += u64::from(time.zone() == Zone::Assumed);
                *field = Some(time);
            }
            (Some(taken), Some(other)) if taken.at() != other.at() => {
                let (taken, other) = (taken.to_rfc3339(), other.to_rfc3339());
                made.notes.push(disagree(name, &taken, &other));
            }
            (_, None) => made.notes.push(NoteKind::DateImpossible { text: text.clone() }),
            _ => {}
        }
    }
    for name in &entry.tags {
        tag(name, made);
    }
    let Some(html) = &entry.content else { return };
    let Some(content) = &made.post.content else {
        made.post.content = Some(Box::new(Content::html(Body::inline(html.clone()))));
        return;
    };
    let taken = content.html.text().unwrap_or_default();
    if words(&to_text(&taken)) == words(&to_text(html)) {
        return;
    }
    made.notes.push(NoteKind::CapturesDiffer { other: source.file.to_string() });
    let mut other = Revision::new(RevisionRole::Differs, source.clone());
    other.title.clone_from(&entry.title);
    other.content = Some(Content::html(Body::inline(html.clone())));
    made.post.revisions.push(other);
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn id_address(id: &PostId) -> Option<String> {
    Some(id.as_str().to_owned()).filter(|it| address::is_web(it))
}

/// The source is Markdown, or HTML, which Markdown lets through; what the blog made of it stands beside it.
fn content(row: &mut Row) -> Option<Content> {
    let mut text = |name: &str| match row.take(name)? {
        Value::String(text) => Some(text),
        other => {
            row.put(name, other);
            None
        }
    };
    let (plain, html) = (text("content_text"), text("content_html"));
    match (plain, html) {
        (None, None) => None,
        (None, Some(html)) => Some(Content::html(Body::inline(html))),
        (Some(plain), html) => {
            let html = html.unwrap_or_else(|| markdown::to_html(&plain, Dialect::Extended));
            let markdown = MediaType::new("text/markdown");
            Some(Content::new(markdown, Body::inline(plain), Body::inline(html)))
        }
    }
}

/// A date. One that cannot be is noted and stays.
fn when(row: &mut Row, name: &str, made: &mut Made) -> Option<Timestamp> {
    let text = row.take_text(name)?;
    if let Ok(time) = date::iso_or_utc(text.trim()) {
        made.zones += u64::from(time.zone() == Zone::Assumed);
        return Some(time);
    }
    made.notes.push(NoteKind::DateImpossible { text: text.clone() });
    row.put(name, text);
    None
}

/// Who wrote a post, or the blog: a list since version 1.1, one before.
pub(super) fn authors(
    row: &mut Row,
    files: &Files,
    source: &Provenance,
    assets: &mut Vec<Asset>,
) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    let mut known = HashSet::new();
    for name in ["authors", "author"] {
        let values = match row.take(name) {
            Some(Value::Array(all)) => all,
            Some(one) => vec![one],
            None => continue,
        };
        let mut odd = Vec::new();
        for value in values {
            match author(&value, files, source, assets) {
                Some(author) if known.insert(author.id.clone()) => authors.push(author),
                Some(_) => {}
                None => odd.push(value),
            }
        }
        if !odd.is_empty() {
            row.put(name, odd);
        }
    }
    authors
}

fn author(
    value: &Value,
    files: &Files,
    source: &Provenance,
    assets: &mut Vec<Asset>,
) -> Option<Author> {
    let fields = value.as_object()?;
    let text = |name: &str| {
        let text = fields.get(name)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let (name, url) = (text("name"), text("url"));
    let id = url.clone().or_else(|| name.clone())?;
    let mut author = Author::new(AuthorId::new(id));
    (author.name, author.url) = (name, url);
    if let Some(avatar) = text("avatar") {
        let asset = files.asset(&avatar, source);
        author.image = Some(asset.id.clone());
        assets.push(asset);
    }
    for (name, value) in fields {
        if !["name", "url", "avatar"].contains(&&**name) && !value.is_null() {
            author.extra.insert(format!("bar:{name}"), value.clone());
        }
    }
    Some(author)
}

fn tags(row: &mut Row, made: &mut Made) {
    let Some(value) = row.take("tags") else { return };
    let Value::Array(all) = value else { return row.put("tags", value) };
    let (names, odd): (Vec<_>, Vec<_>) = all.into_iter().partition(Value::is_string);
    names.iter().filter_map(Value::as_str).for_each(|name| tag(name, made));
    if !odd.is_empty() {
        row.put("tags", odd);
    }
}

/// A tag; one that is there already says nothing new.
fn tag(name: &str, made: &mut Made) {
    let id = TermId::new(["tag:", &key::name(name.trim())].concat());
    if !name.trim().is_empty() && made.known.insert(id.clone()) {
        made.terms.push(Term::new(id, TermKind::Tag, name.trim()));
    }
}

fn attachments(row: &mut Row, files: &Files, source: &Provenance, made: &mut Made) {
    let Some(value) = row.take("attachments") else { return };
    let all = if let Value::Array(all) = value { all } else { vec![value] };
    let mut odd = Vec::new();
    for value in all {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        let Some(url) = text("url").filter(|it| !it.trim().is_empty()) else {
            odd.push(value);
            continue;
        };
        let mut asset = files.asset(&url, source);
        let mut enclosure = Enclosure::new(url.trim_start_matches('/'));
        if url.starts_with("//") {
            enclosure.url.clone_from(&url);
        }
        enclosure.media_type = text("mime_type");
        enclosure.title = text("title");
        enclosure.length = number("size_in_bytes").filter(|it| *it > 0);
        enclosure.seconds = number("duration_in_seconds");
        enclosure.asset = Some(asset.id.clone());
        asset.media_type.clone_from(&enclosure.media_type);
        made.post.enclosures.push(enclosure);
        made.assets.push(asset);
        let known = ["url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"];
        if value.as_object().is_some_and(|it| it.keys().any(|it| !known.contains(&&**it))) {
            odd.push(value);
        }
    }
    if !odd.is_empty() {
        row.put("attachments", odd);
    }
}

/// The id of the picture of a blog.
pub(super) fn picture(
    row: &mut Row,
    files: &Files,
    source: &Provenance,
    assets: &mut Vec<Asset>,
) -> Option<AssetId> {
    let address = row.take_text("icon")?;
    let asset = files.asset(&address, source);
    let id = asset.id.clone();
    assets.push(asset);
    Some(id)
}
