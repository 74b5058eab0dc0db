//! Finds all addresses under which a blog answered, from what is known of the things that are carried.

mod facts;
mod forms;

use std::{borrow::Cow, collections::BTreeSet};

use larder_core::{PostId, TermKind};
use url::Url;

pub use self::facts::{Facts, TermFacts};
use super::{Address, Class, Finding, Key, Platform, Redirect, Table, Target, plain::Plain};

/// Collects facts, and makes a [`Table`] of them.
///
/// Tell it of every page of the new site, and of what is carried, in any order. Never tell it of what is kept back: an
/// old address is enough to learn that a private post exists.
#[derive(Debug)]
pub struct Builder {
    platform: Platform,
    /// The old homes, the present one first.
    homes: Vec<Home>,
    new_home: Option<Url>,
    pages: BTreeSet<Key>,
    redirects: Vec<Redirect>,
    findings: Vec<Finding>,
}

/// A home of the blog: with it, its host and its address are compared many times.
#[derive(Debug)]
struct Home {
    url: Url,
    host: String,
    address: Option<Address>,
}

impl Home {
    fn of(text: &str) -> Option<Self> {
        let url = web(text)?;
        let (host, address) = (host(&url), Address::of(&url).ok());
        Some(Self { url, host, address })
    }
}

/// What became of the facts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Built {
    /// The table.
    pub table: Table,
    /// What is not in it, and why; what was changed.
    pub findings: Vec<Finding>,
}

impl Built {
    /// Whether two pages claimed one old address, or one leads back to itself.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|it| it.severity() == larder_core::Severity::Loss)
    }
}

