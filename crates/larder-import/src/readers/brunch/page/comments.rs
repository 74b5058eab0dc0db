//! The comments that a page shows. Their dates are relative (`2일 전`) and so say nothing.

use larder_html::{NodeId, Tree};

use super::inline::text_of;
use crate::readers::brunch::capture::CommentDraft;

/// The comments, in the page's order.
pub(super) fn read(tree: &Tree) -> Vec<CommentDraft> {
    let mut found = Vec::new();
    for list in tree.find_all(tree.root(), ".list_comment") {
        let entries = tree.children(list).filter(|node| tree.name(*node) == Some("li"));
        found.extend(
            entries.map(|entry| comment(tree, entry)).filter(|comment| !comment.text.is_empty()),
        );
    }
    found
}

/// A comment. Where its parts are not marked, all of it is its text.
fn comment(tree: &Tree, entry: NodeId) -> CommentDraft {
    let part = |selectors: &[&str]| {
        let node = selectors.iter().find_map(|selector| tree.find(entry, selector))?;
        Some(text_of(tree, node).trim_ascii().to_owned()).filter(|text| !text.is_empty())
    };
    CommentDraft {
        author_name: part(&[".txt_name", ".link_userid", ".name"]),
        text: part(&[".desc_comment", ".txt_comment", ".cont_comment"])
            .unwrap_or_else(|| text_of(tree, entry).trim_ascii().to_owned()),
        ..CommentDraft::default()
    }
}
