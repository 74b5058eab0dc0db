//! Writes WARC 1.1.

use std::io::{self, BufRead, Write};

use flate2::{Compression as Level, Crc, write::DeflateEncoder};

/// How records are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compress {
    /// Each as a gzip member of its own, which is what others expect.
    #[default]
    Gzip,
    /// As they are.
    Nothing,
}

/// Where a record was written, as an index (CDXJ) says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Where its member begins.
    pub offset: u64,
    /// How long its member is.
    pub length: u64,
}

/// Writes records one after the other. Ids and dates are the caller's: the same records make the same bytes.
///
/// ```
/// use larder_capture::warc::{Compress, Writer};
///
/// let mut writer = Writer::new(Vec::new(), Compress::Nothing);
/// let written = writer.write(&[("WARC-Type", "resource"), ("Content-Type", "text/plain")], b"hello")?;
/// assert_eq!((written.offset, written.length), (0, 87));
/// assert!(writer.into_inner().ends_with(b"Content-Length: 5\r\n\r\nhello\r\n\r\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer<W> {
    inner: W,
    compress: Compress,
    /// Used again for each member: what it works in is large, and asking for it each time leaves holes in memory.
    encoder: DeflateEncoder<Vec<u8>>,
    /// For members of what is packed already.
    storer: DeflateEncoder<Vec<u8>>,
    offset: u64,
}

/// How a member begins that states neither a time nor a system.
const MEMBER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

impl<W: Write> Writer<W> {
    /// Writes to this, from the start of a file.
    pub fn new(inner: W, compress: Compress) -> Self {
        let encoder = |level| DeflateEncoder::new(Vec::new(), level);
        let (encoder, storer) = (encoder(Level::default()), encoder(Level::none()));
        Self { inner, compress, encoder, storer, offset: 0 }
    }

    /// Writes a record: its fields in this order, without the length, which is that of the block.
    ///
    /// # Errors
    ///
    /// If the output fails, or if a field cannot be written: a name that is none, a value with a line end, or a length.
    pub fn write(&mut self, fields: &[(&str, &str)], block: &[u8]) -> io::Result<Written> {
        self.write_from(fields, &mut &*block, block.len() as u64, false)
    }

    /// Writes a record as [`write`](Self::write) does, whose block are the next `length` bytes of a reader. They are not in
    /// memory all at once. Where they are packed already, as pictures and films are, nobody tries to pack them further.
    ///
    /// # Errors
    ///
    /// As those of [`write`](Self::write), and if the reader fails or has fewer bytes: then a part of the record is written,
    /// and no more should be.
    pub fn write_from(
        &mut self,
        fields: &[(&str, &str)],
        block: &mut dyn BufRead,
        length: u64,
        are_packed: bool,
    ) -> io::Result<Written> {
        let head = head(fields, length)?;
        let mut counted = Counted { inner: &mut self.inner, count: 0 };
        match self.compress {
            Compress::Nothing => {
                write_parts(&head, (block, length), |part| counted.write_all(part))?;
            }
            Compress::Gzip => {
                let encoder = if are_packed { &mut self.storer } else { &mut self.encoder };
                write_member(encoder, &mut counted, &head, (block, length))?;
            }
        }
        let written = Written { offset: self.offset, length: counted.count };
        self.offset += written.length;
        Ok(written)
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.inner
    }
}

fn head(fields: &[(&str, &str)], length: u64) -> io::Result<String> {
    let mut head = String::from("WARC/1.1\r\n");
    for (name, value) in fields {
        let is_name =
            !name.is_empty() && name.bytes().all(|it| it.is_ascii_graphic() && it != b':');
        if !is_name || value.contains(['\r', '\n']) || name.eq_ignore_ascii_case("Content-Length") {
            let message = format!("a record cannot have the field `{}`", name.escape_default());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
    Ok(head)
}

/// Gives all of a record to `put`, one part after the other.
fn write_parts(
    head: &str,
    (block, length): (&mut dyn BufRead, u64),
    mut put: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    put(head.as_bytes())?;
    let mut left = length;
    while left > 0 {
        let part = block.fill_buf()?;
        let count = part.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        put(&part[..count])?;
        block.consume(count);
        left -= count as u64;
    }
    put(b"\r\n\r\n")
}

/// Writes a member of gzip.
fn write_member(
    encoder: &mut DeflateEncoder<Vec<u8>>,
    out: &mut impl Write,
    head: &str,
    block: (&mut dyn BufRead, u64),
) -> io::Result<()> {
    out.write_all(&MEMBER)?;
    let mut sum = Crc::new();
    write_parts(head, block, |part| {
        sum.update(part);
        encoder.write_all(part)?;
        let packed = encoder.get_mut();
        out.write_all(packed)?;
        packed.clear();
        Ok(())
    })?;
    let mut packed = encoder.reset(Vec::new())?;
    out.write_all(&packed)?;
    packed.clear();
    encoder.reset(packed)?;
    out.write_all(&sum.sum().to_le_bytes())?;
    out.write_all(&sum.amount().to_le_bytes())
}

struct Counted<W> {
    inner: W,
    count: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.count += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    const FIELDS: &[(&str, &str)] = &[("WARC-Type", "resource")];

    #[test]
    fn a_block_that_is_read_is_written_as_one_that_is_in_memory() {
        let block: Vec<u8> = (0..300_000_u32).flat_map(|it| (it % 1000).to_le_bytes()).collect();
        for compress in [Compress::Nothing, Compress::Gzip] {
            let read = |written: Vec<u8>| match compress {
                Compress::Nothing => written,
                Compress::Gzip => {
                    let mut plain = Vec::new();
                    let mut members = flate2::read::MultiGzDecoder::new(&*written);
                    members.read_to_end(&mut plain).unwrap();
                    plain
                }
            };
            let mut whole = Writer::new(Vec::new(), compress);
            whole.write(FIELDS, &block).unwrap();
            whole.write(FIELDS, b"more").unwrap();
            let mut pieces = Writer::new(Vec::new(), compress);
            let mut reader = BufReader::with_capacity(1000, &*block);
            let first = pieces.write_from(FIELDS, &mut reader, block.len() as u64, true).unwrap();
            let second =
                pieces.write_from(FIELDS, &mut &b"more, and none of it"[..], 4, false).unwrap();
            assert_eq!(second.offset, first.length);
            let pieces = pieces.into_inner();
            assert_eq!(pieces.len() as u64, first.length + second.length);
            assert!(read(whole.into_inner()) == read(pieces));
        }
    }

    #[test]
    fn a_block_that_is_too_short_is_an_error() {
        let mut writer = Writer::new(Vec::new(), Compress::Gzip);
        let error = writer.write_from(FIELDS, &mut &b"short"[..], 6, true).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
