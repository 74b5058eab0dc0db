//! Copies of one post: what each says of itself and the post does not is added, another text is kept as a version.

use std::collections::HashSet;

use larder_core::{AssetId, AuthorId, Post, Provenance, Revision, RevisionRole, TermId};
use serde_json::{Map, Value};

/// A post while its copies come in.
pub(super) struct Joined {
    post: Post,
    terms: HashSet<TermId>,
    authors: HashSet<AuthorId>,
    assets: HashSet<AssetId>,
    /// What each copy says otherwise.
    differing: Vec<Value>,
}

impl Joined {
    pub(super) fn new(post: Post) -> Self {
        let terms = post.terms.iter().cloned().collect();
        let authors = post.authors.iter().cloned().collect();
        let assets = post.assets.iter().cloned().collect();
        Self { post, terms, authors, assets, differing: Vec::new() }
    }

    pub(super) fn take(&mut self, copy: Post) {
        let post = &mut self.post;
        let source = copy.source.first().cloned().unwrap_or_else(|| Provenance::new("", "mt"));
        let mut other = Revision::new(RevisionRole::Differs, source);
        other.title.clone_from(&copy.title);
        other.updated = copy.published;
        other.content = copy.content.map(|content| *content);
        post.revisions.push(other);
        post.terms.extend(copy.terms.into_iter().filter(|it| self.terms.insert(it.clone())));
        post.authors.extend(copy.authors.into_iter().filter(|it| self.authors.insert(it.clone())));
        post.assets.extend(copy.assets.into_iter().filter(|it| self.assets.insert(it.clone())));
        post.cover = post.cover.take().or(copy.cover);
        post.summary = post.summary.take().or(copy.summary);
        post.slug = post.slug.take().or(copy.slug);
        post.source.extend(copy.source);
        let is_other =
            |name: &str, value: &Value| post.extra.value(name).is_some_and(|known| known != value);
        let differing = copy.extra.iter().filter(|(name, value)| is_other(name, value));
        let differing: Map<String, Value> =
            differing.map(|(name, value)| (name.to_owned(), value.clone())).collect();
        if !differing.is_empty() {
            self.differing.push(differing.into());
        }
        post.extra.fill_from(copy.extra);
    }

    pub(super) fn finish(mut self) -> Post {
        if !self.differing.is_empty() {
            self.post.extra.insert("mt:other-copies", self.differing);
        }
        self.post
    }
}
