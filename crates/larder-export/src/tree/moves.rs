//! Where the old addresses of a blog lead on its new site: the pages, the lists of posts, the feed, the files.

use std::{collections::BTreeSet, io};

use chrono::Datelike as _;
use larder_html::url::Base;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::{
    address::written,
    files::Files,
    generator::{Generator, Listed},
    plan::{Page, Plan},
    site::SiteFacts,
};
use crate::{
    Account, SinkError, WriteOptions,
    carried::Carried,
    moved::{addresses::Old, redirects},
    redirects::{Address, Built, Host, Redirect},
};

/// The folder of redirects, at the root of the output. No generator publishes it.
const FOLDER: &str = "redirects/";

/// The redirects of a site.
#[derive(Debug)]
pub(crate) struct Moves {
    built: Built,
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
        let mut old = Old::new(site.blog, site.address.as_deref());
        let telling = Telling { generator, site, plan };
        telling.pages(&mut old);
        telling.lists(&mut old);
        telling.files(&mut old, carried)?;
        for (page, mut facts) in plan.pages.iter().zip(std::mem::take(&mut plan.old)) {
            facts.to = [&*site.base, &written(&page.url)].concat();
            old.post(&facts);
        }
        let unlisted = old.unlisted;
        let built = old.build();
        let unserved = unserved(&built, site, plan);
        Ok(Self { built, unserved, unlisted })
    }

    /// What an old address leads to now. The host is not looked at.
    pub(crate) fn find(&self, address: &str) -> Option<Found<'_>> {
        let redirect: &Redirect = self.built.table.find(&Address::parse(address).ok()?)?;
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
        hosts.extend([Host::Csv, Host::Json]);
        let name = |file: &str| [FOLDER, file].concat();
        redirects::write(&self.built.table, &hosts, &name, sink, account)?;
        redirects::note(&self.built, (self.unserved, self.unlisted), account);
        Ok(())
    }
}

/// How many redirects are no aliases of the pages they lead to.
fn unserved(built: &Built, site: &SiteFacts<'_>, plan: &Plan<'_>) -> u64 {
    let aliases = plan.pages.iter().flat_map(|page| &page.aliases);
    let served =
        aliases.filter_map(|path| Address::parse(&[&*site.base, &written(path)].concat()).ok());
    built.table.count_others(&served.collect::<Vec<_>>()) as u64
}

/// What is told of.
struct Telling<'a> {
    generator: &'a dyn Generator,
    site: &'a SiteFacts<'a>,
    plan: &'a Plan<'a>,
}

impl Telling<'_> {
    /// A path of the site, as the server is asked for it.
    fn at(&self, path: &str) -> String {
        [&*self.site.base, &written(path)].concat()
    }

    /// What stands on the site: no redirect may stand in front of it.
    fn pages(&self, old: &mut Old<'_>) {
        let layout = self.generator.layout();
        let pages = self.plan.pages.iter().map(|page| &*page.url);
        for path in pages.chain(layout.reserved.iter().copied()) {
            old.page(&self.at(path));
        }
        for (_, name) in &self.plan.shared.files {
            old.page(&self.at(&[layout.shared.1, name].concat()));
        }
    }

    /// The path of a list, which is a page of the site.
    fn list(&self, old: &mut Old<'_>, listed: Listed<'_>) -> Option<String> {
        let path = self.at(&self.generator.list(listed)?);
        old.page(&path);
        Some(path)
    }

    fn lists(&self, old: &mut Old<'_>) {
        let (blog, labels, listed) = (self.site.blog, &self.site.labels, &self.plan.listed);
        for term in listed.terms.iter().map(|&at| &blog.terms[at]) {
            let list = labels.term(&term.id).map(|label| Listed::Term(label.kind, &label.path));
            let to = list.and_then(|listed| self.list(old, listed));
            old.term(term, to.as_deref());
        }
        for author in listed.authors.iter().map(|&at| &blog.authors[at]) {
            let list = labels.author(&author.id).map(Listed::Author);
            let to = list.and_then(|listed| self.list(old, listed));
            old.author(author, to.as_deref());
        }
        for series in listed.series.iter().map(|&at| &blog.series[at]) {
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
        let heads = self.plan.pages.iter().map(|page| self.site.blog.posts.head(page.place));
        let posts = heads.filter(|head| head.kind == larder_core::PostKind::Post);
        let days = posts.filter_map(|head| head.dated()).map(|time| time.at().date_naive());
        days.map(|day| (day.year(), day.month())).collect()
    }

    /// The files that are shared, and those that stand beside a page.
    fn files(&self, old: &mut Old<'_>, carried: &Carried<'_>) -> io::Result<()> {
        let layout = self.generator.layout();
        for (place, name) in &self.plan.shared.files {
            let asset = self.site.blog.assets.get(*place)?;
            old.media(&asset, &self.at(&[layout.shared.1, name].concat()));
        }
        let posts = carried.posts.par_iter().zip(&self.plan.pages);
        let own = posts.filter(|(_, page)| page.has_files && self.plan.has_own_folder(page));
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
