//! What stands where: one look at every post, before any is written.
//!
//! In memory stay the name and the address of each page, and the old addresses that links and redirects need.

mod media;
mod pointed;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{
    AssetId, AuthorId, Blog, Digest, Post, PostHead, PostId, PostKind, SeriesId, Status, TermId,
    Visibility,
};
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

pub(crate) use self::media::{Shared, blob, name_of};
use self::pointed::Pointed;
use super::{
    address::{self, Addresses, Home},
    generator::{Generator, Layout, Leads, Naming, Place},
    part::{Part, Parted},
    zone::SiteZone,
};
use crate::{
    carried::Carried,
    feed::people::is_mail_address,
    hidden::Hidden,
    moved::addresses,
    redirects,
    slug::{self, Thing, slugs},
    writer::Slugs,
};

/// A page of the site.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The post's place in the blog.
    pub(crate) place: usize,
    /// A name that no other page has: lower case, safe on every system.
    pub(crate) name: Box<str>,
    /// The path at which it stands, decoded. Where links lead to files, that of its file.
    pub(crate) url: Box<str>,
    /// Whether that is the path it always had.
    pub(crate) is_kept: bool,
    /// Older paths of it on the same site, from which a page of the generator can lead to it.
    pub(crate) aliases: Vec<Box<str>>,
    /// Old addresses that the archive states and no page of the site serves.
    pub(crate) moved: Vec<Box<str>>,
    /// Whether it shows or offers files.
    pub(crate) has_files: bool,
    /// Whether the site publishes it.
    pub(crate) part: Part,
}

/// What stands where.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The pages, in the order of the blog.
    pub(crate) pages: Vec<Page>,
    /// Files that are not beside a page.
    pub(crate) shared: Shared,
    /// Who and what the pages name, and what is above that.
    pub(crate) named: Parted<Named>,
    /// Who and what has a page of its own to be listed.
    pub(crate) listed: Parted<Named>,
    /// What the posts say of their old addresses, in the order of the pages; taken out where redirects are made of it.
    pub(crate) old: Vec<redirects::Facts>,
    by_id: HashMap<&'a PostId, usize>,
    pointed: Pointed,
    /// Every address that a page had, by its key. Of two pages that had one, the one whose own address it is.
    by_address: HashMap<Box<str>, usize>,
    layout: &'static Layout,
    /// What links lead to.
    pub(crate) leads: Leads,
    /// The posts that are not carried because they are not public.
    hidden: Arc<Hidden>,
    /// Those that are carried, and that the site does not publish.
    unpublished: Hidden,
}

/// The people, terms and series that something carried names, by their places in the lists of the blog.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) authors: BTreeSet<usize>,
    pub(crate) terms: BTreeSet<usize>,
    pub(crate) series: BTreeSet<usize>,
}

impl Named {
    fn add(&mut self, other: &Self) {
        self.authors.extend(&other.authors);
        self.terms.extend(&other.terms);
        self.series.extend(&other.series);
    }

    fn without(&self, other: &Self) -> Self {
        Self {
            authors: &self.authors - &other.authors,
            terms: &self.terms - &other.terms,
            series: &self.series - &other.series,
        }
    }
}

/// The places of people, terms and series in the lists of a blog.
struct Places<'a> {
    authors: HashMap<&'a AuthorId, usize>,
    terms: HashMap<&'a TermId, usize>,
    series: HashMap<&'a SeriesId, usize>,
}

impl<'a> Places<'a> {
    fn of(blog: &'a Blog) -> Self {
        let authors = blog.authors.iter().enumerate().map(|(at, author)| (&author.id, at));
        let terms = blog.terms.iter().enumerate().map(|(at, term)| (&term.id, at));
        let series = blog.series.iter().enumerate().map(|(at, series)| (&series.id, at));
        Self { authors: authors.collect(), terms: terms.collect(), series: series.collect() }
    }

