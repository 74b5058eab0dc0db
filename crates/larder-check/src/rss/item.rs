//! An item of RSS.

use roxmltree::Node;

use super::{HOME, Version};
use crate::{
    extension::{self, Twice},
    html::{self, Body},
    link::{self, Holder},
    moment::Moment,
    plain::{self, Blank},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, child, children, named, required_attribute},
    value::{
        address::{self, Demands},
        date, word,
    },
};

const ELEMENTS: [&str; 10] = [
    "title",
    "link",
    "description",
    "author",
    "category",
    "comments",
    "enclosure",
    "guid",
    "pubDate",
    "source",
];

/// The same fact, told by an element of RSS and by one of an extension.
const TWICE: [Twice; 7] = [
    (("", "author"), ("dc", "creator")),
    (("", "category"), ("dc", "subject")),
    (("", "pubDate"), ("dc", "date")),
    (("", "pubDate"), ("atom", "published")),
    (("", "guid"), ("atom", "id")),
    (("", "source"), ("dc", "source")),
    (("creativeCommons", "license"), ("cc", "license")),
];

/// Checks an item. Returns when it last changed, if it says so.
pub(super) fn check<'d>(
    findings: &mut Findings<'_>,
    item: Node<'d, 'd>,
    version: Version,
) -> Option<Moment> {
    extension::check_children(findings, item, HOME, &ELEMENTS, &["category", "enclosure"]);
    extension::check_attributes(findings, item, &[]);
    extension::said_twice(findings, item, &TWICE, Rule::DuplicateItemSemantics);
    extension::values(findings, item, HOME);
    required(findings, item, version);
    order(findings, item);
    let link = child(item, HOME, "", "link").map(text::of);
    let mut published = None;
    for (found, (prefix, name)) in children(item, HOME) {
        match (prefix, name) {
            ("", "pubDate") => {
                extension::check_attributes(findings, found, &[]);
                let value = extension::line(findings, found);
                published = date::rfc822(findings, Spot::Element(found), &value);
            }
            ("", name) => element(findings, found, name, link.as_deref(), version),
            ("content", "encoded") => {
                extension::check_leaf(findings, found);
                body(findings, found);
            }
            ("dc", "creator") => extension::check_words(findings, found),
            ("atom", "link") => link::check(findings, found, Holder::Item),
            _ => {}
        }
    }
    let updated = child(item, HOME, "atom", "updated").map(text::of);
    updated.and_then(|it| Moment::of_rfc3339(it.trim())).or(published)
}

fn required<'d>(findings: &mut Findings<'_>, item: Node<'d, 'd>, version: Version) {
    let has = |name| tree::has(item, HOME, "", name);
    if !has("title") && !has("description") {
        findings.add(Rule::ItemMustContainTitleOrDescription, Spot::Element(item), "");
    }
    if version == Version::Two && !has("guid") {
        findings.add(Rule::MissingGuid, Spot::Element(item), "");
    }
    if let Some(second) = named(item, HOME, "", "enclosure").nth(1) {
        findings.add(Rule::DuplicateEnclosure, Spot::Element(second), "");
    }
}

fn order<'d>(findings: &mut Findings<'_>, item: Node<'d, 'd>) {
    for (found, name) in children(item, HOME) {
        match name {
            ("", "description") => return,
            ("content", "encoded") => {
                return findings.add(Rule::NeedDescriptionBeforeContent, Spot::Element(found), "");
            }
            _ => {}
        }
    }
}

fn element<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    name: &str,
    link: Option<&str>,
    version: Version,
) {
    let spot = Spot::Element(node);
    extension::check_attributes(findings, node, attributes(name));
    extension::check_leaf(findings, node);
    match name {
        "title" => {
            plain::check(findings, node, Blank::Refused, version);
        }
        "category" => {
            plain::check(findings, node, Blank::Refused, version);
            if let Some(domain) = node.attribute("domain").filter(|it| it.contains("://")) {
                address::check(
                    findings,
                    Spot::Attribute(node, "domain"),
                    domain,
                    Demands::ABSOLUTE,
                );
            }
        }
        "source" => {
            plain::check(findings, node, Blank::Allowed, version);
            if let Some(url) = required_attribute(findings, node, "url") {
                address::check(findings, Spot::Attribute(node, "url"), url, Demands::ABSOLUTE);
            }
        }
        "link" | "comments" => {
            let value = extension::line(findings, node);
            address::check(findings, spot, &value, Demands::ABSOLUTE);
        }
        "description" => body(findings, node),
        "author" => extension::check_line(findings, node, word::contact),
        "guid" => guid(findings, node, link),
        "enclosure" => enclosure(findings, node),
        _ => {}
    }
}

fn attributes(name: &str) -> &'static [&'static str] {
    match name {
        "category" => &["domain"],
        "guid" => &["isPermaLink"],
        "enclosure" => &["url", "length", "type"],
        "source" => &["url"],
        _ => &[],
    }
}

/// A description or a content: HTML.
fn body<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    let html = text::of(node);
    if html.trim().is_empty() {
        findings.add(Rule::NotBlank, Spot::Element(node), "");
    }
    html::check(findings, Body::Rss, &html, |at| Spot::Inside(node, at));
}

fn guid<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, link: Option<&str>) {
    let (spot, value) = (Spot::Element(node), extension::line(findings, node));
    match node.attribute("isPermaLink") {
        None => findings.add(Rule::ImplicitPermalink, spot, ""),
        Some("true" | "false") => {}
        Some(other) => {
            let spot = Spot::Attribute(node, "isPermaLink");
            findings.value(Rule::InvalidBooleanAttribute, spot, other);
        }
    }
    let scheme = address::scheme(&value).unwrap_or_default();
    if value.is_empty() {
        findings.add(Rule::NotBlank, spot, "");
    } else if node.attribute("isPermaLink") == Some("false") {
        if value.len() < 9 && word::is_number(&value, 0) {
            // An id never changes.
            findings.accept(Rule::NotSufficientlyUnique, spot, &value);
        }
    } else if ["tag", "urn"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) {
        findings.value(Rule::InvalidPermalink, spot, &value);
    } else {
        permalink(findings, node, &value, link);
    }
}

fn permalink<'d>(findings: &mut Findings<'_>, guid: Node<'d, 'd>, value: &str, link: Option<&str>) {
    let spot = Spot::Element(guid);
    let demands = Demands { relative: Rule::InvalidHttpGUID, ..Demands::ABSOLUTE };
    if address::check(findings, spot, value, demands) && link.is_some_and(|it| it.trim() != value) {
        findings.value(Rule::PermalinkNotLink, spot, value);
    }
}

fn enclosure<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    if let Some(length) = required_attribute(findings, node, "length") {
        let spot = Spot::Attribute(node, "length");
        let is_integer = word::is_number(length.strip_prefix('-').unwrap_or(length), 0);
        match length {
            "-1" => findings.add(Rule::UseZeroForUnknown, spot, ""),
            _ if !is_integer => findings.value(Rule::InvalidIntegerAttribute, spot, length),
            _ => word::number(findings, spot, length, Rule::InvalidNonNegativeInteger, 0),
        }
    }
    if let Some(kind) = required_attribute(findings, node, "type") {
        word::media_type(findings, Spot::Attribute(node, "type"), kind, Rule::InvalidMIMEAttribute);
    }
    if let Some(url) = required_attribute(findings, node, "url") {
        address::file(findings, Spot::Attribute(node, "url"), url);
    }
}
