//! The posts that an output hides because they are not public: nobody is to learn of them from what another post answers or
//! points at.
//!
//! A link within a body stays as it is, for it is a part of a text that was public.

use std::{collections::HashSet, io};

use larder_core::{
    Blog, PostId, Rule,
    select::{Include, kept_out},
};

use crate::tree::address_key;

/// What hidden posts are known by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hidden {
    ids: HashSet<PostId>,
    addresses: HashSet<String>,
}

impl Hidden {
    /// The posts of `blog` that are not public, but for those that `include` asks for. Fails when the spool can no longer
    /// be read.
    pub(crate) fn new(blog: &Blog, include: &Include) -> io::Result<Self> {
        let mut hidden = Self::default();
        for (place, head) in blog.posts.heads().enumerate() {
            if kept_out(head, include) != Some(Rule::NotPublic) {
                continue;
            }
            let post = blog.posts.get(place)?;
            hidden.add(&head.id, post.permalink.iter().chain(&post.old_addresses));
        }
        Ok(hidden)
    }

    /// Adds a post.
    pub(crate) fn add<'a>(&mut self, id: &PostId, addresses: impl Iterator<Item = &'a String>) {
        self.addresses.extend(addresses.filter_map(|address| address_key(address)));
        self.ids.insert(id.clone());
    }

    /// Whether this is the id of one.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        !self.ids.is_empty() && self.ids.contains(&PostId::new(id))
    }

    /// Whether something that is written at this address, in whatever form, is one.
    pub(crate) fn has_address(&self, address: &str) -> bool {
        !self.addresses.is_empty()
            && address_key(address).is_some_and(|key| self.addresses.contains(&key))
    }
}

#[cfg(test)]
mod tests {
    use larder_core::{Post, Site, Status, Visibility};

    use super::*;

    #[test]
    fn hidden_posts_are_known_in_every_form_of_their_address() {
        let mut blog = Blog::new(Site::new("b"));
        let mut post = Post::new(PostId::new("2"));
        post.permalink = Some("https://b.example/secret/".into());
        post.old_addresses.push("https://b.example/?p=2".into());
        let mut shown = Post::new(PostId::new("1"));
        (shown.status, shown.visibility) = (Some(Status::Published), Some(Visibility::Public));
        shown.permalink = Some("https://b.example/shown/".into());
        blog.posts = vec![shown, post].into();
        let hidden = Hidden::new(&blog, &Include::default()).unwrap();
        assert!(hidden.has_id("2") && !hidden.has_id("1"));
        for address in [
            "https://b.example/secret",
            "http://www.b.example/secret/?utm_source=x",
            "https://b.example/?p=2",
        ] {
            assert!(hidden.has_address(address), "{address}");
        }
        assert!(!hidden.has_address("https://b.example/shown/"));
        let mut unsaid = Include::default();
        unsaid.unsaid = true;
        assert!(!Hidden::new(&blog, &unsaid).unwrap().has_id("2"));
    }
}
