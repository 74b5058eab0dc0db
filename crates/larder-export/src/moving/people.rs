//! Who wrote what is carried. Others stay in the archive: the authors of what is not public may not be known either.

use std::{
    collections::{BTreeSet, HashMap},
    io,
};

use larder_core::{Author, AuthorId, Blog};

/// The authors of a blog, and which of them wrote what is carried.
#[derive(Debug)]
pub(crate) struct People<'a> {
    by_id: HashMap<&'a AuthorId, &'a Author>,
    /// Those who wrote posts that are carried, or the blog itself, ordered by id.
    pub(crate) used: Vec<&'a Author>,
}

impl<'a> People<'a> {
    /// The people of the posts at these places. Fails when the spool can no longer be read.
    pub(crate) fn new(blog: &'a Blog, places: &[usize]) -> io::Result<Self> {
        let by_id: HashMap<_, _> = blog.authors.iter().map(|author| (&author.id, author)).collect();
        let mut ids: BTreeSet<AuthorId> = blog.site.authors.iter().cloned().collect();
        for &place in places {
            ids.extend(blog.posts.get(place)?.authors.iter().cloned());
        }
        let used = ids.iter().filter_map(|id| by_id.get(id).copied()).collect();
        Ok(Self { by_id, used })
    }

    /// The author with this id.
    pub(crate) fn get(&self, id: &AuthorId) -> Option<&'a Author> {
        self.by_id.get(id).copied()
    }
}
