//! What shows that something is an export of Notion.

use std::sync::Arc;

use memchr::memmem;

use super::name::{self, Kind, Name};
use crate::Sample;

/// What shows that one file is a page of Notion.
pub(super) fn of(sample: &Sample) -> Option<&'static str> {
    is_page(&sample.text).then_some("an `article` of Notion with a `page-title`")
}

/// Whether a text in HTML is a page of Notion.
pub(super) fn is_page(text: &str) -> bool {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    has("<article id=\"") && has("class=\"page-title\"")
}

/// What the names of all entries show.
pub(super) fn among(names: &[Arc<str>]) -> Option<&'static str> {
    let is_part = |name: &Arc<str>| {
        name.split('/').any(|part| {
            part.starts_with("Export-") && part.contains("-Part-") && part.ends_with(".zip")
        })
    };
    let (mut pages, mut tables) = (0_u32, 0_u32);
    for found in names.iter().map(|name| name::of(name)) {
        match found.kind {
            _ if found.is_page() => pages += 1,
            Kind::Table if found.id.is_some() => tables += 1,
            _ => {}
        }
    }
    if pages > 0 && names.iter().any(is_part) {
        return Some("pages in archives called `Export-…-Part-….zip`");
    }
    (pages > 1 || pages + tables > 1).then_some("several pages whose names end with ids of Notion")
}

/// Whether it is the list of all pages that some exports begin with.
pub(super) fn is_list(name: &Name<'_>, text: &str) -> bool {
    let is_index = name.kind == Kind::Html && name.stem == "index" && name.folder.is_empty();
    is_index && !is_page(text)
}
