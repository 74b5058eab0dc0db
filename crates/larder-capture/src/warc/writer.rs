//! Writes WARC 1.1.

use std::io::{self, Write};

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
    offset: u64,
}

/// How a member begins that states neither a time nor a system.
const MEMBER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

impl<W: Write> Writer<W> {
    /// Writes to this, from the start of a file.
    pub fn new(inner: W, compress: Compress) -> Self {
        let encoder = DeflateEncoder::new(Vec::new(), Level::default());
        Self { inner, compress, encoder, offset: 0 }
    }

    /// Writes a record: its fields in this order, without the length, which is that of the block.
    ///
    /// # Errors
    ///
    /// If the output fails, or if a field cannot be written: a name that is none, a value with a line end, or a length.
    pub fn write(&mut self, fields: &[(&str, &str)], block: &[u8]) -> io::Result<Written> {
        let head = head(fields, block.len())?;
        let mut counted = Counted { inner: &mut self.inner, count: 0 };
        match self.compress {
            Compress::Nothing => write_parts(&mut counted, &head, block)?,
            Compress::Gzip => write_member(&mut self.encoder, &mut counted, &head, block)?,
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

fn head(fields: &[(&str, &str)], length: usize) -> io::Result<String> {
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

fn write_parts(out: &mut impl Write, head: &str, block: &[u8]) -> io::Result<()> {
    out.write_all(head.as_bytes())?;
    out.write_all(block)?;
    out.write_all(b"\r\n\r\n")
}

/// Writes a member of gzip.
fn write_member(
    encoder: &mut DeflateEncoder<Vec<u8>>,
    out: &mut impl Write,
    head: &str,
    block: &[u8],
) -> io::Result<()> {
    out.write_all(&MEMBER)?;
    write_parts(encoder, head, block)?;
    let mut packed = encoder.reset(Vec::new())?;
    out.write_all(&packed)?;
    packed.clear();
    encoder.reset(packed)?;
    let mut sum = Crc::new();
    write_parts(&mut Summed(&mut sum), head, block)?;
    out.write_all(&sum.sum().to_le_bytes())?;
    out.write_all(&sum.amount().to_le_bytes())
}

/// Counts what would be written.
struct Summed<'s>(&'s mut Crc);

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
