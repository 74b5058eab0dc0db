//! Where the files of a folder were, as Larder writes it beside a folder of Markdown: in a file of data, by their paths.
//!
//! ```json
//! { "media/walk.png": { "old_address": "https://…", "also_at": ["https://…"] } }
//! ```
//!
//! Texts name files by the paths between them. That a post with such a text was at an address says nothing of where its
//! pictures were.

use std::collections::HashMap;

use super::{
    Settings, Site,
    value::{Map, Value},
};

/// The file of data.
const FILE: &str = "data/media.json";

/// The folder of files.
pub(crate) const FOLDER: &str = "media/";

/// The old addresses of files. Of two files that were at one address, one is meant by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moved {
    addresses: HashMap<String, String>,
    places: HashMap<String, usize>,
    also: HashMap<String, Vec<String>>,
}

impl Moved {
    /// What a site says of its files.
    pub(super) fn read(site: &Site<'_>) -> Self {
        let mut moved = Self::default();
        let Some(place) = site.file(FILE).filter(|_| site.is_ours()) else { return moved };
        for (path, told) in Settings::read(site.source, place, FILE).map.0 {
            let (Value::Map(told), Some(place)) = (told, site.file(&path)) else { continue };
            moved.learn(&path, &told, place);
        }
        moved
    }

    fn learn(&mut self, path: &str, told: &Map, place: usize) {
        let also = told.get("also_at").map(Value::each).unwrap_or_default();
        let also: Vec<String> = also.iter().filter_map(Value::text).map(str::to_owned).collect();
        for address in &also {
            self.places.entry(address.clone()).or_insert(place);
        }
        if let Some(address) = told.text("old_address") {
            self.addresses.insert(path.to_owned(), address.to_owned());
            self.places.insert(address.to_owned(), place);
            self.also.insert(address.to_owned(), also);
        }
    }

    /// The address at which the file with this path was.
    pub(super) fn address(&self, path: &str) -> Option<&str> {
        self.addresses.get(path).map(String::as_str)
    }

    /// Other addresses of the file that was at one.
    pub(super) fn others(&self, address: &str) -> &[String] {
        self.also.get(address).map(Vec::as_slice).unwrap_or_default()
    }

    /// The place of the file that was at an address.
    pub(super) fn file(&self, address: &str) -> Option<usize> {
        self.places.get(address).copied()
    }
}
