//! Whether anything has to be done at all.
//!
//! Most bodies that came from elsewhere, or from an editor that wrote paragraphs,
//! say what they mean already. Finding that out must cost next to nothing.

use memchr::{memchr, memchr_iter, memchr2};

use super::{
    scan::{ADDRESSES, COMMENTS, FORMULAS, NOTES, is_blank, is_space, name},
    tags::{self, Kind},
};

/// Whether a classic body needs no paragraphs, and nothing in it filled in.
///
/// In doubt it is not finished: then it is read, and comes out as it was.
pub(super) fn is_finished(body: &str) -> bool {
    memchr(b'\r', body.as_bytes()).is_none() && is_html(body) && has_paragraphs(body)
}

/// Whether a text has neither shortcodes nor comments, nor anything else that stands
/// for something.
pub(super) fn is_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    !memchr_iter(b'[', bytes).any(|at| begins_shortcode(bytes.get(at + 1)))
        && COMMENTS.find(bytes).is_none()
        && FORMULAS.find(bytes).is_none()
        && NOTES.find(bytes).is_none()
        && !ADDRESSES.find_iter(bytes).any(|at| begins_line(&bytes[..at]))
}

fn begins_shortcode(next: Option<&u8>) -> bool {
    next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'[' | b'/' | b':'))
}

/// Whether what follows is the first on its line, or in an element.
fn begins_line(before: &[u8]) -> bool {
    let last = before.iter().rev().find(|byte| **byte == b'\n' || !is_space(**byte));
    matches!(last, None | Some(b'\n' | b'>'))
}

/// What may come next in a body that has its paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Only the tag of a block.
    Block,
    /// Text without line ends, or a line end and then the tag of a block.
    Inside,
    /// Text without line ends.
    Text,
    /// As text, but no second `<br>`.
    NoBreak,
}

fn has_paragraphs(body: &str) -> bool {
    let (mut rest, mut next) = (body, Next::Block);
    while let Some(at) = memchr2(b'<', b'\n', rest.as_bytes()) {
        let (text, after) = rest.split_at(at);
        if !is_blank(text) {
            match next {
                Next::Block => return false,
                _ => next = Next::Text,
            }
        }
        if let Some(after) = after.strip_prefix('\n') {
            if !matches!(next, Next::Block | Next::Inside) {
                return false;
            }
            (rest, next) = (after, Next::Block);
            continue;
        }
        let Some(length) = memchr(b'>', after.as_bytes()) else { return false };
        let (tag, after) = after.split_at(length + 1);
        match after_tag(tag, next) {
            Some(then) => (rest, next) = (after, then),
            None => return false,
        }
    }
    is_blank(rest) && next == Next::Block
}

/// What may come after a tag; None if the tag may not be there.
fn after_tag(tag: &str, next: Next) -> Option<Next> {
    let is_end = tag.as_bytes()[1] == b'/';
    let kind = tags::kind(name(&tag[1 + usize::from(is_end)..]));
    let is_in_line = next != Next::Block && memchr(b'\n', tag.as_bytes()).is_none();
    match kind {
        Kind::Raw(_) | Kind::Either => None,
        Kind::Quote | Kind::Rule => Some(Next::Block),
        Kind::Break if next == Next::NoBreak => None,
        Kind::Break if is_in_line => Some(Next::NoBreak),
        kind if kind.is_block() && is_end => Some(Next::Block),
        kind if kind.is_block() => Some(Next::Inside),
        _ => is_in_line.then_some(Next::Text),
    }
}
