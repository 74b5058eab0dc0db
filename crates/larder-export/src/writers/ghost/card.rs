//! Blocks that Ghost's editor has no card for, in cards of HTML.
//!
//! Ghost takes a body apart block by block. What a block of its own cannot hold (tables, players, folds, names of places)
//! would be dropped there; between the comments of a card it stays as it is.

use larder_html::{Edit, Kind, Limits, NodeId, Tree};

use crate::moving::Text;

const BEGIN: &str = "<!--kg-card-begin: html-->";
const END: &str = "<!--kg-card-end: html-->";
const GATE: &str = "<!--members-only-->";

/// What holds nothing but letters.
const INLINE: [&str; 15] = [
    "a", "strong", "em", "b", "i", "s", "u", "code", "sub", "sup", "mark", "br", "span", "del",
    "strike",
];

/// Cards that Ghost knows by their classes.
const CARDS: [&str; 6] = [
    "kg-gallery-card",
    "kg-bookmark-card",
    "kg-image-card",
    "kg-code-card",
    "kg-callout-card",
    "kg-toggle-card",
];

/// The body for Ghost.
pub(super) fn body(text: &Text<'_>) -> String {
    let tree = Tree::fragment(&text.html, &Limits::default());
    let mut html = String::with_capacity(text.html.len());
    for node in tree.children(tree.root()) {
        let plain = tree.outer_html(node);
        if text.is_gate(&plain) {
            html.push_str(GATE);
            continue;
        }
        let block = shown(&tree, node, text);
        match is_native(&tree, node, text) {
            true => html.push_str(&block),
            false => html.extend([BEGIN, &block, END]),
        }
    }
    html
}

/// A block with the classes that were hidden in it.
fn shown(tree: &Tree, top: NodeId, text: &Text<'_>) -> String {
    let block = |node: NodeId| match tree.name(node) {
        Some(name) => {
            let Some((classes, title)) =
                tree.attribute(node, "title").and_then(|it| text.hidden(it))
            else {
                return Edit::Keep;
            };
            let mut attributes: Vec<_> =
                tree.attributes(node).filter(|(name, _)| *name != "title").collect();
            attributes.push(("class", classes));
            attributes.extend(title.as_deref().map(|title| ("title", title)));
            let attributes = attributes.into_iter().map(|(name, value)| (name, value.into()));
            Edit::Retag(name.into(), attributes.collect())
        }
        None => Edit::Keep,
    };
    tree.edited_outer_html(top, block)
}

/// Whether Ghost's editor has a block that holds all of this one.
fn is_native(tree: &Tree, top: NodeId, text: &Text<'_>) -> bool {
    let name = match tree.kind(top) {
        Kind::Text(_) => return true,
        _ => tree.name(top).unwrap_or_default(),
    };
    let is_card = classes(tree, top, text)
        .is_some_and(|classes| classes.split(' ').any(|class| CARDS.contains(&class)));
    let mut all = std::iter::once(top).chain(tree.descendants(top));
    all.all(|node| match tree.kind(node) {
        Kind::Text(_) => true,
        _ => tree.name(node).is_some_and(|inner| {
            may_hold(name, is_card, inner, node == top)
                && tree.attributes(node).all(|(attribute, value)| {
                    may_have(inner, attribute)
                        || attribute == "title" && text.hidden(value).is_some()
                })
        }),
    })
}

fn classes<'t>(tree: &Tree, node: NodeId, text: &'t Text<'_>) -> Option<&'t str> {
    Some(&text.hidden(tree.attribute(node, "title")?)?.0)
}

