//! Which fields of the model a blog uses, so that only losses that matter to it are told.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{Blog, Post, PostId, Precision};
use serde::Serialize;
use serde_json::Value;

/// The fields of a blog that hold something, named as writers name their losses: `Post::series`.
pub(super) struct Used(BTreeSet<String>);

impl Used {
    /// The fields that `blog` uses, of which those of its posts are `posts`. Fails when the spool can no longer be read.
    pub(super) fn by(blog: &Blog, posts: &BTreeSet<String>) -> io::Result<Self> {
        let mut used = fields("Site", &blog.site);
        blog.authors.iter().for_each(|it| used.extend(fields("Author", it)));
        blog.terms.iter().for_each(|it| used.extend(fields("Term", it)));
        blog.series.iter().for_each(|it| used.extend(fields("Series", it)));
        for asset in blog.assets.iter() {
            used.extend(fields("Asset", asset?.as_ref()));
        }
        for comment in blog.comments.iter() {
            used.extend(fields("Comment", comment?.as_ref()));
        }
        used.extend(posts.iter().cloned());
        if !blog.comments.is_empty() {
            used.insert("Blog::comments".into());
        }
        Ok(Self(used))
    }

    /// Whether a loss of `field` matters. Fields of other types, such as `Timestamp::precision`, always do.
    pub(super) fn has(&self, field: &str) -> bool {
        let types =
            ["Site", "Author", "Term", "Series", "Asset", "Comment", "Post", "Blog", "Enclosure"];
        let is_known = field.split("::").next().is_some_and(|name| types.contains(&name));
        !is_known || self.0.contains(field)
    }
}

/// How many records use each field, of those that an output would carry.
pub(super) struct Counts(BTreeMap<String, u64>);

impl Counts {
    /// Counts them, the posts that are left out apart. Fails when the spool can no longer be read.
    pub(super) fn of(blog: &Blog, left_out: &BTreeSet<&PostId>) -> io::Result<Self> {
        let mut counts = Self(BTreeMap::new());
        counts.add(fields("Site", &blog.site));
        blog.authors.iter().for_each(|it| counts.add(fields("Author", it)));
        blog.terms.iter().for_each(|it| counts.add(fields("Term", it)));
        blog.series.iter().for_each(|it| counts.add(fields("Series", it)));
        for asset in blog.assets.iter() {
            counts.add(fields("Asset", asset?.as_ref()));
        }
        for comment in blog.comments.iter() {
            counts.add(fields("Comment", comment?.as_ref()));
            counts.add(["Blog::comments".to_owned()]);
        }
        for (slot, head) in blog.posts.slots().iter().zip(blog.posts.heads()) {
            if !left_out.contains(&head.id) {
                counts.post(slot.get()?.as_ref());
            }
        }
        Ok(counts)
    }

    fn post(&mut self, post: &Post) {
        self.add(post_fields(post));
        if post.content.is_some() {
            self.add(["Post::content".to_owned(), "Content::original".to_owned()]);
        }
        let dates = [post.published, post.updated];
        let is_coarse = |date: &larder_core::Timestamp| date.precision() != Precision::Second;
        if dates.iter().flatten().any(is_coarse) {
            self.add(["Timestamp::precision".to_owned()]);
        }
    }

    fn add(&mut self, names: impl IntoIterator<Item = String>) {
        names.into_iter().for_each(|name| *self.0.entry(name).or_default() += 1);
    }

    /// How many records use a field.
    pub(super) fn of_field(&self, field: &str) -> u64 {
        self.0.get(field).copied().unwrap_or_default()
    }
}

/// The names of the fields that are written when `record` becomes JSON.
fn fields(name: &str, record: &impl Serialize) -> BTreeSet<String> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields.keys().map(|key| format!("{name}::{key}")).collect(),
        _ => BTreeSet::new(),
    }
}

/// The fields that a post uses.
pub(super) fn post_fields(post: &Post) -> BTreeSet<String> {
    let mut used = fields("Post", &without_bodies(post));
    post.enclosures.iter().for_each(|it| used.extend(fields("Enclosure", it)));
    used
}

/// A post that becomes JSON without a look into the spool.
fn without_bodies(post: &Post) -> Post {
    let mut post = post.clone();
    post.content = None;
    post.revisions.iter_mut().for_each(|revision| revision.content = None);
    post
}

#[cfg(test)]
mod tests {
    use larder_core::{PostId, Site};

    use super::*;

    #[test]
    fn only_fields_that_hold_something_are_used() {
        let blog = Blog::new(Site::new("b"));
        let mut post = Post::new(PostId::new("1"));
        post.slug = Some("a".into());
        let used = Used::by(&blog, &post_fields(&post)).unwrap();
        assert!(used.has("Post::slug") && used.has("Timestamp::precision"));
        assert!(
            !used.has("Post::series") && !used.has("Blog::comments") && !used.has("Author::bio")
        );
    }
}
