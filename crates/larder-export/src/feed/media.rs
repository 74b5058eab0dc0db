//! Where images and files can be had: at their own addresses, or beside the feed where the archive has their bytes.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use larder_core::{Asset, AssetId, Blog};
use larder_html::{escape, url::Base};
use memchr::{memchr, memmem};

use super::link::web;

/// The addresses of a blog's assets.
#[derive(Debug, Default)]
pub(crate) struct Media {
    public: Option<String>,
    /// How many assets the archive has the bytes of, without a place beside the feed.
    pub(crate) elsewhere: u64,
    /// What becomes of addresses in bodies, as they are written in HTML. Addresses that stay are not here.
    changed: HashMap<String, Change>,
    /// Where the assets can be had that were asked for: very many posts may show one.
    asked: Mutex<HashMap<AssetId, Arc<Had>>>,
}

/// Where an asset can be had.
#[derive(Debug)]
pub(crate) struct Had {
    /// Beside the feed, else at its own address.
    pub(crate) address: Option<String>,
    /// The address beside the feed and the length.
    pub(crate) stored: Option<(String, u64)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    /// Another address.
    To(String),
    /// A path within a saved page's folder, which leads nowhere from a feed.
    Gone,
    /// The same, though the bytes are kept: beside another output they could be shown.
    Kept,
}

/// How many addresses of pictures and players lead nowhere from a feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lost {
    /// All of them.
    pub(crate) all: usize,
    /// Those whose bytes are kept.
    pub(crate) kept: usize,
}

impl Media {
    /// The assets of `blog`, whose media folder will stand at the address `public`. Fails when the spool can no longer
    /// be read.
    pub(crate) fn new(blog: &Blog, public: Option<&str>) -> io::Result<Self> {
        let mut media = Self { public: public.map(Into::into), ..Self::default() };
        for asset in blog.assets.iter() {
            let asset = &*asset?;
            let has_bytes = asset.stored.as_ref().is_some_and(|stored| stored.blob.is_some());
            media.elsewhere += u64::from(has_bytes && media.stored(asset).is_none());
            let address = media.address(asset);
            for met in asset.url.iter().chain(&asset.also_at) {
                let change = match &address {
                    Some(address) if media.stored(asset).is_some() || is_local(met) => {
                        Change::To(address.clone())
                    }
                    None if is_local(met) && has_bytes => Change::Kept,
                    None if is_local(met) => Change::Gone,
                    _ => continue,
                };
                for written in [escape::attribute(met), met.clone()] {
                    media.learn(written, &change);
                }
            }
        }
        Ok(media)
    }

    /// A path that two pages use for different files tells neither: a post must never show the picture of another one,
    /// which may even be a private one.
    fn learn(&mut self, written: String, change: &Change) {
        let known = self.changed.entry(written).or_insert_with(|| change.clone());
        if known != change {
            *known = Change::Kept;
        }
    }

    /// Where an asset can be had: beside the feed if the archive has its bytes, else at its own address.
    pub(crate) fn address(&self, asset: &Asset) -> Option<String> {
        let own = || asset.url.as_deref().and_then(|url| web(&Base::default(), url));
        self.stored(asset).map(|(address, _)| address).or_else(own)
    }

    /// Where the asset with this id can be had. Fails when the spool can no longer be read.
    pub(crate) fn address_of(
        &self,
        blog: &Blog,
        id: Option<&AssetId>,
    ) -> io::Result<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        Ok(self.had(blog, id)?.and_then(|had| had.address.clone()))
    }

    /// Where the asset with this id can be had; it is read once. Fails when the spool can no longer be read.
    pub(crate) fn had(&self, blog: &Blog, id: &AssetId) -> io::Result<Option<Arc<Had>>> {
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = asked().get(id) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(asset) = blog.asset(id)? else { return Ok(None) };
        let had = Had { address: self.address(&asset), stored: self.stored(&asset) };
        let had = Arc::new(had);
        asked().insert(id.clone(), Arc::clone(&had));
        Ok(Some(had))
    }

    /// The address beside the feed and the length, if the archive has the bytes and the feed has an address.
    pub(crate) fn stored(&self, asset: &Asset) -> Option<(String, u64)> {
        // Without its bytes (an archive that was read without its media) no file is written for it.
        let stored = asset.stored.as_ref().filter(|stored| stored.blob.is_some())?;
        let address = web(&Base::default(), &format!("{}{}", self.public.as_ref()?, stored.file))?;
        Some((address, stored.length))
    }

    /// The body with the addresses of pictures and players changed, and how many of them are lost; None where all stay.
    ///
    /// What it makes still has to be normalised; the normaliser takes a picture with an address that is [`GONE`] out
    /// and leaves its description.
    pub(crate) fn change(&self, html: &str) -> Option<(String, Lost)> {
        if self.changed.is_empty() {
            return None;
        }
        let mut changed = String::new();
        let (mut written, mut lost) = (0, Lost::default());
        for at in memmem::find_iter(html.as_bytes(), b"src=") {
            let Some((start, end)) = quoted(html, at + "src=".len()) else { continue };
            let Some(change) = html.get(start..end).and_then(|value| self.changed.get(value))
            else {
                continue;
            };
            if at < written {
                continue;
            }
            changed.push_str(&html[written..start]);
            match change {
                Change::To(address) => changed.push_str(&escape::attribute(address)),
                Change::Gone | Change::Kept => {
                    changed.push_str(GONE);
                    lost.all += 1;
                    lost.kept += usize::from(*change == Change::Kept);
                }
            }
            written = end;
        }
        if written == 0 {
            return None;
        }
        changed.push_str(&html[written..]);
        Some((changed, lost))
    }
}

