//! The elements of Atom 1.0 and 0.3, also inside RSS.

use larder_core::{Enclosure, Link, TermKind};

use super::{Draft, TermDraft, is_structure};
use crate::{
    readers::feed::{base, person::Person, text},
    xml::{Element, Repairs},
};

/// Takes an element of an entry. Returns whether it is known.
pub(super) fn take(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    let is_old = draft.context.kind == super::Kind::Atom03;
    let rank = u8::from(!draft.context.kind.is_atom());
    match &*element.name {
        "title" => draft.title.offer(rank, text::construct(element, is_old, &mut draft.repairs)),
        "id" => {
            let id = draft.value(element);
            draft.id.offer(rank, id);
        }
        "link" => link(draft, element),
        "content" => return content(draft, element, is_old, false),
        "summary" => draft.summary.offer(1, text::construct(element, is_old, &mut draft.repairs)),
        "published" | "issued" => {
            let published = draft.date_in(element);
            draft.published.offer(2, published);
        }
        "created" if is_old => {
            let created = draft.date_in(element);
            draft.published.offer(3, created);
        }
        "updated" | "modified" => {
            let updated = draft.date_in(element);
            draft.updated.offer(0, updated);
        }
        "author" => return draft.person(element),
        "category" => return category(draft, element),
        "rights" | "copyright" => {
            let rights = text::construct(element, is_old, &mut draft.repairs).into_plain();
            draft.rights.offer(0, Some(rights).filter(|it| !it.is_empty()));
        }
        "source" => {
            source(draft, element);
            return false;
        }
        _ => return false,
    }
    true
}

/// Name, e-mail address and address of somebody; without elements, in one line. Returns also whether that is all.
pub(in super::super) fn person(
    element: &Element<'_>,
    repairs: &mut Repairs,
) -> (Option<Person>, bool) {
    if !element.has_elements() {
        return (Person::parse(&element.text(repairs)), true);
    }
    let (mut person, mut is_whole) = (Person::default(), true);
    let mut aside = Repairs::default();
    let mut children = element.children(&is_structure, &mut aside);
    while let Some(child) = children.next() {
        let value = text::value(&child, repairs);
        let place = match &*child.name {
            "name" => &mut person.name,
            "email" => &mut person.email,
            "uri" | "url" | "homepage" => &mut person.url,
            _ => {
                is_whole = false;
                continue;
            }
        };
        is_whole &= place.is_none() || value.is_none() || *place == value;
        *place = place.take().or(value);
    }
    let base = element.scope.base.as_deref();
    person.url = person.url.map(|url| base::address(&url, base));
    (person.settled(), is_whole)
}

fn link(draft: &mut Draft<'_>, element: &Element<'_>) {
    let Some(href) = element.value("href").or_else(|| draft.value(element)) else { return };
    let href = draft.absolute(&href, element);
    let rel = element.value("rel").unwrap_or_else(|| "alternate".to_owned());
    let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(&rel);
    let media_type = element.value("type");
    let length = element.value("length");
    let length = draft.number(length.as_deref());
    if rel == "enclosure" {
        let mut enclosure = Enclosure::new(href);
        (enclosure.media_type, enclosure.length) = (media_type, length.filter(|it| *it > 0));
        enclosure.title = element.value("title");
        return draft.enclose(enclosure);
    }
    let is_html = media_type.as_deref().is_none_or(|it| it.contains("html"));
    let language = element.value("hreflang");
    if rel == "alternate" && language.is_none() && (is_html || draft.permalink.get().is_none()) {
        // Of several, the first page; in RSS, only where nothing else is known.
        let rank = if draft.context.kind.is_atom() { 1 } else { 3 };
        let rank = if is_html { rank } else { rank + 1 };
        return draft.permalink.offer(rank, href);
    }
    if rel == "replies"
        && let Some(count) = element.value("thr:count")
    {
        // Each link counts what is behind it: a feed of those that are shown may have fewer than the page.
        draft.comments = draft.number(Some(&count)).max(draft.comments);
    }
    let mut link = Link::new(rel, href);
    (link.media_type, link.language, link.length) = (media_type, language, length);
    link.title = element.value("title");
    draft.link(link);
}

/// A body. One that is elsewhere is a file.
fn content(draft: &mut Draft<'_>, element: &Element<'_>, is_old: bool, is_part: bool) -> bool {
    if let Some(src) = element.value("src") {
        let mut enclosure = Enclosure::new(draft.absolute(&src, element));
        enclosure.media_type = element.value("type");
        draft.enclose(enclosure);
        return true;
    }
    // Parts have no parts: the depth of a document must not become that of the stack.
    let is_parted =
        !is_part && element.value("type").is_some_and(|it| it.starts_with("multipart/"));
    if is_parted {
        let mut aside = Repairs::default();
        let mut children = element.children(&is_structure, &mut aside);
        while let Some(child) = children.next() {
            content(draft, &child, is_old, true);
        }
        return true;
    }
    // The language of the text is that of the post.
    draft.language = element.scope.language.as_deref().map(str::to_owned).or(draft.language.take());
    let text = text::construct(element, is_old, &mut draft.repairs);
    // HTML shows more than plain text does.
    let rank = if text.media_type == larder_core::MediaType::PLAIN { 2 } else { 1 };
    draft.body.offer(rank, text);
    true
}

fn category(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    let Some(name) = element.value("term").or_else(|| draft.value(element)) else { return false };
    let mut term = TermDraft::new(TermKind::Category, name);
    term.scheme = element.value("scheme");
    term.label = element.value("label").filter(|label| *label != term.term);
    draft.term(term);
    true
}

/// Where an entry was copied from: who wrote it there, and the address.
fn source(draft: &mut Draft<'_>, element: &Element<'_>) {
    let mut aside = Repairs::default();
    let mut children = element.children(&is_structure, &mut aside);
    let mut via = None;
    let mut title = None;
    while let Some(child) = children.next() {
        match &*child.name {
            "author" => {
                let (person, _) = person(&child, &mut Repairs::default());
                draft.source_authors.extend(person);
            }
            "title" => {
                let text = text::construct(&child, false, &mut Repairs::default()).into_plain();
                title = Some(text).filter(|title| !title.is_empty());
            }
            "link" if child.value("rel").is_none_or(|rel| rel == "alternate") => {
                via = via.or(child.value("href").map(|href| draft.absolute(&href, &child)));
            }
            _ => {}
        }
    }
    if let Some(via) = via {
        let mut link = Link::new("via", via);
        link.title = title;
        draft.link(link);
    }
}
