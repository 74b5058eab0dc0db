//! What a file shows to whoever reads it, and where its links lead.

use std::collections::BTreeSet;

use larder_html::{Limits, Tree};
use percent_encoding::percent_decode_str;

/// What a file of Markdown shows.
pub(crate) struct Shown {
    /// The addresses that it names, with the element that does.
    pub(crate) addresses: Vec<(String, String)>,
    /// The places that links can point at.
    pub(crate) ids: BTreeSet<String>,
}

impl Shown {
    /// What HTML shows.
    pub(crate) fn of_html(html: &str) -> Self {
        let tree = Tree::fragment(html, &Limits::default());
        let mut shown = Self { addresses: Vec::new(), ids: BTreeSet::new() };
        for node in tree.descendants(tree.root()) {
            let Some(element) = tree.name(node) else { continue };
            for (name, value) in tree.attributes(node) {
                match name {
                    "href" | "src" | "poster" | "data" => {
                        shown.addresses.push((element.to_owned(), value.to_owned()));
                    }
                    "id" => _ = shown.ids.insert(value.to_owned()),
                    "name" if element == "a" => _ = shown.ids.insert(value.to_owned()),
                    _ => {}
                }
            }
        }
        shown
    }

    /// What GitHub and editors show: raw HTML is allowed.
    pub(crate) fn of_markdown(text: &str) -> Self {
        let body =
            text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).unwrap().1;
        let mut options = comrak::Options::default();
        let extension = &mut options.extension;
        extension.table = true;
        extension.strikethrough = true;
        extension.autolink = true;
        extension.tasklist = true;
        extension.footnotes = true;
        options.render.r#unsafe = true;
        Self::of_html(&comrak::markdown_to_html(body, &options))
    }
}

/// The file that an address leads to from another file, and the place in it. None for what is elsewhere on the web.
pub(crate) fn target(from: &str, address: &str) -> Option<(String, String)> {
    let is_whole = address.split(['/', '?', '#']).next().unwrap().contains(':');
    if is_whole || address.starts_with("//") || address.starts_with('/') {
        return None;
    }
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let (path, id) = address.split_once('#').unwrap_or((address, ""));
    assert!(!path.contains('?'), "{address} in {from}");
    if path.is_empty() {
        return Some((from.to_owned(), decoded(id)));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{address} leads out of the folder from {from}"),
            part => parts.push(part),
        }
    }
    Some((decoded(&parts.join("/")), decoded(id)))
}
