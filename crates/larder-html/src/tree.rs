//! A document as a tree in three flat vectors.
//!
//! Nodes are numbers, so that nothing here is recursive: not building, not
//! walking, not dropping. html5ever's tree builder makes the tree, behind the
//! [`Limits`] of this crate.

use std::borrow::Cow;

use html5ever::{LocalName, local_name};

use crate::limits::{Dropped, Limits};

mod arena;
mod build;
mod select;
mod serialise;
mod set;
mod sink;
mod walk;

use self::arena::{Arena, Content, Language, NONE};
pub use self::{
    serialise::Edit,
    set::NodeSet,
    walk::{Children, Descendants},
};

/// A node of a [`Tree`]. It means nothing in another tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// A number that no other node of the tree has, for what is known of all its nodes. They are about as many as the nodes.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind<'a> {
    /// The root of everything.
    Document,
    /// A document type.
    Doctype,
    /// An element, of HTML or not.
    Element,
    /// A piece of text. Neighbours may both be text.
    Text(&'a str),
    /// A comment.
    Comment(&'a str),
}

/// A parsed document or fragment.
///
/// ```
/// use larder_html::{Limits, Tree};
///
/// let page = Tree::document("<title>Walks</title><div id=post><p>One<p>Two", &Limits::default());
/// let post = page.find(page.root(), "#post").expect("the page has one");
/// assert_eq!(page.inner_html(post), "<p>One</p><p>Two</p>");
/// ```
#[derive(Debug)]
pub struct Tree {
    arena: Arena,
    root: u32,
    dropped: Dropped,
    errors: usize,
    first_error: Option<usize>,
}

impl Tree {
    /// Parses a whole page.
    ///
    /// Scripts do not run, so `noscript` holds elements. There is no failure:
    /// what the limits cut is in [`dropped`](Self::dropped).
    pub fn document(html: &str, limits: &Limits) -> Self {
        let (html, cut) = prepare(html, limits);
        build::document(&html, limits).with_cut(cut)
    }

    /// Parses a piece of a page, as if it stood in a `div`.
    ///
    /// The [root](Self::root) stands for that `div`: its
    /// [`inner_html`](Self::inner_html) is the piece.
    pub fn fragment(html: &str, limits: &Limits) -> Self {
        let (html, cut) = prepare(html, limits);
        build::fragment(&html, limits).with_cut(cut)
    }

    /// What the limits kept out of the tree.
    pub fn dropped(&self) -> &Dropped {
        &self.dropped
    }

    /// How many errors the standard counts in the document.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Where the first of these errors is: the byte at which the piece of the
    /// document begins that was being read. Line ends count as one byte.
    pub fn first_error(&self) -> Option<usize> {
        self.first_error
    }

    /// The node above all others.
    pub fn root(&self) -> NodeId {
        NodeId(self.root)
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> Kind<'_> {
        match &self.arena.node(node.0).content {
            Content::Document => Kind::Document,
            Content::Doctype(_) => Kind::Doctype,
            Content::Element(_) => Kind::Element,
            Content::Text(text) => Kind::Text(self.arena.text(*text)),
            Content::Comment(text) => Kind::Comment(self.arena.text(*text)),
        }
    }

    /// The name of an HTML element, in lower case.
    ///
    /// None for everything else, SVG and MathML included.
    pub fn name(&self, node: NodeId) -> Option<&str> {
        self.html_name(node).map(|name| &**name)
    }

    /// The name of an element of SVG or MathML.
    pub fn foreign_name(&self, node: NodeId) -> Option<&str> {
        let element = self.arena.element(node.0)?;
        (element.language != Language::Html).then_some(&*element.name)
    }

    /// The value of an attribute; empty if it has none.
    #[inline]
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        // What is asked for most often has a number of its own, and no name is compared.
        match name {
            "class" => self.numbered(node, &local_name!("class")),
            "id" => self.numbered(node, &local_name!("id")),
            "href" => self.numbered(node, &local_name!("href")),
            "rel" => self.numbered(node, &local_name!("rel")),
            "itemprop" => self.numbered(node, &local_name!("itemprop")),
            _ => self.attributes(node).find(|(found, _)| *found == name).map(|(_, value)| value),
        }
    }

    /// The value of an attribute whose name the parser knows.
    fn numbered(&self, node: NodeId, name: &LocalName) -> Option<&str> {
        let attributes = self.arena.element(node.0)?.attributes();
        let found = self.arena.attributes[attributes].iter().find(|it| it.name == *name)?;
        Some(self.arena.text(found.value))
    }

    /// All attributes of an element, in the order written.
    pub fn attributes(&self, node: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let attributes = self.arena.element(node.0).map_or(0..0, |element| element.attributes());
        self.arena.attributes[attributes]
            .iter()
            .map(|attribute| (&*attribute.name, self.arena.text(attribute.value)))
    }

    /// Whether an element's `class` lists this one. Case counts.
    pub fn has_class(&self, node: NodeId, class: &str) -> bool {
        self.attribute(node, "class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|found| found == class))
    }

    fn html_name(&self, node: NodeId) -> Option<&LocalName> {
        let element = self.arena.element(node.0)?;
        (element.language == Language::Html).then_some(&element.name)
    }

    fn with_cut(mut self, bytes: usize) -> Self {
        self.dropped.bytes = bytes;
        self
    }
}

/// The input as the tokenizer wants it, and how many bytes were cut off its end.
fn prepare<'a>(html: &'a str, limits: &Limits) -> (Cow<'a, str>, usize) {
    let mut end = limits.bytes.min(html.len());
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let (kept, cut) = html.split_at(end);
    let kept = kept.strip_prefix('\u{feff}').unwrap_or(kept);
    if memchr::memchr2(b'\r', 0, kept.as_bytes()).is_none() {
        return (Cow::Borrowed(kept), cut.len());
    }
    let lines = kept.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    (Cow::Owned(lines), cut.len())
}

#[cfg(test)]
mod tests;
