//! Podcasts: what Apple's programs demand of a feed that has anything of theirs.

use roxmltree::Node;

use crate::{
    extension,
    names::XML,
    plain,
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

/// The namespace and the usual name of its elements.
const ITUNES: &str = "itunes";

/// How many characters a line, such as a name, has room for.
const LINE: usize = 255;

/// How many characters a summary has room for.
const SUMMARY: usize = 4000;

/// Checks a feed and its items, if any of them has an element of Apple's.
pub(crate) fn check<'d>(
    findings: &mut Findings<'_>,
    top: Node<'d, 'd>,
    items: &[Node<'d, 'd>],
    home: &'static str,
    is_utf8: bool,
) {
    let has_any =
        |node: Node<'d, 'd>| children(node, home).any(|(_, (prefix, _))| prefix == ITUNES);
    if !has_any(top) && !items.iter().any(|item| has_any(*item)) {
        return;
    }
    if !is_utf8 {
        findings.add(Rule::NotUTF8, Spot::Element(top), "");
    }
    required(findings, top, home);
    values(findings, top, home);
    for item in items {
        values(findings, *item, home);
        if has_any(*item) {
            files(findings, *item, home);
        }
    }
}

fn required<'d>(findings: &mut Findings<'_>, top: Node<'d, 'd>, home: &'static str) {
    let has_language = tree::has(top, home, "", "language")
        || tree::has(top, home, "dc", "language")
        || top.ancestors().any(|it| it.has_attribute((XML, "lang")));
    if !has_language {
        findings.value(Rule::MissingItunesElement, Spot::Element(top), "language");
    }
    for name in ["category", "explicit"] {
        if !tree::has(top, home, ITUNES, name) {
            findings.value(
                Rule::MissingItunesElement,
                Spot::Element(top),
                &format!("itunes:{name}"),
            );
        }
    }
    match child(top, home, ITUNES, "owner") {
        None => findings.value(Rule::MissingItunesEmail, Spot::Element(top), "itunes:owner"),
        Some(owner) if !tree::has(owner, home, ITUNES, "email") => {
            findings.value(Rule::MissingElement, Spot::Element(owner), "itunes:email");
        }
        Some(_) => {}
    }
}

fn values<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, home: &'static str) {
    for (found, (prefix, name)) in children(node, home) {
        if prefix == ITUNES {
            let text = text::of(found);
            value(findings, found, name, text.trim());
        }
    }
}

fn attributes(name: &str) -> &'static [&'static str] {
    match name {
        "category" => &["text"],
        "image" => &["href"],
        _ => &[],
    }
}

fn value<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str, value: &str) {
    let spot = Spot::Element(node);
    extension::check_attributes(findings, node, attributes(name));
    let is_block = || ["yes", "no", "clean"].iter().any(|it| it.eq_ignore_ascii_case(value));
    let wrong = match name {
        "explicit" => return word::true_or_false(findings, spot, value),
        "block" if !is_block() => Rule::InvalidYesNoClean,
        "type" if !["episodic", "serial"].contains(&value) => Rule::InvalidItunesChannelType,
        "episodeType" if !["full", "trailer", "bonus"].contains(&value) => {
            Rule::InvalidItunesEpisodeType
        }
        "episode" | "season" if !word::is_number(value, 1) => Rule::InvalidPositiveInteger,
        "duration" if !is_duration(value) => Rule::InvalidDuration,
        "keywords" if value.contains(' ') && !value.contains(',') => Rule::InvalidKeywords,
        "author" | "subtitle" | "keywords" => return shown(findings, node, value, LINE),
        "summary" => return shown(findings, node, value, SUMMARY),
        "category" => return category(findings, node),
        "image" => return image(findings, node),
        "owner" => return owner(findings, node),
        "new-feed-url" => {
            address::check(findings, spot, value, Demands::ABSOLUTE);
            return;
        }
        "pubDate" => {
            date::rfc822(findings, spot, value);
            return;
        }
        _ => return,
    };
    findings.value(wrong, spot, value);
}

/// Checks a text that podcast programs show: it has room for so many characters, and none for HTML.
fn shown<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, value: &str, most: usize) {
    if value.chars().count() > most {
        findings.value(Rule::TooLong, Spot::Element(node), value);
    }
    plain::check_markup(findings, node, value);
}

/// Seconds, `m:ss` or `h:mm:ss`.
fn is_duration(value: &str) -> bool {
    let mut parts = value.split(':');
    let is_digits = |it: &str| word::is_number(it, 0);
    let is_sixty = |it: &str| it.len() == 2 && is_digits(it) && it.as_bytes()[0] < b'6';
    parts.next().is_some_and(is_digits) && parts.clone().count() <= 2 && parts.all(is_sixty)
}

