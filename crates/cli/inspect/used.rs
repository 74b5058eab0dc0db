//! Which fields of the model a blog uses, so that only losses that matter to it are told.

use std::{collections::BTreeSet, io};

use larder_core::{Blog, Post};
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
        let types = ["Site", "Author", "Term", "Series", "Asset", "Comment", "Post", "Blog"];
        let is_known = field.split("::").next().is_some_and(|name| types.contains(&name));
        !is_known || self.0.contains(field)
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
    fields("Post", &without_bodies(post))
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
