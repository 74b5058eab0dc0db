//! Who writes in a blog: where all posts that say it name the same one, the blog is theirs.

use std::collections::HashSet;

use larder_core::{AuthorId, PostId, PostKind, Site};
use serde_json::json;

use crate::collect::Found;

/// What the posts of a blog say of who wrote them.
#[derive(Default)]
pub(super) struct Writers {
    /// The only one, as long as there is one only.
    only: Option<(AuthorId, String)>,
    are_several: bool,
    /// The posts that name somebody, and all posts. Captures of one post have one id.
    named: HashSet<PostId>,
    all: HashSet<PostId>,
}

impl Writers {
    pub(super) fn see(&mut self, found: &Found) {
        if found.post.kind != PostKind::Post {
            return;
        }
        self.all.insert(found.post.id.clone());
        if found.authors.is_empty() {
            return;
        }
        self.named.insert(found.post.id.clone());
        let [author] = &found.authors[..] else {
            self.are_several = true;
            return;
        };
        match (&self.only, &author.name) {
            (Some((_, only)), Some(name)) => self.are_several |= only != name,
            (None, Some(name)) => self.only = Some((author.id.clone(), name.clone())),
            (_, None) => self.are_several = true,
        }
    }

    /// Says of the blog what its posts say. One post alone says nothing of others.
    pub(super) fn settle(self, site: &mut Site) {
        let Some((only, _)) = self.only.filter(|_| !self.are_several && self.named.len() > 1)
        else {
            return;
        };
        if site.authors.is_empty() {
            site.authors.push(only);
            let (named, all) = (self.named.len(), self.all.len());
            let how = "all posts that say who wrote them name the same one";
            site.extra.insert("web:authors", json!({ "how": how, "posts": named, "of": all }));
        }
    }
}
