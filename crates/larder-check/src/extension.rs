//! What RSS and Atom share: which elements and attributes may stand where, and the extensions that both carry.

use std::collections::BTreeSet;

use roxmltree::Node;

use crate::{
    media,
    names::{self, XML},
    report::{Findings, quoted},
    rule::Rule,
    spot::Spot,
    text,
    tree::{child, children, required_attribute},
    value::{
        address::{self, Demands},
        date, id, word,
    },
};

/// Checks which elements stand in `node`: `known` are those of the format, `many` those that may stand there often.
pub(crate) fn check_children<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    home: &'static str,
    known: &[&str],
    many: &[&str],
) {
    let mut seen = BTreeSet::new();
    for (child, (prefix, name)) in children(node, home) {
        let spot = Spot::Element(child);
        let is_known =
            if prefix.is_empty() { known.contains(&name) } else { is_extension(prefix, name) };
        if !is_known {
            findings.value(Rule::UndefinedElement, spot, &text::written_name(child));
        }
        let is_once = if prefix.is_empty() { !many.contains(&name) } else { is_once(prefix, name) };
        if !seen.insert((prefix, name)) && is_once && is_known {
            findings.value(Rule::DuplicateElement, spot, &text::written_name(child));
        }
    }
    let own = text::of(node);
    if !own.trim().is_empty() {
        findings.value(Rule::UnexpectedText, Spot::Element(node), own.trim());
    }
}

/// Checks which attributes stand on `node`, those of namespaces left aside.
pub(crate) fn check_attributes<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    known: &[&str],
) {
    for attribute in node.attributes() {
        let spot = Spot::Attribute(node, attribute.name());
        match (attribute.namespace(), attribute.name()) {
            (Some(XML), "lang") => {
                word::language(findings, spot, attribute.value());
            }
            (Some(XML), "base") => {
                findings.value(Rule::BaseAttribute, spot, attribute.value());
            }
            (None, name) if !known.contains(&name) => {
                findings.value(Rule::UnexpectedAttribute, spot, name);
            }
            _ => {}
        }
    }
}

/// Checks that `node` holds text only.
pub(crate) fn check_leaf<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    if let Some(child) = node.children().find(Node::is_element) {
        findings.value(Rule::UndefinedElement, Spot::Element(child), &text::written_name(child));
    }
}

/// The value of an element that is one line, without the white space around it.
pub(crate) fn line<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) -> String {
    let value = text::of(node);
    if has_stray_space(&value) && !value.trim().is_empty() {
        findings.value(Rule::StrayWhitespace, Spot::Element(node), &value);
    }
    value.trim().to_owned()
}

/// Checks that an element has words.
pub(crate) fn check_words<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    if line(findings, node).is_empty() {
        findings.add(Rule::NotBlank, Spot::Element(node), "");
    }
}

/// Checks the value of an element that is one line.
pub(crate) fn check_line<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    check: fn(&mut Findings<'_>, Spot<'_>, &str),
) {
    let value = line(findings, node);
    check(findings, Spot::Element(node), &value);
}

/// White space that XML does not know as such belongs to the text.
fn has_stray_space(value: &str) -> bool {
    let is_space = |it: char| it.is_ascii_whitespace();
    value.starts_with(is_space)
        || value.ends_with(is_space)
        || value.contains(['\n', '\t', '\r'])
        || value.contains("  ")
}

/// The elements of a namespace of which it is known which it has, with a line end or a space between.
fn elements(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "dc" => DUBLIN_CORE,
        "itunes" => ITUNES,
        "atom" => ATOM,
        "content" => "encoded\nitems\nitem",
        "slash" => "comments\nsection\ndepartment\nhit_parade",
        "sy" => "updateBase\nupdateFrequency\nupdatePeriod",
        "wfw" => "comment\ncommentRss\ncommentRSS",
        "thr" => "in-reply-to\ntotal",
        "fh" => "archive\ncomplete",
        "admin" => "generatorAgent\nerrorReportsTo",
        "creativeCommons" => "license",
        "trackback" => "ping\nabout",
        "media" => MEDIA,
        _ => return None,
    })
}

const DUBLIN_CORE: &str = "
    contributor coverage creator date description format identifier language publisher relation rights source subject
    title type";

const ITUNES: &str = "
    author block category complete duration email episode episodeType explicit image isClosedCaptioned keywords name
    new-feed-url order owner pubDate season subtitle summary title type";

/// Those of version 1.5, of which validators know the first two lines.
const MEDIA: &str = "
    adult category content copyright credit description group hash keywords player rating restriction
    text thumbnail title
    backLinks comments community embed license location peerLink price responses rights scenes status subTitle";

const ATOM: &str = "
    author category content contributor entry feed generator icon id link logo published rights source subtitle summary
    title updated";

