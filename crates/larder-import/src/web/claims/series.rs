//! The series that a post is a part of: as its data says, or by a link to the page of a series.

use larder_html::{Kind, NodeId};
use serde::{Deserialize, Serialize};

use super::{Scene, Told, line_of};

/// What the pages of series are called in addresses: `/series/walks/`. That of `시리즈` is escaped in most pages.
const FOLDERS: &[&str] = &["series", "serie", "시리즈", "%ec%8b%9c%eb%a6%ac%ec%a6%88"];

/// What stands on a link to a series and is no name of one.
const NO_NAMES: &[&str] =
    &["series", "시리즈", "시리즈 보기", "목록", "목록 보기", "see all", "view all", "all"];

/// A page that leads to more series than this shows a menu.
const MOST: usize = 3;

/// How far above a link the number of the part is looked for, and in how much text.
const DEEPEST: usize = 5;
const NEAR: u64 = 600;
const MOST_NODES: usize = 256;

/// The place of a post in a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InSeries {
    pub(crate) title: String,
    /// The page of the series.
    pub(crate) address: Option<String>,
    /// The number of the part, counted from 1.
    pub(crate) number: Option<u32>,
}

/// Whether an address may be that of the page of a series.
pub(in super::super) fn may_be(href: &str) -> bool {
    slug(href).is_some()
}

/// The name that a series has in the address of its page.
fn slug(href: &str) -> Option<&str> {
    // Nearly all links of a page come by here.
    let end = memchr::memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len());
    let path = href[..end].trim().trim_end_matches('/');
    let at = memchr::memrchr(b'/', path.as_bytes())?;
    let (above, slug) = (&path[..at], &path[at + 1..]);
    let folder = memchr::memrchr(b'/', above.as_bytes()).map_or(above, |at| &above[at + 1..]);
    let is_folder = FOLDERS.iter().any(|it| folder.eq_ignore_ascii_case(it));
    (is_folder && !slug.is_empty()).then_some(slug)
}

/// All that the page says of the series of its post, the surest first.
pub(super) fn of(scene: &Scene<'_, '_>) -> Vec<Told<InSeries>> {
    let data = scene.data.series.iter().cloned();
    let data: Vec<Told<InSeries>> = data.map(|it| Told::new(it, "json-ld isPartOf")).collect();
    if !data.is_empty() {
        return data;
    }
    // The address of each, with the first link that has its name.
    let mut found: Vec<(&str, NodeId, String)> = Vec::new();
    for node in scene.facts.serial.iter().filter(|it| is_of_post(scene, **it)) {
        let Some(href) = scene.facts.tree.attribute(*node, "href").map(str::trim) else { continue };
        let is_known = found.iter().any(|(known, ..)| *known == href);
        let title = || scene.facts.line(*node).and_then(|it| named(&it));
        found.extend((!is_known).then(title).flatten().map(|title| (href, *node, title)));
        if found.len() > MOST {
            return Vec::new();
        }
    }
    let one = |(href, node, title): (&str, NodeId, String)| {
        let number = number(scene, node);
        Told::new(InSeries { title, address: Some(href.to_owned()), number }, "link to a series")
    };
    found.into_iter().map(one).collect()
}

/// Whether a link is what the page says of its post. In the text it is what the post tells, unless a part of it is named as
/// that of the series.
fn is_of_post(scene: &Scene<'_, '_>, node: NodeId) -> bool {
    let facts = scene.facts;
    let is_here = match scene.entry() {
        Some(entry) => facts.is_of_entry(node, entry),
        None => !facts.is_outside(node),
    };
    let Some(text) = scene.article.filter(|text| facts.is_in(node, *text)) else { return is_here };
    let mut above = facts.tree.ancestors(node).take_while(|it| *it != text);
    let is_named = |node: NodeId| {
        let classes = facts.tree.attribute(node, "class").unwrap_or_default();
        classes.to_ascii_lowercase().contains("series")
    };
    is_here && above.any(is_named)
}

/// The name of a series on a link.
fn named(line: &str) -> Option<String> {
    let heads = ["series: ", "시리즈: ", "시리즈 : "];
    let bare = heads.iter().find_map(|head| {
        line.get(..head.len())
            .filter(|it| it.eq_ignore_ascii_case(head))
            .map(|_| &line[head.len()..])
    });
    let name = line_of(bare.unwrap_or(line))?;
    let is_none = NO_NAMES.iter().any(|it| name.eq_ignore_ascii_case(it));
    (!is_none).then_some(name)
}

/// The number of the part, as it stands beside the link: `3/10`, `part 3 of 10`.
fn number(scene: &Scene<'_, '_>, node: NodeId) -> Option<u32> {
    let (facts, tree) = (scene.facts, scene.facts.tree);
    let near =
        tree.ancestors(node).take(DEEPEST).take_while(|it| facts.seen(*it).characters <= NEAR);
    near.filter(|it| tree.kind(*it) == Kind::Element).find_map(|around| {
        let of_line = || facts.line(around).and_then(|line| part_of(&line));
        let elements = tree.descendants(around).take(MOST_NODES);
        let mut elements = elements.filter(|it| tree.kind(*it) == Kind::Element);
        elements.find_map(|it| counted(&tree.text(it))).or_else(of_line)
    })
}

/// `3/10`, and nothing else.
fn counted(text: &str) -> Option<u32> {
    let (number, of) = text.trim().split_once('/')?;
    in_order(number.trim(), of.trim())
}

/// `part 3 of 10` in a sentence.
fn part_of(line: &str) -> Option<u32> {
    let lower = line.to_ascii_lowercase();
    let (_, rest) = lower.split_once("part ")?;
    let mut words = rest.split_ascii_whitespace();
    let (number, of, all) = (words.next()?, words.next()?, words.next()?);
    let all = all.trim_end_matches(|it: char| !it.is_ascii_digit());
    (of == "of").then(|| in_order(number, all)).flatten()
}

fn in_order(number: &str, of: &str) -> Option<u32> {
    let read = |text: &str| {
        let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (number, of) = (read(number)?, read(of)?);
    (1..=of).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_series_are_known_by_their_addresses() {
        for series in [
            "/series/walks/",
            "https://velog.io/@kim/series/느린-산책",
            "/시리즈/산책",
            "/Series/a?b=/c",
        ] {
            assert!(may_be(series), "{series}");
        }
        for other in ["/series/", "/series", "/a/b", "/series/walks/2", "/miniseries/a", ""] {
            assert!(!may_be(other), "{other}");
        }
    }

    #[test]
    fn parts_are_counted_from_one() {
        assert_eq!(
            (counted(" 3/10 "), counted("3/2"), counted("0/2"), counted("2020/01")),
            (Some(3), None, None, None)
        );
        assert_eq!(part_of("This entry is part 2 of 5 in the series Walks"), Some(2));
        assert_eq!((part_of("a part of 5 people"), part_of("part 7 of 5")), (None, None));
    }
}
