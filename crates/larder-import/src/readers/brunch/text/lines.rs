//! The lines of a capture, and what became of each.
//!
//! A text can be nothing but line breaks, so a line costs one byte here: its fate. Where it begins is known for every
//! 64th line only; the block of 64 that was asked for last is kept, so that walking in either direction is cheap. A
//! search goes on from the end of its range where it begins and never looks up the other, which may be far away.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use larder_core::LineAccount;

/// A text in lines. Line feeds end a line; a carriage return before one belongs to the line's end, not to the line.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where every [`STEP`]th line begins, from the first on.
    starts: Vec<usize>,
    /// The lines of the block that was asked for last.
    block: RefCell<Block>,
    fates: Vec<Fate>,
}

/// So many lines are looked up together.
const STEP: usize = 64;

/// [`STEP`] lines, or fewer at the end.
struct Block {
    number: usize,
    /// Where they stand in the text, without their ends.
    lines: Vec<Range<usize>>,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// No rule took it.
    Unknown,
    /// Its text is in the post.
    Kept,
    /// It belongs to the page around the post.
    Furniture,
}

impl<'a> Lines<'a> {
    /// The lines of `text`. What follows the last line feed is a line only if it is not empty.
    pub(super) fn of(text: &'a str) -> Self {
        let mut starts = Vec::new();
        let mut count = 0;
        let mut start = 0;
        let feeds = memchr::memchr_iter(b'\n', text.as_bytes()).map(|feed| feed + 1);
        for end in feeds.chain((!text.is_empty() && !text.ends_with('\n')).then_some(text.len())) {
            if count % STEP == 0 {
                starts.push(start);
            }
            count += 1;
            start = end;
        }
        let block = RefCell::new(Block { number: usize::MAX, lines: Vec::new() });
        Self { text, starts, block, fates: vec![Fate::Unknown; count] }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.fates.len()
    }

