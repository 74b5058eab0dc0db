//! One file into a stream.

use std::io::{self, BufWriter, Write};

use super::{Sink, SinkError};

/// Takes one file and writes it to a stream, usually standard output.
///
/// Whoever reads the stream may stop reading (`… | head`): that is [`SinkError::Closed`], which is no failure.
#[derive(Debug)]
pub struct Stdout<W: Write> {
    stream: W,
    written: Option<String>,
}

impl<W: Write> Stdout<W> {
    /// Writes to `stream`.
    pub fn new(stream: W) -> Self {
        Self { stream, written: None }
    }
}

impl<W: Write> Sink for Stdout<W> {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        if self.written.is_some() {
            return Err(SinkError::OnlyOne { name: name.to_owned() });
        }
        self.written = Some(name.to_owned());
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut self.stream);
        let result = fill(&mut buffered).and_then(|()| buffered.flush());
        // What is still buffered after a failure must not be tried again when the buffer goes away.
        let _ = buffered.into_parts();
        result.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => SinkError::Closed,
            _ => SinkError::Io { name: name.to_owned(), error },
        })
    }

    fn has(&self, name: &str) -> bool {
        self.written.as_deref() == Some(name)
    }

    fn takes_one(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_goes_through_and_a_second_is_refused() {
        let mut bytes = Vec::new();
        let mut sink = Stdout::new(&mut bytes);
        sink.file("rss.xml", &mut |out| out.write_all(b"<rss/>")).unwrap();
        let second = sink.file("atom.xml", &mut |_| Ok(()));
        assert!(matches!(second, Err(SinkError::OnlyOne { name }) if name == "atom.xml"));
        assert_eq!(bytes, b"<rss/>");
    }

    #[test]
    fn a_reader_that_went_away_is_told_apart_from_a_failure() {
        struct Pipe(io::ErrorKind);
        impl Write for Pipe {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let write = |kind| Stdout::new(Pipe(kind)).file("rss.xml", &mut |out| out.write_all(b"x"));
        assert!(matches!(write(io::ErrorKind::BrokenPipe), Err(SinkError::Closed)));
        assert!(matches!(write(io::ErrorKind::StorageFull), Err(SinkError::Io { .. })));
    }
}
