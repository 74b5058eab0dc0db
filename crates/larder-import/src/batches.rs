//! Reads what a text consists of on all cores, some of it at a time, while what follows is looked for.

use std::{marker::PhantomData, ops::Range};

use larder_core::Cancel;

use crate::{
    ReadError,
    ahead::{self, Ahead, PART_BYTES, Room},
    xml::Fault,
};

/// How many pieces one core reads together, at most: each may have much in common with the next.
const MOST_PIECES: usize = 64;

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
struct Found<S: Split> {
    texts: String,
    pieces: Vec<(Range<usize>, S::Piece)>,
    context: S::Context,
}

/// A text that is being read, and who takes what was read.
struct Reading<'s, S, F> {
    split: &'s mut S,
    cancel: &'s Cancel,
    room: &'s Room,
    take: F,
    /// Whether nothing was found yet.
    is_first: bool,
    /// Whether more may follow.
    goes_on: bool,
    fault: Option<Fault>,
}

impl<S: Split, F> Reading<'_, S, F> {
    /// Looks for pieces that are read together.
    fn look(
        &mut self,
        texts: &mut String,
        pieces: &mut Vec<(Range<usize>, S::Piece)>,
    ) -> Result<bool, Fault> {
        let most = if std::mem::take(&mut self.is_first) { 1 } else { MOST_PIECES };
        while pieces.len() < most && texts.len() < PART_BYTES {
            let start = texts.len();
            let Some(piece) = self.split.next(texts)? else { return Ok(false) };
            pieces.push((start..texts.len(), piece));
        }
        Ok(true)
    }
}

impl<S, T, F> Ahead for Reading<'_, S, (F, PhantomData<fn() -> T>)>
where
    S: Split,
    T: Send,
    F: FnMut(T) -> Result<(), ReadError>,
{
    type Part = Found<S>;
    type Made = T;
    type Error = ReadError;

    fn next(&mut self) -> Result<Option<(Found<S>, usize)>, ReadError> {
        let (mut texts, mut pieces) = (String::new(), Vec::new());
        if self.goes_on {
            texts = self.room.take();
            self.goes_on = self.look(&mut texts, &mut pieces).unwrap_or_else(|failed| {
                self.fault = Some(failed);
                false
            });
        }
        if self.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        if pieces.is_empty() {
            return Ok(None);
        }
        let (length, context) = (texts.len(), self.split.context());
        Ok(Some((Found { texts, pieces, context }, length)))
    }

    fn take(&mut self, made: T) -> Result<(), ReadError> {
        (self.take.0)(made)
    }
}

/// Reads all pieces, and takes what was read in the order of the text. Returns what ended the text early. Fails when taking
/// does, and when the user cancels.
pub(crate) fn each<S: Split, T: Send>(
    split: &mut S,
    cancel: &Cancel,
    read: impl Fn(&Part<'_, S::Piece, S::Context>) -> T + Sync,
    take: impl FnMut(T) -> Result<(), ReadError>,
) -> Result<Option<Fault>, ReadError> {
    let room = &Room::default();
    let mut reading = Reading {
        split,
        cancel,
        room,
        take: (take, PhantomData),
        is_first: true,
        goes_on: true,
        fault: None,
    };
    ahead::all(&mut reading, |found: Found<S>| {
        let Found { texts, pieces, context } = &found;
        let made = read(&Part { texts, pieces, context });
        room.give_back(found.texts);
        made
    })?;
    Ok(reading.fault)
}