    /// The line with this index; empty past the end.
    pub(super) fn at(&self, index: usize) -> &'a str {
        self.text.get(self.place(index)).unwrap_or_default()
    }

    /// The lines of a range, joined by line feeds; empty for a range that ends past the end.
    pub(super) fn joined(&self, range: Range<usize>) -> Cow<'a, str> {
        let text = if range.end <= self.len() { self.between(range) } else { "" };
        match memchr::memmem::find(text.as_bytes(), b"\r\n") {
            Some(_) => Cow::Owned(text.replace("\r\n", "\n")),
            None => Cow::Borrowed(text),
        }
    }

    /// Where a line stands in the text, without its end. Past the end, nowhere.
    fn place(&self, index: usize) -> Range<usize> {
        let number = index / STEP;
        let mut block = self.block.borrow_mut();
        if block.number != number {
            block.number = number;
            block.lines.clear();
            let start = self.starts.get(number).copied();
            block.lines.extend(start.into_iter().flat_map(|start| self.places_from(start)));
        }
        block.lines.get(index % STEP).cloned().unwrap_or(0..0)
    }

    /// The places of [`STEP`] lines, the first of which begins at `start`.
    fn places_from(&self, mut start: usize) -> impl Iterator<Item = Range<usize>> {
        let lines = self.text.get(start..).unwrap_or_default().split_inclusive('\n').take(STEP);
        lines.map(move |line| {
            let shown = without_return(line.strip_suffix('\n').unwrap_or(line));
            let place = start..start + shown.len();
            start += line.len();
            place
        })
    }

    /// Whether the line with this index shows nothing: it is blank, a spacer, or past the end.
    pub(super) fn is_white(&self, index: usize) -> bool {
        is_white(self.at(index))
    }

    /// The lines that show something.
    pub(super) fn shown(&self) -> impl Iterator<Item = usize> {
        let lines = self.text.split('\n').enumerate();
        lines.filter(|(_, line)| !is_white(without_return(line))).map(|(index, _)| index)
    }

    /// The first line of `range` that shows something, or the range's end.
    pub(super) fn text_from(&self, range: Range<usize>) -> usize {
        self.first(range, |line| !is_white(line))
    }

    /// The end of the last line of `range` that shows something, or the range's start.
    pub(super) fn text_end(&self, range: Range<usize>) -> usize {
        let inside = range.start..range.end.min(self.len());
        inside.rev().find(|at| !self.is_white(*at)).map_or(range.start, |last| last + 1)
    }

    /// The end of the block that begins `range`: its first line that shows nothing, or the range's end.
    pub(super) fn block_end(&self, range: Range<usize>) -> usize {
        self.first(range, is_white)
    }

    /// The first line of `range` for which `wanted` holds, or the range's end. Lines past the end of the text are blank.
    fn first(&self, range: Range<usize>, wanted: impl Fn(&str) -> bool) -> usize {
        let inside = range.start..range.end.min(self.len());
        if inside.is_empty() {
            return if wanted("") { range.start.min(range.end) } else { range.end };
        }
        let text = self.text.get(self.place(inside.start).start..).unwrap_or_default();
        let mut lines = text.split('\n').take(inside.len());
        match lines.position(|line| wanted(without_return(line))) {
            Some(passed) => range.start + passed,
            None if wanted("") => inside.end,
            None => range.end,
        }
    }

    /// The text of a range of lines, without the end of the last one; empty for an empty range.
    fn between(&self, range: Range<usize>) -> &'a str {
        let Some(last) = range.end.checked_sub(1).filter(|last| range.contains(last)) else {
            return "";
        };
        self.text.get(self.place(range.start).start..self.place(last).end).unwrap_or_default()
    }

    /// The text of these lines is in the post.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        self.settle(range, Fate::Kept);
    }

    /// These lines belong to the page around the post.
    pub(super) fn furniture(&mut self, range: Range<usize>) {
        self.settle(range, Fate::Furniture);
    }

    /// The lines of `range` that show nothing and that no other rule took separate the parts of the page.
    pub(super) fn separators(&mut self, range: Range<usize>) {
        for index in range {
            if self.fates.get(index) == Some(&Fate::Unknown) && self.is_white(index) {
                self.furniture(index..index + 1);
            }
        }
    }

    fn settle(&mut self, range: Range<usize>, fate: Fate) {
        self.fates.get_mut(range).unwrap_or_default().fill(fate);
    }

    /// What became of the lines. The total is counted in the text itself.
    pub(super) fn account(&self) -> LineAccount {
        let unfinished = !self.text.is_empty() && !self.text.ends_with('\n');
        let feeds = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        let total = feeds + usize::from(unfinished);
        let count = |fate| size(self.fates.iter().filter(|it| **it == fate).count());
        LineAccount::new(
            size(total),
            count(Fate::Kept),
            count(Fate::Furniture),
            count(Fate::Unknown),
        )
    }
}

/// A line without the carriage return that belongs to its end.
fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// The number of a line, counted from 1.
pub(super) fn number(index: usize) -> u32 {
    size(index.saturating_add(1))
}

/// A count as the notes and the account hold it.
pub(super) fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a line is blank (empty) or a spacer (only plain and no-break spaces).
pub(super) fn is_white(line: &str) -> bool {
    line.chars().all(is_space)
}

/// Whether a character is a plain or a no-break space: in fixed text, one stands for the other.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}')
}

/// The character with the no-break space read as a plain one, for comparing.
pub(super) fn plain(character: char) -> char {
    if character == '\u{a0}' { ' ' } else { character }
}

/// Whether a line is exactly this fixed text.
pub(super) fn same(line: &str, fixed: &str) -> bool {
    after(line, fixed) == Some("")
}

/// What follows this fixed text at the beginning of a line.
pub(super) fn after<'a>(line: &'a str, fixed: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    fixed.chars().all(|wanted| rest.next().map(plain) == Some(wanted)).then_some(rest.as_str())
}

/// What follows one space at the beginning of a line.
pub(super) fn after_space(line: &str) -> Option<&str> {
    line.strip_prefix(is_space)
}

