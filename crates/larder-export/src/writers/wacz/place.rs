//! Where things stand in the archive: at their own addresses, and what has none below that of the blog.
//!
//! Programs find a page by its key in the index, and two addresses may have one: those that differ in the scheme, in `www.`, in
//! capital letters, in the order of parameters or in a slash at the end. Whoever comes first has the address; the other one
//! stands where nothing was, and says which address it had.

use std::collections::{HashMap, HashSet};

use larder_core::{Asset, Blog, Post, PostId, Stored};
use larder_html::url::Base;
use url::Url;

use super::surt::surt;
use crate::{
    WriteError, WriteOptions,
    carried::Names,
    feed::{home, public, web},
    moving::{Place, When},
};

/// The folder of what has no address of its own, below that of the blog.
const FOLDER: &str = "larder";

/// How many characters of a title name a page.
const LONGEST: usize = 60;

/// The addresses of everything in the archive.
#[derive(Debug)]
pub(super) struct Places {
    /// The address of the blog, or the nearest to it that is known.
    home: Url,
    /// The folder that it is of.
    folder: Url,
    /// The keys of what stands somewhere.
    taken: HashSet<String>,
    posts: Names,
    files: Names,
    /// The places in the blog of posts that stand where they stood.
    own: HashSet<usize>,
    /// Where the post at each place of the blog stands.
    pub(super) of_posts: HashMap<usize, Url>,
    /// The same by their ids: links in texts lead there, whichever of its addresses they name.
    pub(super) by_id: HashMap<PostId, String>,
}

impl Places {
    /// The places of the posts at these places of the blog. Fails where not even the address of the blog is known, and when the
    /// spool can no longer be read.
    pub(super) fn new(
        blog: &Blog,
        options: &WriteOptions,
        posts: &[usize],
    ) -> Result<Self, WriteError> {
        let known = home(&blog.site).or_else(|| public(options)).and_then(|it| parsed(&it));
        let home = known.ok_or(WriteError::Missing {
            format: larder_core::format::WACZ.name,
            what: "the address of the blog",
            option: "--public-url",
        })?;
        let mut folder = home.clone();
        folder.set_query(None);
        if let Ok(mut parts) = folder.path_segments_mut() {
            parts.pop_if_empty().push("");
        }
        let (posts_named, files) = (Names::default(), Names::default());
        let mut places = Self {
            home,
            folder,
            taken: HashSet::new(),
            posts: posts_named,
            files,
            own: HashSet::new(),
            of_posts: HashMap::new(),
            by_id: HashMap::new(),
        };
        places.place_posts(blog, posts).map_err(WriteError::Spool)?;
        Ok(places)
    }

    fn place_posts(&mut self, blog: &Blog, posts: &[usize]) -> std::io::Result<()> {
        let mut without = Vec::new();
        for &at in posts {
            let post = blog.posts.get(at)?;
            match post.permalink.as_deref().and_then(|it| self.take(it)) {
                Some(address) => {
                    self.own.insert(at);
                    self.of_posts.insert(at, address);
                }
                None => without.push((at, name(&post))),
            }
        }
        for (at, wanted) in without {
            let id = &blog.posts.head(at).id;
            let name = self.posts.give(&wanted, id.as_str());
            let address = self.make(&format!("{name}.html"));
            self.of_posts.insert(at, address);
        }
        let places = self.of_posts.iter();
        let by_id =
            places.map(|(at, place)| (blog.posts.head(*at).id.clone(), place.as_str().to_owned()));
        self.by_id = by_id.collect();
        Ok(())
    }

    /// The place of the first list of posts: the home of the blog, unless a post is there.
    pub(super) fn list(&mut self) -> Url {
        let home = self.home.as_str().to_owned();
        self.take(&home).unwrap_or_else(|| self.make("index.html"))
    }

    /// A place below the address of the blog, at which nothing stands.
    pub(super) fn make(&mut self, name: &str) -> Url {
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let names = std::iter::once(name.to_owned())
            .chain((2..=u64::MAX).map(|number| format!("{stem}-{number}.{end}")));
        for name in names {
            let mut address = self.folder.clone();
            if let Ok(mut parts) = address.path_segments_mut() {
                parts.pop_if_empty().push(FOLDER).extend(name.split('/'));
            }
            if self.taken.insert(surt(&address)) {
                return address;
            }
        }
        self.folder.clone()
    }

    /// Whether the post at this place of the blog stands where it stood.
    pub(super) fn is_own(&self, post: usize) -> bool {
        self.own.contains(&post)
    }

    /// The address without what programs do not send, if it is one of the web and nothing stands there yet.
    fn take(&mut self, address: &str) -> Option<Url> {
        // What stands at a part of a page is not what the page is.
        let address = parsed(address).filter(|it| it.fragment().is_none())?;
        self.taken.insert(surt(&address)).then_some(address)
    }
}

impl Place for Places {
    fn path(&mut self, asset: &Asset, stored: &Stored, _: When) -> String {
        if let Some(address) = asset.url.as_deref().and_then(|it| self.take(it)) {
            return address.into();
        }
        let addresses = asset.url.iter().chain(&asset.also_at);
        let own = asset.file_name.iter().chain(addresses).next();
        let own = own.map_or(asset.id.as_str(), String::as_str);
        let end = stored.file.rsplit_once('.').map_or("bin", |(_, end)| end);
        let name = self.files.give(own, asset.id.as_str());
        let name = if name.contains('.') { name } else { format!("{name}.{end}") };
        self.make(&format!("files/{name}")).into()
    }

    fn also(&self, _: &Asset) -> Option<String> {
        None
    }
}

/// What the page of a post is called that has no address of its own.
fn name(post: &Post) -> String {
    let name = post.slug.as_ref().or(post.title.as_ref()).map_or("post", String::as_str);
    // A name is not read as the end of a path.
    name.chars().take(LONGEST).map(|it| if "/\\?#.%".contains(it) { '-' } else { it }).collect()
}

/// An address of the web without names and passwords of people.
fn parsed(address: &str) -> Option<Url> {
    let address = Url::parse(&web(&Base::default(), address)?).ok()?;
    let is_open = address.username().is_empty() && address.password().is_none();
    (address.has_host() && is_open).then_some(address)
}
