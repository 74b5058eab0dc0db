//! What is needed of every page of an input before the first post is made.
//!
//! A crawl has as many of these as it has pages, all at the same time. So a page keeps no more than is asked of all pages
//! together: which blog it is of, what most of them have in common, how its dates show the clock of the blog. The rest of it
//! is in the spool until its post is made. Texts that many pages have are in memory once, and where it only counts whether
//! two texts are the same, their hashes are kept.

use std::{collections::HashSet, sync::Arc};

use larder_core::{NoteKind, Rule};

use super::{dates::Hints, site};
use crate::{
    unique::hashed,
    web::{Claims, Met, Ours, Page, Platform, Sort, Told},
};

/// What is needed of every page.
pub(super) struct Gist {
    pub(super) sort: Sort,
    /// Its address, and what says so.
    pub(super) address: Option<Told<String>>,
    /// Other addresses that it says it has.
    pub(super) also_at: Vec<String>,
    pub(super) platform: Option<&'static Platform>,
    /// How the post was found in the page.
    pub(super) found_by: &'static str,
    /// Whether it asks for the password of a post.
    pub(super) is_protected: bool,
    /// Whether a page of ours has a text at all.
    pub(super) has_text: bool,
    /// All that it says, if Larder made it.
    pub(super) ours: Option<Box<Ours>>,
    /// The feeds of the blog.
    pub(super) feeds: Box<[Arc<str>]>,
    /// The documents that it shows within itself.
    pub(super) frames: Box<[String]>,
    /// The addresses of the pages before and after a post, or of all that a list leads to.
    pub(super) leads: Box<[Arc<str>]>,
    /// What is to be said of it besides what is in the spool.
    pub(super) notes: Vec<NoteKind>,
    /// The name of its blog.
    pub(super) site: Option<Arc<str>>,
    pub(super) language: Option<Arc<str>>,
    /// What its title ends with, where that may be the name of the blog.
    pub(super) suffix: Option<Arc<str>>,
    /// The hash of its title.
    pub(super) title: Option<u64>,
    /// The hash of the address of its cover.
    pub(super) cover: Option<u64>,
    pub(super) dates: Hints,
}

impl Gist {
    /// What is needed of this page. `claims` are what it says, which are the page's no more.
    pub(super) fn of(page: Page, claims: &Claims) -> Self {
        let list = match &page.sort {
            Sort::None(refusal) if refusal.rule == Rule::ListPage => page.links,
            _ => Vec::new(),
        };
        let near = [page.previous, page.next].into_iter().flatten();
        let near = near.filter(|_| matches!(page.sort, Sort::Post(_)));
        let title = claims.titles.first();
        let of_head = title.filter(|told| told.signal == "title");
        let text = |told: &Told<String>| Arc::from(told.value.as_str());
        Self {
            leads: near.chain(list).map(|met: Met| met.address.into()).collect(),
            sort: page.sort,
            address: page.address,
            also_at: page.also_at,
            platform: page.platform,
            found_by: page.found_by,
            is_protected: page.is_protected,
            has_text: page.has_text,
            ours: page.ours,
            feeds: page.feeds.into_iter().map(Arc::from).collect(),
            frames: page.frames.into(),
            notes: page.notes,
            site: claims.site.as_ref().map(text),
            language: claims.language.as_ref().map(text),
            suffix: of_head.and_then(|told| site::suffix(&told.value)).map(Arc::from),
            title: title.map(|told| hashed(&told.value)),
            cover: claims.cover.as_ref().map(|told| hashed(&told.value)),
            dates: Hints::of(claims),
        }
    }

    /// Has it share what it has in common with other pages.
    pub(super) fn share(&mut self, texts: &mut Texts) {
        let few = [&mut self.site, &mut self.language, &mut self.suffix].into_iter().flatten();
        few.chain(&mut self.feeds).chain(&mut self.leads).for_each(|text| texts.share(text));
    }
}

/// Texts that many have, each in memory once.
#[derive(Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// Takes the one that is there already in the place of an equal one.
    pub(super) fn share(&mut self, text: &mut Arc<str>) {
        match self.0.get(text) {
            Some(known) => text.clone_from(known),
            None => _ = self.0.insert(Arc::clone(text)),
        }
    }
}
