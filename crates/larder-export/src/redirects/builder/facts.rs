//! What the builder is told.

use chrono::Datelike as _;
use larder_core::Post;

use super::{PostId, TermKind};

/// What is known of a post or a page that is carried.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Facts {
    /// The post.
    pub post: Option<PostId>,
    /// Where it is now: a path of the new site, or an absolute address.
    pub to: String,
    /// The address that the export gives it, and every other one that was met.
    pub addresses: Vec<String>,
    /// The last part of the address.
    pub slug: Option<String>,
    /// Earlier last parts: the address was the same otherwise.
    pub old_slugs: Vec<String>,
    /// The number of its row or record, where the platform answers to it.
    pub number: Option<u64>,
    /// The `uuid` of Ghost.
    pub uuid: Option<String>,
    /// Year, month and day of its publication, where it was written.
    pub published: Option<(i32, u32, u32)>,
}

impl Facts {
    /// Facts of a post that is now at `to`; nothing else is known.
    pub fn new(to: impl Into<String>) -> Self {
        Self { to: to.into(), ..Self::default() }
    }

    /// What a post of the model says of itself. Its number on the platform is not among it.
    pub fn of(post: &Post, to: impl Into<String>) -> Self {
        let published = post.published.map(|it| it.at().date_naive());
        Self {
            post: Some(post.id.clone()),
            to: to.into(),
            addresses: post.permalink.iter().chain(&post.old_addresses).cloned().collect(),
            slug: post.slug.clone(),
            published: published.map(|it| (it.year(), it.month(), it.day())),
            ..Self::default()
        }
    }
}

/// What is known of a category or a tag whose list is carried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TermFacts {
    /// Category or tag.
    pub kind: TermKind,
    /// The names that the platform's addresses use, of the terms above it and of itself. One, if it is not nested.
    pub path: Vec<String>,
    /// The old address of its list, if it is known.
    pub address: Option<String>,
    /// Where the list is now.
    pub to: String,
}

impl TermFacts {
    /// Facts of a term that is not nested.
    pub fn new(kind: TermKind, name: impl Into<String>, to: impl Into<String>) -> Self {
        Self { kind, path: vec![name.into()], address: None, to: to.into() }
    }
}
