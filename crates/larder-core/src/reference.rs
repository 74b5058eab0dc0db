//! Which part of a blog refers to which: every reference of the model is listed here, once.
//!
//! A reference names something of the same blog, so it must lead somewhere. One does not have to:
//! [`Comment::parent`](crate::Comment::parent), because a comment that was answered may be gone, and the answer still says so.

use std::{collections::HashSet, fmt, io};

use crate::{
    AssetId, AuthorId, Blog, CommentHead, CommentId, Post, PostId, SeriesId, Site, Term, TermId,
};

/// A part of a blog, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part<'a> {
    /// The blog as a whole.
    Site,
    /// An author.
    Author(&'a AuthorId),
    /// A category or a tag.
    Term(&'a TermId),
    /// A book, a magazine or a serial.
    Series(&'a SeriesId),
    /// A post or a page.
    Post(&'a PostId),
    /// A comment.
    Comment(&'a CommentId),
    /// An image or a file.
    Asset(&'a AssetId),
}

impl Blog {
    /// Every part of the blog, list by list.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let authors = self.authors.iter().map(|author| Part::Author(&author.id));
        let terms = self.terms.iter().map(|term| Part::Term(&term.id));
        let series = self.series.iter().map(|series| Part::Series(&series.id));
        let posts = self.posts.heads().map(|post| Part::Post(&post.id));
        let comments = self.comments.heads().map(|comment| Part::Comment(&comment.id));
        let assets = self.assets.heads().map(|asset| Part::Asset(&asset.id));
        authors.chain(terms).chain(series).chain(posts).chain(comments).chain(assets)
    }

    /// The references that must lead somewhere, from which part to which, but for those of posts
    /// ([`Post::references`]): they may be put away.
    pub fn references(&self) -> impl Iterator<Item = (Part<'_>, Part<'_>)> {
        let images = self.authors.iter().filter_map(|author| {
            Some((Part::Author(&author.id), Part::Asset(author.image.as_ref()?)))
        });
        let covers = self.series.iter().filter_map(|series| {
            Some((Part::Series(&series.id), Part::Asset(series.cover.as_ref()?)))
        });
        of_site(&self.site)
            .chain(images)
            .chain(self.terms.iter().filter_map(of_term))
            .chain(covers)
            .chain(self.comments.heads().map(of_comment))
    }

    /// Shows the references that lead nowhere, those of posts last. Fails when the spool can no longer be read.
    pub fn dangling(&self, visit: &mut dyn FnMut(Part<'_>, Part<'_>)) -> io::Result<()> {
        let ids = Ids::of(self);
        self.references().filter(|(_, to)| !ids.has(to)).for_each(|(from, to)| visit(from, to));
        for post in self.posts.iter() {
            let post = post?;
            let lost = post.references().filter(|to| !ids.has(to));
            lost.for_each(|to| visit(Part::Post(&post.id), to));
        }
        Ok(())
    }

    /// The parts whose id another part of the same kind has too, each once for each part but the first.
    pub fn doubled(&self) -> impl Iterator<Item = Part<'_>> {
        let mut ids = Ids::default();
        ids.posts.reserve(self.posts.len());
        self.parts().filter(move |part| !ids.add(*part))
    }
}

impl Post {
    /// Every reference of the post that must lead somewhere.
    pub fn references(&self) -> impl Iterator<Item = Part<'_>> {
        let neighbours = self.neighbours.iter().filter_map(|neighbour| neighbour.post.as_ref());
        let translations = self.translations.iter().filter_map(|it| it.post.as_ref());
        let linked = self.internal_links.iter().map(|link| &link.post);
        let posts = neighbours.chain(translations).chain(&self.parent).chain(linked);
        let enclosed = self.enclosures.iter().filter_map(|enclosure| enclosure.asset.as_ref());
        let assets = self.assets.iter().chain(&self.cover).chain(enclosed).map(Part::Asset);
        let authors = self.authors.iter().map(Part::Author);
        let terms = self.terms.iter().map(Part::Term);
        let series = self.series.iter().map(|part| Part::Series(&part.series));
        authors.chain(terms).chain(series).chain(assets).chain(posts.map(Part::Post))
    }
}

/// Which ids a blog has. It borrows them: there may be very many.
#[derive(Debug, Default)]
pub struct Ids<'a> {
    authors: HashSet<&'a AuthorId>,
    terms: HashSet<&'a TermId>,
    series: HashSet<&'a SeriesId>,
    posts: HashSet<&'a PostId>,
    comments: HashSet<&'a CommentId>,
    assets: HashSet<&'a AssetId>,
}

impl<'a> Ids<'a> {
    /// The ids of `blog`.
    pub fn of(blog: &'a Blog) -> Self {
        let mut ids = Self::default();
        ids.posts.reserve(blog.posts.len());
        blog.parts().for_each(|part| _ = ids.add(part));
        ids
    }

    /// Whether `part` is the first with its id.
    fn add(&mut self, part: Part<'a>) -> bool {
        match part {
            Part::Site => true,
            Part::Author(id) => self.authors.insert(id),
            Part::Term(id) => self.terms.insert(id),
            Part::Series(id) => self.series.insert(id),
            Part::Post(id) => self.posts.insert(id),
            Part::Comment(id) => self.comments.insert(id),
            Part::Asset(id) => self.assets.insert(id),
        }
    }

    /// Whether the blog has this part.
    pub fn has(&self, part: &Part<'_>) -> bool {
        match part {
            Part::Site => true,
            Part::Author(id) => self.authors.contains(id),
            Part::Term(id) => self.terms.contains(id),
            Part::Series(id) => self.series.contains(id),
            Part::Post(id) => self.posts.contains(id),
            Part::Comment(id) => self.comments.contains(id),
            Part::Asset(id) => self.assets.contains(id),
        }
    }
}

fn of_site(site: &Site) -> impl Iterator<Item = (Part<'_>, Part<'_>)> {
    let references =
        site.authors.iter().map(Part::Author).chain(site.image.iter().map(Part::Asset));
    references.map(|reference| (Part::Site, reference))
}

fn of_term(term: &Term) -> Option<(Part<'_>, Part<'_>)> {
    Some((Part::Term(&term.id), Part::Term(term.parent.as_ref()?)))
}

fn of_comment(comment: &CommentHead) -> (Part<'_>, Part<'_>) {
    (Part::Comment(&comment.id), Part::Post(&comment.post))
}

impl Part<'_> {
    /// What it is, in one word: `post`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Author(_) => "author",
            Self::Term(_) => "term",
            Self::Series(_) => "series",
            Self::Post(_) => "post",
            Self::Comment(_) => "comment",
            Self::Asset(_) => "asset",
        }
    }

    /// Its id. Empty for the site, of which there is one.
    pub fn id(&self) -> &str {
        match self {
            Self::Site => "",
            Self::Author(id) => id.as_str(),
            Self::Term(id) => id.as_str(),
            Self::Series(id) => id.as_str(),
            Self::Post(id) => id.as_str(),
            Self::Comment(id) => id.as_str(),
            Self::Asset(id) => id.as_str(),
        }
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site => f.write_str("the site"),
            part => write!(f, "{} `{}`", part.kind(), part.id()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::record::Document;

    /// A blog in which everything refers to what is not there: all ids end in `?`.
    fn lost() -> Blog {
        let document: Document = serde_json::from_value(json!({
            "larder": 1, "minor": 0,
            "site": { "id": "b", "authors": ["a?"], "image": "i1?" },
            "authors": [{ "id": "a", "image": "i2?" }],
            "terms": [{ "id": "t", "kind": "tag", "name": "t", "parent": "t?" }],
            "series": [{ "id": "s", "kind": "book", "cover": "i3?" }],
            "posts": [{
                "id": "p", "authors": ["b?"], "terms": ["u?"], "series": [{ "series": "s?" }],
                "assets": ["i4?"], "cover": "i5?", "parent": "p3?",
                "enclosures": [{ "url": "u", "asset": "i6?" }],
                "neighbours": [{ "direction": "next", "scope": "blog", "post": "p1?" }],
                "translations": [{ "language": "en", "post": "p2?" }],
                "internal_links": [{ "href": "/5", "post": "p5?" }],
            }],
            "comments": [{ "id": "c", "post": "p4?", "parent": "c?", "kind": "comment", "body": "" }],
        }))
        .unwrap();
        let mut blog = Blog::new(document.site);
        (blog.authors, blog.terms, blog.series) =
            (document.authors, document.terms, document.series);
        (blog.posts, blog.comments) = (document.posts.into(), document.comments.into());
        blog
    }

    #[test]
    fn every_reference_of_the_model_is_followed_but_that_to_a_comment() {
        let blog = lost();
        let mut found = Vec::new();
        blog.dangling(&mut |from, to| found.push(format!("{from}: {to}"))).unwrap();
        assert_eq!(
            found,
            [
                "the site: author `a?`",
                "the site: asset `i1?`",
                "author `a`: asset `i2?`",
                "term `t`: term `t?`",
                "series `s`: asset `i3?`",
                "comment `c`: post `p4?`",
                "post `p`: author `b?`",
                "post `p`: term `u?`",
                "post `p`: series `s?`",
                "post `p`: asset `i4?`",
                "post `p`: asset `i5?`",
                "post `p`: asset `i6?`",
                "post `p`: post `p1?`",
                "post `p`: post `p2?`",
                "post `p`: post `p3?`",
                "post `p`: post `p5?`",
            ]
        );
        let text = format!("{blog:?}");
        assert_eq!(text.matches("?\"").count(), found.len() + 1, "{text}");
    }

    #[test]
    fn one_id_is_enough_for_parts_of_different_kinds_and_not_for_two_of_one() {
        let mut blog = lost();
        blog.series[0].id = SeriesId::new("p");
        assert_eq!(blog.doubled().count(), 0);
        for _ in 0..2 {
            blog.posts.add(blog.posts.slots()[0].clone());
        }
        blog.comments.add(blog.comments.slots()[0].clone());
        let doubled: Vec<_> = blog.doubled().map(|part| part.to_string()).collect();
        assert_eq!(doubled, ["post `p`", "post `p`", "comment `c`"]);
    }
}
