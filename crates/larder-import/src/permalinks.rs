//! Which links in bodies lead to posts of the same blog.
//!
//! A post has many addresses: the permalink, the old ones, `?p=12`, those of phones and of AMP. And each is written in
//! many ways. A reader [adds](Permalinks::add) what the export has, in any order; [`Permalinks::find`] then says of a link
//! which post it leads to. Both read addresses alike ([`page`]), so that spelling does not matter.
//!
//! ```text
//! http://www.example.org/2019/05/%EA%B8%80/?utm_source=x#more-12  ─┐
//! https://example.org/2019/05/글/index.html                        ├─► 2019/05/글
//! //m.example.org/2019/05/글/amp/                                 ─┘
//! ```
//!
//! Case counts in paths: servers tell `/A` from `/a`, and so do slugs of Tistory.

mod page;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet, hash_map::Entry};

use url::Url;

use self::page::Page;
use crate::unique::{Key, hashed, key};

/// The addresses of a blog's posts, however they are written.
///
/// Only hashes are kept: a blog may have hundreds of thousands of addresses, most of them of a hundred bytes. They have
/// 128 bits, so that no two addresses are taken for one.
#[derive(Debug, Default)]
pub(crate) struct Permalinks {
    /// The address that relative ones are relative to where nothing else is known.
    home: Option<Url>,
    /// The blog's own hosts, as [`page::host`] writes them.
    hosts: HashSet<String>,
    /// The pages that are the blog as a whole.
    homes: Vec<Page>,
    /// The present address of the blog, and the page of a post by its number there.
    numbered: Option<(String, Page)>,
    posts: HashMap<Key, (u32, u8)>,
    /// The same once no more are added: in order, which takes half the memory.
    settled: Vec<(Key, u32)>,
    /// Hashes of the other hosts that posts have addresses on.
    others: HashSet<u64>,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    /// The post. None for all other links, and for places in the text itself (`#fn1`).
    pub(crate) post: Option<u32>,
    /// Whether it is a page of the blog, be it one of its posts or not.
    pub(crate) is_own: bool,
}

impl Permalinks {
    /// Takes the addresses of the blog, the present one first. One path on any of their hosts is one page.
    ///
    /// With or without `www.`, by `http` or `https`, and in front of them the `m.` of phones, all hosts are their own.
    pub(crate) fn new(homes: &[&str]) -> Self {
        let urls: Vec<Url> = homes.iter().filter_map(|home| web(Url::parse(home.trim()))).collect();
        let mut permalinks = Self { home: urls.first().cloned(), ..Self::default() };
        permalinks.hosts = urls.iter().filter_map(page::host).collect();
        permalinks.homes = urls.iter().filter_map(|url| permalinks.page(url)).collect();
        // Only where nothing that follows could make it too long to be read.
        let home = homes.first().filter(|home| home.len() < page::LONGEST / 2);
        permalinks.numbered = home.and_then(|home| {
            let url = permalinks.resolve(&numbered(home, 0), None)?;
            let page = permalinks.page(&url).filter(|page| page.is_number(0))?;
            Some(((*home).to_owned(), page))
        });
        permalinks
    }

    /// Adds an address of a post. The first post that has it keeps it.
    ///
    /// Returns whether another post has it. The address of the whole blog is nobody's: exports have it where they have
    /// nothing better.
    pub(crate) fn add(&mut self, address: &str, post: u32) -> bool {
        self.add_ranked(address, post, 0)
    }

    /// Adds an address of a post, with what it is worth: of several posts that have it, the one with the lowest rank keeps
    /// it, and of those the first. Returns as [`add`](Self::add) does.
    pub(crate) fn add_ranked(&mut self, address: &str, post: u32, rank: u8) -> bool {
        let page = self.resolve(address, None).and_then(|url| self.page(&url));
        page.is_some_and(|page| self.put(&page, post, rank))
    }

    /// Adds the address that a post has by its number at an address of the blog, as [`add_ranked`](Self::add_ranked) does.
    pub(crate) fn add_numbered(&mut self, home: &str, number: u64, post: u32, rank: u8) -> bool {
        match &self.numbered {
            Some((known, page)) if known == home => {
                let page = page.numbered(&number.to_string());
                self.put(&page, post, rank)
            }
            _ => self.add_ranked(&numbered(home, number), post, rank),
        }
    }

    /// Takes less memory from now on, because no more addresses are added.
    pub(crate) fn settle(&mut self) {
        let posts = std::mem::take(&mut self.posts).into_iter();
        self.settled = posts.map(|(key, (post, _))| (key, post)).collect();
        self.settled.sort_unstable();
    }

