//! Emphasis, by the rule of plain CommonMark.
//!
//! Stars only open before a word and only close behind one: `**"인용"**이다` is no
//! emphasis, for the second pair stands behind a quote and before a letter. Where
//! marks would not act, tags are written. Nothing is moved and nothing is put
//! between to make them act.

use std::ops::Range;

use larder_html::Element;

use super::{Writer, inline::Ending};
use crate::content::Open;

/// What a character is to a mark beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Space,
    Punctuation,
    /// Some renderers take it for punctuation, some for a letter.
    Unsure,
    Letter,
}

impl Writer<'_> {
    /// The marks that emphasise or strike an element, if they act where it stands.
    pub(super) fn emphasis(
        &self,
        at: usize,
        open: Open,
        range: Range<usize>,
        within: Option<&Ending>,
    ) -> Option<&'static str> {
        let candidates: &[&'static str] = match open.element {
            Element::Strong => &["**", "__"],
            Element::Em => &["*", "_"],
            Element::Del if self.dialect.strikethrough => &["~~"],
            _ => return None,
        };
        if !open.attributes.is_empty() {
            return None;
        }
        let end = open.end as usize;
        let before = self.text.chars().next_back().unwrap_or('\n');
        let first = self.peek(at + 1, &range);
        let last = self.peek_back(end - 1);
        let after = match within {
            Some(Ending::Marks(marks)) if self.peek(end + 1, &range) == '*' => {
                marks.chars().next()?
            }
            _ => self.peek(end + 1, &range),
        };
        let acts = |marks: &&&'static str| {
            let mark = marks.as_bytes()[0] as char;
            let is_alone = ![before, first, last, after].contains(&mark);
            is_alone && opens(mark, before, first) && closes(mark, last, after)
        };
        candidates.iter().find(acts).copied()
    }
}

fn opens(mark: char, before: char, first: char) -> bool {
    let flanks = match side(first) {
        Side::Space => false,
        Side::Letter => true,
        // By the standard any punctuation will do before. Renderers differ where it is markup.
        Side::Punctuation | Side::Unsure => before.is_whitespace() || "(\"'".contains(before),
    };
    flanks && (mark != '_' || is_free(before))
}

fn closes(mark: char, last: char, after: char) -> bool {
    let flanks = match side(last) {
        Side::Space => false,
        Side::Letter => true,
        Side::Punctuation | Side::Unsure => after.is_whitespace() || ".,;:!?)\"'".contains(after),
    };
    flanks && (mark != '_' || is_free(after))
}

/// Whether an underscore acts beside a character: not in a word, and not where renderers differ.
fn is_free(character: char) -> bool {
    character.is_whitespace() || ".,;:!?()\"'*".contains(character)
}

fn side(character: char) -> Side {
    match character {
        _ if character.is_whitespace() => Side::Space,
        _ if character.is_ascii_punctuation() => Side::Punctuation,
        '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' => {
            Side::Punctuation
        }
        '\u{ff01}'..='\u{ff03}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}' | '\u{ff0e}' => {
            Side::Punctuation
        }
        '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{00ab}' | '\u{00bb}' => Side::Punctuation,
        _ if character.is_alphanumeric() => Side::Letter,
        _ => Side::Unsure,
    }
}