/// The address of a picture that leads nowhere: empty data.
const GONE: &str = "data:,";

/// Where the value between the quotes is that begin at a place.
fn quoted(html: &str, at: usize) -> Option<(usize, usize)> {
    let quote = *html.as_bytes().get(at)?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let start = at + 1;
    let length = memchr(quote, &html.as_bytes()[start..])?;
    Some((start, start + length))
}

/// Whether an address is a path within a saved page's folder, or within an archive.
pub(super) fn is_local(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    !(scheme || address.starts_with('/') || address.is_empty())
}

#[cfg(test)]
mod tests {
    use larder_core::{AssetId, Digest, Site, Stored};

    use super::*;

    fn blog() -> Blog {
        let mut blog = Blog::new(Site::new("b"));
        let mut known = Asset::new(AssetId::new("1"));
        known.url = Some("https://cdn.example.org/a.png".into());
        known.also_at.push("saved_files/a&b.png".into());
        let mut lost = Asset::new(AssetId::new("2"));
        lost.also_at.push("saved_files/lost.png".into());
        blog.assets = vec![known, lost].into();
        blog
    }

    fn media(blog: &Blog, public: Option<&str>) -> Media {
        Media::new(blog, public).unwrap()
    }

    const BODY: &str = "<img src=\"saved_files/a&amp;b.png\"><img src='saved_files/lost.png' alt=x>\
        <img src=\"https://cdn.example.org/a.png\"><img src=\"other.png\">";

    #[test]
    fn paths_of_saved_folders_become_the_original_or_go() {
        assert_eq!(
            media(&blog(), Some("https://f.example.org/")).change(BODY),
            Some((
                "<img src=\"https://cdn.example.org/a.png\"><img src='data:,' alt=x>\
                <img src=\"https://cdn.example.org/a.png\"><img src=\"other.png\">"
                    .into(),
                Lost { all: 1, kept: 0 }
            ))
        );
    }

    #[test]
    fn stored_bytes_are_taken_where_the_feed_has_an_address() {
        let mut blog = blog();
        let spool: std::sync::Arc<dyn larder_core::Spool> =
            std::sync::Arc::new(larder_core::MemorySpool::default());
        let mut stored = Stored::new(Digest::of(b"x"), 1, "png");
        stored.blob = Some(larder_core::Blob::keep(&spool, b"x").unwrap());
        let file = stored.file.clone();
        blog.assets.change(0, |asset| asset.stored = Some(Box::new(stored))).unwrap();
        let changed = media(&blog, Some("https://f.example.org/")).change(BODY).unwrap().0;
        assert_eq!(changed.matches(&format!("https://f.example.org/{file}")).count(), 2);
        assert!(!media(&blog, None).change(BODY).unwrap().0.contains("f.example.org"));
    }

    #[test]
    fn a_path_that_two_pages_use_for_different_files_shows_neither() {
        let mut blog = blog();
        let mut other = Asset::new(larder_core::AssetId::new("of-another-post"));
        other.url = Some("https://cdn.example.org/secret.png".into());
        other.also_at = blog.assets.get(0).unwrap().also_at.clone();
        blog.assets.push(other);
        let changed = media(&blog, None).change(BODY).unwrap().0;
        assert!(!changed.contains("secret.png"), "{changed}");
        // The third picture has its own address and keeps it.
        assert_eq!(changed.matches("a.png").count(), 1, "{changed}");
    }

    #[test]
    fn hostile_markup_is_passed_through() {
        for html in [
            "src=",
            "src=\"",
            "<img src='saved_files/lost.png",
            "src=\"src=\"saved_files/lost.png\"\"",
            "글src=\"글",
        ] {
            media(&blog(), None).change(html);
        }
    }
}
