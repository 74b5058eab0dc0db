//! The census of a blog: numbers, as they are in the archive, nothing inferred.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{
    Blog, NoteKind, Output, Post, PostKind, Rule, Series, SeriesId, SeriesKind, Slot, TermKind,
    key,
    record::MISSING_MEDIA,
    select::{Selection, newest_first},
};
use larder_export::{WRITERS, Writer};
use larder_html::text::to_text;
use rayon::prelude::*;
use serde::Serialize;

use super::{
    forecast::Forecast,
    used::{Used, post_fields},
};
use crate::{
    failure::{Failure, reason},
    hidden,
    report::{Volume, day, name_of},
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
    /// Posts by the language they state, if they do.
    pub(super) languages: BTreeMap<String, usize>,
    /// What the platform's own markup is used for: `block`, `short code`, `embed from`, each name with its number.
    pub(super) markup: BTreeMap<String, BTreeMap<String, u64>>,
    /// Posts that are not public, by why: `draft`, `private`, `paid`, `status-unknown` …
    pub(super) not_public: BTreeMap<&'static str, usize>,
    /// The same posts one by one, where all is to be said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hidden: Vec<HiddenPost>,
    /// Personal data that no public output carries: `emails`, `addresses`.
    pub(super) personal: BTreeMap<&'static str, usize>,
    pub(super) writers: Vec<WriterCensus>,
    /// What the formats that were asked for could not carry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) forecasts: Vec<Forecast>,
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
    /// Where those without bytes are, by host.
    pub(super) hosts: BTreeMap<String, usize>,
}

/// A post that is not public.
#[derive(Serialize)]
pub(crate) struct HiddenPost {
    /// When it was published or, for want of that, last changed.
    pub(super) date: Option<String>,
    pub(super) title: Option<String>,
    /// Where it stands in the input.
    pub(super) file: Option<String>,
    /// Why it is not public: `draft`, `private` …
    pub(super) why: Vec<&'static str>,
    /// The words of `--include` that carry it. None when no word does.
    pub(super) include: Option<String>,
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
    /// The census of `blog`. Fails when the spool can no longer be read.
    ///
    /// Where all is to be said, posts that are not public are listed. With a forecast for each of `writers`; that fails as writing would.
    pub(super) fn of(
        blog: &Blog,
        writers: &[&'static dyn Writer],
        volume: Volume,
    ) -> Result<Self, Failure> {
        let mut census = Self::look_at(blog, volume)
            .map_err(|error| Failure::unreadable("write-spool").with("reason", reason(&error)))?;
        let forecasts = writers.iter().map(|writer| Forecast::of(blog, *writer));
        census.forecasts = forecasts.collect::<Result<_, _>>()?;
        Ok(census)
    }

    fn look_at(blog: &Blog, volume: Volume) -> io::Result<Self> {
        let is_all = volume == Volume::Verbose;
        let terms = |kind| blog.terms.iter().filter(|term| term.kind == kind).count();
        let look = |slot: &Slot<Post>| Look::at(slot.get()?.as_ref());
        let seen = blog.posts.slots().par_iter().map(look);
        let seen = seen.try_reduce(Look::default, |all, more| Ok(all.and(more)))?;
        let used = Used::by(blog, &seen.fields)?;
        Ok(Self {
            id: blog.site.id.clone(),
            name: name_of(blog),
            home: blog.site.home.clone(),
            posts: posts(blog, &seen),
            series: blog.series.iter().map(|series| chapters(&seen, series)).collect(),
            authors: blog.authors.iter().map(author).collect(),
            categories: terms(TermKind::Category),
            tags: terms(TermKind::Tag),
            comments: blog.comments.len(),
            media: media(blog)?,
            languages: seen.languages,
            markup: markup(blog),
            not_public: not_public(blog),
            hidden: if is_all { listed(blog)? } else { Vec::new() },
            personal: personal(blog)?,
            writers: WRITERS.iter().map(|writer| writer_census(blog, &used, *writer)).collect(),
            forecasts: Vec::new(),
        })
    }
}

/// What the posts tell that is not in memory of them.
#[derive(Default)]
struct Look {
    with_text: usize,
    characters: usize,
    words: usize,
    /// How many posts each series has, and which of their numbers are known.
    series: BTreeMap<SeriesId, (usize, BTreeSet<u32>)>,
    /// The fields that are used.
    fields: BTreeSet<String>,
    /// How many posts state each language.
    languages: BTreeMap<String, usize>,
}

impl Look {
    fn at(post: &Post) -> io::Result<Self> {
        let mut look = Self { fields: post_fields(post), ..Self::default() };
        if let Some(content) = &post.content {
            let text = to_text(&content.html.text()?);
            look.with_text = 1;
            look.characters = text.chars().filter(|character| !key::is_blank(*character)).count();
            look.words = text.split_whitespace().count();
        }
        if let Some(language) = &post.language {
            look.languages.insert(language.to_string(), 1);
        }
        for part in &post.series {
            let (posts, numbers) = look.series.entry(part.series.clone()).or_default();
            *posts += 1;
            numbers.extend(part.number.as_ref().map(|claim| claim.value));
        }
        Ok(look)
    }

