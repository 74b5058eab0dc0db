//! The places within texts that other posts point at: their ids stay, whatever they are on.

use std::collections::{HashMap, HashSet};

use larder_core::{Post, PostId};
use percent_encoding::percent_decode_str;

use super::Page;

/// The places that posts point at.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointed(HashSet<(usize, Box<str>)>);

impl Pointed {
    /// What `all` say of places, each list by a post, among the pages that are found by the ids of their posts.
    pub(super) fn new<'f>(
        all: impl Iterator<Item = &'f [(PostId, String)]>,
        pages: &[Page],
        by_id: &HashMap<&PostId, usize>,
    ) -> Self {
        let place = |post: &PostId| Some(pages.get(*by_id.get(post)?)?.place);
        let places = all.flatten();
        Self(places.filter_map(|(post, id)| Some((place(post)?, id.as_str().into()))).collect())
    }

    /// Whether this id in the text of a page is one of them.
    pub(super) fn has(&self, page: &Page, id: &str) -> bool {
        self.0.contains(&(page.place, id.into()))
    }
}

/// The places of other posts that a post points at: the post, and the id there.
pub(super) fn of(post: &Post) -> Vec<(PostId, String)> {
    let places = post.internal_links.iter().filter_map(|link| {
        let id = link.href.split_once('#')?.1;
        let id = percent_decode_str(id).decode_utf8().ok()?;
        (!id.is_empty()).then(|| (link.post.clone(), id.into_owned()))
    });
    places.collect()
}
