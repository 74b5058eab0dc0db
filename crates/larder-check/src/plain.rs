//! Plain text of RSS, which some readers take for HTML.
//!
//! `&`, `<` and `>` are safe as hexadecimal references only. What the validator looks for is whether there is one on
//! the lines that an element is on.

use roxmltree::Node;

use crate::{
    extension,
    report::Findings,
    rss::Version,
    rule::Rule,
    spot::Spot,
    text,
    value::markup::{self, Markup},
};

/// Whether a plain text may be empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blank {
    Refused,
    Allowed,
}

/// Checks a plain text of RSS.
pub(crate) fn check<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    blank: Blank,
    version: Version,
) {
    let (spot, value) = (Spot::Element(node), extension::line(findings, node));
    if value.is_empty() && blank == Blank::Refused {
        findings.add(Rule::NotBlank, spot, "");
    }
    let has_markup = check_markup(findings, node, &value);
    if !has_markup && version == Version::Two && has_bare_markup(&value) && !is_escaped(node) {
        findings.value(Rule::CharacterData, spot, &value);
    }
}

/// Reports what readers would take for HTML in a plain text. Returns whether there is such a thing at all.
pub(crate) fn check_markup<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    value: &str,
) -> bool {
    let spot = Spot::Element(node);
    let found = markup::find(value);
    match found {
        // No way of writing it helps.
        Some(Markup::EndTag(tag)) => findings.accept(Rule::ContainsHTML, spot, tag),
        Some(Markup::Reference(reference)) if !is_escaped(node) => {
            findings.value(Rule::ContainsHTML, spot, reference);
        }
        _ => {}
    }
    found.is_some()
}

fn is_escaped<'d>(node: Node<'d, 'd>) -> bool {
    text::source_lines(node).contains("&#x")
}

/// Whether `<` is followed by a letter or a slash, or `&#` by the digit of a reference.
fn has_bare_markup(value: &str) -> bool {
    let after = |sign: &'static str| {
        value.match_indices(sign).map(move |(at, _)| value[at + sign.len()..].chars().next())
    };
    after("<").flatten().any(|it| it.is_ascii_alphabetic() || it == '/')
        || after("&#").flatten().any(|it| it.is_ascii_digit() || it == 'x')
}
