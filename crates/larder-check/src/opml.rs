//! OPML 1.0 to 2.0: lists of feeds. <http://opml.org/spec2.opml>
//!
//! The validator takes names for HTML, and has something against every bare `&`. Feed readers show them as they are:
//! here a bare `&` passes, and what looks like HTML is told and accepted.

use roxmltree::Node;

use crate::{
    extension, names,
    report::Findings,
    rule::Rule,
    spot::Spot,
    tree::{self, children, named, required_attribute},
    value::{
        address::{self, Demands},
        date, markup, word,
    },
};

/// The elements of OPML have no namespace.
const HOME: &str = "";

const HEAD: [&str; 13] = [
    "title",
    "dateCreated",
    "dateModified",
    "ownerName",
    "ownerEmail",
    "ownerId",
    "docs",
    "expansionState",
    "vertScrollState",
    "windowTop",
    "windowLeft",
    "windowBottom",
    "windowRight",
];

const OUTLINE: [&str; 13] = [
    "category",
    "created",
    "description",
    "htmlUrl",
    "isBreakpoint",
    "isComment",
    "language",
    "text",
    "title",
    "type",
    "url",
    "version",
    "xmlUrl",
];

/// Checks a document whose root is `opml`, or `outlineDocument` as it was called before it had a version.
pub(crate) fn check<'d>(root: Node<'d, 'd>, findings: &mut Findings<'_>) {
    let spot = Spot::Element(root);
    extension::check_children(findings, root, HOME, &["head", "body"], &[]);
    extension::check_attributes(findings, root, &["version"]);
    let version = root.attribute("version").unwrap_or_default();
    if root.tag_name().name() == "outlineDocument" {
        findings.value(Rule::ObsoleteVersion, spot, "outlineDocument");
    } else if required_attribute(findings, root, "version").is_some()
        && !["1.0", "1.1", "2.0"].contains(&version)
    {
        findings.value(Rule::InvalidOPMLVersion, Spot::Attribute(root, "version"), version);
    }
    for name in ["head", "body"] {
        if !tree::has(root, HOME, "", name) {
            findings.value(Rule::MissingElement, spot, name);
        }
    }
    named(root, HOME, "", "head").for_each(|it| head(findings, it));
    named(root, HOME, "", "body").for_each(|it| body(findings, it, version.starts_with("1.")));
}

fn head<'d>(findings: &mut Findings<'_>, head: Node<'d, 'd>) {
    extension::check_children(findings, head, HOME, &HEAD, &[]);
    for (node, (_, name)) in children(head, HOME).filter(|(_, name)| name.0.is_empty()) {
        extension::check_attributes(findings, node, &[]);
        extension::check_leaf(findings, node);
        let (spot, value) = (Spot::Element(node), extension::line(findings, node));
        match name {
            "title" | "ownerName" => plain(findings, spot, &value),
            "dateCreated" | "dateModified" => {
                date::rfc822(findings, spot, &value);
            }
            "ownerEmail" if !word::is_mail(&value) => {
                findings.value(Rule::InvalidContact, spot, &value);
            }
            "ownerId" | "docs" => address::file(findings, spot, &value),
            "expansionState" if !is_list_of_numbers(&value) => {
                findings.value(Rule::InvalidExpansionState, spot, &value);
            }
            "vertScrollState" | "windowTop" | "windowLeft" | "windowBottom" | "windowRight" => {
                word::number(findings, spot, &value, Rule::InvalidPositiveInteger, 1);
            }
            _ => {}
        }
    }
}

fn is_list_of_numbers(value: &str) -> bool {
    value.is_empty() || value.split(',').all(|it| word::is_number(it.trim(), 0))
}

fn body<'d>(findings: &mut Findings<'_>, body: Node<'d, 'd>, is_old: bool) {
    if !tree::has(body, HOME, "", "outline") {
        findings.value(Rule::MissingElement, Spot::Element(body), "outline");
    }
    extension::check_attributes(findings, body, &[]);
    extension::check_children(findings, body, HOME, &["outline"], &["outline"]);
    // Those of other namespaces are not outlines.
    for node in body.descendants().filter(|it| names::of(*it, HOME) == ("", "outline")) {
        extension::check_children(findings, node, HOME, &["outline"], &["outline"]);
        outline(findings, node, is_old);
    }
}

fn outline<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, is_old: bool) {
    extension::check_attributes(findings, node, &OUTLINE);
    required_attribute(findings, node, "text");
    kind(findings, node, is_old);
    for attribute in node.attributes().filter(|it| it.namespace().is_none()) {
        let (spot, value) = (Spot::Attribute(node, attribute.name()), attribute.value());
        match attribute.name() {
            "text" | "title" | "description" => plain(findings, spot, value),
            "htmlUrl" | "xmlUrl" | "url" => {
                address::check(findings, spot, value, Demands::ABSOLUTE);
            }
            "created" => {
                date::rfc822(findings, spot, value);
            }
            "language" => word::language(findings, spot, value),
            "isBreakpoint" | "isComment" => word::true_or_false(findings, spot, value),
            "version" if !["RSS", "RSS1", "RSS2", "scriptingNews"].contains(&value) => {
                findings.value(Rule::InvalidOutlineVersion, spot, value);
            }
            _ => {}
        }
    }
}

/// What an outline is, and what that demands of it.
fn kind<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, is_old: bool) {
    let spot = Spot::Element(node);
    let lacks = |name: &str| !node.has_attribute(name);
    let Some(kind) = node.attribute("type") else {
        let of_feeds = ["description", "htmlUrl", "language", "title", "version", "xmlUrl"];
        if of_feeds.iter().any(|it| !lacks(it)) {
            findings.add(Rule::MissingOutlineType, spot, "");
        }
        return;
    };
    match &*kind.to_ascii_lowercase() {
        "rss" => {
            if lacks("xmlUrl") {
                findings.add(Rule::MissingXmlURL, spot, "");
            }
            if lacks("title") {
                findings.add(Rule::MissingTitleAttr, spot, "");
            }
        }
        "link" if lacks("url") => findings.add(Rule::MissingUrlAttr, spot, ""),
        "link" => {}
        _ if is_old => {
            findings.value(Rule::InvalidOutlineType, Spot::Attribute(node, "type"), kind);
        }
        _ => {}
    }
}

/// A name, which some programs take for HTML. No encoding helps all of them.
fn plain(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    if let Some(markup) = markup::find(value) {
        findings.accept(Rule::ContainsHTML, spot, markup.text());
    }
}
