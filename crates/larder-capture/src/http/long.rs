//! Bodies that are too long for memory: what is around them is taken off piece by piece, one layer after the other.

use std::io::{self, Read};

use super::{
    Deviation, Message,
    chunked::{Chunks, unchunk},
    coding::{Coding, Decoder, End},
    decode::is_readable,
    source::{Pieces, Source, trailing},
};
use crate::Limits;

/// What is around a body: chunks, or a coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer(Stated);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stated {
    Chunks,
    Coding(String),
}

/// What came of looking for a [`Layer`] around a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Look {
    /// It is there.
    There(Way),
    /// It is not there, so that the layers below it are not there either, if it is no layer of chunks.
    Absent(Deviation),
    /// What is inside is larger than may be.
    TooMuch,
}

/// How a [`Layer`] comes off a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    by: By,
    /// How long the body is without it, in bytes.
    pub length: u64,
    /// In what the layer is not what it should be.
    pub deviations: Vec<Deviation>,
}

/// What takes a layer off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Chunks,
    Decoder(Decoder),
}

impl Message<'_> {
    /// What is around the body, the outermost first, if its head is true. It can be taken off a body that is not in memory.
    pub fn layers(&self, limits: &Limits) -> (Vec<Layer>, Vec<Deviation>) {
        let (is_in_chunks, codings) = self.packing();
        let too_many = codings.len() > limits.codings;
        let chunks = is_in_chunks.then_some(Layer(Stated::Chunks));
        let codings = codings.into_iter().take(limits.codings).map(|it| Layer(Stated::Coding(it)));
        let deviations = too_many.then_some(Deviation::TooManyCodings);
        (chunks.into_iter().chain(codings).collect(), deviations.into_iter().collect())
    }
}

impl Layer {
    /// Whether it is one of chunks, below which others may be even where it is not there.
    pub fn is_chunks(&self) -> bool {
        self.0 == Stated::Chunks
    }

    /// Reads a body of `length` bytes, which `open` opens from its beginning, to find out how this layer comes off. No more
    /// than `most` bytes may be inside. Fails as reading the body does.
    pub fn look<R: Read>(
        &self,
        mut open: impl FnMut() -> R,
        length: u64,
        most: u64,
    ) -> io::Result<Look> {
        let Stated::Coding(stated) = &self.0 else { return chunks(open(), length) };
        let Some(named) = Coding::named(stated) else {
            return Ok(Look::Absent(Deviation::UnknownCoding { coding: stated.clone() }));
        };
        let mut source = Source::new(open());
        let coding = Coding::by_sign(source.peek(4)?).unwrap_or(named);
        let decoders = coding.decoders(source.peek(2)?);
        let is_text = is_readable(source.peek(1 << 10)?);
        let mut best: Option<Way> = None;
        for decoder in decoders {
            let mut inside = 0;
            let (end, used) = decoder.run(open(), |piece| {
                inside += piece.len() as u64;
                inside <= most
            })?;
            if end == End::TooMuch {
                return Ok(Look::TooMuch);
            }
            if best.as_ref().is_some_and(|best| best.length >= inside) {
                continue;
            }
            let mut deviations = Vec::new();
            if coding != named {
                let stated = stated.clone();
                deviations.push(Deviation::OtherCoding { stated, used: coding });
            }
            if end == End::Broken {
                deviations.push(Deviation::PartialBody { coding });
            } else if used < length {
                deviations.push(trailing(length - used));
            }
            best = Some(Way { by: By::Decoder(*decoder), length: inside, deviations });
            if end == End::Whole {
                break;
            }
        }
        // Text is read by some decoders for a while, and was never encoded so.
        let is_there = |way: &Way| {
            let is_whole = !way.deviations.iter().any(is_partial);
            is_whole || way.length > 0 && (way.length > length || !is_text)
        };
        Ok(match best.filter(is_there) {
            Some(way) => Look::There(way),
            None => Look::Absent(Deviation::NotEncoded { coding: stated.clone() }),
        })
    }
}

fn is_partial(deviation: &Deviation) -> bool {
    matches!(deviation, Deviation::PartialBody { .. })
}

fn chunks(body: impl Read, length: u64) -> io::Result<Look> {
    let mut inside = 0;
    let found = unchunk(body, length, |piece| inside += piece.len() as u64)?;
    Ok(found.map_or(Look::Absent(Deviation::NotChunked), |deviations| {
        Look::There(Way { by: By::Chunks, length: inside, deviations })
    }))
}

impl Way {
    /// The body without the layer, of which `with` reads no more than [`length`](Self::length) bytes; `body` is the one that was
    /// looked at.
    pub fn read<T>(&self, body: impl Read, with: impl FnOnce(&mut dyn Read) -> T) -> T {
        let mut source = Source::new(body);
        match self.by {
            By::Chunks => with(&mut Chunks::new(&mut source)),
            By::Decoder(decoder) => with(&mut Pieces::new(&mut *decoder.reader(&mut source))),
        }
    }
}
