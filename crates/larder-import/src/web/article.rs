//! Which part of a page is the post.
//!
//! ```text
//! the platform's own container ─► a container that themes name ─► Readability (dom_smoothie) ─► the whole body
//! ```
//!
//! Whatever finds it, the HTML is that of the page itself: Readability only says which elements belong to the article.
//! What is left out is counted.

use std::cell::OnceCell;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use larder_html::{Edit, Kind, NodeId, NodeSet, Tree};

use super::{
    facts::Facts,
    mark::Mark,
    platform::Platform,
    seen::{self, Seen, is_unseen},
};

/// Pages with more elements than this are not given to Readability, whose time they would take.
const MOST_ELEMENTS: usize = 60_000;

/// The attribute that says which element of the page one of Readability's is.
const NUMBER: &str = "data-larder-node";
const BEGIN: &str = "data-larder-node=\"";

/// Whether Readability looks at an attribute.
fn is_looked_at(name: &str) -> bool {
    matches!(
        name,
        "class"
            | "id"
            | "href"
            | "src"
            | "srcset"
            | "data-src"
            | "data-srcset"
            | "alt"
            | "role"
            | "style"
            | "hidden"
            | "rel"
            | "itemprop"
            | "aria-hidden"
            | "aria-modal"
            | "type"
            | "width"
            | "height"
            | "colspan"
            | "rowspan"
            | "summary"
            | "dir"
    )
}

/// The share of the text of a page, in percent, below which a container that a theme named is doubted.
const FAIR_SHARE: usize = 8;

/// The part of a page that is the post.
#[derive(Debug)]
pub(super) struct Article {
    /// The node that holds all of it.
    pub(super) root: NodeId,
    /// The elements below it that belong to it. None: all of them.
    kept: Option<NodeSet>,
    /// Those that hold one that belongs to it, where some do not.
    ways: NodeSet,
    /// Those that are no part of it, though they stand in it.
    dropped: NodeSet,
    /// The same, one after the other: some may stand in others.
    holes: Vec<NodeId>,
    /// What people see of it, once that was asked.
    seen: OnceCell<Seen>,
    /// The heading that is the title of the post, wherever it stands.
    title: Option<NodeId>,
    /// How it was found.
    pub(super) signal: &'static str,
}

impl Article {
    /// Finds the post in a page. None where the page has no text at all.
    pub(super) fn of(facts: &Facts<'_>, platform: Option<&Platform>) -> Option<Self> {
        let named = platform.and_then(|it| of_platform(facts, it)).or_else(|| of_theme(facts));
        let mut article = named.or_else(|| of_readability(facts)).or_else(|| whole(facts))?;
        article.leave_out_others(facts, platform);
        Some(article)
    }

    /// Whether a part of the page was found that is the post, and not just everything.
    pub(super) fn is_found(&self) -> bool {
        self.signal != WHOLE
    }

    /// Comments of readers and what a platform puts into the text are no part of it.
    fn leave_out_others(&mut self, facts: &Facts<'_>, platform: Option<&Platform>) {
        let drop = platform.map(|it| it.drop).unwrap_or_default();
        for selector in drop {
            self.drop(facts.tree.find_all(self.root, selector));
        }
        let others = facts.marked(Mark::Comments).chain(facts.marked(Mark::Furniture));
        let root = self.root;
        // Where nobody names the text of the post, what has the name of a menu is none of it. An `aside` may be the author's.
        let is_unnamed = !matches!(self.signal, "platform" | "entry-content");
        let asides =
            facts.marked(Mark::Aside).filter(|node| facts.tree.name(*node) != Some("aside"));
        let others = others.chain(asides.filter(|_| is_unnamed));
        self.drop(others.filter(|node| *node != root && facts.is_in(*node, root)));
    }

    fn drop(&mut self, nodes: impl IntoIterator<Item = NodeId>) {
        for node in nodes {
            if self.dropped.insert(node) {
                self.holes.push(node);
            }
        }
        self.seen.take();
    }

    /// What people see of it.
    pub(super) fn seen(&self, facts: &Facts<'_>) -> Seen {
        *self.seen.get_or_init(|| match self.kept {
            Some(_) => self.counted(facts.tree),
            None => facts.seen(self.root) - facts.seen_of_all(self.holes.iter().copied()),
        })
    }

    fn counted(&self, tree: &Tree) -> Seen {
        seen::count(tree, self.root, |node| self.fate(tree, node) == Edit::Drop)
    }

    /// The beginning of its text, this many bytes at least if there are as many.
    pub(super) fn start(&self, tree: &Tree, bytes: usize) -> String {
        let mut text = String::new();
        let mut nodes = tree.descendants(self.root);
        while let Some(node) = nodes.next().filter(|_| text.len() < bytes) {
            match tree.kind(node) {
                _ if self.fate(tree, node) == Edit::Drop => nodes.leave(node),
                Kind::Text(more) => {
                    text.extend(more.chars().take(bytes));
                    text.push(' ');
                }
                _ => {}
            }
        }
        text
    }

