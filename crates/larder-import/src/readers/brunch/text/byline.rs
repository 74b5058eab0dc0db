//! The by-line: `by NAME Mon DD. YYYY` in layout W, `by NAME` in layouts N and N2.

use larder_core::NoteKind;

use super::{
    Reading,
    lines::{after, after_space, is_space, is_white},
};
use crate::date::{DateError, english_day};

/// Author and date of a by-line with a date. The author's name may contain spaces.
pub(super) fn dated(line: &str) -> Option<(&str, &str)> {
    let (start, _) = line.char_indices().rev().nth(DATE_LENGTH - 1)?;
    let (before, date) = line.split_at_checked(start)?;
    let author = before.strip_suffix(is_space).and_then(name)?;
    is_date(date).then_some((author, date))
}

/// The author of a by-line without a date.
pub(super) fn undated(line: &str) -> Option<&str> {
    name(line).filter(|_| dated(line).is_none())
}

/// Whether a line is a date such as `Mar 04. 2021`, possible or not.
pub(super) fn is_date(line: &str) -> bool {
    !matches!(english_day(line), Err(DateError::NoDate))
}

/// Takes over the author of the by-line or card.
pub(super) fn take_author(reading: &mut Reading<'_>, author: Option<&str>) {
    match author {
        Some(author) => reading.capture.author.name = Some(author.to_owned()),
        None => reading.capture.note(NoteKind::AuthorMissing),
    }
}

/// Takes over a date and the line it stands on. A day that does not exist is noted and stays absent.
pub(super) fn take_date(reading: &mut Reading<'_>, date: Option<(usize, &str)>) {
    let Some((line, text)) = date else {
        return reading.capture.note(NoteKind::DateMissing);
    };
    match english_day(text) {
        Ok(day) => {
            reading.capture.published = Some(day);
            reading.capture.published_rank = BY_LINE_RANK;
        }
        Err(_) => reading.note(line, NoteKind::DateImpossible { text: text.to_owned() }),
    }
}

/// How far the date can be trusted, as [`Capture`](super::Capture) ranks it.
const BY_LINE_RANK: u8 = 3;

/// `Mar 04. 2021` in characters.
const DATE_LENGTH: usize = 12;

fn name(line: &str) -> Option<&str> {
    after(line, "by").and_then(after_space).filter(|name| !is_white(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_is_everything_between_by_and_the_date() {
        assert_eq!(dated("by 가상 필명 Mar 04. 2021"), Some(("가상 필명", "Mar 04. 2021")));
        assert_eq!(
            dated("by\u{a0}필명\u{a0}Mar\u{a0}04. 2021"),
            Some(("필명", "Mar\u{a0}04. 2021"))
        );
        assert_eq!(dated("by Jan 01. 2020 Feb 31. 2021"), Some(("Jan 01. 2020", "Feb 31. 2021")));
    }

    #[test]
    fn what_only_resembles_a_byline_is_none() {
        for line in [
            "",
            "by",
            "by ",
            "by  ",
            "by Mar 04. 2021",
            "by 필명 Mar 4. 2021",
            "by 필명 Mar 04. 2021 ",
            "bye 필명 Mar 04. 2021",
            "By 필명 Mar 04. 2021",
            "by 필명 Mär 04. 2021",
            "by 필명 Mar ０4. 2021",
        ] {
            assert_eq!(dated(line), None, "{line:?}");
        }
        assert_eq!(undated("by 필명"), Some("필명"));
        assert_eq!(undated("by 필명 Mar 04. 2021"), None);
        assert_eq!(undated("by  "), None);
    }

    #[test]
    fn a_date_may_be_impossible_and_still_be_one() {
        assert!(is_date("Mar 04. 2021") && is_date("Feb 31. 2021") && is_date("Jan 01. 0000"));
        assert!(!is_date("2021. 03. 04.") && !is_date("Mar") && !is_date(""));
    }
}
