//! What a feed, an entry and the source of an entry share.

use std::collections::BTreeSet;

use roxmltree::Node;

use super::text_construct;
use crate::{
    extension, link,
    moment::Moment,
    names::ATOM,
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, children, required_attribute},
    value::{
        address::{self, Demands},
        date, id, markup, word,
    },
};

/// Whose metadata it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Feed,
    Entry,
    Source,
}

/// Checks the metadata of `node`. Returns when it was last updated.
pub(super) fn check<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    holder: Holder,
) -> Option<Moment> {
    let missing =
        if holder == Holder::Source { Rule::MissingSourceElement } else { Rule::MissingElement };
    for name in ["title", "id", "updated"] {
        if !tree::has(node, ATOM, "", name) {
            findings.value(missing, Spot::Element(node), name);
        }
    }
    extension::values(findings, node, ATOM);
    let mut updated = None;
    for (found, (prefix, name)) in children(node, ATOM) {
        match (prefix, name) {
            ("", "updated") => updated = moment(findings, found),
            ("", name) => element(findings, found, name, holder),
            _ => {}
        }
    }
    alternates(findings, node);
    updated
}

fn element<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str, holder: Holder) {
    let spot = Spot::Element(node);
    match name {
        "title" | "subtitle" | "rights" | "summary" => text_construct::check(findings, node),
        "id" => {
            let value = exact(findings, node);
            if !value.is_empty() {
                id::check(findings, spot, &value);
            }
        }
        "published" => {
            moment(findings, node);
        }
        "icon" | "logo" => {
            let value = exact(findings, node);
            address::check(findings, spot, &value, Demands { iri: false, ..Demands::REFERENCE });
        }
        "generator" => generator(findings, node),
        "author" | "contributor" => person(findings, node),
        "category" => category(findings, node),
        "link" if holder == Holder::Feed => link::check(findings, node, link::Holder::Feed),
        "link" => link::check(findings, node, link::Holder::Entry),
        _ => {}
    }
}

/// The value of an element around which no white space may stand.
fn exact<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) -> String {
    extension::check_attributes(findings, node, &[]);
    extension::check_leaf(findings, node);
    let (spot, value) = (Spot::Element(node), text::of(node));
    if value.trim().is_empty() {
        findings.add(Rule::NotBlank, spot, "");
    } else if value.trim() != value {
        findings.value(Rule::UnexpectedWhitespace, spot, &value);
    }
    value.trim().to_owned()
}

fn moment<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) -> Option<Moment> {
    extension::check_attributes(findings, node, &[]);
    let (spot, value) = (Spot::Element(node), text::of(node));
    if value.trim() != value {
        findings.value(Rule::UnexpectedWhitespace, spot, &value);
    }
    date::rfc3339(findings, spot, value.trim())
}

fn generator<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_attributes(findings, node, &["uri", "version"]);
    name(findings, node);
    if let Some(uri) = node.attribute("uri") {
        let demands = Demands { relative: Rule::InvalidURIAttribute, iri: true, is_link: true };
        address::check(findings, Spot::Attribute(node, "uri"), uri, demands);
    }
}

/// A name, which some readers take for HTML. No encoding helps it.
fn name<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) -> String {
    let (spot, value) = (Spot::Element(node), extension::line(findings, node));
    if value.is_empty() {
        findings.add(Rule::NotBlank, spot, "");
    } else if let Some(markup) = markup::find(&value) {
        findings.accept(Rule::ContainsHTML, spot, markup.text());
    }
    value
}

fn person<'d>(findings: &mut Findings<'_>, person: Node<'d, 'd>) {
    extension::check_children(findings, person, ATOM, &["name", "uri", "email"], &[]);
    extension::check_attributes(findings, person, &[]);
    if !tree::has(person, ATOM, "", "name") {
        findings.value(Rule::MissingElement, Spot::Element(person), "name");
    }
    for (node, (_, found)) in children(person, ATOM).filter(|(_, name)| name.0.is_empty()) {
        let spot = Spot::Element(node);
        match found {
            "name" => {
                let value = name(findings, node);
                if word::has_mail(&value) {
                    findings.value(Rule::ContainsEmail, spot, &value);
                }
            }
            "uri" => {
                let value = exact(findings, node);
                address::check(findings, spot, &value, Demands::REFERENCE);
            }
            "email" => {
                let value = text::of(node);
                if !word::is_mail(&value) {
                    findings.value(Rule::InvalidAddrSpec, spot, &value);
                }
            }
            _ => {}
        }
    }
}

fn category<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_attributes(findings, node, &["term", "scheme", "label"]);
    let term = required_attribute(findings, node, "term");
    if term.is_some_and(|it| it.trim().is_empty()) {
        findings.add(Rule::NotBlank, Spot::Attribute(node, "term"), "");
    }
    if let Some(scheme) = node.attribute("scheme") {
        let demands = Demands { is_link: false, ..Demands::ABSOLUTE };
        address::check(findings, Spot::Attribute(node, "scheme"), scheme, demands);
    }
    let Some(label) = node.attribute("label") else { return };
    let spot = Spot::Attribute(node, "label");
    if let Some(markup) = markup::find(label) {
        findings.value(Rule::ContainsHTML, spot, markup.text());
    }
    if term == Some(label) {
        findings.value(Rule::LabelRepeatsTerm, spot, label);
    }
}

/// One alternate for each type and language.
fn alternates<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    let mut seen = BTreeSet::new();
    for (_, found) in link::links(node, ATOM).filter(|(relation, _)| *relation == "alternate") {
        let kind = (found.attribute("type"), found.attribute("hreflang"));
        if !seen.insert(kind) {
            findings.value(
                Rule::DuplicateAtomLink,
                Spot::Element(found),
                kind.0.unwrap_or_default(),
            );
        }
    }
}
