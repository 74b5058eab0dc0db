//! Posts of two documents that are one by their address, though each document gives them another id.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    sync::Arc,
};

use larder_core::{Note, NoteKind, Post, PostId, Slot};
use rayon::prelude::*;
use serde_json::Value;

use super::Draft;
use crate::address;

/// Where ids are kept that other documents give to a post.
const OTHER_IDS: &str = "feed:id-other";

/// The places of posts by their address. None where several posts have it: then it tells nothing.
pub(super) type Addresses = HashMap<u64, Option<u32>>;

/// What the addresses of another document tell.
pub(super) struct Partners {
    /// Its posts that are here under another id, and their places here.
    pub(super) places: HashMap<PostId, u32>,
    /// The addresses of all its posts, in their order.
    pub(super) addresses: Vec<Option<u64>>,
}

/// The address of each post, as two are compared.
fn addresses(posts: &[Slot<Post>]) -> io::Result<Vec<Option<u64>>> {
    let address = |slot: &Slot<Post>| Ok(slot.get()?.permalink.as_deref().and_then(hashed));
    posts.par_iter().map(address).collect()
}

/// An address that leads to a page of a site, and not to the site as a whole.
fn hashed(permalink: &str) -> Option<u64> {
    if address::path(permalink).is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    address::plain(permalink).hash(&mut hasher);
    Some(hasher.finish())
}

fn add(known: &mut Addresses, address: Option<u64>, place: usize) {
    let place = u32::try_from(place).expect("the ledger's limit is below 2^32");
    if let Some(address) = address {
        known.entry(address).and_modify(|it| *it = None).or_insert(Some(place));
    }
}

impl Draft {
    /// Looks for posts of another document that are here under another id.
    ///
    /// Partners have one address, which no other post of their document has, and one title, date or text; and neither
    /// document has both ids. Fails when the spool does.
    pub(super) fn partners(&mut self, other: &Self) -> io::Result<Partners> {
        let theirs = addresses(&other.posts)?;
        let mut met = Addresses::new();
        for (place, address) in theirs.iter().enumerate() {
            add(&mut met, *address, place);
        }
        let homes =
            [&self.head.home, &other.head.home].map(|home| home.as_deref().map(address::host));
        let ours = self.addresses()?;
        let pairs =
            met.iter().filter_map(|(address, place)| Some(((*ours.get(address)?)?, (*place)?)));
        let pairs: Vec<(u32, u32)> = pairs.collect();
        let mut places = HashMap::new();
        for (here, there) in pairs {
            let (known, met) = (&self.posts[here as usize], &other.posts[there as usize]);
            let (known_id, id) = (&known.head().id, &met.head().id);
            let is_apart = self.places.contains_key(id) || other.places.contains_key(known_id);
            if !is_apart && is_one(&*known.get()?, &*met.get()?, &homes) {
                places.insert(id.clone(), here);
            }
        }
        Ok(Partners { places, addresses: theirs })
    }

    /// The addresses of the posts that are here. They are read only when a second document comes.
    fn addresses(&mut self) -> io::Result<&mut Addresses> {
        if self.addresses.is_none() {
            let mut known = Addresses::new();
            for (place, address) in addresses(&self.posts)?.into_iter().enumerate() {
                add(&mut known, address, place);
            }
            self.addresses = Some(known);
        }
        Ok(self.addresses.as_mut().expect("it was made above"))
    }

    /// Remembers where the post is that was added last.
    pub(super) fn know(&mut self, address: Option<u64>) {
        let last = self.posts.len() - 1;
        if let Some(known) = &mut self.addresses {
            add(known, address, last);
        }
    }

    /// Says which other ids documents give to a post, and in which file each was met.
    pub(super) fn note_other_ids(&mut self, post: &mut Post, met: Vec<(PostId, Arc<str>)>) {
        let mut others: Vec<Value> = Vec::new();
        for (id, file) in met {
            if id == post.id || others.iter().any(|known| *known == *id.as_str()) {
                continue;
            }
            others.push(id.as_str().into());
            let kind = NoteKind::IdChanged { other: id.to_string() };
            self.notes.push(Note::new(kind).in_file(file).on_post(&post.id));
        }
        if !others.is_empty() {
            post.extra.insert(OTHER_IDS, others);
        }
    }
}

/// Whether two posts with one address say so much of the same that they are one. The address of another site, which both
/// may only write about, tells less than one of the blog's own.
fn is_one(a: &Post, b: &Post, homes: &[Option<String>]) -> bool {
    let host = a.permalink.as_deref().map(address::host);
    if a.content.is_some() && a.content == b.content {
        return true;
    }
    if !homes.contains(&host) {
        return false;
    }
    let is_same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let at = |post: &Post| post.published.map(|date| date.at());
    is_same(&a.title, &b.title) || at(a).is_some() && at(a) == at(b)
}
