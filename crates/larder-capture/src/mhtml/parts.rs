//! Where parts begin and end.

use std::ops::Range;

use super::header::{Headers, line};
use crate::capture::{Damage, Limit, Limits, Omission, Report, content_type, shown};

/// A part that holds no other parts.
#[derive(Debug)]
pub(super) struct Part {
    /// Where the line of its boundary begins.
    pub(super) start: usize,
    pub(super) headers: Headers,
    pub(super) body: Range<usize>,
    /// Whether the file ended before it did.
    pub(super) is_cut: bool,
}

/// Finds them, without recursion: what is open is a list of boundaries.
pub(super) struct Parts<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    report: &'a mut Report,
    /// The boundaries of the multiparts that are open, the outermost first.
    levels: Vec<Vec<u8>>,
    parts: Vec<Part>,
    now: Now,
}

/// What the bytes after the last line of a boundary are.
enum Now {
    /// The body of a part, which is the last one.
    Body,
    /// Text between parts, since this byte.
    Between(usize),
}

impl<'a> Parts<'a> {
    /// All parts of a message whose body begins at `start`.
    pub(super) fn find(
        bytes: &'a [u8],
        headers: &Headers,
        start: usize,
        limits: &'a Limits,
        report: &'a mut Report,
    ) -> Vec<Part> {
        let now = Now::Between(start);
        let mut parts = Self { bytes, limits, report, levels: Vec::new(), parts: Vec::new(), now };
        if !parts.begin(headers.clone(), 0, start) {
            // Not a multipart: the message is the part.
            parts.end_body(bytes.len(), false);
            return parts.parts;
        }
        parts.walk(start);
        parts.parts
    }

    fn walk(&mut self, start: usize) {
        // The first line may be a boundary, and has no end of line before it.
        let mut at = start;
        let mut is_line_start = true;
        while let Some(found) = self.next_dashes(at, is_line_start) {
            let line = line(self.bytes, found);
            match self.level_of(&self.bytes[line.text.clone()]) {
                Some((level, is_last)) => at = self.boundary(found, line.next, level, is_last),
                None => at = line.next,
            }
            is_line_start = true;
            if at >= self.bytes.len() {
                break;
            }
        }
        self.finish();
    }

    /// The next line that begins with `--`.
    fn next_dashes(&self, at: usize, is_line_start: bool) -> Option<usize> {
        let rest = &self.bytes[at..];
        if is_line_start && rest.starts_with(b"--") {
            return Some(at);
        }
        memchr::memmem::find(rest, b"\n--").map(|found| at + found + 1)
    }

    /// Which open multipart a line is a boundary of, and whether it is the last one.
    fn level_of(&self, line: &[u8]) -> Option<(usize, bool)> {
        let line = line.strip_prefix(b"--")?;
        self.levels.iter().enumerate().rev().find_map(|(level, boundary)| {
            let rest = line.strip_prefix(boundary.as_slice())?.trim_ascii();
            match rest {
                b"" => Some((level, false)),
                b"--" => Some((level, true)),
                _ => None,
            }
        })
    }

    /// A line of a boundary: ends what was open, begins what follows. Returns where to look on.
    fn boundary(&mut self, line_start: usize, next: usize, level: usize, is_last: bool) -> usize {
        self.end_body(before_line_end(self.bytes, line_start), false);
        if is_last {
            self.levels.truncate(level);
            self.now = Now::Between(next);
            return next;
        }
        self.levels.truncate(level + 1);
        let is_boundary = |line: &[u8]| self.level_of(line).is_some();
        let (headers, body) = Headers::read(self.bytes, next, self.limits.header, is_boundary);
        if body >= self.bytes.len() && headers.value("content-type").is_none() && body == next {
            // The file ends with the line.
            self.now = Now::Between(next);
            return body;
        }
        self.begin(headers, line_start, body);
        body
    }

