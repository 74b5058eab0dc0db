//! Content as HTML, in a form that stays whole within Markdown: no empty lines, no template delimiters.

use std::ops::Range;

use larder_html::{Element, escape};

use crate::{
    content::{Content, Item, Name, Open, is_switch},
    dialect::{Dialect, Template},
    marks::Marks,
};

/// A block. There is no empty line in it, and if `is_one_line` no line end within code.
pub(super) fn block(
    content: &Content,
    at: usize,
    open: Open,
    dialect: &Dialect,
    is_one_line: bool,
) -> String {
    let mut html = Html {
        content,
        dialect,
        html: String::new(),
        open: Vec::new(),
        has_code: false,
        is_one_line,
    };
    html.items(at..open.end as usize + 1);
    html.html
}

/// Writes a start tag.
pub(super) fn push_start(html: &mut String, content: &Content, open: Open, dialect: &Dialect) {
    html.push('<');
    html.push_str(open.element.name());
    if open.element == Element::Input {
        html.push_str(" type=\"checkbox\"");
    }
    for (name, value) in content.attributes(open) {
        html.push(' ');
        html.push_str(name.as_str());
        if !is_switch(name) {
            html.push_str("=\"");
            push_escaped(html, value, dialect, escape::push_attribute);
            html.push('"');
        }
    }
    html.push('>');
}

/// Writes an end tag, if the element has one.
pub(super) fn push_end(html: &mut String, element: Element) {
    if !has_no_end(element) {
        html.push_str("</");
        html.push_str(element.name());
        html.push('>');
    }
}

fn has_no_end(element: Element) -> bool {
    element.is_void() || matches!(element, Element::Input | Element::Embed)
}

struct Html<'c> {
    content: &'c Content,
    dialect: &'c Dialect,
    html: String,
    /// The elements that are open, and whether their tags are written.
    open: Vec<(Element, bool)>,
    /// Whether the open `pre` has a `code` in it.
    has_code: bool,
    /// Whether lines of code are not ended as such: in lists kramdown may take them for items.
    is_one_line: bool,
}

impl Html<'_> {
    fn items(&mut self, range: Range<usize>) {
        for at in range {
            match self.content.items[at] {
                Item::Open(open) => self.start(at, open),
                Item::Text(span) => self.text(self.content.text(span)),
                Item::Close => self.end(),
            }
        }
    }

    fn start(&mut self, at: usize, open: Open) {
        if open.element == Element::Embed {
            let mark = self.content.attribute(open, Name::Mark).and_then(|it| it.parse().ok());
            self.html.push_str(&mark.map(Marks::written).unwrap_or_default());
            return self.open.push((open.element, false));
        }
        let is_written = !self.is_only_paragraph(at, open);
        if is_written {
            if is_block(open.element) && self.open.last().is_some_and(|(it, _)| breaks_inside(*it))
            {
                self.html.push('\n');
            }
            if self.is_code(at, open) {
                return self.code_start(open);
            }
            push_start(&mut self.html, self.content, open, self.dialect);
            self.first_line_end(at, open);
        }
        self.open.push((open.element, is_written));
    }

    /// Whether an element is preformatted text without markup.
    fn is_code(&self, at: usize, open: Open) -> bool {
        let inside = &self.content.items[at + 1..open.end as usize];
        open.element == Element::Pre && inside.iter().all(|item| matches!(item, Item::Text(_)))
    }

    /// Begins code as renderers write it: with `code` in the `pre`, which has the language.
    fn code_start(&mut self, open: Open) {
        self.html.push_str("<pre>");
        let code = Open { element: Element::Code, ..open };
        push_start(&mut self.html, self.content, code, self.dialect);
        self.open.push((Element::Pre, true));
        self.has_code = true;
    }

    /// Parsers drop the first line end in a `pre`.
    fn first_line_end(&mut self, at: usize, open: Open) {
        if open.element == Element::Pre
            && let Some(Item::Text(span)) = self.content.items.get(at + 1)
            && self.content.text(*span).starts_with('\n')
        {
            self.html.push('\n');
        }
    }

    fn end(&mut self) {
        let Some((element, is_written)) = self.open.pop() else { return };
        if !is_written {
            return;
        }
        if breaks_inside(element) {
            self.html.push('\n');
        }
        if element == Element::Pre && (self.html.ends_with("&#10;") || self.html.ends_with('\n')) {
            // The last line end of code is not counted: it is the renderer's.
            self.html.push_str("&#10;");
        }
        if element == Element::Pre && std::mem::take(&mut self.has_code) {
            self.html.push_str("</code>");
        }
        push_end(&mut self.html, element);
    }

    /// Whether a paragraph is all that is in an item, a cell or the like: it needs no tags there.
    fn is_only_paragraph(&self, at: usize, open: Open) -> bool {
        let holder = self.open.last().map(|(element, _)| *element);
        let holds = matches!(
            holder,
            Some(
                Element::Li
                    | Element::Td
                    | Element::Th
                    | Element::Dd
                    | Element::Dt
                    | Element::Summary
                    | Element::Caption
            )
        );
        holds
            && open.element == Element::P
            && open.attributes.is_empty()
            && matches!(self.content.items.get(at.wrapping_sub(1)), Some(Item::Open(_)))
            && matches!(self.content.items.get(open.end as usize + 1), Some(Item::Close))
    }

    fn text(&mut self, text: &str) {
        let is_code = self.open.iter().any(|(element, _)| *element == Element::Pre);
        if !is_code || !text.contains('\n') {
            return push_escaped(&mut self.html, text, self.dialect, escape::push_text);
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            push_escaped(&mut self.html, line, self.dialect, escape::push_text);
            if let Some(next) = lines.peek() {
                // An empty line would end the HTML.
                let is_safe =
                    !self.is_one_line && !next.trim().is_empty() && !line.trim().is_empty();
                self.html.push_str(if is_safe { "\n" } else { "&#10;" });
            }
        }
    }
}

