//! Text in which tags mean nothing: scripts, styles, `textarea`, `iframe`.

use super::{Token, Tokenizer};

/// Which rules a raw text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawKind {
    /// Ends at its end tag; references count.
    WithReferences,
    /// Ends at its end tag.
    Plain,
    /// Ends at its end tag, unless that is inside `<!-- <script>`.
    Script,
    /// Never ends.
    ToTheEnd,
}

/// The raw text being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw<'a> {
    pub(super) kind: RawKind,
    /// The name whose end tag ends it.
    pub(super) name: &'a str,
}

impl<'a> Tokenizer<'a> {
    /// The next token of a raw text; `rest` is not empty.
    pub(super) fn raw_text(&mut self, raw: Raw<'a>, rest: &'a str) -> Token<'a> {
        let end = match raw.kind {
            RawKind::ToTheEnd => rest.len(),
            RawKind::Script => script_end(rest, raw.name),
            RawKind::Plain => end_tag(rest, raw.name),
            RawKind::WithReferences if rest.starts_with('&') => return self.reference(rest),
            RawKind::WithReferences => reference_or_end_tag(rest, raw.name),
        };
        if end > 0 {
            return self.text(end);
        }
        self.raw = None;
        // A cut off end tag is dropped and with it the rest of the input.
        self.tag(2).map_or(Token::EndOfInput, Token::End)
    }
}

/// Where the next end tag of `name` begins.
fn end_tag(text: &str, name: &str) -> usize {
    memchr::memchr_iter(b'<', text.as_bytes())
        .find(|at| is_end_tag(&text.as_bytes()[*at..], name))
        .unwrap_or(text.len())
}

/// Where the next reference or end tag of `name` begins.
fn reference_or_end_tag(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes)
        .find(|at| bytes[*at] == b'&' || is_end_tag(&bytes[*at..], name))
        .unwrap_or(text.len())
}

/// Whether `bytes` begin with an end tag of `name`.
fn is_end_tag(bytes: &[u8], name: &str) -> bool {
    bytes.starts_with(b"</") && is_name(&bytes[2..], name)
}
/// Whether `bytes` begin with the whole name of a tag.
fn is_name(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        && matches!(bytes.get(name.len()), Some(b'\t' | b'\n' | b'\x0c' | b' ' | b'/' | b'>'))
}

/// How deep a script is in what pages of 1997 hid it in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    No,
    Comment,
    ScriptInComment,
}

fn script_end(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let mut hidden = Hidden::No;
    let mut position = 0;
    while let Some(at) = memchr::memchr2(b'<', b'-', &bytes[position..]) {
        position += at;
        let rest = &bytes[position..];
        if hidden == Hidden::No && rest.starts_with(b"<!--") {
            hidden = Hidden::Comment;
            // `<!-->` is over at once: its dashes count twice.
            position += 2;
            continue;
        }
        if hidden != Hidden::No && rest.starts_with(b"-->") {
            hidden = Hidden::No;
            position += 3;
            continue;
        }
        if is_end_tag(rest, name) {
            if hidden != Hidden::ScriptInComment {
                return position;
            }
            hidden = Hidden::Comment;
        } else if hidden == Hidden::Comment && rest[0] == b'<' && is_name(&rest[1..], name) {
            hidden = Hidden::ScriptInComment;
        }
        position += 1;
    }
    text.len()
}