    fn of_post(&self, post: &Post) -> Named {
        let series = post.series.iter().map(|part| &part.series);
        Named {
            authors: post.authors.iter().filter_map(|id| self.authors.get(id).copied()).collect(),
            terms: post.terms.iter().filter_map(|id| self.terms.get(id).copied()).collect(),
            series: series.filter_map(|id| self.series.get(id).copied()).collect(),
        }
    }
}

/// What the plan needs of a post.
struct Facts {
    named: Named,
    name: Option<String>,
    permalink: Option<String>,
    old: redirects::Facts,
    assets: Vec<usize>,
    /// The places of other posts that it points at: the post, and the id there.
    pointed: Vec<(PostId, String)>,
}

impl<'a> Plan<'a> {
    /// Looks at every post that is carried, of a site in `zone`. Fails when the spool can no longer be read.
    pub(crate) fn new(
        generator: &dyn Generator,
        carried: &Carried<'a>,
        slugs: Slugs,
        zone: SiteZone,
    ) -> io::Result<Self> {
        let blog = carried.blog;
        let places = Places::of(blog);
        let posts = carried.posts.par_iter();
        let facts = posts.map(|&place| Ok(facts(blog, &places, &*blog.posts.get(place)?)));
        let facts: Vec<Facts> = facts.collect::<io::Result<_>>()?;
        let layout = generator.layout();
        let parts: Vec<Part> = heads(carried).map(|head| part(generator, head)).collect();
        let listed = listed(&facts, &parts);
        let named = named(blog, &places, &listed);
        let names = names(carried, (&facts, &parts), layout, slugs);
        let has_files = facts.iter().map(|facts| !facts.assets.is_empty());
        let pages = carried.posts.iter().zip(names).zip(has_files).zip(&parts);
        let mut pages: Vec<Page> = pages
            .map(|(((&place, name), has_files), &part)| Page::new(place, name, has_files, part))
            .collect();
        let mut standing = Standing::new(blog, generator, slugs);
        let (mut by_address, mut unpublished) = (HashMap::new(), Hidden::default());
        for part in Part::ALL {
            let own: Vec<usize> = (0..pages.len()).filter(|&at| pages[at].part == part).collect();
            standing.stand(&own, &mut pages, &facts, (blog, zone));
            standing.learn(&own, &mut pages, &facts, &mut by_address);
            for &at in own.iter().filter(|_| part == Part::Unpublished) {
                let (facts, id) = (&facts[at], &blog.posts.head(carried.posts[at]).id);
                unpublished.add(id, facts.permalink.iter().chain(&facts.old.addresses));
            }
        }
        let by_id = heads(carried).enumerate().map(|(at, head)| (&head.id, at)).collect();
        let uses = uses(blog, &named, (&facts, &pages), layout);
        let shared = Shared::new(carried, layout, &uses)?;
        let pointed = Pointed::new(facts.iter().map(|facts| &*facts.pointed), &pages, &by_id);
        let old = facts.into_iter().map(|facts| facts.old).collect();
        let (leads, hidden) = (generator.leads(), Arc::clone(&carried.hidden));
        Ok(Self {
            pages,
            shared,
            named,
            listed,
            old,
            by_id,
            pointed,
            by_address,
            layout,
            leads,
            hidden,
            unpublished,
        })
    }

    /// Whether what is in `part` is not to say an address: that of a post which is not public, and of no page that it may
    /// name.
    pub(crate) fn hides(&self, address: &str, part: Part) -> bool {
        let is_unpublished = part == Part::Published && self.unpublished.has_address(address);
        (is_unpublished || self.hidden.has_address(address))
            && self.page_at(address, part).is_none()
    }

    /// Whether this is the id of a post of which nothing in `part` is to say that it is there.
    pub(crate) fn hides_id(&self, id: &str, part: Part) -> bool {
        part == Part::Published && self.unpublished.has_id(id) || self.hidden.has_id(id)
    }

    /// The page of a post, if it is carried and what is in `part` may name it.
    pub(crate) fn page_of(&self, post: &PostId, part: Part) -> Option<&Page> {
        let page = self.by_id.get(post).map(|&at| &self.pages[at]);
        page.filter(|page| part.may_name(page.part))
    }