    fn and(mut self, more: Self) -> Self {
        self.with_text += more.with_text;
        self.characters += more.characters;
        self.words += more.words;
        for (series, (posts, numbers)) in more.series {
            let (all, known) = self.series.entry(series).or_default();
            *all += posts;
            known.extend(numbers);
        }
        self.fields.extend(more.fields);
        for (language, posts) in more.languages {
            *self.languages.entry(language).or_default() += posts;
        }
        self
    }
}

fn author(author: &larder_core::Author) -> String {
    author.name.clone().unwrap_or_else(|| author.id.to_string())
}

fn posts(blog: &Blog, seen: &Look) -> Posts {
    let dates = || blog.posts.heads().filter_map(|post| post.dated());
    Posts {
        total: blog.posts.len(),
        pages: blog.posts.heads().filter(|post| post.kind == PostKind::Page).count(),
        with_text: seen.with_text,
        dated: dates().count(),
        first: dates().min().as_ref().map(day),
        last: dates().max().as_ref().map(day),
        characters: seen.characters,
        words: seen.words,
    }
}

fn chapters(seen: &Look, series: &Series) -> SeriesCensus {
    let (posts, numbers) = seen.series.get(&series.id).cloned().unwrap_or_default();
    SeriesCensus {
        kind: series.kind,
        title: series.title.clone(),
        posts,
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

fn media(blog: &Blog) -> io::Result<Media> {
    let is_gap = |note: &&larder_core::Note| note.kind.code() == "media-gap";
    let gaps = blog.notes.iter().filter(is_gap).count();
    let mut media = Media { gaps, ..Media::default() };
    for asset in blog.assets.iter() {
        let asset = asset?;
        match &asset.stored {
            Some(stored) => {
                media.stored += 1;
                media.stored_bytes += stored.length;
            }
            None => {
                media.only_address += 1;
                let host = asset.url.as_deref().and_then(host);
                host.into_iter().for_each(|host| *media.hosts.entry(host).or_default() += 1);
            }
        }
        media.missing += usize::from(asset.extra.value(MISSING_MEDIA).is_some());
    }
    Ok(media)
}

/// The host of an address of the web, in lower case.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// What the notes say of the platform's own markup.
fn markup(blog: &Blog) -> BTreeMap<String, BTreeMap<String, u64>> {
    let mut met = BTreeMap::<String, BTreeMap<String, u64>>::new();
    for note in &blog.notes {
        if let NoteKind::MarkupMet { what, name, count } = &note.kind {
            *met.entry(what.clone()).or_default().entry(name.clone()).or_default() += count;
        }
    }
    met
}

fn not_public(blog: &Blog) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for why in blog.posts.heads().flat_map(hidden::reasons) {
        *counts.entry(why).or_default() += 1;
    }
    counts
}

/// The posts that no feed carries unless it is asked for them, one by one.
fn listed(blog: &Blog) -> io::Result<Vec<HiddenPost>> {
    let mut posts = Vec::new();
    for slot in blog.posts.slots() {
        let (head, why) = (slot.head(), hidden::reasons(slot.head()));
        if why.is_empty() {
            continue;
        }
        let post = slot.get()?;
        posts.push(HiddenPost {
            date: head.dated().as_ref().map(day),
            title: post.title.clone(),
            file: post.source.first().map(|source| source.file.to_string()),
            include: hidden::words(head, &[]),
            why,
        });
    }
    Ok(posts)
}

fn personal(blog: &Blog) -> io::Result<BTreeMap<&'static str, usize>> {
    let mut emails = blog.authors.iter().filter(|author| author.email.is_some()).count();
    let mut addresses = 0;
    for comment in blog.comments.iter() {
        let comment = comment?;
        emails += usize::from(comment.author_email.is_some());
        addresses += usize::from(comment.author_ip.is_some());
    }
    let counts = [("emails", emails), ("addresses", addresses)];
    Ok(counts.into_iter().filter(|(_, count)| *count > 0).collect())
}

fn writer_census(blog: &Blog, used: &Used, writer: &dyn Writer) -> WriterCensus {
    let format = writer.format().name;
    let mut output = Output::new(format, &blog.site.id, blog.posts.len() as u64);
    let mut selection = Selection::default();
    selection.include.pages = writer.is_move();
    selection.undated = writer.is_move();
    let written = match writer.is_public() {
        true => newest_first(blog, &selection, &mut output).len(),
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
