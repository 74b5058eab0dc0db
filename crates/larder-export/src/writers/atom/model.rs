//! From the blog to the model of the `atom_syndication` crate.

use std::{borrow::Cow, collections::BTreeMap};

use atom_syndication::{
    Category, Entry as Model, Generator, Link, Person as Author, Text,
    extension::{Extension, ExtensionMap},
};
use larder_core::{PostHead, Timestamp};

use crate::feed::{
    self, Entry, Feed, FeedKind, File, GENERATOR, Page, Person, Related, Replies, changed, date,
    history, line,
};

/// How long a title may be that is made of the text, in characters.
const TITLE: usize = 80;

/// An entry, and what goes beside it.
pub(super) struct Written<'a> {
    /// Everything but the body.
    pub(super) entry: Model,
    /// The body; the model would have to own it.
    pub(super) html: Option<Cow<'a, str>>,
    /// The language, if it is not the feed's. The model has no place for it, nor for the next.
    pub(super) language: Option<String>,
    /// How many comments there are.
    pub(super) comments: Option<u64>,
    /// Their feed.
    pub(super) replies: Option<Replies<'a>>,
}

/// The latest change of what a document carries.
fn updated(feed: &Feed<'_>, page: &Page) -> Option<Timestamp> {
    let borrowed = |post: &PostHead| Some(feed.borrowed.of(&post.id)?.0);
    let dates = feed.heads_of(page).filter_map(|post| post.changed().or_else(|| borrowed(post)));
    dates.max().or_else(|| updated_without_posts(feed))
}

/// What stands for the latest change where there are no posts.
pub(super) fn updated_without_posts(feed: &Feed<'_>) -> Option<Timestamp> {
    feed.blog.site.updated.or_else(|| Some(feed.borrowed.of_feed()?.0))
}

/// A document without its entries.
pub(super) fn feed(feed: &Feed<'_>, page: &Page) -> atom_syndication::Feed {
    let about = &page.channel;
    let updated = updated(feed, page).expect("the writer checked that there is a date");
    let itself = about.itself.iter().map(|href| link("self", href, FeedKind::ATOM.media_type));
    let others = page.links(feed);
    let others = others.iter().map(|(rel, href)| link(rel, href, ""));
    let (name, version) = GENERATOR;
    let mut model = atom_syndication::Feed {
        title: text(&about.title),
        subtitle: about.description.as_deref().map(text),
        id: page.id.clone().unwrap_or_else(|| feed.ids.uri(&feed.blog.site.id).into_owned()),
        updated: updated.at(),
        links: itself.chain([link("alternate", &about.link, "text/html")]).chain(others).collect(),
        authors: about.authors.iter().map(author).collect(),
        generator: Some(Generator { value: name.into(), uri: None, version: Some(version.into()) }),
        logo: about.image.as_ref().map(|picture| picture.url.clone()),
        rights: about.rights.as_deref().map(text),
        lang: about.language.clone(),
        ..atom_syndication::Feed::default()
    };
    if model.authors.is_empty() {
        // Entries without an author need one here; the blog speaks for itself.
        model.authors.push(Author { name: about.title.clone(), ..Author::default() });
    }
    if let Some(element) = page.history.element() {
        extend(&mut model.extensions, element, BTreeMap::new());
    }
    model.namespaces = namespaces(feed, page);
    model
}

/// The namespaces that a document uses.
fn namespaces(feed: &Feed<'_>, page: &Page) -> BTreeMap<String, String> {
    let thread = ("thr", "http://purl.org/syndication/thread/1.0");
    let tombstones = ("at", "http://purl.org/atompub/tombstones/1.0");
    let used = [
        (!feed.deleted(page).is_empty(), tombstones),
        (page.history.element().is_some(), history::NAMESPACE),
        (page.uses.answers || page.uses.linked_comments || page.uses.replies, thread),
    ];
    let used = used.into_iter().filter(|(used, _)| *used);
    used.map(|(_, (prefix, uri))| (prefix.to_owned(), uri.to_owned())).collect()
}

