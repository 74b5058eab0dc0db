//! The objects of JSON Feed 1.1. Keys without a value are left out: the format has no nulls and no empty strings.

use std::{borrow::Cow, collections::BTreeSet};

use serde::Serialize;

use crate::feed::{Deleted, Entry, Feed, File, History, Page, Person, date};

/// Everything but the items.
#[derive(Debug, Serialize)]
pub(super) struct Head<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    #[serde(rename = "_archive", skip_serializing_if = "Option::is_none")]
    archive: Option<Archive<'a>>,
}

impl<'a> Head<'a> {
    /// The head of a document.
    pub(super) fn new(feed: &'a Feed<'_>, page: &'a Page) -> Self {
        let about = &page.channel;
        Self {
            version: "https://jsonfeed.org/version/1.1",
            title: &about.title,
            home_page_url: &about.link,
            feed_url: about.itself.as_deref(),
            description: about.description.as_deref(),
            next_url: page.history.previous(),
            icon: about.image.as_ref().map(|picture| &*picture.url),
            authors: about.authors.iter().map(Author::new).collect(),
            language: about.language.as_deref(),
            hubs: page.hub(feed).map(Hub::new).into_iter().collect(),
            archive: Archive::new(feed, page),
        }
    }
}

#[derive(Debug, Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

impl<'a> Hub<'a> {
    fn new(url: &'a str) -> Self {
        Self { r#type: "WebSub", url }
    }
}

/// Our extension for what JSON Feed has no keys for: the document's place in the whole history, as in RFC 5005.
#[derive(Debug, Serialize)]
struct Archive<'a> {
    about: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    complete: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deleted: Vec<Gone<'a>>,
}

#[derive(Debug, Serialize)]
struct Gone<'a> {
    id: &'a str,
    when: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
}

impl<'a> Gone<'a> {
    fn new(gone: &'a Deleted) -> Self {
        let (by, comment) = (gone.by.as_deref(), gone.comment.as_deref());
        Self { id: &gone.id, when: date::rfc3339(gone.when.at()), by, comment }
    }
}

impl<'a> Archive<'a> {
    /// What is to be said of a document; None where nobody asked for its history or for what is gone.
    fn new(feed: &'a Feed<'_>, page: &'a Page) -> Option<Self> {
        let is_asked = feed.options.archive_pages.is_some();
        let links = page.history.links();
        let of = |rel| links.iter().find(|link| link.0 == rel).map(|link| link.1);
        let archive = Self {
            about: "https://www.rfc-editor.org/rfc/rfc5005",
            current: of("current"),
            prev: of("prev-archive"),
            next: of("next-archive"),
            complete: page.history == History::Complete && is_asked,
            deleted: feed.deleted(page).iter().map(Gone::new).collect(),
        };
        let is_told = archive.complete || !links.is_empty() || !archive.deleted.is_empty();
        is_told.then_some(archive)
    }
}

#[derive(Debug, Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'a str>,
}

impl<'a> Author<'a> {
    fn new(person: &'a Person) -> Self {
        let (url, avatar) = (person.url.as_deref(), person.image.as_deref());
        Self { name: &person.name, url, avatar }
    }
}

/// An item.
#[derive(Debug, Serialize)]
pub(super) struct Item<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

impl<'a> Item<'a> {
    /// The item of a post.
    pub(super) fn new(feed: &Feed<'_>, entry: &'a Entry<'_>) -> Self {
        let full = Entry::is_full(feed);
        let related = entry.related.iter().find(|link| link.rel == "related");
        let updated = entry.post.updated.filter(|it| Some(*it) != entry.post.published);
        Self {
            id: &entry.id,
            url: entry.link.as_deref(),
            external_url: related.map(|link| &*link.href),
            title: entry.title.as_deref(),
            content_html: full.then_some(&*entry.html),
            content_text: (!full).then(|| entry.lead()),
            summary: entry.summary.as_deref(),
            image: entry.picture.as_deref(),
            date_published: entry.post.published.map(|time| date::rfc3339(time.at())),
            date_modified: updated.map(|time| date::rfc3339(time.at())),
            authors: entry.authors.iter().map(|person| Author::new(person)).collect(),
            tags: &entry.terms,
            language: entry.language.as_deref(),
            attachments: attachments(&entry.files),
        }
    }
}

#[derive(Debug, Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

/// The files. Equal titles would say that two files are the same thing, so that only the first of them keeps its title.
fn attachments(files: &[File]) -> Vec<Attachment<'_>> {
    let mut titles = BTreeSet::new();
    let attachments = files.iter().map(|file| Attachment {
        url: &file.url,
        mime_type: &file.media_type,
        title: file.title.as_deref().filter(|title| titles.insert(*title)),
        size_in_bytes: file.length,
        duration_in_seconds: file.seconds,
    });
    attachments.collect()
}
