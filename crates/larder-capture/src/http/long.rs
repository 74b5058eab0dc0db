//! Bodies that are too long for memory: what is around them is taken off piece by piece, one layer after the other.

use std::io::{self, BufRead, Read};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Decompress, FlushDecompress, Status};

use super::{
    Deviation, Message,
    chunked::{LONGEST_LINE, size_line, size_line_is_cut},
    coding::Coding,
    decode::is_readable,
};
use crate::{
    Limits,
    member::{
        gzip,
        zstd::{self, Frames, Step, With},
    },
};

/// How many bytes are read at once.
const PIECE: usize = 64 << 10;

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

/// Asks a reader for pieces of one size only, whoever reads: what was measured is what is read.
struct Pieces<R> {
    reader: R,
    piece: Vec<u8>,
    /// How much of the piece there is, and how much of it was given.
    filled: usize,
    given: usize,
}

impl<R: Read> Pieces<R> {
    fn new(reader: R) -> Self {
        Self { reader, piece: vec![0; PIECE], filled: 0, given: 0 }
    }

    fn next(&mut self) -> io::Result<()> {
        (self.filled, self.given) = (0, 0);
        loop {
            match self.reader.read(&mut self.piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                found => {
                    self.filled = found?;
                    return Ok(());
                }
            }
        }
    }

    /// Passes a piece by. Returns how long it is: 0 at the end.
    fn pass(&mut self) -> io::Result<u64> {
        self.next()?;
        Ok(self.filled as u64)
    }
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given == self.filled {
            self.next()?;
        }
        let rest = &self.piece[self.given..self.filled];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// A body as it was sent, whose next bytes can be looked at.
struct Source<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    /// How much of it was taken.
    read: u64,
    /// Why it could not be read, which decoders may not tell from their own errors.
    failed: Option<io::Error>,
}

impl<R: Read> Source<R> {
    fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, read: 0, failed: None }
    }

    /// The next bytes: so many, or fewer at the end.
    fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.buffer.len() - self.at < count {
            self.buffer.drain(..self.at);
            self.at = 0;
            let missing = PIECE.max(count) - self.buffer.len();
            let read = self.reader.by_ref().take(missing as u64).read_to_end(&mut self.buffer);
            if let Err(error) = read {
                self.failed = Some(io::Error::new(error.kind(), error.to_string()));
                return Err(error);
            }
        }
        Ok(&self.buffer[self.at..])
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let count = there.len().min(out.len());
        out[..count].copy_from_slice(&there[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
        self.read += count as u64;
    }
}

/// A body out of its chunks.
struct Chunks<'s, R> {
    source: &'s mut Source<R>,
    next: Next,
    /// Whether there was any chunk.
    has_any: bool,
    deviation: Option<Deviation>,
}

/// What comes next in a body of chunks.
enum Next {
    Size,
    /// So many bytes of a chunk.
    Chunk(u64),
    /// What is no chunk, from this line on.
    Rest(Vec<u8>),
    Nothing,
}

impl<'s, R: Read> Chunks<'s, R> {
    fn new(source: &'s mut Source<R>) -> Self {
        Self { source, next: Next::Size, has_any: false, deviation: None }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.source.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Reads the line in front of a chunk.
    fn size(&mut self) -> io::Result<Next> {
        let at = usize::try_from(self.source.read).unwrap_or(usize::MAX);
        let line = self.line()?;
        match size_line(&line) {
            Some((0, _)) => {
                self.has_any = true;
                self.trailer()?;
                return Ok(Next::Nothing);
            }
            Some((size, _)) => {
                self.has_any = true;
                return Ok(Next::Chunk(size));
            }
            None => {}
        }
        let is_over = self.source.peek(1)?.is_empty();
        if is_over && size_line_is_cut(&line) {
            self.deviation = Some(Deviation::ChunksCut);
            return Ok(Next::Nothing);
        }
        self.deviation = Some(Deviation::BadChunk { at });
        Ok(Next::Rest(line))
    }

    /// Passes by the fields behind the last chunk, and the empty line.
    fn trailer(&mut self) -> io::Result<()> {
        loop {
            let there = self.source.peek(LONGEST_LINE)?;
            let there = &there[..there.len().min(LONGEST_LINE)];
            let Some(length) = memchr::memchr(b'\n', there) else { return Ok(()) };
            let line = there[..length].trim_ascii();
            let (is_empty, is_field) = (line.is_empty(), line.contains(&b':'));
            if is_empty || is_field {
                self.source.consume(length + 1);
            }
            if !is_field {
                return Ok(());
            }
        }
    }

    /// Passes by the line end behind a chunk.
    fn line_end(&mut self) -> io::Result<()> {
        let count = match self.source.peek(2)? {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] | [b'\r'] => 1,
            _ => 0,
        };
        self.source.consume(count);
        Ok(())
    }
}

