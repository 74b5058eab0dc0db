//! The pictures and files of a blog: those that it kept itself, which may be in the zip, and those of others.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use larder_core::{Asset, AssetId, Blog, Note, NoteKind, PostId, Provenance};

use super::body::Address;
use crate::{Intake, ReadError, Source, media, names::percent_decode_name, shelf::Shelf};

/// The folders that Ghost keeps files in.
const FOLDERS: [&str; 3] = ["images", "media", "files"];

/// A file that a post or the blog shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// The address as it stands in the HTML; that of the original, where that is known.
    pub(super) url: String,
    /// Other addresses of the same file.
    pub(super) also: Vec<String>,
    pub(super) alt: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

impl Shown {
    pub(super) fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }
}

/// Finds the files that HTML shows, and the addresses that it leads to.
pub(super) fn scan(html: &str) -> (Vec<Shown>, Vec<String>) {
    let found = media::scan(html, None);
    let shown = |reference: media::Reference| {
        let media::Reference { url, original, also, alt, width, height, .. } = reference;
        let best = original.unwrap_or_else(|| url.clone());
        let also = also.into_iter().chain([url]).filter(|other| *other != best).collect();
        Shown { url: best, also, alt, width, height }
    };
    (found.references.into_iter().map(shown).collect(), found.links)
}

/// The name of a file of the blog, whatever size of it an address is of: `content/images/2024/05/x.jpg`.
fn key(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (_, inside) = path.split_once("content/")?;
    let (folder, file) = inside.split_once('/')?;
    if !FOLDERS.contains(&folder) || file.is_empty() {
        return None;
    }
    let file = percent_decode_name(original(file));
    Some(larder_core::key::name(&format!("content/{folder}/{file}")))
}

/// `size/w600/format/webp/2024/05/x.jpg` is a smaller one of `2024/05/x.jpg`.
fn original(file: &str) -> &str {
    let after = |text: &'_ str, folder: &str| -> Option<usize> {
        let rest = text.strip_prefix(folder)?;
        rest.find('/').map(|slash| folder.len() + slash + 1)
    };
    let sized = after(file, "size/").map_or(file, |at| &file[at..]);
    match sized.len() < file.len() {
        true => after(sized, "format/").map_or(sized, |at| &sized[at..]),
        false => file,
    }
}

/// What a blog's own file is called as an asset. It does not depend on whether the blog's address is known.
fn own_id(key: &str) -> AssetId {
    AssetId::new(format!("{}/{key}", super::body::NAME))
}

/// How many other addresses of a file are kept.
const FEW: usize = 32;

/// All files of a blog.
#[derive(Debug, Default)]
pub(super) struct Library {
    address: Address,
    known: BTreeMap<AssetId, Picture>,
}

#[derive(Debug, Default)]
struct Picture {
    key: Option<String>,
    shown: Shown,
    also: Vec<String>,
    /// The first post that shows it.
    post: Option<PostId>,
}

/// The id of the asset that an address is of, and its name where it is the blog's own.
pub(super) fn id(url: &str, address: &Address) -> (AssetId, Option<String>) {
    match address.path(url).and_then(key) {
        Some(key) => (own_id(&key), Some(key)),
        None => (AssetId::new(url), None),
    }
}

impl Library {
    pub(super) fn new(address: Address) -> Self {
        Self { address, known: BTreeMap::new() }
    }

    /// Adds a file, and returns its id.
    pub(super) fn add(&mut self, shown: Shown, post: Option<&PostId>) -> AssetId {
        let (id, key) = id(&shown.url, &self.address);
        let picture = self.known.entry(id.clone()).or_insert_with(|| Picture {
            key,
            post: post.cloned(),
            ..Picture::default()
        });
        for other in shown.also {
            if picture.also.len() < FEW && !picture.also.contains(&other) {
                picture.also.push(other);
            }
        }
        let known = &mut picture.shown;
        if known.url.is_empty() {
            known.url = shown.url;
        }
        if known.alt.is_none() {
            known.alt = shown.alt.filter(|alt| !alt.is_empty());
        }
        known.width = known.width.or(shown.width);
        known.height = known.height.or(shown.height);
        id
    }

    /// Puts all files away: those of the zip, and those beside it that posts show, with their bytes.
    ///
    /// Fails when the spool does.
    pub(super) fn finish(
        mut self,
        files: &Files,
        blog: &mut Blog,
        (source, told): (&dyn Source, &Provenance),
        shelf: &mut Shelf<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        for key in files.by_key.keys() {
            let known = self.known.entry(own_id(key)).or_default();
            known.key.get_or_insert_with(|| key.clone());
        }
        let has_files = !files.by_key.is_empty() || !shelf.is_empty();
        for (id, picture) in self.known {
            let mut asset = asset(id, &picture, &self.address);
            asset.source = vec![told.clone()];
            let key = picture.key.as_deref();
            let place =
                key.and_then(|key| files.by_key.get(key).copied().or_else(|| shelf.find(key)));
            match place {
                Some(place) => {
                    asset.stored = shelf.store(place, intake)?;
                    let name = Arc::clone(&source.entries()[place].name);
                    asset.source = vec![Provenance::new(name, Arc::clone(&told.form))];
                }
                None if has_files && key.is_some() => {
                    let name = key.unwrap_or_default().to_owned();
                    let mut note = Note::new(NoteKind::AssetMissing { name });
                    note.place.post = picture.post;
                    blog.notes.push(note);
                }
                None => {}
            }
            blog.assets.put_away(asset, intake.spool())?;
        }
        Ok(())
    }
}

