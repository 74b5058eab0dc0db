//! Addresses of pages: which old ones a site can keep, and that no two pages stand at one.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::{
    redirects::{Address, host},
    sink::names::is_device,
};

/// The longest part of a path that is kept, in bytes: what every file system takes as a name.
const LONGEST_PART: usize = 240;

/// The longest path that is kept, in bytes.
const LONGEST: usize = 600;

/// The key by which addresses are compared: host, path with its escapes read, and query. What never tells two pages
/// apart is left out of it, as the engine of redirects leaves it out: `http` or `https`, `www.`, the fragment,
/// `index.html`, a slash at the end, parameters of advertisers and of pages for phones. None for what is no address of
/// the web.
pub(crate) fn key(address: &str) -> Option<String> {
    let mut key = host(address)?;
    let address = Address::parse(address).ok()?;
    key.push_str(address.bare().trim_end_matches('/'));
    if !address.query().is_empty() {
        key.push('?');
        key.push_str(&address.encoded_query());
    }
    Some(key)
}

/// Where a site stands: what old addresses of its own begin with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    key: Option<String>,
}

impl Home {
    /// A site at this address. Without one, every path is kept.
    pub(crate) fn new(home: Option<&str>) -> Self {
        Self { key: home.and_then(key) }
    }

    /// The path below the site of one of its old addresses, with `/` in front, decoded. None for addresses elsewhere, and
    /// for those with a query, which no file serves.
    pub(crate) fn path(&self, address: &str) -> Option<String> {
        let url =
            Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        if url.query().is_some() {
            return None;
        }
        let path = percent_decode_str(url.path()).decode_utf8().ok()?.nfc().collect::<String>();
        let Some(key) = &self.key else { return Some(path) };
        let (own, folder) = key.split_once('/').unwrap_or((key, ""));
        if host(address)? != own {
            return None;
        }
        let rest = path.strip_prefix('/')?.strip_prefix(folder)?;
        match folder.is_empty() {
            true => Some(path.clone()),
            false => rest.starts_with('/').then(|| rest.to_owned()),
        }
    }
}

/// The old path as a new site serves it: with `/` at its end, or as it is where it names a page of HTML. None where a file
/// system, a web server or a generator would make something else of it.
pub(crate) fn servable(path: &str) -> Option<String> {
    let inner = path.strip_prefix('/')?;
    let inner = inner
        .strip_suffix("index.html")
        .filter(|it| it.is_empty() || it.ends_with('/'))
        .unwrap_or(inner);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if inner.is_empty() || inner.len() > LONGEST || !inner.split('/').all(is_servable_part) {
        return None;
    }
    let lower = inner.to_ascii_lowercase();
    let is_file = (lower.ends_with(".html") || lower.ends_with(".htm")) && !path.ends_with('/');
    Some(if is_file { format!("/{inner}") } else { format!("/{inner}/") })
}

fn is_servable_part(part: &str) -> bool {
    let is_odd = |letter: char| {
        letter.is_control()
            || matches!(
                letter,
                '<' | '>'
                    | ':'
                    | '"'
                    | '\\'
                    | '|'
                    | '?'
                    | '*'
                    | '#'
                    | '%'
                    | '{'
                    | '}'
                    | '['
                    | ']'
                    | '`'
                    | '^'
            )
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}' | '\u{e0000}'..)
    };
    !part.is_empty()
        && part.len() <= LONGEST_PART
        && !part.chars().any(is_odd)
        && !part.starts_with(['.', '-', '_', ' '])
        && !part.ends_with(['.', ' ', '~'])
        && !is_device(part)
}

