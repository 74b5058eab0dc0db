//! The images of posts: one asset each, however many addresses it was met under, with its bytes where the input has
//! them.
//!
//! A saved page refers to its pictures by paths beside it. Such a reference is followed only inside the input, by name:
//! absolute paths, `..`, drives and `file:` are refused with a note.

use std::{
    collections::{BTreeMap, HashMap, HashSet, btree_map::Entry},
    io,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, Digest, Note, NoteKind, Post, Provenance, Rule, Slot, Spool, Stored, Table, key,
};

use super::super::{body::Image, page::thumb};
use crate::{Intake, ReadError, Source, names::percent_decode_name, shelf::store};

/// The assets of a blog, each once. Those that the post at hand shows are in memory, and so are the few that very many
/// posts show; all others are put away.
#[derive(Default)]
pub(super) struct Assets {
    table: Table<Asset>,
    numbers: HashMap<AssetId, u32>,
    here: BTreeMap<u32, Asset>,
    /// Those of them that the post at hand brought into memory.
    opened: Vec<u32>,
    /// How many posts brought each into memory.
    times: Vec<u8>,
}

impl Assets {
    /// The asset with this id, made when it is met for the first time. Fails when the spool can no longer be read.
    fn entry(&mut self, id: &AssetId) -> io::Result<&mut Asset> {
        let new = u32::try_from(self.table.len()).expect("the limit on files is far below 2^32");
        let number = *self.numbers.entry(id.clone()).or_insert(new);
        if number == new {
            self.table.push(Asset::new(id.clone()));
            self.times.push(0);
        }
        Ok(match self.here.entry(number) {
            Entry::Occupied(here) => here.into_mut(),
            Entry::Vacant(place) => {
                self.opened.push(number);
                self.times[number as usize] += 1;
                place.insert(self.table.get(number as usize)?.into_owned())
            }
        })
    }

    /// Puts the assets away that one post shows. One that very many posts show would be read and written anew with each
    /// of them; it stays until the end. Fails when the spool does.
    pub(super) fn put_away(&mut self, spool: &Arc<dyn Spool>) -> io::Result<()> {
        for number in self.opened.drain(..) {
            let Entry::Occupied(here) = self.here.entry(number) else { continue };
            let times = usize::from(self.times[number as usize]);
            let Asset { source, also_at, .. } = here.get();
            if times < FEW && source.len() < FEW && also_at.len() < FEW {
                self.table.replace(number as usize, Slot::away(here.remove(), spool)?);
            }
        }
        Ok(())
    }

    /// All of them. Fails when the spool does.
    pub(super) fn finish(mut self, spool: &Arc<dyn Spool>) -> io::Result<Table<Asset>> {
        drop(self.numbers);
        for (number, mut asset) in self.here {
            settle(&mut asset);
            self.table.replace(number as usize, Slot::away(asset, spool)?);
        }
        Ok(self.table)
    }
}

/// All assets of an input, and which of its files they use.
pub(in super::super) struct Library<'a> {
    source: &'a dyn Source,
    stored: BTreeMap<usize, Option<Box<Stored>>>,
    /// What says of all assets that a page showed them.
    form: Arc<str>,
}

impl<'a> Library<'a> {
    /// The library of a source.
    pub(in super::super) fn new(source: &'a dyn Source) -> Self {
        Self { source, stored: BTreeMap::new(), form: "image".into() }
    }