    fn get(&self, page: &Page) -> Option<u32> {
        let key = key(page);
        match self.settled.binary_search_by_key(&key, |(known, _)| *known) {
            Ok(at) => Some(self.settled[at].1),
            Err(_) => self.posts.get(&key).map(|(post, _)| *post),
        }
    }

    fn put(&mut self, page: &Page, post: u32, rank: u8) -> bool {
        if page.is_site() || self.homes.contains(page) {
            return false;
        }
        if let Some(host) = page.other_host() {
            self.others.insert(hashed(host));
        }
        match self.posts.entry(key(page)) {
            Entry::Occupied(mut known) => {
                let is_other = known.get().0 != post;
                if rank < known.get().1 {
                    known.insert((post, rank));
                }
                is_other
            }
            Entry::Vacant(place) => {
                place.insert((post, rank));
                false
            }
        }
    }

    /// The post that a link leads to. None for all other links, and for places in the text itself (`#fn1`).
    ///
    /// `base` is the address of the post that the link stands in. Without it, only such links are found as say
    /// themselves where they begin: `https://…`, `/2019/…`, `?p=12`.
    pub(crate) fn find(&self, href: &str, base: Option<&Url>) -> Option<u32> {
        self.follow(href, base).post
    }

    /// Where a link leads, as [`find`](Self::find) and [`is_own`](Self::is_own) say it.
    pub(crate) fn follow(&self, href: &str, base: Option<&Url>) -> Target {
        if self.leads_away(href) {
            return Target::default();
        }
        let Some(url) = self.resolve(href, base) else { return Target::default() };
        let Some(page) = self.page(&url) else { return Target::default() };
        let get = |page: &Page| self.get(page);
        let post = get(&page)
            .or_else(|| page.for_phones().as_ref().and_then(get))
            .or_else(|| self.continued(&url, &page).find_map(|page| get(&page)));
        Target { post, is_own: page.is_own() }
    }

    /// Whether a link leads to a page of the blog, be it one of its posts or not. As [`find`](Self::find).
    pub(crate) fn is_own(&self, href: &str, base: Option<&Url>) -> bool {
        if self.leads_away(href) {
            return false;
        }
        let url = self.resolve(href, base);
        url.and_then(|url| self.page(&url)).is_some_and(|page| page.is_own())
    }

    /// Whether a link leads to a host where no post has an address, as its first letters tell. Most links of a blog do, and
    /// need not be read to their end.
    fn leads_away(&self, href: &str) -> bool {
        let host = page::plain_host(href.trim_start_matches(|character: char| character <= ' '));
        host.is_some_and(|host| !self.is_ours(host) && !self.others.contains(&hashed(host)))
    }

    /// Whether a host is one of the blog's, or the one of it for phones.
    fn is_ours(&self, host: &str) -> bool {
        let is_own = |host: &str| self.hosts.contains(host);
        let is_for_phones =
            || page::FOR_PHONES.iter().any(|it| host.strip_prefix(it).is_some_and(is_own));
        is_own(host) || is_for_phones()
    }

    /// A link, absolute. None if it leads to no page of the web.
    fn resolve(&self, href: &str, base: Option<&Url>) -> Option<Url> {
        let href = href.trim_matches(|character: char| character <= ' ');
        if href.is_empty() || href.starts_with('#') || href.len() > page::LONGEST {
            return None;
        }
        match Url::parse(href) {
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                let home = self.home.as_ref().filter(|_| href.starts_with(['/', '?']));
                web(base.or(home)?.join(href))
            }
            url => web(url),
        }
    }

    /// The page that an address leads to. Own hosts are one.
    fn page(&self, url: &Url) -> Option<Page> {
        let host = page::host(url)?;
        let host = if self.is_ours(&host) { String::new() } else { host };
        Some(Page::of(host, url))
    }

    /// `…#more-12`, the rest of a post behind its summary, has the number of the post, whatever is in front of it.
    fn continued<'a>(&'a self, url: &'a Url, page: &Page) -> impl Iterator<Item = Page> + use<'a> {
        let number = url.fragment().and_then(|fragment| fragment.strip_prefix("more-"));
        let number = number.filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        let number = number.filter(|_| page.is_own());
        number.into_iter().flat_map(|number| self.homes.iter().map(move |it| it.numbered(number)))
    }
}

/// The address of a post by its number.
fn numbered(home: &str, number: u64) -> String {
    format!("{}/?p={number}", home.trim_end_matches('/'))
}

/// An address of the web.
fn web(url: Result<Url, url::ParseError>) -> Option<Url> {
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}