    /// Whether another page points at this id in the text of a page.
    pub(crate) fn is_target(&self, page: &Page, id: &str) -> bool {
        self.pointed.has(page, id)
    }

    /// The page that stood at an address, if what is in `part` may name it.
    pub(crate) fn page_at(&self, address: &str, part: Part) -> Option<&Page> {
        let page = self.by_address.get(address::key(address)?.as_str()).map(|&at| &self.pages[at]);
        page.filter(|page| part.may_name(page.part))
    }

    /// Whether the files of a page stand beside it.
    pub(crate) fn has_own_folder(&self, page: &Page) -> bool {
        has_own_folder(page, self.layout)
    }
}

impl Page {
    /// A page that stands nowhere yet.
    fn new(place: usize, name: String, has_files: bool, part: Part) -> Self {
        let (url, is_kept, aliases, moved) = (Box::default(), false, Vec::new(), Vec::new());
        Self { place, name: name.into(), url, is_kept, aliases, moved, has_files, part }
    }
}

/// What is known of the carried posts without reading them.
fn heads<'a>(carried: &Carried<'a>) -> impl Iterator<Item = &'a PostHead> {
    let blog = carried.blog;
    carried.posts.iter().map(|&place| blog.posts.head(place))
}

/// The part of a site that a post is in. Of a folder of files, all is one: no program publishes it.
pub(crate) fn part(generator: &dyn Generator, head: &PostHead) -> Part {
    match generator.leads() == Leads::ToPages && is_draft(head.status, head.visibility) {
        true => Part::Unpublished,
        false => Part::Published,
    }
}

fn has_own_folder(page: &Page, layout: &Layout) -> bool {
    layout.bundles && page.url.ends_with('/')
}

fn facts(blog: &Blog, places: &Places<'_>, post: &Post) -> Facts {
    let assets = crate::carried::of_post(post);
    let place = |id| blog.assets.find(|asset| asset.id.cmp(id));
    let mut assets: Vec<usize> = assets.filter_map(place).collect();
    assets.sort_unstable();
    assets.dedup();
    let mut old = addresses::facts(blog, post);
    old.addresses.retain(|address| !is_mail_address(address));
    Facts {
        named: places.of_post(post),
        name: name(post),
        permalink: post.permalink.clone().filter(|it| !is_mail_address(it)),
        old,
        assets,
        pointed: pointed::of(post),
    }
}

/// What the posts of each part name.
fn listed(facts: &[Facts], parts: &[Part]) -> Parted<Named> {
    let mut listed = Parted::<Named>::default();
    facts.iter().zip(parts).for_each(|(facts, part)| listed.of_mut(*part).add(&facts.named));
    listed.unpublished = listed.unpublished.without(&listed.published);
    listed
}

/// The same, and who the blog says writes it. The terms above named ones are named too.
fn named(blog: &Blog, places: &Places<'_>, listed: &Parted<Named>) -> Parted<Named> {
    let mut named = listed.clone();
    let of_blog = blog.site.authors.iter().filter_map(|id| places.authors.get(id));
    named.published.authors.extend(of_blog);
    for part in Part::ALL {
        let terms = &mut named.of_mut(part).terms;
        let mut ahead: Vec<usize> = terms.iter().copied().collect();
        while let Some(at) = ahead.pop() {
            let above = blog.terms[at].parent.as_ref().and_then(|id| places.terms.get(id));
            ahead.extend(above.filter(|&&at| terms.insert(at)));
        }
    }
    named.unpublished = named.unpublished.without(&named.published);
    named
}

/// What the name of a page is made of: the slug, else the end of its address, else the title.
fn name(post: &Post) -> Option<String> {
    let made = slug::of_post(post).or_else(|| post.title.clone())?;
    // Only as much as the beginning of a name needs.
    let read = percent_decode_str(&made).decode_utf8_lossy().into_owned();
    Some(read.chars().take(120).collect())
}

