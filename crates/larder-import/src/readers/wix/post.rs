//! From a row to a post.

use std::{collections::HashSet, io, sync::Arc};

use chrono::{FixedOffset, Offset, Utc};
use larder_core::{
    Author, AuthorId, Content, EntryId, MediaType, NoteKind, Post, PostId, Provenance, Status,
    Term, TermId, TermKind, Timestamp, Visibility, Zone,
};
use larder_html::escape;
use serde_json::Value;

use super::ricos;
use crate::{
    Intake,
    collect::{Census, Found, asset_at},
    date::feed,
    table::Row,
};

/// What is known around a row.
pub(super) struct Around<'a> {
    pub(super) name: &'a Arc<str>,
    pub(super) place: usize,
    pub(super) item: EntryId,
    /// The address of the blog.
    pub(super) home: Option<&'a str>,
}

/// Makes a post. Fails when the spool does.
pub(super) fn make(
    mut row: Row,
    around: &Around<'_>,
    census: &mut Census,
    intake: &Intake,
) -> io::Result<Found> {
    let mut post = Post::new(id(&mut row));
    let source = Provenance::new(Arc::clone(around.name), "wix");
    post.source = vec![source.clone()];
    let mut notes = row.notes();
    post.title = row.take("Title");
    post.summary = row.take("Excerpt");
    post.slug = row.take("Slug");
    post.published = dated(&mut row, "Published Date", census, &mut notes);
    post.updated = dated(&mut row, "Last Published Date", census, &mut notes);
    visibility(&row, &mut post, census);
    address(&mut row, around.home, &mut post);
    text(&mut row, &mut post, census, &mut notes, intake)?;
    let mut found = Found::new(post, around.place, around.item);
    found.line = Some(row.line);
    found.notes = notes;
    if let Some(cover) = row.take("Cover Image") {
        let mut asset = asset_at(cover.trim(), &source);
        asset.width = asset.width.or_else(|| stated(&cover, "originWidth="));
        asset.height = asset.height.or_else(|| stated(&cover, "originHeight="));
        found.post.cover = Some(asset.id.clone());
        found.assets.push(asset);
    }
    author(&mut row, &mut found);
    terms(&mut row, &mut found);
    let surplus = std::mem::take(&mut row.surplus);
    if !surplus.is_empty() {
        found.post.extra.insert("wix:surplus", surplus);
    }
    for (name, value) in row.rest() {
        found.post.extra.insert(["wix:", &name].concat(), value);
    }
    Ok(found)
}

/// The id: that of the post, else that of its row.
fn id(row: &mut Row) -> PostId {
    if let Some(id) = row.take("ID").or_else(|| row.take("Internal ID")) {
        return PostId::new(id.trim());
    }
    PostId::derived(&["wix", row.text("Slug"), row.text("Title"), row.text("Plain Content")])
}

/// A number in the fragment of an address.
fn stated(address: &str, name: &str) -> Option<u32> {
    let (_, rest) = address.split_once(name)?;
    rest.split('&').next()?.trim().parse().ok()
}

/// A post without a date of publication is a draft; what is no date says nothing, nor does a row whose values may be in wrong
/// columns.
fn visibility(row: &Row, post: &mut Post, census: &mut Census) {
    post.status = match row.text("Published Date").trim() {
        _ if post.published.is_some() => Some(Status::Published),
        "" => Some(Status::Draft),
        _ => None,
    };
    census.without_status += u64::from(post.status.is_none());
    post.visibility = (!row.is_odd()).then_some(Visibility::Public);
    census.without_visibility += u64::from(post.visibility.is_none());
}

fn dated(
    row: &mut Row,
    name: &str,
    census: &mut Census,
    notes: &mut Vec<NoteKind>,
) -> Option<Timestamp> {
    let text = row.text(name).trim().to_owned();
    if text.is_empty() {
        return None;
    }
    let utc: FixedOffset = Utc.fix();
    let Some(date) = feed::parse(&text, utc) else {
        notes.push(NoteKind::DateImpossible { text });
        return None;
    };
    row.take(name);
    if date.zone() == Zone::Assumed {
        *census.zones_assumed.entry(date.at().offset().to_string()).or_default() += 1;
    }
    Some(date)
}

