//! Posts of a move, made on all cores and taken in their order.

use std::{borrow::Cow, io};

use larder_core::{Blog, Cancel, Note, NoteKind, Post};
use rayon::prelude::*;

use super::Tally;
use crate::{Account, WriteError};

/// How many bytes of bodies are in memory at once, and how many posts.
const CHUNK: (u64, usize) = (8 << 20, 256);

/// What was made of a post.
#[derive(Debug)]
pub(crate) struct Moved<T> {
    /// The rows, the elements.
    pub(crate) made: T,
    /// What it could not carry, in counts.
    pub(crate) tally: Tally,
    /// What is to be said of this post alone.
    pub(crate) notes: Vec<Note>,
}

/// Makes something of each post at these places of the blog, and gives it to `take` in their order, with the place.
///
/// Fails when the spool can no longer be read, when `take` does, and when the user asks to stop.
pub(crate) fn each<T: Send>(
    blog: &Blog,
    places: &[usize],
    cancel: &Cancel,
    make: impl Fn(usize, Cow<'_, Post>) -> io::Result<T> + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let mut rest = places;
    while !rest.is_empty() {
        if cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        let (chunk, later) = rest.split_at(chunk_length(blog, rest));
        rest = later;
        let made: io::Result<Vec<T>> =
            chunk.par_iter().map(|&place| make(place, blog.posts.get(place)?)).collect();
        for (place, made) in chunk.iter().zip(made.map_err(WriteError::Spool)?) {
            take(*place, made)?;
        }
    }
    Ok(())
}

/// How many posts from the front are made at once: at least one.
fn chunk_length(blog: &Blog, places: &[usize]) -> usize {
    let (most_bytes, most_posts) = CHUNK;
    let mut bytes = 0_u64;
    let fitting = places.iter().take(most_posts).take_while(|&&place| {
        bytes = bytes.saturating_add(blog.posts.head(place).weight);
        bytes <= most_bytes
    });
    fitting.count().max(1)
}

/// The posts at these places, which are oldest first, the other way round. Undated ones stay last.
pub(crate) fn newest_first(blog: &Blog, places: &[usize]) -> Vec<usize> {
    let is_dated = |place: &&usize| blog.posts.head(**place).published.is_some();
    let dated = places.iter().rev().filter(is_dated);
    dated.chain(places.iter().filter(|place| !is_dated(place))).copied().collect()
}

/// Notes each post that a rule left out which is a loss.
pub(crate) fn note_left_out(account: &mut Account) {
    let output = account.output.format.clone();
    for (rule, posts) in &account.output.left_out {
        for post in posts.iter().filter(|_| rule.is_loss()) {
            let kind = NoteKind::PostLeftOut { output: output.clone(), rule: rule.name().into() };
            account.notes.push(Note::new(kind).on_post(post));
        }
    }
}
