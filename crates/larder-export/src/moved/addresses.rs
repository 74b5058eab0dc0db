//! All addresses under which what is carried was found: what a blog says, in the words of the engine of redirects.
//!
//! Whoever moves a blog tells an [`Old`] of each thing that it carries and where that is now; of nothing else, for an old
//! address is enough to learn that a private post exists.

use std::collections::{HashMap, HashSet};

use larder_core::{Asset, Author, Blog, Post, Term, TermId};
use serde_json::Value;

use crate::feed::people::is_mail_address;
use crate::redirects::{Address, Builder, Built, Class, Facts, Platform, TermFacts, host};

/// How deep terms are nested.
const DEEPEST: usize = 32;

/// Collects the old addresses of a blog.
#[derive(Debug)]
pub(crate) struct Old<'a> {
    blog: &'a Blog,
    platform: Platform,
    builder: Builder,
    hosts: HashSet<String>,
    terms: HashMap<&'a TermId, &'a Term>,
    /// How many lists of posts there were that the new site has not.
    pub(crate) unlisted: u64,
    /// How many old addresses are in no table because one of e-mail stands in them.
    pub(crate) with_mail: u64,
}

/// What [`Old::with_mail`] counts, in notes.
pub(crate) const WITH_MAIL: &str = "addresses that hold one of e-mail";

impl<'a> Old<'a> {
    /// The old addresses of a blog that goes to `new_home`. Where that is not known, paths are enough.
    pub(crate) fn new(blog: &'a Blog, new_home: Option<&str>) -> Self {
        let site = &blog.site;
        let homes: Vec<&str> =
            site.home.iter().chain(&site.old_addresses).map(String::as_str).collect();
        let platform = platform(blog);
        Self {
            blog,
            platform,
            builder: Builder::new(&homes, new_home.unwrap_or_default(), platform),
            hosts: homes.iter().filter_map(|home| host(home)).collect(),
            terms: blog.terms.iter().map(|term| (&term.id, term)).collect(),
            unlisted: 0,
            with_mail: 0,
        }
    }

    /// A page or a file of the new site: no redirect may stand in front of it.
    pub(crate) fn page(&mut self, path: &str) {
        self.builder.page(path);
    }

    /// A post that is carried. Whom somebody wrote to, or who followed a link in a letter, is nobody's business: addresses
    /// that tell it are left out and counted.
    pub(crate) fn post(&mut self, facts: &Facts) {
        let hidden = facts.addresses.iter().filter(|it| is_mail_address(it)).count();
        if hidden == 0 {
            return self.builder.post(facts);
        }
        self.with_mail += hidden as u64;
        let mut public = facts.clone();
        public.addresses.retain(|address| !is_mail_address(address));
        self.builder.post(&public);
    }

    /// A category or a tag that something carried has. `to` is its list of posts, if the new site has one.
    pub(crate) fn term(&mut self, term: &Term, to: Option<&str>) {
        let address = term.url.clone().filter(|url| self.is_own(url));
        let path = self.path(term);
        let Some(to) = to else {
            let had_one = self.platform != Platform::Other && !path.is_empty();
            self.unlisted += u64::from(address.is_some() || had_one);
            return;
        };
        let mut facts = TermFacts::new(term.kind, "", to);
        (facts.path, facts.address) = (path, address);
        self.builder.term(&facts);
    }

    /// Who wrote something that is carried. `to` is the list of their posts, if the new site has one.
    pub(crate) fn author(&mut self, author: &Author, to: Option<&str>) {
        let address = author.url.as_deref().filter(|url| self.is_own(url) && !is_mail_address(url));
        let has_lists = self.platform.has_authors();
        let name = author.handle.as_deref().filter(|name| has_lists && is_name(name));
        match (to, address, name) {
            (_, None, None) => {}
            (None, ..) => self.unlisted += 1,
            (Some(to), address, name) => {
                self.builder.author(address, name.unwrap_or_default(), to);
            }
        }
    }

    /// The address of a series of which something is carried. `to` is its list of posts, if the new site has one.
    pub(crate) fn series(&mut self, address: Option<&str>, to: Option<&str>) {
        match (address.filter(|url| self.is_own(url)), to) {
            (None, _) => {}
            (Some(_), None) => self.unlisted += 1,
            (Some(address), Some(to)) => self.builder.address(address, to, Class::Archive),
        }
    }

    /// A month in which something that is carried was published. `to` is its list of posts, if the new site has one.
    pub(crate) fn month(&mut self, (year, month): (i32, u32), to: Option<&str>) {
        match to {
            Some(to) => self.builder.month(year, month, to),
            None => self.unlisted += u64::from(self.platform.has_months()),
        }
    }

    /// The feed of the new site, which is RSS.
    pub(crate) fn feed(&mut self, to: &str) {
        self.builder.feeds(Some(to), None);
        let blog = self.blog;
        for feed in &blog.site.feeds {
            if self.is_own(feed) {
                self.builder.address(feed, to, Class::Feed);
            }
        }
    }

    /// A file that is carried: all addresses under which the blog showed it.
    pub(crate) fn media(&mut self, asset: &Asset, to: &str) {
        for met in asset.url.iter().chain(&asset.also_at) {
            if self.is_own(met) {
                self.builder.media(met, to);
            }
        }
        let row = asset.extra.value("wp:post_id").and_then(number);
        if let Some(row) = row.filter(|_| self.platform == Platform::WordPress) {
            self.builder.number_of_file(row, to);
        }
    }

    /// The table of all that was told.
    pub(crate) fn build(self) -> Built {
        self.builder.build()
    }

    /// Whether an address is whole, and on a host of the blog. One elsewhere is nothing to move.
    fn is_own(&self, address: &str) -> bool {
        let is_own = host(address).is_some_and(|host| self.hosts.contains(&host));
        is_own && Address::parse(address).is_ok()
    }

    /// The names that the platform's addresses use of the terms above one and of itself. Empty where one is not known.
    fn path(&self, term: &Term) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = Some(term);
        while let Some(term) = next.filter(|_| path.len() < DEEPEST) {
            let name = match self.platform.names_terms() {
                true => Some(term.name.clone()),
                false => term.slug.clone(),
            };
            let Some(name) = name.filter(|name| !name.trim().is_empty()) else { return Vec::new() };
            path.push(name);
            next = term.parent.as_ref().and_then(|id| self.terms.get(id).copied());
        }
        path.reverse();
        path
    }
}

/// What a post says of its old addresses. Where it is now is to be filled in.
pub(crate) fn facts(blog: &Blog, post: &Post) -> Facts {
    let mut facts = Facts::of(post, String::new());
    facts.number = row(blog, post);
    facts.uuid = post.extra.value("uuid").and_then(Value::as_str).map(str::to_owned);
    facts
}

/// The platform that a blog comes from, as far as that says under which other addresses it answered.
pub(crate) fn platform(blog: &Blog) -> Platform {
    blog.site.platform.as_deref().map_or(Platform::Other, Platform::named)
}

/// The number of a post on its platform.
fn row(blog: &Blog, post: &Post) -> Option<u64> {
    let stated = ["wp:post_id", "tistory:number"];
    let stated = stated.iter().find_map(|name| post.extra.value(name).and_then(number));
    let of_id = || {
        let home = blog.site.home.as_deref()?.trim_end_matches('/');
        post.id.as_str().strip_prefix(home)?.strip_prefix('/')?.parse().ok()
    };
    stated.or_else(|| of_id().filter(|_| platform(blog) == Platform::Tistory))
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Whether a handle is one that addresses use: no address of e-mail.
fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains(['@', '/', ' '])
}
