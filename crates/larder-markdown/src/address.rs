//! Which addresses may stand in a body.

use larder_html::url::Base;

/// Schemes of links that run nothing.
const LINKS: [&str; 12] = [
    "http", "https", "mailto", "tel", "ftp", "ftps", "sms", "geo", "irc", "ircs", "xmpp", "magnet",
];

/// Pictures that may stand in their own address: those that cannot hold a script.
const INLINE: [&str; 6] = ["png", "jpeg", "jpg", "gif", "webp", "avif"];

/// The longest address that is kept, in bytes.
const LONGEST: usize = 16 << 10;

/// The longest picture that stands in its own address, in bytes.
const LONGEST_INLINE: usize = 8 << 20;

/// Whether a link may lead there: nowhere that runs code. Relative addresses may.
pub(crate) fn is_link(address: &str) -> bool {
    address.len() <= LONGEST
        && scheme(address).is_none_or(|scheme| LINKS.contains(&scheme.as_str()))
}

/// Whether something may be shown or played from there.
pub(crate) fn is_media(address: &str) -> bool {
    address.len() <= LONGEST
        && !address.is_empty()
        && scheme(address).is_none_or(|scheme| matches!(&*scheme, "http" | "https"))
}

/// Whether an address surely is that of no file beside a text: it begins with `/`, or it is one of the web. Neither is
/// one whose escapes are no UTF-8.
pub(crate) fn is_elsewhere(address: &str) -> bool {
    let Some(decoded) = unescaped(address) else { return false };
    let is_web = |text: &str| {
        matches!(scheme(text).as_deref(), Some("http" | "https"))
            && Base::default().absolute(text).is_some()
    };
    decoded.starts_with('/') || is_web(address) && is_web(&decoded)
}

/// What an address is without its escapes. None where one of them is damaged, or where they are no UTF-8.
fn unescaped(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Whether an address is a picture itself, of a kind that cannot run.
pub(crate) fn is_inline_picture(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("data:image/") else { return false };
    let Some((kind, data)) = rest.split_once(";base64,") else { return false };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    address.len() <= LONGEST_INLINE && INLINE.contains(&kind) && data.bytes().all(plain)
}

/// The scheme as a browser reads it, in lower case: tabs, line ends and what stands before it do not hide it.
fn scheme(address: &str) -> Option<String> {
    let mut scheme = String::new();
    for character in address.trim_start_matches(|character: char| character <= ' ').chars() {
        match character {
            '\t' | '\n' | '\r' => {}
            ':' => return Some(scheme),
            '/' | '?' | '#' | '\\' => return None,
            _ => scheme.push(character.to_ascii_lowercase()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_no_link_however_it_is_written() {
        for address in [
            "javascript:alert(1)",
            " JaVaScRiPt:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "vbscript:x",
            "data:text/html,x",
            "blob:x",
            "file:///etc/passwd",
            "about:blank",
        ] {
            assert!(!is_link(address), "{address:?}");
            assert!(!is_media(address), "{address:?}");
        }
    }

    #[test]
    fn relative_addresses_and_harmless_schemes_are_links() {
        for address in
            ["", "#fn1", "/글", "?p=1:2", "a/b:c", "//host/x", "https://e.org", "tel:+82"]
        {
            assert!(is_link(address), "{address:?}");
        }
        assert!(!is_media("mailto:a@b.example"));
    }

    #[test]
    fn only_pictures_that_cannot_run_stand_in_their_address() {
        assert!(is_inline_picture("data:image/png;base64,iVBORw0="));
        for address in
            ["data:image/svg+xml;base64,PHN2Zz4=", "data:image/png,<x>", "data:text/html;base64,aa"]
        {
            assert!(!is_inline_picture(address), "{address}");
        }
    }

    #[test]
    fn what_begins_with_a_slash_and_what_is_of_the_web_is_elsewhere() {
        for address in ["/a.png", "//e.org/a", "/%EA%B8%80.png", "https://e.org/a?b=c", "/글.png"]
        {
            assert!(is_elsewhere(address), "{address:?}");
        }
        for address in [
            "a.png",
            "./a",
            "#a",
            "",
            "/100%.png",
            "/%B1%DB.gif",
            "https://",
            "http://1.2.3.4.5/",
            "/%c0%af",
            "ftp://e.org/a",
        ] {
            assert!(!is_elsewhere(address), "{address:?}");
        }
    }
}
