//! Responses, which are exported among the posts without a mark.

use larder_core::key;
use larder_html::{NodeId, Tree};

/// Whether a post that was published may be an answer to another one: a paragraph at most, without a picture, a subtitle
/// or a headline, called by its own first words.
pub(super) fn is_suspected(tree: &Tree, body: NodeId, title: &str, subtitle: Option<&str>) -> bool {
    let mut paragraphs = 0;
    for node in tree.descendants(body) {
        match tree.name(node) {
            Some("img" | "figure" | "iframe" | "script" | "h1" | "h2" | "h3" | "h4") => {
                return false;
            }
            Some(_) if tree.has_class(node, "graf") => paragraphs += 1,
            _ => {}
        }
    }
    let title = title.trim().trim_end_matches(['…', '.']);
    let words = key::words(title);
    let is_named = !words.is_empty() && key::words(&tree.text(body)).starts_with(&words);
    subtitle.is_none() && paragraphs <= 1 && is_named
}

#[cfg(test)]
mod tests {
    use larder_html::Limits;

    use super::*;

    fn is(html: &str, title: &str, subtitle: Option<&str>) -> bool {
        let tree = Tree::fragment(html, &Limits::default());
        is_suspected(&tree, tree.root(), title, subtitle)
    }

    #[test]
    fn one_paragraph_that_is_its_own_title_may_be_a_response() {
        let one = "<p class=\"graf graf--p\">Thank you, I did not know  that.</p>";
        assert!(is(one, "Thank you, I did not…", None));
        assert!(!is(one, "Thank you, I did not…", Some("x")));
        assert!(!is(one, "A walk", None) && !is(one, "", None));
        assert!(!is(&one.repeat(2), "Thank you", None));
        assert!(!is(&format!("{one}<figure><img></figure>"), "Thank you", None));
        assert!(!is(&format!("<h3 class=graf>Thank you</h3>{one}"), "Thank you", None));
    }
}
