//! Which addresses may stand in a body.

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
}
