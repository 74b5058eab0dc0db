//! The channel of RSS.

use std::collections::BTreeSet;

use roxmltree::Node;

use super::{HOME, Version, item};
use crate::{
    extension::{self, Twice},
    link::{self, Holder},
    moment::Moment,
    plain::{self, Blank},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{self, child, children, named},
    value::{
        address::{self, Demands},
        date, word,
    },
};

const ELEMENTS: [&str; 21] = [
    "title",
    "link",
    "description",
    "language",
    "copyright",
    "managingEditor",
    "webMaster",
    "pubDate",
    "lastBuildDate",
    "category",
    "generator",
    "docs",
    "cloud",
    "ttl",
    "image",
    "rating",
    "textInput",
    "textinput",
    "skipHours",
    "skipDays",
    "item",
];

/// The same fact, told by an element of RSS and by one of an extension.
const TWICE: [Twice; 9] = [
    (("", "language"), ("dc", "language")),
    (("", "copyright"), ("dc", "rights")),
    (("", "managingEditor"), ("dc", "creator")),
    (("", "webMaster"), ("dc", "publisher")),
    (("", "lastBuildDate"), ("dcterms", "modified")),
    (("", "generator"), ("admin", "generatorAgent")),
    (("", "category"), ("dc", "subject")),
    (("", "pubDate"), ("dc", "date")),
    (("creativeCommons", "license"), ("cc", "license")),
];

/// What the image of a channel repeats.
struct Own {
    title: Option<String>,
    link: Option<String>,
}

fn value<'d>(channel: Node<'d, 'd>, name: &str) -> Option<String> {
    child(channel, HOME, "", name).map(|it| text::of(it).trim().to_owned())
}

/// Checks a channel and its items.
pub(super) fn check<'d>(
    findings: &mut Findings<'_>,
    channel: Node<'d, 'd>,
    items: &[Node<'d, 'd>],
    version: Version,
) {
    extension::check_children(findings, channel, HOME, &ELEMENTS, &["category", "item", "cloud"]);
    extension::check_attributes(findings, channel, &[]);
    extension::said_twice(findings, channel, &TWICE, Rule::DuplicateSemantics);
    extension::values(findings, channel, HOME);
    required(findings, channel);
    let own = Own { title: value(channel, "title"), link: value(channel, "link") };
    for (found, (prefix, name)) in children(channel, HOME) {
        match (prefix, name) {
            ("", "item") => {}
            ("", name) => element(findings, found, name, &own, version),
            ("atom", "link") => link::check(findings, found, Holder::Channel),
            _ => {}
        }
    }
    own_link(findings, channel, version);
    order(findings, channel);
    let newest = items.iter().filter_map(|it| item::check(findings, *it, version)).max();
    about_items(findings, channel, items, newest);
}

fn required<'d>(findings: &mut Findings<'_>, channel: Node<'d, 'd>) {
    for (name, rule) in [
        ("title", Rule::MissingTitle),
        ("link", Rule::MissingLink),
        ("description", Rule::MissingDescription),
    ] {
        if !tree::has(channel, HOME, "", name) {
            findings.add(rule, Spot::Element(channel), "");
        }
    }
}

fn element<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    name: &str,
    own: &Own,
    version: Version,
) {
    let spot = Spot::Element(node);
    attributes(findings, node, name);
    match name {
        "title" | "category" => {
            plain::check(findings, node, Blank::Refused, version);
        }
        "copyright" | "description" => {
            plain::check(findings, node, Blank::Allowed, version);
        }
        "link" | "docs" => {
            let value = extension::line(findings, node);
            address::check(findings, spot, &value, Demands::ABSOLUTE);
            if name == "docs" && value != "https://www.rssboard.org/rss-specification" {
                findings.value(Rule::OtherDocs, spot, &value);
            }
        }
        "language" => extension::check_line(findings, node, word::language),
        "managingEditor" | "webMaster" => extension::check_line(findings, node, word::contact),
        "lastBuildDate" | "pubDate" => {
            let value = extension::line(findings, node);
            date::rfc822(findings, spot, &value);
        }
        "ttl" => {
            let value = extension::line(findings, node);
            word::number(findings, spot, &value, Rule::InvalidPositiveInteger, 1);
        }
        "image" => image(findings, node, own, version),
        "skipHours" => skip_hours(findings, node),
        "skipDays" => skip_days(findings, node),
        "textInput" | "textinput" => findings.add(Rule::AvoidTextInput, spot, ""),
        _ => {}
    }
}

fn attributes<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str) {
    let known: &[&str] = match name {
        "category" => &["domain"],
        "cloud" => &["domain", "port", "path", "registerProcedure", "protocol"],
        _ => &[],
    };
    extension::check_attributes(findings, node, known);
    if !matches!(name, "image" | "skipHours" | "skipDays" | "textInput" | "textinput") {
        extension::check_leaf(findings, node);
    }
}

fn own_link<'d>(findings: &mut Findings<'_>, channel: Node<'d, 'd>, version: Version) {
    let mut links = link::links(channel, HOME);
    if version == Version::Two && !links.any(|(relation, _)| relation == "self") {
        findings.add(Rule::MissingAtomSelfLink, Spot::Element(channel), "");
    }
}

