//! The magazine, book or serial that a page names, the chapter, and the neighbours.
//!
//! The chapter's number, the surest first: `chapterNo` of the API, `.txt_episode`, the previous chapter's number plus
//! one, the beginning of `og:title`.

use larder_core::{Claim, Confidence, Direction, Neighbour, Scope, SeriesKind};
use larder_html::{NodeId, Tree};

use crate::readers::brunch::{address, capture::SeriesMention};

/// The series of the markup: the box under the cover, or the magazine's line.
pub(super) fn read(tree: &Tree) -> Option<SeriesMention> {
    book(tree).or_else(|| magazine(tree))
}

/// The posts before and after, from links that begin with `이전 02화`, `작가의 이전글` and the like.
pub(super) fn neighbours(tree: &Tree) -> Vec<Neighbour> {
    // A post has four at most: before and after, in the book and of the author.
    const MOST: usize = 16;
    let mut found: Vec<Neighbour> = Vec::new();
    for node in tree.find_all(tree.root(), "a[href]") {
        let in_body = || tree.ancestors(node).any(|above| tree.has_class(above, "wrap_item"));
        let Some(neighbour) = neighbour(tree, node).filter(|_| !in_body()) else { continue };
        if found.len() < MOST && !found.contains(&neighbour) {
            found.push(neighbour);
        }
    }
    found
}

/// This post's chapter from the chapters beside it.
pub(super) fn chapter_beside(neighbours: &[Neighbour]) -> Option<Claim<u32>> {
    let beside = |direction| {
        neighbours
            .iter()
            .find(|found| found.direction == direction && found.scope == Scope::Book)?
            .number
    };
    let after = beside(Direction::Previous).and_then(|number| number.checked_add(1));
    let before = || {
        beside(Direction::Next)
            .and_then(|number| number.checked_sub(1))
            .filter(|number| *number > 0)
    };
    let claim = |number, how: &'static str| Claim::inferred(number, Confidence::High, how);
    after
        .map(|number| claim(number, "previous chapter + 1"))
        .or_else(|| before().map(|number| claim(number, "next chapter - 1")))
}

/// The number and the rest of `06화 제목`.
pub(super) fn split_chapter(title: &str) -> Option<(u32, &str)> {
    let (number, rest) = number_before(title, "화")?;
    let title = rest.trim_start_matches([' ', '\u{a0}']);
    (title.len() < rest.len()).then_some((number, title))
}

fn book(tree: &Tree) -> Option<SeriesMention> {
    let root = tree.root();
    let frame = tree.find(root, ".wrap_cover_type")?;
    let links = tree.find_all(frame, "a[href]");
    let address =
        links.iter().find_map(|link| address::series_path(tree.attribute(*link, "href")?));
    let text = |selector| text_in(tree, frame, selector);
    let title = text(".tit_type");
    let episode = text(".txt_episode")
        .and_then(|text| number_before(text.as_str(), "화").map(|(number, _)| number));
    if address.is_none() && title.is_none() && episode.is_none() {
        return None;
    }
    let is_serial = tree.find(frame, ".serial").is_some();
    let kind = match &address {
        Some(path) if path.starts_with("/magazine/") => SeriesKind::Magazine,
        _ if is_serial => SeriesKind::Serial,
        _ => SeriesKind::Book,
    };
    Some(SeriesMention {
        kind,
        title,
        address,
        magazine_number: None,
        number: episode.map(Claim::stated),
    })
}

fn magazine(tree: &Tree) -> Option<SeriesMention> {
    let frame = tree.find(tree.root(), ".wrap_magazine_info")?;
    let link = tree.find(frame, "a[href]");
    let address = link.and_then(|link| address::series_path(tree.attribute(link, "href")?));
    let title = text_in(tree, frame, "a[href]").or_else(|| trimmed(tree, frame));
    let title =
        title.map(|title| title.strip_prefix("매거진 ").map(str::to_owned).unwrap_or(title));
    title.as_ref().or(address.as_ref())?;
    Some(SeriesMention {
        kind: SeriesKind::Magazine,
        title,
        address,
        magazine_number: None,
        number: None,
    })
}

