//! Blogs that are folders of a host: the sites of two projects at `name.github.io/walks` and `name.github.io/notes`, and
//! `name.github.io` itself. No address tells them from folders of one blog; the feeds that their pages name do.

use std::collections::HashSet;

use super::pages::Read;
use crate::web::address;

/// Hosts that have a name for everybody, and below it a folder for each of their projects.
const SHARED: &[&str] = &[".github.io", ".gitlab.io", ".codeberg.page", ".bitbucket.io"];

/// The folders that are blogs of their own.
#[derive(Debug, Default)]
pub(super) struct Folders(HashSet<String>);

impl Folders {
    /// The folders that posts show to be blogs. One alone is none: that the feed of a blog lies in a folder is usual.
    pub(super) fn of(posts: &[Box<Read>]) -> Self {
        let shown: HashSet<(String, Option<String>)> =
            posts.iter().filter_map(|read| shown(read)).collect();
        let folders = shown.iter().filter_map(|(host, folder)| {
            let is_alone = !shown.iter().any(|(other, of)| other == host && of != folder);
            folder.clone().filter(|_| !is_alone)
        });
        Self(folders.collect())
    }

    /// The blog that a page belongs to, as two are compared. Empty where the address is not known.
    pub(super) fn blog(&self, address: &str) -> String {
        let known = || folder(address).filter(|(folder, _)| self.0.contains(folder));
        match self.0.is_empty() {
            true => address::blog(address),
            false => known().map_or_else(|| address::blog(address), |(folder, _)| folder),
        }
    }
}

/// The host of a post, where it may hold several blogs, and the folder of it that all feeds lie in that the post names. None
/// where it names no feed of its host.
fn shown(read: &Read) -> Option<(String, Option<String>)> {
    let address = &read.page.address.as_ref()?.value;
    let (own, is_within) = folder(address)?;
    let host = address::blog(address);
    let is_number = |name: &str| name.bytes().all(|it| it.is_ascii_digit());
    let may_be_blog = is_within && own.rsplit('/').next().is_some_and(|name| !is_number(name));
    let mut feeds = read.page.feeds.iter().filter(|feed| address::blog(feed) == host).peekable();
    feeds.peek()?;
    let is_there = |feed: &str| folder(feed).is_some_and(|(of, _)| of == own);
    let are_there = may_be_blog && feeds.all(|feed| is_there(feed));
    Some((host, are_there.then_some(own)))
}

/// The folder that an address begins with on a host that may hold several blogs, and whether something stands in it.
fn folder(address: &str) -> Option<(String, bool)> {
    let url = address::page(address)?;
    let host = address::blog(address);
    if !SHARED.iter().any(|shared| host.ends_with(shared)) {
        return None;
    }
    let mut parts = url.path_segments()?.filter(|part| !part.is_empty());
    let folder = format!("{host}/{}", crate::percent_decode_name(parts.next()?));
    Some((folder, parts.next().is_some()))
}
