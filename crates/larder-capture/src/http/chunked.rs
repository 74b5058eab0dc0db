//! Bodies in chunks.

use std::io::{self, BufRead, Read};

use super::{
    Deviation,
    source::{PIECE, Source, trailing},
};

/// The longest line before a chunk, with its extensions.
const LONGEST_LINE: usize = 4 << 10;

/// Takes a body of `length` bytes out of its chunks, and gives `put` all of it. `None` if it is not in chunks at all. Fails
/// as reading it does.
pub(super) fn unchunk(
    body: impl Read,
    length: u64,
    mut put: impl FnMut(&[u8]),
) -> io::Result<Option<Vec<Deviation>>> {
    let mut source = Source::new(body);
    let mut chunks = Chunks::new(&mut source);
    let mut piece = vec![0; PIECE];
    loop {
        let count = chunks.read(&mut piece)?;
        if !chunks.has_any {
            return Ok(None);
        }
        if count == 0 {
            break;
        }
        put(&piece[..count]);
    }
    let mut deviations: Vec<_> = chunks.deviation.take().into_iter().collect();
    let rest = length.saturating_sub(source.read);
    if rest > 0 && deviations.is_empty() {
        deviations.push(trailing(rest));
    }
    Ok(Some(deviations))
}

fn size_line_is_cut(rest: &[u8]) -> bool {
    rest.len() <= 16 && rest.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'\r')
}

/// The size of the chunk, and the length of the line that states it.
fn size_line(rest: &[u8]) -> Option<(u64, usize)> {
    let within = &rest[..rest.len().min(LONGEST_LINE)];
    let length = memchr::memchr(b'\n', within)?;
    let line = within[..length].trim_ascii();
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let after = line[digits..].trim_ascii_start();
    if !(1..=16).contains(&digits) || !(after.is_empty() || after[0] == b';') {
        return None;
    }
    let size = std::str::from_utf8(&line[..digits]).ok()?;
    Some((u64::from_str_radix(size, 16).ok()?, length + 1))
}

/// A body out of its chunks.
pub(super) struct Chunks<'s, R> {
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
    pub(super) fn new(source: &'s mut Source<R>) -> Self {
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
