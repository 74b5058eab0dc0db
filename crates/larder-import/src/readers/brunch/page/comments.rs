//! The comments that a page shows. Their dates are relative (`2일 전`) and so say nothing.

use larder_html::{NodeId, Tree};

use super::inline::text_of;
use crate::readers::brunch::capture::CommentDraft;

/// The comments, in the page's order. Answers stand after what they answer; the page does not number them.
pub(super) fn read(tree: &Tree) -> Vec<CommentDraft> {
    let mut found = Vec::new();
    let mut nodes = tree.descendants(tree.root());
    while let Some(node) = nodes.next() {
        if tree.has_class(node, "list_comment") {
            found.extend(in_list(tree, node));
            nodes.leave(node);
        }
    }
    found
}

/// The comments of a list. One pass, so that lists within lists cost nothing.
fn in_list(tree: &Tree, list: NodeId) -> Vec<CommentDraft> {
    let is_any = |node, classes: &[&str]| classes.iter().any(|class| tree.has_class(node, class));
    let text = |node| text_of(tree, node).trim_ascii().to_owned();
    let mut found: Vec<CommentDraft> = Vec::new();
    let mut nodes = tree.descendants(list);
    while let Some(node) = nodes.next() {
        if tree.name(node) == Some("li") {
            found.push(CommentDraft::default());
            continue;
        }
        let Some(comment) = found.last_mut() else { continue };
        if comment.author_name.is_none() && is_any(node, &["txt_name", "link_userid"]) {
            comment.author_name = Some(text(node)).filter(|name| !name.is_empty());
            nodes.leave(node);
        } else if comment.text.is_empty() && is_any(node, &["desc_comment", "txt_comment"]) {
            comment.text = text(node);
            nodes.leave(node);
        }
    }
    found.retain(|comment| !comment.text.is_empty());
    if found.is_empty() { unmarked(tree, list) } else { found }
}

/// Where the parts of a comment are not marked, all of it is its text.
fn unmarked(tree: &Tree, list: NodeId) -> Vec<CommentDraft> {
    let entries = tree.children(list).filter(|node| tree.name(*node) == Some("li"));
    let texts = entries.map(|entry| text_of(tree, entry).trim_ascii().to_owned());
    let texts = texts.filter(|text| !text.is_empty());
    texts.map(|text| CommentDraft { text, ..CommentDraft::default() }).collect()
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;

    use super::*;

    fn seen(html: &str) -> Vec<(Option<String>, String)> {
        let tree = Tree::document(html, &Limits::default());
        read(&tree).into_iter().map(|found| (found.author_name, found.text)).collect()
    }

    #[test]
    fn answers_are_comments_of_their_own() {
        let html = "<ul class=list_comment><li><b class=txt_name>가</b><p class=desc_comment>하나<br>둘</p>\
                    <ul class=list_comment><li><b class=txt_name>나</b><p class=desc_comment>셋</p></li></ul></li></ul>";
        let expected = [(Some("가".into()), "하나\n둘".into()), (Some("나".into()), "셋".into())];
        assert_eq!(seen(html), expected);
    }

    #[test]
    fn without_marks_the_whole_entry_is_the_text() {
        assert_eq!(
            seen("<ul class=list_comment><li>가 <i>나</i></li><li> </li></ul>"),
            [(None, "가 나".into())]
        );
    }
}
