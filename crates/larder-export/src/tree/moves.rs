//! Where the old addresses of a blog lead on its new site: the pages, the lists of posts, the feed, the files.

use std::{borrow::Borrow, collections::BTreeSet, io};

use chrono::Datelike as _;
use larder_html::url::Base;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::{
    address::written,
    files::Files,
    generator::{Generator, Listed},
    part::Part,
    plan::{Page, Plan},
    site::SiteFacts,
};
use crate::{
    Account, SinkError, WriteOptions,
    carried::Carried,
    moved::{addresses::Old, redirects},
    redirects::{Address, Built, Facts, Host, Redirect, Table},
};

/// The folder of redirects, at the root of the output. No generator publishes it.
const FOLDER: &str = "redirects/";

/// The table itself, which no host asks for.
const TABLES: [Host; 2] = [Host::Csv, Host::Json];

/// The redirects of a site.
#[derive(Debug)]
pub(crate) struct Moves {
    /// Those of what the site publishes.
    built: Built,
    /// All of them. None where everything is published.
    all: Option<Built>,
    /// How many old addresses no page of the site serves: redirects belong to the server.
    unserved: u64,
    unlisted: u64,
}

/// What an old address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<'m> {
    /// The page of a post, at this place of the plan.
    Page(&'m larder_core::PostId),
    /// Something else, at this path of the server, as links write it.
    Path(String),
}

impl Moves {
    /// Finds all old addresses of what is carried. Fails when the spool can no longer be read.
    pub(crate) fn new(
        generator: &dyn Generator,
        site: &SiteFacts<'_>,
        carried: &Carried<'_>,
        plan: &mut Plan<'_>,
    ) -> io::Result<Self> {
        let mut facts = std::mem::take(&mut plan.old);
        for (page, facts) in plan.pages.iter().zip(&mut facts) {
            facts.to = [&*site.base, &written(&page.url)].concat();
        }
        let of = |parts| Telling { generator, site, plan, parts };
        let is_all = plan.pages.iter().all(|page| page.part == Part::Published);
        let all = match is_all {
            true => None,
            false => Some(of(&Part::ALL).all(facts.iter(), carried)?.0),
        };
        let (built, unlisted) = of(&[Part::Published]).all(facts.into_iter(), carried)?;
        let unserved = unserved(&built, site, plan);
        Ok(Self { built, all, unserved, unlisted })
    }

    /// What an old address leads to now, as far as what is in `part` may say it. The host is not looked at.
    pub(crate) fn find(&self, address: &str, part: Part) -> Option<Found<'_>> {
        let all = self.all.as_ref().filter(|_| part == Part::Unpublished);
        let table = &all.unwrap_or(&self.built).table;
        let redirect: &Redirect = table.find(&Address::parse(address).ok()?)?;
        if let Some(post) = &redirect.post {
            return Some(Found::Page(post));
        }
        let path = percent_decode_str(redirect.to.as_ref()?.page()).decode_utf8().ok()?;
        Some(Found::Path(written(&path)))
    }

    /// Writes the files of redirects, and notes what they cannot say.
    pub(crate) fn write(
        &self,
        options: &WriteOptions,
        sink: &mut dyn crate::Sink,
        account: &mut Account,
    ) -> Result<(), SinkError> {
        let mut hosts = options.redirects.clone();
        hosts.extend(TABLES);
        let name = |file: &str| [FOLDER, file].concat();
        redirects::write(&self.built.table, &hosts, &name, sink, account)?;
        redirects::note(&self.built, (self.unserved, self.unlisted), account);
        let unpublished = self.unpublished();
        if !unpublished.is_empty() {
            let name = |file: &str| [Part::Unpublished.folder(), FOLDER, file].concat();
            redirects::write(&unpublished, &TABLES.into(), &name, sink, account)?;
        }
        Ok(())
    }

    /// The redirects that are not among those of what the site publishes.
    fn unpublished(&self) -> Table {
        self.all.as_ref().map(|all| all.table.without(&self.built.table)).unwrap_or_default()
    }
}

/// How many redirects are no aliases of the pages they lead to.
fn unserved(built: &Built, site: &SiteFacts<'_>, plan: &Plan<'_>) -> u64 {
    let published = plan.pages.iter().filter(|page| page.part == Part::Published);
    let aliases = published.flat_map(|page| &page.aliases);
    let served =
        aliases.filter_map(|path| Address::parse(&[&*site.base, &written(path)].concat()).ok());
    built.table.count_others(&served.collect::<Vec<_>>()) as u64
}

/// What is told of.
struct Telling<'a> {
    generator: &'a dyn Generator,
    site: &'a SiteFacts<'a>,
    plan: &'a Plan<'a>,
    /// The parts of the site.
    parts: &'a [Part],
}

