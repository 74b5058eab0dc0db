//! A fragment as a strict parser meets it: its tags with their places, and where it is no HTML.
//!
//! Browsers forgive what validators do not. The standard's own errors are counted by the tree; three things are errors
//! to older parsers only, which validators of feeds still use, and are looked for here: an `&` that begins no reference
//! (`R&D`, `?a=1&b=2`), a reference without its `;`, and `--` within a comment.

use std::borrow::Cow;

use crate::{
    limits::Limits,
    normalise::is_normal,
    tokenizer::{
        Attribute, RawKind, Tag, Token, Tokenizer, Within,
        reference::{self, Place},
    },
    tree::Tree,
};

/// What [`inspect()`] found out about a fragment as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inspected {
    /// Where it is first no HTML, as a byte of the fragment. None if it is.
    pub first_fault: Option<usize>,
    /// Whether the limits cut something off, so that not all of it was looked at.
    pub cut: bool,
}

/// Something in a fragment.
#[derive(Debug)]
#[non_exhaustive]
pub enum Seen<'a> {
    /// A start tag: its name in lower case, and its attributes in the order written, names in lower case.
    Tag(Cow<'a, str>, Vec<(Cow<'a, str>, Cow<'a, str>)>),
    /// What `<?` begins, without `<`.
    Instruction(&'a str),
}

/// Reads a fragment, hands over what is in it together with the byte at which it begins, and says where it is no HTML.
///
/// Nothing is handed over of fragments that are [normal](is_normal) already: in these there is nothing to find fault
/// with. Line ends are expected to be `\n`.
///
/// ```
/// use larder_html::{Limits, Seen, inspect};
///
/// let mut names = Vec::new();
/// let found = inspect("<p onclick=x>R&D", &Limits::default(), |at, seen| {
///     if let Seen::Tag(name, _) = seen {
///         names.push((at, name.into_owned()));
///     }
/// });
/// assert_eq!(names, [(0, "p".to_owned())]);
/// assert_eq!(found.first_fault, Some(14));
/// ```
pub fn inspect(html: &str, limits: &Limits, see: impl FnMut(usize, Seen<'_>)) -> Inspected {
    if is_normal(html) {
        return Inspected::default();
    }
    let own = read(html, limits, see);
    let tree = Tree::fragment(html, limits);
    let first_fault = own.into_iter().chain(tree.first_error()).min();
    Inspected { first_fault, cut: !tree.dropped().is_empty() }
}

/// Reads the tokens; returns where the first fault is that the tree does not count.
fn read(html: &str, limits: &Limits, mut see: impl FnMut(usize, Seen<'_>)) -> Option<usize> {
    let mut tokens = Tokenizer::new(html, limits);
    let mut fault = None;
    loop {
        let at = tokens.position();
        let is_wrong = match tokens.next(Within::Html) {
            Token::Text("&") => !stands_alone(html[at + 1..].chars().next(), None),
            Token::Comment(text) if html[at..].starts_with("<!--") => text.contains("--"),
            Token::Comment(text) => {
                see(at, Seen::Instruction(text));
                false
            }
            Token::Start(tag) => {
                let written = tokens.attributes();
                let is_wrong = written.iter().any(|attribute| has_bare_ampersand(attribute.raw()));
                see(at, Seen::Tag(lower(tag.name), written.iter().map(read_attribute).collect()));
                enter(&mut tokens, tag);
                is_wrong
            }
            Token::EndOfInput => return fault,
            _ => false,
        };
        if is_wrong {
            fault = fault.or(Some(at));
        }
    }
}

fn read_attribute<'a>(attribute: &Attribute<'a>) -> (Cow<'a, str>, Cow<'a, str>) {
    (lower(attribute.name), attribute.value())
}

fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

/// Whether an `&` before this character means itself to every parser.
fn stands_alone(next: Option<char>, quote: Option<char>) -> bool {
    match next {
        None | Some(' ' | '\t' | '\n' | '\x0c' | '<' | '&') => true,
        next => quote.is_some() && next == quote,
    }
}

fn has_bare_ampersand(value: &str) -> bool {
    value.match_indices('&').any(|(at, _)| match reference::read(&value[at..], Place::Attribute) {
        Some(reference) => reference.broken,
        None => !stands_alone(value[at + 1..].chars().next(), None),
    })
}

/// What follows some start tags is text up to their end tag.
fn enter<'a>(tokens: &mut Tokenizer<'a>, tag: Tag<'a>) {
    let kind = match &*lower(tag.name) {
        "textarea" | "title" => RawKind::WithReferences,
        "script" => RawKind::Script,
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => RawKind::Plain,
        "plaintext" => RawKind::ToTheEnd,
        _ => return,
    };
    tokens.enter_raw(kind, tag.name);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(html: &str) -> Option<usize> {
        inspect(html, &Limits::default(), |_, _| {}).first_fault
    }

    #[test]
    fn what_only_older_parsers_refuse_is_a_fault() {
        for (html, at) in [
            ("R&D", Some(1)),
            ("a &amp b", Some(2)),
            ("a &foo; b", Some(2)),
            ("<a href='?a=1&b=2'>x</a>", Some(0)),
            ("<a href='?a=1&amp;b=2'>x</a>", None),
            ("a <!-- b -- c -->", Some(2)),
            ("a <!-- b - c -->", None),
            ("salt & pepper &", None),
            ("a && b", None),
        ] {
            assert_eq!(fault(html), at, "{html}");
        }
    }

    #[test]
    fn the_errors_of_the_standard_are_faults_where_they_are() {
        for (html, at) in [
            ("<p>a<p>b<ul><li>c</ul><br />", None),
            ("x<b>y", Some(5)),
            ("<p><div></div></p>", Some(14)),
            ("<p>x</p></i>", Some(8)),
            ("<div/>", Some(0)),
            ("x<!DOCTYPE html>", Some(1)),
            ("&#128;", Some(0)),
        ] {
            assert_eq!(fault(html), at, "{html}");
        }
    }

    #[test]
    fn tags_are_seen_where_they_are_and_not_in_raw_text() {
        let mut seen = Vec::new();
        let html = "a<P Class=x ID>b<script>'<p>'</script><?import y><textarea><b></textarea>";
        inspect(html, &Limits::default(), |at, it| seen.push(format!("{at} {it:?}")));
        assert_eq!(
            seen,
            [
                r#"1 Tag("p", [("class", "x"), ("id", "")])"#,
                r#"16 Tag("script", [])"#,
                r#"38 Instruction("?import y")"#,
                r#"49 Tag("textarea", [])"#,
            ]
        );
    }
}
