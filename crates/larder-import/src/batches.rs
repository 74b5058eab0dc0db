//! Reads what a text consists of on all cores, some of it at a time, while what follows is looked for.

use std::ops::Range;

use larder_core::Cancel;
use rayon::prelude::*;

use crate::{ReadError, xml::Fault};

/// How many bytes are read at once, and how many pieces.
const BATCH_BYTES: usize = 2 << 20;
const BATCH_PIECES: usize = 512;

/// How many pieces one core reads before it looks for more.
const TOGETHER: usize = 16;

/// A text that consists of pieces, such as items.
pub(crate) trait Split {
    /// What is known of a piece before it is read.
    type Piece: Send + Sync;
    /// What has to be known to read it.
    type Context: Send + Sync;

    /// The next piece, whose text is put behind `texts`.
    fn next(&mut self, texts: &mut String) -> Result<Option<Self::Piece>, Fault>;

    /// What holds for the pieces that were found last. The first one is read alone, so that it is what stands before it.
    fn context(&mut self) -> Self::Context;
}

/// Pieces that one core reads together.
pub(crate) struct Part<'a, P, C> {
    texts: &'a str,
    pieces: &'a [(Range<usize>, P)],
    /// What holds for all of them.
    pub(crate) context: &'a C,
}

impl<'a, P, C> Part<'a, P, C> {
    /// The pieces, each with all of its text.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&'a P, &'a str)> {
        let (texts, pieces) = (self.texts, self.pieces);
        pieces.iter().map(move |(text, piece)| (piece, &texts[text.clone()]))
    }
}

/// Pieces that were found, with their texts one behind the other.
struct Found<P> {
    texts: String,
    pieces: Vec<(Range<usize>, P)>,
}

impl<P> Found<P> {
    /// Looks for more. Returns whether more may follow.
    fn look<S: Split<Piece = P>>(&mut self, split: &mut S, most: usize) -> Result<bool, Fault> {
        while self.pieces.len() < most && self.texts.len() < BATCH_BYTES {
            let start = self.texts.len();
            let Some(piece) = split.next(&mut self.texts)? else { return Ok(false) };
            self.pieces.push((start..self.texts.len(), piece));
        }
        Ok(true)
    }

    /// Without anything; its room is kept, if that is not much more than what is read at once.
    fn emptied(mut self) -> Self {
        self.pieces.clear();
        self.texts.clear();
        self.texts.shrink_to(2 * BATCH_BYTES);
        self
    }
}

/// Reads all pieces, and takes what was read in the order of the text. Returns what ended the text early. Fails when taking
/// does, and when the user cancels.
pub(crate) fn each<S: Split, T: Send>(
    split: &mut S,
    cancel: &Cancel,
    read: impl Fn(&Part<'_, S::Piece, S::Context>) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), ReadError>,
) -> Result<Option<Fault>, ReadError> {
    let nothing = || Found { texts: String::new(), pieces: Vec::new() };
    let (mut next, mut spare, mut earlier) = (nothing(), nothing(), Vec::new());
    let (mut goes_on, mut fault, mut most) = (true, None, 1);
    while goes_on || !next.pieces.is_empty() || !earlier.is_empty() {
        if cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let found = std::mem::replace(&mut next, spare);
        let context = (!found.pieces.is_empty()).then(|| split.context());
        let mut taken = std::mem::take(&mut earlier).into_iter();
        // The next pieces are looked for, and earlier ones taken, while these are read.
        rayon::in_place_scope(|threads| {
            threads.spawn(|_| {
                let Some(context) = &context else { return };
                let texts = &*found.texts;
                let parts = found.pieces.par_chunks(TOGETHER);
                earlier = parts.map(|pieces| read(&Part { texts, pieces, context })).collect();
            });
            if goes_on {
                goes_on = next.look(split, most).unwrap_or_else(|failed| {
                    fault = Some(failed);
                    false
                });
            }
            taken.try_for_each(&mut take)
        })?;
        spare = found.emptied();
        most = BATCH_PIECES;
    }
    Ok(fault)
}
