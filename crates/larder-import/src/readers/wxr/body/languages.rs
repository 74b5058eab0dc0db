//! Posts in several languages, as qTranslate packs them into one text:
//! `[:en]Hello[:de]Hallo[:]`, and earlier `<!--:en-->Hello<!--:--><!--:de-->…<!--:-->`.

use memchr::memchr2_iter;

/// The parts of a text by their languages, in their order.
///
/// The language of text outside of all marks is empty: it belongs to every one.
/// None if there are no marks.
pub(in super::super) fn language_parts(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut parts = Vec::new();
    let (mut language, mut start, mut has_marks) = ("", 0, false);
    for at in memchr2_iter(b'[', b'<', text.as_bytes()) {
        let Some((next, length)) = mark(&text[at..]) else { continue };
        push(&mut parts, language, &text[start..at]);
        (language, start, has_marks) = (next, at + length, true);
    }
    push(&mut parts, language, &text[start..]);
    has_marks.then_some(parts)
}

fn push<'a>(parts: &mut Vec<(&'a str, &'a str)>, language: &'a str, text: &'a str) {
    if !text.is_empty() {
        parts.push((language, text));
    }
}

/// The language of the mark that a text begins with, and the mark's length.
pub(super) fn mark(text: &str) -> Option<(&str, usize)> {
    let (after, close) = match text.strip_prefix("[:") {
        Some(after) => (after, "]"),
        None => (text.strip_prefix("<!--:")?, "-->"),
    };
    let end = after.bytes().position(|byte| !is_code(byte, close))?;
    let (language, rest) = after.split_at(end);
    let length = text.len() - rest.len() + close.len();
    (rest.starts_with(close) && is_language(language)).then_some((language, length))
}

/// The language of a comment that is a mark.
pub(super) fn comment(comment: &str) -> Option<&str> {
    mark(comment).filter(|(_, length)| *length == comment.len()).map(|(language, _)| language)
}

/// Hyphens end a code in comments: they end the comment.
fn is_code(byte: u8, close: &str) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || (byte == b'-' && close == "]")
}

/// Whether it is a code of a language, `pt` or `pt-br`, or none: the end of one.
fn is_language(code: &str) -> bool {
    code.is_empty()
        || ((2..=10).contains(&code.len()) && code.starts_with(|it: char| it.is_ascii_lowercase()))
}