    /// The source.
    pub(super) fn source(&self) -> &'a dyn Source {
        self.source
    }

    /// The entry with a name in NFC. A source lists its entries by their names in NFC.
    fn find(&self, name: &str) -> Option<usize> {
        self.source.entries().binary_search_by(|entry| (*entry.name).cmp(name)).ok()
    }

    /// The entries whose bytes an asset uses.
    pub(in super::super) fn used(&self) -> impl Iterator<Item = usize> {
        self.stored.iter().filter(|(_, stored)| stored.is_some()).map(|(&index, _)| index)
    }

    /// The entries that assets use, by what is in them: length and digest. Of several with the same bytes, the first.
    pub(in super::super) fn contents(&self) -> HashMap<(u64, Digest), usize> {
        let stored =
            self.stored.iter().rev().filter_map(|(&index, stored)| Some((index, stored.as_ref()?)));
        stored.map(|(index, stored)| ((stored.length, stored.sha256), index)).collect()
    }

    /// The asset of a cover: its caption, which stands in no body, is kept with it.
    pub(super) fn add_cover(
        &mut self,
        assets: &mut Assets,
        image: &Image,
        file: &Arc<str>,
        post: &Post,
        intake: &mut Intake,
    ) -> Result<AssetId, ReadError> {
        let id = self.add(assets, image, file, post, intake)?;
        if !image.caption.is_empty() {
            assets.entry(&id)?.extra.insert("caption", image.caption.as_str());
        }
        Ok(id)
    }

    /// The asset of an image that `file` shows; it is added to `assets` or joined with the one already there.
    pub(super) fn add(
        &mut self,
        assets: &mut Assets,
        image: &Image,
        file: &Arc<str>,
        post: &Post,
        intake: &mut Intake,
    ) -> Result<AssetId, ReadError> {
        let id = asset_id(image, post);
        let asset = assets.entry(&id)?;
        let stored = self.bytes(image, file, post, asset.stored.is_some(), intake)?;
        fill(asset, image);
        if asset.stored.is_none() {
            if let (Some(stored), Some(stated)) = (&stored, image.width)
                && stored.width.is_some_and(|width| width < stated)
            {
                let url = image.local.clone().unwrap_or_default();
                intake.note(
                    Note::new(NoteKind::ThumbnailOnly { url })
                        .in_file(Arc::clone(file))
                        .on_post(&post.id),
                );
            }
            asset.stored = stored;
        }
        let is_known =
            asset.source.len() < FEW && asset.source.iter().any(|source| source.file == *file);
        if !is_known && asset.source.last().is_none_or(|source| source.file != *file) {
            push(&mut asset.source, Provenance::new(Arc::clone(file), Arc::clone(&self.form)));
        }
        Ok(id)
    }

    fn bytes(
        &mut self,
        image: &Image,
        file: &Arc<str>,
        post: &Post,
        is_stored: bool,
        intake: &mut Intake,
    ) -> Result<Option<Box<Stored>>, ReadError> {
        let addresses = image.local.iter().chain(&image.url).chain(&image.also_at);
        let captured = addresses.filter_map(|it| self.source.captured(it)).next();
        let index = match captured {
            Some(index) => index,
            None => match self.beside(image, file, post, is_stored, intake) {
                Some(index) => index,
                None => return Ok(None),
            },
        };
        if let Some(known) = self.stored.get(&index) {
            return Ok(known.clone());
        }
        let stored = match self.source.read(index) {
            Ok(bytes) => Some(Box::new(store(&bytes, intake)?)),
            // Whoever listed the files has usually said already why this one cannot be read; the others go on.
            Err(error) => {
                let entry = intake.file(index);
                if intake.ledger().entry(entry).fate.is_none() {
                    intake.leave_out(entry, Rule::Unreadable, error.to_string());
                }
                None
            }
        };
        self.stored.insert(index, stored.clone());
        Ok(stored)
    }
}

impl Library<'_> {
    /// The entry that an image of a page refers to by its path beside it.
    fn beside(
        &self,
        image: &Image,
        file: &Arc<str>,
        post: &Post,
        is_stored: bool,
        intake: &mut Intake,
    ) -> Option<usize> {
        let reference = image.local.as_ref()?;
        let mut note = |kind: NoteKind| {
            intake.note(Note::new(kind).in_file(Arc::clone(file)).on_post(&post.id));
        };
        let Some(name) = inside(file, reference) else {
            note(NoteKind::ReferenceRefused { reference: reference.clone() });
            return None;
        };
        let found = self.find(&name);
        if found.is_none() && !is_stored {
            note(NoteKind::AssetMissing { name: reference.clone() });
        }
        found
    }
}

