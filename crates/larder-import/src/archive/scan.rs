//! Cuts a stream of JSON into values without understanding them: brackets and strings are all it knows.
//!
//! Whether a value is sound is for the parser to say, which gets one at a time.

use std::io::Read;

use crate::SourceError;

/// Why no more values come.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The stream ends in the middle of something.
    Cut,
    /// The stream could not be read.
    Source(SourceError),
    /// Another byte than the grammar has here.
    Unexpected {
        /// What the grammar has here.
        expected: &'static str,
        /// What is here.
        found: u8,
    },
    /// Whoever takes the values wants no more.
    Stopped,
}

/// Whether the whole value was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// All of it.
    Whole,
    /// It is larger than the limit; its end was found, but only its beginning was kept.
    TooLarge,
}

/// A stream of JSON.
pub(crate) struct Scanner<R> {
    stream: R,
    buffer: Box<[u8]>,
    at: usize,
    filled: usize,
    line: u64,
    limit: usize,
}

impl<R: Read> Scanner<R> {
    /// Scans `stream`; of a value larger than `limit` only the beginning is kept.
    pub(crate) fn new(stream: R, limit: u64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let buffer = vec![0; 1 << 16].into_boxed_slice();
        Self { stream, buffer, at: 0, filled: 0, line: 1, limit }
    }

    /// The line that is being read, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Skips a byte order mark.
    pub(crate) fn skip_mark(&mut self) -> Result<(), Fault> {
        for expected in *b"\xef\xbb\xbf" {
            if self.peek()? != Some(expected) {
                break;
            }
            self.at += 1;
        }
        Ok(())
    }

    /// The next byte that is not white space, not yet taken. `None` at the end.
    pub(crate) fn next_mark(&mut self) -> Result<Option<u8>, Fault> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Ok(Some(byte));
            }
            self.advance(1);
        }
        Ok(None)
    }

    /// Takes `mark` if it is next.
    pub(crate) fn accept(&mut self, mark: u8) -> Result<bool, Fault> {
        let found = self.next_mark()?.ok_or(Fault::Cut)? == mark;
        if found {
            self.advance(1);
        }
        Ok(found)
    }

    /// Takes `mark`, which must be next.
    pub(crate) fn expect(&mut self, mark: u8, expected: &'static str) -> Result<(), Fault> {
        match self.next_mark()? {
            None => Err(Fault::Cut),
            Some(found) if found != mark => Err(Fault::Unexpected { expected, found }),
            Some(_) => {
                self.advance(1);
                Ok(())
            }
        }
    }

    /// Puts the next value into `into`.
    pub(crate) fn value(&mut self, into: &mut Vec<u8>) -> Result<Fit, Fault> {
        let first = self.next_mark()?.ok_or(Fault::Cut)?;
        if matches!(first, b',' | b':' | b'}' | b']') {
            return Err(Fault::Unexpected { expected: "a value", found: first });
        }
        let mut state = State::default();
        let mut fit = Fit::Whole;
        loop {
            if self.peek()?.is_none() {
                // A number at the very end is whole.
                return if state.is_over() { Ok(fit) } else { Err(Fault::Cut) };
            }
            let chunk = &self.buffer[self.at..self.filled];
            let (length, over) = state.advance(chunk);
            fit = keep(into, &chunk[..length], self.limit, fit);
            self.advance(length);
            if over {
                return Ok(fit);
            }
        }
    }

    /// Puts the rest of the line into `into`, without its end, and says whether that end was there.
    /// `None` when nothing is left.
    pub(crate) fn rest_of_line(
        &mut self,
        into: &mut Vec<u8>,
    ) -> Result<Option<(Fit, bool)>, Fault> {
        let mut fit = Fit::Whole;
        let mut begun = false;
        while self.peek()?.is_some() {
            begun = true;
            let chunk = &self.buffer[self.at..self.filled];
            let end = memchr::memchr(b'\n', chunk);
            fit = keep(into, &chunk[..end.unwrap_or(chunk.len())], self.limit, fit);
            self.advance(end.map_or(chunk.len(), |end| end + 1));
            if end.is_some() {
                return Ok(Some((fit, true)));
            }
        }
        Ok(begun.then_some((fit, false)))
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        while self.at == self.filled {
            match self.stream.read(&mut self.buffer) {
                Ok(0) => return Ok(None),
                Ok(read) => (self.at, self.filled) = (0, read),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::Source(SourceError::from_reading(error))),
            }
        }
        Ok(Some(self.buffer[self.at]))
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.buffer[self.at..self.at + length];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at += length;
    }
}