/// A name for each page, unique among all of them and what the generator has beside them. Pages that are not published do
/// not change those of the others.
fn names(
    carried: &Carried<'_>,
    (facts, parts): (&[Facts], &[Part]),
    layout: &Layout,
    spelling: Slugs,
) -> Vec<String> {
    let wished: Vec<Option<Cow<'_, str>>> =
        facts.iter().map(|facts| Some(spelling.spell(facts.name.as_deref()?))).collect();
    let is_behind = parts.iter().map(|part| *part == Part::Unpublished);
    let own = heads(carried).zip(is_behind).zip(&wished);
    let own = own.map(|((head, is_behind), name)| (is_behind, head.id.as_str(), name.as_deref()));
    let reserved = layout.reserved_names.iter().map(|name| (false, "", Some(*name)));
    let things: Vec<Thing<'_>> = own.chain(reserved).collect();
    let mut names = slugs(&things);
    names.truncate(facts.len());
    names
}

/// How many pages of each part show each asset; one that is shown where no file can stand beside counts as shown by several.
fn uses(
    blog: &Blog,
    named: &Parted<Named>,
    (facts, pages): (&[Facts], &[Page]),
    layout: &Layout,
) -> BTreeMap<usize, Parted<usize>> {
    let mut uses: BTreeMap<usize, Parted<usize>> = BTreeMap::new();
    for (facts, page) in facts.iter().zip(pages) {
        for &asset in &facts.assets {
            let count = if has_own_folder(page, layout) { 1 } else { 2 };
            *uses.entry(asset).or_default().of_mut(page.part) += count;
        }
    }
    let mut elsewhere = |id: &AssetId, part| {
        if let Some(asset) = blog.assets.find(|asset| asset.id.cmp(id)) {
            *uses.entry(asset).or_default().of_mut(part) += 2;
        }
    };
    blog.site.image.iter().for_each(|id| elsewhere(id, Part::Published));
    for part in Part::ALL {
        let Named { authors, series, .. } = named.of(part);
        let of_authors = authors.iter().filter_map(|&at| blog.authors[at].image.as_ref());
        let of_series = series.iter().filter_map(|&at| blog.series[at].cover.as_ref());
        of_authors.chain(of_series).for_each(|id| elsewhere(id, part));
    }
    uses
}

/// The addresses that are taken.
struct Standing<'g> {
    home: Home,
    taken: Addresses,
    generator: &'g dyn Generator,
    layout: &'static Layout,
    slugs: Slugs,
}

impl<'g> Standing<'g> {
    fn new(blog: &Blog, generator: &'g dyn Generator, slugs: Slugs) -> Self {
        let layout = generator.layout();
        let mut taken = Addresses::default();
        layout.reserved.iter().for_each(|path| _ = taken.claim(path));
        Self { home: Home::new(blog.site.home.as_deref()), taken, generator, layout, slugs }
    }

    /// Gives addresses to the pages at these places.
    fn stand(
        &mut self,
        own: &[usize],
        pages: &mut [Page],
        facts: &[Facts],
        (blog, zone): (&Blog, SiteZone),
    ) {
        let kept: Vec<Option<(String, bool)>> =
            own.iter().map(|&at| self.keep(facts[at].permalink.as_deref()?)).collect();
        for (&at, kept) in own.iter().zip(kept) {
            let page = &mut pages[at];
            let head = blog.posts.head(page.place);
            let (url, is_kept) = match self.generator.leads() {
                Leads::ToFiles { .. } => {
                    (["/", &place(self.generator, &page.name, head, zone).file].concat(), false)
                }
                Leads::ToPages => {
                    kept.unwrap_or_else(|| (self.make(&page.name, head.kind, &head.id), false))
                }
            };
            (page.url, page.is_kept) = (url.into(), is_kept);
        }
    }