fn neighbour(tree: &Tree, node: NodeId) -> Option<Neighbour> {
    let href = tree.attribute(node, "href")?;
    let address = address::parse(href)?;
    address.number?;
    let text = tree.text(node);
    let mut neighbour = label(text.trim_matches(is_space))?;
    neighbour.url = Some(address.permanent().or_else(|| address.public()).unwrap_or_default());
    Some(neighbour)
}

/// `이전 14화제목`, `작가의 다음글 제목`: what a link says it leads to. Label and title may be glued.
fn label(text: &str) -> Option<Neighbour> {
    let direction = |text: &str| {
        let previous = text.strip_prefix("이전").map(|rest| (Direction::Previous, rest.to_owned()));
        previous
            .or_else(|| text.strip_prefix("다음").map(|rest| (Direction::Next, rest.to_owned())))
    };
    let titled = |mut neighbour: Neighbour, title: &str| {
        let title = title.trim_matches(is_space);
        neighbour.title = (!title.is_empty()).then(|| title.to_owned());
        neighbour
    };
    for (owner, scope) in [("작가의", Scope::Author), ("매거진의", Scope::Magazine)] {
        let Some(rest) = text.strip_prefix(owner) else { continue };
        let (direction, rest) = direction(rest.trim_start_matches(is_space))?;
        return Some(titled(Neighbour::new(direction, scope), rest.strip_prefix("글")?));
    }
    let (direction, rest) = direction(text)?;
    let (number, rest) = number_before(rest.trim_start_matches(is_space), "화")?;
    let mut neighbour = titled(Neighbour::new(direction, Scope::Book), rest);
    neighbour.number = Some(number);
    Some(neighbour)
}

/// One to three digits before a word, and what follows the word.
fn number_before<'a>(text: &'a str, word: &str) -> Option<(u32, &'a str)> {
    let text = text.trim_start_matches(is_space);
    let end =
        text.bytes().position(|byte| !byte.is_ascii_digit()).filter(|end| (1..=3).contains(end))?;
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest.strip_prefix(word)?))
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\n' | '\t' | '\r')
}

fn text_in(tree: &Tree, within: NodeId, selector: &str) -> Option<String> {
    trimmed(tree, tree.find(within, selector)?)
}

fn trimmed(tree: &Tree, node: NodeId) -> Option<String> {
    let text = tree.text(node);
    let text = text.trim_matches(is_space);
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_needs_its_space() {
        let table = [
            ("06화 제목", Some((6, "제목"))),
            ("3화 뒤의 이야기", Some((3, "뒤의 이야기"))),
            ("3화만 더 쓰면", None),
            ("1234화 제목", None),
            ("화 제목", None),
            ("[모집] 글쓰기 모임", None),
        ];
        for (title, expected) in table {
            assert_eq!(split_chapter(title), expected, "{title}");
        }
    }

    #[test]
    fn labels_say_direction_scope_number_and_title() {
        let table = [
            (
                "이전 14화부서진 저울",
                Some((Direction::Previous, Scope::Book, Some(14), Some("부서진 저울"))),
            ),
            (
                "다음 02화 비린 저울",
                Some((Direction::Next, Scope::Book, Some(2), Some("비린 저울"))),
            ),
            ("작가의 이전글 \n 감", Some((Direction::Previous, Scope::Author, None, Some("감")))),
            ("매거진의 다음글", Some((Direction::Next, Scope::Magazine, None, None))),
            ("이전", None),
            ("다음 주에 만나요", None),
            ("작가의 집", None),
        ];
        for (text, expected) in table {
            let found = label(text);
            let found = found
                .as_ref()
                .map(|found| (found.direction, found.scope, found.number, found.title.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_chapter_is_inferred_from_the_one_before_or_after() {
        let previous = label("이전 08화 가").unwrap();
        let next = label("다음 02화 나").unwrap();
        let first = label("다음 01화 나").unwrap();
        let how = |found: Option<Claim<u32>>| found.map(|claim| (claim.value, claim.how.unwrap()));
        assert_eq!(
            how(chapter_beside(&[next.clone(), previous])),
            Some((9, "previous chapter + 1".into()))
        );
        assert_eq!(how(chapter_beside(&[next])), Some((1, "next chapter - 1".into())));
        assert_eq!(how(chapter_beside(&[first])), None);
    }
}