fn image<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    if let Some(href) = required_attribute(findings, node, "href") {
        address::file(findings, Spot::Attribute(node, "href"), href);
    }
}

fn owner<'d>(findings: &mut Findings<'_>, owner: Node<'d, 'd>) {
    if let Some(name) = child(owner, "", ITUNES, "name") {
        shown(findings, name, text::of(name).trim(), LINE);
    }
    let Some(email) = child(owner, "", ITUNES, "email") else { return };
    let value = text::of(email);
    if !word::is_mail(value.trim()) {
        findings.value(Rule::InvalidContact, Spot::Element(email), value.trim());
    }
}

fn category<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    let Some(name) = required_attribute(findings, node, "text") else { return };
    let Some((_, inner)) = CATEGORIES.iter().find(|(known, _)| *known == name) else {
        let rule = wrong_category(name);
        return findings.value(rule, Spot::Element(node), name);
    };
    for below in named(node, "", ITUNES, "category") {
        let text = below.attribute("text").unwrap_or_default();
        if !inner.split(" | ").any(|it| it == text) {
            findings.value(wrong_category(text), Spot::Element(below), text);
        }
    }
}

fn wrong_category(name: &str) -> Rule {
    match OBSOLETE.split(" | ").any(|it| it == name) {
        true => Rule::ObsoleteItunesCategory,
        false => Rule::InvalidItunesCategory,
    }
}

/// The files that podcast programs play. A file is what it is: those of other kinds are accepted.
const PLAYED: [&str; 7] = ["m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"];

fn files<'d>(findings: &mut Findings<'_>, item: Node<'d, 'd>, home: &'static str) {
    for enclosure in named(item, home, "", "enclosure") {
        let Some(url) = enclosure.attribute("url") else { continue };
        let end = url.rsplit('.').next().unwrap_or_default();
        if !PLAYED.contains(&end) {
            findings.accept(Rule::UnsupportedItunesFormat, Spot::Element(enclosure), url);
        }
    }
}

/// Apple's categories, and what is in them.
const CATEGORIES: [(&str, &str); 19] = [
    ("Arts", "Books | Design | Fashion & Beauty | Food | Performing Arts | Visual Arts"),
    ("Business", "Careers | Entrepreneurship | Investing | Management | Marketing | Non-Profit"),
    ("Comedy", "Comedy Interviews | Improv | Stand-Up"),
    ("Education", "Courses | How To | Language Learning | Self-Improvement"),
    ("Fiction", "Comedy Fiction | Drama | Science Fiction"),
    ("Government", ""),
    (
        "Health & Fitness",
        "Alternative Health | Fitness | Medicine | Mental Health | Nutrition | Sexuality",
    ),
    ("History", ""),
    ("Kids & Family", "Education for Kids | Parenting | Pets & Animals | Stories for Kids"),
    (
        "Leisure",
        "Animation & Manga | Automotive | Aviation | Crafts | Games | Hobbies | Home & Garden | Video Games",
    ),
    ("Music", "Music Commentary | Music History | Music Interviews"),
    (
        "News",
        "Business News | Daily News | Entertainment News | News Commentary | Politics | Sports News | Tech News",
    ),
    (
        "Religion & Spirituality",
        "Buddhism | Christianity | Hinduism | Islam | Judaism | Religion | Spirituality",
    ),
    (
        "Science",
        "Astronomy | Chemistry | Earth Sciences | Life Sciences | Mathematics | Natural Sciences | Nature | Physics | \
         Social Sciences",
    ),
    (
        "Society & Culture",
        "Documentary | Personal Journals | Philosophy | Places & Travel | Relationships",
    ),
    (
        "Sports",
        "Baseball | Basketball | Cricket | Fantasy Sports | Football | Golf | Hockey | Rugby | Running | Soccer | \
         Swimming | Tennis | Volleyball | Wilderness | Wrestling",
    ),
    ("TV & Film", "After Shows | Film History | Film Interviews | Film Reviews | TV Reviews"),
    ("Technology", ""),
    ("True Crime", ""),
];

/// Categories that Apple had once.
const OBSOLETE: &str = "\
    Arts & Entertainment | Audio Blogs | Literature | Management & Marketing | Shopping | Education Technology | \
    Higher Education | K-12 | Language Courses | Training | Family | Food | Games & Hobbies | Other Games | Gadgets | \
    Government & Organizations | Local | National | Regional | Health | Diet & Nutrition | Self-Help | International | \
    Movies & Television | News & Politics | Public Radio | Science & Medicine | Sports & Recreation | Amateur | \
    College & High School | Outdoor | Professional | Talk Radio | Podcasting | Software How-To | Transportation | \
    Travel";
