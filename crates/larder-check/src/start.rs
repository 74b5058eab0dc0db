//! Where a check begins: what the document is, and who looks at it.

use std::fmt;

use crate::{
    atom,
    bytes::{self, Decoded},
    json,
    names::{ATOM, OLD_ATOM, RSS11, RSS090},
    opml,
    options::Options,
    report::{Findings, Report},
    rss, rss1,
    rule::Rule,
    spot::Spot,
    xml,
};

/// A format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// RSS 0.91 to 2.0.
    Rss,
    /// RSS 0.90, which is RDF.
    Rss090,
    /// RSS 1.0, which is RDF.
    Rss1,
    /// RSS 1.1, which is RDF.
    Rss11,
    /// Atom 1.0, a feed or an entry alone.
    Atom,
    /// Atom 0.3, of which only the XML is looked at.
    Atom03,
    /// JSON Feed 1.0 or 1.1.
    JsonFeed,
    /// OPML, a list of feeds.
    Opml,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rss => "RSS",
            Self::Rss090 => "RSS 0.90",
            Self::Rss1 => "RSS 1.0",
            Self::Rss11 => "RSS 1.1",
            Self::Atom => "Atom",
            Self::Atom03 => "Atom 0.3",
            Self::JsonFeed => "JSON Feed",
            Self::Opml => "OPML",
        })
    }
}

/// The public validator refuses documents that are longer.
const VALIDATOR_BYTES: usize = 5_000_000;

/// Longer documents are a burden when they are fetched every hour.
const LIGHT_BYTES: usize = 1_000_000;

/// So much of a document tells what it is, when the rest is not read.
const HEAD: usize = 64 << 10;

/// Checks a document, whatever its bytes are.
///
/// [`Report::format`] is None when it is no feed; then nothing is said about it.
pub fn check(bytes: &[u8], options: &Options) -> Report {
    let mut findings = Findings::new(options);
    if bytes.len() > options.limits.bytes {
        return too_long(bytes, findings);
    }
    let decoded = bytes::decode(bytes);
    let Some(format) = detect(&decoded.text) else { return Report::default() };
    size(bytes.len(), &mut findings);
    match format {
        Format::JsonFeed => json::check(&decoded, &mut findings),
        _ => check_xml(format, &decoded, &mut findings),
    }
    findings.report(Some(format), &decoded.text)
}

/// Whether a document that begins with these bytes can be a feed at all.
///
/// Says no to most files that are none, so that they need not be read.
pub fn can_be_feed(head: &[u8]) -> bool {
    let is_mark = |byte: &u8| matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff);
    let mut rest = head.iter().skip_while(|byte| byte.is_ascii_whitespace() || is_mark(byte));
    matches!(rest.next(), None | Some(b'<' | b'{'))
}

fn check_xml(format: Format, decoded: &Decoded<'_>, findings: &mut Findings<'_>) {
    decoded.report(findings);
    let text = xml::prepare(&decoded.text, findings);
    let Some(document) = xml::parse(&text, findings) else { return };
    let root = document.root_element();
    xml::everywhere(root, format, decoded.is_whole(), findings);
    match format {
        Format::Rss => rss::check(root, decoded.is_utf8, findings),
        Format::Rss090 => rss1::check(root, rss1::Version::Rss090, findings),
        Format::Rss1 => rss1::check(root, rss1::Version::Rss1, findings),
        Format::Rss11 => rss1::check_11(root, findings),
        Format::Opml => opml::check(root, findings),
        Format::Atom => atom::check(root, decoded.is_utf8, findings),
        // Its namespace says that it is obsolete, and that is all that validators say. JSON has no root.
        Format::Atom03 | Format::JsonFeed => {}
    }
}

fn too_long(bytes: &[u8], mut findings: Findings<'_>) -> Report {
    let head = bytes::decode(&bytes[..HEAD.min(bytes.len())]);
    let Some(format) = detect(&head.text) else { return Report::default() };
    size(bytes.len(), &mut findings);
    findings.report(Some(format), "")
}

fn size(length: usize, findings: &mut Findings<'_>) {
    if length > findings.options.limits.bytes {
        let most = findings.options.limits.bytes;
        findings.add(
            Rule::ValidatorLimit,
            Spot::At(0),
            format!("more than {most} bytes, which are not read"),
        );
    } else if length > VALIDATOR_BYTES {
        findings.add(Rule::ValidatorLimit, Spot::At(0), format!("{length} bytes"));
    } else if length > LIGHT_BYTES {
        findings.add(Rule::LargeDocument, Spot::At(0), format!("{length} bytes"));
    }
}

/// What a document is, by its first element or its first keys.
fn detect(text: &str) -> Option<Format> {
    let rest = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
    if rest.starts_with('{') {
        return json::is_feed(rest).then_some(Format::JsonFeed);
    }
    let (name, tag) = xml::first_tag(rest)?;
    // Other documents have elements of these names too.
    let names = |uri| tag.contains(uri);
    match name {
        "rss" => Some(Format::Rss),
        "RDF" if names(RSS090) => Some(Format::Rss090),
        "RDF" => Some(Format::Rss1),
        "Channel" if names(RSS11) => Some(Format::Rss11),
        "feed" | "entry" if names(ATOM) => Some(Format::Atom),
        "feed" | "entry" if names(OLD_ATOM) => Some(Format::Atom03),
        "feed" => Some(Format::Atom),
        "opml" | "outlineDocument" => Some(Format::Opml),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_feeds_are_known_by_their_first_bytes() {
        for head in [&b" \n<?xml"[..], b"\xef\xbb\xbf{", b"\xff\xfe<\0", b"\0<", b"   "] {
            assert!(can_be_feed(head), "{head:?}");
        }
        for head in [&b"PK\x03\x04"[..], b"\xff\xd8\xff\xe0", b"# Notes", b"[1]"] {
            assert!(!can_be_feed(head), "{head:?}");
        }
    }

    #[test]
    fn the_first_element_or_the_first_keys_tell_the_format() {
        for (text, format) in [
            ("<?xml version='1.0'?>\n<!-- <feed> --><rss version='2.0'>", Some(Format::Rss)),
            ("<!DOCTYPE rss [<!ELEMENT feed ANY>]><rss>", Some(Format::Rss)),
            ("<rdf:RDF xmlns:rdf='x'", Some(Format::Rss1)),
            ("<a:feed ", Some(Format::Atom)),
            ("<entry xmlns='http://www.w3.org/2005/Atom'>", Some(Format::Atom)),
            ("<entry>", None),
            ("<feed version='0.3' xmlns='http://purl.org/atom/ns#'>", Some(Format::Atom03)),
            (
                "<feed xmlns:old='http://purl.org/atom/ns#' xmlns='http://www.w3.org/2005/Atom'>",
                Some(Format::Atom),
            ),
            ("<r:RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'>", Some(Format::Rss090)),
            ("<Channel xmlns='http://purl.org/net/rss1.1#'/>", Some(Format::Rss11)),
            ("<Channel>", None),
            ("<opml version='2.0'>", Some(Format::Opml)),
            (" {\"version\": \"https://jsonfeed.org/version/1.1\"", Some(Format::JsonFeed)),
            ("{\"title\": \"x\", \"items\": []}", Some(Format::JsonFeed)),
            ("{\"larder\": 1}", None),
            ("<html><head><title>feed</title>", None),
            ("<!-- <rss>", None),
            ("rss", None),
            ("", None),
        ] {
            assert_eq!(detect(text), format, "{text}");
        }
    }
}
