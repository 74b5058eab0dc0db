//! The first look at an export: which entries there are, and what they are called. Texts are read in the second.
//!
//! The ids of posts are known when all entries were seen, and so are the time zone and where links lead, so that a post is
//! made when everything around it is known.

use std::collections::{HashMap, hash_map};

use chrono::NaiveDateTime;
use larder_core::{PostId, PostKind};
use url::Url;

use super::{
    date,
    entry::Entry,
    platform::Signs,
    said::count_said,
    split::{Part, Piece},
    status::is_shown,
    terms::count_terms,
};
use crate::{address, permalinks::Permalinks, unique::hashed};

/// What is known of an entry after the first look.
#[derive(Debug)]
pub(super) struct Found {
    class: Class,
    /// What it would be called if it were the only one.
    base: PostId,
    link: Option<Box<str>>,
    at: Option<NaiveDateTime>,
    text: u64,
    is_shown: bool,
    pub(super) said: u64,
    pub(super) terms: u64,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Class {
    Post,
    /// Comments to another entry, the one with the same date.
    Comments,
    /// Something that has neither keys nor sections.
    Unread(Box<str>),
}

/// What a part of the entries shows.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub(super) found: Vec<Found>,
    pub(super) signs: Signs,
}

/// Looks at entries.
pub(super) fn look(part: &Part<'_>) -> Look {
    let mut look = Look::default();
    for (piece, text) in part.pieces() {
        let entry = Entry::read(text);
        look.signs.add(&Signs::of(&entry, text));
        look.found.push(found(&entry, text, piece.is_cut));
    }
    look
}

fn found(entry: &Entry<'_>, text: &str, is_cut: bool) -> Found {
    let date = entry.value("DATE").unwrap_or_default();
    let class = match () {
        () if entry.head.is_empty() && !entry.has_sections => Class::Unread(text.trim().into()),
        () if is_comments_only(entry) => Class::Comments,
        () => Class::Post,
    };
    let is_unread = matches!(class, Class::Unread(_));
    Found {
        base: base_id(entry, date, text),
        class,
        link: link(entry).map(Into::into),
        at: date::parse(date).map(|date| date.at),
        text: hashed(text),
        is_shown: is_shown(entry) && entry.tells_all(is_cut),
        said: count_said(text),
        terms: if is_unread { 0 } else { count_terms(entry) },
    }
}

/// Whether an entry only has comments to another.
fn is_comments_only(entry: &Entry<'_>) -> bool {
    let has_text = [entry.body, entry.extended, entry.excerpt, entry.keywords]
        .into_iter()
        .any(|text| text.is_some_and(|text| !text.trim().is_empty()));
    let is_known = |key: &str| matches!(key, "NO ENTRY" | "DATE");
    let has_more = entry.head.iter().any(|(key, value)| !is_known(key) && !value.is_empty());
    entry.has("NO ENTRY")
        && !has_text
        && !has_more
        && entry.others.is_empty()
        && entry.loose.is_empty()
}

/// The address of an entry, where it has one.
pub(super) fn link<'a>(entry: &Entry<'a>) -> Option<&'a str> {
    let links = entry.values("UNIQUE URL").chain(entry.values("PERMALINK"));
    links.chain(entry.values("URL")).find(|link| address::is_web(link))
}

/// The address of an entry, else an id made of what does not change: date, and name or title. Where there is no date, the
/// text must do.
fn base_id(entry: &Entry<'_>, date: &str, text: &str) -> PostId {
    if let Some(link) = link(entry) {
        return PostId::new(link);
    }
    let name = entry.value("BASENAME").or_else(|| entry.value("TITLE")).unwrap_or_default();
    match date {
        "" => PostId::derived(&["mt", "", name, text]),
        date => PostId::derived(&["mt", date, name]),
    }
}

/// What becomes of an entry in the second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is the post at this place.
    Post(u32),
    /// It is another copy of the post at this place.
    Copy(u32),
    /// It is the same as the post at this place, letter for letter.
    Same(u32),
    /// It has comments to the post at this place.
    Comments(u32),
    /// It was kept in the first look.
    Done,
}

/// A post, before it is made.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) id: PostId,
    pub(super) kind: PostKind,
    /// Whether the id is made, because the export has none.
    pub(super) is_made: bool,
    at: Option<NaiveDateTime>,
    text: u64,
    is_shown: bool,
    /// Where it is: the file's place in the blog, and the number in the file.
    place: (u32, u32),
}

/// Everything that is known of one blog after the first look.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) posts: Vec<Known>,
    pub(super) signs: Signs,
    /// What could not be read.
    pub(super) unread: Vec<Box<str>>,
    /// Whether any post is there several times, or has comments in another place.
    pub(super) has_copies: bool,
    ids: HashMap<PostId, u32>,
    links: Permalinks,
    roles: Vec<Vec<Role>>,
    /// Entries that have comments to others.
    waiting: Vec<((u32, u32), Found)>,
}