/// What follows a number of one to three digits at the beginning of a line, and the number.
pub(super) fn chapter(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_lf_or_crlf_and_the_last_one_may_be_unfinished() {
        let lines = |text| {
            let lines = Lines::of(text);
            (0..lines.len()).map(|at| lines.at(at)).collect::<Vec<_>>()
        };
        assert_eq!(lines("가\r\n나 \n\n다"), ["가", "나 ", "", "다"]);
        assert_eq!(lines("가\n"), ["가"]);
        assert_eq!(lines("가\r"), ["가"]);
        assert_eq!(lines("\n\n"), ["", ""]);
        assert!(lines("").is_empty());
    }

    #[test]
    fn lines_that_nobody_claims_are_unknown_and_the_sum_is_right() {
        let text = "brunch\n\n모름\n가\n나";
        let mut lines = Lines::of(text);
        lines.furniture(0..1);
        lines.keep(3..5);
        lines.separators(0..5);
        assert_eq!(lines.account(), LineAccount::new(5, 2, 2, 1));
        assert!(lines.account().balances());
    }

    #[test]
    fn any_line_is_found_from_any_other_and_none_past_the_end() {
        let text: String = (0..300).map(|number| format!("{number}\r\n")).collect();
        let lines = Lines::of(&text);
        for at in (0..300).rev().chain([0, 299, 64, 63, 128, 5]) {
            assert_eq!(lines.at(at), at.to_string());
        }
        assert_eq!((lines.len(), lines.at(300), lines.at(usize::MAX)), (300, "", ""));
    }

    #[test]
    fn blocks_and_what_is_white_between_them_are_found_in_any_range() {
        let lines = Lines::of("\r\n가\r\n나\r\n \n\n\r\r\n\u{a0}\n");
        assert_eq!(lines.shown().collect::<Vec<_>>(), [1, 2, 5]);
        let from = |range| lines.text_from(range);
        assert_eq!([from(0..7), from(3..7), from(3..5), from(6..9), from(9..9)], [1, 5, 5, 9, 9]);
        let end = |range| lines.text_end(range);
        assert_eq!([end(0..7), end(0..5), end(3..5), end(0..9), end(8..9)], [6, 3, 3, 6, 8]);
        let block = |range| lines.block_end(range);
        assert_eq!([block(1..7), block(1..2), block(5..9), block(7..9)], [3, 2, 6, 7]);
    }

    #[test]
    fn a_carriage_return_of_its_own_shows_also_on_the_last_line_of_a_range() {
        let lines = Lines::of("\n\r\r\n\n");
        assert_eq!([lines.text_from(0..2), lines.text_from(0..3)], [1, 1]);
        assert_eq!([lines.text_end(0..2), lines.text_end(0..3)], [2, 2]);
        assert_eq!([lines.block_end(1..2), lines.block_end(1..3)], [2, 2]);
    }

    #[test]
    fn a_search_loads_no_block_but_that_of_its_first_line() {
        let text = "가\n\n".repeat(500);
        let lines = Lines::of(&text);
        let loaded = || lines.block.borrow().number;
        assert_eq!((lines.text_from(65..1000), loaded()), (66, 1));
        assert_eq!((lines.block_end(66..1000), loaded()), (67, 1));
        assert_eq!((lines.text_end(65..1000), loaded()), (999, 15));
    }

    #[test]
    fn lines_are_joined_without_the_carriage_returns_of_their_ends() {
        let lines = Lines::of("가\r\n나\r\r\n다\n라");
        assert_eq!(lines.joined(0..3), "가\n나\r\n다");
        assert_eq!(lines.joined(2..4), "다\n라");
        assert_eq!(lines.joined(1..1), "");
        assert_eq!(lines.joined(2..5), "");
    }

    #[test]
    fn only_plain_and_no_break_spaces_are_white() {
        assert!(is_white("") && is_white(" \u{a0} "));
        assert!(!is_white("\u{3000}") && !is_white("\u{200b}") && !is_white("\t"));
    }

    #[test]
    fn a_no_break_space_matches_a_plain_one_in_fixed_text() {
        assert!(same("by\u{a0}writing", "by writing"));
        assert!(!same("by writing ", "by writing"));
        assert_eq!(after("연재 중 책", "연재 중 "), Some("책"));
        assert_eq!(after("연재", "연재 중 "), None);
        assert_eq!(chapter("012화"), Some((12, "화")));
        assert_eq!(chapter("1234화"), Some((123, "4화")));
        assert_eq!(chapter("화"), None);
    }
}