/// brunch's own name of an image is (userId, TOKEN), whatever host serves it; else the address; else the name within
/// its post.
fn asset_id(image: &Image, post: &Post) -> AssetId {
    if let Some((user, token)) = image.url.as_deref().and_then(thumb::key) {
        return AssetId::new(format!("brunch:{user}/{token}"));
    }
    if let Some(url) = &image.url {
        return AssetId::new(url.as_str());
    }
    let name = image.local.as_ref().or(image.raw_name.as_ref()).or(image.file_name.as_ref());
    AssetId::derived(&["brunch", post.id.as_str(), name.map_or("", String::as_str), &image.caption])
}

fn fill(asset: &mut Asset, image: &Image) {
    let fill = |place: &mut Option<String>, value: &Option<String>| {
        if place.is_none() {
            place.clone_from(value);
        }
    };
    fill(&mut asset.url, &image.url);
    fill(&mut asset.file_name, &image.file_name);
    fill(&mut asset.alt, &Some(image.alt.clone()).filter(|alt| !alt.is_empty()));
    asset.width = asset.width.or(image.width);
    asset.height = asset.height.or(image.height);
    for address in image.url.iter().chain(&image.also_at).chain(&image.local) {
        // Of very many, doubles are taken out at the end: looking each time would take the square of their number.
        let is_known = asset.also_at.len() < FEW && asset.also_at.contains(address);
        if Some(address) != asset.url.as_ref() && !is_known {
            push(&mut asset.also_at, address.clone());
        }
    }
    if let Some(raw) = &image.raw_name {
        asset.extra.insert("rawName", raw.as_str());
    }
}

/// How many addresses and sources of an asset are looked through for each new one.
const FEW: usize = 32;

/// Takes the doubles out of very many addresses and sources.
fn settle(asset: &mut Asset) {
    if asset.source.len() >= FEW {
        let mut met = HashSet::new();
        asset.source.retain(|source| met.insert(Arc::clone(&source.file)));
    }
    if asset.also_at.len() >= FEW {
        let mut met = HashSet::new();
        asset.also_at.retain(|address| met.insert(address.clone()));
    }
}

/// Adds to a list that mostly stays a list of one: a `Vec` would take room for four.
fn push<T>(list: &mut Vec<T>, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(item);
}

/// The entry that a reference in `file` names, if it stays inside the input.
fn inside(file: &str, reference: &str) -> Option<String> {
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_name(path);
    let scheme = path.find(':').is_some_and(|colon| !path[..colon].contains('/'));
    if path.is_empty() || path.starts_with('/') || path.contains(['\\', '\0']) || scheme {
        return None;
    }
    let folder = file.rsplit_once('/').map(|(folder, _)| folder);
    let mut parts: Vec<&str> = folder.into_iter().flat_map(|folder| folder.split('/')).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            part => parts.push(part),
        }
    }
    Some(key::name(&parts.join("/")))
}

/// The folder that a reference in `file` names, if it stays inside the input.
pub(in super::super) fn folder_of(file: &str, reference: &str) -> Option<String> {
    let name = inside(file, reference)?;
    name.rsplit_once('/').map(|(folder, _)| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_inside_the_input() {
        assert_eq!(
            inside("a/쪽.html", "./쪽_files/1.png?x#y").as_deref(),
            Some("a/쪽_files/1.png")
        );
        assert_eq!(
            inside("쪽.html", "%EC%AA%BD_files/1%20.png").as_deref(),
            Some("쪽_files/1 .png")
        );
        for refused in [
            "../secret",
            "a/../../b",
            "/etc/passwd",
            "file:///etc/passwd",
            "C:\\x",
            "C:/x",
            "\\\\host\\x",
            "",
        ] {
            assert_eq!(inside("a/b.html", refused), None, "{refused}");
        }
    }
}