    /// Begins a part, or goes into it. Returns whether it holds others.
    fn begin(&mut self, headers: Headers, start: usize, body: usize) -> bool {
        if let Some(boundary) = self.multipart(&headers, body) {
            self.report_headers(&headers, start);
            self.levels.push(boundary);
            self.now = Now::Between(body);
            return true;
        }
        self.now = Now::Body;
        self.parts.push(Part { start, headers, body: body..body, is_cut: false });
        false
    }

    /// The boundary, if it is a multipart that can be gone into.
    fn multipart(&mut self, headers: &Headers, body: usize) -> Option<Vec<u8>> {
        let kind = content_type(&headers.text("content-type")?).0?;
        if !kind.starts_with("multipart/") {
            return None;
        }
        if self.levels.len() >= self.limits.depth {
            let allowed = self.limits.depth as u64;
            self.report.damaged(Damage::OverLimit { limit: Limit::Depth, allowed });
            return None;
        }
        let stated = headers.parameter("content-type", "boundary").filter(|it| !it.is_empty());
        stated.map(String::into_bytes).or_else(|| self.guessed_boundary(headers, body))
    }

    /// Without a boundary in the header, the first line that looks like one.
    fn guessed_boundary(&mut self, headers: &Headers, body: usize) -> Option<Vec<u8>> {
        let line_of = headers.value("content-type").unwrap_or_default();
        self.report.damaged(Damage::BadHeader { line: shown(line_of) });
        let found = self.next_dashes(body, true)?;
        let boundary = self.bytes[line(self.bytes, found).text].trim_ascii().get(2..)?;
        (!boundary.is_empty()).then(|| boundary.to_vec())
    }

    /// What is amiss with the headers of a multipart. Those of the message are seen to elsewhere.
    fn report_headers(&mut self, headers: &Headers, start: usize) {
        if start == 0 {
            return;
        }
        headers.damage().for_each(|damage| self.report.damaged(damage));
    }

    fn end_body(&mut self, end: usize, is_cut: bool) {
        match self.now {
            Now::Body => {
                if let Some(part) = self.parts.last_mut() {
                    part.body.end = end.max(part.body.start);
                    part.is_cut = is_cut;
                }
                self.limit_parts();
            }
            Now::Between(from) => {
                let is_text =
                    self.bytes.get(from..end).is_some_and(|it| !it.trim_ascii().is_empty());
                self.report.leave_out(Omission::Preambles, u64::from(is_text));
            }
        }
    }

    /// What is over the limit does not stay in memory.
    fn limit_parts(&mut self) {
        if self.parts.len() as u64 > self.limits.parts {
            self.parts.pop();
            self.report.leave_out(Omission::OverLimit, 1);
            self.now = Now::Between(self.bytes.len());
        }
    }

    /// The end of the file.
    fn finish(&mut self) {
        let length = self.bytes.len();
        if self.levels.is_empty() {
            // The last boundary was there; what follows belongs to nothing.
            let Now::Between(from) = self.now else { return };
            let trailing = self.bytes.get(from..).unwrap_or_default().trim_ascii().len();
            if trailing > 0 {
                self.report.damaged(Damage::TrailingBytes { count: trailing as u64 });
            }
            return;
        }
        let end = self.without_cut_boundary();
        self.end_body(end, true);
        self.report.damaged(Damage::Truncated { expected: None, present: length as u64 });
    }

    /// The end of the last body, where the file ends within the line of a boundary.
    fn without_cut_boundary(&self) -> usize {
        let length = self.bytes.len();
        let start = memchr::memrchr(b'\n', self.bytes).map_or(0, |at| at + 1);
        let Some(cut) = self.bytes[start..].strip_prefix(b"--").filter(|cut| !cut.is_empty())
        else {
            return length;
        };
        let is_cut = self.levels.iter().any(|boundary| boundary.starts_with(cut.trim_ascii_end()));
        if is_cut { before_line_end(self.bytes, start) } else { length }
    }
}

/// The end of line before a boundary belongs to the boundary.
fn before_line_end(bytes: &[u8], line_start: usize) -> usize {
    let before = &bytes[..line_start];
    let before = before.strip_suffix(b"\n").unwrap_or(before);
    before.strip_suffix(b"\r").unwrap_or(before).len()
}
