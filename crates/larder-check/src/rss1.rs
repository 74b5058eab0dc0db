//! RSS 1.0, which is RDF: what stands where, addresses and bodies.

use std::collections::BTreeSet;

use roxmltree::Node;

use crate::{
    extension,
    html::{self, Body},
    names::{RDF, RSS1},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, children},
    value::address::{self, Demands},
};

/// Checks a document whose root is `rdf:RDF`.
pub(crate) fn check<'d>(root: Node<'d, 'd>, findings: &mut Findings<'_>) {
    if root.tag_name().namespace() != Some(RDF) {
        return findings.value(Rule::InvalidRDF, Spot::Element(root), &text::written_name(root));
    }
    let known = ["channel", "image", "item", "textinput"];
    extension::check_children(findings, root, RSS1, &known, &["item"]);
    let mut abouts = BTreeSet::new();
    for (node, (prefix, name)) in children(root, RSS1) {
        if prefix.is_empty() && known.contains(&name) {
            resource(findings, node, &mut abouts);
            part(findings, node, name);
        }
    }
    if !tree::has(root, RSS1, "", "channel") {
        findings.value(Rule::MissingElement, Spot::Element(root), "channel");
    }
}

/// Every part says what it is about, and no two are about the same.
fn resource<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    abouts: &mut BTreeSet<(&'d str, &'d str)>,
) {
    let Some(about) = node.attribute((RDF, "about")) else {
        return findings.value(Rule::InvalidRDF, Spot::Element(node), &text::written_name(node));
    };
    let spot = Spot::Attribute(node, "about");
    address::check(findings, spot, about, Demands { is_link: false, ..Demands::ABSOLUTE });
    if !abouts.insert((node.tag_name().name(), about)) {
        findings.value(Rule::DuplicateValue, spot, about);
    }
}

fn part<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str) {
    let known: &[&str] = match name {
        "channel" => &["title", "link", "description", "image", "items", "textinput"],
        "image" => &["title", "link", "url"],
        "textinput" => &["title", "link", "description", "name"],
        _ => &["title", "link", "description"],
    };
    extension::check_children(findings, node, RSS1, known, &[]);
    extension::values(findings, node, RSS1);
    let required = [
        ("title", Rule::MissingTitle),
        ("link", Rule::MissingLink),
        ("description", Rule::MissingDescription),
    ];
    // An item may do without a description.
    for (needed, rule) in required.iter().filter(|(it, _)| known.contains(it)) {
        let is_optional = *needed == "description" && name == "item";
        if !tree::has(node, RSS1, "", needed) && !is_optional {
            findings.add(*rule, Spot::Element(node), "");
        }
    }
    if name == "channel" && !tree::has(node, RSS1, "", "items") {
        findings.value(Rule::MissingElement, Spot::Element(node), "items");
    }
    for (found, name) in children(node, RSS1) {
        element(findings, found, name);
    }
}

fn element<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: (&str, &str)) {
    let spot = Spot::Element(node);
    match name {
        ("", "title" | "name") => extension::check_words(findings, node),
        ("", "link" | "url") => {
            let value = extension::line(findings, node);
            address::check(findings, spot, &value, Demands::ABSOLUTE);
        }
        ("", "description") | ("content", "encoded") => {
            html::check(findings, Body::Rss, &text::of(node), |at| Spot::Inside(node, at));
        }
        _ => {}
    }
}
