//! The pages of a feed (RFC 5005): complete, archived, or one after another.

use roxmltree::Node;

use crate::{
    link,
    names::{self, ATOM},
    report::Findings,
    rule::Rule,
    spot::Spot,
    tree,
};

/// Checks how a feed leads to its other pages.
pub(super) fn check<'d>(findings: &mut Findings<'_>, feed: Node<'d, 'd>) {
    let links: Vec<_> = link::links(feed, ATOM).collect();
    let own = links.iter().find(|(it, _)| *it == "self").and_then(|(_, it)| it.attribute("href"));
    if tree::has(feed, ATOM, "fh", "complete") {
        complete(findings, &links, own);
    } else if tree::has(feed, ATOM, "fh", "archive") {
        archive(findings, feed, &links);
    }
    ends(findings, &links, own);
}

/// A link with its relation.
type Related<'d> = (&'d str, Node<'d, 'd>);

fn complete(findings: &mut Findings<'_>, links: &[Related<'_>], own: Option<&str>) {
    for (relation, node) in links {
        let spot = Spot::Element(*node);
        if *relation == "current" {
            if node.attribute("href") != own {
                findings.add(Rule::CurrentNotSelfInCompleteFeed, spot, "");
            }
        } else if names::is_paging(relation) {
            findings.value(Rule::FeedRelInCompleteFeed, spot, relation);
        }
    }
}

fn archive<'d>(findings: &mut Findings<'_>, feed: Node<'d, 'd>, links: &[Related<'d>]) {
    let has = |wanted: &str| links.iter().any(|(relation, _)| *relation == wanted);
    if !has("prev-archive") && !has("next-archive") {
        findings.add(Rule::ArchiveIncomplete, Spot::Element(feed), "");
    }
    if !has("current") {
        findings.add(Rule::MissingCurrentInArchive, Spot::Element(feed), "");
    }
}

/// Nothing comes before the first page or after the last.
fn ends(findings: &mut Findings<'_>, links: &[Related<'_>], own: Option<&str>) {
    for (end, beyond) in [("first", "previous"), ("last", "next")] {
        let is_here = links.iter().any(|(it, node)| *it == end && node.attribute("href") == own);
        let past = links.iter().find(|(relation, _)| *relation == beyond);
        if let Some((_, node)) = past.filter(|_| is_here && own.is_some()) {
            findings.value(Rule::LinkPastEnd, Spot::Element(*node), beyond);
        }
    }
}
