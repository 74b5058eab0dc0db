//! Layout T: the main content only, as an extractor saved it.
//!
//! ```text
//! [ You can make anythingby writing / C.S.Lewis ] [ SUBTITLE ] { line } [ MEMBERTAIL ] [ BIO ]
//! ```
//!
//! The words are complete, which makes it the best partner of another capture; but title, author and date are absent,
//! and whether the first line is the subtitle and the last the author's bio cannot be told from one file. Lines that
//! an extractor glued are never split.

use std::ops::Range;

use larder_core::{Claim, Confidence, NoteKind};

use super::{
    Reading, blocks, byline,
    layout::{GLUED_QUOTE, QUOTED, first_text},
    lines::{after, same},
    member::SENTENCES,
    subtitle::{self, Kind},
};

/// Reads a capture.
pub(super) fn read(reading: &mut Reading<'_>) {
    reading.capture.note(NoteKind::TitleMissing);
    byline::take_author(reading, None);
    byline::take_date(reading, None);
    let start = quote(reading);
    let all = reading.lines.len();
    let end = reading.lines.text_end(start..all);
    let tail = member_tail(reading, start..end).unwrap_or(end..end);
    let text = first_line(reading, start..tail.start);
    let is_long_enough = tail.is_empty() && end - start >= SHORTEST_WITH_BIO;
    if is_long_enough || tail.end < end {
        bio(reading, end - 1);
    }
    // A line below the membership notice may be the bio, or the end of the text.
    blocks::read_lines(reading, text..end, tail);
    reading.lines.separators(0..all);
}

/// A text of fewer lines is too short to spare one for the author's bio.
const SHORTEST_WITH_BIO: usize = 3;

fn quote(reading: &mut Reading<'_>) -> usize {
    let first = first_text(&reading.lines);
    if !same(reading.lines.at(first), GLUED_QUOTE) {
        return 0;
    }
    let quoted = same(reading.lines.at(first + 1), QUOTED);
    let end = first + 1 + usize::from(quoted);
    reading.lines.furniture(first..end);
    end
}

/// The first of several lines may be the subtitle. Returns where the text begins.
fn first_line(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    let first = reading.lines.text_from(range.clone());
    let line = first..first + 1;
    let alone = first + 1 >= range.end;
    if !alone && subtitle::settle(reading, line, (Kind::Body, "the first line")) {
        return first + 1;
    }
    range.start
}

fn bio(reading: &mut Reading<'_>, at: usize) {
    let line_text = reading.lines.at(at).to_owned();
    let claim = Claim::inferred(line_text.clone(), Confidence::Low, "the last line");
    reading.capture.author.bio = Some(claim);
    reading.note(at, NoteKind::BioUncertain { line_text });
}

/// The membership notice at the end of the range, with at most one line, the bio, below it. Its sentences stand on
/// lines of their own or glued.
fn member_tail(reading: &mut Reading<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let lines = &reading.lines;
    let first = (range.end.saturating_sub(TAIL).max(range.start)..range.end)
        .find(|at| after(lines.at(*at), SENTENCES[0][0]).is_some())?;
    let mut end = first;
    for [one, two] in SENTENCES {
        if after(lines.at(end), one).is_some_and(|rest| same(rest, two)) {
            end += 1;
        } else if same(lines.at(end), one) && same(lines.at(end + 1), two) {
            end += 2;
        } else {
            return None;
        }
    }
    if end + 1 < range.end {
        return None;
    }
    reading.note(first, NoteKind::PaywallPossible);
    reading.lines.furniture(first..end);
    Some(first..end)
}

/// How many lines the membership notice and the bio have at most.
const TAIL: usize = 5;
