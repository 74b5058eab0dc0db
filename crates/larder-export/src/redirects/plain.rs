//! Addresses that need no parser, for it would leave them as they are. Nearly all are, and there are hundreds of thousands.

/// What a plain address consists of. The fragment, which no server sees, is not among it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plain<'t> {
    /// The host. None if the text is a path.
    pub(crate) host: Option<&'t str>,
    /// The path, with `/` in front, as it stands.
    pub(crate) path: &'t str,
    /// What stands behind the `?`.
    pub(crate) query: &'t str,
}

impl<'t> Plain<'t> {
    /// The parts of an address with `http` or `https`, or of a path with what follows it. None for whatever a parser might
    /// read otherwise, or refuse.
    pub(crate) fn of(text: &'t str) -> Option<Self> {
        let whole = text.split('#').next().unwrap_or_default();
        let (host, rest) = match whole.strip_prefix("https://").or(whole.strip_prefix("http://")) {
            Some(after) => {
                let (host, rest) = after.split_at(after.find(['/', '?']).unwrap_or(after.len()));
                (Some(host), rest)
            }
            None => (None, whole),
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = if path.is_empty() { "/" } else { path };
        let is_plain = is_plain_path(path)
            && query.bytes().all(is_plain_in_query)
            && host.is_none_or(is_plain_host)
            && (host.is_some() || rest.starts_with(['/', '?']))
            && text.bytes().all(|byte| byte > b' ');
        is_plain.then_some(Self { host, path, query })
    }
}

/// Whether a path stays what it is: nothing to escape in it, and no `.` or `..` that leads elsewhere.
pub(crate) fn is_plain_path(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%!$&()*+,;=:@".contains(&byte);
    let bytes = path.as_bytes();
    path.starts_with('/')
        && path.bytes().all(is_plain)
        && !bytes.windows(2).any(|pair| pair == b"/.")
        && !bytes.windows(3).any(|three| three.eq_ignore_ascii_case(b"%2e"))
}

fn is_plain_in_query(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~%=&+".contains(&byte)
}

/// Whether a host is a name in small letters: no number, nothing in Punycode, no port.
fn is_plain_host(host: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(is_plain) && !label.starts_with("xn--")
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.split('.').all(is_label)
        && last.starts_with(|it: char| !it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn a_parser_leaves_plain_addresses_as_they_are(
            scheme in "https?",
            host in "[a-z0-9-]{1,6}(\\.[a-z0-9.-]{1,5}){0,2}",
            rest in "[/?][a-zA-Z0-9/.%?=&#+ :@~^|\\[\\]!$'()*,;{}2eE\u{ac00}-]{0,24}",
        ) {
            let text = format!("{scheme}://{host}{rest}");
            if let Some(plain) = Plain::of(&text) {
                let url = Url::parse(&text).unwrap();
                prop_assert_eq!(plain.host, url.host_str());
                prop_assert_eq!(plain.path, url.path());
                prop_assert_eq!(plain.query, url.query().unwrap_or_default());
                prop_assert_eq!(url.port(), None);
            }
            if let Some(plain) = Plain::of(&rest) {
                let url = Url::parse(&format!("https://site.invalid{}{rest}", if rest.starts_with('?') { "/" } else { "" })).unwrap();
                prop_assert_eq!((plain.host, plain.path), (None, url.path()));
                prop_assert_eq!(plain.query, url.query().unwrap_or_default());
            }
        }
    }

    #[test]
    fn most_addresses_are_plain() {
        for text in [
            "https://blog.example.org/2019/%EA%B8%80/?p=12#c",
            "/2019/a_b.html",
            "?p=1",
            "http://a.b",
        ] {
            assert!(Plain::of(text).is_some(), "{text}");
        }
        for text in [
            "https://Blog.example.org/",
            "https://a.example:80/",
            "/a/../b",
            "/a/%2E%2e/b",
            "/글",
            "a",
            "https://1.2.3.4/",
            "//",
            "ftp://a.b/",
        ] {
            assert_eq!(Plain::of(text).is_some(), text == "//", "{text}");
        }
    }
}
