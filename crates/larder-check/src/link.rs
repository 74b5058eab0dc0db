//! Links of Atom: in Atom, and in the channels and items of RSS.

use roxmltree::Node;

use crate::{
    extension,
    names::{self, ATOM, XML},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text, tree,
    value::{
        address::{self, Demands},
        date, id, markup, word,
    },
};

/// Where a link stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// The feed of Atom.
    Feed,
    /// The entry, or the source of one, of Atom.
    Entry,
    /// The channel of RSS.
    Channel,
    /// The item of RSS.
    Item,
}

impl Holder {
    fn is_atom(self) -> bool {
        matches!(self, Self::Feed | Self::Entry)
    }
}

/// The relation of a link.
pub(crate) fn relation<'d>(link: Node<'d, 'd>) -> &'d str {
    link.attribute("rel").unwrap_or("alternate")
}

/// The links of Atom in a feed, a channel, an entry or an item, each with its relation.
pub(crate) fn links<'d>(
    node: Node<'d, 'd>,
    home: &'static str,
) -> impl Iterator<Item = (&'d str, Node<'d, 'd>)> {
    let prefix = if home == ATOM { "" } else { "atom" };
    tree::named(node, home, prefix, "link").map(|link| (relation(link), link))
}

const ATTRIBUTES: [&str; 6] = ["rel", "href", "type", "hreflang", "title", "length"];

/// Checks a link.
pub(crate) fn check<'d>(findings: &mut Findings<'_>, link: Node<'d, 'd>, holder: Holder) {
    let spot = Spot::Element(link);
    let relation = relation(link);
    if relation.is_empty() {
        findings.add(Rule::AttrNotBlank, Spot::Attribute(link, "rel"), "");
    } else if !names::is_relation(relation) && !address::is_absolute(relation) {
        findings.value(Rule::UnregisteredAtomLinkRel, Spot::Attribute(link, "rel"), relation);
    }
    let is_self = relation == "self" && matches!(holder, Holder::Feed | Holder::Channel);
    href(findings, link, is_self, holder);
    attributes(findings, link);
    if is_self {
        own_type(findings, link, holder);
    }
    replies(findings, link, relation);
    let inside = text::of(link);
    if !inside.trim().is_empty() {
        findings.value(Rule::AtomLinkNotEmpty, spot, inside.trim());
    }
}

fn href<'d>(findings: &mut Findings<'_>, link: Node<'d, 'd>, is_self: bool, holder: Holder) {
    let Some(href) = link.attribute("href") else {
        return findings.add(Rule::MissingHref, Spot::Element(link), "");
    };
    let spot = Spot::Attribute(link, "href");
    let demands = match (is_self, holder.is_atom()) {
        (true, iri) => Demands { relative: relative_self(link), iri, is_link: true },
        (false, true) => Demands::REFERENCE,
        (false, false) => Demands::ABSOLUTE,
    };
    address::check(findings, spot, href, demands);
    let Some(location) = findings.options.location.as_deref().filter(|_| is_self) else { return };
    if id::resolve(location, href) != id::resolve(location, location) {
        findings.value(Rule::SelfDoesntMatchLocation, spot, href);
    }
}

/// What a relative `self` link is: where `xml:base` says what to, it can be told from the document alone.
fn relative_self<'d>(link: Node<'d, 'd>) -> Rule {
    let base = (XML, "base");
    match link.ancestors().any(|it| it.has_attribute(base)) {
        true => Rule::RelativeUrl,
        false => Rule::RelativeSelf,
    }
}

fn attributes<'d>(findings: &mut Findings<'_>, link: Node<'d, 'd>) {
    for attribute in link.attributes().filter(|it| it.namespace().is_none()) {
        let (spot, value) = (Spot::Attribute(link, attribute.name()), attribute.value());
        match attribute.name() {
            "type" => word::media_type(findings, spot, value, Rule::InvalidMIMEType),
            "hreflang" => word::language(findings, spot, value),
            "length" => word::number(findings, spot, value, Rule::InvalidNonNegativeInteger, 0),
            "title" if value.trim().is_empty() => findings.add(Rule::AttrNotBlank, spot, ""),
            "title" => {
                if let Some(markup) = markup::find(value) {
                    findings.value(Rule::ContainsHTML, spot, markup.text());
                }
            }
            _ => {}
        }
    }
    extension::check_attributes(findings, link, &ATTRIBUTES);
}

fn own_type<'d>(findings: &mut Findings<'_>, link: Node<'d, 'd>, holder: Holder) {
    let kind = link.attribute("type").unwrap_or_default();
    let is_given = link.has_attribute("type");
    let own = if holder.is_atom() { "application/atom+xml" } else { "application/rss+xml" };
    let name = kind.split(';').next().unwrap_or_default().trim_end();
    let spot = Spot::Element(link);
    let is_feed = ["application/atom+xml", "application/rss+xml", "application/rdf+xml"];
    if is_given && !is_feed.contains(&name) {
        findings.value(Rule::SelfNotAtom, spot, kind);
    } else if name != own {
        findings.value(Rule::SelfTypeDiffers, spot, kind);
    }
}

const THREADS: &str = "http://purl.org/syndication/thread/1.0";

/// The counts that RFC 4685 puts on `replies`.
fn replies<'d>(findings: &mut Findings<'_>, link: Node<'d, 'd>, relation: &str) {
    for attribute in link.attributes().filter(|it| it.namespace() == Some(THREADS)) {
        let (spot, value) = (Spot::Attribute(link, attribute.name()), attribute.value());
        match attribute.name() {
            "when" => findings.add(Rule::NoThrWhen, spot, ""),
            name @ ("count" | "updated") if relation != "replies" => {
                findings.value(Rule::UnexpectedAttribute, spot, &format!("thr:{name}"));
            }
            "count" => word::number(findings, spot, value, Rule::InvalidNonNegativeInteger, 0),
            "updated" => {
                date::rfc3339(findings, spot, value);
            }
            name => findings.value(Rule::UnexpectedAttribute, spot, &format!("thr:{name}")),
        }
    }
}
