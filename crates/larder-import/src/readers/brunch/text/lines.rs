//! The lines of a capture, and what became of each.

use std::ops::Range;

use larder_core::LineAccount;

/// A text in lines. Line feeds end a line; a carriage return before one belongs to the line's end, not to the line.
pub(super) struct Lines<'a> {
    lines: Vec<&'a str>,
    fates: Vec<Fate>,
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
        let mut lines: Vec<_> = text.split('\n').collect();
        if lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        for line in &mut lines {
            *line = line.strip_suffix('\r').unwrap_or(line);
        }
        let fates = vec![Fate::Unknown; lines.len()];
        Self { lines, fates }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line with this index; empty past the end.
    pub(super) fn at(&self, index: usize) -> &'a str {
        self.lines.get(index).copied().unwrap_or_default()
    }

    /// The lines of a range, joined by line feeds.
    pub(super) fn joined(&self, range: Range<usize>) -> String {
        self.lines.get(range).unwrap_or_default().join("\n")
    }

    /// Whether the line with this index shows nothing: it is blank, a spacer, or past the end.
    pub(super) fn is_white(&self, index: usize) -> bool {
        is_white(self.at(index))
    }

    /// The first line of `range` that shows something, or the range's end.
    pub(super) fn text_from(&self, range: Range<usize>) -> usize {
        let end = range.end;
        range.into_iter().find(|index| !self.is_white(*index)).unwrap_or(end)
    }

    /// The end of the last line of `range` that shows something, or the range's start.
    pub(super) fn text_end(&self, range: Range<usize>) -> usize {
        let start = range.start;
        range.rev().find(|index| !self.is_white(*index)).map_or(start, |index| index + 1)
    }

    /// The end of the block that begins `range`: its first line that shows nothing, or the range's end.
    pub(super) fn block_end(&self, range: Range<usize>) -> usize {
        let end = range.end;
        range.into_iter().find(|index| self.is_white(*index)).unwrap_or(end)
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

    /// The account of `text`, whose lines these are. The total is counted in the text itself.
    pub(super) fn account(&self, text: &str) -> LineAccount {
        let unfinished = !text.is_empty() && !text.ends_with('\n');
        let total = text.bytes().filter(|byte| *byte == b'\n').count() + usize::from(unfinished);
        let count = |fate| size(self.fates.iter().filter(|it| **it == fate).count());
        LineAccount::new(
            size(total),
            count(Fate::Kept),
            count(Fate::Furniture),
            count(Fate::Unknown),
        )
    }
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
        let lines = |text| Lines::of(text).lines;
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
        assert_eq!(lines.account(text), LineAccount::new(5, 2, 2, 1));
        assert!(lines.account(text).balances());
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