    /// Takes in what has no number in Readability's article and stands in its text: where lines are broken by `br`, it makes
    /// elements of its own.
    fn take_in(&mut self, tree: &Tree, text: &str) {
        let bare = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
        let text = bare(text);
        let mut more = Vec::new();
        let mut nodes = tree.descendants(self.root);
        let mut left = MOST_REMADE;
        while let Some(node) = nodes.next() {
            if self.fate(tree, node) != Edit::Drop
                || is_unseen(tree, node)
                || self.dropped.contains(node)
            {
                continue;
            }
            nodes.leave(node);
            let own = bare(&tree.text(node));
            if left > 0
                && !own.is_empty()
                && memchr::memmem::find(text.as_bytes(), own.as_bytes()).is_some()
            {
                more.push(node);
                more.extend(tree.descendants(node));
            }
            left = left.saturating_sub(1);
        }
        more.retain(|node| tree.kind(*node) == Kind::Element);
        lead(&mut self.ways, tree, &more);
        if let Some(kept) = &mut self.kept {
            kept.extend(more);
        }
        self.seen.take();
    }

    /// The title is no part of the text, where it stands in front of all of it.
    pub(super) fn leave_out_title(&mut self, facts: &Facts<'_>, title: &str, site: Option<&str>) {
        let tree = facts.tree;
        let is_like = |node: NodeId, name: &str| {
            facts.line(node).is_some_and(|line| super::claims::is_alike(&line, name))
        };
        self.title = facts.headings.iter().copied().find(|node| is_like(*node, title));
        let mut nodes = tree.descendants(self.root);
        while let Some(node) = nodes.next() {
            if self.fate(tree, node) == Edit::Drop {
                nodes.leave(node);
                continue;
            }
            match (tree.kind(node), tree.name(node)) {
                (_, Some("h1" | "h2" | "h3")) => {
                    // The name of the site may stand above the title.
                    let is_site = site.is_some_and(|site| is_like(node, site));
                    if is_site || is_like(node, title) {
                        self.drop([node]);
                    }
                    if !is_site {
                        return;
                    }
                    nodes.leave(node);
                }
                (_, Some("img" | "iframe" | "video")) => return,
                (Kind::Text(text), _) if !text.trim().is_empty() => return,
                _ => {}
            }
        }
    }

    /// Whether a node of the page belongs to it. Its ancestors do.
    fn fate<'a>(&self, tree: &Tree, node: NodeId) -> Edit<'a> {
        if self.dropped.contains(node) || is_unseen(tree, node) {
            return Edit::Drop;
        }
        let Some(kept) = &self.kept else { return Edit::Keep };
        match tree.kind(node) {
            Kind::Element if tree.name(node).is_some() && !kept.contains(node) => {
                // What Readability unwraps it keeps the content of.
                match self.ways.contains(node) {
                    true => Edit::Unwrap,
                    false => Edit::Drop,
                }
            }
            _ => Edit::Keep,
        }
    }

    /// The HTML of the post. `address` says what an address in it is to be; None: what it is.
    pub(super) fn html(&self, tree: &Tree, address: &dyn Fn(&str) -> Option<String>) -> String {
        tree.edited_html(self.root, |node| match self.fate(tree, node) {
            Edit::Keep => super::page::readdressed(tree, node, address),
            other => other,
        })
    }

    /// What of the page is not in it.
    pub(super) fn left_out(&self, facts: &Facts<'_>) -> Seen {
        let Some(body) = facts.body else { return Seen::default() };
        // The title is carried as such.
        let title = self.title.filter(|title| facts.is_in(*title, body));
        let title = title.map_or(Seen::default(), |title| facts.seen(title));
        facts.seen(body) - title - self.seen(facts)
    }
}

/// An article that is all of a node, but for what is there twice.
fn found(facts: &Facts<'_>, root: NodeId, signal: &'static str) -> Article {
    let mut article = Article {
        root,
        kept: None,
        ways: NodeSet::default(),
        dropped: NodeSet::default(),
        holes: Vec::new(),
        seen: OnceCell::new(),
        title: None,
        signal,
    };
    let repeats = facts.repeats().iter().copied();
    article.drop(repeats.filter(|node| *node != root && facts.is_in(*node, root)));
    article
}

fn of_platform(facts: &Facts<'_>, platform: &Platform) -> Option<Article> {
    let node = platform.body.iter().find_map(|selector| {
        let nodes = facts.all_of(selector);
        let nodes = nodes.iter().copied().filter(|node| !facts.is_outside(*node));
        let nodes = facts.outermost(nodes);
        let is_said = |node: &NodeId| is_something(facts.seen(*node));
        match nodes[..] {
            [only] => Some(only).filter(is_said),
            // A list of posts has it many times.
            _ => None,
        }
    })?;
    Some(found(facts, node, "platform"))
}

