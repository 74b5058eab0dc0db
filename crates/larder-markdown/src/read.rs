//! From HTML to content.

mod attributes;
mod builder;
mod code;
mod embed;
mod inline;
mod media;

use std::collections::HashSet;

use larder_html::{Element, Fate, Kind, NodeId, Tree, repeated_later, repeats_picture};

use self::builder::Builder;
use crate::{
    content::{Content, Name},
    counts::Counts,
    marks::Marks,
    pass::Pass,
};

/// What asks for changes while a source is read.
pub(crate) struct Asked<'a> {
    pub(crate) pass: &'a mut dyn Pass,
    pub(crate) marks: &'a mut Marks,
    pub(crate) counts: &'a mut Counts,
}

/// The content of a body, with the changes asked for.
pub(crate) fn source(tree: &Tree, length: usize, asked: Asked<'_>) -> Content {
    let targets = targets(tree);
    Reader::new(tree, length, Some(asked), targets).run()
}

/// The content of what a renderer made. Marks are read, and nothing is asked.
pub(crate) fn rendered(tree: &Tree, length: usize) -> Content {
    Reader::new(tree, length, None, HashSet::new()).run()
}

/// The ids that links of the body point at.
fn targets(tree: &Tree) -> HashSet<String> {
    let links = tree.descendants(tree.root()).filter(|node| tree.name(*node) == Some("a"));
    links
        .filter_map(|link| Some(tree.attribute(link, "href")?.split_once('#')?.1.to_owned()))
        .filter(|id| !id.is_empty() && id.len() <= LONGEST_ID)
        .collect()
}

/// The longest id that is kept, in bytes.
const LONGEST_ID: usize = 256;

struct Reader<'t, 'a> {
    tree: &'t Tree,
    builder: Builder,
    asked: Option<Asked<'a>>,
    targets: HashSet<String>,
    /// What ends with each node entered.
    ends: Vec<End>,
    /// What language the text around is in, as far as it is kept.
    languages: Vec<&'t str>,
}

/// What ends with a node.
#[derive(Clone, Copy, Debug, Default)]
struct End {
    /// Blocks are closed down to so many.
    depth: Option<usize>,
    is_boundary: bool,
    /// Of a paragraph: how much was written before it.
    paragraph: Option<usize>,
    inlines: usize,
    has_language: bool,
    direction: Option<Option<&'static str>>,
}

impl<'t, 'a> Reader<'t, 'a> {
    fn new(
        tree: &'t Tree,
        length: usize,
        asked: Option<Asked<'a>>,
        targets: HashSet<String>,
    ) -> Self {
        let builder = Builder::new(length);
        Self { tree, builder, asked, targets, ends: Vec::new(), languages: Vec::new() }
    }

    fn run(mut self) -> Content {
        let mut next = self.tree.first_child(self.tree.root());
        while let Some(node) = next {
            let mut end = End::default();
            let into = self.enter(node, &mut end);
            self.ends.push(end);
            next = match self.tree.first_child(node).filter(|_| into) {
                Some(child) => Some(child),
                None => self.leave(node),
            };
        }
        self.builder.finish()
    }

    /// Ends a node, and those above it that end with it; returns the next.
    fn leave(&mut self, node: NodeId) -> Option<NodeId> {
        let mut node = node;
        loop {
            if let Some(end) = self.ends.pop() {
                self.end(end);
            }
            if let Some(next) = self.tree.next_sibling(node) {
                return Some(next);
            }
            node = self.tree.parent(node).filter(|parent| *parent != self.tree.root())?;
        }
    }

    fn end(&mut self, end: End) {
        for _ in 0..end.inlines {
            self.builder.end_inline();
        }
        if let Some(depth) = end.depth {
            self.builder.close_to(depth);
        }
        if end.is_boundary {
            self.builder.end_boundary();
            if end.paragraph == Some(self.builder.length()) {
                self.drop_one("empty paragraph");
            }
        }
        if end.has_language {
            self.languages.pop();
        }
        if let Some(direction) = end.direction {
            self.builder.set_direction(direction);
        }
    }

    /// Begins a node. Returns whether to go into it.
    fn enter(&mut self, node: NodeId, end: &mut End) -> bool {
        match self.tree.kind(node) {
            // What a renderer made of clean text is clean, or it is not the same.
            Kind::Text(text) if self.asked.is_none() => {
                self.builder.text(text);
                false
            }
            Kind::Text(text) => {
                self.builder.text(&larder_html::characters::clean(text).text);
                false
            }
            Kind::Comment(_) => {
                self.drop_one("comment");
                false
            }
            Kind::Element => self.element(node, end),
            _ => false,
        }
    }

