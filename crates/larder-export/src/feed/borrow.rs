//! Dates for posts without one, where a format demands a date: taken from elsewhere in the archive, never made up.

use std::collections::{BTreeMap, HashMap};

use larder_core::{
    Blog, Post, PostId, SeriesId, Timestamp,
    select::{Include, kept_out},
};

use super::changed;

/// A date, and where it was taken from.
pub(crate) type Loan = (Timestamp, &'static str);

/// Dates that stand in for those the archive does not tell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Borrowed<'a> {
    posts: HashMap<&'a PostId, Loan>,
    /// What a feed without any dated post takes.
    feed: Option<Loan>,
}

impl<'a> Borrowed<'a> {
    /// The dates that `posts` of `blog` need.
    ///
    /// In this order: the nearest chapter of the same series (the one before, of two equally near ones), a neighbour
    /// that the page names, the blog's first post, the blog's own word. Only public posts lend.
    pub(crate) fn new(blog: &Blog, posts: &[&'a Post]) -> Self {
        let public = || blog.posts.iter().filter(|it| kept_out(it, &Include::default()).is_none());
        let own = blog.site.updated.map(|time| (time, "the date of the blog itself"));
        let latest = public().filter_map(changed).max();
        let feed = own.or(latest.map(|time| (time, "the date of a post that is not in it")));
        let undated: Vec<&Post> =
            posts.iter().copied().filter(|post| changed(post).is_none()).collect();
        if undated.is_empty() {
            return Self { posts: HashMap::new(), feed };
        }
        let first = public().filter_map(|post| post.published).min();
        let first = first.map(|time| (time, "the date of the blog's first post")).or(own);
        let lenders = Lenders::new(public());
        let loans = undated.into_iter().filter_map(|post| {
            Some((&post.id, lenders.chapter(post).or_else(|| lenders.neighbour(post)).or(first)?))
        });
        Self { posts: loans.collect(), feed }
    }

    /// The date of a post that has none. Absent: the archive tells no date at all.
    pub(crate) fn of(&self, post: &Post) -> Option<Loan> {
        self.posts.get(&post.id).copied()
    }

    /// The date of a feed without posts.
    pub(crate) fn of_feed(&self) -> Option<Loan> {
        self.feed
    }
}

/// Dated public posts, by id and by chapter.
struct Lenders<'b> {
    posts: HashMap<&'b PostId, Timestamp>,
    chapters: HashMap<&'b SeriesId, BTreeMap<u32, Timestamp>>,
}

impl<'b> Lenders<'b> {
    fn new(posts: impl Iterator<Item = &'b Post>) -> Self {
        let mut lenders = Self { posts: HashMap::new(), chapters: HashMap::new() };
        for post in posts {
            let Some(time) = post.published else { continue };
            lenders.posts.insert(&post.id, time);
            for part in &post.series {
                let Some(number) = &part.number else { continue };
                lenders.chapters.entry(&part.series).or_default().insert(number.value, time);
            }
        }
        lenders
    }

    fn chapter(&self, post: &Post) -> Option<Loan> {
        post.series.iter().find_map(|part| {
            let (chapters, number) =
                (self.chapters.get(&part.series)?, part.number.as_ref()?.value);
            let before = chapters.range(..number).next_back();
            let after = chapters.range(number..).next();
            let nearest = before.into_iter().chain(after);
            let (_, time) = nearest.min_by_key(|(other, _)| other.abs_diff(number))?;
            Some((*time, "the date of the nearest chapter"))
        })
    }

    fn neighbour(&self, post: &Post) -> Option<Loan> {
        let named = post.neighbours.iter().filter_map(|neighbour| neighbour.post.as_ref());
        let time = named.filter_map(|id| self.posts.get(id)).next()?;
        Some((*time, "the date of a neighbouring post"))
    }
}
