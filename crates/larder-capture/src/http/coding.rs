//! The codings of bodies.

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Decompress, FlushDecompress, Status};

use crate::{
    Limits,
    member::{
        gzip,
        zstd::{self, Frames, Step, With},
    },
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

    pub(super) fn take_off(self, bytes: &[u8], limits: &Limits) -> TakenOff {
        match self {
            Self::Gzip => gunzip(bytes, limits),
            Self::Deflate => inflate_any(bytes, limits),
            Self::Brotli => unbrotli(bytes, limits),
            Self::Zstd => unzstd(bytes, limits),
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

/// Members one after the other are one body.
fn gunzip(bytes: &[u8], limits: &Limits) -> TakenOff {
    let mut whole = TakenOff::nothing();
    while let Some(head) = gzip::head_length(&bytes[whole.used..]) {
        let start = whole.used + head;
        let mut inflate = Decompress::new(false);
        let (used, end) = inflate_into(&mut whole.bytes, &mut inflate, &bytes[start..], limits);
        whole.used = (start + used).min(bytes.len());
        whole.end = end;
        if end != End::Whole {
            break;
        }
        // A trailer that is cut off is no loss.
        whole.used = (whole.used + 8).min(bytes.len());
    }
    whole
}

fn inflate_any(bytes: &[u8], limits: &Limits) -> TakenOff {
    let is_zlib = matches!(bytes, [a, b, ..]
        if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31));
    let mut best = TakenOff::nothing();
    for zlib in if is_zlib { &[true, false][..] } else { &[false] } {
        let mut found = TakenOff::nothing();
        let mut inflate = Decompress::new(*zlib);
        (found.used, found.end) = inflate_into(&mut found.bytes, &mut inflate, bytes, limits);
        if found.end != End::Broken {
            return found;
        }
        if found.bytes.len() > best.bytes.len() {
            best = found;
        }
    }
    best
}

fn inflate_into(
    out: &mut Vec<u8>,
    inflate: &mut Decompress,
    bytes: &[u8],
    limits: &Limits,
) -> (usize, End) {
    loop {
        let used = inflate.total_in() as usize;
        if !may_grow(out.len(), bytes.len(), limits) {
            return (used, End::TooMuch);
        }
        if out.capacity() - out.len() < 4 << 10 {
            // Little more than is needed: what there is room for is filled before it can be too much.
            out.reserve_exact(out.len().clamp(32 << 10, 4 << 20));
        }
        let had = out.len();
        match inflate.decompress_vec(&bytes[used..], out, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return (inflate.total_in() as usize, End::Whole),
            Ok(_) if inflate.total_in() as usize > used || out.len() > had => {}
            _ => return (inflate.total_in() as usize, End::Broken),
        }
    }
}

fn unbrotli(bytes: &[u8], limits: &Limits) -> TakenOff {
    let alloc = StandardAlloc::default();
    let mut state = BrotliState::new(alloc, alloc, alloc);
    let mut found = TakenOff::nothing();
    let (mut left, mut total) = (bytes.len(), 0);
    let mut piece = vec![0; 32 << 10];
    loop {
        let (mut room, mut filled) = (piece.len(), 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut found.used,
            bytes,
            &mut room,
            &mut filled,
            &mut piece,
            &mut total,
            &mut state,
        );
        found.bytes.extend_from_slice(&piece[..filled]);
        let has_room = may_grow(found.bytes.len(), bytes.len(), limits);
        found.end = match result {
            BrotliResult::ResultSuccess => End::Whole,
            BrotliResult::NeedsMoreOutput if has_room => continue,
            // What was packed is at its end, what comes out of it may not be.
            BrotliResult::NeedsMoreInput if has_room && filled == piece.len() => continue,
            BrotliResult::NeedsMoreOutput => End::TooMuch,
            BrotliResult::NeedsMoreInput | BrotliResult::ResultFailure => End::Broken,
        };
        return found;
    }
}

fn unzstd(bytes: &[u8], limits: &Limits) -> TakenOff {
    let mut found = TakenOff::nothing();
    let mut piece = vec![0; 64 << 10];
    let mut frames = Frames::default();
    let mut rest = bytes;
    loop {
        while let Some((_, length)) = zstd::skippable(rest) {
            rest = &rest[(8 + length as usize).min(rest.len())..];
            found.used = bytes.len() - rest.len();
        }
        if !rest.starts_with(&zstd::MAGIC) {
            return found;
        }
        if !frames.begin(&mut rest, true, With::Named) {
            found.end = End::Broken;
            return found;
        }
        found.end = loop {
            match frames.step(&mut rest, &mut piece) {
                Step::Bytes(count) if may_grow(found.bytes.len() + count, bytes.len(), limits) => {
                    found.bytes.extend_from_slice(&piece[..count]);
                }
                Step::Bytes(_) => break End::TooMuch,
                Step::End { .. } => break End::Whole,
                Step::NeedsDictionary | Step::Broken => break End::Broken,
            }
        };
        found.used = bytes.len() - rest.len();
        if found.end != End::Whole {
            return found;
        }
    }
}
