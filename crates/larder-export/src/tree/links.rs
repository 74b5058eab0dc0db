//! What becomes of the addresses in bodies, summaries and comments: links to posts that are carried lead to their new
//! pages, media to the files beside them, and whatever is not carried keeps its whole old address.

use std::collections::HashMap;

use larder_core::{InReplyTo, Post, PostId};
use larder_html::{srcset, url::Base};

use super::{
    address::{key, written},
    files::Files,
    generator::Leads,
    here::relative,
    moves::{Found, Moves},
    plan::{Page, Plan},
};

/// How many links were met, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// They lead to the new pages of posts.
    pub(crate) followed: u64,
    /// They lead to something of the same blog that is not carried, and keep their old addresses.
    pub(crate) kept: u64,
}

/// The links of one post, of the comments under it too.
#[derive(Debug)]
pub(crate) struct Links<'p> {
    plan: &'p Plan<'p>,
    moves: &'p Moves,
    page: &'p Page,
    files: &'p Files,
    /// The path of the site, without `/` at its end.
    site: &'p str,
    /// The file that the links stand in, where they lead from it to others.
    from: Option<String>,
    /// The key of the old address of the site.
    home: Option<String>,
    base: &'p Base,
    internal: HashMap<String, &'p PostId>,
    /// What was met.
    pub(crate) counts: Counts,
}

impl<'p> Links<'p> {
    /// The links of `post`, whose page is `page`, on a site at the path `site` that was at `home`.
    pub(crate) fn new(
        (plan, moves, page, files): (&'p Plan<'p>, &'p Moves, &'p Page, &'p Files),
        post: &'p Post,
        (site, home, base): (&'p str, Option<&str>, &'p Base),
    ) -> Self {
        let mut internal = HashMap::new();
        for link in &post.internal_links {
            if let Some(whole) = base.absolute(&link.href) {
                internal.insert(whole, &link.post);
            }
            internal.insert(link.href.clone(), &link.post);
        }
        let (home, counts) = (home.and_then(key), Counts::default());
        let from = (plan.leads != Leads::ToPages).then(|| written(&page.url));
        Self { plan, moves, page, files, site, from, home, base, internal, counts }
    }

    /// The links of a text that is shown elsewhere than in the file of the page, nobody knows where. Those that would lead
    /// from file to file are the whole addresses they were.
    pub(crate) fn anywhere(mut self) -> Self {
        self.from = None;
        self
    }

    /// The address that a link gets. None where it stays as it is.
    pub(crate) fn link(&mut self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        if let Some(file) = self.file(href) {
            return Some(self.here(&written(file)));
        }
        let absolute = self.base.absolute(href);
        if self.from.is_none() && self.plan.leads != Leads::ToPages {
            return absolute.filter(|_| !is_whole(href));
        }
        if let Some(post) = self.internal.get(href) {
            return match self.plan.page_of(post, self.page.part) {
                Some(page) => Some(self.follow(page, href)),
                None => self.keep(absolute),
            };
        }
        let absolute = absolute?;
        if let Some(page) = self.plan.page_at(&absolute, self.page.part) {
            return Some(self.follow(page, href));
        }
        match self.home.as_deref().and_then(|home| below(&key(&absolute)?, home).map(str::to_owned))
        {
            Some(rest) if rest.is_empty() => Some(self.first() + fragment(href)),
            Some(_) => self.moved(&absolute, href).or_else(|| self.keep(Some(absolute))),
            None => (!is_whole(href)).then_some(absolute),
        }
    }

    /// The address that a picture, a player or a file of the body gets. None where it stays as it is.
    pub(crate) fn media(&mut self, src: &str) -> Option<String> {
        let src = src.trim();
        if let Some(file) = self.file(src) {
            return Some(self.here(&written(file)));
        }
        if is_whole(src) || src.is_empty() {
            return None;
        }
        self.base.absolute(src)
    }

    /// The candidates of a `srcset`. Empty where the picture itself is a file of the page: its smaller copies are not.
    pub(crate) fn candidates(&mut self, list: &str) -> String {
        let mut kept = Vec::new();
        for (address, width) in srcset::candidates(list) {
            if self.file(address).is_some() {
                return String::new();
            }
            let address = self.media(address).unwrap_or_else(|| address.to_owned());
            kept.push([&address, " ", width].concat().trim_end().to_owned());
        }
        kept.join(", ")
    }

    /// The path of the page of a post, if it is carried.
    pub(crate) fn page(&self, post: &PostId) -> Option<String> {
        self.plan.page_of(post, self.page.part).map(|page| self.path(page))
    }

    /// Whether nobody may learn from the page what is at this address: a post that is not public.
    pub(crate) fn hides(&self, address: &str) -> bool {
        self.plan.hides(address, self.page.part)
    }

    /// Whether it answers a post that is not public.
    pub(crate) fn hides_answered(&self, answered: &InReplyTo) -> bool {
        self.plan.hides_id(&answered.reference, self.page.part)
            || self.hides(&answered.reference)
            || answered.url.as_deref().is_some_and(|url| self.hides(url))
    }

    /// Where the file is that an address means, as it stands or made whole.
    fn file(&self, address: &str) -> Option<&'p str> {
        let whole = || self.files.by_address(&self.base.absolute(address)?);
        self.files.by_address(address).or_else(whole)
    }