/// An entry.
pub(super) fn entry<'a>(feed: &Feed<'_>, entry: Entry<'a>) -> Written<'a> {
    let mut model = Model::default();
    let updated = changed(entry.post).or_else(|| Some(feed.borrowed.of(&entry.post.id)?.0));
    let updated = updated.expect("the writer checked that every post has or borrows a date").at();
    model.updated = updated;
    model.published = entry.post.published.map(|time| time.at());
    model.links = links(&entry);
    model.authors = entry.authors.iter().map(|person| author(person)).collect();
    model.categories = entry.terms.iter().map(|name| category(name)).collect();
    model.rights = entry.rights.as_deref().map(text);
    replies(feed, &entry, &mut model);
    let made = || {
        let excerpt = feed::excerpt(&entry.html, TITLE);
        excerpt.unwrap_or_else(|| date::rfc3339(updated).chars().take("2022-10-17".len()).collect())
    };
    model.title = entry.title.as_deref().map(text).unwrap_or_else(|| text(&made()));
    model.summary = match Entry::is_full(feed) {
        true => entry.summary.as_deref().map(text),
        false => Some(text(&entry.lead())),
    };
    model.id = entry.id.clone().into_owned();
    Written {
        comments: entry.post.counts.as_ref().and_then(|counts| counts.comments),
        replies: entry.replies,
        entry: model,
        language: entry.language.clone(),
        html: content(feed, entry),
    }
}

/// The body where it is wanted. Without a link and without content there would be no way to the text.
fn content<'a>(feed: &Feed<'_>, entry: Entry<'a>) -> Option<Cow<'a, str>> {
    match Entry::is_full(feed) {
        true => Some(entry.html),
        false if entry.link.is_none() => {
            Some(format!("<p>{}</p>", line::html(&entry.lead())).into())
        }
        false => None,
    }
}

/// Plain text, which many readers show as it is. Only what readers would take for HTML is sent as HTML.
pub(super) fn text(plain: &str) -> Text {
    if line::looks_like_html(plain) { Text::html(line::html(plain)) } else { Text::plain(plain) }
}

pub(super) fn author(person: &Person) -> Author {
    Author { name: person.name.clone(), uri: person.url.clone(), ..Author::default() }
}

fn category(name: &str) -> Category {
    Category { term: name.into(), scheme: None, label: None }
}

pub(super) fn link(rel: &str, href: &str, media_type: &str) -> Link {
    let mime_type = (!media_type.is_empty()).then(|| media_type.into());
    Link { rel: rel.into(), href: href.into(), mime_type, ..Link::default() }
}

fn links(entry: &Entry<'_>) -> Vec<Link> {
    let own = entry.link.iter().map(|href| link("alternate", href, "text/html"));
    own.chain(entry.files.iter().map(file)).chain(entry.related.iter().map(related)).collect()
}

fn file(file: &File) -> Link {
    let mut link = link("enclosure", &file.url, &file.media_type);
    link.length = file.length.map(|length| length.to_string());
    link.title = file.title.clone().filter(|title| !line::looks_like_html(title));
    link
}

fn related(related: &Related) -> Link {
    let mut link = link(&related.rel, &related.href, related.media_type.as_deref().unwrap_or(""));
    link.hreflang = related.language.clone();
    link.title = related.title.clone();
    link.length = related.length.map(|length| length.to_string());
    link
}

fn replies(feed: &Feed<'_>, entry: &Entry<'_>, model: &mut Model) {
    for reply in entry.replies_to(feed) {
        let attributes =
            [("ref", Some(reply.id)), ("href", reply.href), ("type", reply.media_type)];
        let given = attributes.into_iter().filter_map(|(name, value)| Some((name.into(), value?)));
        extend(&mut model.extensions, "thr:in-reply-to", given.collect());
    }
}

/// Adds an empty element of another namespace.
fn extend(to: &mut ExtensionMap, name: &str, attributes: BTreeMap<String, String>) {
    let (prefix, local) = name.split_once(':').expect("every caller writes a prefix");
    let extension = Extension { name: name.into(), attrs: attributes, ..Extension::default() };
    to.entry(prefix.into()).or_default().entry(local.into()).or_default().push(extension);
}
