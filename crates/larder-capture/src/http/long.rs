//! Bodies that are too long for memory: what is around them is taken off piece by piece, one layer after the other.

mod chunks;
mod codings;
mod source;

use std::io::{self, Read};

use self::{
    chunks::Chunks,
    codings::{Frame, Inflate, Unbrotli, Unzstd},
    source::{Pieces, Source},
};
use super::{Deviation, Message, coding::Coding, decode::is_readable};
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
    decoder: Decoder,
    /// How long the body is without it, in bytes.
    pub length: u64,
    /// In what the layer is not what it should be.
    pub deviations: Vec<Deviation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decoder {
    Chunks,
    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstd,
}

/// How a body without a layer ended.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Whole,
    Broken,
    TooMuch,
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
        let decoders: &[Decoder] = match coding {
            Coding::Gzip => &[Decoder::Gzip],
            Coding::Zstd => &[Decoder::Zstd],
            Coding::Brotli => &[Decoder::Brotli],
            Coding::Deflate if is_zlib(source.peek(2)?) => &[Decoder::Zlib, Decoder::Deflate],
            Coding::Deflate => &[Decoder::Deflate],
        };
        let is_text = is_readable(source.peek(1 << 10)?);
        let mut best: Option<Way> = None;
        for decoder in decoders {
            let (inside, end, rest) = decoder.count(open(), length, most)?;
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
            } else if rest > 0 {
                let count = usize::try_from(rest).unwrap_or(usize::MAX);
                deviations.push(Deviation::TrailingBytes { count });
            }
            best = Some(Way { decoder: *decoder, length: inside, deviations });
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

/// Whether a body begins as zlib does (RFC 1950).
fn is_zlib(start: &[u8]) -> bool {
    matches!(start, [a, b, ..]
        if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

fn chunks(body: impl Read, length: u64) -> io::Result<Look> {
    let mut source = Source::new(body);
    let mut chunks = Chunks::new(&mut source);
    let (mut inside, mut pieces) = (0, Pieces::new(&mut chunks));
    loop {
        match pieces.pass()? {
            0 => break,
            count => inside += count,
        }
        if !pieces.reader.has_any {
            break;
        }
    }
    let (has_any, deviation) = (chunks.has_any, chunks.deviation.take());
    if !has_any {
        return Ok(Look::Absent(Deviation::NotChunked));
    }
    let mut deviations: Vec<_> = deviation.into_iter().collect();
    let rest = length.saturating_sub(source.read);
    if rest > 0 && deviations.is_empty() {
        let count = usize::try_from(rest).unwrap_or(usize::MAX);
        deviations.push(Deviation::TrailingBytes { count });
    }
    Ok(Look::There(Way { decoder: Decoder::Chunks, length: inside, deviations }))
}

impl Way {
    /// The body without the layer, of which `with` reads no more than [`length`](Self::length) bytes; `body` is the one that was
    /// looked at.
    pub fn read<T>(&self, body: impl Read, with: impl FnOnce(&mut dyn Read) -> T) -> T {
        let mut source = Source::new(body);
        let mut reader = self.decoder.reader(&mut source);
        with(&mut Pieces::new(&mut *reader))
    }
}

impl Decoder {
    /// How many bytes come out of a body, how it ends, and how many bytes stand behind that end.
    fn count(self, body: impl Read, length: u64, most: u64) -> io::Result<(u64, End, u64)> {
        let mut source = Source::new(body);
        let mut inside = 0;
        let mut reader = self.reader(&mut source);
        let mut pieces = Pieces::new(&mut *reader);
        let end = loop {
            match pieces.pass() {
                Ok(0) => break End::Whole,
                Ok(count) => inside += count,
                Err(_) => break End::Broken,
            }
            if inside > most {
                break End::TooMuch;
            }
        };
        drop(reader);
        match source.failed.take() {
            Some(error) => Err(error),
            None => Ok((inside, end, length.saturating_sub(source.read))),
        }
    }

    fn reader<'s, R: Read>(self, source: &'s mut Source<R>) -> Box<dyn Read + 's> {
        match self {
            Self::Chunks => Box::new(Chunks::new(source)),
            Self::Gzip => Box::new(Inflate::new(source, Frame::Gzip)),
            Self::Zlib => Box::new(Inflate::new(source, Frame::Zlib)),
            Self::Deflate => Box::new(Inflate::new(source, Frame::None)),
            Self::Brotli => Box::new(Unbrotli::new(source)),
            Self::Zstd => Box::new(Unzstd::new(source)),
        }
    }
}

#[cfg(test)]
mod tests;
