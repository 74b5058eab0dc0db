//! Feeds of posts that belong together: one for each tag, category, author, series or language.
//!
//! Every group with a post in the feed has a folder, `tag/에세이/`, whose name does not change when others come. Its posts
//! are those of the feed, under the same ids; its own id is made of the id it has in the archive.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use larder_core::{AuthorId, Blog, Digest, Format, Post, TermKind};
use larder_html::url::Base;

use super::{Cost, Feed, Page, history, language::language, line::line, link::web, people};
use crate::{Grouping, slug};

/// Posts that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// What they have in common.
    pub(crate) by: Grouping,
    /// The id of that in the archive; the tag of a language. Not for the public.
    id: String,
    /// The name that is shown. Empty for an author without one, who has no feed.
    pub(crate) name: String,
    /// What is said about it.
    description: Option<String>,
    /// The address of its own page.
    link: Option<String>,
    /// What the name of its folder is made of.
    slug: Option<String>,
    /// The places of its posts in the feed, newest first.
    posts: Vec<usize>,
}

impl Group {
    /// The id as it may be told to everybody: that of an author may be an address of e-mail.
    fn public_id(&self) -> Cow<'_, str> {
        match self.by {
            Grouping::Author => Digest::of(self.id.as_bytes()).to_string().into(),
            _ => Cow::Borrowed(&self.id),
        }
    }
}

/// The groups that a post is in: numbers of known ones, and its language.
#[derive(Debug, Default)]
pub(super) struct Member {
    known: Vec<u32>,
    language: Option<String>,
}

/// Finds the groups of posts.
#[derive(Debug, Default)]
pub(super) struct Grouper {
    groups: Vec<Group>,
    /// The number of each group by what it is of and its id.
    numbers: HashMap<(Grouping, String), u32>,
    /// Whether languages are groups; which there are, the posts say.
    by_language: bool,
    /// The language of posts that state none.
    language: Option<String>,
    /// Groups of languages, by tag.
    languages: BTreeMap<String, Group>,
}

impl Grouper {
    /// What finds the groups that are wanted in a blog whose language is known or not.
    pub(super) fn new(blog: &Blog, wanted: &BTreeSet<Grouping>, language: Option<&str>) -> Self {
        let mut grouper = Self {
            by_language: wanted.contains(&Grouping::Language),
            language: language.map(str::to_owned),
            ..Self::default()
        };
        let named = terms(blog).chain(authors(blog)).chain(series(blog));
        for group in named.filter(|group| wanted.contains(&group.by)) {
            let number = u32::try_from(grouper.groups.len()).unwrap_or(u32::MAX);
            grouper.numbers.entry((group.by, group.id.clone())).or_insert(number);
            grouper.groups.push(group);
        }
        grouper
    }

    /// The groups of a post, each once; None where it is in none.
    pub(super) fn of(&self, post: &Post) -> Option<Box<Member>> {
        if self.groups.is_empty() && !self.by_language {
            return None;
        }
        let terms = post.terms.iter().flat_map(|id| {
            [Grouping::Tag, Grouping::Category].map(|by| (by, id.as_str().to_owned()))
        });
        let authors = post.authors.iter().map(|id| (Grouping::Author, id.as_str().to_owned()));
        let series =
            post.series.iter().map(|part| (Grouping::Series, part.series.as_str().to_owned()));
        let all = terms.chain(authors).chain(series);
        let mut known: Vec<u32> = all.filter_map(|it| self.numbers.get(&it).copied()).collect();
        known.sort_unstable();
        known.dedup();
        let stated =
            || post.language.as_deref().and_then(language).or_else(|| self.language.clone());
        Some(Box::new(Member { known, language: self.by_language.then(stated).flatten() }))
    }

    /// Adds the post at a place of the feed, which comes after all that were added before.
    pub(super) fn add(&mut self, place: usize, member: Member) {
        for number in member.known {
            self.groups[number as usize].posts.push(place);
        }
        if let Some(tag) = member.language {
            let group = self.languages.entry(tag).or_insert_with_key(|tag| of_language(tag));
            group.posts.push(place);
        }
    }