fn is_extension(prefix: &str, name: &str) -> bool {
    let Some(known) = elements(prefix) else { return true };
    names::is_in(known, name)
}

/// Whether an extension says something that can only be said once.
fn is_once(prefix: &str, name: &str) -> bool {
    match prefix {
        "content" | "slash" | "sy" | "fh" => true,
        "itunes" => name != "category",
        "wfw" | "thr" => name != "in-reply-to",
        "atom" => matches!(name, "id" | "published" | "updated"),
        "media" => matches!(name, "adult" | "copyright" | "description" | "title"),
        _ => false,
    }
}

/// Checks the values of the extensions in `node`.
pub(crate) fn values<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, home: &'static str) {
    for (child, (prefix, name)) in children(node, home) {
        let text = text::of(child);
        value(findings, child, prefix, name, text.trim());
    }
}

fn value<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    prefix: &str,
    name: &str,
    value: &str,
) {
    let spot = Spot::Element(node);
    match (prefix, name) {
        ("slash", "comments") | ("thr", "total") => {
            word::number(findings, spot, value, Rule::InvalidNonNegativeInteger, 0);
        }
        ("sy", "updateFrequency") => {
            word::number(findings, spot, value, Rule::InvalidPositiveInteger, 1);
        }
        ("sy", "updatePeriod") => period(findings, spot, value),
        ("sy", "updateBase") | ("dc", "date") | ("dcterms", "created" | "issued" | "modified") => {
            date::w3cdtf(findings, spot, value);
        }
        ("atom", "updated" | "published") => {
            date::rfc3339(findings, spot, value);
        }
        ("dc", "language") => word::language(findings, spot, value),
        ("wfw", "commentRSS") => findings.add(Rule::CommentRSS, spot, ""),
        ("wfw", _)
        | ("creativeCommons", _)
        | ("trackback", "ping")
        | ("feedburner", "origLink") => {
            address::check(findings, spot, value, Demands::ABSOLUTE);
        }
        ("georss", "point") => point(findings, spot, value),
        ("geo", "lat") => degrees(findings, spot, value, Rule::InvalidLatitude, 90.0),
        ("geo", "long") => degrees(findings, spot, value, Rule::InvalidLongitude, 180.0),
        ("thr", "in-reply-to") => in_reply_to(findings, node),
        ("media", _) => media::check(findings, node, name),
        _ => {}
    }
}

fn period(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    if !["hourly", "daily", "weekly", "monthly", "yearly"].contains(&value) {
        findings.value(Rule::InvalidUpdatePeriod, spot, value);
    }
}

fn point(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str) {
    let numbers: Vec<_> = value.split_ascii_whitespace().map(number).collect();
    if !matches!(&numbers[..], [Some(_), Some(_)]) {
        findings.value(Rule::InvalidCoord, spot, value);
    }
}

fn degrees(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str, rule: Rule, most: f64) {
    if !number(value).is_some_and(|it| it.abs() <= most) {
        findings.value(rule, spot, value);
    }
}

/// A decimal number: no exponent, no infinity.
fn number(text: &str) -> Option<f64> {
    let is_part = |it: u8| it.is_ascii_digit() || b".+-".contains(&it);
    text.bytes().all(is_part).then(|| text.parse().ok()).flatten()
}

fn in_reply_to<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    if let Some(reference) = required_attribute(findings, node, "ref") {
        id::check(findings, Spot::Attribute(node, "ref"), reference);
    }
    for name in ["href", "source"] {
        if let Some(value) = node.attribute(name) {
            address::check(findings, Spot::Attribute(node, name), value, Demands::ABSOLUTE);
        }
    }
    if let Some(value) = node.attribute("type") {
        word::media_type(findings, Spot::Attribute(node, "type"), value, Rule::InvalidMIMEType);
    }
    check_attributes(findings, node, &["ref", "href", "type", "source"]);
}

/// The name of an element: the usual prefix of its namespace, and its local name.
type Name = (&'static str, &'static str);

/// An element of the format, and one of an extension that tells the same.
pub(crate) type Twice = (Name, Name);

/// Reports facts that two elements tell.
pub(crate) fn said_twice<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    pairs: &[Twice],
    rule: Rule,
) {
    let names: BTreeSet<_> = children(node, "").map(|(_, name)| name).collect();
    for (core, double) in
        pairs.iter().filter(|(core, double)| names.contains(core) && names.contains(double))
    {
        let Some(child) = child(node, "", double.0, double.1) else { continue };
        let said = format!("{} and {}", quoted(&written(*core)), quoted(&written(*double)));
        findings.add(rule, Spot::Element(child), said);
    }
}

fn written((prefix, name): (&str, &str)) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") }
}
