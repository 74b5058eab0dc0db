//! Which kind of feed a document is: by its content, never by its name.

use crate::xml::Ns;

/// A kind of feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// RSS 0.91 to 2.0.
    Rss,
    /// RSS 0.90 and 1.0, in RDF.
    Rdf,
    /// RSS 1.1.
    Rss11,
    /// Atom 1.0.
    Atom,
    /// Atom 0.1 to 0.3.
    Atom03,
    /// Microsoft's Channel Definition Format.
    Cdf,
}

impl Kind {
    /// The kind of a document whose root is this element, if it is a feed. `version` is what the root states.
    pub(super) fn of_root(ns: Ns, name: &str, version: Option<&str>) -> Option<Self> {
        let is_old = || ns != Ns::Atom && version.is_some_and(|it| it.starts_with("0."));
        match name {
            "rss" => Some(Self::Rss),
            "rdf" => Some(Self::Rdf),
            "channel" if ns == Ns::Rss11 => Some(Self::Rss11),
            "channel" => Some(Self::Cdf),
            "feed" | "entry" if ns == Ns::Atom03 || is_old() => Some(Self::Atom03),
            "feed" => Some(Self::Atom),
            "entry" if ns == Ns::Atom => Some(Self::Atom),
            _ => None,
        }
    }

    /// The namespace that is its own.
    pub(super) fn core(self) -> Ns {
        match self {
            Self::Rss | Self::Cdf => Ns::Core,
            Self::Rdf => Ns::Rss1,
            Self::Rss11 => Ns::Rss11,
            Self::Atom => Ns::Atom,
            Self::Atom03 => Ns::Atom03,
        }
    }

    /// Whether it is Atom of any version.
    pub(super) fn is_atom(self) -> bool {
        matches!(self, Self::Atom | Self::Atom03)
    }

    /// What a record of it is said to come from, such as `rss-2.0`; without a version where the document states none, by
    /// a number or by the namespace of its root. `is_oldest` says whether it has that of RSS 0.90.
    pub(super) fn form(self, ns: Ns, version: Option<&str>, is_oldest: bool) -> String {
        let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        let version = version.map(str::trim);
        let version = version.filter(|it| (1..=8).contains(&it.len()) && it.bytes().all(is_number));
        let versioned = |name: &str, version: Option<&str>| match version {
            Some(version) => format!("{name}-{version}"),
            None => name.to_owned(),
        };
        match self {
            Self::Rss => versioned("rss", version),
            Self::Rdf if is_oldest => "rss-0.90".to_owned(),
            Self::Rdf => "rss-1.0".to_owned(),
            Self::Rss11 => "rss-1.1".to_owned(),
            Self::Atom => versioned("atom", Some("1.0").filter(|_| ns == Ns::Atom).or(version)),
            Self::Atom03 => versioned("atom", version.or(Some("0.3").filter(|_| ns == Ns::Atom03))),
            Self::Cdf => "cdf".to_owned(),
        }
    }
}

/// How far into a sample a root is looked for.
const HEAD: usize = 8 << 10;

/// Whether a text is a feed, and the sign that shows it.
pub(super) fn recognise(text: &str) -> Option<String> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with('{') {
        return json_sign(start.as_bytes());
    }
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    let mut at = 0;
    while let Some(less) = memchr::memchr(b'<', &head[at..]) {
        at += less + 1;
        let name = head[at..].iter().take(40).take_while(|byte| is_name(**byte));
        let name: String = name.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        match name.rsplit_once(':').map_or(&*name, |(_, local)| local) {
            // A page that only mentions a feed further down is a page.
            "html" | "body" | "opml" => return None,
            "rss" | "feed" => return Some(format!("the root element `{name}`")),
            "rdf" if is_rss(head) => {
                return Some(format!("the root element `{name}` with RSS in it"));
            }
            "channel" if is_channel(head) => return Some(format!("the root element `{name}`")),
            "entry" if contains(head, b"www.w3.org/2005/Atom") => {
                return Some("a single entry of Atom".into());
            }
            _ => {}
        }
    }
    None
}

/// Whether a text is a list of feeds, which is no feed.
pub(super) fn is_list(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    let mut starts = memchr::memchr_iter(b'<', head).map(|less| &head[less + 1..]);
    let first = starts.find(|rest| rest.first().is_some_and(u8::is_ascii_alphabetic));
    first.is_some_and(|rest| rest.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"opml")))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.')
}

fn contains(head: &[u8], sign: &[u8]) -> bool {
    memchr::memmem::find(head, sign).is_some()
}

fn is_rss(head: &[u8]) -> bool {
    contains(head, b"purl.org/rss/1.0/") || contains(head, b"netscape.com/rdf/simple/0.9")
}

/// A bare channel is a feed in RSS 1.1 and in CDF only.
fn is_channel(head: &[u8]) -> bool {
    let has = |sign: &str| {
        contains(head, sign.as_bytes()) || contains(head, sign.to_uppercase().as_bytes())
    };
    has("purl.org/net/rss1.1") || (has("href=") && has("<item"))
}

fn json_sign(text: &[u8]) -> Option<String> {
    let head = &text[..text.len().min(HEAD)];
    if contains(head, b"jsonfeed.org/version/1") {
        return Some("the version of JSON Feed".into());
    }
    let keys: [&[u8]; 4] =
        [b"\"home_page_url\"", b"\"feed_url\"", b"\"content_html\"", b"\"content_text\""];
    let like_a_feed = contains(head, b"\"items\"") && keys.iter().any(|key| contains(head, key));
    like_a_feed.then(|| "the keys of JSON Feed".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_recognised_by_their_roots() {
        for text in [
            "\u{feff}<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>",
            "Warning: in line 3<br />\n<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>",
            "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
            "<a:feed xmlns:a='x'>",
            "<RSS>",
            "<CHANNEL HREF='x'><ITEM HREF='y'>",
            "{\"version\":\"https://jsonfeed.org/version/1\"",
            "{ \"title\": 1, \"items\": [], \"feed_url\": 1",
        ] {
            assert!(recognise(text).is_some(), "{text}");
        }
        for text in [
            "<!DOCTYPE html><html><head><link rel=alternate><rss>",
            "<rdf:RDF xmlns:foaf='x'>",
            "<channel>",
            "{\"items\":[]}",
            "글",
            "",
        ] {
            assert_eq!(recognise(text), None, "{text}");
        }
    }
}
