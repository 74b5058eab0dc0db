//! Addresses, as two are compared. Nothing here is ever written.

use larder_core::key;

use crate::percent_decode_name;

/// An address without what may differ between two spellings of it: the scheme, `www.`, the case of the host, escapes of
/// characters, parameters that only count visits, a `/` at the end.
pub(crate) fn plain(address: &str) -> String {
    let (host, path) = parts(address);
    format!("{host}/{path}")
}

/// [`plain`] of an address that leads to a page of a site, and not to the site as a whole.
pub(crate) fn page(address: &str) -> Option<String> {
    (!path(address).is_empty()).then(|| plain(address))
}

/// What [`plain`] leaves of an address behind its host. Empty for the address of a whole site, and for what is no
/// address of the web.
pub(crate) fn path(address: &str) -> String {
    match is_web(address) {
        true => parts(address).1,
        false => String::new(),
    }
}

/// The host of an address, as two are compared.
pub(crate) fn host(address: &str) -> String {
    parts(address).0
}

/// Whether it is an address of the web.
pub(crate) fn is_web(address: &str) -> bool {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| ["http", "https"].iter().any(|web| it.eq_ignore_ascii_case(web)))
}

/// The host and what is behind it.
fn parts(address: &str) -> (String, String) {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let (host, path) = bare.split_at(end);
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (key::name(host), key::name(&percent_decode_name(&counted_out(path))))
}

/// A path and query without the parameters that count where visitors come from, and without `/` around the path.
fn counted_out(path: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, None), |(a, b)| (a, Some(b)));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let told = query.split('&').filter(|it| !it.is_empty() && !it.starts_with("utm_"));
    let told: Vec<&str> = told.collect();
    let mut kept = path.trim_matches('/').to_owned();
    if !told.is_empty() {
        kept = format!("{kept}?{}", told.join("&"));
    }
    match fragment {
        Some(fragment) if !fragment.is_empty() => format!("{kept}#{fragment}"),
        _ => kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one() {
        let one = plain("https://example.org/글/?p=1");
        for other in [
            "http://www.Example.org/글?p=1",
            "https://example.org/%EA%B8%80/?p=1&utm_source=feed",
            "https://example.org/%ea%b8%80?utm_medium=rss&p=1",
        ] {
            assert_eq!(plain(other), one, "{other}");
        }
        for other in ["https://example.org/글/?p=2", "https://example.com/글/?p=1", "글?p=1"] {
            assert_ne!(plain(other), one, "{other}");
        }
        assert_eq!(plain("https://example.org"), plain("http://example.org/"));
    }

    #[test]
    fn only_addresses_of_the_web_have_a_path() {
        assert_eq!(path("https://example.org/a/b/"), "a/b");
        assert_eq!(path("https://example.org?p=1"), "?p=1");
        assert_eq!(path("https://example.org/"), "");
        assert_eq!(path("urn:uuid:1"), "");
        assert_eq!(path("tag:example.org,2020:1"), "");
    }
}
