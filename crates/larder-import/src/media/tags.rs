//! The tags of a body that may name a file or lead somewhere. All others are passed by.
//!
//! Tags end where browsers see their end, and nothing is a tag in a comment, a script or a style. What never ends hides
//! nothing here: browsers would show an empty page, but a reference too many does less harm than one too few.

use std::sync::LazyLock;

use memchr::{memchr, memchr2_iter, memchr3, memmem};

use crate::xml::Tag;

/// What a tag is to references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// `a`: it leads somewhere, and a picture within it belongs to that.
    Link,
    /// `area`: it leads somewhere.
    Area,
    /// `img`, and `input` with a picture.
    Image,
    /// `image` of SVG.
    Drawing,
    /// `picture`: what is offered in place of the `img` in it.
    Picture,
    /// `source` of a `picture`, a film or a recording.
    Source,
    /// `audio`.
    Audio,
    /// `video`.
    Video,
    /// `track` of a film.
    Track,
    /// `object`, `embed` and `iframe`: a file or a whole page.
    Embed,
    /// `noscript`: often the picture that a script would load.
    NoScript,
    /// Any other. Its attributes name a file.
    Other,
}

/// Elements by name. Those that are not here are [`Element::Other`].
const ELEMENTS: &[(&str, Element)] = &[
    ("a", Element::Link),
    ("area", Element::Area),
    ("audio", Element::Audio),
    ("embed", Element::Embed),
    ("iframe", Element::Embed),
    ("image", Element::Drawing),
    ("img", Element::Image),
    ("input", Element::Image),
    ("noscript", Element::NoScript),
    ("object", Element::Embed),
    ("picture", Element::Picture),
    ("source", Element::Source),
    ("track", Element::Track),
    ("video", Element::Video),
];

/// Elements that hold text only, whatever it looks like.
const RAW: [&str; 8] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// A tag that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark<'a> {
    /// A start tag.
    Start(Element, Tag<'a>),
    /// An end tag; never of an [`Element::Other`].
    End(Element),
}

/// Reads the tags that matter, one by one.
#[derive(Debug)]
pub(super) struct Tags<'a> {
    html: &'a str,
    at: usize,
    absent: Absent,
}

/// What was looked for in vain up to the end of the body, and is not looked for again: a body of nothing but beginnings
/// would be searched to its end for each of them.
#[derive(Debug, Default)]
struct Absent {
    comment: bool,
    /// The closing quote, of `"` and of `'`.
    quotes: [bool; 2],
    raw: [bool; RAW.len()],
}

impl<'a> Iterator for Tags<'a> {
    type Item = Mark<'a>;

    fn next(&mut self) -> Option<Mark<'a>> {
        loop {
            self.at += memchr(b'<', &self.html.as_bytes()[self.at..])? + 1;
            let mark = match self.html.as_bytes().get(self.at)? {
                b'!' => self.pass_declaration(),
                b'/' => self.end_tag(),
                byte if byte.is_ascii_alphabetic() => self.start_tag(),
                _ => None,
            };
            if mark.is_some() {
                return mark;
            }
        }
    }
}

impl<'a> Tags<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, at: 0, absent: Absent::default() }
    }

    fn pass_declaration(&mut self) -> Option<Mark<'a>> {
        let rest = &self.html.as_bytes()[self.at..];
        if rest.starts_with(b"!--") && !self.absent.comment {
            match comment_length(rest) {
                Some(length) => self.at += length,
                None => self.absent.comment = true,
            }
        }
        None
    }

    fn end_tag(&mut self) -> Option<Mark<'a>> {
        let name = self.name(self.at + 1);
        self.at += 1 + name.len();
        element(name).map(Mark::End)
    }

    fn start_tag(&mut self) -> Option<Mark<'a>> {
        let name = self.name(self.at);
        let begin = self.at + name.len();
        let end = match self.html.as_bytes().get(begin)? {
            b'>' => Some(begin),
            _ => self.tag_end(begin),
        };
        // A tag that the body cuts off is the last.
        self.at = end.map_or(self.html.len(), |end| end + 1);
        let end = end?;
        let attributes = &self.html[begin..end];
        let is_empty = attributes.ends_with('/');
        if !is_empty {
            self.pass_raw(name);
        }
        let element = match element(name) {
            Some(element) => element,
            None if names_file(attributes.as_bytes()) => Element::Other,
            None => return None,
        };
        Some(Mark::Start(element, Tag { name, attributes, is_empty }))
    }

    fn name(&self, at: usize) -> &'a str {
        let rest = &self.html[at..];
        let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<');
        &rest[..rest.bytes().position(ends).unwrap_or(rest.len())]
    }

    /// Where the `>` is that ends a tag whose attributes begin at a place. None at the end of the body.
    fn tag_end(&mut self, begin: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let mut at = begin;
        while let Some(length) = memchr3(b'>', b'"', b'\'', &bytes[at..]) {
            at += length;
            if bytes[at] == b'>' {
                return Some(at);
            }
            at = self.after_quote(begin, at);
        }
        // The tag lost a quote, and with it all that follows. From here on, quotes say nothing.
        self.absent.quotes = [true; 2];
        memchr(b'>', &bytes[begin..]).map(|length| begin + length)
    }

    /// What follows a value that begins with the quote at a place; what follows the quote, if none does.
    fn after_quote(&mut self, begin: usize, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let absent = &mut self.absent.quotes[usize::from(bytes[at] == b'\'')];
        if *absent || bytes[begin..at].trim_ascii_end().last() != Some(&b'=') {
            return at + 1;
        }
        match memchr(bytes[at], &bytes[at + 1..]) {
            Some(length) => at + length + 2,
            None => {
                *absent = true;
                at + 1
            }
        }
    }

    /// Passes by the text of an element that just began, if it holds nothing else.
    fn pass_raw(&mut self, name: &str) {
        let Some(raw) = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(name)) else { return };
        if self.absent.raw[raw] {
            return;
        }
        match raw_length(&self.html.as_bytes()[self.at..], RAW[raw].as_bytes()) {
            Some(length) => self.at += length,
            None => self.absent.raw[raw] = true,
        }
    }
}

