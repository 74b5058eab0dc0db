//! RSS that is RDF: 0.90, 1.0 and 1.1. What stands where, addresses and bodies.

use std::collections::BTreeSet;

use roxmltree::Node;

use crate::{
    extension,
    html::{self, Body},
    names::{RDF, RSS1, RSS11, RSS090},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, children, named},
    value::address::{self, Demands},
};

/// The version of a document whose root is `rdf:RDF`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 0.90: nothing says what it is about, and the items are not listed.
    Rss090,
    /// 1.0.
    Rss1,
}

impl Version {
    fn home(self) -> &'static str {
        match self {
            Self::Rss090 => RSS090,
            Self::Rss1 => RSS1,
        }
    }
}

/// Checks a document whose root is `rdf:RDF`.
pub(crate) fn check<'d>(root: Node<'d, 'd>, version: Version, findings: &mut Findings<'_>) {
    if root.tag_name().namespace() != Some(RDF) {
        return findings.value(Rule::InvalidRDF, Spot::Element(root), &text::written_name(root));
    }
    if version == Version::Rss090 {
        findings.value(Rule::ObsoleteVersion, Spot::Element(root), "0.90");
    }
    let (home, known) = (version.home(), ["channel", "image", "item", "textinput"]);
    extension::check_children(findings, root, home, &known, &["item"]);
    let mut abouts = BTreeSet::new();
    for (node, (prefix, name)) in children(root, home) {
        if prefix.is_empty() && known.contains(&name) {
            if version == Version::Rss1 {
                resource(findings, node, &mut abouts);
            }
            part(findings, node, name, home);
        }
    }
    match tree::child(root, home, "", "channel") {
        None => findings.value(Rule::MissingElement, Spot::Element(root), "channel"),
        Some(channel) if version == Version::Rss1 => list(findings, channel, home),
        Some(_) => {}
    }
}

/// Checks a document of RSS 1.1, whose root is its `Channel` and whose items stand in their list.
pub(crate) fn check_11<'d>(root: Node<'d, 'd>, findings: &mut Findings<'_>) {
    if root.tag_name().namespace() != Some(RSS11) {
        let uri = root.tag_name().namespace().unwrap_or_default();
        return findings.value(Rule::InvalidNamespace, Spot::Element(root), uri);
    }
    let mut abouts = BTreeSet::new();
    resource(findings, root, &mut abouts);
    part(findings, root, "channel", RSS11);
    list(findings, root, RSS11);
    for items in named(root, RSS11, "", "items") {
        extension::check_children(findings, items, RSS11, &["item"], &["item"]);
        for item in named(items, RSS11, "", "item") {
            resource(findings, item, &mut abouts);
            part(findings, item, "item", RSS11);
        }
    }
    named(root, RSS11, "", "image").for_each(|it| part(findings, it, "image", RSS11));
}

/// A channel lists its items.
fn list<'d>(findings: &mut Findings<'_>, channel: Node<'d, 'd>, home: &'static str) {
    if !tree::has(channel, home, "", "items") {
        findings.value(Rule::MissingElement, Spot::Element(channel), "items");
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

fn part<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str, home: &'static str) {
    let known: &[&str] = match name {
        "channel" => &["title", "link", "description", "image", "items", "textinput"],
        "image" => &["title", "link", "url"],
        "textinput" => &["title", "link", "description", "name"],
        _ => &["title", "link", "description"],
    };
    extension::check_children(findings, node, home, known, &[]);
    extension::values(findings, node, home);
    let required = [
        ("title", Rule::MissingTitle),
        ("link", Rule::MissingLink),
        ("description", Rule::MissingDescription),
    ];
    // An item may do without a description.
    for (needed, rule) in required.iter().filter(|(it, _)| known.contains(it)) {
        let is_optional = *needed == "description" && name == "item";
        if !tree::has(node, home, "", needed) && !is_optional {
            findings.add(*rule, Spot::Element(node), "");
        }
    }
    for (found, name) in children(node, home) {
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
