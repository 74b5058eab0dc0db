//! Atom 1.0, with its history (RFC 5005) and its threads (RFC 4685).

mod entry;
mod history;
mod metadata;
mod text_construct;

use std::collections::BTreeMap;

use roxmltree::Node;

use crate::{
    extension, itunes, link,
    names::ATOM,
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, child, named},
};

/// What a feed holds.
const FEED: [&str; 12] = [
    "title",
    "subtitle",
    "id",
    "updated",
    "link",
    "category",
    "author",
    "contributor",
    "generator",
    "icon",
    "logo",
    "rights",
];

/// What may stand there more than once.
const MANY: [&str; 5] = ["link", "category", "author", "contributor", "entry"];

/// Checks a document whose root is `feed`, or `entry` where a document is one entry alone.
pub(crate) fn check<'d>(root: Node<'d, 'd>, is_utf8: bool, findings: &mut Findings<'_>) {
    let spot = Spot::Element(root);
    match (root.tag_name().namespace(), root.tag_name().name()) {
        (Some(ATOM), "entry") => {
            entry::check(findings, root, false);
        }
        (Some(ATOM), _) => feed(root, is_utf8, findings),
        (Some(uri), _) => findings.value(Rule::InvalidNamespace, spot, uri),
        (None, _) => findings.value(Rule::MissingNamespace, spot, &text::written_name(root)),
    }
}

fn feed<'d>(feed: Node<'d, 'd>, is_utf8: bool, findings: &mut Findings<'_>) {
    let known: Vec<_> = FEED.into_iter().chain(["entry"]).collect();
    extension::check_children(findings, feed, ATOM, &known, &MANY);
    extension::check_attributes(findings, feed, &["version"]);
    let entries: Vec<_> = named(feed, ATOM, "", "entry").collect();
    metadata::check(findings, feed, metadata::Holder::Feed);
    if !link::links(feed, ATOM).any(|(relation, _)| relation == "self") {
        findings.add(Rule::MissingSelf, Spot::Element(feed), "");
    }
    history::check(findings, feed);
    order(findings, feed);
    let has_author = tree::has(feed, ATOM, "", "author");
    let newest = entries.iter().filter_map(|it| entry::check(findings, *it, has_author)).max();
    if let (Some(updated), Some(newest)) = (child(feed, ATOM, "", "updated"), newest) {
        let value = text::of(updated);
        let own = crate::moment::Moment::of_rfc3339(value.trim());
        if own.is_some_and(|own| own != newest) {
            findings.value(Rule::UpdatedNotNewest, Spot::Element(updated), value.trim());
        }
    }
    repeated(findings, &entries);
    itunes::check(findings, feed, &entries, ATOM, is_utf8);
}

fn order<'d>(findings: &mut Findings<'_>, feed: Node<'d, 'd>) {
    for late in tree::after_posts(feed, ATOM, "entry") {
        findings.value(Rule::MisplacedMetadata, Spot::Element(late), &text::written_name(late));
    }
}

/// So many entries with one id are an error; fewer are a warning.
const IDS: usize = 10;

fn repeated<'d>(findings: &mut Findings<'_>, entries: &[Node<'d, 'd>]) {
    for (value, nodes) in by_value(entries, "id") {
        let rule = if nodes.len() >= IDS { Rule::DuplicateIds } else { Rule::DuplicateEntries };
        if let Some(second) = nodes.get(1) {
            findings.value(rule, Spot::Element(*second), &value);
        }
    }
    for (value, nodes) in by_value(entries, "updated") {
        if let Some(second) = nodes.get(1) {
            findings.accept(Rule::DuplicateUpdated, Spot::Element(*second), &value);
        }
    }
}

fn by_value<'d>(entries: &[Node<'d, 'd>], name: &str) -> BTreeMap<String, Vec<Node<'d, 'd>>> {
    let mut found = BTreeMap::<String, Vec<_>>::new();
    for node in entries.iter().filter_map(|entry| child(*entry, ATOM, "", name)) {
        found.entry(text::of(node).trim().to_owned()).or_default().push(node);
    }
    found
}
