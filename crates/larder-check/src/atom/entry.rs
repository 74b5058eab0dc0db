//! An entry of Atom.

use roxmltree::Node;

use super::{
    FEED, MANY,
    metadata::{self, Holder},
};
use crate::{
    extension,
    html::{self, Body},
    link,
    moment::Moment,
    names::{self, ATOM},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, child},
    value::{
        address::{self, Demands},
        word,
    },
};

const ENTRY: [&str; 12] = [
    "title",
    "id",
    "published",
    "updated",
    "link",
    "category",
    "summary",
    "content",
    "rights",
    "source",
    "author",
    "contributor",
];

/// Checks an entry. Returns when it was last updated.
pub(super) fn check<'d>(
    findings: &mut Findings<'_>,
    entry: Node<'d, 'd>,
    feed_has_author: bool,
) -> Option<Moment> {
    extension::check_children(findings, entry, ATOM, &ENTRY, &MANY);
    extension::check_attributes(findings, entry, &[]);
    let updated = metadata::check(findings, entry, Holder::Entry);
    let source = child(entry, ATOM, "", "source");
    if let Some(source) = source {
        extension::check_children(findings, source, ATOM, &FEED, &MANY);
        metadata::check(findings, source, Holder::Source);
    }
    let has_author = |it: &Node<'d, 'd>| tree::has(*it, ATOM, "", "author");
    if !feed_has_author && ![Some(entry), source].iter().flatten().any(has_author) {
        findings.value(Rule::MissingElement, Spot::Element(entry), "author");
    }
    paging(findings, entry);
    text_or_address(findings, entry);
    updated
}

fn paging<'d>(findings: &mut Findings<'_>, entry: Node<'d, 'd>) {
    for (relation, found) in link::links(entry, ATOM) {
        if names::is_paging(relation) {
            let spot = Spot::Attribute(found, "rel");
            findings.value(Rule::FeedHistoryRelInEntry, spot, relation);
        }
    }
}

fn text_or_address<'d>(findings: &mut Findings<'_>, entry: Node<'d, 'd>) {
    let spot = Spot::Element(entry);
    let content = child(entry, ATOM, "", "content");
    match content {
        Some(found) => content_of(findings, found, entry),
        None if !tree::has(entry, ATOM, "", "summary") => {
            findings.add(Rule::MissingTextualContent, spot, "");
        }
        None => {}
    }
    if !link::links(entry, ATOM).any(|(relation, _)| relation == "alternate") {
        let missing = if content.is_some() {
            Rule::MissingAlternate
        } else {
            Rule::MissingContentOrAlternate
        };
        findings.add(missing, spot, "");
    }
}

fn content_of<'d>(findings: &mut Findings<'_>, content: Node<'d, 'd>, entry: Node<'d, 'd>) {
    extension::check_attributes(findings, content, &["type", "src"]);
    let has_summary = tree::has(entry, ATOM, "", "summary");
    if content.has_attribute("src") {
        return elsewhere(findings, content, has_summary);
    }
    let spot = Spot::Element(content);
    match content.attribute("type").unwrap_or("text") {
        "html" => {
            extension::check_leaf(findings, content);
            let body = text::of(content);
            if body.trim().is_empty() {
                findings.add(Rule::NotBlank, spot, "");
            }
            html::check(findings, Body::Other, &body, |at| Spot::Inside(content, at));
        }
        "xhtml" => html::xhtml(findings, content),
        "text" => {
            extension::check_leaf(findings, content);
            if text::of(content).trim().is_empty() {
                findings.add(Rule::NotBlank, spot, "");
            }
        }
        kind => {
            let spot = Spot::Attribute(content, "type");
            word::media_type(findings, spot, kind, Rule::InvalidMIMEType);
            let is_text = kind.starts_with("text/") || kind.ends_with("xml");
            if word::is_media_type(kind) && !is_text && !has_summary {
                findings.add(Rule::MissingSummary, Spot::Element(content), "");
            }
        }
    }
}

/// Content that is at an address.
fn elsewhere<'d>(findings: &mut Findings<'_>, content: Node<'d, 'd>, has_summary: bool) {
    let spot = Spot::Element(content);
    if let Some(src) = content.attribute("src") {
        let demands = Demands { relative: Rule::InvalidURIAttribute, iri: true, is_link: true };
        address::check(findings, Spot::Attribute(content, "src"), src, demands);
    }
    match content.attribute("type") {
        None => findings.add(Rule::MissingTypeAttr, spot, ""),
        Some(kind) => {
            let spot = Spot::Attribute(content, "type");
            word::media_type(findings, spot, kind, Rule::InvalidMIMEType);
        }
    }
    if !has_summary {
        findings.add(Rule::MissingSummary, spot, "");
    }
    let value = text::of(content);
    if !value.trim().is_empty() {
        findings.value(Rule::UnexpectedText, spot, value.trim());
    }
}
