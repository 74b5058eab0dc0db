//! How shortcodes are written: `[name attributes]`, some with `[/name]` behind
//! their text.

use std::{borrow::Cow, collections::HashMap};

use htmlize::unescape_attribute;
use memchr::{memchr, memchr2, memmem};

/// A shortcode's start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortcode<'a> {
    /// All of it, brackets included.
    pub(super) text: &'a str,
    /// Its name. WordPress tells `[Gallery]` from `[gallery]`.
    pub(super) name: &'a str,
    /// What follows its name.
    attributes: &'a str,
    /// Whether it ends in `/]`.
    pub(super) is_closed: bool,
}

/// Reads the shortcode that a text begins with; the text begins with `[`.
///
/// No bracket stands in the attributes, not even in quotes: that is WordPress' rule too.
pub(super) fn read(rest: &str) -> Option<Shortcode<'_>> {
    let inner = rest.strip_prefix('[').filter(|inner| inner.starts_with(is_letter))?;
    let length = inner.bytes().position(|byte| !is_name(byte))?;
    let (name, after) = inner.split_at(length);
    if !after.starts_with([' ', '\n', '\t', ']', '/', '=', ':', '\u{a0}']) || name.len() > LONGEST {
        return None;
    }
    let end = memchr2(b'[', b']', after.as_bytes()).filter(|at| after.as_bytes()[*at] == b']')?;
    let attributes = &after[..end];
    let is_closed = attributes.ends_with('/');
    let attributes = if is_closed { &attributes[..end - 1] } else { attributes };
    let text = &rest[..1 + length + end + 1];
    Some(Shortcode { text, name, attributes, is_closed })
}

impl<'a> Shortcode<'a> {
    /// Its attributes.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes::new(self.attributes)
    }

    /// Whether it looks like a shortcode without its name being known.
    ///
    /// `[sic]`, `[1]` and `[see below]` are text. A shortcode states a value, has a
    /// twin that ends it, ends itself, or has a name that nobody would write in a sentence.
    pub(super) fn looks_like_one(&self, has_twin: bool) -> bool {
        let is_alone = self.attributes.bytes().all(|byte| byte.is_ascii_whitespace());
        self.is_closed
            || has_twin
            || self.attributes().has_names()
            || (is_alone && self.name.contains(['_', '-']))
    }
}

/// No name of a shortcode is as long as this.
const LONGEST: usize = 64;

/// The length of the name that a text begins with. Longer ones than there are count as none.
pub(super) fn name_length(text: &str) -> usize {
    text.bytes().take(LONGEST + 1).take_while(|byte| is_name(*byte)).count()
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The attributes of a shortcode, in their order.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'a> {
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Attributes<'a> {
    fn new(text: &'a str) -> Self {
        let mut pairs = Vec::new();
        // `[youtube=address]` and `[audio:address]` have one value.
        let mut rest = text.strip_prefix(['=', ':']).unwrap_or(text);
        while let Some((pair, after)) = pair(rest) {
            pairs.push(pair);
            rest = after;
        }
        Self { pairs }
    }

    /// The value of this name, with references decoded. The last one counts, as in WordPress.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        let named = |pair: &&(&'a str, &'a str)| pair.0.eq_ignore_ascii_case(name);
        self.pairs.iter().rfind(named).map(|(_, value)| decode(value))
    }

    /// The first value without a name.
    pub(super) fn first(&self) -> Option<Cow<'a, str>> {
        self.pairs.iter().find(|(name, _)| name.is_empty()).map(|(_, value)| decode(value))
    }

    fn has_names(&self) -> bool {
        self.pairs.iter().any(|(name, _)| !name.is_empty())
    }
}

/// A value as it is meant. Word processors make other quotes of the quotes.
fn decode(value: &str) -> Cow<'_, str> {
    const QUOTES: &[char] = &['"', '“', '”', '„', '″'];
    match unescape_attribute(value) {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim_matches(QUOTES)),
        Cow::Owned(value) => Cow::Owned(value.trim_matches(QUOTES).to_owned()),
    }
}

/// The first attribute of a text: its name, if it has one, and its value.
fn pair(text: &str) -> Option<((&str, &str), &str)> {
    let text = text.trim_start();
    if text.is_empty() {
        return None;
    }
    let length = text.bytes().position(|byte| !is_name(byte)).unwrap_or(text.len());
    let (name, after) = text.split_at(length);
    match after.trim_ascii_start().strip_prefix('=').filter(|_| !name.is_empty()) {
        Some(after) => {
            let (value, rest) = value(after.trim_ascii_start());
            Some(((name, value), rest))
        }
        None => {
            let (value, rest) = value(text);
            Some((("", value), rest))
        }
    }
}

/// A value, in quotes or up to white space, and what follows it.
fn value(text: &str) -> (&str, &str) {
    if let Some(quote @ (b'"' | b'\'')) = text.as_bytes().first().copied()
        && let Some(end) = memchr(quote, &text.as_bytes()[1..])
    {
        return (&text[1..=end], &text[end + 2..]);
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// Where the end tags of shortcodes are in a text.
#[derive(Debug, Default)]
pub(super) struct Twins<'a> {
    places: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Twins<'a> {
    /// Finds all end tags of a text.
    pub(super) fn new(text: &'a str) -> Self {
        let mut twins = Self::default();
        for at in memmem::find_iter(text.as_bytes(), b"[/") {
            let name = &text[at + 2..];
            let length = name_length(name);
            if length > 0 && name.as_bytes().get(length) == Some(&b']') {
                twins.places.entry(&name[..length]).or_default().push(at);
            }
        }
        twins
    }

    /// Where the first end tag of this name at or after a place begins.
    pub(super) fn after(&self, name: &str, place: usize) -> Option<usize> {
        let places = self.places.get(name)?;
        places.get(places.partition_point(|at| *at < place)).copied()
    }

    /// Whether an end tag of this name begins at a place.
    pub(super) fn is_at(&self, name: &str, place: usize) -> bool {
        self.places.get(name).is_some_and(|places| places.binary_search(&place).is_ok())
    }
}
