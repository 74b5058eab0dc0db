//! A page that Larder made, as the post that it was made of.

use std::{collections::BTreeMap, sync::Arc};

use larder_core::{
    Asset, Author, AuthorId, Body, Claim, Comment, CommentId, CommentKind, Content, Counts,
    Enclosure, EntryId, MediaType, NoteKind, Post, PostId, PostKind, Provenance, Series, SeriesId,
    SeriesPart, Site, Status, TermKind,
};

use super::{
    found::{slug, term},
    pages::Read,
    unpack::Known,
};
use crate::{
    collect::{Collection, Found, asset_at},
    web::{Ours, Said},
};

/// Makes the post of a page.
pub(super) fn found(
    read: Read,
    name: &Arc<str>,
    known: &Known,
    item: EntryId,
) -> (Found, Vec<Series>) {
    let Read { place, page, original, html, remarks, sha256, encoding, .. } = read;
    let Some(ours) = page.ours else {
        return (Found::new(Post::new(PostId::new("")), place, item), Vec::new());
    };
    let said = ours.said();
    let mut provenance = Provenance::new(Arc::clone(name), "page");
    (provenance.sha256, provenance.encoding) = (Some(sha256), encoding);
    provenance.offset = known.offset;
    let mut post = Post::new(PostId::new(said.text("identifier").unwrap_or_default()));
    post.kind = if said.is("WebPage") { PostKind::Page } else { PostKind::Post };
    (post.status, post.visibility) = (said.status(), said.visibility());
    post.audience = said.audience();
    post.permalink = said.address("url");
    post.slug = post.permalink.as_deref().and_then(slug);
    post.old_addresses.extend(said.addresses("sameAs"));
    post.title = said.text("headline");
    post.subtitle = said.text("alternativeHeadline").map(|it| Box::new(Claim::stated(it)));
    post.summary = said.text("abstract");
    (post.published, post.updated) = (said.date("datePublished"), said.date("dateModified"));
    post.language = said.text("inLanguage").map(String::into_boxed_str);
    post.rights = said.text("copyrightNotice").map(String::into_boxed_str);
    post.counts = counts(said);
    if page.has_text {
        let content = Content::new(MediaType::new("text/html"), original, html);
        post.content = Some(Box::new(content));
    }
    let mut series = Vec::new();
    for told in said.list("isPartOf").iter().filter(|part| part.is("CreativeWorkSeries")) {
        let one = series_of(told);
        let mut part = SeriesPart::new(one.id.clone());
        let number = told.number("position").and_then(|it| u32::try_from(it).ok());
        part.number = number.map(Claim::stated);
        post.series.push(part);
        series.push(one);
    }
    let mut found = Found::new(post, place, item);
    found.notes = page.notes;
    let mut asset = |address: &str| {
        let asset = asset_at(address, &provenance);
        let id = asset.id.clone();
        found.assets.push(asset);
        id
    };
    found.post.cover = said.address("image").as_deref().map(&mut asset);
    for told in said.list("associatedMedia") {
        let Some(url) = told.address("contentUrl") else { continue };
        let mut enclosure = Enclosure::new(url.as_str());
        enclosure.asset = Some(asset(&url));
        enclosure.media_type = told.text("encodingFormat");
        enclosure.title = told.text("name");
        enclosure.length = told.number("contentSize");
        let seconds = told.text("duration");
        enclosure.seconds =
            seconds.and_then(|it| it.strip_prefix("PT")?.strip_suffix('S')?.parse().ok());
        found.post.enclosures.push(enclosure);
    }
    for told in said.list("author") {
        let (author, image) = person(&told, &provenance);
        found.assets.extend(image);
        found.authors.push(author);
    }
    let terms = [(TermKind::Category, "articleSection"), (TermKind::Tag, "keywords")];
    found.terms = terms
        .into_iter()
        .flat_map(|(kind, list)| said.texts(list).into_iter().map(move |name| term(kind, &name)))
        .collect();
    found.comments = comments(said, &found.post.id, &remarks);
    let (stated, told) = (said.list("comment").len() as u64, found.comments.len() as u64);
    // A page that is cut has lost texts of comments that its head still names.
    if stated > told {
        found.notes.push(NoteKind::CommentsNotCaptured { stated, found: told });
    }
    found.post.source = vec![provenance];
    (found, series)
}

