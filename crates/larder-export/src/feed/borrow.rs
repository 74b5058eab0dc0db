//! Dates for posts without one, where a format demands a date: taken from elsewhere in the archive, never made up.

use std::{
    collections::{BTreeMap, HashMap},
    io,
};

use larder_core::{
    Blog, Post, PostHead, PostId, SeriesId, Timestamp,
    select::{Include, kept_out},
};

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
    /// The dates that the posts of `blog` at some places need. Fails when the spool can no longer be read.
    ///
    /// In this order: the nearest chapter of the same series (the one before, of two equally near ones), a neighbour
    /// that the page names, the blog's first post, the blog's own word. Only posts lend that the feed may carry; those
    /// without a date of publication lend that of their last change, by which the feed places them.
    pub(crate) fn new(blog: &'a Blog, include: &Include, posts: &[usize]) -> io::Result<Self> {
        let may_lend = |post: &PostHead| kept_out(post, include).is_none();
        let lending = || blog.posts.heads().filter(|post| may_lend(post));
        let own = blog.site.updated.map(|time| (time, "the date of the blog itself"));
        let latest = lending().filter_map(PostHead::changed).max();
        let feed = own.or(latest.map(|time| (time, "the date of a post that is not in it")));
        let head = |place: usize| blog.posts.head(place);
        let mut undated =
            posts.iter().copied().filter(|&it| head(it).changed().is_none()).peekable();
        if undated.peek().is_none() {
            return Ok(Self { posts: HashMap::new(), feed });
        }
        let first = lending().filter_map(PostHead::dated).min();
        let first = first.map(|time| (time, "the date of the blog's first post")).or(own);
        let mut lenders = Lenders::default();
        for slot in blog.posts.slots().iter().filter(|slot| may_lend(slot.head())) {
            let Some(time) = slot.head().dated() else { continue };
            lenders.add(slot.head(), slot.get()?.as_ref(), time);
        }
        let mut loans = HashMap::new();
        for place in undated {
            let post = blog.posts.get(place)?;
            let loan = lenders.chapter(&post).or_else(|| lenders.neighbour(&post)).or(first);
            loans.extend(loan.map(|loan| (&head(place).id, loan)));
        }
        Ok(Self { posts: loans, feed })
    }

    /// The date of a post that has none. Absent: the archive tells no date at all.
    pub(crate) fn of(&self, post: &PostId) -> Option<Loan> {
        self.posts.get(post).copied()
    }

    /// The date of a feed without posts.
    pub(crate) fn of_feed(&self) -> Option<Loan> {
        self.feed
    }
}

/// Dated posts that may lend, by id and by chapter.
#[derive(Default)]
struct Lenders<'b> {
    posts: HashMap<&'b PostId, Timestamp>,
    chapters: HashMap<SeriesId, BTreeMap<u32, Timestamp>>,
}

impl<'b> Lenders<'b> {
    fn add(&mut self, head: &'b PostHead, post: &Post, time: Timestamp) {
        self.posts.insert(&head.id, time);
        for part in &post.series {
            let Some(number) = &part.number else { continue };
            self.chapters.entry(part.series.clone()).or_default().insert(number.value, time);
        }
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