/// The address, which is a path of the blog.
fn address(row: &mut Row, home: Option<&str>, post: &mut Post) {
    let Some(path) = row.take("Post Page URL") else { return };
    let home = home.and_then(|home| url::Url::parse(home).ok());
    let address = match crate::address::is_web(&path) {
        true => Some(path.clone()),
        false => home.and_then(|home| home.join(&path).ok()).map(String::from),
    };
    match address {
        Some(address) => post.permalink = Some(address),
        None => _ = post.extra.insert("wix:Post Page URL", path),
    }
}

/// The text: the tree, or what is left of it in plain text.
fn text(
    row: &mut Row,
    post: &mut Post,
    census: &mut Census,
    notes: &mut Vec<NoteKind>,
    intake: &Intake,
) -> io::Result<()> {
    let rich = row.take("Rich Content");
    if let Some(rich) = &rich {
        if let Some(made) = ricos::to_html(rich) {
            for (block, count) in made.blocks {
                *census.markup.entry(("block", block)).or_default() += count;
            }
            notes.extend(made.notes);
            let (original, html) = (intake.body(rich)?, intake.body(&made.html)?);
            post.content = Some(Box::new(Content::new(MediaType::JSON, original, html)));
            return Ok(());
        }
        notes.push(NoteKind::DataUnreadable { what: "`Rich Content`".into() });
        post.extra.insert("wix:Rich Content", rich.as_str());
    }
    if let Some(plain) = row.take("Plain Content") {
        let (original, html) = (intake.body(&plain)?, intake.body(&escape::paragraphs(&plain))?);
        post.content = Some(Box::new(Content::new(MediaType::PLAIN, original, html)));
    }
    Ok(())
}

/// Who wrote it, if it is a name and not the number of a member.
fn author(row: &mut Row, found: &mut Found) {
    let name = row.text("Author").trim().to_owned();
    if name.is_empty() || is_number(&name) {
        return;
    }
    row.take("Author");
    let mut author = Author::new(AuthorId::new(name.as_str()));
    match name.contains('@') {
        true => {
            author.id = AuthorId::derived(&["wix", &name]);
            author.email = Some(name);
        }
        false => author.name = Some(name),
    }
    found.authors.push(author);
}

/// Categories and tags by name. Numbers of rows are no names: the table does not say what they mean, and they are kept.
fn terms(row: &mut Row, found: &mut Found) {
    let columns = [
        ("Main Category", TermKind::Category, "category:"),
        ("Categories", TermKind::Category, "category:"),
        ("Tags", TermKind::Tag, "tag:"),
    ];
    // The main category is one of the categories, too.
    let mut known = HashSet::new();
    for (column, kind, prefix) in columns {
        let Some(value) = row.take(column) else { continue };
        let (names, numbers): (Vec<String>, Vec<String>) =
            list(&value).into_iter().partition(|name| !is_number(name));
        for name in names {
            let term = Term::new(TermId::new([prefix, &name].concat()), kind, name);
            if known.insert(term.id.clone()) {
                found.terms.push(term);
            }
        }
        if !numbers.is_empty() {
            found.post.extra.insert(["wix:", column].concat(), numbers);
        }
    }
}

/// The texts of a list in JSON; of anything else, itself.
fn list(value: &str) -> Vec<String> {
    let texts = match serde_json::from_str::<Value>(value) {
        Ok(Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect(),
        _ => vec![value.to_owned()],
    };
    let texts = texts.into_iter().map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// Whether a text is the number of a row: 24 hexadecimal digits, or 32 in five groups.
fn is_number(text: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    matches!(text.len(), 24 | 36) && is_hex(text)
}
