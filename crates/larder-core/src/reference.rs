//! Which part of a blog refers to which: every reference of the model is listed here, once.
//!
//! A reference names something of the same blog, so it must lead somewhere. One does not have to:
//! [`Comment::parent`], because a comment that was answered may be gone, and the answer still says so.

use std::{collections::HashSet, fmt};

use crate::{
    AssetId, AuthorId, Blog, Comment, CommentId, Post, PostId, SeriesId, Site, Term, TermId,
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
        let posts = self.posts.iter().map(|post| Part::Post(&post.id));
        let comments = self.comments.iter().map(|comment| Part::Comment(&comment.id));
        let assets = self.assets.iter().map(|asset| Part::Asset(&asset.id));
        authors.chain(terms).chain(series).chain(posts).chain(comments).chain(assets)
    }

    /// Every reference that must lead somewhere: from which part to which.
    pub fn references(&self) -> impl Iterator<Item = (Part<'_>, Part<'_>)> {
        let images = self.authors.iter().filter_map(|author| {
            Some((Part::Author(&author.id), Part::Asset(author.image.as_ref()?)))
        });
        let covers = self.series.iter().filter_map(|series| {
            Some((Part::Series(&series.id), Part::Asset(series.cover.as_ref()?)))
        });
        let posts = self
            .posts
            .iter()
            .flat_map(|post| of_post(post).map(move |reference| (Part::Post(&post.id), reference)));
        of_site(&self.site)
            .chain(images)
            .chain(self.terms.iter().filter_map(of_term))
            .chain(covers)
            .chain(posts)
            .chain(self.comments.iter().map(of_comment))
    }

    /// The references that lead nowhere.
    pub fn dangling(&self) -> impl Iterator<Item = (Part<'_>, Part<'_>)> {
        let mut index = Index::default();
        index.posts.reserve(self.posts.len());
        self.parts().for_each(|part| _ = index.add(part));
        self.references().filter(move |(_, to)| !index.has(to))
    }

    /// The parts whose id another part of the same kind has too, each once for each part but the first.
    pub fn doubled(&self) -> impl Iterator<Item = Part<'_>> {
        let mut index = Index::default();
        index.posts.reserve(self.posts.len());
        self.parts().filter(move |part| !index.add(*part))
    }
}

/// Which ids there are. It borrows them: a blog may have 100,000 posts.
#[derive(Default)]
struct Index<'a> {
    authors: HashSet<&'a AuthorId>,
    terms: HashSet<&'a TermId>,
    series: HashSet<&'a SeriesId>,
    posts: HashSet<&'a PostId>,
    comments: HashSet<&'a CommentId>,
    assets: HashSet<&'a AssetId>,
}

impl<'a> Index<'a> {
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

    fn has(&self, part: &Part<'_>) -> bool {
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

fn of_comment(comment: &Comment) -> (Part<'_>, Part<'_>) {
    (Part::Comment(&comment.id), Part::Post(&comment.post))
}

fn of_post(post: &Post) -> impl Iterator<Item = Part<'_>> {
    let neighbours = post.neighbours.iter().filter_map(|neighbour| neighbour.post.as_ref());
    let translations = post.translations.iter().filter_map(|translation| translation.post.as_ref());
    let posts = neighbours.chain(translations).chain(&post.parent);
    let enclosed = post.enclosures.iter().filter_map(|enclosure| enclosure.asset.as_ref());
    let assets = post.assets.iter().chain(&post.cover).chain(enclosed);
    let authors = post.authors.iter().map(Part::Author);
    let terms = post.terms.iter().map(Part::Term);
    let series = post.series.iter().map(|part| Part::Series(&part.series));
    authors.chain(terms).chain(series).chain(assets.map(Part::Asset)).chain(posts.map(Part::Post))
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
            }],
            "comments": [{ "id": "c", "post": "p4?", "parent": "c?", "kind": "comment", "body": "" }],
        }))
        .unwrap();
        let mut blog = Blog::new(document.site);
        (blog.authors, blog.terms, blog.series) =
            (document.authors, document.terms, document.series);
        (blog.posts, blog.comments) = (document.posts, document.comments);
        blog
    }

    #[test]
    fn every_reference_of_the_model_is_followed_but_that_to_a_comment() {
        let blog = lost();
        let found: Vec<_> = blog.dangling().map(|(from, to)| format!("{from}: {to}")).collect();
        assert_eq!(
            found,
            [
                "the site: author `a?`",
                "the site: asset `i1?`",
                "author `a`: asset `i2?`",
                "term `t`: term `t?`",
                "series `s`: asset `i3?`",
                "post `p`: author `b?`",
                "post `p`: term `u?`",
                "post `p`: series `s?`",
                "post `p`: asset `i4?`",
                "post `p`: asset `i5?`",
                "post `p`: asset `i6?`",
                "post `p`: post `p1?`",
                "post `p`: post `p2?`",
                "post `p`: post `p3?`",
                "comment `c`: post `p4?`",
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
            blog.posts.push(blog.posts[0].clone());
        }
        blog.comments.push(blog.comments[0].clone());
        let doubled: Vec<_> = blog.doubled().map(|part| part.to_string()).collect();
        assert_eq!(doubled, ["post `p`", "post `p`", "comment `c`"]);
    }
}
