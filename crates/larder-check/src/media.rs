//! Media RSS: pictures, sounds and films of an item. <https://www.rssboard.org/media-rss>
//!
//! The roles of `media:credit` are only held to lower case, and countries to two letters: both lists are long, and
//! grow.

use roxmltree::Node;

use crate::{
    extension,
    html::{self, Body},
    report::Findings,
    rule::Rule,
    spot::Spot,
    text,
    tree::{children, named, required_attribute},
    value::{
        address::{self, Demands},
        markup, word,
    },
};

/// The usual prefix of the namespace.
const MEDIA: &str = "media";

/// What an attribute holds.
#[derive(Clone, Copy)]
enum Holds {
    Anything,
    Plain,
    Url,
    /// A number of 0 or more.
    Count,
    /// A number of 1 or more: a size.
    Size,
    Decimal,
    Language,
    MediaType,
    Flag,
    Time,
    Role,
    OneOf(&'static [&'static str], Rule),
}

type Attribute = (&'static str, Holds);

const CONTENT: [Attribute; 14] = [
    ("bitrate", Holds::Decimal),
    ("channels", Holds::Count),
    ("duration", Holds::Decimal),
    ("expression", Holds::OneOf(&["sample", "full", "nonstop"], Rule::InvalidMediaExpression)),
    ("fileSize", Holds::Size),
    ("framerate", Holds::Decimal),
    ("height", Holds::Size),
    ("isDefault", Holds::Flag),
    ("lang", Holds::Language),
    (
        "medium",
        Holds::OneOf(
            &["image", "audio", "video", "document", "executable"],
            Rule::InvalidMediaMedium,
        ),
    ),
    ("samplingrate", Holds::Decimal),
    ("type", Holds::MediaType),
    ("url", Holds::Url),
    ("width", Holds::Size),
];

const TEXT_TYPE: Attribute = ("type", Holds::OneOf(&["plain", "html"], Rule::InvalidMediaTextType));

/// The attributes of an element; None for those of which nothing is known.
fn attributes(name: &str) -> Option<&'static [Attribute]> {
    use Holds::{Anything, Language, OneOf, Plain, Role, Size, Time, Url};
    Some(match name {
        "content" => &CONTENT,
        "group" | "adult" | "keywords" => &[],
        "category" => &[("label", Plain), ("scheme", Url)],
        "copyright" => &[("url", Url)],
        "credit" => &[("role", Role), ("scheme", Url)],
        "hash" => &[("algo", OneOf(&["md5", "sha-1"], Rule::InvalidMediaHash))],
        "player" => &[("height", Size), ("url", Url), ("width", Size)],
        "rating" => &[("scheme", Anything)],
        "restriction" => &[
            ("relationship", OneOf(&["allow", "deny"], Rule::InvalidMediaRestrictionRel)),
            ("type", OneOf(&["country", "uri"], Rule::InvalidMediaRestrictionType)),
        ],
        "text" => &[("end", Time), ("lang", Language), ("start", Time), TEXT_TYPE],
        "title" | "description" => &[TEXT_TYPE],
        "thumbnail" => &[("height", Size), ("time", Time), ("url", Url), ("width", Size)],
        _ => return None,
    })
}

/// Checks an element of Media RSS and those in it.
pub(crate) fn check<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str) {
    let Some(known) = attributes(name) else { return };
    check_attributes(findings, node, known);
    if let Some(needed) = needed(name) {
        required_attribute(findings, node, needed);
    }
    match name {
        "content" => inside(findings, node),
        "group" => {
            inside(findings, node);
            if named(node, "", MEDIA, "content").count() < 2 {
                findings.add(Rule::MediaGroupWithoutAlternatives, Spot::Element(node), "");
            }
        }
        _ => value(findings, node, name),
    }
}

/// The attribute that an element cannot do without.
fn needed(name: &str) -> Option<&'static str> {
    match name {
        "player" | "thumbnail" => Some("url"),
        "restriction" => Some("relationship"),
        _ => None,
    }
}

fn inside<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>) {
    extension::check_children(findings, node, "", &[], &[]);
    for (child, (prefix, name)) in children(node, "") {
        if prefix == MEDIA {
            check(findings, child, name);
        }
    }
}

fn check_attributes<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, known: &[Attribute]) {
    let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    extension::check_attributes(findings, node, &names);
    for (name, holds) in known {
        // An empty attribute says as much as none.
        if let Some(value) = node.attribute(*name).filter(|it| !it.is_empty()) {
            attribute(findings, Spot::Attribute(node, name), value, *holds);
        }
    }
}

fn attribute(findings: &mut Findings<'_>, spot: Spot<'_>, value: &str, holds: Holds) {
    match holds {
        Holds::Anything => {}
        Holds::Plain => {
            if let Some(markup) = markup::find(value) {
                findings.value(Rule::ContainsHTML, spot, markup.text());
            }
        }
        Holds::Url => {
            address::check(findings, spot, value, Demands::ABSOLUTE);
        }
        Holds::Count => word::number(findings, spot, value, Rule::InvalidNonNegativeInteger, 0),
        Holds::Size => word::number(findings, spot, value, Rule::InvalidPositiveInteger, 1),
        Holds::Language => word::language(findings, spot, value),
        Holds::MediaType => word::media_type(findings, spot, value, Rule::InvalidMIMEAttribute),
        Holds::Flag => word::true_or_false(findings, spot, value),
        Holds::Decimal if !is_decimal(value) => findings.value(Rule::InvalidFloat, spot, value),
        Holds::Time if !is_time(value) => findings.value(Rule::InvalidNPTTime, spot, value),
        Holds::Role if value != value.to_lowercase() => {
            findings.value(Rule::InvalidCreditRole, spot, value);
        }
        Holds::OneOf(words, rule) if !words.contains(&value) => findings.value(rule, spot, value),
        Holds::Decimal | Holds::Time | Holds::Role | Holds::OneOf(..) => {}
    }
}

