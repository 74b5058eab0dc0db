//! Whether a body is in normal form already: exactly what the normaliser would make of it.
//!
//! Most bodies of a blog that was written by one program are. Finding that out takes a fraction of the time that
//! normalising takes, because nothing is decoded, copied or built. The answer is *no* whenever it is not certain: for
//! every element, attribute or reference that is not among the usual ones. A property test holds it to the normaliser.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use crate::{
    characters, limits,
    url::{self, Base},
};

/// Whether [`normalise`](crate::normalise()) would change nothing and take out nothing, whatever the base and the
/// choice of embeds, within the default limits.
///
/// Says no also to some bodies that it would leave as they are.
///
/// ```
/// assert!(larder_html::is_normal("<p>R&amp;D <b>walk</b></p>"));
/// assert!(!larder_html::is_normal("<p>R&D <a href=\"/walk\">walk</a>"));
/// ```
pub fn is_normal(html: &str) -> bool {
    html.len() <= LONGEST && has_clean_characters(html) && Check::new(html).run().is_some()
}

/// Longer bodies may meet the limits of the normaliser.
const LONGEST: usize = 16 << 20;

/// How deep elements may be nested; deeper bodies are left to the normaliser.
const DEPTH: usize = 32;

/// Whether the character filter would change nothing, and no U+00A0 stands where `&nbsp;` should.
fn has_clean_characters(html: &str) -> bool {
    let mut two = memchr_iter(0xc2, html.as_bytes());
    characters::is_clean(html) && two.all(|at| html.as_bytes().get(at + 1) != Some(&0xa0))
}

/// What an element may do, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading,
    /// `pre`, whose first line end parsers drop.
    Preformatted,
    Block,
    Figure,
    List,
    Item,
    Link,
    Inline,
    /// `br`.
    Break,
    /// `hr`.
    Rule,
    Picture,
}

impl Kind {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"p" => Self::Paragraph,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"pre" => Self::Preformatted,
            b"div" | b"blockquote" | b"figcaption" | b"section" | b"aside" => Self::Block,
            b"figure" => Self::Figure,
            b"ul" | b"ol" => Self::List,
            b"li" => Self::Item,
            b"a" => Self::Link,
            b"strong" | b"em" | b"b" | b"i" | b"u" | b"s" | b"code" | b"span" | b"small"
            | b"sub" | b"sup" | b"del" | b"ins" | b"mark" | b"cite" | b"q" | b"kbd" => Self::Inline,
            b"br" => Self::Break,
            b"hr" => Self::Rule,
            b"img" => Self::Picture,
            _ => return None,
        })
    }

    fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Rule | Self::Picture)
    }

    fn ends_paragraph(self) -> bool {
        !matches!(self, Self::Link | Self::Inline | Self::Break | Self::Picture)
    }
}

