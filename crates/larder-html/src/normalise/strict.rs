//! The quick way: HTML that is already well formed, in one pass and without a
//! tree.
//!
//! It reads the same tokens and writes through the same [`Output`] as the
//! thorough way, and only takes documents in which every tag means what it
//! says: where a parser would close, move or drop nothing. At the first tag it
//! is not sure of it gives up, and the thorough way starts over.

use std::borrow::Cow;

use super::{
    Normalise, Removed,
    attribute::{Attribute, Given},
    element::{Element, Fate},
    output::Output,
};
use crate::tokenizer::{RawKind, Reference, Tag, Token, Tokenizer, Within};

/// With more attributes on one element, the tree builder's limits come into play.
const ATTRIBUTES: usize = 32;

/// Normalises HTML that has been through the character filter.
///
/// None if it is not plain enough; then nothing is known about it.
pub(crate) fn normalise(html: &str, options: &Normalise) -> Option<(String, Removed)> {
    // A little more than the input: addresses grow, and most tags lose attributes.
    let output = Output::new(options, html.len() + html.len() / 16 + 64);
    let tokens = Tokenizer::new(html, &options.limits);
    let mut strict = Strict {
        tokens,
        output,
        given: Vec::new(),
        scopes: Vec::new(),
        scope: Scope::default(),
        line_end: false,
    };
    strict.run()?;
    Some((strict.output.html, strict.output.removed))
}

struct Strict<'a> {
    tokens: Tokenizer<'a>,
    output: Output<'a>,
    /// The attributes of the tag in hand.
    given: Vec<Given<'a>>,
    /// What was open around each table cell that is open.
    scopes: Vec<Scope>,
    scope: Scope,
    /// Right after `<pre>`, where a parser drops a line end.
    line_end: bool,
}

/// What is open since the last border that parsers respect: a table's cell.
#[derive(Clone, Copy, Default)]
struct Scope {
    paragraph: bool,
    link: bool,
}

impl<'a> Strict<'a> {
    fn run(&mut self) -> Option<()> {
        loop {
            let after_pre = std::mem::take(&mut self.line_end);
            match self.tokens.next(Within::Html) {
                Token::Text(text) => self.text(text, after_pre)?,
                Token::Reference(reference) => self.reference(reference)?,
                Token::Start(tag) => self.start(tag)?,
                Token::End(tag) => self.end(tag)?,
                Token::Comment(text) => self.output.comment(text),
                Token::Doctype(_) => return None,
                Token::EndOfInput => break,
            }
        }
        (self.output.open.is_empty() && self.tokens.dropped_attributes() == 0).then_some(())
    }

    fn top(&self) -> Option<Element> {
        self.output.open.last().copied()
    }

    fn in_table(&self) -> bool {
        self.top().is_some_and(|element| element.fate() == Fate::Table)
    }