/// Whether a block may hold an element, or be one.
fn may_hold(block: &str, is_card: bool, inner: &str, is_top: bool) -> bool {
    let is_inline = INLINE.contains(&inner);
    match block {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => is_top || is_inline,
        "ul" | "ol" => is_inline || matches!(inner, "ul" | "ol" | "li"),
        "blockquote" => is_top || is_inline || inner == "p",
        "pre" => is_top || matches!(inner, "code" | "br"),
        "hr" => is_top,
        "img" => is_top,
        "figure" | "div" if is_card => {
            is_inline
                || matches!(inner, "figure" | "div" | "img" | "figcaption" | "p" | "pre" | "h4")
                || matches!(inner, "ul" | "ol" | "li")
        }
        "figure" => is_inline || matches!(inner, "figure" | "img" | "figcaption"),
        block => INLINE.contains(&block) && is_inline,
    }
}

/// Whether Ghost keeps an attribute of an element, or needs none.
fn may_have(element: &str, attribute: &str) -> bool {
    match element {
        "a" => matches!(attribute, "href" | "rel"),
        "img" => matches!(
            attribute,
            "src"
                | "alt"
                | "width"
                | "height"
                | "title"
                | "loading"
                | "decoding"
                | "srcset"
                | "sizes"
        ),
        "ol" => attribute == "start",
        "code" | "pre" => attribute == "class",
        // Ghost names headings itself.
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => attribute == "id",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::moving::{Files, Goal, Tally, Texts};

    #[track_caller]
    fn becomes(html: &str, expected: &str) {
        let (files, posts) = (Files::default(), HashMap::new());
        let goal = Goal { root: "__GHOST_URL__/", posts: &posts, is_rooted: true, has_cards: true };
        let texts = Texts { goal, files: &files, home: None };
        let text = texts.clean(html, None, &[], &mut Tally::default());
        assert_eq!(body(&text), expected);
    }

    #[test]
    fn what_the_editor_has_blocks_for_stays_as_it_is() {
        for html in [
            "<p>a <strong>b</strong> <a href=\"https://example.org/\">c</a></p>",
            "<h2 id=\"a\">a</h2><ul><li>b<ol><li>c</li></ol></li></ul><blockquote>d</blockquote>",
            "<pre><code class=\"language-rust\">let a;</code></pre><hr>",
            "<figure><img src=\"https://example.org/a.png\" alt=\"a\"><figcaption>b</figcaption></figure>",
            "text <em>alone</em>",
        ] {
            becomes(html, html);
        }
    }

    #[test]
    fn what_it_has_none_for_stands_in_a_card_of_html() {
        for html in [
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
            "<iframe src=\"https://player.example/1\"></iframe>",
            "<details><summary>a</summary><p>b</p></details>",
            "<p id=\"note\">a</p>",
            "<div>a</div>",
        ] {
            becomes(html, &format!("{BEGIN}{html}{END}"));
        }
    }

    #[test]
    fn cards_of_ghost_keep_their_classes_and_gates_their_place() {
        let gallery = "<figure class=\"kg-card kg-gallery-card\"><div class=\"kg-gallery-container\">\
            <div class=\"kg-gallery-image\"><img src=\"__GHOST_URL__/content/images/1.jpg\"></div></div></figure>";
        becomes(&gallery.replace("__GHOST_URL__", ""), gallery);
        let bookmark = "<figure class=\"kg-card kg-bookmark-card\"><a href=\"https://example.org/\" \
            class=\"kg-bookmark-container\"><div class=\"kg-bookmark-title\">a</div></a></figure>";
        becomes(bookmark, bookmark);
        becomes(
            "<p title=\"t\" class=\"kg-x other\">a</p><!--members-only--><p>b</p>",
            "<p class=\"kg-x\" title=\"t\">a</p><!--members-only--><p>b</p>",
        );
    }

    #[test]
    fn nothing_in_a_body_ends_a_card_or_passes_for_a_mark() {
        becomes(
            "<div>a<!--kg-card-end: html--><script>x</script><p title=\"m0c0\">b</p></div>",
            &format!("{BEGIN}<div>a<p title=\"m0c0\">b</p></div>{END}"),
        );
    }
}