impl<R: Read> Read for Chunks<'_, R> {
    /// Fills as much as it can: chunks may be of single bytes.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < out.len() {
            let rest = &mut out[filled..];
            match &mut self.next {
                Next::Nothing => break,
                Next::Size => self.next = self.size()?,
                Next::Chunk(0) => {
                    self.line_end()?;
                    self.next = Next::Size;
                }
                Next::Chunk(left) => {
                    let most = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    let count = self.source.read(&mut rest[..most])?;
                    *left -= count as u64;
                    filled += count;
                    if count == 0 {
                        self.deviation = Some(Deviation::ChunksCut);
                        self.next = Next::Nothing;
                    }
                }
                Next::Rest(line) => {
                    let count = line.len().min(rest.len());
                    rest[..count].copy_from_slice(&line[..count]);
                    line.drain(..count);
                    let more = match line.is_empty() {
                        true => self.source.read(&mut rest[count..])?,
                        false => 0,
                    };
                    filled += count + more;
                    if more == 0 {
                        break;
                    }
                }
            }
        }
        Ok(filled)
    }
}

/// What is around deflated data.
#[derive(Clone, Copy, PartialEq)]
enum Frame {
    /// Members one after the other are one body. Nobody looks at their checksums.
    Gzip,
    Zlib,
    None,
}

/// What comes next of deflated data.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// The first member.
    First,
    /// Another member, or nothing.
    Between,
    Inside,
    Over,
    Broken,
}

/// Deflated data.
struct Inflate<'s, R> {
    source: &'s mut Source<R>,
    inflate: Decompress,
    frame: Frame,
    state: State,
}

impl<'s, R: Read> Inflate<'s, R> {
    fn new(source: &'s mut Source<R>, frame: Frame) -> Self {
        let state = if frame == Frame::Gzip { State::First } else { State::Inside };
        Self { source, inflate: Decompress::new(frame == Frame::Zlib), frame, state }
    }

    /// Begins a member.
    fn begin(&mut self) -> io::Result<()> {
        match gzip::head_length(self.source.peek(gzip::LONGEST_HEAD)?) {
            Some(length) => {
                self.source.consume(length);
                self.inflate.reset(false);
                self.state = State::Inside;
            }
            None if self.state == State::First => self.state = State::Broken,
            None => self.state = State::Over,
        }
        Ok(())
    }

    fn step(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let packed = self.source.fill_buf()?;
        let had = (self.inflate.total_in(), self.inflate.total_out());
        let result = self.inflate.decompress(packed, out, FlushDecompress::None);
        // What came out before an error counts.
        let used = usize::try_from(self.inflate.total_in() - had.0).unwrap_or(0);
        let count = usize::try_from(self.inflate.total_out() - had.1).unwrap_or(0);
        self.source.consume(used);
        match result {
            Ok(Status::StreamEnd) if self.frame == Frame::Gzip => {
                // A trailer that is cut off is no loss.
                let trailer = self.source.peek(8)?.len().min(8);
                self.source.consume(trailer);
                self.state = State::Between;
            }
            Ok(Status::StreamEnd) => self.state = State::Over,
            Ok(_) if used > 0 || count > 0 => {}
            _ => self.state = State::Broken,
        }
        Ok(count)
    }
}

impl<R: Read> Read for Inflate<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state {
                State::First | State::Between => self.begin()?,
                State::Over => return Ok(0),
                State::Broken => return Err(io::ErrorKind::InvalidData.into()),
                State::Inside => {
                    let count = self.step(out)?;
                    if count > 0 {
                        return Ok(count);
                    }
                }
            }
        }
    }
}

/// A stream of brotli.
struct Unbrotli<'s, R> {
    source: &'s mut Source<R>,
    state: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    total: usize,
    /// How it ended, once it has.
    end: Option<End>,
}

