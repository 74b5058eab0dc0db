//! What a post is recognised by: hashes of all that is long, so that two blogs of any size can stand side by side.

use std::io;

use larder_core::{Blog, Extra, Post, key};
use larder_html::text::to_text;
use rayon::prelude::*;
use serde_json::Value;

use crate::{address, text::hashed};

/// The least characters of a text that is hardly ever written twice.
const TELLING: usize = 40;

/// How many values of a post's extra data may be names of it, and how long each may be.
const MOST_NAMES: usize = 64;
const LONGEST_NAME: usize = 2048;

/// Why two posts are one, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Evidence {
    /// They have the same id.
    Id,
    /// They have the same address.
    Address,
    /// One has an id or an address that the other had once: as an old address, or under any name in its extra data.
    Name,
    /// They have the same address at another host.
    Path,
    /// They have the same title and the same date.
    TitleAndDate,
    /// They say the same, word by word.
    Text,
    /// They have the same title and nothing else tells them apart.
    Title,
    /// They say the same in few words, and nothing else tells them apart.
    Words,
    /// They have the same date, to the second, and nothing else tells them apart.
    Moment,
}

impl Evidence {
    /// The strongest first.
    pub(crate) const ALL: [Self; 9] = [
        Self::Id,
        Self::Address,
        Self::Name,
        Self::Path,
        Self::TitleAndDate,
        Self::Text,
        Self::Title,
        Self::Words,
        Self::Moment,
    ];

    /// Whether it is enough for posts that must be there, and for no others.
    pub(crate) fn is_weak(self) -> bool {
        matches!(self, Self::Words | Self::Moment)
    }
}

/// A post, as it is recognised.
#[derive(Debug)]
pub(crate) struct Card {
    id: u64,
    address: Option<u64>,
    /// All ids and addresses that it has or had.
    names: Box<[u64]>,
    path: Option<u64>,
    title: Option<u64>,
    title_and_date: Option<u64>,
    words: Option<u64>,
    /// Its date as a moment, and as the clock on the wall showed it: formats without zones keep that.
    moment: Box<[u64]>,
    text: Option<u64>,
    /// Whether it says anything: characters to be seen in its body.
    pub(crate) has_text: bool,
}

impl Card {
    /// The cards of all posts of a blog, in its order. Fails when the spool can no longer be read.
    pub(crate) fn all(blog: &Blog) -> io::Result<Vec<Self>> {
        let slots = blog.posts.slots().par_iter();
        slots.map(|slot| Self::of(slot.get()?.as_ref())).collect()
    }

    fn of(post: &Post) -> io::Result<Self> {
        let words = match &post.content {
            Some(content) => key::words(&to_text(&content.html.text()?)),
            None => String::new(),
        };
        let title = post.title.as_deref().map(key::words).filter(|title| !title.is_empty());
        let date = post.published.or(post.updated).map(|date| date.at().timestamp());
        let page = post.permalink.as_deref().filter(|it| !address::path(it).is_empty());
        Ok(Self {
            id: hashed(post.id.as_str()),
            address: page.map(|it| hashed(address::plain(it))),
            names: names(post),
            path: page.and_then(path),
            words: (!words.is_empty()).then(|| hashed(&words)),
            moment: moments(post),
            title_and_date: title.as_ref().zip(date).map(hashed),
            title: title.map(hashed),
            text: (words.chars().nth(TELLING).is_some()).then(|| hashed(&words)),
            has_text: !words.is_empty(),
        })
    }

    /// Its own address, as [`path`] has it.
    pub(crate) fn at(&self) -> Option<u64> {
        self.path
    }

    /// By what an address leads to it.
    pub(crate) fn doors(&self) -> impl Iterator<Item = u64> {
        self.names.iter().chain(&self.path).copied()
    }

    /// What it has in common with another post that is the same by this evidence.
    pub(crate) fn keys(&self, evidence: Evidence) -> &[u64] {
        match evidence {
            Evidence::Id => std::slice::from_ref(&self.id),
            Evidence::Address => self.address.as_slice(),
            Evidence::Name => &self.names,
            Evidence::Path => self.path.as_slice(),
            Evidence::TitleAndDate => self.title_and_date.as_slice(),
            Evidence::Text => self.text.as_slice(),
            Evidence::Title => self.title.as_slice(),
            Evidence::Words => self.words.as_slice(),
            Evidence::Moment => &self.moment,
        }
    }
}

/// What is behind the host of an address, as two are compared. Nothing where there is nothing, and never equal to a
/// [`name`].
pub(crate) fn path(address: &str) -> Option<u64> {
    let path = address::path(address);
    (!path.is_empty()).then(|| hashed(("path", path)))
}

/// A name of a post as two are compared: an address without its spelling, any other text as it stands.
pub(crate) fn name(text: &str) -> u64 {
    match address::is_web(text) {
        true => hashed(address::plain(text)),
        false => hashed(text),
    }
}

fn moments(post: &Post) -> Box<[u64]> {
    let date = post.published.or(post.updated).map(|date| date.at());
    let keys = date.iter().flat_map(|at| [at.timestamp(), at.naive_local().and_utc().timestamp()]);
    let mut keys: Vec<u64> = keys.map(hashed).collect();
    keys.dedup();
    keys.into()
}

fn names(post: &Post) -> Box<[u64]> {
    let own = std::iter::once(post.id.as_str());
    let addresses = post.permalink.iter().chain(&post.old_addresses).map(String::as_str);
    let mut names: Vec<u64> = own.chain(addresses).chain(in_extra(&post.extra)).map(name).collect();
    names.sort_unstable();
    names.dedup();
    names.into()
}

/// The texts of the extra data that may be ids or addresses, as a format keeps them beside a post.
fn in_extra(extra: &Extra) -> Vec<&str> {
    let mut waiting: Vec<&Value> = extra.iter().map(|(_, value)| value).collect();
    let mut found = Vec::new();
    while let Some(value) = waiting.pop().filter(|_| found.len() < MOST_NAMES) {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(fields) => waiting.extend(fields.values()),
            Value::String(text) if may_be_name(text) => found.push(text.as_str()),
            _ => {}
        }
    }
    found
}

fn may_be_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME && text.contains(':') && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use larder_core::PostId;

    use super::*;

    #[test]
    fn an_id_that_a_format_keeps_beside_a_post_is_one_of_its_names() {
        let before = Post::new(PostId::new("tag:example.org,2020:1"));
        let mut after = Post::new(PostId::new("posts/one"));
        after.extra.insert("guid", "tag:example.org,2020:1");
        let (before, after) = (Card::of(&before).unwrap(), Card::of(&after).unwrap());
        assert!(before.keys(Evidence::Name).iter().any(|it| after.names.contains(it)));
        assert_ne!(before.keys(Evidence::Id), after.keys(Evidence::Id));
    }
}
