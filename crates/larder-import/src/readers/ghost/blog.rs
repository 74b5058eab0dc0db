//! From the tables of an export to a blog.

use std::{collections::HashMap, sync::Arc};

use larder_core::{Blog, Note, NoteKind, Post, PostId, PostKind, Provenance};

use super::{
    beside::Redirects,
    body::Address,
    draft::Draft,
    index::{Index, Known, Role},
    media::Library,
    people::{People, Tag, Tags},
    route::{Facts, Route},
    site, status,
};
use crate::permalinks::Permalinks;

/// What an export needs to know of what stands beside it.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    pub(super) route: Option<String>,
    pub(super) redirects: Redirects,
    pub(super) types: Vec<String>,
}

/// A blog after the first look, ready for the second.
pub(super) struct Settled<'i> {
    pub(super) index: &'i Index,
    pub(super) address: Address,
    pub(super) around: status::Around,
    pub(super) people: People,
    pub(super) tags: Tags,
    pub(super) source: Provenance,
    pub(super) types: Vec<String>,
    route: Route,
    /// The paths from which each path is reached, without `/` around it.
    redirects: HashMap<String, Vec<String>>,
    permalinks: Permalinks,
    /// The places of posts, by their slugs. Empty where posts stand at the root.
    slugs: HashMap<Box<str>, u32>,
}

/// The folders at the root of a blog that hold no posts.
const RESERVED: [&str; 9] =
    ["tag", "author", "content", "rss", "ghost", "page", "assets", "members", "public"];

impl Settled<'_> {
    /// The path of a post.
    pub(super) fn path(&self, post: &Post, known: &Known) -> Option<String> {
        // Pages stand at the root, whatever posts do.
        if post.kind == PostKind::Page {
            return (!known.slug.is_empty()).then(|| format!("/{}/", known.slug));
        }
        let tags = self.index.post_tags.of(&known.key);
        let tag = tags.into_iter().find_map(|key| match self.tags.by_row.get(key)? {
            Tag::Term { slug, .. } => Some(&**slug),
            Tag::Internal(_) => None,
        });
        let author = post.authors.first().and_then(|id| self.people.handles.get(id));
        self.route.path(Facts {
            slug: &known.slug,
            id: &known.key,
            uuid: &known.uuid,
            published: post.published,
            tag,
            author: author.map(String::as_str),
        })
    }

    /// The paths from which a path is reached. Of very many the first: the file itself is kept.
    pub(super) fn redirected(&self, path: &str) -> impl Iterator<Item = &str> {
        const MOST: usize = 100;
        let all = self.redirects.get(path.trim_matches('/')).into_iter().flatten();
        all.take(MOST).map(String::as_str)
    }

    /// The post that an address leads to.
    pub(super) fn leads_to(&self, href: &str) -> Option<&PostId> {
        // No parameter tells one post of Ghost from another.
        let href = href.split(['?', '#']).next().unwrap_or_default();
        let place = self.permalinks.find(href, None).or_else(|| self.by_last_part(href))?;
        self.index.posts.get(place as usize).map(|known| &known.id)
    }

    /// Whether an address is one of the blog's.
    pub(super) fn is_own(&self, href: &str) -> bool {
        self.permalinks.is_own(href, None)
    }

    /// Where posts do not stand at the root, their slug is the last part of their address.
    fn by_last_part(&self, href: &str) -> Option<u32> {
        if self.route.is_usual() || !self.is_own(href) {
            return None;
        }
        let path = self.address.path(href)?.trim_matches('/');
        let (before, last) = path.rsplit_once('/')?;
        let first = before.split('/').next().unwrap_or_default();
        let slug = crate::percent_decode_name(last);
        self.slugs.get(&*slug).copied().filter(|_| !RESERVED.contains(&first))
    }
}

