//! Some nodes of a tree.

use super::NodeId;

/// Some nodes of a [`Tree`](super::Tree): a bit for each, which is less than a hash and asked in no time.
///
/// ```
/// use larder_html::{Limits, NodeSet, Tree};
///
/// let page = Tree::fragment("<p>One<p>Two", &Limits::default());
/// let mut seen = NodeSet::default();
/// assert!(page.children(page.root()).all(|node| seen.insert(node)));
/// assert!(!seen.contains(page.root()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeSet {
    words: Vec<u64>,
}

impl NodeSet {
    /// Takes a node in. Returns whether it is new.
    pub fn insert(&mut self, node: NodeId) -> bool {
        let (word, bit) = place(node);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let known = &mut self.words[word];
        let is_new = *known & bit == 0;
        *known |= bit;
        is_new
    }

    /// Whether a node is one of them.
    pub fn contains(&self, node: NodeId) -> bool {
        let (word, bit) = place(node);
        self.words.get(word).is_some_and(|known| known & bit != 0)
    }
}

impl Extend<NodeId> for NodeSet {
    fn extend<I: IntoIterator<Item = NodeId>>(&mut self, nodes: I) {
        for node in nodes {
            self.insert(node);
        }
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        let mut set = Self::default();
        set.extend(nodes);
        set
    }
}

/// The word of a node, and its bit in it.
fn place(node: NodeId) -> (usize, u64) {
    let number = node.number();
    (number / 64, 1 << (number % 64))
}
