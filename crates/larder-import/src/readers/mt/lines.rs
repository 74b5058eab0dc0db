//! A text as a stream of lines: decoded piece by piece, in a window that holds no more than what was asked to stay.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder};
use larder_core::NoteKind;
use memchr::memchr2;

use super::encoding::{self, Found, PLAIN};
use crate::xml::Fault;

/// How many bytes are read at once, and looked at to find the encoding.
const CHUNK: usize = 64 << 10;

/// A line, by its places in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Where its text ends.
    pub(super) end: usize,
    /// Where the next line begins.
    pub(super) next: usize,
}

/// A text.
pub(super) struct Lines<R> {
    source: R,
    bytes: Vec<u8>,
    /// None as long as all bytes are the same in every encoding.
    decoder: Option<Decoder>,
    found: Found,
    /// Told from outside.
    label: Option<String>,
    window: String,
    /// Where the next line begins.
    at: usize,
    /// Where the oldest text is that must stay.
    keep: usize,
    /// Up to where no line end was found.
    looked: usize,
    line: u64,
    ended: bool,
    limit: usize,
    replaced: u64,
}

impl<R: Read> Lines<R> {
    /// The text that `source` yields. Nothing that has to stay may be larger than `limit` bytes. `label` names the
    /// encoding, if it is told from outside.
    pub(super) fn new(source: R, limit: u64, label: Option<&str>) -> Self {
        Self {
            source,
            bytes: vec![0; CHUNK],
            decoder: None,
            found: PLAIN,
            label: label.map(str::to_owned),
            window: String::new(),
            at: 0,
            keep: 0,
            looked: 0,
            line: 1,
            ended: false,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            replaced: 0,
        }
    }

    /// The next line; line ends are LF, CRLF and CR.
    pub(super) fn next(&mut self) -> Result<Option<Line>, Fault> {
        loop {
            let from = self.looked.max(self.at);
            if let Some(found) = memchr2(b'\n', b'\r', &self.window.as_bytes()[from..]) {
                let end = from + found;
                if let Some(next) = self.behind(end) {
                    let line = Line { start: self.at, end, next };
                    (self.at, self.looked) = (next, next);
                    self.line += 1;
                    return Ok(Some(line));
                }
            } else {
                self.looked = self.window.len();
            }
            if self.ended {
                let end = self.window.len();
                let line = Line { start: self.at, end, next: end };
                self.at = end;
                return Ok((line.start < end).then_some(line));
            }
            self.fill()?;
        }
    }

    /// Goes on behind [`Fault::TooLarge`]: what had to stay is lost, and the line, if that alone is larger than the limit.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        if self.keep < self.at {
            self.keep = self.at;
            return Ok(());
        }
        loop {
            let end = self.window.len() - usize::from(self.window.ends_with('\r'));
            (self.at, self.looked, self.keep) = (end, end, end);
            match self.next() {
                Err(Fault::TooLarge) => {}
                rest => return rest.map(|_| ()),
            }
        }
    }

    /// The beginning of the line that is not all there.
    pub(super) fn started(&self) -> &str {
        const MOST: usize = 1024;
        let rest = &self.window[self.at..];
        rest.char_indices().nth(MOST).map_or(rest, |(end, _)| &rest[..end])
    }

    /// How large what has to stay may be, in bytes.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Where the line behind a line end begins. None if that is not known yet.
    fn behind(&self, end: usize) -> Option<usize> {
        match &self.window.as_bytes()[end..] {
            [b'\r', b'\n', ..] => Some(end + 2),
            [b'\r'] if !self.ended => None,
            _ => Some(end + 1),
        }
    }

    /// A part of the window.
    pub(super) fn text(&self, start: usize, end: usize) -> &str {
        &self.window[start..end]
    }

    /// Where the next line begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The number of the next line, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Has the lines from `at` on read again, of which `line` is the first.
    pub(super) fn back_to(&mut self, at: usize, line: u64) {
        (self.at, self.looked, self.line) = (at, at, line);
    }

    /// What is before `at` need not stay. Places in the window change with the next line; [`Lines::kept`] is where the
    /// text begins that stays.
    pub(super) fn keep_from(&mut self, at: usize) {
        self.keep = at;
    }

    /// Where the text begins that stays.
    pub(super) fn kept(&self) -> usize {
        self.keep
    }

    /// How the bytes became text, where that is worth knowing.
    pub(super) fn notes(&self) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        let Found { encoding, how } = self.found;
        if encoding.name() != "UTF-8" {
            let (encoding, how) = (encoding.name().to_owned(), how.to_owned());
            notes.push(NoteKind::EncodingDecoded { encoding, how });
        }
        if self.replaced > 0 {
            notes.push(NoteKind::BytesReplaced { count: self.replaced });
        }
        notes
    }

    /// The name of the encoding.
    pub(super) fn encoding(&self) -> &'static str {
        self.found.encoding.name()
    }

    /// Decodes more: at least as much again as is waiting, so that a long line is not looked through too often.
    fn fill(&mut self) -> Result<(), Fault> {
        self.window.drain(..self.keep);
        self.at -= self.keep;
        self.looked = self.looked.saturating_sub(self.keep);
        self.keep = 0;
        if self.window.len() > self.limit {
            return Err(Fault::TooLarge);
        }
        let most = self.limit.saturating_add(CHUNK);
        let wanted = (self.window.len() + CHUNK.max(self.window.len())).min(most);
        while self.window.len() < wanted && !self.ended {
            self.decode_chunk().map_err(Fault::Io)?;
        }
        Ok(())
    }

    fn decode_chunk(&mut self) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        let filled = fill(&mut self.source, &mut bytes);
        if let Ok(filled) = filled {
            self.ended = filled == 0;
            let done = self.decode(&bytes[..filled]);
            self.bytes = bytes;
            return done;
        }
        self.bytes = bytes;
        filled.map(|_| ())
    }

    fn decode(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let first = self.window.len();
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            None if encoding::says_nothing(bytes) => {
                self.window.push_str(&String::from_utf8_lossy(bytes));
                return Ok(());
            }
            None => {
                let found = encoding::find(bytes, self.label.as_deref());
                self.found = found
                    .ok_or_else(|| io::Error::other("the text is in UTF-32; save it in UTF-8"))?;
                self.decoder.insert(self.found.encoding.new_decoder_with_bom_removal())
            }
        };
        loop {
            let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len());
            self.window.reserve(room.max(16));
            let (result, read, _) = decoder.decode_to_string(bytes, &mut self.window, self.ended);
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        const MARK: &[u8] = "\u{fffd}".as_bytes();
        let new = &self.window.as_bytes()[first..];
        self.replaced += memchr::memmem::find_iter(new, MARK).count() as u64;
        Ok(())
    }
}