impl<'s, R: Read> Unbrotli<'s, R> {
    fn new(source: &'s mut Source<R>) -> Self {
        let alloc = StandardAlloc::default();
        let state = Box::new(BrotliState::new(alloc, alloc, alloc));
        Self { source, state, total: 0, end: None }
    }
}

impl<R: Read> Read for Unbrotli<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.end {
                Some(End::Whole) => return Ok(0),
                Some(_) => return Err(io::ErrorKind::InvalidData.into()),
                None => {}
            }
            let packed = self.source.fill_buf()?;
            let (mut left, mut used) = (packed.len(), 0);
            let (mut room, mut filled) = (out.len(), 0);
            let result = BrotliDecompressStream(
                &mut left,
                &mut used,
                packed,
                &mut room,
                &mut filled,
                out,
                &mut self.total,
                &mut self.state,
            );
            self.source.consume(used);
            self.end = match result {
                BrotliResult::ResultSuccess => Some(End::Whole),
                BrotliResult::NeedsMoreOutput => None,
                BrotliResult::NeedsMoreInput if used > 0 || filled > 0 => None,
                BrotliResult::NeedsMoreInput | BrotliResult::ResultFailure => Some(End::Broken),
            };
            if filled > 0 {
                return Ok(filled);
            }
        }
    }
}

/// Frames of zstd one after the other.
struct Unzstd<'s, R> {
    source: &'s mut Source<R>,
    frames: Frames,
    is_open: bool,
    has_any: bool,
}

impl<'s, R: Read> Unzstd<'s, R> {
    fn new(source: &'s mut Source<R>) -> Self {
        Self { source, frames: Frames::default(), is_open: false, has_any: false }
    }

    /// Begins the next frame. False if there is none behind another.
    fn begin(&mut self) -> io::Result<bool> {
        while let Some((_, length)) = zstd::skippable(self.source.peek(8)?) {
            let length = 8 + u64::from(length);
            io::copy(&mut self.source.by_ref().take(length), &mut io::sink())?;
        }
        let is_frame = self.source.peek(4)?.starts_with(&zstd::MAGIC);
        if !is_frame && std::mem::replace(&mut self.has_any, true) {
            return Ok(false);
        }
        self.has_any = true;
        if !is_frame || !self.frames.begin(&mut *self.source, true, With::Named) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(true)
    }
}

