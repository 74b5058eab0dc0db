//! Where each comment is in a page.

use std::collections::HashSet;

use larder_html::{Kind, NodeId, Tree};

use super::{super::facts::Facts, parts};

/// An element that is a comment.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) node: NodeId,
    /// The elements that follow it and belong to it.
    pub(super) more: Vec<NodeId>,
    /// The place in the list of the item that it stands in.
    pub(super) above: Option<usize>,
    /// How deep its class says it is.
    pub(super) depth: Option<u32>,
    /// The element that has its number, and the number.
    pub(super) anchor: Option<String>,
    /// The elements within it that are comments by themselves.
    pub(super) within: HashSet<NodeId>,
}

/// How an element shows that it is a comment: the first of these that a part of a page has counts in all of it.
const SHAPES: &[fn(&Facts<'_>, NodeId) -> bool] = &[
    // Naver.
    |facts, node| facts.tree.has_class(node, "u_cbox_comment"),
    // Tistory, since it makes comments by a script.
    |facts, node| facts.tree.has_class(node, "tt-item-reply"),
    // Microformats.
    |facts, node| is_of(facts.tree, node, &["u-comment", "p-comment"]),
    // WordPress, Blogger, Substack, velog and many others.
    |facts, node| {
        let names = ["comment", "pingback", "trackback", "entry-comment", "comment-item"];
        let is_part = matches!(facts.tree.name(node), Some("li" | "div" | "article" | "section"));
        is_part && is_of(facts.tree, node, &names)
    },
    // LiveJournal, its newer and its older pages.
    |facts, node| is_of(facts.tree, node, &["b-leaf", "ljcmt_full", "comment_item", "reply_item"]),
    // Ghost.
    |facts, node| facts.tree.attribute(node, "data-testid") == Some("comment-component"),
    // Blogger's older pages: a name, and what follows it.
    |facts, node| {
        facts.tree.name(node) == Some("dt") && facts.tree.has_class(node, "comment-author")
    },
    // schema.org.
    |facts, node| facts.tree.attribute(node, "itemprop") == Some("comment"),
    // Tistory's older skins number the items of their list; others have classes for what an item says.
    |facts, node| facts.tree.name(node) == Some("li") && is_list_item(facts, node),
    |facts, node| facts.tree.has_class(node, "h-cite") && is_answer(facts.tree, node),
    |facts, node| is_of(facts.tree, node, &["rp_general", "rp_admin", "rp_secret"]),
];

fn is_of(tree: &Tree, node: NodeId, classes: &[&str]) -> bool {
    classes.iter().any(|class| tree.has_class(node, class))
}

/// Whether something that is quoted stands where answers do, and is neither what the post answers nor a mark of approval.
fn is_answer(tree: &Tree, node: NodeId) -> bool {
    let others = [
        "u-in-reply-to",
        "u-like-of",
        "u-repost-of",
        "u-bookmark-of",
        "u-like",
        "u-repost",
        "p-like",
    ];
    let places =
        ["comments", "replies", "responses", "webmentions", "comments-area", "comment-list"];
    let is_place = |it: NodeId| {
        is_of(tree, it, &places) || tree.attribute(it, "id").is_some_and(|id| places.contains(&id))
    };
    !is_of(tree, node, &others) && tree.ancestors(node).take(8).any(is_place)
}

/// Whether an item of a list says who wrote it and what, in parts with names.
fn is_list_item(facts: &Facts<'_>, node: NodeId) -> bool {
    let mut below = facts.tree.descendants(node);
    let (mut is_named, mut is_dated) = (false, false);
    while let Some(child) = below.next() {
        match facts.tree.name(child) {
            // What stands in lists below it is another's.
            Some("li" | "form") => below.leave(child),
            Some(_) => {
                is_named |= parts::is_name(facts.tree, child);
                is_dated |= parts::is_date(facts.tree, child);
            }
            None => {}
        }
    }
    is_named && is_dated
}

/// The comments in a part of a page, in its order.
pub(super) fn all(facts: &Facts<'_>, area: NodeId) -> Vec<Item> {
    let mut elements = vec![area];
    let mut below = facts.tree.descendants(area);
    while let Some(node) = below.next() {
        if facts.tree.kind(node) != Kind::Element {
            continue;
        }
        match facts.tree.name(node) {
            // Nobody sees it until a script takes it out; and a drawing says nothing.
            Some("template" | "script" | "style") | None => below.leave(node),
            Some(_) => elements.push(node),
        }
    }
    for shape in SHAPES {
        let mut nodes = elements.iter().copied().filter(|node| shape(facts, *node));
        if let Some(first) = nodes.next() {
            return items(facts, std::iter::once(first).chain(nodes));
        }
    }
    Vec::new()
}

fn items(facts: &Facts<'_>, nodes: impl Iterator<Item = NodeId>) -> Vec<Item> {
    let tree = facts.tree;
    let mut items: Vec<Item> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for node in nodes {
        let is_open = |at: &usize| items.get(*at).is_some_and(|item| facts.is_in(node, item.node));
        while open.last().is_some_and(|at| !is_open(at)) {
            open.pop();
        }
        let above = open.last().copied();
        let own = number_of(tree, node);
        if let Some(above) = above.and_then(|at| items.get_mut(at)) {
            // Many themes have two elements for one comment, the one within the other.
            let is_same = match (&own, &above.anchor) {
                (Some(own), Some(above)) => digits(own) == digits(above),
                (_, None) | (None, _) => is_first_in(tree, node, above.node),
            };
            if is_same {
                above.anchor = above.anchor.take().or(own);
                continue;
            }
            above.within.insert(node);
        }
        let more = if tree.name(node) == Some("dt") { after(tree, node) } else { Vec::new() };
        let depth = depth(tree, node);
        open.push(items.len());
        items.push(Item { node, more, above, depth, anchor: own, within: HashSet::new() });
    }
    items
}

/// Whether an element is the first that another holds itself.
fn is_first_in(tree: &Tree, node: NodeId, above: NodeId) -> bool {
    first_of(tree, above) == Some(node)
}

/// How many nodes may stand in front of the first element.
const FEW: usize = 16;

/// The first element that another holds itself.
pub(super) fn first_of(tree: &Tree, node: NodeId) -> Option<NodeId> {
    tree.children(node).take(FEW).find(|it| tree.kind(*it) == Kind::Element)
}

/// The `id` of an element that ends in a number.
fn number_of(tree: &Tree, node: NodeId) -> Option<String> {
    let is_one = |id: &&str| {
        let number = digits(id);
        !number.is_empty()
            && number.len() <= 24
            && id.len() <= 64
            && id.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
    };
    let own = tree.attribute(node, "id").map(str::trim).filter(is_one);
    // Dreamwidth numbers the element around it.
    let around = || {
        let parent = tree.parent(node)?;
        let mut elements =
            tree.children(parent).take(FEW).filter(|it| tree.kind(*it) == Kind::Element);
        let only = elements.next() == Some(node) && elements.next().is_none();
        tree.attribute(parent, "id").map(str::trim).filter(is_one).filter(|_| only)
    };
    // Substack has an empty element with the number in front.
    let inside = || {
        let first = first_of(tree, node)?;
        let id = tree.attribute(first, "id").map(str::trim).filter(is_one);
        id.filter(|id| id.starts_with("comment") && tree.first_child(first).is_none())
    };
    own.or_else(around).or_else(inside).map(str::to_owned)
}

/// The number that a text ends in.
pub(super) fn digits(text: &str) -> &str {
    let start = text.rfind(|it: char| !it.is_ascii_digit()).map_or(0, |at| at + 1);
    text.get(start..).unwrap_or_default()
}

/// The elements after a term up to the next one.
fn after(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    let siblings = std::iter::successors(tree.next_sibling(node), |it| tree.next_sibling(*it));
    let elements = siblings.filter(|it| tree.kind(*it) == Kind::Element);
    elements.take_while(|it| tree.name(*it) == Some("dd")).collect()
}

/// How deep a class says that a comment is: `depth-2`, `comment-depth-2`.
fn depth(tree: &Tree, node: NodeId) -> Option<u32> {
    let of = |node: NodeId| {
        let classes = tree.attribute(node, "class")?.split_ascii_whitespace();
        let mut depths = classes.filter_map(|class| {
            class.strip_prefix("comment-").unwrap_or(class).strip_prefix("depth-")?.parse().ok()
        });
        depths.next()
    };
    of(node).or_else(|| tree.ancestors(node).take(2).find_map(of))
}