impl Index {
    /// A blog whose addresses are of `site`. Empty: it has none.
    pub(super) fn new(site: &str) -> Self {
        Self { links: Permalinks::new(&[site]), ..Self::default() }
    }

    /// Takes what was found in a file.
    pub(super) fn add(&mut self, found: Vec<Found>, signs: &Signs) {
        let place = u32::try_from(self.roles.len()).expect("the limit on files is far below 2^32");
        self.signs.add(signs);
        self.roles.push(vec![Role::Done; found.len()]);
        let mut counts: HashMap<PostId, u32> = HashMap::new();
        for (number, found) in (0..).zip(found) {
            match found.class {
                Class::Unread(text) => self.unread.push(text),
                Class::Comments => self.waiting.push(((place, number), found)),
                Class::Post => {
                    let nth = counts.entry(found.base.clone()).or_default();
                    *nth += 1;
                    let nth = *nth;
                    self.post(found, (place, number), nth, PostKind::Post);
                }
            }
        }
    }

    /// Takes a post, the `nth` in its file that would be called the same. Two entries of one file are two posts, whatever
    /// they say; the same in another file is a copy.
    fn post(&mut self, found: Found, place: (u32, u32), nth: u32, kind: PostKind) {
        let new = u32::try_from(self.posts.len()).expect("the limit on entries is below 2^32");
        let is_made = found.link.is_none() || nth > 1;
        let id = match nth {
            1 => found.base,
            nth => PostId::derived(&["mt", found.base.as_str(), &nth.to_string()]),
        };
        match self.ids.entry(id.clone()) {
            hash_map::Entry::Occupied(known) => {
                let at = *known.get();
                self.copy(at, place, found.text, found.is_shown);
            }
            hash_map::Entry::Vacant(free) => {
                free.insert(new);
                if let Some(link) = &found.link {
                    self.links.add(link, new);
                }
                self.set(place, Role::Post(new));
                let Found { at, text, is_shown, .. } = found;
                self.posts.push(Known { id, kind, is_made, at, text, is_shown, place });
            }
        }
    }

    /// Another copy of a post. The one that is shown to fewer people counts: what was withdrawn must not come back.
    fn copy(&mut self, at: u32, place: (u32, u32), text: u64, is_shown: bool) {
        self.has_copies = true;
        let known = &mut self.posts[at as usize];
        if known.text == text {
            return self.set(place, Role::Same(at));
        }
        let other = match known.is_shown && !is_shown {
            false => place,
            true => {
                (known.text, known.is_shown) = (text, is_shown);
                std::mem::replace(&mut known.place, place)
            }
        };
        let first = known.place;
        self.set(first, Role::Post(at));
        self.set(other, Role::Copy(at));
    }

    fn set(&mut self, (file, number): (u32, u32), role: Role) {
        self.roles[file as usize][number as usize] = role;
    }

    /// Comments come to the entries with their dates; those to entries that are not here are records of their own.
    pub(super) fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() {
            let mut dated: HashMap<NaiveDateTime, u32> = HashMap::new();
            for (at, post) in (0..).zip(&self.posts) {
                post.at.into_iter().for_each(|date| _ = dated.entry(date).or_insert(at));
            }
            for (place, found) in waiting {
                match found.at.and_then(|at| dated.get(&at)) {
                    Some(&at) => {
                        self.has_copies = true;
                        self.set(place, Role::Comments(at));
                    }
                    None => self.alone(place, found),
                }
            }
        }
        self.ids = HashMap::new();
    }

    fn alone(&mut self, place: (u32, u32), mut found: Found) {
        let (file, number) = (place.0.to_string(), place.1.to_string());
        found.base = PostId::derived(&["mt", "no-entry", found.base.as_str()]);
        if self.ids.contains_key(&found.base) {
            found.base = PostId::derived(&["mt", found.base.as_str(), &file, &number]);
        }
        self.post(found, place, 1, PostKind::Other);
    }

    /// What becomes of an entry of a file, by its place in the blog.
    pub(super) fn role(&self, file: usize, piece: &Piece) -> Role {
        let number = usize::try_from(piece.number - 1).unwrap_or(usize::MAX);
        self.roles[file].get(number).copied().unwrap_or(Role::Done)
    }

    /// The post that a link leads to, and whether it leads to a page of the blog at all.
    pub(super) fn linked(&self, href: &str, base: Option<&Url>) -> (Option<&PostId>, bool) {
        let target = self.links.follow(href, base);
        (target.post.map(|at| &self.posts[at as usize].id), target.is_own)
    }
}

impl Found {
    /// The site that its address is of: `http://mina.example.org`.
    pub(super) fn site(&self) -> Option<String> {
        let link = Url::parse(self.link.as_deref()?).ok()?;
        Some(link.origin().ascii_serialization())
    }
}
