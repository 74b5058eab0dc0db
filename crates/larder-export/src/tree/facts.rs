//! What front matter says of a page, whatever the generator calls it.

use std::collections::HashSet;

use larder_core::{Post, PostKind, TermKind, Timestamp};

use super::{
    files::Files,
    generator::Layout,
    links::Links,
    plan::{Page, is_draft},
    rest,
    site::{SiteFacts, plain},
    value::Map,
};
use crate::{ZoneName, feed::people::public_address};

/// What is known of a page.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    /// Its place.
    pub(crate) page: &'a Page,
    /// Its permanent id: feeds must go on naming it.
    pub(crate) guid: &'a str,
    /// Post or page.
    pub(crate) kind: PostKind,
    /// The title, on one line.
    pub(crate) title: Option<String>,
    /// The line under the title.
    pub(crate) subtitle: Option<String>,
    /// When it was published, as front matter states it.
    pub(crate) date: Option<String>,
    /// When it last changed, as front matter states it.
    pub(crate) updated: Option<String>,
    /// The zone that settings name.
    pub(crate) zone: Option<ZoneName>,
    /// When it was published.
    pub(crate) published: Option<Timestamp>,
    /// When it last changed.
    pub(crate) changed: Option<Timestamp>,
    /// The address at which it was, as the archive has it.
    pub(crate) permalink: Option<&'a str>,
    /// The last part of its old address, as the source states it.
    pub(crate) slug: Option<&'a str>,
    /// Whether it is written as a draft.
    pub(crate) is_draft: bool,
    /// The names of its tags.
    pub(crate) tags: Vec<String>,
    /// Its categories, each with those above it, outermost first.
    pub(crate) categories: Vec<Vec<String>>,
    /// Its series, and its number in each.
    pub(crate) series: Vec<(String, Option<u32>)>,
    /// What the author says about it in short.
    pub(crate) summary: Option<String>,
    /// The names of those who wrote it.
    pub(crate) authors: Vec<String>,
    /// Where the picture is that stands for it.
    pub(crate) cover: Option<String>,
    /// The language, when it is not the site's.
    pub(crate) language: Option<&'a str>,
    /// The copyright line.
    pub(crate) rights: Option<String>,
    /// The address that it says is the first of all.
    pub(crate) canonical: Option<String>,
    /// The name of the file with its comments, if it has some.
    pub(crate) comments: Option<&'a str>,
    /// What generators have no name for.
    pub(crate) rest: Map,
    /// Fields of its front matter as it was read from a site of the same generator.
    pub(crate) own: Map,
    /// How many fields have no place on a public page.
    pub(crate) dropped: u64,
}

impl<'a> Facts<'a> {
    /// Writes the series, and the number in it where there is one alone.
    pub(crate) fn set_series(&self, front: &mut Map) {
        front.set_list("series", self.series.iter().map(|(title, _)| title.as_str()));
        if let [(_, Some(number))] = self.series.as_slice() {
            front.set("series_order", *number);
        }
    }

    /// The categories without those above them.
    pub(crate) fn leaf_categories(&self) -> impl Iterator<Item = &str> {
        self.categories.iter().filter_map(|path| path.last()).map(String::as_str)
    }

    /// The facts of a post.
    pub(crate) fn new(
        site: &SiteFacts<'_>,
        (page, post, comments): (&'a Page, &'a Post, Option<&'a str>),
        files: &Files,
        links: &mut Links<'_>,
        (format, layout): (&str, &Layout),
    ) -> Self {
        let (tags, categories) = terms(site, post);
        let custom = rest::custom(post, format, layout);
        let canonical = post.links.iter().find(|link| link.rel == "canonical");
        Self {
            page,
            guid: post.id.as_str(),
            kind: post.kind,
            title: post.title.as_deref().and_then(plain),
            subtitle: post.subtitle.as_ref().and_then(|subtitle| plain(&subtitle.value)),
            date: post.published.map(|time| site.zone.date(time)),
            updated: post.updated.map(|time| site.zone.date(time)),
            zone: site.zone.named(site.language.as_deref()),
            published: post.published,
            changed: post.updated,
            permalink: post.permalink.as_deref().filter(|link| public_address(link).is_some()),
            slug: post.slug.as_deref().filter(|slug| !slug.trim().is_empty()),
            is_draft: is_draft(post.status, post.visibility),
            tags,
            categories,
            series: series(site, post),
            summary: post.summary.as_deref().and_then(plain),
            authors: authors(site, post),
            cover: post.cover.as_ref().and_then(|id| files.by_id(id)).map(|it| links.here(it)),
            language: post.language.as_deref(),
            rights: post.rights.as_deref().and_then(plain),
            canonical: canonical.and_then(|link| public_address(&link.href)),
            comments,
            rest: rest::rest(post, page, files, links, &custom),
            dropped: custom.dropped + rest::unsaid(post, links),
            own: custom.own,
        }
    }
}

fn terms(site: &SiteFacts<'_>, post: &Post) -> (Vec<String>, Vec<Vec<String>>) {
    let (mut tags, mut categories) = (Vec::new(), Vec::new());
    // A post may have very many.
    let mut seen = HashSet::new();
    for label in post.terms.iter().filter_map(|id| site.labels.term(id)) {
        let name = label.path.last().expect("it holds the term itself");
        match label.kind {
            TermKind::Tag if seen.insert((true, std::slice::from_ref(name))) => {
                tags.push(name.clone());
            }
            TermKind::Tag => {}
            _ if seen.insert((false, &*label.path)) => categories.push(label.path.clone()),
            _ => {}
        }
    }
    (tags, categories)
}

fn series(site: &SiteFacts<'_>, post: &Post) -> Vec<(String, Option<u32>)> {
    let parts = post.series.iter().filter_map(|part| {
        let title = site.labels.series(&part.series)?;
        Some((title.to_owned(), part.number.as_ref().map(|number| number.value)))
    });
    parts.collect()
}

fn authors(site: &SiteFacts<'_>, post: &Post) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = post.authors.iter().filter_map(|id| site.labels.author(id));
    names.filter(|name| seen.insert(*name)).map(str::to_owned).collect()
}