    fn element(&mut self, node: NodeId, end: &mut End) -> bool {
        let Some(name) = self.tree.name(node) else { return self.foreign(node) };
        let Some(element) = Element::of(name) else { return self.unknown(name, end) };
        if element.fate() == Fate::Remove {
            self.removed(node, element);
            return false;
        }
        self.anchor(node, element);
        match element {
            Element::Br => self.builder.line_break(),
            Element::Wbr => self.drop_one("wbr"),
            Element::Hr => self.rule(),
            Element::Pre | Element::Listing | Element::Xmp | Element::Plaintext => self.code(node),
            Element::Img => self.picture(node),
            Element::Picture => return self.pictures(node),
            Element::Video | Element::Audio => self.player(node, element),
            Element::Iframe => self.frame(node),
            Element::Embed | Element::Object | Element::Applet => {
                return self.object(node, element);
            }
            Element::Noscript => return !repeats_picture(self.tree, node),
            Element::Source | Element::Track | Element::Area | Element::Col => {
                self.drop_one(element.name());
            }
            Element::Colgroup => return false,
            _ => return self.holder(node, element, end),
        }
        false
    }

    /// An element that holds something.
    fn holder(&mut self, node: NodeId, element: Element, end: &mut End) -> bool {
        if let Some(inline) = inline::of(element) {
            self.language(node, end);
            self.inline(node, inline, end);
            return true;
        }
        if element == Element::Blockquote && self.quote(node) {
            return false;
        }
        if element == Element::Td && code::is_gutter(self.tree, node) {
            self.drop_one("line numbers");
            return false;
        }
        self.direction(node, end);
        self.block(node, element, end);
        self.language(node, end);
        true
    }

    /// A block, or the boundary that is left of it.
    fn block(&mut self, node: NodeId, element: Element, end: &mut End) {
        let is_code = element == Element::Table && code::is_numbered(self.tree, node);
        let as_what = self.as_block(element).filter(|_| !is_code);
        let Some(kept) = as_what.filter(|_| self.builder.has_room()) else {
            if element != Element::P && !matches!(element.fate(), Fate::Table) {
                self.unwrap_one(element.name());
            }
            end.is_boundary = true;
            self.builder.boundary();
            end.paragraph = (element == Element::P).then(|| self.builder.length());
            return;
        };
        let attributes = attributes::of(self.tree, node, kept);
        let attributes = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
        self.builder.end_text_block();
        end.depth = Some(self.builder.depth());
        self.builder.start(kept, attributes);
    }

    /// What a block is where it stands. None if only its content counts.
    fn as_block(&self, element: Element) -> Option<Element> {
        use Element as E;
        let container = self.builder.container();
        match element {
            E::Blockquote | E::Details | E::Dl | E::Ol | E::Table => Some(element),
            E::Ul | E::Menu | E::Dir => Some(E::Ul),
            E::Summary => (container == Some(E::Details)).then_some(element),
            E::Li => matches!(container, Some(E::Ul | E::Ol)).then_some(element),
            E::Dt | E::Dd => (container == Some(E::Dl)).then_some(element),
            E::Tr | E::Caption => (container == Some(E::Table)).then_some(element),
            E::Td | E::Th => (container == Some(E::Tr)).then_some(element),
            _ if element.is_heading() => {
                (!self.builder.top().is_some_and(Element::is_heading)).then_some(element)
            }
            _ => None,
        }
    }

    fn rule(&mut self) {
        self.builder.end_text_block();
        let depth = self.builder.depth();
        self.builder.start(Element::Hr, Vec::new());
        self.builder.close_to(depth);
    }

    /// An element that no standard knows, or only as part of a form.
    fn unknown(&mut self, name: &str, end: &mut End) -> bool {
        const BLOCKS: [&str; 8] =
            ["form", "fieldset", "legend", "dialog", "search", "option", "optgroup", "body"];
        if let Some(known) = BLOCKS.iter().find(|known| **known == name) {
            self.unwrap_one(known);
            self.builder.boundary();
            end.is_boundary = true;
        } else {
            self.unwrap_one("other");
        }
        true
    }

    fn removed(&mut self, node: NodeId, element: Element) {
        match element {
            Element::Script => self.script(node),
            Element::Input if self.is_check_box(node) => {
                self.builder.check_box(self.tree.attribute(node, "checked").is_some());
            }
            _ => self.drop_one(element.name()),
        }
    }