impl<R: Read> Read for Unzstd<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open {
                self.is_open = self.begin()?;
                if !self.is_open {
                    return Ok(0);
                }
            }
            match self.frames.step(&mut *self.source, out) {
                Step::Bytes(count) => return Ok(count),
                Step::End { .. } => self.is_open = false,
                Step::NeedsDictionary | Step::Broken => {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = write::GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = write::ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = write::DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        ruzstd::encoding::compress_to_vec(bytes, level)
    }

    fn in_chunks(bytes: &[u8]) -> Vec<u8> {
        let chunks =
            bytes.chunks(300).map(|it| [format!("{:x};x=y\r\n", it.len()).as_bytes(), it].concat());
        let mut all = chunks.collect::<Vec<_>>().join(&b"\r\n"[..]);
        all.extend_from_slice(b"\r\n0\r\nX-Sum: 1\r\n\r\n");
        all
    }

    /// The body without its layers, read piece by piece.
    fn unpacked(message: &Message<'_>, limits: &Limits) -> (Vec<u8>, Vec<Deviation>) {
        let (layers, mut deviations) = message.layers(limits);
        let mut body = message.body.to_vec();
        for layer in layers {
            if body.is_empty() {
                break;
            }
            match layer.look(|| &*body, body.len() as u64, u64::MAX).unwrap() {
                Look::There(way) => {
                    deviations.extend(way.deviations.clone());
                    body = way.read(&*body, |it| {
                        let mut inside = Vec::new();
                        it.take(way.length).read_to_end(&mut inside).map(|_| inside).unwrap()
                    });
                    assert_eq!(body.len() as u64, way.length);
                }
                Look::Absent(why) => {
                    deviations.push(why);
                    if !layer.is_chunks() {
                        break;
                    }
                }
                Look::TooMuch => panic!("nothing here expands much"),
            }
        }
        (body, deviations)
    }

    /// Something like the bytes of a film, which repeat little.
    fn film(length: u32) -> Vec<u8> {
        let mut state = 1_u32;
        let noise = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8 & 0x3f
        };
        (0..length).map(noise).collect()
    }

    #[test]
    fn piece_by_piece_gives_what_decoding_in_memory_gives() {
        let film = film(1500);
        let limits = Limits::default();
        let two = [gzip(&film[..700]), gzip(&film[700..])].concat();
        let brotli = include_bytes!("../../tests/fixtures/text.br");
        for (head, body) in [
            ("Content-Encoding: br", brotli.to_vec()),
            ("X: y", film.clone()),
            ("Transfer-Encoding: chunked", in_chunks(&film)),
            ("Transfer-Encoding: chunked", film.clone()),
            ("Content-Encoding: gzip", gzip(&film)),
            ("Content-Encoding: gzip", two),
            ("Content-Encoding: gzip", film.clone()),
            ("Content-Encoding: gzip", zstd(&film)),
            ("Content-Encoding: deflate", zlib(&film)),
            ("Content-Encoding: deflate", deflate(&film)),
            ("Content-Encoding: zstd", zstd(&film)),
            ("Content-Encoding: zstd", [zstd(&film), zstd(&film)].concat()),
            ("Content-Encoding: x-odd", film.clone()),
            ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", in_chunks(&gzip(&film))),
            ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", gzip(&film)),
            ("Transfer-Encoding: gzip, chunked", in_chunks(&gzip(&film))),
        ] {
            let start = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
            let cuts = (0..body.len()).step_by(7).map(|it| body[..body.len() - it].to_vec());
            let damaged = (0..body.len()).step_by(11).map(|at| {
                let mut damaged = body.clone();
                damaged[at] ^= 0x55;
                damaged
            });
            let more = [[&*body, b"more"].concat()];
            for body in cuts.chain(damaged).chain(more) {
                let block = [start.as_bytes(), &body].concat();
                let message = Message::parse(&block).unwrap();
                let (inside, deviations) = unpacked(&message, &limits);
                let decoded = message.decode(&limits);
                assert!(inside == *decoded.bytes, "{head}: {body:?}");
                assert_eq!(deviations, decoded.deviations, "{head}: {body:?}");
            }
        }
    }

    #[test]
    fn what_is_longer_than_a_piece_comes_off_too() {
        let film = film(300_000);
        let limits = Limits::default();
        let damaged = {
            let mut packed = gzip(&film);
            packed[150_000..150_010].fill(0);
            packed
        };
        for (head, body) in [
            ("Transfer-Encoding: chunked", in_chunks(&film)),
            ("Content-Encoding: gzip", gzip(&film)),
            ("Content-Encoding: gzip", damaged),
            ("Content-Encoding: deflate", deflate(&film)),
            ("Content-Encoding: zstd", zstd(&film)),
        ] {
            let start = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
            let block = [start.as_bytes(), &body].concat();
            let message = Message::parse(&block).unwrap();
            let (inside, deviations) = unpacked(&message, &limits);
            let decoded = message.decode(&limits);
            assert!(inside == *decoded.bytes, "{head}");
            assert_eq!(deviations, decoded.deviations, "{head}");
        }
    }

    #[test]
    fn what_expands_without_measure_is_refused() {
        let packed = gzip(&vec![0; 1 << 20]);
        let layer = Layer(Stated::Coding("gzip".into()));
        let look = |most| layer.look(|| &*packed, packed.len() as u64, most).unwrap();
        assert_eq!(look((1 << 20) - 1), Look::TooMuch);
        assert!(matches!(look(1 << 20), Look::There(_)));
    }

    #[test]
    fn a_body_that_cannot_be_read_is_an_error_of_its_own() {
        struct Failing(usize);
        impl Read for Failing {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                if self.0 == 0 {
                    return Err(io::Error::other("the disk is gone"));
                }
                self.0 -= 1;
                let packed = gzip(&film(100_000));
                out[..10].copy_from_slice(&packed[..10]);
                Ok(10)
            }
        }
        for layer in [Stated::Chunks, Stated::Coding("gzip".into())] {
            let found = Layer(layer).look(|| Failing(1), 1 << 20, 1 << 20);
            assert_eq!(found.unwrap_err().to_string(), "the disk is gone");
        }
    }
}
