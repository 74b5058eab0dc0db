//! From the model of the `atom_syndication` crate to XML that every reader and validator takes.

use atom_syndication::{Feed, Link, Person, Text, TextType, extension::Extension};

use super::model::Written;
use crate::feed::{
    Deleted, FeedKind, date,
    xml::{self, Attributes, Escape},
};

/// Writes all that stands before the first entry.
pub(super) fn head(feed: &Feed, style: Option<&str>, out: &mut Vec<u8>) {
    xml::begin(out, style);
    let names: Vec<String> =
        feed.namespaces.keys().map(|prefix| format!("xmlns:{prefix}")).collect();
    let namespaces = names.iter().zip(feed.namespaces.values());
    let mut attributes = vec![("xmlns", Some("http://www.w3.org/2005/Atom"))];
    attributes.extend(namespaces.map(|(name, uri)| (name.as_str(), Some(uri.as_str()))));
    attributes.push(("xml:lang", feed.lang.as_deref()));
    xml::open(out, "feed", &attributes);
    construct(out, "title", &feed.title);
    optional(out, "subtitle", feed.subtitle.as_ref());
    text(out, "id", &[], &feed.id);
    text(out, "updated", &[], &date::whole_seconds(feed.updated));
    feed.links.iter().for_each(|it| link(out, it, None));
    feed.authors.iter().for_each(|it| author(out, it));
    if let Some(generator) = &feed.generator {
        let attributes =
            [("uri", generator.uri.as_deref()), ("version", generator.version.as_deref())];
        text(out, "generator", &attributes, &generator.value);
    }
    if let Some(logo) = &feed.logo {
        text(out, "logo", &[], logo);
    }
    optional(out, "rights", feed.rights.as_ref());
    for extension in feed.extensions.values().flat_map(|map| map.values()).flatten() {
        element(out, extension);
    }
}

/// Writes a post that is gone.
pub(super) fn deleted(out: &mut Vec<u8>, gone: &Deleted) {
    let when = date::whole_seconds(gone.when.at());
    let attributes = [("ref", Some(&*gone.id)), ("when", Some(&*when))];
    xml::open(out, "at:deleted-entry", &attributes);
    if let Some(by) = &gone.by {
        xml::open(out, "at:by", &[]);
        text(out, "name", &[], by);
        xml::close(out, "at:by");
    }
    if let Some(comment) = &gone.comment {
        text(out, "at:comment", &[], comment);
    }
    xml::close(out, "at:deleted-entry");
}

/// Writes an entry.
pub(super) fn entry(written: &Written<'_>, out: &mut Vec<u8>) {
    let entry = &written.entry;
    xml::open(out, "entry", &[("xml:lang", written.language.as_deref())]);
    construct(out, "title", &entry.title);
    text(out, "id", &[], &entry.id);
    if let Some(published) = entry.published {
        text(out, "published", &[], &date::whole_seconds(published));
    }
    text(out, "updated", &[], &date::whole_seconds(entry.updated));
    let comments = written.comments.map(|count| count.to_string());
    for it in &entry.links {
        link(out, it, comments.as_deref().filter(|_| it.rel == "replies"));
    }
    if let Some(replies) = written.replies {
        let count = replies.count.to_string();
        let updated = replies.updated.map(|time| date::whole_seconds(time.at()));
        let attributes = [
            ("rel", Some("replies")),
            ("type", Some(FeedKind::ATOM.media_type)),
            ("href", Some(replies.address)),
            ("thr:count", Some(&*count)),
            ("thr:updated", updated.as_deref()),
        ];
        xml::empty(out, "link", &attributes);
    }
    entry.authors.iter().for_each(|it| author(out, it));
    for category in &entry.categories {
        let attributes = [
            ("term", Some(&*category.term)),
            ("scheme", category.scheme.as_deref()),
            ("label", category.label.as_deref()),
        ];
        xml::empty(out, "category", &attributes);
    }
    optional(out, "rights", entry.rights.as_ref());
    optional(out, "summary", entry.summary.as_ref());
    if let Some(html) = &written.html {
        text(out, "content", &[("type", Some("html"))], html);
    }
    for extension in entry.extensions.values().flat_map(|map| map.values()).flatten() {
        element(out, extension);
    }
    xml::close(out, "entry");
}

pub(super) fn link(out: &mut Vec<u8>, link: &Link, comments: Option<&str>) {
    let attributes = [
        ("rel", Some(&*link.rel)),
        ("type", link.mime_type.as_deref()),
        ("hreflang", link.hreflang.as_deref()),
        ("length", link.length.as_deref()),
        ("href", Some(&*link.href)),
        ("title", link.title.as_deref()),
        ("thr:count", comments),
    ];
    xml::empty(out, "link", &attributes);
}

pub(super) fn author(out: &mut Vec<u8>, person: &Person) {
    xml::open(out, "author", &[]);
    text(out, "name", &[], &person.name);
    if let Some(uri) = &person.uri {
        text(out, "uri", &[], uri);
    }
    xml::close(out, "author");
}

/// An element of another namespace. Ours have attributes only.
fn element(out: &mut Vec<u8>, extension: &Extension) {
    let attributes =
        extension.attrs.iter().map(|(name, value)| (name.as_str(), Some(value.as_str())));
    xml::empty(out, &extension.name, &attributes.collect::<Vec<_>>());
}

fn optional(out: &mut Vec<u8>, name: &str, value: Option<&Text>) {
    if let Some(value) = value {
        construct(out, name, value);
    }
}

pub(super) fn construct(out: &mut Vec<u8>, name: &str, value: &Text) {
    let kind = (value.r#type == TextType::Html).then_some("html");
    text(out, name, &[("type", kind)], &value.value);
}

pub(super) fn text(out: &mut Vec<u8>, name: &str, attributes: Attributes<'_>, value: &str) {
    xml::text(out, name, attributes, Escape::Named, value);
}