/// Escapes text, and the delimiters of templates in it.
fn push_escaped(html: &mut String, text: &str, dialect: &Dialect, push: fn(&mut String, &str)) {
    let mut rest = text;
    let find = |rest: &str| match dialect.template {
        // goldmark reads attributes of headings from any brace in them.
        _ if dialect.heading_attributes => rest.find('{'),
        template => delimiter(rest, template),
    };
    while let Some(at) = find(rest) {
        push(html, &rest[..at]);
        html.push_str(if rest.as_bytes()[at] == b'{' { "&#123;" } else { "&#125;" });
        rest = &rest[at + 1..];
    }
    push(html, rest);
}

/// Where a brace is that could be part of a tag of a template language.
pub(super) fn delimiter(text: &str, template: Template) -> Option<usize> {
    if template == Template::None {
        return None;
    }
    let bytes = text.as_bytes();
    let acts = |at: usize| match bytes[at] {
        b'{' => begins_delimiter(&text[at..]),
        b'}' => template == Template::Nunjucks && ends_comment(&text[..at]),
        _ => false,
    };
    (0..bytes.len()).find(|at| acts(*at))
}

/// Whether a brace after such a text would end a comment: Nunjucks refuses a text with an end that has no beginning.
pub(super) fn ends_comment(before: &str) -> bool {
    before.ends_with('#')
}

/// Whether a text begins with what could begin a tag of a template language.
pub(super) fn begins_delimiter(text: &str) -> bool {
    matches!(text.as_bytes(), [b'{', b'{' | b'%' | b'#', ..])
}

/// Blocks that hold nothing but blocks, so that line ends between them mean nothing.
fn breaks_inside(element: Element) -> bool {
    matches!(
        element,
        Element::Ul
            | Element::Ol
            | Element::Dl
            | Element::Table
            | Element::Tr
            | Element::Blockquote
            | Element::Details
    )
}

fn is_block(element: Element) -> bool {
    element.is_heading()
        || breaks_inside(element)
        || matches!(
            element,
            Element::P
                | Element::Li
                | Element::Td
                | Element::Th
                | Element::Dd
                | Element::Dt
                | Element::Summary
                | Element::Caption
                | Element::Pre
                | Element::Hr
        )
}
