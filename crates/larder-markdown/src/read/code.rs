//! Preformatted text: code, if nothing in it means more than a colour.

use larder_html::{Element, Fate, Kind, NodeId, Tree, characters};

use super::{Reader, inline};
use crate::{content::Name, language};

impl Reader<'_, '_> {
    /// A `pre` and all in it.
    pub(super) fn code(&mut self, node: NodeId) {
        let language = language::of(self.tree, node).map(|name| format!("language-{name}"));
        self.builder.end_text_block();
        let depth = self.builder.depth();
        let class = language.as_deref().map(|class| (Name::Class, class));
        self.builder.start(Element::Pre, class.into_iter().collect());
        let keeps_markup = self.has_markup(node);
        let mut next = self.tree.first_child(node);
        let mut open = Vec::new();
        while let Some(at) = next {
            let (began, into) = self.begin_in_code(at, keeps_markup);
            next = self.tree.first_child(at).filter(|_| into);
            open.push((at, began));
            while next.is_none() {
                let Some((last, began)) = open.pop() else { break };
                self.end_in_code(last, began);
                next = self.tree.next_sibling(last);
            }
        }
        self.builder.trim_line_end();
        self.builder.close_to(depth);
    }

    /// Whether there is more than text and its colours.
    fn has_markup(&self, node: NodeId) -> bool {
        self.tree.descendants(node).any(|it| match self.tree.name(it) {
            Some("a") => self.tree.attribute(it, "href").is_some_and(|href| !href.starts_with('#')),
            Some("img" | "strong" | "em" | "mark" | "sub" | "sup" | "del" | "ins" | "kbd") => true,
            _ => false,
        })
    }

    /// Begins a node within code. Returns whether an element was begun, and whether to go into it.
    fn begin_in_code(&mut self, node: NodeId, keeps_markup: bool) -> (bool, bool) {
        if let Kind::Text(text) = self.tree.kind(node) {
            self.builder.verbatim(&characters::clean(text).text);
            return (false, false);
        }
        let Some(element) = self.tree.name(node).and_then(Element::of) else {
            return (false, true);
        };
        match element {
            Element::Br => self.builder.verbatim("\n"),
            _ if matches!(element.fate(), Fate::Remove) => {
                self.drop_one(element.name());
                return (false, false);
            }
            Element::Img if keeps_markup => self.picture_in_code(node),
            _ if is_line(element) && !self.builder.ends_with_start() => self.end_line(),
            _ => return (keeps_markup && self.begin_markup(node, element), true),
        }
        (false, true)
    }

    fn end_in_code(&mut self, node: NodeId, began: bool) {
        if began {
            self.builder.end_verbatim();
        }
        let element = self.tree.name(node).and_then(Element::of);
        // The next line is what ends this one, or the end of all.
        if element.is_some_and(is_line) && self.tree.next_sibling(node).is_some() {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        if !self.builder.ends_with_line_end() {
            self.builder.verbatim("\n");
        }
    }

    fn begin_markup(&mut self, node: NodeId, element: Element) -> bool {
        use Element as E;
        let Some(kept) = inline::of(element) else { return false };
        match kept {
            E::A => {
                let href = self.tree.attribute(node, "href").map(str::to_owned);
                let Some(href) = href.and_then(|href| self.link_address(&href)) else {
                    return false;
                };
                self.builder.start_verbatim(E::A, vec![(Name::Href, &href)]);
            }
            E::Strong | E::Em | E::Mark | E::Sub | E::Sup | E::Del | E::Ins | E::Kbd => {
                self.builder.start_verbatim(kept, Vec::new());
            }
            _ => return false,
        }
        true
    }

    fn picture_in_code(&mut self, node: NodeId) {
        let source = self.tree.attribute(node, "src").map(str::to_owned);
        if let Some(source) = source.and_then(|source| self.media_address(&source)) {
            self.builder.start_verbatim(Element::Img, vec![(Name::Src, &source)]);
            self.builder.end_verbatim();
        }
    }
}

/// Whether an element within code is a line of it.
fn is_line(element: Element) -> bool {
    matches!(element, Element::Div | Element::P | Element::Li | Element::Tr)
}

/// Whether a table is code with its line numbers beside it, as Hexo and Rouge write it.
pub(super) fn is_numbered(tree: &Tree, table: NodeId) -> bool {
    // The first row shows it.
    tree.descendants(table).take(8).any(|node| is_gutter(tree, node))
}

/// Whether a cell holds the line numbers of the code in the next.
pub(super) fn is_gutter(tree: &Tree, cell: NodeId) -> bool {
    let is_numbers = ["gutter", "rouge-gutter", "lineno", "linenos"]
        .into_iter()
        .any(|class| tree.has_class(cell, class));
    let mut beside = std::iter::successors(tree.next_sibling(cell), |it| tree.next_sibling(*it));
    let code = beside.find(|it| tree.name(*it) == Some("td"));
    is_numbers
        && tree.name(cell) == Some("td")
        && code.is_some_and(|code| {
            ["code", "rouge-code"].into_iter().any(|class| tree.has_class(code, class))
        })
}
