//! XML as all XML feeds have it: bounds, well-formedness, declaration, characters, namespaces.

mod guard;
mod namespaces;

use std::borrow::Cow;

use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::{
    bytes, report::Findings, rule::Rule, spot::Spot, start::Format, text, value::characters,
};

/// Looks at what stands before the root, and returns the text as the parser takes it, with every byte at its place.
pub(crate) fn prepare<'t>(text: &'t str, findings: &mut Findings<'_>) -> Cow<'t, str> {
    declaration(text, findings);
    if let Some(at) = memchr::memchr(b'\r', text.as_bytes()) {
        findings.add(Rule::CarriageReturn, Spot::At(at), "");
    }
    let Some(doctype) = doctype(text) else { return Cow::Borrowed(text) };
    let start = doctype.start;
    findings.value(Rule::InvalidDoctype, Spot::At(start), &text[doctype.clone()]);
    if text[doctype.clone()].contains('[') {
        // What it declares may be a bomb: the parser refuses it.
        return Cow::Borrowed(text);
    }
    let blank: String = text[doctype.clone()].bytes().map(blank).collect();
    Cow::Owned(format!("{}{blank}{}", &text[..start], &text[doctype.end..]))
}

fn blank(byte: u8) -> char {
    if byte == b'\n' { '\n' } else { ' ' }
}

fn declaration(text: &str, findings: &mut Findings<'_>) {
    let Some(declaration) = bytes::declaration(text) else {
        return findings.add(Rule::MissingXmlDeclaration, Spot::At(0), "");
    };
    if bytes::declaration_value(declaration, "encoding").is_none() {
        findings.add(Rule::MissingEncoding, Spot::At(0), "");
    }
    match bytes::declaration_value(declaration, "version") {
        Some("1.0") => {}
        version => findings.value(Rule::BadXmlVersion, Spot::At(0), version.unwrap_or_default()),
    }
}

/// Where a DOCTYPE stands before the root.
fn doctype(text: &str) -> Option<std::ops::Range<usize>> {
    let before = text.len() - after_misc(text).len();
    let rest = &text[before..];
    let is_doctype = rest.get(..9).is_some_and(|it| it.eq_ignore_ascii_case("<!doctype"));
    let length = is_doctype.then(|| guard::doctype_length(rest)).flatten()?;
    Some(before..before + length)
}

/// The text without white space, comments and processing instructions at its beginning.
fn after_misc(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else {
            None
        };
        let Some(end) = end else { return rest };
        rest = rest[end..].trim_start();
    }
}

/// The name of the first element, without its prefix, and its start tag as far as it is closed.
pub(crate) fn first_tag(text: &str) -> Option<(&str, &str)> {
    let rest = match doctype(text) {
        Some(doctype) => after_misc(&text[doctype.end..]),
        None => after_misc(text),
    };
    let name = rest.strip_prefix('<')?;
    let end = name.find(|it: char| it.is_whitespace() || matches!(it, '>' | '/' | '<'));
    let tag = &name[..name.find('>').unwrap_or(name.len())];
    let name = &name[..end.unwrap_or(name.len())];
    let local = name.rsplit(':').next().unwrap_or(name);
    Some((local, tag)).filter(|(name, _)| !name.is_empty())
}

/// Parses strictly, within the limits. What keeps it from being parsed is reported.
pub(crate) fn parse<'t>(text: &'t str, findings: &mut Findings<'_>) -> Option<Document<'t>> {
    if let Err(breach) = guard::inspect(text, &findings.options.limits) {
        findings.add(Rule::ValidatorLimit, Spot::At(breach.offset), breach.what);
        return None;
    }
    let nodes_limit =
        u32::try_from(findings.options.limits.nodes.saturating_mul(4)).unwrap_or(u32::MAX);
    let options = ParsingOptions { nodes_limit, ..ParsingOptions::default() };
    match Document::parse_with_options(text, options) {
        Ok(document) => Some(document),
        Err(error) => {
            malformed(text, &error, findings);
            None
        }
    }
}

fn malformed(text: &str, error: &Error, findings: &mut Findings<'_>) {
    let rule = match error {
        Error::UnknownEntityReference(..) => Rule::UndefinedNamedEntity,
        Error::UnknownNamespace(..) => Rule::MissingNamespace,
        Error::NodesLimitReached
        | Error::AttributesLimitReached
        | Error::NamespacesLimitReached => Rule::ValidatorLimit,
        // Said already, with its place.
        Error::DtdDetected => return,
        _ if text.starts_with(char::is_whitespace) && text.trim_start().starts_with("<?xml") => {
            Rule::WPBlankLine
        }
        _ => Rule::SAXError,
    };
    let offset = match error {
        Error::UnclosedRootNode | Error::NoRootNode => text.len(),
        _ => offset_of(text, error.pos()),
    };
    let said = error.to_string();
    // The place is told apart; what the parser quotes may be as long as the document.
    let said = said.split(" at ").next().unwrap_or_default();
    findings.value(rule, Spot::At(offset), said);
}

fn offset_of(text: &str, position: roxmltree::TextPos) -> usize {
    let before = text::line_start(text, position.row as usize);
    let rest = text.get(before..).unwrap_or_default();
    let column = (position.col as usize).saturating_sub(1);
    before + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// What holds for every element, wherever it is.
pub(crate) fn everywhere<'d>(
    root: Node<'d, 'd>,
    format: Format,
    is_whole: bool,
    findings: &mut Findings<'_>,
) {
    namespaces::check(root, format, findings);
    // Where bytes were replaced, U+FFFD was reported already.
    let replaced = !is_whole;
    for node in root.descendants() {
        if node.is_text() {
            let Some(parent) = node.parent() else { continue };
            let text = node.text().unwrap_or_default();
            characters::check(findings, replaced, text, |at| Spot::Inside(parent, at));
        }
        for attribute in node.attributes() {
            let spot = |_| Spot::Attribute(node, attribute.name());
            characters::check(findings, replaced, attribute.value(), spot);
        }
    }
}
