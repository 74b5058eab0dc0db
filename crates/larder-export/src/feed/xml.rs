//! A small vocabulary for writing XML: one element a line, everything escaped.
//!
//! Values have been through the character filter before they come here (see [`Cost`](super::Cost)); nothing here lets
//! a value become markup. Plain text in RSS is escaped with hexadecimal references, because readers take what comes of
//! `&lt;` there for HTML and validators warn of it; everything else uses the short names.

use memchr::{memchr_iter, memchr2, memchr3_iter};

/// Attributes in the order they are written; those without a value are left out.
pub(crate) type Attributes<'a> = &'a [(&'a str, Option<&'a str>)];

/// Begins a document: the declaration at its first byte, and the style sheet for browsers if there is one.
pub(crate) fn begin(out: &mut Vec<u8>, style: Option<&str>) {
    out.extend_from_slice(DECLARATION.as_bytes());
    if style.is_some() {
        // Written as an element's attributes are; an address holds no `?>`.
        tag(out, "?xml-stylesheet", &[("type", Some("text/css")), ("href", style)], b"?>\n");
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// How `&`, `<` and `>` are escaped in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// `&amp;`: for HTML as text, and for all of Atom.
    Named,
    /// `&#x26;`: for plain text in RSS.
    Hexadecimal,
}

impl Escape {
    fn of(self, byte: u8) -> &'static [u8] {
        match (self, byte) {
            (Self::Named, b'&') => b"&amp;",
            (Self::Named, b'<') => b"&lt;",
            (Self::Named, _) => b"&gt;",
            (Self::Hexadecimal, b'&') => b"&#x26;",
            (Self::Hexadecimal, b'<') => b"&#x3C;",
            (Self::Hexadecimal, _) => b"&#x3E;",
        }
    }
}

/// A start tag with a line end: for elements that hold elements.
pub(crate) fn open(out: &mut Vec<u8>, name: &str, attributes: Attributes<'_>) {
    tag(out, name, attributes, b">\n");
}

/// The end tag of what [`open`] began.
pub(crate) fn close(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b">\n");
}

/// An element without content.
pub(crate) fn empty(out: &mut Vec<u8>, name: &str, attributes: Attributes<'_>) {
    tag(out, name, attributes, b"/>\n");
}

/// An element with text.
pub(crate) fn text(
    out: &mut Vec<u8>,
    name: &str,
    attributes: Attributes<'_>,
    escape: Escape,
    value: &str,
) {
    tag(out, name, attributes, b">");
    push_text(out, escape, value);
    close(out, name);
}

/// An element with text in a CDATA section.
pub(crate) fn cdata(out: &mut Vec<u8>, name: &str, value: &str) {
    tag(out, name, &[], b"><![CDATA[");
    let bytes = value.as_bytes();
    let mut written = 0;
    // Brackets are rare in HTML, so that looking for one is quicker than looking for all three.
    for at in memchr_iter(b']', bytes).filter(|at| bytes[*at..].starts_with(b"]]>")) {
        out.extend_from_slice(&bytes[written..at]);
        out.extend_from_slice(b"]]]]><![CDATA[>");
        written = at + "]]>".len();
    }
    out.extend_from_slice(&bytes[written..]);
    out.extend_from_slice(b"]]>");
    close(out, name);
}

fn tag(out: &mut Vec<u8>, name: &str, attributes: Attributes<'_>, end: &[u8]) {
    out.push(b'<');
    out.extend_from_slice(name.as_bytes());
    for (name, value) in attributes {
        let Some(value) = value else { continue };
        out.push(b' ');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"=\"");
        push_attribute(out, value);
        out.push(b'"');
    }
    out.extend_from_slice(end);
}

fn push_text(out: &mut Vec<u8>, escape: Escape, value: &str) {
    let bytes = value.as_bytes();
    let mut written = 0;
    for at in memchr3_iter(b'&', b'<', b'>', bytes) {
        out.extend_from_slice(&bytes[written..at]);
        out.extend_from_slice(escape.of(bytes[at]));
        written = at + 1;
    }
    out.extend_from_slice(&bytes[written..]);
}

fn push_attribute(out: &mut Vec<u8>, value: &str) {
    if memchr2(b'"', b'\n', value.as_bytes()).is_none() {
        return push_text(out, Escape::Named, value);
    }
    let mut written = 0;
    for at in memchr_iter(b'"', value.as_bytes()) {
        push_text(out, Escape::Named, &value[written..at]);
        out.extend_from_slice(b"&quot;");
        written = at + 1;
    }
    push_text(out, Escape::Named, &value[written..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn plain_text_of_rss_is_escaped_in_hexadecimal() {
        let title = |escape| written(|out| text(out, "title", &[], escape, "Vec<T> & \"it's\""));
        assert_eq!(title(Escape::Hexadecimal), "<title>Vec&#x3C;T&#x3E; &#x26; \"it's\"</title>\n");
        assert_eq!(title(Escape::Named), "<title>Vec&lt;T&gt; &amp; \"it's\"</title>\n");
    }

    #[test]
    fn the_end_of_cdata_within_cdata_is_split() {
        let html = "a]]>b]]]]>>";
        let xml = written(|out| cdata(out, "x", html));
        assert_eq!(xml, "<x><![CDATA[a]]]]><![CDATA[>b]]]]]]><![CDATA[>>]]></x>\n");
        assert_eq!(roxmltree::Document::parse(&xml).unwrap().root_element().text(), Some(html));
    }

    #[test]
    fn attributes_are_quoted_and_absent_ones_left_out() {
        let xml = written(|out| {
            empty(out, "link", &[("href", Some("?a=1&b=<2>\"")), ("type", None), ("t", Some(""))])
        });
        assert_eq!(xml, "<link href=\"?a=1&amp;b=&lt;2&gt;&quot;\" t=\"\"/>\n");
    }
}