/// A container that is named as the text of the post, where there is one only and it holds a fair share of the page.
fn of_theme(facts: &Facts<'_>) -> Option<Article> {
    let marked = facts.marked(Mark::Body).filter(|node| !facts.is_outside(*node));
    let outermost = facts.outermost(marked);
    let &[only] = outermost.as_slice() else { return None };
    let all = facts.body.map_or(0, |body| facts.seen(body).length());
    let own = facts.seen(only).length();
    (own > 0 && own * 100 >= all * FAIR_SHARE).then(|| found(facts, only, "entry-content"))
}

const WHOLE: &str = "whole body";

fn whole(facts: &Facts<'_>) -> Option<Article> {
    let body = facts.body.filter(|body| is_something(facts.seen(*body)))?;
    Some(found(facts, body, WHOLE))
}

/// Whether people see anything: a text or a picture.
fn is_something(seen: Seen) -> bool {
    seen.characters > 0 || seen.pictures > 0
}

/// What Readability takes for the article: its elements, found again in the page.
fn of_readability(facts: &Facts<'_>) -> Option<Article> {
    let tree = facts.tree;
    let (document, nodes) = copy(tree, facts.body?)?;
    let mut config = Config::default();
    (config.disable_json_ld, config.max_elements_to_parse) = (true, MOST_ELEMENTS);
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let kept: Vec<NodeId> =
        numbers(&article.content).filter_map(|number| nodes.get(number).copied()).collect();
    let root = common(tree, &kept)?;
    let mut found = found(facts, root, "readability");
    lead(&mut found.ways, tree, &kept);
    found.kept = Some(kept.into_iter().collect());
    // Readability makes elements of its own where lines are broken by `br`, and those have no number: then the elements that
    // have one are not all of its article, and the whole of their common root is the safer answer.
    let mut whole = Seen::default();
    whole.text(&article.text_content, false);
    let is_full = |found: &Article| found.seen(facts).characters * 100 >= whole.characters * FULL;
    if !is_full(&found) {
        found.take_in(tree, &article.text_content);
    }
    if !is_full(&found) {
        (found.kept, found.ways) = (None, NodeSet::default());
        found.seen.take();
    }
    is_full(&found).then_some(found)
}

/// The share of Readability's text, in percent, that has to be found again in the page.
const FULL: u64 = 98;

/// How many elements are looked at that Readability may have made anew.
const MOST_REMADE: usize = 2048;

/// Adds all elements that hold one of these. Each way up ends where another one was gone before.
fn lead(ways: &mut NodeSet, tree: &Tree, nodes: &[NodeId]) {
    for node in nodes {
        for above in tree.ancestors(*node) {
            if !ways.insert(above) {
                break;
            }
        }
    }
}

/// A copy of the body for Readability, each element with its number, and the elements by their numbers. None where there
/// are too many.
fn copy(tree: &Tree, body: NodeId) -> Option<(Document, Vec<NodeId>)> {
    let document = Document::from("<!DOCTYPE html><html><head></head><body></body></html>");
    let top = document.body()?.id;
    let mut nodes: Vec<NodeId> = Vec::new();
    // The elements that are open, and their copies.
    let mut open = vec![(body, top)];
    let mut below = tree.descendants(body);
    while let Some(node) = below.next() {
        while open.len() > 1
            && open.last().is_some_and(|(parent, _)| tree.parent(node) != Some(*parent))
        {
            open.pop();
        }
        let &(_, parent) = open.last()?;
        match tree.kind(node) {
            Kind::Text(text) => {
                let text = document.tree.new_text(text).id;
                document.tree.append_child_of(&parent, &text);
            }
            Kind::Element if is_unseen(tree, node) => below.leave(node),
            Kind::Element => {
                if nodes.len() >= MOST_ELEMENTS {
                    return None;
                }
                let name = tree.name(node);
                let element = document.tree.new_element(name.unwrap_or("svg"));
                for (name, value) in tree.attributes(node).filter(|(name, _)| is_looked_at(name)) {
                    element.set_attr(name, value);
                }
                element.set_attr(NUMBER, &nodes.len().to_string());
                nodes.push(node);
                document.tree.append_child_of(&parent, &element.id);
                match name {
                    Some(_) => open.push((node, element.id)),
                    None => below.leave(node),
                }
            }
            _ => {}
        }
    }
    Some((document, nodes))
}

/// The numbers of the elements in HTML that Readability wrote.
fn numbers(html: &str) -> impl Iterator<Item = usize> {
    html.split(BEGIN).skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok())
}

/// The nearest node that holds all of these.
fn common(tree: &Tree, nodes: &[NodeId]) -> Option<NodeId> {
    let mut nodes = nodes.iter();
    let first = *nodes.next()?;
    let mut way: Vec<NodeId> = tree.ancestors(first).collect();
    way.reverse();
    let mut depth = way.len();
    for node in nodes {
        let mut other: Vec<NodeId> = tree.ancestors(*node).collect();
        other.reverse();
        depth = way.iter().zip(&other).take(depth).take_while(|(one, other)| one == other).count();
    }
    way.get(depth.checked_sub(1)?).copied()
}
