//! A page as a post.

use std::sync::Arc;

use larder_core::{
    Audience, Author, AuthorId, Claim, Content, Direction, EntryId, MediaType, Neighbour, NoteKind,
    Post, PostId, Provenance, Scope, Series, SeriesId, SeriesKind, SeriesPart, Status, Term,
    TermId, TermKind, Timestamp, Translation, Visibility,
};
use serde_json::json;
use url::Url;

use super::{
    dates,
    pages::{Read, Rest},
    unpack::Known,
};
use crate::{
    collect::{Found, asset_at},
    unique::hashed,
    web::{Claims, Hidden, InSeries, Nested, Told},
};

/// What the pages of one blog have in common, and is said of the blog.
#[derive(Debug, Default)]
pub(super) struct Common {
    /// The language of nearly all pages.
    pub(super) language: Option<String>,
    /// The hash of the address of the picture that stands for most pages: it is the blog's, and no post's.
    pub(super) cover: Option<u64>,
    /// What most titles end with, with what stands before it.
    pub(super) suffix: Option<String>,
}

/// The id of a post: its address, or what its bytes are.
fn id(read: &Read, known: &Known) -> PostId {
    match &read.page.address {
        // The address of most pages is the one that they were captured from, which is in memory anyway.
        Some(told) if known.address.as_deref() == Some(&told.value) => {
            PostId::new(known.address.clone().unwrap_or_default())
        }
        Some(told) => PostId::new(told.value.as_str()),
        None => PostId::derived(&["web", &read.sha256.to_string()]),
    }
}

/// Makes a post of a page, with what was [put aside](Rest) of it.
pub(super) fn found(
    read: Read,
    mut rest: Rest,
    name: &Arc<str>,
    known: &Known,
    item: EntryId,
    common: &Common,
) -> Found {
    let id = id(&read, known);
    let Read { place, page, original, html, sha256, encoding, .. } = read;
    let mut provenance = Provenance::new(Arc::clone(name), "page");
    (provenance.sha256, provenance.encoding) = (Some(sha256), encoding);
    provenance.offset = known.offset;
    let mut post = Post::new(id);
    (post.status, post.visibility) = shown(rest.hidden);
    let captured = known.address.iter().map(|it| &**it);
    let captured = captured.chain(page.address.as_ref().map(|told| told.value.as_str()));
    if rest.hidden.is_none() && captured.into_iter().any(is_preview) {
        (post.status, post.visibility) = shown(Some(Hidden::Draft));
    }
    post.audience = (rest.hidden == Some(Hidden::Paid)).then_some(Audience::Paid);
    post.permalink = page.address.as_ref().map(|told| told.value.clone());
    post.old_addresses.extend(page.also_at.iter().cloned());
    post.slug = post.permalink.as_deref().and_then(slug);
    post.title = rest.claims.titles.first().map(|told| match &*told.signal {
        "title" => bare(&told.value, common.suffix.as_deref()),
        _ => told.value.clone(),
    });
    // What its page says is kept with the claims, whatever it is.
    let claims = rest.claims.record();
    let later = dates::without_later(&mut rest.claims.published, known.captured);
    dates::without_later(&mut rest.claims.updated, known.captured);
    post.published = rest.claims.published.first().map(|told| told.value);
    post.updated = rest.claims.updated.first().map(|told| told.value);
    let language = rest.claims.language.as_ref().map(|told| told.value.clone());
    post.language =
        language.filter(|it| common.language.as_ref() != Some(it)).map(String::into_boxed_str);
    for (direction, met) in [(Direction::Previous, &rest.previous), (Direction::Next, &rest.next)] {
        let Some(met) = met else { continue };
        let mut neighbour = Neighbour::new(direction, Scope::Blog);
        (neighbour.title, neighbour.url) = (met.title.clone(), Some(met.address.clone()));
        post.neighbours.push(neighbour);
    }
    for (language, url) in &rest.translations {
        if post.permalink.as_ref() != Some(url) {
            let mut translation = Translation::new(language.clone());
            translation.url = Some(url.clone());
            post.translations.push(translation);
        }
    }
    for told in &rest.claims.series {
        let mut part = SeriesPart::new(series(&told.value).id);
        part.number = told.value.number.map(Claim::stated);
        post.series.push(part);
    }
    let mut found = Found::new(post, place, item);
    found.notes.clone_from(&page.notes);
    found.notes.extend(later);
    found.notes.extend(disagreement(&rest.claims.published));
    let left = rest.left_out;
    if left.characters + left.pictures + left.links > 0 {
        let (characters, pictures, links) = (left.characters, left.pictures, left.links);
        found.notes.push(NoteKind::PageLeftOut { characters, pictures, links });
    }
    found.authors = authors(&rest.claims);
    if found.authors.is_empty() {
        found.notes.push(NoteKind::AuthorMissing);
    }
    found.terms =
        [(TermKind::Category, &rest.claims.categories), (TermKind::Tag, &rest.claims.tags)]
            .into_iter()
            .flat_map(|(kind, names)| names.iter().map(move |told| term(kind, &told.value)))
            .map(|term| within(term, rest.claims.nested.as_ref()))
            .collect();
    let cover = rest
        .claims
        .cover
        .as_ref()
        .map(|told| &told.value)
        .filter(|it| common.cover != Some(hashed(it)));
    if let Some(cover) = cover.filter(|it| crate::address::is_web(it)) {
        let asset = asset_at(cover, &provenance);
        found.post.cover = Some(asset.id.clone());
        found.assets.push(asset);
    }
    let extra = &mut found.post.extra;
    if let Some(claims) = claims {
        extra.insert("web:claims", claims);
    }
    if let Some(told) = &page.address {
        extra.insert("web:address", json!({ "value": told.value, "signal": told.signal }));
    }
    if let Some(captured) = known.captured {
        extra.insert("web:captured", captured.to_rfc3339());
    }
    extra.insert("web:found-by", page.found_by);
    found.post.content = Some(Box::new(Content::new(MediaType::new("text/html"), original, html)));
    found.post.source = vec![provenance];
    found
}

