//! The attributes of a tag.

use std::borrow::Cow;

use super::{Tokenizer, reference};

/// An attribute as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute<'a> {
    /// Its name, in the case it was written in.
    pub(crate) name: &'a str,
    /// Its value, references and all.
    raw: &'a str,
}

impl<'a> Attribute<'a> {
    /// Its value as written, references and all.
    pub(crate) fn raw(&self) -> &'a str {
        self.raw
    }

    /// Its value with references decoded.
    pub(crate) fn value(&self) -> Cow<'a, str> {
        match memchr::memchr(b'&', self.raw.as_bytes()) {
            None => Cow::Borrowed(self.raw),
            Some(_) => Cow::Owned(reference::decode(self.raw)),
        }
    }
}

impl<'a> Tokenizer<'a> {
    /// Reads what follows a tag's name, the `>` included.
    ///
    /// Returns whether the tag closes itself, None if the input ends first.
    pub(super) fn read_attributes(&mut self) -> Option<bool> {
        self.attributes.clear();
        loop {
            self.skip_white_space();
            match self.peek()? {
                b'>' => {
                    self.position += 1;
                    return Some(false);
                }
                b'/' => {
                    self.position += 1;
                    if self.peek()? == b'>' {
                        self.position += 1;
                        return Some(true);
                    }
                    self.errors += 1;
                }
                _ => self.read_attribute()?,
            }
        }
    }

    fn read_attribute(&mut self) -> Option<()> {
        let name = self.read_name()?;
        self.skip_white_space();
        let raw = match self.peek()? {
            b'=' => {
                self.position += 1;
                self.skip_white_space();
                self.read_value()?
            }
            _ => "",
        };
        self.keep(Attribute { name, raw });
        Some(())
    }

    fn keep(&mut self, attribute: Attribute<'a>) {
        let data = attribute.raw.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
        let longest = if data { self.limits.data_value } else { self.limits.value };
        if self.attributes.len() >= self.limits.attributes || attribute.raw.len() > longest {
            self.dropped_attributes += 1;
            return;
        }
        self.attributes.push(attribute);
    }

    fn read_name(&mut self) -> Option<&'a str> {
        let rest = &self.input[self.position..];
        // A leading `=` belongs to the name: `<a =b>`.
        let length =
            rest.bytes().skip(1).position(|byte| {
                matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ' | b'/' | b'>' | b'=')
            })? + 1;
        let name = &rest[..length];
        let odd = name.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'<'));
        self.errors += usize::from(odd || name.starts_with('='));
        self.position += length;
        Some(name)
    }

    fn read_value(&mut self) -> Option<&'a str> {
        match self.peek()? {
            quote @ (b'"' | b'\'') => self.read_quoted(quote),
            b'>' => {
                self.errors += 1;
                Some("")
            }
            _ => self.read_unquoted(),
        }
    }

    fn read_quoted(&mut self, quote: u8) -> Option<&'a str> {
        let rest = &self.input[self.position + 1..];
        let end = memchr::memchr(quote, rest.as_bytes())?;
        self.position += end + 2;
        let next = self.peek()?;
        self.errors += usize::from(!matches!(next, b'\t' | b'\n' | b'\x0c' | b' ' | b'/' | b'>'));
        Some(&rest[..end])
    }

    fn read_unquoted(&mut self) -> Option<&'a str> {
        let rest = &self.input[self.position..];
        let end =
            rest.bytes().position(|byte| matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ' | b'>'))?;
        let value = &rest[..end];
        let odd = value.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'<' | b'=' | b'`'));
        self.errors += usize::from(odd);
        self.position += end;
        Some(value)
    }

    fn skip_white_space(&mut self) {
        let rest = &self.input.as_bytes()[self.position..];
        self.position += rest
            .iter()
            .position(|byte| !matches!(byte, b'\t' | b'\n' | b'\x0c' | b' '))
            .unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.input.as_bytes().get(self.position).copied()
    }
}