impl Builder {
    /// A builder for a blog that was at `old_homes`, the latest first, and goes to `new_home`.
    ///
    /// Addresses on other hosts than the old ones are told and left out. Without an old home, every host is the blog's.
    /// Homes that are no addresses of the web are as good as none.
    pub fn new(old_homes: &[&str], new_home: &str, platform: Platform) -> Self {
        Self {
            platform,
            homes: old_homes.iter().filter_map(|home| Home::of(home)).collect(),
            new_home: web(new_home),
            pages: BTreeSet::new(),
            redirects: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// A page or a file of the new site: a path, or an absolute address. No redirect may stand in front of it.
    pub fn page(&mut self, address: &str) {
        match Address::parse(address) {
            Ok(address) => {
                self.pages.insert(address.key().without_query());
            }
            Err(error) => self.unreadable(address, &error),
        }
    }

    /// A post or a page that is carried: all its old addresses lead to where it is now.
    pub fn post(&mut self, facts: &Facts) {
        let Some(to) = self.target(&facts.to) else { return };
        let before = self.redirects.len();
        forms::of_post(self, facts, &to);
        for redirect in &mut self.redirects[before..] {
            redirect.post.clone_from(&facts.post);
        }
    }

    /// A category or a tag whose list of posts is carried.
    pub fn term(&mut self, facts: &TermFacts) {
        let Some(to) = self.target(&facts.to) else { return };
        if let Some(address) = &facts.address {
            self.add(address, &to, Class::Archive);
        }
        forms::of_term(self, facts, &to);
    }

    /// An author whose list of posts is carried. `name` is the name that the platform's addresses use.
    pub fn author(&mut self, address: Option<&str>, name: &str, to: &str) {
        let Some(to) = self.target(to) else { return };
        if let Some(address) = address {
            self.add(address, &to, Class::Archive);
        }
        forms::of_author(self, name, &to);
    }

    /// A month whose list of posts is carried, such as 2019 and 5.
    pub fn month(&mut self, year: i32, month: u32, to: &str) {
        let Some(to) = self.target(to) else { return };
        forms::of_month(self, year, month, &to);
    }

    /// The feeds of the new site. Where only one is given, it answers for both.
    pub fn feeds(&mut self, rss: Option<&str>, atom: Option<&str>) {
        let (old_rss, old_atom) = self.platform.feeds();
        for (old, to) in [(old_rss, rss.or(atom)), (old_atom, atom.or(rss))] {
            let Some(to) = to.and_then(|to| self.target(to)) else { continue };
            old.iter().for_each(|old| self.below_home(old, &to, Class::Feed));
        }
    }

    /// The feed of comments of the new site.
    pub fn feed_of_comments(&mut self, to: &str) {
        let Some(to) = self.target(to) else { return };
        for old in self.platform.feeds_of_comments() {
            self.below_home(old, &to, Class::Feed);
        }
    }

    /// A file that is carried.
    pub fn media(&mut self, old: &str, to: &str) {
        let Some(to) = self.target(to) else { return };
        self.add(old, &to, Class::Media);
    }

    /// The page of a file that is carried, by the number of its row.
    pub fn number_of_file(&mut self, number: u64, to: &str) {
        let Some(to) = self.target(to) else { return };
        for form in self.platform.numbers_of_file() {
            self.below_home(&format!("{form}{number}"), &to, Class::Id);
        }
    }

    /// Any other old address, and where it leads.
    pub fn address(&mut self, old: &str, to: &str, class: Class) {
        let Some(to) = self.target(to) else { return };
        self.add(old, &to, class);
    }

    /// The address of something that was public once and is not carried. Only on request: it tells that it existed.
    pub fn gone(&mut self, old: &str) {
        if let Some(address) = self.old(old) {
            self.redirects.push(Redirect::gone(address));
        }
    }

    /// The table, and what could not be in it.
    pub fn build(mut self) -> Built {
        let (table, findings) = Table::settle(self.redirects, &self.pages);
        self.findings.extend(findings);
        Built { table, findings: self.findings }
    }

    /// Adds an old address.
    fn add(&mut self, old: &str, to: &Target, class: Class) {
        if let Some(address) = self.old(old) {
            // A home is nobody's: exports have it where they have nothing better.
            if !self.is_home(&address) {
                self.redirects.push(Redirect::new(address, to.clone(), class));
            }
        }
    }

    /// Adds an old address below the home.
    fn below_home(&mut self, rest: &str, to: &Target, class: Class) {
        let old = format!("{}/{rest}", self.home_path().trim_end_matches('/'));
        self.add(&old, to, class);
    }

    /// The path of the present home.
    fn home_path(&self) -> &str {
        self.homes.first().map_or("/", |home| home.url.path())
    }

    fn is_home(&self, address: &Address) -> bool {
        let homes = self.homes.iter().filter_map(|home| home.address.as_ref());
        homes.map(Address::key_of).any(|home| home == address.key_of())
            || address.bare() == "/" && address.query().is_empty()
    }

    /// An address on one of the old hosts.
    fn old(&mut self, text: &str) -> Option<Address> {
        if !self.is_own(text) {
            self.findings.push(Finding::Foreign { address: text.to_owned() });
            return None;
        }
        match Address::parse(text) {
            Ok(address) => Some(address),
            Err(error) => {
                self.unreadable(text, &error);
                None
            }
        }
    }

    fn is_own(&self, text: &str) -> bool {
        let is_one_of = |host: &str| self.homes.iter().any(|home| home.host == host);
        if self.homes.is_empty() {
            return true;
        }
        match Plain::of(text) {
            Some(plain) => plain.host.is_none_or(|host| is_one_of(&blog_host(host))),
            None => web(text).is_none_or(|url| is_one_of(&host(&url))),
        }
    }

    fn target(&mut self, text: &str) -> Option<Target> {
        match Target::parse(text, self.new_home.as_ref()) {
            Ok(target) => Some(target),
            Err(error) => {
                self.unreadable(text, &error);
                None
            }
        }
    }

    fn unreadable(&mut self, address: &str, reason: &dyn std::fmt::Display) {
        let (address, reason) = (address.to_owned(), reason.to_string());
        self.findings.push(Finding::Unreadable { address, reason });
    }
}

/// The host of an address of the web, with its port, without what differs between two names of one blog.
pub(crate) fn host_of(address: &str) -> Option<String> {
    if let Some(host) = Plain::of(address).and_then(|plain| plain.host) {
        return Some(blog_host(host).into_owned());
    }
    let url = web(address)?;
    let host = host(&url);
    Some(url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The host of a blog, without what differs between two names of it.
fn host(url: &Url) -> String {
    blog_host(url.host_str().unwrap_or_default()).into_owned()
}

fn blog_host(host: &str) -> Cow<'_, str> {
    let host = host.trim_end_matches('.');
    let host = ["www.", "m."].iter().find_map(|it| host.strip_prefix(it)).unwrap_or(host);
    match host.split_once(".blogspot.") {
        // Every country has its own name for the same blog.
        Some((blog, _)) => Cow::Owned(format!("{blog}.blogspot.com")),
        None => Cow::Borrowed(host),
    }
}

#[cfg(test)]
mod tests;
