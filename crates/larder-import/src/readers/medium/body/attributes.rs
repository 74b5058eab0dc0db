//! Elements without the marks of the editor.

use std::borrow::Cow;

use larder_html::{Edit, NodeId};

use super::Look;

/// Classes of the editor begin with these. None of them means anything elsewhere.
const CLASSES: &[&str] = &[
    "graf",
    "markup--",
    "section",
    "aspectRatio",
    "imageCaption",
    "is-",
    "u-",
    "js-",
    "mixtapeImage",
    "postList",
    "pre--",
    "postField",
    "progressiveMedia",
];

impl<'t> Look<'t> {
    /// The element without the marks of the editor.
    pub(super) fn tag(&self, node: NodeId, class: Option<&'static str>) -> Edit<'t> {
        match self.tree.name(node) {
            Some(name) => Edit::Retag(name.into(), self.attributes(node, class)),
            None => Edit::Keep,
        }
    }

    /// The attributes that are not the editor's; `class` instead of its classes.
    pub(super) fn attributes(
        &self,
        node: NodeId,
        class: Option<&'static str>,
    ) -> Vec<(&'t str, Cow<'t, str>)> {
        let mut kept = Vec::new();
        for (name, value) in self.tree.attributes(node) {
            match name {
                "class" => {}
                "name" => {}
                "id" if !self.targets.contains(value) => {}
                _ if name.starts_with("data-") => {}
                _ => kept.push((name, Cow::Borrowed(value))),
            }
        }
        let own = self.tree.attribute(node, "class").unwrap_or_default();
        let is_own = |it: &&str| !CLASSES.iter().any(|start| it.starts_with(start));
        let classes: Vec<&str> =
            class.into_iter().chain(own.split_ascii_whitespace().filter(is_own)).collect();
        if !classes.is_empty() {
            kept.push(("class", classes.join(" ").into()));
        }
        kept
    }
}
