//! Where the nodes, attributes and texts of a tree are.

use std::ops::Range;

use html5ever::{LocalName, Namespace, ns};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// Everything a tree owns.
#[derive(Debug, Default)]
pub(super) struct Arena {
    nodes: Nodes,
    pub(super) attributes: Vec<Attribute>,
    texts: String,
}

/// The nodes, in pieces that are never moved: one vector that doubles would
/// hold a large document twice while it grows.
#[derive(Debug, Default)]
struct Nodes {
    chunks: Vec<Vec<Node>>,
}

/// How many nodes a piece holds.
const CHUNK: usize = 1 << 14;

impl Nodes {
    fn len(&self) -> usize {
        let full = self.chunks.len().saturating_sub(1) * CHUNK;
        full + self.chunks.last().map_or(0, Vec::len)
    }

    fn get(&self, index: usize) -> &Node {
        &self.chunks[index / CHUNK][index % CHUNK]
    }

    fn get_mut(&mut self, index: usize) -> Option<&mut Node> {
        self.chunks.get_mut(index / CHUNK)?.get_mut(index % CHUNK)
    }

    fn push(&mut self, node: Node) {
        match self.chunks.last_mut().filter(|chunk| chunk.len() < CHUNK) {
            Some(chunk) => chunk.push(node),
            None => self.chunks.push(vec![node]),
        }
    }
}

/// A node and its neighbours. There can be one for every byte of a document,
/// so it is kept small.
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
    pub(super) first_attribute: u32,
    pub(super) attribute_count: u16,
    pub(super) language: Language,
    /// MathML's `annotation-xml` when it says that it holds HTML.
    pub(super) holds_html: bool,
}

/// Which language an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Html,
    MathMl,
    Svg,
}

impl Language {
    /// The tree builder makes elements of these three only.
    pub(super) fn of(namespace: &Namespace) -> Self {
        match *namespace {
            ns!(html) => Self::Html,
            ns!(mathml) => Self::MathMl,
            _ => Self::Svg,
        }
    }

    pub(super) fn namespace(self) -> Namespace {
        match self {
            Self::Html => ns!(html),
            Self::MathMl => ns!(mathml),
            Self::Svg => ns!(svg),
        }
    }
}

impl Element {
    pub(super) fn attributes(&self) -> Range<usize> {
        let first = self.first_attribute as usize;
        first..first + usize::from(self.attribute_count)
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
        self.nodes.get(id as usize)
    }

    /// How many nodes there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
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
        self.nodes.get_mut(id as usize).expect("ids are those of nodes that were pushed")
    }

    fn text_end(&self) -> u32 {
        u32::try_from(self.texts.len()).expect("the limits keep texts shorter than 2^32")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert_eq!(size_of::<Node>(), 40);
    }
}
