//! What an outbox may have said that is lost: that a post was deleted stands behind the post, as an activity of its own.
//!
//! Mastodon's archives list what is there, and never that something was deleted; its outbox is called `outbox.json`. Other
//! servers write down everything that was done. Where the end of such an outbox is missing, any of its posts may have been
//! deleted there. Where an activity cannot be read, only those that it names may.

use std::{collections::HashSet, io::Read};

use larder_core::Post;
use serde::de::IgnoredAny;

use super::look::step;
use crate::{
    ReadError, ReadOptions,
    archive::scan::Fit,
    unique::hashed,
    walk::{Piece, walk},
};

/// How many words of activities that cannot be read are remembered. Were there more, they are as if the end were missing.
const MOST_WORDS: usize = 1 << 20;

/// What is lost of an outbox.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    /// Whether its end is missing.
    is_cut: bool,
    /// Whether it lists what is there, and not what was done.
    lists_posts: bool,
    /// All that stands in quotes in activities that cannot be read.
    words: HashSet<u64>,
}

impl Doubt {
    /// Looks through an outbox. Fails when the user cancels.
    pub(super) fn of(stream: impl Read, options: &ReadOptions) -> Result<Self, ReadError> {
        let mut doubt = Self::default();
        let end = walk(stream, options.limits.file_bytes, step, &mut |piece| {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            match piece {
                Piece::Item { raw, fit: Fit::Whole, .. } if is_sound(&raw) => {}
                Piece::Item { raw, fit: Fit::Whole, .. } => doubt.remember(&raw),
                Piece::Item { .. } | Piece::Broken { .. } => doubt.is_cut = true,
                Piece::Field { path: "id", raw, .. } => {
                    doubt.lists_posts = &*raw == b"\"outbox.json\"";
                }
                Piece::Field { .. } => {}
            }
            Ok(true)
        })?;
        doubt.is_cut |= end.fault.is_some();
        Ok(doubt)
    }

    fn remember(&mut self, raw: &[u8]) {
        let words = raw.split(|byte| *byte == b'"').filter(|word| !word.is_empty());
        self.words.extend(words.map(hashed));
        self.is_cut |= self.words.len() > MOST_WORDS;
    }

    /// Why a post may have been deleted, if it may.
    pub(super) fn about(&self, post: &Post) -> Option<&'static str> {
        let names = [Some(post.id.as_str()), post.permalink.as_deref()];
        let is_named =
            || names.iter().flatten().any(|it| self.words.contains(&hashed(it.as_bytes())));
        match () {
            () if self.is_cut && !self.lists_posts => Some("an outbox whose end is missing"),
            () if is_named() => Some("an activity that cannot be read"),
            () => None,
        }
    }
}

fn is_sound(raw: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(raw).is_ok()
}
