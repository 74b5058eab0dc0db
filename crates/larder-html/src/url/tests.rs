use proptest::prelude::*;

use super::{Base, Refused, enclosure};

fn base() -> Base {
    Base::new(Some("https://example.org/a/b?c"), Some("https://example.org/post/"))
}

fn absolute(reference: &str) -> String {
    base().absolute(reference).unwrap_or_default()
}

#[test]
fn addresses_are_resolved_against_the_base() {
    for (reference, expected) in [
        ("x", "https://example.org/a/x"),
        ("/x", "https://example.org/x"),
        ("../x", "https://example.org/x"),
        ("?q", "https://example.org/a/b?q"),
        ("//host.example/x", "https://host.example/x"),
        (" \thttp://e.org/\n", "http://e.org/"),
        ("http://e.org", "http://e.org/"),
        ("#fn1", "https://example.org/post/#fn1"),
        ("#각주", "https://example.org/post/#%EA%B0%81%EC%A3%BC"),
        ("", "https://example.org/post/"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("mailto:a@b.c?subject=안 녕", "mailto:a@b.c?subject=%EC%95%88%20%EB%85%95"),
        ("tel:+82-2-1", "tel:+82-2-1"),
    ] {
        assert_eq!(absolute(reference), expected, "{reference}");
    }
}

#[test]
fn protocol_relative_is_https_whatever_the_base() {
    let base = Base::new(Some("http://example.org/"), None);
    assert_eq!(base.absolute("//e.org/x").as_deref(), Some("https://e.org/x"));
    assert_eq!(Base::default().absolute("//e.org/x").as_deref(), Some("https://e.org/x"));
}

#[test]
fn everything_becomes_ascii_and_what_url_leaves_raw_is_escaped() {
    for (reference, expected) in [
        (
            "https://한국.example/글/[1]|^?q=[]{}|^`\\#[]{}|^",
            "https://xn--3e0b707e.example/%EA%B8%80/%5B1%5D%7C%5E?q=%5B%5D%7B%7D%7C%5E%60%5C#%5B%5D%7B%7D%7C%5E",
        ),
        ("https://e.org/100%", "https://e.org/100%25"),
        ("https://e.org/%zz?%a#%", "https://e.org/%25zz?%25a#%25"),
        ("https://e.org/%ea%b8%80", "https://e.org/%ea%b8%80"),
        ("https://[::1]:8080/[x]", "https://[::1]:8080/%5Bx%5D"),
        ("https://e.org/a#b#c", "https://e.org/a#b%23c"),
        ("HTTPS://E.ORG:443/./a/../b", "https://e.org/b"),
        ("https://e.org/it's?it's", "https://e.org/it's?it%27s"),
        ("https://e.org/\"<>", "https://e.org/%22%3C%3E"),
    ] {
        assert_eq!(absolute(reference), expected, "{reference}");
        assert_eq!(absolute(expected), expected, "{reference}");
    }
}

#[test]
fn schemes_that_run_or_read_files_are_refused() {
    for reference in [
        "javascript:alert(1)",
        "JaVa\nScript:alert(1)",
        "\u{1} javascript:x",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://e.org/1",
        "ftp://e.org/",
        "feed:https://e.org/",
        "view-source:https://e.org/",
        "C:\\x",
    ] {
        assert_eq!(base().resolve(reference), Err(Refused::Scheme), "{reference}");
    }
}

#[test]
fn without_a_base_relative_addresses_are_refused() {
    for reference in ["x", "/x", "?q"] {
        assert_eq!(Base::default().resolve(reference), Err(Refused::NoBase), "{reference}");
    }
    for reference in ["#fn1", " ", ""] {
        let no_permalink = Base::new(Some("https://e.org/"), None);
        for base in [Base::default(), no_permalink] {
            assert_eq!(base.resolve(reference), Err(Refused::Within), "{reference}");
        }
    }
    assert_eq!(Base::new(Some("javascript:x"), None).resolve("x"), Err(Refused::NoBase));
    assert_eq!(
        Base::new(None, Some("https://e.org/p/")).absolute("x").as_deref(),
        Some("https://e.org/p/x")
    );
}

#[test]
fn what_is_no_address_is_refused() {
    assert_eq!(base().resolve("http://"), Err(Refused::Invalid));
    assert_eq!(base().resolve("https://a b/"), Err(Refused::Invalid));
    assert_eq!(base().resolve(&"x".repeat(20_000)), Err(Refused::TooLong));
    assert_eq!(base().resolve(&"글".repeat(5_000)), Err(Refused::TooLong));
}

#[test]
fn enclosures_have_a_public_host_and_no_user() {
    for (address, expected) in [
        ("https://e.org/a.mp3", Some("https://e.org/a.mp3")),
        ("https://e.org?x=1", Some("https://e.org/?x=1")),
        ("http://e.org:8080/한.mp3", Some("http://e.org:8080/%ED%95%9C.mp3")),
        ("http://192.0.2.1/a", Some("http://192.0.2.1/a")),
        ("https://localhost/a", None),
        ("https://[::1]/a", None),
        ("https://my_host.example.org/a", None),
        ("https://user:pw@e.org/a", None),
        ("ftp://e.org/a", None),
        ("/a.mp3", None),
    ] {
        assert_eq!(enclosure(address).as_deref(), expected, "{address}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn results_stay_as_they_are_and_hold_only_plain_characters(reference in reference()) {
        let Some(once) = base().absolute(&reference) else { return Ok(()) };
        prop_assert_eq!(base().absolute(&once), Some(once.clone()));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#%[]".contains(&byte);
        prop_assert!(once.bytes().all(plain), "{}", once);
    }

    #[test]
    fn what_counts_as_canonical_is_what_parsing_gives(address in address()) {
        if super::encode::is_canonical(address.as_bytes()) {
            let url = url::Url::parse(&address).expect("a canonical address parses");
            prop_assert_eq!(super::encode::ascii(&url), address);
        }
    }
}

fn address() -> impl Strategy<Value = String> {
    let host = "([a-z0-9-]{1,4}\\.){0,3}[a-z0-9-]{1,5}";
    (
        proptest::sample::select(vec!["http", "https"]),
        host,
        "(/[a-zA-Z0-9._~!$&'()*+,;=:@%2e-]{0,6}){0,4}([?#][a-z%2e'&=/?#]{0,6}){0,2}",
    )
        .prop_map(|(scheme, host, rest)| format!("{scheme}://{host}{rest}"))
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof![
        address(),
        "[ -~가-힣\\t\\n]{0,20}",
        "https?:[/\\\\]{0,3}[ -~]{0,20}",
        "(mailto|tel):[ -~글]{0,12}"
    ]
}