/// The asset of a file, without its bytes.
fn asset(id: AssetId, picture: &Picture, address: &Address) -> Asset {
    let mut asset = Asset::new(id);
    let shown = &picture.shown;
    asset.url = match &picture.key {
        Some(key) => address.whole(&format!("/{key}")),
        None => Some(shown.url.clone()),
    };
    asset.also_at.clone_from(&picture.also);
    // Where nobody knows the address of the blog, texts show it by a path: by that it is found.
    if asset.url.is_none() && !shown.url.is_empty() && !asset.also_at.contains(&shown.url) {
        asset.also_at.insert(0, shown.url.clone());
    }
    let path = picture.key.as_ref().unwrap_or(&shown.url).split(['?', '#']).next();
    let name = path.and_then(|path| path.rsplit('/').next()).filter(|name| !name.is_empty());
    asset.file_name = name.map(percent_decode_name);
    asset.alt.clone_from(&shown.alt);
    (asset.width, asset.height) = (shown.width, shown.height);
    asset
}

/// The files of an input that are pictures and files of a blog.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Their places in the source, by their names in the blog.
    pub(super) by_key: HashMap<String, usize>,
}

/// The name of the original that a file of the blog is a smaller copy of.
pub(super) fn larger(key: &str) -> Option<String> {
    let file = key.strip_prefix("content/images/")?;
    let larger = original(file);
    (larger.len() < file.len()).then(|| format!("content/images/{larger}"))
}

/// The name that an entry has in its blog, if it is one of the blog's files, and the folder that the blog is in.
pub(super) fn entry_key(name: &str) -> Option<(&str, String)> {
    let mut at = 0;
    for part in name.split('/') {
        let rest = &name[at..];
        let (is_content, inside) = match rest.strip_prefix("content/") {
            Some(inside) => (true, inside),
            None => (false, rest),
        };
        if let Some((folder, file)) = inside.split_once('/')
            && FOLDERS.contains(&folder)
            && !file.is_empty()
            && (is_content || !file.starts_with("content/"))
        {
            return Some((&name[..at], format!("content/{folder}/{file}")));
        }
        at += part.len() + 1;
        if at > name.len() {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_a_picture_are_one_picture() {
        for path in [
            "/content/images/2024/05/x.jpg",
            "/content/images/size/w600/2024/05/x.jpg",
            "/content/images/size/w600/format/webp/2024/05/x.jpg?v=1",
            "/blog/content/images/2024/05/x.jpg",
        ] {
            assert_eq!(key(path).as_deref(), Some("content/images/2024/05/x.jpg"), "{path}");
        }
        assert_eq!(key("/content/themes/x.css"), None);
        assert_eq!(key("/content/images/"), None);
        assert_eq!(key("/content/files/%EA%B8%80.pdf").as_deref(), Some("content/files/글.pdf"));
    }

    #[test]
    fn entries_are_known_in_every_layout() {
        let known = |name: &str| entry_key(name).map(|(folder, key)| (folder.to_owned(), key));
        let x = || "content/images/2024/x.jpg".to_owned();
        assert_eq!(known("content/images/2024/x.jpg"), Some((String::new(), x())));
        assert_eq!(known("images/2024/x.jpg"), Some((String::new(), x())));
        assert_eq!(known("my-blog/content/images/2024/x.jpg"), Some(("my-blog/".into(), x())));
        assert_eq!(
            known("my-blog/files/a.pdf"),
            Some(("my-blog/".into(), "content/files/a.pdf".into()))
        );
        assert_eq!(known("ghost.json"), None);
        assert_eq!(known("images/"), None);
    }

    #[test]
    fn bodies_show_files_and_lead_somewhere() {
        let (files, links) = scan(
            "<p><a href='/b/'>b</a><img src=/content/images/size/w600/x.png alt=그림>\
             <img src='data:image/png;base64,AA'></p>",
        );
        let urls: Vec<_> = files.iter().map(|file| &*file.url).collect();
        assert_eq!(urls, ["/content/images/x.png"]);
        assert_eq!(files[0].also, ["/content/images/size/w600/x.png"]);
        assert_eq!(links, ["/b/"]);
        assert_eq!(
            larger("content/images/size/w30/a.png").as_deref(),
            Some("content/images/a.png")
        );
        assert_eq!(larger("content/images/a.png"), None);
    }
}
