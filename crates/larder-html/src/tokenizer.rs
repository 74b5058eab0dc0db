//! The tokens of the HTML standard, read from a whole string without copying.
//!
//! html5ever has a tokenizer too. This one exists because a limit on attributes
//! must be in front of the search for duplicates: 100 000 attributes on one
//! element hold html5ever's for many seconds before any sink hears of them. It
//! is also what both normalisers read, so that they cannot see different tags.
//!
//! The input has been through [`prepare`](crate::tree): no NUL, no `\r`.
//!
//! Standard: <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>

pub(crate) mod reference;

mod attribute;
mod markup;
mod raw;

use self::reference::Place;
pub(crate) use self::{
    attribute::Attribute,
    markup::Doctype,
    raw::{Raw, RawKind},
    reference::Reference,
};
use crate::limits::Limits;

/// A piece of the input.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token<'a> {
    /// Text as it stands, without references.
    Text(&'a str),
    /// One reference in text.
    Reference(Reference),
    /// A start tag. Its attributes are [`Tokenizer::attributes`].
    Start(Tag<'a>),
    /// An end tag.
    End(Tag<'a>),
    /// The text of a comment, or of what browsers take for one.
    Comment(&'a str),
    /// A document type.
    Doctype(Doctype<'a>),
    /// The end of the input, from here on for ever.
    EndOfInput,
}

/// A tag's name as written and whether it ends in `/>`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) self_closing: bool,
}

/// What the innermost open element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// HTML: `<![CDATA[` begins a comment.
    Html,
    /// SVG or MathML: `<![CDATA[` begins text.
    Foreign,
}

/// Reads tokens one by one.
#[derive(Debug)]
pub(crate) struct Tokenizer<'a> {
    input: &'a str,
    position: usize,
    raw: Option<Raw<'a>>,
    attributes: Vec<Attribute<'a>>,
    limits: &'a Limits,
    errors: usize,
    dropped_attributes: usize,
}

impl<'a> Tokenizer<'a> {
    /// Reads `input` from its start.
    pub(crate) fn new(input: &'a str, limits: &'a Limits) -> Self {
        let (attributes, errors) = (Vec::new(), 0);
        Self { input, position: 0, raw: None, attributes, limits, errors, dropped_attributes: 0 }
    }

    /// Returns the next token.
    ///
    /// What the innermost open element is decides about `<![CDATA[`.
    pub(crate) fn next(&mut self, within: Within) -> Token<'a> {
        loop {
            let rest = &self.input[self.position..];
            if rest.is_empty() {
                return Token::EndOfInput;
            }
            let token = match self.raw {
                Some(raw) => Some(self.raw_text(raw, rest)),
                None => self.data(rest, within),
            };
            if let Some(token) = token {
                return token;
            }
        }
    }

    /// Takes what follows the start tag just returned as raw text.
    pub(crate) fn enter_raw(&mut self, kind: RawKind, name: &'a str) {
        self.raw = Some(Raw { kind, name });
    }

    /// The attributes of the last tag, in the order written.
    ///
    /// Names may repeat; the first one counts.
    pub(crate) fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// Where the next token begins.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// How many errors the standard counts in the tokens so far.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// How many attributes were over a limit so far.
    pub(crate) fn dropped_attributes(&self) -> usize {
        self.dropped_attributes
    }

    fn data(&mut self, rest: &'a str, within: Within) -> Option<Token<'a>> {
        match rest.as_bytes()[0] {
            b'<' => self.markup(rest, within),
            b'&' => Some(self.reference(rest)),
            _ => {
                let end = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
                Some(self.text(end))
            }
        }
    }

    fn reference(&mut self, rest: &'a str) -> Token<'a> {
        match reference::read(rest, Place::Text) {
            Some(reference) => {
                self.position += reference.length;
                self.errors += usize::from(reference.broken);
                Token::Reference(reference)
            }
            None => self.text(1),
        }
    }

    /// The next `length` bytes as text.
    fn text(&mut self, length: usize) -> Token<'a> {
        let start = self.position;
        self.position += length;
        Token::Text(&self.input[start..self.position])
    }

    /// What `<` begins; None if it is nothing at all.
    fn markup(&mut self, rest: &'a str, within: Within) -> Option<Token<'a>> {
        match rest.as_bytes().get(1) {
            Some(byte) if byte.is_ascii_alphabetic() => self.tag(1).map(Token::Start),
            Some(b'/') => self.end_tag(rest),
            Some(b'!') => Some(self.declaration(&rest[2..], within)),
            Some(b'?') => Some(self.bogus_comment(1)),
            _ => {
                self.errors += 1;
                Some(self.text(1))
            }
        }
    }

    fn end_tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        match rest.as_bytes().get(2) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                let tag = self.tag(2)?;
                self.errors += usize::from(tag.self_closing || !self.attributes.is_empty());
                Some(Token::End(tag))
            }
            Some(b'>') => {
                self.errors += 1;
                self.position += 3;
                None
            }
            Some(_) => Some(self.bogus_comment(2)),
            None => {
                self.errors += 1;
                Some(self.text(2))
            }
        }
    }

    /// Reads a tag whose name begins `skip` bytes on.
    ///
    /// A tag that the input cuts off is dropped whole, as browsers do.
    fn tag(&mut self, skip: usize) -> Option<Tag<'a>> {
        let start = self.position + skip;
        let name = &self.input[start..];
        let length = name
            .bytes()
            .position(|byte| matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ' | b'/' | b'>'));
        let Some(length) = length else {
            return self.cut_off();
        };
        self.position = start + length;
        let Some(self_closing) = self.read_attributes() else {
            return self.cut_off();
        };
        Some(Tag { name: &name[..length], self_closing })
    }

    fn cut_off(&mut self) -> Option<Tag<'a>> {
        self.errors += 1;
        self.position = self.input.len();
        None
    }
}
