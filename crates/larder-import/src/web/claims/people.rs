//! Who wrote a post.

use super::{Mark, Scene, Told, line_of};

/// What stands before a name.
const BEFORE: &[&str] = &[
    "by ",
    "written by ",
    "posted by ",
    "author: ",
    "author : ",
    "글쓴이 : ",
    "글쓴이: ",
    "글쓴이 ",
    "작성자 : ",
    "작성자: ",
    "작성자 ",
    "글 ",
    "by. ",
];

/// What stands before a name and before nothing else.
const BEFORE_NAME: &[&str] =
    &["글쓴이", "작성자", "written by ", "Written by ", "posted by ", "Posted by ", "Author: "];

/// What is no name of a person.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "관리자",
    "author",
    "unknown",
    "anonymous",
    "guest",
    "user",
    "root",
    "editor",
    "글쓴이",
    "작성자",
    "profile",
];

/// The longest name, in characters.
const LONGEST: usize = 80;

/// All that the page says of who wrote it, the surest first.
pub(super) fn of(
    scene: &Scene<'_, '_>,
    titles: &[Told<String>],
    site: Option<&str>,
) -> Vec<Told<Vec<String>>> {
    let (facts, data) = (scene.facts, scene.data);
    let mut told: Vec<Told<Vec<String>>> = Vec::new();
    let mut add = |names: Vec<String>, signal: String| {
        let names: Vec<String> = names.iter().filter_map(|name| cleaned(name, site)).collect();
        if !names.is_empty() {
            told.push(Told::new(names, signal));
        }
    };
    if let Some(platform) = scene.platform {
        let node = facts.first_of(platform.author);
        add(node.and_then(|node| facts.line(node)).into_iter().collect(), "platform".into());
    }
    add(data.authors.clone(), "json-ld author".into());
    for name in [
        "author",
        "article:author",
        "naverblog:nickname",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "og:article:author",
        "og.article.author",
        "by",
    ] {
        add(facts.metas_of(name).filter_map(line_of).collect(), format!("meta {name}"));
    }
    let is_here = |node: &larder_html::NodeId| !facts.is_outside(*node);
    let related = facts
        .related
        .iter()
        .filter(|(_, rel)| rel.split_ascii_whitespace().any(|it| it == "author"));
    let related =
        related.map(|(node, _)| *node).filter(is_here).filter_map(|node| facts.line(node));
    add(related.take(1).collect(), "rel=author".into());
    let marked = facts.marked(Mark::Author).filter(is_here).map(|node| name_in(scene, node));
    add(marked.flatten().take(1).collect(), "byline".into());
    let lines = super::dates::lines_beside(scene, titles);
    let said = lines.iter().flat_map(|line| line.split(['|', '·', '•'])).map(str::trim);
    let mut named = said.filter(|it| BEFORE_NAME.iter().any(|before| it.starts_with(before)));
    add(named.next().map(str::to_owned).into_iter().collect(), "text beside the title".into());
    told
}

/// The name in a by-line: that of its card, or the whole.
fn name_in(scene: &Scene<'_, '_>, node: larder_html::NodeId) -> Option<String> {
    let tree = scene.facts.tree;
    let card = ["[itemprop=name]", ".p-name", ".fn", "a[rel=author]"]
        .iter()
        .find_map(|it| tree.find(node, it));
    scene.facts.line(card.unwrap_or(node))
}

/// The page of the author, where the page leads to it.
pub(super) fn address(scene: &Scene<'_, '_>) -> Option<Told<String>> {
    let facts = scene.facts;
    let is_author = |rel: &str| rel.split_ascii_whitespace().any(|it| it == "author");
    let linked =
        facts.related.iter().find(|(node, rel)| is_author(rel) && !facts.is_outside(*node));
    let href = linked.and_then(|(node, _)| facts.tree.attribute(*node, "href"));
    let stated = facts.meta_of("article:author").filter(|it| crate::address::is_web(it));
    let rel = href.map(|it| Told::new(it.trim().to_owned(), "rel=author"));
    rel.or_else(|| stated.map(|it| Told::new(it.to_owned(), "meta article:author")))
}

/// A name without what stands around it. None for what is no name of a person.
fn cleaned(text: &str, site: Option<&str>) -> Option<String> {
    let mut name = line_of(text)?;
    for before in BEFORE {
        let head = name.get(..before.len()).filter(|it| it.eq_ignore_ascii_case(before));
        if head.is_some() {
            name = name[before.len()..].trim().to_owned();
            break;
        }
    }
    // What follows a name in the same line: a date, terms, a profession.
    let ends = [" · ", " | ", " • ", " ∙ ", " / "]
        .iter()
        .filter_map(|it| name.find(it))
        .chain(year_in(&name));
    if let Some(end) = ends.min() {
        name = name[..end].trim_end().to_owned();
    }
    let lower = name.to_lowercase();
    let is_name = !name.is_empty()
        && name.chars().count() <= LONGEST
        && name.chars().any(char::is_alphabetic)
        && !name.contains('@')
        && !lower.contains("://")
        && !lower.starts_with("www.")
        && !NOBODY.contains(&lower.as_str())
        && !site.is_some_and(|site| site.eq_ignore_ascii_case(&name));
    is_name.then_some(name)
}

/// Where a year begins in a line, with the space before it.
fn year_in(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        let year = bytes.get(at + 1..at + 5);
        bytes[at] == b' '
            && year.is_some_and(|it| {
                (it.starts_with(b"19") || it.starts_with(b"20"))
                    && it.iter().all(u8::is_ascii_digit)
            })
    })
}
