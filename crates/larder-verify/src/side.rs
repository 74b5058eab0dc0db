//! A blog with what finds things in it, while it is compared with another.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Asset, AssetId, AuthorId, Blog, Digest, Post, PostId, SeriesId, TermId};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::{address, card, name};

/// One of the two blogs.
pub(crate) struct Side<'a> {
    pub(crate) blog: &'a Blog,
    /// The places of its posts.
    pub(crate) posts: HashMap<&'a PostId, usize>,
    /// What its assets are known by.
    pub(crate) assets: HashMap<AssetId, AssetFacts>,
    /// The names that may be shown. None where an author has none but an address of e-mail.
    authors: HashMap<&'a AuthorId, Option<String>>,
    terms: HashMap<&'a TermId, &'a str>,
    series: HashMap<&'a SeriesId, &'a str>,
}

/// What an asset is known by.
#[derive(Clone, Debug, Default)]
pub(crate) struct AssetFacts {
    /// Its addresses, as two are compared.
    pub(crate) addresses: Box<[u64]>,
    /// What is behind the hosts of these.
    pub(crate) paths: Box<[u64]>,
    /// The digest of its bytes, where the blog has them.
    pub(crate) digest: Option<Digest>,
    /// Whether it has an address on the web.
    pub(crate) is_on_web: bool,
    /// Its first address, as it stands, where that says only where it is from a page.
    pub(crate) relative: Option<Box<str>>,
    /// What to call it: its address, or its name.
    pub(crate) name: Box<str>,
}

impl<'a> Side<'a> {
    /// Looks through a blog, but for its posts. Fails when the spool can no longer be read.
    pub(crate) fn new(blog: &'a Blog, is_public: bool) -> io::Result<Self> {
        let name = |author: &'a larder_core::Author| {
            let named = author.name.as_deref().or(author.handle.as_deref());
            let named = named.unwrap_or(author.id.as_str()).to_owned();
            (&author.id, if is_public { name::shown(author) } else { Some(named) })
        };
        let assets = blog.assets.slots().par_iter().map(|slot| {
            let asset = slot.get()?;
            Ok((asset.id.clone(), AssetFacts::of(&asset)))
        });
        Ok(Self {
            blog,
            posts: blog.posts.heads().enumerate().map(|(at, head)| (&head.id, at)).collect(),
            assets: assets.collect::<io::Result<_>>()?,
            authors: blog.authors.iter().map(name).collect(),
            terms: blog.terms.iter().map(|term| (&term.id, term.name.as_str())).collect(),
            series: blog
                .series
                .iter()
                .map(|it| (&it.id, it.title.as_deref().unwrap_or(it.id.as_str())))
                .collect(),
        })
    }

    /// A post as JSON, without its bodies and what is looked at elsewhere, with names for ids: those of two blogs differ.
    pub(crate) fn fields(&self, post: &Post) -> Map<String, Value> {
        let mut fields = without(record(&without_bodies(post)), ELSEWHERE);
        fields.remove("authors");
        let authors = self.author_names(&post.authors);
        if authors.as_array().is_some_and(|names| !names.is_empty()) {
            fields.insert("authors".into(), authors);
        }
        if !post.terms.is_empty() {
            let names =
                post.terms.iter().map(|id| self.terms.get(id).copied().unwrap_or(id.as_str()));
            fields.insert("terms".into(), names.map(name::of_term).collect());
        }
        let parts = post.series.iter().map(|part| {
            let series = self.series.get(&part.series).copied().unwrap_or(part.series.as_str());
            match &part.number {
                Some(number) => json!({ "series": series, "number": number.value }),
                None => json!({ "series": series }),
            }
        });
        if !post.series.is_empty() {
            fields.insert("series".into(), parts.collect());
        }
        fields
    }

    /// The names of authors, of those that have one.
    pub(crate) fn author_names(&self, ids: &[AuthorId]) -> Value {
        ids.iter().filter_map(|id| self.author_name(id)).map(str::to_owned).collect()
    }

    /// The names that more than one author has.
    pub(crate) fn namesakes(&self) -> HashSet<String> {
        let mut met = HashSet::new();
        let named = self.blog.authors.iter().filter_map(|author| self.author_name(&author.id));
        named.filter(|name| !met.insert(*name)).map(str::to_owned).collect()
    }

    /// The name of an author, if it has one.
    pub(crate) fn author_name<'n>(&'n self, id: &'n AuthorId) -> Option<&'n str> {
        self.authors.get(id).map_or(Some(id.as_str()), |name| name.as_deref())
    }
}

/// The fields of posts that are not compared as values: bodies, files, links, addresses and ids have ways of their own to
/// be the same, and where a record was read from is another place for every reading.
const ELSEWHERE: &[&str] = &[
    "id",
    "content",
    "source",
    "cover",
    "assets",
    "parent",
    "internal_links",
    "permalink",
    "old_addresses",
    "slug",
    "revisions",
    "published",
    "updated",
    "status",
    "visibility",
    "audience",
    "language",
    "rights",
];

/// A record as the fields of its JSON.
pub(crate) fn record(record: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The fields but those that are looked at elsewhere.
pub(crate) fn without(mut fields: Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    names.iter().for_each(|name| _ = fields.remove(*name));
    fields
}

/// A post that becomes JSON without a look into the spool.
fn without_bodies(post: &Post) -> Post {
    let mut post = post.clone();
    post.content = None;
    post.revisions = larder_core::List::new();
    post
}

impl AssetFacts {
    fn of(asset: &Asset) -> Self {
        let all = || asset.url.iter().chain(&asset.also_at).filter(|it| !it.is_empty());
        let paths = all().filter_map(|it| card::path(address::of_file(it)));
        let name = asset.url.as_deref().or(asset.file_name.as_deref());
        let is_on_web = all().any(|it| address::is_web(it) || it.starts_with("//"));
        Self {
            addresses: all().map(|it| card::name(address::of_file(it))).collect(),
            paths: paths.collect(),
            digest: asset.stored.as_ref().map(|stored| stored.sha256),
            is_on_web,
            relative: all().next().filter(|_| !is_on_web).map(|it| it.as_str().into()),
            name: name.unwrap_or(asset.id.as_str()).into(),
        }
    }
}

/// The assets that a post shows or offers.
pub(crate) fn assets_of(post: &Post) -> impl Iterator<Item = &AssetId> {
    let enclosed = post.enclosures.iter().filter_map(|enclosure| enclosure.asset.as_ref());
    let mut seen = HashSet::new();
    post.assets.iter().chain(&post.cover).chain(enclosed).filter(move |id| seen.insert(*id))
}
