//! Navigation lines, which name the neighbouring posts: `이전 04화 T`, `작가의 이전글 T`, `매거진의 다음글T`.
//!
//! Layout W has a space before the title, layouts N and N2 have none, and in layout L the title is a line of its own.

use larder_core::{Direction, Neighbour, Scope};

use super::lines::{after, after_space, chapter, is_space};

/// A navigation line. The title, of *another* post, may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nav<'a> {
    pub(super) direction: Direction,
    pub(super) scope: Scope,
    pub(super) number: Option<u32>,
    pub(super) title: &'a str,
}

/// Reads a navigation line.
pub(super) fn parse(line: &str) -> Option<Nav<'_>> {
    let nav = book(line).or_else(|| post(line))?;
    let title = after_space(nav.title).unwrap_or(nav.title);
    Some(Nav { title: title.trim_end_matches(is_space), ..nav })
}

impl Nav<'_> {
    /// The neighbour that the line names.
    pub(super) fn neighbour(&self) -> Neighbour {
        let mut neighbour = Neighbour::new(self.direction, self.scope);
        neighbour.title = (!self.title.is_empty()).then(|| self.title.to_owned());
        neighbour.number = self.number;
        neighbour
    }
}

/// `이전 04화`, `다음 04화`
fn book(line: &str) -> Option<Nav<'_>> {
    let (direction, rest) = after(line, "이전 ")
        .map(|rest| (Direction::Previous, rest))
        .or_else(|| after(line, "다음 ").map(|rest| (Direction::Next, rest)))?;
    let (number, rest) = chapter(rest)?;
    let title = rest.strip_prefix('화')?;
    Some(Nav { direction, scope: Scope::Book, number: Some(number), title })
}

/// `작가의 이전글`, `매거진의 다음글`
fn post(line: &str) -> Option<Nav<'_>> {
    let (scope, rest) = after(line, "작가의 ")
        .map(|rest| (Scope::Author, rest))
        .or_else(|| after(line, "매거진의 ").map(|rest| (Scope::Magazine, rest)))?;
    let (direction, title) = after(rest, "이전글")
        .map(|rest| (Direction::Previous, rest))
        .or_else(|| after(rest, "다음글").map(|rest| (Direction::Next, rest)))?;
    Some(Nav { direction, scope, number: None, title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_with_and_without_a_space_before_the_title() {
        use {Direction::*, Scope::*};
        for (label, direction, scope, number) in [
            ("이전 04화", Previous, Book, Some(4)),
            ("다음 112화", Next, Book, Some(112)),
            ("작가의 이전글", Previous, Author, None),
            ("작가의 다음글", Next, Author, None),
            ("매거진의 이전글", Previous, Magazine, None),
            ("매거진의 다음글", Next, Magazine, None),
        ] {
            let expected = Nav { direction, scope, number, title: "국수 한 그릇" };
            for line in [
                format!("{label} 국수 한 그릇"),
                format!("{label}국수 한 그릇"),
                format!("{label}\u{a0}국수 한 그릇 "),
            ] {
                assert_eq!(parse(&line), Some(expected), "{line}");
            }
            assert_eq!(parse(label), Some(Nav { title: "", ..expected }));
            assert_eq!(parse(label).unwrap().neighbour().title, None);
        }
    }

    #[test]
    fn sentences_that_begin_alike_are_no_navigation() {
        for line in [
            "이전 글을 고쳐 쓴다.",
            "이전 1234화 가",
            "이전 화",
            "다음 역",
            "작가의 글",
            " 이전 04화 가",
            "독자의 이전글 가",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