/// A path as it is written in links: whatever RFC 3986 allows in no path is escaped, Hangul and other letters are not
/// (RFC 3987).
pub(crate) fn written(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '}' | '|' | '%' | '?' | '#' | '['
            | ']' | '(' | ')' | '\'' => {
                out.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The addresses that are taken on a site, as the files they are served from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addresses {
    files: HashSet<Box<str>>,
    folders: HashSet<Box<str>>,
}

impl Addresses {
    /// Takes an address, if nothing stands there, whatever the letter case, and no file would have to be a folder.
    pub(crate) fn claim(&mut self, path: &str) -> bool {
        let mut file = path.trim_start_matches('/').to_lowercase();
        if file.is_empty() || file.ends_with('/') {
            file.push_str("index.html");
        }
        let above = || file.match_indices('/').map(|(end, _)| &file[..end]);
        let clashes = self.files.contains(file.as_str())
            || self.folders.contains(file.as_str())
            || above().any(|folder| self.files.contains(folder));
        if clashes {
            return false;
        }
        for folder in above() {
            if !self.folders.contains(folder) {
                self.folders.insert(folder.into());
            }
        }
        self.files.insert(file.into());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_have_one_key() {
        let expected = key("https://Blog.example.org/entry/%EA%B8%80/").unwrap();
        for same in [
            "http://blog.example.org/entry/글",
            "https://blog.example.org/entry/%ea%b8%80/index.html#c1",
            "https://www.blog.example.org/entry/글?m=1&utm_source=x",
            "https://blog.example.org:443/entry/\u{1100}\u{1173}\u{11af}",
        ] {
            assert_eq!(key(same).as_deref(), Some(expected.as_str()), "{same}");
        }
        assert_ne!(key("https://blog.example.org/?p=1"), key("https://blog.example.org/?p=2"));
        assert_ne!(key("https://blog.example.org:8080/"), key("https://blog.example.org/"));
        assert_eq!(key("/relative"), None);
        assert_eq!(key("javascript:alert(1)"), None);
    }

    #[test]
    fn paths_are_those_below_the_site() {
        let home = Home::new(Some("https://example.org/blog/"));
        assert_eq!(
            home.path("http://example.org/blog/2019/05/My.Post.html").as_deref(),
            Some("/2019/05/My.Post.html")
        );
        assert_eq!(home.path("https://example.org/blog/%EA%B8%80").as_deref(), Some("/글"));
        for other in [
            "https://example.org/blogs/x",
            "https://example.com/blog/x",
            "https://example.org/blog/?p=1",
            "x",
        ] {
            assert_eq!(home.path(other), None, "{other}");
        }
        assert_eq!(Home::new(None).path("https://any.example/a/b").as_deref(), Some("/a/b"));
    }

    #[test]
    fn a_path_is_kept_where_every_system_serves_it() {
        for (path, expected) in [
            ("/2019/05/My.Post.html", "/2019/05/My.Post.html"),
            ("/@writer/12", "/@writer/12/"),
            ("/글/제목 하나/", "/글/제목 하나/"),
            ("/a/index.html", "/a/"),
            ("/v1.2.Foo", "/v1.2.Foo/"),
            ("/x.html/", "/x.html/"),
        ] {
            assert_eq!(servable(path).as_deref(), Some(expected), "{path}");
        }
        let long = format!("/{}/", "가".repeat(100));
        for path in [
            "/",
            "",
            "//a",
            "/a//b",
            "/../b",
            "/.git/x",
            "/a:b",
            "/a?b",
            "/100%",
            "/con",
            "/a./b",
            "/{{x}}",
            "/\u{202e}x",
            "/a\0",
            &long,
        ] {
            assert_eq!(servable(path), None, "{path:?}");
        }
    }

    #[test]
    fn an_address_is_taken_once() {
        let mut taken = Addresses::default();
        assert!(taken.claim("/a/b/"));
        for clash in ["/A/B/", "/a/b/index.html", "/a", "/a/b"] {
            assert!(!taken.claim(clash), "{clash}");
        }
        assert!(taken.claim("/a.html") && !taken.claim("/a.html/x/"));
        assert!(taken.claim("/") && taken.claim("/a/"));
    }

    #[test]
    fn links_escape_what_paths_cannot_hold() {
        assert_eq!(written("/글/a b(c)\"/"), "/글/a%20b%28c%29%22/");
    }
}