    /// Whether another page points at this id in the text.
    pub(crate) fn is_target(&self, id: &str) -> bool {
        self.plan.is_target(self.page, id)
    }

    /// Whether they lead from file to file.
    pub(crate) fn lead_to_files(&self) -> bool {
        self.from.is_some()
    }

    /// Whether the file at an address is in the output.
    pub(crate) fn has_file(&self, address: &str) -> bool {
        self.file(address.trim()).is_some_and(|file| file.starts_with('/'))
    }

    /// The path of a page, as links write it.
    pub(crate) fn path(&self, page: &Page) -> String {
        self.here(&[self.site, &written(&page.url)].concat())
    }

    /// A path of the site or of the folder, as links write it. Addresses elsewhere stay what they are.
    pub(crate) fn here(&self, path: &str) -> String {
        let is_here = path.starts_with('/') && !path.starts_with("//");
        let from = self.from.as_deref().filter(|_| is_here);
        from.map_or_else(|| path.to_owned(), |from| relative(from, path))
    }

    /// The path of the first page, or of the file that lists all of them.
    fn first(&self) -> String {
        match self.plan.leads {
            Leads::ToPages => [self.site, "/"].concat(),
            Leads::ToFiles { contents } => self.here(&["/", contents].concat()),
        }
    }

    /// Where an old address of the blog leads by its redirects: another form of a post's, a list of posts, the feed.
    fn moved(&mut self, absolute: &str, href: &str) -> Option<String> {
        match self.moves.find(absolute, self.page.part)? {
            Found::Page(post) => {
                let page = self.plan.page_of(post, self.page.part)?;
                Some(self.follow(page, href))
            }
            Found::Path(path) => {
                self.counts.followed += 1;
                Some(self.here(&path) + fragment(href))
            }
        }
    }

    fn follow(&mut self, page: &Page, href: &str) -> String {
        self.counts.followed += 1;
        let fragment = fragment(href);
        match page.place == self.page.place && !fragment.is_empty() {
            true => fragment.to_owned(),
            false => self.path(page) + fragment,
        }
    }

    fn keep(&mut self, absolute: Option<String>) -> Option<String> {
        self.counts.kept += 1;
        absolute
    }
}

/// What follows the key of the site in that of an address. None for an address elsewhere.
fn below<'k>(key: &'k str, home: &str) -> Option<&'k str> {
    key.strip_prefix(home).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// The fragment of an address, with its `#`. Empty where it has none.
fn fragment(href: &str) -> &str {
    href.find('#').map_or("", |at| &href[at..])
}

/// Whether an address says all: it has a scheme.
fn is_whole(address: &str) -> bool {
    address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}