/// The blog of an index, as far as it goes without its posts.
pub(super) fn settle<'i>(
    index: &'i mut Index,
    file: &Arc<str>,
    beside: &mut Surroundings,
) -> (Settled<'i>, Draft) {
    let address = Address::new(index.home().as_deref());
    let mut library = Library::new(address.clone());
    let around = status::Around {
        is_private: index.is_on("is_private") || index.is_on("isPrivate"),
        is_before_visibility: index.is_oldest(),
    };
    let form = index.version().map_or_else(|| "ghost".to_owned(), |it| format!("ghost-{it}"));
    let source = Provenance::new(Arc::clone(file), form);
    let stated = index.setting("permalinks").map(str::to_owned);
    let zone = ["timezone", "active_timezone", "activeTimezone"];
    let zone = zone.iter().find_map(|key| index.setting(key)).map(str::to_owned);
    let route = Route::new(beside.route.as_deref().or(stated.as_deref()), zone.as_deref());
    let mut keys = 0;
    let no_version = index.version().is_none();
    let mut site = site::read(index, &mut library, &mut keys);
    let people = People::read(index, &address, &mut library);
    let tags = Tags::read(index, &address);
    if !tags.internal.is_empty() {
        site.extra.insert("tags", tags.internal.clone());
    }
    let mut blog = Blog::new(site);
    if no_version {
        let what = "the version of the export".to_owned();
        blog.notes.push(Note::new(NoteKind::DataUnreadable { what }).in_file(Arc::clone(file)));
    }
    blog.authors.clone_from(&people.authors);
    blog.terms.clone_from(&tags.terms);
    let mut draft = Draft::new(blog, library, index.repairs.clone());
    (draft.passwords, draft.keys) = (people.passwords, keys);
    let index: &'i Index = index;
    let permalinks = permalinks(index, &address, &route);
    let slugs = slugs(index, &route);
    let mut redirects: HashMap<String, Vec<String>> = HashMap::new();
    for (from, to) in std::mem::take(&mut beside.redirects).pairs {
        redirects.entry(to.trim_matches('/').to_owned()).or_default().push(from);
    }
    let types = beside.types.clone();
    let settled = Settled {
        index,
        address,
        around,
        people,
        tags,
        source,
        types,
        route,
        redirects,
        permalinks,
        slugs,
    };
    (settled, draft)
}

/// Stands for the blog in addresses, where its own is not known. Nobody can have it (RFC 2606).
const NOWHERE: &str = "https://ghost.invalid";

/// Where each post stands: those with a slug at the root, drafts and what was sent by their UUIDs.
fn permalinks(index: &Index, address: &Address, route: &Route) -> Permalinks {
    let home = address.whole("").unwrap_or_else(|| NOWHERE.to_owned());
    let mut permalinks = Permalinks::new(&[&format!("{home}/")]);
    for (place, known) in posts_of(index) {
        if !known.slug.is_empty() && (route.is_usual() || known.is_page) {
            permalinks.add(&format!("{home}/{}/", known.slug), place);
        }
        for folder in ["p", "email"].iter().filter(|_| !known.uuid.is_empty()) {
            permalinks.add(&format!("{home}/{folder}/{}/", known.uuid), place);
        }
    }
    permalinks
}

fn slugs(index: &Index, route: &Route) -> HashMap<Box<str>, u32> {
    let mut slugs = HashMap::new();
    for (place, known) in posts_of(index).filter(|(_, it)| !route.is_usual() && !it.slug.is_empty())
    {
        slugs.entry(known.slug.clone()).or_insert(place);
    }
    slugs
}

fn posts_of(index: &Index) -> impl Iterator<Item = (u32, &Known)> {
    let posts = index.posts.iter().enumerate().filter(|(_, known)| known.is_post());
    posts.map(|(place, known)| (u32::try_from(place).unwrap_or(u32::MAX), known))
}

impl Known {
    /// Whether it becomes a post.
    pub(super) fn is_post(&self) -> bool {
        matches!(self.role, Role::Post | Role::Clash)
    }

    /// Whether it is what other tables mean by its id.
    pub(super) fn is_owner(&self) -> bool {
        self.is_post() && !self.key.is_empty()
    }
}