    /// The groups that have posts, ordered by what they are of, then by id, each with the name of its folder; and how
    /// many have none, because nobody knows what they are called.
    pub(super) fn finish(self) -> (Vec<(String, Group)>, u64) {
        let all = self.groups.into_iter().chain(self.languages.into_values());
        let all = all.filter(|group| !group.posts.is_empty());
        let (mut groups, unnamed): (Vec<_>, Vec<_>) = all.partition(|it| !it.name.is_empty());
        groups.sort_by(|a, b| (a.by, &a.id).cmp(&(b.by, &b.id)));
        let mut folders = Vec::with_capacity(groups.len());
        for of_one_kind in groups.chunk_by(|a, b| a.by == b.by) {
            let things: Vec<_> = of_one_kind
                .iter()
                .map(|group| (false, group.id.as_str(), group.slug.as_deref()))
                .collect();
            let kind = of_one_kind.first().map_or("", |group| group.by.name());
            folders.extend(slug::slugs(&things).into_iter().map(|slug| format!("{kind}/{slug}")));
        }
        (folders.into_iter().zip(groups).collect(), unnamed.len() as u64)
    }
}

fn text(text: Option<&str>) -> Option<String> {
    line(text?, &mut Cost::default())
}

fn address(address: Option<&str>) -> Option<String> {
    web(&Base::default(), address?)
}

fn terms(blog: &Blog) -> impl Iterator<Item = Group> + '_ {
    blog.terms.iter().map(|term| {
        let by = if term.kind == TermKind::Tag { Grouping::Tag } else { Grouping::Category };
        Group {
            by,
            id: term.id.to_string(),
            name: text(Some(&term.name)).unwrap_or_else(|| "…".into()),
            description: text(term.description.as_deref()),
            link: address(term.url.as_deref()),
            slug: term.slug.clone().or_else(|| Some(term.name.clone())),
            posts: Vec::new(),
        }
    })
}

/// Authors, by a name that may be shown: ids may be addresses of e-mail.
fn authors(blog: &Blog) -> impl Iterator<Item = Group> + '_ {
    blog.authors.iter().map(|author| {
        let person = people::person(author, None, &mut Cost::default());
        let handle =
            author.handle.as_deref().and_then(|it| people::name_of(it, &mut Cost::default()));
        let (name, link) = person.map(|it| (it.name, it.url)).unwrap_or_default();
        Group {
            by: Grouping::Author,
            id: author.id.to_string(),
            description: None,
            link,
            slug: handle.or_else(|| Some(name.clone())),
            name,
            posts: Vec::new(),
        }
    })
}

fn series(blog: &Blog) -> impl Iterator<Item = Group> + '_ {
    blog.series.iter().map(|series| Group {
        by: Grouping::Series,
        id: series.id.to_string(),
        name: text(series.title.as_deref()).unwrap_or_else(|| series.id.to_string()),
        description: text(series.description.as_deref()),
        link: address(series.url.as_deref()),
        slug: series.title.clone().or_else(|| Some(series.id.to_string())),
        posts: Vec::new(),
    })
}

fn of_language(tag: &str) -> Group {
    Group {
        by: Grouping::Language,
        id: tag.to_owned(),
        name: tag.to_owned(),
        description: None,
        link: None,
        slug: Some(tag.to_ascii_lowercase()),
        posts: Vec::new(),
    }
}

/// The documents of the groups, in the format of a feed.
pub(super) fn pages<'f>(
    feed: &'f Feed<'_>,
    format: &'static Format,
) -> impl Iterator<Item = Page> + 'f {
    feed.groups.iter().map(move |(folder, group)| page(feed, format, folder, group))
}

fn page(feed: &Feed<'_>, format: &Format, folder: &str, group: &Group) -> Page {
    let most = feed.options.selection.count.unwrap_or(usize::MAX).min(group.posts.len());
    let posts = group.posts[..most].to_vec();
    let is_cut = posts.len() < group.posts.len();
    let is_complete = !is_cut && history::is_small_and_whole(feed, &posts);
    let mut page = Page::new(feed, &format!("{folder}/{}", format.file), posts);
    page.noted = 0..0;
    page.id = Some(feed.ids.of_feed(group.by.name(), &group.public_id()));
    page.channel.title = format!("{} – {}", feed.channel.title, group.name);
    page.channel.link = group.link.clone().unwrap_or(page.channel.link);
    page.channel.description = group.description.clone().or(page.channel.description);
    match group.by {
        Grouping::Language => page.channel.language = Some(group.id.clone()),
        Grouping::Author => {
            let person = feed.people.get(&AuthorId::new(group.id.as_str()));
            page.channel.authors = person.cloned().into_iter().collect();
        }
        _ => {}
    }
    if is_complete {
        page.history = history::History::Complete;
    }
    page.about = Some((group.by, group.name.clone()));
    page
}
