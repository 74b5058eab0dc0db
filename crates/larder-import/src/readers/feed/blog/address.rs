//! Posts of two documents that are one by their address, though each document gives them another id.

use std::{collections::HashMap, io, sync::Arc};

use larder_core::{Note, NoteKind, Post, PostId, Slot};
use rayon::prelude::*;
use serde_json::Value;

use super::Draft;
use crate::{
    address,
    unique::{Unique, hashed},
};

/// Where ids are kept that other documents give to a post.
const OTHER_IDS: &str = "feed:id-other";

/// What the addresses of another document tell.
pub(super) struct Partners {
    /// Its posts that are here under another id, and their places here.
    pub(super) places: HashMap<PostId, u32>,
    /// The addresses of all its posts, in their order.
    pub(super) addresses: Vec<Option<u64>>,
}

/// The address of each post, as two are compared.
fn addresses(posts: &[Slot<Post>]) -> io::Result<Vec<Option<u64>>> {
    let address = |slot: &Slot<Post>| {
        Ok(slot.get()?.permalink.as_deref().and_then(address::page).map(hashed))
    };
    posts.par_iter().map(address).collect()
}

/// The places of posts by their addresses.
fn places(addresses: &[Option<u64>]) -> Unique<u32> {
    addresses.iter().zip(0..).filter_map(|(address, place)| Some(((*address)?, place))).collect()
}

impl Draft {
    /// Looks for posts of another document that are here under another id.
    ///
    /// Partners have one address, which no other post of their document has, and one title, date or text; and neither
    /// document has both ids. Fails when the spool does.
    pub(super) fn partners(&mut self, other: &Self) -> io::Result<Partners> {
        let theirs = addresses(&other.posts)?;
        let homes =
            [&self.head.home, &other.head.home].map(|home| home.as_deref().map(address::host));
        let ours = self.addresses()?;
        let pairs = places(&theirs);
        let pairs = pairs.iter().filter_map(|(address, there)| Some((ours.get(address)?, there)));
        let mut partners = HashMap::new();
        for (here, there) in pairs.collect::<Vec<_>>() {
            let (known, met) = (&self.posts[here as usize], &other.posts[there as usize]);
            let (known_id, id) = (&known.head().id, &met.head().id);
            let is_apart = self.places.contains_key(id) || other.places.contains_key(known_id);
            if !is_apart && is_one(&*known.get()?, &*met.get()?, &homes) {
                partners.insert(id.clone(), here);
            }
        }
        Ok(Partners { places: partners, addresses: theirs })
    }

    /// The addresses of the posts that are here. They are read only when a second document comes.
    fn addresses(&mut self) -> io::Result<&Unique<u32>> {
        let known = match self.addresses.take() {
            Some(known) => known,
            None => places(&addresses(&self.posts)?),
        };
        Ok(self.addresses.insert(known))
    }

    /// Remembers where a post is.
    pub(super) fn know(&mut self, address: Option<u64>, place: u32) {
        if let (Some(known), Some(address)) = (&mut self.addresses, address) {
            known.add(address, place);
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
