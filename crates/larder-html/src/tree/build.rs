//! From tokens to a tree, behind the limits.
//!
//! html5ever takes time quadratic in depth, and builds open formatting elements
//! again in every paragraph. So tags pass here first. The depth of the last node
//! put in place is remembered; after an end tag it is stale, and before a tag is
//! dropped for it an empty comment is sent ahead to learn the true depth.

use std::time::Instant;

use html5ever::{
    Attribute as TagAttribute, LocalName, QualName,
    interface::create_element,
    local_name, ns,
    tendril::StrTendril,
    tokenizer::{
        Doctype as BuilderDoctype, Tag as BuilderTag, TagKind, Token as BuilderToken, TokenSink,
        TokenSinkResult, states,
    },
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};

use super::{Tree, sink, sink::Sink};
use crate::{
    limits::{Dropped, Limits},
    tokenizer::{Attribute, Doctype, RawKind, Tag, Token, Tokenizer, Within},
};

/// Formatting elements are compared with each other and copied, attributes and
/// all, so they may have fewer.
const FORMATTING_ATTRIBUTES: usize = 64;

/// So many tokens are read between two looks at the clock.
const BETWEEN_LOOKS: u64 = 1024;

pub(super) fn document(html: &str, limits: &Limits) -> Tree {
    let sink = Sink::new(value_bytes(html));
    Build::new(html, limits, TreeBuilder::new(sink, options())).run(0)
}

pub(super) fn fragment(html: &str, limits: &Limits) -> Tree {
    let builder = fragment_builder(Sink::new(value_bytes(html)));
    Build::new(html, limits, builder).run(FRAGMENT)
}

/// The `html` element that holds a fragment: the document is node 0, the context 1.
pub(super) const FRAGMENT: u32 = 2;

pub(super) fn fragment_builder(sink: Sink) -> TreeBuilder<u32, Sink> {
    let context = create_element(&sink, sink::context(), Vec::new());
    TreeBuilder::new_for_fragment(sink, context, None, options())
}

pub(super) fn options() -> TreeBuilderOpts {
    TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() }
}

/// References may decode to more bytes than they take, but never to twice as many.
fn value_bytes(html: &str) -> usize {
    (1 << 20) + 2 * html.len()
}

struct Build<'a> {
    tokenizer: Tokenizer<'a>,
    builder: TreeBuilder<u32, Sink>,
    limits: &'a Limits,
    budget: usize,
    /// In a script or the like, until its end tag.
    raw: bool,
    dropped: Dropped,
    first_error: Option<usize>,
}

impl<'a> Build<'a> {
    fn new(html: &'a str, limits: &'a Limits, builder: TreeBuilder<u32, Sink>) -> Self {
        let budget = limits.nodes.saturating_add(html.len());
        let tokenizer = Tokenizer::new(html, limits);
        let dropped = Dropped::default();
        Self { tokenizer, builder, limits, budget, raw: false, dropped, first_error: None }
    }

    fn run(mut self, root: u32) -> Tree {
        for token in 0_u64.. {
            if token % BETWEEN_LOOKS == 0 && self.is_late() {
                self.dropped.unfinished = true;
                break;
            }
            let at = self.tokenizer.position();
            match self.tokenizer.next(self.within()) {
                Token::Text(text) => self.text(StrTendril::from_slice(text)),
                Token::Reference(reference) => self.text(reference.characters().collect()),
                Token::Start(tag) => self.start(tag),
                Token::End(tag) => self.end(tag),
                Token::Comment(text) => self.send(BuilderToken::CommentToken(text.into())),
                Token::Doctype(doctype) => self.send(builder_doctype(doctype)),
                Token::EndOfInput => break,
            }
            self.note_error(at);
        }
        let at = self.tokenizer.position();
        self.send(BuilderToken::EOFToken);
        self.note_error(at);
        self.finish(root)
    }

    fn errors(&self) -> usize {
        self.tokenizer.errors() + self.builder.sink.errors.get()
    }

    fn note_error(&mut self, at: usize) {
        if self.first_error.is_none() && self.errors() > 0 {
            self.first_error = Some(at);
        }
    }

    fn is_late(&self) -> bool {
        self.limits.until.is_some_and(|until| Instant::now() >= until)
    }

    fn within(&self) -> Within {
        match self.builder.adjusted_current_node_present_but_not_in_html_namespace() {
            true => Within::Foreign,
            false => Within::Html,
        }
    }