fn order<'d>(findings: &mut Findings<'_>, channel: Node<'d, 'd>) {
    for late in tree::after_posts(channel, HOME, "item") {
        findings.value(Rule::MisplacedItem, Spot::Element(late), &text::written_name(late));
    }
}

/// What is to be said of the channel because of its items.
fn about_items<'d>(
    findings: &mut Findings<'_>,
    channel: Node<'d, 'd>,
    items: &[Node<'d, 'd>],
    newest: Option<Moment>,
) {
    let built = child(channel, HOME, "", "lastBuildDate");
    let counts = |item: &Node<'d, 'd>| tree::has(*item, HOME, "slash", "comments");
    if built.is_none() && items.iter().any(counts) {
        findings.add(Rule::SlashDate, Spot::Element(channel), "");
    }
    if let (Some(built), Some(newest)) = (built, newest) {
        let value = text::of(built);
        let own = crate::moment::Rfc822::read(&value).map(|date| date.moment);
        if own.is_some_and(|own| own != newest) {
            findings.value(Rule::UpdatedNotNewest, Spot::Element(built), value.trim());
        }
    }
    let mut guids = BTreeSet::new();
    for guid in items.iter().filter_map(|item| child(*item, HOME, "", "guid")) {
        let value = text::of(guid).trim().to_owned();
        if !value.is_empty() && !guids.insert(value.clone()) {
            findings.value(Rule::DuplicateValue, Spot::Element(guid), &value);
        }
    }
}

fn image<'d>(findings: &mut Findings<'_>, image: Node<'d, 'd>, own: &Own, version: Version) {
    let known = ["url", "title", "link", "width", "height", "description"];
    extension::check_children(findings, image, HOME, &known, &[]);
    for (name, rule) in [("title", Rule::MissingTitle), ("link", Rule::MissingLink)] {
        if !tree::has(image, HOME, "", name) {
            findings.add(rule, Spot::Element(image), "");
        }
    }
    if !tree::has(image, HOME, "", "url") {
        findings.value(Rule::MissingElement, Spot::Element(image), "url");
    }
    for (node, (_, name)) in children(image, HOME).filter(|(_, name)| name.0.is_empty()) {
        extension::check_attributes(findings, node, &[]);
        extension::check_leaf(findings, node);
        image_element(findings, node, name, own, version);
    }
}

fn image_element<'d>(
    findings: &mut Findings<'_>,
    node: Node<'d, 'd>,
    name: &str,
    own: &Own,
    version: Version,
) {
    let (spot, value) = (Spot::Element(node), text::of(node));
    let value = value.trim();
    match name {
        "url" => {
            address::check(findings, spot, value, Demands::ABSOLUTE);
            if let Some(end) = extension_of(value)
                && !["jpg", "jpeg", "gif", "png"].iter().any(|it| end.eq_ignore_ascii_case(it))
            {
                findings.value(Rule::ImageUrlFormat, spot, value);
            }
        }
        "title" => {
            plain::check(findings, node, Blank::Refused, version);
            if own.title.as_ref().is_some_and(|it| it != value) {
                findings.value(Rule::ImageTitleDoesntMatch, spot, value);
            }
        }
        "link" => {
            address::check(findings, spot, value, Demands::ABSOLUTE);
            if own.link.as_ref().is_some_and(|it| it != value) {
                findings.value(Rule::ImageLinkDoesntMatch, spot, value);
            }
        }
        "width" if !is_size(value, 144) => findings.value(Rule::InvalidWidth, spot, value),
        "height" if !is_size(value, 400) => findings.value(Rule::InvalidHeight, spot, value),
        _ => {}
    }
}

/// What follows the last dot, when that is the end of a name.
fn extension_of(url: &str) -> Option<&str> {
    let (_, end) = url.rsplit_once('.')?;
    (!end.is_empty() && end.bytes().all(|it| it.is_ascii_alphanumeric())).then_some(end)
}

fn is_size(value: &str, most: u64) -> bool {
    word::is_number(value, 1) && value.parse::<u64>().is_ok_and(|it| it <= most)
}

fn skip_hours<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_children(findings, node, HOME, &["hour"], &["hour"]);
    let hours: Vec<_> = named(node, HOME, "", "hour").collect();
    if hours.len() > 24 {
        findings.add(Rule::NotEnoughHoursInTheDay, Spot::Element(node), "");
    }
    for hour in hours {
        let (spot, value) = (Spot::Element(hour), text::of(hour));
        let number = Some(value.trim()).filter(|it| word::is_number(it, 0));
        match number.and_then(|it| it.parse::<u64>().ok()) {
            Some(24) => findings.value(Rule::UseZeroForMidnight, spot, value.trim()),
            Some(0..=23) => {}
            _ => findings.value(Rule::InvalidHour, spot, value.trim()),
        }
    }
}

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn skip_days<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_children(findings, node, HOME, &["day"], &["day"]);
    let days: Vec<_> = named(node, HOME, "", "day").collect();
    if days.len() > DAYS.len() {
        findings.add(Rule::EightDaysAWeek, Spot::Element(node), "");
    }
    for day in days {
        let value = text::of(day);
        if !DAYS.contains(&value.trim()) {
            findings.value(Rule::InvalidDay, Spot::Element(day), value.trim());
        }
    }
}
