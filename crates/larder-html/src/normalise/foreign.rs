//! SVG and MathML: feeds carry only what they say in words.

use super::{element::Element, output::Output};
use crate::tree::{Kind, NodeId, Tree};

/// Writes the words of a drawing or a formula, and counts it.
///
/// A formula's words are its `alttext` or its TeX, as code. A drawing's are its
/// `title`, else its text.
pub(crate) fn write(tree: &Tree, node: NodeId, output: &mut Output<'_>) {
    output.removed.foreign += 1;
    if tree.foreign_name(node) == Some("math") {
        return formula(tree, node, output);
    }
    let words = named(tree, node, "title").map(|title| tree.text(title)).unwrap_or_default();
    if words.trim().is_empty() {
        texts(tree, node, output)
    } else {
        output.unclean_text(words.trim())
    }
}

fn formula(tree: &Tree, node: NodeId, output: &mut Output<'_>) {
    let alternative = tree.attribute(node, "alttext").map(str::to_owned);
    let words =
        alternative.or_else(|| named(tree, node, "annotation").map(|found| tree.text(found)));
    let Some(words) = words.filter(|words| !words.trim().is_empty()) else {
        return texts(tree, node, output);
    };
    if !output.has_room(1) {
        return output.unclean_text(words.trim());
    }
    output.start(Element::Code, &mut Vec::new());
    output.unclean_text(words.trim());
    output.end();
}

/// The first element of a name that is not HTML.
fn named(tree: &Tree, within: NodeId, name: &str) -> Option<NodeId> {
    tree.find_by(within, |node| tree.foreign_name(node) == Some(name))
}

/// Writes all text, but not what scripts and styles are made of.
fn texts(tree: &Tree, within: NodeId, output: &mut Output<'_>) {
    let mut nodes = tree.descendants(within);
    while let Some(node) = nodes.next() {
        match tree.kind(node) {
            Kind::Text(text) => output.unclean_text(text),
            Kind::Element if is_code(tree, node) => nodes.leave(node),
            _ => {}
        }
    }
}

fn is_code(tree: &Tree, node: NodeId) -> bool {
    let name = tree.foreign_name(node).or_else(|| tree.name(node));
    matches!(name, Some("script" | "style" | "metadata" | "defs"))
}
