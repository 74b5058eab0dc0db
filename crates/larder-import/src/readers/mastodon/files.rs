//! The files of archives. Attachments have addresses that look absolute and are paths in the archive, some with the name of
//! a bucket before them.

use std::{collections::HashMap, sync::Arc};

use larder_core::{Asset, AssetId, Post, Provenance, key};
use url::Url;

use crate::{Source, address, collect, collect::Surroundings, percent_decode_name, shelf::Shelf};

/// All files of an input, by their names.
pub(super) type Names = Arc<HashMap<String, usize>>;

/// The files of an account's archives.
#[derive(Default)]
pub(super) struct Files {
    names: Names,
    /// The folders that the archives are in, each with its `/`.
    folders: Vec<String>,
}

/// The folder that every attachment is in.
const ATTACHMENTS: &str = "media_attachments/";

/// The files at these places, by their names as they are compared.
pub(super) fn names(source: &dyn Source, places: &[usize]) -> Names {
    let name = |place: &usize| (key::name(&source.entries()[*place].name), *place);
    Arc::new(places.iter().map(name).collect())
}

impl Files {
    /// The files that are in these folders.
    pub(super) fn new(names: &Names, folders: Vec<String>) -> Self {
        Self { names: Arc::clone(names), folders }
    }

    /// The place of the file that an address means, and its name.
    fn find(&self, address: &str) -> Option<(&str, usize)> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        let path = key::name(&percent_decode_name(path));
        let within = path.find(ATTACHMENTS).map(|at| &path[at..]);
        let whole = Some(path.trim_start_matches('/')).filter(|_| !address::is_web(address));
        let paths = within.into_iter().chain(whole);
        let names = paths.flat_map(|path| self.folders.iter().map(move |it| [it, path].concat()));
        names
            .filter_map(|name| self.names.get_key_value(&name))
            .map(|(a, b)| (a.as_str(), *b))
            .next()
    }

    /// A file with this address that a post comes with, and whether it is missing though the archive should have it.
    pub(super) fn asset(&self, address: &str, source: &Provenance) -> (Asset, bool) {
        if address::is_web(address) {
            return (collect::asset_at(address, source), false);
        }
        let found = self.find(address);
        let id = match found {
            Some((name, _)) => AssetId::new(name),
            None => AssetId::new([&*source.file, " ", shown(address)].concat()),
        };
        let mut asset = Asset::new(id);
        asset.also_at = vec![address.to_owned()];
        if shown(address) != address {
            asset.also_at.push(shown(address).to_owned());
        }
        asset.source = vec![source.clone()];
        (asset, found.is_none())
    }
}

/// An address as HTML has it: a path in the archive begins with no `/`, which would be a place on some server.
pub(super) fn shown(address: &str) -> &str {
    if address.starts_with("//") { address } else { address.trim_start_matches('/') }
}

impl Surroundings for Files {
    /// What is relative is a path in the archive, and stays one.
    fn base(&self, _: &Post) -> Option<Url> {
        None
    }

    fn file(
        &self,
        shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        _: Option<&Post>,
    ) -> Option<usize> {
        let found = self.find(address).map(|(_, place)| place);
        found.or_else(|| is_own.then(|| shelf.find(address)).flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn attachments_are_found_by_their_ends() {
        let path = "a/media_attachments/files/1/original/글.png";
        let source = Memory::new("in", [(path, "x"), ("a/avatar.png", "y"), ("b/avatar.png", "z")]);
        let files = Files::new(&names(&source, &[0, 1, 2]), vec!["a/".to_owned()]);
        let find = |address: &str| files.find(address).map(|(name, _)| name);
        for address in [
            "/media_attachments/files/1/original/글.png",
            "/bucket/media_attachments/files/1/original/%EA%B8%80.png?x#y",
            "https://files.example/bucket/media_attachments/files/1/original/글.png",
        ] {
            assert_eq!(find(address), Some(path), "{address}");
        }
        assert_eq!(find("avatar.png"), Some("a/avatar.png"));
        for address in
            ["/media_attachments/files/2/original/글.png", "https://x.example/avatar.png", ""]
        {
            assert_eq!(find(address), None, "{address}");
        }
    }
}
