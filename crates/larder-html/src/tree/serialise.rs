//! From a tree back to HTML.

use std::borrow::Cow;

use super::{
    Content, Descendants, NONE, NodeId, Tree,
    arena::{Element, Language},
};
use crate::escape;

/// What becomes of a node in [`Tree::edited_html`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Edit<'a> {
    /// It stays as it is.
    #[default]
    Keep,
    /// Nothing of it stays.
    Drop,
    /// What it holds stays, without its tags.
    Unwrap,
    /// This HTML stands in its place.
    Replace(String),
    /// It has this name and these attributes instead of its own. What it holds stays.
    Retag(Cow<'a, str>, Vec<(&'a str, Cow<'a, str>)>),
}

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

    /// The HTML of all that a node holds, with changes. Each node is asked for before what it holds; what goes is not
    /// asked for.
    ///
    /// ```
    /// use larder_html::{Edit, Limits, Tree};
    ///
    /// let tree = Tree::fragment("<p>a<b>b</b><i>c</i>", &Limits::default());
    /// let html = tree.edited_html(tree.root(), |node| match tree.name(node) {
    ///     Some("b") => Edit::Unwrap,
    ///     Some("i") => Edit::Retag("em".into(), vec![("id", "x".into())]),
    ///     _ => Edit::Keep,
    /// });
    /// assert_eq!(html, "<p>ab<em id=\"x\">c</em></p>");
    /// ```
    pub fn edited_html<'a>(&'a self, node: NodeId, edit: impl FnMut(NodeId) -> Edit<'a>) -> String {
        self.edited(self.descendants(node), edit)
    }

    /// The HTML of a node and of all it holds, with changes, as [`edited_html`](Self::edited_html) makes them.
    ///
    /// ```
    /// use larder_html::{Edit, Limits, Tree};
    ///
    /// let tree = Tree::fragment("<p>a<b>b</b></p><p>c</p>", &Limits::default());
    /// let first = tree.first_child(tree.root()).expect("a paragraph");
    /// let html = tree.edited_outer_html(first, |node| match tree.name(node) {
    ///     Some("b") => Edit::Unwrap,
    ///     _ => Edit::Keep,
    /// });
    /// assert_eq!(html, "<p>ab</p>");
    /// ```
    pub fn edited_outer_html<'a>(
        &'a self,
        node: NodeId,
        edit: impl FnMut(NodeId) -> Edit<'a>,
    ) -> String {
        self.edited(self.with_descendants(node), edit)
    }

    fn edited<'a>(
        &'a self,
        mut descendants: Descendants<'a>,
        mut edit: impl FnMut(NodeId) -> Edit<'a>,
    ) -> String {
        let mut html = String::new();
        // The end tags to come, each with the node that it belongs to.
        let mut open: Vec<(NodeId, Cow<'a, str>)> = Vec::new();
        while let Some(found) = descendants.next() {
            while open.last().is_some_and(|(parent, _)| self.parent(found) != Some(*parent)) {
                close(&mut html, open.pop());
            }
            let mut name = Cow::Borrowed("");
            match edit(found) {
                Edit::Keep => name = self.write_kept(found, &mut html),
                Edit::Unwrap => {}
                Edit::Drop => {
                    descendants.leave(found);
                    continue;
                }
                Edit::Replace(instead) => {
                    html.push_str(&instead);
                    descendants.leave(found);
                    continue;
                }
                Edit::Retag(tag, attributes) => {
                    push_tag(&mut html, &tag, &attributes);
                    name = if is_void(&tag) { Cow::Borrowed("") } else { tag };
                }
            }
            match self.first_child(found) {
                Some(_) => open.push((found, name)),
                None => close(&mut html, Some((found, name))),
            }
        }
        while let Some(last) = open.pop() {
            close(&mut html, Some(last));
        }
        html
    }

    /// Writes what stands before the content of a node. Returns the name of its end tag, empty if it has none.
    fn write_kept<'a>(&'a self, node: NodeId, html: &mut String) -> Cow<'a, str> {
        self.write_start(node.0, html);
        match self.arena.element(node.0) {
            Some(element) if !self.is_void(node.0) => Cow::Borrowed(&*element.name),
            _ => Cow::Borrowed(""),
        }
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

fn close(html: &mut String, open: Option<(NodeId, Cow<'_, str>)>) {
    if let Some((_, name)) = open.filter(|(_, name)| !name.is_empty()) {
        wrap(html, "</", &name, ">");
    }
}

fn push_tag(html: &mut String, name: &str, attributes: &[(&str, Cow<'_, str>)]) {
    html.push('<');
    html.push_str(name);
    for (name, value) in attributes {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape::push_attribute(html, value);
        html.push('"');
    }
    html.push('>');
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
