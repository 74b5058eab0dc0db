//! Elements by their names, and the attributes that must stand on them.

use roxmltree::Node;

use crate::{names, report::Findings, rule::Rule, spot::Spot};

/// The element children, with their [names](names::of).
pub(crate) fn children<'d>(
    node: Node<'d, 'd>,
    home: &'static str,
) -> impl Iterator<Item = (Node<'d, 'd>, (&'static str, &'d str))> {
    node.children().filter(Node::is_element).map(move |child| (child, names::of(child, home)))
}

/// The children with this name.
pub(crate) fn named<'d>(
    node: Node<'d, 'd>,
    home: &'static str,
    prefix: &str,
    name: &str,
) -> impl Iterator<Item = Node<'d, 'd>> {
    children(node, home).filter(move |(_, found)| *found == (prefix, name)).map(|(child, _)| child)
}

/// The first child with this name.
pub(crate) fn child<'d>(
    node: Node<'d, 'd>,
    home: &'static str,
    prefix: &str,
    name: &str,
) -> Option<Node<'d, 'd>> {
    named(node, home, prefix, name).next()
}

/// Whether there is a child with this name.
pub(crate) fn has<'d>(node: Node<'d, 'd>, home: &'static str, prefix: &str, name: &str) -> bool {
    child(node, home, prefix, name).is_some()
}

/// The children that come after the first post and are none, but those of namespaces that nobody knows.
pub(crate) fn after_posts<'d>(
    node: Node<'d, 'd>,
    home: &'static str,
    post: &str,
) -> impl Iterator<Item = Node<'d, 'd>> {
    let all = children(node, home).skip_while(move |(_, name)| *name != ("", post));
    all.filter(move |(_, name)| *name != ("", post) && name.0 != "?").map(|(child, _)| child)
}

/// The value of an attribute that must be there. That it is not is reported.
pub(crate) fn required_attribute<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    name: &str,
) -> Option<&'d str> {
    let value = node.attribute(name);
    if value.is_none() {
        findings.value(Rule::MissingAttribute, Spot::Element(node), name);
    }
    value
}
