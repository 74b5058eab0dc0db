//! What is compared of a post: hashes of all that is long, so that two blogs of any size can stand side by side.

use std::io;

use larder_core::{Blog, Post, PostId, key};
use larder_html::text::to_text;

use super::{Evidence, Named};
use crate::{
    address,
    readers::{MADE_ID, restored_id},
    unique::hashed,
};

/// How far apart two dates of one post may be: time zones are often wrong.
const DAYS: u64 = 2 * 24 * 60 * 60;

/// The least characters of a text that is hardly ever written twice.
const TELLING: usize = 40;

/// What may change in a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// [`Post::title`]
    Title,
    /// [`Post::permalink`]
    Permalink,
    /// The words of [`Post::content`], or of [`Post::summary`]
    Text,
    /// The markup of [`Post::content`] around the same words
    Markup,
    /// [`Post::enclosures`]
    Enclosures,
    /// [`Post::published`], or [`Post::updated`] of posts that have no other date
    Date,
}

/// A post, as it is compared.
pub(super) struct Print {
    pub(super) id: PostId,
    /// Whether its document gives it no id, so that each reader makes one.
    pub(super) is_made: bool,
    /// Its place in the blog.
    place: usize,
    /// The address, as it stands.
    pub(super) permalink: Option<String>,
    pub(super) title: Option<u64>,
    pub(super) text: u64,
    /// How many characters are to be seen.
    length: usize,
    markup: u64,
    enclosures: u64,
    /// Seconds since 1970.
    pub(super) dated: Option<i64>,
}

impl Print {
    pub(super) fn of(post: &Post, place: usize) -> io::Result<Self> {
        let html = match &post.content {
            Some(content) => Some(content.html.text()?),
            None => None,
        };
        let text = html.as_deref().map(to_text).or_else(|| post.summary.clone());
        let text = key::words(&text.unwrap_or_default());
        let title = post.title.as_deref().map(key::words).filter(|title| !title.is_empty());
        Ok(Self {
            id: post.id.clone(),
            is_made: post.extra.value(MADE_ID).is_some(),
            place,
            permalink: post.permalink.clone(),
            title: title.map(hashed),
            length: text.chars().count(),
            text: hashed(text),
            markup: hashed(html),
            enclosures: hashed(&post.enclosures),
            dated: post.published.or(post.updated).map(|date| date.at().timestamp()),
        })
    }

    /// How the post is called.
    pub(super) fn named(&self, blog: &Blog) -> io::Result<Named> {
        let title = blog.posts.get(self.place)?.title.clone();
        Ok(Named { id: self.id.clone(), title })
    }

    /// Its place, for telling it apart from those of the other state.
    pub(super) fn place_in(&self, is_new: bool) -> (bool, usize) {
        (is_new, self.place)
    }

    /// What is different in a later state.
    pub(super) fn changed(&self, later: &Self) -> Vec<Field> {
        let is_other_text = self.text != later.text;
        let changes = [
            (self.title != later.title, Field::Title),
            (self.permalink != later.permalink, Field::Permalink),
            (is_other_text, Field::Text),
            (!is_other_text && self.markup != later.markup, Field::Markup),
            (self.enclosures != later.enclosures, Field::Enclosures),
            (self.dated != later.dated, Field::Date),
        ];
        changes.into_iter().filter_map(|(is_changed, field)| is_changed.then_some(field)).collect()
    }

    /// What two posts have in common that are one by this evidence.
    pub(super) fn key(&self, evidence: Evidence) -> Option<u64> {
        match evidence {
            Evidence::Id => {
                let id = restored_id(self.id.as_str());
                Some(hashed(id.as_deref().unwrap_or(self.id.as_str())))
            }
            Evidence::Address => self.permalink.as_deref().and_then(address::page).map(hashed),
            Evidence::Path => {
                let path = self.permalink.as_deref().map(address::path);
                path.filter(|path| !path.is_empty()).map(hashed)
            }
            Evidence::Text => (self.length >= TELLING).then_some(self.text),
            Evidence::TitleAndDate => Some(hashed((self.title?, self.dated?))),
            Evidence::Title => self.title,
        }
    }

    /// Whether nothing speaks against it.
    pub(super) fn fits(&self, other: &Self, evidence: Evidence) -> bool {
        match evidence {
            Evidence::Title => self.dated.is_none() || other.dated.is_none(),
            _ => true,
        }
    }

    /// Whether two dates may be those of one post.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let near = |a: i64, b: i64| a.abs_diff(b) <= DAYS;
        self.dated.zip(other.dated).is_some_and(|(a, b)| near(a, b))
    }
}
