//! The address of a blog by the links in its texts: Takeout does not say it.
//!
//! A link to `https://somewhere.example/2019/04/my-title.html`, where a post of the blog has the path
//! `/2019/04/my-title.html`, shows the address. One may be chance, and so are the names that Blogger itself makes of titles
//! in other scripts (`blog-post_12.html`): thousands of blogs have them. Two such links, and none that shows another
//! address, are certain.

use std::collections::{BTreeMap, HashSet};

use memchr::memmem;
use url::Url;

use crate::{names::percent_decode_name, unique::hashed};

/// What texts show.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The paths of the blog's posts.
    own: HashSet<u64>,
    /// Hosts, with the paths that lead there, and how often each spelling of the host is met.
    hosts: BTreeMap<String, Shown>,
}

#[derive(Clone, Debug, Default)]
struct Shown {
    paths: HashSet<u64>,
    spellings: BTreeMap<String, u64>,
}

/// How many hosts are looked after. A blog that links to more shows too little.
const MOST_HOSTS: usize = 4096;

/// How long a link may be.
const LONGEST: usize = 512;

impl Evidence {
    /// Takes the path of a post.
    pub(super) fn own(&mut self, filename: &str) {
        self.own.extend(telling(filename));
    }

    /// Takes all links of a text, escaped as it stands in the export or not.
    pub(super) fn links(&mut self, text: &str) {
        for at in memmem::find_iter(text.as_bytes(), b"://") {
            let scheme = if text[..at].ends_with("https") { "https" } else { "http" };
            if !text[..at].ends_with(scheme) {
                continue;
            }
            let rest = &text[at + 3..];
            let is_end = |character: char| {
                matches!(character, '"' | '\'' | '<' | '>' | '&' | '?' | '#' | ' ' | '\n')
            };
            let Some(end) = rest.char_indices().take(LONGEST).find(|(_, it)| is_end(*it)) else {
                continue;
            };
            let Some((host, path)) = rest[..end.0].split_once('/') else { continue };
            let Some(path) = telling(&["/", path].concat()) else { continue };
            self.link(scheme, host, path);
        }
    }

    fn link(&mut self, scheme: &str, host: &str, path: u64) {
        let key = crate::address::host(host);
        let key = key.split_once(".blogspot.").map_or(&*key, |(blog, _)| blog).to_owned();
        if self.hosts.len() >= MOST_HOSTS && !self.hosts.contains_key(&key) {
            return;
        }
        let shown = self.hosts.entry(key).or_default();
        shown.paths.insert(path);
        *shown.spellings.entry(format!("{scheme}://{host}/")).or_default() += 1;
    }

    /// Adds that of another part.
    pub(super) fn add(&mut self, other: Self) {
        self.own.extend(other.own);
        for (host, shown) in other.hosts {
            let known = self.hosts.entry(host).or_default();
            known.paths.extend(shown.paths);
            for (spelling, count) in shown.spellings {
                *known.spellings.entry(spelling).or_default() += count;
            }
        }
    }

    /// The address, and how many links show it. None where that is not certain.
    pub(super) fn home(&self) -> Option<(Url, u64)> {
        let count = |shown: &Shown| shown.paths.intersection(&self.own).count() as u64;
        let mut shown =
            self.hosts.values().map(|it| (count(it), it)).filter(|(count, _)| *count > 0);
        let (count, host) = shown.next().filter(|(count, _)| *count > 1)?;
        if shown.next().is_some() {
            return None;
        }
        let (spelling, _) = host.spellings.iter().max_by_key(|(_, count)| **count)?;
        Some((Url::parse(spelling).ok()?, count))
    }
}

/// The path of a post whose name only one post has, probably: `/2019/04/my-title.html`.
fn telling(path: &str) -> Option<u64> {
    let is_number = |part: &str, digits: usize| {
        part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = path.strip_prefix('/')?.split('/');
    let (year, month, name) = (parts.next()?, parts.next()?, parts.next()?);
    let stem = name.strip_suffix(".html")?;
    let is_common = stem.starts_with("blog-post") || stem.is_empty();
    let fits = is_number(year, 4) && is_number(month, 2) && !is_common && parts.next().is_none();
    fits.then(|| hashed(percent_decode_name(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(paths: &[&str], links: &[&str]) -> Option<String> {
        let mut evidence = Evidence::default();
        paths.iter().for_each(|path| evidence.own(path));
        for link in links {
            evidence.links(&format!("&lt;a href=\"{link}\"&gt;글&lt;/a&gt;"));
        }
        evidence.home().map(|(url, count)| format!("{url} {count}"))
    }

    const PATHS: [&str; 4] =
        ["/2019/04/rain.html", "/2020/05/snow.html", "/2020/06/blog-post_3.html", "/p/about.html"];

    #[test]
    fn two_links_to_own_posts_show_the_address() {
        let links = [
            "https://b.example/2019/04/rain.html",
            "https://b.example/2020/05/snow.html?m=1",
            "https://elsewhere.example/2019/01/x.html",
        ];
        assert_eq!(home(&PATHS, &links).as_deref(), Some("https://b.example/ 2"));
        let countries =
            ["http://b.blogspot.com/2019/04/rain.html", "http://b.blogspot.kr/2020/05/snow.html"];
        assert!(home(&PATHS, &countries).is_some());
    }

    #[test]
    fn what_is_not_certain_shows_nothing() {
        let one = ["https://b.example/2019/04/rain.html", "https://b.example/2019/04/rain.html#x"];
        assert_eq!(home(&PATHS, &one), None);
        let two_hosts = [
            "https://b.example/2019/04/rain.html",
            "https://b.example/2020/05/snow.html",
            "https://old.example/2020/05/snow.html",
        ];
        assert_eq!(home(&PATHS, &two_hosts), None);
        let made = ["https://c.example/2020/06/blog-post_3.html", "https://c.example/p/about.html"];
        assert_eq!(home(&PATHS, &made), None);
    }
}
