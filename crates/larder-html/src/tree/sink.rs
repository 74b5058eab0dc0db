//! What html5ever's tree builder writes to.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
};

use html5ever::{
    Attribute as TagAttribute, LocalName, Namespace, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    ns,
    tendril::StrTendril,
};

use super::arena::{Arena, Attribute, Content, Element, Language, NONE, Span};

/// Collects the tree and counts what it costs.
#[derive(Debug)]
pub(super) struct Sink {
    arena: RefCell<Arena>,
    /// The depth of the last node put in its place.
    pub(super) depth: Cell<u32>,
    /// A probe is a comment whose place is all that matters.
    pub(super) probing: Cell<bool>,
    /// Nodes and attributes made.
    pub(super) made: Cell<usize>,
    /// The most bytes of attribute values kept: copies of a long one multiply.
    value_bytes: Cell<usize>,
    pub(super) errors: Cell<usize>,
    pub(super) dropped_attributes: Cell<usize>,
}

/// No element has more attributes, whatever the limits say.
const MOST_ATTRIBUTES: usize = u16::MAX as usize;

/// The document is the first node made.
const DOCUMENT: u32 = 0;

/// What a probe is called; no such node exists.
const PROBE: u32 = NONE;

impl Sink {
    /// Makes an empty tree that may keep `value_bytes` of attribute values.
    pub(super) fn new(value_bytes: usize) -> Self {
        let mut arena = Arena::default();
        arena.push(Content::Document);
        Self {
            arena: RefCell::new(arena),
            depth: Cell::new(0),
            probing: Cell::new(false),
            made: Cell::new(0),
            value_bytes: Cell::new(value_bytes),
            errors: Cell::new(0),
            dropped_attributes: Cell::new(0),
        }
    }

    pub(super) fn into_arena(self) -> Arena {
        self.arena.into_inner()
    }

    fn count(&self, nodes: usize) {
        self.made.set(self.made.get() + nodes);
    }

    fn make(&self, content: Content) -> u32 {
        self.count(1);
        self.arena.borrow_mut().push(content)
    }

    fn make_text(&self, text: &str) -> u32 {
        let span = self.arena.borrow_mut().push_text(text);
        self.make(Content::Text(span))
    }

    /// Stores attributes; returns the first one's number.
    fn store(&self, attributes: Vec<TagAttribute>) -> (u32, u16) {
        let mut arena = self.arena.borrow_mut();
        let first = arena.attributes.len();
        for attribute in attributes {
            let left = self.value_bytes.get().checked_sub(attribute.value.len());
            let Some(left) = left.filter(|_| arena.attributes.len() - first < MOST_ATTRIBUTES)
            else {
                self.dropped_attributes.set(self.dropped_attributes.get() + 1);
                continue;
            };
            self.value_bytes.set(left);
            let value = arena.push_text(&attribute.value);
            arena.attributes.push(Attribute { name: attribute.name.local, value });
        }
        let count = arena.attributes.len() - first;
        self.count(count);
        let first = u32::try_from(first).expect("the budget is far below 2^32");
        (first, u16::try_from(count).expect("no more than that were taken"))
    }

    fn place(&self, node: u32) {
        self.depth.set(self.arena.borrow().node(node).depth);
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {
        self.errors.set(self.errors.get() + 1);
    }

    fn get_document(&self) -> u32 {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Name {
        let arena = self.arena.borrow();
        let element = arena.element(*target).expect("the builder asks for names of elements only");
        Name { namespace: element.language.namespace(), local: element.name.clone() }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<TagAttribute>,
        flags: ElementFlags,
    ) -> u32 {
        let (first_attribute, attribute_count) = self.store(attributes);
        self.make(Content::Element(Element {
            name: name.local,
            language: Language::of(&name.ns),
            first_attribute,
            attribute_count,
            holds_html: flags.mathml_annotation_xml_integration_point,
        }))
    }

    fn create_comment(&self, text: StrTendril) -> u32 {
        if self.probing.get() {
            return PROBE;
        }
        let span = self.arena.borrow_mut().push_text(&text);
        self.make(Content::Comment(span))
    }

    fn create_pi(&self, _target: StrTendril, data: StrTendril) -> u32 {
        self.create_comment(data)
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        if self.probing.get()
            && let NodeOrText::AppendNode(PROBE) = child
        {
            self.depth.set(self.arena.borrow().node(*parent).depth + 1);
            return;
        }
        let last = self.arena.borrow().node(*parent).last;
        let Some(child) = self.child(last, child) else { return };
        self.arena.borrow_mut().append(*parent, child);
        self.place(child);
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        if self.arena.borrow().node(*element).parent == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, _: StrTendril, _: StrTendril) {
        let span: Span = self.arena.borrow_mut().push_text(&name);
        let node = self.make(Content::Doctype(span));
        self.arena.borrow_mut().append(DOCUMENT, node);
    }

    fn get_template_contents(&self, target: &u32) -> u32 {
        // Readers look for text, wherever it is: a template holds its contents itself.
        *target
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        if self.probing.get()
            && let NodeOrText::AppendNode(PROBE) = child
        {
            self.depth.set(self.arena.borrow().node(*sibling).depth);
            return;
        }
        let previous = self.arena.borrow().node(*sibling).previous;
        let Some(child) = self.child(previous, child) else { return };
        self.arena.borrow_mut().insert_before(*sibling, child);
        self.place(child);
    }

    fn add_attrs_if_missing(&self, target: &u32, attributes: Vec<TagAttribute>) {
        let (first, _) = self.store(attributes);
        let mut arena = self.arena.borrow_mut();
        let Some(element) = arena.element(*target) else { return };
        let old = element.attributes();
        let mut merged: Vec<Attribute> = arena.attributes.drain(first as usize..).collect();
        merged.retain(|new| arena.attributes[old.clone()].iter().all(|had| had.name != new.name));
        if merged.is_empty() {
            return;
        }
        let copies = arena.attributes[old]
            .iter()
            .map(|had| Attribute { name: had.name.clone(), value: had.value });
        let mut all: Vec<Attribute> = copies.collect();
        all.append(&mut merged);
        all.truncate(MOST_ATTRIBUTES);
        let count = u16::try_from(all.len()).expect("no more than that were kept");
        arena.attributes.append(&mut all);
        if let Content::Element(element) = &mut arena.node_mut(*target).content {
            (element.first_attribute, element.attribute_count) = (first, count);
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.arena.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        let mut arena = self.arena.borrow_mut();
        let mut child = arena.node(*node).first;
        while child != NONE {
            let next = arena.node(child).next;
            arena.detach(child);
            arena.append(*new_parent, child);
            child = next;
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &u32) -> bool {
        self.arena.borrow().element(*handle).is_some_and(|element| element.holds_html)
    }
}

impl Sink {
    /// The node to put in, free of any parent; None if text went into `neighbour`.
    fn child(&self, neighbour: u32, child: NodeOrText<u32>) -> Option<u32> {
        match child {
            NodeOrText::AppendNode(node) => {
                self.arena.borrow_mut().detach(node);
                Some(node)
            }
            NodeOrText::AppendText(text) => {
                if self.arena.borrow_mut().extend_text(neighbour, &text) {
                    return None;
                }
                Some(self.make_text(&text))
            }
        }
    }
}

/// The name of an element, for the tree builder.
#[derive(Debug)]
pub(super) struct Name {
    namespace: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.namespace
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

/// The name of the element that fragments are parsed in.
pub(super) fn context() -> QualName {
    QualName::new(None, ns!(html), html5ever::local_name!("div"))
}
