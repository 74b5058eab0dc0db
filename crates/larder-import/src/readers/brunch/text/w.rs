//! Layout W: the whole page of the old site.
//!
//! ```text
//! brunch _ [ HEADER _ ] QUOTE _ BYLINE _ TITLE GAP [ SUBTITLE GAP ] BODY FOOT
//! ```
//!
//! Head first, then the foot from the end upwards, then the title, and only then the doubtful block below it.

use std::ops::Range;

use larder_core::NoteKind;

use super::{
    Reading, blocks, byline, foot,
    layout::{QUOTED, SITE, first_text},
    lines::same,
    series::{self, Evidence},
    subtitle,
};

/// Reads a capture whose quote begins at the line `quote`.
pub(super) fn read(reading: &mut Reading<'_>, quote: usize, byline: Option<usize>) {
    let mut evidence = Evidence::default();
    head(reading, quote, &mut evidence);
    let start = match byline {
        Some(line) => below_byline(reading, quote, line),
        None => below_quote(reading, quote),
    };
    let end = foot::take(reading, start, &mut evidence);
    let start = match byline {
        Some(_) => title(reading, start..end),
        // Nobody can say which block is the title: all of them are text.
        None => start,
    };
    if reading.capture.title.is_none() {
        reading.capture.note(NoteKind::TitleMissing);
    }
    blocks::read(reading, start..end, blocks::Images::Unnamed);
    series::take(&mut reading.capture, evidence);
    reading.lines.separators(0..reading.lines.len());
}

/// What stands above the quote, and the quote itself.
fn head(reading: &mut Reading<'_>, quote: usize, evidence: &mut Evidence) {
    let lines = &mut reading.lines;
    let site = first_text(lines);
    if same(lines.at(site), SITE) {
        lines.furniture(site..site + 1);
    }
    let header = (0..quote).find_map(|at| Some((at, series::header(lines.at(at))?)));
    if let Some((at, header)) = header {
        lines.keep(at..at + 1);
        evidence.header = Some(header);
    }
    lines.furniture(quote..quote + 2);
}

fn below_byline(reading: &mut Reading<'_>, quote: usize, line: usize) -> usize {
    let (author, date) = byline::dated(reading.lines.at(line)).unzip();
    byline::take_author(reading, author);
    byline::take_date(reading, date.map(|date| (line, date)));
    reading.lines.keep(line..line + 1);
    quoted(reading, quote..line);
    line + 1
}

fn below_quote(reading: &mut Reading<'_>, quote: usize) -> usize {
    byline::take_author(reading, None);
    byline::take_date(reading, None);
    let end = reading.lines.len();
    quoted(reading, quote..end).unwrap_or(quote + 2)
}

/// Who is quoted stands next below the quote. Returns the line after it.
fn quoted(reading: &mut Reading<'_>, range: Range<usize>) -> Option<usize> {
    let at = reading.lines.text_from(range.start + 2..range.end);
    if at >= range.end || !same(reading.lines.at(at), QUOTED) {
        return None;
    }
    reading.lines.furniture(at..at + 1);
    Some(at + 1)
}

/// The title is the first block; the block below it may be the subtitle. Returns where the text begins.
fn title(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    let lines = &mut reading.lines;
    let start = lines.text_from(range.clone());
    let end = lines.block_end(start..range.end);
    if start == end {
        return range.start;
    }
    reading.capture.title = Some(lines.joined(start..end).into_owned());
    lines.keep(start..end);
    below_title(reading, end..range.end)
}

fn below_title(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    let lines = &reading.lines;
    let start = lines.text_from(range.clone());
    let end = lines.block_end(start..range.end);
    let below = lines.text_from(end..range.end);
    if start == end {
        return range.start;
    }
    let block = lines.joined(start..end);
    match subtitle::decide(&block, start - range.start, below - end) {
        Some(likely) if subtitle::settle(reading, start..end, likely) => end,
        _ => range.start,
    }
}
