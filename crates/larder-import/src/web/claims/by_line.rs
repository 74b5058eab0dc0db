//! Lines that say who wrote a post, and mostly when: `by NAME DATE`, as skins of Tistory have them.

use chrono::FixedOffset;
use larder_html::{Kind, NodeId};

use super::{Scene, dates, line_of};

/// What stands before a name and in a line of its own, in lower case.
const ALONE: &[&str] = &[
    "by",
    "posted by",
    "written by",
    "글쓴이",
    "작성자",
    "지은이",
    "글",
    "author",
    "投稿者",
    "著者",
];

/// What stands before a name and before nothing else, in lower case.
const SURE: &[&str] = &[
    "posted by ",
    "posted by:",
    "written by ",
    "written by:",
    "글쓴이",
    "작성자",
    "author:",
    "投稿者",
];

/// What stands between a name and a date, or between a date and a time, in lower case.
const BETWEEN: &[&str] = &[" on", " at", " updated", " published"];

/// The most words of a name, and how many lines are looked at.
const MOST_WORDS: usize = 6;
const MOST_LINES: usize = 32;

/// What such a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ByLine {
    /// Who wrote the post, as it is written.
    pub(super) name: String,
    /// The date that stands with the name.
    pub(super) date: Option<String>,
}

impl ByLine {
    /// What lines say, each a text by itself. `by` may begin any sentence: where the lines are not known to be about the post,
    /// it counts beside a date alone.
    pub(super) fn of(lines: &[String], is_known: bool, zone: FixedOffset) -> Option<Self> {
        let is_date = |at: Option<usize>| {
            at.and_then(|at| lines.get(at)).is_some_and(|line| dates::is_date(line, zone))
        };
        (0..lines.len().min(MOST_LINES)).find_map(|at| {
            let line = lines.get(at)?.as_str();
            let bare = line.trim_end_matches([':', '.', ' ']).to_lowercase();
            if ALONE.contains(&bare.as_str()) {
                return Self::after(lines.get(at + 1)?, zone);
            }
            if let Some(rest) = SURE.iter().find_map(|it| without(line, it)) {
                return Self::after(rest, zone);
            }
            let (before, rest) = match without(line, "by ").or_else(|| without(line, "by. ")) {
                Some(rest) => ("", rest),
                None => line.split_once(" by ")?,
            };
            let before = before.trim_end_matches(['|', '·', '-', ',', ' ']);
            let mut own = Self::after(rest, zone)?;
            match before {
                "" => {}
                date if dates::is_date(date, zone) => own.date = own.date.or(Some(date.to_owned())),
                _ => return None,
            }
            let is_dated =
                own.date.is_some() || is_date(at.checked_sub(1)) || is_date(Some(at + 1));
            (is_known || is_dated).then_some(own)
        })
    }

    /// What an element says that holds such a line.
    pub(super) fn within(scene: &Scene<'_, '_>, node: NodeId) -> Option<Self> {
        let tree = scene.facts.tree;
        let texts = tree.descendants(node).filter_map(|node| match tree.kind(node) {
            Kind::Text(text) => line_of(text),
            _ => None,
        });
        let lines: Vec<String> = texts.take(MOST_LINES).collect();
        Self::of(&lines, true, scene.zone)
    }

    /// What stands after the word that says that a name follows.
    fn after(rest: &str, zone: FixedOffset) -> Option<Self> {
        let mut parts = rest.split(['|', '·', '•', '∙']).map(str::trim);
        let first = parts.next()?.trim_start_matches([':', ' ']);
        let first = first.split(" / ").next().unwrap_or(first);
        let (name, mut date) = match dates::at_the_end(first, zone) {
            Some((name, date)) => (name, Some(date.strip_prefix("on ").unwrap_or(date).to_owned())),
            None => (first, None),
        };
        // What follows in the same words is where it was published.
        let name = name.split(" in ").next().unwrap_or(name);
        let name = bare(name);
        let mut parts = parts.chain(rest.split(" / ").skip(1));
        date = date.or_else(|| parts.find(|it| dates::is_date(it, zone)).map(str::to_owned));
        let is_short = (1..=MOST_WORDS).contains(&name.split_whitespace().count());
        let is_word = name.chars().any(char::is_alphabetic);
        (is_short && is_word && !has_numbers(name)).then(|| Self { name: name.to_owned(), date })
    }
}

