//! What a page shows from elsewhere: players, gists, messages.

use larder_html::{Element, NodeId};

use super::{Reader, attributes};
use crate::{content::Name, pass::Embed};

/// The class of quotations that a script turns into messages.
const MESSAGES: [&str; 6] = [
    "twitter-tweet",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "reddit-embed-bq",
    "bluesky-embed",
];

impl Reader<'_, '_> {
    /// `iframe`.
    pub(super) fn frame(&mut self, node: NodeId) {
        if self.mark(node) {
            return;
        }
        let attribute = |name| self.tree.attribute(node, name).unwrap_or("").trim();
        let src = [attribute("src"), attribute("data-src")];
        let src = src.into_iter().find(|src| !matches!(*src, "" | "about:blank"));
        let Some(src) = src else { return self.drop_one("iframe") };
        let embed = Embed::Frame {
            src,
            title: attribute("title"),
            width: attribute("width"),
            height: attribute("height"),
        };
        if self.embed(&embed) {
            return;
        }
        let Some(src) = self.frame_address(src) else { return self.drop_one("iframe") };
        let attributes = attributes::of(self.tree, node, Element::Iframe);
        let mut attributes: Vec<_> =
            attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        attributes.push((Name::Src, &src));
        self.builder.leaf(Element::Iframe, attributes);
    }

    /// Where a frame may show something from: what a link may lead to on the web.
    fn frame_address(&mut self, src: &str) -> Option<String> {
        self.media_address(src).filter(|src| !src.starts_with("data:"))
    }

    /// A script: what it would show, if the target has something for it.
    pub(super) fn script(&mut self, node: NodeId) {
        let src = self.tree.attribute(node, "src").map(str::trim).unwrap_or("");
        if src.is_empty() || !self.embed(&Embed::Script { src }) {
            self.drop_one("script");
        }
    }

    /// A quotation of a message. Returns whether the target has something for it.
    pub(super) fn quote(&mut self, node: NodeId) -> bool {
        if self.asked.is_none() {
            return false;
        }
        let Some(class) = self.tree.attribute(node, "class") else { return false };
        if !MESSAGES.iter().any(|message| self.tree.has_class(node, message)) {
            return false;
        }
        let links = self.tree.descendants(node).filter(|it| self.tree.name(*it) == Some("a"));
        let href = links.filter_map(|link| self.tree.attribute(link, "href")).last().unwrap_or("");
        self.embed(&Embed::Quote { class, href })
    }

    /// `object`, `embed` and `applet`: what they show instead, or a link to it. Returns whether to go into it.
    pub(super) fn object(&mut self, node: NodeId, element: Element) -> bool {
        if self.mark(node) {
            return false;
        }
        if self.tree.first_child(node).is_some() {
            self.unwrap_one(element.name());
            return true;
        }
        let address = ["src", "data"].iter().find_map(|name| self.tree.attribute(node, name));
        let Some(address) = address.and_then(|address| self.link_address(address)) else {
            self.drop_one(element.name());
            return false;
        };
        self.unwrap_one(element.name());
        if self.builder.start_inline(Element::A, vec![(Name::Href, &address)]) {
            self.builder.text(&address);
            self.builder.end_inline();
        }
        false
    }

    /// Puts what the target has for it in the place of something. Returns whether there is anything.
    fn embed(&mut self, embed: &Embed<'_>) -> bool {
        let Some(asked) = &mut self.asked else { return false };
        let Some(text) = asked.pass.embed(embed) else { return false };
        let mark = asked.marks.embed(text);
        asked.counts.embeds += 1;
        let is_block = asked.marks.is_block(mark);
        if is_block {
            self.builder.boundary();
        }
        self.builder.leaf(Element::Embed, vec![(Name::Mark, &mark.to_string())]);
        if is_block {
            self.builder.boundary();
        }
        true
    }

    /// A mark that came back from the renderer.
    fn mark(&mut self, node: NodeId) -> bool {
        if self.asked.is_some() {
            return false;
        }
        let Some(mark) = self.tree.attribute(node, "data-mark") else { return false };
        self.builder.leaf(Element::Embed, vec![(Name::Mark, mark)]);
        true
    }
}
