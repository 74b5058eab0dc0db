//! The blog: everything a reader found, and everything a writer needs.

use std::{borrow::Cow, io};

use crate::{
    Asset, AssetId, Author, AuthorId, Comment, CommentHead, Note, Post, PostHead, Series, SeriesId,
    Site, Table, Term, TermId,
};

/// A whole blog.
///
/// The lists are in the order that [`Blog::sort`] gives, which does not depend on the order of the input's files. Posts,
/// comments and assets may be [put away](crate::table) in a spool, where their bodies are.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Blog {
    /// What is true of the blog as a whole.
    pub site: Site,
    /// Who writes.
    pub authors: Vec<Author>,
    /// Categories and tags.
    pub terms: Vec<Term>,
    /// Books, magazines and serials.
    pub series: Vec<Series>,
    /// Posts and pages, oldest first, undated ones last.
    pub posts: Table<Post>,
    /// Comments, in the order of their posts.
    pub comments: Table<Comment>,
    /// Images and files.
    pub assets: Table<Asset>,
    /// What was doubtful, missing or lost. Notes travel with the archive.
    pub notes: Vec<Note>,
}

impl Blog {
    /// A blog without posts.
    pub fn new(site: Site) -> Self {
        Self {
            site,
            authors: Vec::new(),
            terms: Vec::new(),
            series: Vec::new(),
            posts: Table::default(),
            comments: Table::default(),
            assets: Table::default(),
            notes: Vec::new(),
        }
    }

    /// Brings the lists into their canonical order: posts by date (undated last), then by id; the others by id, notes
    /// by place and kind. The order of the input's files never shows.
    ///
    /// Sorts in place; a stable sort would need half as much memory again, and with unique ids gives the same.
    pub fn sort(&mut self) {
        self.authors.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        self.terms.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        self.series.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        self.assets.sort_by(|a, b| a.id.cmp(&b.id));
        self.posts.sort_by(|a, b| {
            let key = |post: &PostHead| (post.published.is_none(), post.published);
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        self.comments.sort_by(|a, b| {
            let key = |comment: &CommentHead| (comment.published.is_none(), comment.published);
            a.post.cmp(&b.post).then_with(|| key(a).cmp(&key(b))).then_with(|| a.id.cmp(&b.id))
        });
        self.notes.sort_unstable();
        self.notes.dedup();
    }

    /// The author with this id.
    pub fn author(&self, id: &AuthorId) -> Option<&Author> {
        self.authors.iter().find(|author| author.id == *id)
    }

    /// The term with this id. Terms are looked up by binary search, so the blog must be [sorted](Self::sort).
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        self.terms.binary_search_by(|term| term.id.cmp(id)).ok().map(|index| &self.terms[index])
    }

    /// The series with this id.
    pub fn series(&self, id: &SeriesId) -> Option<&Series> {
        self.series.iter().find(|series| series.id == *id)
    }

    /// The asset with this id. Assets are looked up by binary search, so the blog must be [sorted](Self::sort). Fails
    /// when the spool can no longer be read.
    pub fn asset(&self, id: &AssetId) -> io::Result<Option<Cow<'_, Asset>>> {
        self.assets.find(|asset| asset.id.cmp(id)).map(|at| self.assets.get(at)).transpose()
    }
}
