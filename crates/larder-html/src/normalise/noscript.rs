//! The picture in a `noscript` is nearly always the lazy one beside it.

use super::{
    attribute::{Attribute, value},
    image, output,
};
use crate::tree::{Kind, NodeId, Tree};

/// Whether a `noscript` shows nothing but what a picture beside it shows.
pub fn repeats_picture(tree: &Tree, noscript: NodeId) -> bool {
    let Some(inside) = only_picture(tree, noscript).and_then(|image| picture_address(tree, image))
    else {
        return false;
    };
    neighbours(tree, noscript).any(|image| {
        tree.name(image) == Some("img") && picture_address(tree, image).as_ref() == Some(&inside)
    })
}

/// Whether a picture that shows nothing has a `noscript` beside it that does.
pub fn repeated_later(tree: &Tree, image: NodeId) -> bool {
    picture_address(tree, image).is_none()
        && neighbours(tree, image)
            .any(|node| tree.name(node) == Some("noscript") && only_picture(tree, node).is_some())
}

/// The address of a picture: its own, or that from which a script would load it.
///
/// None if it shows nothing, or what it shows is in the address (`data:`).
pub fn picture_address(tree: &Tree, image: NodeId) -> Option<String> {
    let mut given = Vec::new();
    output::given(tree.attributes(image), &mut given);
    image::wake(&mut given);
    let source = value(&given, Attribute::Src)?.trim();
    (!source.is_empty() && !image::is_inline(source)).then(|| source.to_owned())
}

/// The picture in a `noscript` that holds nothing else to see.
fn only_picture(tree: &Tree, noscript: NodeId) -> Option<NodeId> {
    let mut found = None;
    // Enough to see a picture in a link in a figure, and bounded.
    for node in tree.descendants(noscript).take(16) {
        match tree.kind(node) {
            Kind::Text(text) if text.trim().is_empty() => {}
            Kind::Text(_) => return None,
            _ if tree.name(node) == Some("img") && found.replace(node).is_some() => return None,
            _ => {}
        }
    }
    found
}

/// The elements right before and after, white space aside.
fn neighbours(tree: &Tree, node: NodeId) -> impl Iterator<Item = NodeId> {
    let before =
        std::iter::successors(tree.previous_sibling(node), |node| tree.previous_sibling(*node));
    let after = std::iter::successors(tree.next_sibling(node), |node| tree.next_sibling(*node));
    let solid =
        |node: &NodeId| !matches!(tree.kind(*node), Kind::Text(text) if text.trim().is_empty());
    let before = before.take(4).find(solid);
    before.into_iter().chain(after.take(4).find(solid))
}
