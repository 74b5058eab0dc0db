//! The thorough way: the tree of a real parser, written out again until it
//! stays the same.

use super::{
    Embeds, Normalise, Removed,
    attribute::Given,
    element::{Element, Fate},
    foreign, noscript,
    output::{Output, given},
    strict,
};
use crate::{
    escape,
    limits::Limits,
    text,
    tree::{Kind, NodeId, Tree},
};

/// How often HTML is parsed before we give up on it.
const PASSES: usize = 5;

/// Normalises any HTML that has been through the character filter.
pub(crate) fn normalise(html: &str, options: &Normalise) -> (String, Removed) {
    let tree = Tree::fragment(html, &options.limits);
    let (mut html, mut removed) = write(&tree, options);
    removed.limits = *tree.dropped();
    // What was read is now bounded; what it became must not be cut.
    let limits = Limits { bytes: usize::MAX, ..options.limits.clone() };
    for _ in 1..PASSES {
        if strict::normalise(&html, options).is_some_and(|(again, _)| again == html) {
            return (html, removed);
        }
        let tree = Tree::fragment(&html, &limits);
        let (again, _) = write(&tree, options);
        if tree.errors() == 0 && again == html {
            return (html, removed);
        }
        html = again;
    }
    removed.escaped = true;
    (as_text(&html), removed)
}

/// The last resort: the text in paragraphs.
fn as_text(html: &str) -> String {
    let lines = text::to_text(html);
    lines.lines().map(|line| format!("<p>{}</p>", escape::text(line))).collect()
}

/// Writes a tree once.
fn write(tree: &Tree, options: &Normalise) -> (String, Removed) {
    let output = Output::new(options, 0);
    let mut walk = Walk { tree, output, open: Vec::new() };
    let mut next = tree.first_child(tree.root());
    while let Some(node) = next {
        let into = walk.enter(node);
        next = match tree.first_child(node).filter(|_| into) {
            Some(child) => Some(child),
            None => walk.leave(node),
        };
    }
    (walk.output.html, walk.output.removed)
}

struct Walk<'t> {
    tree: &'t Tree,
    output: Output<'t>,
    /// For each node entered: whether it opened an element.
    open: Vec<bool>,
}

impl<'t> Walk<'t> {
    /// Writes the beginning of a node; returns whether to write what it holds.
    fn enter(&mut self, node: NodeId) -> bool {
        let depth = self.output.open.len();
        let into = self.begin(node);
        self.open.push(self.output.open.len() > depth);
        into
    }

    /// Ends a node, and those above it that end with it; returns the next.
    fn leave(&mut self, node: NodeId) -> Option<NodeId> {
        let mut node = node;
        loop {
            if self.open.pop() == Some(true) {
                self.output.end();
            }
            if let Some(next) = self.tree.next_sibling(node) {
                return Some(next);
            }
            node = self.tree.parent(node).filter(|parent| *parent != self.tree.root())?;
        }
    }

    fn begin(&mut self, node: NodeId) -> bool {
        match self.tree.kind(node) {
            Kind::Text(text) => self.output.unclean_text(text),
            Kind::Comment(text) => self.output.comment(text),
            Kind::Element => return self.element(node),
            Kind::Document | Kind::Doctype => {}
        }
        false
    }

    fn element(&mut self, node: NodeId) -> bool {
        let Some(name) = self.tree.name(node) else {
            foreign::write(self.tree, node, &mut self.output);
            return false;
        };
        let Some(element) = Element::of(name) else {
            self.output.removed.unwrapped += 1;
            return true;
        };
        let mut attributes = Vec::new();
        given(self.tree.attributes(node), &mut attributes);
        match element.fate() {
            Fate::Remove => self.remove(element, &attributes),
            Fate::Embed => self.output.embed(element, &mut attributes),
            Fate::EmbedWithFallback => return self.object(node, element, &mut attributes),
            Fate::NoScript => return !noscript::repeats_picture(self.tree, node),
            Fate::Preformatted => return self.keep(node, Element::Pre, &mut attributes),
            Fate::Span => return self.keep(node, Element::Span, &mut attributes),
            _ => return self.keep(node, element, &mut attributes),
        }
        false
    }

    fn remove(&mut self, element: Element, attributes: &[Given<'_>]) {
        match element {
            Element::Script => self.output.script(attributes),
            Element::Style => self.output.removed.styles += 1,
            _ => self.output.removed.elements += 1,
        }
    }

    fn keep(&mut self, node: NodeId, element: Element, attributes: &mut Vec<Given<'_>>) -> bool {
        let parent = self.output.open.last().copied();
        let Some(element) = element.under(parent) else {
            self.output.removed.unwrapped += 1;
            return true;
        };
        if !self.output.has_room(1) && !element.is_void() {
            self.output.removed.unwrapped += 1;
            return true;
        }
        if element == Element::Img && noscript::repeated_later(self.tree, node) {
            return false;
        }
        self.output.start(element, attributes);
        !element.is_void()
    }

    fn object(&mut self, node: NodeId, element: Element, attributes: &mut Vec<Given<'_>>) -> bool {
        let has_fallback = self.tree.descendants(node).any(|inside| match self.tree.kind(inside) {
            Kind::Text(text) => !text.trim().is_empty(),
            Kind::Element => !matches!(self.tree.name(inside), Some("param")),
            _ => false,
        });
        if has_fallback && self.output.embeds() != Embeds::Drop {
            self.output.removed.unwrapped += 1;
            return true;
        }
        self.output.embed(element, attributes);
        false
    }
}
