//! The ids of Blogger: `tag:blogger.com,1999:blog-7.post-21`.

use std::collections::{HashMap, HashSet};

use larder_core::{CommentId, Digest, PostId};

use crate::carried::Carried;

/// What the ids of Blogger begin with, in front of the number of the blog.
const TAG: &str = "tag:blogger.com,1999:blog-";

/// The ids of the posts and comments that are carried.
#[derive(Debug)]
pub(super) struct Ids {
    blog: String,
    posts: HashMap<PostId, String>,
    comments: HashMap<CommentId, String>,
}

impl Ids {
    /// Gives ids. Those of Blogger stay; others are made of the digest of what they were.
    pub(super) fn new(carried: &Carried<'_>) -> Self {
        let posts = || carried.posts.iter().map(|&place| &carried.blog.posts.head(place).id);
        let comments = || {
            let all = carried.posts.iter().flat_map(|&place| carried.comments_of(place));
            all.map(|&at| &carried.blog.comments.head(at).id)
        };
        let number = posts().find_map(|id| Some(numbers(id.as_str())?.0.to_owned()));
        let blog = number.unwrap_or_else(|| made(&carried.blog.site.id).to_string());
        let blog = format!("{TAG}{blog}");
        let own = posts().map(PostId::as_str).chain(comments().map(CommentId::as_str));
        let mut taken: HashSet<String> =
            own.filter(|id| numbers(id).is_some()).map(str::to_owned).collect();
        let posts = posts().map(|id| (id.clone(), give(&blog, id.as_str(), "post", &mut taken)));
        let posts = posts.collect();
        let comments =
            comments().map(|id| (id.clone(), give(&blog, id.as_str(), "comment", &mut taken)));
        let comments = comments.collect();
        Self { blog, posts, comments }
    }

    /// The id of the blog.
    pub(super) fn blog(&self) -> &str {
        &self.blog
    }

    /// The id of a post that is carried.
    pub(super) fn post(&self, id: &PostId) -> &str {
        &self.posts[id]
    }

    /// The id of a comment, if it is carried.
    pub(super) fn comment(&self, id: &CommentId) -> Option<&str> {
        self.comments.get(id).map(String::as_str)
    }
}

/// The numbers of blog and post in an id.
pub(super) fn numbers(id: &str) -> Option<(&str, &str)> {
    let (blog, rest) = id.strip_prefix(TAG)?.split_once('.')?;
    let post = rest.strip_prefix("post-").or_else(|| rest.strip_prefix("page-"))?;
    let is_number =
        |it: &str| (1..=20).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(blog) && is_number(post)).then_some((blog, post))
}

fn give(blog: &str, own: &str, kind: &str, taken: &mut HashSet<String>) -> String {
    if numbers(own).is_some() {
        return own.to_owned();
    }
    let mut number = made(&format!("{kind} {own}"));
    loop {
        let id = format!("{blog}.post-{number}");
        if taken.insert(id.clone()) {
            return id;
        }
        number += 1;
    }
}

/// A number of 18 digits that is always the same for the same text.
fn made(text: &str) -> u64 {
    let digest = Digest::of(format!("blogger {text}").as_bytes());
    let bytes = digest.bytes().first_chunk::<8>().expect("a digest has 32 bytes");
    100_000_000_000_000_000 + u64::from_be_bytes(*bytes) % 800_000_000_000_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_blogger_stay_and_others_get_its_form() {
        let own = "tag:blogger.com,1999:blog-7.post-21";
        assert_eq!(numbers(own), Some(("7", "21")));
        assert_eq!(numbers("tag:blogger.com,1999:blog-7.settings.X"), None);
        let mut taken = HashSet::new();
        assert_eq!(give("b", own, "post", &mut taken), own);
        let blog = format!("{TAG}7");
        let first = give(&blog, "x", "post", &mut taken);
        assert!(numbers(&first).is_some(), "{first}");
        assert_ne!(give(&blog, "x", "post", &mut taken), first, "each is given once");
    }
}
