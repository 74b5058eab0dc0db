//! The census of a blog: numbers, as they are in the archive, nothing inferred.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{
    Asset, Audience, Blog, Output, Post, PostKind, Rule, Series, SeriesKind, Status, TermKind,
    Visibility, key,
    record::MISSING_MEDIA,
    select::{Selection, newest_first},
};
use larder_export::{WRITERS, Writer};
use larder_html::text::to_text;
use rayon::prelude::*;
use serde::Serialize;

use super::used::Used;
use crate::{
    failure::{Failure, reason},
    report::{day, name_of},
};

/// What a blog holds.
#[derive(Serialize)]
pub(crate) struct Census {
    pub(super) id: String,
    /// Its title, else its author's name, else its id.
    pub(super) name: String,
    pub(super) home: Option<String>,
    pub(super) posts: Posts,
    pub(super) series: Vec<SeriesCensus>,
    pub(super) authors: Vec<String>,
    pub(super) categories: usize,
    pub(super) tags: usize,
    pub(super) comments: usize,
    pub(super) media: Media,
    /// Posts that are not public, by why: `draft`, `private`, `paid`, `status-unknown` …
    pub(super) not_public: BTreeMap<&'static str, usize>,
    /// Personal data that no public output carries: `emails`, `addresses`.
    pub(super) personal: BTreeMap<&'static str, usize>,
    pub(super) writers: Vec<WriterCensus>,
}

/// The posts, by what is known of them.
#[derive(Default, Serialize)]
pub(crate) struct Posts {
    pub(super) total: usize,
    pub(super) pages: usize,
    pub(super) with_text: usize,
    pub(super) dated: usize,
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
    /// Characters of the texts, white space not counted.
    pub(super) characters: usize,
    /// Words of the texts, parted by white space.
    pub(super) words: usize,
}

/// A series and its chapters.
#[derive(Serialize)]
pub(crate) struct SeriesCensus {
    pub(super) kind: SeriesKind,
    pub(super) title: Option<String>,
    pub(super) posts: usize,
    /// The chapters that are there, such as `1–8, 10`. Empty when nothing is numbered.
    pub(super) present: String,
    /// The chapters up to the last one that are not.
    pub(super) missing: String,
}

/// Images and files.
#[derive(Default, Serialize)]
pub(crate) struct Media {
    pub(super) stored: usize,
    pub(super) stored_bytes: u64,
    pub(super) only_address: usize,
    /// Of these, how many had bytes in an earlier archive that were not beside it.
    pub(super) missing: usize,
    /// Places in texts where something without text probably stood.
    pub(super) gaps: usize,
}

/// What a writer would carry with its default options.
#[derive(Serialize)]
pub(crate) struct WriterCensus {
    pub(super) format: &'static str,
    pub(super) written: u64,
    pub(super) left_out: BTreeMap<Rule, usize>,
    pub(super) losses: Vec<LossCensus>,
}

/// A field that the blog uses and a writer has no place for.
#[derive(Serialize)]
pub(crate) struct LossCensus {
    pub(super) field: &'static str,
    pub(super) why: &'static str,
}

impl Census {
    /// The census of `blog`. Fails when a text can no longer be read from the spool.
    pub(super) fn of(blog: &Blog) -> Result<Self, Failure> {
        let unread =
            |error: io::Error| Failure::unreadable("write-spool").with("reason", reason(&error));
        let terms = |kind| blog.terms.iter().filter(|term| term.kind == kind).count();
        Ok(Self {
            id: blog.site.id.clone(),
            name: name_of(blog),
            home: blog.site.home.clone(),
            posts: posts(blog).map_err(unread)?,
            series: blog.series.iter().map(|series| chapters(blog, series)).collect(),
            authors: blog.authors.iter().map(author).collect(),
            categories: terms(TermKind::Category),
            tags: terms(TermKind::Tag),
            comments: blog.comments.len(),
            media: media(blog),
            not_public: not_public(blog),
            personal: personal(blog),
            writers: would_write(blog),
        })
    }
}

fn author(author: &larder_core::Author) -> String {
    author.name.clone().unwrap_or_else(|| author.id.to_string())
}

fn posts(blog: &Blog) -> io::Result<Posts> {
    let counts: Vec<_> = blog.posts.par_iter().map(size).collect::<io::Result<_>>()?;
    let dates: Vec<_> = blog.posts.iter().filter_map(|post| post.published).collect();
    Ok(Posts {
        total: blog.posts.len(),
        pages: blog.posts.iter().filter(|post| post.kind == PostKind::Page).count(),
        with_text: blog.posts.iter().filter(|post| post.content.is_some()).count(),
        dated: dates.len(),
        first: dates.iter().min().map(day),
        last: dates.iter().max().map(day),
        characters: counts.iter().map(|(characters, _)| characters).sum(),
        words: counts.iter().map(|(_, words)| words).sum(),
    })
}

