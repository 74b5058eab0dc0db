//! The foot of layout W: navigation, book block, the hidden publish layer, and the notice about browsers.
//!
//! It is taken off from the end upwards, and only as long as each line is in its place: a body may hold any of these
//! lines.

use std::ops::Range;

use larder_core::NoteKind;

use super::{
    Reading,
    lines::{Lines, after, is_space, same},
    nav,
    series::{self, Evidence},
};

/// The label before the keywords in layouts N, N2 and L.
pub(super) const KEYWORD: &str = "keyword";

/// Takes the foot off the lines from `from` on; returns where the text above it may end.
pub(super) fn take(reading: &mut Reading<'_>, from: usize, evidence: &mut Evidence) -> usize {
    let (last, cut) = notice(reading, from);
    let end = editor(reading, from..last);
    let end = book(reading, from..end, evidence);
    let end = neighbours(reading, from..end);
    // A cut capture without a foot may end with a gap.
    if cut && end == last { reading.lines.len() } else { end }
}

/// How the notice that ends every capture of the whole page begins.
const NOTICE: &str = "브런치는 최신 브라우저에 최적화 되어있습니다.";

/// The most navigation lines a foot has.
const NEIGHBOURS: usize = 2;

/// Returns where what stands above it ends, and whether it is missing because the capture was cut.
fn notice(reading: &mut Reading<'_>, from: usize) -> (usize, bool) {
    let lines = &mut reading.lines;
    let all = lines.len();
    let end = lines.text_end(from..all);
    match end.checked_sub(1).filter(|last| *last >= from) {
        Some(last) if after(lines.at(last), NOTICE).is_some() => {
            lines.furniture(last..all);
            (last, false)
        }
        _ => {
            let expected = NOTICE.to_owned();
            reading.note(all.saturating_sub(1), NoteKind::Truncated { expected });
            (end, true)
        }
    }
}

/// The four lines of the hidden layer that publishes a post.
fn editor(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    let Some(start) = range.end.checked_sub(4).filter(|start| *start >= range.start) else {
        return range.end;
    };
    let line = |offset: usize| reading.lines.at(start + offset);
    let found = same(line(0), "작품 선택")
        && is_choice(line(1))
        && same(line(2), "댓글여부")
        && same(line(3), "afliean");
    if !found {
        return range.end;
    }
    reading.lines.furniture(start..range.end);
    start
}

/// `키워드 선택 0 / 3 0`
fn is_choice(line: &str) -> bool {
    let Some(rest) = after(line, "키워드 선택 ") else { return false };
    let parts: Vec<_> = rest.split(is_space).take(5).collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [one, "/", two, three] if [one, two, three].into_iter().all(number))
}

/// `brunch book`, the title, a blank line, two lines of notice, a blank line.
fn book(reading: &mut Reading<'_>, range: Range<usize>, evidence: &mut Evidence) -> usize {
    let Some(title) = book_title(&reading.lines, range.clone()) else { return range.end };
    let text = reading.lines.at(title);
    reading.lines.furniture(title - 1..range.end);
    if series::is_placeholder(text) {
        series::note_placeholder(&mut reading.capture, title, text);
    } else {
        reading.lines.keep(title..title + 1);
        evidence.book_title = Some(text.trim_end_matches(is_space).to_owned());
    }
    evidence.in_book = true;
    title - 1
}

/// The line with the title, if the whole block stands at the end of the range.
fn book_title(lines: &Lines<'_>, range: Range<usize>) -> Option<usize> {
    let last = lines.text_end(range.clone()).checked_sub(1)?;
    let above = last.checked_sub(1)?;
    let title = lines.text_end(range.start..above).checked_sub(1)?;
    let label = title.checked_sub(1).filter(|label| *label >= range.start)?;
    let found = same(lines.at(last), "소속되어 있습니다.")
        && same(lines.at(above), "현재 글은 이 브런치북에")
        && same(lines.at(label), "brunch book");
    found.then_some(title)
}

/// Navigation stands directly above what follows, and its first line below a white one.
fn neighbours(reading: &mut Reading<'_>, range: Range<usize>) -> usize {
    let is_nav = |at: usize| nav::parse(reading.lines.at(at)).is_some();
    let mut start = range.end;
    while start > range.start && range.end - start < NEIGHBOURS && is_nav(start - 1) {
        start -= 1;
    }
    let apart = start == range.start || reading.lines.is_white(start - 1) || is_nav(start - 1);
    if !apart {
        return range.end;
    }
    take_neighbours(reading, start..range.end);
    start
}

/// Takes over the neighbours that these navigation lines name.
pub(super) fn take_neighbours(reading: &mut Reading<'_>, range: Range<usize>) {
    for at in range.clone() {
        reading
            .capture
            .neighbours
            .extend(nav::parse(reading.lines.at(at)).map(|it| it.neighbour()));
    }
    reading.lines.keep(range);
}