fn value<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, name: &str) {
    let (spot, value) = (Spot::Element(node), text::of(node));
    match name {
        "adult" => {
            findings.add(Rule::DeprecatedMediaAdult, spot, "");
            word::true_or_false(findings, spot, value.trim());
        }
        "hash" if !is_hash(value.trim(), node.attribute("algo")) => {
            findings.value(Rule::InvalidMediaHash, spot, value.trim());
        }
        "rating" => rating(findings, node, value.trim()),
        "restriction" => restriction(findings, node, value.trim()),
        "text" | "title" | "description" if node.attribute("type") == Some("html") => {
            html::check(findings, Body::Other, &value, |at| Spot::Inside(node, at));
        }
        "text" | "title" | "description" => {
            if let Some(markup) = markup::find(&value) {
                findings.value(Rule::ContainsUndeclaredHTML, spot, markup.text());
            }
        }
        _ => {}
    }
}

/// A digest in hexadecimal digits: MD5, unless it says SHA-1.
fn is_hash(value: &str, algorithm: Option<&str>) -> bool {
    let length = if algorithm == Some("sha-1") { 40 } else { 32 };
    value.len() == length && value.bytes().all(|it| it.is_ascii_hexdigit())
}

/// A rating by one of the schemes that have a name; that of others is an address.
fn rating<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, value: &str) {
    let scheme = node.attribute("scheme").filter(|it| !it.is_empty()).unwrap_or("urn:simple");
    let words: &[&str] = match scheme {
        "urn:simple" => &["adult", "nonadult"],
        "urn:mpaa" => &["g", "m", "nc-17", "pg", "pg-13", "r", "x"],
        "urn:v-chip" => &[
            "14+", "18+", "c", "c8", "g", "pg", "tv-14", "tv-g", "tv-ma", "tv-pg", "tv-y", "tv-y7",
            "tv-y7-fv",
        ],
        "urn:icra" if is_icra(value) => return,
        "urn:icra" => &[],
        _ => {
            let spot = Spot::Attribute(node, "scheme");
            address::check(findings, spot, scheme, Demands::ABSOLUTE);
            return;
        }
    };
    if !words.contains(&value) {
        findings.value(Rule::InvalidMediaRating, Spot::Element(node), value);
    }
}

/// `r (cz 1 lz 1)`: codes of two letters, each with a digit.
fn is_icra(value: &str) -> bool {
    let inside = value.strip_prefix("r (").and_then(|it| it.strip_suffix(')'));
    let words: Vec<_> = inside.unwrap_or_default().split(' ').collect();
    let is_code = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_lowercase());
    words.chunks(2).all(|pair| matches!(pair, [code, "0" | "1"] if is_code(code)))
}

fn restriction<'d>(findings: &mut Findings<'_>, node: Node<'d, 'd>, value: &str) {
    let spot = Spot::Element(node);
    match node.attribute("type") {
        None if !["", "all", "none"].contains(&value) => {
            findings.value(Rule::InvalidMediaRestriction, spot, value);
        }
        Some("country") => {
            let is_code = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_alphabetic());
            if let Some(wrong) = value.split(' ').find(|it| !is_code(it)) {
                findings.value(Rule::InvalidCountryCode, spot, wrong);
            }
        }
        Some("uri") => {
            address::check(findings, spot, value, Demands::ABSOLUTE);
        }
        _ => {}
    }
}

/// Digits, with or without a fraction.
fn is_decimal(value: &str) -> bool {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    !whole.is_empty() && is_digits(whole) && is_digits(fraction)
}

/// A time within a film, by RFC 2326: `now`, seconds, or hours, minutes and seconds.
fn is_time(value: &str) -> bool {
    let Some((hours, rest)) = value.split_once(':') else {
        return value == "now" || is_decimal(value);
    };
    let Some((minutes, seconds)) = rest.split_once(':') else { return false };
    let is_sixty = |it: &str| it.len() == 2 && *it < *"60" && word::is_number(it, 0);
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    word::is_number(hours, 0)
        && is_sixty(minutes)
        && is_sixty(whole)
        && word::is_number(fraction, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_or_like_a_clock() {
        for good in ["now", "0", "12.05", "12:03:45.3", "0:00:00"] {
            assert!(is_time(good), "{good}");
        }
        for bad in ["", "later", "1:2:3", "12:60:00", "12:03", "1:02:03.", "-1"] {
            assert!(!is_time(bad), "{bad}");
        }
    }

    #[test]
    fn ratings_of_icra_are_codes_with_digits() {
        assert!(is_icra("r (cz 1 lz 1 nz 1 oz 0 vz 1)"));
        for bad in ["", "r ()", "r (cz)", "r (cz 2)", "cz 1", "r (cz 1 )"] {
            assert!(!is_icra(bad), "{bad}");
        }
    }
}