/// Characters and words of a post's text.
fn size(post: &Post) -> io::Result<(usize, usize)> {
    let Some(content) = &post.content else { return Ok((0, 0)) };
    let text = to_text(&content.html.text()?);
    let characters = text.chars().filter(|character| !key::is_blank(*character)).count();
    Ok((characters, text.split_whitespace().count()))
}

fn chapters(blog: &Blog, series: &Series) -> SeriesCensus {
    let parts = blog.posts.iter().flat_map(|post| &post.series);
    let parts: Vec<_> = parts.filter(|part| part.series == series.id).collect();
    let numbers = parts.iter().filter_map(|part| part.number.as_ref().map(|claim| claim.value));
    let numbers: BTreeSet<u32> = numbers.collect();
    SeriesCensus {
        kind: series.kind,
        title: series.title.clone(),
        posts: parts.len(),
        present: ranges(&runs(&numbers)),
        missing: ranges(&gaps(&numbers)),
    }
}

/// Numbers that follow each other, as first and last.
fn runs(numbers: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut runs = Vec::<(u32, u32)>::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    runs
}

/// The numbers from 1 on that are missing before and between `numbers`.
fn gaps(numbers: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut next = 1;
    let mut gaps = Vec::new();
    for (first, last) in runs(numbers) {
        if first > next {
            gaps.push((next, first - 1));
        }
        next = last.saturating_add(1);
    }
    gaps
}

fn ranges(runs: &[(u32, u32)]) -> String {
    let range = |(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    runs.iter().map(range).collect::<Vec<_>>().join(", ")
}

fn media(blog: &Blog) -> Media {
    let stored = || blog.assets.iter().filter_map(|asset| asset.stored.as_ref());
    let is_missing = |asset: &&Asset| asset.extra.value(MISSING_MEDIA).is_some();
    let is_gap = |note: &&larder_core::Note| note.kind.code() == "media-gap";
    Media {
        stored: stored().count(),
        stored_bytes: stored().map(|stored| stored.length).sum(),
        only_address: blog.assets.len() - stored().count(),
        missing: blog.assets.iter().filter(is_missing).count(),
        gaps: blog.notes.iter().filter(is_gap).count(),
    }
}

fn not_public(blog: &Blog) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for post in &blog.posts {
        let status = match post.status {
            Some(Status::Published) => None,
            Some(Status::Draft) => Some("draft"),
            Some(Status::Pending) => Some("pending"),
            Some(Status::Scheduled) => Some("scheduled"),
            Some(Status::Trashed) => Some("trashed"),
            _ => Some("status-unknown"),
        };
        let visibility = match post.visibility {
            Some(Visibility::Public) => None,
            Some(Visibility::Unlisted) => Some("unlisted"),
            Some(Visibility::Password) => Some("password"),
            Some(Visibility::Friends) => Some("friends"),
            Some(Visibility::Private) => Some("private"),
            _ => Some("visibility-unknown"),
        };
        let audience = match post.audience {
            Some(Audience::Members) => Some("members"),
            Some(Audience::Paid) => Some("paid"),
            _ => None,
        };
        for why in [status, visibility, audience].into_iter().flatten() {
            *counts.entry(why).or_default() += 1;
        }
    }
    counts
}

fn personal(blog: &Blog) -> BTreeMap<&'static str, usize> {
    let authors = blog.authors.iter().filter(|author| author.email.is_some()).count();
    let emails = blog.comments.iter().filter(|comment| comment.author_email.is_some()).count();
    let addresses = blog.comments.iter().filter(|comment| comment.author_ip.is_some()).count();
    let counts = [("emails", authors + emails), ("addresses", addresses)];
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn would_write(blog: &Blog) -> Vec<WriterCensus> {
    let used = Used::by(blog);
    WRITERS.iter().map(|writer| writer_census(blog, &used, *writer)).collect()
}

fn writer_census(blog: &Blog, used: &Used, writer: &dyn Writer) -> WriterCensus {
    let format = writer.format().name;
    let mut output = Output::new(format, &blog.site.id, blog.posts.len() as u64);
    let written = match writer.is_public() {
        true => newest_first(blog, &Selection::default(), &mut output).len(),
        false => blog.posts.len(),
    };
    let losses = writer.losses().iter().filter(|loss| used.has(loss.field));
    WriterCensus {
        format,
        written: written as u64,
        left_out: output.left_out.iter().map(|(rule, posts)| (*rule, posts.len())).collect(),
        losses: losses.map(|loss| LossCensus { field: loss.field, why: loss.why }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_told_as_ranges_and_gaps() {
        let numbers = BTreeSet::from([9, 10, 12, u32::MAX]);
        assert_eq!(ranges(&runs(&numbers)), "9–10, 12, 4294967295");
        assert_eq!(ranges(&gaps(&numbers)), "1–8, 11, 13–4294967294");
        assert_eq!(ranges(&gaps(&BTreeSet::new())), "");
    }
}
