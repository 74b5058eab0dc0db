//! What files and settings say for all pages below a folder.
//!
//! A place is a folder with `/` at its end (`""` is all of the site), or the path of a page without its extension.

use std::collections::HashMap;

use super::{role::split_name, status, value::Map};

/// Values for the pages below each place, and the places where some were not read.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    said: HashMap<String, Map>,
    doubts: HashMap<String, String>,
}

impl Defaults {
    /// Takes what a file says. Of two at one place the first counts, but for what hides pages.
    pub(crate) fn add(&mut self, place: impl Into<String>, values: &Map) {
        let known = self.said.entry(place.into()).or_default();
        if status::hides(values) && !status::hides(known) {
            let others = std::mem::replace(known, values.clone());
            known.fill_from(&others);
        } else {
            known.fill_from(values);
        }
    }

    /// Takes a file that may say something, and was not read.
    pub(crate) fn doubt(&mut self, place: impl Into<String>, file: &str) {
        self.doubts.entry(place.into()).or_insert_with(|| file.to_owned());
    }

    /// What holds for a page. The nearest counts most.
    pub(crate) fn of(&self, path: &str) -> Map {
        let mut all = Map::default();
        if !self.said.is_empty() {
            places(path).filter_map(|place| self.said.get(place)).for_each(|it| all.fill_from(it));
        }
        all
    }

    /// The file that may say something of a page, and was not read.
    pub(super) fn doubt_of(&self, path: &str) -> Option<&str> {
        if self.doubts.is_empty() {
            return None;
        }
        places(path).find_map(|place| self.doubts.get(place)).map(String::as_str)
    }
}

/// The places that a page belongs to, its own first.
fn places(path: &str) -> impl Iterator<Item = &str> {
    let (folder, stem, _) = split_name(path);
    let own = &path[..folder.len() + stem.len() + usize::from(!folder.is_empty())];
    let above = path.rmatch_indices('/').map(|(at, _)| &path[..=at]);
    std::iter::once(own).chain(above).chain([""])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::value::Value;

    fn map(name: &str, value: &str) -> Map {
        Map(vec![(name.into(), Value::plain(value))])
    }

    #[test]
    fn the_nearest_counts_and_at_one_place_what_hides() {
        let mut defaults = Defaults::default();
        defaults.add("", &map("layout", "far"));
        defaults.add("a/", &map("layout", "near"));
        defaults.add("b/", &map("draft", "false"));
        defaults.add("b/", &map("draft", "true"));
        defaults.add("b/own", &map("layout", "own"));
        let said = |path: &str, name: &str| defaults.of(path).text(name).map(str::to_owned);
        assert_eq!(said("x.md", "layout").as_deref(), Some("far"));
        assert_eq!(said("a/c/x.md", "layout").as_deref(), Some("near"));
        assert_eq!(said("b/own.md", "layout").as_deref(), Some("own"));
        assert_eq!(said("b/own.md", "draft").as_deref(), Some("true"));
        assert_eq!(said("ab/x.md", "draft"), None);
    }

    #[test]
    fn a_doubt_holds_below_its_place() {
        let mut defaults = Defaults::default();
        defaults.doubt("a/", "a/a.json");
        assert_eq!(defaults.doubt_of("a/b/c.md"), Some("a/a.json"));
        assert_eq!(defaults.doubt_of("ab.md"), None);
    }
}
