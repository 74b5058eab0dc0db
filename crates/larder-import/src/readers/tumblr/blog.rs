//! The blogs of an input: what is known of each, and its posts.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use larder_core::{AssetId, Blog, EntryId, Post, PostId, PostKind, Provenance, Site};
use serde_json::{Map, Value};
use url::Url;

use super::{
    json::{shown, value},
    page::number_of,
    post::Draft,
};
use crate::{
    Intake, ReadError, Source,
    collect::{Collection, Found, Surroundings, keep_rest},
    shelf::Shelf,
    xml::Repairs,
};

/// Whose a post is: the folder that the blog is in, and its name.
pub(super) type Whose = (String, String);

/// What the first look finds of a blog.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Its address.
    pub(super) home: Option<String>,
    /// What the API says of it.
    pub(super) about: Map<String, Value>,
}

/// A blog while its posts come in.
pub(super) struct Reading {
    pub(super) known: Known,
    pub(super) collection: Collection,
    around: Around,
}

/// What is known around the posts of a blog.
#[derive(Default)]
struct Around {
    homes: Vec<String>,
    ids: HashMap<String, PostId>,
    media: Media,
}

impl Reading {
    pub(super) fn new(whose: &Whose, known: Known) -> Self {
        let (_, name) = whose;
        let home = known.home.clone();
        let id = home.clone().unwrap_or_else(|| PostId::derived(&["tumblr", name]).to_string());
        let mut site = Site::new(id);
        site.platform = Some("tumblr".into());
        site.platform_home = Some("https://www.tumblr.com/".into());
        let of_platform = (!name.is_empty()).then(|| format!("https://{name}.tumblr.com/"));
        site.title = known.about.get("title").and_then(shown);
        let about = known.about.get("description").and_then(shown);
        site.description = about.map(|html| larder_html::text::to_text(&html));
        site.home.clone_from(&home);
        if !known.about.is_empty() {
            site.extra.insert("tumblr:blog", known.about.clone());
        }
        let mut collection = Collection::new(site, "tumblr");
        collection.has_titles = false;
        let homes = home.into_iter().chain(of_platform).collect();
        Self { known, collection, around: Around { homes, ..Around::default() } }
    }

    /// Keeps what an answer of the API says beside its posts. What was said first stays.
    pub(super) fn say(&mut self, fields: &[(String, Vec<u8>)]) {
        for (name, raw) in fields.iter().filter(|(name, _)| name != "blog") {
            let value = value(raw, &mut Repairs::default()).map(|(value, _)| value);
            let value = value.unwrap_or_else(|_| String::from_utf8_lossy(raw).into());
            let name = format!("tumblr:{name}");
            let extra = &mut self.collection.blog.site.extra;
            if extra.value(&name).is_none() {
                extra.insert(name, value);
            }
        }
    }

    /// Takes a post.
    pub(super) fn take(
        &mut self,
        draft: Draft,
        number: &str,
        (file, item, line): (usize, EntryId, Option<u32>),
        intake: &Intake,
    ) -> Result<PostId, ReadError> {
        let Draft { post, authors, terms, comments, addresses, notes } = draft;
        let id = post.id.clone();
        if post.kind == PostKind::Other {
            let is_record = number.is_empty();
            let class = if is_record { "a record that cannot be read" } else { "liked" };
            *self.collection.census.types_aside.entry(class.into()).or_default() += 1;
        }
        self.around.ids.insert(number.to_owned(), id.clone());
        let mut found = Found::new(post, file, item);
        (found.authors, found.terms, found.comments) = (authors, terms, comments);
        (found.addresses, found.notes, found.line) = (addresses, notes, line);
        self.collection.take(found, intake)?;
        Ok(id)
    }

    /// The whole blog, with the files that its posts show, and with those of its folder that none shows.
    pub(super) fn finish(
        mut self,
        files: &[usize],
        source: &dyn Source,
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<Blog, ReadError> {
        self.around.media = Media::of(files, source);
        let mut blog = self.collection.finish(&self.around, shelf, intake)?;
        keep_rest(&mut blog, files, "tumblr-media", source, shelf, intake)?;
        let authors: Vec<_> = blog.authors.iter().map(|author| author.id.clone()).collect();
        if let [author] = &authors[..] {
            blog.site.authors.push(author.clone());
        }
        let names = files.iter().map(|file| &source.entries()[*file].name);
        let is_avatar = |name: &&Arc<str>| {
            name.rsplit('/').next().is_some_and(|last| last.starts_with("avatar."))
        };
        let avatar = names.into_iter().find(is_avatar).map(AssetId::new);
        let is_there = |id: &AssetId| blog.assets.heads().any(|asset| asset.id == *id);
        blog.site.image = avatar.filter(is_there);
        Ok(blog)
    }
}

impl Surroundings for Around {
    fn homes(&self) -> Vec<String> {
        self.homes.clone()
    }

    /// Addresses in a page are relative to the page, which lies in a folder.
    fn base(&self, post: &Post) -> Option<Url> {
        let is_page = |source: &Provenance| source.form.ends_with("-page");
        let link = post.permalink.as_deref().filter(|_| !post.source.iter().any(is_page))?;
        Url::parse(link).ok()
    }

    fn file(
        &self,
        shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        _post: Option<&Post>,
    ) -> Option<usize> {
        let host = crate::address::host(address);
        let is_of_platform = crate::address::is_web(address) && host.ends_with(".tumblr.com");
        if !is_own && !is_of_platform {
            return None;
        }
        self.media.find(address).or_else(|| shelf.find(address))
    }

    /// Pages are linked by the names of their files.
    fn linked(&self, href: &str, post: &Post) -> Option<PostId> {
        let is_page = post.source.iter().any(|source| source.form.ends_with("-page"));
        let path = href.split(['?', '#']).next()?;
        let is_file = is_page && path.ends_with(".html") && !crate::address::is_web(path);
        self.ids.get(number_of(path).filter(|_| is_file)?).cloned()
    }
}

/// The files of a blog by their names, which on Tumblr no two have.
#[derive(Default)]
struct Media {
    names: HashMap<String, Option<usize>>,
    /// Pictures by their names without the size, with the size.
    sizes: BTreeMap<String, (u32, usize)>,
}

impl Media {
    fn of(files: &[usize], source: &dyn Source) -> Self {
        let mut media = Self::default();
        for &file in files {
            let name = last(&source.entries()[file].name);
            if let Some((stem, size)) = sized(&name) {
                let known = media.sizes.entry(stem).or_insert((size, file));
                *known = (*known).max((size, file));
            }
            media.names.entry(name).and_modify(|known| *known = None).or_insert(Some(file));
        }
        media
    }

    /// The file that an address means: the one of its name, else the largest of the same picture.
    fn find(&self, address: &str) -> Option<usize> {
        let name = last(address.split(['?', '#']).next()?);
        if let Some(known) = self.names.get(&name) {
            return *known;
        }
        self.sizes.get(&sized(&name)?.0).map(|(_, file)| *file)
    }
}

fn last(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    larder_core::key::name(&crate::percent_decode_name(name))
}

/// `tumblr_abc_500.jpg`: the name without the size, and the size.
fn sized(name: &str) -> Option<(String, u32)> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (rest, size) = stem.rsplit_once('_').filter(|_| stem.starts_with("tumblr_"))?;
    let size: u32 = size.trim_end_matches("sq").parse().ok()?;
    Some((rest.to_owned(), size))
}
