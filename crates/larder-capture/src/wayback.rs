//! Copies that the Wayback Machine gives out: their addresses, and what it puts into pages.

mod clean;

pub use self::clean::{Cleaned, cleaned};
use crate::{capture::CaptureTime, time};

/// What an address of a copy says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Copy<'a> {
    /// The address that was copied.
    pub url: String,
    /// When, if all fourteen digits are there.
    pub time: Option<CaptureTime>,
    /// The digits of the time, as they stand.
    pub digits: &'a str,
    /// What the copy is to be shown as (`im_`, `id_`), as it stands.
    pub flags: &'a str,
}

/// Takes an address apart: whole, without a scheme (`//web.archive.org/…`), or from the root of the host (`/web/…`).
///
/// None if it is no address of a copy, but one of a list of copies (`/web/*/…`) or something else.
///
/// ```
/// use larder_capture::wayback;
///
/// let copy = wayback::original("https://web.archive.org/web/20221015151900im_/https://blog.example/a.png").expect("a copy");
/// assert_eq!(copy.url, "https://blog.example/a.png");
/// assert_eq!((copy.digits, copy.flags), ("20221015151900", "im_"));
/// ```
pub fn original(address: &str) -> Option<Copy<'_>> {
    let rest = path(address.trim())?.strip_prefix("/web/")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(4..=14).contains(&digits) {
        return None;
    }
    let (digits, rest) = rest.split_at(digits);
    let (flags, url) = rest.split_once('/')?;
    if !is_flags(flags) || url.is_empty() {
        return None;
    }
    Some(Copy { url: with_scheme(url), time: time::digits(digits), digits, flags })
}

/// The path of an address on a host of the Wayback Machine.
fn path(address: &str) -> Option<&str> {
    const HOSTS: [&str; 4] =
        ["web.archive.org", "wayback.archive.org", "www.web.archive.org", "archive.org"];
    if address.starts_with("/web/") {
        return Some(address);
    }
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    })?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    HOSTS.iter().any(|known| host.eq_ignore_ascii_case(known)).then_some(path)
}

/// Groups of two letters and a line: `id_`, `if_`, `im_`, `cs_`, `js_`, `mp_`, `oe_`.
fn is_flags(flags: &str) -> bool {
    flags.as_bytes().chunks(3).all(|flag| {
        matches!(flag, [first, second, b'_'] if first.is_ascii_lowercase() && second.is_ascii_lowercase())
    })
}

/// The Wayback Machine takes an address without a scheme for one of `http`. Programs that tidy paths make one slash of two.
fn with_scheme(url: &str) -> String {
    for scheme in ["http:/", "https:/"] {
        if let Some(rest) = url.strip_prefix(scheme) {
            return format!("{scheme}/{}", rest.trim_start_matches('/'));
        }
    }
    match url.split_once(':') {
        // A port, not a scheme.
        Some((before, _)) if before.contains('.') || before.contains('/') => {
            format!("http://{url}")
        }
        Some(_) => url.to_owned(),
        None => format!("http://{}", url.trim_start_matches('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> Option<String> {
        original(address).map(|copy| copy.url)
    }

    #[test]
    fn every_form_leads_to_the_original() {
        let there = Some("http://blog.example/1?a=b#c".to_owned());
        for address in [
            "https://web.archive.org/web/20221015151900/http://blog.example/1?a=b#c",
            "http://web.archive.org:80/web/2022id_/http://blog.example/1?a=b#c",
            "//web.archive.org/web/20221015/http:/blog.example/1?a=b#c",
            "/web/20221015151900if_/blog.example/1?a=b#c",
            "HTTPS://Web.Archive.Org/web/20221015151900/http://blog.example/1?a=b#c",
        ] {
            assert_eq!(url(address), there, "{address}");
        }
        assert_eq!(
            url("/web/2022/blog.example:8080/x").as_deref(),
            Some("http://blog.example:8080/x")
        );
    }

    #[test]
    fn only_whole_times_are_instants() {
        let time =
            |address| original(address).and_then(|copy| copy.time).map(|time| time.at.to_rfc3339());
        assert_eq!(
            time("/web/20221015151900/http://a.example/").as_deref(),
            Some("2022-10-15T15:19:00+00:00")
        );
        assert_eq!(time("/web/2022/http://a.example/"), None);
        assert_eq!(time("/web/20229915151900/http://a.example/"), None);
    }

    #[test]
    fn other_addresses_are_none() {
        for address in [
            "",
            "https://web.archive.org/",
            "https://web.archive.org/web/*/http://a.example/",
            "https://web.archive.org/web/20221015151900*/http://a.example/",
            "https://web.archive.org/web/20221015151900/",
            "https://web.archive.org/web/123456789012345/http://a.example/",
            "https://blog.example/web/20221015151900/http://a.example/",
            "/web/20221015151900xx/http://a.example/",
            "/website/2022/x",
        ] {
            assert_eq!(original(address), None, "{address}");
        }
    }
}