    fn finish(self, root: u32) -> Tree {
        let (errors, first_error) = (self.errors(), self.first_error);
        let sink = self.builder.sink;
        let mut dropped = self.dropped;
        dropped.attributes += self.tokenizer.dropped_attributes() + sink.dropped_attributes.get();
        Tree { arena: sink.into_arena(), root, dropped, errors, first_error }
    }

    fn text(&mut self, text: StrTendril) {
        self.send(BuilderToken::CharacterTokens(text));
    }

    fn start(&mut self, tag: Tag<'a>) {
        let name = local_name(tag.name);
        if !is_raw(&name) && !self.has_room(&name) {
            return;
        }
        let attributes = self.builder_attributes(&name);
        let kind = TagKind::StartTag;
        let token = builder_tag(kind, name, tag.self_closing, attributes);
        let raw = match self.builder.process_token(token, 1) {
            TokenSinkResult::Plaintext => RawKind::ToTheEnd,
            TokenSinkResult::RawData(states::RawKind::Rcdata) => RawKind::WithReferences,
            TokenSinkResult::RawData(states::RawKind::Rawtext) => RawKind::Plain,
            TokenSinkResult::RawData(_) => RawKind::Script,
            _ => return,
        };
        self.raw = true;
        self.tokenizer.enter_raw(raw, tag.name);
    }

    fn end(&mut self, tag: Tag<'a>) {
        // When the budget is spent, closing a paragraph would still build formatting elements.
        if self.is_spent() && !self.raw {
            self.dropped.tags_over_budget += 1;
            return;
        }
        self.raw = false;
        let name = local_name(tag.name);
        self.send(builder_tag(TagKind::EndTag, name, false, Vec::new()));
    }

    fn send(&self, token: BuilderToken) {
        // Scripts do not run and the encoding is known: there is nothing to answer.
        let _ = self.builder.process_token(token, 1);
    }

    /// Whether one more element may be made here.
    fn has_room(&mut self, name: &LocalName) -> bool {
        if self.is_spent() {
            self.dropped.tags_over_budget += 1;
            return false;
        }
        // Elements that hold nothing do not make the tree deeper.
        if self.builder.sink.depth.get() < self.limits.depth || is_void(name) || !self.is_deep() {
            return true;
        }
        self.dropped.deep_tags += 1;
        false
    }

    fn is_spent(&self) -> bool {
        self.builder.sink.made.get() >= self.budget
    }

    fn is_deep(&self) -> bool {
        self.builder.sink.probing.set(true);
        self.send(BuilderToken::CommentToken(StrTendril::new()));
        self.builder.sink.probing.set(false);
        self.builder.sink.depth.get() >= self.limits.depth
    }

    fn builder_attributes(&mut self, name: &LocalName) -> Vec<TagAttribute> {
        let written = self.tokenizer.attributes();
        let most = if is_formatting(name) { FORMATTING_ATTRIBUTES } else { written.len() };
        let mut attributes: Vec<TagAttribute> = Vec::with_capacity(written.len().min(most));
        for attribute in written {
            if attributes.len() == most {
                self.dropped.attributes += 1;
                continue;
            }
            let attribute = builder_attribute(attribute);
            if attributes.iter().any(|had| had.name == attribute.name) {
                let errors = &self.builder.sink.errors;
                errors.set(errors.get() + 1);
                continue;
            }
            attributes.push(attribute);
        }
        attributes
    }
}

fn builder_tag(
    kind: TagKind,
    name: LocalName,
    self_closing: bool,
    attrs: Vec<TagAttribute>,
) -> BuilderToken {
    let had_duplicate_attributes = false;
    BuilderToken::TagToken(BuilderTag { kind, name, self_closing, attrs, had_duplicate_attributes })
}

fn builder_attribute(attribute: &Attribute<'_>) -> TagAttribute {
    TagAttribute {
        name: QualName::new(None, ns!(), local_name(attribute.name)),
        value: StrTendril::from_slice(&attribute.value()),
    }
}

fn builder_doctype(doctype: Doctype<'_>) -> BuilderToken {
    let owned = |text: Option<&str>| text.map(StrTendril::from_slice);
    BuilderToken::DoctypeToken(BuilderDoctype {
        name: doctype.name.map(|name| name.to_ascii_lowercase().into()),
        public_id: owned(doctype.public),
        system_id: owned(doctype.system),
        force_quirks: doctype.broken,
    })
}

fn local_name(name: &str) -> LocalName {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return LocalName::from(name.to_ascii_lowercase());
    }
    LocalName::from(name)
}

/// Elements whose content is text up to their end tag: dropping the tag would
/// make that text visible.
fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
    )
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("image")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}
