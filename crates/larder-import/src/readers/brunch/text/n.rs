//! Layouts N and N2: the whole page of the new site, with and without its first line `brunch`.
//!
//! ```text
//! [ brunch ] ( 매거진 T _ | _ | ) TITLE _ [ SUBTITLE _ ] [ by NAME [ IMAGE ] GAP ] BODY [ MEMBER ] FOOT
//! FOOT = [ keyword { kw } ] [ 목요일 연재 ] [ NAV ]
//! ```
//!
//! It states no date.

use std::ops::Range;

use larder_core::{Claim, NoteKind};

use super::{
    Reading, blocks, byline,
    foot::{KEYWORD, take_neighbours},
    images,
    layout::{SITE, first_text},
    lines::{is_space, same},
    member, nav,
    series::{self, Evidence},
    subtitle::{self, Kind},
};

/// Reads a capture whose by-line is the line `byline`.
pub(super) fn read(reading: &mut Reading<'_>, byline: Option<usize>) {
    let mut evidence = Evidence::default();
    let start = site(reading);
    let end = foot(reading, byline.map_or(start, |line| line + 1), &mut evidence);
    let end = member::take(reading, byline.map_or(start, |line| line + 1)..end);
    let start = header(reading, start..byline.unwrap_or(end), &mut evidence);
    let start = match byline {
        Some(line) => above_byline(reading, start..line),
        None => without_byline(reading, start..end),
    };
    if reading.capture.title.is_none() {
        reading.capture.note(NoteKind::TitleMissing);
    }
    byline::take_date(reading, None);
    blocks::read(reading, start..end, blocks::Images::Named);
    series::take(&mut reading.capture, evidence);
    reading.lines.separators(0..reading.lines.len());
}

/// The site's name on the first line. Returns the line after it.
fn site(reading: &mut Reading<'_>) -> usize {
    let first = first_text(&reading.lines);
    if !same(reading.lines.at(first), SITE) {
        return first;
    }
    reading.lines.furniture(first..first + 1);
    first + 1
}

/// `매거진 T` on the first line is a header if another block stands below it in the head; else it is the title.
fn header(reading: &mut Reading<'_>, head: Range<usize>, evidence: &mut Evidence) -> usize {
    let Some(header) = series::magazine(reading.lines.at(head.start)) else { return head.start };
    let below = head.start + 1;
    if reading.lines.text_from(below..head.end) >= head.end {
        return head.start;
    }
    reading.lines.keep(head.start..below);
    evidence.header = Some(header);
    below
}

/// Title and subtitle stand above the by-line, the cover's image line directly below it. Returns where the text begins.
fn above_byline(reading: &mut Reading<'_>, head: Range<usize>) -> usize {
    let line = head.end;
    let below = block(reading, head.clone(), |reading, title| reading.capture.title = Some(title));
    block(reading, below..line, |reading, text| {
        reading.capture.subtitle = Some(Claim::stated(text));
    });
    let author = byline::undated(reading.lines.at(line));
    byline::take_author(reading, author);
    reading.lines.keep(line..line + 1);
    cover(reading, line + 1)
}

/// Without a by-line, the block below the title is undecided.
fn without_byline(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    if reading.capture.author.name.is_none() {
        byline::take_author(reading, None);
    }
    let below = block(reading, range.clone(), |reading, title| reading.capture.title = Some(title));
    let start = reading.lines.text_from(below..range.end);
    let end = reading.lines.block_end(start..range.end);
    if start < end && subtitle::settle(reading, start..end, (Kind::Body, "no by-line")) {
        return end;
    }
    below
}

/// Hands over the next block of the range. Returns the line after it.
fn block(
    reading: &mut Reading<'_>,
    range: Range<usize>,
    take: impl FnOnce(&mut Reading<'_>, String),
) -> usize {
    let start = reading.lines.text_from(range.clone());
    let end = reading.lines.block_end(start..range.end);
    if start < end {
        reading.lines.keep(start..end);
        let text = reading.lines.joined(start..end).into_owned();
        take(reading, text);
    }
    end
}

/// A line directly under the by-line is the cover's, even when it looks like a sentence.
fn cover(reading: &mut Reading<'_>, at: usize) -> usize {
    let line = reading.lines.at(at);
    if reading.lines.is_white(at) {
        return at;
    }
    let image = images::parse(line).unwrap_or_else(|| images::captioned(line));
    let name = image.file_name.clone().unwrap_or_else(|| image.caption.clone());
    reading.note(at, NoteKind::AssetMissing { name });
    reading.capture.cover = Some(image);
    reading.lines.keep(at..at + 1);
    at + 1
}

/// The most keywords looked through for their label. The site allows three.
const KEYWORDS: usize = 20;

/// The most navigation lines a foot has.
const NEIGHBOURS: usize = 2;

/// Takes the foot off from the end upwards; returns where the text above it may end.
fn foot(reading: &mut Reading<'_>, from: usize, evidence: &mut Evidence) -> usize {
    let lines = &reading.lines;
    let end = lines.text_end(from..lines.len());
    let mut navs = end;
    while navs > from && end - navs < NEIGHBOURS && nav::parse(lines.at(navs - 1)).is_some() {
        navs -= 1;
    }
    let weekday = navs.checked_sub(1).filter(|at| *at >= from).map(|at| lines.at(at));
    let weekday = weekday.and_then(series::weekday).map(str::to_owned);
    let terms = if weekday.is_some() { navs - 1 } else { navs };
    let label = (from.max(terms.saturating_sub(KEYWORDS + 1))..terms)
        .rev()
        .take_while(|at| !lines.is_white(*at))
        .find(|at| same(lines.at(*at), KEYWORD));
    let apart = terms == from || lines.is_white(terms - 1);
    if label.is_none() && !apart && !same(lines.at(terms - 1), member::MORE) {
        return lines.len();
    }
    take_neighbours(reading, navs..end);
    reading.lines.keep(terms..navs);
    evidence.weekday = weekday;
    keywords(reading, label, terms)
}

/// The lines between the label and `end` are keywords.
fn keywords(reading: &mut Reading<'_>, label: Option<usize>, end: usize) -> usize {
    let Some(label) = label else { return end };
    reading.lines.furniture(label..label + 1);
    for at in label + 1..end {
        let line = reading.lines.at(at);
        if series::is_placeholder(line) {
            reading.lines.furniture(at..at + 1);
            series::note_placeholder(&mut reading.capture, at, line);
        } else {
            reading.lines.keep(at..at + 1);
            reading.capture.keywords.push(keyword(line));
        }
    }
    label
}

/// A keyword without its `#`.
pub(super) fn keyword(line: &str) -> String {
    let word = line.trim_matches(is_space);
    word.strip_prefix('#').unwrap_or(word).to_owned()
}
