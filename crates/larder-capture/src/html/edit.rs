//! Writes a page anew with changes: what is not changed stays as it is, byte by byte.

use std::{borrow::Cow, ops::Range};

use super::Tag;

/// A page that is written anew, all of it copied but for the changes.
pub(crate) struct Written<'a> {
    html: &'a [u8],
    bytes: Vec<u8>,
    copied: usize,
}

impl<'a> Written<'a> {
    pub(crate) fn new(html: &'a [u8]) -> Self {
        Self { html, bytes: Vec::new(), copied: 0 }
    }

    /// Puts something in the place of a piece that stands after all that was replaced before.
    pub(crate) fn replace(&mut self, range: Range<usize>, with: &[u8]) {
        self.bytes.extend_from_slice(&self.html[self.copied..range.start]);
        self.bytes.extend_from_slice(with);
        self.copied = range.end;
    }

    /// The whole. None if nothing was replaced.
    pub(crate) fn finish(mut self) -> Option<Vec<u8>> {
        if self.copied == 0 {
            return None;
        }
        self.bytes.extend_from_slice(&self.html[self.copied..]);
        Some(self.bytes)
    }
}

/// A start tag and the changes to it.
pub(crate) struct Edit<'a> {
    html: &'a [u8],
    pub(crate) tag: &'a Tag,
    changes: Vec<(String, Option<String>)>,
    pub(crate) is_changed: bool,
}

impl<'a> Edit<'a> {
    pub(crate) fn new(html: &'a [u8], tag: &'a Tag) -> Self {
        Self { html, tag, changes: Vec::new(), is_changed: false }
    }

    pub(crate) fn raw(&self, index: usize) -> &'a [u8] {
        &self.html[self.tag.attributes[index].value.clone()]
    }

    /// The value of an attribute. None if it has none, or if it is no UTF-8.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        let attribute = self.tag.attribute(name)?;
        let text = std::str::from_utf8(&self.html[attribute.value.clone()]).ok()?;
        Some(match memchr::memchr(b'&', text.as_bytes()) {
            Some(_) => htmlize::unescape_attribute(text),
            None => Cow::Borrowed(text),
        })
    }

    pub(crate) fn is_edited(&self, name: &str) -> bool {
        self.changes.iter().any(|(found, _)| found == name)
    }

    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.changes.push((name.to_owned(), Some(value)));
        self.is_changed = true;
    }

    pub(crate) fn remove(&mut self, name: &str) {
        if self.tag.attribute(name).is_some() {
            self.changes.push((name.to_owned(), None));
            self.is_changed = true;
        }
    }

    pub(crate) fn written(&self) -> Vec<u8> {
        let mut bytes = b"<".to_vec();
        bytes.extend_from_slice(&self.html[self.tag.name_range.clone()]);
        for attribute in &self.tag.attributes {
            match self.changes.iter().find(|(name, _)| *name == attribute.name) {
                None => {
                    bytes.push(b' ');
                    bytes.extend_from_slice(&self.html[attribute.range.clone()]);
                }
                Some((_, None)) => {}
                Some((name, Some(value))) => push_attribute(&mut bytes, name, value),
            }
        }
        for (name, value) in &self.changes {
            if let (Some(value), None) = (value, self.tag.attribute(name)) {
                push_attribute(&mut bytes, name, value);
            }
        }
        bytes.extend_from_slice(if self.tag.self_closing { b"/>" } else { b">" });
        bytes
    }
}

fn push_attribute(bytes: &mut Vec<u8>, name: &str, value: &str) {
    bytes.extend_from_slice(b" ");
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(b"=\"");
    bytes.extend_from_slice(larder_html::escape::attribute(value).as_bytes());
    bytes.push(b'"');
}
