//! What a body holds: its elements, where its links lead, and what it shows.

use larder_html::{Kind, Limits, NodeId, Tree, srcset};

use crate::address;

/// What is counted in bodies: a name, and the elements of HTML that are meant.
pub const ELEMENTS: &[(&str, &[&str])] = &[
    ("images", &["img"]),
    ("links", &["a"]),
    ("preformatted", &["pre"]),
    ("code", &["code"]),
    ("tables", &["table"]),
    ("frames", &["iframe"]),
    ("footnotes", &[]),
    ("audio", &["audio"]),
    ("video", &["video"]),
    ("headings", &["h1", "h2", "h3", "h4", "h5", "h6"]),
    ("lists", &["ul", "ol", "dl"]),
    ("quotes", &["blockquote"]),
];

/// The place of footnotes in [`ELEMENTS`]: links to a place of the same body, which are no element of their own.
const FOOTNOTES: usize = 6;

/// What was found in one body.
#[derive(Debug, Default)]
pub(crate) struct BodyFacts {
    /// How many there are of each of [`ELEMENTS`].
    pub(crate) elements: [u64; ELEMENTS.len()],
    /// Where its links lead.
    pub(crate) links: Vec<String>,
    /// The addresses of what it shows or plays.
    pub(crate) shown: Vec<String>,
}

impl BodyFacts {
    /// Looks at a fragment of HTML. What the limits of trees cut is not seen, before and after alike.
    ///
    /// A link to a place of the same body may say where the post is, too: that is `permalink`.
    pub(crate) fn of(html: &str, permalink: Option<&str>) -> Self {
        let mut facts = Self::default();
        if !html.contains('<') {
            return facts;
        }
        let tree = Tree::fragment(html, &Limits::default());
        for node in tree.descendants(tree.root()) {
            if tree.kind(node) == Kind::Element {
                facts.element(&tree, node);
            }
        }
        let is_note = |link: &&String| is_within(link, permalink);
        facts.elements[FOOTNOTES] = facts.links.iter().filter(is_note).count() as u64;
        facts
    }

    fn element(&mut self, tree: &Tree, node: NodeId) {
        let Some(name) = tree.name(node) else { return };
        for (count, (_, names)) in self.elements.iter_mut().zip(ELEMENTS) {
            *count += u64::from(names.contains(&name) && !is_empty(tree, node, name));
        }
        for attribute in ["src", "poster", "data", "data-src"] {
            self.shown.extend(tree.attribute(node, attribute).map(str::to_owned));
        }
        if let Some(candidates) = tree.attribute(node, "srcset") {
            self.shown
                .extend(srcset::candidates(candidates).map(|(address, _)| address.to_owned()));
        }
        if let Some(href) = tree.attribute(node, "href") {
            self.links.push(href.to_owned());
        }
    }
}

/// Whether a link leads to a place of the body that it stands in.
fn is_within(link: &str, permalink: Option<&str>) -> bool {
    let Some((page, place)) = link.split_once('#') else { return false };
    let is_own = |permalink: &str| address::plain(permalink) == address::plain(page);
    !place.is_empty() && (page.is_empty() || permalink.is_some_and(is_own))
}

/// An `a` that leads nowhere is a place, not a link; an `img` without any address says that a picture was there once,
/// which the ledger of media counts as missing.
fn is_empty(tree: &Tree, node: NodeId, name: &str) -> bool {
    let has = |attribute: &&str| tree.attribute(node, attribute).is_some();
    match name {
        "a" => !has(&"href"),
        "img" => !["src", "srcset", "data-src"].iter().any(has),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_links_and_pictures_are_found() {
        let facts = BodyFacts::of(
            "<h2>a</h2><p><a href='#fn1'>1</a> <a name=x></a><img src=a.jpg srcset='b.jpg 2x'></p>\
             <pre><code>x</code></pre><video poster=p.jpg src=v.mp4></video>",
            None,
        );
        let counted: Vec<_> = ELEMENTS.iter().zip(facts.elements).filter(|it| it.1 > 0).collect();
        let names: Vec<_> = counted.iter().map(|((name, _), count)| (*name, *count)).collect();
        assert_eq!(
            names,
            [
                ("images", 1),
                ("links", 1),
                ("preformatted", 1),
                ("code", 1),
                ("footnotes", 1),
                ("video", 1),
                ("headings", 1)
            ]
        );
        assert_eq!(facts.links, ["#fn1"]);
        let absolute =
            BodyFacts::of("<a href='https://e.org/1#fn1'>1</a>", Some("http://e.org/1/"));
        assert_eq!(absolute.elements[FOOTNOTES], 1);
        assert_eq!(facts.shown, ["a.jpg", "b.jpg", "v.mp4", "p.jpg"]);
    }
}
