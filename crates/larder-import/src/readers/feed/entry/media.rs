//! Media RSS: files and pictures.

use larder_core::{Enclosure, TermKind};

use super::{Draft, Picture, TermDraft, is_structure};
use crate::{
    readers::feed::text,
    xml::{Element, Ns, Repairs},
};

/// Takes an element. Returns whether the model has a place for all of it.
pub(super) fn take(draft: &mut Draft<'_>, element: &Element<'_>) -> bool {
    match &*element.name {
        "group" => {
            inside(draft, element, true);
            false
        }
        "content" => content(draft, element, true),
        "thumbnail" => {
            let picture = picture(draft, element);
            draft.cover.offer(2, picture);
            true
        }
        "title" => {
            draft.title.offer(2, text::title(element, &mut draft.repairs));
            true
        }
        "description" | "text" => {
            draft.summary.offer(4, text::html(element, &mut draft.repairs));
            true
        }
        "keywords" => {
            let words = draft.value(element).unwrap_or_default();
            draft.keywords(&words);
            true
        }
        "category" => {
            let Some(name) = draft.value(element) else { return true };
            let mut term = TermDraft::new(TermKind::Category, name);
            term.scheme = element.value("scheme");
            term.label = element.value("label").filter(|label| *label != term.term);
            draft.term(term);
            true
        }
        _ => false,
    }
}

/// What stands in a group or beside one file: pictures and more files. Its own texts say nothing of the entry. Files are
/// looked into no deeper than a file in a group: the depth of a document must not become that of the stack.
fn inside(draft: &mut Draft<'_>, element: &Element<'_>, goes_deeper: bool) {
    let mut aside = Repairs::default();
    let mut children = element.children(&is_structure, &mut aside);
    while let Some(child) = children.next() {
        match (child.ns, &*child.name) {
            (Ns::Media, "content") => _ = content(draft, &child, goes_deeper),
            (Ns::Media, "thumbnail") => _ = take(draft, &child),
            _ => {}
        }
    }
}

fn content(draft: &mut Draft<'_>, element: &Element<'_>, goes_deeper: bool) -> bool {
    if goes_deeper {
        inside(draft, element, false);
    }
    let Some(url) = element.value("url") else { return false };
    let mut enclosure = Enclosure::new(draft.absolute(&url, element));
    enclosure.media_type = element.value("type");
    enclosure.length = draft.number(element.value("filesize").as_deref()).filter(|it| *it > 0);
    enclosure.seconds = element.value("duration").as_deref().and_then(super::module::seconds);
    let is_picture = element.value("medium").is_some_and(|it| it == "image")
        || enclosure.media_type.as_deref().is_some_and(|it| it.starts_with("image/"));
    if is_picture {
        let picture = picture(draft, element);
        draft.cover.offer(1, picture);
    }
    draft.enclose(enclosure);
    const KNOWN: [&str; 5] = ["url", "type", "filesize", "duration", "medium"];
    let is_known = |name: &str| KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name));
    !element.has_elements() && element.tag.attributes().all(|(name, _)| is_known(name))
}

fn picture(draft: &Draft<'_>, element: &Element<'_>) -> Option<Picture> {
    let url = draft.absolute(&element.value("url")?, element);
    let number = |name: &str| element.value(name).and_then(|it| it.parse().ok());
    Some(Picture { url, width: number("width"), height: number("height") })
}
