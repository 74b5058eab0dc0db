//! From a tree back to HTML.

use super::{
    Content, NONE, NodeId, Tree,
    arena::{Element, Language},
};
use crate::escape;

impl Tree {
    /// The HTML of a node and of all it holds.
    ///
    /// Unlike html5ever's serialiser this one keeps the first line of a `pre`
    /// when it is empty.
    pub fn outer_html(&self, node: NodeId) -> String {
        let mut html = String::new();
        self.write(node.0, &mut html);
        html
    }

    /// The HTML of all that a node holds.
    pub fn inner_html(&self, node: NodeId) -> String {
        let mut html = String::new();
        for child in self.children(node) {
            self.write(child.0, &mut html);
        }
        html
    }

    fn write(&self, top: u32, html: &mut String) {
        let mut id = top;
        loop {
            self.write_start(id, html);
            let first = self.arena.node(id).first;
            if first != NONE && !self.is_void(id) {
                id = first;
                continue;
            }
            self.write_end(id, html);
            while id != top && self.arena.node(id).next == NONE {
                id = self.arena.node(id).parent;
                self.write_end(id, html);
            }
            if id == top {
                return;
            }
            id = self.arena.node(id).next;
        }
    }

    fn write_start(&self, id: u32, html: &mut String) {
        match &self.arena.node(id).content {
            Content::Document => {}
            Content::Doctype(name) => wrap(html, "<!DOCTYPE ", self.arena.text(*name), ">"),
            Content::Comment(text) => wrap(html, "<!--", self.arena.text(*text), "-->"),
            Content::Text(text) if self.is_in_raw(id) => html.push_str(self.arena.text(*text)),
            Content::Text(text) => escape::push_text(html, self.arena.text(*text)),
            Content::Element(element) => self.write_tag(id, element, html),
        }
    }

    fn write_tag(&self, id: u32, element: &Element, html: &mut String) {
        html.push('<');
        html.push_str(&element.name);
        for (name, value) in self.attributes(NodeId(id)) {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape::push_attribute(html, value);
            html.push('"');
        }
        html.push('>');
        if matches!(self.name(NodeId(id)), Some("pre" | "textarea" | "listing"))
            && let Some(first) = self.first_child(NodeId(id))
            && let Content::Text(text) = self.arena.node(first.0).content
            && self.arena.text(text).starts_with('\n')
        {
            // Parsers drop one.
            html.push('\n');
        }
    }

    fn write_end(&self, id: u32, html: &mut String) {
        if let Content::Element(element) = &self.arena.node(id).content
            && !self.is_void(id)
        {
            wrap(html, "</", &element.name, ">");
        }
    }

    fn is_in_raw(&self, id: u32) -> bool {
        let parent = self.arena.node(id).parent;
        parent != NONE
            && matches!(
                self.name(NodeId(parent)),
                Some("script" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "plaintext")
            )
    }

    fn is_void(&self, id: u32) -> bool {
        let Some(element) = self.arena.element(id) else { return false };
        element.language == Language::Html && is_void(&element.name)
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn wrap(html: &mut String, before: &str, text: &str, after: &str) {
    html.push_str(before);
    html.push_str(text);
    html.push_str(after);
}
