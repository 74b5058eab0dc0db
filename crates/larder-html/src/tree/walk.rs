//! Moving about in a tree.

use super::{Content, NONE, NodeId, Tree};

impl Tree {
    /// The node that holds this one. None for the root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        if node.0 == self.root {
            return None;
        }
        some(self.arena.node(node.0).parent)
    }

    /// The nodes that hold this one, the nearest first.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(node), |node| self.parent(*node))
    }

    /// The first node that it holds.
    pub fn first_child(&self, node: NodeId) -> Option<NodeId> {
        some(self.arena.node(node.0).first)
    }

    /// The node after it with the same parent.
    pub fn next_sibling(&self, node: NodeId) -> Option<NodeId> {
        some(self.arena.node(node.0).next)
    }

    /// The node before it with the same parent.
    pub fn previous_sibling(&self, node: NodeId) -> Option<NodeId> {
        some(self.arena.node(node.0).previous)
    }

    /// The nodes it holds itself.
    pub fn children(&self, node: NodeId) -> Children<'_> {
        Children { tree: self, next: self.first_child(node) }
    }

    /// All nodes in it, in the order of the document. It is not one of them.
    pub fn descendants(&self, node: NodeId) -> Descendants<'_> {
        Descendants { tree: self, top: node, next: self.first_child(node) }
    }

    /// A node and all in it, in the order of the document.
    pub(crate) fn with_descendants(&self, node: NodeId) -> Descendants<'_> {
        Descendants { tree: self, top: node, next: Some(node) }
    }

    /// All text in a node, as it stands.
    ///
    /// Nothing is put between blocks, and the text of scripts and styles is
    /// left out. For text that people read, see [`to_text`](crate::text::to_text).
    pub fn text(&self, node: NodeId) -> String {
        let mut text = String::new();
        if let Content::Text(span) = self.arena.node(node.0).content {
            text.push_str(self.arena.text(span));
        }
        let mut descendants = self.descendants(node);
        while let Some(found) = descendants.next() {
            match self.arena.node(found.0).content {
                Content::Text(span) => text.push_str(self.arena.text(span)),
                Content::Element(_) if self.is_unseen(found) => descendants.leave(found),
                _ => {}
            }
        }
        text
    }

    /// The first node in `within` for which `wanted` holds.
    pub fn find_by(
        &self,
        within: NodeId,
        mut wanted: impl FnMut(NodeId) -> bool,
    ) -> Option<NodeId> {
        self.descendants(within).find(|node| wanted(*node))
    }

    /// The node after everything that `node` holds, but inside `top`.
    fn after(&self, node: NodeId, top: NodeId) -> Option<NodeId> {
        let mut node = node;
        while node != top {
            if let Some(next) = self.next_sibling(node) {
                return Some(next);
            }
            node = self.parent(node)?;
        }
        None
    }

    fn is_unseen(&self, node: NodeId) -> bool {
        matches!(self.name(node), Some("script" | "style"))
    }
}

/// The nodes that a node holds itself.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: Option<NodeId>,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let node = self.next?;
        self.next = self.tree.next_sibling(node);
        Some(node)
    }
}

/// All nodes in a node, in the order of the document.
#[derive(Clone, Debug)]
pub struct Descendants<'a> {
    tree: &'a Tree,
    top: NodeId,
    next: Option<NodeId>,
}

impl Descendants<'_> {
    /// Goes on after `node`, the one just returned, without what it holds.
    pub fn leave(&mut self, node: NodeId) {
        self.next = self.tree.after(node, self.top);
    }
}

impl Iterator for Descendants<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let node = self.next?;
        self.next = self.tree.first_child(node).or_else(|| self.tree.after(node, self.top));
        Some(node)
    }
}

fn some(id: u32) -> Option<NodeId> {
    (id != NONE).then_some(NodeId(id))
}
