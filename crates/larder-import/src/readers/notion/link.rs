//! What addresses in pages mean: other pages by their ids, files by their paths.

use larder_core::{Post, PostId};

use super::{
    index::{Index, joined},
    name,
};
use crate::{collect::Surroundings, percent_decode_name, shelf::Shelf};

/// What is known around the pages.
pub(super) struct Export<'i> {
    index: &'i Index,
    home: Option<&'i str>,
}

impl<'i> Export<'i> {
    /// The export of a workspace that is published at `home`, if that is known.
    pub(super) fn new(index: &'i Index, home: Option<&'i str>) -> Self {
        Self { index, home }
    }
}

impl Surroundings for Export<'_> {
    fn homes(&self) -> Vec<String> {
        self.home.iter().map(|home| (*home).to_owned()).collect()
    }

    fn file(
        &self,
        _shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        post: Option<&Post>,
    ) -> Option<usize> {
        if !is_own {
            return None;
        }
        let page = post.and_then(|post| post.source.first()).map(|source| &*source.file);
        find(self.index, page.unwrap_or_default(), address)
    }

    fn linked(&self, href: &str, _post: &Post) -> Option<PostId> {
        let is_elsewhere = crate::address::is_web(href) && !is_notion(href);
        let id = name::id_in(href).filter(|_| !is_elsewhere)?;
        self.index.post(&id).cloned()
    }
}

/// Whether an address is one of Notion.
fn is_notion(href: &str) -> bool {
    let host = crate::address::host(href);
    let is_of = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    ["notion.so", "notion.site", "notion.com"].into_iter().any(is_of)
}

/// The entry that an address in a page means. Names are encoded once, twice, or stand in the archive as they are encoded.
pub(super) fn find(index: &Index, page: &str, address: &str) -> Option<usize> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() {
        return None;
    }
    let folder = name::within(page).rsplit_once('/').map_or("", |(folder, _)| folder);
    let once = percent_decode_name(path);
    let twice = percent_decode_name(&once);
    [once.as_str(), twice.as_str(), path]
        .into_iter()
        .find_map(|path| index.file(&resolved(folder, path)))
}

/// A path relative to a folder. Nothing leads out of the export.
fn resolved(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    joined("", &parts.join("/"))
}
