//! What is known of a blog around its posts: its addresses, the pictures of its albums.

use std::collections::HashSet;

use larder_core::{Post, PostId};
use url::Url;

use super::{TAG, albums::Albums};
use crate::{collect::Surroundings, shelf::Shelf, unique::hashed};

/// What is known of a blog around its posts.
pub(super) struct Known<'a> {
    pub(super) homes: Vec<String>,
    pub(super) home: Option<Url>,
    pub(super) number: String,
    /// The ids of its posts and pages.
    pub(super) posts: HashSet<u64>,
    pub(super) albums: &'a Albums,
}

impl Surroundings for Known<'_> {
    fn homes(&self) -> Vec<String> {
        self.homes.clone()
    }

    fn base(&self, post: &Post) -> Option<Url> {
        let own = post.permalink.as_deref().and_then(|link| Url::parse(link).ok());
        own.or_else(|| self.home.clone())
    }

    fn file(
        &self,
        shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        _post: Option<&Post>,
    ) -> Option<usize> {
        self.albums.find(address).or_else(|| is_own.then(|| shelf.find(address)).flatten())
    }

    /// `https://www.blogger.com/…?blogID=7&postID=21`, as links to edit a post or to comment have it.
    fn linked(&self, href: &str, _post: &Post) -> Option<PostId> {
        let url = Url::parse(href)
            .ok()
            .filter(|url| url.host_str().is_some_and(|host| host.ends_with("blogger.com")))?;
        let value = |name: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let post = value("postID").filter(|_| value("blogID").as_deref() == Some(&self.number))?;
        let id = format!("{TAG}{}.post-{post}", self.number);
        self.posts.contains(&hashed(&*id)).then(|| PostId::new(id))
    }
}