    /// Whether a field is the check box at the beginning of an item.
    fn is_check_box(&self, node: NodeId) -> bool {
        let is_box =
            self.tree.attribute(node, "type").is_some_and(|it| it.eq_ignore_ascii_case("checkbox"));
        is_box && self.builder.is_at_start() && self.builder.container() == Some(Element::Li)
    }

    /// What a drawing or a formula says in words.
    fn foreign(&mut self, node: NodeId) -> bool {
        let is_formula = self.tree.foreign_name(node) == Some("math");
        self.drop_one(if is_formula { "math" } else { "svg" });
        let inner = |name: &str| {
            let found = self.tree.find_by(node, |it| self.tree.foreign_name(it) == Some(name));
            found.map(|found| self.tree.text(found))
        };
        let words = if is_formula {
            let alternative = self.tree.attribute(node, "alttext").map(str::to_owned);
            alternative.or_else(|| inner("annotation")).unwrap_or_else(|| self.tree.text(node))
        } else {
            inner("title").unwrap_or_else(|| self.tree.text(node))
        };
        self.builder.text(&larder_html::characters::clean(&words).text);
        false
    }

    /// Remembers the ids of an element, and the name of an anchor.
    fn anchor(&mut self, node: NodeId, element: Element) {
        let id = self.tree.attribute(node, "id");
        let name = self.tree.attribute(node, "name").filter(|_| element == Element::A);
        for id in [id, name].into_iter().flatten() {
            if self.keeps_id(id, element) {
                let id = larder_html::characters::clean_attribute(id).text;
                self.builder.anchor(&id);
            } else if !id.is_empty() {
                self.drop_one("id");
            }
        }
    }

    fn keeps_id(&mut self, id: &str, element: Element) -> bool {
        if id.is_empty() || id.len() > LONGEST_ID || id.contains(char::is_whitespace) {
            return false;
        }
        let Some(asked) = &mut self.asked else { return element == Element::A };
        element == Element::A
            || element.is_heading()
            || ["fn", "footnote", "comment"].iter().any(|it| id.starts_with(it))
            || self.targets.contains(id)
            || asked.pass.is_target(id)
    }

    /// A direction that a block says: it is one of the blocks in it.
    fn direction(&mut self, node: NodeId, end: &mut End) {
        let Some(said) = self.tree.attribute(node, "dir") else { return };
        let before = self.builder.direction();
        let said = match said.to_ascii_lowercase().as_str() {
            "rtl" => Some("rtl"),
            "auto" => Some("auto"),
            // What is usual says nothing. What was written says it for a reason.
            "ltr" if self.asked.is_some() => before.and(Some("ltr")),
            "ltr" => Some("ltr"),
            _ => return,
        };
        if said != before {
            end.direction = Some(before);
            self.builder.set_direction(said);
        }
    }

    /// A language: all text within is marked with it.
    fn language(&mut self, node: NodeId, end: &mut End) {
        let Some(language) = self.tree.attribute(node, "lang").map(str::trim) else { return };
        let is_tag = !language.is_empty()
            && language.len() <= 35
            && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_tag || self.languages.last() == Some(&language) {
            return;
        }
        if self.is_whole_body(node) {
            return self.drop_one("lang of the whole body");
        }
        if self.builder.start_inline(Element::Span, vec![(Name::Lang, language)]) {
            end.inlines += 1;
            self.languages.push(language);
            end.has_language = true;
        }
    }

    /// Whether all there is is in this element: what it says is of the post.
    fn is_whole_body(&self, node: NodeId) -> bool {
        let root = self.tree.root();
        let is_only = |node: NodeId| {
            let parent = self.tree.parent(node).unwrap_or(root);
            self.tree.children(parent).take(8).all(|child| {
                child == node
                    || matches!(self.tree.kind(child), Kind::Text(text) if text.trim().is_empty())
                    || matches!(self.tree.kind(child), Kind::Comment(_))
            })
        };
        self.asked.is_some()
            && self.tree.name(node) != Some("span")
            && self.tree.name(node) != Some("p")
            && is_only(node)
            && self.tree.ancestors(node).take(8).all(|above| above == root || is_only(above))
    }

    fn drop_one(&mut self, rule: &'static str) {
        if let Some(asked) = &mut self.asked {
            asked.counts.drop_one(rule);
        }
    }

    fn unwrap_one(&mut self, name: &'static str) {
        if let Some(asked) = &mut self.asked {
            asked.counts.unwrap_one(name);
        }
    }

    /// Whether a lazy picture is shown by the `noscript` beside it.
    fn is_shown_later(&self, node: NodeId) -> bool {
        repeated_later(self.tree, node)
    }
}
