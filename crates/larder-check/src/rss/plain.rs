//! Plain text of RSS, which some readers take for HTML.
//!
//! `&`, `<` and `>` are safe as hexadecimal references only. What the validator looks for is whether there is one on
//! the lines that an element is on.

use roxmltree::Node;

use super::Version;
use crate::{
    extension,
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    value::markup::{self, Markup},
};

/// Whether a plain text may be empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    Refused,
    Allowed,
}

/// Checks a plain text and returns it.
pub(super) fn check<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    blank: Blank,
    version: Version,
) -> String {
    let (spot, value) = (Spot::Element(node), extension::line(findings, node));
    if value.is_empty() {
        if blank == Blank::Refused {
            findings.add(Rule::NotBlank, spot, "");
        }
        return value;
    }
    let is_escaped = || text::source_lines(node).contains("&#x");
    match markup::find(&value) {
        // No way of writing it helps.
        Some(Markup::EndTag(tag)) => findings.accept(Rule::ContainsHTML, spot, tag),
        Some(Markup::Reference(reference)) if !is_escaped() => {
            findings.value(Rule::ContainsHTML, spot, reference);
        }
        None if version == Version::Two && has_bare_markup(&value) && !is_escaped() => {
            findings.value(Rule::CharacterData, spot, &value);
        }
        _ => {}
    }
    value
}

/// Whether `<` is followed by a letter or a slash, or `&#` by the digit of a reference.
fn has_bare_markup(value: &str) -> bool {
    let after = |sign: &'static str| {
        value.match_indices(sign).map(move |(at, _)| value[at + sign.len()..].chars().next())
    };
    after("<").flatten().any(|it| it.is_ascii_alphabetic() || it == '/')
        || after("&#").flatten().any(|it| it.is_ascii_digit() || it == 'x')
}
