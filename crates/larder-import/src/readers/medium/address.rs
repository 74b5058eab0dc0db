//! Addresses of Medium: which post, and which writer.

use url::Url;

/// The number of a post at the end of an address, of a path or of the name of a file: 8 to 12 hexadecimal digits.
pub(super) fn number(address: &str) -> Option<&str> {
    let last = last_part(address);
    let number = last.rsplit(['-', '_']).next().unwrap_or(last);
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    ((8..=12).contains(&number.len()) && number.bytes().all(is_digit)).then_some(number)
}

/// The words in front of the number. None where there are none.
pub(super) fn slug(address: &str) -> Option<&str> {
    let number = number(address)?;
    let words = last_part(address).strip_suffix(number)?.trim_end_matches(['-', '_']);
    (!words.is_empty()).then_some(words)
}

/// The address that leads to a post whatever it is called, which Medium's own feeds have as its id.
pub(super) fn permanent(number: &str) -> String {
    format!("https://medium.com/p/{number}")
}

/// The name of a writer in the address of a profile: `medium.com/@name`, `name.medium.com`.
pub(super) fn handle(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let first = url.path().trim_start_matches('/').split('/').next().unwrap_or_default();
    if let Some(name) = first.strip_prefix('@').filter(|name| !name.is_empty()) {
        return Some(crate::percent_decode_name(name));
    }
    let name = url.host_str()?.strip_suffix(".medium.com")?;
    (!name.is_empty() && name != "www").then(|| name.to_owned())
}

/// Whether an address is on the host that all writers share.
pub(super) fn is_shared(address: &str) -> bool {
    matches!(crate::address::host(address).as_str(), "medium.com")
}

fn last_part(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let path = path.strip_suffix(".html").unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_known_by_the_number_at_the_end() {
        for (address, expected) in [
            ("https://medium.com/@mina/a-slow-walk-0a1b2c3d4e5f?source=x", Some("0a1b2c3d4e5f")),
            ("https://medium.com/p/0a1b2c3d4e5/", Some("0a1b2c3d4e5")),
            ("https://mina.medium.com/0a1b2c3d4e5f#x", Some("0a1b2c3d4e5f")),
            ("posts/2019-05-01_느린-산책-0a1b2c3d4e5f.html", Some("0a1b2c3d4e5f")),
            ("draft_Untitled-0a1b2c3d4e5f.html", Some("0a1b2c3d4e5f")),
            ("https://example.org/a-walk", None),
            ("https://example.org/a-walk-0A1B2C3D4E5F", None),
            ("", None),
        ] {
            assert_eq!(number(address), expected, "{address}");
        }
        assert_eq!(slug("https://medium.com/@mina/a-slow-walk-0a1b2c3d4e5f"), Some("a-slow-walk"));
        assert_eq!(slug("https://medium.com/@mina/0a1b2c3d4e5f"), None);
    }

    #[test]
    fn writers_are_known_by_their_profile() {
        assert_eq!(handle("https://medium.com/@mina").as_deref(), Some("mina"));
        assert_eq!(handle("https://mina.medium.com/").as_deref(), Some("mina"));
        assert_eq!(handle("https://medium.com/walks"), None);
        assert!(is_shared("https://medium.com/@mina") && !is_shared("https://mina.medium.com/"));
    }
}
