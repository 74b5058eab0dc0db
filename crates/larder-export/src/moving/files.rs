//! The files that a move takes along: where each stands in the package, and which addresses in bodies mean it.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use chrono::Datelike;
use larder_core::{Asset, AssetId, Blob, Blog, Post, Stored, Timestamp};

use super::{People, Tally};
use crate::{WriteError, writer::as_read};

/// Year and month of the post that shows a file first. None where none is dated.
pub(crate) type When = Option<(i32, u32)>;

/// Says where files stand.
pub(crate) trait Place {
    /// The path of a file in the package. Every path is asked for once and may be given once.
    fn path(&mut self, asset: &Asset, stored: &Stored, when: When) -> String;

    /// An address that bodies have for a file and that its record does not name.
    fn also(&self, asset: &Asset) -> Option<String>;
}

/// A file of the package.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// The place of its record in the blog.
    pub(crate) place: usize,
    /// Its path in the package.
    pub(crate) path: String,
    /// How many bytes it has.
    pub(crate) length: u64,
}

impl Packed {
    /// The bytes of the file, whose record this is. Fails when they are not those that were read.
    pub(crate) fn blob<'a>(&self, asset: &'a Asset) -> Result<Option<&'a Blob>, WriteError> {
        asset.stored.as_ref().map_or(Ok(None), |stored| as_read(stored))
    }
}

/// What is known of a file that is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Its path in the package, if its bytes are there.
    pub(crate) path: Option<String>,
    /// Its address, where it has one.
    pub(crate) url: Option<String>,
    /// The text for those who cannot see it.
    pub(crate) alt: Option<String>,
    /// Its media type.
    pub(crate) media_type: Option<String>,
    /// Its length in bytes.
    pub(crate) length: Option<u64>,
}

/// The files of a move.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Those whose bytes are in the package.
    pub(crate) packed: Vec<Packed>,
    known: HashMap<AssetId, Known>,
    /// The paths that addresses in bodies mean. None: two files have the address, so that it tells neither.
    by_address: HashMap<String, Option<String>>,
}

impl Files {
    /// The files that the posts at these places, their people and the blog itself show. Fails when the spool can no longer
    /// be read.
    ///
    /// What only other posts show stays behind, and is counted.
    pub(crate) fn new(
        blog: &Blog,
        places: &[usize],
        people: &People<'_>,
        place: &mut dyn Place,
        tally: &mut Tally,
    ) -> io::Result<Self> {
        let shown = shown(blog, places, people)?;
        let mut files = Self::default();
        for (at, slot) in blog.assets.slots().iter().enumerate() {
            let asset = slot.get()?;
            let when = shown.get(&asset.id);
            let Some(when) = when else {
                tally
                    .lose("media files of nothing that is carried", usize::from(has_bytes(&asset)));
                continue;
            };
            files.take(at, &asset, *when, place);
        }
        Ok(files)
    }

    fn take(&mut self, at: usize, asset: &Asset, when: When, place: &mut dyn Place) {
        let stored = asset.stored.as_ref().filter(|stored| stored.blob.is_some());
        let path = stored.map(|stored| place.path(asset, stored, when));
        if let Some(path) = &path {
            let length = stored.map_or(0, |stored| stored.length);
            self.packed.push(Packed { place: at, path: path.clone(), length });
            let also = place.also(asset);
            for address in asset.url.iter().chain(&asset.also_at).chain(&also) {
                let known = self.by_address.entry(address.clone());
                let known = known.or_insert_with(|| Some(path.clone()));
                if known.as_ref() != Some(path) {
                    *known = None;
                }
            }
        }
        let media_type = stored.and_then(|stored| stored.media_type.clone());
        self.known.insert(
            asset.id.clone(),
            Known {
                path,
                url: asset.url.clone(),
                alt: asset.alt.clone(),
                media_type: media_type.or_else(|| asset.media_type.clone()),
                length: stored.map(|stored| stored.length),
            },
        );
    }

    /// The path of the file that an address in a body means.
    pub(crate) fn find(&self, address: &str) -> Option<&str> {
        self.by_address.get(address)?.as_deref()
    }

    /// What is known of a file.
    pub(crate) fn get(&self, id: &AssetId) -> Option<&Known> {
        self.known.get(id)
    }
}

fn has_bytes(asset: &Asset) -> bool {
    asset.stored.as_ref().is_some_and(|stored| stored.blob.is_some())
}

/// The files that are shown, each with the date of the first post that does.
fn shown(blog: &Blog, places: &[usize], people: &People<'_>) -> io::Result<HashMap<AssetId, When>> {
    let mut shown: HashMap<AssetId, When> = HashMap::new();
    for &place in places {
        let post = blog.posts.get(place)?;
        let when = post.published.or(post.updated).map(month);
        for id in of_post(&post) {
            let known = shown.entry(id.clone()).or_insert(when);
            *known = known.or(when);
        }
    }
    let around: HashSet<&AssetId> = blog
        .site
        .image
        .iter()
        .chain(people.used.iter().filter_map(|it| it.image.as_ref()))
        .collect();
    for id in around {
        shown.entry(id.clone()).or_insert(None);
    }
    Ok(shown)
}

fn month(time: Timestamp) -> (i32, u32) {
    (time.at().year(), time.at().month())
}

fn of_post(post: &Post) -> impl Iterator<Item = &AssetId> {
    let enclosed = post.enclosures.iter().filter_map(|enclosure| enclosure.asset.as_ref());
    post.assets.iter().chain(&post.cover).chain(enclosed)
}