impl Telling<'_> {
    /// The redirects of these parts, and how many lists of posts have no page. `facts` are those of all pages.
    fn all<F: Borrow<Facts>>(
        &self,
        facts: impl Iterator<Item = F>,
        carried: &Carried<'_>,
    ) -> io::Result<(Built, u64)> {
        let mut old = Old::new(self.site.blog, self.site.address.as_deref());
        self.stand(&mut old);
        self.lists(&mut old);
        self.files(&mut old, carried)?;
        let told = self.plan.pages.iter().zip(facts).filter(|(page, _)| self.is_told(page));
        told.for_each(|(_, facts)| old.post(facts.borrow()));
        let unlisted = old.unlisted;
        Ok((old.build(), unlisted))
    }

    fn is_told(&self, page: &Page) -> bool {
        self.parts.contains(&page.part)
    }

    /// The pages of these parts.
    fn pages(&self) -> impl Iterator<Item = &Page> {
        self.plan.pages.iter().filter(|page| self.is_told(page))
    }

    /// The shared files of these parts: their places in the blog, and their paths.
    fn shared(&self) -> impl Iterator<Item = (usize, String)> {
        let folder = self.generator.layout().shared.1;
        let files = self.parts.iter().flat_map(|part| self.plan.shared.files.of(*part));
        files.map(move |(place, name)| (*place, self.at(&[folder, name].concat())))
    }

    /// A path of the site, as the server is asked for it.
    fn at(&self, path: &str) -> String {
        [&*self.site.base, &written(path)].concat()
    }

    /// What stands on the site: no redirect may stand in front of it.
    fn stand(&self, old: &mut Old<'_>) {
        let reserved = self.generator.layout().reserved;
        let pages = self.pages().map(|page| &*page.url);
        for path in pages.chain(reserved.iter().copied()) {
            old.page(&self.at(path));
        }
        self.shared().for_each(|(_, path)| old.page(&path));
    }

    /// The path of a list, which is a page of the site.
    fn list(&self, old: &mut Old<'_>, listed: Listed<'_>) -> Option<String> {
        let path = self.at(&self.generator.list(listed)?);
        old.page(&path);
        Some(path)
    }

    fn lists(&self, old: &mut Old<'_>) {
        let (blog, labels) = (self.site.blog, &self.site.labels);
        let listed = || self.parts.iter().map(|part| self.plan.listed.of(*part));
        for term in listed().flat_map(|it| &it.terms).map(|&at| &blog.terms[at]) {
            let list = labels.term(&term.id).map(|label| Listed::Term(label.kind, &label.path));
            let to = list.and_then(|listed| self.list(old, listed));
            old.term(term, to.as_deref());
        }
        for author in listed().flat_map(|it| &it.authors).map(|&at| &blog.authors[at]) {
            let list = labels.author(&author.id).map(Listed::Author);
            let to = list.and_then(|listed| self.list(old, listed));
            old.author(author, to.as_deref());
        }
        for series in listed().flat_map(|it| &it.series).map(|&at| &blog.series[at]) {
            let list = labels.series(&series.id).map(Listed::Series);
            let to = list.and_then(|listed| self.list(old, listed));
            old.series(series.url.as_deref(), to.as_deref());
        }
        for month in self.months() {
            let to = self.list(old, Listed::Month);
            old.month(month, to.as_deref());
        }
        if let Some(feed) = self.generator.feed() {
            old.feed(&self.at(feed));
        }
    }

    /// The months in which something was published that is in the lists.
    fn months(&self) -> BTreeSet<(i32, u32)> {
        let heads = self.pages().map(|page| self.site.blog.posts.head(page.place));
        let posts = heads.filter(|head| head.kind == larder_core::PostKind::Post);
        let days = posts.filter_map(|head| head.dated()).map(|time| time.at().date_naive());
        days.map(|day| (day.year(), day.month())).collect()
    }

    /// The files that are shared, and those that stand beside a page.
    fn files(&self, old: &mut Old<'_>, carried: &Carried<'_>) -> io::Result<()> {
        for (place, path) in self.shared() {
            old.media(&*self.site.blog.assets.get(place)?, &path);
        }
        let posts = carried.posts.par_iter().zip(&self.plan.pages);
        let has_own = |page: &Page| page.has_files && self.plan.has_own_folder(page);
        let own = posts.filter(|(_, page)| self.is_told(page) && has_own(page));
        let own: Vec<Vec<(usize, String)>> =
            own.map(|(_, page)| self.beside(page)).collect::<io::Result<_>>()?;
        for (place, path) in own.into_iter().flatten() {
            old.media(&*self.site.blog.assets.get(place)?, &path);
        }
        Ok(())
    }

    /// The files that stand beside a page, and their paths.
    fn beside(&self, page: &Page) -> io::Result<Vec<(usize, String)>> {
        let (blog, layout) = (self.site.blog, self.generator.layout());
        let post = blog.posts.get(page.place)?;
        let files = Files::of((blog, self.plan, layout), page, &post, ("", &Base::default()))?;
        let path = |name: &str| self.at(&[&*page.url, name].concat());
        Ok(files.own.into_iter().map(|(place, name)| (place, path(&name))).collect())
    }
}

#[cfg(test)]
mod tests;
