//! Addresses as indexes of web archives are sorted by: the host the other way round, without what rarely tells two pages apart.
//!
//! `https://www.Example.org/A/?b=1&a` is `org,example)/a?a&b=1`. Programs look pages up by what the `surt` package of Python
//! makes of an address; this is the same, but for the session
//! ids that it knows.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode, percent_encode};
use url::{Host, Url};

/// What is escaped again: control characters, spaces, what is not ASCII, and the two characters that begin something else.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%');

/// The key of an address.
pub(super) fn surt(address: &Url) -> String {
    let host = match address.host() {
        Some(Host::Domain(host)) => {
            bare(host.trim_matches('.')).rsplit('.').collect::<Vec<_>>().join(",")
        }
        Some(Host::Ipv4(host)) => {
            host.octets().map(|it| it.to_string()).into_iter().rev().collect::<Vec<_>>().join(",")
        }
        Some(Host::Ipv6(host)) => host.to_string(),
        None => return address.as_str().to_owned(),
    };
    let port = address.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = address.query().map(query).filter(|query| !query.is_empty());
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{host}{port}){}{query}", path(address.path()))
}

/// A host without `www.`, `www2.`.
fn bare(host: &str) -> &str {
    let rest = host.strip_prefix("www");
    let rest = rest.map(|rest| rest.trim_start_matches(|it: char| it.is_ascii_digit()));
    let rest = rest.and_then(|rest| rest.strip_prefix('.'));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(host)
}

fn path(path: &str) -> String {
    let decoded = escaped_once(path);
    let parts = decoded.split('/').enumerate();
    let last = decoded.matches('/').count();
    // Several slashes are one, but the last part may be empty.
    let kept = parts.filter(|(at, part)| !part.is_empty() || *at == last).map(|(_, part)| part);
    let joined = format!("/{}", kept.collect::<Vec<_>>().join("/")).to_ascii_lowercase();
    match joined.strip_suffix('/') {
        Some(bare) if !bare.is_empty() => bare.to_owned(),
        _ => joined,
    }
}

fn query(query: &str) -> String {
    let lower = escaped_once(query).to_ascii_lowercase();
    let mut pairs: Vec<(&str, Option<&str>)> = lower
        .split('&')
        .map(|pair| pair.split_once('=').map_or((pair, None), |(name, it)| (name, Some(it))))
        .collect();
    pairs.sort_unstable();
    let pair = |(name, value): (&str, Option<&str>)| match value {
        Some(value) => format!("{name}={value}"),
        None => name.to_owned(),
    };
    pairs.into_iter().map(pair).collect::<Vec<_>>().join("&")
}

/// How often an address may be escaped within an escaped one. Each time it gets shorter, honest ones once or twice.
const MOST: usize = 16;

/// A text without any escapes, escaped once.
fn escaped_once(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..MOST {
        let decoded = percent_decode(&bytes).collect::<Vec<_>>();
        if decoded == bytes {
            break;
        }
        bytes = decoded;
    }
    percent_encode(&bytes, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_package_that_others_use() {
        // Each as `surt.surt` 0.3.1 gives it.
        for (address, expected) in [
            ("https://www.Example.org/A/?b=1&a", "org,example)/a?a&b=1"),
            ("http://example.org", "org,example)/"),
            ("https://example.org:8443/x//y/", "org,example:8443)/x/y"),
            ("https://www2.blog.example/%EA%B8%80/", "example,blog)/%ea%b8%80"),
            ("https://blog.example/?", "example,blog)/"),
            ("https://blog.example/a%2520b?q=%C3%A9+x", "example,blog)/a%20b?q=%c3%a9+x"),
            ("https://blog.example/@kim/12", "example,blog)/@kim/12"),
            ("https://www.example/", "example)/"),
            ("http://192.0.2.1/a", "1,2,0,192)/a"),
            ("https://[::1]/x", "::1)/x"),
            ("https://blog.example/a%23b", "example,blog)/a%23b"),
        ] {
            assert_eq!(surt(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn an_address_that_is_escaped_without_end_is_a_key_all_the_same() {
        let address = format!("https://a.example/%{}41", "25".repeat(100_000));
        assert!(surt(&Url::parse(&address).unwrap()).starts_with("example,a)/%"));
    }
}
