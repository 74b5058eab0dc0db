//! What is in memory of the pages of a site: enough to tell where links lead.

use std::collections::{BTreeMap, HashMap, HashSet};

use larder_core::PostId;

use super::role::split_name;
use crate::unique::{Unique, hashed};

/// The pages of a site.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// How many pages that somebody may see have no address.
    pub(super) addresses_unknown: u64,
    heads: Vec<Head>,
    places: HashMap<usize, usize>,
    paths: HashMap<u64, usize>,
    names: Unique<usize>,
    addresses: Unique<usize>,
    ids: HashSet<PostId>,
    translations: BTreeMap<u64, Vec<usize>>,
}

/// What is in memory of a page.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Its id.
    pub(crate) id: PostId,
    /// The id that another page has, too, and has first.
    pub(crate) clash: Option<PostId>,
    /// Its address on the site.
    pub(crate) address: Option<Box<str>>,
    /// The language, where it is not that of the site.
    pub(crate) language: Option<Box<str>>,
    /// Its place in the source.
    pub(crate) place: usize,
    translation: u64,
}

impl Index {
    /// Adds a page with the id that it claims. Where another has it, its path makes one.
    pub(super) fn add(
        &mut self,
        place: usize,
        path: &str,
        names: &[String],
        claim: PostId,
        address: Option<String>,
        (language, translation): (Option<String>, u64),
    ) {
        let is_new = self.ids.insert(claim.clone());
        let (id, clash) = match is_new {
            true => (claim, None),
            false => (PostId::derived(&[path, claim.as_str()]), Some(claim)),
        };
        let number = self.heads.len();
        self.places.insert(place, number);
        self.paths.insert(hashed(path), number);
        for name in names {
            self.names.add(hashed(name), number);
        }
        self.translations.entry(translation).or_default().push(number);
        if let Some(address) = &address {
            self.addresses.add(hashed(address), number);
        }
        let (address, language) = (address.map(Into::into), language.map(Into::into));
        self.heads.push(Head { id, clash, address, language, place, translation });
    }

    /// The page from this place in the source.
    pub(crate) fn at(&self, place: usize) -> Option<&Head> {
        self.places.get(&place).map(|number| &self.heads[*number])
    }

    /// The page with this path below the folder of the site.
    pub(crate) fn path(&self, path: &str) -> Option<&Head> {
        self.paths.get(&hashed(path)).map(|number| &self.heads[*number])
    }

    /// The only page that has this name, in lower case.
    pub(crate) fn name(&self, name: &str) -> Option<&Head> {
        self.names.get(hashed(name.to_lowercase())).map(|number| &self.heads[number])
    }

    /// The address of the page from this place in the source, if no other page has it.
    pub(super) fn own_address(&self, place: usize) -> Option<&str> {
        let address = self.at(place)?.address.as_deref()?;
        self.addresses.get(hashed(address)).map(|_| address)
    }

    /// The same page in other languages.
    pub(super) fn translations(&self, head: &Head) -> impl Iterator<Item = &Head> {
        let others =
            self.translations.get(&head.translation).map(Vec::as_slice).unwrap_or_default();
        let others = others.iter().map(|number| &self.heads[*number]);
        let (place, language) = (head.place, head.language.clone());
        others.filter(move |other| other.place != place && other.language != language)
    }
}

/// The names that a page has whose path below the folder of all pages this is: with its folders and without, each with
/// and without its extension; a page that a folder is made for has the name of that.
pub(crate) fn usual_names(path: &str) -> Vec<String> {
    let (folder, stem, extension) = split_name(path);
    let file = path.rsplit('/').next().unwrap_or(path);
    let mut names = vec![path.to_owned(), file.to_owned()];
    let is_index = matches!(stem, "index" | "_index");
    match (is_index, folder) {
        (true, "") => names.push("/".to_owned()),
        (true, folder) => {
            names.push(folder.to_owned());
            names.push(folder.rsplit('/').next().unwrap_or(folder).to_owned());
        }
        (false, _) => {
            names.push(stem.to_owned());
            names.push(path[..path.len() - extension.len()].trim_end_matches('.').to_owned());
        }
    }
    names.iter_mut().for_each(|name| *name = name.to_lowercase());
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pages_with_one_address_are_two() {
        let mut index = Index::default();
        let id = || PostId::new("https://e.example/a/");
        index.add(1, "a.md", &usual_names("a.md"), id(), None, (None, 1));
        index.add(2, "b/a.md", &usual_names("b/a.md"), id(), None, (Some("ko".into()), 1));
        let (first, second) = (index.at(1).unwrap(), index.at(2).unwrap());
        assert!(first.id != second.id && second.clash == Some(id()));
        assert!(index.name("A").is_none(), "two have the name");
        assert_eq!(index.name("b/a").map(|head| head.place), Some(2));
        assert_eq!(index.translations(first).map(|head| head.place).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_page_has_the_name_of_its_folder() {
        assert_eq!(
            usual_names("posts/Walk/index.md"),
            ["index.md", "posts/walk", "posts/walk/index.md", "walk"]
        );
        assert_eq!(usual_names("a.b.md"), ["a.b", "a.b.md"]);
    }
}
