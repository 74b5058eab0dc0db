//! Addresses, as two are compared. Nothing here is ever written.

use larder_core::key;
use percent_encoding::percent_decode_str;

/// An address without what may differ between two spellings of it: scheme, `www.`, the case of the host, escapes, a `/`
/// at the end.
pub(crate) fn plain(address: &str) -> String {
    let (host, path) = parts(address);
    format!("{host}/{path}")
}

/// What is behind the host, without `/` around it. Empty for the address of a whole site.
pub(crate) fn path(address: &str) -> String {
    parts(address).1
}

/// The address of a file, whatever place within it is meant.
pub(crate) fn of_file(address: &str) -> &str {
    address.split_once('#').map_or(address, |(file, _)| file)
}

/// Whether it is an address of the web.
pub(crate) fn is_web(address: &str) -> bool {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"))
}

/// The part of the path behind its last `/`, without query and fragment.
pub(crate) fn last(address: &str) -> String {
    let path = path(address);
    let end = path.find(['?', '#']).unwrap_or(path.len());
    path[..end].trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// Where a path leads that stands on a page: `a/b.png` on `https://e.org/x/y` is `https://e.org/x/a/b.png`.
pub(crate) fn joined(page: &str, path: &str) -> String {
    let start = page.find("://").map_or(0, |at| at + 3);
    let end = page.find(['?', '#']).unwrap_or(page.len());
    let page = &page[..end];
    match page[start.min(end)..].rfind('/') {
        Some(at) => [&page[..start + at + 1], path.trim_start_matches("./")].concat(),
        None => [page, "/", path].concat(),
    }
}

fn parts(address: &str) -> (String, String) {
    let (host, path) = match address.split_once("://") {
        Some((_, rest)) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
        None => match address.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
            None => ("", address),
        },
    };
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let path = decoded.trim_matches('/');
    // A folder is what its index is.
    let folder = path.strip_suffix("index.html").filter(|it| it.is_empty() || it.ends_with('/'));
    (host, key::name(folder.unwrap_or(path).trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one() {
        let one = plain("https://example.org/글/");
        assert_eq!(plain("http://www.Example.org/%EA%B8%80"), one);
        assert_ne!(plain("https://example.com/글/"), one);
        assert_eq!(path("https://example.org/글/?p=1"), "글/?p=1");
        assert_eq!(path("https://example.org/a/index.html"), "a");
        assert_eq!(last("https://example.org/a/b.jpg?w=300"), "b.jpg");
        assert_eq!(path("media/a.jpg"), path("/media/a.jpg"));
        assert!(is_web("HTTPS://a/") && !is_web("urn:x"));
    }
}
