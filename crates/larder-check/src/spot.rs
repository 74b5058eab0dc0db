//! Where a finding is.

use std::{fmt::Write as _, iter};

use roxmltree::Node;

use crate::{json::Trail, report::shortened, text};

/// A place in a document. Cheap to make; the path is only written for what is reported.
#[derive(Clone, Copy)]
pub(crate) enum Spot<'s> {
    /// A byte of the document.
    At(usize),
    /// An element.
    Element(Node<'s, 's>),
    /// An attribute of an element.
    Attribute(Node<'s, 's>, &'s str),
    /// A byte of an element's text.
    Inside(Node<'s, 's>, usize),
    /// A value of a JSON document.
    Json(&'s Trail<'s>),
}

impl Spot<'_> {
    /// The byte it begins at.
    pub(crate) fn offset(&self) -> usize {
        match self {
            Self::At(offset) => *offset,
            Self::Element(node) => node.range().start,
            Self::Attribute(node, name) => attribute_offset(*node, name),
            Self::Inside(node, at) => text::source_offset(*node, *at),
            Self::Json(trail) => trail.offset,
        }
    }

    /// The way to it from the root of the document.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::At(_) => String::new(),
            Self::Element(node) | Self::Inside(node, _) => element_path(*node),
            Self::Attribute(node, name) => {
                format!("{}/@{}", element_path(*node), shortened(name, NAME))
            }
            Self::Json(trail) => trail.path(),
        }
    }
}

fn attribute_offset(node: Node<'_, '_>, name: &str) -> usize {
    let local = name.rsplit(':').next().unwrap_or(name);
    let found = node.attributes().find(|attribute| attribute.name() == local);
    found.map_or(node.range().start, |attribute| attribute.range().start)
}

fn element_path(node: Node<'_, '_>) -> String {
    let mut ancestors: Vec<_> = node.ancestors().filter(Node::is_element).collect();
    ancestors.reverse();
    let mut path = String::new();
    for element in ancestors {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&shortened(&text::written_name(element), NAME));
        let number = number_of(element);
        if number > 0 {
            write!(path, "[{number}]").expect("writing to a string cannot fail");
        }
    }
    path
}

/// How much of a name is told, in characters.
pub(crate) const NAME: usize = 40;

/// So many siblings are counted. No feed that readers take has more.
const SIBLINGS: usize = 100_000;

/// Its number among its siblings of the same name, from 1; 0 if it is the only one.
fn number_of(node: Node<'_, '_>) -> usize {
    let is_same = |it: &Node<'_, '_>| it.tag_name() == node.tag_name();
    let before = iter::successors(node.prev_sibling(), Node::prev_sibling).take(SIBLINGS);
    let before = before.filter(is_same).count();
    let mut after = iter::successors(node.next_sibling(), Node::next_sibling).take(SIBLINGS);
    let is_last = !after.any(|it| is_same(&it));
    if before == 0 && is_last { 0 } else { before + 1 }
}