fn element(name: &str) -> Option<Element> {
    ELEMENTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, element)| *element)
}

/// The length of a comment that begins with `!--`. `<!-->` is one as well.
fn comment_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 3;
    loop {
        at += memchr(b'>', bytes.get(at..)?)? + 1;
        if bytes[1..at - 1].ends_with(b"--") {
            return Some(at);
        }
    }
}

/// How much stands in front of the end tag.
fn raw_length(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(b'<', bytes.get(at..)?)?;
        let after = bytes[at + 1..].strip_prefix(b"/").unwrap_or_default();
        if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some(at);
        }
        at += 1;
    }
}

/// Whether the attributes of a tag that is nothing by its name may name a file: a background, or `data-url`.
fn names_file(attributes: &[u8]) -> bool {
    static ADDRESS: LazyLock<memmem::Finder<'_>> =
        LazyLock::new(|| memmem::Finder::new("data-url"));
    const BACKGROUND: &[u8] = b"background";
    // `k` is the letter of the word that other attributes have least.
    let is_background = |at: usize| {
        let word = at.checked_sub(3).and_then(|start| attributes.get(start..start + 10));
        word.is_some_and(|word| word.eq_ignore_ascii_case(BACKGROUND))
    };
    attributes.len() > BACKGROUND.len()
        && (memchr2_iter(b'k', b'K', attributes).any(is_background)
            || ADDRESS.find(attributes).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        let shown = |mark| match mark {
            Mark::Start(element, tag) => format!("{element:?}{}", tag.attributes),
            Mark::End(element) => format!("/{element:?}"),
        };
        Tags::new(html).map(shown).collect()
    }

    #[test]
    fn tags_end_where_browsers_see_their_end() {
        for (html, expected) in [
            ("<a href='x>y'>", &["Link href='x>y'"][..]),
            ("<A\nhref = \"x>\"\n>b</A >", &["Link\nhref = \"x>\"\n", "/Link"]),
            ("<a it's>b</a>", &["Link it's", "/Link"]),
            ("<a b=it's>c</a>", &["Link b=it's", "/Link"]),
            ("<img/src=x/>", &["Image/src=x/"]),
            ("<abbr><ab c><p d='e'>", &[]),
            (
                "<p style='BACKGROUND:x'><i data-url=y>",
                &["Other style='BACKGROUND:x'", "Other data-url=y"],
            ),
            ("<table background=a.gif><p kind=back>", &["Other background=a.gif"]),
            ("a < b <3 <", &[]),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }

    #[test]
    fn nothing_is_a_tag_in_comments_scripts_and_styles() {
        for (html, expected) in [
            ("<!-- <img> --><img>", &["Image"][..]),
            ("<!--><img><!---><img>-->", &["Image", "Image"]),
            ("<!-- a > <img> -- > --><a>", &["Link"]),
            ("<script>'<img>'</SCRIPT><img>", &["Image"]),
            ("<style>a{background:url(<img>)}</style ><img>", &["Image"]),
            ("<iframe src=x><img></iframe><img>", &["Embed src=x", "/Embed", "Image"]),
            ("<noscript><img></noscript>", &["NoScript", "Image", "/NoScript"]),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }

    #[test]
    fn what_never_ends_hides_nothing() {
        for html in [
            "<!-- <!-- <img>",
            "<script><script><img>",
            "<iframe /><img>",
            "<p title=\"><img>",
            "<p title='><p title=\"><img>",
            "<p title=\"<p title=\"><img>",
            "<p title=\"'\" title='><img>",
        ] {
            assert_eq!(read(html).last().map(String::as_str), Some("Image"), "{html}");
        }
    }
}
