//! Markup in the middle of a document, written again as HTML.

use super::{Ns, Tag};

/// HTML that is made of tokens: prefixes and declarations are gone, elements without content have an end tag.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    html: String,
}

/// Elements of HTML that have no content and no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

impl Markup {
    /// A start tag of an element of this namespace.
    pub(crate) fn start(&mut self, tag: &Tag<'_>, ns: Ns) {
        let name = name_in(tag.name, ns);
        self.html.push('<');
        self.html.push_str(name);
        for (attribute, value) in tag.attributes() {
            if attribute == "xmlns" || attribute.starts_with("xmlns:") {
                continue;
            }
            self.html.push(' ');
            self.html.push_str(
                attribute.strip_prefix("xml:").filter(|it| *it == "lang").unwrap_or(attribute),
            );
            self.html.push_str("=\"");
            // References stay as they are; only what would end the value is escaped.
            self.html.push_str(&value.replace('"', "&quot;"));
            self.html.push('"');
        }
        self.html.push('>');
        if tag.is_empty && !VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }

    /// An end tag.
    pub(crate) fn end(&mut self, name: &str, ns: Ns) {
        let name = name_in(name, ns);
        if VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
            return;
        }
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }

    /// Characters, with references as they stand there.
    pub(crate) fn raw(&mut self, raw: &str) {
        self.html.push_str(raw);
    }

    /// Text, which is escaped.
    pub(crate) fn text(&mut self, text: &str) {
        larder_html::escape::push_text(&mut self.html, text);
    }

    /// The HTML.
    pub(crate) fn into_html(self) -> String {
        self.html
    }
}

/// The name of an element in HTML: elements of a namespace that HTML knows have no prefix.
fn name_in(name: &str, ns: Ns) -> &str {
    match name.split_once(':') {
        Some((_, local)) if ns.is_markup() => local,
        _ => name,
    }
}