/// Fills a buffer as far as the source goes. Returns how much it holds.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The lines of a text that is here as a whole: each with its place, its number from 0, and without its end.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = Line> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let end = memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |found| start + found);
        at = match &bytes[end..] {
            [b'\r', b'\n', ..] => end + 2,
            [] => end,
            _ => end + 1,
        };
        Some(Line { start, end, next: at })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yields a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(7);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn all(bytes: &[u8]) -> (Vec<String>, Lines<Slow<'_>>) {
        let mut lines = Lines::new(Slow(bytes), 1 << 20, None);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push(lines.text(line.start, line.end).to_owned());
            lines.keep_from(lines.at());
        }
        (found, lines)
    }

    #[test]
    fn all_line_ends_end_lines_and_are_counted() {
        let (found, lines) = all(b"a\r\nb\rc\n\n\r\nd\r");
        assert_eq!(found, ["a", "b", "c", "", "", "d"]);
        assert_eq!(lines.line(), 7);
        let text = "a\r\nb\rc\n\n\r\nd\r";
        let whole: Vec<_> = lines_of(text).map(|it| &text[it.start..it.end]).collect();
        assert_eq!(whole, ["a", "b", "c", "", "", "d"]);
    }

    #[test]
    fn the_encoding_is_found_where_the_text_says_more_than_ascii() {
        let plain = "x\n".repeat(CHUNK);
        let text = format!("{plain}今日は、いい天気でした。\n");
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(&text);
        let (found, lines) = all(&bytes);
        assert_eq!(found.last().map(String::as_str), Some("今日は、いい天気でした。"));
        assert_eq!(lines.encoding(), "Shift_JIS");
    }

    #[test]
    fn marks_are_removed_and_wide_text_is_read() {
        let (found, _) = all("\u{feff}글\n".as_bytes());
        assert_eq!(found, ["글"]);
        let wide: Vec<u8> =
            "\u{feff}TITLE: 글\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (found, lines) = all(&wide);
        assert_eq!(
            (found.as_slice(), lines.encoding()),
            (["TITLE: 글".to_owned()].as_slice(), "UTF-16LE")
        );
    }

    #[test]
    fn a_long_line_is_read_and_one_over_the_limit_is_not() {
        let long = "한".repeat(1 << 17);
        let mut lines = Lines::new(long.as_bytes(), 1 << 20, None);
        let line = lines.next().unwrap().unwrap();
        assert_eq!(line.end - line.start, long.len());
        let mut lines = Lines::new(long.as_bytes(), 1 << 16, None);
        assert!(matches!(lines.next(), Err(Fault::TooLarge)));
    }
}
