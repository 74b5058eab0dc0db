//! The pictures and files of a blog: those that it kept itself, which may be in the zip, and those of others.

use std::collections::{BTreeMap, HashMap};

use larder_core::{Asset, AssetId, Digest, Fate, Note, NoteKind, PostId, Provenance, Rule, Stored};
use larder_html::{Limits, Tree};

use super::body::Address;
use crate::{Intake, ReadError, Source, names::percent_decode_name};

/// The folders that Ghost keeps files in.
const FOLDERS: [&str; 3] = ["images", "media", "files"];

/// A file that a post or the blog shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// The address as it stands in the HTML.
    pub(super) url: String,
    pub(super) alt: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

impl Shown {
    pub(super) fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }
}

/// What a body shows, and where it leads.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<Shown>,
    pub(super) links: Vec<String>,
}

/// Finds what HTML refers to.
pub(super) fn scan(html: &str) -> Found {
    let mut found = Found::default();
    if !html.contains('<') {
        return found;
    }
    let tree = Tree::fragment(html, &Limits::default());
    for node in tree.descendants(tree.root()) {
        let attribute = |name: &str| tree.attribute(node, name).filter(|it| !it.is_empty());
        let number = |name: &str| attribute(name).and_then(|text| text.parse().ok());
        match tree.name(node) {
            Some("img" | "video" | "audio" | "source") => {
                let file = |url: &str| Shown {
                    url: url.to_owned(),
                    alt: attribute("alt").map(str::to_owned),
                    width: number("width"),
                    height: number("height"),
                };
                found.files.extend(attribute("src").map(file));
                found.files.extend(attribute("poster").map(Shown::new));
            }
            Some("a") => match attribute("href") {
                Some(href) if key(href).is_some() => found.files.push(Shown::new(href)),
                Some(href) => found.links.push(href.to_owned()),
                None => {}
            },
            _ => {}
        }
    }
    found.files.retain(|file| !file.url.trim_start().starts_with("data:"));
    found
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
        let own = key.as_ref().map(|key| format!("/{key}"));
        let picture = self.known.entry(id.clone()).or_insert_with(|| Picture {
            key,
            post: post.cloned(),
            ..Picture::default()
        });
        let is_other = match &own {
            Some(path) => !percent_decode_name(&shown.url).ends_with(path.as_str()),
            None => false,
        };
        if is_other && picture.also.len() < FEW && !picture.also.contains(&shown.url) {
            picture.also.push(shown.url.clone());
        }
        let known = &mut picture.shown;
        if known.url.is_empty() {
            known.url = shown.url;
        }
        if known.alt.is_none() {
            known.alt = shown.alt.filter(|alt| !alt.is_empty());
        }
        // The sizes of smaller ones say nothing of the file.
        if !is_other {
            known.width = known.width.or(shown.width);
            known.height = known.height.or(shown.height);
        }
        id
    }

    /// Puts all files away, those of the zip with their bytes. Fails when the spool does.
    pub(super) fn finish(
        mut self,
        files: &Files,
        blog: &mut larder_core::Blog,
        source: (&dyn Source, &Provenance),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        for key in files.by_key.keys() {
            let id = own_id(key);
            self.known.entry(id).or_default().key.get_or_insert_with(|| key.clone());
        }
        let has_files = !files.by_key.is_empty();
        for (id, picture) in self.known {
            let mut asset = Asset::new(id);
            let key = picture.key.as_deref();
            asset.url = match key {
                Some(key) => self.address.whole(&format!("/{key}")),
                None => Some(picture.shown.url.clone()),
            };
            asset.also_at = picture.also;
            let name = key.unwrap_or(&picture.shown.url).split(['?', '#']).next();
            let name = name.and_then(|name| name.rsplit('/').next()).filter(|it| !it.is_empty());
            asset.file_name = name.map(percent_decode_name);
            asset.alt = picture.shown.alt;
            (asset.width, asset.height) = (picture.shown.width, picture.shown.height);
            asset.source = vec![source.1.clone()];
            match key.and_then(|key| Some((key, *files.by_key.get(key)?))) {
                Some((_, place)) => {
                    asset.stored = read(place, source.0, intake)?.map(Box::new);
                    asset.source = vec![Provenance::new(
                        source.0.entries()[place].name.clone(),
                        source.1.form.clone(),
                    )];
                }
                None if has_files && key.is_some() => {
                    let name = key.unwrap_or_default().to_owned();
                    let mut note = Note::new(NoteKind::AssetMissing { name });
                    note.place.post = picture.post;
                    blog.notes.push(note);
                }
                None => {}
            }
            blog.assets.put_away(asset, &std::sync::Arc::clone(intake.spool()))?;
        }
        Ok(())
    }
}

/// The bytes of an entry. None where they cannot be had, which the ledger says. Fails when the spool does.
fn read(
    place: usize,
    source: &dyn Source,
    intake: &mut Intake,
) -> Result<Option<Stored>, ReadError> {
    let entry = intake.file(place);
    match source.read(place) {
        Ok(bytes) => {
            let stored = store(&bytes, intake)?;
            intake.ledger().settle(entry, Fate::Carried { post: None });
            Ok(Some(stored))
        }
        Err(crate::SourceError::Refused { rule, found }) => {
            intake.leave_out(entry, rule, found);
            Ok(None)
        }
        Err(error) => {
            intake.leave_out(entry, Rule::Unreadable, error.to_string());
            Ok(None)
        }
    }
}

/// What the bytes show, never what a name says.
fn store(bytes: &[u8], intake: &Intake) -> Result<Stored, ReadError> {
    let kind = infer::get(bytes);
    let extension = kind
        .map(|kind| kind.extension())
        .filter(|it| SAFE_EXTENSIONS.contains(it))
        .unwrap_or("bin");
    let mut stored = Stored::new(Digest::of(bytes), bytes.len() as u64, extension);
    stored.media_type = kind.map(|kind| kind.mime_type().to_owned());
    if let Ok(size) = imagesize::blob_size(bytes) {
        stored.width = u32::try_from(size.width).ok();
        stored.height = u32::try_from(size.height).ok();
    }
    stored.blob = Some(intake.blob(bytes)?);
    Ok(stored)
}

/// The extensions that files of the archive may have: pictures, sound, film and documents that no program runs.
const SAFE_EXTENSIONS: &[&str] = &[
    "jpg", "png", "gif", "webp", "bmp", "tif", "heif", "avif", "ico", "mp3", "m4a", "ogg", "wav",
    "flac", "mp4", "webm", "mov", "pdf", "zip",
];

/// The files of an input that are pictures and files of a blog.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Their places in the source, by their names in the blog.
    pub(super) by_key: HashMap<String, usize>,
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
        let found = scan(
            "<p><a href='/b/'>b</a><a href='/content/files/a.pdf'>a</a><img src=/content/images/x.png width=7 alt=그림>\
             <video src=v.mp4 poster=p.jpg></video><img src='data:image/png;base64,AA'></p>",
        );
        let urls: Vec<_> = found.files.iter().map(|file| &*file.url).collect();
        assert_eq!(urls, ["/content/files/a.pdf", "/content/images/x.png", "v.mp4", "p.jpg"]);
        assert_eq!(found.links, ["/b/"]);
        assert_eq!(found.files[1].width, Some(7));
    }
}