/// The reading of one body. Every step returns None where the body is not certain to be in normal form.
struct Check<'h> {
    html: &'h str,
    bytes: &'h [u8],
    at: usize,
    /// The kinds and names of the open elements.
    open: [(Kind, &'h [u8]); DEPTH],
    depth: usize,
    in_paragraph: bool,
    in_link: bool,
    /// Whether a picture stands behind the beginning of the last figure.
    has_picture: bool,
    /// Scheme and host of the last address that stays as it is.
    origin: Option<&'h str>,
}

impl<'h> Check<'h> {
    fn new(html: &'h str) -> Self {
        let bytes = html.as_bytes();
        let open = [(Kind::Inline, &b""[..]); DEPTH];
        Self {
            html,
            bytes,
            at: 0,
            open,
            depth: 0,
            in_paragraph: false,
            in_link: false,
            has_picture: false,
            origin: None,
        }
    }

    fn run(mut self) -> Option<()> {
        while let Some(found) = memchr3(b'<', b'>', b'&', &self.bytes[self.at..]) {
            self.at += found;
            match self.bytes[self.at..] {
                [b'<', b'/', ..] => self.end()?,
                [b'<', ..] => self.start()?,
                [b'&', ..] => self.at += reference(&self.bytes[self.at..])?,
                _ => return None,
            }
        }
        (self.depth == 0).then_some(())
    }

    fn top(&self) -> Option<Kind> {
        self.depth.checked_sub(1).map(|top| self.open[top].0)
    }

    fn name(&mut self) -> &'h [u8] {
        let rest = &self.bytes[self.at..];
        let length =
            rest.iter().position(|byte| !byte.is_ascii_lowercase() && !byte.is_ascii_digit());
        let name = &rest[..length.unwrap_or(rest.len())];
        self.at += name.len();
        name
    }

    fn pass(&mut self, expected: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(expected).then(|| self.at += expected.len())
    }

    fn end(&mut self) -> Option<()> {
        self.at += 2;
        self.depth = self.depth.checked_sub(1)?;
        let (kind, name) = self.open[self.depth];
        match kind {
            Kind::Paragraph => self.in_paragraph = false,
            Kind::Link => self.in_link = false,
            // A figure may be empty, and then it goes.
            Kind::Figure if !self.has_picture => return None,
            _ => {}
        }
        self.pass(name)?;
        self.pass(b">")
    }

    fn start(&mut self) -> Option<()> {
        self.at += 1;
        let name = self.name();
        let kind = Kind::of(name)?;
        self.place(kind)?;
        self.attributes(kind)?;
        if kind.is_void() {
            self.has_picture |= kind == Kind::Picture;
            return Some(());
        }
        match kind {
            Kind::Figure => self.has_picture = false,
            Kind::Paragraph => self.in_paragraph = true,
            Kind::Link => self.in_link = true,
            Kind::Preformatted if self.bytes.get(self.at) == Some(&b'\n') => return None,
            _ => {}
        }
        *self.open.get_mut(self.depth)? = (kind, name);
        self.depth += 1;
        Some(())
    }

    /// Whether a parser leaves the element where it stands.
    fn place(&self, kind: Kind) -> Option<()> {
        let top = self.top();
        let moved = (self.in_paragraph && kind.ends_paragraph())
            || (self.in_link && kind == Kind::Link)
            || (kind == Kind::Heading && top == Some(Kind::Heading))
            || (kind == Kind::Item && top != Some(Kind::List));
        (!moved).then_some(())
    }

    fn attributes(&mut self, kind: Kind) -> Option<()> {
        let mut seen = 0_u16;
        let mut pixels = 0;
        while self.pass(b" ").is_some() {
            let name = self.name();
            self.pass(b"=\"")?;
            let length = memchr(b'"', &self.bytes[self.at..])?;
            let value = self.html.get(self.at..self.at + length)?;
            self.at += length + 1;
            let bit = bit(kind, name)?;
            if value.len() > limits::VALUE || !self.value(name, value) {
                return None;
            }
            pixels += u32::from((bit & (WIDTH | HEIGHT)) != 0 && value == "1");
            if seen & bit != 0 {
                return None;
            }
            seen |= bit;
        }
        // A picture needs an address, and one of a single pixel may stand for another.
        if kind == Kind::Picture && (seen & SOURCE == 0 || pixels == 2) {
            return None;
        }
        self.pass(b">")
    }

    fn value(&mut self, name: &[u8], value: &'h str) -> bool {
        if matches!(name, b"src" | b"href") { self.address(value) } else { is_text(value) }
    }

    /// Whether an address is absolute and stays as it is. Most addresses of a body have one of a few hosts.
    fn address(&mut self, address: &'h str) -> bool {
        if let Some(origin) = self.origin
            && let Some(path) = address.strip_prefix(origin)
            && address.len() <= url::LONGEST
            && path.starts_with('/')
            && is_plain_path(path.as_bytes())
        {
            return true;
        }
        let references = memchr_iter(b'&', address.as_bytes());
        let stays = references.map(|at| &address[at..]).all(|rest| rest.starts_with("&amp;"))
            && matches!(Base::default().resolve(address), Ok(Cow::Borrowed(_)));
        if stays {
            self.origin = Some(origin(address));
        }
        stays
    }
}

/// The address up to the end of its host.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + "://".len());
    let end = address[host..].find('/').map_or(address.len(), |at| host + at);
    &address[..end]
}

const SOURCE: u16 = 1;
const WIDTH: u16 = 2;
const HEIGHT: u16 = 4;

/// The bit of an attribute that may stay as it is.
fn bit(kind: Kind, name: &[u8]) -> Option<u16> {
    Some(match (kind, name) {
        (Kind::Picture, b"src") => SOURCE,
        (Kind::Picture, b"width") => WIDTH,
        (Kind::Picture, b"height") => HEIGHT,
        (Kind::Picture, b"alt") => 8,
        (Kind::Link, b"href") => 16,
        (_, b"title") => 32,
        (_, b"id") => 64,
        (_, b"lang") => 128,
        (_, b"dir") => 256,
        _ => return None,
    })
}

/// Whether the rest of an address, from the `/` after its host on, surely stays as it is.
///
/// `&amp;` need not be decoded for that: what it is made of may stand wherever `&` may.
fn is_plain_path(path: &[u8]) -> bool {
    path.iter().enumerate().all(|(at, byte)| match byte {
        b'a'..=b'z'
        | b'A'..=b'Z'
        | b'0'..=b'9'
        | b'-'
        | b'_'
        | b'.'
        | b'='
        | b'+'
        | b','
        | b'@'
        | b'?' => true,
        // Segments of dots would be resolved.
        b'/' => path.get(at + 1) != Some(&b'.'),
        b'&' => path[at..].starts_with(b"&amp;"),
        b';' => path[..at].ends_with(b"&amp"),
        _ => false,
    })
}

fn is_text(value: &str) -> bool {
    let value = value.as_bytes();
    if memchr3(b'<', b'>', b'\n', value).is_some() {
        return false;
    }
    let Some(first) = memchr2(b'&', b'\t', value) else { return true };
    let mut rest = &value[first..];
    while let Some(at) = memchr2(b'&', b'\t', rest) {
        let length = match reference(&rest[at..]) {
            Some(length) => length,
            None if rest[at..].starts_with(b"&quot;") => b"&quot;".len(),
            None => return false,
        };
        rest = &rest[at + length..];
    }
    true
}

/// The length of a reference that stays as it is.
fn reference(bytes: &[u8]) -> Option<usize> {
    let known: [&[u8]; 4] = [b"&amp;", b"&lt;", b"&gt;", b"&nbsp;"];
    known.iter().find(|known| bytes.starts_with(known)).map(|known| known.len())
}

#[cfg(test)]
mod tests;