/// A name without what leads from it to a date.
pub(super) fn bare(name: &str) -> &str {
    let mut name = name.trim_end_matches([',', '-', '–', '—', ' ']);
    while let Some(shorter) = BETWEEN.iter().find_map(|it| without_end(name, it)) {
        name = shorter.trim_end_matches([',', '-', '–', '—', ' ']);
    }
    name
}

/// A text without what it ends with, whatever the case.
fn without_end<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let (before, tail) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    tail.eq_ignore_ascii_case(end).then_some(before)
}

/// Whether numbers stand in a text as in dates and times: nobody has such a name.
pub(super) fn has_numbers(text: &str) -> bool {
    let is_joined = |three: &[u8]| {
        three[0].is_ascii_digit()
            && matches!(three[1], b'/' | b'.' | b':')
            && three[2].is_ascii_digit()
    };
    text.as_bytes().windows(3).any(is_joined)
}

/// A text without what it begins with, whatever the case.
fn without<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    let head = text.get(..before.len())?;
    let rest = text.get(before.len()..)?;
    head.to_lowercase().eq(before).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lines: &[&str], is_known: bool) -> Option<(String, Option<String>)> {
        let lines: Vec<String> = lines.iter().map(|it| (*it).to_owned()).collect();
        ByLine::of(&lines, is_known, crate::date::korea()).map(|it| (it.name, it.date))
    }

    #[test]
    fn a_line_is_split_into_name_and_date_in_every_shape_of_skins() {
        let both = |name: &str, date: &str| Some((name.to_owned(), Some(date.to_owned())));
        for lines in [
            &["by", "국수집 2022. 9. 30."][..],
            &["by 국수집 2022. 9. 30."],
            &["by.", "국수집 · 2022. 9. 30."],
            &["생활", "by 국수집 | 2022. 9. 30."],
            &["2022. 9. 30. by 국수집"],
            &["posted by 국수집 in 생활 | 2022. 9. 30."],
            &["작성자 : 국수집 2022. 9. 30."],
        ] {
            assert_eq!(said(lines, true), both("국수집", "2022. 9. 30."), "{lines:?}");
        }
        assert_eq!(said(&["by", "Dana O'Neil", "2004. 12. 28."], true).unwrap().0, "Dana O'Neil");
        assert_eq!(said(&["by 국수집 2022/09/30 14:30"], true), both("국수집", "2022/09/30 14:30"));
    }

    #[test]
    fn what_stands_between_a_name_and_a_date_is_of_neither() {
        let both = |name: &str, date: &str| Some((name.to_owned(), Some(date.to_owned())));
        for (line, name, date) in [
            ("Posted by admin on 03/14/2015", "admin", "03/14/2015"),
            ("Posted by admin on March 14, 2015", "admin", "March 14, 2015"),
            ("Posted by Kim, 3/14/2015", "Kim", "3/14/2015"),
            ("Written by: Kim – 2015-03-14", "Kim", "2015-03-14"),
            ("Posted by Kim Updated 2015-03-14", "Kim", "2015-03-14"),
        ] {
            assert_eq!(said(&[line], true), both(name, date), "{line}");
        }
        assert_eq!(said(&["Posted by admin at 10:30"], true), None);
        assert_eq!(said(&["Posted by Moon"], true).unwrap().0, "Moon");
    }

    #[test]
    fn a_sentence_that_begins_with_by_is_no_by_line() {
        assert_eq!(said(&["By the river"], false), None);
        assert_eq!(said(&["By Ana Gray", "Jan 5, 2019"], false).unwrap().0, "Ana Gray");
        // What stands before it is a title, and not a date.
        assert_eq!(said(&["Stand by Me"], true), None);
        // A category and a date say nobody's name.
        assert_eq!(said(&["여행 2022. 9. 30."], true), None);
        assert_eq!(said(&["by", "2022. 9. 30."], true), None);
    }
}
