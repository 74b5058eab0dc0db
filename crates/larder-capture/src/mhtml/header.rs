//! Lines of headers, as mails have them.

use std::ops::Range;

use crate::capture::{Damage, shown};

/// The headers of a message or a part.
#[derive(Clone, Debug, Default)]
pub(super) struct Headers {
    fields: Vec<(String, Vec<u8>)>,
    bad: Vec<Vec<u8>>,
    /// How many lines there were too many.
    skipped: u64,
}

/// The most lines that one set of headers has. What follows is still looked through for its end.
const LINES: usize = 1000;

impl Headers {
    /// Reads from a place up to an empty line, a line that `ends` knows, or the end. Returns where the body begins.
    ///
    /// A part that does not begin with a header has none, and is all body.
    pub(super) fn read(
        bytes: &[u8],
        from: usize,
        longest: usize,
        ends: impl Fn(&[u8]) -> bool,
    ) -> (Self, usize) {
        let mut headers = Self::default();
        let mut at = if from == 0 { start(bytes) } else { from };
        let mut lines = 0;
        while at < bytes.len() {
            let line = line(bytes, at);
            let text = &bytes[line.text.clone()];
            if text.is_empty() {
                return (headers, line.next);
            }
            if ends(text) {
                return (headers, at);
            }
            if lines == 0 && name(text).is_none() {
                return (headers, at);
            }
            lines += 1;
            match lines <= LINES {
                true => headers.add(text, longest),
                false => headers.skipped += 1,
            }
            at = line.next;
        }
        (headers, at)
    }

    fn add(&mut self, line: &[u8], longest: usize) {
        let text = line.get(..longest).unwrap_or(line);
        if matches!(text[0], b' ' | b'\t') {
            // What is too long already does not grow by its folds.
            if let Some((_, value)) = self.fields.last_mut().filter(|(_, it)| it.len() < longest) {
                value.push(b'\n');
                value.extend_from_slice(text);
                return;
            }
        }
        let named = name(text).map(|length| (length, &text[length + 1..]));
        match named {
            Some((length, value)) if line.len() <= longest => {
                let name =
                    String::from_utf8_lossy(text[..length].trim_ascii()).to_ascii_lowercase();
                self.fields.push((name, value.to_vec()));
            }
            _ => self.bad.push(text.get(..256).unwrap_or(text).to_vec()),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The first header of a name, as bytes.
    pub(super) fn value(&self, name: &str) -> Option<&[u8]> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_slice())
    }

    /// The first header of a name. Bytes that are no UTF-8 become U+FFFD.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        Some(String::from_utf8_lossy(self.value(name)?).trim().to_owned())
    }

    /// What is amiss with them.
    pub(super) fn damage(&self) -> impl Iterator<Item = Damage> {
        let bad = self.bad.iter().map(|line| Damage::BadHeader { line: shown(line) });
        let more =
            || Damage::malformed(None, format!("lines of headers too many: {}", self.skipped));
        bad.chain((self.skipped > 0).then(more))
    }

    /// How many headers have none of these names.
    pub(super) fn count_other(&self, names: &[&str]) -> u64 {
        self.fields.iter().filter(|(name, _)| !names.contains(&name.as_str())).count() as u64
    }

    /// A parameter of a header, quoted or not.
    pub(super) fn parameter(&self, header: &str, name: &str) -> Option<String> {
        let mut rest = self.value(header)?;
        while let Some(at) = memchr::memchr(b';', rest) {
            rest = rest[at + 1..].trim_ascii_start();
            let equals = rest.iter().position(|byte| matches!(byte, b'=' | b';'))?;
            let (found, value) = rest.split_at(equals);
            let (value, length) = parameter_value(value.strip_prefix(b"=").unwrap_or_default());
            if found.trim_ascii().eq_ignore_ascii_case(name.as_bytes()) {
                return Some(String::from_utf8_lossy(&value).into_owned());
            }
            rest = &rest[(equals + length).min(rest.len())..];
        }
        None
    }
}

/// The value of a parameter at the start of `text`, and how many bytes it takes.
fn parameter_value(text: &[u8]) -> (Vec<u8>, usize) {
    let blanks = text.len() - text.trim_ascii_start().len();
    let value = &text[blanks..];
    let Some(quoted) = value.strip_prefix(b"\"") else {
        let end = memchr::memchr(b';', value).unwrap_or(value.len());
        return (value[..end].trim_ascii().to_vec(), blanks + end);
    };
    let mut unquoted = Vec::new();
    let mut at = 0;
    while let Some(byte) = quoted.get(at) {
        match byte {
            b'"' => break,
            b'\\' if quoted.get(at + 1).is_some_and(|next| matches!(next, b'"' | b'\\')) => {
                at += 1;
                unquoted.push(quoted[at]);
            }
            b'\r' | b'\n' => {}
            byte => unquoted.push(*byte),
        }
        at += 1;
    }
    (unquoted, blanks + 1 + at)
}

/// Where a file begins that a mark, or empty lines, stand before.
fn start(bytes: &[u8]) -> usize {
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.len() - rest.trim_ascii_start().len()
}

/// The length of the name that a header begins with; none if it is no header.
fn name(line: &[u8]) -> Option<usize> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some(colon)
}

/// A line: its text without the end of line, and where the next one begins.
pub(super) struct Line {
    pub(super) text: Range<usize>,
    pub(super) next: usize,
}

pub(super) fn line(bytes: &[u8], at: usize) -> Line {
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
    let next = (end + 1).min(bytes.len());
    let end = if end > at && bytes[end - 1] == b'\r' { end - 1 } else { end };
    Line { text: at..end, next }
}
