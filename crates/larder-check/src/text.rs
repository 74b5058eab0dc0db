//! The text of elements, and where it stands in the source.

use std::borrow::Cow;

use roxmltree::Node;

/// All text that an element holds itself: a comment does not end it.
pub(crate) fn of<'d>(node: Node<'d, 'd>) -> Cow<'d, str> {
    let mut pieces = node.children().filter(Node::is_text).filter_map(|it| it.text());
    let Some(first) = pieces.next() else { return Cow::Borrowed("") };
    let mut text = Cow::Borrowed(first);
    for piece in pieces {
        text.to_mut().push_str(piece);
    }
    text
}

/// The lines of the source that an element is on, from the beginning of the first to the end of the last.
pub(crate) fn source_lines<'d>(node: Node<'d, 'd>) -> &'d str {
    let (text, range) = (node.document().input_text(), node.range());
    // Lines can be as long as the document: as far as a person could see is far enough.
    const FAR: usize = 1 << 10;
    let near = floor(text, range.start.saturating_sub(FAR));
    let far = floor(text, range.end.saturating_add(FAR).min(text.len()));
    let start = text[near..range.start].rfind('\n').map_or(near, |at| near + at + 1);
    let end = text[range.end..far].find('\n').map_or(far, |at| range.end + at);
    &text[start..end]
}

/// Where byte `at` of an element's text stands in the source: exactly in CDATA, else where the element begins.
pub(crate) fn source_offset(node: Node<'_, '_>, at: usize) -> usize {
    let in_cdata = || {
        let mut children = node.children();
        let (only, None) = (children.next()?, children.next()) else { return None };
        let text = only.text()?;
        let written = &node.document().input_text()[only.range()];
        let inner =
            written.trim_start().strip_prefix("<![CDATA[")?.trim_end().strip_suffix("]]>")?;
        (inner == text)
            .then(|| only.range().start + written.find("<![CDATA[").unwrap_or(0) + 9 + at)
    };
    in_cdata().unwrap_or(node.range().start)
}

/// The name of an element as it is written, prefix included.
pub(crate) fn written_name<'d>(node: Node<'d, 'd>) -> Cow<'d, str> {
    let source = &node.document().input_text()[node.range()];
    let rest = source.strip_prefix('<').unwrap_or(source);
    let end = rest.find(|it: char| it.is_ascii_whitespace() || matches!(it, '>' | '/'));
    match end {
        Some(end) => Cow::Borrowed(&rest[..end]),
        None => Cow::Borrowed(rest),
    }
}

/// Where a line of a document begins, counted from 1 as parsers do.
pub(crate) fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
