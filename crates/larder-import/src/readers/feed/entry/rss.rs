//! The elements of RSS 0.90 to 2.0, 1.1 and CDF.

use larder_core::{Enclosure, Link, TermKind};

use super::{Draft, TermDraft};
use crate::{readers::feed::text, xml::Element};

/// Takes an element of an item. Returns whether it is known.
pub(super) fn take(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    match &*element.name {
        "title" => draft.title.offer(0, text::title(element, &mut draft.repairs)),
        "link" if element.value("href").is_some() && element.value("rel").is_some() => {
            return super::atom::take(draft, element);
        }
        "link" | "a" if element.value("href").is_some() && element.inner.trim().is_empty() => {
            // Atom's form without its namespace, and CDF's `<a href>`.
            let href = element.value("href").map(|href| draft.absolute(&href, element));
            draft.permalink.offer(3, href);
        }
        "link" | "url" => {
            let address = draft.address(element);
            draft.permalink.offer(1, address);
        }
        "description" | "abstract" => {
            draft.description.offer(0, text::body(element, draft.whole, &mut draft.repairs));
        }
        "body" | "fullitem" => {
            draft.body.offer(2, text::body(element, draft.whole, &mut draft.repairs));
        }
        "guid" => guid(draft, element),
        "pubdate" => {
            let published = draft.date_in(element);
            draft.published.offer(0, published);
        }
        "author" => return draft.person(element),
        "category" => return category(draft, element),
        "enclosure" => return enclosure(draft, element),
        "comments" => {
            if let Some(address) = draft.address(element) {
                let mut link = Link::new("replies", address);
                link.media_type = Some("text/html".into());
                draft.link(link);
            }
        }
        "source" => {
            let Some(url) = element.value("url") else { return false };
            let mut link = Link::new("via", draft.absolute(&url, element));
            link.title = draft.value(element);
            draft.link(link);
        }
        "rights" | "copyright" => {
            let rights = draft.value(element);
            draft.rights.offer(0, rights);
        }
        _ => return false,
    }
    true
}

fn guid(draft: &mut Draft<'_>, element: &Element<'_>) {
    let Some(id) = draft.value(element) else { return };
    let is_permalink =
        element.value("ispermalink").is_none_or(|it| !it.eq_ignore_ascii_case("false"));
    if is_permalink && (id.starts_with("http://") || id.starts_with("https://")) {
        draft.permalink.offer(2, id.clone());
    }
    draft.id.offer(0, id);
}

fn category(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    // Some write the attribute of Atom.
    let Some(name) = draft.value(element).or_else(|| element.value("term")) else { return false };
    let mut term = TermDraft::new(TermKind::Category, name);
    term.scheme = element.value("domain");
    draft.term(term);
    true
}

fn enclosure(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    // RSS 1.0 writes the address as a resource.
    let url = ["url", "rdf:resource", "enc:url", "href"].iter().find_map(|it| element.value(it));
    let Some(url) = url.or_else(|| draft.value(element)) else { return false };
    let mut enclosure = Enclosure::new(draft.absolute(&url, element));
    enclosure.media_type = element.value("type").or_else(|| element.value("enc:type"));
    let length = element.value("length").or_else(|| element.value("enc:length"));
    // 0 says that nobody knew.
    enclosure.length = draft.number(length.as_deref()).filter(|length| *length > 0);
    draft.enclose(enclosure);
    true
}
