//! Where the nodes, attributes and texts of a tree are.

use std::ops::Range;

use html5ever::{LocalName, Namespace};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// Everything a tree owns.
#[derive(Debug, Default)]
pub(super) struct Arena {
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute>,
    texts: String,
}

/// A node and its neighbours.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) previous: u32,
    pub(super) next: u32,
    pub(super) depth: u32,
    pub(super) content: Content,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Content {
    Document,
    Doctype(Span),
    Element(Element),
    Text(Span),
    Comment(Span),
}

/// An element's name and where its attributes are.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: LocalName,
    pub(super) namespace: Namespace,
    pub(super) first_attribute: u32,
    pub(super) attribute_count: u32,
    /// MathML's `annotation-xml` when it says that it holds HTML.
    pub(super) holds_html: bool,
}

impl Element {
    pub(super) fn attributes(&self) -> Range<usize> {
        let first = self.first_attribute as usize;
        first..first + self.attribute_count as usize
    }
}

/// An attribute of an element.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: LocalName,
    pub(super) value: Span,
}

/// A part of the texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Arena {
    pub(super) fn node(&self, id: u32) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn element(&self, id: u32) -> Option<&Element> {
        match &self.node(id).content {
            Content::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(super) fn text(&self, span: Span) -> &str {
        &self.texts[span.start as usize..span.end as usize]
    }

    pub(super) fn push_text(&mut self, text: &str) -> Span {
        let start = self.text_end();
        self.texts.push_str(text);
        Span { start, end: self.text_end() }
    }

    /// Adds a node that is nowhere yet.
    pub(super) fn push(&mut self, content: Content) -> u32 {
        let id = u32::try_from(self.nodes.len()).expect("the node budget is far below 2^32");
        let (first, last, previous, next) = (NONE, NONE, NONE, NONE);
        self.nodes.push(Node { parent: NONE, first, last, previous, next, depth: 0, content });
        id
    }

    /// Makes a free node the last child.
    pub(super) fn append(&mut self, parent: u32, child: u32) {
        let last = self.node(parent).last;
        let depth = self.node(parent).depth + 1;
        let node = self.node_mut(child);
        (node.parent, node.previous, node.next, node.depth) = (parent, last, NONE, depth);
        match last {
            NONE => self.node_mut(parent).first = child,
            last => self.node_mut(last).next = child,
        }
        self.node_mut(parent).last = child;
    }

    /// Puts a free node before one that has a parent.
    pub(super) fn insert_before(&mut self, sibling: u32, child: u32) {
        let Node { parent, previous, depth, .. } = *self.node(sibling);
        let node = self.node_mut(child);
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, sibling, depth);
        match previous {
            NONE => self.node_mut(parent).first = child,
            previous => self.node_mut(previous).next = child,
        }
        self.node_mut(sibling).previous = child;
    }

    /// Frees a node from its parent, if it has one.
    pub(super) fn detach(&mut self, id: u32) {
        let Node { parent, previous, next, .. } = *self.node(id);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => self.node_mut(parent).first = next,
            previous => self.node_mut(previous).next = next,
        }
        match next {
            NONE => self.node_mut(parent).last = previous,
            next => self.node_mut(next).previous = previous,
        }
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Adds text after `last`, in the same node if it was the last one written.
    pub(super) fn extend_text(&mut self, last: u32, text: &str) -> bool {
        let end = self.text_end();
        let Some(Node { content: Content::Text(span), .. }) = self.nodes.get_mut(last as usize)
        else {
            return false;
        };
        if span.end != end {
            return false;
        }
        self.texts.push_str(text);
        span.end = end + u32::try_from(text.len()).expect("texts are shorter than 2^32");
        true
    }

    pub(super) fn node_mut(&mut self, id: u32) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    fn text_end(&self) -> u32 {
        u32::try_from(self.texts.len()).expect("the limits keep texts shorter than 2^32")
    }
}