/// A series as the page of a part names it.
pub(super) fn series(told: &InSeries) -> Series {
    let known = told.address.as_deref().unwrap_or(&told.title);
    let mut series =
        Series::new(SeriesId::derived(&["web", "series", known]), SeriesKind::Sequence);
    (series.title, series.url) = (Some(told.title.clone()), told.address.clone());
    series
}

/// What a page shows to whoever captured it was published and public, unless the page itself says otherwise.
fn shown(hidden: Option<Hidden>) -> (Option<Status>, Option<Visibility>) {
    let (status, visibility) = match hidden {
        None => (Status::Published, Visibility::Public),
        Some(Hidden::Private) => (Status::Published, Visibility::Private),
        Some(Hidden::Password) => (Status::Published, Visibility::Password),
        Some(Hidden::Friends) => (Status::Published, Visibility::Friends),
        // For whom it is, its audience says.
        Some(Hidden::Paid) => (Status::Published, Visibility::Public),
        Some(Hidden::Draft) => (Status::Draft, Visibility::Private),
        Some(Hidden::Pending) => (Status::Pending, Visibility::Private),
        Some(Hidden::Scheduled) => (Status::Scheduled, Visibility::Private),
    };
    (Some(status), Some(visibility))
}

/// Whether an address shows a post to its author before it is published.
fn is_preview(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let names = ["preview", "preview_id", "preview_nonce", "token", "sk"];
    let is_uuid =
        |part: &str| part.len() == 36 && part.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let mut parts = path.split('/').skip(3).filter(|it| !it.is_empty()).peekable();
    let is_of_platform = match parts.peek() {
        Some(&("wp-admin" | "manage" | "ghost")) => true,
        Some(&"p") => path.rsplit('/').find(|it| !it.is_empty()).is_some_and(is_uuid),
        _ => path.ends_with("/edit") || path.contains("/post-preview"),
    };
    is_of_platform
        || query.split('&').any(|pair| names.contains(&pair.split('=').next().unwrap_or_default()))
}

/// The last part of the address of a post, decoded.
pub(super) fn slug(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let last = url.path_segments()?.rfind(|part| !part.is_empty())?;
    let bare = last.strip_suffix(".html").or_else(|| last.strip_suffix(".htm")).unwrap_or(last);
    let slug = crate::percent_decode_name(bare);
    let is_word = slug.chars().any(|it| !it.is_ascii_digit());
    (is_word && !slug.contains('.')).then_some(slug)
}

/// A title without what the blog adds to all of them.
fn bare(title: &str, suffix: Option<&str>) -> String {
    let bare = suffix.and_then(|suffix| title.strip_suffix(suffix)).map(str::trim);
    bare.filter(|it| !it.is_empty()).unwrap_or(title).to_owned()
}

/// That two places state dates more than a day apart.
fn disagreement(published: &[Told<Timestamp>]) -> Option<NoteKind> {
    let first = published.first()?;
    let day = |told: &Told<Timestamp>| told.value.at().timestamp();
    let other =
        published.iter().skip(1).find(|other| (day(first) - day(other)).abs() > 36 * 3600)?;
    Some(NoteKind::SourcesDisagree {
        field: "published".into(),
        taken: first.value.to_rfc3339(),
        other: format!("{} ({})", other.value.to_rfc3339(), other.signal),
    })
}

fn authors(claims: &Claims) -> Vec<Author> {
    let Some(names) = claims.authors.first() else { return Vec::new() };
    let of_only = claims.author_address.as_ref().map(|told| &told.value);
    let of_only = of_only.filter(|it| names.value.len() == 1 && crate::address::is_web(it));
    let author = |name: &String| {
        let mut author = Author::new(AuthorId::derived(&["web", name]));
        let own = claims.author_pages.iter().find(|(of, _)| of == name).map(|(_, page)| page);
        (author.name, author.url) = (Some(name.clone()), own.or(of_only).cloned());
        author
    };
    names.value.iter().map(author).collect()
}

/// A category in the one above it, where it is in one.
fn within(mut term: Term, nested: Option<&Nested>) -> Term {
    let is_it = |it: &&Nested| term.kind == TermKind::Category && it.label == term.name;
    if let Some(nested) = nested.filter(is_it) {
        term.parent = Some(above(nested).id);
        term.name.clone_from(&nested.name);
    }
    term
}

/// The category above another one.
pub(super) fn above(nested: &Nested) -> Term {
    self::term(TermKind::Category, &nested.above)
}

/// A term of pages, which are known by what they are and by their names.
pub(super) fn term(kind: TermKind, name: &str) -> Term {
    let of = if kind == TermKind::Category { "category" } else { "tag" };
    Term::new(TermId::derived(&["web", of, name]), kind, name)
}
