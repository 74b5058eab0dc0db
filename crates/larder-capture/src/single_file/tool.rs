//! The elements that SingleFile adds for itself.

use crate::html::{Attribute, Scanner, Tag, Token};

/// Finds where they end.
#[derive(Debug, Default)]
pub(super) struct Tools {
    /// Whether one had no end: then no others are looked for, each of which would be looked for to the end of the page.
    is_unclosed: bool,
}

impl Tools {
    /// Where an element of the tool ends that has just begun. The scanner goes there. None if it is another element, or
    /// if nothing says where it ends.
    pub(super) fn end(
        &mut self,
        html: &[u8],
        tag: &Tag,
        scanner: &mut Scanner<'_>,
    ) -> Option<usize> {
        if !is_tool(html, tag) {
            return None;
        }
        if is_void(&tag.name) || tag.self_closing {
            return Some(tag.range.end);
        }
        if self.is_unclosed {
            return None;
        }
        let mut ahead = scanner.clone();
        let mut open = 1_usize;
        while let Some(token) = ahead.next() {
            match token {
                Token::Start(inner) if inner.name == tag.name => open += 1,
                Token::End(inner) if inner.name == tag.name => {
                    open -= 1;
                    if open == 0 {
                        *scanner = ahead;
                        return Some(inner.range.end);
                    }
                }
                _ => {}
            }
        }
        self.is_unclosed = true;
        None
    }
}

/// Whether an element is one of SingleFile's own. Its class may be on any; where an end tag may be left out, nothing says
/// where the element ends, and it stays.
fn is_tool(html: &[u8], tag: &Tag) -> bool {
    if tag.name.starts_with("single-file-") {
        return true;
    }
    let is_open_ended = matches!(
        tag.name.as_str(),
        "html" | "head" | "body" | "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "option"
    );
    let has_class = |attribute: &Attribute| {
        let classes = &html[attribute.value.clone()];
        classes.split(u8::is_ascii_whitespace).any(|class| class == b"single-file-ui-element")
    };
    !is_open_ended && tag.attribute("class").is_some_and(has_class)
}

fn is_void(name: &str) -> bool {
    matches!(name, "img" | "input" | "link" | "meta" | "br" | "hr" | "source" | "embed" | "base")
}
