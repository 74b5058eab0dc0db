//! Addresses of files, as HTML writes them.

use std::borrow::Cow;

/// The longest address that is taken for one.
const LONGEST: usize = 16 << 10;

/// What Ghost puts in place of the address of the blog.
const GHOST: &str = "__GHOST_URL__";

/// An address of a file, absolute where `base` makes it so. None for what is on no web: `data:`, `mailto:`, `#top`.
pub(super) fn file(address: &str, base: Option<&url::Url>) -> Option<String> {
    let address = tidy(address);
    if address.is_empty() || address.starts_with('#') || address.len() > LONGEST {
        return None;
    }
    match scheme(&address) {
        // Wix names its own pictures so; where they are is known.
        Some(scheme) => (is_web(scheme) || scheme == "wix").then(|| address.into_owned()),
        None => Some(absolute(address, base)),
    }
}

/// Where a link leads, as it stands. None for places in the body itself and what is on no web.
pub(super) fn link(address: &str) -> Option<String> {
    let address = tidy(address);
    let leads_away = !address.is_empty() && !address.starts_with('#');
    let is_known = address.len() <= LONGEST && scheme(&address).is_none_or(is_web);
    (leads_away && is_known).then(|| address.into_owned())
}

/// Whether the file stands in the address itself.
pub(super) fn is_data(address: &str) -> bool {
    let start = address.trim_start().get(..5);
    start.is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

/// Without the white space that browsers take out.
fn tidy(address: &str) -> Cow<'_, str> {
    let address = address.trim_matches(|character: char| character <= ' ');
    match memchr::memchr3(b'\t', b'\n', b'\r', address.as_bytes()) {
        Some(_) => Cow::Owned(address.replace(['\t', '\n', '\r'], "")),
        None => Cow::Borrowed(address),
    }
}

/// What stands in front of the first `:`, if that can be a scheme.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let begins = scheme.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    (begins && scheme.bytes().all(is_part)).then_some(scheme)
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

fn absolute(address: Cow<'_, str>, base: Option<&url::Url>) -> String {
    let Some(base) = base else { return address.into_owned() };
    let relative = address.strip_prefix(GHOST).unwrap_or(&address);
    base.join(relative).map_or_else(|_| address.into_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_of_the_web_and_absolute_where_they_can_be() {
        let base = url::Url::parse("https://e.org/2019/post").unwrap();
        for (address, alone, with_base) in [
            ("https://E.org/a b.jpg", Some("https://E.org/a b.jpg"), Some("https://E.org/a b.jpg")),
            (" a\n.jpg ", Some("a.jpg"), Some("https://e.org/2019/a.jpg")),
            ("//cdn.e.org/a.jpg", Some("//cdn.e.org/a.jpg"), Some("https://cdn.e.org/a.jpg")),
            ("/글.jpg", Some("/글.jpg"), Some("https://e.org/%EA%B8%80.jpg")),
            ("a/12:30.jpg", Some("a/12:30.jpg"), Some("https://e.org/2019/a/12:30.jpg")),
            ("__GHOST_URL__/a.jpg", Some("__GHOST_URL__/a.jpg"), Some("https://e.org/a.jpg")),
            ("wix:image://v1/a/b", Some("wix:image://v1/a/b"), Some("wix:image://v1/a/b")),
            ("javascript:x", None, None),
            ("java\nscript:x", None, None),
            ("file:///a.jpg", None, None),
            ("cid:a", None, None),
            ("C:\\a.jpg", None, None),
            ("#top", None, None),
            (" ", None, None),
        ] {
            assert_eq!(file(address, None).as_deref(), alone, "{address}");
            assert_eq!(file(address, Some(&base)).as_deref(), with_base, "{address}");
        }
        assert_eq!(file(&"a".repeat(LONGEST + 1), None), None);
    }
}
