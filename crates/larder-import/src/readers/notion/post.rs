//! From a page to a post.

use std::{collections::HashSet, io, sync::Arc};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Content, NoteKind, Post, PostKind, Provenance, Status, Term,
    TermId, TermKind, Timestamp, Visibility, Zone,
};

use super::{
    date,
    index::Index,
    link, name,
    page::Page,
    property::{Meaning, Property},
};
use crate::{
    Intake, Source,
    collect::{Census, Found, asset_at},
};

/// What is known around a page.
pub(super) struct Around<'a> {
    pub(super) index: &'a Index,
    /// The number of the page.
    pub(super) at: usize,
    /// What the row of its database says.
    pub(super) row: &'a [Property],
    pub(super) source: &'a dyn Source,
}

/// Makes the post of a page whose whole text is `text`. Fails when the spool does.
pub(super) fn make(
    page: Page,
    text: &str,
    around: &Around<'_>,
    census: &mut Census,
    intake: &mut Intake,
) -> io::Result<Found> {
    let known = &around.index.pages[around.at];
    let entry = &around.source.entries()[known.place].name;
    let form = if known.is_markdown { "notion-markdown" } else { "notion-html" };
    let mut post = Post::new(known.id.clone());
    post.source = vec![Provenance::new(Arc::clone(entry), form)];
    post.parent = known.parent.map(|parent| around.index.pages[parent].id.clone());
    let cut = name::of(entry).title;
    let title = page.title.or_else(|| known.title.clone());
    post.title = title.or_else(|| Some(cut.to_owned()).filter(|cut| !cut.is_empty()));
    post.summary = page.description;
    if let Some(html) = page.html {
        let (original, html) = (intake.body(text)?, intake.body(&html)?);
        post.content = Some(Box::new(Content::new(page.media_type, original, html)));
    }
    page.icon.into_iter().for_each(|icon| _ = post.extra.insert("notion:icon", icon));
    if let Some(database) = known.database.map(|at| &around.index.databases[at]) {
        post.extra.insert("notion:database", database.title.as_str());
    }
    let mut found = Found::new(post, known.place, intake.file(known.place));
    if let Some(cover) = page.cover {
        let cover = asset(&cover, &found.post, around);
        found.post.cover = Some(cover.id.clone());
        found.assets.push(cover);
    }
    for (block, count) in page.blocks {
        *census.markup.entry(("block", block.to_owned())).or_default() += count;
    }
    if page.deep_tags > 0 {
        let count = page.deep_tags as u64;
        found.notes.push(NoteKind::NestingCut { output: entry.to_string(), count });
    }
    let mut properties = page.properties;
    let names: HashSet<&str> = properties.iter().map(|it| it.name.as_str()).collect();
    let is_new = |row: &&Property| !names.contains(row.name.as_str());
    let more: Vec<Property> = around.row.iter().filter(is_new).cloned().collect();
    properties.extend(more);
    apply(&properties, &mut found, around.index, census);
    attach(&properties, &mut found, around);
    let is_dated = |it: &Property| it.meaning() == Meaning::Created && !it.text().is_empty();
    let has_date = found.post.published.is_some() || properties.iter().any(is_dated);
    found.post.kind = match known.database.is_some() || has_date {
        true => PostKind::Post,
        false => PostKind::Page,
    };
    Ok(found)
}

/// Applies the columns of a row. What none of them means anything for is kept under its name.
pub(super) fn apply(
    properties: &[Property],
    found: &mut Found,
    index: &Index,
    census: &mut Census,
) {
    for property in properties {
        let text = property.text();
        let is_taken = match property.meaning() {
            _ if text.is_empty() => true,
            Meaning::Published if found.post.published.is_none() => {
                found.post.published = dated(property, found, census);
                false
            }
            Meaning::Edited if found.post.updated.is_none() => {
                found.post.updated = dated(property, found, census);
                false
            }
            Meaning::Tags => terms(property, TermKind::Tag, found),
            Meaning::Category => terms(property, TermKind::Category, found),
            Meaning::Slug if found.post.slug.is_none() => {
                found.post.slug = Some(text);
                true
            }
            Meaning::Summary if found.post.summary.is_none() => {
                found.post.summary = Some(text);
                true
            }
            Meaning::Author => authors(property, found),
            _ => false,
        };
        if !is_taken {
            property.keep(&mut found.post.extra);
        }
    }
    // When a page was made is not when it was published: it only stands under its name.
    // Notion publishes pages one by one, and its exports do not say which. Only the user can say which column tells.
    let told = index.published_by.as_ref().and_then(|by| {
        let property = properties.iter().find(|property| by.is_column(&property.name))?;
        Some(property.list().iter().any(|value| by.is_published(value)))
    });
    match told {
        Some(is_published) => {
            let status = if is_published { Status::Published } else { Status::Draft };
            found.post.status = Some(status);
            found.post.visibility = Some(Visibility::Public);
        }
        None => census.without_visibility += 1,
    }
}

/// The date that a column says. That there is none is noted.
fn dated(property: &Property, found: &mut Found, census: &mut Census) -> Option<Timestamp> {
    let text = property.values.first()?;
    let date = date::parse(text);
    match date {
        None => found.notes.push(NoteKind::DateImpossible { text: text.clone() }),
        Some(date) if date.zone() == Zone::Assumed => {
            *census.zones_assumed.entry(date.at().offset().to_string()).or_default() += 1;
        }
        Some(_) => {}
    }
    date
}

fn terms(property: &Property, kind: TermKind, found: &mut Found) -> bool {
    for name in property.list() {
        let id = match kind {
            TermKind::Category => TermId::new(["category:", &name].concat()),
            _ => TermId::new(["tag:", &name].concat()),
        };
        found.terms.push(Term::new(id, kind, name));
    }
    true
}

/// Names of people. An address of e-mail is no name: it stays where it is.
fn authors(property: &Property, found: &mut Found) -> bool {
    let names = property.list();
    if names.iter().any(|name| name.contains('@')) {
        return false;
    }
    for name in names {
        let mut author = Author::new(AuthorId::new(name.as_str()));
        author.name = Some(name);
        found.authors.push(author);
    }
    true
}

/// The files of columns.
fn attach(properties: &[Property], found: &mut Found, around: &Around<'_>) {
    let files = properties.iter().filter(|property| property.meaning() == Meaning::Files);
    for address in files.flat_map(|property| &property.values) {
        let asset = asset(address, &found.post, around);
        if !found.post.assets.contains(&asset.id) {
            found.post.assets.push(asset.id.clone());
        }
        found.assets.push(asset);
    }
}

/// The file at an address, which is an entry of the export or somewhere else.
fn asset(address: &str, post: &Post, around: &Around<'_>) -> Asset {
    let source = &post.source[0];
    let file = link::find(around.index, &source.file, address);
    let Some(file) = file.filter(|_| !crate::address::is_web(address)) else {
        return asset_at(address, source);
    };
    let name = &around.source.entries()[file].name;
    let mut asset = Asset::new(AssetId::new(name));
    asset.also_at = vec![address.to_owned(), name::within(name).to_owned()];
    asset.file_name = name.rsplit('/').next().map(str::to_owned);
    asset.source = vec![source.clone()];
    asset
}