fn keep(into: &mut Vec<u8>, bytes: &[u8], limit: usize, fit: Fit) -> Fit {
    if fit == Fit::TooLarge || into.len().saturating_add(bytes.len()) > limit {
        return Fit::TooLarge;
    }
    into.extend_from_slice(bytes);
    fit
}

/// Where in a value the scanner is.
#[derive(Default)]
struct State {
    depth: u64,
    in_string: bool,
    escaped: bool,
    in_scalar: bool,
}

impl State {
    /// How many bytes of `chunk` belong to the value, and whether it ends with them.
    fn advance(&mut self, chunk: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < chunk.len() {
            if self.in_string {
                at = self.string(chunk, at);
                if !self.in_string && self.depth == 0 {
                    return (at, true);
                }
                continue;
            }
            match chunk[at] {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return (at, true),
                b'}' | b']' => self.depth -= 1,
                b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return (at, true),
                _ => self.in_scalar = self.depth == 0,
            }
            at += 1;
            if self.depth == 0 && matches!(chunk[at - 1], b'}' | b']') {
                return (at, true);
            }
        }
        (at, false)
    }

    /// Where the string that `at` is in ends, or the chunk.
    fn string(&mut self, chunk: &[u8], mut at: usize) -> usize {
        if std::mem::take(&mut self.escaped) {
            at += 1;
        }
        while let Some(found) = memchr::memchr2(b'"', b'\\', &chunk[at.min(chunk.len())..]) {
            at += found + 1;
            if chunk[at - 1] == b'"' {
                self.in_string = false;
                return at;
            }
            if at == chunk.len() {
                self.escaped = true;
                return at;
            }
            at += 1;
        }
        chunk.len()
    }

    fn is_over(&self) -> bool {
        self.in_scalar && self.depth == 0 && !self.in_string
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn values<R: Read>(stream: R, limit: u64) -> Vec<(String, Fit, u64)> {
        let mut scanner = Scanner::new(stream, limit);
        let mut values = Vec::new();
        while scanner.next_mark().unwrap().is_some() {
            let (mut value, line) = (Vec::new(), scanner.line());
            let fit = scanner.value(&mut value).unwrap();
            values.push((String::from_utf8(value).unwrap(), fit, line));
        }
        values
    }

    #[test]
    fn values_are_cut_where_they_end_however_the_stream_comes() {
        let text = "{\"a\":[1,{\"}\":\"\\\"]\\\\\"}]} \n \"x\\\\\" [] -1.5\ntrue {\n}12";
        let expected =
            ["{\"a\":[1,{\"}\":\"\\\"]\\\\\"}]}", "\"x\\\\\"", "[]", "-1.5", "true", "{\n}", "12"];
        let whole = values(text.as_bytes(), 1000);
        assert_eq!(whole.iter().map(|(value, ..)| value.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(whole.iter().map(|(.., line)| *line).collect::<Vec<_>>(), [1, 2, 2, 2, 3, 3, 4]);
        assert_eq!(values(Drip(text.as_bytes()), 1000), whole);
    }

    #[test]
    fn a_value_that_is_too_large_is_skipped_to_its_end() {
        let text = format!("[\"{}\"] 1", "x".repeat(200_000));
        let fits: Vec<_> =
            values(text.as_bytes(), 100).into_iter().map(|(_, fit, _)| fit).collect();
        assert_eq!(fits, [Fit::TooLarge, Fit::Whole]);
    }

    #[test]
    fn a_value_without_an_end_is_cut() {
        for text in ["{\"a\":1", "\"x", "[", "[\"\\", ""] {
            let cut = Scanner::new(text.as_bytes(), 100).value(&mut Vec::new());
            assert!(matches!(cut, Err(Fault::Cut)), "{text}: {cut:?}");
        }
        let mark = Scanner::new(",".as_bytes(), 100).value(&mut Vec::new());
        assert!(matches!(mark, Err(Fault::Unexpected { found: b',', .. })));
    }

    #[test]
    fn a_million_brackets_take_no_stack() {
        let text = "[".repeat(1_000_000);
        assert!(matches!(
            Scanner::new(text.as_bytes(), 100).value(&mut Vec::new()),
            Err(Fault::Cut)
        ));
    }
}