    fn text(&mut self, text: &str, after_pre: bool) -> Option<()> {
        if self.in_table() && !text.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\t')) {
            return None;
        }
        let text = if after_pre { text.strip_prefix('\n').unwrap_or(text) } else { text };
        self.output.text(text);
        Some(())
    }

    fn reference(&mut self, reference: Reference) -> Option<()> {
        if self.in_table() {
            return None;
        }
        for character in reference.characters() {
            // What becomes of these depends on what stands next to them.
            if matches!(character, '\r' | '\n') {
                return None;
            }
            self.output.unclean_text(character.encode_utf8(&mut [0; 4]));
        }
        Some(())
    }

    fn start(&mut self, tag: Tag<'a>) -> Option<()> {
        let element = Element::of_any_case(tag.name)?;
        if tag.self_closing && !element.is_void() || self.tokens.attributes().len() > ATTRIBUTES {
            return None;
        }
        if self.in_table()
            || matches!(element.fate(), Fate::Table | Fate::Cell)
            || element == Element::Col
        {
            self.check_table(element)?;
        }
        match element.fate() {
            Fate::Remove => return self.remove(element, tag),
            Fate::Embed => return self.embed(element, tag),
            Fate::EmbedWithFallback | Fate::NoScript | Fate::Preformatted | Fate::Span => {
                return None;
            }
            _ => {}
        }
        if !self.output.has_room(1) {
            return None;
        }
        self.check_place(element)?;
        self.read_attributes();
        self.output.start(element, &mut self.given);
        self.opened(element);
        Some(())
    }

    /// Gives up if a parser would close or ignore something here.
    fn check_place(&self, element: Element) -> Option<()> {
        let top = self.top();
        let plain = element.under(top) == Some(element)
            && !(self.scope.paragraph && element.ends_paragraph())
            && !(self.scope.link && element == Element::A)
            && !(element.is_heading() && top.is_some_and(Element::is_heading));
        plain.then_some(())
    }

    /// Gives up if this is not the place for a part of a table, or for anything else.
    fn check_table(&self, element: Element) -> Option<()> {
        use Element as E;
        let top = self.top();
        let plain = match element {
            E::Caption | E::Colgroup | E::Thead | E::Tbody | E::Tfoot => top == Some(E::Table),
            E::Tr => matches!(top, Some(E::Thead | E::Tbody | E::Tfoot)),
            E::Td | E::Th => top == Some(E::Tr),
            E::Col => top == Some(E::Colgroup),
            E::Table => !self.in_table() && !self.output.open.contains(&E::Caption),
            _ => false,
        };
        plain.then_some(())
    }

    fn opened(&mut self, element: Element) {
        match element {
            Element::P => self.scope.paragraph = true,
            Element::A => self.scope.link = true,
            Element::Pre => self.line_end = true,
            Element::Td | Element::Th | Element::Caption => {
                self.scopes.push(std::mem::take(&mut self.scope));
            }
            _ => {}
        }
    }

    /// Ends the innermost element, and gives up if that is another one.
    fn end(&mut self, tag: Tag<'a>) -> Option<()> {
        let element = Element::of_any_case(tag.name)?;
        if self.top() != Some(element) {
            return None;
        }
        self.output.end();
        match element {
            Element::P => self.scope.paragraph = false,
            Element::A => self.scope.link = false,
            Element::Td | Element::Th | Element::Caption => self.scope = self.scopes.pop()?,
            _ => {}
        }
        Some(())
    }

    fn remove(&mut self, element: Element, tag: Tag<'a>) -> Option<()> {
        match element {
            Element::Script => {
                self.read_attributes();
                self.output.script(&self.given);
                self.skip_raw(RawKind::Script, tag)
            }
            Element::Style => {
                self.output.removed.styles += 1;
                self.skip_raw(RawKind::Plain, tag)
            }
            Element::Link | Element::Meta => {
                self.output.removed.elements += 1;
                Some(())
            }
            _ => None,
        }
    }

    fn embed(&mut self, element: Element, tag: Tag<'a>) -> Option<()> {
        if element != Element::Iframe {
            return None;
        }
        self.read_attributes();
        self.output.embed(element, &mut self.given);
        self.skip_raw(RawKind::Plain, tag)
    }

    /// Passes over a raw text and its end tag.
    fn skip_raw(&mut self, kind: RawKind, tag: Tag<'a>) -> Option<()> {
        self.tokens.enter_raw(kind, tag.name);
        loop {
            match self.tokens.next(Within::Html) {
                Token::Text(_) => {}
                Token::End(_) => return Some(()),
                _ => return None,
            }
        }
    }

    fn read_attributes(&mut self) {
        self.given.clear();
        for written in self.tokens.attributes() {
            let Some(attribute) = Attribute::of_any_case(written.name) else { continue };
            if self.given.iter().all(|(found, _): &(Attribute, Cow<'_, str>)| *found != attribute) {
                self.given.push((attribute, written.value()));
            }
        }
    }
}
