//! The codings of bodies.

mod readers;

use std::io::{self, Read};

use self::readers::{Frame, Inflate, Unbrotli, Unzstd};
use super::source::{PIECE, Pieces, Source};
use crate::{
    Limits,
    member::{gzip, zstd},
};

/// A coding of bodies that can be taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Coding {
    /// `gzip`, `x-gzip`.
    Gzip,
    /// `deflate`: zlib, or the raw data that many servers send.
    Deflate,
    /// `br`.
    Brotli,
    /// `zstd`.
    Zstd,
}

impl Coding {
    /// The name that HTTP has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The coding whose sign the bytes begin with, for those that have one.
    pub(super) fn by_sign(bytes: &[u8]) -> Option<Self> {
        match bytes {
            _ if bytes.starts_with(&gzip::MAGIC) => Some(Self::Gzip),
            _ if bytes.starts_with(&zstd::MAGIC) => Some(Self::Zstd),
            _ => None,
        }
    }

    /// How bytes that begin so may be in it, the likeliest way first.
    pub(super) fn decoders(self, start: &[u8]) -> &'static [Decoder] {
        match self {
            Self::Gzip => &[Decoder::Gzip],
            // Many servers send it without the frame of zlib (RFC 1950).
            Self::Deflate if is_zlib(start) => &[Decoder::Zlib, Decoder::Deflate],
            Self::Deflate => &[Decoder::Deflate],
            Self::Brotli => &[Decoder::Brotli],
            Self::Zstd => &[Decoder::Zstd],
        }
    }

    pub(super) fn take_off(self, bytes: &[u8], limits: &Limits) -> TakenOff {
        let mut best = TakenOff::nothing();
        for decoder in self.decoders(bytes) {
            let mut out = Vec::new();
            let run = decoder.run(bytes, |piece| {
                // Little more than is needed.
                if out.capacity() - out.len() < piece.len() {
                    out.reserve_exact(out.len().clamp(PIECE, 4 << 20));
                }
                out.extend_from_slice(piece);
                may_grow(out.len(), bytes.len(), limits)
            });
            let Ok((end, used)) = run else { continue };
            let found =
                TakenOff { bytes: out, used: usize::try_from(used).unwrap_or(usize::MAX), end };
            if end != End::Broken {
                return found;
            }
            if found.bytes.len() > best.bytes.len() {
                best = found;
            }
        }
        best
    }
}

fn is_zlib(start: &[u8]) -> bool {
    matches!(start, [a, b, ..]
        if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

/// A coding, deflate in one of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decoder {
    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstd,
}

impl Decoder {
    /// Decodes a body and gives `put` all of it, piece by piece, until that says no. Returns how it ended, and how many bytes
    /// of the body were used. Fails as reading it does.
    pub(super) fn run<R: Read>(
        self,
        body: R,
        mut put: impl FnMut(&[u8]) -> bool,
    ) -> io::Result<(End, u64)> {
        let mut source = Source::new(body);
        let mut reader = self.reader(&mut source);
        let mut pieces = Pieces::new(&mut *reader);
        let end = loop {
            match pieces.piece() {
                Ok([]) => break End::Whole,
                Ok(piece) if put(piece) => {}
                Ok(_) => break End::TooMuch,
                Err(_) => break End::Broken,
            }
        };
        drop(reader);
        match source.failed.take() {
            Some(error) => Err(error),
            None => Ok((end, source.read)),
        }
    }

    /// What comes out of a body.
    pub(super) fn reader<'s, R: Read>(self, source: &'s mut Source<R>) -> Box<dyn Read + 's> {
        match self {
            Self::Gzip => Box::new(Inflate::new(source, Frame::Gzip)),
            Self::Zlib => Box::new(Inflate::new(source, Frame::Zlib)),
            Self::Deflate => Box::new(Inflate::new(source, Frame::None)),
            Self::Brotli => Box::new(Unbrotli::new(source)),
            Self::Zstd => Box::new(Unzstd::new(source)),
        }
    }
}

/// What came of taking off a coding.
pub(super) struct TakenOff {
    pub(super) bytes: Vec<u8>,
    /// How many of the encoded bytes were used.
    pub(super) used: usize,
    pub(super) end: End,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum End {
    Whole,
    /// It ends in the middle, or is damaged there.
    Broken,
    TooMuch,
}

impl TakenOff {
    fn nothing() -> Self {
        Self { bytes: Vec::new(), used: 0, end: End::Broken }
    }
}

fn may_grow(out: usize, from: usize, limits: &Limits) -> bool {
    out <= limits.body_bytes && limits.allow(out as u64, from as u64)
}