fn counts(said: &Said) -> Option<Box<Counts>> {
    let told = said.list("interactionStatistic");
    let count = |action: &str| {
        let is_it = |it: &&Said| it.text("interactionType").is_some_and(|it| it.ends_with(action));
        told.iter().find(is_it)?.number("userInteractionCount")
    };
    let mut counts = Counts::default();
    (counts.likes, counts.comments) = (count("/LikeAction"), count("/CommentAction"));
    (counts.views, counts.shares) = (count("/ViewAction"), count("/ShareAction"));
    (counts != Counts::default()).then(|| Box::new(counts))
}

fn series_of(told: &Said) -> Series {
    let (title, url) = (told.text("name"), told.address("url"));
    let facts = [title.as_deref(), url.as_deref()].map(Option::unwrap_or_default);
    let id = SeriesId::derived(&["web", facts[0], facts[1]]);
    let mut series = Series::new(id, told.series_kind());
    (series.title, series.url, series.description) = (title, url, told.text("description"));
    series
}

/// Somebody who writes: known by address, else by name.
fn person(told: &Said, provenance: &Provenance) -> (Author, Option<Asset>) {
    let (name, url) = (told.text("name"), told.address("url"));
    let known = url.as_deref().or(name.as_deref()).unwrap_or_default();
    let mut author = Author::new(AuthorId::derived(&["web", known]));
    (author.name, author.url) = (name, url);
    let image = told.address("image").map(|image| asset_at(&image, provenance));
    author.image = image.as_ref().map(|image| image.id.clone());
    (author, image)
}

fn comments(said: &Said, post: &PostId, texts: &BTreeMap<String, Body>) -> Vec<Comment> {
    let comment = |told: Said| {
        let text = texts.get(&told.text("url")?)?.clone();
        let id = CommentId::new(told.text("identifier")?);
        let mut comment = Comment::new(id, post.clone(), text);
        // A page shows what was shown.
        (comment.status, comment.is_html) = (Some(Status::Published), true);
        comment.kind = match told.text("additionalType").as_deref() {
            Some("pingback") => CommentKind::Pingback,
            Some("trackback") => CommentKind::Trackback,
            _ => CommentKind::Comment,
        };
        comment.parent =
            told.object("parentItem").and_then(|it| it.text("identifier")).map(CommentId::new);
        if let Some(author) = told.object("author") {
            (comment.author_name, comment.author_url) =
                (author.text("name"), author.address("url"));
        }
        comment.published = told.date("dateCreated");
        Some(comment)
    };
    said.list("comment").into_iter().filter_map(comment).collect()
}

/// The blog as pages of ours say it: the one that lists all posts says most.
pub(super) fn site<'o>(pages: impl Iterator<Item = &'o Ours> + Clone) -> Option<Site> {
    let told = pages.clone().find(|ours| ours.is_list).or_else(|| pages.clone().next())?;
    let told = &told.blog;
    let mut site = Site::new(told.text("identifier")?);
    (site.home, site.title) = (told.address("url"), told.text("name"));
    (site.description, site.language) = (told.text("description"), told.text("inLanguage"));
    site.rights = told.text("copyrightNotice");
    site.updated = told.date("dateModified");
    Some(site)
}

/// Adds the people and the picture of the blog.
pub(super) fn complete(collection: &mut Collection, list: &Ours, name: &Arc<str>) {
    let provenance = Provenance::new(Arc::clone(name), "page");
    for told in list.blog.list("author") {
        let (author, image) = person(&told, &provenance);
        image.into_iter().for_each(|image| collection.asset(image));
        let is_new = !collection.blog.site.authors.contains(&author.id);
        collection.blog.site.authors.extend(is_new.then(|| author.id.clone()));
        collection.author(author);
    }
    if let Some(image) = list.blog.address("image") {
        let asset = asset_at(&image, &provenance);
        collection.blog.site.image = Some(asset.id.clone());
        collection.asset(asset);
    }
}
