//! Who wrote a post.

use larder_html::NodeId;
use url::Url;

use super::{Mark, Scene, Told, by_line::ByLine, line_of, names::Said};

/// How many elements with names are looked at.
const MOST: usize = 32;

/// What `meta` say who wrote a page, the surest first.
const METAS: &[&str] = &[
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
];

/// All that a page says of who wrote it.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The names at each place, the surest first.
    pub(super) told: Vec<Told<Vec<String>>>,
    /// What stands in the place of a name and is none of a person.
    pub(super) others: Vec<Told<String>>,
    /// The pages of people, by their names, where the page leads to them.
    pub(super) pages: Vec<(String, String)>,
}

impl People {
    /// What a page says. `by_line` is the line beside its title.
    pub(super) fn of(scene: &Scene<'_, '_>, by_line: Option<&ByLine>, site: Option<&str>) -> Self {
        let (facts, data) = (scene.facts, scene.data);
        let mut people = Self::default();
        let mut add = |texts: Vec<String>, is_each_one: bool, signal: String| {
            let mut said = Said::default();
            texts.iter().for_each(|text| said.take(text, is_each_one, site, scene.zone));
            let others = said.others.into_iter().map(|it| Told::new(it, signal.clone()));
            people
                .others
                .extend(others.filter(|told| !people.others.contains(told)).collect::<Vec<_>>());
            if !said.names.is_empty() {
                people.told.push(Told::new(said.names, signal));
            }
        };
        if let Some(platform) = scene.platform {
            let node = facts.first_of(platform.author);
            add(
                node.and_then(|node| facts.line(node)).into_iter().collect(),
                false,
                "platform".into(),
            );
            let line =
                facts.first_of(platform.by_line).and_then(|node| ByLine::within(scene, node));
            add(line.map(|it| it.name).into_iter().collect(), false, "platform by-line".into());
        }
        // Of several objects each is one.
        let is_list = data.authors.len() > 1;
        add(
            data.authors.iter().map(|it| it.name.clone()).collect(),
            is_list,
            "json-ld author".into(),
        );
        for name in METAS {
            let texts: Vec<String> = facts.metas_of(name).filter_map(line_of).collect();
            let is_list = texts.len() > 1;
            add(texts, is_list, format!("meta {name}"));
        }
        let links = links(scene);
        let together = links.first().map(|first| beside(scene, *first, &links)).unwrap_or_default();
        let is_list = together.len() > 1;
        add(
            together.iter().filter_map(|it| facts.line(*it)).collect(),
            is_list,
            "rel=author".into(),
        );
        let is_here = |node: &NodeId| !facts.is_outside(*node);
        let marked = facts.marked(Mark::Author).filter(is_here).take(MOST);
        let marked = marked.map(|node| names_in(scene, node)).find(|names| !names.is_empty());
        let marked = marked.unwrap_or_default();
        let is_list = marked.len() > 1;
        add(marked, is_list, "byline".into());
        let line = by_line.map(|it| it.name.clone());
        add(line.into_iter().collect(), false, "text beside the title".into());
        people.pages = pages(scene, &together);
        people
    }
}

fn is_author(rel: &str) -> bool {
    rel.split_ascii_whitespace().any(|it| it == "author")
}

/// The links to pages of authors that stand with the post.
fn links(scene: &Scene<'_, '_>) -> Vec<NodeId> {
    let facts = scene.facts;
    let all = facts.related.iter().filter(|(node, rel)| is_author(rel) && !facts.is_outside(*node));
    all.map(|(node, _)| *node).filter(|node| facts.line(*node).is_some()).take(MOST).collect()
}

/// The links that stand in one by-line with the first: each is the name of one.
fn beside(scene: &Scene<'_, '_>, first: NodeId, links: &[NodeId]) -> Vec<NodeId> {
    let facts = scene.facts;
    let lines = facts.marked(Mark::Author).filter(|line| facts.is_in(first, *line));
    let line = lines.take(MOST).find(|line| *line != first);
    let parent = line.or_else(|| facts.tree.parent(first));
    let is_with = |node: &NodeId| *node == first || parent.is_some_and(|it| facts.is_in(*node, it));
    links.iter().copied().filter(is_with).collect()
}

/// The names in a by-line: those of its cards, or the whole.
fn names_in(scene: &Scene<'_, '_>, node: NodeId) -> Vec<String> {
    let facts = scene.facts;
    let cards = ["[itemprop=name]", ".p-name", ".fn", "a[rel=author]"];
    let cards = cards.iter().map(|it| facts.tree.find_all(node, it)).find(|it| !it.is_empty());
    let cards = facts.outermost(cards.unwrap_or_else(|| vec![node]));
    cards.into_iter().take(MOST).filter_map(|node| facts.line(node)).collect()
}

/// The page of the author, where the page leads to it.
pub(super) fn address(scene: &Scene<'_, '_>) -> Option<Told<String>> {
    let facts = scene.facts;
    let linked =
        facts.related.iter().find(|(node, rel)| is_author(rel) && !facts.is_outside(*node));
    let href = linked.and_then(|(node, _)| facts.tree.attribute(*node, "href"));
    let stated = facts.meta_of("article:author").filter(|it| crate::address::is_web(it));
    let rel = href.map(|it| Told::new(whole(scene, it), "rel=author"));
    let data = || match &scene.data.authors[..] {
        [only] => Some(Told::new(only.page.clone()?, "json-ld author")),
        _ => None,
    };
    rel.or_else(|| stated.map(|it| Told::new(it.to_owned(), "meta article:author"))).or_else(data)
}

/// An address of the page as it is outside of it.
fn whole(scene: &Scene<'_, '_>, href: &str) -> String {
    let page = scene.address.and_then(|it| Url::parse(it).ok());
    let whole = page.and_then(|page| page.join(href.trim()).ok()).map(String::from);
    whole.unwrap_or_else(|| href.trim().to_owned())
}

/// The pages of several people, each by its name.
fn pages(scene: &Scene<'_, '_>, links: &[NodeId]) -> Vec<(String, String)> {
    let facts = scene.facts;
    let linked = links.iter().filter_map(|node| {
        Some((facts.line(*node)?, whole(scene, facts.tree.attribute(*node, "href")?)))
    });
    let data = scene.data.authors.iter();
    let data = data.filter_map(|author| Some((author.name.clone(), author.page.clone()?)));
    linked.chain(data).filter(|(_, page)| crate::address::is_web(page)).collect()
}