    /// Keeps all addresses the pages at these places had: own ones first, then older ones, which also become aliases where
    /// they can.
    fn learn(
        &mut self,
        own: &[usize],
        pages: &mut [Page],
        facts: &[Facts],
        by_address: &mut HashMap<Box<str>, usize>,
    ) {
        for &at in own {
            if let Some(key) = facts[at].permalink.as_deref().and_then(address::key) {
                by_address.entry(key.into()).or_insert(at);
            }
        }
        for &at in own {
            let (page, facts) = (&mut pages[at], &facts[at]);
            let mut seen = HashSet::new();
            // A page that nobody serves says at which address it was.
            let is_said = page.is_kept || self.generator.leads() != Leads::ToPages;
            let kept = facts.permalink.as_ref().filter(|_| is_said);
            for old in facts.old.addresses.iter().filter(|old| Some(*old) != kept) {
                let Some(key) = address::key(old) else { continue };
                if !seen.insert(key.clone()) {
                    continue;
                }
                if *by_address.entry(key.into()).or_insert(at) != at {
                    continue;
                }
                match self.alias(old, &page.url) {
                    Some(alias) if alias.is_empty() => {}
                    Some(alias) => page.aliases.push(alias.into()),
                    None => page.moved.push(old.as_str().into()),
                }
            }
        }
    }

    /// The path of an old address as slugs are to be spelled, if the site can serve it and nothing else stands there; and
    /// whether it is the path it always was.
    fn keep(&mut self, permalink: &str) -> Option<(String, bool)> {
        let path = self.servable(permalink)?;
        let spelled = self.slugs.spell_path(&path);
        let is_kept = spelled == path;
        let spelled = spelled.into_owned();
        let is_free = self.generator.keeps(&spelled)
            && !self.is_reserved(&spelled)
            && self.taken.claim(&spelled);
        is_free.then_some((spelled, is_kept))
    }

    fn servable(&self, old: &str) -> Option<String> {
        if self.generator.leads() != Leads::ToPages {
            return None;
        }
        let path = address::servable(&self.home.path(old)?)?;
        self.generator.serves(&path).then_some(path)
    }

    fn is_reserved(&self, path: &str) -> bool {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        self.layout.reserved_below.iter().any(|name| name.eq_ignore_ascii_case(first))
    }

    /// A path of our own, which does not depend on what other posts there are but where one of them has it.
    fn make(&mut self, name: &str, kind: PostKind, id: &PostId) -> String {
        let folder = if kind == PostKind::Page { "/" } else { self.layout.stream };
        let path = format!("{folder}{name}/");
        if !self.is_reserved(&path) && self.taken.claim(&path) {
            return path;
        }
        let digest = Digest::of(id.as_str().as_bytes()).to_string();
        let mut longer =
            (8..=digest.len()).map(|end| format!("{folder}{name}-{}/", &digest[..end]));
        // Two posts with one id make one name; the second page is told apart by what stands there.
        let free = longer.find(|path| self.taken.claim(path));
        free.unwrap_or_else(|| {
            let number =
                (2_u64..).find(|at| self.taken.claim(&format!("{folder}{name}-{digest}-{at}/")));
            format!("{folder}{name}-{digest}-{}/", number.unwrap_or_default())
        })
    }

    /// The path of an old address as an alias of a page. Empty where the page itself stands there; None where no page of
    /// the site can serve it.
    fn alias(&mut self, old: &str, url: &str) -> Option<String> {
        let path = self.servable(old)?;
        if path == url {
            return Some(String::new());
        }
        (!self.is_reserved(&path) && self.taken.claim(&path)).then_some(path)
    }
}

/// Whether a post is written as a draft: it was asked for, and it is said not to be public. One of which nothing is said
/// is only here because somebody asked for those by name, to publish them.
pub(crate) fn is_draft(status: Option<Status>, visibility: Option<Visibility>) -> bool {
    status.is_some_and(|it| it != Status::Published)
        || visibility.is_some_and(|it| it != Visibility::Public)
}

/// Where the page of a post is that has this name.
pub(crate) fn place(
    generator: &dyn Generator,
    name: &str,
    head: &PostHead,
    zone: SiteZone,
) -> Place {
    let day = head.published.map(|time| zone.day(time));
    let is_draft = is_draft(head.status, head.visibility);
    let is_page = head.kind == PostKind::Page;
    generator.place(&Naming { name, is_page, is_draft, day: day.as_deref() })
}
