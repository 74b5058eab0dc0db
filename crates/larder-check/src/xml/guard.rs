//! The bounds in front of the parser.
//!
//! The parser compares every attribute of an element with every other, and every prefix with all that are declared. So
//! the counts that make this slow are bounded first, by a look at the tags that needs no memory to speak of. What is
//! not well-formed is left to the parser, which stops there.

use crate::options::{Breach, Limits};

/// How many namespaces may be declared at one place. Honest feeds declare some twenty.
const NAMESPACES: usize = 200;

/// How many namespaces the parser may copy. It does for each element that declares one.
const COPIES: usize = 4_000_000;

/// Looks whether a document is one that the parser can take.
pub(super) fn inspect(text: &str, limits: &Limits) -> Result<(), Breach> {
    let mut guard = Guard { limits, open: Vec::new(), nodes: 0, copies: 0 };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let rest = &bytes[start..];
        at = start
            + match rest {
                [b'<', b'!', b'-', b'-', ..] => end_of(&rest[4..], b"-->") + 4,
                [b'<', b'!', b'[', b'C', b'D', ..] => end_of(rest, b"]]>"),
                [b'<', b'!', ..] => doctype_length(&text[start..]).unwrap_or(rest.len()),
                [b'<', b'?', ..] => end_of(rest, b"?>"),
                [b'<', b'/', ..] => {
                    guard.open.pop();
                    end_of(rest, b">")
                }
                _ => guard.start_tag(rest, start)?,
            };
    }
    Ok(())
}

fn end_of(bytes: &[u8], end: &[u8]) -> usize {
    memchr::memmem::find(bytes, end).map_or(bytes.len(), |at| at + end.len())
}

/// How long a DOCTYPE is, its internal subset included.
pub(super) fn doctype_length(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => depth += 1,
            (None, b']') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

struct Guard<'l> {
    limits: &'l Limits,
    /// How many namespaces are declared in each open element.
    open: Vec<usize>,
    nodes: usize,
    copies: usize,
}

impl Guard<'_> {
    /// Counts a start tag and returns its length.
    fn start_tag(&mut self, tag: &[u8], offset: usize) -> Result<usize, Breach> {
        let breach = |what| Err(Breach { offset, what });
        let (length, attributes, declared) = self.attributes(tag);
        self.nodes += 1 + attributes;
        let outer = self.open.last().copied().unwrap_or(0);
        let namespaces = outer + declared;
        if declared > 0 {
            self.copies += namespaces;
        }
        if attributes > self.limits.attributes {
            return breach("too many attributes");
        }
        if self.nodes > self.limits.nodes {
            return breach("too many elements and attributes");
        }
        if namespaces > NAMESPACES || self.copies > COPIES {
            return breach("too many namespaces");
        }
        if tag[..length].ends_with(b"/>") {
            return Ok(length);
        }
        if self.open.len() >= self.limits.depth {
            return breach("elements nested too deep");
        }
        self.open.push(namespaces);
        Ok(length)
    }

    /// The length of a start tag, its attributes, and how many of them declare a namespace.
    fn attributes(&self, tag: &[u8]) -> (usize, usize, usize) {
        let (mut at, mut attributes, mut declared) = (1, 0, 0);
        while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &tag[at..]) {
            let here = at + found;
            if tag[here] == b'>' {
                return (here + 1, attributes, declared);
            }
            attributes += 1;
            declared += usize::from(is_declaration(&tag[at..here]));
            if attributes > self.limits.attributes {
                break;
            }
            let Some(end) = memchr::memchr(tag[here], &tag[here + 1..]) else { break };
            at = here + 1 + end + 1;
        }
        (tag.len(), attributes, declared)
    }
}

/// Whether what stands before a value is `xmlns=` or `xmlns:p=`.
fn is_declaration(before: &[u8]) -> bool {
    memchr::memmem::rfind(before, b"xmlns").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breach(text: &str) -> Option<&'static str> {
        let limits = Limits { depth: 3, attributes: 2, nodes: 5, ..Limits::default() };
        inspect(text, &limits).err().map(|it| it.what)
    }

    #[test]
    fn what_is_no_tag_does_not_count() {
        let text =
            "<?x <a><a>?><a><!-- <a><a><a><a> --><![CDATA[<a><a><a><a>]]><b x='<a>' y=\"/>\"/></a>";
        assert_eq!(breach(text), None);
        assert_eq!(breach("<!DOCTYPE a [<!ENTITY x '<a><a>'>]><a><a><a/></a></a>"), None);
    }

    #[test]
    fn each_limit_is_kept() {
        assert_eq!(breach("<a><a><a><a>"), Some("elements nested too deep"));
        assert_eq!(breach("<a><a><a><a/></a></a></a>"), None);
        assert_eq!(breach("<a x='' y='' z=''/>"), Some("too many attributes"));
        assert_eq!(breach("<a><b/><b/><b/><b/><b/></a>"), Some("too many elements and attributes"));
        let many: String = (0..201).map(|it| format!(" xmlns:a{it}='x'")).collect();
        let limits = Limits { attributes: 1000, ..Limits::default() };
        let found = inspect(&format!("<a{many}/>"), &limits);
        assert_eq!(found, Err(Breach { offset: 0, what: "too many namespaces" }));
    }

    #[test]
    fn broken_tags_are_left_to_the_parser() {
        for text in ["<", "<a", "<a x='", "<a x=' y=''", "</", "<!", "<![CDATA[", "<!--", "a < b"] {
            assert_eq!(breach(text), None, "{text}");
        }
    }
}
