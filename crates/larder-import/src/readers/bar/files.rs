//! The files of a zip, by the addresses that posts have for them.

use std::{collections::HashMap, sync::Arc};

use larder_core::{Asset, AssetId, NoteKind, Post, Provenance, key};
use url::Url;

use crate::{
    Source, address, collect, collect::Surroundings, media, percent_decode_name, shelf::Shelf,
};

/// All files of an input, by their names.
pub(super) type Names = Arc<HashMap<String, usize>>;

/// The files of one archive.
#[derive(Default)]
pub(super) struct Files {
    names: Names,
    /// The folder that stands for the root of the zip, with its `/`.
    root: String,
    /// The address of the blog.
    pub(super) home: Option<String>,
}

/// The files at these places, by their names as they are compared.
pub(super) fn names(source: &dyn Source, places: &[usize]) -> Names {
    let name = |place: &usize| (key::name(&source.entries()[*place].name), *place);
    Arc::new(places.iter().map(name).collect())
}

/// How many addresses of one body are told.
const TOLD: usize = 20;

impl Files {
    /// The files that are in the folder `root`.
    pub(super) fn new(names: &Names, root: &str) -> Self {
        Self { names: Arc::clone(names), root: root.to_owned(), home: None }
    }

    /// The place of the file that an address means, and its name.
    fn find(&self, address: &str) -> Option<(&str, usize)> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?.1,
            None => path,
        };
        let path = [&*self.root, &within(&percent_decode_name(path))?].concat();
        self.names.get_key_value(&key::name(&path)).map(|(name, place)| (name.as_str(), *place))
    }

    fn is_own(&self, address: &str) -> bool {
        let home = self.home.as_deref();
        !has_scheme(address) && !address.starts_with("//")
            || home.is_some_and(|home| address::host(home) == address::host(address))
    }

    /// What is at an address: a file of the zip, or one somewhere else.
    pub(super) fn asset(&self, address: &str, source: &Provenance) -> Asset {
        if address::is_web(address) {
            return collect::asset_at(address, source);
        }
        let found = self.find(address);
        let id = match found {
            Some((name, _)) => AssetId::new(name),
            None => AssetId::new([&*source.file, " ", address].concat()),
        };
        let mut asset = Asset::new(id);
        asset.also_at = vec![address.to_owned()];
        asset.source = vec![source.clone()];
        asset
    }

    /// What is to be said of the addresses in a body: those that lead out of the zip, and files that are not in it.
    /// Of many, some, and how many more there are.
    pub(super) fn doubtful(&self, html: &str) -> (Vec<NoteKind>, u64) {
        let found = media::scan(html, None);
        let (mut notes, mut count) = (Vec::new(), 0_u64);
        let shown = found.references.iter().map(|it| (&it.url, true));
        for (address, is_file) in shown.chain(found.links.iter().map(|it| (it, false))) {
            if has_scheme(address) || address.starts_with("//") {
                continue;
            }
            let note = match within(address.split(['?', '#']).next().unwrap_or_default()) {
                None => NoteKind::ReferenceRefused { reference: address.clone() },
                Some(_) if is_file && self.find(address).is_none() => {
                    NoteKind::AssetMissing { name: address.clone() }
                }
                Some(_) => continue,
            };
            count += 1;
            if notes.len() < TOLD {
                notes.push(note);
            }
        }
        (notes, count - count.min(TOLD as u64))
    }
}

/// A path without `.` and `..`. None if it leads out of the zip.
fn within(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether an address says what it is: `https:`, `mailto:`, `data:`.
fn has_scheme(address: &str) -> bool {
    address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}

impl Surroundings for Files {
    fn homes(&self) -> Vec<String> {
        self.home.iter().cloned().collect()
    }

    /// What is relative is a path in the zip, and stays one.
    fn base(&self, _: &Post) -> Option<Url> {
        None
    }

    fn file(&self, _: &Shelf<'_>, address: &str, _: bool, _: Option<&Post>) -> Option<usize> {
        self.is_own(address).then(|| self.find(address)).flatten().map(|(_, place)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn addresses_begin_at_the_root_and_never_lead_out_of_it() {
        let source =
            Memory::new("in", [("a.bar/uploads/2019/글.png", "x"), ("b.bar/uploads/x.png", "y")]);
        let mut files = Files::new(&names(&source, &[0, 1]), "a.bar/");
        files.home = Some("https://ato.example/".to_owned());
        let shelf = Shelf::new(&source, &[]);
        let find = |address: &str| files.file(&shelf, address, false, None);
        for address in [
            "uploads/2019/글.png",
            "/uploads/2019/%EA%B8%80.png?x",
            "./uploads/../uploads/2019/글.png",
            "https://www.ato.example/uploads/2019/글.png",
        ] {
            assert_eq!(find(address), Some(0), "{address}");
        }
        for address in [
            "../b.bar/uploads/x.png",
            "uploads/../../b.bar/uploads/x.png",
            "..\\b.bar\\uploads\\x.png",
            "https://other.example/uploads/2019/글.png",
            "uploads/x.png",
            "",
        ] {
            assert_eq!(find(address), None, "{address}");
        }
        let (notes, _) = files.doubtful("<img src='../a.png'><img src='b.png'><a href='../../x'>x</a><a href='mailto:a@example.org'>m</a>");
        assert_eq!(notes.len(), 3);
        let (notes, more) = files.doubtful(&"<img src='b.png'><a href='../x'>x</a>".repeat(100));
        assert_eq!(notes.len() as u64 + more, 101);
        assert_eq!(notes.len(), TOLD);
    }
}
